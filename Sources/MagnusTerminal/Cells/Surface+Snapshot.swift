extension Surface {
    /// The text of every row, blanks at the end removed.
    public func textRows() -> [String] {
        (0..<rows).map { row in
            var text = rowCells(row).reduce(into: "") { $0 += $1.cluster }
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    /// The surface as text for golden files: a block of glyphs, a block with one letter per style, and the legend of the
    /// letters in order of first use. Rows are framed by `|`, so that blanks at the end are seen. `names` gives styles a
    /// readable name (such as a theme's scopes); others are described by colours and attributes.
    public func snapshot(names: [Style: String] = [:]) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        var order: [Style] = []
        var letter: [Style: Character] = [:]
        var glyphs = ""
        var styles = ""
        for row in 0..<rows {
            glyphs += "|"
            styles += "|"
            for cell in rowCells(row) {
                glyphs += cell.cluster
                if letter[cell.style] == nil {
                    letter[cell.style] = cell.style == .plain ? "." : order.count < 62 ? letters[order.count] : "?"
                    if cell.style != .plain { order.append(cell.style) }
                }
                styles.append(letter[cell.style] ?? "?")
            }
            glyphs += "|\n"
            styles += "|\n"
        }
        var legend = ""
        for (index, style) in order.enumerated() {
            let mark = index < 62 ? String(letters[index]) : "?"
            legend += "\(mark) \(names[style] ?? style.description)\n"
        }
        return "\(columns)x\(rows)\n\(glyphs)\n\(styles)\n\(legend)"
    }
}

extension Style: CustomStringConvertible {
    /// Such as `#e0e0e0 on default bold`.
    public var description: String {
        var text = "\(foreground) on \(background)"
        for (name, attribute) in TextAttributes.named where attributes.contains(attribute) { text += " \(name)" }
        return text
    }
}

extension Color: CustomStringConvertible {
    /// `default`, `inherit`, `#rrggbb` or `palette N`.
    public var description: String {
        switch self {
        case .default: return "default"
        case .inherit: return "inherit"
        case .indexed(let index): return "palette \(index)"
        case .rgb(let red, let green, let blue):
            return "#"
                + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
