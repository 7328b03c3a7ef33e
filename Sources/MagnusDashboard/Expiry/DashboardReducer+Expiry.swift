import MagnusDesk
import MagnusDomain

/// The views of what comes: asking for their board and keeping it current.
extension DashboardReducer {
    /// As often as the monitors look at what is near its strike.
    private static let expiryPace = InquiryPace(refresh: 5)

    /// Asks the engine for the board; what is there stays until the new one arrives.
    mutating func readExpiry() {
        if state.expiry.isOfAnother(than: snapshot?.selectedAccount) { state.expiry.clear() }
        let request = ExpiryRequest()
        state.expiry.ask(request, at: world.uptime, snapshotVersion: snapshot?.version)
        effects.append(.fetchExpiry(request))
    }

    mutating func expiryArrived(_ request: ExpiryRequest, _ board: ExpiryBoard?) {
        // An answer to what is not asked any more, or of another account, says nothing of what is shown.
        guard state.expiry.asked == request else { return }
        let isOurs = board.map { $0.account == world.snapshot?.selectedAccount } ?? true
        state.expiry.take(
            InquiryOutcome(report: isOurs ? board : nil, account: isOurs ? board?.account : nil, keepsReport: true),
            at: world.uptime)
    }

    /// With a new snapshot what is on top is asked again, once its time has come; a paused screen stands still.
    mutating func refreshExpiry() {
        let isOnTop =
            switch state.overlays.last {
            case .ledger(let page): page.view.isAhead
            case .ledgerRow(let page): page.view.isAhead
            default: false
            }
        guard isOnTop else { return }
        state.expiry.age(at: world.uptime, life: life(Self.expiryPace))
        guard state.pausedSnapshot == nil,
            state.expiry.isOfAnother(than: snapshot?.selectedAccount)
                || state.expiry.isDue(at: world.uptime, Self.expiryPace)
        else { return }
        readExpiry()
    }

    /// Asks anew after a command that changed the book, while a view shows it.
    mutating func expiryChanged(by command: DeskCommand) {
        switch command {
        case .importFile(_, isDryRun: false), .selectAccount: state.expiry.clear()
        case .refresh, .setIntent, .setSetting, .undo: break
        default: return
        }
        let isShown = state.overlays.contains {
            if case .ledger(let page) = $0 { page.view.isAhead } else { false }
        }
        if isShown { readExpiry() }
    }
}
