import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Actions while a window is open.
extension DashboardReducer {
    mutating func close() {
        if !state.overlays.isEmpty { state.overlays.removeLast() }
        state.keys.reset()
    }

    mutating func replaceTop(_ overlay: Overlay) {
        guard !state.overlays.isEmpty else { return }
        state.overlays[state.overlays.count - 1] = overlay
    }

    mutating func perform(_ action: DashboardAction, in overlay: Overlay) {
        if action == .back, case .ledger(let page) = overlay {
            leaveLedger(page)
            return
        }
        if action == .back || action == .leave {
            leave(overlay)
            return
        }
        if let page = overlay.onDemand {
            perform(action, on: page)
            return
        }
        switch overlay {
        case .ledger(let page): perform(action, inLedger: page)
        case .importing(let importing):
            if action == .open { agree(importing) } else { perform(action, onPage: overlay) }
        case .help(let list): searchList(action, list, overlay) { .help($0) }
        case .palette(let list): searchList(action, list, overlay) { .palette($0) }
        case .settings(let list): searchList(action, list, overlay) { .settings($0) }
        case .choices(let menu): self.menu(action, menu)
        case .columns(let index): columns(action, index)
        case .prompt(let prompt):
            if action == .submit { submit(prompt) }
            if action == .complete, prompt.purpose == .importPath { completePath(prompt) }
        case .confirm(let confirmation):
            if action == .open {
                close()
                apply(confirmation.consequence)
            }
        case .tour(let step): tour(action, step)
        case .disclaimer:
            if action == .open {
                close()
                if world.snapshot?.isDisclaimerAccepted == false { effects.append(.perform(.acceptDisclaimer)) }
            }
        default: perform(action, onPage: overlay)
        }
    }

    private mutating func leave(_ overlay: Overlay) {
        close()
        switch overlay {
        case .choices(let menu):
            // A theme that was only tried goes back.
            if let original = menu.original, original != state.themeName { setTheme(original) }
        case .prompt(let prompt):
            if case .filter(let pane) = prompt.purpose { setFilter("", pane) }
            if case .filterLedger = prompt.purpose { setLedgerFilter("") }
        case .importing(let page) where page.summary == nil:
            effects.append(.perform(.cancelWork(id: ImportPage.workIdentifier)))
        default: break
        }
    }
}
