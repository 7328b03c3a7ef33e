import Foundation
import Logging
import MagnusDomain
import MagnusEngine
import Testing

@testable import magnus

@Suite struct LogTests {
    private let time = Instant(secondsSinceEpoch: 1_805_121_720)

    private func line(_ message: String, _ metadata: Logger.Metadata = [:]) -> String {
        LogLine.text(time: time, level: .warning, label: "engine", message: message, metadata: metadata)
    }

    @Test func aLineSaysWhenHowLoudAndWhat() {
        #expect(
            line("source away", ["symbol": "KO", "age": "12"])
                == "2027-03-15T14:42:00Z warning engine: source away age=12 symbol=KO")
    }

    @Test(arguments: [
        "token=abcdef123456", "GET /x?api_key=abcdef123456&y=1", "Authorization: Bearer abcdef123456",
        "password: abcdef123456", "{\"client_secret\":\"abcdef123456\"}", "https://user:abcdef123456@host/path",
        "x-api-key: abcdef123456", "refresh_token = 'abcdef123456'", "Cookie: abcdef123456", "bearer abcdef123456",
    ]) func secretsAreTakenOut(_ text: String) {
        let shown = line(text)
        #expect(!shown.contains("abcdef") && shown.contains(LogLine.mask), "\(shown)")
        #expect(!line("x", ["detail": "\(text)"]).contains("abcdef"))
    }

    @Test(arguments: ["AAPL: source unreachable, timeout", "lists.own = KO, MO", "12 rows imported: 4 skipped"])
    func whatIsNoSecretStays(_ text: String) {
        #expect(line(text).hasSuffix(text))
    }

    @Test func controlSequencesAreHarmlessAndLinesAreBounded() {
        let hostile =
            "\u{1B}]52;c;ZXZpbA==\u{07}\u{1B}[2J\u{9B}31m\u{202E}a\nb\r\u{0}" + String(repeating: "x", count: 100_000)
        let shown = line(hostile)
        #expect(shown.count <= LogLine.maximumLength + 100)
        #expect(
            !shown.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E }
        )
    }

    @Test func theFileIsPrivateAndBounded() throws {
        let path = NSTemporaryDirectory() + "magnus-log-\(UUID().uuidString)"
        defer { for name in [path, path + ".1"] { try? FileManager.default.removeItem(atPath: name) } }
        #expect(FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o644]))
        let file = LogFile(path: path, limit: 1000)
        for number in 0..<100 { file.write("line \(number) " + String(repeating: ".", count: 40)) }
        func attribute<Value>(_ name: String, _ key: FileAttributeKey) throws -> Value? {
            try FileManager.default.attributesOfItem(atPath: name)[key] as? Value
        }
        #expect(try attribute(path, .posixPermissions) == 0o600 && attribute(path + ".1", .posixPermissions) == 0o600)
        #expect(try #require(try attribute(path, .size) as Int?) <= 1000)
        #expect(try #require(try attribute(path + ".1", .size) as Int?) <= 1000)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("line 99 "))
        #expect(try String(contentsOfFile: path + ".1", encoding: .utf8).hasSuffix("\n"), "whole lines")
    }

    @Test func aLogThatCannotBeWrittenStopsNothing() {
        LogFile(path: "/proc/no-such-place/log").write("x")
        let handler = MagnusLogHandler(
            logLevel: .info, label: "x", file: nil, isOnStandardError: false, clock: FixedEngineClock(time))
        handler.log(
            event: LogEvent(
                level: .info, message: "x", metadata: nil, source: nil, file: "", function: "", line: 0))
        #expect(handler.logLevel == .info)
    }
}
