import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The view of an option chain: opening, answers, drafts, and what its keys do.
extension DashboardReducer {
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
        state.overlays.removeAll {
            switch $0 {
            case .payoff, .roll: false
            default: true
            }
        }
        if state.chain.report?.symbol != request.symbol { state.chain.dropReport() }
        state.chain.dropRefusal()
        show(page)
    }

    // MARK: Answers

    mutating func chainArrived(_ request: ChainRequest, _ answer: ChainAnswer) {
        guard state.chain.asked == request else { return }
        let failure = state.chain.refusal
        answered(ChainPage.self, request, answer.outcome(of: request, shown: state.chain.report))
        // Told once, for what goes on being shown.
        if state.chain.report != nil, let reason = state.chain.refusal, reason != failure {
            report(reason, isError: true)
        }
    }

    /// The contract under the cursor.
    func contract(_ page: ChainPage) -> ChainContract? {
        guard let report = state.chain.report, let cursor = ChainLayout.cursor(page, report) else { return nil }
        let strike = report.strikes[cursor]
        return page.side == .call ? strike.call : strike.put
    }

    // MARK: Draft

    mutating func addLeg(_ page: ChainPage, _ quantity: Int) {
        guard let contract = contract(page)?.contract else {
            report("Nothing to \(quantity > 0 ? "buy" : "sell") under the cursor")
            return
        }
        if !state.draft.isEmpty, state.draft.symbol != contract.underlying {
            report("A new draft: the one on \(state.draft.symbol) is gone")
        }
        switch state.draft.add(quantity, of: contract) {
        case nil: break
        case .adjusted: report("Adjusted contracts are never priced: no leg of a draft", isError: true)
        case .tooManyLegs: report("A draft has at most \(DraftLimits.legs) legs", isError: true)
        case .tooManyContracts: report("A leg has at most \(DraftLimits.contracts) contracts", isError: true)
        }
        refreshDraft()
    }

    mutating func removeLeg(_ page: ChainPage) {
        guard let contract = contract(page)?.contract, state.draft.quantity(of: contract) != 0 else {
            report("The draft has no leg here")
            return
        }
        state.draft.remove(contract)
        refreshDraft()
    }

    mutating func clearDraft() {
        guard !state.draft.isEmpty else {
            report("There is no draft")
            return
        }
        state.draft = TradeDraft()
        report("The draft is gone")
    }

    /// Prices the draft that is shown in the chain.
    mutating func refreshDraft() {
        let draft = state.draft
        guard !draft.isEmpty, openPage(ChainPage.self) != nil else { return }
        let subject = PayoffSubject.draft(symbol: draft.symbol, legs: draft.legs)
        if case .payoff? = state.overlays.last { return }
        askPayoff(PayoffRequest(subject: subject))
    }

    /// The payoff of the draft; without one that of the contract under the cursor, sold once.
    mutating func openChainPayoff(_ page: ChainPage) {
        let draft = state.draft
        if !draft.isEmpty {
            showPayoff(.draft(symbol: draft.symbol, legs: draft.legs))
        } else if let contract = contract(page)?.contract {
            showPayoff(.draft(symbol: contract.underlying, legs: [DraftLeg(contract: contract, quantity: -1)]))
        } else {
            report("Nothing to price under the cursor")
        }
    }

    // MARK: Copying, explaining

    mutating func copyContract(_ page: ChainPage) {
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

    mutating func explainContract(_ page: ChainPage) {
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
