import Foundation
import MagnusEngine
import Testing

@testable import magnus

@Suite struct ConfigurationSourceTests {
    private func set(_ text: String, _ key: String, _ literal: String) -> String {
        var source = ConfigurationSource(text)
        source.set(key, toTOML: literal)
        return source.text
    }

    @Test func aChangeKeepsEverythingElse() {
        let text = "# head\na = 1 # one\n\n[screen] # s\n  theme = \"x # y\"   # why\n# end\n"
        #expect(set(text, "a", "2") == text.replacing("a = 1", with: "a = 2"))
        #expect(set(text, "screen.theme", "\"z\"") == text.replacing("\"x # y\"", with: "\"z\""))
        #expect(set(text, "screen.color", "\"256\"").contains("# why\ncolor = \"256\"\n# end\n"))
        #expect(set(text, "b", "true").contains("a = 1 # one\nb = true\n"))
        #expect(set(text, "lists.own", "[\"KO\"]") == text + "\n[lists]\nown = [\"KO\"]\n")
        #expect(set("", "account", "\"x\"") == "account = \"x\"\n")
        #expect(set("# only a comment\n", "account", "1") == "account = 1\n# only a comment\n")
    }

    @Test func placesAreOneBasedLinesAndColumns() {
        let source = ConfigurationSource("a = 1\n[t . u]\n   \"k\" = [1, # x\n 2]\n")
        #expect(source.places["a"]?.line == 1 && source.places["a"]?.column == 1)
        #expect(source.places["t.u.k"]?.line == 3 && source.places["t.u.k"]?.column == 4)
        #expect(source.places["t.u.k"]?.value?.lastLine == 3)
        #expect(source.place(of: "t.u.k.inner") == source.places["t.u.k"] && source.place(of: "x.y") == nil)
    }

    @Test func textsOverLinesHideNothingThatLooksLikeAKey() {
        let text = "a = \"\"\"\nb = 1 # \"\n[c]\n\"\"\" # end\nd = 2\n"
        let source = ConfigurationSource(text)
        #expect(source.places.keys.sorted() == ["a", "d"])
        #expect(set(text, "a", "7") == "a = 7 # end\nd = 2\n")
        #expect(ConfigurationSource("a = \"open\nb = 1\n").places["b"]?.line == 2)
    }

    @Test func foreignLineEndsStay() {
        #expect(set("# x\r\na = 1\r\nb = 2\r\n", "a", "3") == "# x\r\na = 3\r\nb = 2\r\n")
    }

    /// A value that spans lines is replaced whole; the file stays valid.
    @Test func aValueOverLinesIsReplacedWhole() async throws {
        try await withFile("[lists]\nown = [\n  \"KO\", # cola\n  \"MO\",\n]\nwatch = [\"A\"]\n") { file, path in
            try await file.save(key: "lists.own", value: .list(["PEP"]))
            let (settings, problems) = await file.read()
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(problems.isEmpty, "\(problems) in \(text)")
            #expect(settings.value("lists.own") == .list(["PEP"]) && settings.value("lists.watch") == .list(["A"]))
        }
    }

    /// A value in a file that is refused as a whole is in force nowhere: no success is told, and the file stays as it was.
    @Test(arguments: ["[screen\n", "account = \"x\u{0}\"\n"])
    func aFileThatStaysRefusedIsNotWritten(_ text: String) async throws {
        try await withFile(text) { file, path in
            do {
                try await file.save(key: "scan.delta_low", value: .number(0.2))
                Issue.record("saved into \(text)")
            } catch SettingError.brokenFile(let words) {
                #expect(words.hasPrefix("\(path):"), "\(words)")
            }
            let kept = try String(contentsOfFile: path, encoding: .utf8)
            #expect(kept == text)
        }
    }

    /// A change that mends the file is taken.
    @Test func theBrokenValueItselfCanBeSet() async throws {
        try await withFile("[scan]\ndelta_low = 0.2.3\n") { file, path in
            try await file.save(key: "scan.delta_low", value: .number(0.2))
            let kept = try String(contentsOfFile: path, encoding: .utf8)
            #expect(kept == "[scan]\ndelta_low = 0.2\n")
        }
    }

    @Test func whatIsSavedIsReadBack() async throws {
        try await withFile("# kept\n") { file, path in
            let odd = "a \"quote\" \\ back'slash # no comment [x]"
            try await file.save(key: "account", value: .text(odd))
            try await file.save(key: "lists.own", value: .list(["KO", "BRK.B"]))
            try await file.save(key: "scan.interval_minutes", value: .number(2.5))
            try await file.save(key: "screen.mouse", value: .flag(false))
            let (settings, problems) = await file.read()
            #expect(problems.isEmpty, "\(problems)")
            #expect(settings.value("account") == .text(odd) && settings.value("lists.own") == .list(["KO", "BRK.B"]))
            #expect(settings.value("scan.interval_minutes") == .number(2.5))
            #expect(settings.value("screen.mouse") == .flag(false))
            #expect(try String(contentsOfFile: path, encoding: .utf8).contains("# kept"))
            await #expect(throws: SettingError.unknownKey("no.such")) {
                try await file.save(key: "no.such", value: .flag(true))
            }
            await #expect(throws: SettingError.self) { try await file.save(key: "screen.mouse", value: .number(1)) }
        }
    }

    @Test func everyMistakeIsNamedAndTheRestIsUsed() async throws {
        try await withFile("acount = \"x\"\n[screen]\n  color = \"pink\"\nmouse = 1\nbell = false\nascii = { a = 1 }\n")
        {
            file, path in
            let (settings, problems) = await file.read()
            #expect(problems.map { "\($0.line):\($0.column)" } == ["1:1", "3:3", "4:1", "6:1"], "\(problems)")
            #expect(problems.first?.description.hasPrefix("\(path):1:1: unknown setting acount") == true)
            #expect(settings.value("screen.bell") == .flag(false) && settings.value("screen.mouse") == .flag(true))
        }
        try await withFile("a = 1\nb = = 2\n") { file, _ in
            let (_, problems) = await file.read()
            #expect(problems.count == 1 && problems.first?.line == 2, "\(problems)")
        }
    }

    /// What is there and cannot be read is no file without settings: it is named, and nothing is written in its place.
    @Test func aFolderInPlaceOfTheFileIsAMistake() async throws {
        let path = NSTemporaryDirectory() + "magnus-config-\(UUID().uuidString).toml"
        let file = ConfigurationFile(path: path, descriptors: SettingCatalogue.all)
        let none = await file.read().problems
        #expect(none.isEmpty, "no file is no mistake")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let problems = await file.read().problems
        #expect(problems.map(\.description) == ["\(path):1:1: cannot be read (it is a folder)"], "\(problems)")
        await #expect(throws: SettingError.self) { try await file.save(key: "screen.mouse", value: .flag(false)) }
    }

    /// A theme that came while the screen runs can be chosen, and is what the file says from then on.
    @Test func aThemeThatCameLaterCanBeChosen() async throws {
        let folder = NSTemporaryDirectory() + "magnus-themes-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = ConfigurationFile(
            path: folder + "/config.toml",
            descriptors: SettingCatalogue.all.map { descriptor in
                var descriptor = descriptor
                if descriptor.key == SettingCatalogue.Key.theme {
                    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                    descriptor.range = .choice(["magnus-dark"] + names)
                }
                return descriptor
            })
        await #expect(throws: SettingError.self) {
            try await file.save(key: SettingCatalogue.Key.theme, value: .text("zebra"))
        }
        try Data().write(to: URL(fileURLWithPath: folder + "/zebra"))
        try await file.save(key: SettingCatalogue.Key.theme, value: .text("zebra"))
        let read = await file.read()
        #expect(read.problems.isEmpty && read.settings.value(SettingCatalogue.Key.theme)?.text == "zebra")
    }

    private func withFile(_ text: String, _ body: (ConfigurationFile, String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "magnus-config-\(UUID().uuidString).toml"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(ConfigurationFile(path: path, descriptors: SettingCatalogue.all), path)
    }
}
