import MagnusDomain

/// Which options a hedge is looked for among, and what a trade costs besides.
public struct HedgeTerms: Sendable, Hashable {
    /// Absolute delta of the option that is bought, and of the one sold against it.
    public var boughtDelta = 0.30
    public var soldDelta = 0.10
    /// A listed delta farther from these is another trade.
    public var deltaReach = 0.10
    /// Calendar days to expiry.
    public var days = 30...60
    public var preferredDays = 45
    /// Dollars for one contract traded once.
    public var feesPerContract = 0.65
    /// Rows that contribute most: so many may be closed.
    public var closings = 2

    public init() {}

    /// Moves of the benchmark that savings are told at, in percent, by the rule of the Greeks pane: what a hedge gives up in
    /// a rise is a part of its price.
    public static let steps = [-10.0, -5, 5]
    /// Cash-settled options on the index of the benchmark, a tenth of it in size.
    public static let indexSymbol = "XSP"

    /// The moves that savings are told at: the steps, then presets.
    public static func moves(_ presets: [StressPreset]) -> [(name: String, shock: ScenarioShock)] {
        steps.map { step in
            ("\(DecimalText.text(step, isSigned: true) ?? "?")%", ScenarioShock(spotPercent: step))
        } + presets.map { ($0.name, $0.shock) }
    }

    /// What the book, and every hedge, is revalued at.
    public static func request(_ moves: [(name: String, shock: ScenarioShock)]) -> ScenarioRequest {
        ScenarioRequest(shocks: moves.map(\.shock), followsVolatilityRule: true, driverLimit: .max)
    }
}

/// How far a book is from where its beta-weighted delta should be.
public struct HedgeNeed: Sendable, Hashable {
    public var need: HedgeReport.Need
    public var target: Double?
    /// Benchmark shares beyond the target.
    public var excess: Figure

    /// - Parameter target: a fraction of net liquidation that was asked for; nil for the nearer edge of the band, and then
    ///   a book inside it has no need.
    public init(_ book: BookValuation, band: ClosedRange<Double>, target asked: Double? = nil) {
        var netLiquidation = FigureSum()
        for account in book.accounts { netLiquidation.add(account.netLiquidation.figure) }
        guard let fraction = book.deltaFractionOfNetLiquidation.value else {
            need = .unknown
            excess = .unknown(book.deltaFractionOfNetLiquidation.reason ?? .noSource)
            return
        }
        let edge = fraction > band.upperBound ? band.upperBound : fraction < band.lowerBound ? band.lowerBound : nil
        guard let target = asked ?? edge, target != fraction else {
            need = .none
            excess = .unknown(.notApplicable)
            return
        }
        self.target = target
        need = fraction > target ? .reduce : .raise
        excess = book.deltaFractionOfNetLiquidation.combined(with: netLiquidation.complete) { ($0 - target) * $1 }
            .combined(with: book.benchmarkPrice) { $1 > 0 ? $0 / $1 : .nan }
    }

    /// Rows whose beta-weighted delta goes the way that is too much, the largest first; those not traded any more are left
    /// out.
    public func contributors(_ book: BookValuation) -> [StrategyValuation] {
        let sign = need == .raise ? -1.0 : 1
        let found = book.strategies.compactMap { row -> (row: StrategyValuation, delta: Double)? in
            guard row.legs.allSatisfy({ $0.state == .open }), let delta = Self.delta(row).value, delta * sign > 0 else {
                return nil
            }
            return (row, delta * sign)
        }
        return found.sorted { ($0.delta, $1.row.id) > ($1.delta, $0.row.id) }.map(\.row)
    }

    /// Benchmark shares of a row; unknown while one of its legs is.
    static func delta(_ row: StrategyValuation) -> Figure {
        var sum = FigureSum()
        for leg in row.legs { sum.add(leg.betaWeightedDelta) }
        return sum.complete
    }
}
