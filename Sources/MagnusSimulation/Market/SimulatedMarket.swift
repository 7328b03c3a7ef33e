import MagnusDomain

/// The simulated world as a source of market data.
public struct SimulatedMarket: MarketDataSource {
    public let name = "simulated"
    public let world: SimulatedWorld

    public init(world: SimulatedWorld) {
        self.world = world
    }

    public func symbols() async -> [String] { world.symbols }

    public func profile(of symbol: String, now: Instant) async throws(MarketDataError) -> SecurityProfile {
        try known(world.profile(of: symbol, now: now), symbol)
    }

    public func quote(of symbol: String, now: Instant) async throws(MarketDataError) -> Quote {
        try known(world.quote(of: symbol, now: now), symbol)
    }

    public func quotes(
        of contracts: [OptionContract], now: Instant
    ) async throws(MarketDataError) -> [OptionContract: Quote] {
        var quotes: [OptionContract: Quote] = [:]
        for contract in contracts { quotes[contract] = world.quote(of: contract, now: now) }
        return quotes
    }

    public func chain(of symbol: String, now: Instant) async throws(MarketDataError) -> OptionChain {
        let entries = try known(world.chain(of: symbol, now: now), symbol)
        let underlying = try known(world.quote(of: symbol, now: now), symbol)
        return OptionChain(symbol: symbol, underlying: underlying, entries: entries, retrievedAt: now, source: name)
    }

    public func dailyBars(of symbol: String, count: Int, now: Instant) async throws(MarketDataError) -> [DailyBar] {
        try known(world.dailyBars(of: symbol, count: count, now: now), symbol)
    }

    public func volatilityHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [VolatilityObservation] {
        guard world.profile(of: symbol, now: now) != nil else { throw .unknownSymbol(symbol) }
        guard let history = world.volatilityHistory(of: symbol, count: count, now: now) else { throw .unsupported }
        return history
    }

    public func skewHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [SkewObservation] {
        guard world.profile(of: symbol, now: now) != nil else { throw .unknownSymbol(symbol) }
        guard let history = world.skewHistory(of: symbol, count: count, now: now) else { throw .unsupported }
        return history
    }

    public func rates(now: Instant) async throws(MarketDataError) -> RateCurve { world.rates(now: now) }

    private func known<Value>(_ value: Value?, _ symbol: String) throws(MarketDataError) -> Value {
        guard let value else { throw .unknownSymbol(symbol) }
        return value
    }
}
