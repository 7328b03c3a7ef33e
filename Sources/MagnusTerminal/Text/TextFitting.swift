/// Side on which text stands in a wider field.
public enum TextAlignment: Hashable, Sendable {
    case left
    case right
    case center
}

/// Cutting and padding by columns.
public enum TextFitting {
    /// `text` in at most `columns` columns; a cut text ends in `ellipsis` when that fits.
    public static func truncated(_ text: String, to columns: Int, ellipsis: String = "…") -> String {
        if TextWidth.width(of: text) <= columns { return text }
        let mark = TextWidth.width(of: ellipsis)
        guard columns >= mark, columns > 0 else { return prefix(of: text, columns: max(0, columns)) }
        return prefix(of: text, columns: columns - mark) + ellipsis
    }

    /// The longest beginning that takes at most `columns` columns.
    public static func prefix(of text: String, columns: Int) -> String {
        var used = 0
        var result = ""
        for cluster in TextClusters(text) {
            guard used + cluster.width <= columns else { break }
            used += cluster.width
            result += cluster.text
        }
        return result
    }

    /// `text` cut or padded with spaces to exactly `columns` columns.
    public static func fitted(
        _ text: String, to columns: Int, alignment: TextAlignment = .left, ellipsis: String = "…"
    ) -> String {
        let cut = truncated(text, to: columns, ellipsis: ellipsis)
        let room = max(0, columns - TextWidth.width(of: cut))
        let before: Int
        switch alignment {
        case .left: before = 0
        case .right: before = room
        case .center: before = room / 2
        }
        return String(repeating: " ", count: before) + cut + String(repeating: " ", count: room - before)
    }

    /// Breaks `text` into lines of at most `columns` columns at spaces, a longer word inside itself. Line feeds break too.
    /// `hanging` columns of spaces start every line but the first.
    public static func wrapped(_ text: String, to columns: Int, hanging: Int = 0) -> [String] {
        guard columns > 0 else { return [] }
        let indent = min(hanging, columns - 1)
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = lines.isEmpty ? "" : String(repeating: " ", count: indent)
            var used = TextWidth.width(of: line)
            var empty = true
            for word in paragraph.split(separator: " ") {
                let width = TextWidth.width(of: word)
                if !empty, used + 1 + width <= columns {
                    line += " " + word
                    used += 1 + width
                    continue
                }
                if !empty {
                    lines.append(line)
                    line = String(repeating: " ", count: indent)
                    used = indent
                    empty = true
                }
                for cluster in TextClusters(word) {
                    if used + cluster.width > columns, !empty {
                        lines.append(line)
                        line = String(repeating: " ", count: indent)
                        used = indent
                    }
                    line += cluster.text
                    used += cluster.width
                    empty = false
                }
            }
            lines.append(line)
        }
        return lines
    }
}
