import MagnusDomain

/// The usable part of an option quote: sides that make sense, the reason when there is no mid, and the age.
struct QuoteReading: Sendable, Hashable {
    /// Not negative; 0 is "no bid".
    let bid: Double?
    /// Positive.
    let ask: Double?
    /// Mean of both sides; nil unless both are positive and in order.
    let mid: Double?
    /// Why there is no mid.
    let reason: UnknownReason?
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
        if quote.bid.map({ !$0.isFinite }) == true || quote.ask.map({ !$0.isFinite }) == true {
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
        if let bid, let ask, bid > 0, bid <= ask {
            mid = 0.5 * (bid + ask)
        } else {
            mid = nil
        }
        reason = problem
    }

    /// Ask less bid; nil without a two-sided market in order.
    var spread: Double? {
        guard let bid, let ask, mid != nil else { return nil }
        return ask - bid
    }
}

extension Quote {
    /// The price of shares: mid of a sound market, else a positive last trade, else nil.
    func sharePrice(now: Instant) -> Double? {
        if let mid = QuoteReading(self, now: now).mid { return mid }
        return last.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    }
}
