import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Moving among rows and columns, marking, sorting, copying.
extension DashboardReducer {
    /// Rows in view of the pane with the focus.
    var page: Int {
        guard let snapshot else { return 1 }
        let layout = DashboardLayout(state, hasFooter: !snapshot.isDisclaimerAccepted)
        return PaneMetrics.visibleRows(state.focus, layout, state, snapshot)
    }

    mutating func move(by lines: Int) {
        guard let snapshot else { return }
        let ids = PaneRows.ids(state.focus, state, snapshot)
        switch state.focus {
        case .positions:
            guard !moveTotals(by: lines, ids) else { return }
            state.positions.cursor.move(by: lines, in: ids)
        case .greeks:
            guard !moveFoot(by: lines, ids, snapshot) else { return }
            state.greeks.cursor.move(by: lines, in: ids)
        case .alerts: state.alerts.cursor.move(by: lines, in: ids)
        case .opportunities: state.opportunities.cursor.move(by: lines, in: ids)
        case .chat: moveMessage(by: lines, ids, snapshot)
        }
    }

    /// Steps from the last row onto the totals and back.
    /// - Returns: whether that was the move.
    private mutating func moveTotals(by lines: Int, _ ids: [String]) -> Bool {
        if state.positions.total != nil {
            if lines < 0 { state.positions.total = nil }
            return lines >= -1
        }
        let isLast = state.positions.cursor.line(in: ids).map { $0 + 1 == ids.count } ?? false
        guard lines == 1, isLast else { return false }
        state.positions.total = .openProfit
        return true
    }

    /// The same on the page of the book: the line of the delta, then the scenarios.
    private mutating func moveFoot(by lines: Int, _ ids: [String], _ snapshot: DeskSnapshot) -> Bool {
        guard state.greeks.page == .book else { return false }
        let strip = GreeksFootFigure.strip(snapshot.book)
        if let foot = state.greeks.foot {
            if lines < 0 {
                state.greeks.foot = lines == -1 && foot.isScenario ? .weightedDollars : nil
            } else if !foot.isScenario, let first = strip.first {
                state.greeks.foot = first
            }
            return lines >= -1
        }
        let isLast = state.greeks.cursor.line(in: ids).map { $0 + 1 == ids.count } ?? false
        guard lines == 1, isLast else { return false }
        state.greeks.foot = .weightedDollars
        return true
    }

    private mutating func moveMessage(by lines: Int, _ ids: [String], _ snapshot: DeskSnapshot) {
        guard !ids.isEmpty else { return }
        state.chat.scrollback = 0
        state.chat.citation = 0
        if state.chat.cursor.selected == nil, !snapshot.transcript.messages.isEmpty {
            // The cursor of a conversation begins at its newest message.
            state.chat.cursor.index = ids.count - 1
            state.chat.cursor.selected = ids[ids.count - 1]
            if lines > 0 || lines == -1 && ids.count == 1 { return }
        }
        state.chat.cursor.move(by: lines, in: ids)
    }

    mutating func moveColumn(by step: Int) {
        switch state.focus {
        case .positions where state.positions.total != nil:
            state.positions.total = state.positions.total?.moved(by: step)
        case .positions:
            let layout = DashboardLayout(state, hasFooter: world.snapshot?.isDisclaimerAccepted == false)
            let width = layout.place(of: .positions)?.inside.columns ?? state.size.columns
            let table = PositionTable(
                order: state.positions.columnOrder, hidden: state.positions.hiddenColumns,
                isWide: state.positions.isWide, width: width, cursor: state.positions.column, glyphs: world.glyphs)
            // With all columns shown the cursor may leave what is in view: the view follows.
            let columns =
                state.positions.isWide
                ? state.positions.columnOrder.filter { !state.positions.hiddenColumns.contains($0) }
                : table.places.map(\.column)
            guard !columns.isEmpty else { return }
            let start =
                state.positions.column.flatMap { columns.firstIndex(of: $0) } ?? columns.firstIndex(of: .profit) ?? 0
            state.positions.column = columns[min(max(0, start + step), columns.count - 1)]
        case .greeks:
            if let foot = state.greeks.foot, let book = snapshot?.book {
                state.greeks.foot = foot.moved(by: step, book)
            } else if state.greeks.page == .attribution {
                state.greeks.part = AttributionColumn.allCases.moved(from: state.greeks.part, by: step)
            } else {
                state.greeks.column = GreeksColumn.allCases.moved(from: state.greeks.column, by: step)
            }
        case .chat:
            let count = snapshot.flatMap { PaneRows.message(state, $0) }?.answer?.citations.count ?? 0
            state.chat.citation = min(max(0, state.chat.citation + step), max(0, count - 1))
        case .opportunities: moveOpportunityColumn(by: step)
        case .alerts: break
        }
    }

    /// Goes through the figures that are in view; words are passed over.
    private mutating func moveOpportunityColumn(by step: Int) {
        guard let snapshot else { return }
        let layout = DashboardLayout(state, hasFooter: world.snapshot?.isDisclaimerAccepted == false)
        let table = OpportunityTable(
            width: layout.place(of: .opportunities)?.inside.columns ?? state.size.columns,
            hasCapped: PaneRows.candidates(snapshot, state.opportunities).contains(where: \.isCapped))
        let columns = table.places.map(\.column).filter { $0.explainKey != nil }
        guard !columns.isEmpty else { return }
        let place = state.opportunities.column.flatMap { columns.firstIndex(of: $0) } ?? 0
        state.opportunities.column = columns[min(max(0, place + step), columns.count - 1)]
    }

    mutating func turnPage(by step: Int) {
        state.greeks.page = state.greeks.page.advanced(by: step)
        state.greeks.cursor = ListCursor()
        state.greeks.foot = nil
    }

    mutating func mark() {
        guard let snapshot else { return }
        let ids = PaneRows.ids(state.focus, state, snapshot)
        func toggle(_ marked: inout Set<String>, _ cursor: ListCursor) {
            guard let id = cursor.current(in: ids) else { return }
            if marked.remove(id) == nil { marked.insert(id) }
        }
        switch state.focus {
        case .positions:
            guard state.positions.total == nil else { return }
            toggle(&state.positions.marked, state.positions.cursor)
        case .alerts: toggle(&state.alerts.marked, state.alerts.cursor)
        case .opportunities: toggle(&state.opportunities.marked, state.opportunities.cursor)
        case .greeks, .chat: return
        }
        move(by: 1)
    }

    mutating func sortNext() {
        pinCursor()
        switch state.focus {
        case .positions:
            if let column = state.positions.column, let sort = PositionSort(column: column),
                sort != state.positions.sort
            {
                state.positions.sort = sort
            } else {
                state.positions.sort = state.positions.sort.next
            }
            state.positions.isReversed = false
        case .opportunities:
            let chosen = state.opportunities.column?.sort
            state.opportunities.sort =
                chosen.flatMap { $0 == state.opportunities.sort ? nil : $0 } ?? state.opportunities.sort.next
            state.opportunities.isReversed = false
        default: break
        }
    }

    /// Another order of the candidates; the cursor stays on its row.
    mutating func sortOpportunities(by sort: OpportunitySort) {
        pinCursor()
        state.opportunities.sort = sort
        state.opportunities.isReversed = false
    }

    mutating func sortReverse() {
        pinCursor()
        switch state.focus {
        case .positions: state.positions.isReversed.toggle()
        case .opportunities: state.opportunities.isReversed.toggle()
        default: break
        }
    }

    /// Ties the cursor to the row it is on, before the order changes.
    private mutating func pinCursor() {
        guard let snapshot else { return }
        let ids = PaneRows.ids(state.focus, state, snapshot)
        switch state.focus {
        case .positions: state.positions.cursor.selected = state.positions.cursor.current(in: ids)
        case .opportunities: state.opportunities.cursor.selected = state.opportunities.cursor.current(in: ids)
        default: break
        }
    }

    mutating func setExpanded(_ isOpen: Bool) {
        guard let snapshot else { return }
        switch state.focus {
        case .positions:
            guard let row = PaneRows.position(state, snapshot) else { return }
            if isOpen {
                state.positions.expanded.insert(row.strategy.id)
            } else {
                state.positions.expanded.remove(row.strategy.id)
                // The cursor of a leg goes to its strategy.
                state.positions.cursor.select(row.strategy.id)
            }
        case .chat:
            guard let message = PaneRows.message(state, snapshot) else { return }
            if isOpen { state.chat.expanded.insert(message.id) } else { state.chat.expanded.remove(message.id) }
        default: break
        }
    }

    // MARK: Copying

    mutating func copyRows() {
        guard let snapshot else { return }
        let text = RowText.copied(state, snapshot)
        guard !text.isEmpty else {
            report("Nothing to copy")
            return
        }
        effects.append(.copy(text))
        let count = text.split(separator: "\n").count
        report(
            count == 1
                ? "Copied \(text.split(separator: "\t").prefix(2).joined(separator: " "))" : "Copied \(count) rows")
    }

    /// Shows all columns, or only the standard ones, and says which: on a screen too narrow for more nothing else would
    /// tell.
    mutating func toggleWide() {
        state.positions.isWide.toggle()
        guard state.positions.isWide else {
            report("Standard columns")
            return
        }
        let keys = [DashboardAction.columnRight, .zoom].map {
            world.keymap.shortHint(for: $0, in: [Pane.positions.context, Keymap.globalContext]) ?? "?"
        }
        report("All columns: \(keys[0]) moves to those that do not fit, \(keys[1]) zooms the pane")
    }
}
