import MagnusDomain

/// Questions that go on with the rows of the answer before: another figure of them, their sum, the largest of them.
extension FollowUp {
    private static let plurals: Set<String> = ["them", "their", "theirs", "those", "these", "they"]
    private static let singles: Set<String> = ["it", "its", "this", "that"]
    private static let all: Set<String> = ["both", "all", "everything", "each", "together"]
    private static let fillers: Set<String> = [
        "has", "have", "are", "which", "ones", "rows", "row", "names", "name", "sum", "up", "add", "any", "does", "do",
        "i", "my", "figure", "number", "value", "s", "much", "there", "as", "well", "per", "day", "would", "be",
    ]
    private static let characters: [String: (RowFigures.Measure, RowFigures.Summary)] = [
        "riskiest": (.assignment, .highest), "safest": (.assignment, .lowest), "worst": (.profit, .lowest),
        "losing": (.profit, .lowest), "best": (.profit, .highest), "cheapest": (.costToClose, .lowest),
        "closest": (.distance, .lowest),
    ]

    /// - Returns: whether the question goes on with a set.
    func continuesSet(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard let last = state.intent else { return false }
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        if comparesGroup(&result, state) || bothHappen(set, &result, state) || compares(texts, &result, state) {
            return true
        }
        if supposesAllAssigned(&result, state) { return true }
        if goesOnWithAssignment(&result, state) || ordersAgain(&result, state) {
            result.isDecided = true
            return true
        }
        if last == .listAlerts,
            set.isSubset(of: ["and", "the", "others", "other", "rest", "what", "about", "ones", "all"]),
            !set.isDisjoint(with: ["others", "other", "rest"])
        {
            inherit(.listAlerts, &result, state)
            return true
        }
        if asksSeverity(&result, state) { return true }
        return asksWhichIsMore(&result, state) || namesOtherRows(texts, &result, state)
            || asksFigure(texts, set, &result, state)
    }

    /// "If both happen do I have the cash": what was asked of names one after the other, together.
    private func bothHappen(_ set: Set<String>, _ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard state.intent == .assignmentRisk, state.group.count > 1, result.entities.symbols.isEmpty,
            !set.isDisjoint(with: Self.all.union(Self.plurals)),
            !set.isDisjoint(with: ["happen", "happens", "assigned", "assignment", "occur", "exercised", "cash"])
        else { return false }
        result.isFollowUp = true
        result.intent = .assignmentRisk
        result.topic = nil
        result.confidence = max(result.confidence, 0.85)
        guard restrictToListed(state.group, &result) else { return false }
        var names: [String] = []
        for row in state.group where !row.symbol.isEmpty && !names.contains(row.symbol) { names.append(row.symbol) }
        result.entities.symbols = names
        return true
    }

    /// "Compare with PLTR": beside the name that was asked about.
    private func compares(_ texts: [String], _ result: inout Understanding, _ state: ConversationState) -> Bool {
        let compared: Set<String> = ["compare", "compared", "vs", "versus"]
        guard !result.entities.symbols.isEmpty, texts.count <= 8, !compared.isDisjoint(with: texts),
            compared.contains(texts.first ?? "") || texts.first == "and"
                || !Self.singles.isDisjoint(with: texts),
            !state.entities.symbols.isEmpty
        else { return false }
        let names = state.entities.symbols + result.entities.symbols.filter { !state.entities.symbols.contains($0) }
        guard names.count > 1 else { return false }
        result.isFollowUp = true
        result.intent = .comparison
        result.entities.symbols = names
        result.confidence = max(result.confidence, 0.85)
        return true
    }

    /// "And the SPY spread", "and the condor": the same question of another row that is named by its kind.
    private func namesOtherRows(
        _ texts: [String], _ result: inout Understanding, _ state: ConversationState
    ) -> Bool {
        guard let last = state.intent, !state.words.isEmpty, texts.count <= 7, result.filter.isEmpty,
            Self.isOfRows(last) || last == .showPosition, last != .whatIf
        else { return false }
        let leads =
            ["and", "or"].contains(texts.first ?? "") || texts.starts(with: ["what", "about"])
            || texts.starts(with: ["how", "about"])
        let isOfSide = !result.entities.symbols.isEmpty && texts.contains { RowSetReader.rights[$0] != nil }
        guard leads, BookRules.namesGroup(words) || isOfSide else { return false }
        var index = 0
        while index < words.count {
            if words[index].meaning == .plain, let (_, count) = FilterReader.group(at: index, texts) {
                index += count
                continue
            }
            let isPart: Bool =
                switch words[index].meaning {
                case .symbol: true
                case .plain:
                    Self.connectives.contains(texts[index]) || RowSetReader.rights[texts[index]] != nil
                        || ["spread", "my", "ones"].contains(texts[index])
                default: false
                }
            guard isPart else { return false }
            index += 1
        }
        // A kind that is named by itself is of all names.
        inherit(last, &result, stripped(state, ofMeasures: false))
        return true
    }

    /// "And vega", "total", "the largest of them", "what is their theta".
    private func asksFigure(
        _ texts: [String], _ set: Set<String>, _ result: inout Understanding, _ state: ConversationState
    ) -> Bool {
        guard let last = state.intent, texts.count <= 9, result.entities.symbols.isEmpty,
            result.entities.unknownSymbols.isEmpty, result.entities.contract.isEmpty, result.filter.isEmpty,
            words.allSatisfy({ word in if case .ordinal = word.meaning { false } else { word.meaning == .plain } }),
            PeriodGrouping.read(texts) == nil
        else { return false }
        var (named, places) = RowFigures.named(words)
        var summary = RowFigures.summary(words)
        var character: RowFigures.Measure?
        for word in words {
            if let found = Self.characters[word.typed.lowercased()] { (character, summary) = (found.0, found.1) }
        }
        let isTogether = !set.isDisjoint(with: ["both", "together"])
        if isTogether, summary == nil { summary = .total }
        // The largest of what loses is the largest loss.
        if named.isEmpty, character == nil, state.condition?.measure == .loss || areLosses(state) {
            summary = summary == .highest ? .lowest : summary == .lowest ? .highest : summary
        }
        let ofThem = !set.isDisjoint(with: Self.plurals) || isTogether
        // "It" of "would it cost to close both" is no row.
        guard Self.singles.isDisjoint(with: set) || ofThem && Self.singles.intersection(set) == ["it"] else {
            return false
        }
        if named.isEmpty && character == nil || named == [.collateral], ofThem,
            let money = Self.moneyAsked(texts, set)
        {
            (named, places) = ([money.measure], places.union(money.places))
            summary = summary ?? .total
        }
        let asksWhich = Self.asksWhichOfThem(texts, set) && (state.isList || last == .comparison)
        if asksWhich, summary == nil, !named.isEmpty {
            summary = set.contains("more") ? .highest : set.contains("less") ? .lowest : nil
        }
        let rest = words.indices.filter { index in
            let text = texts[index]
            return !places.contains(index) && !Self.connectives.contains(text) && !Self.plurals.contains(text)
                && !Self.all.contains(text) && !RowFigures.summaryWords.contains(text) && !Self.fillers.contains(text)
                && Self.characters[words[index].typed.lowercased()] == nil && !(asksWhich && text == "less")
        }
        guard rest.isEmpty, summary != nil || !named.isEmpty else { return false }
        if last == .comparison, ofThem || asksWhich, state.group.count > 1, let measure = named.first,
            measure != .volatility
        {
            // Names that were compared are asked about by their rows.
            result.isFollowUp = true
            guard restrictToListed(state.group, &result), result.intent != .opportunities else { return false }
            return ask(RowFigures(measures: named, summary: summary ?? .each), &result)
        }
        if last == .comparison || last == .volatilityRank { return asksExtremeName(summary, &result, state) }
        let isOfShown = last == .showPosition && ofThem && state.group.count > 1
        guard Self.isOfRows(last) || isOfShown, last != .whatIf, last != .opportunities else { return false }
        let leads =
            ["and", "same"].contains(texts.first ?? "") || texts.starts(with: ["what", "about"])
            || texts.starts(with: ["how", "about"])
        // "My theta" begins anew; "the largest" alone goes on.
        guard ofThem || leads || asksWhich || named.isEmpty && texts.count <= 5 && !set.contains("my") else {
            return false
        }
        // Of one name its own row is spoken of.
        guard ofThem || summary != nil || state.entities.symbols.count != 1 else { return false }
        if isOfShown, named.isEmpty, character == nil { return false }
        guard let measure = named.first ?? character ?? Self.measure(of: state) else { return false }
        let measures = named.count > 1 ? named : [measure]
        let figures = RowFigures(measures: measures, summary: summary ?? .each)
        if isTogether, state.group.count > 1 || state.isList {
            result.isFollowUp = true
            result.entities = Entities()
            guard restrictToListed(state.group, &result) else { return false }
            return ask(figures, &result)
        }
        if state.isList, ofThem || summary != nil || !named.isEmpty {
            result.isFollowUp = true
            guard restrictToListed(state.listed, &result), result.intent != .opportunities else { return false }
            result.entities.span = nil
            return ask(figures, &result)
        }
        guard Self.isOfRows(last) else { return false }
        // The same part of the book, asked for another figure.
        let sums: [RowFigures.Measure: Intent] = [
            .theta: .thetaIncome, .delta: .deltaExposure, .vega: .vegaExposure, .gamma: .bookGreeks,
            .profit: .openProfit, .dayProfit: .dayProfit,
        ]
        let isSum = summary == nil || summary == .total
        let intent =
            last == .breakdown ? .breakdown : isSum && measures.count == 1 ? sums[measure] ?? .rowRanking : .rowRanking
        inherit(intent, &result, stripped(state, ofMeasures: true))
        result.condition = nil
        result.topic = intent == .rowRanking ? .figures(figures) : nil
        return true
    }

    /// Whether profit is what is talked about and every row of the last answer stands at a loss.
    func areLosses(_ state: ConversationState) -> Bool {
        guard state.isList, Self.measure(of: state) == .profit else { return false }
        let listed = Set(state.listed.map(\.reference))
        let rows = context.book.strategies.filter { listed.contains($0.id) }
        return rows.count > 1 && rows.allSatisfy { ($0.unrealizedProfit.value ?? 0) < 0 }
    }

    func ask(_ figures: RowFigures, _ result: inout Understanding) -> Bool {
        result.topic = .figures(figures)
        result.intent = .rowRanking
        result.condition = nil
        result.confidence = max(result.confidence, 0.85)
        return true
    }

    /// "Which is the highest" of names whose volatility was asked.
    private func asksExtremeName(
        _ summary: RowFigures.Summary?, _ result: inout Understanding, _ state: ConversationState
    ) -> Bool {
        let isOfRank = state.intent == .volatilityRank || state.compared == .volatilityRank
        guard isOfRank, summary == .highest || summary == .lowest, state.entities.symbols.count > 1 else {
            return false
        }
        result.isFollowUp = true
        result.intent = .volatilityRank
        result.entities.symbols = state.entities.symbols
        result.confidence = max(result.confidence, 0.85)
        return true
    }

    /// The question before without the rows it named, or without the figure it asked for.
    func stripped(_ state: ConversationState, ofMeasures: Bool) -> ConversationState {
        var state = state
        if ofMeasures {
            let places = RowFigures.named(state.words).places
            state.words = state.words.enumerated().filter { entry in
                !places.contains(entry.offset) && !RowFigures.summaryWords.contains(entry.element.text)
            }.map(\.element)
            return state
        }
        let texts = state.words.map(\.text)
        var left: [Word] = []
        var index = 0
        while index < state.words.count {
            if state.words[index].meaning == .plain, let (_, count) = FilterReader.group(at: index, texts) {
                index += count
                continue
            }
            let word = state.words[index]
            index += 1
            if case .symbol = word.meaning { continue }
            if word.text == "spread" || RowSetReader.rights[word.text] != nil { continue }
            left.append(word)
        }
        state.words = left
        state.entities.symbols = []
        state.entities.contract = ContractMention()
        state.filter.sets = []
        return state
    }

    static func isOfRows(_ intent: Intent) -> Bool {
        Understanding(intent: intent, confidence: 1, entities: Entities()).readsOpenRows
    }

    /// The figure that the last answer was about; nil where it was about none or several.
    static func measure(of state: ConversationState) -> RowFigures.Measure? {
        if case .figures(let figures) = state.topic { return figures.measures.first }
        if let condition = state.condition { return measure(of: condition.measure) }
        switch state.intent {
        case .thetaIncome: return .theta
        case .deltaExposure: return .delta
        case .vegaExposure: return .vega
        case .openProfit, .profitRanking, .listPositions: return .profit
        case .dayProfit: return .dayProfit
        case .assignmentRisk: return .assignment
        case .expirations: return .daysToExpiry
        case .positionSize, .concentration: return .collateral
        case .breakdown: return RowFigures.named(state.words).measures.first
        case .rowRanking:
            switch RankingRules.measure(state.words, state.entities) {
            case .leftPerYear: return .leftPerYear
            case .captured: return .captured
            case .distance, .inTheMoney, .outOfTheMoney: return .distance
            case .extrinsic: return .extrinsic
            case .costToClose: return .costToClose
            case .maximumLoss: return RowFigures.named(state.words).measures.first ?? .maximumLoss
            case .delta: return .delta
            case .theta: return .theta
            case .vega: return .vega
            case .uncovered, .belowBasis, .naked, nil: return .profit
            }
        default: return nil
        }
    }

    private static func measure(of measure: RowCondition.Measure) -> RowFigures.Measure {
        switch measure {
        case .delta, .optionDelta: .delta
        case .distance, .outOfTheMoney, .inTheMoney: .distance
        case .theta: .theta
        case .vega: .vega
        case .captured: .captured
        case .profit, .loss: .profit
        // Which rows are meant by an age is said by their days; no other figure goes on with it.
        case .daysToExpiry, .daysHeld: .daysToExpiry
        case .assignment: .assignment
        case .collateral: .collateral
        case .extrinsic: .extrinsic
        case .volatility: .volatility
        case .costToClose: .costToClose
        }
    }
}
