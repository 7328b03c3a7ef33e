import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What the cursor is on, in whichever pane or page of a row.
extension DashboardReducer {
    func contractUnderCursor(_ snapshot: DeskSnapshot) -> OptionContract? {
        switch cursorPane {
        case .positions:
            guard let row = positionUnderCursor(snapshot) else { return nil }
            if let leg = row.leg, case .option(let contract) = leg.position.instrument { return contract }
            return Self.nearestContract(of: row.strategy)
        case .opportunities: return candidateUnderCursor(snapshot)?.contract
        case .alerts: return strategyOfAlert(snapshot).flatMap { Self.nearestContract(of: $0) }
        case .greeks, .chat: return nil
        }
    }

    /// The contract that ends first, of those the one that is sold.
    static func nearestContract(of strategy: StrategyValuation) -> OptionContract? {
        let options = strategy.legs.compactMap { leg -> (contract: OptionContract, isShort: Bool)? in
            guard case .option(let contract) = leg.position.instrument else { return nil }
            return (contract, leg.position.quantity.isShort)
        }
        return options.min {
            ($0.contract.expiry, $0.isShort ? 0 : 1) < ($1.contract.expiry, $1.isShort ? 0 : 1)
        }?.contract
    }

    func symbolUnderCursor(_ snapshot: DeskSnapshot) -> String? {
        switch cursorPane {
        case .positions: return positionUnderCursor(snapshot)?.strategy.symbol
        case .opportunities: return candidateUnderCursor(snapshot)?.symbol
        case .alerts: return alertUnderCursor(snapshot)?.finding.symbol
        case .greeks:
            guard state.greeks.page == .symbol else { return nil }
            let lines = PaneRows.greeks(.symbol, snapshot)
            return state.greeks.cursor.line(in: lines.map(\.id)).map { lines[$0].row.key }
        case .chat: return PaneRows.context(state, snapshot)?.symbol
        }
    }

    /// The pane whose row is meant: that of an open page of a row, else the one with the focus.
    private var cursorPane: Pane {
        if case .details(let page)? = state.overlays.last { return page.pane }
        return state.focus
    }

    private var openedRow: String? { if case .details(let page)? = state.overlays.last { page.id } else { nil } }

    func positionUnderCursor(_ snapshot: DeskSnapshot) -> PositionRow? {
        guard cursorPane == .positions else { return nil }
        guard let id = openedRow else { return PaneRows.position(state, snapshot) }
        for strategy in snapshot.book.strategies {
            if strategy.id == id { return PositionRow(strategy: strategy) }
            if let leg = strategy.legs.first(where: { $0.position.id == id }) {
                return PositionRow(strategy: strategy, leg: leg)
            }
        }
        return nil
    }

    func candidateUnderCursor(_ snapshot: DeskSnapshot) -> Candidate? {
        guard cursorPane == .opportunities else { return nil }
        guard let id = openedRow else { return PaneRows.candidate(state, snapshot) }
        let all = snapshot.opportunities.candidates + snapshot.opportunities.scans.flatMap(\.nearestMisses)
        return all.first { $0.id == id }
    }

    private func alertUnderCursor(_ snapshot: DeskSnapshot) -> Alert? {
        guard cursorPane == .alerts else { return nil }
        guard let id = openedRow else { return PaneRows.alert(state, snapshot) }
        return snapshot.alerts.first { $0.id == id }
    }

    func strategyOfAlert(_ snapshot: DeskSnapshot) -> StrategyValuation? {
        guard let row = alertUnderCursor(snapshot)?.finding.positionIdentifier else { return nil }
        return snapshot.book.strategies.first { $0.id == row || $0.legs.contains { $0.position.id == row } }
    }
}
