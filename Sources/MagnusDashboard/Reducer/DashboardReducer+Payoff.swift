import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The view of a payoff: opening, asking for it, and what its keys do.
extension DashboardReducer {
    /// The payoff of the row under the cursor.
    mutating func openPayoff() {
        switch state.overlays.last {
        case .payoff: return
        case .chain(let page):
            openChainPayoff(page)
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
        if state.payoff.report?.subject != subject { state.payoff.dropReport() }
        show(PayoffPage(subject))
    }

    /// One question at a time: while one is on its way the newest wish waits for its answer.
    mutating func askPayoff(_ request: PayoffRequest) {
        let isWaiting = state.payoff.asked != nil && !state.payoff.isDue(at: world.uptime, PayoffPage.pace)
        if state.payoff.report?.subject != request.subject { state.payoff.dropRefusal() }
        if isWaiting {
            state.payoff.change(to: request)
            return
        }
        state.payoff.ask(request, at: world.uptime, snapshotVersion: snapshot?.version)
        effects.append(.fetchPayoff(request))
    }

    mutating func payoffArrived(_ request: PayoffRequest, _ answer: PayoffAnswer) {
        guard let asked = state.payoff.asked else { return }
        if asked.subject == request.subject {
            state.payoff.take(answer.outcome, at: world.uptime)
        } else {
            state.payoff.forget()
        }
        // Keys were pressed meanwhile.
        if asked != request { askPayoff(asked) }
    }

    private var payoffText: PayoffText {
        PayoffText(format: FigureFormat(isMasked: state.isMasked), glyphs: world.glyphs)
    }

    /// Figures that the cursor can be on.
    fileprivate var payoffKeys: [PayoffText.Line] {
        state.payoff.report.map { payoffText.lines($0).filter { $0.key != nil } } ?? []
    }

    fileprivate mutating func copyPayoff() {
        guard let shown = state.payoff.report else {
            report("Nothing to copy")
            return
        }
        let lines = payoffText.lines(shown).map { $0.name.isEmpty ? $0.text : "\($0.name)\t\($0.text)" }
        effects.append(.copy(([shown.title] + lines).joined(separator: "\n")))
        report("Copied \(shown.title)")
    }

    /// From the report itself: it holds what its figures are made of.
    fileprivate mutating func explainPayoff(_ page: PayoffPage) {
        let lines = payoffKeys
        guard let shown = state.payoff.report, lines.indices.contains(page.line), let key = lines[page.line].key else {
            report("Nothing under the cursor")
            return
        }
        var explained = ExplainPage(
            id: PayoffExplanation.prefix + key, title: "\(shown.title) \(lines[page.line].name)")
        explained.explanation = PayoffExplanation.explanation(of: key, shown, value: lines[page.line].text)
        open(.explain(explained))
    }
}

extension PayoffPage {
    func explanation(of id: String, _ state: DashboardState) -> Explanation? {
        guard id.hasPrefix(PayoffExplanation.prefix), let report = state.payoff.report else { return nil }
        let key = String(id.dropFirst(PayoffExplanation.prefix.count))
        let text = PayoffText(format: FigureFormat(isMasked: state.isMasked), glyphs: .unicode)
        guard let line = text.lines(report).first(where: { $0.key == key }) else { return nil }
        return PayoffExplanation.explanation(of: key, report, value: line.text)
    }

    func figures(explaining id: String, _ reducer: DashboardReducer, _ format: FigureFormat) -> [ScreenFigure] {
        guard id.hasPrefix(PayoffExplanation.prefix), let report = reducer.state.payoff.report else { return [] }
        return PayoffText(format: format, glyphs: reducer.world.glyphs).lines(report).compactMap { line in
            line.key.map {
                ScreenFigure(
                    id: PayoffExplanation.prefix + $0, title: "\(report.title) \(line.name)", value: line.text)
            }
        }
    }
}

/// What the keys suppose.
extension PayoffPage {
    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer) {
        var page = self
        let lastDay = max(0, reducer.state.payoff.report?.horizonDays ?? 0)
        switch action {
        case .columnLeft: Self.suppose(&page.request.shift.spotPercent, -1, Self.spotRange)
        case .columnRight: Self.suppose(&page.request.shift.spotPercent, 1, Self.spotRange)
        case .grow: Self.suppose(&page.request.shift.volatilityPoints, 1, Self.volatilityRange)
        case .shrink: Self.suppose(&page.request.shift.volatilityPoints, -1, Self.volatilityRange)
        case .pageNext: Self.suppose(&page.request.shift.days, 1, 0...lastDay)
        case .pagePrevious: Self.suppose(&page.request.shift.days, -1, 0...lastDay)
        case .pageDown, .halfPageDown: Self.suppose(&page.request.shift.days, 7, 0...lastDay)
        case .pageUp, .halfPageUp: Self.suppose(&page.request.shift.days, -7, 0...lastDay)
        case .maximise: page.request.shift = .none
        case .moveDown: page.line += 1
        case .moveUp: page.line -= 1
        case .goTop: page.line = 0
        case .goBottom: page.line = .max
        case .explain:
            reducer.explainPayoff(page)
            return
        case .copy:
            reducer.copyPayoff()
            return
        default: return
        }
        page.line = min(max(0, page.line), max(0, reducer.payoffKeys.count - 1))
        reducer.replace(page)
        if page.request.shift != request.shift { page.ask(&reducer) }
    }

    private static func suppose(_ value: inout Int, _ step: Int, _ range: ClosedRange<Int>) {
        value = min(max(range.lowerBound, value + step), range.upperBound)
    }
}
