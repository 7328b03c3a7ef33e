/// What a hidden Markov model of three states says: a normal distribution of daily return and realised volatility in each.
/// Probabilities are filtered: they use the sessions up to the last close and none after it.
public struct RegimeModel: Sendable, Hashable {
    public struct State: Sendable, Hashable {
        /// P(state | sessions to the last close), 0 to 1.
        public var probability: Double
        /// Mean daily log return in the state.
        public var meanReturn: Double
        /// Standard deviation of the daily returns in the state, annual decimal, 252 sessions a year.
        public var volatility: Double
        /// The 21-day realised volatility that is usual in the state, annual decimal.
        public var realisedVolatility: Double
        /// Sessions that it lasts on average.
        public var expectedSessions: Double
        /// Share of all time that is spent in it.
        public var longRunShare: Double

        public init(
            probability: Double, meanReturn: Double, volatility: Double, realisedVolatility: Double,
            expectedSessions: Double, longRunShare: Double
        ) {
            self.probability = probability
            self.meanReturn = meanReturn
            self.volatility = volatility
            self.realisedVolatility = realisedVolatility
            self.expectedSessions = expectedSessions
            self.longRunShare = longRunShare
        }
    }

    /// By ascending variance of the return; empty without a model.
    public var states: [State]
    /// Why there is no model; nil where there is one.
    public var missing: UnknownReason?
    /// Sessions it was fitted to, or those that there are where they are too few.
    public var sessions: Int
    /// The last of them: the end of the month before the last close.
    public var fittedThrough: CalendarDate?
    /// Natural logarithm of the likelihood of those sessions.
    public var logLikelihood: Figure
    /// Random beginnings, and the seed that decides them.
    public var restarts: Int
    public var seed: UInt64

    public init(
        states: [State], missing: UnknownReason?, sessions: Int, fittedThrough: CalendarDate?, logLikelihood: Figure,
        restarts: Int, seed: UInt64
    ) {
        self.states = states
        self.missing = missing
        self.sessions = sessions
        self.fittedThrough = fittedThrough
        self.logLikelihood = logLikelihood
        self.restarts = restarts
        self.seed = seed
    }

    /// Sessions without which nothing is fitted, and those that are used at most: ten years.
    public static let sessionMinimum = 1000
    public static let sessionLimit = 2520
    /// Sessions of the realised volatility.
    public static let realisedSessions = 21
    /// Names of the states in their order.
    public static let names = ["quiet", "middle", "wild"]

    /// Index of the likeliest state; nil without a model.
    public var likeliest: Int? {
        states.indices.max { states[$0].probability < states[$1].probability }
    }
}
