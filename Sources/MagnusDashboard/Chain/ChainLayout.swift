import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Where the parts of an open chain stand. Drawing, keys and the mouse read the same rectangles.
struct ChainLayout: Equatable {
    /// A line of the table.
    enum Line: Equatable {
        /// Index into the report's strikes.
        case strike(Int)
        /// Between two strikes: where the spot is.
        case spot
    }

    /// A column with its place; `start` counts from the left edge of the list.
    struct Place: Equatable {
        var column: ChainColumn
        var side: OptionRightSide
        var start: Int
        var width: Int
    }

    let edge: ViewArea
    var tabs = Rectangle.empty
    var head = Rectangle.empty
    /// Calls, expected move, puts.
    var label = Rectangle.empty
    var heading = Rectangle.empty
    var list = Rectangle.empty
    var contract = Rectangle.empty
    var draft = Rectangle.empty
    var chart = Rectangle.empty
    /// The strikes in the middle, with the marks of the expected move and of the draft.
    var middle = (start: 0, width: 0)
    var places: [Place] = []
    var lines: [Line] = []
    /// Columns on each side of a strike for the draft's legs; 0 without any.
    var draftWidth = 0

    static let strikeWidth = 8

    init(_ page: ChainPage, _ report: ChainReport?, _ trade: TradeDraft, size: TerminalSize) {
        edge = ViewArea(size)
        var rest = edge.inside
        guard let report else {
            list = rest
            return
        }
        let hasDraft = !trade.isEmpty && trade.symbol == report.symbol
        let isLow = rest.rows < 14
        tabs = rest.cut(top: isLow && rest.rows < 7 ? 0 : 1)
        head = rest.cut(top: rest.rows < 10 ? 0 : isLow ? 1 : 2)
        label = rest.cut(top: isLow ? 0 : 1)
        contract = Self.foot(&rest, rest.rows < 8 ? 1 : rest.rows < 12 ? 2 : 3)
        if hasDraft {
            draft = Self.foot(&rest, rest.rows < 8 ? 1 : 2)
            if rest.rows >= 18 { chart = Self.foot(&rest, min(12, rest.rows / 3)) }
            draftWidth = 4
        }
        heading = rest.cut(top: 1)
        list = rest
        guard !report.strikes.isEmpty else { return }
        let isDear = (report.spot.value ?? 0) >= 1000
        let middleWidth = Self.strikeWidth + 2 * draftWidth
        let side = max(0, (list.columns - 1 - middleWidth) / 2)
        middle = (side, middleWidth)
        let columns = page.columnSet.columns(width: side, isDear: isDear)
        var start = side + middleWidth
        for column in columns {
            let width = column.width(isDear: isDear)
            places.append(Place(column: column, side: .put, start: start + 1, width: width))
            start += width + 1
        }
        // Mirrored, but bid before ask on both sides.
        var end = side
        for column in Self.mirrored(columns) {
            let width = column.width(isDear: isDear)
            places.append(Place(column: column, side: .call, start: end - width, width: width))
            end -= width + 1
        }
        places.sort { $0.start < $1.start }
        lines = Self.lines(report)
    }

    private static func mirrored(_ columns: [ChainColumn]) -> [ChainColumn] {
        guard let bid = columns.firstIndex(of: .bid), let ask = columns.firstIndex(of: .ask) else { return columns }
        var result = columns
        result.swapAt(bid, ask)
        return result
    }

    /// Rows taken off the end; the heading and a strike keep theirs.
    private static func foot(_ area: inout Rectangle, _ rows: Int) -> Rectangle {
        let most = max(0, area.rows - 2)
        return area.cut(bottom: min(rows, most))
    }

    /// Strikes with the spot between those around it.
    private static func lines(_ report: ChainReport) -> [Line] {
        var lines: [Line] = []
        var isSpotShown = report.spot.value == nil
        for (index, strike) in report.strikes.enumerated() {
            if !isSpotShown, let spot = report.spot.value, strike.price > spot {
                lines.append(.spot)
                isSpotShown = true
            }
            lines.append(.strike(index))
        }
        if !isSpotShown { lines.append(.spot) }
        return lines
    }

    /// Index of the strike of the cursor; nil without strikes.
    static func cursor(_ page: ChainPage, _ report: ChainReport?) -> Int? {
        guard let report, !report.strikes.isEmpty else { return nil }
        guard let wanted = page.strike else { return report.nearestStrike ?? report.strikes.count / 2 }
        if let exact = report.strikes.firstIndex(where: { $0.thousandths == wanted }) { return exact }
        return report.strikes.indices.min {
            abs(report.strikes[$0].thousandths - wanted) < abs(report.strikes[$1].thousandths - wanted)
        }
    }

    /// First line to show: until the cursor was moved, the spot stands in the middle.
    func offset(_ page: ChainPage, _ report: ChainReport?) -> Int {
        guard let cursor = Self.cursor(page, report), let line = lines.firstIndex(of: .strike(cursor)) else { return 0 }
        let middle = page.strike == nil ? (lines.firstIndex(of: .spot) ?? line) - list.rows / 2 : page.offset
        return ListCursor.offset(line: line, offset: middle, visible: list.rows, count: lines.count)
    }
}

extension ChainLayout {
    static func == (left: ChainLayout, right: ChainLayout) -> Bool {
        left.edge == right.edge && left.list == right.list && left.places == right.places && left.lines == right.lines
            && left.contract == right.contract && left.draft == right.draft && left.chart == right.chart
            && left.tabs == right.tabs && left.heading == right.heading
    }
}
