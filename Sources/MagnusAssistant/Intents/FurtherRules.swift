import MagnusDomain
import MagnusQuant

/// Readings that words decide where a shorter rule hears only a part of them: a move that is named and nothing besides, a
/// close at a price, alerts of what expires, an order with a question behind it.
enum FurtherRules {
    /// - Returns: whether the words decided.
    static func apply(
        _ words: [Word], _ result: inout Understanding, context: AssistantContext, state: ConversationState
    ) -> Bool {
        let texts = words.map(\.text)
        let typed = words.map { $0.typed.lowercased() }
        let set = Set(texts).union(typed)
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        func decide(_ intent: Intent) -> Bool {
            result.intent = intent
            result.confidence = max(result.confidence, 0.85)
            result.alternatives = []
            return true
        }
        if !result.isFollowUp, isBareMove(words) || supposesClose(words, typed, result.entities) {
            return decide(.whatIf)
        }
        // "High alerts expiring this week": alerts of the rows that end then.
        if has(["alert", "alerts"]), has(["expiring", "expire", "expires", "expiry", "expiration"]),
            let span = result.entities.span, !has(["why", "if", "set", "mean", "no", "without"])
        {
            result.filter.expiries = span
            result.entities.span = nil
            result.entities.past = nil
            result.pasts = []
            return decide(.listAlerts)
        }
        // "Sell 1 KO 74P and what is the credit": what that option would bring, not what the held one brought.
        if has(["credit", "premium"]), has(["sell", "write", "sto"]), has(["what", "much", "whats", "what's"]),
            let strike = result.entities.contract.strike, result.entities.symbols.count == 1,
            !has(["roll", "rolling", "spread", "if"]), !isHeld(strike, result.entities, context),
            let place = typed.firstIndex(where: { ["sell", "write"].contains($0) })
        {
            let count = words.indices.contains(place + 1) ? words[place + 1] : words[place]
            var order = words[place].typed
            if case .number = count.meaning { order += " \(count.typed)" }
            result.unread.append("\(order) (nothing is ordered here)")
            return decide(.contractFigures)
        }
        // "What is the premium I got on AMD": what came in for what is held.
        if has(["premium", "credit"]), has(["what", "whats", "what's"]),
            zip(texts, texts.dropFirst()).contains(where: { $0 == "i" && ["got", "received"].contains($1) }),
            result.entities.past == nil, result.entities.symbols.count == 1,
            context.book.strategies.contains(where: { result.entities.symbols.contains($0.symbol) })
        {
            return decide(.positionCost)
        }
        // Ratios of results and means of credits that nothing here works out are named, beside what there is.
        if let ratio = ["sharpe", "sortino", "calmar", "treynor"].first(where: typed.contains),
            !has(["mean", "means"]),
            !(IntentRules.isDefinition(texts) && !has(["my"]))
        {
            result.unread.append(typed.contains("ratio") ? "\(ratio) ratio" : ratio)
            return decide(.winRate)
        }
        if has(["average", "avg"]), has(["credit", "credits", "premium", "premiums"]), has(["trade", "trades"]),
            !has(["open", "candidates", "candidate", "score"])
        {
            let isCredit = has(["credit", "credits"])
            result.unread.append("average \(isCredit ? "credit" : "premium") per trade")
            return decide(.premiumCollected)
        }
        return asksOfSubject(words, texts, set, &result, context, state)
    }

    // MARK: - Moves

    /// "SPY down 5%", "the market at -3%": a thing, a size with its direction, and nothing that asks for a price of now.
    static func isBareMove(_ words: [Word]) -> Bool {
        let fillers: Set<String> = [
            "at", "by", "on", "the", "a", "an", "of", "about", "only", "and", "say", "another", "next",
        ]
        var names = 0
        var sizes = 0
        var directions = 0
        for (index, word) in words.enumerated() {
            switch word.meaning {
            case .symbol(let name, isKnown: true) where name != "VIX": names += 1
            case .percent:
                sizes += 1
                if word.typed.hasPrefix("-") || word.typed.hasPrefix("+") { directions += 1 }
            case .plain:
                // "Delta -5%" is no price, and "today" tells of what has happened.
                if MoveWords.market.contains(word.text), word.text != "index" {
                    names += 1
                } else if MoveWords.falls.union(MoveWords.rises).contains(word.text) {
                    directions += 1
                } else if !fillers.contains(word.text), !(index > 0 && ["percent", "pct", "%"].contains(word.text)) {
                    return false
                }
            case .date where word.text == "tomorrow" || PastSpanReader.weekdays[word.text] != nil: continue
            default: return false
            }
        }
        return names > 0 && sizes > 0 && directions > 0
    }

    private static let closing: Set<String> = [
        "closes", "close", "ends", "finishes", "settles", "pins", "pinned", "expires", "lands", "goes", "falls",
        "drops",
        "rises", "trades", "stays", "sits", "is", "gets", "opens", "hits", "reaches", "touches",
    ]
    private static let reached: Set<String> = ["at", "to", "right", "around", "near", "on", "exactly", "about", "back"]
    /// Something is asked of an order, of a chance or of a day behind.
    private static let notSupposed: Set<String> = [
        "should", "order", "sell", "buy", "roll", "chance", "chances", "probability", "odds", "likely",
        "assigned", "assignment", "alert", "alerts", "limit", "stop", "notify", "remind", "did", "was", "were", "why",
        "earnings",
        "called", "exercised",
    ]

    /// "What if KO closes at 74 friday", "if AAPL pins 260": a name, how it ends and where, behind a word that supposes it.
    static func supposesClose(_ words: [Word], _ typed: [String], _ entities: Entities) -> Bool {
        guard let start = typed.firstIndex(where: { ["if", "suppose", "assume", "assuming", "say"].contains($0) }),
            entities.percents.isEmpty, entities.contract.strike == nil, Set(typed).isDisjoint(with: notSupposed)
        else { return false }
        for index in words.indices where index > start {
            // "If I close KO at 0.30" is a price of the option.
            guard case .symbol(_, isKnown: true) = words[index].meaning,
                Set(typed[..<index]).isDisjoint(with: ["close", "closed", "exit", "cover", "set", "back"])
            else { continue }
            var place = index + 1
            while place < words.count, closing.contains(typed[place]) || reached.contains(typed[place]) { place += 1 }
            guard place > index + 1, place < words.count, case .number(let value) = words[place].meaning, value > 0,
                !MoveWords.counted.contains(place + 1 < typed.count ? typed[place + 1] : "")
            else { continue }
            return true
        }
        return false
    }

    private static func isHeld(_ strike: Double, _ entities: Entities, _ context: AssistantContext) -> Bool {
        let thousandths = Int((strike * 1000).rounded())
        return context.book.strategies.filter { entities.symbols.contains($0.symbol) }.flatMap(\.legs).contains { leg in
            guard case .option(let contract) = leg.position.instrument else { return false }
            return contract.strikeThousandths == thousandths
                && (entities.contract.right == nil || entities.contract.right == contract.right)
        }
    }

    // MARK: - The row that is talked about

    private static let ofRow: Set<RowFigures.Measure> = [
        .breakeven, .daysToExpiry, .extrinsic, .captured, .distance, .costToClose, .maximumLoss, .maximumProfit,
        .collateral,
    ]

    /// "What is the breakeven" behind an answer about one row asks for that of the row, and not for the meaning of the word.
    private static func asksOfSubject(
        _ words: [Word], _ texts: [String], _ set: Set<String>, _ result: inout Understanding,
        _ context: AssistantContext, _ state: ConversationState
    ) -> Bool {
        guard let row = state.subject, context.book.strategies.contains(where: { $0.id == row.reference }),
            result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty, result.filter.isEmpty,
            result.entities.contract.isEmpty, state.intent != .concept, IntentRules.isDefinition(texts),
            set.isDisjoint(with: ["mean", "means", "explain", "define", "a", "an", "my"])
        else { return false }
        let (measures, places) = RowFigures.named(words)
        guard !measures.isEmpty, measures.allSatisfy(ofRow.contains),
            let first = places.min(), first > 0, ["the", "its"].contains(texts[first - 1]),
            words.indices.allSatisfy({
                places.contains($0) || ["what", "is", "are", "the", "its", "and", "now"].contains(texts[$0])
            })
        else { return false }
        result.subject = row
        if !row.symbol.isEmpty { result.entities.symbols = [row.symbol] }
        result.isFollowUp = true
        result.topic = .figures(RowFigures(measures: measures))
        result.intent = .rowRanking
        result.confidence = max(result.confidence, 0.85)
        return true
    }

    // MARK: - What one answer leaves out

    /// Bounds of an assignment, and things supposed together of which an answer tells one.
    static func finish(_ result: inout Understanding, benchmark: String) {
        let texts = result.words.map(\.text)
        let set = Set(texts).union(result.words.map { $0.typed.lowercased() })
        let ofRows: Set<Intent> = [.assignmentRisk, .expirations, .listPositions, .rowRanking, .profitRanking]
        // "Who is over 50% chance of assignment": all rows by that bound, on whatever day they end.
        if ofRows.contains(result.intent), result.condition == nil, result.topic == nil,
            set.isDisjoint(with: ["if", "should", "candidate", "candidates", "roll", "alert", "alerts"]),
            let found = ConditionReader.conditions(result.words).first(where: { $0.condition.measure == .assignment })
        {
            result.intent = .rowRanking
            result.condition = found.condition
            result.confidence = max(result.confidence, 0.85)
        }
        leaveOutMove(&result, texts, set, benchmark)
        if result.intent == .assignmentRisk, texts.contains("power"), texts.contains("buying") {
            result.unread.append("buying power")
        }
        // "Falls 10% after earnings": the price moves, the volatility of now stays.
        if result.intent == .whatIf,
            let place = texts.indices.dropLast().first(where: {
                ["after", "into", "through", "over", "before"].contains(texts[$0])
                    && ["earnings", "report", "er", "print", "results"].contains(texts[$0 + 1])
            })
        {
            let phrase = result.words[place...(place + 1)].map(\.typed).joined(separator: " ")
            result.unread.append("\(phrase): prices and volatilities are moved as said, no report is")
        }
    }

    /// "All my puts get assigned and the market drops 10%": both are supposed. A move of any other thing is named as left
    /// out.
    private static func leaveOutMove(
        _ result: inout Understanding, _ texts: [String], _ set: Set<String>, _ benchmark: String
    ) {
        let supposed: Set<Intent> = [.assignmentRisk, .whatIf, .netLiquidation, .cash]
        guard supposed.contains(result.intent), result.marketMove == nil,
            let delivery = texts.firstIndex(where: { ["assigned", "assignment", "exercised"].contains($0) }),
            let size = result.words.indices.first(where: { index in
                if case .percent = result.words[index].meaning { return true }
                return false
            }), result.condition == nil, ConditionReader.comparisons(result.words).isEmpty,
            !set.isDisjoint(with: MoveWords.falls.union(MoveWords.rises))
                || result.words[size].typed.hasPrefix("-") || result.words[size].typed.hasPrefix("+")
        else { return }
        let move = clause(around: size, result.words)
        guard !move.contains(delivery) else { return }
        if takeMove(&result, move, benchmark) { return }
        guard result.intent == .assignmentRisk || result.intent == .whatIf else { return }
        let left = result.intent == .assignmentRisk ? move : clause(around: delivery, result.words)
        result.unread.append(result.words[left].map(\.typed).joined(separator: " "))
        guard result.intent == .assignmentRisk else { return }
        // The name that moves is not the one that is assigned, where that one is named too.
        let delivered = result.words[clause(around: delivery, result.words)]
        let isOwn = delivered.contains { word in
            if case .symbol = word.meaning { return true }
            return ["all", "every", "everything", "puts", "calls", "put", "call", "shorts"].contains(word.text)
        }
        for word in result.words[left] {
            guard case .symbol(let name, _) = word.meaning, isOwn || name == benchmark else { continue }
            dropName(name, outside: left, &result)
        }
        result.entities.percents = []
    }

    /// A name that is said in those words alone is none that is asked about.
    private static func dropName(_ name: String, outside clause: Range<Int>, _ result: inout Understanding) {
        let isElsewhere = result.words.indices.contains { index in
            guard !clause.contains(index), case .symbol(name, _) = result.words[index].meaning else { return false }
            return true
        }
        if !isElsewhere { result.entities.symbols.removeAll { $0 == name } }
    }

    /// Takes a move of the market out of the words of an assignment, so that what is left says what is assigned.
    /// - Returns: false where the move is no single one of the market, or more is supposed beside it.
    private static func takeMove(_ result: inout Understanding, _ clause: Range<Int>, _ benchmark: String) -> Bool {
        let words = result.words
        guard let move = MarketMove.read(Array(words[clause]), benchmark: benchmark),
            MoveReader.read(Array(words[..<clause.lowerBound] + words[clause.upperBound...])).moves.isEmpty
        else { return false }
        for word in words[clause] {
            if case .symbol(let name, _) = word.meaning { dropName(name, outside: clause, &result) }
        }
        // The word that joined the move joins nothing more.
        var (first, end) = (clause.lowerBound, clause.upperBound)
        if first > 0, Self.joints.contains(words[first - 1].text), !Self.supposing.contains(words[first - 1].text) {
            first -= 1
        } else if end < words.count, Self.joints.contains(words[end].text), !Self.supposing.contains(words[end].text) {
            end += 1
        }
        result.words.removeSubrange(first..<end)
        result.entities.percents = []
        result.marketMove = move
        result.intent = .assignmentRisk
        result.topic = nil
        result.confidence = max(result.confidence, 0.85)
        result.alternatives = []
        return true
    }

    private static let supposing: Set<String> = ["if", "when", "suppose", "assume"]
    private static let joints: Set<String> = supposing.union(["and", "while", "but", "then", "also", "plus", "with"])

    /// The places of the words around one, up to what joins or supposes.
    private static func clause(around place: Int, _ words: [Word]) -> Range<Int> {
        var first = place
        while first > 0, !joints.contains(words[first - 1].text), !words[first - 1].endsClause { first -= 1 }
        var end = place + 1
        while end < words.count, !joints.contains(words[end].text), !words[end - 1].endsClause { end += 1 }
        return first..<end
    }
}
