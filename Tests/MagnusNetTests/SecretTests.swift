import Foundation
import Testing

@testable import MagnusNet

@Suite struct SecretTests {
    private struct Login: Encodable {
        var user = "trader"
        var password = Secret("hunter2-hunter2")
    }

    @Test func nothingPrintsIt() throws {
        let login = Login()
        var dumped = ""
        dump(login, to: &dumped)
        let json = String(decoding: try JSONEncoder().encode(login), as: UTF8.self)
        let children = Mirror(reflecting: login.password).children.map { "\($0)" }
        for text in [
            "\(login.password)", String(reflecting: login.password), "\(login)", String(reflecting: login), dumped,
            json,
            "\([login.password])", "\(Optional(login.password) as Any)", "\(["k": login.password])",
            String(format: "%@", "\(login.password)"), "\(children)",
        ] {
            #expect(!text.contains("hunter2"), "\(text)")
        }
        #expect(json.contains("\"password\":\"<redacted>\""))
        #expect(children.isEmpty)
        #expect(login.password.exposed == "hunter2-hunter2")
        #expect(login.password == Secret("hunter2-hunter2") && login.password != Secret("hunter3"))
    }
}

@Suite struct RedactionTests {
    @Test(arguments: [
        ("key=abcdefghij&x=1", "key=<redacted>&x=1"),
        ("key=abcdefgh... was refused", "key=<redacted>... was refused"),
        ("abcdef", "<redacted>"), ("abcde", "abcde"),
        ("abcdefghijabcdefghij", "<redacted><redacted>"), ("xabcdefghijx", "x<redacted>x"),
        ("aabcdefg", "a<redacted>"), ("", ""), ("nothing here", "nothing here"), ("ABCDEFGHIJ", "ABCDEFGHIJ"),
    ])
    func valueAndItsBeginnings(text: String, expected: String) {
        #expect(Redaction([Secret("abcdefghij")]).apply(to: text) == expected)
    }

    @Test func formsOnTheWire() {
        let redaction = Redaction([Secret("pässwörd/+="), Secret("1234"), Secret("")])
        #expect(redaction.apply(to: "p%C3%A4ssw%C3%B6rd%2F%2B%3D.") == "<redacted>.")
        let base64 = Data("pässwörd/+=".utf8).base64EncodedString()
        #expect(!redaction.apply(to: "Basic \(base64)").contains(base64.prefix(8)))
        #expect(redaction.apply(to: "pin 1234, not 123") == "pin <redacted>, not 123")
        #expect(Redaction().apply(to: "as it is") == "as it is")
    }

    @Test(arguments: 0...20) func base64IsTheStandards(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 200) }
        #expect(String(decoding: Base64.encode(bytes), as: UTF8.self) == Data(bytes).base64EncodedString())
    }

    @Test func longestOfSeveralWins() {
        let redaction = Redaction([Secret("token-1"), Secret("token-12345")])
        #expect(redaction.apply(to: "token-12345!") == "<redacted>!")
    }
}
