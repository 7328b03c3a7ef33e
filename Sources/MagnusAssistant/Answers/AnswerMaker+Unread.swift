import MagnusDomain

/// What a question named and its answer did not look at. Said, or the answer is withheld where the unread word changes
/// what was asked.
extension AnswerMaker {
    private static let free: Set<Intent> = [
        .outOfScope, .help, .greeting, .thanks, .placeOrder, .settings, .concept, .explainFigure, .whyAlert, .notes,
        .monitors, .dataAge,
    ]
    private static let ofNumbers: Set<Intent> = [
        .contractFigures, .strikeByDelta, .whatIf, .quote, .opportunities, .whyNot, .expectedMove, .decision,
        .showPosition, .volatilityRank,
    ]
    private static let ofPeriods: Set<Intent> = [
        .periodProfit, .winRate, .closedTrades, .premiumCollected, .fees, .ledgerEvents, .changes,
    ]
    private static let ofComing: Set<Intent> = [
        .expirations, .assignmentRisk, .earnings, .dividends, .expectedMove, .contractFigures, .strikeByDelta,
        .marketHours, .decision, .periodProfit, .winRate, .closedTrades, .premiumCollected, .fees, .ledgerEvents,
        .opportunities, .whyNot, .whatIf, .changes,
    ]
    /// Rows are chosen by puts or calls, or the side makes no difference.
    private static let ofRights: Set<Intent> = [
        .listPositions, .expirations, .assignmentRisk, .rowRanking, .positionSize, .opportunities, .whyNot,
        .contractFigures, .strikeByDelta, .showPosition, .decision, .positionCost, .opened, .quote, .expectedMove,
        .listAlerts, .volatilityRank, .earnings, .attention, .marketHours, .ledgerEvents,
    ]
    /// Words that make any answer to the rest an answer to another question; nil when there are none.
    func refusal() -> Fragment? {
        if question.intent == .whyNot, symbol == nil, question.subject == nil, !question.isFollowUp {
            // A "not" alone is no question to the scan.
            let texts = Set(question.words.map(\.text))
            let ofScan: Set<String> = [
                "why", "rejected", "reject", "rejects", "candidate", "candidates", "scan", "scans", "csp", "csps",
                "pass",
                "passed", "opportunities", "gate", "gates", "failed", "fail", "found", "trades", "trade",
            ]
            if !texts.isDisjoint(with: NegationReader.negations), texts.isDisjoint(with: ofScan) {
                return "what is negated here is not understood"
            }
        }
        if let negation = unreadNegation { return "what \(out.quote(negation)) leaves out is not understood" }
        if question.readsOpenRows, question.intent != .whatIf, question.words.contains(where: { $0.text == "or" }) {
            let bounds = ConditionReader.comparisons(question.words)
            for (first, next) in zip(bounds, bounds.dropFirst())
            where question.words[first.last..<next.first].contains(where: { $0.text == "or" }) {
                return
                    "bounds of rows are applied together, and \(out.quote("\(first.typed) or \(next.typed)")) is not read"
            }
        }
        guard !Self.free.contains(question.intent), !question.isFollowUp else { return nil }
        let without = filter.excludedSymbols + filter.excludedGroups.map(\.label) + filter.excludedSectors
        if !question.isFiltered, let name = without.first {
            return "\(out.quote(name)) cannot be left out of this"
        }
        if let year = unreadYears.first {
            return "The year \(out.quote(String(year))) is not one this can look at"
        }
        return nil
    }

    /// A negation that the answer would drop, and so turn into its contrary.
    private var unreadNegation: String? {
        let others: Set<Intent> = [.whatIf, .decision, .ledgerEvents]
        guard !Self.free.contains(question.intent), !others.contains(question.intent) else { return nil }
        // These answer the negation itself.
        switch question.topic {
        case .wanted, .withoutAlerts: return nil
        default: break
        }
        if question.intent == .rowRanking, NegationReader.isOutOfTheMoney(question.words) { return nil }
        // "Never below 70" and "not above 80" are told as they are asked.
        if !levelsOfFinish.isEmpty, way.isNever || way.isNot { return nil }
        // "Not losing" is the other side of nothing.
        if question.intent == .rowRanking, question.condition?.outcome != nil { return nil }
        guard let negation = NegationReader.found(question.words) else { return nil }
        return question.intent == .listAlerts && Self.endsInSeverity(negation) ? nil : negation
    }

    private static func endsInSeverity(_ label: String) -> Bool {
        NegationReader.severities.contains(label.split(separator: " ").last.map { $0.lowercased() } ?? "")
    }

    /// "My last five trades".
    private func isCountOfTrades(_ value: Double) -> Bool { question.intent == .closedTrades && value <= 50 }

    /// "Theta for 10 days" is told for those days.
    private func isThetaOfDays(at index: Int) -> Bool {
        question.intent == .thetaIncome && question.words.indices.contains(index + 1)
            && ["day", "days", "week", "weeks", "month", "months"].contains(question.words[index + 1].text)
    }

    private var unreadYears: [Int] {
        PeriodGrouping.years(question.words.map(\.text)).filter { year in
            if Self.ofPeriods.contains(question.intent) {
                if grouping != nil, year <= today.year { return false }
                if let past = entities.past { return !(past.first.year...past.last.year).contains(year) }
            } else if Self.ofNumbers.contains(question.intent) {
                return false
            }
            guard Self.ofComing.contains(question.intent), let span = entities.span else { return true }
            return !(span.first.year...span.last.year).contains(year)
        }
    }

    /// What the question asks to be told apart by; nil for one sum.
    var grouping: PeriodGrouping? {
        let texts = question.words.map(\.text)
        return PeriodGrouping.read(texts) ?? PeriodGrouping.extreme(texts)
    }

    /// Kinds of answer that tell one sum and no ratio to something else.
    private static let ofSums: Set<Intent> = [.thetaIncome, .vegaExposure, .deltaExposure, .bookGreeks, .openProfit]

    /// Whether an answer of this kind tells those parts apart.
    private func saysParts(_ grouping: PeriodGrouping) -> Bool {
        switch question.intent {
        case .periodProfit:
            // Two years side by side are told apart by their spans.
            return ![.sector, .expiry].contains(grouping)
        case .winRate, .closedTrades, .premiumCollected, .fees: return ![.sector, .expiry].contains(grouping)
        // "Every stock falls 5%" parts nothing.
        case .whatIf:
            return grouping == .expiry || grouping == .symbol && (scenarioParts != nil || isOfEachName(supposedMoves))
        case .thetaIncome: return grouping.isTime
        // "Left per year" is the figure itself.
        case .rowRanking where grouping == .symbol && (question.condition != nil || question.topic != nil):
            return true
        case .volatilityRank: return grouping == .symbol
        case .rowRanking: return grouping == .year && RankingRules.measure(question.words, entities) == .leftPerYear
        case .breakdown, .cash, .concentration, .concept, .comparison: return true
        // "Over 12% a year" parts nothing.
        case .opportunities where candidateBounds.contains { $0.measure == .annualizedReturn }: return true
        case .opportunities, .whyNot, .help, .expirations: return PeriodGrouping.read(question.words.map(\.text)) == nil
        default: return false
        }
    }

    /// Rows are chosen by when they expire, besides the kinds of answer that are about days.
    var isExpiryFiltered: Bool { question.expiries != nil && question.isFiltered }

    /// Says that nothing is left of the rows, so that no sum of nothing is taken for one of zero.
    func isLeftEmpty() -> Bool {
        guard question.isFiltered, question.readsOpenRows, !context.book.strategies.isEmpty, book.strategies.isEmpty
        else { return false }
        let cite = citeBook()
        out.record("positions", rows: 0)
        if !filter.references.isEmpty {
            out.line(
                "None of the \(out.counted(filter.references.count, "row", cite)) of the answer before is left with \(filter.labels.map { out.quote($0) }.joined(", "))."
            )
            return true
        }
        out.line(
            "No open row is left with \(filter.labels.map { out.quote($0) }.joined(", ")), of \(out.count(context.book.strategies.count, "rows of the book", cite)) open rows."
        )
        return true
    }

    /// Rows that a bound of the question left out because their figure is unknown: they are none of the others.
    func sayUnjudged() {
        guard question.isFiltered, question.readsOpenRows else { return }
        var whole = filter
        whole.conditions = []
        let rows = context.book.strategies.filter { row in
            whole.keeps(row) && (entities.symbols.isEmpty || entities.symbols.contains(row.symbol))
        }
        for (condition, label) in zip(filter.conditions, filter.conditionLabels) {
            let unknown = rows.filter { row in
                let figure = condition.figure(of: row)
                return figure.value == nil && figure.reason != .notApplicable
            }
            guard !unknown.isEmpty else { continue }
            let names = unknown.prefix(6).map(name).joined(", ")
            let rest: Fragment = unknown.count > 6 ? " and others" : Fragment()
            out.line(
                "\(out.counted(unknown.count, "row", citeBook())) of unknown \(Fragment([.words(condition.measure == .loss ? "P/L" : condition.measure.rawValue)])) \(unknown.count == 1 ? "is" : "are") not among them (\(out.quote(label))): \(names)\(rest)."
            )
        }
    }

    /// Conditions the reading has no place for, as typed.
    func unreadConditions() -> [Fragment] {
        guard !Self.free.contains(question.intent) else { return [] }
        var result: [Fragment] = []
        let texts = question.words.map(\.text)
        if question.condition == nil, question.bookBound == nil {
            var ofCandidates: Set<Intent> = [.strikeByDelta, .whatIf, .contractFigures, .opportunities]
            if !levelsOfFinish.isEmpty { ofCandidates.insert(.expectedMove) }
            if symbol == nil { ofCandidates.insert(.volatilityRank) }
            for found in ConditionReader.comparisons(question.words) where !ofCandidates.contains(question.intent) {
                if let label = entities.span?.label, label.hasSuffix(found.typed) || label.contains("\(found.typed) ") {
                    continue
                }
                // "over 30 days" is a span where the past is asked about.
                if question.isFiltered, filter.conditionLabels.contains(where: { $0.hasSuffix(found.typed) }) {
                    continue
                }
                result.append(out.quote(found.typed))
            }
        }
        if question.intent == .opportunities {
            result += numbersNotBounded.map { out.quote($0) }
            // The first order that candidates have a figure for is applied.
            let orders = OrderAsked.read(question.words)
            let applied = orders.firstIndex { $0.key != nil }
            result += orders.indices.filter { $0 != applied }
                .map {
                    "\(out.quote(orders[$0].typed)) (the order is by \(applied == nil ? "score" : "another figure"))"
                        as Fragment
                }
            if let span = entities.span, expirySpan == nil, !(span.first == today && span.last == today) {
                result.append(out.quote(span.label))
            }
        }
        if Self.ofPeriods.contains(question.intent),
            let place = texts.indices.dropLast().first(where: { index in
                texts[index] == "open"
                    && ["positions", "position", "trades", "rows", "puts", "calls", "options"]
                        .contains(texts[index + 1])
            })
        {
            result.append(out.quote("open \(texts[place + 1])"))
        }
        let ordered: Set<Intent> = [.listPositions, .expirations]
        let hasOwnOrder: Set<Intent> = [.rowRanking, .profitRanking, .positionSize, .breakdown, .dayProfit]
        if question.readsOpenRows, !ordered.union(hasOwnOrder).contains(question.intent), question.intent != .whatIf,
            let order = RowOrder.read(question.words)
        {
            result.append("\(out.quote(order.typed)) (the order)")
        }
        if [.periodProfit, .premiumCollected, .fees].contains(question.intent) {
            let outcomes: Set<String> = ["losing", "winning", "profitable", "unprofitable"]
            result += question.words.filter { outcomes.contains($0.typed.lowercased()) }.map { out.quote($0.typed) }
        }
        result += question.words.filter { ["alphabetically", "alphabetical"].contains($0.typed.lowercased()) }
            .map { "\(out.quote($0.typed)) (the order)" as Fragment }
        // Shapes that no row is told by: their name in front of "spreads" would be dropped.
        let isRatio = if case .ratio = question.topic { true } else { false }
        if question.takesKinds, !isRatio {
            let shapes: Set<String> = [
                "ratio", "box", "back", "backspread", "backspreads", "lizard", "lizards", "seagull", "seagulls",
                "zebra",
                "zebras", "synthetic", "synthetics", "conversion", "conversions", "reversal", "reversals", "broken",
            ]
            for (index, word) in question.words.enumerated() where shapes.contains(word.typed.lowercased()) {
                // "Buy back" is no shape.
                if word.text == "back", index > 0, ["buy", "buying", "bought"].contains(texts[index - 1]) { continue }
                if question.unread.contains(where: { $0.hasSuffix(word.typed.lowercased()) }) { continue }
                result.append(out.quote(word.typed))
            }
        }
        // Requirement and cash are told of whole accounts.
        if [.marginUse, .netLiquidation].contains(question.intent) {
            result += texts.indices.compactMap { index in
                guard question.words[index].meaning == .plain else { return nil }
                return FilterReader.group(at: index, texts).map { out.quote("\($0.0.label) only") }
            }
        }
        if question.intent == .whatIf { result += numbersNotSupposed.map { out.quote($0) } }
        if !question.isFiltered { result += filter.labels.map { out.quote($0) } }
        result += question.unread.map { out.quote($0) }
        result += filter.unreadExclusions
            .filter { _ in question.topic != .withoutAlerts }
            .filter { question.intent != .listAlerts || !Self.endsInSeverity($0) }.map { out.quote($0) }
        if let right = entities.contract.right, entities.contract.strike == nil,
            !Self.ofRights.contains(question.intent), question.condition == nil, !question.isFiltered
        {
            result.append(right == .put ? "only puts" : "only calls")
        }
        if let grouping, !saysParts(grouping) {
            result.append("by \(Fragment([.words(grouping.rawValue)]))")
        }
        // Where the past is asked about its own reader accounts for every day.
        if !Self.ofPeriods.contains(question.intent) || question.pasts.isEmpty {
            result += entities.furtherSpans.map { out.quote($0) }
        } else if question.pasts.count > 1, comparedSpans.isEmpty || question.intent != .periodProfit {
            result += question.pasts.dropFirst().map { out.quote($0.label) }
        }
        for (index, text) in texts.enumerated() {
            let previous = index > 0 ? texts[index - 1] : ""
            switch text {
            case _
            where ["before", "prior", "after"].contains(text) && Self.ofPeriods.contains(question.intent)
                && ["month", "week", "year", "quarter"].contains(previous) && entities.past == nil:
                result.append(out.quote("\(previous) \(text)"))
            case _
            where ["collateral", "capital", "margin", "contract", "dollar", "delta", "position"].contains(text)
                && previous == "per" && Self.ofSums.contains(question.intent):
                result.append(out.quote("per \(text)"))
            case "ago" where question.condition?.measure != .daysHeld:
                result.append(out.quote("\(index > 1 ? texts[index - 2] + " " : "")\(previous) ago"))
            case "half" where !["and", "a"].contains(previous) && entities.past == nil && question.intent != .whatIf:
                result.append(out.quote("\(previous) half"))
            default: continue
            }
        }
        if !Self.ofNumbers.contains(question.intent), question.condition == nil, question.bookBound == nil,
            entities.ordinal == nil,
            entities.contract.strike == nil,
            result.isEmpty
        {
            let years = Set(PeriodGrouping.years(texts).map(Double.init))
            let ofDays = PastSpanReader.places(in: texts, today: today)
            for (index, word) in question.words.enumerated() {
                guard case .number(let value) = word.meaning, !years.contains(value), !ofDays.contains(index),
                    entities.quantity.map(Double.init) != value, !isCountOfTrades(value),
                    ![.rowRanking, .profitRanking, .breakdown].contains(question.intent) || index != placeOfCount,
                    !isThetaOfDays(at: index),
                    !filter.conditionLabels.contains(where: { $0.hasSuffix(word.typed) }),
                    !(entities.span?.label.split(separator: " ").contains { $0 == word.typed } ?? false)
                else { continue }
                result.append(out.quote(word.typed))
            }
        }
        // Of the book this is said with the scope.
        if !Self.ofComing.contains(question.intent), !saysWindow, let span = entities.past ?? entities.span,
            !(span.first == today && span.last == today), question.condition == nil
        {
            result.append("\(out.quote(span.label)): figures are of now")
        }
        return result
    }

    /// Names the question has and the answer does not: another known one, or one nothing is known of.
    func unreadNames(_ spoken: [String]) -> (known: [String], unknown: [String]) {
        guard !Self.free.contains(question.intent) else { return ([], []) }
        func isSpoken(_ name: String) -> Bool { spoken.contains { $0.contains(name) } }
        let ofBenchmark: Set<Intent> = [.whatIf, .deltaExposure, .bookGreeks]
        let known = entities.symbols.filter { name in
            !isSpoken(name) && !(name == book.benchmark && ofBenchmark.contains(question.intent))
        }
        return (known, entities.unknownSymbols.filter { !isSpoken($0) })
    }

    /// Puts what was left out in front of the answer, or takes the answer back.
    /// - Parameter announced: sentences before the answer itself.
    func accountForWords(after announced: Int) {
        guard out.sentences.count > announced else { return }
        let spoken = out.sentences.dropFirst(announced).map(\.fragment.plainText)
        let (known, unknown) = unreadNames(spoken)
        let isWithoutLedger = Self.ofPeriods.contains(question.intent) && context.events.isEmpty
        if !known.isEmpty, known.count == entities.symbols.count, !isBookEmpty, !isWithoutLedger {
            return takeBack(
                "\(known.prefix(3).map { out.quote($0) }.joined(", ")): the nearest reading, \(title), says nothing of one name"
            )
        }
        var parts = unreadConditions() + unreadMeasures(spoken)
        parts += unknown.prefix(3).map { "\(out.quote($0)) (known to no source here)" }
        if !Self.ofBookSaysOthers.contains(question.intent) { parts += known.prefix(3).map { out.quote($0) } }
        guard !parts.isEmpty else { return }
        let note = AnswerSentence(
            fragment: "Not taken into account: \(parts.joined(", ")).", startsLine: true)
        out.sentences.insert(note, at: announced)
    }

    private var title: Fragment { question.intent.wording.map { Fragment([.words($0.title)]) } ?? "this" }

    /// Withdraws an answer that would be one to another question, and offers the nearest.
    func takeBack(_ reason: Fragment) {
        out.sentences = []
        out.listed = []
        out.actions = []
        out.isAskedBack = true
        out.line("Not answered: \(reason).")
        var questions: [String] = []
        let intents: [Intent] =
            symbol == nil ? [question.intent] + question.alternatives : [.showPosition, .openProfit]
        for intent in intents {
            if let text = intent.question(symbol), !questions.contains(text), questions.count < 2 {
                questions.append(text)
            }
        }
        guard !questions.isEmpty else { return }
        out.line("Nearest: \(questions.map { "\"\(out.quote($0))\"" as Fragment }.joined(" or ")).")
        out.offered = questions
        for text in questions { out.offer("ask", text, ["text": text]) }
    }
}
