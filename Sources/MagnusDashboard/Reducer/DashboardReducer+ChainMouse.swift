import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The mouse in an open chain.
extension DashboardReducer {
    /// A click chooses a contract or a series, a second one opens the payoff.
    mutating func press(_ event: MouseEvent, inChain page: ChainPage) {
        var page = page
        let layout = ChainLayout(page, state.chain, size: state.size)
        guard let report = state.chain.report else { return }
        if layout.tabs.contains(column: event.column, row: event.row) {
            let format = FigureFormat(isMasked: state.isMasked)
            let text = ChainText(
                format: format, glyphs: world.glyphs,
                today: snapshot?.asOf.newYork.date ?? report.retrievedAt.newYork.date)
            let tabs = ChainTabs(report, text: text, columns: layout.tabs.columns - 2)
            let column = event.column - layout.tabs.column - 1
            guard let tab = tabs.places.first(where: { ($0.start..<$0.start + $0.width).contains(column) }) else {
                return
            }
            choose(&page, report.expiries[tab.index].series)
            replaceChain(page)
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
        replaceChain(page)
        let id = "chain/\(report.strikes[index].thousandths)/\(page.side.rawValue)"
        let isDouble = state.lastClick.map {
            $0.id == id && world.uptime >= $0.uptime && world.uptime - $0.uptime <= Self.doubleClickSeconds
        }
        state.lastClick = isDouble == true ? nil : RowClick(id: id, uptime: world.uptime)
        if isDouble == true { openChainPayoff(page) }
    }
}
