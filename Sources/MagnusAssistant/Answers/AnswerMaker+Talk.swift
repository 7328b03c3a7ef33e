import MagnusDomain

extension AnswerMaker {
    func concept() {
        let id = entities.concept ?? (question.isFollowUp ? state.concept : nil)
        guard let id, let concept = ConceptTable.concept(id) else {
            out.record("concept", rows: 0)
            out.line(
                "No text on that is kept. Explained are ideas such as theta, delta, the wheel, assignment, pin risk and IV rank."
            )
            out.offer("help", "What can be asked")
            return
        }
        say(concept)
        let others = ConceptTable.mentioned(in: mentionedWords).filter { $0 != id }
        for other in others.prefix(1) {
            if let second = ConceptTable.concept(other) { say(second) }
        }
        if id == "wheel" || id == "cash_secured_put" {
            out.offer("ask", "Best candidate now", ["text": "what is the best cash secured put"])
        }
    }

    /// Further concepts of "the difference between A and B".
    private var mentionedWords: [Word] { question.words }

    private func say(_ concept: Concept) {
        let cite = out.cite("concepts", concept.title, passage: concept.text, reference: "concept:\(concept.id)")
        out.record("concept", ["id": concept.id], rows: 1)
        out.line(
            "\(out.quote(concept.title, cite)): \(out.quote(concept.text, cite, maximumLength: 600)) (\(out.quote(concept.source, cite)))"
        )
    }

    func marketHours() {
        let calendar = context.market.calendar
        let status = calendar.status(at: context.now)
        out.record("market_hours", rows: 1)
        if let span = entities.span, span.first == span.last, span.first != today {
            let day = span.first
            if let session = calendar.session(on: day) {
                out.line(
                    "\(out.date(day, today: today)) is a session, \(out.quote(session.open.newYork.hourMinute)) to \(out.quote(session.close.newYork.hourMinute)) New York\(session.isEarlyClose ? ", an early close" : "")."
                )
            } else {
                let name = calendar.holidayName(on: day)
                let why: Fragment = name.map { " (\(out.quote($0)))" } ?? " (weekend)"
                out.line(
                    "\(out.date(day, today: today)) is no session\(why); the next is \(out.date(calendar.nextSession(after: day), today: today))."
                )
            }
            return
        }
        out.line("New York \(out.quote(context.now.newYork.description)): \(out.quote(context.sessionWord)).")
        if status.phase.isRegularSession, let session = status.session {
            out.more(
                "The regular session ends at \(out.quote(session.close.newYork.hourMinute))\(session.isEarlyClose ? ", early" : "")."
            )
        } else {
            out.more(
                "The next regular session opens \(out.date(status.nextOpen.newYork.date, today: today)) \(out.quote(status.nextOpen.newYork.hourMinute))."
            )
        }
        var day = today
        for _ in 0..<120 {
            day = day.adding(days: 1)
            if let name = calendar.holidayName(on: day) {
                out.line("Next closed weekday: \(out.date(day, today: today)), \(out.quote(name)).")
                break
            }
        }
    }

    func dataAge() {
        out.record("sources", rows: 1)
        let cite = out.cite(
            "quotes", context.market.source, passage: "market data source", reference: "source:\(context.market.source)"
        )
        out.line(
            "Market data come from \(out.quote(context.market.source)), snapshot \(out.quote(context.market.asOf.newYork.clock)) New York."
        )
        let ages = book.strategies.flatMap(\.legs).compactMap(\.markAgeSeconds)
        if let oldest = ages.max(), let youngest = ages.min() {
            out.line(
                "Marks of the book: youngest \(out.decimal(Figure(youngest), "youngest mark", cite)) s, oldest \(out.decimal(Figure(oldest), "oldest mark", cite)) s."
            )
        } else {
            out.line("No mark of the book states its age.")
        }
        for account in book.accounts {
            let source = self.cite(account)
            let age = Figure(account.ageSeconds, else: .noSource)
            out.line(
                "\(out.quote(account.account.name)): from \(out.quote(account.source)), age \(out.decimal(age, "age of the account", source)) s."
            )
        }
        for excluded in book.excluded.prefix(3) { out.line("Without usable quotes: \(out.quote(excluded)).") }
        out.more("Every figure shows its age and source with explain.")
    }

    func explainFigure() async {
        if let subject = question.subject {
            let found = context.everyScan.flatMap { $0.candidates + $0.nearestMisses }.first {
                $0.id == subject.reference
            }
            if let found { return describe(found) }
            if let alert = context.alerts.first(where: { $0.id == subject.reference }) { return describe(alert) }
        }
        let figures = state.figures.filter { $0.reference != nil }
        let wanted = figures.first { $0.reference == question.subject?.reference } ?? figures.first
        // The row the talk is about is explained before any other figure of the answer.
        let row = question.subject.flatMap { subject in book.strategies.first { $0.id == subject.reference } }
        if let reference = row?.id ?? wanted?.reference {
            for id in candidates(of: reference) {
                if let explanation = await data.explain(id) {
                    say(explanation)
                    return
                }
            }
        }
        if let alert = context.alerts.first(where: { alert in
            alert.finding.positionIdentifier != nil && alert.finding.positionIdentifier == question.subject?.reference
        }) {
            return describe(alert)
        }
        out.record("explain", rows: 0)
        if let wanted {
            out.line(
                "\(out.quote(wanted.text)) came from \(out.quote(wanted.source)); how it was computed is not recorded here."
            )
        } else {
            out.line(
                "There is no figure of an earlier answer to explain. The explain key on any figure shows formula, inputs and ages."
            )
        }
    }

    /// How the largest part of a sum is made: the others are made alike.
    func explainLargest(_ measure: RowFigures.Measure) async {
        let keys: [RowFigures.Measure: String] = [
            .profit: "unrealized_pnl", .dayProfit: "day_pnl", .theta: "theta_per_day", .delta: "delta",
            .vega: "vega_per_point", .collateral: "collateral", .costToClose: "cost_to_close",
        ]
        let known = rowsAsked().filter { figure(measure, of: $0).value != nil }
        let largest = known.max { left, right in
            (abs(figure(measure, of: left).value ?? 0), right.id) < (
                abs(figure(measure, of: right).value ?? 0), left.id
            )
        }
        // Of some legs of a row nothing is made by itself.
        let isWhole = context.book.strategies.contains { $0.id == largest?.id && $0.legs.count == largest?.legs.count }
        guard let key = keys[measure], let largest, isWhole, let made = await data.explain("\(largest.id)#\(key)")
        else { return }
        out.line("The largest part, and how it is made; the others are made alike:")
        say(made)
    }

    /// Ids under which the engine may know a figure: with its key when the last answer offered one.
    private func candidates(of reference: String) -> [String] {
        let key: String
        switch state.intent {
        case .dayProfit: key = "day_pnl"
        case .realizedProfit: key = "realized_pnl"
        case .thetaIncome: key = "theta_per_day"
        case .deltaExposure: key = "beta_weighted_delta"
        case .bookGreeks: key = "delta"
        case .vegaExposure: key = "vega_per_point"
        case .assignmentRisk, .expirations: key = "assignment_probability"
        case .cash: key = "cash"
        case .netLiquidation: key = "net_liquidation"
        case .marginUse: key = "buying_power"
        case .volatilityRank: key = "iv_rank"
        case .expectedMove: key = "expected_move"
        default: key = "unrealized_pnl"
        }
        return ["\(reference)#\(key)", reference]
    }

    private func say(_ explanation: Explanation) {
        let age = explanation.inputs.compactMap(\.ageSeconds).max()
        let cite = out.cite(
            "explain", explanation.title, passage: explanation.formula, reference: explanation.id, age: age)
        out.record("explain", ["id": explanation.id], rows: explanation.inputs.count)
        out.line(
            "\(out.quote(explanation.title, cite)) = \(out.quote(explanation.value, cite)): \(out.quote(explanation.formula, cite, maximumLength: 240))."
        )
        let inputs = explanation.inputs.map { input -> Fragment in
            let unit: Fragment = input.unit.isEmpty ? Fragment() : " \(out.quote(input.unit, cite))"
            return
                "\(out.quote(input.name, cite)) \(out.quote(input.value, cite))\(unit) (\(out.quote(input.source, cite)))"
        }
        if !inputs.isEmpty { out.line("Inputs: \(inputs.prefix(6).joined("; ")).") }
        out.line("Method: \(out.quote(explanation.method, cite, maximumLength: 200)).")
        for note in explanation.notes.prefix(3) { out.line(out.quote(note, cite, maximumLength: 200)) }
        out.offer("explain", "Explain", ["id": explanation.id])
    }

    func placeOrder() {
        out.record("orders", rows: 0)
        out.line(
            "Nothing was ordered: this chat answers questions and cannot trade. An order needs a person's own confirmation outside of it."
        )
        guard symbol != nil || question.subject != nil else { return }
        for row in rows().prefix(2) {
            out.line(
                "\(name(row)): P/L \(out.dollars(row.unrealizedProfit, "P/L", cite(row), signed: true)), to close \(out.dollars(row.costToClose, "cost to close", cite(row)))."
            )
            remember(row)
            offerRow(row)
        }
    }

    func settings() {
        out.record("settings", rows: 0)
        out.line(
            "Settings, alerts and accounts are not changed from the chat. The settings view and the alert keys do that; nothing was changed."
        )
        if NearRules.commandsAlert(question.words, RuleWords(question.words)),
            let topic = UsageTable.all.first(where: { $0.words.contains("acknowledge") })
        {
            let cite = out.cite("help", topic.title, passage: topic.text)
            out.line(out.quote(topic.text, cite, maximumLength: 300))
            out.more("These are the keys of the default keymap.")
        }
        out.offer("settings", "Settings")
    }

    func greeting() {
        out.line("Hello. The market is \(out.quote(context.sessionWord)).")
        let urgent = context.alerts.filter { $0.finding.priority == .critical && $0.state == .active }
        if !urgent.isEmpty {
            let cite = out.cite("alerts", "Open alerts", reference: "alerts")
            out.more("\(out.counted(urgent.count, "critical alert", cite)) \(urgent.count == 1 ? "is" : "are") open.")
        }
        out.offer("help", "What can be asked")
    }

    func help() {
        if let topic = UsageTable.topic(question.words) {
            let cite = out.cite("help", topic.title, passage: topic.text)
            out.record("help", ["topic": topic.title], rows: 1)
            out.line("\(out.quote(topic.text, cite, maximumLength: 300))")
            out.line("These are the keys of the default keymap; the help of the screen lists those in force.")
            return
        }
        out.line(
            "Asked can be: positions, P/L, Greeks, theta, cash, margin, expirations, assignment and whether cash pays for it;"
        )
        out.line(
            "alerts and why, candidates and why not, a symbol's price, IV rank, expected move, earnings, dividends, contracts and strikes by delta;"
        )
        out.line(
            "roll, close or take as facts, what a market move does, market hours, and ideas such as the wheel or pin risk."
        )
        out.line(
            "Follow-ups work: the second one, why, what about another symbol, and next week. Nothing here trades or advises."
        )
        for text in Suggestions.make(context: context) { out.offer("ask", text, ["text": text]) }
    }

    func outOfScope() {
        if question.wordCount == 0 {
            out.line("Nothing readable was asked.")
        } else {
            out.line("That cannot be answered from the book, the market data or the concept texts here.")
        }
        out.more(
            "It can say what is held, earned, expiring, assignable, alerted, worth scanning, and what a term means.")
        if NearRules.asksCorrelation(RuleWords(question.words)) {
            let command = (["magnus correlation"] + entities.symbols).joined(separator: " ")
            out.line(
                "How names move together is no figure of the chat: \(out.quote(command)) tells it, and \(out.quote(":market")) shows it for the names of the book."
            )
        }
        if question.isCut { out.line("Only the beginning of the long text was read.") }
        let nearest = question.alternatives.compactMap { $0.question(symbol) }.prefix(2)
        if !nearest.isEmpty, question.confidence < 0.6 {
            out.line("Nearest: \(nearest.map { "\"\(out.quote($0))\"" as Fragment }.joined(" or ")).")
            out.offered = Array(nearest)
            for text in nearest { out.offer("ask", text, ["text": text]) }
        }
        for text in Suggestions.make(context: context) { out.offer("ask", text, ["text": text]) }
    }
}
