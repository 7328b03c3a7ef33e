import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Menus: choices and what they lead to, themes and keymaps, the columns of Positions.
extension DashboardReducer {
    mutating func menu(_ action: DashboardAction, _ menu: ChoiceMenu) {
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
        case .theme(let name): chooseTheme(name)
        case .keymap(let name): chooseKeymap(name)
        case .ask(let purpose): askFor(purpose)
        case .explain(let id, let title): explain(id: id, title: title)
        case .nothing: break
        case .quit:
            state.isQuitting = true
            effects.append(.quit)
        }
    }

    /// A theme that is meant, not tried on: it becomes the setting.
    mutating func chooseTheme(_ name: String) {
        setTheme(name)
        keep(ScreenSettings.Key.theme, name)
    }

    mutating func chooseKeymap(_ name: String) {
        setKeymap(name)
        keep(ScreenSettings.Key.keymap, name)
    }

    mutating func toggleMouse() {
        setMouse(!state.isMouseEnabled)
        report(mouseWords)
        keep(ScreenSettings.Key.mouse, String(state.isMouseEnabled))
    }

    var mouseWords: String { state.isMouseEnabled ? "Mouse on" : "Mouse off: the terminal selects text" }

    /// Writes a choice into the settings, where the next session and every command find it.
    private mutating func keep(_ key: String, _ value: String) {
        guard world.snapshot?.settings.first(where: { $0.key == key })?.value != value else { return }
        effects.append(.perform(.setSetting(key: key, value: value)))
    }

    mutating func setMouse(_ isOn: Bool) {
        guard isOn != state.isMouseEnabled else { return }
        state.isMouseEnabled = isOn
        effects.append(.setMouse(isOn))
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

    mutating func columns(_ action: DashboardAction, _ index: Int) {
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
