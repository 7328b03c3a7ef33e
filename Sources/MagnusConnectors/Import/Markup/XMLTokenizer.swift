/// Why a text is no XML that is accepted here, and where.
struct XMLFault: Error, Sendable, Equatable {
    /// From 1.
    var line: Int
    /// In characters, from 1.
    var column: Int
    var reason: String
}

/// The start of an element.
struct XMLElement: Sendable, Equatable {
    var name: String
    var attributes: [String: String]
    var line: Int
    var column: Int
}

/// Reads XML 1.0 in pieces of any size, one element after the other, with bounded memory.
///
/// Strict and small on purpose: no document type (and so no entities but the five predefined and numeric ones: an entity
/// bomb is refused at its declaration), no CDATA, no processing instructions beyond the declaration. Text between
/// elements is passed over. The first fault ends the file.
struct XMLTokenizer: Sendable {
    enum Event: Sendable, Equatable {
        case start(XMLElement)
        case end(String)
    }

    struct Limits: Sendable {
        var depth = 64
        var attributes = 512
        /// Bytes of one tag, and of one comment.
        var tagBytes = 262_144
    }

    private enum State { case text, tag, comment, instruction }

    private let limits: Limits
    private var state = State.text
    private var place = MarkupPlace()
    private var tag: [UInt8] = []
    private var tagLine = 1
    private var tagColumn = 1
    private var quote: UInt8 = 0
    private var open: [String] = []
    private var hasRoot = false

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Takes the next bytes, UTF-8 without a mark, and appends what they complete.
    mutating func read(_ bytes: some Sequence<UInt8>, into events: inout [Event]) throws(XMLFault) {
        for byte in bytes {
            place.advance(byte)
            if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { throw place.fault("control character \(byte)") }
            switch state {
            case .text:
                if byte == 0x3C {
                    state = .tag
                    tag = []
                    (tagLine, tagColumn) = (place.line, place.column)
                } else if byte == 0x26, open.isEmpty {
                    throw place.fault("text outside the root element")
                } else if open.isEmpty, byte > 0x20 {
                    throw place.fault("text outside the root element")
                }
            case .tag: try takeTag(byte, into: &events)
            case .comment:
                tag.append(byte)
                if tag.count > 3 { tag.removeFirst() }
                if tag == [0x2D, 0x2D, 0x3E] { state = .text }
            case .instruction:
                tag.append(byte)
                if tag.count > 2 { tag.removeFirst() }
                if tag == [0x3F, 0x3E] { state = .text }
            }
        }
    }

    /// Ends the text.
    func finish() throws(XMLFault) {
        guard state == .text else { throw place.fault("the file ends inside a tag") }
        guard open.isEmpty else { throw place.fault("the file ends inside <\(open.last ?? "")>") }
        guard hasRoot else { throw place.fault("no element") }
    }

    private func tagFault(_ reason: String) -> XMLFault {
        XMLFault(line: tagLine, column: max(tagColumn, 1), reason: reason)
    }

    private mutating func takeTag(_ byte: UInt8, into events: inout [Event]) throws(XMLFault) {
        if quote != 0 {
            if byte == quote { quote = 0 } else if byte == 0x3C { throw place.fault("< inside an attribute") }
        } else if byte == 0x22 || byte == 0x27 {
            quote = byte
        } else if byte == 0x3C {
            throw place.fault("< inside a tag")
        } else if byte == 0x3E {
            state = .text
            try endTag(into: &events)
            return
        }
        tag.append(byte)
        guard tag.count <= limits.tagBytes else { throw tagFault("a tag of more than \(limits.tagBytes) bytes") }
        if tag.count == 1, byte == 0x3F {
            guard !hasRoot else { throw tagFault("a processing instruction") }
            (state, tag) = (.instruction, [])
        } else if tag.count == 3, tag == [0x21, 0x2D, 0x2D] {
            (state, tag) = (.comment, [])
        } else if tag.first == 0x21, tag.count <= 3, tag.dropFirst().contains(where: { $0 != 0x2D }) {
            throw tagFault("document types, entity declarations and CDATA are not accepted")
        }
    }

    private mutating func endTag(into events: inout [Event]) throws(XMLFault) {
        if tag.first == 0x2F {
            let name = String(decoding: tag.dropFirst().reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
            guard let last = open.last, last == name else {
                throw tagFault("</\(Self.shown(name))> closes no open element")
            }
            open.removeLast()
            events.append(.end(name))
            return
        }
        let isEmpty = tag.last == 0x2F
        if isEmpty { tag.removeLast() }
        let element = try element()
        guard open.count < limits.depth else { throw tagFault("more than \(limits.depth) elements inside each other") }
        if open.isEmpty, hasRoot { throw tagFault("a second root element") }
        hasRoot = true
        events.append(.start(element))
        if isEmpty { events.append(.end(element.name)) } else { open.append(element.name) }
    }

    private func element() throws(XMLFault) -> XMLElement {
        var rest = tag[...]
        let name = Self.name(&rest)
        guard !name.isEmpty else { throw tagFault("a tag without a name") }
        var element = XMLElement(name: name, attributes: [:], line: tagLine, column: tagColumn)
        while true {
            let blanks = Self.skipBlanks(&rest)
            if rest.isEmpty { return element }
            let key = Self.name(&rest)
            guard blanks > 0, !key.isEmpty else { throw tagFault("<\(Self.shown(name))> is not well formed") }
            Self.skipBlanks(&rest)
            guard rest.popFirst() == 0x3D else { throw tagFault("attribute \(Self.shown(key)) without a value") }
            Self.skipBlanks(&rest)
            guard let mark = rest.popFirst(), mark == 0x22 || mark == 0x27, let end = rest.firstIndex(of: mark) else {
                throw tagFault("attribute \(Self.shown(key)) without quotes")
            }
            let value = try text(rest[..<end])
            rest = rest[(end + 1)...]
            guard element.attributes.updateValue(value, forKey: key) == nil else {
                throw tagFault("attribute \(Self.shown(key)) twice")
            }
            guard element.attributes.count <= limits.attributes else {
                throw tagFault("more than \(limits.attributes) attributes")
            }
        }
    }

    @discardableResult private static func skipBlanks(_ bytes: inout ArraySlice<UInt8>) -> Int {
        var count = 0
        while let first = bytes.first, first <= 0x20 {
            bytes.removeFirst()
            count += 1
        }
        return count
    }

    private static func name(_ bytes: inout ArraySlice<UInt8>) -> String {
        let name = bytes.prefix { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5F, 0x80...0xFF: true
            default: false
            }
        }
        bytes = bytes.dropFirst(name.count)
        guard let first = name.first, !(0x2D...0x39).contains(first) else { return "" }
        return String(decoding: name, as: UTF8.self)
    }

    /// A value with its references resolved.
    private func text(_ bytes: ArraySlice<UInt8>) throws(XMLFault) -> String {
        guard bytes.contains(0x26) else { return String(decoding: bytes, as: UTF8.self) }
        var output: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == 0x26 else {
                output.append(byte)
                continue
            }
            guard let end = rest.prefix(12).firstIndex(of: 0x3B) else { throw tagFault("& without its end") }
            let word = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            guard let scalar = Self.reference(word) else { throw tagFault("unknown entity &\(Self.shown(word));") }
            output.append(contentsOf: Array(String(scalar).utf8))
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The character of a predefined or numeric reference, without its `&` and `;`.
    static func reference(_ word: String) -> Unicode.Scalar? {
        switch word {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard word.first == "#" else { return nil }
        let isHexadecimal = word.dropFirst().first == "x"
        let digits = word.dropFirst(isHexadecimal ? 2 : 1)
        guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit),
            let value = UInt32(digits, radix: isHexadecimal ? 16 : 10), value >= 0x20 || value == 9 || value == 10
        else { return nil }
        return Unicode.Scalar(value)
    }

    private static func shown(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(40).filter { $0.value >= 0x20 && $0.value < 0x7F }))
    }
}
