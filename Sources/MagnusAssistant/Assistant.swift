import MagnusDomain

/// Answers questions about the book and the market without any language model: a trained classifier and rules
/// understand, tools over the context give figures, templates compose, a check compares every figure with the tools.
///
/// Deterministic: the same question, state, context and data give the same answer. Making one trains the classifier,
/// which takes a fraction of a second: make it once, away from the start of the screen. It has no tool with an effect.
public struct Assistant: Sendable {
    private let model: IntentModel

    public init() { model = IntentModel() }

    /// - Parameters:
    ///   - text: of any origin and length; treated as a question and never as an instruction.
    ///   - state: of the conversation so far; a new one for a new session.
    ///   - focus: what the cursor of the screen is on.
    /// - Returns: the answer and the state for the next question. The first four lines of the answer are the answer, the
    ///   rest is detail. `responseTimeMilliseconds` is left 0 for the caller, who owns the clock.
    public func answer(
        _ text: String, state: ConversationState = ConversationState(), focus: AssistantFocus = AssistantFocus(),
        context: AssistantContext, data: any AssistantData
    ) async -> (answer: Answer, state: ConversationState) {
        let composition = await compose(text, state: state, focus: focus, context: context, data: data)
        return (composition.answer, composition.state)
    }

    /// Three questions for an empty chat, from the open alerts.
    public func suggestions(context: AssistantContext) -> [String] { Suggestions.make(context: context) }

    /// An answer with everything it was made of.
    struct Composition: Sendable {
        var answer: Answer
        var state: ConversationState
        var understanding: Understanding
        var ledger: ToolLedger
        var rendering: AnswerRendering
    }

    func understand(
        _ text: String, state: ConversationState, focus: AssistantFocus, context: AssistantContext
    ) -> Understanding {
        Interpreter(model: model, context: context, focus: focus).understand(text, state: state)
    }

    func compose(
        _ text: String, state: ConversationState, focus: AssistantFocus, context: AssistantContext,
        data: any AssistantData
    ) async -> Composition {
        let earlier = state
        var context = context
        context.askedScans = earlier.scans
        let focusRow = Interpreter(model: model, context: context, focus: focus).focusRow
        let state = FocusRules.state(earlier, text, on: focusRow, reference: focus.reference ?? focus.symbol)
        let picked = state.picked(by: text)
        var understanding = understand(picked ?? text, state: state, focus: focus, context: context)
        let out = Composer()
        var parts = [understanding]
        let name = understanding.isFollowUp ? nil : Self.oneName(of: understanding)
        if understanding.isRepeat, state.parts.count > 1 {
            // Each of the questions of before, of the new names.
            parts = state.parts.map { part in
                understand(text, state: ConversationState(asked: part), focus: focus, context: context)
            }
        } else if picked == nil,
            let texts = QuestionParts.read(text, name: name, heading: name.flatMap { Self.typed($0, understanding) })
        {
            let readings = texts.enumerated().map { index, part in
                let reading = understand(
                    part, state: index == 0 ? state : ConversationState(), focus: focus, context: context)
                // "When are MU earnings and what move is priced in": the second is of the same name.
                guard index > 0, let name, PartNames.lacksName(reading) else { return reading }
                return understand(
                    "\(part.filter { $0 != "?" }) on \(name)", state: ConversationState(), focus: focus,
                    context: context)
            }
            // Shares and what was paid for them are told together.
            let isTold = understanding.topic == .further(.sharesHeld) && !readings.contains(where: isBesideShares)
            if !isTold, areSeveral(readings, whole: understanding) { parts = readings }
        }
        var isUnsure = false
        var answered: [Understanding] = []
        for (index, part) in parts.enumerated() {
            // A part that asks back is the last one: what it offers is what "first" picks.
            let isAsked = parts.count == 1 || isClear(part) || part.isRepeat || part.obstacle != nil
            guard isAsked, !isUnsure, !out.isAskedBack else {
                let unread = part.words.map(\.typed).joined(separator: " ")
                out.line("Not answered here, ask it by itself: \(out.quote(unread)).")
                continue
            }
            let (before, listed) = (out.sentences, out.listed)
            (out.sentences, out.listed) = ([], [])
            let maker = AnswerMaker(
                context: context, data: data, question: part, state: index == 0 ? state : ConversationState(), out: out)
            await maker.compose()
            (out.sentences, out.listed) = (before + out.sentences, listed + out.listed)
            isUnsure = maker.isUnsure
            understanding = part
            answered.append(part)
        }
        // What was scanned for this question is known now.
        if !out.scans.isEmpty { context.askedScans = out.scans }
        var rendering = AnswerRendering(
            sentences: out.sentences.filter { !$0.fragment.isEmpty }, ledger: out.ledger, symbols: context.knownSymbols)
        if rendering.text.isEmpty {
            // Everything failed the checks: better no answer than one without ground.
            let fallback = AnswerSentence(
                fragment: "The answer could not be matched with its sources and is withheld.", startsLine: true)
            rendering = AnswerRendering(sentences: [fallback], ledger: out.ledger, symbols: context.knownSymbols)
        }
        let answer = Answer(
            text: rendering.text, intent: isUnsure || out.isAskedBack ? "unsure" : understanding.intent.rawValue,
            confidence: min(1, max(0, understanding.confidence)), actions: out.actions,
            citations: rendering.citations, figures: rendering.figures,
            sources: out.ledger.sourceTexts(citations: rendering.citations))
        var next = state
        next.turns += 1
        // What nothing here speaks of is no question to go on with.
        let isTalk = [.outOfScope, .greeting, .thanks, .help].contains(understanding.intent) && state.intent != nil
        if !isTalk {
            next.isUnread = isUnsure
            next.parts = answered.count > 1 ? answered : []
            next.intent = understanding.intent
            next.entities = understanding.entities
            next.compared = understanding.intent == .comparison ? state.compared ?? state.intent : nil
            next.isList = !out.listed.isEmpty && understanding.listsRows && !isUnsure && !out.isAskedBack
            let goesOn = understanding.isFollowUp && state.intent == understanding.intent
            if !out.listed.isEmpty { next.group = unique((goesOn ? state.group : []) + out.listed) }
        }
        // A question that was asked back asked nothing.
        if !isUnsure, !isTalk {
            next.remember(understanding)
            if understanding.filter.references.isEmpty {
                next.expiring = ground(of: understanding)
                next.ground = understanding.words
            }
        }
        // One row of the list that is talked about does not end the list.
        let isDetail =
            out.listed.count == 1 && out.listed.first.map(state.listed.contains) == true
            && understanding.intent != .rowRanking
        if !out.listed.isEmpty, !isDetail { next.listed = unique(out.listed) }
        let isAboutOne =
            understanding.subject != nil || !understanding.entities.symbols.isEmpty || out.listed.count == 1
        let named = understanding.entities.symbols.first.map { symbol in
            let row = context.book.strategies.first { $0.symbol == symbol }
            return ListedRow(reference: row?.id ?? "", symbol: symbol, title: row?.title ?? symbol)
        }
        next.subject =
            isAboutOne
            ? Self.oneHolding(out.listed, understanding) ?? out.listed.first ?? understanding.subject ?? named
                ?? state.subject : nil
        // A term that is explained on the way ends no talk about the row that was pointed at.
        if next.subject == nil, let row = focusRow ?? (understanding.intent == .concept ? state.subject : nil) {
            next.subject = row
        }
        next.focused = focus.reference ?? focus.symbol
        if !rendering.figures.isEmpty { next.figures = rendering.figures }
        if !out.scans.isEmpty { next.scans = out.scans }
        next.rolls = out.rolls
        // "The second one" picks a row of a list that was told, and no question that was offered beside it.
        next.offered = isUnsure || out.isAskedBack || out.listed.isEmpty ? out.offered : []
        if understanding.intent == .concept { next.concept = understanding.entities.concept }
        return Composition(
            answer: answer, state: next, understanding: understanding, ledger: out.ledger, rendering: rendering)
    }

    /// The name itself where a question by name was answered with several of its rows: "and its delta" is of them all.
    private static func oneHolding(_ listed: [ListedRow], _ question: Understanding) -> ListedRow? {
        guard listed.count > 1, question.subject == nil, question.entities.contract.strike == nil,
            let symbol = question.entities.symbols.first, listed.allSatisfy({ $0.symbol == symbol })
        else { return nil }
        return ListedRow(reference: "", symbol: symbol, title: symbol)
    }

    /// The one name that a question types; nil for none and for several.
    private static func oneName(of question: Understanding) -> String? {
        let names = Set(
            question.words.compactMap { word -> String? in
                if case .symbol(let name, isKnown: true) = word.meaning { name } else { nil }
            })
        return names.count == 1 ? names.first : nil
    }

    /// A name as a question types it.
    private static func typed(_ name: String, _ question: Understanding) -> String? {
        question.words.first { $0.meaning == .symbol(name, isKnown: true) }?.typed
    }

    /// What a question about days of expiry is restricted to; nil for any other.
    private func ground(of question: Understanding) -> ConversationState.Expiring? {
        let ofDays = question.intent == .expirations && question.entities.span != nil
        guard ofDays || question.filter.expiries != nil, question.subject == nil else { return nil }
        return ConversationState.Expiring(
            filter: question.filter, symbols: question.entities.symbols, right: question.entities.contract.right,
            days: question.filter.expiries ?? question.entities.span)
    }

    /// Whether a reading would be answered without a question back.
    private func isClear(_ reading: Understanding) -> Bool {
        reading.confidence >= AnswerMaker.hedgedBelow && !reading.isFollowUp
            && ![.outOfScope, .greeting, .thanks, .placeOrder, .settings].contains(reading.intent)
    }

    /// Whether a reading asks for what is not told with shares and their cost.
    private func isBesideShares(_ reading: Understanding) -> Bool {
        let ofHoldings: Set<Intent> = [.positionCost, .positionSize, .showPosition, .opened, .listPositions]
        return isClear(reading) && !ofHoldings.contains(reading.intent) && reading.topic != .further(.sharesHeld)
    }

    /// Whether the parts of a text are answered one by one: what nobody reads is named then, and never dropped.
    private func areSeveral(_ parts: [Understanding], whole: Understanding) -> Bool {
        guard let first = parts.first else { return false }
        let clear = parts.filter(isClear)
        if isClear(first) { return parts.dropFirst().contains { isOther($0, than: first) || !isClear($0) } }
        return clear.count > 1 || clear.first?.intent == whole.intent
    }

    /// Whether a part asks for something else, or of another name.
    private func isOther(_ part: Understanding, than first: Understanding) -> Bool {
        first.intent != part.intent
            || !part.entities.symbols.isEmpty && first.entities.symbols != part.entities.symbols
    }

    private func unique(_ rows: [ListedRow]) -> [ListedRow] {
        var result: [ListedRow] = []
        for row in rows where !result.contains(row) { result.append(row) }
        return result
    }
}
