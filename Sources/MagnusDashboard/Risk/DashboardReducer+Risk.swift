import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The risk view: opening, keeping it current, moving in its tables.
extension DashboardReducer {
    private var riskPlace: Int? {
        state.overlays.lastIndex { if case .risk = $0 { true } else { false } }
    }

    private var riskPage: RiskPage? {
        guard let place = riskPlace, case .risk(let page) = state.overlays[place] else { return nil }
        return page
    }

    mutating func openRisk() {
        state.overlays.removeAll()
        state.chat.isTyping = false
        open(.risk(RiskPage()))
        // What was computed a moment ago is still true.
        if state.risk.report == nil || state.risk.account != snapshot?.selectedAccount
            || world.uptime - state.risk.receivedAt >= RiskBoard.refreshSeconds
        {
            askRisk()
        }
    }

    private mutating func askRisk() {
        effects.append(.fetchRisk(number: state.risk.ask(at: world.uptime)))
    }

    mutating func riskArrived(_ number: Int, _ answer: RiskAnswer) {
        guard state.risk.awaited == number else { return }
        state.risk.take(answer, at: world.uptime)
    }

    /// With every event: keeps the rows in bounds; asks anew when the book has moved on for a while, or is another one.
    mutating func settleRisk() {
        guard let place = riskPlace, case .risk(let page) = state.overlays[place] else {
            abandonRisk()
            return
        }
        state.overlays[place] = .risk(settled(page))
        let isOther = state.risk.report != nil && snapshot.map { $0.selectedAccount != state.risk.account } ?? false
        state.risk.isOld =
            state.risk.report != nil
            && (isOther || world.uptime - state.risk.receivedAt > RiskBoard.lifeSeconds)
        guard state.risk.awaited == nil, !state.risk.isCancelled, state.pausedSnapshot == nil, snapshot != nil else {
            return
        }
        guard isOther || world.uptime - state.risk.askedAt >= state.risk.pace else { return }
        askRisk()
    }

    /// Nobody looks any more: the work ends.
    private mutating func abandonRisk() {
        guard state.risk.awaited != nil else { return }
        state.risk.forget()
        effects.append(.perform(.cancelWork(id: RiskAnswer.workIdentifier)))
    }

    /// Asks anew after what changes the book or its prices.
    mutating func riskChanged(by command: DeskCommand) {
        guard riskPlace != nil else { return }
        switch command {
        case .refresh, .selectAccount, .importFile(_, isDryRun: false), .setSetting: askRisk()
        default: return
        }
    }

    private func riskSheet(_ page: RiskPage) -> RiskSheet? {
        state.risk.shown.map { report in
            RiskText(format: FigureFormat(isMasked: state.isMasked), glyphs: world.glyphs)
                .sheet(page.section, report)
        }
    }

    private func settled(_ page: RiskPage) -> RiskPage {
        guard let sheet = riskSheet(page) else { return page }
        var page = page
        let row = min(max(0, page.row), max(0, sheet.rows.count - 1))
        let visible = max(1, RiskView.layout(sheet, glyphs: world.glyphs, size: state.size).list.rows)
        page.rows[page.section] = row
        page.offsets[page.section] = ListCursor.offset(
            line: row, offset: page.offsets[page.section] ?? 0, visible: visible, count: sheet.rows.count)
        return page
    }

    mutating func perform(_ action: DashboardAction, inRisk shown: RiskPage) {
        var page = shown
        let sheet = riskSheet(page)
        let rows = sheet.map { max(1, RiskView.layout($0, glyphs: world.glyphs, size: state.size).list.rows) } ?? 1
        func move(_ step: Int) { page.rows[page.section] = page.row + step }
        switch action {
        case .moveDown: move(1)
        case .moveUp: move(-1)
        case .halfPageDown: move(max(1, rows / 2))
        case .halfPageUp: move(-max(1, rows / 2))
        case .pageDown: move(rows)
        case .pageUp: move(-rows)
        case .goTop: page.rows[page.section] = 0
        case .goBottom: page.rows[page.section] = (sheet?.rows.count ?? 1) - 1
        case .pageNext, .focusNext, .columnRight, .expand: page.turn(by: 1)
        case .pagePrevious, .focusPrevious, .columnLeft, .collapse: page.turn(by: -1)
        case .open:
            openRiskRow(page)
            return
        case .explain:
            explainRisk(page, sheet)
            return
        case .ask:
            state.overlays.removeAll()
            startTyping()
            return
        case .copy:
            copyRisk(page, sheet)
            return
        case .pane1, .pane2, .pane3, .pane4, .pane5:
            state.overlays.removeAll()
            if let pane = action.pane { focus(pane) }
            return
        default: return
        }
        replaceRisk(settled(page))
    }

    private mutating func replaceRisk(_ page: RiskPage) {
        guard let place = riskPlace else { return }
        state.overlays[place] = .risk(page)
    }

    /// To what a row speaks of: its position, the Greeks pane, the scenario view for what no row holds.
    private mutating func openRiskRow(_ page: RiskPage) {
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

    private mutating func explainRisk(_ page: RiskPage, _ sheet: RiskSheet?) {
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
        showRisk(explanation)
    }

    /// - Returns: whether the id is one of the view's, which is open below.
    mutating func explainRisk(id: String) -> Bool {
        guard riskPage != nil, let report = state.risk.shown else { return false }
        let explainer = RiskExplanation(report: report)
        guard let explanation = explainer.figure(id).flatMap(explainer.explanation) else { return false }
        showRisk(explanation)
        return true
    }

    /// The figures of the view, while it is open below a page.
    func riskFigures(format: FigureFormat) -> [ScreenFigure]? {
        guard riskPage != nil, let report = state.risk.shown else { return nil }
        return RiskExplanation(report: report).figures(format)
    }

    private mutating func showRisk(_ explanation: Explanation) {
        var explained = ExplainPage(id: explanation.id, title: explanation.title)
        explained.explanation = explanation
        open(.explain(explained))
    }

    /// The chosen row as a line of a table.
    private mutating func copyRisk(_ page: RiskPage, _ sheet: RiskSheet?) {
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

    /// A click chooses a row, a section in the list or on its tab; a second one opens the row.
    mutating func press(_ event: MouseEvent, inRisk shown: RiskPage) {
        var page = shown
        guard let sheet = riskSheet(page) else { return }
        let places = RiskView.layout(sheet, glyphs: world.glyphs, size: state.size)
        for tab in RiskLayout.tabs(page, in: places.tabs)
        where event.row == places.tabs.row && tab.columns.contains(event.column) {
            page.section = tab.section
            replaceRisk(settled(page))
            return
        }
        if places.overview.contains(column: event.column, row: event.row) {
            let index = (event.row - places.overview.row) / 3
            guard RiskPage.Section.allCases.indices.contains(index) else { return }
            page.section = RiskPage.Section.allCases[index]
            replaceRisk(settled(page))
            return
        }
        guard places.list.contains(column: event.column, row: event.row) else { return }
        let row = (page.offsets[page.section] ?? 0) + event.row - places.list.row
        guard sheet.rows.indices.contains(row) else { return }
        page.rows[page.section] = row
        replaceRisk(page)
        let id = "risk/\(page.section.rawValue)/\(row)"
        let isDouble = state.lastClick.map {
            $0.id == id && world.uptime >= $0.uptime && world.uptime - $0.uptime <= Self.doubleClickSeconds
        }
        state.lastClick = isDouble == true ? nil : RowClick(id: id, uptime: world.uptime)
        if isDouble == true { openRiskRow(page) }
    }
}
