import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The grid of rolls: opening, moving over cells, keeping it current.
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
        state.chat.isTyping = false
        if state.roll.report?.id != request.position { state.roll = RollBoard() }
        open(.roll(RollPage(request)))
        askRoll(request)
    }

    private mutating func askRoll(_ request: RollRequest) {
        state.roll.asked = request
        state.roll.askedAt = world.uptime
        effects.append(.fetchRoll(request))
    }

    mutating func rollArrived(_ request: RollRequest, _ answer: RollAnswer) {
        // An answer to what is not asked any more says nothing of what is shown.
        guard state.roll.asked == request else { return }
        state.roll.take(answer, at: world.uptime)
    }

    /// With a new snapshot what is on top is asked again, once its time has come.
    mutating func refreshRoll() {
        guard case .roll(let page)? = state.overlays.last else { return }
        state.roll.isOld = world.uptime - state.roll.receivedAt > Self.viewLifeSeconds
        guard state.pausedSnapshot == nil else { return }
        let pace = state.roll.asked == nil ? RollBoard.refreshSeconds : Self.viewPatienceSeconds
        guard world.uptime - state.roll.askedAt >= pace || world.uptime < state.roll.askedAt else { return }
        askRoll(page.request)
    }

    var rollPage: RollPage? {
        for overlay in state.overlays.reversed() { if case .roll(let page) = overlay { return page } }
        return nil
    }

    private mutating func replaceRoll(_ page: RollPage) {
        guard let index = state.overlays.lastIndex(where: { if case .roll = $0 { true } else { false } }) else {
            return
        }
        state.overlays[index] = .roll(page)
    }

    /// Keeps the chosen cell in sight.
    mutating func settleRoll() {
        guard let page = rollPage, let report = state.roll.report else { return }
        replaceRoll(RollLayout.settled(page, report, size: state.size))
    }

    /// The contract under the cursor, for the view of its chain.
    func rollContract(_ page: RollPage) -> OptionContract? {
        state.roll.report.flatMap { page.cell(in: $0)?.legs.first?.contract }
    }

    mutating func perform(_ action: DashboardAction, inRoll shown: RollPage) {
        var page = shown
        guard let report = state.roll.report else {
            leaveRoll(action)
            return
        }
        let rows = max(1, RollLayout(strikes: report.rows.count, size: state.size).list.rows)
        func move(_ rows: Int, _ columns: Int) { page.move(rows: rows, columns: columns, in: report) }
        switch action {
        case .moveDown: move(1, 0)
        case .moveUp: move(-1, 0)
        case .halfPageDown: move(max(1, rows / 2), 0)
        case .halfPageUp: move(-max(1, rows / 2), 0)
        case .pageDown: move(rows, 0)
        case .pageUp: move(-rows, 0)
        case .goTop: move(-report.rows.count, 0)
        case .goBottom: move(report.rows.count, 0)
        case .columnRight, .pageNext, .expand: move(0, 1)
        case .columnLeft, .pagePrevious, .collapse: move(0, -1)
        case .maximise:
            // Back to the one that pays most a day.
            (page.strike, page.series) = (nil, nil)
        case .open, .payoff:
            openRollPayoff(page)
            return
        case .explain:
            explainRoll(page)
            return
        case .copy:
            copyRoll(page)
            return
        default:
            leaveRoll(action)
            return
        }
        replaceRoll(RollLayout.settled(page, report, size: state.size))
    }

    private mutating func leaveRoll(_ action: DashboardAction) {
        if action == .ask {
            state.overlays.removeAll()
            startTyping()
        } else if let pane = action.pane {
            state.overlays.removeAll()
            focus(pane)
        }
    }

    /// What the row would make and lose after the roll.
    mutating func openRollPayoff(_ page: RollPage) {
        guard let report = state.roll.report, let contract = rollContract(page) else {
            self.report("Nothing to price under the cursor")
            return
        }
        showPayoff(.roll(RollChoice(position: report.id, contract: contract)))
    }

    private mutating func explainRoll(_ page: RollPage) {
        guard let report = state.roll.report, let cell = page.cell(in: report) else {
            self.report("Nothing under the cursor")
            return
        }
        let title = "\(report.symbol) \(rollWords.name(cell, in: report)) net"
        explain(id: report.identifier(of: cell) + "#net", title: title)
    }

    private var rollWords: RollText {
        RollText(
            format: FigureFormat(isMasked: state.isMasked),
            today: snapshot?.asOf.newYork.date ?? CalendarDate(daysSinceEpoch: 0))
    }

    /// The figures of the grid, where a page explains one of them.
    func rollFigures(_ page: ExplainPage, format: FigureFormat) -> [ScreenFigure] {
        guard page.id.hasPrefix("roll/"), let view = rollPage, let report = state.roll.shown else { return [] }
        let text = RollText(format: format, today: rollWords.today)
        var figures: [ScreenFigure] = []
        if let cell = view.cell(in: report) {
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

    private mutating func copyRoll(_ page: RollPage) {
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

    /// A click chooses the cell, a second one opens its payoff.
    mutating func press(_ event: MouseEvent, inRoll shown: RollPage) {
        guard let report = state.roll.report else { return }
        let layout = RollLayout(strikes: report.rows.count, size: state.size)
        guard layout.list.contains(column: event.column, row: event.row) else { return }
        var page = shown
        let row = page.rowOffset + event.row - layout.list.row
        guard report.rows.indices.contains(row) else { return }
        page.strike = report.rows[row]
        let step = (event.column - layout.list.column - RollLayout.labelColumns) / RollLayout.cellColumns
        let column = page.columnOffset + step
        if event.column >= layout.column(0), step < layout.shownColumns, report.expiries.indices.contains(column) {
            page.series = ChainSeries(expiry: report.expiries[column].date, root: report.expiries[column].root)
        }
        replaceRoll(RollLayout.settled(page, report, size: state.size))
        let id = "roll/\(page.strike ?? 0)/\(page.series?.expiry.iso8601 ?? "")"
        let isDouble = state.lastClick.map {
            $0.id == id && world.uptime >= $0.uptime && world.uptime - $0.uptime <= Self.doubleClickSeconds
        }
        state.lastClick = isDouble == true ? nil : RowClick(id: id, uptime: world.uptime)
        if isDouble == true { openRollPayoff(page) }
    }
}
