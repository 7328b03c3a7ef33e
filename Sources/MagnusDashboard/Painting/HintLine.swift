import MagnusDesk
import MagnusTerminal

/// The hints at the foot of the screen: keys and words, each a place the mouse can press.
struct HintLine: Equatable {
    struct Item: Equatable {
        var column: Int
        var keys: String
        var title: String
        /// nil for keys of text fields.
        var action: DashboardAction?

        var width: Int { TextWidth.width(of: keys) + 1 + TextWidth.width(of: title) }
    }

    var items: [Item] = []

    init(_ state: DashboardState, _ world: DashboardWorld, columns: Int) {
        var column = 1
        // On wide screens words are further apart.
        let gap = columns >= 100 ? 2 : 1
        for (keys, title, action) in Self.wanted(state, world) {
            let item = Item(column: column, keys: keys, title: title, action: action)
            // Terminals leave the last cell of the last row empty.
            guard column + item.width < columns else { continue }
            items.append(item)
            column += item.width + gap
        }
    }

    private static func wanted(
        _ state: DashboardState, _ world: DashboardWorld
    ) -> [(String, String, DashboardAction?)] {
        if let overlay = state.overlays.last { return overlayHints(overlay, world) }
        if state.chat.isTyping {
            return text(
                [("submit", "ask"), ("leave", "leave"), ("complete", "more"), ("history-previous", "earlier")], world)
        }
        let contexts = [state.focus.context, Keymap.globalContext]
        var rows: [(String, String, DashboardAction?)] = []
        if let down = world.keymap.shortHint(for: DashboardAction.moveDown, in: contexts),
            let up = world.keymap.shortHint(for: DashboardAction.moveUp, in: contexts)
        {
            rows.append(("\(down)/\(up)", "move", .moveDown))
        }
        for action in actions(state.focus) {
            guard ActionAvailability.reason(against: action, state, world.snapshot) == nil,
                let key = world.keymap.shortHint(for: action, in: contexts),
                let descriptor = ActionCatalog.descriptor(action, in: contexts)
            else { continue }
            // Chat has figures where other panes have columns.
            let isFigure = action == .columnRight && state.focus == .chat
            rows.append((key, isFigure ? "next figure" : descriptor.title, action))
        }
        return rows
    }

    /// What is worth knowing in a pane, most useful first.
    private static func actions(_ pane: Pane) -> [DashboardAction] {
        let own: [DashboardAction]
        switch pane {
        case .positions: own = [.open, .type, .intent, .explain, .ask]
        case .alerts: own = [.open, .acknowledge, .snooze, .dismiss, .mute, .ask, .type]
        case .greeks: own = [.pageNext, .explain, .ask, .type]
        case .opportunities: own = [.open, .whyNot, .explain, .ask, .type]
        case .chat: own = [.type, .open, .expand, .columnRight]
        }
        return own + [.help, .palette, .quit, .filter, .zoom, .mask, .sortNext, .settings]
    }

    private static func overlayHints(
        _ overlay: Overlay, _ world: DashboardWorld
    ) -> [(String, String, DashboardAction?)] {
        func keys(_ names: [(DashboardAction, String)]) -> [(String, String, DashboardAction?)] {
            names.compactMap { action, title in
                world.keymap.shortHint(for: action, in: overlay.contexts).map { ($0, title, action) }
            }
        }
        if let page = overlay.onDemand { return keys(page.kind.hints) }
        switch overlay {
        case .help, .palette: return keys([(.open, "run"), (.moveDown, "down"), (.moveUp, "up"), (.back, "close")])
        case .settings: return keys([(.open, "change"), (.moveDown, "down"), (.moveUp, "up"), (.back, "close")])
        case .prompt(let prompt):
            let complete = prompt.purpose == .importPath ? [("complete", "complete")] : []
            return text([("submit", "take")] + complete + [("leave", "leave")], world)
        case .choices, .confirm:
            return keys([(.open, "choose"), (.moveDown, "down"), (.moveUp, "up"), (.back, "leave")])
        case .columns:
            return keys([
                (.mark, "show or hide"), (.columnLeft, "earlier"), (.columnRight, "later"), (.back, "close"),
            ])
        case .tour: return keys([(.open, "next"), (.back, "skip the tour")])
        case .disclaimer: return keys([(.open, "acknowledge"), (.back, "close")])
        case .details(let page):
            let own: [(DashboardAction, String)]
            switch page.pane {
            case .alerts: own = [(.acknowledge, "ack"), (.snooze, "snooze"), (.dismiss, "dismiss"), (.mute, "mute")]
            case .positions: own = [(.intent, "intent"), (.note, "note"), (.roll, "roll"), (.explain, "explain")]
            default: own = [(.explain, "explain")]
            }
            return keys(own + [(.ask, "ask"), (.copy, "copy"), (.moveDown, "down"), (.moveUp, "up"), (.back, "close")])
        case .importing(let page):
            let word = page.isDryRun ? "import" : "show the account"
            let isAnswered = page.summary != nil && (!page.isDryRun || page.isWorthwhile)
            return keys(
                (isAnswered ? [(.open, word)] : []) + [(.moveDown, "down"), (.moveUp, "up"), (.back, "close")])
        case .ledger(let page):
            var own: [(DashboardAction, String)] = [(.open, "open")]
            if page.view.pages.count > 1 { own.append((.pageNext, "next page")) }
            if page.kind == .board { own.append((.intent, "intent")) }
            if page.kind == .strategies { own.append((.note, "note")) }
            if page.kind == .rollReview { own += [(.acknowledge, "one roll"), (.dismiss, "no roll")] }
            own += [(.filter, "filter"), (.sortNext, "sort"), (.explain, "explain")]
            let rest: [(DashboardAction, String)] = [(.ask, "ask"), (.mask, "mask"), (.copy, "copy")]
            let back: [(DashboardAction, String)] = [(.back, "close")]
            // One key more than 80 columns hold: the way out is not the one that is missing.
            return keys(own + (page.kind == .board ? back + rest : rest + back))
        case .explain:
            return keys([
                (.explain, "other figures"), (.moveDown, "down"), (.moveUp, "up"), (.copy, "copy"), (.back, "close"),
            ])
        default:
            return keys([(.moveDown, "down"), (.moveUp, "up"), (.copy, "copy"), (.back, "close")])
        }
    }

    private static func text(
        _ names: [(String, String)], _ world: DashboardWorld
    ) -> [(String, String, DashboardAction?)] {
        names.compactMap { name, title in world.keymap.shortHint(for: name, in: ["text"]).map { ($0, title, nil) } }
    }
}
