import MagnusDomain

/// The usable part of an option quote: sides that make sense, the reason when there is no mid, and the age.
struct QuoteReading: Sendable, Hashable {
    /// Not negative; 0 is "no bid".
    let bid: Double?
    /// Positive.
    let ask: Double?
    /// Mean of both sides; nil unless both are positive and in order.
    private(set) var mid: Double?
    /// Why there is no mid.
    private(set) var reason: UnknownReason?
    /// By the source's stamp; nil when it gave none, or one more than five seconds in the future.
    let ageSeconds: Double?
    let isHalted: Bool

    /// A stamp this many seconds ahead of the clock is no stamp.
    static let futureTolerance = 5.0

    init(_ quote: Quote, now: Instant) {
        bid = quote.bid.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        ask = quote.ask.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
        isHalted = quote.isHalted
        let age = quote.time.map { now.seconds(since: $0) }
        ageSeconds = age.flatMap { $0 < -Self.futureTolerance ? nil : max(0, $0) }
        var problem: UnknownReason?
        if quote.contradiction != nil {
            problem = .contradictory
        } else if quote.bid.map({ !$0.isFinite }) == true || quote.ask.map({ !$0.isFinite }) == true {
            problem = .notFinite
        } else if ask == nil, (bid ?? 0) == 0 {
            problem = .noMarket
        } else if let bid, let ask, bid > ask {
            problem = .crossed
        } else if ask == nil || (bid ?? 0) == 0 {
            problem = .oneSided
        } else if quote.isHalted {
            problem = .halted
        } else if let age, age < -Self.futureTolerance {
            problem = .futureTime
        }
        if problem == nil, let bid, let ask, bid > 0, bid <= ask {
            mid = 0.5 * (bid + ask)
        } else {
            mid = nil
        }
        reason = problem
    }

    /// The same without a mid: the market is so wide that its middle is nobody's price (fault F19). The spread of a few
    /// cents that the cheapest options have is none of those.
    init(_ quote: Quote, now: Instant, assessment: QuoteAssessment, limits: QuoteLimits) {
        self.init(quote, now: now)
        guard let spread, !assessment.carriesVolatility, spread > limits.narrowSpread + 1e-9 else { return }
        mid = nil
        reason = .wideSpread
    }

    /// Ask less bid; nil without a two-sided market in order.
    var spread: Double? {
        guard let bid, let ask, mid != nil else { return nil }
        return ask - bid
    }
}

extension Quote {
    /// The price of shares: mid of a sound market, else a positive last trade, else nil; nil too where two sources
    /// contradict each other.
    func sharePrice(now: Instant) -> Double? {
        if contradiction != nil { return nil }
        if let mid = QuoteReading(self, now: now).mid { return mid }
        return last.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    }
}
