/// Columns that text takes in a terminal.
///
/// A terminal advances per scalar, so the width of a text is the sum over its scalars, with the tables of glibc's
/// `wcwidth`. Exceptions, on purpose: control characters count 0 here (`wcwidth` says -1; they are never stored in a
/// cell), unassigned and surrogate code points count 1.
public enum TextWidth {
    /// 0, 1 or 2.
    public static func width(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 {
            return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1
        }
        // Frames, blocks and the signs of severity: most of what is drawn beyond ASCII.
        if value >= 0x2500, value < 0x25FD { return 1 }
        if contains(value, in: zeroWidthRanges) { return 0 }
        if value >= 0x1100, contains(value, in: wideRanges) { return 2 }
        return 1
    }

    /// Whether a scalar takes one column, combines with nothing and is harmless.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x7F { return value >= 0x20 }
        if value < 0x300 { return value >= 0xA0 && value != 0xAD }
        if value >= 0x2500, value < 0x25FD { return true }
        return width(of: scalar) == 1 && !HarmlessText.isInvisible(scalar)
    }

    /// Columns of a whole text.
    public static func width(of text: Substring) -> Int { width(of: String(text)) }

    /// Columns of a whole text.
    public static func width(of text: String) -> Int {
        var ascii = true
        var count = 0
        for byte in text.utf8 {
            guard byte >= 0x20 && byte < 0x7F else {
                ascii = false
                break
            }
            count += 1
        }
        if ascii { return count }
        return text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    /// Whether a scalar combines with the one before it and is harmless there: it has no width, and is neither a control
    /// nor an invisible format character.
    static func isCombiningMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300, width(of: scalar) == 0 else { return false }
        return !HarmlessText.isInvisible(scalar)
    }

    private static func contains(_ value: UInt32, in table: [UInt32]) -> Bool {
        var low = 0
        var high = table.count / 2
        while low < high {
            let middle = (low + high) / 2
            if table[2 * middle + 1] < value {
                low = middle + 1
            } else if table[2 * middle] > value {
                high = middle
            } else {
                return true
            }
        }
        return false
    }
}

/// Splits text into the pieces that a terminal puts into one place: a spacing scalar with its combining marks.
///
/// Coarser clusters of Unicode (flags, emoji joined by zero-width joiners, skin tones) are split at each spacing scalar,
/// since terminals disagree on their width and a frame must not depend on it. At most four marks stay on a base.
struct TextClusters: Sequence, IteratorProtocol {
    private var scalars: Substring.UnicodeScalarView
    static let marksPerCluster = 4

    init(_ text: some StringProtocol) {
        scalars = Substring(text).unicodeScalars
    }

    mutating func next() -> (text: String, width: Int)? {
        while let first = scalars.popFirst() {
            let width = TextWidth.width(of: first)
            // A mark without a base, a variation selector, a joiner: nothing to draw.
            if width == 0 { continue }
            if let following = scalars.first, following.value < 0x300 {
                return (String(first), width)
            }
            var text = String(first)
            var marks = 0
            while let mark = scalars.first, mark.value >= 0x300, TextWidth.width(of: mark) == 0 {
                if TextWidth.isCombiningMark(mark), marks < Self.marksPerCluster {
                    text.unicodeScalars.append(mark)
                    marks += 1
                }
                scalars.removeFirst()
            }
            return (text, width)
        }
        return nil
    }
}
