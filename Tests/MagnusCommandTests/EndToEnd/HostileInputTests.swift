import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// Files that were damaged or made to do harm.
    @Suite struct HostileInputTests {
        private static let escape = "\u{1B}]52;c;ZXZpbA==\u{07}\u{1B}[2J\u{9B}31m"

        private func isHarmless(_ bytes: [UInt8]) -> Bool {
            let text = String(decoding: bytes, as: UTF8.self)
            return !text.unicodeScalars.contains { scalar in
                (scalar.value < 0x20 && scalar != "\n") || (0x7F...0x9F).contains(scalar.value)
                    || scalar.value == 0x202E || scalar.value == 0x200B
            }
        }

        @Test func aHostileExportIsImportedHarmlesslyAndOnce() throws {
            let home = try TemporaryHome()
            let rows = [
                TastytradeText.option(),
                TastytradeText.option(
                    time: "2024-03-04T10:32:05-0500",
                    description: "\"=cmd|'/C calc'!A0 \(Self.escape) \u{202E}evil\u{200B}\""),
                TastytradeText.option(time: "2024-03-04T10:33:05-0500", quantity: "1\u{0}0"),
                TastytradeText.option(time: "2024-03-04T10:34:05-0500", symbol: "\(Self.escape)KO"),
                "=HYPERLINK(\"http://evil\"),@SUM(1),+1,-1", String(repeating: "A", count: 200_000),
            ]
            let file = try home.write("hostile.csv", [0xEF, 0xBB, 0xBF] + Array(TastytradeText.file(rows).utf8))
            let dry = try home.run("import", file, "--dry-run", "--json")
            #expect(dry.code == 0 && dry.document?["dry_run"] as? Bool == true)
            #expect(try home.run("positions", "--json").document?["simulated"] as? Bool == true, "nothing was stored")
            let first = try home.run("import", file, "--json")
            let totals = try #require(first.document?["totals"] as? [String: Int], "\(first.text)")
            #expect(first.code == 0 && totals["imported"] == 2 && totals["duplicate"] == 0, "\(totals)")
            #expect(totals["read"] == totals.filter { $0.key != "read" }.values.reduce(0, +))
            let files = try #require(first.document?["files"] as? [[String: Any]])
            let skipped = try #require(files.first?["skipped"] as? [[String: Any]])
            #expect(
                skipped.allSatisfy { ($0["line"] as? Int ?? 0) >= 2 && ($0["reason"] as? String)?.isEmpty == false })
            let again = try home.run("import", file)
            #expect(again.code == 0)
            for result in [first, again, dry] {
                #expect(isHarmless(result.output) && isHarmless(Array(result.errors.utf8)))
            }
            for command in [
                ["positions"], ["trades"], ["trades", "--json"], ["accounts"], ["--plain"], ["ask", "positions"],
            ] {
                let shown = try home.run(arguments: command)
                #expect(shown.code == 0 && isHarmless(shown.output), "\(command): \(shown.errors)")
            }
            let trades = try home.run("trades", "--json").document?["trades"] as? [[String: Any]]
            // Rows that could not be booked stand beside them.
            let booked = trades?.filter { $0["kind"] as? String != "unread" }
            #expect(booked == nil || booked?.count == 2, "importing twice changes nothing")
        }

        @Test(arguments: [
            [UInt8](), [0], [0xFF, 0xFE], [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 400),
            [UInt8](repeating: 0xC0, count: 5000), Array("\u{1B}[2J\n".utf8),
        ]) func whatIsNoExportIsRefusedInOneLine(_ bytes: [UInt8]) throws {
            let home = try TemporaryHome()
            let file = try home.write("\u{1B}[31mname.csv", bytes)
            let result = try home.run("import", file)
            #expect(result.code == 1 && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
            #expect(isHarmless(Array(result.errors.utf8)))
            #expect(try home.run("import", home.path).code != 0, "a folder is no export")
        }

        @Test func mistakesOfThemesAndKeymapsAreNamedByLineAndColumn() throws {
            let home = try TemporaryHome()
            let theme = try home.write(
                "bad.toml", "title = \"Bad\"\n[scopes]\n  \"text\" = \"no-such-colour\"\n\"no.such.scope\" = \"red\"\n")
            let result = try home.run("theme", "check", theme, "--json")
            let found = try #require(result.document?["diagnostics"] as? [[String: Any]], "\(result.text)")
            let places = found.map { "\($0["line"] ?? "?"):\($0["column"] ?? "?")" }
            #expect(places.contains { $0.hasPrefix("3:") } && places.contains { $0.hasPrefix("4:") }, "\(found)")
            #expect(result.code == 1 && result.document?["ok"] as? Bool == false)
            #expect(try home.run("theme", "check", theme).text.contains("bad.toml:3:"))

            let keymap = try home.write(
                "bad-keys.toml",
                "inherits = \"default\"\n[global]\nmove-down = \"<Nonsense>\"\n  no-such-action = \"z\"\nmove-up = 7\n")
            let keys = try home.run("keymap", "check", keymap)
            #expect(keys.code == 1, "\(keys.text)\(keys.errors)")
            for line in [3, 4, 5] { #expect(keys.text.contains("bad-keys.toml:\(line):"), "\(keys.text)") }
            let broken = try home.write("broken.toml", "title = \"x\n[scopes\n")
            #expect(try home.run("theme", "check", broken).code == 1)
            #expect(try home.run("theme", "check", broken).text.contains("broken.toml:1:"))
            #expect(try home.run("theme", "check").code == 0 && home.run("keymap", "check").code == 0)
        }

        @Test func mistakesOfTheSettingsAreNamed() throws {
            let home = try TemporaryHome()
            let file = try home.write(
                "config/config.toml",
                "# mine\n[screen]\n  color = \"pink\" # no\ntheme = 7\nkeymap = \"emacs\"\nno-such = true\n")
            let show = try home.run("config", "show", "--json")
            let problems = try #require(show.document?["problems"] as? [[String: Any]])
            let places = problems.map { "\($0["line"] ?? "?"):\($0["column"] ?? "?")" }
            #expect(show.code == 2 && places == ["3:3", "4:1", "6:1"], "\(problems)")
            let positions = try home.run("positions", "--json")
            #expect(positions.code == 2 && positions.errorCode == "bad_configuration", "\(positions.text)")
            #expect(positions.text.contains("config.toml:3:3:"))
            let screen = try ScreenRun(home)
            #expect(screen.wait(for: "PLTR"), "the screen opens on what is right in the file")
            screen.send("q")
            #expect(screen.waitForEnd() == 0)
            #expect(try home.run("doctor", "--json").code == 1)
            #expect(try home.run("config", "set", "screen.color", "256").code == 0)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text.contains("# mine") && text.contains("  color = \"256\" # no"), "\(text)")
            #expect(try home.run("config", "path").text == file + "\n")
        }

        @Test func theDatabaseIsCheckedCopiedAndBroughtBack() throws {
            let home = try TemporaryHome()
            #expect(try home.run("db", "check").code == 3, "none yet")
            #expect(try home.run("config", "set", "screen.theme", "nord").code == 0)
            let file = try home.write("real.csv", TastytradeText.file([TastytradeText.option()]))
            #expect(try home.run("import", file).code == 0)
            let copy = home.path + "/copy.db"
            #expect(try home.run("db", "backup", copy, "--json").document?["verified"] as? Bool == true)
            #expect(try home.run("db", "check", "--json").document?["ok"] as? Bool == true)
            let before = try home.run("trades", "--account", "tastytrade").output
            let database = home.path + "/data/magnus.db"
            for name in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + name) }
            try Data("this is not a database at all".utf8).write(to: URL(fileURLWithPath: database))
            let damaged = try home.run("positions", "--json")
            #expect(damaged.code == 1 && damaged.errorCode == "database_damaged", "\(damaged.text)")
            #expect(try home.run("db", "restore", home.path + "/absent.db").code == 3)
            let restored = try home.run("db", "restore", copy)
            #expect(restored.code == 0, "\(restored.errors)")
            #expect(restored.text.contains("former files"), "what was there is put aside")
            #expect(try home.run("trades", "--account", "tastytrade").output == before && !before.isEmpty)
        }

        /// The check of a damaged file says how its data comes back, and does not name itself.
        @Test(arguments: [0, 60_000]) func theCheckOfADamagedFileOffersItsNewestCopy(_ length: Int) throws {
            let home = try TemporaryHome()
            let file = try home.write("real.csv", TastytradeText.file([TastytradeText.option()]))
            #expect(try home.run("import", file).code == 0)
            let path = home.path + "/data/magnus.db"
            for name in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + name) }
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            let none = try home.run("db", "check")
            #expect(none.code == 1 && none.errors.contains("no sound copy in "), "\(none.errors)")
            try whole.write(to: URL(fileURLWithPath: path))
            let answer = try home.run("db", "backup", "--json").document
            let copy = try #require(answer?["path"] as? String)
            for name in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + name) }
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            let check = try home.run("db", "check")
            #expect(check.code == 1 && check.errors.contains("magnus db restore \(copy)"), "\(check.errors)")
            #expect(!check.errors.contains("run magnus db check"), "\(check.errors)")
            #expect(try home.run("db", "restore", copy).code == 0 && home.run("db", "check").code == 0)
        }

        /// Without its file a home with backups is no new one: no command answers with an empty book.
        @Test func aDatabaseThatIsGoneIsNotTakenForANewHome() throws {
            let home = try TemporaryHome()
            let file = try home.write("real.csv", TastytradeText.file([TastytradeText.option()]))
            #expect(try home.run("import", file).code == 0)
            #expect(try home.run("db", "backup").code == 0)
            let before = try home.run("trades", "--account", "tastytrade").output
            let database = home.path + "/data/magnus.db"
            for name in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + name) }
            for command in [["positions"], ["accounts"], ["db", "check"], ["import", file], ["--plain"]] {
                let result = try home.run(arguments: command + ["--json"])
                #expect(result.code == 1 && result.errorCode == "database_missing", "\(command): \(result.text)")
            }
            let doctor = try home.run("doctor")
            #expect(doctor.code == 1 && doctor.text.contains("magnus db restore"), "\(doctor.text)")
            #expect(!FileManager.default.fileExists(atPath: database))
            #expect(try home.run("db", "restore").code == 0)
            #expect(try home.run("trades", "--account", "tastytrade").output == before && !before.isEmpty)
        }

        /// A crash in `db restore` on a disk without hard links: the former file is put aside, the restored one waits
        /// under another name. Nobody calls that an empty home, and what to do is said.
        @Test func aRestoreThatLeftNoFileIsNamedAndFinished() throws {
            let home = try TemporaryHome()
            let file = try home.write("real.csv", TastytradeText.file([TastytradeText.option()]))
            #expect(try home.run("import", file).code == 0)
            let before = try home.run("trades", "--account", "tastytrade").output
            let copy = home.path + "/copy.db"
            #expect(try home.run("db", "backup", copy).code == 0)
            let database = home.path + "/data/magnus.db"
            let aside = home.path + "/data/former"
            let manager = FileManager.default
            try manager.createDirectory(atPath: aside, withIntermediateDirectories: true)
            for name in ["", "-wal", "-shm"] where manager.fileExists(atPath: database + name) {
                try manager.moveItem(atPath: database + name, toPath: aside + "/magnus.db" + name)
            }
            try manager.moveItem(atPath: copy, toPath: database + ".restored")
            try Data(aside.utf8).write(to: URL(fileURLWithPath: database + ".restored-aside"))
            let check = try home.run("db", "check")
            #expect(check.code == 1 && (check.errors + check.text).contains("magnus db migrate"), "\(check.errors)")
            let doctor = try home.run("doctor")
            #expect(doctor.code == 1 && doctor.text.contains("magnus db migrate"), "\(doctor.text)")
            #expect(try home.run("db", "migrate").code == 0)
            #expect(try home.run("db", "check").code == 0)
            #expect(try home.run("trades", "--account", "tastytrade").output == before && !before.isEmpty)
        }

        @Test func aNewerDatabaseIsNotTouched() throws {
            let home = try TemporaryHome()
            _ = try home.run("positions")
            let path = home.path + "/data/magnus.db"
            // A whole file without a log beside it, whose header alone says what it is.
            let copy = home.path + "/whole.db"
            #expect(try home.run("db", "backup", copy).code == 0)
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try FileManager.default.moveItem(atPath: copy, toPath: path)
            let descriptor = open(path, O_RDWR)
            try #require(descriptor >= 0)
            // SQLite file format, section 1.3: user_version is the big-endian word at offset 60.
            let version: [UInt8] = [0, 0, 0x27, 0x10]
            #expect(pwrite(descriptor, version, 4, 60) == 4)
            close(descriptor)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            for command in [["positions"], ["import", path], ["db", "migrate"], ["--plain"]] {
                let result = try home.run(arguments: command + ["--json"])
                #expect(result.code == 2 && result.errorCode == "database_newer", "\(command): \(result.text)")
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }

        /// An answer that a full disk swallowed is no success; a reader that went away is none of our business.
        @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: [[], ["--json"]])
        func anAnswerThatCannotBeWrittenIsAFailure(_ flags: [String]) throws {
            let home = try TemporaryHome()
            let errors = home.path + "/errors"
            let process = try ChildProcess.start(
                [try ChildProcess.binary(), "positions"] + flags,
                environment: ["TERM=dumb", "LC_ALL=C.UTF-8", "HOME=" + home.path, "MAGNUS_HOME=" + home.path]
                    + ChildProcess.inherited,
                descriptors: [
                    .path("/dev/null", flags: O_RDONLY), .path("/dev/full", flags: O_WRONLY),
                    .path(errors, flags: O_WRONLY | O_CREAT | O_TRUNC),
                ])
            var status: Int32 = 0
            waitpid(process, &status, 0)
            #expect(status & 0x7F == 0 && status >> 8 & 0xFF == 1, "\(status)")
            let told = try String(contentsOfFile: errors, encoding: .utf8)
            #expect(told.contains("could not be written") && told.contains("No space left on device"), "\(told)")
        }
    }
}
