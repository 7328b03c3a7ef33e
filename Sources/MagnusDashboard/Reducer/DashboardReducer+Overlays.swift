import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Actions while a window is open.
extension DashboardReducer {
    mutating func close() {
        if !state.overlays.isEmpty { state.overlays.removeLast() }
        state.keys.reset()
    }

    private mutating func replaceTop(_ overlay: Overlay) {
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
        switch overlay {
        case .ledger(let page): perform(action, inLedger: page)
        case .scenario(let page): perform(action, inScenario: page)
        case .chain(let page): perform(action, inChain: page)
        case .payoff(let page): perform(action, inPayoff: page)
        case .volatility(let page): perform(action, inVolatility: page)
        case .risk(let page): perform(action, inRisk: page)
        case .roll(let page): perform(action, inRoll: page)
        case .importing(let importing): if action == .open { agree(importing) } else { page(action, overlay) }
        case .help(let list): searchList(action, list, overlay) { .help($0) }
        case .palette(let list): searchList(action, list, overlay) { .palette($0) }
        case .settings(let list): searchList(action, list, overlay) { .settings($0) }
        case .explain, .details, .whyNot, .message, .ledgerRow, .scenarioCell: page(action, overlay)
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

    // MARK: Pages

    private mutating func page(_ action: DashboardAction, _ overlay: Overlay) {
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

    // MARK: Searchable lists

    private mutating func searchList(
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

    // MARK: Menus

    private mutating func menu(_ action: DashboardAction, _ menu: ChoiceMenu) {
        var menu = menu
        let last = max(0, menu.choices.count - 1)
        switch action {
        case .moveDown: menu.index = min(menu.index + 1, last)
        case .moveUp: menu.index = max(menu.index - 1, 0)
        case .goTop, .pageUp, .halfPageUp: menu.index = 0
        case .goBottom, .pageDown, .halfPageDown: menu.index = last
        case .open:
            guard menu.choices.indices.contains(menu.index) else { return }
            close()
            apply(menu.choices[menu.index].consequence)
            return
        default: return
        }
        replaceTop(.choices(menu))
        // Themes are tried on as the cursor passes.
        if menu.original != nil, menu.choices.indices.contains(menu.index),
            case .theme(let name) = menu.choices[menu.index].consequence
        {
            setTheme(name)
        }
    }

    mutating func apply(_ consequence: Consequence) {
        switch consequence {
        case .command(let command): effects.append(.perform(command))
        case .theme(let name): setTheme(name)
        case .keymap(let name): setKeymap(name)
        case .ask(let purpose): askFor(purpose)
        case .explain(let id, let title): explain(id: id, title: title)
        case .nothing: break
        case .quit:
            state.isQuitting = true
            effects.append(.quit)
        }
    }

    mutating func setTheme(_ name: String) {
        guard name != state.themeName else { return }
        state.themeName = name
        effects.append(.setTheme(name))
    }

    mutating func setKeymap(_ name: String) {
        guard name != state.keymapName else { return }
        state.keymapName = name
        effects.append(.setKeymap(name))
    }

    private mutating func columns(_ action: DashboardAction, _ index: Int) {
        let count = state.positions.columnOrder.count
        guard count > 0 else { return }
        var index = min(max(0, index), count - 1)
        switch action {
        case .moveDown: index = min(index + 1, count - 1)
        case .moveUp: index = max(index - 1, 0)
        case .goTop: index = 0
        case .goBottom: index = count - 1
        case .mark, .open:
            let column = state.positions.columnOrder[index]
            // A row without its symbol says nothing.
            guard column != .symbol else {
                report("The symbol stays")
                return
            }
            if state.positions.hiddenColumns.remove(column) == nil { state.positions.hiddenColumns.insert(column) }
        case .columnLeft where index > 0:
            state.positions.columnOrder.swapAt(index, index - 1)
            index -= 1
        case .columnRight where index + 1 < count:
            state.positions.columnOrder.swapAt(index, index + 1)
            index += 1
        default: return
        }
        replaceTop(.columns(index: index))
    }
}
