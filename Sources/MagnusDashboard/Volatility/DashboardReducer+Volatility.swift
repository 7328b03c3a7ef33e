import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The volatility view: opening, and what its keys do.
extension DashboardReducer {
    /// The volatility of what the cursor is on.
    mutating func openVolatility() {
        switch state.overlays.last {
        case .volatility: return
        case .chain(let page): showVolatility(page.request.symbol)
        case .payoff: if let symbol = state.payoff.report?.symbol { showVolatility(symbol) }
        default:
            guard let snapshot else { return }
            if let symbol = symbolUnderCursor(snapshot) {
                showVolatility(symbol)
            } else {
                var list = SearchList()
                list.field.replace(with: "vol ")
                open(.palette(list))
            }
        }
    }

    /// From the palette: `vol SYMBOL`.
    mutating func volatilityCommand(_ argument: String) {
        let words = argument.split(separator: " ").map(String.init)
        switch words.count {
        case 0: openVolatility()
        case 1: showVolatility(words[0].uppercased())
        default: report("vol wants one symbol: vol SPY", isError: true)
        }
    }

    private mutating func showVolatility(_ symbol: String) {
        if state.volatility.report?.symbol != symbol { state.volatility.clear() }
        show(VolatilityPage(VolatilityRequest(symbol: symbol)))
    }

    /// From the report itself: the chosen expiry's curve, or what the section shows besides.
    fileprivate mutating func explainVolatility(_ page: VolatilityPage) {
        guard let report = state.volatility.shown,
            let explanation = VolatilityExplanation(report: report).explanation(page)
        else {
            self.report("Nothing to explain")
            return
        }
        show(explanation)
    }

    /// The chosen expiry as a line of a table.
    fileprivate mutating func copyVolatility(_ page: VolatilityPage) {
        guard let report = state.volatility.shown, let chosen = page.chosen(in: report) else {
            self.report("Nothing to copy")
            return
        }
        let text = VolatilityText(format: FigureFormat(), glyphs: world.glyphs)
        let expiry = report.expiries[chosen]
        let cells = text.columns.map { "\($0.heading) \($0.value(expiry))" }
        effects.append(.copy(([report.symbol] + cells).joined(separator: "\t")))
        self.report("Copied \(report.symbol) \(expiry.expiry.iso8601)")
    }
}

/// Keys, and what is explained.
extension VolatilityPage {
    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer) {
        var page = self
        let report = reducer.state.volatility.report
        let rows = max(1, VolatilityLayout(page.section, size: reducer.state.size).gamma.rows - 2)
        switch action {
        case .pageNext: if let report { page.turn(by: 1, in: report) }
        case .pagePrevious: if let report { page.turn(by: -1, in: report) }
        case .moveDown:
            if page.section == .gamma { page.scroll += 1 } else if let report { page.turn(by: 1, in: report) }
        case .moveUp:
            if page.section == .gamma { page.scroll -= 1 } else if let report { page.turn(by: -1, in: report) }
        case .halfPageDown, .pageDown: page.scroll += rows
        case .halfPageUp, .pageUp: page.scroll -= rows
        case .focusNext, .columnRight, .expand: page.nextSection(by: 1)
        case .focusPrevious, .columnLeft, .collapse: page.nextSection(by: -1)
        case .ask:
            reducer.leaveToChat()
            return
        case .copy:
            reducer.copyVolatility(page)
            return
        case .explain:
            reducer.explainVolatility(page)
            return
        default: return
        }
        let bound = report.map { $0.exposure.strikes.count } ?? 0
        page.scroll = min(max(page.scroll, -bound), bound)
        reducer.replace(page)
    }

    func explanation(of id: String, _ state: DashboardState) -> Explanation? {
        guard id.hasPrefix(VolatilityExplanation.prefix), let report = state.volatility.shown,
            let name = id.split(separator: "#").last.map(String.init)
        else { return nil }
        let explainer = VolatilityExplanation(report: report)
        if name.hasPrefix(VolatilityExplanation.strikePrefix) {
            return explainer.explanation(strike: String(name.dropFirst(VolatilityExplanation.strikePrefix.count)))
        }
        return VolatilityExplanation.Key(rawValue: name).flatMap { explainer.explanation($0, self) }
    }

    func figures(explaining id: String, _ reducer: DashboardReducer, _ format: FigureFormat) -> [ScreenFigure] {
        guard id.hasPrefix(VolatilityExplanation.prefix), let report = reducer.state.volatility.shown else { return [] }
        return VolatilityExplanation(report: report).figures(self, format: format)
    }
}
