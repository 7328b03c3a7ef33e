import MagnusDomain

/// What an answer is about, and what to do when that is not sure.
extension AnswerMaker {
    // Bounds by counting: of held-out questions under the first less than half are read rightly, under the second three
    // of four, above it more than nineteen of twenty.
    static let unsureBelow = 0.30
    static let hedgedBelow = 0.60

    /// Nothing is answered in place of what was asked: the two nearest questions are offered.
    var isUnsure: Bool {
        !question.isFollowUp && question.confidence < Self.unsureBelow && question.intent.wording != nil
    }

    func askBack() {
        let questions = nearest(2)
        guard !questions.isEmpty else { return outOfScope() }
        out.record("understanding", rows: 0)
        let named = namedThings()
        out.line("Not sure what is meant\(named.isEmpty ? Fragment() : ", beyond \(named)").")
        out.line(
            "Nearest: \(questions.map { "\"\(out.quote($0))\"" as Fragment }.joined(" or ")). \"first\" or \"second\" asks it."
        )
        out.offered = questions
        for text in questions { out.offer("ask", text, ["text": text]) }
    }

    /// Says what a question was taken for when that was close.
    func hedge() {
        guard !question.isFollowUp, question.confidence < Self.hedgedBelow, let title = question.intent.wording?.title
        else { return }
        let names = entities.symbols.prefix(4).map { out.quote($0) }
        out.line(
            "Read as: \(Fragment([.words(title)]))\(names.isEmpty ? Fragment() : ", \(names.joined(" and "))").")
        let others = nearest(3).dropFirst().prefix(2)
        for text in others { out.offer("ask", text, ["text": text]) }
        out.offered = Array(others)
    }

    /// Questions for the best readings, best first.
    private func nearest(_ count: Int) -> [String] {
        var result: [String] = []
        for intent in [question.intent] + question.alternatives {
            if let text = intent.question(symbol), !result.contains(text), result.count < count { result.append(text) }
        }
        return result
    }

    private func namedThings() -> Fragment {
        var parts = entities.symbols.prefix(3).map { out.quote($0) }
        if let span = entities.span, !span.label.isEmpty { parts.append(out.quote(span.label)) }
        return parts.joined(", ")
    }

    // MARK: - Scope

    private static let ofBook: Set<Intent> = [
        .listPositions, .showPosition, .openProfit, .dayProfit, .realizedProfit, .profitRanking, .periodProfit,
        .winRate,
        .closedTrades, .premiumCollected, .opened, .positionCost, .positionSize, .bookGreeks, .thetaIncome,
        .deltaExposure, .vegaExposure, .expirations, .assignmentRisk, .concentration, .whatIf, .decision, .earnings,
        .dividends, .rowRanking, .breakdown,
    ]
    private static let ofWindow: Set<Intent> = [
        .expirations, .assignmentRisk, .earnings, .dividends, .expectedMove, .contractFigures, .strikeByDelta,
        .marketHours, .decision, .periodProfit, .winRate, .closedTrades, .premiumCollected, .whatIf,
    ]
    private static let ofPast: Set<Intent> = [
        .periodProfit, .winRate, .closedTrades, .premiumCollected, .fees, .ledgerEvents, .changes,
    ]

    /// What of a span is said with the scope, and what of further names.
    var saysWindow: Bool { Self.ofBook.contains(question.intent) }
    static var ofBookSaysOthers: Set<Intent> { ofBook }

    /// The last line: whose figures these were. What was asked for and not looked at is said too.
    func scope() {
        guard !out.sentences.isEmpty, !isBookEmpty else { return }
        // These say it in front of their first figure.
        if Self.ofPast.contains(question.intent) { return }
        // A question that lacked its name was asked back.
        let needsName: Set<Intent> = [.showPosition, .decision, .opened, .positionCost]
        if needsName.contains(question.intent), symbol == nil, question.subject == nil { return }
        let spoken = out.sentences.map(\.fragment.plainText)
        let others = entities.symbols.dropFirst().filter { other in
            (other != book.benchmark || question.intent == .deltaExposure) && !spoken.contains { $0.contains(other) }
        }
        if Self.ofBook.contains(question.intent) {
            var parts: [Fragment] = []
            if let subject = question.subject, subject.symbol == symbol || symbol == nil, !subject.symbol.isEmpty {
                parts.append(out.quote(subject.symbol))
            } else if question.intent == .whatIf && symbol == book.benchmark && !asksOwnRowsOfBenchmark
                || question.intent == .deltaExposure && isOfYardstick
            {
                parts.append("all symbols against \(out.quote(book.benchmark))")
            } else if symbol != nil {
                parts.append(entities.symbols.filter { !others.contains($0) }.map { out.quote($0) }.joined(" and "))
            } else {
                parts.append("all symbols")
            }
            if question.isFiltered, question.readsOpenRows, !filter.references.isEmpty {
                parts.append("the rows of the answer before")
            }
            if question.isFiltered { parts += filter.labels.map { out.quote($0) } }
            if Self.ofWindow.contains(question.intent) || isExpiryFiltered || question.condition != nil,
                let label = entities.span?.label, !label.isEmpty
            {
                parts.append(out.quote(label))
            }
            parts.append(accounts)
            out.line("Scope: \(parts.joined(", ")).")
        }
        let isToday = entities.span.map { $0.first == today && $0.last == today } ?? true
        let isPast = entities.past != nil
        if !Self.ofWindow.contains(question.intent), !isExpiryFiltered, Self.ofBook.contains(question.intent),
            !isToday || isPast,
            question.condition == nil, let label = entities.span?.label ?? entities.past?.label
        {
            let days = label.hasPrefix("to ") ? "the days \(label)" : label
            out.more("It is of now, not of \(out.quote(days)).")
        }
        if let other = others.first, Self.ofBook.contains(question.intent) {
            out.more("\(out.quote(other)) was not looked at.")
            if let text = question.intent.question(other) { out.offer("ask", text, ["text": text]) }
        }
    }

    /// `account paper`, or which of several.
    var accounts: Fragment {
        let names = book.accounts.map(\.account.name)
        if names.count == 1, let name = names.first { return "account \(out.quote(name))" }
        if symbol != nil || question.subject != nil {
            let owners = Set(rows().map(\.account))
            if owners.count == 1, let owner = owners.first { return "account \(out.quote(owner))" }
        }
        return "all accounts shown"
    }
}
