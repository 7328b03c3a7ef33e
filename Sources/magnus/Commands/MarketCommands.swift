import ArgumentParser
import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusEngine

extension GlobalOptions {
    /// How figures are written on this terminal.
    var format: FigureFormat { FigureFormat(marks: isASCII ? .ascii : .unicode) }
}

extension Runtime {
    /// The market source of this world.
    /// - Throws: ``CommandFailure`` (exit 4) when nobody quotes prices for the account.
    func market() throws -> CachedMarketDataSource {
        guard let market = world.market else {
            throw CommandFailure(
                .unreachable, code: "no_source", "no market data source is connected for this account",
                hint: "use --account paper for the simulated market, or --replay DIR")
        }
        return market
    }
}

struct QuoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quote", abstract: "Bid, ask, last and age of one or more symbols.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Argument(help: "Symbols.")
    var symbols: [String]

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading, loadsEngine: false)
        let market = try runtime.market()
        let now = runtime.world.clock.now()
        var entries: [QuoteDocument.Entry] = []
        for name in symbols {
            let (symbol, root) = await market.underlying(of: name)
            if let root { options.output.note("\(root) is an option root of \(symbol)") }
            let quote = try await market.quote(of: symbol, now: now)
            let profile = try await market.profile(of: symbol, now: now)
            entries.append(QuoteDocument.Entry(symbol: symbol, quote: quote, previousClose: profile.previousClose))
        }
        let calendar = ExchangeCalendar.standard
        let envelope = runtime.marketEnvelope
        let shown = entries
        options.output.answer(
            QuoteDocument.json(shown, calendar: calendar, envelope: envelope),
            QuoteDocument.text(shown, calendar: calendar, now: now, format: options.format))
    }
}

extension CachedMarketDataSource {
    /// The symbol that is meant: an option root that no source lists by itself stands for its underlying, `SPXW` for SPX.
    /// - Returns: with the root where one was named.
    func underlying(of name: String) async -> (symbol: String, root: String?) {
        let symbol = name.uppercased()
        let known = await symbols()
        guard !known.contains(symbol), let terms = try? ContractSpecification(root: symbol),
            known.contains(terms.underlying)
        else { return (symbol, nil) }
        return (terms.underlying, symbol)
    }
}

extension Runtime {

    /// Envelope of commands about the market alone.
    var marketEnvelope: DocumentEnvelope {
        DocumentEnvelope(asOf: world.clock.now(), isSimulated: world.kind == .simulated, account: accountName)
    }
}

struct ChainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain", abstract: "The option chain of a symbol with IV, Greeks and probabilities.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Argument(help: "Symbol.")
    var symbol: String

    @Option(help: "Only this expiry, YYYY-MM-DD.")
    var expiry: String?

    func run() async throws {
        let date = try CalendarDate.option("--expiry", expiry)
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let (name, root) = await (try runtime.market()).underlying(of: symbol)
        if let root { options.output.note("\(root) is an option root of \(name)") }
        var analysed = try await runtime.engine.analysedChain(of: name, expiry: date)
        if let root { analysed.expiries.removeAll { $0.root != root } }
        let chain = analysed
        if let date, !chain.expiries.contains(where: { $0.expiry == date }) {
            throw CommandFailure(
                .notFound, code: "unknown_expiry", "\(symbol.uppercased()): no expiry on \(date.iso8601)",
                hint: "magnus chain \(symbol.uppercased()) lists them")
        }
        var held: [OptionContract: Quantity] = [:]
        for leg in try await runtime.book().strategies.flatMap(\.legs) {
            if case .option(let contract) = leg.position.instrument {
                held[contract, default: .zero] = held[contract, default: .zero] + leg.position.quantity
            }
        }
        let envelope = try await runtime.envelope()
        let holdings = held
        // Without an expiry the text shows the summary of each; JSON always has every contract.
        options.output.answer(
            ChainDocument.json(chain, expiry: date, held: holdings, envelope: envelope),
            ChainDocument.text(chain, expiry: date, held: holdings, format: options.format))
    }
}

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Past sessions of a symbol: bars, implied volatility, technicals, trend, supply and demand zones.",
        discussion: """
            Everything is as of the close of the last session shown; with --to nothing later is used. JSON has the \
            technicals of every session.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var simulation: SimulationOptions

    @Option(help: "Account name: decides which market is asked.")
    var account: String?

    @Option(parsing: .upToNextOption, help: "Bars of recorded data in these folders.")
    var replay: [String] = []

    @Option(help: "First date, YYYY-MM-DD.")
    var from: String?

    @Option(help: "Last date, YYYY-MM-DD.")
    var to: String?

    @Argument(help: "Symbol.")
    var symbol: String

    func run() async throws {
        var world = try WorldOptions.standard()
        world.account = account
        world.replay = replay
        world.simulation = simulation
        let first = try CalendarDate.option("--from", from)
        let last = try CalendarDate.option("--to", to)
        let runtime = try await Runtime.open(options, world, mode: .reading, loadsEngine: false)
        let market = try runtime.market()
        let now = runtime.world.clock.now()
        let name = await market.underlying(of: symbol).symbol
        // Reaches back to the first day asked for, and what the slowest average needs before it.
        let sessions = max(
            Self.shownSessions, first.map { now.newYork.date.days(since: $0) * 5 / 7 + 15 } ?? 0)
        let count = sessions + Self.sessionsBefore
        let past = try await Self.bars(of: name, market, count: count, now: now).filter { $0.date <= last ?? $0.date }
        let bars = first.map { first in past.filter { $0.date >= first } } ?? past.suffix(Self.shownSessions)
        let technicals = try await runtime.engine.technicals(of: name, through: last, sessions: count)
        let volatility: [VolatilityObservation]
        do throws(MarketDataError) {
            volatility = try await market.volatilityHistory(of: name, count: count, now: now)
        } catch {
            guard error == .unsupported else { throw error }
            volatility = []
            options.output.note("\(name): \(market.name) has no history of volatility")
        }
        let envelope = runtime.marketEnvelope
        options.output.answer(
            HistoryDocument.json(
                symbol: name, bars: bars, volatility: volatility, technicals: technicals, source: market.name,
                envelope: envelope),
            HistoryDocument.text(
                symbol: name, bars: bars, volatility: volatility, technicals: technicals, format: options.format))
    }

    /// Sessions that are shown unless asked otherwise, and those before them that averages and zones begin with.
    private static let shownSessions = 300
    private static let sessionsBefore = 500

    /// - Throws: what is missing and where it is to be had, when the source keeps no daily bars.
    private static func bars(
        of symbol: String, _ market: CachedMarketDataSource, count: Int, now: Instant
    ) async throws -> [DailyBar] {
        do throws(MarketDataError) {
            return try await market.dailyBars(of: symbol, count: count, now: now)
        } catch {
            guard error == .unsupported else { throw error }
            throw CommandFailure(
                .failed, code: "unsupported", "\(symbol): \(market.name) has no daily bars",
                hint: "add a folder of daily bars to --replay, or ask the simulated market without it")
        }
    }
}

struct WatchlistsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchlists", abstract: "The lists that scans look at; the first holds every symbol.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading, loadsEngine: false)
        let every = await runtime.world.market?.symbols() ?? []
        let lists = [
            WatchlistsDocument.Entry(name: "default", symbols: every, isDefault: true),
            WatchlistsDocument.Entry(name: "own", symbols: await runtime.engine.ownList, isDefault: false),
            WatchlistsDocument.Entry(name: "watch", symbols: await runtime.engine.watchList, isDefault: false),
        ]
        let envelope = runtime.marketEnvelope
        options.output.answer(
            WatchlistsDocument.json(lists, envelope: envelope), WatchlistsDocument.text(lists, format: options.format))
    }
}
