import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The volatility view: opening, turning, keeping it current.
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
        let request = VolatilityRequest(symbol: symbol)
        state.chat.isTyping = false
        if state.volatility.report?.symbol != symbol { state.volatility = VolatilityBoard() }
        open(.volatility(VolatilityPage(request)))
        askVolatility(request)
    }

    private mutating func askVolatility(_ request: VolatilityRequest) {
        state.volatility.asked = request
        state.volatility.askedAt = world.uptime
        effects.append(.fetchVolatility(request))
    }

    mutating func volatilityArrived(_ request: VolatilityRequest, _ answer: VolatilityAnswer) {
        // An answer to what is not asked any more says nothing of what is shown.
        guard state.volatility.asked == request else { return }
        state.volatility.take(answer, at: world.uptime)
    }

    /// With a new snapshot what is on top is asked again, once its time has come.
    mutating func refreshVolatility() {
        guard case .volatility(let page)? = state.overlays.last else { return }
        state.volatility.isOld = world.uptime - state.volatility.receivedAt > Self.viewLifeSeconds
        guard state.pausedSnapshot == nil else { return }
        let pace =
            state.volatility.asked == nil ? VolatilityBoard.refreshSeconds : Self.viewPatienceSeconds
        guard world.uptime - state.volatility.askedAt >= pace || world.uptime < state.volatility.askedAt else {
            return
        }
        askVolatility(page.request)
    }

    mutating func perform(_ action: DashboardAction, inVolatility shown: VolatilityPage) {
        var page = shown
        let report = state.volatility.report
        let rows = max(1, VolatilityLayout(page.section, size: state.size).gamma.rows - 2)
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
            state.overlays.removeAll()
            startTyping()
            return
        case .copy:
            copyVolatility(page)
            return
        case .explain:
            explainVolatility(page)
            return
        case .pane1, .pane2, .pane3, .pane4, .pane5:
            state.overlays.removeAll()
            if let pane = action.pane { focus(pane) }
            return
        default: return
        }
        let bound = report.map { $0.exposure.strikes.count } ?? 0
        page.scroll = min(max(page.scroll, -bound), bound)
        guard !state.overlays.isEmpty else { return }
        state.overlays[state.overlays.count - 1] = .volatility(page)
    }

    /// From the report itself: the chosen expiry's curve, or what the section shows besides.
    private mutating func explainVolatility(_ page: VolatilityPage) {
        guard let report = state.volatility.shown,
            let explanation = VolatilityExplanation(report: report).explanation(page)
        else {
            self.report("Nothing to explain")
            return
        }
        show(explanation)
    }

    /// - Returns: whether the id is one of the view's, which is open below.
    mutating func explainVolatility(id: String) -> Bool {
        guard let page = volatilityPage, let report = state.volatility.shown,
            let key = id.split(separator: "#").last.flatMap({ VolatilityExplanation.Key(rawValue: String($0)) }),
            let explanation = VolatilityExplanation(report: report).explanation(key, page)
        else { return false }
        show(explanation)
        return true
    }

    /// The figures of the view, where a page explains one of them.
    func volatilityFigures(_ page: ExplainPage, format: FigureFormat) -> [ScreenFigure]? {
        guard page.id.hasPrefix(VolatilityExplanation.prefix), let view = volatilityPage,
            let report = state.volatility.shown
        else { return nil }
        return VolatilityExplanation(report: report).figures(view, format: format)
    }

    private mutating func show(_ explanation: Explanation) {
        var explained = ExplainPage(id: explanation.id, title: explanation.title)
        explained.explanation = explanation
        open(.explain(explained))
    }

    private var volatilityPage: VolatilityPage? {
        for overlay in state.overlays.reversed() { if case .volatility(let page) = overlay { return page } }
        return nil
    }

    /// The chosen expiry as a line of a table.
    private mutating func copyVolatility(_ page: VolatilityPage) {
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
