import MagnusDomain

/// Questions that go on with the rolls of the answer before: other days, another strike, why one is not offered.
extension FollowUp {
    private static let ofRolls: Set<String> = [
        "why", "not", "later", "out", "further", "farther", "longer", "week", "weeks", "day", "days", "dte", "month",
        "months", "strike", "strikes", "put", "puts", "call", "calls", "roll", "rolling", "rolls", "an", "into", "two",
        "three", "four", "five", "six", "eight", "couple", "up", "down", "higher", "lower", "can", "we", "i", "that",
        "could", "would", "be", "expiry", "this", "same", "from",
    ]

    /// "And two weeks later?", "at 75?", "why not 04-30?" after rolls were told: the same row's rolls of those days and
    /// that strike.
    /// - Returns: whether the question goes on with rolls.
    func continuesRolls(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        if picksRoll(&result, state) { return true }
        guard state.intent == .decision, let subject = state.subject,
            let row = context.book.strategies.first(where: { $0.id == subject.reference }),
            let held = Self.shortOption(of: row), words.count <= 10,
            result.entities.symbols.allSatisfy({ $0 == row.symbol }), result.entities.unknownSymbols.isEmpty,
            result.filter.isEmpty, result.entities.percents.isEmpty
        else { return false }
        let said = Self.connectives.union(Self.ofRolls)
        let isOfRolls = words.allSatisfy { word in
            switch word.meaning {
            case .plain:
                word.text != "if" && [word.text, word.typed.lowercased()].contains { said.contains($0) }
            case .date, .number, .contract, .symbol: true
            case .percent, .ordinal: false
            }
        }
        guard isOfRolls else { return false }
        var wish = RollWish()
        wish.strike = RollWish.strikes(in: words, isAlone: true).first
        // "Is it up?" asks for a price.
        let isOfPrice = words.contains { ["is", "are"].contains($0.text) }
        wish.direction = wish.strike == nil && !isOfPrice ? RollWish.direction(words) : 0
        wish.days = result.entities.span.flatMap { $0.last > held.expiry ? $0 : nil }
        let earlier = state.roll ?? RollWish(state.words, state.entities, held: held)
        if wish.days == nil, let offset = RollWish.offset(words) {
            // "And a week later" goes on from the day that was asked about.
            let before = earlier.near ?? earlier.days.flatMap { $0.first == $0.last ? $0.last : nil }
            let base = offset.isFromToday ? context.today : before ?? held.expiry
            wish.near = base.adding(days: offset.days)
        }
        guard !wish.isEmpty else { return false }
        if wish.days == nil, wish.near == nil {
            wish.days = earlier.days
            wish.near = earlier.near
        }
        if !wish.hasStrike {
            wish.strike = earlier.strike
            wish.direction = earlier.direction
        }
        result.roll = wish
        result.isFollowUp = true
        result.intent = .decision
        result.topic = nil
        result.confidence = max(result.confidence, 0.85)
        result.subject = subject
        // "And KO?" asks the question of before of another name, and no strike of this one.
        result.words = state.words
        result.entities.symbols = [row.symbol]
        // A strike of a new option names no row.
        result.entities.contract = ContractMention()
        result.entities.span =
            wish.days
            ?? wish.near.map { DateSpan(first: $0, last: $0, label: "the expiry nearest to \($0.monthDay)") }
        return true
    }

    /// "The second one" behind a list of rolls: that roll.
    private func picksRoll(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard state.intent == .decision, let ordinal = result.entities.ordinal, let subject = state.subject,
            result.entities.symbols.isEmpty, words.count <= 6
        else { return false }
        let place = ordinal == -1 ? state.rolls.count - 1 : ordinal - 1
        guard state.rolls.count > 1, state.rolls.indices.contains(place) else { return false }
        result.roll = state.rolls[place]
        result.isFollowUp = true
        result.intent = .decision
        result.topic = nil
        result.confidence = max(result.confidence, 0.85)
        result.subject = subject
        result.words = state.words
        result.entities.ordinal = nil
        result.entities.symbols = [subject.symbol]
        result.entities.contract = ContractMention()
        result.entities.span = state.rolls[place].days
        return true
    }

    /// The one short option of a row.
    private static func shortOption(of row: StrategyValuation) -> OptionContract? {
        let shorts = row.legs.compactMap { leg -> OptionContract? in
            guard case .option(let contract) = leg.position.instrument, leg.position.quantity.isShort else {
                return nil
            }
            return contract
        }
        return shorts.count == 1 ? shorts.first : nil
    }
}
