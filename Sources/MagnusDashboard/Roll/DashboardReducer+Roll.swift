import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The grid of rolls: opening, and what its keys do.
extension DashboardReducer {
    /// The rolls of the row under the cursor.
    mutating func openRoll() {
        switch state.overlays.last {
        case .roll: return
        case .payoff(let page):
            if case .strategy(let id) = page.request.subject {
                showRoll(RollRequest(position: id))
                return
            }
        default: break
        }
        guard let snapshot else { return }
        guard
            let row = positionUnderCursor(snapshot)?.strategy ?? strategyOfAlert(snapshot)
        else {
            report("Roll: no position under the cursor")
            return
        }
        state.overlays.removeAll()
        showRoll(RollRequest(position: row.id))
    }

    /// From the palette: `roll SYMBOL`.
    mutating func rollCommand(_ argument: String) {
        let words = argument.split(separator: " ").map(String.init)
        guard let name = words.first else {
            openRoll()
            return
        }
        guard words.count == 1, let snapshot else {
            report("roll wants one symbol or position: roll PLTR", isError: true)
            return
        }
        let rows = snapshot.book.strategies
        func hasShort(_ row: StrategyValuation) -> Bool {
            row.legs.contains {
                if case .option = $0.position.instrument { $0.position.quantity.isShort } else { false }
            }
        }
        let named = rows.filter { $0.symbol == name.uppercased() }
        guard let row = rows.first(where: { $0.id == name }) ?? named.first(where: hasShort) ?? named.first else {
            report("roll \(name): no such position", isError: true)
            return
        }
        showRoll(RollRequest(position: row.id))
    }

    private mutating func showRoll(_ request: RollRequest) {
        if state.roll.report?.id != request.position { state.roll.clear() }
        show(RollPage(request))
    }

    /// The contract under the cursor, for the view of its chain.
    func rollContract(_ page: RollPage) -> OptionContract? {
        state.roll.report.flatMap { page.cell(in: $0)?.legs.first?.contract }
    }

    /// What the row would make and lose after the roll.
    mutating func openRollPayoff(_ page: RollPage) {
        guard let report = state.roll.report, let contract = rollContract(page) else {
            self.report("Nothing to price under the cursor")
            return
        }
        showPayoff(.roll(RollChoice(position: report.id, contract: contract)))
    }

    fileprivate mutating func explainRoll(_ page: RollPage) {
        guard let report = state.roll.report, let cell = page.cell(in: report) else {
            self.report("Nothing under the cursor")
            return
        }
        let title = "\(report.symbol) \(rollWords.name(cell, in: report)) net"
        explain(id: report.identifier(of: cell) + "#net", title: title)
    }

    fileprivate var rollWords: RollText {
        RollText(
            format: FigureFormat(isMasked: state.isMasked),
            today: snapshot?.asOf.newYork.date ?? CalendarDate(daysSinceEpoch: 0))
    }

    fileprivate mutating func copyRoll(_ page: RollPage) {
        guard let report = state.roll.shown, let cell = page.cell(in: report) else {
            self.report("Nothing to copy")
            return
        }
        let text = rollWords
        let parts = [
            "\(report.symbol) roll to \(text.name(cell, in: report))", "net \(text.net(cell.net))",
            "mid \(text.net(cell.netAtMid))", "\(text.perDay(cell.creditPerDay)) a day",
            "BE \(text.format.price(cell.breakeven))", "delta \(text.delta(cell.delta))",
            cell.isAllowed ? "offered" : text.obstacles(cell),
        ]
        effects.append(.copy(parts.joined(separator: "\t")))
        self.report("Copied \(text.name(cell, in: report))")
    }
}

/// Keys, the mouse, and what is explained.
extension RollPage {
    /// Keeps the chosen cell in sight.
    func settle(_ reducer: inout DashboardReducer) {
        guard let report = reducer.state.roll.report else { return }
        reducer.replace(RollLayout.settled(self, report, size: reducer.state.size))
    }

    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer) {
        guard let report = reducer.state.roll.report else {
            if action == .ask { reducer.leaveToChat() }
            return
        }
        var page = self
        let rows = max(1, RollLayout(strikes: report.rows.count, size: reducer.state.size).list.rows)
        func move(_ rows: Int, _ columns: Int) { page.move(rows: rows, columns: columns, in: report) }
        switch action {
        case .moveDown, .moveUp, .halfPageDown, .halfPageUp, .pageDown, .pageUp: move(action.rowStep(page: rows), 0)
        case .goTop: move(-report.rows.count, 0)
        case .goBottom: move(report.rows.count, 0)
        case .columnRight, .pageNext, .expand: move(0, 1)
        case .columnLeft, .pagePrevious, .collapse: move(0, -1)
        case .maximise:
            // Back to the one that pays most a day.
            (page.strike, page.series) = (nil, nil)
        case .open, .payoff:
            reducer.openRollPayoff(page)
            return
        case .explain:
            reducer.explainRoll(page)
            return
        case .copy:
            reducer.copyRoll(page)
            return
        case .ask:
            reducer.leaveToChat()
            return
        default: return
        }
        reducer.replace(RollLayout.settled(page, report, size: reducer.state.size))
    }

    /// A click chooses the cell, a second one opens its payoff.
    func press(_ event: MouseEvent, _ reducer: inout DashboardReducer) {
        guard let report = reducer.state.roll.report else { return }
        let layout = RollLayout(strikes: report.rows.count, size: reducer.state.size)
        guard layout.list.contains(column: event.column, row: event.row) else { return }
        var page = self
        let row = page.rowOffset + event.row - layout.list.row
        guard report.rows.indices.contains(row) else { return }
        page.strike = report.rows[row]
        let step = (event.column - layout.list.column - RollLayout.labelColumns) / RollLayout.cellColumns
        let column = page.columnOffset + step
        if event.column >= layout.column(0), step < layout.shownColumns, report.expiries.indices.contains(column) {
            page.series = ChainSeries(expiry: report.expiries[column].date, root: report.expiries[column].root)
        }
        reducer.replace(RollLayout.settled(page, report, size: reducer.state.size))
        if reducer.isSecondClick(on: "roll/\(page.strike ?? 0)/\(page.series?.expiry.iso8601 ?? "")") {
            reducer.openRollPayoff(page)
        }
    }

    func figures(explaining id: String, _ reducer: DashboardReducer, _ format: FigureFormat) -> [ScreenFigure] {
        guard id.hasPrefix("roll/"), let report = reducer.state.roll.shown else { return [] }
        let text = RollText(format: format, today: reducer.rollWords.today)
        var figures: [ScreenFigure] = []
        if let cell = cell(in: report) {
            let name = text.name(cell, in: report)
            let id = report.identifier(of: cell)
            for (key, title, value) in [
                ("net", "net", text.net(cell.net)), ("net_mid", "net at the mids", text.net(cell.netAtMid)),
                ("credit_per_day", "credit of each added day", text.perDay(cell.creditPerDay)),
                ("breakeven", "breakeven", format.price(cell.breakeven)), ("delta", "delta", text.delta(cell.delta)),
            ] {
                figures.append(ScreenFigure(id: "\(id)#\(key)", title: "\(name) \(title)", value: value))
            }
        }
        let row = "roll/\(report.id)"
        figures.append(
            ScreenFigure(id: "\(row)#buy_back", title: "price to buy it back", value: format.price(report.buyBack)))
        figures.append(
            ScreenFigure(
                id: "\(row)#realized", title: "realised by buying it back", value: format.profit(report.realized)))
        if case .takeShares(_, _, let basis) = report.alternative {
            figures.append(
                ScreenFigure(id: "\(row)#tax_basis", title: "tax basis if taken", value: format.price(basis)))
        }
        return figures
    }
}
