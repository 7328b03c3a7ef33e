import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The view of an option chain: opening, moving, series, drafts, keeping it current.
extension DashboardReducer {
    /// Seconds of the shell's clock between two questions for what is shown, and after which one is taken for lost.
    static let viewPaceSeconds = 2.0
    static let viewPatienceSeconds = 20.0
    /// So many seconds of the shell's clock without an answer make what is shown old.
    static let viewLifeSeconds = 30.0

    // MARK: Opening

    /// The chain of what the cursor is on: its symbol, its expiry and its strike.
    mutating func openChain() {
        if case .chain? = state.overlays.last { return }
        if case .payoff(let page)? = state.overlays.last, let symbol = state.payoff.report?.symbol {
            let contract = draftContract(page)
            showChain(
                ChainRequest(
                    symbol: symbol, series: contract.map { ChainSeries(expiry: $0.expiry, root: $0.root) }),
                at: contract)
            return
        }
        if case .roll(let page)? = state.overlays.last, let contract = rollContract(page) {
            showChain(
                ChainRequest(
                    symbol: contract.underlying, series: ChainSeries(expiry: contract.expiry, root: contract.root)),
                at: contract)
            return
        }
        guard let snapshot else { return }
        if let contract = contractUnderCursor(snapshot) {
            showChain(
                ChainRequest(
                    symbol: contract.underlying,
                    series: ChainSeries(expiry: contract.expiry, root: contract.root)), at: contract)
        } else if let symbol = symbolUnderCursor(snapshot) {
            showChain(ChainRequest(symbol: symbol), at: nil)
        } else {
            openPalette("chain ")
        }
    }

    private func draftContract(_ page: PayoffPage) -> OptionContract? {
        switch page.request.subject {
        case .draft(_, let legs): legs.first?.contract
        case .roll(let choice): choice.contract
        case .strategy(let id):
            snapshot?.book.strategies.first { $0.id == id }.flatMap { Self.nearestContract(of: $0) }
        case .candidate(let id): snapshot?.opportunities.candidates.first { $0.id == id }?.contract
        }
    }

    private mutating func openPalette(_ text: String) {
        var list = SearchList()
        list.field.replace(with: text)
        open(.palette(list))
    }

    /// From the palette: `chain SYMBOL [YYYY-MM-DD]`.
    mutating func chainCommand(_ argument: String) {
        let words = argument.split(separator: " ").map(String.init)
        guard let symbol = words.first else {
            openChain()
            return
        }
        guard words.count <= 2 else {
            report("chain wants a symbol and at most an expiry: chain SPY 2027-04-16", isError: true)
            return
        }
        var series: ChainSeries?
        if words.count == 2 {
            guard let date = try? CalendarDate(iso8601: words[1]) else {
                report("\(words[1]) is no date; write YYYY-MM-DD", isError: true)
                return
            }
            series = ChainSeries(expiry: date)
        }
        showChain(ChainRequest(symbol: symbol.uppercased(), series: series), at: nil)
    }

    private mutating func showChain(_ request: ChainRequest, at contract: OptionContract?) {
        var page = ChainPage(request)
        if let contract {
            page.strike = contract.strikeThousandths
            page.side = contract.right == .call ? .call : .put
            // Scrolled to the middle by the first answer.
            page.offset = .max
        }
        state.chat.isTyping = false
        state.overlays.removeAll {
            switch $0 {
            case .payoff, .roll: false
            default: true
            }
        }
        open(.chain(page))
        if state.chain.report?.symbol != request.symbol { state.chain.report = nil }
        (state.chain.refusal, state.chain.failure) = (nil, nil)
        askChain(request)
        refreshDraft()
    }

    // MARK: Answers

    mutating func askChain(_ request: ChainRequest) {
        state.chain.asked = request
        state.chain.askedAt = world.uptime
        effects.append(.fetchChain(request))
    }

    mutating func chainArrived(_ request: ChainRequest, _ answer: ChainAnswer) {
        // An answer to what is not asked any more says nothing of what is shown.
        guard state.chain.asked == request else { return }
        state.chain.asked = nil
        switch answer {
        case .chain(let report):
            state.chain.report = report
            state.chain.refusal = nil
            state.chain.failure = nil
            state.chain.receivedAt = world.uptime
        case .refused(let reason):
            if state.chain.report == nil || state.chain.report?.symbol != request.symbol {
                state.chain.report = nil
                state.chain.refusal = reason
            } else {
                // What was there goes on aging in sight.
                if state.chain.failure != reason { report(reason, isError: true) }
                state.chain.failure = reason
            }
        }
    }

    /// A new snapshot: what is open is asked again once its time has come; a paused screen stands still.
    mutating func refreshViews() {
        guard state.pausedSnapshot == nil else { return }
        // What lies below another view is asked again when it is seen again.
        let view = state.overlays.last {
            switch $0 {
            case .chain, .payoff: true
            default: false
            }
        }
        switch view {
        case .chain(let page)? where isDue(state.chain.asked != nil, state.chain.askedAt):
            askChain(page.request)
            refreshDraft()
        case .payoff(let page)? where isDue(state.payoff.asked != nil, state.payoff.askedAt):
            askPayoff(page.request)
        default: break
        }
    }

    private func isDue(_ isAsking: Bool, _ askedAt: Double) -> Bool {
        world.uptime - askedAt >= (isAsking ? Self.viewPatienceSeconds : Self.viewPaceSeconds)
            || world.uptime < askedAt
    }

    private var chainPage: ChainPage? {
        for overlay in state.overlays.reversed() { if case .chain(let page) = overlay { return page } }
        return nil
    }

    mutating func replaceChain(_ page: ChainPage) {
        guard let index = state.overlays.lastIndex(where: { if case .chain = $0 { true } else { false } }) else {
            return
        }
        state.overlays[index] = .chain(page)
    }

    /// Keeps the cursor on a strike that is listed and in sight.
    mutating func settleChain() {
        guard var page = chainPage else { return }
        state.chain.isOld =
            state.chain.failure != nil || world.uptime - state.chain.receivedAt > Self.viewLifeSeconds
        // A payoff that was looked at may have supposed what the draft does not.
        if case .chain? = state.overlays.last, let shown = state.payoff.report, shown.shift != .none,
            state.payoff.asked == nil
        {
            refreshDraft()
        }
        let layout = ChainLayout(page, state.chain, size: state.size)
        guard let report = state.chain.report, let cursor = ChainLayout.cursor(page, report) else { return }
        if page.offset == .max {
            page.offset = (layout.lines.firstIndex(of: .strike(cursor)) ?? 0) - layout.list.rows / 2
        }
        page.offset = layout.offset(page, report)
        if let column = page.column, !layout.places.contains(where: { $0.column == column }) { page.column = nil }
        replaceChain(page)
    }

    // MARK: Keys

    mutating func perform(_ action: DashboardAction, inChain page: ChainPage) {
        var page = page
        let rows = max(1, ChainLayout(page, state.chain, size: state.size).list.rows)
        switch action {
        case .moveDown: moveStrike(&page, by: 1)
        case .moveUp: moveStrike(&page, by: -1)
        case .halfPageDown: moveStrike(&page, by: max(1, rows / 2))
        case .halfPageUp: moveStrike(&page, by: -max(1, rows / 2))
        case .pageDown: moveStrike(&page, by: rows)
        case .pageUp: moveStrike(&page, by: -rows)
        case .goTop: moveStrike(&page, by: -1_000_000)
        case .goBottom: moveStrike(&page, by: 1_000_000)
        case .focusNext, .focusPrevious: page.side = page.side.other
        case .columnLeft: moveChainColumn(&page, by: -1)
        case .columnRight: moveChainColumn(&page, by: 1)
        case .pageNext: turnSeries(&page, by: 1)
        case .pagePrevious: turnSeries(&page, by: -1)
        case .wide: page.columnSet = page.columnSet.next
        case .buy, .sell:
            addLeg(page, action == .buy ? 1 : -1)
            return
        case .removeLeg:
            removeLeg(page)
            return
        case .clearDraft:
            clearDraft()
            return
        case .open, .payoff:
            openChainPayoff(page)
            return
        case .copy:
            copyContract(page)
            return
        case .explain:
            explainContract(page)
            return
        case .ask:
            let symbol = state.chain.report?.symbol ?? page.request.symbol
            state.overlays.removeAll()
            startTyping()
            state.chat.context = ChatContext(label: symbol, symbol: symbol)
            return
        case .pane1, .pane2, .pane3, .pane4, .pane5:
            state.overlays.removeAll()
            if let pane = action.pane { focus(pane) }
            return
        default: return
        }
        replaceChain(page)
    }

    private func moveStrike(_ page: inout ChainPage, by lines: Int) {
        guard let report = state.chain.report, let cursor = ChainLayout.cursor(page, report) else { return }
        let target = min(max(0, cursor + lines), report.strikes.count - 1)
        if page.strike == nil {
            // The list stays where it is as the cursor leaves the strike nearest to the spot.
            page.offset = ChainLayout(page, state.chain, size: state.size).offset(page, report)
        }
        page.strike = report.strikes[target].thousandths
    }

    /// Columns run from the calls on the left to the puts on the right.
    private func moveChainColumn(_ page: inout ChainPage, by step: Int) {
        let places = ChainLayout(page, state.chain, size: state.size).places
        guard !places.isEmpty else { return }
        guard let column = page.column,
            let here = places.firstIndex(where: { $0.column == column && $0.side == page.side })
        else {
            // The first step goes to the column beside the strikes on the side of the cursor.
            let own = places.indices.filter { places[$0].side == page.side }
            guard let first = page.side == .call ? own.last : own.first else { return }
            page.column = places[first].column
            return
        }
        let next = min(max(0, here + step), places.count - 1)
        (page.column, page.side) = (places[next].column, places[next].side)
    }

    private mutating func turnSeries(_ page: inout ChainPage, by step: Int) {
        guard let report = state.chain.report, let chosen = report.chosen else { return }
        // Steps pressed faster than answers come add up.
        let shown = page.request.series.flatMap { wanted in
            report.expiries.firstIndex { $0.series == wanted }
        }
        let target = (shown ?? chosen) + step
        guard report.expiries.indices.contains(target) else {
            self.report(step > 0 ? "The last series" : "The first series")
            return
        }
        choose(&page, report.expiries[target].series)
    }

    mutating func choose(_ page: inout ChainPage, _ series: ChainSeries) {
        page.request.series = series
        page.request.symbol = state.chain.report?.symbol ?? page.request.symbol
        askChain(page.request)
    }

    /// The contract under the cursor.
    private func contract(_ page: ChainPage) -> ChainContract? {
        guard let report = state.chain.report, let cursor = ChainLayout.cursor(page, report) else { return nil }
        let strike = report.strikes[cursor]
        return page.side == .call ? strike.call : strike.put
    }

    // MARK: Draft

    private mutating func addLeg(_ page: ChainPage, _ quantity: Int) {
        guard let contract = contract(page)?.contract else {
            report("Nothing to \(quantity > 0 ? "buy" : "sell") under the cursor")
            return
        }
        if !state.chain.draft.isEmpty, state.chain.draft.symbol != contract.underlying {
            report("A new draft: the one on \(state.chain.draft.symbol) is gone")
        }
        switch state.chain.draft.add(quantity, of: contract) {
        case nil: break
        case .adjusted: report("Adjusted contracts are never priced: no leg of a draft", isError: true)
        case .tooManyLegs: report("A draft has at most \(DraftLimits.legs) legs", isError: true)
        case .tooManyContracts: report("A leg has at most \(DraftLimits.contracts) contracts", isError: true)
        }
        refreshDraft()
    }

    private mutating func removeLeg(_ page: ChainPage) {
        guard let contract = contract(page)?.contract, state.chain.draft.quantity(of: contract) != 0 else {
            report("The draft has no leg here")
            return
        }
        state.chain.draft.remove(contract)
        refreshDraft()
    }

    private mutating func clearDraft() {
        guard !state.chain.draft.isEmpty else {
            report("There is no draft")
            return
        }
        state.chain.draft = TradeDraft()
        report("The draft is gone")
    }

    /// Prices the draft that is shown in the chain.
    private mutating func refreshDraft() {
        let draft = state.chain.draft
        guard !draft.isEmpty, chainPage != nil else { return }
        let subject = PayoffSubject.draft(symbol: draft.symbol, legs: draft.legs)
        if case .payoff? = state.overlays.last { return }
        askPayoff(PayoffRequest(subject: subject))
    }

    /// The payoff of the draft; without one that of the contract under the cursor, sold once.
    mutating func openChainPayoff(_ page: ChainPage) {
        let draft = state.chain.draft
        if !draft.isEmpty {
            showPayoff(.draft(symbol: draft.symbol, legs: draft.legs))
        } else if let contract = contract(page)?.contract {
            showPayoff(.draft(symbol: contract.underlying, legs: [DraftLeg(contract: contract, quantity: -1)]))
        } else {
            report("Nothing to price under the cursor")
        }
    }

    // MARK: Copying, explaining

    private mutating func copyContract(_ page: ChainPage) {
        guard let contract = contract(page) else {
            report("Nothing to copy")
            return
        }
        let format = FigureFormat(isMasked: state.isMasked)
        let text = ChainText(
            format: format, glyphs: world.glyphs, today: snapshot?.asOf.newYork.date ?? contract.contract.expiry)
        let parts = text.contract(contract).flatMap { $0 }
        effects.append(.copy(([contract.contract.osi] + parts).joined(separator: "\t")))
        report("Copied \(contract.contract.osi)")
    }

    private mutating func explainContract(_ page: ChainPage) {
        guard let contract = contract(page) else {
            report("Nothing under the cursor")
            return
        }
        let column = page.column ?? .volatility
        let id = "chain/\(contract.contract.osi)#\(column.key)"
        open(.explain(ExplainPage(id: id, title: "\(contract.contract.shortName) \(column.words)")))
        effects.append(.explain(id: id))
    }
}
