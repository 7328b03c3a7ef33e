import MagnusDomain

/// Short questions that lean on the answer before, "cost to close it", "itm ones", "up 2", written out with what they lean on:
/// read by themselves their few words ask something of the whole book.
struct LeaningForms {
    let book: BookValuation
    let state: ConversationState

    /// - Returns: the question written out, and whether it still goes on with the conversation; nil for any other text.
    func written(_ text: String) -> (text: String, goesOn: Bool)? {
        let typed = Tokeniser.words(text).map { $0.typed.lowercased() }
        guard !typed.isEmpty, typed.count <= 12 else { return nil }
        if let ranked = closingOfRanked(typed) { return (ranked, false) }
        guard state.intent != nil, !state.isUnread else { return nil }
        return closing(typed) ?? scanning(typed) ?? standing(typed) ?? volatility(typed) ?? move(typed) ?? figure(typed)
    }

    // MARK: - The row

    /// The row that "it" is: what the talk is about, or the first of a ranking.
    private var row: StrategyValuation? {
        let isRanking = state.intent == .profitRanking || state.intent == .rowRanking
        guard let pointed = state.subject ?? (isRanking ? state.listed.first : nil) else { return nil }
        if let row = book.strategies.first(where: { $0.id == pointed.reference }) { return row }
        // A candidate is no row, also where its name is held.
        let ofScan: Set<Intent> = [.opportunities, .whyNot, .strikeByDelta]
        guard state.intent.map(ofScan.contains) != true else { return nil }
        return book.strategies.first { $0.symbol == pointed.symbol }
    }

    /// As a question names the row alone: its symbol, with the strike or the kind where the name has several rows.
    private func name(of row: StrategyValuation) -> String {
        let rows = book.strategies.filter { $0.symbol == row.symbol }
        // "It" behind the figure of a name that has several rows is all of them.
        let isOfAll =
            state.entities.symbols == [row.symbol] && state.entities.contract.isEmpty
            && state.listed.filter { $0.symbol == row.symbol }.count != 1
        guard rows.count > 1, !isOfAll else { return row.symbol }
        let options = row.legs.compactMap { leg -> OptionContract? in
            if case .option(let contract) = leg.position.instrument { contract } else { nil }
        }
        if options.count == 1, let contract = options.first { return "\(row.symbol) \(contract.shortName)" }
        let kinds: [StrategyKind: String] = [
            .bullPutSpread: "put spread", .bearCallSpread: "call spread", .ironCondor: "condor",
            .callDiagonal: "diagonal", .putDiagonal: "diagonal", .callCalendar: "calendar", .putCalendar: "calendar",
        ]
        return kinds[row.kind].map { "\(row.symbol) \($0)" } ?? row.symbol
    }

    /// The one name that the last question was about.
    private var symbol: String? {
        state.entities.symbols.count == 1
            ? state.entities.symbols.first : state.subject.flatMap { $0.symbol.isEmpty ? nil : $0.symbol }
    }

    // MARK: - Forms

    /// "How much to close it", "cost to close it".
    private func closing(_ typed: [String]) -> (text: String, goesOn: Bool)? {
        let words: Set<String> = [
            "how", "much", "would", "it", "cost", "costs", "to", "close", "closing", "the", "price", "of", "what",
            "does", "is", "whats", "what's", "that", "this", "one", "and", "out", "now", "buy", "back", "for", "will",
            "please", "exit",
        ]
        let objects: Set<String> = ["it", "that", "this"]
        let isOfIt = zip(typed, typed.dropFirst()).contains {
            ["close", "closing", "exit", "buy"].contains($0) && objects.contains($1)
        }
        let isPrice = !Set(typed).isDisjoint(with: ["much", "cost", "costs", "price", "what", "whats", "what's"])
        guard isOfIt, isPrice, typed.allSatisfy(words.contains), !typed.contains("buy") || typed.contains("back")
        else { return nil }
        if let row { return ("cost to close \(name(of: row))", false) }
        // Of several rows that were told none is "it": the cost of each of them, and not of the book.
        let rows = Set(book.strategies.map(\.id))
        guard state.isList, state.listed.contains(where: { rows.contains($0.reference) }) else { return nil }
        return ("cost to close them", true)
    }

    /// "Biggest loser and cost to close it": the row that ends the ranking, with what its closing costs.
    private func closingOfRanked(_ typed: [String]) -> String? {
        guard let joint = typed.firstIndex(of: "and"), joint > 0, joint + 1 < typed.count else { return nil }
        let front = typed[..<joint].filter { !["my", "the", "whats", "what's", "what", "is"].contains($0) }
        let ends: Set<String> = ["biggest", "worst", "largest", "top"]
        let outcomes: [String: Bool] = ["loser": true, "loss": true, "winner": false, "gainer": false]
        guard front.count == 2, ends.contains(front[0]), let isLoss = outcomes[front[1]] else { return nil }
        let known = book.strategies.filter { $0.unrealizedProfit.value != nil }
        let sorted = known.sorted { ($0.unrealizedProfit.value ?? 0) < ($1.unrealizedProfit.value ?? 0) }
        guard let row = isLoss ? sorted.first : sorted.last else { return nil }
        var ranked = ConversationState()
        ranked.intent = .profitRanking
        ranked.listed = [ListedRow(reference: row.id, symbol: row.symbol, title: row.title)]
        return LeaningForms(book: book, state: ranked).closing(Array(typed[(joint + 1)...]))?.text
    }

    /// "Any csp on it", "any put worth selling on it": candidates of the name that was asked about.
    private func scanning(_ typed: [String]) -> (text: String, goesOn: Bool)? {
        let set = Set(typed)
        let kinds: Set<String> = ["csp", "csps", "cc", "put", "puts", "call", "calls", "spread", "spreads"]
        let looking: Set<String> = [
            "sell", "selling", "worth", "write", "writing", "candidate", "candidates", "best", "idea", "ideas", "good",
        ]
        guard let symbol, !kinds.isDisjoint(with: set), typed.count <= 9,
            !set.isDisjoint(with: looking) || !set.isDisjoint(with: ["csp", "csps"]) && set.contains("any"),
            set.isDisjoint(with: ["if", "should", "my", "roll", "close", "why", "how", "instead"]),
            let place = typed.indices.dropFirst().first(where: {
                ["it", "that", "this"].contains(typed[$0]) && ["on", "for", "in"].contains(typed[$0 - 1])
            }), place == typed.count - 1
        else { return nil }
        return ((typed[..<place] + [symbol]).joined(separator: " "), false)
    }

    /// "ITM ones", "just the otm": of the rows that were listed.
    private func standing(_ typed: [String]) -> (text: String, goesOn: Bool)? {
        let words: Set<String> = [
            "itm", "otm", "ones", "one", "the", "only", "just", "show", "me", "those", "these", "and", "what", "about",
            "please", "now",
        ]
        let rows = Set(book.strategies.map(\.id))
        guard typed.contains("itm") != typed.contains("otm"), typed.count <= 6, typed.allSatisfy(words.contains),
            state.isList, state.listed.contains(where: { rows.contains($0.reference) })
        else { return nil }
        return ("which of those are \(typed.contains("itm") ? "itm" : "otm")", true)
    }

    /// "If iv goes up 10 pts" behind a figure of one name: of that name.
    private func volatility(_ typed: [String]) -> (text: String, goesOn: Bool)? {
        let words: Set<String> = [
            "and", "what", "if", "iv", "vol", "volatility", "implied", "goes", "go", "went", "rises", "rise", "falls",
            "fall", "drops", "drop", "is", "was", "up", "down", "by", "pt", "pts", "point", "points", "vols", "its",
            "the", "it's", "jumps", "jump", "gains", "loses", "higher", "lower",
        ]
        let figures: Set<Intent> = [
            .openProfit, .dayProfit, .deltaExposure, .thetaIncome, .vegaExposure, .showPosition, .bookGreeks,
        ]
        guard let symbol, let last = state.intent, figures.contains(last), ["if", "and"].contains(typed[0]),
            typed.contains("if"), !Set(typed).isDisjoint(with: ["iv", "vol", "volatility"]),
            typed.allSatisfy({ words.contains($0) || Double($0) != nil }),
            book.strategies.contains(where: { $0.symbol == symbol })
        else { return nil }
        return ("\(typed.drop { $0 == "and" }.joined(separator: " ")) on \(symbol)", false)
    }

    /// "Theta?", "what's it worth" behind a question about one name that is held: of that name, and not of the account.
    private func figure(_ typed: [String]) -> (text: String, goesOn: Bool)? {
        let fillers: Set<String> = [
            "what", "whats", "what's", "is", "the", "it", "its", "it's", "now", "right", "how", "much", "about", "then",
        ]
        let asked = typed.filter { !fillers.contains($0) }
        guard asked.count == 1, typed.count <= 6, state.entities.symbols.count == 1,
            let symbol = state.entities.symbols.first, book.strategies.contains(where: { $0.symbol == symbol })
        else { return nil }
        switch asked[0] {
        case "theta", "delta", "gamma", "vega", "rho": return ("\(asked[0]) of \(symbol)", false)
        case "worth", "value": return ("value of my \(symbol) position", false)
        default: return nil
        }
    }

    /// "Up 2" behind a move of a percentage: one of 2 %.
    private func move(_ typed: [String]) -> (text: String, goesOn: Bool)? {
        let leads: Set<String> = ["and", "what", "about", "if", "or", "how", "then"]
        let rest = Array(typed.drop { leads.contains($0) })
        guard state.intent == .whatIf, !state.entities.percents.isEmpty, rest.count == 2,
            ["up", "down"].contains(rest[0]), let size = Double(rest[1]), size > 0, size < 100
        else { return nil }
        return ("\(typed.joined(separator: " "))%", true)
    }
}
