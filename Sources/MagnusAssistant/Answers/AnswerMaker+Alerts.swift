import MagnusDomain

extension AnswerMaker {
    /// Worst first, and of one severity in the order of the pane, which the context has.
    var openAlerts: [Alert] {
        context.alerts.filter { $0.state != .dismissed && $0.state != .resolved }.enumerated()
            .sorted { ($1.element.finding.priority.rank, $0.offset) < ($0.element.finding.priority.rank, $1.offset) }
            .map(\.element)
    }

    func cite(_ alert: Alert) -> Int {
        let age = alert.finding.evidence.compactMap(\.ageSeconds).max() ?? context.now.seconds(since: alert.updatedAt)
        return out.cite(
            "alerts", alert.finding.title, passage: alert.finding.message, reference: alert.id, age: max(0, age))
    }

    /// Without a single run of a monitor silence is no all-clear, and the answer must not sound like one.
    private func sayMonitorsHaveNotRun() -> Bool {
        guard !context.monitors.contains(where: { $0.lastRunAt != nil }) else { return false }
        out.line("No monitor has run yet, so whether anything is wrong is unknown.")
        out.offer("ask", "Monitors", ["text": "monitor status"])
        return true
    }

    private func citeAlerts() -> Int {
        out.cite("alerts", "Open alerts", passage: "\(openAlerts.count) open", reference: "alerts")
    }

    /// An alert's words with its evidence as figures.
    func describe(_ alert: Alert) {
        let cite = cite(alert)
        let finding = alert.finding
        out.list(alert.id, symbol: finding.symbol ?? "", title: finding.title)
        out.line(
            "\(Fragment([.words(finding.priority.rawValue)])) \(out.quote(finding.title, cite)): \(out.quote(finding.message, cite, maximumLength: 240))"
        )
        let facts = finding.evidence.prefix(5).map { evidence -> Fragment in
            let figure = evidence.figure
            let text: Fragment
            switch evidence.unit {
            case "fraction", "%":
                text = out.percent(
                    evidence.unit == "%" ? figure.map { $0 / 100 } : figure, evidence.name, cite, decimals: 1)
            case "USD": text = out.dollars(figure, evidence.name, cite)
            case "USD/share": text = out.price(figure, evidence.name, cite)
            default: text = "\(out.decimal(figure, evidence.name, cite, decimals: 2)) \(out.quote(evidence.unit))"
            }
            return "\(out.quote(evidence.name)) \(text)"
        }
        if !facts.isEmpty { out.line("Rests on: \(facts.joined("; ")).") }
        if let deadline = finding.deadline, deadline > context.now {
            let local = deadline.newYork
            // A weekday says nothing of a day that is weeks away.
            let isFar = local.date.days(since: today) > 6
            let day: Fragment = isFar ? "\(out.date(local.date, today: today)), " : Fragment()
            out.more("Deadline \(day)\(out.quote(local.weekdayHourMinute)) New York.")
        }
        for action in finding.actions.prefix(4) {
            out.offer(action.action, action.label, action.parameters.merging(["reference": alert.id]) { old, _ in old })
        }
        if let position = finding.positionIdentifier {
            out.offer("details", "Details", ["reference": position])
        }
    }

    /// The severities a question names; nil when it names none.
    private var askedPriorities: Set<AlertPriority>? {
        let set = Set(question.words.flatMap { [$0.text, $0.typed.lowercased()] })
        var found: Set<AlertPriority> = []
        var excluded: Set<AlertPriority> = []
        for priority in AlertPriority.allCases where set.contains(priority.rawValue.lowercased()) {
            let isExcluded = question.words.indices.contains {
                question.words[$0].typed.lowercased() == priority.rawValue.lowercased()
                    && NegationReader.negates($0, question.words)
            }
            if isExcluded { excluded.insert(priority) } else { found.insert(priority) }
        }
        if !excluded.isEmpty, found.isEmpty { return Set(AlertPriority.allCases).subtracting(excluded) }
        if !set.isDisjoint(with: ["urgent", "serious", "severe", "worst", "red", "important"]) {
            found.formUnion([.high, .critical])
        }
        if !set.isDisjoint(with: ["above", "over", "worse", "higher"]), let least = found.min() {
            found.formUnion(AlertPriority.allCases.filter { $0 >= least })
        }
        return found.isEmpty ? nil : found
    }

    func alerts() {
        let ofSymbol = openAlerts.filter { alert in
            guard isOfAskedName(alert) else { return false }
            return !(alert.finding.symbol.map(filter.excludedSymbols.contains) ?? false)
        }
        if !filter.excludedSymbols.isEmpty {
            out.line("Left out as asked: \(filter.excludedSymbols.map { out.quote($0) }.joined(", ")).")
        }
        var alerts = ofSymbol
        if let asked = askedPriorities { alerts = alerts.filter { asked.contains($0.finding.priority) } }
        if let days = filter.expiries {
            let ending = Set(
                context.book.strategies.filter { $0.expiry.map(days.contains) ?? false }.map(\.id))
            alerts = alerts.filter { $0.finding.positionIdentifier.map(ending.contains) ?? false }
            out.line("Of rows that expire \(out.quote(days.label)):")
        }
        let words = Set(question.words.flatMap { [$0.text, $0.typed.lowercased()] })
        for state in [AlertState.acknowledged, .snoozed] where words.contains(state.rawValue) {
            alerts = alerts.filter { $0.state == state }
        }
        if words.contains("acked") { alerts = alerts.filter { $0.state == .acknowledged } }
        if let gone = ["dismissed", "resolved", "muted"].first(where: words.contains) {
            return out.line(
                "Alerts that are \(out.quote(gone)) are not among those an answer has: \(out.counted(openAlerts.count, "alert", citeAlerts())) open. The alerts pane and \(out.quote("magnus alerts")) tell of them."
            )
        }
        let cite = citeAlerts()
        if !words.isDisjoint(with: ["new", "since", "raised", "fresh"]),
            let span = PastSpanReader.eventSpan(question.words, today: today)
        {
            alerts = alerts.filter { span.first <= $0.raisedAt.newYork.date }
            out.line("Raised since \(out.quote(span.first.iso8601)):")
        }
        out.record("alerts", ["symbol": symbol ?? ""], rows: alerts.count)
        if alerts.isEmpty, !ofSymbol.isEmpty {
            out.line(
                "No open alert is of that kind; \(out.counted(ofSymbol.count, "other", cite)) open: \(counts(ofSymbol, cite))."
            )
            out.offer("ask", "All open alerts", ["text": "which alerts are open"])
            return
        }
        guard !alerts.isEmpty else {
            if sayMonitorsHaveNotRun() { return }
            let nearest = context.monitors.compactMap(\.nearest).first
            out.line(symbol == nil ? "No alert is open." : "No alert is open on \(askedNames(" or ")).")
            if let nearest, symbol == nil { out.more("Nearest to firing: \(out.quote(nearest)).") }
            return
        }
        let others: Fragment =
            alerts.count == ofSymbol.count
            ? Fragment() : " of \(out.count(ofSymbol.count, "open alerts", cite)) open"
        out.line("Open alerts: \(counts(alerts, cite))\(others).")
        sayNamesWithoutAlert(alerts)
        for alert in alerts {
            let source = self.cite(alert)
            out.line(
                "\(Fragment([.words(alert.finding.priority.rawValue)])) \(out.quote(alert.finding.title, source)) (\(out.quote(alert.finding.trailing, source)))"
            )
            out.list(alert.id, symbol: alert.finding.symbol ?? "", title: alert.finding.title)
        }
        out.offer("show_all", "Show all alerts")
        if let first = alerts.first { out.offer("details", "Details", ["reference": first.id]) }
    }

    private func counts(_ alerts: [Alert], _ cite: Int) -> Fragment {
        AlertPriority.allCases.reversed().compactMap { priority -> Fragment? in
            let number = alerts.filter { $0.finding.priority == priority }.count
            guard number > 0 else { return nil }
            return "\(out.count(number, "\(priority.rawValue) alerts", cite)) \(Fragment([.words(priority.rawValue)]))"
        }.joined(", ")
    }

    private func isOfAskedName(_ alert: Alert) -> Bool {
        entities.symbols.isEmpty || alert.finding.symbol.map(entities.symbols.contains) ?? false
    }

    private func askedNames(_ joint: String) -> Fragment { entities.symbols.map { out.quote($0) }.joined(joint) }

    /// Of several names, those of which nothing is told.
    private func sayNamesWithoutAlert(_ alerts: [Alert]) {
        let named = Set(alerts.compactMap(\.finding.symbol))
        let without = entities.symbols.filter { !named.contains($0) }
        guard entities.symbols.count > 1, !without.isEmpty else { return }
        out.line("None of these is on \(without.map { out.quote($0) }.joined(" or ")).")
    }

    func whyAlert() {
        var alerts = openAlerts
        if let subject = question.subject {
            let ofRow = alerts.filter {
                $0.id == subject.reference || $0.finding.positionIdentifier == subject.reference
            }
            if !ofRow.isEmpty {
                alerts = ofRow
            } else {
                alerts = alerts.filter(isOfAskedName)
            }
        } else {
            alerts = alerts.filter(isOfAskedName)
        }
        out.record("why_alert", ["symbol": symbol ?? ""], rows: alerts.count)
        guard let worst = alerts.first else {
            if sayMonitorsHaveNotRun() { return }
            out.line(
                symbol == nil
                    ? "No alert is open." : "No alert is open on \(askedNames(" or ")), so nothing is flagged there.")
            return
        }
        let points = question.words.contains { ["this", "it", "that"].contains($0.text) }
        if points, symbol == nil, question.subject == nil {
            out.line("No row is pointed at; the worst open alert is:")
        }
        if entities.symbols.count > 1, question.subject == nil { return whyAlerts(alerts) }
        describe(worst)
        if alerts.count > 1, symbol != nil {
            for other in alerts.dropFirst().prefix(2) { describe(other) }
        }
    }

    /// Why each of several names is flagged, in the order they are asked.
    private func whyAlerts(_ alerts: [Alert]) {
        for name in entities.symbols {
            let own = alerts.filter { $0.finding.symbol == name }
            for alert in own.prefix(2) { describe(alert) }
            if own.count > 2 {
                out.line("\(out.quote(name)): \(out.counted(own.count - 2, "further alert", citeAlerts())) open.")
            }
        }
        sayNamesWithoutAlert(alerts)
    }

    func attention() {
        let alerts = openAlerts
        let cite = citeAlerts()
        out.record("attention", rows: alerts.count)
        if alerts.isEmpty {
            if !sayMonitorsHaveNotRun() { out.line("No alert is open.") }
        } else {
            let urgent = alerts.filter { $0.finding.priority >= .high }.count
            out.line(
                "\(out.counted(alerts.count, "alert", cite)) \(alerts.count == 1 ? "is" : "are") open, \(out.count(urgent, "high or critical", cite)) of them high or critical:"
            )
            for alert in alerts.prefix(3) {
                let source = self.cite(alert)
                out.line(
                    "\(Fragment([.words(alert.finding.priority.rawValue)])) \(out.quote(alert.finding.title, source)) (\(out.quote(alert.finding.trailing, source))): \(out.quote(alert.finding.message, source, maximumLength: 120))"
                )
                out.list(alert.id, symbol: alert.finding.symbol ?? "", title: alert.finding.title)
            }
        }
        if !isBookEmpty {
            let source = citeBook()
            out.line(
                "Day P/L \(out.dollars(book.dayProfit, "day P/L", source, signed: true)), open \(out.dollars(book.openProfit, "open P/L", source, signed: true)), market \(out.quote(context.sessionWord))."
            )
        } else if alerts.isEmpty {
            sayEmptyBook()
        }
        let candidates = context.scans.flatMap(\.candidates).sorted { ($1.score, $0.id) < ($0.score, $1.id) }
        if let best = candidates.first { out.line("Best candidate: \(short(best)).") }
        out.offer("show_all", "Show all alerts")
    }

    func monitors() {
        out.record("monitors", rows: context.monitors.count)
        guard !context.monitors.isEmpty else {
            out.line("No monitor has reported, so it is unknown when they last ran.")
            return
        }
        let cite = out.cite("monitors", "Monitors", reference: "monitors")
        let failed = context.monitors.filter { $0.failure != nil }
        let last = context.monitors.compactMap(\.lastRunAt).max()
        var text: Fragment = out.counted(context.monitors.count, "monitor", cite)
        if let last { text = text + ", last run \(out.quote(last.newYork.clock))" }
        if let next = context.monitors.compactMap(\.nextRunAt).min() {
            text = text + ", next \(out.quote(next.newYork.clock))"
        }
        out.line(text + ", findings \(out.count(context.monitors.reduce(0) { $0 + $1.findings }, "findings", cite)).")
        for monitor in failed {
            out.line("\(out.quote(monitor.name.rawValue)) failed: \(out.quote(monitor.failure ?? ""))")
        }
        for monitor in context.monitors where monitor.failure == nil {
            guard let nearest = monitor.nearest else { continue }
            out.line("\(out.quote(monitor.name.rawValue)), nearest to firing: \(out.quote(nearest))")
        }
    }

    func notes() {
        let rows = rows().filter { !(context.notes[$0.id] ?? "").isEmpty }
        out.record("notes", ["symbol": symbol ?? ""], rows: rows.count)
        guard !rows.isEmpty else {
            out.line(symbol.map { "No note is kept on \(out.quote($0))." } ?? "No notes are kept.")
            return
        }
        for row in rows {
            out.line("\(name(row)): \(out.quote(context.notes[row.id] ?? "", cite(row), maximumLength: 200))")
            remember(row)
        }
    }
}
