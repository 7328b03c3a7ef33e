import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Pages of text: scrolling, copying, acting on the row that one is about.
extension DashboardReducer {
    mutating func perform(_ action: DashboardAction, onPage overlay: Overlay) {
        let step: Int
        let visible = max(1, state.size.rows - 6)
        switch action {
        case .moveDown: step = 1
        case .moveUp: step = -1
        case .halfPageDown: step = visible / 2
        case .halfPageUp: step = -visible / 2
        case .pageDown: step = visible
        case .pageUp: step = -visible
        case .goTop: step = -100_000
        case .goBottom: step = 100_000
        case .copy:
            copyPage(overlay)
            return
        case .ask:
            askAbout(overlay)
            return
        case .open:
            close()
            return
        case .explain:
            if case .explain(let page) = overlay { offerFigures(page) } else { actOnRow(action, overlay) }
            return
        case .acknowledge, .snooze, .dismiss, .mute, .intent, .note:
            actOnRow(action, overlay)
            return
        default: return
        }
        scroll(overlay, by: step)
    }

    private mutating func scroll(_ overlay: Overlay, by step: Int) {
        let format = FigureFormat(isMasked: state.isMasked)
        let lines = OverlayContent.page(overlay, state, world, format: format)?.lines ?? []
        // Wrapping makes more rows than lines; the renderer stops at the end, a bound keeps the number small.
        let bound = lines.reduce(0) { $0 + 1 + $1.text.count / 16 }
        func moved(_ value: Int) -> Int { min(max(0, value + step), bound) }
        switch overlay {
        case .explain(var page):
            page.scroll = moved(page.scroll)
            replaceTop(.explain(page))
        case .details(var page):
            page.scroll = moved(page.scroll)
            replaceTop(.details(page))
        case .whyNot(var page):
            page.scroll = moved(page.scroll)
            replaceTop(.whyNot(page))
        case .message(var page):
            page.scroll = moved(page.scroll)
            replaceTop(.message(page))
        case .importing(var page):
            page.scroll = moved(page.scroll)
            replaceTop(.importing(page))
        case .ledgerRow(var page):
            page.scroll = moved(page.scroll)
            replaceTop(.ledgerRow(page))
        case .scenarioCell(var page):
            page.scroll = moved(page.scroll)
            replaceTop(.scenarioCell(page))
        default: break
        }
    }

    private mutating func copyPage(_ overlay: Overlay) {
        let format = FigureFormat(isMasked: state.isMasked)
        guard let page = OverlayContent.page(overlay, state, world, format: format) else { return }
        let lines = page.lines.map { line in
            switch line.kind {
            case .pair(let name), .key(let name): "\(name)\t\(line.text)"
            default: line.text
            }
        }
        effects.append(.copy(([page.title] + lines).joined(separator: "\n")))
        report("Copied \(page.title)")
    }

    /// Does with the row whose page is open what its pane would do with it.
    private mutating func actOnRow(_ action: DashboardAction, _ overlay: Overlay) {
        guard case .details(let page) = overlay else { return }
        close()
        let rest = state.overlays
        state.overlays = []
        if go(to: page.id), state.focus == page.pane {
            if page.pane == .alerts { state.alerts.marked = [] }
            perform(action)
        }
        state.overlays = rest + state.overlays
    }

    /// Asks about the row whose page is open.
    private mutating func askAbout(_ overlay: Overlay) {
        guard case .details(let page) = overlay else { return }
        state.overlays = []
        if go(to: page.id) { ask() } else { startTyping() }
    }
}
