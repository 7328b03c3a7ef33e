import MagnusDomain

/// What one quote is good for: the mark with its trust, or the reason why there is none.
///
/// Fault cases F18, F19, F22 and F26: numbers that are not finite, negative, zero, crossed or one-sided never become a
/// mark; age counts from the source's own stamp; a stamp from the future is no age.
public struct QuoteAssessment: Sendable, Hashable {
    /// What is quoted, since the limits differ.
    public enum Kind: Sendable, Hashable {
        case underlying
        case option(daysToExpiry: Int)
    }

    /// The one word that describes the quote best.
    public enum State: String, Sendable, Hashable {
        case fresh
        case stale
        /// Stamped in the future, or not stamped: age unknown.
        case unknownAge = "unknown_age"
        /// Both sides in order, but so far apart that the mid is an estimate.
        case wide
        case halted
        case previousClose = "previous_close"
        case crossed
        case noMarket = "no_market"
        case oneSided = "one_sided"
        case invalid
    }

    public let state: State
    /// Per share. Known for fresh, stale, halted and previous-close quotes, with their trust.
    public let mark: Figure
    /// How the mark was made: `mid`, `mid of a wide spread`, `half ask`, `last`, or empty without one.
    public let markSource: String
    /// Finite and not negative; 0 is "no bid".
    public let bid: Double?
    /// Finite and positive.
    public let ask: Double?
    /// By the source's stamp; nil when it gave none or one in the future.
    public let ageSeconds: Double?
    /// Ask less bid over mid; nil without both sides in order.
    public let spreadFraction: Double?
    /// Whether the price tells a volatility: both sides are quoted and the spread is at most
    /// ``QuoteLimits/volatilitySpreadFraction`` of the mid (fault F19). Without a bid any price from nothing to the ask
    /// fits.
    public let carriesVolatility: Bool
    /// The spread exceeds the allowed fraction of the mid (domain.md section 6) and ``QuoteLimits/narrowSpread``: the mark
    /// is an estimate.
    public let isWide: Bool
    /// The word for a person: the state, but `closed` for the last quote of a session that is over.
    public let stateWord: String
    /// The price is the close of an earlier session although the present one runs: no profit of the day.
    public let isPreviousClose: Bool
    /// Of both sides as they are quoted, whatever they are good for: stale past the age, of an earlier session, halted, or
    /// of unknown age.
    public let sidesTrust: Trust

    /// What a quote is good for at a moment of a calendar: its session where one runs, else against its latest close.
    public init(
        _ quote: Quote, now: Instant, kind: Kind, calendar: ExchangeCalendar, limits: QuoteLimits = QuoteLimits()
    ) {
        let session = calendar.session(on: now.newYork.date)
        self.init(
            quote, now: now, kind: kind, session: session.flatMap { $0.contains(now) ? $0 : nil }, limits: limits,
            lastClose: calendar.latestClose(at: now))
    }

    /// - Parameters:
    ///   - session: The running regular session, nil outside of it: then only what is older than the last close becomes
    ///     stale.
    ///   - lastClose: The latest official close, for quotes out of session; nil where nobody knows it.
    public init(
        _ quote: Quote, now: Instant, kind: Kind, session: TradingSession?, limits: QuoteLimits = QuoteLimits(),
        lastClose: Instant?
    ) {
        let bid = quote.bid.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        let ask = quote.ask.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
        self.bid = bid
        self.ask = ask
        let stated = quote.time.map { now.seconds(since: $0) }
        let age = stated.flatMap { $0 < -limits.futureSeconds ? nil : max(0, $0) }
        ageSeconds = age
        let isFromEarlierSession =
            session.map { session in age != nil && quote.time.map { $0 < session.preMarketOpen } == true } ?? false
        isPreviousClose = quote.isPreviousClose || isFromEarlierSession
        let reading = Self.price(quote, bid: bid, ask: ask, kind: kind, limits: limits)
        spreadFraction = reading.spreadFraction
        let spread = reading.spreadFraction.flatMap { _ in ask.flatMap { ask in bid.map { ask - $0 } } } ?? 0
        let isWide =
            (reading.spreadFraction.map { $0 > limits.wideSpreadFraction } ?? false)
            && spread > limits.narrowSpread + 1e-9
        self.isWide = isWide
        markSource = isWide ? "mid of a wide spread" : reading.source
        carriesVolatility = reading.spreadFraction.map { $0 <= limits.volatilitySpreadFraction + 1e-9 } ?? false
        var state = State.fresh
        if quote.isHalted {
            state = .halted
        } else if isPreviousClose {
            state = .previousClose
        } else if age == nil {
            state = .unknownAge
        } else if session != nil, let age, age > Self.limit(kind, limits) {
            state = .stale
        } else if session == nil, let lastClose, let time = quote.time,
            lastClose.seconds(since: time) > limits.closeSeconds
        {
            state = .stale
        }
        let isTrusted =
            state == .fresh
            || (session == nil && state != .halted && state != .unknownAge && state != .stale)
        sidesTrust = isTrusted ? .fresh : .stale
        guard let price = reading.price else {
            mark = .unknown(reading.problem)
            self.state = Self.state(of: reading.problem)
            stateWord = self.state.rawValue
            return
        }
        mark = Figure(price, trust: !isTrusted ? .stale : isWide ? .estimated : .fresh)
        if state == .fresh, isWide { state = .wide }
        self.state = state
        let isOld = age.map { $0 > Self.limit(kind, limits) } ?? true
        stateWord = session == nil && state == .fresh && isOld ? "closed" : state.rawValue
    }

    /// Seconds after which a quote of this kind is stale in session.
    public static func limit(_ kind: Kind, _ limits: QuoteLimits = QuoteLimits()) -> Double {
        switch kind {
        case .underlying: limits.underlyingSeconds
        case .option(let days): days <= 1 ? limits.nearExpirySeconds : limits.optionSeconds
        }
    }

    private struct Reading {
        var price: Double?
        var source = ""
        var problem = UnknownReason.noMarket
        var spreadFraction: Double?
    }

    private static func price(
        _ quote: Quote, bid: Double?, ask: Double?, kind: Kind, limits: QuoteLimits
    ) -> Reading {
        func isSpoilt(_ price: Double?) -> UnknownReason? {
            guard let price else { return nil }
            return !price.isFinite ? .notFinite : price < 0 ? .badInput : nil
        }
        if quote.contradiction != nil { return Reading(problem: .contradictory) }
        if let problem = isSpoilt(quote.bid) ?? isSpoilt(quote.ask) { return Reading(problem: problem) }
        if let bid, let ask, bid > ask { return Reading(problem: .crossed) }
        if let bid, let ask, bid > 0 {
            let mid = 0.5 * (bid + ask)
            return Reading(price: mid, source: "mid", spreadFraction: (ask - bid) / mid)
        }
        switch kind {
        case .underlying:
            // Indices are not quoted, only computed.
            if ask == nil, (bid ?? 0) == 0, let last = quote.last {
                if let problem = isSpoilt(last) { return Reading(problem: problem) }
                if last > 0 { return Reading(price: last, source: "last") }
            }
        case .option:
            // No bid for a nearly worthless option: half the ask is within a few cents of any price it can have.
            if let ask, ask <= limits.worthlessAsk { return Reading(price: 0.5 * ask, source: "half ask") }
        }
        let isEmpty = ask == nil && (bid ?? 0) == 0
        return Reading(problem: isEmpty ? .noMarket : .oneSided)
    }

    private static func state(of problem: UnknownReason) -> State {
        switch problem {
        case .crossed: .crossed
        case .noMarket: .noMarket
        case .oneSided: .oneSided
        default: .invalid
        }
    }
}
