import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine

struct VolatilityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vol",
        abstract:
            "The volatility of a symbol: fitted smiles, term structure, rank, realised volatility, gamma by strike.",
        discussion: """
            Without --expiry every expiry is one line; with it the smile of that expiry is listed quote by quote, and the \
            gamma is that of the expiry alone. JSON always has every quote.
            """)

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
        let report = try await runtime.engine.volatility(of: root ?? name, expiry: date)
        if let date, !report.expiries.contains(where: { $0.expiry == date }) {
            throw CommandFailure(
                .notFound, code: "unknown_expiry", "\(symbol.uppercased()): no expiry on \(date.iso8601)",
                hint: "magnus vol \(symbol.uppercased()) lists them")
        }
        let envelope = try await runtime.envelope()
        options.output.answer(
            VolatilityDocument.json(report, expiry: date, envelope: envelope),
            VolatilityDocument.text(report, expiry: date, format: options.format))
    }
}
