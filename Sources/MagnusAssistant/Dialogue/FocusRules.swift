import MagnusDomain

/// What a question is about that was begun on a row of the screen: "cost to close", "theta", "whats the pop" are asked of
/// that row, alert or candidate, and not of the book.
enum FocusRules {
    /// Words that begin with what was said before, whatever is pointed at.
    private static let leading: Set<String> = ["and", "same", "or", "also", "instead"]
    private static let pointing: Set<String> = ["it", "its", "this", "that", "them", "these", "those", "they", "here"]
    /// The book, the account or the market, and no single row.
    private static let wider: Set<String> = [
        "my", "book", "portfolio", "total", "all", "everything", "account", "accounts", "which", "who", "positions",
        "rows", "any", "every", "market", "markets", "candidates", "alerts", "csps", "puts", "calls", "spreads",
        "scan", "best", "worst", "top", "today's", "vix", "overall", "each", "mean", "means", "meaning", "define",
        "anything", "open", "trades", "hello", "hi", "thanks", "help",
    ]
    private static let general: Set<Intent> = [
        .greeting, .thanks, .help, .marketHours, .placeOrder, .settings, .listAlerts, .opportunities, .monitors,
        .attention, .closedTrades, .winRate, .fees, .changes, .netLiquidation, .marginUse, .ledgerEvents,
    ]
    private static let ofRowOnly: Set<String> = [
        "why", "explain", "roll", "should", "hold", "keep", "doing", "looking", "ok", "note", "notes",
    ]

    /// The conversation as it stands for a question that is begun on a row: nothing before is meant by it.
    static func state(
        _ state: ConversationState, _ text: String, on row: ListedRow?, reference: String?
    ) -> ConversationState {
        guard let row, state.focused != reference else { return state }
        let first = Tokeniser.words(text).first?.text ?? ""
        var result = leading.contains(first) ? state : ConversationState()
        result.turns = state.turns
        result.subject = row
        return result
    }

    /// The question with the name of the row, where it says none and is about one; nil where it stays as it is.
    static func named(_ text: String, _ reading: Understanding, _ row: ListedRow) -> String? {
        let words = reading.words
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        guard !row.symbol.isEmpty, words.count <= 8, !words.isEmpty, reading.entities.symbols.isEmpty,
            reading.entities.unknownSymbols.isEmpty, reading.filter.isEmpty, reading.subject == nil,
            reading.obstacle == nil, reading.entities.percents.isEmpty, !general.contains(reading.intent),
            set.isDisjoint(with: pointing), set.isDisjoint(with: wider), set.isDisjoint(with: ofRowOnly)
        else { return nil }
        // "What is theta" asks for a word, "whats the theta" for that of the row.
        let isWord =
            IntentRules.isDefinition(texts)
            && (!set.contains("the") || !set.isDisjoint(with: ["a", "an", "explain"]))
        guard !isWord, asks(words, reading) else { return nil }
        let asked = text.filter { !"?.!".contains($0) }
        return "\(asked) on \(row.symbol)"
    }

    /// Whether a figure or an event of a row is asked for.
    private static func asks(_ words: [Word], _ reading: Understanding) -> Bool {
        let events: Set<String> = [
            "assignment", "assigned", "greeks", "pnl", "p/l", "p&l", "p", "loss", "earnings", "dividend", "dividends",
            "expire", "expires", "expiry", "expiration", "quote", "price", "rank", "paid", "received", "sold", "cash",
            "rho", "exercise", "exercised", "itm", "otm", "money", "premium", "credit", "cost", "basis", "dte", "move",
            "back", "buy", "value", "worth", "pop", "probability", "chance",
        ]
        return !RowFigures.named(words).measures.isEmpty
            || words.contains { events.contains($0.text) || events.contains($0.typed.lowercased()) }
    }
}
