import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Past sessions as runs of text: candles over the averages of 50 and 200 sessions, those over the strikes and breakevens of
/// the book, and all over the zones that hold, from the session that formed them on. Rising bodies are full, falling ones
/// half, so that colour is not all that tells them apart.
struct PriceChart: Equatable {
    /// From the top; empty where there is no room or nothing to draw.
    var rows: [[ChartRun]] = []
    /// Sessions that are drawn.
    var sessions = 0
    /// First and last of them.
    var first: CalendarDate?
    var last: CalendarDate?
    /// Levels of the book above and below what is shown.
    var above = 0
    var below = 0

    private typealias CellText = (text: String, scope: ThemeScope)

    /// Columns of a chart: prices on the left, the sessions, names of levels on the right.
    struct Columns: Equatable {
        var margin: Int
        var width: Int
        var right: Int

        /// - Parameter labels: on the right; left out where the chart is narrow.
        init(_ report: TechnicalReport, _ format: FigureFormat, labels: [String], columns: Int) {
            // The label of the widest price of all stands left: it stays where it is when the sessions are scrolled.
            let widest = report.rows.map(\.bar.high).max() ?? 0
            margin = TextWidth.width(of: format.price(Figure(widest))) + 1
            let longest = labels.map { TextWidth.width(of: $0) }.max() ?? 0
            right = longest == 0 || columns < PriceChart.labelledColumns ? 0 : min(longest, PriceChart.labelColumns) + 1
            width = columns - margin - right
        }
    }

    /// Columns from which on levels are named beside the chart, and what a name may take.
    static let labelledColumns = 56
    static let labelColumns = 16
    /// How far beyond the prices that are shown a level is still shown, as a part of their range.
    private static let reach = 0.5

    init(
        _ report: TechnicalReport, format: FigureFormat, glyphs: GlyphSet, columns: Int, rows count: Int,
        window: ChartWindow = ChartWindow(), levels: [ChartLevel] = [], spot: Figure = .unknown(.notApplicable),
        today: CalendarDate? = nil
    ) {
        guard columns >= 30, count >= 8, let newest = report.last else { return }
        let names = Self.names(levels, spot, format, glyphs, today: today ?? newest.bar.date)
        let places = Columns(report, format, labels: names.map(\.text), columns: columns)
        let (margin, width, height) = (places.margin, places.width, count - 2)
        let shown = width > 0 ? ChartCandle.candles(report.rows, window, columns: width) : []
        guard width >= 16, height >= 6, let low = shown.map(\.low).min(), let high = shown.map(\.high).max(),
            let end = shown.last
        else { return }
        let near = names.map(\.price).filter {
            $0 >= low - Self.reach * (high - low) && $0 <= high + Self.reach * (high - low)
        }
        let (least, most) = (min(low, near.min() ?? low), max(high, near.max() ?? high))
        let room = max(0.04 * (most - least), 0.001 * most)
        let scale = Scale(
            floor: max(0, least - room), ceiling: most + room, height: height,
            symbols: glyphs.isUnicode ? .braille : .ascii)
        var cells = [[CellText]](
            repeating: [CellText](repeating: (" ", .chartAxis), count: width), count: height)
        Self.draw(report.zones, shown, scale, glyphs, &cells)
        for level in levels where scale.contains(level.price) {
            let isStrike = level.kind == .strike
            for column in stride(from: 0, to: width, by: isStrike ? 2 : 3) {
                cells[scale.row(level.price)][column] = (
                    isStrike ? glyphs.border.horizontal : glyphs.severityLow, isStrike ? .chartLine : .textStrong
                )
            }
        }
        Self.drawAverages(shown, scale, &cells)
        Self.draw(shown, scale, glyphs, &cells)
        sessions = shown.reduce(0) { $0 + $1.sessions }
        (first, last) = (shown.first?.first, end.last)
        above = levels.count { $0.price > scale.ceiling }
        below = levels.count { $0.price < scale.floor }
        // A close at an edge is more telling than the edge.
        var marks = [0: scale.ceiling, height - 1: scale.floor]
        marks[scale.row(end.close)] = end.close
        let named = Self.labels(names.filter { scale.contains($0.price) }, scale)
        rows = cells.enumerated().map { index, line in
            var runs =
                ChartRun.label(marks[index].map { format.price(Figure($0)) } ?? "", margin: margin)
                + ChartRun.joined(line, from: margin)
            if places.right > 0, let name = named[index] {
                runs.append(
                    ChartRun(
                        column: margin + width + 1,
                        text: TextFitting.truncated(name.text, to: places.right - 1, ellipsis: glyphs.ellipsis),
                        scope: name.scope))
            }
            return runs
        }
        rows.append(Self.axis(shown, margin: margin, width: width))
        rows.append(Self.legend(report, levels, glyphs, margin: margin, columns: columns))
    }

    // MARK: Prices

    private struct Scale {
        var floor: Double
        var ceiling: Double
        var height: Int
        /// Of the lines drawn among the candles.
        var symbols: LinePlot.Symbols

        func contains(_ price: Double) -> Bool { (floor...ceiling).contains(price) }

        func row(_ price: Double) -> Int {
            LinePlot.row(of: price, in: floor...ceiling, rows: height, symbols: symbols)
        }
    }

    private struct Name {
        var price: Double
        var text: String
        var scope: ThemeScope
    }

    /// What stands on the right, most important first.
    static func labels(
        _ levels: [ChartLevel], _ spot: Figure, _ format: FigureFormat, _ glyphs: GlyphSet, today: CalendarDate
    ) -> [String] {
        names(levels, spot, format, glyphs, today: today).map(\.text)
    }

    private static func names(
        _ levels: [ChartLevel], _ spot: Figure, _ format: FigureFormat, _ glyphs: GlyphSet, today: CalendarDate
    ) -> [Name] {
        let now = spot.value.map {
            [
                Name(
                    price: $0, text: "\(glyphs.left) \(format.price(spot))",
                    scope: spot.trust == .fresh ? .accent : .dataStale)
            ]
        }
        return (now ?? [])
            + levels.map {
                Name(
                    price: $0.price, text: glyphs.adapted($0.label(format, today: today)),
                    scope: $0.kind == .strike ? .chartLine : .textStrong)
            }
    }

    /// One for each row: the first, and how many more.
    private static func labels(_ names: [Name], _ scale: Scale) -> [Int: Name] {
        var result: [Int: Name] = [:]
        for (row, group) in Dictionary(grouping: names.indices, by: { scale.row(names[$0].price) }) {
            guard let first = group.min() else { continue }
            result[row] = names[first]
            if group.count > 1 { result[row]?.text += " +\(group.count - 1)" }
        }
        return result
    }

    // MARK: Strokes

    private static func draw(
        _ zones: [PriceZone], _ shown: [ChartCandle], _ scale: Scale, _ glyphs: GlyphSet, _ cells: inout [[CellText]]
    ) {
        for zone in zones where zone.high >= scale.floor && zone.low <= scale.ceiling {
            // Of an older one the whole width.
            let start = shown.firstIndex { $0.last >= zone.formed } ?? shown.count
            let scope: ThemeScope = zone.side == .demand ? .chartUp : .chartDown
            for line in scale.row(zone.high)...scale.row(zone.low) {
                for column in start..<shown.count { cells[line][column] = (shade(zone.side, glyphs), scope) }
            }
        }
    }

    /// The sides of zones look different without colours too.
    private static func shade(_ side: PriceZone.Side, _ glyphs: GlyphSet) -> String {
        side == .demand ? glyphs.scrollbarTrack : glyphs.isUnicode ? "╱" : "/"
    }

    private static func drawAverages(
        _ shown: [ChartCandle], _ scale: Scale, _ cells: inout [[CellText]]
    ) {
        for (path, scope) in [(\ChartCandle.average200, ThemeScope.textDim), (\.average50, .accent)] {
            let values = shown.map { candle -> Double? in
                candle[keyPath: path].value.flatMap { scale.contains($0) ? $0 : nil }
            }
            let plot = LinePlot.rows(
                values, columns: shown.count, rows: scale.height, range: scale.floor...scale.ceiling,
                symbols: scale.symbols)
            for (line, text) in plot.enumerated() {
                for (column, character) in text.enumerated() where character != " " {
                    cells[line][column] = (String(character), scope)
                }
            }
        }
    }

    private static func draw(
        _ shown: [ChartCandle], _ scale: Scale, _ glyphs: GlyphSet, _ cells: inout [[CellText]]
    ) {
        for (column, candle) in shown.enumerated() {
            let isRising = candle.close >= candle.open
            let scope: ThemeScope = isRising ? .chartUp : .chartDown
            for line in scale.row(candle.high)...scale.row(candle.low) {
                cells[line][column] = (glyphs.border.vertical, scope)
            }
            let body = isRising ? glyphs.progressFull : falling(glyphs)
            for line in scale.row(max(candle.open, candle.close))...scale.row(min(candle.open, candle.close)) {
                cells[line][column] = (body, scope)
            }
        }
    }

    private static func falling(_ glyphs: GlyphSet) -> String { glyphs.isUnicode ? "▒" : "o" }

    // MARK: Below

    private static func axis(_ shown: [ChartCandle], margin: Int, width: Int) -> [ChartRun] {
        var axis = ChartAxis(margin: margin, width: width)
        if let first = shown.first { axis.put(first.first.iso8601, at: 0, .textDim) }
        if let last = shown.last { axis.put(last.last.iso8601, at: shown.count - 1, .textDim) }
        // Months that begin in between, where there is room.
        for (column, pair) in zip(shown, shown.dropFirst()).enumerated() where pair.0.last.month != pair.1.last.month {
            axis.put(String(pair.1.last.iso8601.prefix(7)), at: column + 1, .textDim)
        }
        return axis.runs
    }

    private static func legend(
        _ report: TechnicalReport, _ levels: [ChartLevel], _ glyphs: GlyphSet, margin: Int, columns: Int
    ) -> [ChartRun] {
        let line = glyphs.isUnicode ? "⠒⠒" : "**"
        var parts: [(String, ThemeScope)] = [("\(line) average of 50", .accent), ("\(line) of 200", .textDim)]
        if report.zones.contains(where: { $0.side == .demand }) {
            parts.append(("\(shade(.demand, glyphs)) demand", .chartUp))
        }
        if report.zones.contains(where: { $0.side == .supply }) {
            parts.append(("\(shade(.supply, glyphs)) supply", .chartDown))
        }
        let level = glyphs.border.horizontal
        if levels.contains(where: { $0.kind == .strike }) { parts.append(("\(level) \(level) own strike", .chartLine)) }
        if levels.contains(where: { $0.kind == .breakeven }) {
            parts.append(("\(glyphs.severityLow)  \(glyphs.severityLow) breakeven", .textStrong))
        }
        parts += [("\(glyphs.progressFull) up", .chartUp), ("\(falling(glyphs)) down", .chartDown)]
        var legend = ChartLegend(margin: margin)
        var used = margin
        for part in parts {
            let text = part.0 + "  "
            used += TextWidth.width(of: text)
            guard used <= columns else { break }
            legend.put(text, part.1)
        }
        return legend.runs
    }
}
