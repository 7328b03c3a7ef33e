import ArgumentParser
import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusEngine

struct RollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roll",
        abstract:
            "Where a short option could be rolled to: strikes by expiries, each with its net at the natural price.",
        discussion: """
            A roll is offered when it is a net credit at the natural price (bid of the new less ask of the old) at the same \
            or a better strike, 28 to 60 days out, with no earnings inside and at most three rolls in the campaign. All \
            others are shown with the reason. Nothing is sent anywhere. What was rolled before: magnus rolls.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Argument(help: "strategy_id or id of magnus positions --json, or a symbol with one row that can be rolled.")
    var position: String

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let row = try Self.row(position, in: try await runtime.book())
        let report: RollReport
        switch await runtime.engine.roll(RollRequest(position: row)) {
        case .report(let found): report = found
        case .refused(let refusal): throw Self.failure(refusal)
        }
        let envelope = try await runtime.envelope()
        options.output.answer(
            RollDocument.json(report, envelope: envelope),
            RollDocument.text(report, today: envelope.asOf.newYork.date, format: options.format))
    }

    /// The id of the row that is meant.
    private static func row(_ text: String, in book: BookValuation) throws -> String {
        if let row = book.strategies.first(where: { row in
            row.id == text || row.legs.contains { $0.position.id == text }
        }) {
            return row.id
        }
        let named = book.strategies.filter { $0.symbol == text.uppercased() }
        let rollable = named.filter { (try? RollShape($0)) != nil }
        if rollable.count == 1 { return rollable[0].id }
        // One row that cannot be rolled says why itself.
        if rollable.isEmpty, named.count == 1 { return named[0].id }
        let shown = HarmlessText.sanitised(text, maximumLength: 100)
        guard !named.isEmpty else {
            throw CommandFailure(
                .notFound, code: "unknown_position", "\(shown): no such position",
                hint: "magnus positions --json shows the ids")
        }
        guard !rollable.isEmpty else {
            throw CommandFailure(
                .failed, code: "not_rollable", "\(shown): none of its rows can be rolled",
                hint: "magnus roll with the id of a row tells why: \(named.map(\.id).joined(separator: ", "))")
        }
        throw CommandFailure(
            .usage, code: "ambiguous_position", "\(shown): \(rollable.count) rows can be rolled",
            hint: "name one: \(rollable.map(\.id).joined(separator: ", "))")
    }

    private static func failure(_ refusal: RollRefusal) -> CommandFailure {
        let exit: CommandFailure.Exit
        switch refusal {
        case .unknownPosition: exit = .notFound
        case .market, .notInChain: exit = .unreachable
        default: exit = .failed
        }
        return CommandFailure(exit, code: refusal.code, refusal.text)
    }
}
