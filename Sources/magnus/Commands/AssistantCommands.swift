import ArgumentParser
import MagnusConnectors
import MagnusDesk
import MagnusDomain
import MagnusEngine

struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "One question, one answer from the book and the market.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(help: "Continue this conversation; without it the question stands alone.")
    var session: String?

    @Argument(help: "The question.")
    var text: [String]

    func run() async throws {
        let question = text.joined(separator: " ")
        guard question.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure(
                .usage, code: "usage", "the question is empty", hint: "magnus ask \"what is my theta?\"")
        }
        let runtime = try await Runtime.open(options, world, mode: .reading, conversation: self.session)
        let session = self.session ?? EngineConfiguration.singleQuestions
        await runtime.engine.completeOnce()
        switch await runtime.engine.perform(.ask(text: question, context: AskContext())) {
        case .answer(let answer):
            let envelope = try await runtime.envelope()
            let message = await runtime.engine.snapshot?.transcript.messages.last?.id
            if let problem = await runtime.storeFindings() {
                options.output.note("question and answer are not stored: \(problem)")
            }
            options.output.answer(
                AskDocument.json(
                    answer, conversation: session, messageIdentifier: message, envelope: envelope),
                AskDocument.text(answer, conversation: session, format: options.format))
        case .refused(let reason): throw CommandFailure(.failed, code: "refused", reason)
        case .done, .message, .imported: return
        }
    }
}

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Formula, inputs, sources and ages of a figure.",
        discussion: "The id is a row's id, then # and the JSON key: magnus explain 'paper:DIS#unrealized_pnl'.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Argument(help: "Row id, optionally with # and a JSON key.")
    var identifier: String

    func run() async throws {
        var runtime = try await Runtime.open(options, world, mode: .reading)
        if world.account == nil, let owner = Self.account(of: identifier, among: runtime.factory.accounts()),
            owner != runtime.accountName, runtime.accountName != "all"
        {
            // Ids name their account: what one command hands out another takes without it being said again.
            var other = world
            other.account = owner
            runtime = try await Runtime.open(options, other, mode: .reading)
        }
        var found = await runtime.engine.explain(identifier)
        if found == nil {
            // Candidates and alerts exist once scans and monitors have run.
            await runtime.engine.completeOnce()
            found = await runtime.engine.explain(identifier)
        }
        if found == nil {
            // Of a scan by hand: other lists, and strategies that no scan in the background looks for.
            await runtime.engine.scanCandidate(identifier)
            found = await runtime.engine.explain(identifier)
        }
        guard let explanation = found else {
            throw CommandFailure(
                .notFound, code: "unknown_id", "\(identifier): no such figure",
                hint: "rows of magnus positions --json carry id")
        }
        let envelope = try await runtime.envelope()
        options.output.answer(
            ExplanationDocument.json(explanation, envelope: envelope),
            ExplanationDocument.text(explanation, format: options.format))
    }

    /// The account that an id of a row, a position or a balance begins with; the longest name where several fit.
    static func account(of identifier: String, among accounts: [Account]) -> String? {
        let row = String(identifier.prefix { $0 != "#" })
        return accounts.map(\.name)
            .filter { row.hasPrefix("\($0):") || row == "account/\($0)" || row == "balance:\($0)" }
            .max { $0.count < $1.count }
    }
}

extension ImportFormat: ExpressibleByArgument {}

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import broker exports; importing a file twice changes nothing.")

    @OptionGroup var options: GlobalOptions

    @Argument(help: "Files.")
    var files: [String]

    @Option(help: "auto, or \(ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = "auto"

    @Option(help: "Account to import into (default: the broker's name and the end of the account's number).")
    var account: String?

    @Flag(help: "Report what would be imported; store nothing.")
    var dryRun = false

    func run() async throws {
        guard !files.contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
            throw CommandFailure(
                .usage, code: "usage", "a file name is empty", hint: "magnus import transactions.csv")
        }
        let stated = format == "auto" ? nil : ImportFormat(rawValue: format)
        guard format == "auto" || stated != nil else {
            let known = ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(
                .usage, code: "usage", "--format \(format): unknown format", hint: "auto, \(known)")
        }
        let session = try HomeSession(
            layout: options.layout, need: dryRun ? .reading : .writing(process: "import"))
        Interruption.begin()
        let outcome = try LedgerImporter(database: session.database, tell: options.output.progress()).run(
            paths: files, format: stated, account: account, isDryRun: dryRun,
            isCancelled: { Interruption.isRequested })
        if !dryRun {
            let rows = outcome.report.totals
            options.logger("import", intoFile: true).info(
                "imported",
                metadata: [
                    "account": "\(outcome.accountText)", "files": "\(files.count)", "read": "\(rows.read)",
                    "imported": "\(rows.imported)", "duplicate": "\(rows.duplicate)", "skipped": "\(rows.skipped)",
                ])
        }
        let envelope = DocumentEnvelope(
            asOf: WallEngineClock().now(), isSimulated: false, account: outcome.accounts.first ?? "")
        options.output.answer(
            ImportDocument.json(
                outcome.report, isDryRun: dryRun, realizedProfit: outcome.realizedProfit, envelope: envelope),
            ImportDocument.text(
                outcome.report, isDryRun: dryRun, realizedProfit: outcome.realizedProfit, format: options.format))
    }
}
