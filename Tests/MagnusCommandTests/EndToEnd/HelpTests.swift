import Foundation
import Testing

@testable import magnus

extension EndToEnd {
    /// What help, hints, documents, the manual page and completions say works.
    @Suite struct HelpTests {
        /// Repository root, from this file.
        private static var root: String {
            let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
            return parts.dropLast(4).joined(separator: "/")
        }

        /// First words after `magnus` that are prose about the program and no command.
        private static let prose: Set<String> = [
            "does", "is", "once", "again", "has", "was", "suggests", "recommends", "advises", "itself", "runs", "never",
            "here", "can", "and", "or", "uses", "shows", "needs", "without", "of", "to", "with", "on", "in", "from",
        ]

        /// A command named in a text must exist: `magnus watchlists lists ...` sends a person somewhere.
        @Test func everyCommandThatTheSourcesNameExists() throws {
            let commands = MagnusCommand.commandNames
            var checked = 0
            let folders = ["/Sources", "/Docs"]
            for folder in folders {
                for name in try FileManager.default.subpathsOfDirectory(atPath: Self.root + folder)
                where name.hasSuffix(".swift") || name.hasSuffix(".md") {
                    let text = try String(contentsOfFile: Self.root + folder + "/" + name, encoding: .utf8)
                    for match in text.matches(of: /(?:["'`(;:] ?|^|\n)magnus ([a-z][a-z-]+)/) {
                        let word = String(match.1)
                        guard !Self.prose.contains(word) else { continue }
                        checked += 1
                        #expect(commands.contains(word), "\(name): magnus \(word)")
                    }
                }
            }
            #expect(checked > 30)
        }

        /// The first page names every command that tells figures.
        @Test func theFirstPageNamesEveryCommand() throws {
            let text = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
            for command in MagnusCommand.commandNames.subtracting(["help", "dashboard", "manual"]) {
                #expect(text.contains("`\(command)`") || text.contains("`\(command) "), "\(command)")
            }
        }

        /// The examples that help gives are run.
        @Test func examplesOfHelpWork() throws {
            let home = try TemporaryHome()
            var examples: [[String]] = []
            for command in MagnusCommand.commandNames.sorted() where command != "help" {
                let help = try home.run("help", command)
                #expect(help.code == 0 && help.text.contains("USAGE: magnus \(command)"), "\(command)")
                let flat = help.text.replacing("\n", with: " ")
                for match in flat.matches(of: /magnus ([a-z]+) '([^']+)'/) {
                    examples.append([String(match.1), String(match.2)])
                }
            }
            #expect(!examples.isEmpty)
            for example in examples {
                let result = try home.run(arguments: example)
                #expect(result.code == 0 && !result.text.isEmpty, "\(example): \(result.errors)")
            }
        }

        /// Whole lines `magnus ...` in code blocks of the documents, those without a placeholder or a file of the reader.
        @Test func examplesOfTheDocumentsWork() throws {
            let home = try TemporaryHome()
            _ = try home.run("monitor", "run", "all")
            var count = 0
            let files = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Docs").filter {
                $0.hasSuffix(".md")
            }
            for name in files {
                let text = try String(contentsOfFile: Self.root + "/Docs/" + name, encoding: .utf8)
                    .replacing(/\\\n */, with: "")
                var isCode = false
                for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                    if line.hasPrefix("```") { isCode.toggle() }
                    var line = line
                    if !isCode, line.hasPrefix("| `magnus ") {
                        line = line.dropFirst(3).prefix { $0 != "`" }
                    } else if !isCode {
                        continue
                    }
                    guard line.hasPrefix("magnus ") else { continue }
                    let command = line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? line
                    guard let arguments = Self.arguments(of: String(command)), Self.isRunnable(arguments) else {
                        continue
                    }
                    count += 1
                    let result = try home.run(arguments: arguments)
                    #expect([0, 130].contains(result.code), "\(name): \(line): \(result.code) \(result.errors)")
                }
            }
            #expect(count >= 20, "\(count)")
        }

        /// Words of a command line with quotes taken off; nil when it is more than one command.
        private static func arguments(of line: String) -> [String]? {
            guard !line.contains(where: { "|<>;$".contains($0) }) else { return nil }
            var words: [String] = []
            var current = ""
            var quote: Character?
            for character in line {
                if character == quote {
                    quote = nil
                } else if quote == nil, character == "\"" || character == "'" {
                    quote = character
                } else if character == " ", quote == nil {
                    if !current.isEmpty { words.append(current) }
                    current = ""
                } else {
                    current.append(character)
                }
            }
            if !current.isEmpty { words.append(current) }
            return Array(words.dropFirst())
        }

        private static func isRunnable(_ arguments: [String]) -> Bool {
            // The screen, files of the reader, and accounts and rows that this home does not have.
            let needs = [
                "import", "remove", "use", "ack", "snooze", "dismiss", "restore", "backup", "check",
                "--replay", "NAME", "ID", "FILE", "-",
            ]
            guard let first = arguments.first, !first.hasPrefix("-") else { return false }
            return !arguments.contains { word in
                needs.contains(word) || word.contains(".csv") || word.contains("/") || word.contains(".toml")
                    || word == word.uppercased() && word.contains(where: \.isLetter) && word.count > 4
            }
        }

        @Test func completionsParse() throws {
            let home = try TemporaryHome()
            for (shell, program) in [("bash", "/bin/bash"), ("zsh", "/usr/bin/zsh"), ("fish", "/usr/bin/fish")] {
                let script = try home.run("--generate-completion-script", shell)
                #expect(script.code == 0 && script.text.contains("magnus"), "\(shell)")
                #expect(script.text.contains("positions") && script.text.contains("account"), "\(shell)")
                guard FileManager.default.isExecutableFile(atPath: program) else { continue }
                let file = try home.write("completion", script.text)
                let process = Process()
                process.executableURL = URL(fileURLWithPath: program)
                process.arguments = ["-n", file]
                try process.run()
                process.waitUntilExit()
                #expect(process.terminationStatus == 0, "\(shell)")
            }
        }

        @Test func theManualPageNamesEveryCommandAndOption() throws {
            let home = try TemporaryHome()
            let page = try home.run("manual")
            #expect(page.code == 0 && page.text.hasPrefix(".TH MAGNUS 1"))
            for command in MagnusCommand.commandNames where command != "help" {
                #expect(page.text.contains(".SS \"magnus \(command)\""), "\(command)")
            }
            for option in ["home", "json", "account", "as\\-of", "replay", "dry\\-run", "top"] {
                #expect(page.text.contains("\\-\\-\(option)"), "\(option)")
            }
            #expect(page.text.contains(".SS \"magnus db restore\"") && page.text.contains(".SH EXIT STATUS"))
            // A line that begins with a point is a command to the formatter: only known ones stand there.
            let requests = Set(page.text.split(separator: "\n").filter { $0.hasPrefix(".") }.map { $0.prefix(3) })
            #expect(requests.isSubset(of: [".TH", ".SH", ".SS", ".TP", ".PP", ".B "]), "\(requests)")
        }

        @Test func aRunOfMonitorsIsRemembered() throws {
            let home = try TemporaryHome()
            func monitors() throws -> [[String: Any]] {
                try #require(home.run("monitor", "--json").document?["monitors"] as? [[String: Any]])
            }
            #expect(try monitors().allSatisfy { $0["last_run_at"] is NSNull })
            #expect(try home.run("monitor", "run", "expiration").code == 0)
            let one = try monitors()
            #expect(
                one.first { $0["name"] as? String == "expiration" }?["last_run_at"] as? String == "2027-03-15T14:42:00Z"
            )
            #expect(one.contains { $0["last_run_at"] is NSNull })
            let ran = try home.run("monitor", "run", "all", "--json").document?["monitors"] as? [[String: Any]]
            let all = try monitors()
            #expect(all.allSatisfy { $0["last_run_at"] as? String == "2027-03-15T14:42:00Z" })
            for (left, right) in zip(try #require(ran), all) {
                #expect(left["findings"] as? Int == right["findings"] as? Int)
                #expect(left["nearest"] as? String == right["nearest"] as? String)
            }
            #expect(try home.run("monitor").text.contains("never") == false)
            // Of another account nothing has run.
            let other = try home.run("monitor", "--account", "ira", "--json").document?["monitors"] as? [[String: Any]]
            #expect(try #require(other).allSatisfy { $0["last_run_at"] is NSNull })
        }
    }
}
