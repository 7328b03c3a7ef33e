import MagnusDomain

/// How an underlying of the simulated world behaves. All levels hold at the anchor, ``SimulatedWorld/anchor``.
struct SimulatedSecurity: Sendable {
    /// Which expiries the exchange lists.
    enum ExpiryCycle: Sendable {
        case none
        /// Monthly expiries only.
        case monthly
        /// Every Friday.
        case weekly
        /// Monday, Wednesday and Friday for two weeks, then every Friday.
        case threeAWeek
        /// Every session for 25 days, then every Friday.
        case daily
    }

    /// What is wrong with the quotes of the name, if anything.
    enum Disorder: Sendable {
        case orderly
        /// Halted on every session from 09:50.
        case halted
        /// Bid above ask.
        case crossed
    }

    struct Earnings: Sendable {
        /// The reference announcement; others follow every 91 days.
        var date: CalendarDate
        var time: EarningsTime
        var isConfirmed: Bool
        /// Standard deviation of the log return it causes, as options price it.
        var move: Double
    }

    struct Dividend: Sendable {
        /// The reference ex-date; others follow every `days`.
        var exDate: CalendarDate
        var amount: Double
        var days: Int
    }

    var symbol: String
    var name: String
    var kind: SecurityKind
    var sector: String
    /// Dollars at the anchor.
    var spot: Double
    /// Official close of the session before the anchor.
    var previousClose: Double
    /// Loading on the market's daily return, and the beta the profile states.
    var beta: Double
    /// 30-day at-the-money volatility at the anchor without scheduled events, annual decimal.
    var volatility: Double
    /// Relative rise of volatility one deviation below the forward, 0.15 for single stocks.
    var skew = 0.12
    /// Exponent of the term structure: sigma(T) grows with T to this power.
    var termSlope = 0.02
    /// The share of implied volatility that is not realised: the hidden premium a seller earns on average.
    var premium = 0.08
    /// Where the last close before the anchor stands in its year of 30-day volatilities, 0-100.
    var percentile = 50.0
    /// The same as a rank between lowest and highest; replaces `percentile` where given.
    var rank: Double?
    /// Log drift per year before the anchor.
    var trend = 0.08
    var dividend: Dividend?
    var earnings: Earnings?
    var cycle = ExpiryCycle.weekly
    /// Distance of listed strikes near the money, thousandths of a dollar.
    var strikeStep = 1000
    /// Half the spread of the shares in dollars.
    var halfSpread = 0.01
    /// Width of option markets relative to a liquid class.
    var optionWidth = 1.0
    /// Contracts traded a day.
    var optionVolume = 60_000
    /// Dollars traded a day.
    var dollarVolume = 1.2e9
    /// Cost of borrowing the shares per year, decimal: a yield that only options show.
    var borrow = 0.0
    var demandZoneTop: Double?
    var knownEvents: [CalendarDate] = []
    var disorder = Disorder.orderly
    /// Level as a fixed multiple of the market index; nil for an own path.
    var indexMultiple: Double?

    var isIndex: Bool { kind == .index }
}

extension CalendarDate {
    /// A date written in the source; an impossible one is the epoch, which a test would show.
    static func on(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSinceEpoch: 0)
    }
}
