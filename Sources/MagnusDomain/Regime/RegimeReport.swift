/// The state of a market at its last close: by rules that always answer where their inputs are known, and by a model that
/// gives probabilities.
public struct RegimeReport: Sendable, Hashable {
    public var symbol: String
    public var source: String
    /// The last closed session; nil without bars.
    public var session: CalendarDate?
    public var trend: TrendReading
    public var volatility: VolatilityRegime
    public var risk: RiskRegime
    public var model: RegimeModel
    public var history: HistoryQuality

    public init(
        symbol: String, source: String, session: CalendarDate?, trend: TrendReading, volatility: VolatilityRegime,
        risk: RiskRegime, model: RegimeModel, history: HistoryQuality
    ) {
        self.symbol = symbol
        self.source = source
        self.session = session
        self.trend = trend
        self.volatility = volatility
        self.risk = risk
        self.model = model
        self.history = history
    }

    /// Whether the likeliest state of the model and the rule of volatility say the same; nil where either is not known.
    /// The quietest state goes with low, the middle one with normal, the wildest with high and crisis.
    public var rulesAgree: Bool? {
        guard let level = volatility.held?.value, let likeliest = model.likeliest else { return nil }
        return switch level {
        case .low: likeliest == 0
        case .normal: likeliest == 1
        case .high, .crisis: likeliest == 2
        }
    }
}

/// How much an underlying is expected to move.
public enum VolatilityClass: String, Sendable, Hashable, CaseIterable {
    case low, normal, high, crisis
}

/// The class of volatility with what it was read off.
public struct VolatilityRegime: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable {
        /// The level of VIX: below 15 low, below 25 normal, below 35 high, else crisis.
        case volatilityIndex = "volatility_index"
        /// The percentile of the symbol's own 30-day volatility among the 252 sessions before: below 30 low, to 80 normal,
        /// to 97 high, beyond crisis.
        case ownPercentile = "own_percentile"
    }

    /// nil where ``level`` or ``percentile`` is not known.
    public var held: HeldClass<VolatilityClass>?
    public var method: Method
    /// VIX in points, or the symbol's 30-day volatility as an annual decimal, at the last close.
    public var level: Figure
    /// 0 to 100, sessions strictly below; unknown where the level alone decides.
    public var percentile: Figure
    /// Past sessions that are compared with.
    public var sessions: Int

    public init(
        held: HeldClass<VolatilityClass>?, method: Method, level: Figure, percentile: Figure, sessions: Int
    ) {
        self.held = held
        self.method = method
        self.level = level
        self.percentile = percentile
        self.sessions = sessions
    }

    /// Past sessions of a percentile: as many as there are, up to a year, and not fewer than the desk's minimum.
    public static let window = 252
    public static let sessionMinimum = 60
}

/// Whether the market shuns risk: two votes of four say so.
public struct RiskRegime: Sendable, Hashable {
    public enum Appetite: String, Sendable, Hashable {
        case on = "risk_on"
        case off = "risk_off"
        /// Votes that are not known could turn it either way.
        case undetermined
    }

    public struct Vote: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// VIX at 25 or above.
            case volatilityIndex = "volatility_index"
            /// VIX above the one of three months.
            case termStructure = "vix_over_vix3m"
            /// The index more than 10 % below its highest close of 252 sessions.
            case drawdown
            /// HYG/IEF below its average of 100 sessions.
            case credit = "hyg_over_ief"
        }

        public var kind: Kind
        /// Points of VIX, a ratio, or a fraction.
        public var value: Figure
        /// What it is compared with, in the same unit.
        public var limit: Figure
        /// nil where either is not known.
        public var saysOff: Bool?

        public init(kind: Kind, value: Figure, limit: Figure, saysOff: Bool?) {
            self.kind = kind
            self.value = value
            self.limit = limit
            self.saysOff = saysOff
        }
    }

    /// nil without a session.
    public var held: HeldClass<Appetite>?
    /// At the last close, in the order of their kinds.
    public var votes: [Vote]

    public init(held: HeldClass<Appetite>?, votes: [Vote]) {
        self.held = held
        self.votes = votes
    }

    /// Votes that make it risk-off.
    public static let votesNeeded = 2

    public var offVotes: Int { votes.count { $0.saysOff == true } }
    public var unknownVotes: Int { votes.count { $0.saysOff == nil } }
}
