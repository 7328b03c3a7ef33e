import MagnusDomain

/// Reads OFX in pieces of any size: the SGML of version 1, whose leaves need no end tag, and the XML of version 2.
///
/// OFX has no attributes: an element is its name and, when it is a leaf, the text behind its tag. Bounded memory, no
/// document types, no entities but the predefined and numeric ones; a bare `&`, which version 1 files have, is itself.
struct OpenFinancialTokenizer: Sendable {
    enum Event: Sendable, Equatable {
        case start(name: String, line: Int, column: Int)
        /// The text of the leaf that was started last.
        case value(String)
        case end(name: String, line: Int, column: Int)
    }

    static let tagLimit = 256
    static let valueLimit = 65_536

    private enum State { case header, text, tag }

    private var state = State.header
    private var place = MarkupPlace()
    private var buffer: [UInt8] = []
    private var tagLine = 1
    private var tagColumn = 1
    /// Whether a leaf may still get its text.
    private var isValueOpen = false
    private(set) var hasEnded = false

    mutating func read(_ bytes: some Sequence<UInt8>, into events: inout [Event]) throws(XMLFault) {
        for byte in bytes {
            place.advance(byte)
            if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { throw place.fault("control character \(byte)") }
            switch state {
            // The header of version 1 is lines before the first tag.
            case .header where byte != 0x3C: continue
            case .header, .text:
                if byte == 0x3C {
                    endText(into: &events)
                    state = .tag
                    (tagLine, tagColumn) = (place.line, max(place.column, 1))
                } else if isValueOpen {
                    buffer.append(byte)
                    guard buffer.count <= Self.valueLimit else { throw place.fault("a value that is too long") }
                }
            case .tag:
                if byte == 0x3E {
                    try endTag(into: &events)
                    state = .text
                } else {
                    buffer.append(byte)
                    guard buffer.count <= Self.tagLimit, byte != 0x3C else {
                        throw place.fault("a tag that does not end")
                    }
                }
            }
        }
    }

    func finish() throws(XMLFault) {
        guard hasEnded, state == .text else { throw place.fault("the file ends before </OFX>") }
    }

    private mutating func endText(into events: inout [Event]) {
        defer { buffer = [] }
        guard isValueOpen else { return }
        let text = Self.resolved(CellText.trimmed(Self.withoutBreaks(buffer)))
        if !text.isEmpty { events.append(.value(text)) }
        isValueOpen = false
    }

    private mutating func endTag(into events: inout [Event]) throws(XMLFault) {
        let text = String(decoding: buffer, as: UTF8.self)
        buffer = []
        // The declarations of version 2.
        if text.hasPrefix("?") { return }
        if text.hasPrefix("!") {
            throw XMLFault(
                line: tagLine, column: tagColumn,
                reason: "document types, entity declarations, comments and CDATA are not accepted")
        }
        let isEnd = text.hasPrefix("/")
        let isEmpty = text.hasSuffix("/") && !isEnd
        let name = CellText.trimmed(text.dropFirst(isEnd ? 1 : 0).dropLast(isEmpty ? 1 : 0)).uppercased()
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x2E || byte == 0x5F || byte == 0x2D
        }
        guard !name.isEmpty, isName else {
            throw XMLFault(line: tagLine, column: tagColumn, reason: "a tag that is no OFX element")
        }
        guard !hasEnded else { throw XMLFault(line: tagLine, column: tagColumn, reason: "text behind </OFX>") }
        if isEnd {
            if name == "OFX" { hasEnded = true }
            events.append(.end(name: name, line: tagLine, column: tagColumn))
        } else {
            events.append(.start(name: name, line: tagLine, column: tagColumn))
            isValueOpen = !isEmpty
            if isEmpty { events.append(.end(name: name, line: tagLine, column: tagColumn)) }
        }
    }

    private static func withoutBreaks(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self)
    }

    /// With predefined and numeric references resolved, once: what they give is not looked at again.
    private static func resolved(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        var output = ""
        var rest = text
        while let mark = rest.firstIndex(of: "&") {
            output += rest[..<mark]
            rest = rest[rest.index(after: mark)...]
            guard let end = rest.prefix(12).firstIndex(of: ";"), let scalar = reference(String(rest[..<end])) else {
                output += "&"
                continue
            }
            output.unicodeScalars.append(scalar)
            rest = rest[rest.index(after: end)...]
        }
        return output + rest
    }

    private static func reference(_ word: String) -> Unicode.Scalar? {
        word == "nbsp" ? " " : XMLTokenizer.reference(word)
    }
}
