import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// `x`: the figure under the cursor, the figures no cursor reaches, and `:explain`.
extension DashboardReducer {
    mutating func explain() {
        guard let snapshot else { return }
        if state.focus == .positions, let total = state.positions.total {
            explain(total, snapshot)
            return
        }
        let asked: (id: String, title: String)?
        switch state.focus {
        case .positions:
            asked = PaneRows.position(state, snapshot).flatMap { row in
                guard let id = row.explainIdentifier(state.positions.column) else { return nil }
                let column = state.positions.column ?? .profit
                return (id, "\(row.strategy.symbol) \(column.rawValue)")
            }
            if asked == nil, state.positions.column != nil {
                report("That column holds words; choose a figure")
                return
            }
        case .greeks where state.greeks.page == .attribution:
            let part = state.greeks.part
            asked = PaneRows.attributionLine(state, snapshot).map {
                ("\($0.id)#\(part.rawValue)", "\($0.label) \(part.words)")
            }
        case .greeks:
            if let foot = state.greeks.foot {
                asked = (foot.identifier, snapshot.book.benchmark)
            } else {
                asked = PaneRows.greeksLine(state, snapshot).map {
                    ("\($0.id)#\(state.greeks.column.rawValue)", "\($0.label) \(state.greeks.column.rawValue)")
                }
            }
        case .alerts: asked = PaneRows.alert(state, snapshot).map { ("alert/\($0.id)#priority", $0.finding.title) }
        case .opportunities:
            let key = state.opportunities.column?.explainKey ?? "score"
            asked = PaneRows.candidate(state, snapshot).map { ("candidate/\($0.id)#\(key)", CandidatePage.title($0)) }
        case .chat:
            guard let message = PaneRows.message(state, snapshot), let answer = message.answer,
                let reference = answer.citations.indices.contains(state.chat.citation)
                    ? answer.citations[state.chat.citation].reference : nil
            else {
                report("No figure under the cursor")
                return
            }
            // The figure that the answer is about, where the source at the cursor has it.
            let offered = answer.actions.lazy.filter { $0.action == "explain" }.compactMap { $0.parameters["id"] }
            let id = offered.first { ["\(reference)#", "greeks/\(reference)#"].contains(where: $0.hasPrefix) }
            asked = (id ?? reference, id ?? reference)
        }
        guard let asked else {
            report("Nothing under the cursor")
            return
        }
        explain(id: asked.id, title: asked.title)
    }

    /// Asks the engine; the page opens at once and is filled when the answer comes.
    mutating func explain(id: String, title: String) {
        // An open view has what its figures are made of.
        for overlay in state.overlays.reversed() {
            guard let explanation = overlay.onDemand?.explanation(of: id, state) else { continue }
            show(explanation)
            return
        }
        open(.explain(ExplainPage(id: id, title: title)))
        effects.append(.explain(id: id))
    }

    /// The totals of the book, or of the rows that pass the filter.
    private mutating func explain(_ total: PositionTotal, _ snapshot: DeskSnapshot) {
        guard state.positions.filter.isActive else {
            explain(id: "book#\(total.rawValue)", title: total.words)
            return
        }
        let rows = Set(PositionRow.places(snapshot, state.positions).map(\.strategy)).sorted()
        var page = ExplainPage(id: "filtered#\(total.rawValue)", title: total.words)
        page.explanation = FilteredTotals.explanation(
            of: total, snapshot.book, strategies: rows, filter: state.positions.filter.text)
        open(.explain(page))
    }

    /// From the page of an explanation: its inputs that are figures themselves, the other figures of the row, and those
    /// of the screen that no cursor reaches.
    mutating func offerFigures(_ page: ExplainPage) {
        guard let snapshot else { return }
        let format = FigureFormat(isMasked: state.isMasked)
        let figures = ScreenFigures(state: state, snapshot: snapshot, format: format)
        var seen: Set<String> = [page.id]
        var choices: [Choice] = []
        func add(_ figure: ScreenFigure, _ note: String) {
            guard seen.insert(figure.id).inserted else { return }
            choices.append(
                Choice(
                    figure.title, note.isEmpty ? figure.value : "\(figure.value) \(note)",
                    .explain(id: figure.id, title: figure.title)))
        }
        for input in page.explanation?.inputs ?? [] {
            guard let reference = input.reference else { continue }
            let value = ExplanationPage.value(input, format: format)
            let name = input.group.isEmpty ? input.name : "\(input.group) \(input.name)"
            add(ScreenFigure(id: reference, title: name, value: value), "· input")
        }
        for overlay in state.overlays.reversed() {
            for figure in overlay.onDemand?.figures(explaining: page.id, self, format) ?? [] { add(figure, "") }
        }
        for figure in figures.row { add(figure, "") }
        for figure in figures.common { add(figure, "") }
        open(.choices(ChoiceMenu(title: "Explain which figure", choices: choices)))
    }

    /// `:explain`, with an id or the name of a figure of the book; without one, the list.
    mutating func explainCommand(_ text: String) {
        guard !text.isEmpty else {
            offerFigures(ExplainPage(id: "", title: ""))
            return
        }
        guard let snapshot else { return }
        let figures = ScreenFigures(state: state, snapshot: snapshot, format: FigureFormat(isMasked: state.isMasked))
        let wanted = text.lowercased()
        let named = figures.all.first { $0.id.lowercased() == wanted || $0.title.lowercased() == wanted }
        explain(id: named?.id ?? text, title: named?.title ?? text)
    }
}
