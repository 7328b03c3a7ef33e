import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusStore
import MagnusTerminal

struct ConfigurationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show and change settings.",
        subcommands: [Show.self, Set.self, Path.self], defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every setting with its value, default, source and legal values.")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "Only keys that start so.")
        var prefix: String?

        func run() async throws {
            let file = options.configurationFile
            let (settings, problems) = await file.read()
            let rows = settings.rows.filter { row in prefix.map { row.key.hasPrefix($0) } ?? true }
            guard prefix == nil || !rows.isEmpty else {
                throw CommandFailure(
                    .notFound, code: "unknown_setting", "\(prefix ?? ""): no such setting", hint: "magnus config show")
            }
            options.output.document([
                "path": .string(file.path),
                "settings": .array(
                    rows.map {
                        [
                            "key": .string($0.key), "value": .string($0.value), "default": .string($0.defaultValue),
                            "source": .string($0.source), "allowed": .string($0.allowed),
                            "explanation": .string($0.explanation),
                        ]
                    }),
                "problems": .array(
                    problems.map {
                        [
                            "file": .string($0.file), "line": .integer($0.line), "column": .integer($0.column),
                            "message": .string($0.message),
                        ]
                    }),
            ])
            for problem in problems { options.output.note(problem.description) }
            let width = rows.map(\.key.count).max() ?? 0
            for row in rows {
                let mark = row.source == "default" ? " " : "*"
                options.output.line("\(mark) \(row.key.padding(to: width))  \(row.value)")
                options.output.line("  \("".padding(to: width))  \(row.explanation) (\(row.allowed))")
            }
            if !problems.isEmpty { throw ExitCode(CommandFailure.Exit.usage.rawValue) }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change one setting; comments in the file stay.")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "Dotted key, as config show prints it.")
        var key: String

        @Argument(parsing: .allUnrecognized, help: "New value.")
        var value: [String]

        func run() async throws {
            // A running engine owns the settings too: it has its own way to change them.
            let session = try HomeSession(layout: options.layout, need: .writing(process: "config-set"))
            defer { withExtendedLifetime(session) {} }
            let file = options.configurationFile
            let settings = await file.load()
            guard let descriptor = settings.descriptor(key) else {
                let near = Spelling.nearest(to: key, among: settings.descriptors.map(\.key))
                throw CommandFailure(
                    .notFound, code: "unknown_setting", "\(key): no such setting",
                    hint: near.map { "did you mean \($0)?" } ?? "magnus config show")
            }
            var text = value.joined(separator: " ")
            if key == SettingCatalogue.Key.account { text = try account(text, session.database) }
            guard let parsed = descriptor.range.value(from: text) else {
                throw CommandFailure(
                    .usage, code: "not_allowed", "\(key): \(text) is not allowed",
                    hint: descriptor.advice(for: text))
            }
            try refuseBroken(parsed.text)
            do throws(SettingError) {
                try await file.save(key: key, value: parsed)
            } catch {
                if case .outOfOrder = error {
                    throw CommandFailure(
                        .usage, code: "not_allowed", error.description, hint: "set the other one first")
                }
                if case .brokenFile = error {
                    throw CommandFailure(
                        .usage, code: "bad_configuration", error.description, hint: "mend the line first")
                }
                throw CommandFailure(.failed, code: "not_saved", error.description)
            }
            try AuditRepository(session.database).append(
                .settingChanged, ["setting": key, "from": settings.value(key)?.text ?? "", "to": parsed.text],
                now: WallEngineClock().now())
            options.output.document(["key": .string(key), "value": .string(parsed.text)])
            options.output.line("\(key) = \(parsed.text)")
        }

        /// An account that does not exist is not chosen: another one would be shown. Empty means no choice.
        private func account(_ name: String, _ database: MagnusDatabase) throws -> String {
            guard !name.isEmpty else { return name }
            let known = try AccountChoice.known(LedgerRepository(database))
            if let account = AccountChoice.resolved(name, among: known) { return account }
            var listed: [String] = []
            for account in known where !listed.contains(account) { listed.append(account) }
            throw CommandFailure(
                .usage, code: "not_allowed", "\(key): \(name) is not allowed, there is no such account",
                hint: "there are \(listed.joined(separator: ", "))")
        }

        /// A theme or keymap that does not load is not chosen: the screen would start with another one.
        private func refuseBroken(_ name: String) throws {
            let found: [ConfigurationDiagnostic]
            switch key {
            case SettingCatalogue.Key.theme:
                found = ThemeCatalog(sources: options.sharedFiles.themes()).load(name).diagnostics
            case SettingCatalogue.Key.keymap:
                found = ScreenResources(options.sharedFiles).keymaps.load(name).diagnostics
            default: return
            }
            guard let first = found.first(where: { $0.severity == .error }) else { return }
            let kind = key == SettingCatalogue.Key.theme ? "theme" : "keymap"
            throw CommandFailure(
                .usage, code: "not_allowed", "\(key): \(name) does not load: \(first)",
                hint: "magnus \(kind) check \(name) names every mistake")
        }
    }

    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Where the settings file is.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let layout = options.layout
            options.output.document(["path": .string(layout.configurationFile)])
            options.output.line(layout.configurationFile)
        }
    }
}

extension GlobalOptions {
    /// `config.toml` of the home named on the command line.
    var configurationFile: ConfigurationFile {
        let files = sharedFiles
        return ConfigurationFile(path: layout.configurationFile, descriptors: SettingDescriptors.all(files))
    }
}
