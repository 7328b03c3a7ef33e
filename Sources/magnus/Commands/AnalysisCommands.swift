import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine

struct RegimeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regime",
        abstract: "Trend, volatility and appetite for risk at the last close, with reasons; probabilities of a model.",
        discussion: """
            Rules: the trend by averages of 50 and 200 sessions, volatility by VIX or the symbol's own percentile, risk-off \
            where two of four votes say so; three closes in a row switch. Model: three states of return and realised \
            volatility, fitted to at least 1,000 sessions up to the end of last month. Without a symbol the benchmark.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Argument(help: "Symbol; default: the benchmark.")
    var symbol: String?

    @Option(help: "Seed of the model's random beginnings.")
    var modelSeed: UInt64 = 1

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading, loadsEngine: false)
        let market = try runtime.market()
        var name: String?
        if let symbol { name = await market.underlying(of: symbol).symbol }
        let report = try await runtime.engine.regime(of: name, seed: modelSeed)
        let envelope = runtime.marketEnvelope
        options.output.answer(
            RegimeDocument.json(report, envelope: envelope), RegimeDocument.text(report, format: options.format))
    }
}

struct CorrelationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correlation",
        abstract: "How the daily moves of names go together: a matrix over the same sessions.",
        discussion: """
            Without symbols the names of the book, beside the benchmark, QQQ and IWM. Pearson's coefficient of daily log \
            returns of closes adjusted for splits, over the sessions that both names have; at least 60.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Argument(help: "Symbols; default: those of the book.")
    var symbols: [String] = []

    @Option(help: "Sessions of the window, 60 to 2520.")
    var sessions: Int = CorrelationReport.window

    func run() async throws {
        guard (CorrelationReport.minimum...RegimeModel.sessionLimit).contains(sessions) else {
            throw CommandFailure(
                .usage, code: "usage", "--sessions \(sessions): not from \(CorrelationReport.minimum) to 2520",
                hint: "a year has 252")
        }
        let runtime = try await Runtime.open(options, world, mode: .reading, loadsEngine: symbols.isEmpty)
        let market = try runtime.market()
        var names: [String] = []
        for symbol in symbols { names.append(await market.underlying(of: symbol).symbol) }
        let report = try await runtime.engine.correlation(of: names, sessions: sessions)
        let envelope = symbols.isEmpty ? try await runtime.envelope() : runtime.marketEnvelope
        options.output.answer(
            CorrelationDocument.json(report, envelope: envelope),
            CorrelationDocument.text(report, format: options.format))
    }
}

struct SectorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sectors",
        abstract: "What the book has in each sector against its limit, how the sectors did, how they go together.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        _ = try runtime.market()
        guard let report = try await runtime.engine.sectors() else {
            throw CommandFailure(.failed, code: "nothing_loaded", "the book could not be valued")
        }
        let envelope = try await runtime.envelope()
        options.output.answer(
            SectorsDocument.json(report, envelope: envelope), SectorsDocument.text(report, format: options.format))
    }
}
