import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The risk view: opening, and what its keys do.
extension DashboardReducer {
    mutating func openRisk() { reopen(RiskPage()) }

    fileprivate func riskSheet(_ page: RiskPage) -> RiskSheet? {
        state.risk.shown.map { report in
            RiskText(format: FigureFormat(isMasked: state.isMasked), glyphs: world.glyphs)
                .sheet(page.section, report)
        }
    }

    fileprivate func settled(_ page: RiskPage) -> RiskPage {
        guard let sheet = riskSheet(page) else { return page }
        var page = page
        let row = min(max(0, page.row), max(0, sheet.rows.count - 1))
        let visible = max(1, RiskView.layout(sheet, glyphs: world.glyphs, size: state.size).list.rows)
        page.rows[page.section] = row
        page.offsets[page.section] = ListCursor.offset(
            line: row, offset: page.offsets[page.section] ?? 0, visible: visible, count: sheet.rows.count)
        return page
    }

    /// To what a row speaks of: its position, the Greeks pane, the scenario view for what no row holds.
    fileprivate mutating func openRiskRow(_ page: RiskPage) {
        guard let report = state.risk.shown, let figure = riskFigure(page) else {
            self.report("No figures yet")
            return
        }
        let exposure = report.exposure
        var row: String?
        var symbol: String?
        switch figure {
        case .event(let index): row = exposure.events.indices.contains(index) ? exposure.events[index].row : nil
        case .share(let index):
            guard exposure.shares.indices.contains(index), exposure.shares[index].kind != .sector else { break }
            symbol = exposure.shares[index].key.split(separator: " ").first.map(String.init)
        case .marginClass(let place, let index):
            guard exposure.portfolioMargins.indices.contains(place),
                exposure.portfolioMargins[place].classes.indices.contains(index)
            else { break }
            symbol = exposure.portfolioMargins[place].classes[index].symbol
        case .engine(let id):
            state.overlays.removeAll()
            guard page.section == .attribution, !id.hasPrefix("book#"), go(to: id) else {
                focus(.greeks)
                return
            }
            return
        case .hedge(let index):
            let hedges = exposure.hedges?.suggestions ?? []
            row = hedges.indices.contains(index) ? hedges[index].row : nil
        case .day(let index):
            symbol = report.worst.indices.contains(index) ? report.worst[index].drivers.first?.symbol : nil
        default: break
        }
        guard row != nil || symbol != nil else {
            self.report("No single position is behind it; x explains it")
            return
        }
        state.overlays.removeAll()
        if let row { _ = go(to: row) } else if let symbol { go(toSymbol: symbol) }
    }

    private func riskFigure(_ page: RiskPage) -> RiskFigure? {
        guard let sheet = riskSheet(page), sheet.rows.indices.contains(page.row) else { return nil }
        return sheet.rows[page.row].figure
    }

    fileprivate mutating func explainRisk(_ page: RiskPage, _ sheet: RiskSheet?) {
        guard let report = state.risk.shown, let figure = riskFigure(page) else {
            self.report("Nothing to explain")
            return
        }
        if case .engine(let id) = figure {
            explain(id: id, title: sheet?.rows[page.row].cells.first?.text ?? "")
            return
        }
        guard let explanation = RiskExplanation(report: report).explanation(figure) else {
            self.report("Nothing to explain")
            return
        }
        show(explanation)
    }

    /// The chosen row as a line of a table.
    fileprivate mutating func copyRisk(_ page: RiskPage, _ sheet: RiskSheet?) {
        guard let sheet, sheet.rows.indices.contains(page.row) else {
            report("Nothing to copy")
            return
        }
        let cells = zip(sheet.columns, sheet.rows[page.row].cells).map { column, cell in
            column.heading.isEmpty ? cell.text : "\(column.heading) \(cell.text)"
        }
        effects.append(.copy(cells.filter { !$0.isEmpty }.joined(separator: "\t")))
        report("Copied \(sheet.rows[page.row].cells.first?.text ?? "")")
    }
}

/// Keys, the mouse, and what is explained.
extension RiskPage {
    func settle(_ reducer: inout DashboardReducer) { reducer.replace(reducer.settled(self)) }

    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer) {
        var page = self
        let sheet = reducer.riskSheet(page)
        let rows =
            sheet.map { max(1, RiskView.layout($0, glyphs: reducer.world.glyphs, size: reducer.state.size).list.rows) }
            ?? 1
        switch action {
        case .moveDown, .moveUp, .halfPageDown, .halfPageUp, .pageDown, .pageUp:
            page.rows[page.section] = page.row + action.rowStep(page: rows)
        case .goTop: page.rows[page.section] = 0
        case .goBottom: page.rows[page.section] = (sheet?.rows.count ?? 1) - 1
        case .pageNext, .focusNext, .columnRight, .expand: page.turn(by: 1)
        case .pagePrevious, .focusPrevious, .columnLeft, .collapse: page.turn(by: -1)
        case .open:
            reducer.openRiskRow(page)
            return
        case .explain:
            reducer.explainRisk(page, sheet)
            return
        case .ask:
            reducer.leaveToChat()
            return
        case .copy:
            reducer.copyRisk(page, sheet)
            return
        default: return
        }
        reducer.replace(reducer.settled(page))
    }

    /// A click chooses a row, a section in the list or on its tab; a second one opens the row.
    func press(_ event: MouseEvent, _ reducer: inout DashboardReducer) {
        var page = self
        guard let sheet = reducer.riskSheet(page) else { return }
        let places = RiskView.layout(sheet, glyphs: reducer.world.glyphs, size: reducer.state.size)
        for tab in RiskLayout.tabs(page, in: places.tabs)
        where event.row == places.tabs.row && tab.columns.contains(event.column) {
            page.section = tab.section
            reducer.replace(reducer.settled(page))
            return
        }
        if places.overview.contains(column: event.column, row: event.row) {
            let index = (event.row - places.overview.row) / 3
            guard RiskPage.Section.allCases.indices.contains(index) else { return }
            page.section = RiskPage.Section.allCases[index]
            reducer.replace(reducer.settled(page))
            return
        }
        guard places.list.contains(column: event.column, row: event.row) else { return }
        let row = (page.offsets[page.section] ?? 0) + event.row - places.list.row
        guard sheet.rows.indices.contains(row) else { return }
        page.rows[page.section] = row
        reducer.replace(page)
        if reducer.isSecondClick(on: "risk/\(page.section.rawValue)/\(row)") { reducer.openRiskRow(page) }
    }

    func explanation(of id: String, _ state: DashboardState) -> Explanation? {
        guard id.hasPrefix(RiskExplanation.prefix), let report = state.risk.shown else { return nil }
        let explainer = RiskExplanation(report: report)
        return explainer.figure(id).flatMap(explainer.explanation)
    }

    func figures(explaining id: String, _ reducer: DashboardReducer, _ format: FigureFormat) -> [ScreenFigure] {
        reducer.state.risk.shown.map { RiskExplanation(report: $0).figures(format) } ?? []
    }
}
