import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The full-screen views of the history: opening, moving, filters, orders, notes.
extension DashboardReducer {
    var ledgerWriter: LedgerWriter {
        let marks: TrustMarks = world.glyphs.isUnicode ? .unicode : .ascii
        let now = snapshot?.asOf ?? Instant(secondsSinceEpoch: 0)
        return LedgerWriter(format: FigureFormat(isMasked: state.isMasked, marks: marks), today: now.newYork.date)
    }

    /// From a row of Positions the view begins at that position's lifecycle.
    mutating func openLedger(_ view: LedgerView) {
        let position = state.focus == .positions ? snapshot.flatMap { PaneRows.position(state, $0) } : nil
        state.overlays.removeAll()
        state.chat.isTyping = false
        var page = LedgerPage(view)
        page.target = position.map { LedgerTarget($0.strategy) }
        open(.ledger(page))
        if view.isAhead { readExpiry() } else { readLedger() }
    }

    /// Asks the engine for the history; what is there stays until the new one arrives.
    mutating func readLedger() {
        if state.ledger.report == nil { state.ledger.reading = .reading }
        effects.append(.fetchLifecycle)
    }

    mutating func ledgerArrived(_ report: LifecycleReport?) {
        if let report {
            state.ledger.take(report)
        } else if state.ledger.report == nil {
            state.ledger.reading = .refused(
                "The ledger could not be read. \(world.keymap.shortHint(for: DashboardAction.refresh, in: ["views", "global"]) ?? "F5") tries again."
            )
        }
    }

    /// Writes the rows of the open view and keeps its cursor on its row.
    mutating func settleLedger() {
        guard let index = state.overlays.lastIndex(where: { if case .ledger = $0 { true } else { false } }),
            case .ledger(var page) = state.overlays[index]
        else {
            state.ledger.shown = nil
            return
        }
        let writer = ledgerWriter
        if page.view == .tax, page.year == nil, let report = state.ledger.report {
            page.year = report.taxYears.first?.year
        }
        state.ledger.prepare(page, writer, ahead: state.expiry)
        if page.view.isAhead {
            if let target = page.target, let board = state.expiry.shown {
                if let row = target.row(page.kind, in: board) { page.cursor.select(row) }
                page.target = nil
            }
        } else if let target = page.target, let report = state.ledger.report {
            if let row = target.row(page.kind, in: report) { page.cursor.select(row) }
            page.target = nil
        }
        let visible = LedgerLayout(page, state.ledger.shown?.table, size: state.size).list.rows
        page.cursor.settle(state.ledger.shown?.ids ?? [], visible: visible)
        state.overlays[index] = .ledger(page)
    }

    mutating func perform(_ action: DashboardAction, inLedger page: LedgerPage) {
        var page = page
        let ids = state.ledger.shown?.ids ?? []
        let rows = max(1, LedgerLayout(page, state.ledger.shown?.table, size: state.size).list.rows)
        switch action {
        case .moveDown: page.cursor.move(by: 1, in: ids)
        case .moveUp: page.cursor.move(by: -1, in: ids)
        case .halfPageDown: page.cursor.move(by: max(1, rows / 2), in: ids)
        case .halfPageUp: page.cursor.move(by: -max(1, rows / 2), in: ids)
        case .pageDown: page.cursor.move(by: rows, in: ids)
        case .pageUp: page.cursor.move(by: -rows, in: ids)
        case .goTop: page.cursor.move(by: Int.min + 1, in: ids)
        case .goBottom: page.cursor.move(by: Int.max, in: ids)
        case .pageNext, .focusNext: turn(&page, by: 1)
        case .pagePrevious, .focusPrevious: turn(&page, by: -1)
        case .columnLeft: chooseColumn(&page, by: -1)
        case .columnRight: chooseColumn(&page, by: 1)
        case .sortNext: sort(&page)
        case .sortReverse: page.isReversed.toggle()
        case .filter:
            open(.prompt(Prompt(title: "Filter", text: page.filter.text, purpose: .filterLedger)))
            return
        case .open, .expand:
            openLedgerRow(page)
            return
        case .copy:
            copyLedgerRow(page)
            return
        case .explain:
            explainLedgerRow(page)
            return
        case .ask:
            askAboutLedgerRow(page)
            return
        case .note:
            noteOnLedgerRow(page)
            return
        case .intent:
            chooseIntent(page)
            return
        case .acknowledge:
            decideRoll(page, .confirmed)
            return
        case .dismiss:
            decideRoll(page, .rejected)
            return
        case .pane1, .pane2, .pane3, .pane4, .pane5:
            state.overlays.removeAll()
            if let pane = action.pane { focus(pane) }
            return
        default: return
        }
        replaceLedger(page)
    }

    mutating func replaceLedger(_ page: LedgerPage) {
        guard let index = state.overlays.lastIndex(where: { if case .ledger = $0 { true } else { false } }) else {
            return
        }
        state.overlays[index] = .ledger(page)
    }

    /// Esc: the filter first, then the order, then the view.
    mutating func leaveLedger(_ page: LedgerPage) {
        var page = page
        if page.filter.isActive {
            page.filter = RowFilter()
            replaceLedger(page)
        } else {
            close()
        }
    }

    mutating func setLedgerFilter(_ text: String) {
        for case .ledger(var page) in state.overlays {
            page.filter = RowFilter(text: text)
            replaceLedger(page)
        }
    }

    private func turn(_ page: inout LedgerPage, by step: Int) {
        let count = page.view.pages.count
        guard count > 1 else { return }
        page.page = ((page.page + step) % count + count) % count
        page.cursor = ListCursor()
        (page.column, page.isSorted, page.isReversed, page.filter) = (nil, false, false, RowFilter())
    }

    private func chooseColumn(_ page: inout LedgerPage, by step: Int) {
        guard let table = state.ledger.shown?.table, !table.columns.isEmpty else { return }
        let layout = LedgerLayout(page, table, size: state.size)
        let shown = LedgerPlace.places(table, state.ledger.shown?.widths ?? [], width: layout.list.columns - 1).map(
            \.column)
        guard let first = shown.first else { return }
        let start = page.column.flatMap { shown.firstIndex(of: $0) } ?? (step > 0 ? -1 : 0)
        page.column = shown.indices.contains(start + step) ? shown[start + step] : page.column ?? first
    }

    /// Sorts by the chosen column; again, by the next one.
    private func sort(_ page: inout LedgerPage) {
        guard let table = state.ledger.shown?.table, !table.columns.isEmpty else { return }
        page.cursor.selected = page.cursor.current(in: state.ledger.shown?.ids ?? [])
        let column = page.column ?? 0
        page.column = page.isSorted ? (column + 1) % table.columns.count : column
        page.isSorted = true
        page.isReversed = false
    }

    private func ledgerRow(_ page: LedgerPage) -> LedgerTable.Row? {
        guard let shown = state.ledger.shown, let line = page.cursor.line(in: shown.ids) else { return nil }
        return shown.rows[line]
    }

    mutating func openLedgerRow(_ page: LedgerPage) {
        guard let row = ledgerRow(page) else { return }
        if page.kind == .taxYears {
            var next = page
            next.year = Int(row.id)
            next.page = 1
            next.cursor = ListCursor()
            next.filter = RowFilter()
            (next.column, next.isSorted, next.isReversed) = (nil, false, false)
            replaceLedger(next)
            return
        }
        open(.ledgerRow(LedgerRowPage(page, id: row.id)))
    }

    private mutating func copyLedgerRow(_ page: LedgerPage) {
        guard let row = ledgerRow(page) else {
            report("Nothing to copy")
            return
        }
        effects.append(.copy(row.cells.map(\.text).joined(separator: "\t")))
        report("Copied \(row.cells.prefix(2).map(\.text).joined(separator: " "))")
    }

    /// How the figure under the cursor comes about, where a column of figures of the board is chosen; else those of the
    /// row.
    private mutating func explainLedgerRow(_ page: LedgerPage) {
        guard let row = ledgerRow(page) else {
            report("Nothing under the cursor")
            return
        }
        if page.kind == .board, let column = page.column, let columns = state.ledger.shown?.table.columns,
            columns.indices.contains(column), let key = ExpiryMeaning.explainKey(columns[column].title)
        {
            explain(id: "\(row.id)#\(key)", title: "\(row.symbol ?? "") \(columns[column].title)")
            return
        }
        open(.ledgerRow(LedgerRowPage(page, id: row.id, isExplanation: true)))
    }

    /// Writes all columns and the rows that the filter lets through, whole and exact.
    mutating func exportLedger(_ path: String) {
        guard state.overlays.contains(where: { if case .ledger = $0 { true } else { false } }),
            let shown = state.ledger.shown
        else {
            report("Open a view first: wheel, settlement, income, tax, journal or performance", isError: true)
            return
        }
        guard !path.isEmpty else {
            report("export wants a file: export journal.csv, or journal.md", isError: true)
            return
        }
        guard !state.isMasked else {
            report("Money is hidden: show it before it is written to a file", isError: true)
            return
        }
        effects.append(
            .export(LedgerExport(shown.table, rows: shown.rows, path: path, marks: ledgerWriter.format.marks)))
    }

    private mutating func askAboutLedgerRow(_ page: LedgerPage) {
        let row = ledgerRow(page)
        state.overlays.removeAll()
        startTyping()
        if let symbol = row?.symbol { state.chat.context = ChatContext(label: symbol, symbol: symbol) }
    }

    private mutating func noteOnLedgerRow(_ page: LedgerPage) {
        guard page.kind == .strategies, let row = ledgerRow(page) else {
            report("Notes are written in the journal, on its strategies")
            return
        }
        if let reason = snapshot?.readOnlyReason {
            report(reason)
            return
        }
        let key =
            state.ledger.report?.journal.first { $0.id == row.id }?.noteKey ?? JournalEntry.noteKey(of: row.id)
        open(
            .prompt(
                Prompt(
                    title: "Note: \(row.cells.prefix(3).map(\.text).joined(separator: " "))",
                    hint: "#words are tags. An empty note removes it.",
                    purpose: .note(strategy: key))))
        effects.append(.fetchNote(strategy: key))
    }

    /// What should happen to the position of a row of the board, as in Positions.
    private mutating func chooseIntent(_ page: LedgerPage) {
        guard page.kind == .board, let row = ledgerRow(page),
            let ending = state.expiry.report?.rows.first(where: { $0.id == row.id })
        else {
            report("Intents are stated in Positions and in what ends")
            return
        }
        if let reason = snapshot?.readOnlyReason {
            report(reason)
            return
        }
        openIntentMenu(of: ending.strategy, title: "\(ending.symbol) \(ending.title)", present: ending.intent)
    }

    /// What the owner says of a pair in the review list; the same again takes it back.
    private mutating func decideRoll(_ page: LedgerPage, _ verdict: RollVerdict) {
        guard page.kind == .rollReview, let row = ledgerRow(page) else {
            report("Rolls are confirmed and rejected in the journal, on its rolls to review")
            return
        }
        if let reason = snapshot?.readOnlyReason {
            report(reason)
            return
        }
        let present = state.ledger.report.flatMap { JournalPage.verdict(of: row.id, in: $0) }
        effects.append(.perform(.decideRoll(id: row.id, present == verdict ? nil : verdict)))
    }

    /// A click chooses the row, a second one opens it.
    mutating func press(_ event: MouseEvent, inLedger page: LedgerPage) {
        let layout = LedgerLayout(page, state.ledger.shown?.table, size: state.size)
        if layout.tabs.contains(column: event.column, row: event.row) {
            var column = layout.tabs.column + 1
            let first = LedgerLayout.firstTab(page, layout.tabs.columns)
            for (index, kind) in page.view.pages.enumerated().dropFirst(first) {
                let width = TextWidth.width(of: kind.rawValue) + 2
                if (column..<column + width).contains(event.column) {
                    var page = page
                    turn(&page, by: index - page.page)
                    replaceLedger(page)
                    return
                }
                column += width + 1
            }
            return
        }
        guard let shown = state.ledger.shown, layout.list.contains(column: event.column, row: event.row) else { return }
        let index = page.cursor.offset + event.row - layout.list.row
        guard shown.ids.indices.contains(index) else { return }
        var page = page
        page.cursor.select(shown.ids[index])
        replaceLedger(page)
        if isSecondClick(on: "view/" + shown.ids[index]) { openLedgerRow(page) }
    }
}

extension DashboardReducer {
    /// Reads the history again after a command that changed what it is made of, while a view shows it.
    mutating func ledgerChanged(by command: DeskCommand) {
        viewsChanged(by: command)
        expiryChanged(by: command)
        switch command {
        case .importFile(_, isDryRun: false), .selectAccount, .refresh, .setNote, .decideRoll, .undo: break
        default: return
        }
        let isShown = state.overlays.contains {
            if case .ledger(let page) = $0 { !page.view.isAhead } else { false }
        }
        if isShown {
            effects.append(.fetchLifecycle)
        } else if case .setNote(let key, _) = command, JournalEntry.isNoteKey(key) {
            // It stands in the rows already; what is said of a position is said of openings that only the engine knows.
            return
        } else {
            // The next view begins with reading: what was read belongs to another book.
            state.ledger = LedgerHistory()
        }
    }
}
