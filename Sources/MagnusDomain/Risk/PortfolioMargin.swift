/// What a portfolio margin account might be asked to hold, an estimate: every class is fully revalued at ten moves of its
/// underlying, volatilities as they are, and asks for its greatest loss (FINRA Rule 4210(g), OCC's TIMS).
///
/// Brokers add moves of volatility, wider moves and charges for concentration, and ask for more. Classes that move
/// together are not set off against each other here, which the rule would allow in part.
public struct PortfolioMargin: Sendable, Hashable {
    /// Options and shares on one underlying in one account.
    public struct Class: Sendable, Hashable {
        public var symbol: String
        /// Ends of the moves, fractions: -0.15...0.15.
        public var low: Double
        public var high: Double
        /// The move that costs most, and its profit in dollars; nil where a leg cannot be priced.
        public var worstMove: Double?
        public var worstProfit: Double?
        /// Least for its contracts, dollars: 0.375 times the multiplier each.
        public var minimum: Double
        /// The greater of that loss and the least.
        public var requirement: Figure

        public init(
            symbol: String, low: Double, high: Double, worstMove: Double?, worstProfit: Double?, minimum: Double,
            requirement: Figure
        ) {
            self.symbol = symbol
            self.low = low
            self.high = high
            self.worstMove = worstMove
            self.worstProfit = worstProfit
            self.minimum = minimum
            self.requirement = requirement
        }
    }

    public var account: String
    /// The greatest requirement first, unknown ones last.
    public var classes: [Class]
    /// Sum over the classes, marked as an estimate.
    public var requirement: Total
    /// Net liquidation less requirement.
    public var excess: Figure
    /// Whether the account is one that could be margined so at all: not a cash account, and of ``equityMinimum``.
    public var isEligible: Bool?

    public init(account: String, classes: [Class], requirement: Total, excess: Figure, isEligible: Bool?) {
        self.account = account
        self.classes = classes
        self.requirement = requirement
        self.excess = excess
        self.isEligible = isEligible
    }

    /// Dollars of equity that brokers usually want first.
    public static let equityMinimum = 100_000.0
    /// Dollars times the multiplier, for each contract.
    public static let contractMinimum = 0.375
    /// Steps to either end of the moves.
    public static let steps = 5

    /// Broad indices of large companies, and the plain funds on them.
    public static let largeIndices: Set<String> = [
        "SPX", "SPXW", "XSP", "OEX", "XEO", "DJX", "SPY", "IVV", "VOO", "DIA",
    ]
    /// Other broad indices, and the plain funds on them.
    public static let broadIndices: Set<String> = [
        "NDX", "NDXP", "XND", "QQQ", "QQQM", "RUT", "RUTW", "MRUT", "IWM",
    ]

    /// Ends of the moves of a class, fractions.
    public static func range(_ symbol: String, _ kind: SecurityKind) -> ClosedRange<Double> {
        if largeIndices.contains(symbol) { return -0.08...0.06 }
        if broadIndices.contains(symbol) { return -0.10...0.10 }
        // The profile does not tell how far a fund is leveraged: the most that is listed.
        if kind == .leveragedFund { return -0.45...0.45 }
        return -0.15...0.15
    }

    /// The ten moves: five equal steps down and five up.
    public static func moves(_ range: ClosedRange<Double>) -> [Double] {
        let parts = (1...steps).map { Double($0) / Double(steps) }
        return parts.reversed().map { range.lowerBound * $0 } + parts.map { range.upperBound * $0 }
    }
}
