import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The mouse: click focuses and chooses, a double click opens, a click on a heading sorts, the wheel scrolls, borders are dragged, hints
/// are pressed.
extension DashboardReducer {
    mutating func mouse(_ event: MouseEvent) {
        guard state.isMouseEnabled else { return }
        switch event.kind {
        case .wheelUp: wheel(event, -3)
        case .wheelDown: wheel(event, 3)
        case .press(.left):
            state.generation += 1
            state.toast = nil
            press(event)
        case .drag(.left): drag(event)
        case .release: state.draggedSplit = nil
        default: break
        }
    }

    private var layout: DashboardLayout {
        DashboardLayout(state, hasFooter: world.snapshot?.isDisclaimerAccepted == false)
    }

    private mutating func wheel(_ event: MouseEvent, _ lines: Int) {
        if !state.overlays.isEmpty {
            for _ in 0..<abs(lines) {
                guard let top = state.overlays.last else { return }
                perform(lines > 0 ? .moveDown : .moveUp, in: top)
            }
            return
        }
        guard let place = layout.places.first(where: { $0.area.contains(column: event.column, row: event.row) }) else {
            return
        }
        if place.pane == .chat {
            scrollChat(by: -lines)
            return
        }
        let focus = state.focus
        state.focus = place.pane
        move(by: lines)
        if place.pane == .alerts, let snapshot {
            // What the wheel moves to is in view, though the keys move elsewhere.
            let visible = PaneMetrics.visibleRows(.alerts, layout, state, snapshot)
            state.alerts.cursor.settle(PaneRows.ids(.alerts, state, snapshot), visible: visible)
        }
        state.focus = focus
    }

    private mutating func press(_ event: MouseEvent) {
        let layout = layout
        if event.row == layout.hints.row {
            pressHint(event)
            return
        }
        if let top = state.overlays.last {
            press(event, in: top)
            return
        }
        if layout.footer.contains(column: event.column, row: event.row) {
            open(.disclaimer)
            return
        }
        if layout.tabs.contains(column: event.column, row: event.row) {
            pressTab(event, layout)
            return
        }
        if let border = layout.border(column: event.column, row: event.row) {
            state.draggedSplit = border.key
            return
        }
        guard let place = layout.places.first(where: { $0.area.contains(column: event.column, row: event.row) }) else {
            return
        }
        press(event, in: place, layout)
    }

    private mutating func pressTab(_ event: MouseEvent, _ layout: DashboardLayout) {
        var column = layout.tabs.column + 1
        for pane in Pane.allCases {
            let name = layout.tabs.columns >= 60 ? pane.title : pane.abbreviation
            let width = TextWidth.width(of: name) + 4
            if (column..<column + width).contains(event.column) {
                focus(pane)
                return
            }
            column += width
        }
    }

    private mutating func pressHint(_ event: MouseEvent) {
        let items = HintLine(state, world, columns: state.size.columns).items
        guard let item = items.first(where: { ($0.column..<$0.column + $0.width).contains(event.column) }) else {
            return
        }
        guard let action = item.action else { return }
        perform(action)
    }

    private mutating func press(_ event: MouseEvent, in place: DashboardLayout.Place, _ layout: DashboardLayout) {
        if state.focus != place.pane { focus(place.pane) }
        guard let snapshot, place.inside.contains(column: event.column, row: event.row) else { return }
        let row = event.row - place.inside.row
        switch place.pane {
        case .chat:
            if event.row == place.inside.endRow - 1 { startTyping() }
            return
        case .positions where row == 0 && place.form != .line:
            sort(at: event.column - place.inside.column, width: place.inside.columns)
            return
        case .opportunities where row == 0 && place.form != .line:
            sortOpportunities(at: event.column - place.inside.column, width: place.inside.columns, snapshot)
            return
        default: break
        }
        guard place.form != .line else { return }
        let heading = place.pane == .alerts ? snapshot.monitors.filter { $0.failure != nil }.count : 1
        let height = place.pane == .alerts && PaneMetrics.isTwoLines(place, layout) ? 2 : 1
        guard row >= heading else { return }
        let ids = PaneRows.ids(place.pane, state, snapshot)
        let offset: Int
        switch place.pane {
        case .positions: offset = state.positions.cursor.offset
        case .greeks: offset = state.greeks.cursor.offset
        case .alerts: offset = state.alerts.cursor.offset
        case .opportunities: offset = state.opportunities.cursor.offset
        case .chat: return
        }
        let index = offset + (row - heading) / height
        guard ids.indices.contains(index),
            row - heading < PaneMetrics.visibleRows(place.pane, layout, state, snapshot) * height
        else { return }
        choose(ids[index], place.pane)
    }

    /// Seconds within which a second click on the same row makes a double click.
    static let doubleClickSeconds = 0.5

    private mutating func choose(_ id: String, _ pane: Pane) {
        switch pane {
        case .positions:
            state.positions.total = nil
            state.positions.cursor.select(id)
        case .greeks:
            state.greeks.foot = nil
            state.greeks.cursor.select(id)
        case .alerts: state.alerts.cursor.select(id)
        case .opportunities: state.opportunities.cursor.select(id)
        case .chat: return
        }
        if isSecondClick(on: id) { openRow() }
    }

    /// Notes a click.
    /// - Returns: whether it is the second one on the same row soon after the first; a third begins anew.
    mutating func isSecondClick(on id: String) -> Bool {
        let isDouble =
            state.lastClick.map {
                $0.id == id && world.uptime >= $0.uptime && world.uptime - $0.uptime <= Self.doubleClickSeconds
            } ?? false
        state.lastClick = isDouble ? nil : RowClick(id: id, uptime: world.uptime)
        return isDouble
    }

    private mutating func sortOpportunities(at column: Int, width: Int, _ snapshot: DeskSnapshot) {
        let candidates = PaneRows.candidates(snapshot, state.opportunities)
        guard !candidates.isEmpty else { return }
        let table = OpportunityTable(width: width, hasCapped: candidates.contains(where: \.isCapped))
        guard let sort = table.column(at: column)?.sort else {
            report("That column gives no order")
            return
        }
        if sort == state.opportunities.sort {
            sortReverse()
        } else {
            sortOpportunities(by: sort)
        }
    }

    /// A click on a heading sorts by it, another turns the order round.
    private mutating func sort(at column: Int, width: Int) {
        let table = PositionTable(
            order: state.positions.columnOrder, hidden: state.positions.hiddenColumns, isWide: state.positions.isWide,
            width: width, cursor: state.positions.column, glyphs: world.glyphs)
        guard let place = table.places.first(where: { ($0.start - 1..<$0.start + $0.width).contains(column) }) else {
            return
        }
        state.positions.column = place.column
        guard let sort = PositionSort(column: place.column) else {
            report("That column gives no order")
            return
        }
        if sort == state.positions.sort { sortReverse() } else { sortNext() }
    }

    private mutating func press(_ event: MouseEvent, in overlay: Overlay) {
        if overlay.isFilterLine { return }
        if let page = overlay.onDemand {
            page.press(event, &self)
            return
        }
        let format = FigureFormat(isMasked: state.isMasked)
        let lines = OverlayContent.page(overlay, state, world, format: format)?.lines.count ?? overlayRows(overlay)
        let area = OverlayLayout.area(overlay, state.size, lines: lines)
        switch overlay {
        case .ledger(let page): press(event, inLedger: page)
        case .help, .palette:
            guard area.contains(column: event.column, row: event.row) else {
                close()
                return
            }
            pressList(event, overlay, area)
        case .choices(var menu):
            guard area.contains(column: event.column, row: event.row) else {
                perform(.back, in: overlay)
                return
            }
            let index = event.row - area.row - 1
            guard menu.choices.indices.contains(index) else { return }
            menu.index = index
            perform(.open, in: .choices(menu))
        case .explain, .details, .whyNot, .message, .ledgerRow, .scenarioCell, .importing:
            // Pages vary in height with their wrapping: only a click beside their columns is surely outside.
            if !(area.column..<area.endColumn).contains(event.column) { close() }
        default: break
        }
    }

    private func overlayRows(_ overlay: Overlay) -> Int {
        if case .choices(let menu) = overlay { return menu.choices.count }
        return OverlayContent.entries(overlay, state, world).count
    }

    private mutating func pressList(_ event: MouseEvent, _ overlay: Overlay, _ area: Rectangle) {
        let rows = OverlayLayout.list(area)
        let count = OverlayContent.entries(overlay, state, world).count
        func index(_ current: Int) -> Int {
            let offset = ListCursor.offset(
                line: current, offset: max(0, current - rows.rows / 2), visible: rows.rows, count: count)
            return offset + event.row - rows.row
        }
        guard rows.contains(column: event.column, row: event.row) else { return }
        switch overlay {
        case .help(var list):
            list.index = index(list.index)
            guard list.index < count else { return }
            state.overlays[state.overlays.count - 1] = .help(list)
            perform(.open, in: .help(list))
        case .palette(var list):
            list.index = index(list.index)
            guard list.index < count else { return }
            state.overlays[state.overlays.count - 1] = .palette(list)
            perform(.open, in: .palette(list))
        default: break
        }
    }

    private mutating func drag(_ event: MouseEvent) {
        guard let key = state.draggedSplit, let border = layout.borders.first(where: { $0.key == key }) else { return }
        state.splits[key] = DashboardLayout.share(border, column: event.column, row: event.row)
    }
}
