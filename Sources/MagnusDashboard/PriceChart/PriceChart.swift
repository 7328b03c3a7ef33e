import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Past sessions as runs of text, one column a session: candles over the averages of 50 and 200 sessions over the zones that
/// hold, from the session that formed them on.
struct PriceChart: Equatable {
    /// From the top; empty where there is no room or nothing to draw.
    var rows: [[ChartRun]] = []
    /// Sessions that are drawn.
    var sessions = 0

    private typealias CellText = (text: String, scope: ThemeScope)

    init(_ report: TechnicalReport, format: FigureFormat, glyphs: GlyphSet, columns: Int, rows count: Int) {
        guard columns >= 30, count >= 8, let last = report.last else { return }
        // The label of the widest price stands left of the chart; the width decides which prices there are.
        let widest = report.rows.suffix(columns).map(\.bar.high).max() ?? last.bar.high
        let margin = TextWidth.width(of: format.price(Figure(widest))) + 1
        let (width, height) = (columns - margin, count - 2)
        let shown = Array(report.rows.suffix(width))
        guard width >= 16, height >= 6, let low = shown.map(\.bar.low).min(), let high = shown.map(\.bar.high).max()
        else { return }
        let room = max(0.04 * (high - low), 0.001 * high)
        let (floor, ceiling) = (max(0, low - room), high + room)
        func row(_ price: Double) -> Int {
            let share = (ceiling - min(max(price, floor), ceiling)) / (ceiling - floor)
            return min(height - 1, max(0, Int((share * Double(height - 1)).rounded())))
        }
        var cells = [[CellText]](
            repeating: [CellText](repeating: (" ", .chartAxis), count: width), count: height)
        for zone in report.zones where zone.high >= floor && zone.low <= ceiling {
            // Of an older one the whole width.
            let start = shown.firstIndex { $0.bar.date >= zone.formed } ?? shown.count
            let scope: ThemeScope = zone.side == .demand ? .chartUp : .chartDown
            for line in row(zone.high)...row(zone.low) {
                for column in start..<shown.count { cells[line][column] = (glyphs.scrollbarTrack, scope) }
            }
        }
        let symbols: LinePlot.Symbols = glyphs.isUnicode ? .braille : .ascii
        for (path, scope) in [(\TechnicalRow.average200, ThemeScope.textDim), (\.average50, .accent)] {
            let values = shown.map { row -> Double? in
                row[keyPath: path].value.flatMap { (floor...ceiling).contains($0) ? $0 : nil }
            }
            let plot = LinePlot.rows(
                values, columns: shown.count, rows: height, range: floor...ceiling, symbols: symbols)
            for (line, text) in plot.enumerated() {
                for (column, character) in text.enumerated() where character != " " {
                    cells[line][column] = (String(character), scope)
                }
            }
        }
        for (column, session) in shown.enumerated() {
            let bar = session.bar
            let scope: ThemeScope = bar.close >= bar.open ? .chartUp : .chartDown
            for line in row(bar.high)...row(bar.low) { cells[line][column] = (glyphs.border.vertical, scope) }
            for line in row(max(bar.open, bar.close))...row(min(bar.open, bar.close)) {
                cells[line][column] = (glyphs.progressFull, scope)
            }
        }
        sessions = shown.count
        let marks = [0: ceiling, row(last.bar.close): last.bar.close, height - 1: floor]
        rows = cells.enumerated().map { index, line in
            ChartRun.label(marks[index].map { format.price(Figure($0)) } ?? "", margin: margin)
                + ChartRun.joined(line, from: margin)
        }
        rows.append(Self.axis(shown, margin: margin, width: width))
        rows.append(Self.legend(report, glyphs, margin: margin))
    }

    private static func axis(_ shown: [TechnicalRow], margin: Int, width: Int) -> [ChartRun] {
        var axis = ChartAxis(margin: margin, width: width)
        if let first = shown.first { axis.put(first.bar.date.iso8601, at: 0, .textDim) }
        if let last = shown.last { axis.put(last.bar.date.iso8601, at: shown.count - 1, .textDim) }
        // Months that begin in between, where there is room.
        for (column, pair) in zip(shown, shown.dropFirst()).enumerated()
        where pair.0.bar.date.month != pair.1.bar.date.month {
            axis.put(String(pair.1.bar.date.iso8601.prefix(7)), at: column + 1, .textDim)
        }
        return axis.runs
    }

    private static func legend(_ report: TechnicalReport, _ glyphs: GlyphSet, margin: Int) -> [ChartRun] {
        let line = glyphs.isUnicode ? "⠒⠒" : "**"
        var legend = ChartLegend(margin: margin)
        legend.put("\(line) average of 50  ", .accent)
        legend.put("\(line) of 200  ", .textDim)
        if report.zones.contains(where: { $0.side == .demand }) {
            legend.put("\(glyphs.scrollbarTrack) demand  ", .chartUp)
        }
        if report.zones.contains(where: { $0.side == .supply }) {
            legend.put("\(glyphs.scrollbarTrack) supply", .chartDown)
        }
        return legend.runs
    }
}
