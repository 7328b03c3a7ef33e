import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The view of a payoff: opening, supposing, keeping it current.
extension DashboardReducer {
    /// The payoff of the row under the cursor.
    mutating func openPayoff() {
        switch state.overlays.last {
        case .payoff: return
        case .chain(let page):
            perform(.payoff, inChain: page)
            return
        case .roll(let page):
            openRollPayoff(page)
            return
        default: break
        }
        guard let snapshot else { return }
        if let row = positionUnderCursor(snapshot) ?? strategyOfAlert(snapshot).map({ PositionRow(strategy: $0) }) {
            state.overlays.removeAll()
            showPayoff(.strategy(row.strategy.id))
        } else if let candidate = candidateUnderCursor(snapshot) {
            state.overlays.removeAll()
            showPayoff(.candidate(candidate.id))
        } else {
            report("Payoff: no position or candidate under the cursor")
        }
    }

    mutating func showPayoff(_ subject: PayoffSubject) {
        state.chat.isTyping = false
        let page = PayoffPage(subject)
        open(.payoff(page))
        if state.payoff.report?.subject != subject { state.payoff.report = nil }
        askPayoff(page.request)
    }

    /// One question at a time: while one is on its way the newest wish waits for its answer.
    mutating func askPayoff(_ request: PayoffRequest) {
        let isWaiting =
            state.payoff.asked != nil
            && world.uptime - state.payoff.askedAt < Self.viewPatienceSeconds && world.uptime >= state.payoff.askedAt
        state.payoff.asked = request
        if state.payoff.report?.subject != request.subject { state.payoff.refusal = nil }
        guard !isWaiting else { return }
        state.payoff.askedAt = world.uptime
        effects.append(.fetchPayoff(request))
    }

    mutating func payoffArrived(_ request: PayoffRequest, _ answer: PayoffAnswer) {
        guard let asked = state.payoff.asked else { return }
        if asked.subject == request.subject {
            switch answer {
            case .payoff(let report):
                state.payoff.report = report
                state.payoff.refusal = nil
            case .refused(let reason):
                state.payoff.report = nil
                state.payoff.refusal = reason
            }
        }
        state.payoff.asked = nil
        // Keys were pressed meanwhile.
        if asked != request { askPayoff(asked) }
    }

    var payoffPage: PayoffPage? {
        for overlay in state.overlays.reversed() { if case .payoff(let page) = overlay { return page } }
        return nil
    }

    private mutating func replacePayoff(_ page: PayoffPage) {
        guard let index = state.overlays.lastIndex(where: { if case .payoff = $0 { true } else { false } }) else {
            return
        }
        state.overlays[index] = .payoff(page)
    }

    mutating func perform(_ action: DashboardAction, inPayoff page: PayoffPage) {
        var page = page
        let before = page.request.shift
        switch action {
        case .columnLeft: suppose(&page.request.shift.spotPercent, -1, PayoffPage.spotRange)
        case .columnRight: suppose(&page.request.shift.spotPercent, 1, PayoffPage.spotRange)
        case .grow: suppose(&page.request.shift.volatilityPoints, 1, PayoffPage.volatilityRange)
        case .shrink: suppose(&page.request.shift.volatilityPoints, -1, PayoffPage.volatilityRange)
        case .pageNext: suppose(&page.request.shift.days, 1, 0...lastDay)
        case .pagePrevious: suppose(&page.request.shift.days, -1, 0...lastDay)
        case .pageDown, .halfPageDown: suppose(&page.request.shift.days, 7, 0...lastDay)
        case .pageUp, .halfPageUp: suppose(&page.request.shift.days, -7, 0...lastDay)
        case .maximise: page.request.shift = .none
        case .moveDown: page.line += 1
        case .moveUp: page.line -= 1
        case .goTop: page.line = 0
        case .goBottom: page.line = .max
        case .explain:
            explainPayoff(page)
            return
        case .copy:
            copyPayoff()
            return
        case .pane1, .pane2, .pane3, .pane4, .pane5:
            state.overlays.removeAll()
            if let pane = action.pane { focus(pane) }
            return
        default: return
        }
        page.line = min(max(0, page.line), max(0, payoffKeys.count - 1))
        replacePayoff(page)
        if page.request.shift != before { askPayoff(page.request) }
    }

    private var lastDay: Int { max(0, state.payoff.report?.horizonDays ?? 0) }

    private func suppose(_ value: inout Int, _ step: Int, _ range: ClosedRange<Int>) {
        value = min(max(range.lowerBound, value + step), range.upperBound)
    }

    private var payoffText: PayoffText {
        PayoffText(format: FigureFormat(isMasked: state.isMasked), glyphs: world.glyphs)
    }

    /// Figures that the cursor can be on.
    private var payoffKeys: [PayoffText.Line] {
        state.payoff.report.map { payoffText.lines($0).filter { $0.key != nil } } ?? []
    }

    private mutating func copyPayoff() {
        guard let shown = state.payoff.report else {
            report("Nothing to copy")
            return
        }
        let lines = payoffText.lines(shown).map { $0.name.isEmpty ? $0.text : "\($0.name)\t\($0.text)" }
        effects.append(.copy(([shown.title] + lines).joined(separator: "\n")))
        report("Copied \(shown.title)")
    }

    /// From the report itself: it holds what its figures are made of.
    private mutating func explainPayoff(_ page: PayoffPage) {
        let lines = payoffKeys
        guard let shown = state.payoff.report, lines.indices.contains(page.line), let key = lines[page.line].key else {
            report("Nothing under the cursor")
            return
        }
        var explained = ExplainPage(id: "payoff#\(key)", title: "\(shown.title) \(lines[page.line].name)")
        explained.explanation = PayoffExplanation.explanation(of: key, shown, value: lines[page.line].text)
        open(.explain(explained))
    }
}
