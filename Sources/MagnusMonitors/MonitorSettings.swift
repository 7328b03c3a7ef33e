import MagnusDomain

/// Every threshold of the monitors, with its default. Each has a row in ``explanations``.
public struct MonitorSettings: Sendable, Hashable {
    public var expiration = Expiration()
    public var profitTarget = ProfitTarget()
    public var assignment = Assignment()
    public var opportunities = Opportunities()
    public var opening = Opening()
    public var roll = Roll()
    public var shares = Shares()

    public init() {}

    /// M1: danger of short options near expiry, d = |ln(K/S)| / (sigma root T left).
    public struct Expiration: Sendable, Hashable {
        /// The first row of the danger table, in days to expiry.
        public var todayDays = 1
        public var soonDays = 3
        public var weekDays = 7
        /// At or below this mark per share a winner is worthless.
        public var worthless = 0.05
        /// Standard deviations from which a worthless winner is safe.
        public var safeSigmas = 2.0
        /// Standard deviations from which a short is comfortable.
        public var comfortableSigmas = 1.0
        /// Distance to the strike, as a fraction of the spot, within which a short is pinned.
        public var pinFraction = 0.005
        /// And, but for shares on the last day, within so many standard deviations: 2.41 on an index at noon is 0.4 % and
        /// still no pin.
        public var pinSigmas = 0.5
        /// Days turn for the rules at this second of the New York day, not at midnight (07:00).
        public var dateTurnSeconds = 25_200

        public init() {}
    }

    /// M2: shares of the maximum profit (of the debit for calendars and diagonals).
    public struct ProfitTarget: Sendable, Hashable {
        public var income = 0.50
        public var straddle = 0.25
        public var debit = 0.25
        /// How far below its target a position must fall before the finding ends.
        public var release = 0.05

        public init() {}

        /// The target of a kind of position; nil where none makes sense.
        public func target(_ kind: StrategyKind) -> Double? {
            switch kind {
            case .cashSecuredPut, .shortCall, .coveredCall, .bullPutSpread, .bearCallSpread, .bullCallSpread,
                .bearPutSpread, .ironCondor, .shortStrangle:
                income
            case .shortStraddle, .ironButterfly: straddle
            case .callCalendar, .putCalendar, .callDiagonal, .putDiagonal: debit
            default: nil
            }
        }
    }

    /// M3.
    public struct Assignment: Sendable, Hashable {
        public var high = 0.40
        public var critical = 0.70
        /// The two lines hold within this many days to expiry, or on the early-exercise part at any time.
        public var withinDays = 7
        /// Sessions before an ex-date from which a short call is compared with the dividend.
        public var dividendSessions = 5
        /// A short put is at parity when its extrinsic value is at most this share of its spread.
        public var paritySpreadShare = 0.5
        /// How far a probability must fall below its line before the finding ends.
        public var release = 0.05

        public init() {}
    }

    /// M6.
    public struct Opportunities: Sendable, Hashable {
        public var score = 80.0
        /// The finding ends below this score.
        public var releaseScore = 76.0
        /// Two scans at least this far apart must agree.
        public var confirmationSeconds = 300.0
        /// A candidate that no scan has shown for so long starts anew.
        public var forgetSeconds = 3600.0
        public var top = 3

        public init() {}
    }

    /// M9. The days of the window and the loss are those of the marks R and L (`book.roll_days`, `book.loss_credits`).
    public struct Roll: Sendable, Hashable {
        /// Delta of one short option, its size, from which it counts as breached.
        public var delta = 0.50
        /// How far the delta must fall below that before the finding ends.
        public var deltaRelease = 0.05
        /// How far the spot must be away from the strike again, as a fraction of it, before the finding ends.
        public var release = 0.005
        /// Rolls named with an alert.
        public var choices = 3
        /// Seconds after which the grid of rolls behind an alert is computed anew in session.
        public var refreshSeconds = 60.0
        /// A spot that moved by this fraction has it computed before.
        public var move = 0.005

        public init() {}
    }

    /// Shares without a call.
    public struct Shares: Sendable, Hashable {
        /// Whole sessions without a call from which shares count as idle.
        public var idleSessions = 5

        public init() {}
    }

    /// 09:30 to 09:45: rules on option marks wait for orderly quotes.
    public struct Opening: Sendable, Hashable {
        /// A spread of at most so many times its 20-day median is orderly.
        public var orderlySpreadMultiple = 2.0

        public init() {}
    }

    /// One setting for the settings view and the configuration file.
    public struct Explained: Sendable, Hashable {
        /// Dotted path below `monitors`.
        public var key: String
        public var value: String
        public var explanation: String
        public var allowed: String
    }
}
