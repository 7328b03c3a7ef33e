import MagnusDesk
import MagnusDomain

/// Says why an action cannot be done now, so that hints leave it out and help tells the reason.
enum ActionAvailability {
    /// nil when it can be done.
    static func reason(
        against action: DashboardAction, _ state: DashboardState, _ snapshot: DeskSnapshot?
    ) -> String? {
        let focus = state.focus
        switch action {
        case .intent, .note:
            guard focus == .positions else { return "only in Positions" }
            guard hasRow(state, snapshot) else { return "no position under the cursor" }
            return readOnly(snapshot)
        case .acknowledge, .snooze, .dismiss, .mute:
            guard focus == .alerts else { return "only in Alerts" }
            guard hasRow(state, snapshot) else { return "no alert under the cursor" }
            return readOnly(snapshot)
        case .expand, .collapse:
            return focus == .positions || focus == .chat ? nil : "only in Positions and Chat"
        case .columnLeft, .columnRight:
            if focus == .chat { return hasCitations(state, snapshot) ? nil : "no figures to go through" }
            return focus == .alerts ? "\(focus.title) has no columns to choose" : nil
        case .chooseColumns, .wide:
            return focus == .positions ? nil : "only in Positions"
        case .filter:
            return focus == .greeks || focus == .chat ? "not in \(focus.title)" : nil
        case .sortNext, .sortReverse:
            return focus == .positions || focus == .opportunities ? nil : "\(focus.title) keeps its order"
        case .mark:
            return focus == .greeks || focus == .chat ? "nothing to mark in \(focus.title)" : nil
        case .pageNext, .pagePrevious:
            return focus == .greeks ? nil : "only Greeks has pages"
        case .explain, .ask, .copy:
            return snapshot == nil ? "the book is still loading" : nil
        case .buy, .sell, .removeLeg, .clearDraft: return "only in a chain"
        case .undo: return readOnly(snapshot)
        case .accounts: return (snapshot?.accounts.isEmpty ?? true) ? "no account yet" : nil
        case .submit, .leave, .complete, .completeBack: return "only in text fields"
        default: return nil
        }
    }

    private static func readOnly(_ snapshot: DeskSnapshot?) -> String? {
        snapshot?.readOnlyReason
    }

    /// Whether the message under the cursor has more than one figure: the keys of columns go through them.
    private static func hasCitations(_ state: DashboardState, _ snapshot: DeskSnapshot?) -> Bool {
        let message = state.shown(snapshot).flatMap { PaneRows.message(state, $0) }
        return (message?.answer?.citations.count ?? 0) > 1
    }

    private static func hasRow(_ state: DashboardState, _ snapshot: DeskSnapshot?) -> Bool {
        guard let snapshot = state.shown(snapshot) else { return false }
        if state.focus == .positions, state.positions.total != nil { return false }
        return !PaneRows.ids(state.focus, state, snapshot).isEmpty
    }
}
