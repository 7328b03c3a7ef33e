import MagnusDomain
import MagnusQuant

/// Statistics of closed trades, premium and fees, by the definitions of the performance and income views.
extension AnswerMaker {
    private func asks(_ any: Set<String>) -> Bool {
        question.words.contains { any.contains($0.text) || any.contains($0.typed.lowercased()) }
    }

    func winRate() {
        let history = history
        guard history.begins != nil else { return noLedger() }
        let span = pastSpan
        let cite = citeLedger(history)
        guard !isBefore(span, history, cite) else { return }
        let counted = outcomes(history, span)
        out.record("performance", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: counted.count)
        guard !counted.isEmpty else {
            out.line("\(window(span, history)): nothing was closed, so there is no win rate.")
            return
        }
        let summary = history.summary { isIncluded($0, span) }
        let rate = out.percent(
            Figure(summary.winRate, else: .insufficientHistory), "win rate", cite, formula: "winners / closed trades")
        out.line(
            "\(window(span, history)): \(lead(summary, history, cite))\(out.counted(summary.wins, "winner", cite)), \(out.counted(summary.losses, "loser", cite)) of \(out.counted(summary.count, "closed trade", cite)), win rate \(rate)."
        )
        if let grouping { statistics(by: grouping, counted, history, span, cite) }
        var parts: [Fragment] = []
        if let mean = summary.averageWin {
            parts.append("mean winner \(out.dollars(Figure(mean), "mean winner", cite, signed: true))")
        }
        if let mean = summary.averageLoss {
            parts.append("mean loser \(out.dollars(Figure(mean), "mean loser", cite, signed: true))")
        }
        if let mean = summary.expectancy {
            parts.append("a trade \(out.dollars(Figure(mean), "expectancy", cite, signed: true)) on average")
        }
        if let factor = summary.profitFactor {
            parts.append("profit factor \(out.decimal(Figure(factor), "profit factor", cite, decimals: 2))")
        }
        if let days = summary.averageDaysHeld {
            parts.append("all held \(out.decimal(Figure(days), "days held", cite, decimals: 1)) days on average")
        }
        out.line("After fees: \(parts.joined(", ")).")
        sayUnknownCost(history, cite)
        out.line("A trade is what one order opened, once nothing of it is open any more, as in the performance view.")
    }

    /// The measure that was asked for by its name, in front of the others.
    private func lead(_ summary: PerformanceSummary, _ history: TradeHistory, _ cite: Int) -> Fragment {
        if asks(["drawdown"]) {
            // Of one name or a time the curve is not drawn; said with what is left out.
            return
                "deepest fall of the realised curve below its highest point \(out.dollars(Figure(history.drawdown), "deepest fall", cite)), of the whole ledger; "
        }
        if asks(["expectancy"]), let mean = summary.expectancy {
            return "expectancy \(out.dollars(Figure(mean), "expectancy", cite, signed: true)) a trade; "
        }
        if asks(["factor"]), let factor = summary.profitFactor {
            return "profit factor \(out.decimal(Figure(factor), "profit factor", cite, decimals: 2)); "
        }
        if asks(["days", "long", "held", "hold", "holding", "duration"]), let isLost = outcomeAsked {
            // Of the winners or the losers alone, as they are asked for.
            let part = history.summary { isIncluded($0, pastSpan) && (isLost ? $0.profit < .zero : $0.profit > .zero) }
            guard let days = part.averageDaysHeld else { return isLost ? "no loser; " : "no winner; " }
            return
                "\(isLost ? "losers" : "winners") held \(out.decimal(Figure(days), "days held", cite, decimals: 1)) days on average; "
        }
        if asks(["days", "long", "held", "hold", "holding", "duration"]), let days = summary.averageDaysHeld {
            return "held \(out.decimal(Figure(days), "days held", cite, decimals: 1)) days on average; "
        }
        if asks(["average", "mean", "typical"]), asks(["loser", "losers", "loss", "losses"]) {
            guard let mean = summary.averageLoss else { return "no loser; " }
            return "mean loser \(out.dollars(Figure(mean), "mean loser", cite, signed: true)); "
        }
        if asks(["average", "mean", "typical"]), asks(["winner", "winners", "win", "wins", "gain"]) {
            guard let mean = summary.averageWin else { return "no winner; " }
            return "mean winner \(out.dollars(Figure(mean), "mean winner", cite, signed: true)); "
        }
        return Fragment()
    }

    private func statistics(
        by grouping: PeriodGrouping, _ counted: [TradeOutcome], _ history: TradeHistory, _ span: DateSpan?, _ cite: Int
    ) {
        func key(_ item: TradeOutcome) -> String {
            grouping.key(item.closedAt.newYork.date, item.symbol, strategy: item.strategy, account: item.account)
        }
        let keys = Set(counted.map(key))
        let rows = keys.map { name in (name, history.summary { isIncluded($0, span) && key($0) == name }) }
            .sorted { left, right in
                grouping.isTime
                    ? left.0 > right.0 : (left.1.count, right.0) > (right.1.count, left.0)
            }
        out.table(
            rows.prefix(16).map { name, summary in
                [
                    "\(out.quote(name)):", "\(out.count(summary.wins, "winners", cite)) won",
                    "\(out.count(summary.losses, "losers", cite)) lost",
                    out.percent(Figure(summary.winRate, else: .insufficientHistory), "win rate", cite),
                    out.dollars(Figure(summary.total.dollars), "realised", cite, signed: true),
                    "\(out.decimal(Figure(summary.averageDaysHeld, else: .insufficientHistory), "days held", cite, decimals: 1)) days",
                ]
            })
        if rows.count > 16 { out.line("\(out.counted(rows.count - 16, "further part", cite)) not listed.") }
    }

    // MARK: - Single trades

    func closedTrades() {
        let history = history
        guard history.begins != nil else { return noLedger() }
        let span = pastSpan
        let cite = citeLedger(history)
        guard !isBefore(span, history, cite) else { return }
        let isExtreme = asks(["best", "worst", "biggest", "largest", "winners", "losers", "top", "smallest"])
        let isRecent = !isExtreme && (question.entities.ordinal == -1 || asks(["last", "recent", "latest", "history"]))
        let isOfOpenings = asks(["open", "opened", "enter", "entered", "sell", "sold", "buy", "bought"]) && !isExtreme
        if isRecent || isOfOpenings, outcomeAsked == nil, !asks(["many", "number", "count"]) {
            return latestTrades(history, span, cite)
        }
        let all = outcomes(history, span).sorted {
            ($0.profit.dollars, $0.closedAt) < ($1.profit.dollars, $1.closedAt)
        }
        let trades =
            outcomeAsked.map { isLost in
                all.filter { isLost ? $0.profit < .zero : $0.profit > .zero }
            } ?? all
        out.record("performance", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: trades.count)
        guard !trades.isEmpty else {
            let of: Fragment =
                all.isEmpty
                ? "nothing was closed"
                : "none of \(out.counted(all.count, "closed trade", cite)) made a \(outcomeAsked == true ? "loss" : "profit")"
            out.line("\(window(span, history)): \(of).")
            return
        }
        func text(_ item: TradeOutcome) -> Fragment {
            "\(out.quote(item.symbol)) \(out.quote(item.closedAt.newYork.date.iso8601)) \(out.dollars(Figure(item.profit.dollars), "realised by a trade", cite, signed: true))"
        }
        let sum = trades.reduce(0) { $0 + $1.profit.dollars }
        out.line(
            "\(window(span, history)): \(out.counted(trades.count, outcomeAsked.map { $0 ? "losing trade" : "winning trade" } ?? "closed trade", cite))\(outcomeAsked == nil ? Fragment() : " of \(out.count(all.count, "closed trades", cite)) closed"), together \(out.dollars(Figure(sum), "realised by closed trades", cite, signed: true, formula: "sum"))."
        )
        if let grouping { statistics(by: grouping, trades, history, span, cite) }
        if let isLost = outcomeAsked {
            let listed =
                isRecent ? trades.sorted { $0.closedAt > $1.closedAt } : isLost ? trades : Array(trades.reversed())
            let most = entities.numbers.compactMap { Int(exactly: $0) }.first { (1...50).contains($0) } ?? 10
            for item in listed.prefix(most) { out.line(text(item)) }
            if listed.count > most {
                out.line("\(out.counted(listed.count - most, "further trade", cite)) not listed.")
            }
            return
        }
        let best = trades.reversed().filter { $0.profit > .zero }.prefix(3)
        let worst = trades.filter { $0.profit < .zero }.prefix(3)
        out.line(best.isEmpty ? "None made a profit." : "Best: \(best.map(text).joined(", ")).")
        out.line(worst.isEmpty ? "None made a loss." : "Worst: \(worst.map(text).joined(", ")).")
    }

    /// The ledger's last trades, newest first.
    private func latestTrades(_ history: TradeHistory, _ span: DateSpan?, _ cite: Int) {
        let isOfOpenings = asks(["open", "opened", "enter", "entered"])
        let all = history.trades.filter { trade in
            (!isOfOpenings || trade.kind == .trade && trade.legs.contains { !$0.opened.isZero })
                && (entities.symbols.isEmpty || entities.symbols.contains(trade.underlying))
                && (span?.contains(trade.time.newYork.date) ?? true)
                && filter.keeps(
                    symbol: trade.underlying, strategy: trade.strategy, account: trade.account,
                    rights: Set(trade.legs.compactMap(Self.right)))
        }
        let stated = entities.numbers.compactMap { Int(exactly: $0) }.first { (1...50).contains($0) }
        let isOne = question.words.contains { $0.text == "trade" } && stated == nil
        let number = stated ?? (isOne ? 1 : span == nil ? 5 : 20)
        let shown = all.suffix(number).reversed()
        out.record("trades", ["symbol": symbol ?? ""], rows: all.count)
        guard !shown.isEmpty else {
            out.line("\(window(span, history)): no trade is in the ledger.")
            return
        }
        out.line(
            "\(window(span, history)): the last \(out.count(shown.count, "trades", cite)) of \(out.counted(all.count, "trade", cite)):"
        )
        for trade in shown {
            let legs = trade.legs.map { leg -> Fragment in
                let name: String
                switch leg.instrument {
                case .stock(let symbol): name = "\(symbol) shares"
                case .option(let contract):
                    name = "\(contract.underlying) \(contract.shortName) \(contract.expiry.iso8601)"
                }
                return "\(out.quote(leg.quantity.signedText)) \(out.quote(name))"
            }.joined(", ")
            let cash = trade.legs.reduce(0) { $0 + $1.amount.dollars + $1.fees.dollars }
            let word =
                trade.kind == .trade ? "" : " (\(trade.kind.rawValue.split(separator: "_").joined(separator: " ")))"
            out.line(
                "\(out.quote(trade.time.newYork.date.iso8601)) \(legs)\(Fragment([.words(word)])), cash \(out.dollars(Figure(cash), "cash of a trade", cite, signed: true))"
            )
        }
    }

    private static func right(_ leg: TradeLeg) -> OptionRight? {
        if case .option(let contract) = leg.instrument { return contract.right }
        return nil
    }

    // MARK: - Premium and fees

    func premiumCollected() {
        let history = history
        guard history.begins != nil else { return noLedger() }
        let span = pastSpan
        let cite = citeLedger(history)
        guard !isBefore(span, history, cite) else { return }
        let items = history.premiums.filter { item in
            (entities.symbols.isEmpty || entities.symbols.contains(item.symbol)) && (span?.contains(item.date) ?? true)
                && filter.keeps(
                    symbol: item.symbol, strategy: item.strategy, account: item.account, rights: [item.right])
        }
        func received(_ items: [TradeHistory.Premium]) -> Fragment {
            out.dollars(
                Figure(items.reduce(0) { $0 + $1.received }), "received for options", cite,
                formula: "cash of shorts opened, fees included")
        }
        func paid(_ items: [TradeHistory.Premium]) -> Fragment {
            out.dollars(
                Figure(items.reduce(0) { $0 + $1.closed }), "cash of options closed", cite, signed: true,
                formula: "cash of options closed, fees included")
        }
        func net(_ items: [TradeHistory.Premium]) -> Fragment {
            out.dollars(
                Figure(items.reduce(0) { $0 + $1.received + $1.bought + $1.closed }), "net premium", cite, signed: true,
                formula: "received + bought + closed")
        }
        func bought(_ items: [TradeHistory.Premium]) -> Fragment {
            let sum = items.reduce(0) { $0 + $1.bought }
            guard sum != 0 else { return Fragment() }
            return
                ", options bought to open \(out.dollars(Figure(sum), "paid for options opened", cite, signed: true))"
        }
        out.record("income", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: items.count)
        out.line(
            "\(window(span, history)): options sold to open brought \(received(items))\(bought(items)), closing options \(paid(items)), net \(net(items)), fees included."
        )
        if let grouping {
            let groups = Dictionary(grouping: items) {
                grouping.key($0.date, $0.symbol, strategy: $0.strategy, account: $0.account)
            }.sorted { left, right in
                func sum(_ items: [TradeHistory.Premium]) -> Double { items.reduce(0) { $0 + $1.received } }
                return grouping.isTime
                    ? left.key > right.key : (sum(left.value), right.key) > (sum(right.value), left.key)
            }
            out.table(
                groups.prefix(16).map {
                    ["\(out.quote($0.key)):", received($0.value), paid($0.value), net($0.value)]
                })
            if groups.count > 16 { out.line("\(out.counted(groups.count - 16, "further part", cite)) not listed.") }
        }
        out.line("Premium is cash, not profit: what is still open can cost more than it brought.")
    }

    /// Charged with trades, and apart from them; costs are negative.
    func fees() {
        let history = history
        guard history.begins != nil else { return noLedger() }
        let span = pastSpan
        let cite = citeLedger(history)
        guard !isBefore(span, history, cite) else { return }
        struct Charge {
            var date: CalendarDate
            var symbol: String
            var strategy: StrategyKind?
            var account: String
            var amount: Double
            var isTrade: Bool
        }
        var charges = history.trades.flatMap { trade in
            trade.legs.map { leg in
                Charge(
                    date: trade.time.newYork.date, symbol: trade.underlying, strategy: trade.strategy,
                    account: trade.account, amount: leg.fees.dollars, isTrade: true)
            }
        }
        charges += history.income.filter { $0.kind == .fee }.map {
            Charge(
                date: $0.date, symbol: $0.symbol, strategy: nil, account: $0.account, amount: $0.amount, isTrade: false)
        }
        charges = charges.filter { item in
            (entities.symbols.isEmpty || entities.symbols.contains(item.symbol)) && (span?.contains(item.date) ?? true)
                && filter.keeps(symbol: item.symbol, strategy: item.strategy, account: item.account, rights: [])
        }
        func sum(_ items: [Charge]) -> Figure { Figure(items.reduce(0) { $0 + $1.amount }) }
        out.record("fees", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: charges.count)
        let ofTrades = charges.filter(\.isTrade)
        out.line(
            "\(window(span, history)): fees \(out.price(sum(charges), "fees", cite, signed: true, formula: "sum")), of it with trades \(out.price(sum(ofTrades), "fees of trades", cite, signed: true, formula: "sum")), apart from them \(out.price(sum(charges.filter { !$0.isTrade }), "other fees", cite, signed: true, formula: "sum"))."
        )
        if let grouping {
            let groups = Dictionary(grouping: charges) {
                grouping.key($0.date, $0.symbol, strategy: $0.strategy, account: $0.account)
            }.sorted { grouping.isTime ? $0.key > $1.key : $0.key < $1.key }
            out.table(
                groups.prefix(16).map { entry in
                    ["\(out.quote(entry.key)):", out.price(sum(entry.value), "fees", cite, signed: true)]
                })
            if groups.count > 16 { out.line("\(out.counted(groups.count - 16, "further part", cite)) not listed.") }
        }
    }
}
