import Testing

@testable import MagnusConnectors

/// Strict, small and bounded: what an entity bomb needs is refused where it is declared.
@Suite struct XMLTokenizerTests {
    private func events(_ text: String, piece: Int = .max) throws(XMLFault) -> [XMLTokenizer.Event] {
        var tokenizer = XMLTokenizer()
        var events: [XMLTokenizer.Event] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(piece, max(bytes.count, 1))) {
            try tokenizer.read(bytes[start..<min(bytes.count, start + min(piece, bytes.count))], into: &events)
        }
        try tokenizer.finish()
        return events
    }

    private func fault(_ text: String) -> XMLFault? {
        do throws(XMLFault) {
            _ = try events(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func theCutOfTheBytesDoesNotMatter(piece: Int) throws {
        let text = "<?xml version='1.0'?>\r\n<!-- a <b> -- c -->\n<A x=\"1 &amp; &#x41;&lt;\" y='ü\"'>text<B/></A >\n"
        let found = try events(text, piece: piece)
        let expected: [XMLTokenizer.Event] = [
            .start(XMLElement(name: "A", attributes: ["x": "1 & A<", "y": "ü\""], line: 3, column: 1)),
            .start(XMLElement(name: "B", attributes: [:], line: 3, column: 38)), .end("B"), .end("A"),
        ]
        #expect(found == expected)
    }

    @Test func whatIsRefusedSaysWhere() {
        let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a x=\"&b;\"/>"
        let refused = fault(bomb)
        #expect(refused?.line == 2 && refused?.column == 1)
        #expect(refused?.reason.contains("entity") == true)
        #expect(fault("<a x=\"&b;\"/>")?.reason == "unknown entity &b;")
        #expect(fault("<a x=\"&#0;\"/>") != nil && fault("<a x=\"&#xD800;\"/>") != nil)
        #expect(fault("<a x=\"&amp\"/>")?.reason == "& without its end")
        #expect(fault("<a><![CDATA[x]]></a>") != nil)
        #expect(fault("<a x=\"1\" x=\"2\"/>")?.reason == "attribute x twice")
        #expect(fault("<a x=1/>") != nil && fault("<a x/>") != nil && fault("<a x=\"1\"y=\"2\"/>") != nil)
        #expect(fault("<a x=\"<\"/>")?.reason == "< inside an attribute")
        #expect(fault("<a>\n<b></a>") == XMLFault(line: 2, column: 4, reason: "</a> closes no open element"))
        #expect(fault("<a/><b/>")?.reason == "a second root element")
        #expect(fault("x<a/>") != nil && fault("<a/>x") != nil && fault("") != nil && fault("<>") != nil)
        #expect(fault("<a>\u{1}</a>")?.reason == "control character 1")
        #expect(fault("<1a/>") != nil && fault("<a><?php x?></a>") != nil)
    }

    @Test func limitsHold() {
        let deep = String(repeating: "<a>", count: 65)
        #expect(fault(deep)?.reason == "more than 64 elements inside each other")
        let wide = "<a " + (0...512).map { "x\($0)='1'" }.joined(separator: " ") + "/>"
        #expect(fault(wide)?.reason == "more than 512 attributes")
        #expect(fault("<a x='" + String(repeating: "y", count: 300_000))?.reason == "a tag of more than 262144 bytes")
    }

    @Test func everyTruncationIsAFault() throws {
        let text = "<?xml version='1.0'?><A><B x=\"1\" y='2'/><!-- c --><C></C></A>"
        let whole = try events(text)
        #expect(whole.count == 6)
        for count in 0..<text.utf8.count { #expect(fault(String(text.prefix(count))) != nil, "\(count)") }
    }
}
