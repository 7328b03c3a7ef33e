import MagnusDomain
import MagnusQuant

/// A bound on one figure of the rows, as a question states it: `delta above 50`, `more than 50% captured`.
struct RowCondition: Sendable, Hashable {
    enum Measure: String, Sendable, Hashable {
        case delta
        /// Of one short option, hundredths: what "a 20 delta put" is.
        case optionDelta = "option delta"
        /// From the spot to the nearest short strike, fraction; its size, in or out of the money.
        case distance = "distance to the strike"
        case theta
        case vega
        case captured
        case profit = "P/L"
        case loss
        case daysToExpiry = "days to expiry"
        /// Days since its first leg was opened.
        case daysHeld = "days held"
        /// From the spot to the nearest short strike, fraction; below zero in the money.
        case outOfTheMoney = "distance out of the money"
        /// The same the other way round.
        case inTheMoney = "distance in the money"
        case assignment = "assignment probability"
        case collateral
        case extrinsic
        case volatility = "implied volatility"
        case costToClose = "cost to close"

        /// Written in percent; the figure is a fraction.
        var isFraction: Bool {
            [.captured, .assignment, .volatility, .distance, .outOfTheMoney, .inTheMoney].contains(self)
        }
    }

    var measure: Measure
    /// In the unit of the figure: dollars, shares, days or a fraction.
    var lower: Double?
    var upper: Double?
    /// `at least` and `at most` include the bound.
    var includesBound: Bool
    /// Whose option deltas count; nil for puts and calls.
    var right: OptionRight?

    /// Words for the side of nothing that is asked for; nil for any other bound.
    var outcome: String? {
        guard lower == 0, upper == nil, measure == .loss || measure == .profit else { return nil }
        let side = measure == .loss ? "at a loss" : "at a profit"
        return includesBound ? "\(side) or at nothing" : side
    }

    func holds(_ value: Double) -> Bool {
        if includesBound { return value >= (lower ?? -.infinity) && value <= (upper ?? .infinity) }
        return value > (lower ?? -.infinity) && value < (upper ?? .infinity)
    }

    func figure(of row: StrategyValuation) -> Figure {
        switch measure {
        case .delta: row.delta
        case .optionDelta: Self.optionDelta(of: row, right)
        case .distance: row.distance.map(abs)
        case .theta: row.thetaPerDay
        case .vega: row.vegaPerPoint
        case .captured: row.captured
        case .profit: row.unrealizedProfit
        case .loss: row.unrealizedProfit.map { -$0 }
        case .daysToExpiry: Figure(row.daysToExpiry.map(Double.init), else: .notApplicable)
        case .daysHeld: Figure(row.legs.map(\.daysHeld).max().map(Double.init), else: .notApplicable)
        case .outOfTheMoney: row.distance
        case .inTheMoney: row.distance.map { -$0 }
        case .assignment: row.assignmentProbability
        case .collateral: row.collateral
        case .extrinsic: row.extrinsic
        case .volatility: row.impliedVolatility
        case .costToClose: row.costToClose
        }
    }

    /// The largest of its short options, of its long ones where none is short.
    private static func optionDelta(of row: StrategyValuation, _ right: OptionRight?) -> Figure {
        func deltas(_ isShort: Bool) -> [Figure] {
            row.legs.compactMap { leg in
                guard case .option(let contract) = leg.position.instrument,
                    right == nil || contract.right == right, leg.position.quantity.isShort == isShort,
                    !leg.position.quantity.isZero
                else { return nil }
                let shares = leg.position.quantity.magnitude.value * Double(contract.multiplier)
                return leg.delta.map { abs($0) / shares * 100 }
            }
        }
        let found = deltas(true).isEmpty ? deltas(false) : deltas(true)
        return found.max { ($0.value ?? -1) < ($1.value ?? -1) } ?? .unknown(.notApplicable)
    }
}
