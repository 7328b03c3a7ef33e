import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The grid of rolls: strikes down, from worse to better, expiries across; below the chosen one in words.
extension FramePainter {
    mutating func paint(_ page: RollPage) {
        let report = state.roll.shown
        let places = RollLayout(strikes: report?.rows.count ?? 1, size: state.size)
        paintView(places.edge, left: rollTitle(report), right: rollRight(report))
        guard let report else {
            let inside = Rectangle(
                column: places.head.column + 1, row: places.head.row, columns: max(0, places.head.columns - 2),
                rows: max(0, places.edge.area.endRow - places.head.row - (places.edge.isFramed ? 1 : 0)))
            sayWrapped(state.roll.refusal ?? "Asking for the chain...", in: inside, style: theme[.textDim])
            return
        }
        let text = rollText
        let rules = report.rules
        let heads = [
            [text.cost(report), text.alternative(report), text.campaign(report)],
            [
                "offered: a credit at the natural price", "same or better strike",
                "\(rules.minimumDays) to \(rules.maximumDays) DTE", "no earnings inside",
                "at most \(rules.mostRolls) rolls",
            ],
        ]
        for (row, parts) in heads.enumerated() where row < places.head.rows {
            say(
                ChainText.joined(parts, width: places.head.columns - 2),
                at: Rectangle(
                    column: places.head.column + 1, row: places.head.row + row, columns: places.head.columns - 2,
                    rows: 1),
                style: theme[row == 0 ? .text : .textDim])
        }
        let settled = RollLayout.settled(page, report, size: state.size)
        guard settled.chosen(in: report) != nil else {
            sayWrapped(
                text.conclusion(report),
                in: Rectangle(
                    column: places.list.column + 1, row: places.list.row, columns: max(0, places.list.columns - 2),
                    rows: places.list.rows + places.detail.rows), style: theme[.text])
            return
        }
        paintRollGrid(settled, report, places)
        paintRollDetail(settled, report, places.detail)
    }

    private var rollText: RollText {
        RollText(
            format: format,
            today: snapshot?.asOf.newYork.date ?? state.roll.report?.retrievedAt.newYork.date
                ?? CalendarDate(daysSinceEpoch: 0))
    }

    private func rollTitle(_ report: RollReport?) -> [Span] {
        var spans = [Span("Roll", theme[.titleFocus])]
        if let report {
            spans.append(
                Span(
                    HarmlessText.sanitised(adapted(" " + rollText.name(report)), maximumLength: 60), theme[.accent]))
        }
        return spans + worldTitle
    }

    private func rollRight(_ report: RollReport?) -> [Span] {
        guard let report else { return [] }
        let spot = "spot \(format.price(report.spot))  "
        let clock = report.retrievedAt.newYork
        guard !state.roll.isOld else {
            return [Span(adapted(spot + "not refreshed since \(clock.clock)"), theme[.alertHigh])]
        }
        let closing = rollText.closing(report).map { $0 + "  " } ?? ""
        return [Span(adapted(closing + spot + "chain of \(clock.hourMinute)"), theme[.titleInfo])]
    }

    // MARK: Grid

    private mutating func paintRollGrid(_ page: RollPage, _ report: RollReport, _ places: RollLayout) {
        guard let here = page.chosen(in: report) else { return }
        let held = report.short?.contract
        let columns = report.expiries.indices.dropFirst(page.columnOffset).prefix(places.shownColumns)
        if places.heading.rows > 0 {
            let more = columns.count < report.expiries.count ? "\(here.column + 1)/\(report.expiries.count)" : "Strike"
            field(
                more, column: places.heading.column, row: places.heading.row, width: RollLayout.labelColumns - 1,
                alignment: .right, style: theme[.header], clip: places.heading)
        }
        for (step, index) in columns.enumerated() {
            let expiry = report.expiries[index]
            let root = expiry.root == held?.root ? "" : expiry.root + " "
            let date = root + expiry.date.expiryText(today: rollText.today)
            let isTight = places.heading.rows < 2
            var style = theme[.header]
            if index == here.column { style = style.with([.underline, .bold]) }
            let lines =
                isTight ? ["\(date) \(expiry.daysToExpiry)d"] : [date, "\(expiry.daysToExpiry)d +\(expiry.addedDays)"]
            for (row, line) in lines.enumerated() where row < places.heading.rows {
                field(
                    line, column: places.column(step), row: places.heading.row + row,
                    width: RollLayout.cellColumns - 1, alignment: .right, style: row == 0 ? style : theme[.textDim],
                    clip: places.heading)
            }
        }
        for (line, index) in report.rows.indices.dropFirst(page.rowOffset).prefix(places.list.rows).enumerated() {
            let row = places.list.row + line
            let strike = report.rows[index]
            let isHeld = strike == held?.strikeThousandths
            let name = report.strikeName(strike)
            field(
                (isHeld ? "=" : "") + name, column: places.list.column, row: row, width: RollLayout.labelColumns - 1,
                alignment: .right, style: isHeld ? theme[.textStrong].with(.bold) : theme[.text], clip: places.list)
            for (step, column) in columns.enumerated() {
                let area = Rectangle(
                    column: places.column(step), row: row, columns: RollLayout.cellColumns - 1, rows: 1)
                paintRollCell(report.cell(strike: strike, expiry: column), report, area)
                if index == here.row, column == here.column { highlight(area, with: theme[.selection]) }
            }
        }
    }

    /// The net at the natural price; beside it the mid, dimmed, or the word for what stands against it.
    private mutating func paintRollCell(_ cell: RollReport.Cell?, _ report: RollReport, _ area: Rectangle) {
        guard let cell else { return }
        let width = (area.columns - 1) / 2
        var style = theme[.textDim]
        if cell.isAllowed {
            style = cell.net.trust == .stale ? theme[.dataStale] : theme[.pnlUp]
            if cell == report.bestCell { style = style.with(.bold) }
        } else if cell.net.value == nil {
            style = theme[.dataUnknown]
        }
        field(
            rollText.net(cell.net), column: area.column, row: area.row, width: width, alignment: .right, style: style,
            clip: area)
        field(
            cell.obstacles.first?.word ?? rollText.net(cell.netAtMid), column: area.column + width + 1, row: area.row,
            width: area.columns - width - 1, alignment: .right, style: theme[.textDim], clip: area)
    }

    // MARK: Words

    private mutating func paintRollDetail(_ page: RollPage, _ report: RollReport, _ area: Rectangle) {
        guard area.rows > 0 else { return }
        let text = rollText
        let width = max(0, area.columns - 2)
        var lines: [(String, ThemeScope)] = []
        func add(_ content: String, _ scope: ThemeScope) {
            for line in TextFitting.wrapped(HarmlessText.sanitised(adapted(content)), to: max(1, width)) {
                lines.append((line, scope))
            }
        }
        let conclusion = text.conclusion(report)
        if let cell = page.cell(in: report) {
            let expiry = report.expiries[cell.expiry]
            lines.append(
                (
                    adapted(
                        ChainText.joined(
                            [
                                text.name(cell, in: report), "net \(text.net(cell.net))",
                                "mid \(text.net(cell.netAtMid))",
                                format.profit(cell.net.map { $0 * report.shares }) + " in all",
                                "BE \(format.price(cell.breakeven))", "\(glyphs.delta) \(text.delta(cell.delta))",
                                "\(expiry.daysToExpiry) days", "\(expiry.addedDays) added",
                                "\(text.perDay(cell.creditPerDay)) a day",
                            ], width: width)), .textStrong
                ))
            if cell.isAllowed {
                if area.rows > 2 { add("Offered: keeps to every rule.", .text) }
            } else {
                add("Not offered: \(text.obstacles(cell)).", .text)
            }
        } else {
            lines.append((adapted("This strike is not listed there."), .textDim))
        }
        add(conclusion, .accent)
        let offered = report.allowed
        if !offered.isEmpty, lines.count + 2 < area.rows {
            lines.append(("", .text))
            lines.append((adapted("Offered, most a day first"), .header))
            for cell in offered {
                lines.append(
                    (
                        adapted(
                            ChainText.joined(
                                [
                                    text.name(cell, in: report), "net \(text.net(cell.net))",
                                    "mid \(text.net(cell.netAtMid))", "\(text.perDay(cell.creditPerDay)) a day",
                                    "BE \(format.price(cell.breakeven))", "\(glyphs.delta) \(text.delta(cell.delta))",
                                ], width: width)), .text
                    ))
            }
        }
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            say(
                line.0, at: Rectangle(column: area.column + 1, row: area.row + offset, columns: width, rows: 1),
                style: theme[line.1])
        }
    }
}

extension RollPage {
    func paint(_ painter: inout FramePainter) { painter.paint(self) }
}
