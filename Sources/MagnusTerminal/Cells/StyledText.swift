/// A run of text in one style.
public struct Span: Hashable, Sendable {
    public var text: String
    public var style: Style

    public init(_ text: String, _ style: Style = .transparent) {
        self.text = text
        self.style = style
    }

    /// Columns it takes.
    public var width: Int { TextWidth.width(of: HarmlessText.sanitised(text)) }
}

extension Array where Element == Span {
    /// Columns all runs take together.
    public var width: Int { reduce(0) { $0 + $1.width } }
}

extension Surface {
    /// Writes runs one after another; cut like `put(_:column:row:style:limit:clip:)`.
    /// - Returns: columns used.
    @discardableResult
    public mutating func put(
        _ spans: [Span], column: Int, row: Int, limit: Int? = nil, clip: Rectangle? = nil
    ) -> Int {
        var used = 0
        for span in spans {
            let room = limit.map { $0 - used }
            if let room, room <= 0 { break }
            used += put(span.text, column: column + used, row: row, style: span.style, limit: room, clip: clip)
        }
        return used
    }

    /// Writes `text` into a field of `columns` columns, cut with `…` (or `ellipsis`) and aligned; the whole field is
    /// painted in `style`.
    public mutating func putField(
        _ text: String, column: Int, row: Int, columns: Int, alignment: TextAlignment = .left,
        style: Style = .transparent, ellipsis: String = "…", clip: Rectangle? = nil
    ) {
        var fitted = HarmlessText.sanitised(text)
        var width = TextWidth.width(of: fitted)
        if width > columns {
            fitted = TextFitting.truncated(fitted, to: columns, ellipsis: ellipsis)
            width = TextWidth.width(of: fitted)
        }
        let room = max(0, columns - width)
        let before: Int
        switch alignment {
        case .left: before = 0
        case .right: before = room
        case .center: before = room / 2
        }
        let area = Rectangle(column: column, row: row, columns: columns, rows: 1)
        let field = clip.map { $0.intersection(area) } ?? area
        if room > 0 { blank(field, style: style) }
        put(fitted, column: column + before, row: row, style: style, limit: columns - before, clip: field)
    }
}
