import ArgumentParser
import FoundationEssentials
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusStore

struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Check, back up, restore and upgrade the database.",
        subcommands: [Check.self, Backup.self, Restore.self, Migrate.self], defaultSubcommand: Check.self)

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Full integrity check; changes nothing.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let layout = options.layout
            if let missing = DatabaseCare.missing(at: layout.database, backupFolder: layout.backups) { throw missing }
            guard DatabaseCare.exists(at: layout.database) else {
                throw CommandFailure(
                    .notFound, code: "no_database", "\(layout.database): no database yet",
                    hint: "start magnus once, or import a file")
            }
            let check = try Self.check(layout)
            options.output.document([
                "ok": .bool(check.isSound), "path": .string(layout.database),
                "schema_version": .integer(check.schemaVersion), "size_bytes": .integer(check.sizeBytes),
                "problems": .array(check.problems.map { .string($0) }),
            ])
            options.output.line("\(layout.database): schema \(check.schemaVersion), \(check.sizeBytes) bytes")
            guard check.isSound else {
                for problem in check.problems.prefix(20) { options.output.line("  \(problem)") }
                if options.json { throw ExitCode(CommandFailure.Exit.failed.rawValue) }
                throw CommandFailure(
                    .failed, code: "database_damaged", "\(check.problems.count) problems",
                    hint: Self.wayBack(layout))
            }
            options.output.line("sound")
        }

        /// - Throws: ``CommandFailure`` with the way back for a file that is too damaged to be looked through.
        private static func check(_ layout: HomeLayout) throws -> DatabaseCheck {
            do {
                return try DatabaseCare.check(MagnusDatabase(readingPath: layout.database))
            } catch StoreError.damaged(let path, let reason) {
                throw CommandFailure(
                    .failed, code: "database_damaged", "\(path): damaged (\(reason))", hint: wayBack(layout))
            }
        }

        /// The newest copy that would come back whole (F43).
        private static func wayBack(_ layout: HomeLayout) -> String {
            guard let copy = DatabaseCare.newestSoundCopy(in: layout.backups) else {
                return "there is no sound copy in \(layout.backups): magnus db restore FILE takes one from elsewhere"
            }
            return "magnus db restore \(copy) brings back the newest sound copy"
        }
    }

    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a verified copy, also while an engine runs.")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "Where to write it (default: the home's backup folder, named by the time).")
        var path: String?

        func run() throws {
            let session = try HomeSession(layout: options.layout, need: .reading)
            let stamp = WallEngineClock().now().rfc3339.filter { $0 != ":" }
            let target = path ?? "\(session.layout.backups)/magnus-\(stamp).db"
            try DatabaseCare.backup(session.database, to: target)
            options.output.document(["path": .string(target), "verified": true])
            options.output.line("\(target): written and verified")
        }
    }

    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the database by a copy; the present files are put aside, never deleted.")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "The copy (default: the newest in the home's backup folder).")
        var path: String?

        func run() throws {
            let layout = options.layout
            try layout.create()
            let lock = try HomeLock(
                path: layout.lock, processIdentifier: ProcessIdentity.current, process: "db-restore")
            let copy = try path ?? newest(in: layout.backups)
            guard FileManager.default.fileExists(atPath: copy) else {
                throw CommandFailure(.notFound, code: "no_such_file", "\(copy): no such file")
            }
            let now = WallEngineClock().now()
            let stamp = now.rfc3339.filter { $0 != ":" }
            let aside = try DatabaseCare.restore(
                from: copy, to: layout.database, setAside: "\(layout.data)/replaced-\(stamp)", now: now)
            // An older schema is brought up here, where a failure is told, and not by whatever opens it next.
            _ = try MagnusDatabase(path: layout.database, backupFolder: layout.backups)
            options.output.document([
                "restored_from": .string(copy), "former_files": JSONValue(aside),
            ])
            options.output.line("restored from \(copy)")
            if let aside { options.output.line("the former files are in \(aside)") }
            _ = consume lock
        }

        private func newest(in folder: String) throws -> String {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let dated = names.filter { $0.hasSuffix(".db") }.map { name in
                let path = "\(folder)/\(name)"
                let date = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
                return (path, date ?? .distantPast)
            }
            guard let latest = dated.max(by: { $0.1 < $1.1 }) else {
                throw CommandFailure(
                    .notFound, code: "no_backup", "\(folder): no copy", hint: "name one: magnus db restore FILE")
            }
            return latest.0
        }
    }

    struct Migrate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the database to this program's schema, with a copy first.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let session = try HomeSession(layout: options.layout, need: .writing(process: "db-migrate"))
            let version = try session.database.schemaVersion()
            options.output.document(["schema_version": .integer(version)])
            options.output.line("schema \(version)")
        }
    }
}
