import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The curves of a payoff as runs of text: braille, or ASCII where the terminal has no more. Curves differ by their
/// strokes too, not by colour alone: the end is whole, today dashed, the day between dotted.
struct PayoffChart: Equatable {
    /// From the top; empty where there is no room.
    var rows: [[ChartRun]] = []

    init(_ report: PayoffReport, format: FigureFormat, glyphs: GlyphSet, columns: Int, rows count: Int) {
        let known = (report.atExpiry + report.today + report.between).compactMap { $0 }.filter(\.isFinite)
        guard count >= 5, columns >= 24, let first = report.spots.first, let last = report.spots.last, first < last,
            let lowest = known.min(), let highest = known.max()
        else { return }
        // Half of the height at most belongs to the loss: a put that can lose all its strike has a profit too.
        let low = min(0, max(lowest, -4 * max(highest, 1)), max(lowest, -4 * abs(report.point.profit.value ?? lowest)))
        let high = max(0, min(highest, 4 * max(-low, 1)))
        let floor = low - 0.04 * (high - low)
        let ceiling = high + 0.06 * (high - low)
        guard floor < ceiling else { return }
        // What leaves the picture says so: its edge is no limit of a loss or a gain.
        let labels = [
            (highest > ceiling ? ">" : "") + format.compactDollars(Figure(high), isSigned: true),
            (lowest < floor ? "<" : "") + format.compactDollars(Figure(low), isSigned: true), "0",
        ]
        let margin = (labels.map { TextWidth.width(of: $0) }.max() ?? 1) + 1
        let width = columns - margin
        let height = count - 2
        guard width >= 16, height >= 3 else { return }
        var cells = Array(
            repeating: Array(repeating: (text: " ", scope: ThemeScope.chartAxis), count: width), count: height)
        func place(_ spot: Double) -> Int? {
            let share = (spot - first) / (last - first)
            guard share >= 0, share <= 1 else { return nil }
            return Int((share * Double(width - 1)).rounded())
        }
        let symbols = glyphs.isUnicode ? LinePlot.Symbols.braille : .ascii
        func row(_ profit: Double) -> Int {
            LinePlot.row(of: profit, in: floor...ceiling, rows: height, symbols: symbols)
        }
        let zero = row(0)
        for column in 0..<width { cells[zero][column] = (glyphs.border.horizontal, .chartAxis) }
        if let spot = report.spot.value.flatMap(place) {
            for row in 0..<height { cells[row][spot] = (glyphs.border.vertical, .chartAxis) }
        }
        let curves: [(values: [Double?], scope: ThemeScope, stroke: (Int) -> Bool)] = [
            (report.between, .greekVega, { $0 % 3 == 0 }), (report.atExpiry, .chartLine, { _ in true }),
            (report.today, .accent, { $0 % 4 != 3 }),
        ]
        for curve in curves where !curve.values.isEmpty {
            let inside = curve.values.map { value in value.flatMap { (floor...ceiling).contains($0) ? $0 : nil } }
            let plot = LinePlot.rows(
                inside, columns: width, rows: height, range: floor...ceiling, symbols: symbols)
            for (row, line) in plot.enumerated() {
                for (column, character) in line.enumerated() where character != " " && curve.stroke(column) {
                    cells[row][column] = (Self.united(cells[row][column].text, String(character)), curve.scope)
                }
            }
        }
        if let spot = report.point.spot.value.flatMap(place), let profit = report.point.profit.value {
            cells[row(profit)][spot] = (glyphs.severityMedium, .textStrong)
        }
        rows = cells.enumerated().map { index, line in
            let label = index == zero ? "0" : index == row(high) ? labels[0] : index == row(low) ? labels[1] : ""
            return ChartRun.label(glyphs.adapted(label), margin: margin) + ChartRun.joined(line, from: margin)
        }
        rows.append(Self.axis(report, format, glyphs, margin: margin, width: width, place))
        rows.append(Self.legend(report, glyphs, margin: margin))
    }

    /// Two braille signs in one cell keep the dots of both.
    private static func united(_ lower: String, _ upper: String) -> String {
        guard let below = lower.unicodeScalars.first?.value, let above = upper.unicodeScalars.first?.value,
            (0x2800...0x28FF).contains(below), (0x2800...0x28FF).contains(above),
            let both = Unicode.Scalar(below | above)
        else { return upper }
        return String(both)
    }

    /// Breakevens by `^` with their prices where there is room, both ends and the spot.
    private static func axis(
        _ report: PayoffReport, _ format: FigureFormat, _ glyphs: GlyphSet, margin: Int, width: Int,
        _ place: (Double) -> Int?
    ) -> [ChartRun] {
        var axis = ChartAxis(margin: margin, width: width)
        for level in report.breakevens {
            guard let column = place(level) else { continue }
            axis.put("^" + format.price(Figure(level)), at: column, .textStrong)
        }
        if let spot = report.spot.value, let column = place(spot) {
            axis.put(format.price(report.spot), at: column, .accent)
        }
        if let first = report.spots.first { axis.put(format.price(Figure(first)), at: 0, .textDim) }
        if let last = report.spots.last { axis.put(format.price(Figure(last)), at: width, .textDim) }
        return axis.runs
    }

    private static func legend(_ report: PayoffReport, _ glyphs: GlyphSet, margin: Int) -> [ChartRun] {
        let line = glyphs.isUnicode ? "⠒" : "*"
        var legend = ChartLegend(margin: margin)
        if report.horizon != nil {
            legend.put("\(line)\(line)\(line)\(line) expiry  ", .chartLine)
            legend.put("\(line)\(line)\(line) \(line) now  ", .accent)
        } else {
            legend.put("\(line)\(line)\(line)\(line) P/L  ", .chartLine)
        }
        if !report.between.isEmpty { legend.put("\(line)  \(line) +\(report.betweenDays)d  ", .greekVega) }
        legend.put("\(glyphs.severityMedium) supposed", .textStrong)
        return legend.runs
    }
}
