import Glibc
import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// One expiry's smile as runs of text: the curve in braille, each quote a dot at its mid with a line from bid to ask.
/// Quotes that no curve rests on are crosses.
struct SmileChart: Equatable {
    /// From the top; empty where there is no room or nothing to draw.
    var rows: [[ChartRun]] = []

    private typealias CellText = (text: String, scope: ThemeScope)

    init(
        _ expiry: ExpiryVolatility, spot: Double?, format: FigureFormat, glyphs: GlyphSet, columns: Int, rows count: Int
    ) {
        let drawn = expiry.points.compactMap { point in point.volatility.map { (point, $0) } }
        guard columns >= 30, count >= 6, let bounds = Self.bounds(drawn, expiry, spot: spot) else { return }
        let (first, last, floor, ceiling) = (bounds.first, bounds.last, bounds.floor, bounds.ceiling)
        let labels = [format.decimalPercent(Figure(ceiling)), format.decimalPercent(Figure(floor))]
        let margin = (labels.map { TextWidth.width(of: $0) }.max() ?? 1) + 1
        let (width, height) = (columns - margin, count - 2)
        guard width >= 16, height >= 4 else { return }
        var cells = [[CellText]](
            repeating: [CellText](repeating: (" ", .chartAxis), count: width), count: height)
        func column(_ strike: Double) -> Int? {
            guard strike >= first, strike <= last else { return nil }
            return Int(((strike - first) / (last - first) * Double(width - 1)).rounded())
        }
        let symbols = glyphs.isUnicode ? LinePlot.Symbols.braille : .ascii
        func row(_ volatility: Double) -> Int {
            LinePlot.row(of: volatility, in: floor...ceiling, rows: height, symbols: symbols)
        }
        for level in [expiry.forward.value].compactMap({ $0.flatMap(column) }) {
            for line in 0..<height { cells[line][level] = (glyphs.border.vertical, .chartAxis) }
        }
        for (point, _) in drawn {
            guard let place = column(point.contract.strike), let low = point.bidVolatility,
                let high = point.askVolatility
            else { continue }
            for line in row(high)...row(low) where cells[line][place].text == " " {
                cells[line][place] = (glyphs.border.vertical, .textDim)
            }
        }
        if expiry.fit != nil {
            let samples = width * 2
            let values = (0..<samples).map { index -> Double? in
                let strike = first + (last - first) * Double(index) / Double(samples - 1)
                return expiry.volatility(strike: strike).flatMap { (floor...ceiling).contains($0) ? $0 : nil }
            }
            let plot = LinePlot.rows(
                values, columns: width, rows: height, range: floor...ceiling, symbols: symbols)
            for (line, text) in plot.enumerated() {
                for (place, character) in text.enumerated() where character != " " {
                    cells[line][place] = (String(character), .chartLine)
                }
            }
        }
        for (point, volatility) in drawn {
            guard let place = column(point.contract.strike), (floor...ceiling).contains(volatility) else { continue }
            let isUsed = point.state == .used
            cells[row(volatility)][place] = (
                isUsed ? glyphs.severityMedium : "x", isUsed ? .accent : .alertHigh
            )
        }
        rows = cells.enumerated().map { index, line in
            let label = index == 0 ? labels[0] : index == height - 1 ? labels[1] : ""
            return ChartRun.label(label, margin: margin) + ChartRun.joined(line, from: margin)
        }
        rows.append(Self.axis(expiry, format, first, last, margin: margin, width: width, column))
        rows.append(Self.legend(glyphs, margin: margin, hasCurve: expiry.fit != nil))
    }

    /// Strikes and volatilities that are shown: all quotes that count, at least three standard deviations of room cut away
    /// where quotes lie further out.
    private static func bounds(
        _ drawn: [(SmilePoint, Double)], _ expiry: ExpiryVolatility, spot: Double?
    ) -> (first: Double, last: Double, floor: Double, ceiling: Double)? {
        let used = drawn.filter { $0.0.state == .used }
        let shown = used.isEmpty ? drawn : used
        guard let lowest = shown.map(\.0.contract.strike).min(), let highest = shown.map(\.0.contract.strike).max(),
            let forward = expiry.forward.value ?? spot, forward > 0
        else { return nil }
        let level = expiry.fittedVolatility.value ?? expiry.atTheMoneyVolatility.value ?? shown[0].1
        let deviation = max(level * expiry.years.squareRoot(), 0.005)
        let first = max(lowest, forward * exp(-4.5 * deviation))
        let last = min(highest, forward * exp(4.5 * deviation))
        guard first < last else { return nil }
        let inside = shown.filter { (first...last).contains($0.0.contract.strike) }
        guard let low = inside.map(\.1).min(), let high = inside.map(\.1).max() else { return nil }
        let room = max(0.1 * (high - low), 0.005)
        return (first, last, max(0, low - room), high + room)
    }

    private static func axis(
        _ expiry: ExpiryVolatility, _ format: FigureFormat, _ first: Double, _ last: Double, margin: Int, width: Int,
        _ place: (Double) -> Int?
    ) -> [ChartRun] {
        var axis = ChartAxis(margin: margin, width: width)
        if let forward = expiry.forward.value, let column = place(forward) {
            axis.put("F " + format.price(expiry.forward), at: column, .accent)
        }
        for (strike, name) in [(expiry.putStrike25, "25P"), (expiry.callStrike25, "25C")] {
            guard let level = strike.value, let column = place(level) else { continue }
            axis.put("^\(name)", at: column, .textStrong)
        }
        axis.put(format.price(Figure(first)), at: 0, .textDim)
        axis.put(format.price(Figure(last)), at: width, .textDim)
        return axis.runs
    }

    private static func legend(_ glyphs: GlyphSet, margin: Int, hasCurve: Bool) -> [ChartRun] {
        let line = glyphs.isUnicode ? "⠒⠒⠒" : "***"
        var legend = ChartLegend(margin: margin)
        if hasCurve { legend.put("\(line) curve  ", .chartLine) }
        legend.put("\(glyphs.severityMedium) mid  ", .accent)
        legend.put("\(glyphs.border.vertical) bid to ask  ", .textDim)
        legend.put("x left out", .alertHigh)
        return legend.runs
    }
}
