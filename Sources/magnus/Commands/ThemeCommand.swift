import ArgumentParser
import FoundationEssentials
import MagnusDesk
import MagnusDomain
import MagnusTerminal

struct ThemeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "theme", abstract: "List, check and import colour themes.",
        subcommands: [List.self, Check.self, Import.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Names of all themes.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let sources = options.sharedFiles.themes()
            let catalog = ThemeCatalog(sources: sources)
            let rows = catalog.names.map { name in (catalog.load(name).theme, sources.first { $0.name == name }) }
            options.output.document([
                "themes": .array(
                    rows.map { theme, source in
                        [
                            "name": .string(theme.name), "title": .string(theme.title), "dark": .bool(theme.isDark),
                            "path": JSONValue(source?.origin),
                        ]
                    })
            ])
            for (theme, _) in rows { options.output.line("\(theme.name.padding(to: 20))\(theme.title)") }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name every mistake of a theme by line and column (default: all themes).")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "Theme names or files.")
        var themes: [String] = []

        func run() throws {
            let sources = options.sharedFiles.themes()
            let known = ThemeCatalog(sources: sources).names
            let names = themes.isEmpty ? known : themes
            var found: [ConfigurationDiagnostic] = []
            for name in names {
                let (own, source) = try options.sharedFiles.resolve(name, among: known, kind: "theme")
                found += ThemeCatalog(sources: source + sources).load(own).diagnostics
            }
            try options.report(found, checked: names)
        }
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Make a theme of a base16 scheme file.")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "A base16 YAML file.")
        var file: String

        @Option(help: "Name of the new theme (default: the file's).")
        var name: String?

        func run() throws {
            guard let data = try? Data(contentsOf: URL(filePath: file)) else {
                throw CommandFailure(
                    .notFound, code: "no_such_file", "\(file): cannot be read",
                    hint: "name a readable base16 YAML file")
            }
            let base = file.split(separator: "/").last.map(String.init) ?? file
            let chosen = name ?? base.split(separator: ".").first.map(String.init) ?? base
            guard !chosen.isEmpty, chosen.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) else {
                throw CommandFailure(
                    .usage, code: "bad_name", "\(chosen): not a theme name", hint: "use letters, digits, - and _")
            }
            let text: String
            do {
                text = try Base16Import.theme(from: String(decoding: data, as: UTF8.self), name: chosen)
            } catch {
                throw CommandFailure(.failed, code: "bad_scheme", "\(file): \(error)")
            }
            let layout = options.layout
            try layout.create()
            let target = "\(layout.themes)/\(chosen).toml"
            try Data(text.utf8).write(to: URL(filePath: target), options: .atomic)
            options.output.document(["name": .string(chosen), "path": .string(target)])
            options.output.line("\(target): written; choose it with T in the dashboard")
        }
    }
}

extension GlobalOptions {
    var sharedFiles: SharedFiles {
        SharedFiles(
            layout: layout, environment: ProcessEnvironment.all, executableFolder: ProcessIdentity.executableFolder)
    }

    /// Prints diagnostics; a failure when there is an error among them.
    func report(_ diagnostics: [ConfigurationDiagnostic], checked: [String]) throws {
        let hasErrors = diagnostics.contains { $0.severity == .error }
        output.document([
            "ok": .bool(!hasErrors), "checked": .array(checked.map { .string($0) }),
            "diagnostics": .array(
                diagnostics.map {
                    [
                        "file": .string($0.file), "line": .integer($0.line), "column": .integer($0.column),
                        "severity": .string($0.severity.rawValue), "message": .string($0.message),
                    ]
                }),
        ])
        for diagnostic in diagnostics {
            output.line(HarmlessText.sanitised(diagnostic.description, maximumLength: 400))
        }
        if hasErrors { throw ExitCode(CommandFailure.Exit.failed.rawValue) }
        output.line("\(checked.count) checked, no mistakes")
    }
}

extension SharedFiles {
    /// A name among the known ones, those compiled in too, or a file of its own.
    func resolve(
        _ name: String, among known: [String], kind: String
    ) throws -> (name: String, source: [ConfigurationText]) {
        if known.contains(name) { return (name, []) }
        guard let data = try? Data(contentsOf: URL(filePath: name)) else {
            throw CommandFailure(
                .notFound, code: "unknown_\(kind)", "\(name): no such \(kind)", hint: "magnus \(kind) list")
        }
        let file = name.split(separator: "/").last.map(String.init) ?? name
        let own = file.hasSuffix(".toml") ? String(file.dropLast(5)) : file
        return (own, [ConfigurationText(name: own, origin: name, text: String(decoding: data, as: UTF8.self))])
    }
}
