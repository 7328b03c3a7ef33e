import MagnusDomain
import MagnusQuant

extension AnswerMaker {
    var history: TradeHistory { TradeHistory(context.events) }

    /// The days asked about; nil for everything the ledger holds.
    var pastSpan: DateSpan? { entities.past }

    func citeLedger(_ history: TradeHistory) -> Int {
        out.cite(
            "ledger", "Ledger", passage: "\(context.events.count) entries since \(history.begins?.iso8601 ?? "")",
            reference: "book", age: book.accounts.compactMap(\.ageSeconds).max())
    }

    /// `in 2027-02`, `since 2026-01-09, the beginning of the ledger`; always said, so that a misunderstanding shows.
    func window(_ span: DateSpan?, _ history: TradeHistory) -> Fragment {
        let names: Fragment =
            entities.symbols.isEmpty ? "All symbols" : entities.symbols.map { out.quote($0) }.joined(" and ")
        let restricted = filter.labels.map { ", \(out.quote($0))" as Fragment }.joined("")
        if let span { return "\(names)\(restricted), \(out.quote(span.label)), \(accounts)" }
        guard let begins = history.begins else { return names }
        return "\(names)\(restricted), since the ledger begins \(out.date(begins, today: today)), \(accounts)"
    }

    func noLedger() {
        out.record("ledger", rows: 0)
        out.line("No ledger of past trades is loaded, so what was traded before cannot be answered.")
        out.more("Answerable are open positions, their P/L and the realised total.")
    }

    private func isAsked(_ symbol: String) -> Bool { entities.symbols.isEmpty || entities.symbols.contains(symbol) }

    func closed(_ history: TradeHistory, _ span: DateSpan?) -> [TradeHistory.Closed] {
        history.closed.filter { item in
            isAsked(item.symbol) && (span?.contains(item.date) ?? true)
                && filter.keeps(
                    symbol: item.symbol, strategy: item.strategy, account: item.account, rights: item.rights)
        }
    }

    /// Dividends, interest and fees belong to no kind and no side.
    private func income(_ history: TradeHistory, _ span: DateSpan?) -> [(
        symbol: String, date: CalendarDate, amount: Double
    )] {
        guard !isOfKind else { return [] }
        return history.income.filter { item in
            isAsked(item.symbol) && (span?.contains(item.date) ?? true)
                && filter.keeps(symbol: item.symbol, strategy: nil, account: item.account, rights: [])
        }.map { ($0.symbol, $0.date, $0.amount) }
    }

    var isOfKind: Bool {
        !filter.groups.isEmpty || !filter.excludedGroups.isEmpty || filter.right != nil || filter.excludedRight != nil
    }

    func outcomes(_ history: TradeHistory, _ span: DateSpan?) -> [TradeOutcome] {
        history.outcomes.filter { isIncluded($0, span) }
    }

    /// Which closed trades are asked for by what they brought: those that lost (true) or gained (false); nil for all.
    var outcomeAsked: Bool? {
        let set = Set(question.words.flatMap { [$0.text, $0.typed.lowercased()] })
        let lost = !set.isDisjoint(with: ["losing", "losers", "loser", "lost", "unprofitable", "losses"])
        let won = !set.isDisjoint(with: ["winning", "winners", "winner", "won", "profitable", "gains"])
        return lost == won ? nil : lost
    }

    func isIncluded(_ outcome: TradeOutcome, _ span: DateSpan?) -> Bool {
        isAsked(outcome.symbol) && (span?.contains(outcome.closedAt.newYork.date) ?? true)
            && filter.keeps(
                symbol: outcome.symbol, strategy: outcome.strategy, account: outcome.account,
                rights: outcome.strategy?.rights ?? [])
    }

    func isBefore(_ span: DateSpan?, _ history: TradeHistory, _ cite: Int) -> Bool {
        guard let span, let begins = history.begins, span.last < begins else { return false }
        out.line(
            "\(out.quote(span.label)) lies before the ledger, which begins \(out.date(begins, today: today)): unknown, not zero."
        )
        return true
    }

    // MARK: - Realised

    func periodProfit() {
        let history = history
        guard history.begins != nil else { return noLedger() }
        let spans = comparedSpans
        if spans.count > 1 { return comparison(of: spans, history) }
        let span = pastSpan
        let cite = citeLedger(history)
        guard !isBefore(span, history, cite) else { return }
        let trades = closed(history, span)
        let fromTrades = trades.reduce(0) { $0 + $1.profit }
        let other = income(history, span).reduce(0) { $0 + $1.amount }
        out.record("ledger", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: trades.count)
        let besides: Fragment =
            isOfKind
            ? Fragment()
            : ", dividends, interest and fees \(out.dollars(Figure(other), "income", cite, signed: true))"
        out.line(
            "\(window(span, history)): realised \(out.dollars(Figure(fromTrades + other), "realised in the period", cite, signed: true, formula: "trades + dividends, interest and fees")), of it \(out.counted(trades.count, "closing", cite)) \(out.dollars(Figure(fromTrades), "realised by closings", cite, signed: true))\(besides)."
        )
        if question.isAgainstBenchmark {
            sayBenchmark(span ?? DateSpan(first: history.begins ?? today, last: today, label: ""))
        }
        if let grouping { parts(grouping, history, span, cite) }
        sayStated(trades, cite)
        sayUnknownCost(history, cite)
        out.line("Change of open positions in the period is not in it: marks of past days are not kept here.")
        if let span, let begins = history.begins, span.first < begins, span.first != PastSpanReader.forever {
            out.line("The ledger begins \(out.date(begins, today: today)); earlier days are missing.")
        }
    }

    /// What the benchmark's price did in the days, by its daily closes; no return of the account is set against it.
    private func sayBenchmark(_ span: DateSpan) {
        let name = book.benchmark
        let bars = context.market.underlyings[name]?.bars ?? []
        let before = bars.last { $0.date < span.first }
        let last = bars.last { $0.date <= span.last }
        let end = span.last >= today ? spot(of: name) : Figure(last?.close, else: .noSource)
        guard let before, before.close > 0, let value = end.value else {
            return out.line(
                "\(out.quote(name)) in that time: unknown, its closes do not reach back to \(out.date(span.first, today: today)). No return of the account in percent is made here."
            )
        }
        let cite = out.cite(
            "quotes", "\(name) daily closes", passage: "close of \(before.date.iso8601) to the last price",
            reference: name)
        out.line(
            "\(out.quote(name)) in that time: \(out.percent(Figure(value / before.close - 1), "change of the benchmark", cite, decimals: 1, signed: true, formula: "last price / close before the first day - 1")) from its close of \(out.date(before.date, today: today)), price alone. What was realised is dollars and no return of the account: \(out.quote("magnus performance")) has the curve."
        )
    }

    /// The part of a sum that rests on the broker's word.
    func sayStated(_ closed: [TradeHistory.Closed], _ cite: Int) {
        let stated = closed.filter(\.isStated)
        guard !stated.isEmpty else { return }
        let sum = Figure(stated.reduce(0) { $0 + $1.profit })
        out.line(
            "Of it \(out.dollars(sum, "realised as the broker states", cite, signed: true)) as the broker states: \(out.counted(stated.count, "closing", cite)) whose opening no entry tells."
        )
    }

    func sayUnknownCost(_ history: TradeHistory, _ cite: Int) {
        guard history.unknownCost > 0 else { return }
        out.line(
            "\(out.counted(history.unknownCost, "closed lot", cite)) of unknown cost \(history.unknownCost == 1 ? "is" : "are") in no sum."
        )
    }

    /// The spans that a question sets against each other: two that it names, or one against the running one.
    var comparedSpans: [DateSpan] {
        let texts = question.words.map(\.text)
        let spans = question.pasts
        if spans.count > 1 { return spans }
        guard let span = spans.first,
            !Set(texts).isDisjoint(with: ["than", "vs", "versus", "against", "compared", "compare"]),
            let running = PastSpanReader.running(span, today: today), running.first != span.first
        else { return [] }
        return [running, span]
    }

    private func comparison(of spans: [DateSpan], _ history: TradeHistory) {
        let cite = citeLedger(history)
        out.record("ledger", ["spans": spans.map(\.label).joined(separator: ", ")], rows: spans.count)
        let sums = spans.map { span in
            closed(history, span).reduce(0) { $0 + $1.profit } + income(history, span).reduce(0) { $0 + $1.amount }
        }
        let names: Fragment =
            entities.symbols.isEmpty ? "All symbols" : entities.symbols.map { out.quote($0) }.joined(" and ")
        let restricted = filter.labels.map { ", \(out.quote($0))" as Fragment }.joined("")
        if let first = sums.first, let second = sums.dropFirst().first, sums.count == 2 {
            let difference = out.dollars(
                Figure(first - second), "difference", cite, signed: true, formula: "first - second")
            out.line(
                "\(names)\(restricted), \(accounts), realised \(isOfKind ? "by closings" : "with dividends, interest and fees"): \(out.quote(spans[0].label)) against \(out.quote(spans[1].label)) \(difference):"
            )
        } else {
            out.line("\(names)\(restricted), \(accounts), realised:")
        }
        out.table(
            zip(spans, sums).map { span, sum in
                let isBefore = history.begins.map { span.last < $0 } ?? false
                let shown: Fragment =
                    isBefore
                    ? "before the ledger begins"
                    : out.dollars(Figure(sum), "realised in the period", cite, signed: true, formula: "sum")
                return [
                    out.quote(span.label), shown, out.counted(closed(history, span).count, "closing", cite),
                ]
            })
        sayStated(spans.flatMap { closed(history, $0) }, cite)
        if spans.contains(where: { $0.last == today && $0.first != today }) {
            out.line("The running period counts up to \(out.quote(today.iso8601)).")
        }
    }

    private static let shownParts = 16

    /// The same sum in parts; every closing and every income is in exactly one.
    private func parts(_ grouping: PeriodGrouping, _ history: TradeHistory, _ span: DateSpan?, _ cite: Int) {
        var sums: [String: (profit: Double, count: Int)] = [:]
        let asked = Set(PeriodGrouping.years(question.words.map(\.text)))
        func isIn(_ date: CalendarDate) -> Bool {
            (span?.contains(date) ?? true) && (asked.count < 2 || asked.contains(date.year))
        }
        for item in closed(history, span) where isIn(item.date) {
            let key = grouping.key(item.date, item.symbol, strategy: item.strategy, account: item.account)
            sums[key, default: (0, 0)].profit += item.profit
            sums[key, default: (0, 0)].count += 1
        }
        if grouping != .strategy {
            for item in income(history, span) where isIn(item.date) {
                let key = grouping.key(item.date, item.symbol, strategy: nil, account: "")
                sums[key, default: (0, 0)].profit += item.amount
            }
        }
        for year in asked where asked.count > 1 && grouping == .year && sums[String(year)] == nil {
            sums[String(year)] = (0, 0)
        }
        let byProfit = sums.sorted { ($0.value.profit, $1.key) > ($1.value.profit, $0.key) }
        let isExtreme = PeriodGrouping.extreme(question.words.map(\.text)) != nil
        // Interest belongs to no name, and is not the best of them.
        let named = grouping == .symbol ? byProfit.filter { $0.key != "cash" } : byProfit
        if isExtreme, let best = named.first, let worst = named.last, named.count > 1 {
            let unit = Fragment([.words(grouping.rawValue)])
            func text(_ entry: (key: String, value: (profit: Double, count: Int))) -> Fragment {
                "\(out.quote(entry.key)) \(out.dollars(Figure(entry.value.profit), "realised in a part", cite, signed: true, formula: "sum of the part"))"
            }
            // The first line is the answer.
            let sentence = AnswerSentence(
                fragment:
                    "Best \(unit): \(text(best)); worst: \(text(worst)), of \(out.count(named.count, "parts", cite)) by what was realised.",
                startsLine: true)
            out.sentences.insert(sentence, at: max(0, out.sentences.count - 1))
        }
        let sorted = grouping.isTime && !isExtreme ? sums.sorted { $0.key > $1.key } : byProfit
        out.table(
            sorted.prefix(Self.shownParts).map { entry in
                [
                    "\(out.quote(entry.key)):",
                    "\(out.dollars(Figure(entry.value.profit), "realised in a part", cite, signed: true, formula: "sum of the part")),",
                    "\(out.counted(entry.value.count, "closing", cite)).",
                ]
            })
        if sorted.count > Self.shownParts {
            let rest = sorted.dropFirst(Self.shownParts)
            let sum = Figure(rest.reduce(0) { $0 + $1.value.profit })
            out.line(
                "\(out.counted(rest.count, "further part", cite)) together \(out.dollars(sum, "realised in the rest", cite, signed: true, formula: "sum"))."
            )
        }
    }
}

extension StrategyKind {
    /// Sides of the options in it; empty for shares and unknown shapes.
    var rights: Set<OptionRight> {
        switch self {
        case .cashSecuredPut, .longPut, .bullPutSpread, .bearPutSpread, .putButterfly, .putCalendar,
            .putDiagonal, .protectivePut:
            [.put]
        case .shortCall, .coveredCall, .longCall, .bearCallSpread, .bullCallSpread, .callButterfly, .callCalendar,
            .callDiagonal:
            [.call]
        case .ironCondor, .ironButterfly, .longStraddle, .shortStraddle, .longStrangle, .shortStrangle, .collar:
            [.put, .call]
        case .stock, .custom: []
        }
    }
}
