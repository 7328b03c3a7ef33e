import MagnusDomain

extension AnswerMaker {
    func defaultSpan() -> DateSpan {
        let sunday = today.adding(days: -today.weekday.rawValue + (today.weekday == .saturday ? 7 : 0))
        return DateSpan(first: max(today, sunday), last: sunday.adding(days: 6), label: "this week")
    }

    /// Rows with an option of the side that was asked for.
    func ofAskedRight(_ rows: [StrategyValuation]) -> [StrategyValuation] {
        guard let right = entities.contract.right else { return rows }
        return rows.filter { row in row.legs.contains { Self.right($0) == right } }
    }

    func assignmentRisk() async {
        if let candidate = subjectCandidate { return assignment(of: candidate) }
        guard !isBookEmpty else { return sayEmptyBook() }
        let isOne = symbol != nil || question.subject != nil
        let chosen = ofAskedRight(isOne ? rows() : book.strategies)
        if isOne, chosen.isEmpty { return nothingHeld(symbol ?? "") }
        let far = DateSpan(first: today, last: today.adding(days: 4000), label: "")
        // "My puts are assigned and the market falls 10%" supposes it of all of them.
        let isSupposed = question.marketMove != nil
        let namesAll = question.words.contains { ["everything", "all", "every", "whole"].contains($0.text) }
        let isAll = entities.span == nil && (isSupposed || namesAll)
        let whole = DateSpan(first: far.first, last: far.last, label: "by their last day, all of them")
        let span = entities.span ?? (isOne ? far : isAll ? whole : defaultSpan())
        let all = obligations(in: span, rows: chosen)
        // What is far out of the money is counted, not listed.
        let listed = isOne || isAll || isSupposed ? all : all.filter { ($0.probability.value ?? 1) >= 0.2 }
        out.record("assignment_risk", ["span": span.label], rows: all.count)
        let cite = citeBook()
        let when: Fragment = span.label.isEmpty ? Fragment() : " \(out.quote(span.label))"
        guard !listed.isEmpty else {
            if isOne {
                beyond(span, far: far, rows: chosen)
            } else if all.isEmpty {
                out.line(
                    "No short option with delivery of shares ends\(when), and none is called early for a dividend then."
                )
                earlyRisk(book.strategies)
            } else {
                let parts = all.prefix(3).map { item in
                    "\(name(item.row)) \(out.percent(item.probability, "assignment probability", self.cite(item.row)))"
                        as Fragment
                }
                out.line("None of the shorts\(when) is likely to be assigned: \(parts.joined(", ")).")
                earlyRisk(book.strategies)
            }
            if let move = question.marketMove { sayUnmoved(move) }
            return
        }
        var moved: MovedBook?
        if let move = question.marketMove { moved = self.moved(listed, by: move, rule: await data.scenarioRule()) }
        out.line(
            isOne
                ? Fragment()
                : "\(out.counted(listed.count, "position", cite)) could be assigned\(when).")
        // The first four lines hold the count, the first rows, what is left after a move and whether cash pays for all.
        let first = moved == nil ? 3 : 2
        for (index, item) in listed.prefix(first).enumerated() { describe(item, startsLine: isOne || index > 0) }
        if isOne { for item in listed.prefix(2) { sayResult(of: item) } }
        if let moved { say(moved) }
        funding(listed, span: span, isOne: isOne, isWhole: isAll)
        for item in listed.dropFirst(first) { describe(item, startsLine: true) }
        if let moved { sayShares(of: moved) }
        leftOut(of: chosen, in: span)
        if let first = listed.first {
            offerRow(first.row)
            offerExplain(first.row.id, "assignment_probability")
        }
        if isOne { openAlerts(of: chosen) }
        out.offer("show_all", "Expiry board")
    }

    /// Adjusted shorts deliver what no rule here tells; they are named, so that the sum is not taken for all of them.
    private func leftOut(of rows: [StrategyValuation], in span: DateSpan) {
        let adjusted = rows.filter { row in
            row.legs.contains { leg in
                guard leg.position.quantity.isShort, case .option(let contract) = leg.position.instrument else {
                    return false
                }
                return contract.isAdjusted && span.contains(contract.expiry)
                    && (entities.contract.right == nil || entities.contract.right == contract.right)
            }
        }
        guard !adjusted.isEmpty else { return }
        out.line(
            "In no sum, because adjusted: \(adjusted.prefix(4).map(dated).joined(", ")).")
    }

    /// One name without an obligation in the days asked for: what it has after them, so that no all-clear is read into it.
    private func beyond(_ span: DateSpan, far: DateSpan, rows: [StrategyValuation]) {
        let later = obligations(in: far, rows: rows)
        let names = rows.prefix(3).map(dated).joined(", ")
        guard !later.isEmpty else {
            out.line("\(names): no short option with delivery of shares, so nothing can be assigned.")
            for row in rows.prefix(3) { remember(row) }
            openAlerts(of: rows)
            return
        }
        let when: Fragment = span.label.isEmpty ? Fragment() : " \(out.quote(span.label))"
        out.line("Not by expiry\(when), but later; an American option can be assigned on any day:")
        for item in later.prefix(3) { describe(item, startsLine: true) }
        openAlerts(of: rows)
    }

    /// An all-clear for an evening is not one for early exercise: the shorts in the money are named.
    private func earlyRisk(_ rows: [StrategyValuation]) {
        let inside = rows.filter { row in
            (row.distance.value ?? 0) < 0
                && row.legs.contains { leg in
                    guard case .option(let contract) = leg.position.instrument else { return false }
                    return leg.position.quantity.isShort && contract.settlement == .physical
                }
        }.sorted { ($0.distance.value ?? 0, $0.id) < ($1.distance.value ?? 0, $1.id) }
        guard !inside.isEmpty else { return }
        let parts = inside.prefix(3).map { row in
            "\(dated(row)) \(out.percent(row.assignmentProbability, "assignment probability", cite(row)))" as Fragment
        }
        out.line(
            "In the money, so its holder may exercise on any day; chance up to expiry: \(parts.joined(", ")).")
        for row in inside.prefix(3) { remember(row) }
    }

    func openAlerts(of rows: [StrategyValuation]) {
        let symbols = Set(rows.map(\.symbol))
        let others = Set(book.strategies.map(\.id)).subtracting(rows.map(\.id))
        for alert in openAlerts where alert.finding.symbol.map(symbols.contains) == true {
            // Of another row of the same name.
            if let row = alert.finding.positionIdentifier, others.contains(row) { continue }
            let cite = cite(alert)
            out.line(
                "Alert \(Fragment([.words(alert.finding.priority.rawValue)])): \(out.quote(alert.finding.title, cite))."
            )
        }
    }

    private func describe(_ item: ShortObligation, startsLine: Bool) {
        let source = cite(item.row)
        remember(item.row)
        let strike = out.price(Figure(item.contract.strike), "strike", source)
        let shares = out.decimal(Figure(item.shares), "shares", source)
        let move: Fragment
        if item.contract.right == .put {
            move =
                "\(shares) shares come at \(strike) for \(out.dollars(Figure(item.cash), "cash for the shares", source, formula: "strike x shares"))"
        } else {
            move =
                isCovered(item)
                ? "\(shares) shares go at \(strike)" : "\(shares) shares are owed at \(strike), not held in this row"
        }
        let evening: Fragment =
            item.isDated ? " on the evening of \(out.date(item.due, today: today))" : " on some day before expiry"
        let reason: Fragment =
            item.isForDividend ? ", early for the dividend\(evening)" : item.isEarly ? ", early\(evening)" : Fragment()
        let chance = out.percent(
            item.probability, item.isEarly ? "early exercise probability" : "assignment probability", source)
        let wish: Fragment =
            item.row.intent == .take ? ", wanted" : item.row.intent == .avoid ? ", not wanted" : Fragment()
        let expiry: Fragment = item.isEarly ? Fragment() : " \(expiryText(item.row))"
        let text: Fragment =
            "\(name(item.row))\(expiry) \(chance)\(reason): \(move)\(wish)."
        if startsLine { out.line(text) } else { out.more(text) }
    }

    /// Whether cash pays for everything listed.
    private func funding(_ items: [ShortObligation], span: DateSpan, isOne: Bool, isWhole: Bool) {
        let accounts = Set(items.map(\.row.account))
        let balances = book.accounts.filter { accounts.contains($0.account.name) }
        guard let account = balances.first, balances.count == 1 else {
            if balances.isEmpty { out.line("Whether cash suffices is unknown: no balance of the account is known.") }
            for account in balances {
                out.line(
                    "\(out.quote(account.account.name)): free cash \(out.dollars(account.freeCash, "free cash", cite(account)))."
                )
            }
            return
        }
        let source = cite(account)
        let cash = Figure(account.cash.dollars)
        let paid = items.filter { $0.cash > 0 }.reduce(0) { $0 + $1.cash }
        // Who is assigned on calls without the shares must buy them first: that price is not known.
        let owed = items.filter { $0.cash < 0 && !isCovered($0) }
        let received = -items.filter { $0.cash < 0 && isCovered($0) }.reduce(0) { $0 + $1.cash }
        let after = cash.map { $0 - paid + received }
        // A name and all of the book are looked at on the day when the last of it is due, days asked for at their end.
        let lastDay = isOne || isWhole ? items.map(\.due).max() ?? today : span.last
        let moment: Fragment = "by \(out.date(lastDay, today: today))"
        var sum: Fragment =
            "If \(items.count == 1 ? "it happens" : "all happen") \(moment): cash \(out.dollars(cash, "cash", source))"
        if paid > 0 {
            sum =
                sum
                + " - \(out.dollars(Figure(paid), "paid for shares", source, formula: "sum of strike x shares of puts"))"
        }
        if received > 0 {
            sum =
                sum
                + " + \(out.dollars(Figure(received), "received for shares", source, formula: "sum of strike x shares of calls"))"
        }
        sum = sum + " = \(out.dollars(after, "cash after", source, formula: "cash - paid + received"))"
        // One rule for a name, a day and the whole book: what is assigned, and what ends by then out of the money as it
        // stands, reserves no more; every other short keeps its reserve. The account is of the whole book, whatever the
        // question is restricted to.
        let reserving = context.book.strategies.filter { row in
            row.account == account.account.name && Self.reserving.contains(row.kind)
        }
        let assigned = reserving.filter { row in items.contains { $0.row.id == row.id } }
        let kept = reserving.filter { row in !assigned.contains { $0.id == row.id } }
        let expired = kept.filter { row in
            row.expiry.map { $0 <= lastDay } == true && (row.distance.value ?? -1) >= 0
        }
        let others = account.reservedCash
            .combined(with: Self.sum((assigned + expired).map(\.collateral))) { max(0, $0 - $1) }
        let free = after.combined(with: others) { $0 - $1 }
        let rest: Fragment =
            (free.value ?? 0) < 0
            ? "\(out.dollars(free.map(abs), "missing after", source, formula: "reserved by others - cash after")) is missing."
            : "\(out.dollars(free, "free after", source, formula: "cash after - reserved by others")) stays free."
        sum =
            sum
            + "; the other shorts reserve \(out.dollars(others, "reserved by others", source, formula: "reserved cash - collateral of what is assigned or ends")), so \(rest)"
        out.line(sum)
        sayReserve(expired: expired, others: kept.filter { row in !expired.contains { $0.id == row.id } })
        if !owed.isEmpty {
            out.line(
                "In no sum, because the shares are owed and not held in their rows: \(owed.prefix(6).map { dated($0.row) }.joined(", ")). Buying them costs what they trade at then."
            )
        }
    }

    /// By which rule the others reserve: what has ended by then, and what keeps its reserve.
    private func sayReserve(expired: [StrategyValuation], others: [StrategyValuation]) {
        func names(_ rows: [StrategyValuation]) -> Fragment {
            let known = rows.filter { ($0.collateral.value ?? 0) > 0 }
            let shown = known.prefix(4).map { row in
                "\(dated(row)) \(out.dollars(row.collateral, "reserve", cite(row)))" as Fragment
            }.joined(", ")
            return known.count > 4 ? shown + " and others" : shown
        }
        let gone: Fragment =
            expired.isEmpty ? Fragment() : "; out of the money and ended by then: \(names(expired))"
        let left: Fragment = others.isEmpty ? Fragment() : "; still reserved: \(names(others))"
        out.line(
            "Rule: what is assigned, or ends by then out of the money as it stands now, reserves no more, every other short does\(gone)\(left)."
        )
    }

    /// Whether the row holds the shares that a call takes.
    private func isCovered(_ item: ShortObligation) -> Bool {
        item.row.legs.contains { leg in
            if case .stock = leg.position.instrument { return leg.position.quantity.value >= item.shares }
            return false
        }
    }

    /// Kinds whose collateral is reserved cash.
    private static let reserving: Set<StrategyKind> = [
        .cashSecuredPut, .bullPutSpread, .bearCallSpread, .ironCondor, .ironButterfly,
    ]
}
