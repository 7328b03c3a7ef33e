import MagnusDomain
import MagnusQuant

/// Options that were sold to open, as the ledger has them, and the requirement beside a supposed move.
extension AnswerMaker {
    /// Short options opened on some days: a sale that closes what was bought is none.
    func optionsSold(_ span: DateSpan) {
        let history = history
        guard let begins = history.begins else {
            out.record("ledger", rows: 0)
            return out.line("No ledger is loaded, so what was sold cannot be answered.")
        }
        guard span.last >= begins else {
            return out.line(
                "\(out.quote(span.label)) lies before the ledger, which begins \(out.date(begins, today: today)): unknown, not none."
            )
        }
        if BookRules.namesGroup(question.words) {
            out.line("What was sold is told by side and name, not by kind: the kind is not taken into account.")
        }
        let right = entities.contract.right
        var sold: [(title: String, cash: Double)] = []
        for trade in history.trades where trade.kind == .trade && span.contains(trade.time.newYork.date) {
            let isAsked =
                (entities.symbols.isEmpty || entities.symbols.contains(trade.underlying))
                && !filter.excludedSymbols.contains(trade.underlying)
                && (filter.accounts.isEmpty || filter.accounts.contains(trade.account))
            guard isAsked else { continue }
            for leg in trade.legs {
                guard case .option(let contract) = leg.instrument, leg.opened.isShort,
                    right == nil || contract.right == right
                else { continue }
                let number = Self.whole(leg.opened.value)
                let title = "\(contract.underlying) \(number) \(contract.shortName) \(contract.expiry.iso8601)"
                sold.append((title, TradeHistory.part(leg, leg.opened)))
            }
        }
        let cite = citeLedger(history)
        out.record("ledger", ["span": span.label, "figure": "sold to open"], rows: sold.count)
        let frame = eventFrame(span, begins)
        guard !sold.isEmpty else {
            out.line("\(frame): no option sold to open is in the ledger.")
            return out.offer("ask", "What happened lately", ["text": "what happened last week"])
        }
        let sum = Figure(sold.reduce(0) { $0 + $1.cash })
        let received = out.dollars(sum, "received for options sold", cite, signed: true, formula: "sum after fees")
        out.line("\(frame): \(out.counted(sold.count, "option", cite)) sold to open, received \(received) after fees:")
        for item in sold.prefix(Self.listedSales) {
            let cash = out.dollars(Figure(item.cash), "received for an option sold", cite, signed: true)
            out.line("\(out.quote(item.title)): \(cash)")
        }
        if sold.count > Self.listedSales {
            out.line("\(out.counted(sold.count - Self.listedSales, "further one", cite)) not listed.")
        }
    }

    private static let listedSales = 12

    /// Requirement and buying power of now, where a question asks for them after a move: what they are then is not worked
    /// out.
    func sayRequirementOfNow() {
        guard NearRules.asksMarginAfterMove(RuleWords(question.words)), !supposedMoves.moves.isEmpty,
            supposedMoves.problem == nil
        else { return }
        out.line("Requirement and buying power after that move are not worked out here; of now:")
        for account in book.accounts {
            let source = cite(account)
            out.line(
                "\(out.quote(account.account.name)): requirement \(out.dollars(account.marginRequirement, "requirement", source)) (\(out.quote(account.marginKind))), buying power \(out.dollars(account.buyingPower, "buying power", source))."
            )
        }
        out.offer("ask", "Buying power now", ["text": "how much buying power is used"])
    }
}
