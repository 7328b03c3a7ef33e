import ArgumentParser
import FoundationEssentials
import Glibc
import MagnusCurses
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusStore
import MagnusTerminal

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Find what is wrong with this installation and say what to do.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    func run() async throws {
        _ = try WorldRequest(world)
        var examination = Examination(options: options, recordings: world.replay)
        await examination.run()
        options.output.document(examination.document)
        for check in examination.checks {
            let value = check.value.map { "  \($0)" } ?? ""
            options.output.line("\(check.status.rawValue.padding(to: 8)) \(check.name.padding(to: 18))\(value)")
            if !check.detail.isEmpty { options.output.line("         \(check.detail)") }
            if !check.hint.isEmpty { options.output.line("         → \(check.hint)") }
        }
        if !examination.isSound {
            if options.json { throw ExitCode(CommandFailure.Exit.failed.rawValue) }
            throw CommandFailure(
                .failed, code: "doctor",
                "\(examination.failures) \(examination.failures == 1 ? "check" : "checks") failed",
                hint: "see the lines marked failed")
        }
        options.output.line("all is well")
    }
}

/// The checks of `doctor`.
struct Examination {
    enum Status: String {
        case ok, warning, failed, skipped
    }

    struct Check {
        var name: String
        var status: Status
        var value: String?
        var detail = ""
        var hint = ""
    }

    let options: GlobalOptions
    /// Folders of a replay to look at.
    let recordings: [String]
    private(set) var checks: [Check] = []
    private var database: JSONValue = .null
    private var terminal: JSONValue = .null

    init(options: GlobalOptions, recordings: [String] = []) {
        self.options = options
        self.recordings = recordings
    }

    var failures: Int { checks.filter { $0.status == .failed }.count }
    var isSound: Bool { failures == 0 }

    var document: JSONValue {
        let layout = options.layout
        return [
            "ok": .bool(isSound), "version": .string(MagnusVersion.text),
            "home": [
                "config": .string(layout.configuration), "data": .string(layout.data), "state": .string(layout.state),
                "cache": .string(layout.cache),
            ],
            "checks": .array(
                checks.map {
                    [
                        "name": .string($0.name), "status": .string($0.status.rawValue), "value": JSONValue($0.value),
                        "detail": .string($0.detail), "hint": .string($0.hint),
                    ]
                }),
            "terminal": terminal, "database": database,
        ]
    }

    mutating func add(_ check: Check) { checks.append(check) }

    mutating func run() async {
        checkFolders()
        await checkConfiguration()
        await checkLists()
        checkThemes()
        checkKeymaps()
        checkDatabase()
        checkLedger()
        await checkAccount()
        checkEngine()
        checkLog()
        checkRecordings()
        checkTerminal()
        checkLocale()
    }

    private mutating func checkFolders() {
        let layout = options.layout
        do throws(HomeError) {
            try layout.create()
            checks.append(Check(name: "home", status: .ok, value: layout.data))
        } catch {
            checks.append(
                Check(
                    name: "home", status: .failed, detail: error.description,
                    hint: "choose a folder you may write with --home"))
            return
        }
        var space = statvfs()
        guard statvfs(layout.data, &space) == 0 else { return }
        let free = Double(space.f_bavail) * Double(space.f_frsize) / 1e6
        checks.append(
            Check(
                name: "disk", status: free < 100 ? .failed : free < 1000 ? .warning : .ok,
                value: "\(Int(free)) MB free", hint: free < 1000 ? "free some space" : ""))
        for folder in [layout.configuration, layout.data, layout.state] {
            guard let mode = try? FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int,
                mode & 0o077 != 0
            else { continue }
            checks.append(
                Check(
                    name: "permissions", status: .warning, value: folder, detail: "others on this machine may read it",
                    hint: "chmod 700 \(folder)"))
        }
    }

    private mutating func checkConfiguration() async {
        let file = options.configurationFile
        let (_, problems) = await file.read()
        checks.append(
            Check(
                name: "configuration", status: problems.isEmpty ? .ok : .failed, value: file.path,
                detail: problems.map(\.description).joined(separator: "; "),
                hint: problems.isEmpty ? "" : "mend the line; magnus config set mends a value that is not allowed"))
    }

    /// Whether the configured account is one of the home.
    private mutating func checkAccount() async {
        let layout = options.layout
        guard DatabaseCare.exists(at: layout.database) else { return }
        do {
            let settings = await options.configurationFile.load()
            let choice = try AccountChoice(
                named: nil, settings: settings, database: MagnusDatabase(readingPath: layout.database))
            checks.append(
                Check(
                    name: "account", status: choice.problem == nil ? .ok : .warning, value: choice.name,
                    detail: choice.problem ?? "", hint: choice.problem == nil ? "" : "magnus accounts use NAME"))
        } catch {
            // What is wrong with the database is said by its own check.
            checks.append(Check(name: "account", status: .skipped, detail: "the database cannot be read"))
        }
    }

    private mutating func checkDatabase() {
        let layout = options.layout
        let backup = newestBackup(in: layout.backups)
        guard DatabaseCare.exists(at: layout.database) else {
            let missing = DatabaseCare.missing(at: layout.database, backupFolder: layout.backups)
            checks.append(
                Check(
                    name: "database", status: missing == nil ? .skipped : .failed,
                    detail: missing?.description ?? "none yet; it is made at the first start"))
            checks.append(Check(name: "audit", status: .skipped, detail: "no database yet"))
            database = [
                "schema_version": .null, "size_bytes": .null, "last_check_at": .null,
                "last_backup_at": JSONValue(backup),
            ]
            return
        }
        do {
            let opened = try MagnusDatabase(readingPath: layout.database)
            let check = try DatabaseCare.check(opened, isQuick: true)
            checks.append(
                Check(
                    name: "database", status: check.isSound ? .ok : .failed,
                    value: "schema \(check.schemaVersion), \(check.sizeBytes) bytes",
                    detail: check.problems.prefix(3).joined(separator: "; "),
                    hint: check.isSound ? "" : "magnus db restore"))
            let audit = try AuditRepository(opened).check()
            let place = audit.firstBreak?.sequence.map { "entry \($0): " } ?? ""
            checks.append(
                Check(
                    name: "audit", status: audit.isSound ? .ok : .failed, value: "\(audit.entries) entries",
                    detail: audit.firstBreak.map { place + $0.reason } ?? "",
                    hint: audit.isSound ? "" : "magnus audit verify"))
            let lastCheck = try KeyValueRepository(opened).value("store.checkedAt")
            database = [
                "schema_version": .integer(check.schemaVersion), "size_bytes": .integer(check.sizeBytes),
                "last_check_at": JSONValue(lastCheck), "last_backup_at": JSONValue(backup),
            ]
        } catch {
            let failure = FailureTranslation.failure(from: error)
            checks.append(Check(name: "database", status: .failed, detail: failure.message, hint: failure.hint))
        }
        checks.append(
            Check(
                name: "backup", status: .ok, value: backup ?? "none yet",
                hint: backup == nil ? "magnus db backup writes a verified copy" : ""))
    }

    private mutating func checkEngine() {
        do throws(HomeError) {
            let lock = try HomeLock(path: options.layout.lock, processIdentifier: getpid(), process: HomeLock.passing)
            _ = consume lock
            checks.append(Check(name: "engine", status: .ok, value: "not running"))
        } catch {
            guard case .locked(_, let identifier, let process) = error else {
                checks.append(Check(name: "engine", status: .failed, detail: error.description))
                return
            }
            let number = identifier.map { ", process \($0)" } ?? ""
            checks.append(
                Check(
                    name: "engine", status: .ok, value: "running (\(process)\(number))",
                    detail: "commands that read work beside it; those that write are refused until it ends"))
        }
    }

    private func newestBackup(in folder: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let dates = names.compactMap {
            try? FileManager.default.attributesOfItem(atPath: "\(folder)/\($0)")[.modificationDate] as? Date
        }
        return dates.max().map { Instant(secondsSinceEpoch: Int64($0.timeIntervalSince1970)).rfc3339 }
    }

    private mutating func checkTerminal() {
        var wishes = CursesOptions(environment: ProcessEnvironment.all)
        wishes.colorFlag = ColorDecision.Wish(rawValue: options.colorChoice.rawValue) ?? .auto
        wishes.ascii = options.ascii
        let report = CursesBackend.inspect(wishes)
        terminal = [
            "term": .string(report.term), "colors": .string("\(report.color.depth)"),
            "color_rule": .string(report.color.rule), "unicode": .bool(report.isUnicode),
            "size": report.size.map { ["columns": .integer($0.columns), "rows": .integer($0.rows)] } ?? .null,
        ]
        let shown = report.size.map { "\($0.columns)x\($0.rows)" } ?? "no window"
        checks.append(
            Check(
                name: "terminal", status: report.problem == nil ? .ok : .warning, value: "\(report.term) \(shown)",
                detail: report.problem.map { $0.description }
                    ?? "colours: \(report.color.depth) by \(report.color.rule)",
                hint: report.problem == nil ? "" : "plain text is used here; a terminal shows the full screen"))
    }

    private mutating func checkLocale() {
        let code = String(cString: nl_langinfo(Int32(CODESET)))
        checks.append(
            Check(
                name: "locale", status: code == "UTF-8" ? .ok : .warning, value: code,
                hint: code == "UTF-8" ? "" : "set LANG to a UTF-8 locale such as C.UTF-8; ASCII is drawn until then"))
    }
}
