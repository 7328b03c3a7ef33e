import Foundation
import Testing

/// What the documents say about commands, settings and each other, checked against the sources as text.
@Suite struct DocumentationTests {
    // MARK: - Documents

    /// A Markdown file with its code taken out.
    struct Document {
        /// Path below the package folder.
        var path: String
        var text: String
        /// Contents of code spans, line breaks as spaces.
        var spans: [String] = []
        /// Lines of code blocks.
        var blockLines: [String] = []

        init(path: String, text: String) {
            self.path = path
            self.text = text
            var prose = ""
            var isInBlock = false
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("```") {
                    isInBlock.toggle()
                } else if isInBlock {
                    blockLines.append(String(line))
                } else {
                    prose += line + " "
                }
            }
            let parts = prose.split(separator: "`", omittingEmptySubsequences: false)
            spans = parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        }

        /// Every command line that begins with the program's name.
        var commandLines: [String] { (spans + blockLines).filter { $0 == "magnus" || $0.hasPrefix("magnus ") } }
    }

    static func documents() throws -> [Document] {
        var documents = try SourceTree.files(below: "Docs", endings: [".md"]).map {
            Document(path: $0.path, text: $0.lines.joined(separator: "\n"))
        }
        let readme = try String(contentsOf: SourceTree.root.appendingPathComponent("README.md"), encoding: .utf8)
        documents.append(Document(path: "README.md", text: readme))
        return documents
    }

    // MARK: - Commands

    /// A command, or a group of options, as its source declares it.
    struct Declaration {
        var commandName: String
        var options: Set<String> = []
        var groups: [String] = []
        /// Type names in the list of subcommands.
        var subcommands: [String] = []
        var defaultSubcommand: String?
    }

    /// The command line of the program, by type name; nested types as `Outer.Inner`.
    struct CommandTree {
        var declarations: [String: Declaration] = [:]

        init(files: [SourceTree.File]) {
            for file in files {
                var outer = ""
                var name = ""
                var body = ""
                for line in file.lines {
                    if let match = line.firstMatch(of: /^( *)struct (\w+): .*Parsable/) {
                        close(name, body)
                        let isNested = !match.output.1.isEmpty
                        name = isNested ? "\(outer).\(match.output.2)" : String(match.output.2)
                        if !isNested { outer = name }
                        body = ""
                    } else {
                        body += line + "\n"
                    }
                }
                close(name, body)
            }
        }

        private mutating func close(_ name: String, _ body: String) {
            guard !name.isEmpty else { return }
            let own = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
            var declaration = Declaration(commandName: own)
            if let match = body.firstMatch(of: /commandName: "([^"]+)"/) {
                declaration.commandName = String(match.output.1)
            }
            for match in body.matches(of: /@OptionGroup var \w+: (\w+)/) {
                declaration.groups.append(String(match.output.1))
            }
            for match in body.matches(of: /(?s)@(?:Option|Flag)\b(.*?)\bvar (\w+)/) {
                let custom = match.output.1.firstMatch(of: /customLong\("([^"]+)"\)/).map { String($0.output.1) }
                declaration.options.insert("--" + (custom ?? DocumentationTests.dashed(match.output.2)))
            }
            if let list = body.firstMatch(of: /(?s)subcommands: \[(.*?)\]/) {
                declaration.subcommands = list.output.1.matches(of: /(\w+)\.self/).map { String($0.output.1) }
            }
            if let match = body.firstMatch(of: /defaultSubcommand: (\w+)\.self/) {
                declaration.defaultSubcommand = String(match.output.1)
            }
            declarations[name] = declaration
        }

        /// Options that the parser adds to every command.
        private static let everywhere: Set = ["--help", "--version", "--generate-completion-script"]

        func options(of name: String) -> Set<String> {
            guard let declaration = declarations[name] else { return [] }
            return declaration.groups.reduce(declaration.options.union(Self.everywhere)) {
                $0.union(options(of: $1))
            }
        }

        /// The type behind a name among the subcommands of a type.
        func subcommand(_ word: String, of name: String) -> String? {
            for inner in declarations[name]?.subcommands ?? [] {
                let full = declarations[inner] != nil ? inner : "\(name).\(inner)"
                if declarations[full]?.commandName == word { return full }
            }
            return nil
        }

        /// What is wrong with a command line of a document; nil when the program would know it.
        func mistake(in line: String) -> String? {
            var words = DocumentationTests.words(line)
            guard !words.isEmpty else { return nil }
            words.removeFirst()
            var command = "DashboardCommand"
            if let word = words.first, !word.hasPrefix("-") {
                if word == "help" {
                    guard let asked = words.dropFirst().first, asked != "COMMAND" else { return nil }
                    return subcommand(asked, of: "MagnusCommand") == nil ? "no command \(asked)" : nil
                }
                guard let found = subcommand(word, of: "MagnusCommand") else { return "no command \(word)" }
                command = found
                words.removeFirst()
                if let inner = words.first, !inner.hasPrefix("-"), declarations[found]?.subcommands.isEmpty == false {
                    guard let nested = subcommand(inner, of: found) else { return "no subcommand \(word) \(inner)" }
                    command = nested
                    words.removeFirst()
                }
            }
            var known = options(of: command)
            // Without a subcommand the default one runs and takes the options.
            if let standard = declarations[command]?.defaultSubcommand {
                known.formUnion(options(of: "\(command).\(standard)"))
            }
            for word in words where word.hasPrefix("--") {
                let option = String(word.prefix { $0 != "=" })
                if !known.contains(option) { return "\(option) is no option of it" }
            }
            return nil
        }
    }

    static func tree() throws -> CommandTree {
        CommandTree(files: try SourceTree.files(below: "Sources/magnus", endings: [".swift"]))
    }

    /// `noColor` as `no-color`.
    static func dashed(_ name: some StringProtocol) -> String {
        name.reduce(into: "") { result, character in
            if character.isUppercase { result += "-" }
            result += character.lowercased()
        }
    }

    /// Words of a shell line up to a comment, quotes kept together and taken off.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in line + " " {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == " " {
                if word.hasPrefix("#") || word == "|" || word == ">" { return words }
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return words
    }

    @Test func theSourcesGiveTheCommandLine() throws {
        let tree = try Self.tree()
        #expect(tree.subcommand("positions", of: "MagnusCommand") == "PositionsCommand")
        #expect(tree.subcommand("ack", of: "AlertsCommand") == "AlertsCommand.Acknowledge")
        #expect(tree.options(of: "PositionsCommand").isSuperset(of: ["--account", "--as-of", "--json", "--no-color"]))
        #expect(tree.options(of: "PriceCommand").isSuperset(of: ["--yield", "--vol", "--batch"]))
        #expect(tree.mistake(in: "magnus positions --json") == nil)
        #expect(tree.mistake(in: "magnus positons") == "no command positons")
        #expect(tree.mistake(in: "magnus alerts acknowledge X") == "no subcommand alerts acknowledge")
        #expect(tree.mistake(in: "magnus scan csp --best 3") == "--best is no option of it")
        #expect(tree.mistake(in: "magnus quote KO --as-of 2027-03-19 # closes --nothing") == nil)
    }

    @Test func everyCommandInTheDocumentsExists() throws {
        let tree = try Self.tree()
        var count = 0
        for document in try Self.documents() {
            for line in document.commandLines {
                count += 1
                let mistake = tree.mistake(in: line)
                #expect(mistake == nil, "\(document.path): \(line): \(mistake ?? "")")
            }
        }
        #expect(count >= 100, "only \(count) command lines were found in the documents")
    }

    @Test func everyCommandIsDocumented() throws {
        let tree = try Self.tree()
        let text = try String(
            contentsOf: SourceTree.root.appendingPathComponent("Docs/commands.md"), encoding: .utf8)
        for name in tree.declarations["MagnusCommand"]?.subcommands ?? [] where name != "DashboardCommand" {
            let word = tree.declarations[name]?.commandName ?? name
            #expect(text.contains("`magnus \(word)"), "Docs/commands.md has no example of \(word)")
        }
    }

    // MARK: - Settings

    /// The keys that the settings' own sources name.
    static func settingKeys() throws -> Set<String> {
        var keys: Set<String> = []
        for file in try SourceTree.files(below: "Sources/MagnusEngine/Settings", endings: [".swift"])
        where file.path.contains("SettingCatalogue") {
            let text = file.lines.joined(separator: "\n")
            for match in text.matches(of: /static let \w+ = "([a-z_.]+[a-z])"/) { keys.insert(String(match.output.1)) }
            for match in text.matches(of: /SettingDescriptor\(\s*key: "([a-z_.]+)"/) {
                keys.insert(String(match.output.1))
            }
            for match in text.matches(of: /\.(numbers|wholes|number|whole|flag|timeOfDay)\(\s*"([a-z_.]+)"/) {
                let key = String(match.output.2)
                if match.output.1.hasSuffix("s") {
                    keys.formUnion(["\(key)_low", "\(key)_high"])
                } else {
                    keys.insert(key)
                }
            }
        }
        for file in try SourceTree.files(below: "Sources/MagnusMonitors", endings: ["MonitorSettings+Values.swift"]) {
            for match in file.lines.joined(separator: "\n").matches(of: /key: "([a-z_.]+)"/) {
                keys.insert("monitors." + match.output.1)
            }
        }
        return keys
    }

    @Test func everySettingIsDocumentedAndExists() throws {
        let text = try String(
            contentsOf: SourceTree.root.appendingPathComponent("Docs/settings.md"), encoding: .utf8)
        let documented = text.split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^\| `([a-z_.]+)` \|/).map { String($0.output.1) }
        }
        let known = try Self.settingKeys()
        #expect(known.count >= 90, "only \(known.count) keys were found in the sources")
        #expect(Set(documented).count == documented.count, "a key is documented twice")
        #expect(Set(documented).subtracting(known).sorted() == [], "documented, but no setting")
        #expect(known.subtracting(documented).sorted() == [], "a setting, but not documented")
    }

    @Test func settingsNamedElsewhereExist() throws {
        let known = try Self.settingKeys()
        let tables = Set(known.compactMap { $0.contains(".") ? $0.split(separator: ".").first.map(String.init) : nil })
        for document in try Self.documents() {
            for span in document.spans where span.wholeMatch(of: /[a-z]+(\.[a-z_]+)+/) != nil {
                guard let table = span.split(separator: ".").first, tables.contains(String(table)) else { continue }
                #expect(known.contains(span), "\(document.path): \(span) is no setting")
            }
            for line in document.commandLines where line.hasPrefix("magnus config set ") {
                let key = Self.words(line).dropFirst(3).first ?? ""
                #expect(known.contains(key) || key == "KEY", "\(document.path): \(key) is no setting")
            }
        }
    }

    // MARK: - Links and shape

    @Test func everyLinkLeadsToAFile() throws {
        var count = 0
        for document in try Self.documents() {
            let folder = SourceTree.root.appendingPathComponent(document.path).deletingLastPathComponent()
            for match in document.text.matches(of: /\]\(([^)\s]+)\)/) where !match.output.1.contains("://") {
                count += 1
                let target = match.output.1.prefix { $0 != "#" }
                guard !target.isEmpty else { continue }
                let path = folder.appendingPathComponent(String(target)).path
                #expect(
                    FileManager.default.fileExists(atPath: path), "\(document.path): \(match.output.1) leads nowhere")
            }
        }
        #expect(count >= 40, "only \(count) links were found in the documents")
    }

    /// Each document stands alone: a title, one sentence that says what it is about, and its place in the index.
    @Test func everyDocumentHasTitleSummaryAndIndexEntry() throws {
        let index = try String(contentsOf: SourceTree.root.appendingPathComponent("Docs/README.md"), encoding: .utf8)
        for document in try Self.documents() where document.path != "README.md" {
            let lines = document.text.split(separator: "\n", omittingEmptySubsequences: false)
            guard lines.count >= 4 else {
                Issue.record("\(document.path) is empty")
                continue
            }
            #expect(lines[0].hasPrefix("# "), "\(document.path): the first line is no title")
            #expect(lines[1].isEmpty && lines[3].isEmpty, "\(document.path): no one-line summary below the title")
            #expect(lines[2].hasSuffix("."), "\(document.path): the summary is no sentence")
            #expect(lines.count <= 160, "\(document.path): \(lines.count) lines are not short")
            let name = document.path.split(separator: "/").last.map(String.init) ?? ""
            #expect(name == "README.md" || index.contains("](\(name))"), "Docs/README.md does not list \(name)")
        }
    }
}
