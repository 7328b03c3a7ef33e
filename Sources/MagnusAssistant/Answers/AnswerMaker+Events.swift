import MagnusDomain

extension AnswerMaker {
    /// What the ledger says happened. Never what may come.
    func ledgerEvents() {
        if let span = NearRules.salesSpan(question.words, today: today) { return optionsSold(span) }
        let subject = EventRules.subject(question.words, today: today) ?? .everything
        let history = EventHistory(context.events)
        guard let begins = history.begins else {
            out.record("ledger", rows: 0)
            out.line("No ledger is loaded, so what happened before cannot be answered.")
            return
        }
        let cite = out.cite(
            "ledger", "Ledger", passage: "\(context.events.count) entries since \(begins.iso8601)", reference: "book")
        let span = eventSpan(subject)
        if let span, span.last < begins {
            out.line(
                "\(out.quote(span.label)) lies before the ledger, which begins \(out.date(begins, today: today)): unknown, not none."
            )
            return
        }
        let asked = Set(entities.symbols)
        // What was traded on the day before belongs to its session, not to the night after it.
        let isNight = span?.isNight ?? false
        let texts = Set(question.words.map { $0.typed.lowercased() })
        // "Worthless" is an expiry without shares and without cash.
        let isWorthless = texts.contains("worthless")
        let right = entities.contract.right
        if BookRules.namesGroup(question.words) {
            out.line(
                "What happened is told by side and name, not by kind of position: the kind is not taken into account.")
        }
        let found = history.happenings.filter { item in
            (asked.isEmpty || asked.contains(item.symbol)) && (span.map(item.isIn) ?? true)
                && (right == nil || item.contract?.right == right)
                && !filter.excludedSymbols.contains(item.symbol)
                && (filter.accounts.isEmpty || filter.accounts.contains(item.account))
                && (isWorthless ? item.kind == .expiration : true)
                && Self.kinds(subject).contains(item.kind)
                && !(isNight && item.kind == .trade && item.date == span?.first)
        }
        out.record("ledger", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: found.count)
        let contractEnds = found.filter { EventHistory.isEndOfContract($0.kind) }
        let others = found.filter { !EventHistory.isEndOfContract($0.kind) }
        let side: Fragment = right.map { $0 == .put ? ", puts only" : ", calls only" } ?? Fragment()
        let frame = eventFrame(span, begins) + side
        guard !found.isEmpty else {
            out.line("\(frame): \(Self.nothing(subject)) in the ledger.")
            stillOpen(subject)
            return
        }
        if contractEnds.isEmpty, subject == .everything {
            out.line("\(frame): no assignment, exercise or expiry.")
        } else if contractEnds.isEmpty {
            out.line("\(frame):")
        } else if !contractEnds.isEmpty {
            let counts = Self.ends.compactMap { kind, words -> Fragment? in
                let items = contractEnds.filter { $0.kind == kind }
                guard !items.isEmpty else { return nil }
                return out.counted(items.count, words, cite)
            }
            let contracts = contractEnds.reduce(0.0) { $0 + ($1.contract == nil ? 0 : $1.quantity) }
            let together: Fragment =
                contracts > Double(contractEnds.count)
                ? ", \(out.counted(contracts, "contract", cite)) together" : Fragment()
            out.line("\(frame): \(counts.joined(", "))\(together).")
        }
        for item in contractEnds.prefix(8) { describe(item, cite) }
        if contractEnds.count > 8 {
            out.line("Earlier ones: \(out.count(contractEnds.count - 8, "earlier", cite)), in the ledger.")
        }
        if [.dividends, .interest].contains(subject), others.count > 1 {
            let sum = Figure(others.reduce(0) { $0 + $1.cash })
            out.line(
                "Together \(out.dollars(sum, "sum of payments", cite, signed: true, formula: "sum of the cash")) in \(out.counted(others.count, "payment", cite))."
            )
        }
        otherEvents(others, cite)
        if subject == .assignments { stillOpen(subject) }
        out.offer("ask", "What could be assigned", ["text": "what could be assigned this week"])
    }

    private static let ends: [(LedgerEventKind, String)] = [
        (.assignment, "assignment"), (.exercise, "exercise"), (.expiration, "expiry"),
        (.cashSettlement, "cash settlement"),
    ]

    private static func kinds(_ subject: EventRules.Subject) -> Set<LedgerEventKind> {
        switch subject {
        case .assignments: [.assignment, .exercise]
        case .expiries: [.expiration, .cashSettlement, .assignment, .exercise]
        case .dividends: [.dividend]
        case .interest: [.interest]
        case .everything: Set(LedgerEventKind.allCases)
        }
    }

    private static func nothing(_ subject: EventRules.Subject) -> Fragment {
        switch subject {
        case .assignments: "no assignment and no exercise is"
        case .expiries: "no expiry, assignment or exercise is"
        case .dividends: "no dividend is"
        case .interest: "no interest is"
        case .everything: "no assignment, exercise, expiry, trade or cash movement is"
        }
    }

    /// Expiries without days are those of the last month: all of them would be a list of years.
    private func eventSpan(_ subject: EventRules.Subject) -> DateSpan? {
        if let span = PastSpanReader.eventSpan(question.words, today: today) { return span }
        if let span = entities.span, span.first == span.last {
            let day = span.first
            let back = day > today ? CalendarDate(year: day.year - 1, month: day.month, day: day.day) : day
            return back.map { DateSpan(first: $0, last: $0, label: $0.iso8601) }
        }
        // A count is of all there is.
        let isCount = question.words.contains {
            ["many", "often", "number", "ever", "total", "count"].contains($0.text)
        }
        guard subject == .everything || subject == .expiries, symbol == nil, !isCount else { return nil }
        let first = today.adding(days: subject == .everything ? -7 : -30)
        return DateSpan(first: first, last: today, label: "since \(first.iso8601)")
    }

    func eventFrame(_ span: DateSpan?, _ begins: CalendarDate) -> Fragment {
        let names: Fragment =
            entities.symbols.isEmpty ? "All symbols" : entities.symbols.map { out.quote($0) }.joined(" and ")
        guard let span else {
            return "\(names), since the ledger begins \(out.quote(begins.iso8601)), \(accounts)"
        }
        return "\(names), \(out.quote(span.label)), \(accounts)"
    }

    private func describe(_ item: EventHistory.Happening, _ cite: Int) {
        let noun = item.contract == nil ? "share" : "contract"
        let what: Fragment
        switch item.kind {
        case .assignment: what = "assigned"
        case .exercise: what = "exercised"
        case .cashSettlement: what = "settled in cash"
        default: what = "expired"
        }
        let title =
            item.contract.map { "\($0.underlying) \($0.shortName) \($0.expiry.iso8601)" } ?? "\(item.symbol) shares"
        var text: Fragment =
            "\(out.quote(title)): \(out.counted(item.quantity, noun, cite)) \(what), booked \(out.date(item.date, today: today))"
        if item.deliveredShares != 0 {
            let came: Fragment = item.deliveredShares > 0 ? "came" : "went"
            let number = abs(item.deliveredShares)
            text = text + ", \(out.counted(number, "share", cite)) \(came)"
            if let price = item.deliveryPrice {
                text =
                    text
                    + " at \(out.price(Figure(price), "delivery price", cite)), cash \(out.dollars(Figure(item.cash), "cash of the delivery", cite, signed: true))"
            }
        }
        text = text + ", realised \(out.dollars(Figure(item.realized), "realised", cite, signed: true))"
        out.line("\(text).")
    }

    /// Trades and cash of the days, in one line each.
    private func otherEvents(_ items: [EventHistory.Happening], _ cite: Int) {
        let trades = items.filter { $0.kind == .trade }
        if !trades.isEmpty {
            let names = trades.prefix(5).map { item -> Fragment in
                let title = item.contract.map { "\($0.underlying) \($0.shortName)" } ?? item.symbol
                return
                    "\(out.quote(title)) \(out.quote(item.date.monthDay)) \(out.dollars(Figure(item.cash), "cash of a trade", cite, signed: true))"
            }
            let more: Fragment = trades.count > names.count ? ", and others" : Fragment()
            out.line("\(out.counted(trades.count, "leg", cite)) traded: \(names.joined(", "))\(more).")
        }
        let words: [(LedgerEventKind, String)] = [
            (.dividend, "dividend"), (.interest, "interest payment"), (.fee, "fee"), (.transfer, "transfer"),
            (.split, "split"), (.symbolChange, "symbol change"), (.merger, "merger"), (.adjustment, "adjustment"),
            (.statement, "statement"), (.unread, "row not booked"), (.otherAsset, "movement of another asset"),
        ]
        for (kind, word) in words {
            let found = items.filter { $0.kind == kind }
            guard !found.isEmpty else { continue }
            let names = found.prefix(5).map { item -> Fragment in
                let symbol: Fragment = item.symbol.isEmpty ? Fragment() : "\(out.quote(item.symbol)) "
                return
                    "\(symbol)\(out.quote(item.date.iso8601)) \(out.dollars(Figure(item.cash), "cash", cite, signed: true))"
            }
            out.line("\(out.counted(found.count, word, cite)): \(names.joined(", ")).")
        }
    }

    /// Of a name that was asked about: what of it is open now, as a fact and not as an outlook.
    private func stillOpen(_ subject: EventRules.Subject) {
        guard symbol != nil, subject != .dividends, subject != .interest else { return }
        let open = rows()
        guard !open.isEmpty else {
            out.line("Nothing in \(entities.symbols.map { out.quote($0) }.joined(" or ")) is held now.")
            return
        }
        for row in open { remember(row) }
        out.line("Open now: \(open.prefix(4).map(dated).joined(", ")).")
        guard subject == .assignments, EventRules.namesAssignments(question.words) else { return }
        // Without a day the noun asks for both: what happened, and what may.
        let risks = open.filter { $0.legs.contains(where: Self.isShortOption) }.prefix(4).map { row -> Fragment in
            "\(name(row)) \(out.percent(row.assignmentProbability, "assignment probability", self.cite(row)))"
        }
        if !risks.isEmpty { out.line("Chance of assignment: \(risks.joined(", ")).") }
    }
}
