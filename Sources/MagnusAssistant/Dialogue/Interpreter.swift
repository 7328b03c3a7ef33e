import MagnusDomain

/// Turns a question into an ``Understanding`` with the model, the dialogue and the cursor.
struct Interpreter {
    let model: IntentModel
    let context: AssistantContext
    let focus: AssistantFocus
    let symbols: Set<String>
    let names: [String: String]

    init(model: IntentModel, context: AssistantContext, focus: AssistantFocus) {
        self.model = model
        self.context = context
        self.focus = focus
        symbols = context.knownSymbols
        names = Self.names(of: context)
    }

    /// Lower-case company names to symbols: the table, then the profiles of the market source.
    static func names(of context: AssistantContext) -> [String: String] {
        var result = CompanyNames.symbols
        let suffixes: Set<String> = [
            "inc", "corp", "corporation", "company", "co", "plc", "ltd", "group", "holdings", "the", "trust", "etf",
            "fund", "technologies", "class", "a",
        ]
        for (symbol, market) in context.market.underlyings {
            let words = Tokeniser.words(market.profile.name).map(\.text).filter { !suffixes.contains($0) }
            guard let first = words.first, first.count >= 4, first.allSatisfy(\.isLetter) else { continue }
            let name = words.prefix(3).joined(separator: " ")
            if result[name] == nil { result[name] = symbol }
            if words.count == 1, !EnglishWords.common.contains(first), result[first] == nil { result[first] = symbol }
        }
        return result
    }

    func understand(_ text: String, state: ConversationState) -> Understanding {
        if let again = FollowUp.closingAgain(text, state) { return understand(again, state: ConversationState()) }
        if let whole = LeaningForms(book: context.book, state: state).written(text) {
            return understand(whole.text, state: whole.goesOn ? state : ConversationState())
        }
        let shorthand = Shorthand(symbols: symbols, book: context.book, isFirst: state.intent == nil)
        let leftOut = shorthand.leftOut(of: text)
        let text = shorthand.written(text) ?? text
        var result = reading(text, state: state)
        if let row = focusRow, let named = FocusRules.named(text, result, row) {
            result = reading(named, state: ConversationState())
            let held = context.alerts.first { $0.id == row.reference }?.finding.positionIdentifier ?? row.reference
            if let strategy = context.book.strategies.first(where: { $0.id == held }) {
                result.subject = ListedRow(reference: held, symbol: strategy.symbol, title: strategy.title)
            }
        }
        // What was restricted before goes on as it is.
        if result.explainsSum { return result }
        BookRules.apply(&result, context)
        if let topic = result.topic {
            result.intent = topic.intent
            result.condition = nil
            clear(&result, of: topic)
        }
        PartRules.apply(&result, benchmark: context.book.benchmark)
        FurtherRules.finish(&result, benchmark: context.book.benchmark)
        // "How is the condor and the calendar doing": rows that are named by their kinds.
        if result.intent == .showPosition, result.topic == nil, result.subject == nil,
            result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty,
            result.words.contains(where: { $0.text == "and" }),
            BookRules.namesGroup(result.words)
        {
            result.intent = .listPositions
        }
        // A row that is pointed at is restricted no further.
        if result.takesKinds, result.subject.map(\.reference.isEmpty) ?? true, result.entities.contract.strike == nil {
            FilterReader.restrict(&result.filter, result.words, result.entities)
        }
        // "My MO shares" are those of the covered call too, and what can be taken from them is asked of its calls.
        let ofDelivery: Set<Intent> = [
            .assignmentRisk, .expirations, .rowRanking, .whatIf, .earnings, .dividends, .positionSize,
        ]
        // "Puts on tech stocks" are puts.
        let isOfOptions =
            result.entities.contract.right != nil || result.filter.groups.contains { $0.open != [.stock] }
        if ofDelivery.contains(result.intent) || !result.entities.symbols.isEmpty || isOfOptions, !result.takesLedger {
            result.filter.groups.removeAll { $0.open == [.stock] }
        }
        // Whether a call is naked is told by all that have one, not by what a row is called.
        if result.intent == .rowRanking, RankingRules.measure(result.words, result.entities) == .naked {
            result.filter.groups = []
            result.filter.right = nil
        }
        LegRules.apply(&result, context)
        RowSetReader.restrict(&result)
        BookRules.restrictExpiry(&result, today: context.today)
        LegRules.boundDays(&result, today: context.today)
        // A supposed VIX is no name of the book unless something in it is held.
        if result.intent == .whatIf, !context.book.strategies.contains(where: { $0.symbol == "VIX" }) {
            result.entities.symbols.removeAll { $0 == "VIX" }
        }
        if case .standing(let topic) = result.topic { topic.finish(&result) }
        if let leftOut { result.unread.append(leftOut) }
        return result
    }

    /// The row that the cursor is on.
    var focusRow: ListedRow? { FollowUp(words: [], context: context, focus: focus).focusRow() }

    /// What a topic has words for is no name and no day besides: the letter of a flag, "1-10" of a scale.
    private func clear(_ result: inout Understanding, of topic: RowTopic) {
        switch topic {
        case .flag(let flag):
            guard let place = RowTopic.flagPlace(result.words, result.entities),
                case .symbol(flag.rawValue, _) = result.words[place].meaning
            else { return }
            let others = result.words.indices.contains { index in
                index != place && result.words[index].meaning == result.words[place].meaning
            }
            guard !others else { return }
            result.entities.symbols.removeAll { $0 == flag.rawValue }
            result.entities.unknownSymbols.removeAll { $0 == flag.rawValue }
        case .rating:
            result.entities.span = nil
            result.entities.past = nil
            result.pasts = []
        case .further(let topic): topic.clear(&result)
        case .standing(let topic): topic.finish(&result)
        default: return
        }
    }

    private func reading(_ text: String, state: ConversationState) -> Understanding {
        var words = Tokeniser.words(text)
        words = SectorNames.joined(words)
        model.correct(&words, symbols: symbols, names: names)
        let extractor = EntityExtractor(
            knownSymbols: symbols, names: names, today: context.today, calendar: context.market.calendar)
        var entities = extractor.extract(&words)
        words = SplitKinds.joined(words)
        // "Same question for AAPL" asks what "and AAPL" does.
        let again = Repetition.names(words)
        if let again { words = [Word(typed: "and", text: "and")] + Repetition.joined(again) }
        let filter = FilterReader(context: context).read(&words, &entities)
        let pasts = PastSpanReader.spans(in: words.map(\.text), today: context.today)
        entities.past = pasts.first
        entities.concept = ConceptTable.mentioned(in: words).first
        var ranked = model.classify(words, entities)
        IntentRules.adjust(&ranked, words: words, entities: entities)
        let best = ranked.first ?? (.outOfScope, 0)
        var result = Understanding(intent: best.intent, confidence: best.probability, entities: entities)
        result.alternatives = ranked.dropFirst().prefix(3).map(\.intent).filter { $0 != .outOfScope }
        if isPercentAgain(words, entities, state) {
            // "And 10?" after a fall of 5 % is one of 10 %.
            for index in words.indices {
                if case .number(let value) = words[index].meaning { words[index].meaning = .percent(value / 100) }
            }
            result.entities.percents = result.entities.numbers.map { $0 / 100 }
            result.entities.numbers = []
        }
        result.words = words
        result.filter = filter
        result.pasts = pasts
        result.namesMark = !Set(text.unicodeScalars.prefix(Tokeniser.maximumLength)).isDisjoint(with: ["≈", "~", "—"])
        result.isCut =
            text.unicodeScalars.index(
                text.unicodeScalars.startIndex, offsetBy: Tokeniser.maximumLength,
                limitedBy: text.unicodeScalars.endIndex
            ).map { $0 != text.unicodeScalars.endIndex } ?? false
        if let again {
            if let obstacle = Repetition.obstacle(again, state, benchmark: context.book.benchmark) {
                result.obstacle = obstacle
                result.intent = .outOfScope
                result.confidence = 1
                result.alternatives = []
                result.isFollowUp = true
                return result
            }
            result.isRepeat = true
        }
        FollowUp(words: words, context: context, focus: focus).apply(to: &result, state: state)
        if result.roll != nil || result.isDecided { return result }
        if !result.isFollowUp, SpreadScanRules.apply(words, &result) { return result }
        nameOfStrike(&result)
        if !result.isInherited, let topic = StandingTopic.read(words, result.entities) {
            result.topic = .standing(topic)
            result.intent = topic.intent
            result.confidence = max(result.confidence, 0.9)
            result.alternatives = []
            return result
        }
        if DirectRules.apply(words, &result, context) { return result }
        // "How is my diagonal", "pmcc status": the row itself, whatever its kind sounds like.
        if !result.isFollowUp, asksState(words), let row = rowOfKind(words) {
            result.subject = row
            result.entities.symbols = row.symbol.isEmpty ? [] : [row.symbol]
            result.intent = .showPosition
            result.confidence = max(result.confidence, 0.9)
            return result
        }
        let nameable: Set<Intent> = [
            .showPosition, .decision, .positionCost, .opened, .openProfit, .expirations, .premiumCollected,
            .netLiquidation,
        ]
        if result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty, result.subject == nil,
            RankingRules.measure(words, result.entities) == nil,
            nameable.contains(result.intent)
                || words.contains(where: {
                    ["receive", "received", "get", "got", "pay", "paid", "cost"].contains($0.text)
                }),
            !IntentRules.isDefinition(words.map(\.text)), let row = rowOfKind(words)
        {
            result.subject = row
            result.entities.symbols = row.symbol.isEmpty ? [] : [row.symbol]
            if words.contains(where: { ["receive", "received", "get", "got", "pay", "paid", "cost"].contains($0.text) })
            {
                result.intent = .positionCost
                result.confidence = max(result.confidence, 0.8)
                return result
            }
        }
        if !result.isFollowUp, ShortRules.apply(words, &result, context) { return result }
        if !result.isFollowUp, PlainRules.apply(words, &result, book: context.book, today: context.today) {
            return result
        }
        if !result.isFollowUp, ScanRules.apply(words, &result, fieldWords: model.fieldWords) { return result }
        if HistoryRules.isForMachines(words.map(\.text)) {
            result.intent = .outOfScope
            result.alternatives = []
            return result
        }
        if EventRules.subject(words, today: context.today) != nil {
            result.intent = .ledgerEvents
            result.confidence = max(result.confidence, 0.9)
            return result
        }
        if !result.isFollowUp, UsageTable.topic(words) != nil {
            result.intent = .help
            result.confidence = max(result.confidence, 0.9)
            return result
        }
        if FurtherRules.apply(words, &result, context: context, state: state) { return result }
        if !result.isInherited, let topic = RowTopic.read(words, result.entities) {
            result.topic = topic
            result.intent = topic.intent
            result.confidence = max(result.confidence, 0.9)
            result.alternatives = []
            return result
        }
        if RowRules.apply(words, &result, context: context) { return result }
        if let condition = ConditionReader.condition(words) {
            // "What expires in 45 days or more" asks for what ends then, a leg as well as a row.
            let ending: Set<String> = ["expire", "expires", "expiring"]
            if condition.measure == .daysToExpiry, condition.lower != nil, condition.upper == nil,
                result.entities.span == nil, words.contains(where: { ending.contains($0.text) })
            {
                result.intent = .expirations
                result.confidence = max(result.confidence, 0.9)
                return result
            }
            result.intent = .rowRanking
            result.condition = condition
            result.confidence = max(result.confidence, 0.9)
            return result
        }
        if HoldingRules.subject(words, result.entities) != nil {
            result.intent = .positionSize
            result.confidence = max(result.confidence, 0.9)
            return result
        }
        if RankingRules.measure(words, result.entities) != nil {
            result.intent = .rowRanking
            result.confidence = max(result.confidence, 0.9)
            return result
        }
        if let past = HistoryRules.intent(
            words, result.entities, hasSubject: result.subject != nil || state.subject != nil, today: context.today)
        {
            result.intent = past
            result.confidence = max(result.confidence, 0.9)
            if [.opened, .positionCost].contains(past), result.entities.symbols.isEmpty, result.subject == nil {
                result.subject = state.subject
            }
            return result
        }
        lookBack(words, &result)
        if !result.isFollowUp, !words.isEmpty, words.allSatisfy({ $0.meaning == .date }) {
            // A day alone asks nothing yet.
            result.intent = .expirations
            result.alternatives = [.earnings, .attention]
            result.confidence = 0.25
            return result
        }
        if result.intent == .attention, !result.entities.symbols.isEmpty { result.intent = .showPosition }
        var movable: Set<Intent> = [.expirations, .listPositions, .dayProfit, .openProfit, .periodProfit]
        // "If AAPL closes at 250 what do I lose" orders nothing.
        if words.first?.text == "if" { movable.insert(.placeOrder) }
        if movable.contains(result.intent) && targetMove(words, result.entities)
            || ![.decision, .placeOrder, .contractFigures].contains(result.intent) && movesFromTo(words)
        {
            result.intent = .whatIf
            result.confidence = max(result.confidence, 0.8)
        }
        askTheScanInstead(&result)
        if result.isFollowUp == false { rejectUnknown(words, &result) }
        return result
    }

    /// Whether a bare number goes on with a percentage that was supposed before.
    private func isPercentAgain(_ words: [Word], _ entities: Entities, _ state: ConversationState) -> Bool {
        let fillers: Set<String> = ["and", "what", "about", "how", "or", "then", "if", "by", "with", "ok", "so"]
        return state.intent == .whatIf && !state.entities.percents.isEmpty && entities.percents.isEmpty
            && entities.numbers.count == 1 && words.count <= 5
            && words.allSatisfy { word in
                if case .number = word.meaning { return true }
                return word.meaning == .plain && fillers.contains(word.text)
            }
    }

    /// A question about the open book that names days behind is about what was traded in them.
    private func lookBack(_ words: [Word], _ result: inout Understanding) {
        guard result.entities.percents.isEmpty,
            result.entities.past != nil
        else { return }
        switch result.intent {
        case .openProfit, .realizedProfit: result.intent = .periodProfit
        case .profitRanking: result.intent = .closedTrades
        default: break
        }
    }

    /// "What if X is 250": a price of a name, supposed.
    private func targetMove(_ words: [Word], _ entities: Entities) -> Bool {
        words.contains { ["if", "suppose", "assume"].contains($0.text) } && entities.symbols.count == 1
            && entities.percents.isEmpty && entities.numbers.contains { $0 > 1 } && entities.contract.strike == nil
    }

    /// "If KO moves from 75 to 73": both ends of a price, supposed.
    private func movesFromTo(_ words: [Word]) -> Bool {
        words.contains { ["if", "suppose", "assume"].contains($0.text) }
            && MoveReader.read(words).prices.contains { if case .path = $0.size { true } else { false } }
    }

    /// "What is wrong with X" about a name that has no alert and that the scan rejected is a question to the scan.
    private func askTheScanInstead(_ result: inout Understanding) {
        // Of alerts nothing but alerts tells.
        let ofAlerts: Set<String> = ["alert", "alerts", "alerted", "flagged", "flag"]
        guard result.intent == .whyAlert, let symbol = result.entities.symbols.first,
            !result.words.contains(where: { ofAlerts.contains($0.text) || ofAlerts.contains($0.typed.lowercased()) }),
            !context.alerts.contains(where: { $0.finding.symbol == symbol }),
            context.scans.contains(where: { scan in scan.nearestMisses.contains { $0.symbol == symbol } })
        else { return }
        result.intent = .whyNot
    }

    /// Words of the field that any talk about shopping has too.
    private static let weak: Set<String> = [
        "buy", "sell", "price", "cost", "costs", "cheap", "pay", "order", "market", "money", "score", "book", "trade",
        "dollars", "percent", "expensive", "number", "quote", "value", "size", "cover", "profile", "rate", "fix",
    ]

    /// Names a thing of daily life and no thing of the field besides.
    private func isAboutOtherThings(_ words: [Word]) -> Bool {
        let plain = words.filter { $0.meaning == .plain }
        guard plain.contains(where: { EnglishWords.everyday.contains($0.text) }) else { return false }
        return !plain.contains { word in
            model.fieldWords.contains(word.text) && !Self.weak.contains(word.text)
                && !EnglishWords.everyday.contains(word.text)
        }
    }

    /// A question without a single word of the field and without an entity is out of scope, whatever the margin says.
    private func rejectUnknown(_ words: [Word], _ result: inout Understanding) {
        if [.greeting, .thanks, .help, .placeOrder, .outOfScope].contains(result.intent) { return }
        let hasEntity = words.contains { $0.meaning != .plain }
        let content = words.filter { $0.meaning == .plain && !EnglishWords.common.contains($0.text) }
        let known = content.filter { model.fieldWords.contains($0.text) }.count
        // As typed: another language is corrected into English words that nobody wrote.
        let strange = words.filter { word in
            let typed = word.typed.lowercased()
            return word.meaning == .plain && typed.allSatisfy(\.isLetter) && !EnglishWords.common.contains(typed)
                && !model.fieldWords.contains(typed)
        }.count
        if isAboutOtherThings(words) {
            result.alternatives = []
            result.intent = .outOfScope
            result.confidence = max(0.8, 1 - result.confidence)
            return
        }
        let isForeign =
            content.count >= 2 && known * 3 < content.count && result.confidence < 0.8
            || strange >= 4 && strange * 5 >= words.count * 3
        // Of words nobody taught it the classifier only guesses, however sure it is of the rest.
        let isGuess = !hasEntity && known == 0 && (result.confidence < 0.5 || !content.isEmpty)
        if isGuess || isForeign || words.isEmpty {
            result.alternatives = result.confidence >= 0.25 ? [result.intent] : []
            result.intent = .outOfScope
            result.confidence = max(0.5, 1 - result.confidence)
        }
    }
}
