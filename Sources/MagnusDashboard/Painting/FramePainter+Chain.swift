import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The full-screen view of an option chain.
extension FramePainter {
    var chainText: ChainText { ChainText(format: format, glyphs: glyphs, today: today) }

    mutating func paint(_ page: ChainPage) {
        let places = ChainLayout(page, state.chain.report, state.draft, size: state.size)
        paintView(places.edge, left: chainTitle(page), right: chainRight(page))
        guard let report = state.chain.shown(asOf: snapshot?.asOf) else {
            sayWrapped(
                state.chain.refusal ?? "Asking for \(page.request.symbol)...", in: places.list.padded,
                style: theme[.textDim])
            return
        }
        paintChainTabs(report, places.tabs)
        paintChainHead(report, places.head)
        guard !report.strikes.isEmpty else {
            say(" No options are listed on \(report.symbol).", at: places.list, style: theme[.textDim])
            return
        }
        paintChainLabel(report, places)
        paintChainHeading(page, places)
        paintStrikes(page, report, places)
        if let cursor = ChainLayout.cursor(page, report) { paintChainContract(page, report.strikes[cursor], places) }
        paintDraft(places)
    }

    private func chainTitle(_ page: ChainPage) -> [Span] {
        let symbol = state.chain.report?.symbol ?? page.request.symbol
        let spans = [Span("Chain", theme[.titleFocus]), Span(adapted(" " + symbol), theme[.accent])]
        return spans + worldTitle
    }

    private func chainRight(_ page: ChainPage) -> [Span] {
        var text = page.columnSet.rawValue
        if let close = snapshot?.session.lastClose, snapshot?.session.isOpen == false {
            text = "close \(close.monthDay)  " + text
        }
        guard state.chain.isOld, let report = state.chain.report else {
            return [Span(adapted(text), theme[.titleInfo])]
        }
        let reason = state.chain.refusal ?? "no answer"
        let since = "not refreshed since \(report.retrievedAt.newYork.clock): "
        return [Span(adapted(HarmlessText.sanitised(since + reason, maximumLength: 80)), theme[.alertHigh])]
    }

    private mutating func paintChainTabs(_ report: ChainReport, _ area: Rectangle) {
        guard !area.isEmpty else { return }
        let tabs = ChainTabs(report, text: chainText, columns: area.columns - 2)
        for tab in tabs.places {
            let place = Rectangle(column: area.column + 1 + tab.start, row: area.row, columns: tab.width, rows: 1)
            let isHere = tab.index == report.chosen
            surface.put(
                adapted(" \(tab.title) "), column: place.column, row: area.row,
                style: theme[isHere ? .titleFocus : .textDim], clip: area)
            if isHere { highlight(place, with: theme[.selection]) }
        }
        if tabs.isCut {
            surface.put(glyphs.ellipsis, column: area.endColumn - 1, row: area.row, style: theme[.textDim], clip: area)
        }
    }

    private mutating func paintChainHead(_ report: ChainReport, _ area: Rectangle) {
        let lines = [chainText.underlying(report, width: area.columns - 2), chainText.series(report)]
        let chosen = area.rows == 1 ? [lines[0].prefix(1) + lines[1].prefix(2)].map(Array.init) : lines
        for (offset, parts) in chosen.prefix(area.rows).enumerated() {
            let text = ChainText.joined(parts.map { HarmlessText.sanitised($0) }, width: area.columns - 2)
            let style = theme[offset == 0 ? .text : .textDim]
            surface.put(
                adapted(text), column: area.column + 1, row: area.row + offset, style: style,
                limit: area.columns - 2, clip: area)
        }
    }

    private mutating func paintChainLabel(_ report: ChainReport, _ places: ChainLayout) {
        let area = places.label
        guard !area.isEmpty else { return }
        surface.put("Calls", column: area.column + 1, row: area.row, style: theme[.accent], clip: area)
        sayRight("Puts ", at: area, style: theme[.accent])
        let text = adapted(chainText.move(report))
        let width = TextWidth.width(of: text)
        let center = area.column + places.middle.start + places.middle.width / 2
        let column = max(area.column + 8, min(center - width / 2, area.endColumn - 6 - width))
        surface.put(text, column: column, row: area.row, style: theme[.textDim], clip: area)
    }

    private mutating func paintChainHeading(_ page: ChainPage, _ places: ChainLayout) {
        let area = places.heading
        for place in places.places {
            let isChosen = page.column == place.column && page.side == place.side
            var style = theme[.header]
            if isChosen { style = style.with([.underline, .bold]) }
            field(
                place.column.title(glyphs), column: area.column + place.start, row: area.row, width: place.width,
                alignment: .right, style: style, clip: area)
        }
        let middle = Rectangle(
            column: area.column + places.middle.start, row: area.row, columns: places.middle.width, rows: 1)
        let title = "Strike"
        surface.put(
            title, column: middle.column + max(0, (middle.columns - title.count) / 2), row: area.row,
            style: theme[.header], clip: area)
    }

    private mutating func paintStrikes(_ page: ChainPage, _ report: ChainReport, _ places: ChainLayout) {
        let offset = places.offset(page, report)
        let cursor = ChainLayout.cursor(page, report)
        for (step, line) in places.lines.dropFirst(offset).prefix(places.list.rows).enumerated() {
            let row = Rectangle(
                column: places.list.column, row: places.list.row + step, columns: places.list.columns, rows: 1)
            switch line {
            case .spot: paintSpot(report, row, places)
            case .strike(let index):
                paint(report.strikes[index], report, row, places)
                guard index == cursor else { continue }
                let isCall = page.side == .call
                let half =
                    isCall
                    ? Rectangle(
                        column: row.column, row: row.row, columns: places.middle.start + places.middle.width, rows: 1)
                    : Rectangle(
                        column: row.column + places.middle.start, row: row.row,
                        columns: row.columns - places.middle.start, rows: 1)
                highlight(half, with: theme[.selection])
            }
        }
    }

    private mutating func paintSpot(_ report: ChainReport, _ row: Rectangle, _ places: ChainLayout) {
        surface.fill(row, with: glyphs.border.horizontal, style: theme[.chartAxis])
        let text = " \(format.price(report.spot)) "
        let width = TextWidth.width(of: text)
        let column = row.column + places.middle.start + max(0, (places.middle.width - width) / 2)
        surface.put(adapted(text), column: column, row: row.row, style: theme[.accent].with(.bold), clip: row)
    }

    private mutating func paint(
        _ strike: ChainReport.Strike, _ report: ChainReport, _ row: Rectangle, _ places: ChainLayout
    ) {
        for place in places.places {
            guard let contract = place.side == .call ? strike.call : strike.put else { continue }
            let cell = chainText.cell(place.column, contract, width: place.width)
            var style = theme[cell.scope]
            if place.column == .held { style = style.with(.bold) }
            field(
                cell.text, column: row.column + place.start, row: row.row, width: place.width, alignment: .right,
                style: style, clip: row)
        }
        let name = (strike.put ?? strike.call)?.contract.strikeText ?? ""
        let middle = row.column + places.middle.start
        let isInside = isInsideMove(strike, report)
        let width = ChainLayout.strikeWidth - 2
        surface.put(
            isInside ? glyphs.separator : " ", column: middle + places.draftWidth, row: row.row,
            style: theme[.accent], clip: row)
        field(
            name, column: middle + places.draftWidth + 1, row: row.row, width: width, alignment: .right,
            style: theme[.textStrong], clip: row)
        surface.put(
            isInside ? glyphs.separator : " ", column: middle + places.draftWidth + ChainLayout.strikeWidth - 1,
            row: row.row, style: theme[.accent], clip: row)
        guard places.draftWidth > 0 else { return }
        for (contract, column) in [
            (strike.call, middle), (strike.put, middle + places.draftWidth + ChainLayout.strikeWidth),
        ] {
            guard let contract, case let quantity = state.draft.quantity(of: contract.contract), quantity != 0
            else { continue }
            field(
                Quantity(quantity).signedText, column: column, row: row.row, width: places.draftWidth,
                alignment: .right, style: theme[.alertMedium].with(.bold), clip: row)
        }
    }

    /// Whether one standard deviation to expiry reaches the strike.
    private func isInsideMove(_ strike: ChainReport.Strike, _ report: ChainReport) -> Bool {
        guard let move = report.expiry?.expectedMove.value, let spot = report.spot.value else { return false }
        return abs(strike.price - spot) <= move
    }

    private mutating func paintChainContract(_ page: ChainPage, _ strike: ChainReport.Strike, _ places: ChainLayout) {
        let area = places.contract
        guard !area.isEmpty else { return }
        guard let contract = page.side == .call ? strike.call : strike.put else {
            say(" No \(page.side.rawValue) is listed at this strike.", at: area, style: theme[.textDim])
            return
        }
        let groups = chainText.contract(contract)
        let width = area.columns - 2
        var lines = groups.flatMap { ChainText.wrapped($0.map { HarmlessText.sanitised($0) }, width: width) }
        if lines.count > area.rows {
            lines = ChainText.wrapped(groups.flatMap { $0 }.map { HarmlessText.sanitised($0) }, width: width)
        }
        if lines.count > area.rows, area.rows < 3 {
            lines = groups.prefix(area.rows).map { ChainText.joined($0, width: width) }
        }
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            let scope: ThemeScope =
                contract.state == "ok" ? .text : contract.state == "stale" ? .dataStale : .alertMedium
            surface.put(
                adapted(line), column: area.column + 1, row: area.row + offset,
                style: theme[offset == 0 ? scope : .textDim], limit: width, clip: area)
        }
    }

    /// The draft with what it makes and loses, and its curve where there is room.
    private mutating func paintDraft(_ places: ChainLayout) {
        guard !places.draft.isEmpty else { return }
        let draft = state.draft
        let text = PayoffText(format: format, glyphs: glyphs)
        var rows = ["Draft \(draft.text)"]
        if let report = state.payoff.report, report.shift == .none,
            report.subject == .draft(symbol: draft.symbol, legs: draft.legs)
        {
            if places.draft.rows == 1 {
                rows = [ChainText.joined(["Draft"] + text.summary(report), width: places.draft.columns - 2)]
            } else {
                rows.append(ChainText.joined(text.summary(report), width: places.draft.columns - 2))
            }
            if !places.chart.isEmpty, !report.spots.isEmpty { paintPayoffChart(report, places.chart) }
        } else if let refusal = state.payoff.refusal {
            rows.append(refusal)
        } else {
            rows.append("Pricing...")
        }
        for (offset, row) in rows.prefix(places.draft.rows).enumerated() {
            field(
                HarmlessText.sanitised(row), column: places.draft.column + 1, row: places.draft.row + offset,
                width: places.draft.columns - 2, style: theme[offset == 0 ? .alertMedium : .text], clip: places.draft)
        }
    }
}

extension ChainPage {
    func paint(_ painter: inout FramePainter) { painter.paint(self) }
}
