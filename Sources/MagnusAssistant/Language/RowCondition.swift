import MagnusDomain
import MagnusQuant

/// A bound on one figure of the rows, as a question states it: `delta above 50`, `more than 50% captured`.
struct RowCondition: Sendable, Hashable {
    enum Measure: String, Sendable, Hashable {
        case delta
        case theta
        case vega
        case captured
        case profit = "P/L"
        case loss
        case daysToExpiry = "days to expiry"
        case assignment = "assignment probability"
        case collateral
        case extrinsic
        case volatility = "implied volatility"
        case costToClose = "cost to close"

        /// Written in percent; the figure is a fraction.
        var isFraction: Bool { [.captured, .assignment, .volatility].contains(self) }
    }

    var measure: Measure
    /// In the unit of the figure: dollars, shares, days or a fraction.
    var lower: Double?
    var upper: Double?
    /// `at least` and `at most` include the bound.
    var includesBound: Bool

    func holds(_ value: Double) -> Bool {
        if includesBound { return value >= (lower ?? -.infinity) && value <= (upper ?? .infinity) }
        return value > (lower ?? -.infinity) && value < (upper ?? .infinity)
    }

    func figure(of row: StrategyValuation) -> Figure {
        switch measure {
        case .delta: row.delta
        case .theta: row.thetaPerDay
        case .vega: row.vegaPerPoint
        case .captured: row.captured
        case .profit: row.unrealizedProfit
        case .loss: row.unrealizedProfit.map { -$0 }
        case .daysToExpiry: Figure(row.daysToExpiry.map(Double.init), else: .notApplicable)
        case .assignment: row.assignmentProbability
        case .collateral: row.collateral
        case .extrinsic: row.extrinsic
        case .volatility: row.impliedVolatility
        case .costToClose: row.costToClose
        }
    }
}
