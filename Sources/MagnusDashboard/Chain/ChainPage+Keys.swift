import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Keys and the mouse in an open chain.
extension ChainPage {
    private func layout(_ state: DashboardState) -> ChainLayout {
        ChainLayout(self, state.chain.report, state.draft, size: state.size)
    }

    /// Keeps the cursor on a strike that is listed and in sight.
    func settle(_ reducer: inout DashboardReducer) {
        let hasFailed = reducer.state.chain.refusal != nil
        reducer.state.chain.age(at: reducer.world.uptime, life: reducer.life(Self.pace), isDoubtful: hasFailed)
        // A payoff that was looked at may have supposed what the draft does not.
        if case .chain? = reducer.state.overlays.last, let shown = reducer.state.payoff.report, shown.shift != .none,
            reducer.state.payoff.asked == nil
        {
            reducer.refreshDraft()
        }
        let layout = layout(reducer.state)
        guard let report = reducer.state.chain.report, let cursor = ChainLayout.cursor(self, report) else { return }
        var page = self
        if page.offset == .max {
            page.offset = (layout.lines.firstIndex(of: .strike(cursor)) ?? 0) - layout.list.rows / 2
        }
        page.offset = layout.offset(page, report)
        if let column = page.column, !layout.places.contains(where: { $0.column == column }) { page.column = nil }
        reducer.replace(page)
    }

    // MARK: Keys

    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer) {
        var page = self
        let rows = max(1, layout(reducer.state).list.rows)
        switch action {
        case .moveDown, .moveUp, .halfPageDown, .halfPageUp, .pageDown, .pageUp:
            page.moveStrike(by: action.rowStep(page: rows), reducer.state)
        case .goTop: page.moveStrike(by: -1_000_000, reducer.state)
        case .goBottom: page.moveStrike(by: 1_000_000, reducer.state)
        case .focusNext, .focusPrevious: page.side = page.side.other
        case .columnLeft: page.moveColumn(by: -1, reducer.state)
        case .columnRight: page.moveColumn(by: 1, reducer.state)
        case .pageNext: page.turnSeries(by: 1, &reducer)
        case .pagePrevious: page.turnSeries(by: -1, &reducer)
        case .wide: page.columnSet = page.columnSet.next
        case .buy, .sell:
            reducer.addLeg(page, action == .buy ? 1 : -1)
            return
        case .removeLeg:
            reducer.removeLeg(page)
            return
        case .clearDraft:
            reducer.clearDraft()
            return
        case .open, .payoff:
            reducer.openChainPayoff(page)
            return
        case .copy:
            reducer.copyContract(page)
            return
        case .explain:
            reducer.explainContract(page)
            return
        case .ask:
            let symbol = reducer.state.chain.report?.symbol ?? page.request.symbol
            reducer.leaveToChat()
            reducer.state.chat.context = ChatContext(label: symbol, symbol: symbol)
            return
        default: return
        }
        reducer.replace(page)
    }

    /// Of the chosen series, behind the figures of a contract.
    func figures(explaining id: String, _ reducer: DashboardReducer, _ format: FigureFormat) -> [ScreenFigure] {
        guard id.hasPrefix("chain/"), let report = reducer.state.chain.report, let expiry = report.expiry,
            !expiry.isAdjusted
        else { return [] }
        let row = "chain/\(expiry.series.root ?? report.symbol)/\(expiry.series.expiry.iso8601)"
        let told = "\(report.symbol) \(expiry.series.expiry.iso8601)"
        return [
            ("forward", "forward", expiry.forward), ("implied_move_straddle", "straddle", expiry.impliedStraddle),
            ("expected_move", "expected move, one sigma", expiry.expectedMove),
        ].map { key, words, figure in
            ScreenFigure(id: "\(row)#\(key)", title: "\(told) \(words)", value: format.price(figure))
        }
    }

    private mutating func moveStrike(by lines: Int, _ state: DashboardState) {
        guard let report = state.chain.report, let cursor = ChainLayout.cursor(self, report) else { return }
        let target = min(max(0, cursor + lines), report.strikes.count - 1)
        if strike == nil {
            // The list stays where it is as the cursor leaves the strike nearest to the spot.
            offset = layout(state).offset(self, report)
        }
        strike = report.strikes[target].thousandths
    }

    /// Columns run from the calls on the left to the puts on the right.
    private mutating func moveColumn(by step: Int, _ state: DashboardState) {
        let places = layout(state).places
        guard !places.isEmpty else { return }
        guard let column,
            let here = places.firstIndex(where: { $0.column == column && $0.side == side })
        else {
            // The first step goes to the column beside the strikes on the side of the cursor.
            let own = places.indices.filter { places[$0].side == side }
            guard let first = side == .call ? own.last : own.first else { return }
            self.column = places[first].column
            return
        }
        let next = min(max(0, here + step), places.count - 1)
        (self.column, side) = (places[next].column, places[next].side)
    }

    private mutating func turnSeries(by step: Int, _ reducer: inout DashboardReducer) {
        guard let report = reducer.state.chain.report, let chosen = report.chosen else { return }
        // Steps pressed faster than answers come add up.
        let shown = request.series.flatMap { wanted in
            report.expiries.firstIndex { $0.series == wanted }
        }
        let target = (shown ?? chosen) + step
        guard report.expiries.indices.contains(target) else {
            reducer.report(step > 0 ? "The last series" : "The first series")
            return
        }
        choose(report.expiries[target].series, &reducer)
    }

    private mutating func choose(_ series: ChainSeries, _ reducer: inout DashboardReducer) {
        request.series = series
        request.symbol = reducer.state.chain.report?.symbol ?? request.symbol
        reducer.ask(self)
    }

    // MARK: Mouse

    /// A click chooses a contract or a series, a second one opens the payoff.
    func press(_ event: MouseEvent, _ reducer: inout DashboardReducer) {
        var page = self
        let layout = layout(reducer.state)
        guard let report = reducer.state.chain.report else { return }
        if layout.tabs.contains(column: event.column, row: event.row) {
            let format = FigureFormat(isMasked: reducer.state.isMasked)
            let text = ChainText(
                format: format, glyphs: reducer.world.glyphs,
                today: reducer.snapshot?.asOf.newYork.date ?? report.retrievedAt.newYork.date)
            let tabs = ChainTabs(report, text: text, columns: layout.tabs.columns - 2)
            let column = event.column - layout.tabs.column - 1
            guard let tab = tabs.places.first(where: { ($0.start..<$0.start + $0.width).contains(column) }) else {
                return
            }
            page.choose(report.expiries[tab.index].series, &reducer)
            reducer.replace(page)
            return
        }
        guard layout.list.contains(column: event.column, row: event.row) else { return }
        let line = layout.offset(page, report) + event.row - layout.list.row
        guard layout.lines.indices.contains(line), case .strike(let index) = layout.lines[line] else { return }
        let column = event.column - layout.list.column
        page.offset = layout.offset(page, report)
        page.strike = report.strikes[index].thousandths
        page.side = column < layout.middle.start + layout.middle.width / 2 ? .call : .put
        if let place = layout.places.first(where: { ($0.start - 1..<$0.start + $0.width).contains(column) }) {
            page.column = place.column
        }
        reducer.replace(page)
        if reducer.isSecondClick(on: "chain/\(report.strikes[index].thousandths)/\(page.side.rawValue)") {
            reducer.openChainPayoff(page)
        }
    }
}
