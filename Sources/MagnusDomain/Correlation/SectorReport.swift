/// What the book has in each sector, how the sectors did, and how they go together.
public struct SectorReport: Sendable, Hashable {
    /// One sector. Dollars for the whole book; a loss is negative.
    public struct Row: Sendable, Hashable {
        public var sector: String
        /// Symbols of the book in it, by name.
        public var held: [String]
        /// Rows of the book in it.
        public var positions: Int
        /// Market value of shares, else collateral, else the most that can be lost.
        public var atRisk: Total
        /// ``atRisk`` as a fraction of the net liquidation of all accounts in view.
        public var share: Figure
        /// Whether a limit holds for it: broad funds, indices and unknown sectors have none.
        public var isLimited: Bool
        public var dollarDelta: Total
        /// Benchmark shares.
        public var betaWeightedDelta: Total
        public var unrealizedProfit: Total
        public var dayProfit: Total
        /// Names the market source lists in it, whose mean makes the returns.
        public var listed: [String]
        /// Return over the last sessions, in the order of ``SectorReport/windows``: every day the mean of the returns of
        /// its names, compounded. Fractions.
        public var returns: [Figure]

        public init(
            sector: String, held: [String], positions: Int, atRisk: Total, share: Figure, isLimited: Bool,
            dollarDelta: Total, betaWeightedDelta: Total, unrealizedProfit: Total, dayProfit: Total, listed: [String],
            returns: [Figure]
        ) {
            self.sector = sector
            self.held = held
            self.positions = positions
            self.atRisk = atRisk
            self.share = share
            self.isLimited = isLimited
            self.dollarDelta = dollarDelta
            self.betaWeightedDelta = betaWeightedDelta
            self.unrealizedProfit = unrealizedProfit
            self.dayProfit = dayProfit
            self.listed = listed
            self.returns = returns
        }
    }

    /// Greatest share first, then those the book has nothing in, by name.
    public var rows: [Row]
    /// Largest share of a sector that the profile allows.
    public var limit: Double
    public var netLiquidation: Figure
    /// Of the sectors' daily returns; sectors that a limit holds for.
    public var correlation: CorrelationReport
    public var source: String
    /// When the book was valued.
    public var asOf: Instant

    public init(
        rows: [Row], limit: Double, netLiquidation: Figure, correlation: CorrelationReport, source: String,
        asOf: Instant
    ) {
        self.rows = rows
        self.limit = limit
        self.netLiquidation = netLiquidation
        self.correlation = correlation
        self.source = source
        self.asOf = asOf
    }

    /// Sessions that returns are told for: a day, a week, a month, a quarter, a year.
    public static let windows = [1, 5, 21, 63, 252]
}
