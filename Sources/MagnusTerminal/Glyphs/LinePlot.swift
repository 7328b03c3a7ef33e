/// A line chart made of characters: braille dots, half blocks, or ASCII stars.
public enum LinePlot {
    public enum Symbols: String, Hashable, Sendable, CaseIterable {
        /// 2x4 dots a cell.
        case braille
        /// 1x2 halves a cell; for fonts that draw braille badly.
        case block
        case ascii

        var dots: (columns: Int, rows: Int) {
            switch self {
            case .braille: return (2, 4)
            case .block: return (1, 2)
            case .ascii: return (1, 1)
            }
        }
    }

    /// The row of text, counted from the top, in which a line of ``rows(_:columns:rows:range:symbols:)`` has its dot for a
    /// value: marks and labels beside the line stand there. Values beyond the range belong to its ends.
    public static func row(
        of value: Double, in range: ClosedRange<Double>, rows: Int, symbols: Symbols = .braille
    ) -> Int {
        guard rows > 0, value.isFinite else { return 0 }
        return dot(of: value, from: range.lowerBound, to: range.upperBound, rows: rows * symbols.dots.rows)
            / symbols.dots.rows
    }

    /// Halved before they are compared: the span of two large numbers may be none.
    private static func dot(of value: Double, from low: Double, to high: Double, rows: Int) -> Int {
        let span = high / 2 - low / 2
        let share = span > 0 ? min(max((value / 2 - low / 2) / span, 0), 1) : 0.5
        return Int(((1 - share) * Double(rows - 1)).rounded())
    }

    /// Rows of text, top first, `columns` wide, with `values` spread evenly from left to right and scaled to `range` (their
    /// own smallest and largest when nil). Neighbouring values are joined; an unknown one (nil, not finite) breaks the line.
    public static func rows(
        _ values: [Double?], columns: Int, rows: Int, range: ClosedRange<Double>? = nil, symbols: Symbols = .braille
    ) -> [String] {
        guard columns > 0, rows > 0 else { return [] }
        let size = (columns: columns * symbols.dots.columns, rows: rows * symbols.dots.rows)
        var dots = Array(repeating: Array(repeating: false, count: size.columns), count: size.rows)
        let known = values.compactMap { $0 }.filter(\.isFinite)
        if let low = range?.lowerBound ?? known.min(), let high = range?.upperBound ?? known.max() {
            var previous: (x: Int, y: Int)?
            for (index, value) in values.enumerated() {
                guard let value, value.isFinite else {
                    previous = nil
                    continue
                }
                let x = values.count > 1 ? index * (size.columns - 1) / (values.count - 1) : size.columns / 2
                let y = dot(of: value, from: low, to: high, rows: size.rows)
                join(previous ?? (x, y), (x, y), &dots)
                previous = (x, y)
            }
        }
        return (0..<rows).map { row in
            (0..<columns).map { glyph(dots, $0, row, symbols) }.joined()
        }
    }

    private static func join(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ dots: inout [[Bool]]) {
        let steps = max(abs(to.x - from.x), abs(to.y - from.y), 1)
        for step in 0...steps {
            let x = from.x + (to.x - from.x) * step / steps
            let y = from.y + (to.y - from.y) * step / steps
            dots[y][x] = true
        }
    }

    private static func glyph(_ dots: [[Bool]], _ column: Int, _ row: Int, _ symbols: Symbols) -> String {
        switch symbols {
        case .ascii: return dots[row][column] ? "*" : " "
        case .block:
            switch (dots[2 * row][column], dots[2 * row + 1][column]) {
            case (true, true): return "█"
            case (true, false): return "▀"
            case (false, true): return "▄"
            case (false, false): return " "
            }
        case .braille:
            // Bits of U+2800 by row, left dot then right dot.
            let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
            var value: UInt32 = 0
            for (y, pair) in bits.enumerated() {
                for (x, bit) in pair.enumerated() where dots[4 * row + y][2 * column + x] { value |= bit }
            }
            guard value > 0, let scalar = Unicode.Scalar(0x2800 + value) else { return " " }
            return String(scalar)
        }
    }
}
