import Glibc
import MagnusDomain
import MagnusQuant
import MagnusSimulation
import Synchronization

/// The simulated market with a busy tape: every quote asked for is a new one.
///
/// Spots walk at 40 % annual volatility from the world's price; options follow at their own volatility with a little noise,
/// unrounded, so that no two quotes of a contract are equal. Profiles, histories and chains are the world's.
final class LoadMarket: MarketDataSource {
    private struct Walk {
        var noise = OptionSample(seed: 7)
        var spots: [String: Double] = [:]
        var time: Instant?
        var delivered = 0
    }

    let name = "benchmark"
    private let market: SimulatedMarket
    private let start: [String: Double]
    private let volatilities: [String: Double]
    private let walk = Mutex(Walk())

    init(world: SimulatedWorld, symbols: [String], now: Instant) {
        market = SimulatedMarket(world: world)
        start = Dictionary(
            uniqueKeysWithValues: symbols.compactMap { symbol in world.spot(of: symbol, at: now).map { (symbol, $0) } })
        volatilities = Dictionary(
            uniqueKeysWithValues: symbols.map { symbol in
                (symbol, world.volatilityHistory(of: symbol, count: 5, now: now)?.last?.impliedVolatility ?? 0.35)
            })
    }

    /// Quotes handed out so far.
    var delivered: Int { walk.withLock { $0.delivered } }

    func symbols() async -> [String] { start.keys.sorted() }

    func profile(of symbol: String, now: Instant) async throws(MarketDataError) -> SecurityProfile {
        try await market.profile(of: symbol, now: now)
    }

    func quote(of symbol: String, now: Instant) async throws(MarketDataError) -> Quote {
        guard let spot = spot(of: symbol, now: now) else { return try await market.quote(of: symbol, now: now) }
        walk.withLock { $0.delivered += 1 }
        let quote = try await market.quote(of: symbol, now: now)
        return Quote(
            bid: spot * 0.9999, ask: spot * 1.0001, last: spot, bidSize: quote.bidSize, askSize: quote.askSize,
            volume: quote.volume, time: now, receivedAt: now, source: name)
    }

    func quotes(
        of contracts: [OptionContract], now: Instant
    ) async throws(MarketDataError) -> [OptionContract: Quote] {
        var quotes: [OptionContract: Quote] = [:]
        for contract in contracts { quotes[contract] = quote(of: contract, now: now) }
        let count = quotes.count
        walk.withLock { $0.delivered += count }
        return quotes
    }

    /// A quote of a contract at its symbol's present spot.
    func quote(of contract: OptionContract, now: Instant) -> Quote? {
        guard let spot = spot(of: contract.underlying, now: now) else { return nil }
        let noise = walk.withLock { $0.noise.uniform(-1, 1) }
        let terms = OptionTerms(
            right: contract.right, style: .european, spot: spot, strike: contract.strike,
            years: Double(contract.expiry.days(since: now.newYork.date)) / 365, rate: SimulatedWorld.rate,
            dividendYield: 0, volatility: (volatilities[contract.underlying] ?? 0.35) * (1 + 0.002 * noise))
        guard let price = try? BlackScholes.price(terms) else { return nil }
        return Quote(
            bid: price * 0.99, ask: price * 1.01, last: price, bidSize: 10, askSize: 10, volume: 500,
            openInterest: 2000, time: now, receivedAt: now, source: name)
    }

    private func spot(of symbol: String, now: Instant) -> Double? {
        guard let first = start[symbol] else { return nil }
        return walk.withLock { walk in
            if walk.time != now {
                let seconds = walk.time.map { max(0, min(60, now.seconds(since: $0))) } ?? 0
                walk.time = now
                // Trading seconds of a year; the sum of three uniforms has variance one.
                let deviation = 0.4 * (seconds / (252 * 23_400)).squareRoot()
                for symbol in start.keys.sorted() {
                    let step = (0..<3).reduce(0.0) { sum, _ in sum + walk.noise.uniform(-1, 1) }
                    walk.spots[symbol] = (walk.spots[symbol] ?? start[symbol] ?? 0) * exp(deviation * step)
                }
            }
            return walk.spots[symbol] ?? first
        }
    }

    func chain(of symbol: String, now: Instant) async throws(MarketDataError) -> OptionChain {
        try await market.chain(of: symbol, now: now)
    }

    func dailyBars(of symbol: String, count: Int, now: Instant) async throws(MarketDataError) -> [DailyBar] {
        try await market.dailyBars(of: symbol, count: count, now: now)
    }

    func volatilityHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [VolatilityObservation] {
        try await market.volatilityHistory(of: symbol, count: count, now: now)
    }

    func rates(now: Instant) async throws(MarketDataError) -> RateCurve { try await market.rates(now: now) }
}
