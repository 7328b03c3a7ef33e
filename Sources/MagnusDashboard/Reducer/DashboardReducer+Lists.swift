import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Searchable lists, and the text field that has the keys.
extension DashboardReducer {
    mutating func searchList(
        _ action: DashboardAction, _ list: SearchList, _ overlay: Overlay, _ wrap: (SearchList) -> Overlay
    ) {
        var list = list
        let count = OverlayContent.entries(overlay, state, world).count
        let rows = max(1, OverlayLayout.list(OverlayLayout.area(overlay, state.size, lines: count)).rows)
        func moved(_ step: Int) -> Int { min(max(0, list.index + step), max(0, count - 1)) }
        switch action {
        case .moveDown: list.index = moved(1)
        case .moveUp: list.index = moved(-1)
        case .pageDown: list.index = moved(rows)
        case .pageUp: list.index = moved(-rows)
        case .goTop: list.index = 0
        case .goBottom: list.index = moved(count)
        case .open, .submit:
            run(list, overlay)
            return
        case .complete:
            complete(&list, overlay)
        default: return
        }
        replaceTop(wrap(list))
    }

    private func complete(_ list: inout SearchList, _ overlay: Overlay) {
        let entries = OverlayContent.entries(overlay, state, world)
        guard case .palette = overlay, entries.indices.contains(list.index) else { return }
        switch entries[list.index].run {
        case .begin(let line), .command(let line):
            list.field.replace(with: line)
            list.index = 0
        case .symbol(let symbol): list.field.replace(with: symbol)
        case .action, .nothing: break
        }
    }

    private mutating func run(_ list: SearchList, _ overlay: Overlay) {
        if case .settings = overlay {
            let rows = OverlayContent.settings(list.field.text, snapshot)
            guard rows.indices.contains(list.index) else { return }
            editSetting(rows[list.index])
            return
        }
        let entries = OverlayContent.entries(overlay, state, world)
        guard entries.indices.contains(list.index) else {
            // Nothing in the list: what was typed may still be a whole command.
            if case .palette = overlay, !list.field.isEmpty {
                close()
                runCommand(list.field.text)
            }
            return
        }
        let entry = entries[list.index]
        if let reason = entry.disabledReason {
            report("\(entry.title): \(reason)")
            return
        }
        switch entry.run {
        case .action(let action):
            close()
            perform(action)
        case .command(let line):
            close()
            runCommand(line)
        case .begin(let line):
            var list = SearchList()
            list.field.replace(with: line)
            open(.palette(list))
        case .symbol(let symbol):
            close()
            go(toSymbol: symbol)
        case .nothing: report("That key works in text fields")
        }
    }

    func edited(_ overlay: Overlay, _ change: (inout TextField) -> Void) -> Overlay {
        switch overlay {
        case .help(var list):
            change(&list.field)
            list.index = 0
            return .help(list)
        case .palette(var list):
            change(&list.field)
            list.index = 0
            return .palette(list)
        case .settings(var list):
            change(&list.field)
            list.index = 0
            return .settings(list)
        case .prompt(var prompt):
            change(&prompt.field)
            prompt.refusal = nil
            prompt.completions = []
            return .prompt(prompt)
        default: return overlay
        }
    }

    /// Changes the text field that has the keys.
    mutating func editField(_ change: (inout TextField) -> Void) {
        guard let top = state.overlays.last else {
            if state.chat.isTyping { change(&state.chat.input) }
            return
        }
        let changed = edited(top, change)
        replaceTop(changed)
        // A filter works while it is typed.
        if case .prompt(let prompt) = changed, case .filter(let pane) = prompt.purpose {
            setFilter(prompt.field.text, pane)
        }
        if case .prompt(let prompt) = changed, case .filterLedger = prompt.purpose {
            setLedgerFilter(prompt.field.text)
        }
    }
}
