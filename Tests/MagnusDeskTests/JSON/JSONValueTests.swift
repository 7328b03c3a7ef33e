import Foundation
import Testing

@testable import MagnusDesk

@Suite struct JSONValueTests {
    @Test func unknownFiguresAreNull() {
        let value: JSONValue = ["a": JSONValue(Double.nan), "b": JSONValue(nil as Double?), "c": JSONValue(-0.0)]
        #expect(value.text == #"{"a": null, "b": null, "c": 0}"#)
    }

    @Test func everyStringReadsBackAndDrivesNoTerminal() throws {
        let hostile = "a\"\\\n\r\t\u{0}\u{1B}]52;c;x\u{7}\u{9B}2J\u{202E}\u{200B}é漢🙂"
        let text = JSONValue.array([.string(hostile)]).text
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x200B })
        let back = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String]
        #expect(back == [hostile])
    }

    @Test func nestedDocumentsAreReadable() throws {
        let value: JSONValue = ["rows": [["id": "x", "figures": [1, 2.5.json]]], "empty": [], "none": [:]]
        let text = value.text
        let back = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(Set(back.keys) == ["rows", "empty", "none"])
        #expect(text.contains("\n"))
    }

    @Test func numbersKeepEveryDigit() {
        #expect(JSONValue.text(of: 0.1 + 0.2) == "0.30000000000000004")
        #expect(JSONValue.text(of: -5) == "-5")
        #expect(JSONValue.text(of: .infinity) == "null")
    }
}

extension Double {
    fileprivate var json: JSONValue { .number(self) }
}
