import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusSimulation

/// How long a scan takes, chains at hand.
enum ScanBenchmarks {
    /// Milliseconds to judge every put of every simulated symbol's chain.
    static func world() async throws -> BenchmarkResult {
        let (market, book, gathered) = try await market()
        let input = ScanInput(
            strategy: .cashSecuredPut, watchlist: "all", symbols: market.underlyings.keys.sorted(), own: [],
            market: market, book: book)
        var result = Scanner.scan(input)
        let times = (0..<9).map { _ in Stopwatch.seconds { result = Scanner.scan(input) } * 1000 }
        return BenchmarkResult(
            id: "scan", value: times.sorted().median, unit: "ms", runs: times.count,
            details: [
                .init("symbols", .integer(result.symbolsScanned)),
                .init("contracts", .integer(result.contractsScanned)),
                .init("candidates", .integer(result.candidates.count)),
                .init("making_chains_ms", JSONValue(gathered * 1000)),
            ])
    }

    /// Milliseconds for volatility, Greeks, probability and score of 500 symbols with 400 contracts each: their calls for
    /// covered calls and their puts for cash-secured puts, none left out for its days, on one core and on two;
    /// then the same with American prices throughout.
    static func wide() async throws -> [BenchmarkResult] {
        let (base, book, _) = try await market()
        var market = base
        market.underlyings = [:]
        market.chains = [:]
        let models = base.chains.values.filter { $0.entries.count >= 400 }.sorted { $0.symbol < $1.symbol }
        guard !models.isEmpty else { throw BenchmarkFailure("no chain of 400 contracts") }
        let symbols = (0..<500).map { "S\($0)" }
        for (number, symbol) in symbols.enumerated() {
            var chain = models[number % models.count]
            market.underlyings[symbol] = base.underlyings[chain.symbol]
            chain.symbol = symbol
            chain.entries = chain.entries.prefix(400).map { entry in
                var entry = entry
                entry.contract.underlying = symbol
                entry.contract.root = symbol
                return entry
            }
            market.chains[symbol] = chain
        }
        var profile = ScanProfile.standard
        profile.days = 0...4000
        let input = ScanInput(
            strategy: .cashSecuredPut, profile: profile, watchlist: "all", symbols: symbols, own: Set(symbols),
            market: market, book: book)
        var results: [BenchmarkResult] = []
        for cores in [1, 2] { results.append(try await wide("scan_wide", input, cores: cores)) }
        profile.isAmerican = true
        let american = ScanInput(
            strategy: .cashSecuredPut, profile: profile, watchlist: "all", symbols: symbols, own: Set(symbols),
            market: market, book: book)
        for cores in [1, 2] { results.append(try await wide("scan_wide_american", american, cores: cores)) }
        return results
    }

    private static func wide(_ id: String, _ input: ScanInput, cores: Int) async throws -> BenchmarkResult {
        var times: [Double] = []
        var roughTimes: [Double] = []
        var contracts = 0
        var figures = 0
        for run in 0...5 {
            contracts = 0
            let start = Stopwatch.now()
            let drafts = await Scanner.rough(input, strategies: [.cashSecuredPut, .coveredCall], cores: cores)
            if run > 0 { roughTimes.append((Stopwatch.now() - start) * 1000) }
            for draft in drafts {
                let result = Scanner.finish(draft, quotes: [:], underlyings: [:], now: input.market.asOf)
                contracts += result.contractsScanned
                figures = max(figures, result.candidates.count + result.nearestMisses.count)
            }
            // The first run warms up.
            if run > 0 { times.append((Stopwatch.now() - start) * 1000) }
        }
        guard contracts == 200_000, figures > 0 else { throw BenchmarkFailure("\(contracts) contracts scanned") }
        return BenchmarkResult(
            id: id, value: times.sorted().median, unit: "ms", threads: cores, runs: times.count,
            details: [
                .init("symbols", .integer(input.symbols.count)), .init("contracts", .integer(contracts)),
                .init("judging_ms", JSONValue(roughTimes.sorted().median)),
            ], quickest: times.sorted().quantile(0) / 1000)
    }

    /// Every simulated symbol with its chain, the paper book, and the seconds the chains took.
    private static func market() async throws -> (MarketSnapshot, BookValuation, gathered: Double) {
        let engine = try await BookBenchmarks.paperEngine()
        guard let book = await engine.snapshot?.book else { throw BenchmarkFailure("no book") }
        await engine.close()
        let world = SimulatedWorld(seed: 1)
        let source = SimulatedMarket(world: world)
        let now = SimulatedWorld.anchor
        var market = MarketSnapshot(
            asOf: now, source: source.name, underlyings: [:], optionQuotes: [:], rates: world.rates(now: now),
            benchmark: "SPY", calendar: .standard)
        let gathering = Stopwatch.now()
        for symbol in world.symbols {
            market.underlyings[symbol] = UnderlyingMarket(
                profile: try await source.profile(of: symbol, now: now),
                quote: try await source.quote(of: symbol, now: now),
                bars: try await source.dailyBars(of: symbol, count: 260, now: now),
                volatilityHistory: world.volatilityHistory(of: symbol, count: 252, now: now) ?? [])
            market.chains[symbol] = try await source.chain(of: symbol, now: now)
        }
        return (market, book, Stopwatch.now() - gathering)
    }
}
