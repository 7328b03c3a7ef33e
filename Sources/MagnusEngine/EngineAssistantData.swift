import MagnusAnalysis
import MagnusAssistant
import MagnusDesk
import MagnusDomain

/// What the assistant may fetch, through the engine's own cache.
struct EngineAssistantData: AssistantData {
    let engine: Engine

    func chain(of symbol: String) async -> ChainAnalysis? { await engine.chainAnalysis(of: symbol) }
    func quote(of symbol: String) async -> Quote? { await engine.quote(of: symbol) }
    func profile(of symbol: String) async -> SecurityProfile? { await engine.profile(of: symbol) }
    func scan(of symbol: String) async -> [ScanResult]? { await engine.scanAlone(symbol) }
    func scan(for strategy: ScanStrategy, symbols: [String]?) async -> [ScanResult]? {
        await engine.scanAsked(strategy, symbols: symbols)
    }
    func roll(_ row: String) async throws(RollRefusal) -> RollReport {
        switch await engine.roll(RollRequest(position: row)) {
        case .report(let report): return report
        case .refused(let refusal): throw refusal
        }
    }

    func explain(_ id: String) async -> Explanation? { await engine.explain(id) }
    func scenarioRule() async -> ScenarioRule { await engine.configuration.book.scenarios }
}

extension Engine {
    /// A chain with everything derived from it; nil when no source has it.
    public func chainAnalysis(of symbol: String) async -> ChainAnalysis? {
        do throws(MarketDataError) {
            return try await analysedChain(of: symbol)
        } catch {
            return nil
        }
    }

    /// A chain with everything derived from it.
    /// - Parameter expiry: nil for all expiries.
    public func analysedChain(
        of symbol: String, expiry: CalendarDate? = nil
    ) async throws(MarketDataError) -> ChainAnalysis {
        guard let source = world.market else { throw .unreachable(reason: "no market data source is connected") }
        let now = world.clock.now()
        let chain = try await source.chain(of: symbol, now: now)
        let round = await MarketGathering(market: source).round(
            symbols: [symbol], contracts: [], now: now, historyOf: [symbol], previous: [:])
        guard let underlying = round.underlyings[symbol] else { throw .unknownSymbol(symbol) }
        let rates = round.rates.points.isEmpty ? market.rates : round.rates
        return await Self.analysis(
            of: chain, underlying, rates: rates, calendar: market.calendar, now: now, expiry: expiry)
    }

    @concurrent
    private nonisolated static func analysis(
        of chain: OptionChain, _ underlying: UnderlyingMarket, rates: RateCurve, calendar: ExchangeCalendar,
        now: Instant, expiry: CalendarDate?
    ) async -> ChainAnalysis {
        ChainAnalyser.analyse(
            chain, profile: underlying.profile, history: underlying.volatilityHistory, rates: rates,
            calendar: calendar, now: now, expiry: expiry)
    }

    /// Why a symbol is or is not among the candidates; nil without a source. What the last round of scans said of its own
    /// symbols stays.
    func scanAlone(_ symbol: String) async -> [ScanResult]? {
        guard world.market != nil, book != nil else { return nil }
        let kept = scanProblems
        defer { scanProblems = kept }
        return await scan(configuration.scans.strategies, symbols: [symbol])
    }

    /// One kind of candidates now, of the list that the regular scans look at or of symbols that are named; nil without a
    /// source. What the last round of scans said of its own symbols stays.
    func scanAsked(_ strategy: ScanStrategy, symbols: [String]?) async -> [ScanResult]? {
        guard world.market != nil, book != nil else { return nil }
        let kept = scanProblems
        defer { scanProblems = kept }
        return await scan([strategy], symbols: symbols, watchlist: configuration.scanList)
    }

    func quote(of symbol: String) async -> Quote? {
        guard let source = world.market else { return nil }
        do throws(MarketDataError) {
            return try await source.quote(of: symbol, now: world.clock.now())
        } catch {
            return nil
        }
    }

    func profile(of symbol: String) async -> SecurityProfile? {
        guard let source = world.market else { return nil }
        do throws(MarketDataError) {
            return try await source.profile(of: symbol, now: world.clock.now())
        } catch {
            return nil
        }
    }
}
