/// One line of CSV (RFC 4180), cut into fields that keep the text they came as.
struct CalculatorFields {
    struct Field {
        /// As written, quotes included, so that it can be given back unchanged.
        var raw: String
        /// The value: quotes taken off, doubled quotes undone, spaces at either end dropped.
        var value: String
    }

    private(set) var fields: [Field] = []
    /// False where a quote does not close, or text follows a closing quote: the cut cannot be trusted.
    private(set) var isSound = true

    init(_ line: String) {
        var bytes = Array(line.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        while let last = bytes.last, last == UInt8(ascii: "\r") || last == UInt8(ascii: "\n") { bytes.removeLast() }
        let comma = UInt8(ascii: ",")
        let quote = UInt8(ascii: "\"")
        var start = bytes.startIndex
        var index = start
        var inside = false
        while index < bytes.endIndex {
            if bytes[index] == quote {
                inside.toggle()
            } else if bytes[index] == comma, !inside {
                add(bytes[start..<index])
                start = index + 1
            }
            index += 1
        }
        add(bytes[start...])
    }

    private mutating func add(_ raw: ArraySlice<UInt8>) {
        let quote = UInt8(ascii: "\"")
        let body = raw.trimmed
        guard body.contains(quote) else {
            fields.append(
                Field(raw: String(decoding: raw, as: UTF8.self), value: String(decoding: body, as: UTF8.self)))
            return
        }
        var value: [UInt8] = []
        var sound = body.count >= 2 && body.first == quote && body.last == quote
        if sound {
            var pending = false
            for byte in body.dropFirst().dropLast() {
                if byte == quote {
                    if pending { value.append(quote) }
                    pending.toggle()
                } else {
                    if pending { sound = false }
                    pending = false
                    value.append(byte)
                }
            }
            sound = sound && !pending
        }
        if sound {
            fields.append(
                Field(
                    raw: String(decoding: raw, as: UTF8.self),
                    value: String(decoding: value[...].trimmed, as: UTF8.self)))
        } else {
            // Written out again in quotes, so that a stray quote cannot swallow the figures after it.
            isSound = false
            let text = String(decoding: body, as: UTF8.self)
            fields.append(Field(raw: Self.quoted(text), value: text))
        }
    }

    /// `text` in quotes, its own doubled.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text.unicodeScalars {
            if character == "\"" { result += "\"" }
            result.unicodeScalars.append(character)
        }
        return result + "\""
    }
}
