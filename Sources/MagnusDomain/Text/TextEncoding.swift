/// The encodings in which brokers and spreadsheets write files.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case utf32LittleEndian = "utf-32le"
    case utf32BigEndian = "utf-32be"

    /// The encoding of a file from its first bytes, and the length of its byte order mark.
    ///
    /// A mark decides. Without one: UTF-32 when of four bytes the two high ones are hardly ever anything but zero and the
    /// lowest hardly ever zero; UTF-16 when at least a third of the bytes at even (or odd) places are zero and
    /// hardly any at the others; UTF-8 when the bytes are valid UTF-8 (a character cut off at the end is not held
    /// against it); else Windows-1252, which holds Latin-1 but for the C1 controls.
    public static func detected(in bytes: [UInt8]) -> (encoding: TextEncoding, mark: Int) {
        let head = Array(bytes.prefix(4))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        // A text of UTF-16 does not begin with the character zero.
        if head == [0xFF, 0xFE, 0, 0] { return (.utf32LittleEndian, 4) }
        if head == [0, 0, 0xFE, 0xFF] { return (.utf32BigEndian, 4) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        var zeros = [0, 0]
        var zerosOfFour = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() where byte == 0 {
            zeros[index % 2] += 1
            zerosOfFour[index % 4] += 1
        }
        let quarter = bytes.count / 4
        if quarter >= 2 {
            let isFilled = zerosOfFour.map { $0 * 10 >= quarter * 9 }
            if isFilled[2], isFilled[3], zerosOfFour[0] * 10 <= quarter { return (.utf32LittleEndian, 0) }
            if isFilled[0], isFilled[1], zerosOfFour[3] * 10 <= quarter { return (.utf32BigEndian, 0) }
        }
        let half = bytes.count / 2
        if half >= 2 {
            if zeros[1] * 3 >= half, zeros[0] * 10 <= zeros[1] { return (.utf16LittleEndian, 0) }
            if zeros[0] * 3 >= half, zeros[1] * 10 <= zeros[0] { return (.utf16BigEndian, 0) }
        }
        return (isUTF8(bytes) ? .utf8 : .windows1252, 0)
    }

    /// Whether bytes are UTF-8, one character that the end cuts off apart.
    static func isUTF8(_ bytes: [UInt8]) -> Bool {
        var whole = bytes
        // At most three bytes can belong to an unfinished character.
        for length in 1...3 where whole.count >= length {
            let lead = whole[whole.count - length]
            if lead & 0xC0 == 0x80 { continue }
            let needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
            if needed > length { whole.removeLast(length) }
            break
        }
        return String(validating: whole, as: UTF8.self) != nil
    }

    /// The scalars of 0x80...0x9F; the five places that Windows-1252 leaves free are the C1 controls themselves.
    static let windows1252Table: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// Bytes of Windows-1252 as a text.
    static func windows1252Text(_ bytes: some Sequence<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes {
            let value = (0x80...0x9F).contains(byte) ? windows1252Table[Int(byte) - 0x80] : UInt32(byte)
            if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}

/// Turns bytes of one encoding into UTF-8, in pieces of any size.
struct TextTranscoder: Sendable {
    let encoding: TextEncoding
    private var pendingByte: UInt8?
    private var pendingSurrogate: UInt16?
    /// Of UTF-32: the bytes of a character that is not complete.
    private var pendingBytes: [UInt8] = []

    init(encoding: TextEncoding) {
        self.encoding = encoding
    }

    /// Appends the UTF-8 form of `bytes` to `output`. Unpaired surrogates and numbers that are no character become U+FFFD;
    /// UTF-8 passes as it is.
    mutating func append(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        switch encoding {
        case .utf8: output.append(contentsOf: bytes)
        case .latin1:
            for byte in bytes { Self.append(UInt32(byte), to: &output) }
        case .windows1252:
            for byte in bytes {
                Self.append(
                    (0x80...0x9F).contains(byte) ? TextEncoding.windows1252Table[Int(byte) - 0x80] : UInt32(byte),
                    to: &output)
            }
        case .utf16LittleEndian, .utf16BigEndian:
            for byte in bytes {
                guard let first = pendingByte else {
                    pendingByte = byte
                    continue
                }
                pendingByte = nil
                let (high, low) = encoding == .utf16BigEndian ? (first, byte) : (byte, first)
                unit(UInt16(high) << 8 | UInt16(low), to: &output)
            }
        case .utf32LittleEndian, .utf32BigEndian:
            for byte in bytes {
                pendingBytes.append(byte)
                guard pendingBytes.count == 4 else { continue }
                let ordered = encoding == .utf32BigEndian ? pendingBytes : pendingBytes.reversed()
                let value = ordered.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                pendingBytes.removeAll(keepingCapacity: true)
                Self.append(Unicode.Scalar(value) == nil ? 0xFFFD : value, to: &output)
            }
        }
    }

    /// Ends the text: half a character that is left becomes U+FFFD.
    mutating func finish(to output: inout [UInt8]) {
        if pendingByte != nil || pendingSurrogate != nil || !pendingBytes.isEmpty { Self.append(0xFFFD, to: &output) }
        pendingBytes = []
        pendingByte = nil
        pendingSurrogate = nil
    }

    private mutating func unit(_ unit: UInt16, to output: inout [UInt8]) {
        if let high = pendingSurrogate {
            pendingSurrogate = nil
            if (0xDC00...0xDFFF).contains(unit) {
                Self.append(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), to: &output)
                return
            }
            Self.append(0xFFFD, to: &output)
        }
        if (0xD800...0xDBFF).contains(unit) {
            pendingSurrogate = unit
        } else {
            Self.append((0xDC00...0xDFFF).contains(unit) ? 0xFFFD : UInt32(unit), to: &output)
        }
    }

    private static func append(_ value: UInt32, to output: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(value) else { return }
        if value < 0x80 {
            output.append(UInt8(value))
        } else {
            output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}
