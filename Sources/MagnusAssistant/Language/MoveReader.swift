/// Reads what a question supposes: of which thing each number is said, whether it is a change or a level, and which word
/// of direction belongs to it.
///
/// The question is cut into clauses, each about one thing: at words that join, at commas, where another thing is named
/// and where a second number begins. A number takes the direction of its own clause and of no other. What has no one
/// reading is a problem and never a figure.
struct MoveReader {
    struct Reading: Sendable, Hashable {
        var moves: [SupposedMove] = []
        /// The first thing supposed that is no single figure.
        var problem: SupposedMove.Problem?
        /// Places of the numbers that were read.
        var places: Set<Int> = []

        func first(_ subject: SupposedMove.Subject) -> SupposedMove? { moves.first { $0.subject == subject } }
        var prices: [SupposedMove] { moves.filter { $0.subject == .price } }
    }

    /// A number of a clause and what stands in front of it.
    struct Amount {
        enum Role { case change, level, origin, bound }
        var value: Double
        var unit: SupposedMove.Unit
        var role: Role
        /// The word in front of it, articles and the like left out: `by`, `to`, `is`.
        var mark: String
        /// The sign typed in front of it; nil for none.
        var isNegative: Bool?
        var place: Int
    }

    struct Clause {
        enum Opening { case none, question, supposition, joint }
        var opening: Opening
        var subject: SupposedMove.Subject?
        var names: [String] = []
        var isOfMarket = false
        /// True where a word says down.
        var directions: [Bool] = []
        var amounts: [Amount] = []
        var multiple: Double?
        var isNegated = false
        var isUndirected = false
        /// A figure that is none of the readable subjects, as typed: `IV rank`, `delta`.
        var foreign: String?
        /// Words in front of the size or behind its "of" that name something no reader knows.
        var unread: [String] = []
        /// "2% a day".
        var isPerPeriod = false

        var isSized: Bool { !amounts.isEmpty || multiple != nil }
        var isEmpty: Bool { subject == nil && directions.isEmpty && !isSized }
        /// What is named and nothing said of it.
        var isBareSubject: Bool { subject != nil && directions.isEmpty && !isSized && !isUndirected }
    }

    let words: [Word]
    let texts: [String]
    /// The words of the question before stand in front: what is said later replaces it.
    private let isInherited: Bool
    private var clauses: [Clause] = []
    var current = Clause(opening: .none)
    private var lastDirection: Int?

    static func read(_ words: [Word], isInherited: Bool = false) -> Reading {
        var reader = MoveReader(words, isInherited: isInherited)
        reader.cut()
        return MoveJoiner(clauses: reader.clauses, isInherited: isInherited).reading()
    }

    private init(_ words: [Word], isInherited: Bool) {
        self.words = words
        self.isInherited = isInherited
        texts = words.map(\.text)
    }

    // MARK: - Clauses

    private mutating func cut() {
        var index = 0
        while index < words.count {
            if index > 0, words[index - 1].endsClause { begin(.joint) }
            index += read(at: index)
        }
        begin(.none)
    }

    private mutating func begin(_ opening: Clause.Opening) {
        if !current.isEmpty || current.isNegated { clauses.append(current) }
        current = Clause(opening: opening)
        lastDirection = nil
    }

    /// - Returns: how many words were read.
    private mutating func read(at index: Int) -> Int {
        let text = texts[index]
        if let (amount, length) = amount(at: index) {
            add(amount)
            return length
        }
        if let (value, length) = multiple(at: index) {
            if current.isSized { begin(.joint) }
            current.multiple = value
            return length
        }
        if isPeriod(at: index) {
            current.isPerPeriod = true
            return 1
        }
        if let (foreign, length) = foreign(at: index) {
            // "SPY falls 3%, delta goes to 60" is said of another thing.
            if current.isSized { begin(.joint) }
            current.foreign = current.foreign ?? foreign
            return length
        }
        if let subject = subject(at: index) {
            name(subject.0, subject.1, isOfMarket: subject.2, at: index)
            return 1
        }
        if MoveWords.negations.contains(text) {
            if text == "without" { begin(.joint) }
            current.isNegated = true
            return 1
        }
        if MoveWords.suppositions.contains(text) {
            begin(.supposition)
            return 1
        }
        // "The VIX does not move" goes on with the VIX.
        if ["does", "do", "did", "will", "would"].contains(text), self.text(index + 1) == "not", current.subject != nil
        {
            return 1
        }
        if MoveWords.questions.contains(text) {
            begin(.question)
            return 1
        }
        if let isFall = direction(at: index) {
            turn(isFall, at: index)
            return 1
        }
        // "Rises or falls 5%" says both.
        if text == "or", !current.isSized, !current.directions.isEmpty, index + 1 < words.count,
            direction(at: index + 1) != nil
        {
            return 1
        }
        if MoveWords.joints.contains(text) || text == "plus" || text == "on" && current.isSized {
            begin(.joint)
            return 1
        }
        // "SPY is unchanged" supposes no move, whatever the word is corrected into.
        if ["unchanged", "flat", "same", "steady", "constant"].contains(words[index].typed.lowercased()) {
            if current.subject == .volatility || current.subject == .volatilityIndex { current.isNegated = true }
            return 1
        }
        if MoveWords.undirected.contains(text) { current.isUndirected = true }
        noteUnread(at: index)
        return 1
    }

    private mutating func add(_ amount: Amount) {
        let sizes = current.amounts.filter { $0.role != .origin }
        let isChange = amount.role == .change
        let joins =
            amount.role == .origin || sizes.isEmpty
            || sizes.allSatisfy { ($0.role == .change) != isChange }
        if !joins || current.multiple != nil && amount.role != .origin {
            // "SPY 3% lower, up 5 points vol": a word of direction right in front goes with the number.
            let pulled = lastDirection == amount.place - 1 && current.directions.count > 1
            let isFall = pulled ? current.directions.popLast() : nil
            begin(.joint)
            if let isFall { current.directions = [isFall] }
        }
        current.amounts.append(amount)
    }

    private mutating func turn(_ isFall: Bool, at index: Int) {
        if current.isSized, !current.directions.isEmpty, !current.directions.contains(isFall) { begin(.joint) }
        current.directions.append(isFall)
        lastDirection = index
    }

    private mutating func name(
        _ subject: SupposedMove.Subject, _ name: String?, isOfMarket: Bool, at index: Int
    ) {
        let isOther =
            current.subject.map { known in
                known != subject || subject == .price && current.isSized && name != nil && current.names != [name ?? ""]
            } ?? false
        if isOther {
            // "Rises 3% on lower vol": the adjective in front belongs to what follows.
            let pulled = lastDirection == index - 1 && MoveWords.adjectives.contains(text(index - 1))
            let isFall = pulled ? current.directions.popLast() : nil
            begin(.joint)
            if let isFall { current.directions = [isFall] }
        }
        current.subject = subject
        if isOfMarket { current.isOfMarket = true }
        if let name, !current.names.contains(name) { current.names.append(name) }
    }

    // MARK: - Words

    /// What a word names, whose it is, and whether it is the market.
    private func subject(at index: Int) -> (SupposedMove.Subject, String?, Bool)? {
        let text = texts[index]
        if text == "vix" { return (.volatilityIndex, nil, false) }
        let next = self.text(index + 1) == "implied" ? self.text(index + 2) : self.text(index + 1)
        let isBeforeVolatility = MoveWords.volatility.contains(next)
        if case .symbol(let name, _) = words[index].meaning {
            if name == "VIX" { return (.volatilityIndex, nil, false) }
            let isBehind =
                ["of", "in", "on", "for"].contains(self.text(index - 1))
                && MoveWords.volatility.contains(self.text(index - 2))
            return (isBeforeVolatility || isBehind ? .volatility : .price, name, false)
        }
        guard words[index].meaning == .plain || words[index].meaning == .contract else { return nil }
        if MoveWords.volatility.contains(text) {
            // "Vol points" are a unit.
            return ["points", "point", "pts"].contains(next) && current.subject != nil ? nil : (.volatility, nil, false)
        }
        if MoveWords.rates.contains(text) {
            return ["win", "open", "tax", "fill", "dividend", "the"].contains(self.text(index - 1))
                && ["rate", "interest", "yield"].contains(text)
                ? nil : (.rates, nil, false)
        }
        let isBeforeKnown = isBeforeVolatility || self.text(index - 1) == "vix"
        if MoveWords.market.contains(text) { return isBeforeKnown ? nil : (.price, nil, true) }
        if MoveWords.prices.contains(text) { return isBeforeKnown || next == "market" ? nil : (.price, nil, false) }
        return nil
    }

    private func direction(at index: Int) -> Bool? {
        let text = texts[index]
        let spelled = [text, words[index].typed.lowercased()]
        let previous = self.text(index - 1), next = self.text(index + 1)
        if next == "than" { return nil }
        if text == "up", next == "to", case .percent? = amount(at: index + 2)?.0.unit { return nil }
        if text == "off" { return current.amounts.isEmpty ? nil : true }
        if text == "in", ["come", "comes", "coming", "came"].contains(previous) { return true }
        if text.hasPrefix("contract"),
            words[max(0, index - 1)].meaning != .plain || ["my", "the", "of"].contains(previous)
        {
            return nil
        }
        if text == "plus" { return current.isSized ? nil : false }
        if ["sells", "sell"].contains(text) { return next == "off" ? true : nil }
        if spelled.contains(where: MoveWords.falls.contains) { return true }
        return spelled.contains(where: MoveWords.rises.contains) ? false : nil
    }

    private func multiple(at index: Int) -> (Double, Int)? {
        let text = texts[index]
        if let joined = MoveWords.joined(text), joined.isMultiple { return (joined.value, 1) }
        guard let value = MoveWords.multiples[text], !["digit", "digits", "a", "of"].contains(self.text(index + 1))
        else { return nil }
        return (value, 1)
    }
}

// MARK: - Numbers

extension MoveReader {
    func text(_ index: Int) -> String { texts.indices.contains(index) ? texts[index] : "" }

    /// A number that is a size, its role, and how many words it is made of.
    private func amount(at index: Int) -> (Amount, Int)? {
        guard words.indices.contains(index), let (value, unit, length) = number(at: index) else { return nil }
        let next = text(index + length)
        if MoveWords.counted.contains(next), unit == .plain { return nil }
        var before = index - 1
        while before >= 0, MoveWords.fillers.contains(texts[before]) { before -= 1 }
        let mark = text(before)
        // "Like in 2020" is a year.
        if unit == .plain, value == value.rounded(), (1990...2100).contains(value),
            ["in", "since", "of", "during", "by"].contains(text(index - 1))
        {
            return nil
        }
        var role = Amount.Role.change
        if mark == "from" || text(index - 1) == "now" && text(index - 2) == "from" {
            role = .origin
        } else if MoveWords.levels.contains(mark), !["is", "was"].contains(mark) || unit == .plain || unit == .percent {
            role = .level
        } else if MoveWords.bounds.contains(mark) {
            role = .bound
        }
        let typed = words[index].typed
        let sign: Bool? = typed.hasPrefix("-") ? true : typed.hasPrefix("+") ? false : nil
        return (
            Amount(value: abs(value), unit: unit, role: role, mark: mark, isNegative: sign, place: index), length
        )
    }

    /// A number with its unit and its length in words.
    private func number(at index: Int) -> (Double, SupposedMove.Unit, Int)? {
        func withUnit(_ value: Double, _ place: Int) -> (Double, SupposedMove.Unit, Int) {
            let first = text(place + 1)
            guard let unit = MoveWords.unit(first, text(place + 2)) else { return (value, .plain, place - index + 1) }
            let isDouble =
                ["percentage", "basis", "vol", "volatility", "per", "buying"].contains(first)
            return (value, unit, place - index + (isDouble ? 3 : 2))
        }
        switch words[index].meaning {
        case .percent(let value):
            let isWord = ["percent", "pct", "%"].contains(text(index + 1))
            // The unit that made it a percentage is a word of its own.
            return (value * 100, .percent, isWord ? 2 : 1)
        case .number(let value): return withUnit(value, index)
        // "Drops to zero" is a level; alone it is a word of talk.
        case .plain where texts[index] == "zero": return withUnit(0, index)
        case .plain:
            if let joined = MoveWords.joined(texts[index]), !joined.isMultiple { return (joined.value, joined.unit, 1) }
            return spelled(at: index).flatMap { value, last in
                let found = withUnit(value, last)
                // A number in words is one only with its unit: "one of my puts" is none.
                return found.1 == .plain ? nil : found
            }
        default: return nil
        }
    }

    /// "Twenty five", "two hundred", "half a", "a quarter": the value and the place of its last word.
    private func spelled(at index: Int) -> (Double, Int)? {
        guard var value = MoveWords.small[texts[index]] else { return nil }
        var last = index
        if value >= 20, let units = MoveWords.small[text(last + 1)], units >= 1, units < 10, text(last + 1) != "a" {
            value += units
            last += 1
        }
        if texts[index] == "a", ["half", "quarter"].contains(text(last + 1)) {
            value = MoveWords.small[text(last + 1)] ?? value
            last += 1
        }
        if text(last + 1) == "hundred" {
            value *= 100
            last += 1
        }
        if value < 1 {
            while ["a", "of"].contains(text(last + 1)) { last += 1 }
        }
        return (value, last)
    }
}
