import MagnusDesk
import MagnusTerminal

/// How many rows of a pane are in view, as the renderer will draw it.
enum PaneMetrics {
    static func visibleRows(
        _ pane: Pane, _ layout: DashboardLayout, _ state: DashboardState, _ snapshot: DeskSnapshot
    ) -> Int {
        guard let place = layout.place(of: pane), place.form != .line else { return 1 }
        let rows = place.inside.rows
        switch pane {
        case .positions: return max(1, rows - 1 - (rows - 1 >= 3 ? 1 : 0))
        case .greeks: return max(1, rows - 1 - (namesExcludedBelow(layout, state, snapshot) ? 1 : 0))
        case .alerts:
            let stopped = snapshot.monitors.filter { $0.failure != nil }.count
            let list = max(1, rows - min(stopped, max(0, rows - 2)))
            let height = isTwoLines(place, layout) ? 2 : 1
            let fits = max(1, list / height)
            let count = PaneRows.alerts(snapshot, state.alerts).count
            return showsMore(count, rows: list, height: height) ? max(1, (list - 1) / height) : fits
        case .opportunities: return max(1, rows - (rows >= 3 ? 1 : 0) - 1)
        case .chat: return max(1, rows - 1)
        }
    }

    /// Whether the last row of Alerts names those that do not fit; a short list needs its rows itself.
    static func showsMore(_ count: Int, rows: Int, height: Int) -> Bool {
        rows >= 6 && count > rows / height
    }

    /// Whether the last row of a page of Greeks names the legs its sums leave out: where tabs stand in place of the
    /// pane's edge, no title can. The page of the book has rows left for them.
    static func namesExcludedBelow(
        _ layout: DashboardLayout, _ state: DashboardState, _ snapshot: DeskSnapshot
    ) -> Bool {
        guard layout.kind == .tabs, !snapshot.book.excluded.isEmpty, !snapshot.book.strategies.isEmpty,
            let place = layout.place(of: .greeks), place.inside.rows >= 4
        else { return false }
        return state.greeks.page != .book && state.greeks.page != .attribution
    }

    static func isTwoLines(_ place: DashboardLayout.Place, _ layout: DashboardLayout) -> Bool {
        place.form == .full && layout.kind != .stack
    }
}
