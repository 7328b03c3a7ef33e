/// Where the outcomes of a day come from.
public enum RiskMethod: String, Sendable, Hashable, CaseIterable {
    /// Moves of past sessions as they were, all names on the same day.
    case historical
    /// The same moves, each scaled from the volatility of its day to that of now.
    case filteredHistorical = "filtered_historical"
    /// Drawn from a joint normal distribution with the covariances of those sessions.
    case monteCarlo = "monte_carlo"

    public var words: String {
        switch self {
        case .historical: "historical"
        case .filteredHistorical: "filtered"
        case .monteCarlo: "Monte Carlo"
        }
    }
}

/// What a day may cost, by one method at one confidence. Dollars, a loss positive.
public struct RiskMeasure: Sendable, Hashable {
    public var method: RiskMethod
    /// Inside 0...1.
    public var confidence: Double
    /// Outcomes it is read off.
    public var outcomes: Int
    public var valueAtRisk: Figure
    /// Ends of its 95 % interval; unknown where no outcome lies so far out.
    public var valueAtRiskLow: Figure
    public var valueAtRiskHigh: Figure
    public var expectedShortfall: Figure
    /// Standard error of the shortfall.
    public var shortfallError: Figure
    /// The greatest losses, the worst first, as many as ``tailLimit``: what the figures are made of.
    public var tail: [Double]
    /// The sessions of ``tail``, in its order; empty for draws.
    public var tailDays: [CalendarDate]
    /// Of the losses behind ``tail`` that the shortfall counts, their sum, the last one with its fraction; 0 where
    /// ``tail`` has them all.
    public var tailRest: Double

    /// Losses that are kept.
    public static let tailLimit = 20

    public init(
        method: RiskMethod, confidence: Double, outcomes: Int, valueAtRisk: Figure, valueAtRiskLow: Figure,
        valueAtRiskHigh: Figure, expectedShortfall: Figure, shortfallError: Figure, tail: [Double] = [],
        tailDays: [CalendarDate] = [], tailRest: Double = 0
    ) {
        self.method = method
        self.confidence = confidence
        self.outcomes = outcomes
        self.valueAtRisk = valueAtRisk
        self.valueAtRiskLow = valueAtRiskLow
        self.valueAtRiskHigh = valueAtRiskHigh
        self.expectedShortfall = expectedShortfall
        self.shortfallError = shortfallError
        self.tail = tail
        self.tailDays = tailDays
        self.tailRest = tailRest
    }

    /// Which loss the value at risk is, the worst being 1 (`TailRisk`).
    public var rank: Int {
        min(max(1, Int((part - 1e-9).rounded(.up))), max(1, outcomes))
    }

    /// How many of the outcomes are beyond the confidence; not a whole number as a rule.
    public var part: Double { (1 - confidence) * Double(outcomes) }
}

/// One past session happening again to the book of now.
public struct RiskDay: Sendable, Hashable {
    public var date: CalendarDate
    /// Of the benchmark that day, fraction.
    public var benchmarkMove: Double
    /// Dollars.
    public var profit: Double
    /// Symbols and what they add, the largest first; not all where ``others`` are left.
    public var drivers: [SymbolProfit]
    /// Symbols that ``drivers`` does not name.
    public var others: Int

    public struct SymbolProfit: Sendable, Hashable {
        public var symbol: String
        /// Dollars.
        public var profit: Double

        public init(symbol: String, profit: Double) {
            self.symbol = symbol
            self.profit = profit
        }
    }

    public init(
        date: CalendarDate, benchmarkMove: Double, profit: Double, drivers: [SymbolProfit], others: Int = 0
    ) {
        self.date = date
        self.benchmarkMove = benchmarkMove
        self.profit = profit
        self.drivers = drivers
        self.others = others
    }

    /// What all but the first symbols add, dollars, and how many they are; nil where none is left.
    /// - Parameter count: that are named.
    public func rest(after count: Int = .max) -> (symbols: Int, profit: Double)? {
        let named = drivers.prefix(count)
        let symbols = drivers.count - named.count + others
        return symbols > 0 ? (symbols, profit - named.reduce(0) { $0 + $1.profit }) : nil
    }
}

/// How a symbol's moves were found where its own history is not there.
public struct RiskAssumption: Sendable, Hashable {
    public var symbol: String
    /// Price moves are beta times those of the benchmark.
    public var usesBeta: Bool
    /// Volatility moves as that of the benchmark, or stays where that has no history either.
    public var borrowsVolatility: Bool

    public init(symbol: String, usesBeta: Bool, borrowsVolatility: Bool) {
        self.symbol = symbol
        self.usesBeta = usesBeta
        self.borrowsVolatility = borrowsVolatility
    }
}

/// Shares of what is at risk by name: sum of squares of the weights (Herfindahl and Hirschman), 1 for a single name.
public struct RiskConcentration: Sendable, Hashable {
    public struct Weight: Sendable, Hashable {
        public var symbol: String
        /// Dollars.
        public var amount: Double
        /// Of all amounts, fraction.
        public var share: Double

        public init(symbol: String, amount: Double, share: Double) {
            self.symbol = symbol
            self.amount = amount
            self.share = share
        }
    }

    /// The largest first.
    public var weights: [Weight]
    public var index: Figure
    /// 1 / index: how many equal names would be as concentrated.
    public var effectiveNames: Figure
    /// Names whose amount cannot be told.
    public var unmeasured: [String]

    /// Below it a book is spread; above ``concentratedFrom`` concentrated.
    public static let moderateFrom = 0.15
    public static let concentratedFrom = 0.25

    public init(weights: [Weight], index: Figure, effectiveNames: Figure, unmeasured: [String]) {
        self.weights = weights
        self.index = index
        self.effectiveNames = effectiveNames
        self.unmeasured = unmeasured
    }
}

/// What a day may cost the book, every leg fully revalued at the prices and volatilities of each outcome.
public struct RiskReport: Sendable, Hashable {
    public var asOf: Instant
    public var benchmark: String
    /// Of the accounts of the book, now.
    public var netLiquidation: Total
    /// By method, then confidence.
    public var measures: [RiskMeasure]
    /// Past sessions that would cost most, the worst first.
    public var worst: [RiskDay]
    /// Sessions whose moves were used; nil without enough of them.
    public var firstDay: CalendarDate?
    public var lastDay: CalendarDate?
    public var sessions: Int
    public var assumptions: [RiskAssumption]
    public var excluded: [ScenarioExclusion]
    /// By what is at risk (collateral, market value of shares, most that can be lost), and by size of dollar delta.
    public var concentration: RiskConcentration
    public var deltaConcentration: RiskConcentration
    public var method: String
    public var exposure: RiskExposure

    public init(
        asOf: Instant, benchmark: String, netLiquidation: Total, measures: [RiskMeasure], worst: [RiskDay],
        firstDay: CalendarDate?, lastDay: CalendarDate?, sessions: Int, assumptions: [RiskAssumption],
        excluded: [ScenarioExclusion], concentration: RiskConcentration, deltaConcentration: RiskConcentration,
        method: String, exposure: RiskExposure
    ) {
        self.asOf = asOf
        self.benchmark = benchmark
        self.netLiquidation = netLiquidation
        self.measures = measures
        self.worst = worst
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.sessions = sessions
        self.assumptions = assumptions
        self.excluded = excluded
        self.concentration = concentration
        self.deltaConcentration = deltaConcentration
        self.method = method
        self.exposure = exposure
    }

    /// Confidences that are told.
    public static let confidences = [0.95, 0.99]
    /// Joint sessions that a history needs.
    public static let sessionMinimum = 250
    /// Draws of the Monte Carlo way.
    public static let draws = 10_000
}
