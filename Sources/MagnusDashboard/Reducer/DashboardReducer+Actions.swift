import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Actions while no window is open, and those that mean the same everywhere.
extension DashboardReducer {
    mutating func perform(_ action: DashboardAction) {
        if everywhere(action) { return }
        if let overlay = state.overlays.last {
            perform(action, in: overlay)
            return
        }
        if state.chat.isTyping {
            performTyping(action)
            return
        }
        if let reason = ActionAvailability.reason(against: action, state, world.snapshot) {
            report("\(action.rawValue): \(reason)")
            return
        }
        switch action {
        case .moveDown: move(by: 1)
        case .moveUp: move(by: -1)
        case .halfPageDown: move(by: max(1, page / 2))
        case .halfPageUp: move(by: -max(1, page / 2))
        case .pageDown: move(by: page)
        case .pageUp: move(by: -page)
        case .goTop: move(by: Int.min + 1)
        case .goBottom: move(by: Int.max)
        case .columnLeft: moveColumn(by: -1)
        case .columnRight: moveColumn(by: 1)
        case .pagePrevious: turnPage(by: -1)
        case .pageNext: turnPage(by: 1)
        case .pane1, .pane2, .pane3, .pane4, .pane5: if let pane = action.pane { focus(pane) }
        case .focusNext: focus(state.focus.advanced(by: 1))
        case .focusPrevious: focus(state.focus.advanced(by: -1))
        case .maximise: setZoom(state.zoomLevel(of: state.focus) == .full ? .normal : .full)
        case .zoom: setZoom(state.zoomLevel(of: state.focus).next)
        case .grow: setZoom(state.zoomLevel(of: state.focus).larger)
        case .shrink: setZoom(state.zoomLevel(of: state.focus).smaller)
        case .resizeWider: resize(.horizontal, by: 0.03)
        case .resizeNarrower: resize(.horizontal, by: -0.03)
        case .resizeTaller: resize(.vertical, by: 0.05)
        case .resizeShorter: resize(.vertical, by: -0.05)
        case .open: openRow()
        case .back: back()
        case .mark: mark()
        case .copy: copyRows()
        case .filter: openFilter()
        case .sortNext: sortNext()
        case .sortReverse: sortReverse()
        case .chooseColumns: open(.columns(index: 0))
        case .wide: toggleWide()
        case .explain: explain()
        case .ask: ask()
        case .whyNot: whyNot()
        case .type: startTyping()
        case .expand: setExpanded(true)
        case .collapse: setExpanded(false)
        case .intent: openIntentMenu()
        case .note: openNote()
        case .acknowledge: eachAlert { .acknowledge(alert: $0) }
        case .dismiss: eachAlert { .dismiss(alert: $0) }
        case .snooze: openSnoozeMenu()
        case .mute: muteRule()
        default: break
        }
    }

    /// What works with any window open.
    /// - Returns: whether the action was one of these.
    private mutating func everywhere(_ action: DashboardAction) -> Bool {
        if let view = action.ledgerView {
            openLedger(view)
            return true
        }
        switch action {
        case .chain: openChain()
        case .payoff: openPayoff()
        case .volatility: openVolatility()
        case .viewChart: openChart()
        case .viewMarket: openMarket()
        case .viewToday: openToday()
        case .roll: openRoll()
        case .viewScenario: openScenario()
        case .viewRisk: openRisk()
        case .cancel: cancel()
        case .redraw: effects.append(.redraw)
        case .suspend: effects.append(.suspend)
        case .mask: state.isMasked.toggle()
        case .refresh: effects.append(.perform(.refresh))
        case .pause: togglePause()
        case .mouse: toggleMouse()
        case .theme: openThemeMenu()
        case .keymap: openKeymapMenu()
        case .accounts: openAccountMenu()
        case .settings: open(.settings(SearchList()))
        case .palette:
            // It completes the names of themes and keymaps.
            effects.append(.readResources)
            open(.palette(SearchList()))
        case .help: open(.help(SearchList()))
        case .undo: effects.append(.perform(.undo))
        case .quit: quit()
        default: return false
        }
        return true
    }

    // MARK: Leaving

    mutating func quit() {
        if !state.chat.input.isEmpty, !state.isQuitting {
            open(
                .confirm(
                    Confirmation(
                        title: "Leave Magnus", text: "A question was typed and not sent: \(state.chat.input.text)",
                        accept: "Leave", consequence: .quit)))
            return
        }
        state.isQuitting = true
        effects.append(.quit)
    }

    private mutating func cancel() {
        if let last = state.lastCancelAt, world.uptime - last <= 1, world.uptime >= last {
            state.isQuitting = true
            effects.append(.quit)
            return
        }
        state.lastCancelAt = world.uptime
        let work = world.snapshot?.work ?? []
        for item in work { effects.append(.perform(.cancelWork(id: item.id))) }
        if state.chat.isTyping {
            state.chat.input.replace(with: "")
            state.chat.isTyping = false
        }
        report(work.isEmpty ? "Nothing is running; again within a second quits" : "Cancelling \(work[0].title)")
    }

    private mutating func togglePause() {
        if state.pausedSnapshot == nil {
            state.pausedSnapshot = world.snapshot
        } else {
            state.pausedSnapshot = nil
        }
    }

    /// Closes or clears one thing, the nearest first.
    private mutating func back() {
        if state.focus == .positions, state.positions.filter.isActive {
            state.positions.filter = RowFilter()
        } else if state.focus == .alerts, state.alerts.filter.isActive {
            state.alerts.filter = RowFilter()
        } else if state.focus == .opportunities, state.opportunities.filter.isActive {
            state.opportunities.filter = RowFilter()
        } else if hasMarks {
            state.positions.marked = []
            state.alerts.marked = []
            state.opportunities.marked = []
        } else if state.focus == .chat, state.chat.cursor.selected != nil || state.chat.scrollback > 0 {
            state.chat.cursor = ListCursor()
            state.chat.scrollback = 0
        } else if state.zoomLevel(of: state.focus) != .normal {
            setZoom(.normal)
        }
    }

    private var hasMarks: Bool {
        !state.positions.marked.isEmpty || !state.alerts.marked.isEmpty || !state.opportunities.marked.isEmpty
    }

    // MARK: Windows

    /// Opens a window over the others; the same kind is not stacked twice.
    mutating func open(_ overlay: Overlay) {
        state.keys.reset()
        if let last = state.overlays.last, Self.isSameKind(last, overlay) { state.overlays.removeLast() }
        // A handful is more than anyone follows.
        if state.overlays.count >= 8 { state.overlays.removeFirst() }
        state.overlays.append(overlay)
    }

    private static func isSameKind(_ left: Overlay, _ right: Overlay) -> Bool {
        if let left = left.onDemand, let right = right.onDemand { return left.kind == right.kind }
        return kind(left) == kind(right)
    }

    private static func kind(_ overlay: Overlay) -> Int {
        switch overlay {
        case .help: 0
        case .palette: 1
        case .settings: 2
        case .explain: 3
        case .details: 4
        case .whyNot: 5
        case .choices: 6
        case .columns: 7
        case .prompt: 8
        case .confirm: 9
        case .tour: 10
        case .disclaimer: 11
        case .message: 12
        case .ledger: 13
        case .ledgerRow: 14
        case .importing: 15
        case .scenarioCell: 16
        // Views are told apart by their pages.
        default: 17
        }
    }

    mutating func focus(_ pane: Pane) {
        state.focus = pane
        state.chat.isTyping = false
        state.keys.reset()
    }

    private mutating func setZoom(_ level: ZoomLevel) {
        state.zoom[state.focus] = level == .normal ? nil : level
    }

    private mutating func resize(_ axis: Layout.Axis, by step: Double) {
        let layout = DashboardLayout(state, hasFooter: world.snapshot?.isDisclaimerAccepted == false)
        guard let border = layout.resizing(state.focus, axis) else {
            report("No border to move here")
            return
        }
        state.splits[border.key] = min(max(border.share + border.sign * step, 0.1), 0.9)
    }
}
