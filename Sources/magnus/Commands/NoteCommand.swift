import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusStore

struct NoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Read or write the note of a position or of a trade of the journal.",
        discussion: """
            Words that begin with # are its tags. An empty text takes the note away. The note of a position is also that of \
            the openings it is made of: magnus journal shows it, and --tag finds it, after the position has closed too.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Argument(help: "strategy_id of magnus positions --json, of a closed position too, or id of magnus journal.")
    var identifier: String

    @Argument(help: "The note; without it the present one is printed.")
    var text: String?

    func run() async throws {
        let mode: Runtime.Mode = text == nil ? .reading : .writing(process: "note")
        let runtime = try await Runtime.open(options, world, mode: mode)
        let key = try await key(in: runtime)
        if let text {
            if case .refused(let reason) = await runtime.engine.perform(.setNote(strategy: key, text: text)) {
                throw CommandFailure(.failed, code: "refused", reason)
            }
        }
        let note = await runtime.engine.note(of: key) ?? ""
        let envelope = try await runtime.envelope()
        var content = DocumentObject()
        content.set("id", text: identifier)
        content.set("note", text: note)
        content.set("tags", JSONValue(list: JournalEntry.tags(in: note)))
        options.output.answer(envelope.document(content), [DocumentText.line(note.isEmpty ? "No note." : note)])
    }

    /// Under what the note is kept: the row itself, held or closed, or the trade.
    private func key(in runtime: Runtime) async throws -> String {
        guard let key = await runtime.engine.noteKey(of: identifier) else {
            throw CommandFailure(
                .notFound, code: "unknown_position",
                "\(identifier): no such position or trade in account \(runtime.accountName)",
                hint: try hint(in: runtime))
        }
        return key
    }

    /// Ids are of one account: where another one knows it, its name is what is missing.
    private func hint(in runtime: Runtime) throws -> String {
        let ledger = LedgerRepository(runtime.session.database)
        let known = try ledger.accounts().map(\.name)
        // Rows of positions are named by account and contract.
        let owner = try ledger.account(ofEvent: identifier) ?? known.first { identifier.hasPrefix("\($0):") }
        guard let owner, owner != runtime.accountName else { return "magnus journal shows the ids" }
        let name = HarmlessText.sanitised(owner, maximumLength: 80)
        return "account \(name) has it: add --account \(name)"
    }
}
