import MagnusDomain

/// Short questions whose few words sound like another one: options sold on a day, the excess of an account, keys of an
/// alert, how two names go together, margin after a move.
enum NearRules {
    /// - Returns: the kind of answer where the words decide; nil for any other question.
    static func intent(_ words: [Word], _ result: Understanding, today: CalendarDate) -> Intent? {
        let read = RuleWords(words)
        if salesSpan(words, today: today) != nil { return .ledgerEvents }
        if asksExcess(read) { return .marginUse }
        if commandsAlert(words, read) { return .settings }
        // "Which alert is the worst" asks for no row.
        if read.has(["alert", "alerts"]), read.has(["worst", "severest", "gravest"]), words.count <= 7,
            !read.has(["if", "why", "when", "position", "positions"])
        {
            return .listAlerts
        }
        if asksCorrelation(read), result.entities.symbols.count > 1 { return .outOfScope }
        if asksMarginAfterMove(read), !result.entities.percents.isEmpty { return .whatIf }
        return nil
    }

    // MARK: - Options sold

    /// "What did I sell today", "which puts have I sold this week", "sold today": the days; nil for any other question.
    static func salesSpan(_ words: [Word], today: CalendarDate) -> DateSpan? {
        let texts = words.map { $0.typed.lowercased() }
        let set = Set(texts)
        let isTold = zip(texts, texts.dropFirst()).contains {
            ["i", "we"].contains($0) && ["sell", "sold"].contains($1)
                || ["have", "anything", "any", "puts", "calls", "options"].contains($0) && $1 == "sold"
        }
        let isAsked =
            !set.isDisjoint(with: ["did", "have", "anything", "any"])
            || texts.first == "sold" && words.count <= 5
        let elsewhere: Set<String> = [
            "much", "make", "made", "for", "premium", "profit", "pnl", "p/l", "lose", "lost", "best", "worst", "month",
            "year", "quarter", "at", "price", "average", "shares", "stock", "back", "close", "closed", "buy", "bought",
            "if", "should", "could", "can", "would", "why", "when", "that", "assigned", "expired", "theta", "delta",
        ]
        guard isTold && isAsked || texts.first == "sold" && isAsked, set.isDisjoint(with: elsewhere),
            let span = PastSpanReader.eventSpan(words, today: today), span.last <= today,
            span.last.days(since: span.first) < 8
        else { return nil }
        return span
    }

    // MARK: - Accounts and alerts

    /// "Excess liquidity", "excess equity", "margin excess": what net liquidation has over the requirement.
    static func asksExcess(_ read: RuleWords) -> Bool {
        read.has(["excess"]) && read.has(["liquidity", "equity", "margin", "funds"])
            && !read.has(["if", "mean", "means", "define", "explain", "after"]) && read.texts.count <= 10
    }

    private static let alertVerbs: Set<String> = [
        "ack", "acknowledge", "snooze", "dismiss", "mute", "unmute", "silence",
    ]

    /// "Ack the KO alert", "please dismiss that alert": done with a key and never from here.
    static func commandsAlert(_ words: [Word], _ read: RuleWords) -> Bool {
        let typed = words.map { $0.typed.lowercased() }
        guard let verb = IntentRules.command(typed).first, alertVerbs.contains(verb) else { return false }
        return typed.count <= 10 && read.has(["alert", "alerts", "it", "that", "this", "them", "all"])
    }

    // MARK: - Names and moves

    static let correlating: Set<String> = ["corr", "correlation", "correlations", "correlated", "correlate"]

    /// How names move together, and not what is held in them.
    static func asksCorrelation(_ read: RuleWords) -> Bool {
        read.has(correlating)
            && !read.has(["if", "mean", "means", "weighted", "delta", "beta"])
    }

    /// "If SPY drops 10% am I over margin", "margin if the market falls 5%".
    static func asksMarginAfterMove(_ read: RuleWords) -> Bool {
        read.has(["margin", "maintenance", "requirement"])
            && read.has(["if", "when", "after", "suppose", "assuming", "does", "would"])
            && read.has(MoveWords.falls.union(MoveWords.rises))
            && !read.has(["assigned", "should", "roll", "sell", "candidate", "candidates"])
    }
}
