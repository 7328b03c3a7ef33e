import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusStore

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Verify or export the log of what was changed, each entry chained to the one before.",
        subcommands: [Verify.self, Export.self], defaultSubcommand: Verify.self)

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recompute every hash of the chain and compare its end with the one kept beside the database.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let session = try HomeSession(layout: options.layout, need: .reading)
            let check = try AuditRepository(session.database).check()
            options.output.document([
                "ok": .bool(check.isSound), "entries": .integer(check.entries),
                "first_bad_sequence": JSONValue(check.firstBreak?.sequence.map(Int.init)),
                "reason": JSONValue(check.firstBreak?.reason),
                "last": check.entries == 0
                    ? .null : ["sequence": .integer(Int(check.lastSequence)), "hash": .string(check.lastHash)],
            ])
            guard let fault = check.firstBreak else {
                options.output.line(
                    check.entries == 0
                        ? "the audit log is empty"
                        : "\(CountedNoun.text(check.entries, "entry", plural: "entries")), the chain is whole")
                return
            }
            let place = fault.sequence.map { "entry \($0): " } ?? ""
            options.output.line("\(place)\(fault.reason)")
            if options.json { throw ExitCode(CommandFailure.Exit.failed.rawValue) }
            throw CommandFailure(
                .failed, code: "audit_broken", "\(place)\(fault.reason)",
                hint: "what comes before it is as it was written; magnus db restore brings back a copy")
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every entry, oldest first, with its hashes.")

        @OptionGroup var options: GlobalOptions

        @Option(help: "csv or markdown.")
        var format = ExportTable.Format.csv

        func run() throws {
            let session = try HomeSession(layout: options.layout, need: .reading)
            let entries = try AuditRepository(session.database).entries()
            options.output.document([
                "entries": .array(
                    entries.map {
                        [
                            "sequence": .integer(Int($0.sequence)), "time": .string($0.time.rfc3339),
                            "user": .string($0.user), "action": .string($0.action), "data": .string($0.data),
                            "previous_hash": .string($0.previousHash), "hash": .string($0.hash),
                        ]
                    })
            ])
            var table = ExportTable(["sequence", "time", "user", "action", "data", "previous_hash", "hash"])
            for entry in entries {
                table.add([
                    "\(entry.sequence)", entry.time.rfc3339, entry.user, entry.action, entry.data, entry.previousHash,
                    entry.hash,
                ])
            }
            options.output.export(table, format)
        }
    }
}
