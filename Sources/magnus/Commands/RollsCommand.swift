import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine

struct RollsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rolls", abstract: "Rolls and their chains; pairs to review are confirmed or rejected here.",
        subcommands: [List.self, Confirm.self, Reject.self, Undecide.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sure rolls, pairs to review, and what you decided.")

        @OptionGroup var options: GlobalOptions
        @OptionGroup var world: WorldOptions

        @Option(help: "Only this underlying.")
        var symbol: String?

        @Flag(help: "Only the pairs that wait for your word.")
        var review = false

        func run() async throws {
            let runtime = try await Runtime.open(options, world, mode: .reading)
            let report = try await runtime.lifecycle()
            let envelope = try await runtime.envelope()
            let wanted = symbol?.uppercased()
            let isIncluded: (Roll) -> Bool = { wanted == nil || $0.underlying == wanted }
            options.output.answer(
                RollsDocument.json(report, isIncluded: isIncluded, onlyReview: review, envelope: envelope),
                RollsDocument.text(report, isIncluded: isIncluded, onlyReview: review, format: options.format))
        }
    }

    /// What every word on a pair is given with.
    struct Pair: ParsableArguments {
        @OptionGroup var options: GlobalOptions
        @OptionGroup var world: WorldOptions

        @Argument(help: "Id of a pair, as magnus rolls shows it.")
        var identifier: String
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The two trades are one roll.")
        @OptionGroup var pair: Pair

        func run() async throws { try await RollsCommand.decide(pair, .confirmed) }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The two trades have nothing to do with each other.")
        @OptionGroup var pair: Pair

        func run() async throws { try await RollsCommand.decide(pair, .rejected) }
    }

    struct Undecide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Takes back what you said of a pair.")
        @OptionGroup var pair: Pair

        func run() async throws { try await RollsCommand.decide(pair, nil) }
    }

    private static func decide(_ pair: Pair, _ verdict: RollVerdict?) async throws {
        let identifier = pair.identifier
        let runtime = try await Runtime.open(pair.options, pair.world, mode: .writing(process: "rolls"))
        let report = try await runtime.lifecycle()
        guard RollsDocument.all(report).contains(where: { $0.id == identifier }) else {
            throw CommandFailure(
                .notFound, code: "unknown_roll", "\(identifier): no such pair of trades",
                hint: "magnus rolls shows the ids")
        }
        if case .refused(let reason) = await runtime.engine.perform(.decideRoll(id: identifier, verdict)) {
            throw CommandFailure(.failed, code: "refused", reason)
        }
        let changed = try await runtime.lifecycle()
        let envelope = try await runtime.envelope()
        let roll = RollsDocument.all(changed).first { $0.id == identifier }
        var content = DocumentObject()
        content.set("id", text: identifier)
        content.set("verdict", JSONValue(roll?.verdict?.rawValue))
        content.set("sure", .bool(roll?.isSure ?? false))
        content.set("waiting", .integer(changed.review.count))
        pair.options.output.answer(
            envelope.document(content),
            [
                DocumentText.line(
                    "\(RollsDocument.word(roll?.verdict)): \(identifier); \(changed.review.count) left to review")
            ])
    }
}
