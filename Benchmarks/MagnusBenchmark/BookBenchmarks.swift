import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusSimulation
import MagnusStore

/// Figures of the book, the scan and the answers, in this process.
enum BookBenchmarks {
    /// Microseconds from one new quote of a held contract to the whole book valued with it.
    static func quoteUpdate(_ options: BenchmarkOptions) throws -> BenchmarkResult {
        let start = SimulatedWorld.anchor
        let world = SimulatedWorld(seed: 1)
        let load = try LoadBook(positions: options.positions, symbolCount: 25, world: world, now: start)
        let market = LoadMarket(world: world, symbols: load.symbols, now: start)
        var valuer = BookValuer(rates: world.rates(now: start))
        var ledger = LedgerBook()
        ledger.apply(load.allEvents)
        valuer.apply(
            BookContent(
                accounts: [ledger.accountHoldings(load.account, source: "benchmark", now: start)],
                positions: ledger.positions))
        for symbol in load.symbols + ["SPY"] {
            guard let profile = world.profile(of: symbol, now: start) else { continue }
            valuer.apply(
                UnderlyingMarket(profile: profile, quote: world.quote(of: symbol, now: start)), symbol: symbol)
        }
        var quotes: [OptionContract: Quote] = [:]
        for contract in load.contracts { quotes[contract] = market.quote(of: contract, now: start) }
        valuer.apply(optionQuotes: quotes)
        let first = Stopwatch.seconds { _ = valuer.valuation(now: start) }
        var times: [Double] = []
        let searches = valuer.work.searches
        for index in 0..<5000 {
            let contract = load.contracts[index &* 7919 % load.contracts.count]
            guard let quote = market.quote(of: contract, now: start) else { continue }
            times.append(
                Stopwatch.seconds {
                    valuer.apply(optionQuotes: [contract: quote])
                    _ = valuer.valuation(now: start)
                } * 1e6)
        }
        times.sort()
        return BenchmarkResult(
            id: "quote_update", value: times.median, unit: "us", runs: times.count,
            details: [
                .init("p99", JSONValue(times.quantile(0.99))), .init("positions", .integer(load.contracts.count)),
                .init("first_valuation_ms", JSONValue(first * 1000)),
                .init("searches_per_quote", JSONValue(Double(valuer.work.searches - searches) / Double(times.count))),
            ] + (try [20, 80, 200].flatMap(deepBook)))
    }

    /// The same in a book of so many options and 300 shares of one underlying, whose margin rule pairs them all; the spot
    /// moves at every second quote.
    private static func deepBook(legs: Int) throws -> [JSONValue.Member] {
        let now = SimulatedWorld.anchor
        let today = now.newYork.date
        var sample = OptionSample(seed: 3)
        var book = DeepBook(legs: legs, today: today, now: now, &sample)
        _ = book.valuer.valuation(now: now)
        var times: [Double] = []
        for index in 0..<2000 {
            let contract = book.contracts[index &* 7919 % book.contracts.count]
            let quote = DeepBook.quote(of: contract, spot: book.spot, today: today, now: now, &sample)
            let spot = 100 + sample.uniform(-0.05, 0.05)
            times.append(
                Stopwatch.seconds {
                    if index % 2 == 0 {
                        book.valuer.apply(optionQuotes: [contract: quote])
                    } else {
                        book.valuer.apply(underlyingQuotes: [DeepBook.symbol: DeepBook.quote(spot, now: now)])
                    }
                    _ = book.valuer.valuation(now: now)
                } * 1e6)
            if index % 2 == 1 { book.spot = spot }
        }
        let options = stride(from: 0, to: times.count, by: 2).map { times[$0] }.sorted()
        let spots = stride(from: 1, to: times.count, by: 2).map { times[$0] }.sorted()
        return [
            .init("option_quote_of_\(legs)_on_one_us", JSONValue(options.median)),
            .init("option_quote_of_\(legs)_on_one_p99_us", JSONValue(options.quantile(0.99))),
            .init("spot_quote_of_\(legs)_on_one_us", JSONValue(spots.median)),
        ]
    }

    static let questions = [
        "how is my AAPL put doing?", "what is my theta?", "which positions expire this week?",
        "what could be assigned?",
        "show my alerts", "best opportunities today", "what is delta of the book?", "how much did I make today?",
        "tell me about KO", "what is the IV rank of AMD?", "should I roll the INTC call?", "what is my buying power?",
        "explain the wheel", "what is at risk if the market drops 5 percent?", "when does MO go ex dividend?",
    ]

    /// Milliseconds from a question to its stored answer, the assistant trained before.
    static func ask() async throws -> BenchmarkResult {
        let engine = try await paperEngine()
        await engine.scanNow()
        let training = Stopwatch.now()
        _ = await engine.perform(.ask(text: "hello", context: AskContext()))
        let trained = Stopwatch.now() - training
        var times: [Double] = []
        for _ in 0..<4 {
            for question in questions {
                let start = Stopwatch.now()
                guard case .answer = await engine.perform(.ask(text: question, context: AskContext())) else {
                    throw BenchmarkFailure("\(question): no answer")
                }
                times.append((Stopwatch.now() - start) * 1000)
            }
        }
        times.sort()
        await engine.close()
        return BenchmarkResult(
            id: "ask", value: times.median, unit: "ms", runs: times.count,
            details: [
                .init("p95", JSONValue(times.quantile(0.95))), .init("maximum", JSONValue(times.last)),
                .init("first_with_training_ms", JSONValue(trained * 1000)),
            ])
    }

    /// The engine of the paper account in the simulated world, standing still.
    static func paperEngine() async throws -> Engine {
        let world = SimulatedWorld(seed: 1)
        let engineWorld = EngineWorld(
            kind: .simulated, clock: FixedEngineClock(SimulatedWorld.anchor),
            market: CachedMarketDataSource(SimulatedMarket(world: world)), accounts: PaperBroker(world: world),
            accountKinds: [.paper], seed: 1, ownList: PaperBroker.ownList, watchList: PaperBroker.watchList,
            standardIntents: PaperBroker.intents)
        let engine = Engine(
            world: engineWorld, configuration: EngineConfiguration(),
            database: try MagnusDatabase(inMemoryNamed: "benchmark-\(Stopwatch.now())"))
        try await engine.open()
        return engine
    }
}
