import MagnusDomain

/// Completes a question that leans on what was said before, or on the cursor.
struct FollowUp {
    let words: [Word]
    let context: AssistantContext
    let focus: AssistantFocus

    static let connectives: Set<String> = [
        "and", "what", "about", "how", "for", "the", "of", "on", "in", "is", "then", "now", "or", "also", "too", "same",
        "with", "a", "one", "ok", "okay", "so", "but", "to", "please", "show", "me", "at", "by", "it", "tell", "more",
        "again", "if", "instead", "only", "just", "case", "there", "position", "positions", "details", "open", "whole",
        "question",
    ]
    private static let why: Set<String> = [
        "why", "one", "explain", "how", "come", "so", "is", "that", "this", "it", "reason",
    ]
    private static let pronouns: Set<String> = ["it", "its", "this", "that", "them", "these", "they", "one", "those"]
    /// Intents that are asked about a symbol or a row.
    private static let rowIntents: Set<Intent> = [
        .showPosition, .decision, .contractFigures, .notes, .whyAlert, .assignmentRisk, .openProfit,
    ]

    func apply(to result: inout Understanding, state: ConversationState) {
        let texts = words.map(\.text)
        let bare = words.filter { $0.meaning == .plain && !Self.connectives.contains($0.text) }.map(\.text)
        let state = restrictsOnly(bare, texts, result) ? grounded(state) : state
        if result.isRepeat, let last = state.intent {
            inherit(last, &result, state)
            return
        }
        if let parted = Self.parted(words) {
            result.words = parted
            return FollowUp(words: parted, context: context, focus: focus).apply(to: &result, state: state)
        }
        if splitsScenario(&result, state) { return }
        if asksOfCandidate(&result, state) || addsAssigned(&result, state) || narrowsOutcome(&result, state) { return }
        if continuesRolls(&result, state) || continuesList(&result, state) || continuesSet(&result, state) { return }
        // "Which of them expires first": the rows of the last answer in their order of days.
        if !Set(texts).isDisjoint(with: ["them", "these", "those", "they"]), state.listed.count > 1,
            !Set(texts).isDisjoint(with: ["expires", "expire", "expiring"]), result.entities.symbols.isEmpty
        {
            result.isFollowUp = true
            result.intent = .expirations
            result.confidence = max(result.confidence, 0.8)
            if restrictToListed(state.listed, &result) { return }
            for row in state.listed where !row.symbol.isEmpty && !result.entities.symbols.contains(row.symbol) {
                result.entities.symbols.append(row.symbol)
            }
            return
        }
        // "Which of them are losing": a question of its own about the rows of the last answer.
        let isOfThem = zip(texts, texts.dropFirst()).contains {
            $0 == "of" && ["them", "those", "these"].contains($1)
        }
        if isOfThem, !state.listed.isEmpty, result.entities.symbols.isEmpty,
            OutcomeReader.condition(words) != nil || ConditionReader.condition(words) != nil
                || RankingRules.measure(words, result.entities) != nil || RowTopic.read(words, result.entities) != nil
        {
            _ = restrictToListed(state.listed, &result)
            return
        }
        if let ordinal = result.entities.ordinal, !state.listed.isEmpty, !DirectRules.ranksName(words, result) {
            choose(ordinal, of: state.listed, texts, &result)
            return
        }
        if !texts.isEmpty, texts.count <= 5, texts.allSatisfy(Self.why.contains),
            texts.contains("why") || texts.contains("explain") || texts.starts(with: ["how", "come"])
        {
            explain(&result, state)
            return
        }
        if let last = state.intent, HistoryRules.ofPast.contains(last), texts.count <= 7,
            result.entities.symbols.isEmpty,
            let before = state.pasts.last ?? state.entities.past,
            let span = PastSpanReader.neighbour(of: before, in: texts, today: context.today)
        {
            result.pasts = [span]
            result.entities.past = span
            inherit(last, &result, state)
            return
        }
        if asksOtherDays(&result, state) { return }
        if let last = state.intent, let span = state.entities.span, texts.count <= 7, let next = later(texts, span) {
            result.entities.span = next
            inherit(last, &result, state)
            return
        }
        // "is PLTR ok" asks for PLTR and not for the last figure again.
        let asksWellbeing =
            texts.first != "and" && !Set(texts).isDisjoint(with: ["is", "are"])
            && !Set(texts).isDisjoint(with: ["ok", "okay", "fine", "safe", "alright"])
        if asksWellbeing, !result.entities.symbols.isEmpty { return }
        let pastWords: Set<String> = [
            "last", "this", "past", "previous", "year", "month", "week", "quarter", "ytd", "mtd", "wtd", "qtd",
            "yesterday", "since", "during", "date", "first", "second", "half", "q1", "q2", "q3", "q4", "by", "per",
            "each", "symbol", "every",
        ]
        if let last = state.intent, HistoryRules.intents.contains(last),
            result.entities.past != nil || PeriodGrouping.read(texts) != nil, result.entities.symbols.isEmpty,
            words.count <= 6, bare.allSatisfy({ pastWords.contains($0) })
        {
            inherit(last, &result, state)
            return
        }
        if let last = state.intent, !state.words.isEmpty, restrictsOnly(bare, texts, result) {
            inherit(last, &result, state)
            return
        }
        let isLeaning =
            texts.first == "and" || texts.starts(with: ["what", "about"]) || texts.starts(with: ["how", "about"])
            || texts.starts(with: ["same"]) || texts.starts(with: ["or"])
        let hasEntity = words.contains { $0.meaning != .plain }
        let lead: Set<String> = ["and", "what", "about", "how", "or", "then", "ok", "so"]
        if state.intent == .whatIf, !state.words.isEmpty,
            Self.isSizeAlone(Array(words.drop { $0.meaning == .plain && lead.contains($0.text) }))
        {
            inherit(.whatIf, &result, state)
            return
        }
        // "And with vol up 5 points?" goes on with what was supposed.
        if state.intent == .whatIf, isLeaning, words.count <= 9, !MoveReader.read(words).moves.isEmpty {
            inherit(.whatIf, &result, state)
            return
        }
        if let last = state.intent, hasEntity, bare.isEmpty, isLeaning || words.count <= 3 {
            inherit(last, &result, state)
            return
        }
        if state.intent == .concept, isLeaning, result.entities.concept != nil, result.entities.symbols.isEmpty {
            result.isFollowUp = true
            result.intent = .concept
            result.confidence = max(result.confidence, 0.75)
            return
        }
        if ["more", "continue", "all"].contains(texts.last ?? ""), bare.isEmpty || bare == ["all"], words.count <= 4,
            let last = state.intent
        {
            inherit(last, &result, state)
            return
        }
        attachSubject(texts, &result, state, isLeaning: isLeaning)
    }

    /// The very rows, or candidates, that the last answer named, and no others of the same name.
    /// - Returns: false where it named neither.
    func restrictToListed(_ listed: [ListedRow], _ result: inout Understanding) -> Bool {
        let named = Set(
            listed.map { row in
                context.alerts.first { $0.id == row.reference }?.finding.positionIdentifier ?? row.reference
            })
        let rows = context.book.strategies.map(\.id).filter(named.contains)
        let candidates = context.everyScan.flatMap { $0.candidates + $0.nearestMisses }.map(\.id).filter(named.contains)
        if rows.isEmpty, !candidates.isEmpty { result.intent = .opportunities }
        result.filter.references = rows.isEmpty ? candidates : rows
        return !result.filter.references.isEmpty
    }

    /// "And calls?", "and in the IRA?", "without KO?", "by symbol?": nothing but what the last answer is restricted to or
    /// parted by.
    private func restrictsOnly(_ bare: [String], _ texts: [String], _ result: Understanding) -> Bool {
        guard texts.count <= 6, result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty else {
            return false
        }
        if !result.filter.isEmpty, bare.isEmpty { return true }
        let isLeaning =
            ["and", "only", "just", "what", "how", "by", "per", "for", "but", "without", "or"].contains(
                texts.first ?? "")
            || texts.contains("instead")
        guard isLeaning || texts.count == 1, !bare.isEmpty else { return false }
        let sides: Set<String> = [
            "put", "puts", "call", "calls", "by", "per", "each", "symbol", "strategy", "month", "week", "year",
            "quarter", "sector", "expiry", "account", "name", "short", "shorts", "names", "stocks", "ones",
        ]
        // "What about energy?": another sector of the same list.
        let isSectorsTurn = bare.contains { FilterReader.sectors[$0] != nil }
        var index = 0
        while index < texts.count {
            if let (_, count) = FilterReader.group(at: index, texts) {
                index += count
                continue
            }
            if isSectorsTurn, FilterReader.sectors[texts[index]] != nil {
                index += 1
                continue
            }
            guard sides.contains(texts[index]) || Self.connectives.contains(texts[index]) else { return false }
            index += 1
        }
        return true
    }

    /// The words of the question before, less those that the new one replaces, and the new ones.
    private func merged(_ result: Understanding, _ state: ConversationState) -> [Word] {
        if result.isRepeat {
            let names = Repetition.named(result.words)
            let repeated = Repetition.words(of: state.words, with: names, benchmark: context.book.benchmark)
            return repeated ?? state.words
        }
        let rights: Set<String> = ["put", "puts", "call", "calls"]
        let names = !result.entities.symbols.isEmpty || !result.entities.unknownSymbols.isEmpty
        let isOfSide = !Set(words.map(\.text)).isDisjoint(with: rights) || BookRules.namesGroup(words)
        // "By strategy" behind "theta by symbol" parts the same figure anew.
        let isRegrouped = state.intent == .breakdown && PeriodGrouping.read(words.map(\.text)) != nil
        let before = isRegrouped ? PeriodGrouping.without(state.words) : state.words
        let oldTexts = before.map(\.text)
        let isOfSector = words.contains { FilterReader.sectors[$0.text] != nil && !["it", "index"].contains($0.text) }
        var old: [Word] = []
        var index = 0
        while index < before.count {
            let word = before[index]
            if isOfSide, let (_, count) = FilterReader.group(at: index, oldTexts) {
                index += count
                continue
            }
            index += 1
            switch word.meaning {
            case .symbol where names: continue
            case .date where result.entities.span != nil: continue
            case .percent where !result.entities.percents.isEmpty: continue
            default: break
            }
            if isOfSide, rights.contains(word.text) { continue }
            if isOfSector, FilterReader.sectors[word.text] != nil { continue }
            old.append(word)
        }
        // "What about 10 percent" asks nothing new: its first words would begin a question.
        let lead: Set<String> = ["and", "what", "about", "how", "or", "then", "ok", "so"]
        let rest = Array(result.words.drop { $0.meaning == .plain && lead.contains($0.text) })
        let isSize = state.intent == .whatIf && Self.isSizeAlone(rest)
        // "And the calls" restricts the name of before; joined to it, it would be a part of its own.
        let isSideAlone = isOfSide && !names && words.contains { rights.contains($0.text) }
        // Another sector stands in the place of the one before, and is no part beside its puts.
        let isSectorAlone = isOfSector && !names && SectorNames.isNamed(in: state.words)
        return old + (isSize || isSideAlone || isSectorAlone ? rest : result.words)
    }

    private func choose(_ ordinal: Int, of rows: [ListedRow], _ texts: [String], _ result: inout Understanding) {
        let index = ordinal == -1 ? rows.count - 1 : ordinal - 1
        result.isFollowUp = true
        guard rows.indices.contains(index) else {
            result.isOrdinalMissing = true
            result.intent = .showPosition
            return
        }
        let row = rows[index]
        result.subject = row
        if !row.symbol.isEmpty { result.entities.symbols = [row.symbol] }
        let bare = words.filter { $0.meaning == .plain && !Self.connectives.contains($0.text) }
        let usable: Set<Intent> = [
            .decision, .thetaIncome, .deltaExposure, .quote, .volatilityRank, .earnings, .dividends, .assignmentRisk,
            .whyAlert, .openProfit, .bookGreeks, .vegaExposure, .expectedMove, .notes, .whyNot,
        ]
        if bare.isEmpty || !usable.contains(result.intent) || result.confidence < 0.4 {
            result.intent = texts.contains("why") ? .explainFigure : .showPosition
        }
        result.confidence = max(result.confidence, 0.8)
    }

    private func explain(_ result: inout Understanding, _ state: ConversationState) {
        result.isFollowUp = true
        result.confidence = max(result.confidence, 0.8)
        if explainsSum(&result, state) { return }
        result.subject = state.subject ?? focusRow()
        if let row = result.subject, result.entities.symbols.isEmpty, !row.symbol.isEmpty {
            result.entities.symbols = [row.symbol]
        }
        if state.intent == .opportunities || state.intent == .whyNot {
            result.subject = state.listed.first ?? result.subject
        }
        result.intent = state.intent == .listAlerts && !state.listed.isEmpty ? .whyAlert : .explainFigure
        if result.intent == .whyAlert { result.subject = state.listed.first }
    }

    /// The same question about something else.
    func inherit(_ last: Intent, _ result: inout Understanding, _ state: ConversationState) {
        result.isFollowUp = true
        var intent = last
        if [.greeting, .thanks, .help, .outOfScope, .explainFigure].contains(last) {
            intent = result.entities.symbols.isEmpty ? result.intent : .showPosition
        }
        // A list of everything asked about one name is that name's position.
        if !result.entities.symbols.isEmpty, [.listPositions, .profitRanking, .attention].contains(last) {
            intent = .showPosition
        }
        if result.entities.span != nil, [.showPosition, .cash].contains(last) { intent = .expirations }
        if last == .concept, let concept = result.entities.concept, result.entities.symbols.isEmpty {
            result.entities.concept = concept
        }
        result.intent = intent
        result.confidence = max(result.confidence, 0.75)
        let before = state.entities
        result.words = merged(result, state)
        if result.isRepeat { Repetition.keepNames(&result) }
        if intent == .assignmentRisk { keepMove(&result, state) }
        result.isInherited = true
        result.isDayAdded =
            result.entities.span != nil && state.entities.span == nil && state.filter.expiries == nil
        if result.pasts.isEmpty { result.pasts = state.pasts }
        if result.condition == nil, intent == .rowRanking { result.condition = state.condition }
        // What words still say is read from them again.
        var carried = state.filter
        carried.groups = []
        carried.sets = []
        carried.right = nil
        carried.sectors = []
        carried.conditions = []
        carried.conditionLabels = []
        carried.expiries = nil
        carried.unreadExclusions = []
        // "Without KO" goes on with the rows that were listed, another name does not.
        if !result.entities.symbols.isEmpty { carried.references = [] }
        if result.filter.isEmpty {
            result.filter = carried
        } else if result.filter.accounts.isEmpty, result.filter.missingAccount == nil {
            result.filter.accounts = carried.accounts
            if result.filter.references.isEmpty { result.filter.references = carried.references }
            result.filter.excludedSymbols += carried.excludedSymbols.filter {
                !result.filter.excludedSymbols.contains($0)
            }
            if result.filter.excludedRows.isEmpty { result.filter.excludedRows = carried.excludedRows }
        }
        // A window asked for a list is not carried to one name: that would hide what the name has after it.
        let isOfOneName = !result.entities.symbols.isEmpty && [.expirations, .assignmentRisk].contains(intent)
        if result.entities.span == nil, !isOfOneName {
            result.entities.span = before.span
        }
        if result.entities.past == nil { result.entities.past = before.past }
        if result.entities.percents.isEmpty { result.entities.percents = before.percents }
        if result.entities.delta == nil { result.entities.delta = before.delta }
        if result.entities.contract.right == nil { result.entities.contract.right = before.contract.right }
        if result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty {
            result.entities.symbols = before.symbols
            if result.entities.contract.strike == nil { result.entities.contract.strike = before.contract.strike }
        }
        // Last: what is a topic depends on what was carried. What was none does not become one by another name.
        if result.topic == nil, intent == state.intent, let topic = state.topic {
            result.topic = RowTopic.read(result.words, result.entities) ?? topic
        }
    }

    /// "it", "this": the cursor when the words point at the screen, else the row the talk is about.
    private func attachSubject(
        _ texts: [String], _ result: inout Understanding, _ state: ConversationState, isLeaning: Bool
    ) {
        guard result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty else { return }
        let pointing = texts.indices.filter { QuestionParts.isPronoun(Self.pronouns, texts, at: $0) }.map { texts[$0] }
        let points = !pointing.isEmpty
        let needsRow =
            Self.rowIntents.contains(result.intent)
            || [
                .quote, .volatilityRank, .expectedMove, .whyNot, .strikeByDelta, .earnings, .dividends, .thetaIncome,
                .deltaExposure, .bookGreeks, .vegaExposure, .explainFigure,
            ].contains(result.intent)
            || points
                && [.expirations, .periodProfit, .realizedProfit, .dayProfit, .positionCost, .opened, .whatIf].contains(
                    result.intent)
        guard needsRow, !IntentRules.isDefinition(texts) || points else { return }
        let mustHave: Set<Intent> = [
            .showPosition, .decision, .contractFigures, .quote, .volatilityRank, .expectedMove, .strikeByDelta,
            .explainFigure,
        ]
        let possessive = texts.contains("its") || texts.starts(with: ["and"])
        let wantsRow = points || possessive || isLeaning || mustHave.contains(result.intent)
        // "my theta" is the book's; "its theta" is not.
        let isBook = !Set(texts).isDisjoint(with: ["my", "book", "portfolio", "total", "all", "everything"]) && !points
        guard wantsRow, !isBook || [.decision, .showPosition].contains(result.intent) else { return }
        let listed = points ? state.listed.first : nil
        // "this" is the row under the cursor, "it" what the talk is about.
        let pointed = pointing.contains("this") ? focusRow() : nil
        guard let row = pointed ?? state.subject ?? focusRow() ?? listed else { return }
        result.subject = row
        result.isFollowUp = true
        if !row.symbol.isEmpty { result.entities.symbols = [row.symbol] }
    }

    func focusRow() -> ListedRow? {
        let symbol = focus.symbol ?? ""
        if let reference = focus.reference {
            if let strategy = context.book.strategies.first(where: { $0.id == reference }) {
                return ListedRow(reference: reference, symbol: strategy.symbol, title: strategy.title)
            }
            if let alert = context.alerts.first(where: { $0.id == reference }) {
                return ListedRow(
                    reference: reference, symbol: alert.finding.symbol ?? symbol, title: alert.finding.title)
            }
            for candidate in context.everyScan.flatMap({ $0.candidates + $0.nearestMisses })
            where candidate.id == reference {
                return ListedRow(reference: reference, symbol: candidate.symbol, title: candidate.shortName)
            }
        }
        guard !symbol.isEmpty, context.knownSymbols.contains(symbol) else { return nil }
        return ListedRow(reference: focus.reference ?? "", symbol: symbol, title: symbol)
    }
}
