import MagnusDomain

/// A market source whose underlying prices are compared with those of a second one.
///
/// Beyond the tolerance a quote carries both prices and counts as contradictory: figures that need it are unknown, and
/// alerts on them wait until the sources agree. What the second source does not know, or cannot say now, is not compared.
public struct CrossCheckedMarketDataSource: MarketDataSource {
    private let first: any MarketDataSource
    private let second: any MarketDataSource
    private let tolerance: Double
    private let maximumAgeSeconds: Double

    /// - Parameters:
    ///   - tolerance: difference over the larger price that is still agreement.
    ///   - maximumAgeSeconds: an older quote of either source contradicts nobody.
    public init(
        _ first: any MarketDataSource, against second: any MarketDataSource, tolerance: Double = 0.01,
        maximumAgeSeconds: Double = 60
    ) {
        self.first = first
        self.second = second
        self.tolerance = tolerance
        self.maximumAgeSeconds = maximumAgeSeconds
    }

    public var name: String { first.name }

    public func quote(of symbol: String, now: Instant) async throws(MarketDataError) -> Quote {
        var quote = try await first.quote(of: symbol, now: now)
        guard let price = price(of: quote, now: now), let other = await secondQuote(of: symbol, now: now),
            let otherPrice = self.price(of: other, now: now),
            abs(price - otherPrice) > tolerance * max(price, otherPrice)
        else { return quote }
        quote.contradiction = QuoteContradiction(source: other.source, price: otherPrice, time: other.time)
        return quote
    }

    private func secondQuote(of symbol: String, now: Instant) async -> Quote? {
        do throws(MarketDataError) {
            return try await second.quote(of: symbol, now: now)
        } catch {
            return nil
        }
    }

    /// A price that is good enough to be compared.
    private func price(of quote: Quote, now: Instant) -> Double? {
        guard let time = quote.time, abs(now.seconds(since: time)) <= maximumAgeSeconds, !quote.isPreviousClose,
            !quote.isHalted, let price = quote.middle ?? quote.last, price.isFinite, price > 0
        else { return nil }
        return price
    }

    public func symbols() async -> [String] { await first.symbols() }

    public func profile(of symbol: String, now: Instant) async throws(MarketDataError) -> SecurityProfile {
        try await first.profile(of: symbol, now: now)
    }

    public func quotes(
        of contracts: [OptionContract], now: Instant
    ) async throws(MarketDataError) -> [OptionContract: Quote] {
        try await first.quotes(of: contracts, now: now)
    }

    public func chain(of symbol: String, now: Instant) async throws(MarketDataError) -> OptionChain {
        try await first.chain(of: symbol, now: now)
    }

    public func dailyBars(of symbol: String, count: Int, now: Instant) async throws(MarketDataError) -> [DailyBar] {
        try await first.dailyBars(of: symbol, count: count, now: now)
    }

    public func volatilityHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [VolatilityObservation] {
        try await first.volatilityHistory(of: symbol, count: count, now: now)
    }

    public func skewHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [SkewObservation] {
        try await first.skewHistory(of: symbol, count: count, now: now)
    }

    public func impliedSpot(of symbol: String, now: Instant) async -> ImpliedSpot? {
        await first.impliedSpot(of: symbol, now: now)
    }

    public func rates(now: Instant) async throws(MarketDataError) -> RateCurve { try await first.rates(now: now) }
}

extension Quote {
    /// Mean of both sides of a sound market.
    var middle: Double? {
        guard let bid, let ask, bid > 0, bid.isFinite, ask.isFinite, ask >= bid else { return nil }
        return 0.5 * (bid + ask)
    }
}
