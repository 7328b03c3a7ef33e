extension JSONValue {
    /// The document as text, two spaces a level; short arrays and objects of plain values stay on one line.
    public var text: String {
        var output = ""
        write(into: &output, level: 0)
        return output
    }

    private var isPlain: Bool {
        switch self {
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        default: true
        }
    }

    private func write(into output: inout String, level: Int) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .integer(let value): output += String(value)
        case .number(let value): output += Self.text(of: value)
        case .string(let value): Self.write(value, into: &output)
        case .array(let elements):
            Self.writeList(
                elements, brackets: ("[", "]"), isShort: elements.allSatisfy(\.isPlain), level: level, into: &output
            ) { $0.write(into: &$1, level: level + 1) }
        case .object(let members):
            Self.writeList(
                members, brackets: ("{", "}"), isShort: members.count <= 4 && members.allSatisfy(\.value.isPlain),
                level: level, into: &output
            ) {
                Self.write($0.key, into: &$1)
                $1 += ": "
                $0.value.write(into: &$1, level: level + 1)
            }
        }
    }

    private static func writeList<Element>(
        _ elements: [Element], brackets: (String, String), isShort: Bool, level: Int, into output: inout String,
        element write: (Element, inout String) -> Void
    ) {
        output += brackets.0
        for (index, element) in elements.enumerated() {
            if index > 0 { output += isShort ? ", " : "," }
            if !isShort { output += "\n" + String(repeating: "  ", count: level + 1) }
            write(element, &output)
        }
        if !isShort, !elements.isEmpty { output += "\n" + String(repeating: "  ", count: level) }
        output += brackets.1
    }

    /// Shortest text that reads back to the same double; whole numbers without a fraction.
    static func text(of value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return value.description
    }

    // RFC 8259 section 7; everything that could drive a terminal is escaped too.
    private static func write(_ text: String, into output: inout String) {
        output += "\""
        defer { output += "\"" }
        // Nearly every key and word is plain, and looking up the category of each scalar is slow.
        guard !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }) else {
            output += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            default:
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                let isInvisible = [.format, .lineSeparator, .paragraphSeparator].contains(
                    scalar.properties.generalCategory)
                if isControl || isInvisible {
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                    }
                } else {
                    output.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
