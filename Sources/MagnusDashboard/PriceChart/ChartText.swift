import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The price chart in words and figures.
struct ChartText {
    let report: ChartReport
    let levels: [ChartLevel]
    /// Contracts whose strike is no price of one share.
    let adjusted: Int
    let format: FigureFormat
    let glyphs: GlyphSet

    private var technicals: TechnicalReport { report.technicals }
    var today: CalendarDate { report.asOf.newYork.date }

    /// The price of now, the last close, the trend.
    func head() -> [String] {
        var parts = ["now \(format.price(report.spot)) \(report.spotSource)"]
        if let last = technicals.last {
            let bar = last.bar
            parts.append("close \(bar.date.monthDay) \(format.price(Figure(bar.close)))")
            parts.append(
                "O \(format.price(Figure(bar.open))) H \(format.price(Figure(bar.high))) "
                    + "L \(format.price(Figure(bar.low)))")
        }
        if let held = technicals.trend.held { parts.append("\(held.value.rawValue) since \(held.since.iso8601)") }
        return parts
    }

    /// Which sessions are drawn.
    func span(_ chart: PriceChart, _ window: ChartWindow) -> [String] {
        guard let first = chart.first, let last = chart.last else { return [] }
        var parts = [
            "\(first.iso8601) to \(last.iso8601)",
            "\(chart.sessions) of \(CountedNoun.text(technicals.rows.count, "session"))",
        ]
        if window.back > 0 { parts.append("\(window.back) later") }
        if window.sessionsPerColumn > 1 { parts.append("\(window.sessionsPerColumn) a column") }
        if chart.above > 0 { parts.append("\(CountedNoun.text(chart.above, "level")) above") }
        if chart.below > 0 { parts.append("\(CountedNoun.text(chart.below, "level")) below") }
        return parts
    }

    /// In place of them where no chart fits.
    func range() -> [String] {
        guard let first = technicals.history.first, let last = technicals.history.last else { return [] }
        return [CountedNoun.text(technicals.rows.count, "session"), "\(first.iso8601) to \(last.iso8601)"]
    }

    /// Parts that fit beside each other.
    static func joined(_ parts: [String], width: Int) -> String { ChainText.joined(parts, width: width) }

    /// Columns of the side column: a name, what it is, how far or why not.
    static func columns(width: Int) -> (name: Int, value: Int, remark: Int) {
        let remark = min(16, max(0, width / 3))
        let value = min(14, max(0, width / 3))
        return (max(0, width - remark - value - 2), value, remark)
    }

    /// Remarks below the chart, wrapped.
    func notes(width: Int) -> [String] {
        guard width > 0 else { return [] }
        return remarks().flatMap { TextFitting.wrapped(glyphs.adapted($0), to: width) }
    }

    /// Lines of the side column from the top.
    /// - Parameter width: that remarks are wrapped to.
    func lines(width: Int) -> [ChartLine] {
        var lines = [
            heading("Now"),
            ChartLine(
                figure: .spot, name: "price", value: format.price(report.spot),
                remark: [report.spotSource, report.spotAgeSeconds.flatMap(DurationText.age) ?? "age unknown"]
                    .joined(separator: " "), scope: scope(report.spot)),
        ]
        lines += book()
        guard let last = technicals.last else { return lines + history(width) }
        lines.append(heading("At the close of \(last.bar.date.iso8601)"))
        lines += ChartFigure.Technical.allCases.map { technical(last, $0) }
        lines += trend() + zones(last) + history(width)
        return lines
    }

    private func heading(_ text: String) -> ChartLine { ChartLine(name: text, scope: .header) }

    private func scope(_ figure: Figure) -> ThemeScope {
        switch figure.trust {
        case .fresh: .text
        case .stale: .dataStale
        case .estimated: .dataEstimated
        case nil: .dataUnknown
        }
    }

    // MARK: The book

    private func book() -> [ChartLine] {
        var lines: [ChartLine] = []
        for (kind, title) in [(ChartLevel.Kind.strike, "Own strikes, from now"), (.breakeven, "Breakevens, from now")] {
            let members = levels.indices.filter { levels[$0].kind == kind }
            guard !members.isEmpty else { continue }
            lines.append(heading(title))
            lines += members.map { index in
                let level = levels[index]
                let away = report.spot.map { level.price / $0 - 1 }
                let day = level.expiry.map { " " + $0.expiryText(today: today) } ?? ""
                return ChartLine(
                    figure: .level(index), name: level.name + day, value: format.price(Figure(level.price)),
                    remark: format.distance(away, dollars: report.spot.map { level.price - $0 }))
            }
        }
        if adjusted > 0 {
            let number = CountedNoun.text(adjusted, "adjusted contract")
            lines.append(ChartLine(name: "\(number): no strike a share", scope: .textDim))
        }
        return lines
    }

    // MARK: Technicals

    private func technical(_ row: TechnicalRow, _ key: ChartFigure.Technical) -> ChartLine {
        let figure = row[keyPath: key.path]
        var remark = ""
        if let reason = figure.reason {
            remark = Self.words(reason)
        } else if key.isLevel {
            remark = format.distance(
                figure.map { $0 / row.bar.close - 1 }, dollars: figure.map { $0 - row.bar.close })
        } else if key == .trueRange {
            remark = format.decimalPercent(figure.map { $0 / row.bar.close })
        }
        return ChartLine(
            figure: .technical(key), name: key.title, value: key.isIndex ? one(figure) : format.price(figure),
            remark: remark, scope: scope(figure))
    }

    static func words(_ reason: UnknownReason) -> String {
        switch reason {
        case .insufficientHistory: "too few sessions"
        case .flatHistory: "nothing moved"
        case .noSource: "not in source"
        default: reason.rawValue
        }
    }

    func one(_ figure: Figure) -> String {
        figure.value.flatMap { DecimalText.text($0, decimals: 1) } ?? format.marks.unknown
    }

    private func trend() -> [ChartLine] {
        guard let held = technicals.trend.held else {
            let why = Self.words(.insufficientHistory)
            return [ChartLine(figure: .trend, name: "trend", remark: why, scope: .dataUnknown)]
        }
        let pending =
            held.pending > 0
            ? "\(held.pending)/\(TrendReading.closesToSwitch) say \(held.latest.rawValue)"
            : "since \(held.since.iso8601)"
        return [ChartLine(figure: .trend, name: "trend", value: held.value.rawValue, remark: pending)]
    }

    private func zones(_ last: TechnicalRow) -> [ChartLine] {
        if let reason = technicals.zonesMissing {
            return [
                heading("Zones"),
                ChartLine(
                    name: "not looked for: \(reason == .noSource ? "no highs and lows" : "too few sessions")",
                    scope: .textDim),
            ]
        }
        guard !technicals.zones.isEmpty else {
            return [heading("Zones"), ChartLine(name: "none holds, \(technicals.brokenZones) broken", scope: .textDim)]
        }
        let rows = technicals.zones.enumerated().map { index, zone in
            // As every level of this list: above the close is positive.
            let above = zone.distance.map { -$0 }
            let dollars = Figure(zone.proximal - last.bar.close)
            let away = zone.contains(last.bar.close) ? "inside" : format.distance(above, dollars: dollars)
            let tests = zone.isFresh ? "fresh" : CountedNoun.text(zone.tests, "test")
            let edges = [zone.proximal, zone.distal].map { format.price(Figure($0), columns: 6) }
            return ChartLine(
                figure: .zone(index), name: "\(zone.side.rawValue) \(away)", value: edges.joined(separator: ".."),
                remark: "\(format.rank(Figure(zone.score.total))) \(tests)",
                scope: zone.side == .demand ? .chartUp : .chartDown)
        }
        return [heading("Zones, from the close; score, \(technicals.brokenZones) broken")] + rows
    }

    // MARK: History

    private func history(_ width: Int) -> [ChartLine] {
        var lines = [heading("History of \(technicals.source)")]
        if let first = technicals.history.first, let last = technicals.history.last {
            lines.append(
                ChartLine(
                    name: "\(first.iso8601) to \(last.iso8601), \(CountedNoun.text(technicals.rows.count, "session"))",
                    scope: .textDim))
        }
        return lines + notes(width: width).map { ChartLine(name: $0, scope: .alertMedium) }
    }

    /// What is missing of the history, was left out of it, or has not come yet.
    func remarks() -> [String] {
        let history = technicals.history
        var lines: [String] = []
        if report.isBehind, let last = technicals.last {
            lines.append("Ends at \(last.bar.date.iso8601): the session of \(report.lastSession.iso8601) is missing")
        }
        if let seam = history.seam {
            lines.append(
                "Begins at \(seam.iso8601): the price broke there as by a split that was not adjusted, or the ticker had "
                    + "another holder")
        }
        if let first = history.missing.first {
            let more = history.missing.count > 1 ? ", first \(first.iso8601)" : ": \(first.iso8601)"
            lines.append("\(CountedNoun.text(history.missing.count, "session")) without a bar\(more)")
        }
        if let first = history.unsound.first {
            let number = CountedNoun.text(history.unsound.count, "impossible bar")
            lines.append("\(number) left out, first \(first.iso8601)")
        }
        return lines
    }

    /// In place of a chart.
    func nothing() -> String {
        "\(technicals.symbol): \(technicals.source) has no past sessions of it."
    }
}
