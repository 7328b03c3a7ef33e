import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The market view: opening, and what its keys do.
extension DashboardReducer {
    mutating func openMarket() { reopen(MarketPage()) }

    fileprivate func marketSheet(_ page: MarketPage) -> MarketSheet? {
        state.market.shown.map { report in
            MarketText(format: FigureFormat(isMasked: state.isMasked), glyphs: world.glyphs)
                .sheet(page.section, report)
        }
    }

    fileprivate func settled(_ page: MarketPage) -> MarketPage {
        guard let sheet = marketSheet(page) else { return page }
        var page = page
        let row = min(max(0, page.row), max(0, sheet.rows.count - 1))
        page.rows[page.section] = row
        let members = state.market.shown?.correlation?.members.count ?? 0
        page.column = min(max(0, page.column), max(0, members - 1))
        let places = page.layout(sheet, state.market.shown, world.glyphs, size: state.size)
        page.offsets[page.section] = ListCursor.offset(
            line: row, offset: page.offset, visible: max(1, places.list.rows), count: sheet.rows.count)
        page.columnOffset = ListCursor.offset(
            line: page.column, offset: page.columnOffset, visible: places.matrixColumns, count: members)
        return page
    }

    fileprivate func marketFigure(_ page: MarketPage) -> MarketFigure? {
        guard let sheet = marketSheet(page), sheet.rows.indices.contains(page.row) else { return nil }
        return page.section == .correlation ? .pair(page.row, page.column) : sheet.rows[page.row].figure
    }

    fileprivate mutating func explainMarket(_ page: MarketPage) {
        guard let report = state.market.shown, let figure = marketFigure(page),
            let explanation = MarketExplanation(report: report).explanation(figure)
        else {
            self.report("Nothing to explain")
            return
        }
        show(explanation)
    }

    /// The chosen row as a line of a table, or the chosen pair.
    fileprivate mutating func copyMarket(_ page: MarketPage) {
        guard let report = state.market.shown, let sheet = marketSheet(page), sheet.rows.indices.contains(page.row)
        else {
            self.report("Nothing to copy")
            return
        }
        if page.section == .correlation, let matrix = report.correlation {
            let text = MarketText(format: FigureFormat(), glyphs: world.glyphs).pair(page.row, page.column, matrix)
            effects.append(.copy(text))
            self.report("Copied \(text)")
            return
        }
        let cells = zip(sheet.columns, sheet.rows[page.row].cells).map { column, cell in
            cell.text.isEmpty || column.heading.isEmpty ? cell.text : "\(column.heading) \(cell.text)"
        }
        effects.append(.copy(cells.filter { !$0.isEmpty }.joined(separator: "\t")))
        self.report("Copied \(sheet.rows[page.row].cells.first?.text ?? "")")
    }
}

/// What drawing and keys share.
extension MarketPage {
    /// What stands below the table: the chosen row in full, then the notes, wrapped.
    func below(_ sheet: MarketSheet, _ report: MarketReport?, _ glyphs: GlyphSet, width: Int) -> [String] {
        guard width > 0, !sheet.rows.isEmpty else { return [] }
        var lines: [String] = []
        if section == .correlation, let matrix = report?.correlation {
            lines.append(MarketText(format: FigureFormat(), glyphs: glyphs).pair(row, column, matrix))
        } else if sheet.rows.indices.contains(row), !sheet.rows[row].detail.isEmpty {
            lines.append(sheet.rows[row].detail)
        }
        return (lines + sheet.notes).flatMap {
            TextFitting.wrapped(HarmlessText.sanitised(glyphs.adapted($0)), to: width)
        }
    }

    func layout(_ sheet: MarketSheet, _ report: MarketReport?, _ glyphs: GlyphSet, size: TerminalSize) -> MarketLayout {
        let width = MarketLayout(rows: 0, notes: 0, size: size).list.columns - 2
        return MarketLayout(
            rows: sheet.rows.count, notes: below(sheet, report, glyphs, width: width).count, size: size)
    }
}

/// Keys, the mouse, and what is explained.
extension MarketPage {
    func settle(_ reducer: inout DashboardReducer) {
        let page = reducer.settled(self)
        if page != self { reducer.replace(page) }
    }

    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer) {
        var page = self
        let sheet = reducer.marketSheet(page)
        let rows =
            sheet.map {
                max(1, layout($0, reducer.state.market.shown, reducer.world.glyphs, size: reducer.state.size).list.rows)
            } ?? 1
        switch action {
        case .moveDown, .moveUp, .halfPageDown, .halfPageUp, .pageDown, .pageUp:
            page.rows[page.section] = page.row + action.rowStep(page: rows)
        case .goTop: page.rows[page.section] = 0
        case .goBottom: page.rows[page.section] = (sheet?.rows.count ?? 1) - 1
        case .columnRight, .expand: if page.section == .correlation { page.column += 1 } else { page.turn(by: 1) }
        case .columnLeft, .collapse: if page.section == .correlation { page.column -= 1 } else { page.turn(by: -1) }
        case .pageNext, .focusNext: page.turn(by: 1)
        case .pagePrevious, .focusPrevious: page.turn(by: -1)
        case .explain:
            reducer.explainMarket(page)
            return
        case .copy:
            reducer.copyMarket(page)
            return
        case .ask:
            reducer.leaveToChat()
            return
        default: return
        }
        reducer.replace(reducer.settled(page))
    }

    /// A click chooses a page on its tab, a row, or a cell of the matrix.
    func press(_ event: MouseEvent, _ reducer: inout DashboardReducer) {
        var page = self
        guard let sheet = reducer.marketSheet(page) else { return }
        let places = layout(sheet, reducer.state.market.shown, reducer.world.glyphs, size: reducer.state.size)
        if event.row == places.tabs.row,
            let tab = MarketLayout.tabs(in: places.tabs).first(where: { $0.columns.contains(event.column) })
        {
            page.section = tab.section
        } else if places.list.contains(column: event.column, row: event.row) {
            let row = page.offset + event.row - places.list.row
            guard sheet.rows.indices.contains(row) else { return }
            page.rows[page.section] = row
            let inside = event.column - places.list.column - 1 - MarketLayout.nameColumns
            if page.section == .correlation, inside >= 0 {
                page.column = page.columnOffset + inside / MarketLayout.cellColumns
            }
        }
        reducer.replace(reducer.settled(page))
    }

    func explanation(of id: String, _ state: DashboardState) -> Explanation? {
        guard id.hasPrefix(MarketExplanation.prefix), let report = state.market.shown else { return nil }
        return MarketExplanation(report: report).explanation(of: id)
    }

    func figures(explaining id: String, _ reducer: DashboardReducer, _ format: FigureFormat) -> [ScreenFigure] {
        guard id.hasPrefix(MarketExplanation.prefix), let report = reducer.state.market.shown else { return [] }
        return MarketExplanation(report: report).figures(format)
    }
}
