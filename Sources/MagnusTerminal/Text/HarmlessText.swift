/// Makes text from outside safe to draw, print and log.
///
/// A headline or a cell of an import may hold an escape sequence that sets the clipboard, clears the screen or turns the
/// reading direction. Such scalars are shown as what they are instead of being obeyed.
public enum HarmlessText {
    /// `text` with every scalar that could drive a terminal or hide text replaced by visible ASCII: C0 controls and DEL in
    /// caret notation (`ESC` is `^[`), C1 controls, bidirectional controls and zero-width characters as `<U+202E>`. Line
    /// feeds and tabs become one space unless `keepingLines`; a carriage return before a line feed is dropped.
    /// At most `limit` scalars of the source are read; a longer one ends in `…`. Combining marks stay, at most four in a row.
    public static func sanitised(
        _ text: Substring, keepingLines: Bool = false, limit: Int = 100_000
    ) -> String {
        sanitised(String(text), keepingLines: keepingLines, limit: limit)
    }

    /// The same for a whole string.
    public static func sanitised(
        _ text: String, keepingLines: Bool = false, limit: Int = 100_000
    ) -> String {
        if isPlain(text, limit: limit) { return text }
        var result = String.UnicodeScalarView()
        var read = 0
        var marks = 0
        var previousWasReturn = false
        for scalar in text.unicodeScalars {
            if read == limit {
                result.append("…")
                break
            }
            read += 1
            if previousWasReturn, scalar != "\n" { result.append(contentsOf: "^M".unicodeScalars) }
            previousWasReturn = scalar == "\r"
            if previousWasReturn { continue }
            if scalar == "\n" || scalar == "\t" {
                result.append(keepingLines ? scalar : " ")
                continue
            }
            if let visible = visibleForm(of: scalar) {
                result.append(contentsOf: visible.unicodeScalars)
                marks = 0
                continue
            }
            if TextWidth.isCombiningMark(scalar) {
                marks += 1
                if marks > TextClusters.marksPerCluster { continue }
            } else {
                marks = 0
            }
            result.append(scalar)
        }
        if previousWasReturn { result.append(contentsOf: "^M".unicodeScalars) }
        return String(result)
    }

    /// What a dangerous scalar is replaced by; nil for one that may stay.
    public static func visibleForm(of scalar: Unicode.Scalar) -> String? {
        let value = scalar.value
        if value < 0x20 || value == 0x7F {
            return "^" + String(Unicode.Scalar(UInt8(value ^ 0x40)))
        }
        guard value >= 0x80 else { return nil }
        return value < 0xA0 || isInvisible(scalar) ? codePoint(value) : nil
    }

    /// Bidirectional controls, zero-width spaces and joiners, invisible operators, tags, line separators: they change or
    /// hide other text without being seen. Variation selectors are not among them; drawing drops those.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180E, 0x200B...0x200F, 0x2028...0x202E,
            0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A,
            0xE0000...0xE00FF:
            return true
        default: return false
        }
    }

    private static func codePoint(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }

    private static func isPlain(_ text: String, limit: Int) -> Bool {
        var count = 0
        for byte in text.utf8 {
            count += 1
            guard byte >= 0x20 && byte < 0x7F, count <= limit else { return false }
        }
        return true
    }
}
