import MagnusTerminal

/// Where the parts of an open view stand. Drawing, keys and the mouse read the same rectangles.
struct LedgerLayout: Equatable {
    let edge: ViewArea
    var tabs = Rectangle.empty
    var head: [PageLine] = []
    var headArea = Rectangle.empty
    var chart = Rectangle.empty
    var heading = Rectangle.empty
    var list = Rectangle.empty
    var foot: [PageLine] = []
    var footArea = Rectangle.empty

    init(_ page: LedgerPage, _ table: LedgerTable?, size: TerminalSize) {
        edge = ViewArea(size)
        var rest = edge.inside
        if page.view.pages.count > 1 { tabs = rest.cut(top: 1) }
        guard let table else {
            list = rest
            return
        }
        let isLow = rest.rows < 14
        head = Self.parts(table.head, rest.columns - 2, limit: isLow ? 1 : 4)
        headArea = rest.cut(top: head.count)
        if table.chart != nil, rest.rows >= 15 {
            let rows = min(16, max(5, rest.rows / 3))
            chart = rest.cut(top: rows + 1)
        }
        if !isLow {
            foot = Self.whole(table.foot, rest.columns - 2, limit: 4)
            footArea = rest.cut(bottom: foot.count)
        }
        if table.rows.isEmpty {
            list = rest
        } else {
            (heading, list) = { ($0.top, $0.rest) }(rest.split(top: 1))
        }
    }

    /// The first page named in a row of tabs: the one shown is named whatever the room.
    static func firstTab(_ page: LedgerPage, _ columns: Int) -> Int {
        let widths = page.view.pages.map { TextWidth.width(of: $0.rawValue) + 3 }
        let here = min(max(0, page.page), widths.count - 1)
        var first = 0
        while first < here, widths[first...here].reduce(0, +) > columns { first += 1 }
        return first
    }

    /// Lines that fit whole: half a sentence tells nothing.
    private static func whole(_ lines: [PageLine], _ width: Int, limit: Int) -> [PageLine] {
        var result: [PageLine] = []
        for line in lines {
            let parts = wrapped([line], width, limit: limit + 1)
            if result.count + parts.count <= limit { result += parts }
        }
        return result
    }

    /// Lines whose parts, between ` · `, fit whole: the first ones of each line as far as there is room, since a figure cut
    /// in half is another one and a name without its figure says nothing. A first part that is too long ends with `…`.
    private static func parts(_ lines: [PageLine], _ width: Int, limit: Int) -> [PageLine] {
        var result: [PageLine] = []
        for line in lines where result.count < limit {
            let room = limit - result.count
            let words = line.text.split(separator: " · ").map(String.init)
            let fits = words.indices.reversed().lazy.map { last in
                wrapped([.text(words[...last].joined(separator: " · "), line.scope)], width, limit: room + 1)
            }
            .first { $0.count <= room }
            if let fits {
                result += fits
            } else if result.isEmpty {
                result = wrapped([line], width, limit: room)
                if let last = result.last {
                    let cut = TextFitting.truncated(last.text, to: max(0, width - 1), ellipsis: "")
                    result[result.count - 1] = .text(cut + "…", line.scope)
                }
            }
        }
        return result
    }

    private static func wrapped(_ lines: [PageLine], _ width: Int, limit: Int) -> [PageLine] {
        guard width > 0 else { return [] }
        return Array(
            lines.flatMap { line in TextFitting.wrapped(line.text, to: width).map { PageLine.text($0, line.scope) } }
                .prefix(limit))
    }
}
