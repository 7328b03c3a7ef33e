import Testing

@testable import MagnusCurses

@Suite struct ControlSequencesTests {
    // RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64(_ text: String, _ encoded: String) {
        #expect(String(decoding: ControlSequences.base64(Array(text.utf8)), as: UTF8.self) == encoded)
    }

    @Test func aNotificationCannotCarryASequence() {
        let bytes = ControlSequences.notification(title: "a;b\u{1B}]52;c;AAAA\u{7}", body: "c\u{9C}\nd")
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text == "\u{1B}]9;a,b^[]52,c,AAAA^G: c<U+009C> d\u{7}\u{1B}]777;notify;a,b^[]52,c,AAAA^G;c<U+009C> d\u{7}")
    }
}
