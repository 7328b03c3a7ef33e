import MagnusDomain
import MagnusSimulation
import Synchronization

/// The simulated market with faults put in: what real sources send on bad days.
final class TamperedMarket: MarketDataSource {
    struct Faults: Sendable {
        /// Changes the quote of an underlying.
        var underlying: (@Sendable (String, Quote) -> Quote)?
        /// Changes the quote of a contract; nil withholds it.
        var option: (@Sendable (OptionContract, Quote) -> Quote?)?
        /// Changes the quote of a contract in a chain.
        var chain: (@Sendable (OptionContract, Quote) -> Quote)?
        /// Changes what is known of a symbol.
        var profile: (@Sendable (SecurityProfile) -> SecurityProfile)?
        /// Everything fails.
        var failure: MarketDataError?
        /// These symbols alone fail.
        var failing: [String: MarketDataError] = [:]
        /// Contract quotes before this moment fail, as with a source that keeps no history.
        var optionHistoryFailsBefore: Instant?
        /// Questions for one of these are noted, answered or not.
        var watched: Set<OptionContract> = []
    }

    let name = "tampered"
    private let market = SimulatedMarket(world: EngineWorlds.simulated)
    private let state = Mutex((faults: Faults(), quotesAsked: 0, watchedAskedAt: [Instant]()))

    var quotesAsked: Int { state.withLock { $0.quotesAsked } }
    /// World times of the questions for watched contracts.
    var watchedAskedAt: [Instant] { state.withLock { $0.watchedAskedAt } }

    func set(_ change: (inout Faults) -> Void) {
        state.withLock { change(&$0.faults) }
    }

    private func faults(for symbol: String?) throws(MarketDataError) -> Faults {
        let faults = state.withLock { $0.faults }
        if let failure = faults.failure { throw failure }
        if let symbol, let failure = faults.failing[symbol] { throw failure }
        return faults
    }

    func symbols() async -> [String] { await market.symbols() }

    func profile(of symbol: String, now: Instant) async throws(MarketDataError) -> SecurityProfile {
        let faults = try faults(for: symbol)
        let profile = try await market.profile(of: symbol, now: now)
        return faults.profile?(profile) ?? profile
    }

    func quote(of symbol: String, now: Instant) async throws(MarketDataError) -> Quote {
        state.withLock { $0.quotesAsked += 1 }
        let faults = try faults(for: symbol)
        let quote = try await market.quote(of: symbol, now: now)
        return faults.underlying?(symbol, quote) ?? quote
    }

    func quotes(
        of contracts: [OptionContract], now: Instant
    ) async throws(MarketDataError) -> [OptionContract: Quote] {
        state.withLock { state in
            if !state.faults.watched.isDisjoint(with: contracts) { state.watchedAskedAt.append(now) }
        }
        let faults = try faults(for: nil)
        if let limit = faults.optionHistoryFailsBefore, now < limit { throw .unreachable(reason: "no history") }
        let quotes = try await market.quotes(of: contracts, now: now)
        guard let change = faults.option else { return quotes }
        var result: [OptionContract: Quote] = [:]
        for (contract, quote) in quotes { result[contract] = change(contract, quote) }
        return result
    }

    func chain(of symbol: String, now: Instant) async throws(MarketDataError) -> OptionChain {
        let faults = try faults(for: symbol)
        var chain = try await market.chain(of: symbol, now: now)
        guard let change = faults.chain else { return chain }
        chain.entries = chain.entries.map { entry in
            var entry = entry
            entry.quote = change(entry.contract, entry.quote)
            return entry
        }
        return chain
    }

    func dailyBars(of symbol: String, count: Int, now: Instant) async throws(MarketDataError) -> [DailyBar] {
        _ = try faults(for: symbol)
        return try await market.dailyBars(of: symbol, count: count, now: now)
    }

    func volatilityHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [VolatilityObservation] {
        _ = try faults(for: symbol)
        return try await market.volatilityHistory(of: symbol, count: count, now: now)
    }

    func rates(now: Instant) async throws(MarketDataError) -> RateCurve {
        _ = try faults(for: nil)
        return try await market.rates(now: now)
    }
}
