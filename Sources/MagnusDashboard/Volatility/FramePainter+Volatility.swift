import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The volatility view: smile, term structure and skew, past and realised volatility, gamma by strike.
extension FramePainter {
    mutating func paint(_ page: VolatilityPage) {
        let places = VolatilityLayout(page.section, size: state.size)
        let text = VolatilityText(format: format, glyphs: glyphs)
        let report = state.volatility.shown
        let left = [
            Span("Volatility", theme[.titleFocus]),
            Span(
                HarmlessText.sanitised(adapted(" " + (report?.symbol ?? page.request.symbol)), maximumLength: 20),
                theme[.accent]),
        ]
        let right = report.map { report in
            let spot = "spot \(format.price(report.spot))  "
            return state.volatility.isOld
                ? Span(adapted(spot + "not refreshed since \(report.retrievedAt.newYork.clock)"), theme[.alertHigh])
                : Span(adapted(spot + "chain of \(report.retrievedAt.newYork.hourMinute)"), theme[.titleInfo])
        }
        paintView(places.edge, left: left + worldTitle, right: right.map { [$0] } ?? [])
        paintSections(page, places)
        guard let report else {
            let inside = Rectangle(
                column: places.head.column + 1, row: places.head.row, columns: max(0, places.head.columns - 2),
                rows: max(0, places.edge.area.endRow - places.head.row - 1))
            sayWrapped(state.volatility.refusal ?? "Fitting the surface...", in: inside, style: theme[.textDim])
            return
        }
        for (row, parts) in [text.head(report), text.shape(report)].enumerated() where row < places.head.rows {
            let line = ChainText.joined(parts, width: places.head.columns - 2)
            surface.put(
                adapted(line), column: places.head.column + 1, row: places.head.row + row,
                style: theme[row == 0 ? .text : .textDim], limit: places.head.columns - 2, clip: places.head)
        }
        let chosen = page.chosen(in: report)
        paintSmile(report, chosen, places.smile, text)
        paintTerm(page, report, chosen, places.term, text)
        paintPast(report, places.past, text)
        paintGamma(page, report, places.gamma, text)
    }

    private mutating func paintSections(_ page: VolatilityPage, _ places: VolatilityLayout) {
        guard !places.tabs.isEmpty else { return }
        var column = places.tabs.column + 1
        for section in VolatilityPage.Section.allCases {
            let title = " \(section.title) "
            let width = TextWidth.width(of: title)
            paintTab(title, column..<column + width, places.tabs, isChosen: section == page.section)
            column += width + 1
        }
    }

    private mutating func paintSmile(
        _ report: VolatilityReport, _ chosen: Int?, _ area: Rectangle, _ text: VolatilityText
    ) {
        guard !area.isEmpty, let chosen else { return }
        let expiry = report.expiries[chosen]
        let place = "(\(chosen + 1)/\(report.expiries.count))"
        say(
            " \(expiry.expiry.iso8601) \(expiry.root) \(expiry.daysToExpiry)d \(place)  curve "
                + "\(format.decimalPercent(expiry.fittedVolatility))  RR25 "
                + "\(format.decimalPercent(expiry.riskReversal25, isSigned: true))  BF25 "
                + "\(format.decimalPercent(expiry.butterfly25, isSigned: true))", at: area.split(top: 1).top,
            style: theme[.header])
        let rest = area.split(top: 1).rest
        let (foot, middle) = { ($0.bottom, $0.rest) }(rest.split(bottom: rest.rows > 8 ? 1 : 0))
        let chart = SmileChart(
            expiry, spot: report.spot.value, format: format, glyphs: glyphs, columns: middle.columns - 2,
            rows: middle.rows)
        if chart.rows.isEmpty {
            sayWrapped(
                text.fit(expiry, columns: .max),
                in: Rectangle(
                    column: middle.column + 1, row: middle.row, columns: max(0, middle.columns - 2),
                    rows: middle.rows), style: theme[.textDim])
            return
        }
        for (offset, row) in chart.rows.enumerated() {
            for run in row {
                surface.put(
                    run.text, column: middle.column + 1 + run.column, row: middle.row + offset,
                    style: theme[run.scope], clip: middle)
            }
        }
        guard !foot.isEmpty else { return }
        say(" " + text.fit(expiry, columns: foot.columns - 1), at: foot, style: theme[.textDim])
    }

    private mutating func paintTerm(
        _ page: VolatilityPage, _ report: VolatilityReport, _ chosen: Int?, _ area: Rectangle, _ text: VolatilityText
    ) {
        guard !area.isEmpty else { return }
        let columns = text.columns(width: area.columns - 2)
        var column = area.column + 1
        for heading in columns {
            field(
                heading.heading, column: column, row: area.row, width: heading.width,
                alignment: heading.rank == 0 && heading.heading == "Expiry" ? .left : .right, style: theme[.header],
                clip: area)
            column += heading.width + 1
        }
        let visible = max(0, area.rows - 1)
        let first = ListCursor.offset(
            line: chosen ?? 0, offset: page.scroll, visible: max(1, visible), count: report.expiries.count)
        for (offset, index) in report.expiries.indices.dropFirst(first).prefix(visible).enumerated() {
            let expiry = report.expiries[index]
            let row = area.row + 1 + offset
            column = area.column + 1
            for heading in columns {
                field(
                    heading.value(expiry), column: column, row: row, width: heading.width,
                    alignment: heading.heading == "Expiry" ? .left : .right,
                    style: theme[expiry.fit == nil ? .textDim : .text], clip: area)
                column += heading.width + 1
            }
            if index == chosen {
                highlight(
                    Rectangle(column: area.column, row: row, columns: area.columns, rows: 1), with: theme[.selection])
            }
        }
    }

    private mutating func paintPast(_ report: VolatilityReport, _ area: Rectangle, _ text: VolatilityText) {
        guard !area.isEmpty else { return }
        let past = report.standing
        var row = area.row
        func line(_ content: String, _ scope: ThemeScope) {
            guard row < area.endRow else { return }
            say(
                content, at: Rectangle(column: area.column + 1, row: row, columns: area.columns - 2, rows: 1),
                style: theme[scope])
            row += 1
        }
        line("IV30 of \(past.history.count) closes", .header)
        if past.history.isEmpty {
            line("No history of its volatility is kept.", .textDim)
        } else {
            let width = max(1, area.columns - 2)
            // As many sessions as there are columns would hide the year: every column is the mean of its share.
            let values = Self.thinned(past.history.map(\.impliedVolatility), to: width)
            line(Sparkline.text(values, columns: width, glyphs: glyphs), .chartLine)
            line(text.range(past), .text)
        }
        for (index, content) in text.skew(report).enumerated() { line(content, index == 0 ? .header : .text) }
        if !report.skew.history.isEmpty {
            let values = Self.thinned(report.skew.history.map(\.skew), to: max(1, area.columns - 2))
            line(Sparkline.text(values, columns: max(1, area.columns - 2), glyphs: glyphs), .chartLine)
            line(text.range(report.skew), .text)
        }
        row += 1
        for (index, content) in text.realised(report, width: area.columns - 2).enumerated() {
            line(content, index == 0 ? .header : .text)
        }
    }

    /// Means of equal shares; fewer values than columns stay as they are.
    static func thinned(_ values: [Double], to count: Int) -> [Double] {
        guard values.count > count, count > 0 else { return values }
        return (0..<count).map { column in
            let share = values[column * values.count / count..<(column + 1) * values.count / count]
            return share.reduce(0, +) / Double(share.count)
        }
    }

    /// Strikes around the spot with their bars: right of the middle the calls' side, left the puts'.
    private mutating func paintGamma(
        _ page: VolatilityPage, _ report: VolatilityReport, _ area: Rectangle, _ text: VolatilityText
    ) {
        guard !area.isEmpty else { return }
        let lines = text.gamma(report.exposure)
        let inside = Rectangle(
            column: area.column + 1, row: area.row, columns: max(0, area.columns - 2), rows: area.rows)
        for (index, content) in lines.enumerated() where index < inside.rows {
            say(
                content,
                at: Rectangle(column: inside.column, row: inside.row + index, columns: inside.columns, rows: 1),
                style: theme[index == 0 ? .header : .textDim])
        }
        let strikes = report.exposure.strikes
        let visible = inside.rows - lines.count
        guard visible > 0, !strikes.isEmpty else { return }
        let spot = report.spot.value ?? strikes[strikes.count / 2].strike
        let nearest = strikes.indices.min { abs(strikes[$0].strike - spot) < abs(strikes[$1].strike - spot) } ?? 0
        let start = page.section == .gamma ? page.scroll : 0
        let first = min(max(0, nearest - visible / 2 + start), max(0, strikes.count - visible))
        let largest = strikes.map { abs($0.net) }.max() ?? 0
        let bar = max(1, inside.columns - 19)
        for (offset, index) in strikes.indices.dropFirst(first).prefix(visible).enumerated() {
            let strike = strikes[index]
            let row = inside.row + lines.count + offset
            field(
                format.price(Figure(strike.strike)), column: inside.column, row: row, width: 8, alignment: .right,
                style: theme[index == nearest ? .accent : .text], clip: inside)
            field(
                format.compact(Figure(strike.net)), column: inside.column + 9, row: row,
                width: 8, alignment: .right, style: theme[strike.net < 0 ? .pnlDown : .pnlUp], clip: inside)
            let size = largest > 0 ? Int((abs(strike.net) / largest * Double(bar)).rounded()) : 0
            let glyph = strike.net < 0 ? (glyphs.isUnicode ? "▒" : "-") : (glyphs.isUnicode ? "█" : "#")
            surface.put(
                String(repeating: glyph, count: size), column: inside.column + 18, row: row,
                style: theme[strike.net < 0 ? .chartDown : .chartUp], clip: inside)
        }
    }
}

extension VolatilityPage {
    func paint(_ painter: inout FramePainter) { painter.paint(self) }
}
