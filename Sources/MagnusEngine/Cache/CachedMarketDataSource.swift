import MagnusAnalysis
import MagnusDomain

/// How long answers of a market source stay good, in seconds of the engine's clock.
public struct MarketCachePolicy: Sendable, Hashable {
    public var quote: Double
    public var chain: Double
    public var profile: Double
    public var history: Double

    /// Defaults of requirement K1 with the quote life of trader.md section 2: what is on screen or held is asked often.
    public init(quote: Double = 0.5, chain: Double = 300, profile: Double = 3600, history: Double = 86_400) {
        self.quote = quote
        self.chain = chain
        self.profile = profile
        self.history = history
    }
}

/// A market source with a memory tier in front: bounded, least recently used out first, one load per key at a time.
public actor CachedMarketDataSource: MarketDataSource {
    private struct HistoryKey: Hashable {
        var symbol: String
        var count: Int
        /// History grows by a session a day, so yesterday's answer is another one.
        var date: CalendarDate
    }

    public nonisolated var name: String { source.name }
    /// The source itself, for answers as of a past moment: the cache holds those of the present.
    nonisolated var uncached: any MarketDataSource { source }
    private let source: any MarketDataSource
    private let policy: MarketCachePolicy
    private let calendar: ExchangeCalendar
    private let quoteCache = CoalescingCache<String, Quote>(capacityBytes: 4_000_000)
    private let chainCache = CoalescingCache<String, OptionChain>(capacityBytes: 64_000_000)
    private let profileCache = CoalescingCache<String, SecurityProfile>(capacityBytes: 4_000_000)
    private let barCache = CoalescingCache<HistoryKey, [DailyBar]>(capacityBytes: 16_000_000)
    private let volatilityCache = CoalescingCache<HistoryKey, [VolatilityObservation]>(capacityBytes: 8_000_000)
    private let skewCache = CoalescingCache<HistoryKey, [SkewObservation]>(capacityBytes: 2_000_000)
    private let rateCache = CoalescingCache<String, RateCurve>(capacityBytes: 1_000_000)

    /// - Parameter calendar: says when a chain's options trade.
    public init(
        _ source: any MarketDataSource, policy: MarketCachePolicy = MarketCachePolicy(),
        calendar: ExchangeCalendar = .standard
    ) {
        self.source = source
        self.policy = policy
        self.calendar = calendar
    }

    public func symbols() async -> [String] { await source.symbols() }

    public func profile(of symbol: String, now: Instant) async throws(MarketDataError) -> SecurityProfile {
        let source = source
        return try await profileCache.value(
            for: symbol, lifetime: policy.profile, bytes: { _ in 600 }, now: now
        ) { () async throws(MarketDataError) in try await source.profile(of: symbol, now: now) }
    }

    public func quote(of symbol: String, now: Instant) async throws(MarketDataError) -> Quote {
        let source = source
        return try await quoteCache.value(for: symbol, lifetime: policy.quote, bytes: { _ in 200 }, now: now) {
            () async throws(MarketDataError) in try await source.quote(of: symbol, now: now)
        }
    }

    /// Passed through: held contracts are asked for together, and their answer is used once.
    public func quotes(
        of contracts: [OptionContract], now: Instant
    ) async throws(MarketDataError) -> [OptionContract: Quote] {
        try await source.quotes(of: contracts, now: now)
    }

    /// Out of session with the price of the underlying that its quotes belong to, where the source can tell it.
    public func chain(of symbol: String, now: Instant) async throws(MarketDataError) -> OptionChain {
        let source = source
        let calendar = calendar
        return try await chainCache.value(
            for: symbol, lifetime: policy.chain, bytes: { 400 * ($0.entries.count + 1) }, now: now
        ) { () async throws(MarketDataError) in
            var chain = try await source.chain(of: symbol, now: now)
            let moment = chain.pricedAt(now: now, calendar: calendar)
            guard chain.underlying.isApart(from: moment) else { return chain }
            do throws(MarketDataError) {
                let quote = try await source.quote(of: symbol, now: moment)
                if quote.time.map({ $0 <= moment }) == true { chain.underlying = quote }
            } catch {
                // A source that answers for the present alone: the chain stays as it is, its shares' price with its age.
                return chain
            }
            return chain
        }
    }

    public func impliedSpot(of symbol: String, now: Instant) async -> ImpliedSpot? {
        await source.impliedSpot(of: symbol, now: now)
    }

    public func dailyBars(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [DailyBar] {
        let source = source
        let key = HistoryKey(symbol: symbol, count: count, date: now.newYork.date)
        return try await barCache.value(for: key, lifetime: policy.history, bytes: { 56 * $0.count }, now: now) {
            () async throws(MarketDataError) in try await source.dailyBars(of: symbol, count: count, now: now)
        }
    }

    public func volatilityHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [VolatilityObservation] {
        let source = source
        let key = HistoryKey(symbol: symbol, count: count, date: now.newYork.date)
        return try await volatilityCache.value(
            for: key, lifetime: policy.history, bytes: { 24 * $0.count }, now: now
        ) { () async throws(MarketDataError) in try await source.volatilityHistory(of: symbol, count: count, now: now) }
    }

    public func skewHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [SkewObservation] {
        let source = source
        let key = HistoryKey(symbol: symbol, count: count, date: now.newYork.date)
        return try await skewCache.value(for: key, lifetime: policy.history, bytes: { 24 * $0.count }, now: now) {
            () async throws(MarketDataError) in try await source.skewHistory(of: symbol, count: count, now: now)
        }
    }

    public func rates(now: Instant) async throws(MarketDataError) -> RateCurve {
        let source = source
        return try await rateCache.value(for: "curve", lifetime: policy.profile, bytes: { _ in 400 }, now: now) {
            () async throws(MarketDataError) in try await source.rates(now: now)
        }
    }

    /// Drops what is cached for a symbol (nil: everything), after an event or by hand.
    public func invalidate(symbol: String? = nil) async {
        await quoteCache.invalidate { symbol == nil || $0 == symbol }
        await chainCache.invalidate { symbol == nil || $0 == symbol }
        await profileCache.invalidate { symbol == nil || $0 == symbol }
        await barCache.invalidate { symbol == nil || $0.symbol == symbol }
        await volatilityCache.invalidate { symbol == nil || $0.symbol == symbol }
        await skewCache.invalidate { symbol == nil || $0.symbol == symbol }
        if symbol == nil { await rateCache.invalidate { _ in true } }
    }

    /// Drops one chain, before a scan that must see present quotes.
    public func invalidateChain(of symbol: String) async {
        await chainCache.invalidate { $0 == symbol }
    }

    /// Counts of all its caches together.
    public func statistics() async -> CacheStatistics {
        var total = CacheStatistics()
        for part in [
            await quoteCache.statistics, await chainCache.statistics, await profileCache.statistics,
            await barCache.statistics, await volatilityCache.statistics, await skewCache.statistics,
            await rateCache.statistics,
        ] {
            total.hits += part.hits
            total.misses += part.misses
            total.stale += part.stale
            total.evictions += part.evictions
        }
        return total
    }
}
