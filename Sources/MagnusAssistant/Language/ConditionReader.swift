import MagnusQuant

/// Finds comparisons with a number. One that names no figure of the rows is still found, so that it is never dropped in
/// silence.
enum ConditionReader {
    struct Comparison: Sendable, Hashable {
        var isAbove: Bool
        var includesBound: Bool
        var bound: Double
        /// The other end of a range, both ends included; the bound itself where exactly it is meant.
        var upperEnd: Double?
        var isPercent: Bool
        /// As typed: `above 50`.
        var typed: String
        /// Places of the first word and of the number.
        var first: Int
        var last: Int
        /// Days in the unit behind the number; 0 where it is none of time.
        var unitDays: Double
    }

    private static let above: Set<String> = ["above", "over", "exceeding", "exceeds", "exceed", "beyond"]
    private static let below: Set<String> = ["below", "under", "beneath"]
    private static let moreThan: Set<String> = ["more", "greater", "larger", "bigger", "higher", "longer", "older"]
    private static let lessThan: Set<String> = ["less", "fewer", "smaller", "lower", "shorter", "younger", "newer"]
    /// Words of a comparison, which no spelling correction may turn into others.
    static let comparing: Set<String> = above.union(below).union(moreThan).union(lessThan).union(["than"])

    static func comparisons(_ words: [Word]) -> [Comparison] {
        var result = ranges(words)
        for index in words.indices.dropLast() where !result.contains(where: { $0.first <= index && index <= $0.last }) {
            let text = words[index].text
            let next = words[index + 1].text
            var isAbove: Bool?
            var includes = false
            var length = 1
            if above.contains(text) { isAbove = true }
            if below.contains(text) { isAbove = false }
            if next == "than", moreThan.contains(text) { (isAbove, length) = (true, 2) }
            if next == "than", lessThan.contains(text) { (isAbove, length) = (false, 2) }
            if text == "at", next == "least" { (isAbove, includes, length) = (true, true, 2) }
            if text == "at", next == "most" { (isAbove, includes, length) = (false, true, 2) }
            if text == "within", case .percent = words[index + 1].meaning { (isAbove, includes) = (false, true) }
            if ["hit", "hits", "reached", "reaches", "passed", "past"].contains(text),
                case .percent = words[index + 1].meaning
            {
                (isAbove, includes) = (true, true)
            }
            guard let isAbove, index + length < words.count else { continue }
            let word = words[index + length]
            let units: [String: Double] = [
                "day": 1, "days": 1, "dte": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365,
                "years": 365,
            ]
            let unit = index + length + 1 < words.count ? words[index + length + 1].text : ""
            let isSuffixed =
                word.text.first?.isNumber == true && ["d", "dte", "days"].contains { word.text.hasSuffix($0) }
            let unitDays = units[unit] ?? (isSuffixed ? 1 : 0)
            let typed = words[index...(index + length)].map(\.typed).joined(separator: " ")
            switch word.meaning {
            case .number(let value):
                result.append(
                    Comparison(
                        isAbove: isAbove, includesBound: includes, bound: value, isPercent: false, typed: typed,
                        first: index,
                        last: index + length, unitDays: unitDays))
            case .percent(let value):
                result.append(
                    Comparison(
                        isAbove: isAbove, includesBound: includes, bound: value, isPercent: true, typed: typed,
                        first: index, last: index + length, unitDays: 0))
            default: continue
            }
        }
        return result.sorted { $0.first < $1.first }
    }

    /// "Between 0.2 and 0.3", "exactly 32", "equal to 32".
    private static func ranges(_ words: [Word]) -> [Comparison] {
        func number(_ index: Int) -> (value: Double, isPercent: Bool)? {
            guard words.indices.contains(index) else { return nil }
            switch words[index].meaning {
            case .number(let value): return (value, false)
            case .percent(let value): return (value, true)
            default: return nil
            }
        }
        func add(_ first: Int, _ last: Int, _ from: Double, _ to: Double, _ isPercent: Bool) -> Comparison {
            let next = words.indices.contains(last + 1) ? words[last + 1].text : ""
            let isOfDays =
                ["day", "days", "dte"].contains(next)
                || ["d", "dte", "days"].contains { suffix in
                    words[last].text.hasSuffix(suffix) && words[last].text.first?.isNumber == true
                }
            return Comparison(
                isAbove: true, includesBound: true, bound: min(from, to), upperEnd: max(from, to), isPercent: isPercent,
                typed: words[first...last].map(\.typed).joined(separator: " "), first: first, last: last,
                unitDays: isOfDays ? 1 : ["week", "weeks"].contains(next) ? 7 : 0)
        }
        var result: [Comparison] = []
        for index in words.indices {
            let text = words[index].text
            if text == "between", let from = number(index + 1), let to = number(index + 3),
                ["and", "to"].contains(words[index + 2].text)
            {
                let isPercent = from.isPercent || to.isPercent
                // "Between 10 and 20%" is of percents both.
                func scaled(_ end: (value: Double, isPercent: Bool)) -> Double {
                    isPercent && !end.isPercent ? end.value / 100 : end.value
                }
                result.append(add(index, index + 3, scaled(from), scaled(to), isPercent))
            }
            // "30 days or more", "5 or fewer": the bound behind its number.
            if let found = number(index), let bound = Self.bound(behind: index, words) {
                var comparison = add(index, bound.last, found.value, found.value, found.isPercent)
                comparison.isAbove = bound.isAbove
                comparison.upperEnd = nil
                let unit = words[index + 1].text
                comparison.unitDays =
                    unit.hasPrefix("day") || unit == "dte"
                    ? 1 : unit.hasPrefix("week") ? 7 : unit.hasPrefix("month") ? 30 : 0
                result.append(comparison)
            }
            guard ["exactly", "equal", "equals", "precisely"].contains(words[index].typed.lowercased()) else {
                continue
            }
            let place = words.indices.contains(index + 1) && words[index + 1].text == "to" ? index + 2 : index + 1
            if let found = number(place) {
                result.append(add(index, place, found.value, found.value, found.isPercent))
            } else if let found = number(index - 1) {
                result.append(add(index - 1, index, found.value, found.value, found.isPercent))
            }
        }
        return result
    }

    private static let unitWords: Set<String> = ["day", "days", "dte", "week", "weeks", "month", "months", "percent"]

    /// "Or more" behind a number and its unit, and where it ends; nil where none stands there.
    static func bound(behind index: Int, _ words: [Word]) -> (isAbove: Bool, last: Int)? {
        var place = index + 1
        while words.indices.contains(place), unitWords.contains(words[place].text) { place += 1 }
        guard words.indices.contains(place + 1), words[place].text == "or" else { return nil }
        switch words[place + 1].typed.lowercased() {
        case "more", "longer", "later", "above", "over", "greater", "higher": return (true, place + 1)
        case "less", "fewer", "sooner", "below", "under", "lower", "shorter": return (false, place + 1)
        default: return nil
        }
    }

    private static let rows: Set<String> = [
        "position", "positions", "row", "rows", "short", "shorts", "put", "puts", "call", "calls", "option", "options",
        "which", "what", "anything", "any", "my", "list", "show", "everything", "names", "spreads", "contracts",
        "condors", "leaps", "strikes", "winners",
    ]
    private static let elsewhere: Set<String> = [
        "if", "would", "should", "scan", "candidate", "candidates", "csp", "csps", "alert", "alerts", "did", "made",
        "make", "earned", "rank", "price", "chain", "closed", "happens", "opportunities", "sell",
        "collected", "realized", "return", "yield", "score", "find", "spy",
    ]

    /// The condition on the rows of the book that a question states; nil where it states none.
    static func condition(_ words: [Word]) -> RowCondition? {
        if let outcome = OutcomeReader.condition(words) { return outcome }
        if let sign = sign(words) { return sign }
        let set = Set(words.map(\.text))
        guard !set.isDisjoint(with: rows) || isBare(words), set.isDisjoint(with: elsewhere) else { return nil }
        let found = conditions(words)
        guard let first = found.first, found.count == comparisons(words).count else { return nil }
        return first.condition
    }

    /// "Positions with negative delta", "short vega names": the side of nothing on which a Greek of theirs stands.
    private static func sign(_ words: [Word]) -> RowCondition? {
        let texts = words.map(\.text)
        let set = Set(texts)
        let measures: [String: RowCondition.Measure] = [
            "delta": .delta, "deltas": .delta, "theta": .theta, "vega": .vega,
        ]
        let named: Set<String> = ["position", "positions", "rows", "names", "which", "holdings"]
        guard !set.isDisjoint(with: named), words.count <= 9,
            set.isDisjoint(with: elsewhere.union(["most", "least", "total", "sum", "much", "why", "is", "and"]))
        else { return nil }
        for (index, text) in texts.enumerated().dropFirst() {
            guard let measure = measures[text] else { continue }
            switch words[index - 1].typed.lowercased() {
            case "negative", "short": return RowCondition(measure: measure, upper: 0, includesBound: false)
            case "positive", "long": return RowCondition(measure: measure, lower: 0, includesBound: false)
            default: continue
            }
        }
        return nil
    }

    /// "DTE exactly 32": a figure of the rows and its bound, and nothing besides.
    private static func isBare(_ words: [Word]) -> Bool {
        let found = comparisons(words)
        guard let first = found.first, found.count == 1, words.count > first.last - first.first + 1 else {
            return false
        }
        let measures = table.reduce(into: Set(["to", "the", "expiry", "with", "of"])) { $0.formUnion($1.0) }
        let left = words.indices.filter { !(first.first...first.last).contains($0) }
        return left.allSatisfy { words[$0].meaning == .plain && measures.contains(words[$0].text) }
            && left.contains { !["up", "down", "lose", "lost", "gain"].contains(words[$0].text) }
    }

    /// Every bound with the figure it bounds; bounds of nothing known are left out.
    static func conditions(_ words: [Word]) -> [(condition: RowCondition, typed: String)] {
        comparisons(words).compactMap { comparison in
            guard let measure = measure(of: comparison, words) else { return nil }
            guard !comparison.isPercent || measure.isFraction else { return nil }
            let largest = max(abs(comparison.bound), abs(comparison.upperEnd ?? 0))
            func scaled(_ bound: Double) -> Double {
                if measure == .daysToExpiry { return bound * (comparison.unitDays > 0 ? comparison.unitDays : 1) }
                if measure.isFraction, !comparison.isPercent, largest > 1 { return bound / 100 }
                return measure == .optionDelta && largest <= 1 ? bound * 100 : bound
            }
            let bound = scaled(comparison.bound)
            return (
                RowCondition(
                    measure: measure, lower: comparison.isAbove ? bound : isOfSide(measure) ? 0 : nil,
                    upper: comparison.upperEnd.map(scaled) ?? (comparison.isAbove ? nil : bound),
                    includesBound: comparison.includesBound, right: measure == .optionDelta ? side(words) : nil),
                comparison.typed
            )
        }
    }

    /// "Less than 5% out of the money" leaves out what is in the money.
    private static func isOfSide(_ measure: RowCondition.Measure) -> Bool {
        [.outOfTheMoney, .inTheMoney].contains(measure)
    }

    /// The side of the strike a bound is asked of; nil for its distance on either side.
    private static func moneySide(_ words: [Word]) -> RowCondition.Measure? {
        let texts = words.map(\.text)
        for index in texts.indices {
            if texts[index] == "otm" { return .outOfTheMoney }
            if texts[index] == "itm" { return .inTheMoney }
            guard texts[index] == "money", index > 1 else { continue }
            let lead = texts[..<index].last { $0 != "the" }
            if lead == "of" { return .outOfTheMoney }
            if lead == "in" { return .inTheMoney }
        }
        return nil
    }

    /// Words that count days from the opening and not to the end.
    private static let ages: Set<String> = ["older", "younger", "newer", "held", "holding", "owned", "opened", "old"]

    /// The side whose options are asked about; nil where both are or none is named.
    private static func side(_ words: [Word]) -> OptionRight? {
        let texts = Set(words.map(\.text))
        let isPut = !texts.isDisjoint(with: ["put", "puts"])
        let isCall = !texts.isDisjoint(with: ["call", "calls"])
        return isPut == isCall ? nil : isPut ? .put : .call
    }

    private static let options: Set<String> = [
        "short", "shorts", "put", "puts", "call", "calls", "option", "options", "contracts",
    ]
    private static let table: [(Set<String>, RowCondition.Measure)] = [
        (["delta", "deltas"], .delta), (["theta"], .theta), (["vega"], .vega), (["captured", "capture"], .captured),
        (["assignment", "assigned", "chance", "probability"], .assignment),
        (["collateral", "reserve", "reserved"], .collateral), (["extrinsic"], .extrinsic),
        (["iv", "volatility"], .volatility), (["buyback"], .costToClose),
        (["strike", "strikes", "otm", "distance", "away"], .distance),
        (["loss", "losing", "lose", "loses", "lost", "down", "losses"], .loss),
        (["pnl", "profit", "up", "gain", "gains", "winning"], .profit), (["dte", "days", "day"], .daysToExpiry),
    ]

    /// The figure nearest to a bound: behind it, before it, then anywhere.
    private static func measure(of comparison: Comparison, _ words: [Word]) -> RowCondition.Measure? {
        let texts = words.map(\.text)
        func at(_ index: Int) -> RowCondition.Measure? {
            guard texts.indices.contains(index) else { return nil }
            return table.first { $0.0.contains(texts[index]) }?.1
        }
        let next = texts.indices.contains(comparison.last + 1) ? texts[comparison.last + 1] : ""
        let typed = words.indices.contains(comparison.last) ? words[comparison.last].text : ""
        if comparison.unitDays > 0 {
            let typed = Set(words.map { $0.typed.lowercased() })
            let isToEnd = !typed.isDisjoint(with: [
                "dte", "expiry", "expiration", "expire", "expires", "expiring", "left",
            ])
            return typed.isDisjoint(with: ages) || isToEnd ? .daysToExpiry : .daysHeld
        }
        if ["delta", "deltas"].contains(next) || typed.hasSuffix("delta") {
            // "Under 20 delta" is how an option is named, not how many shares a row is worth.
            return .optionDelta
        }
        var found = at(comparison.last + 1)
        for offset in 1...3 where found == nil { found = at(comparison.first - offset) }
        let set = Set(texts)
        if found == nil || found == .distance, comparison.isPercent, let side = moneySide(words) { return side }
        if found == nil { found = table.first { !set.isDisjoint(with: $0.0) }?.1 }
        // A part of a share is what one option moves by; rows are worth whole shares.
        if found == .delta, comparison.bound != comparison.bound.rounded(),
            max(abs(comparison.bound), abs(comparison.upperEnd ?? 0)) <= 1
        {
            return .optionDelta
        }
        if found == .delta, !set.isDisjoint(with: options), set.isDisjoint(with: ["position", "positions", "rows"]) {
            return .optionDelta
        }
        if comparison.isPercent {
            switch found {
            case .profit: return .captured
            case .loss: return nil
            default: return found
            }
        }
        return found == .distance ? nil : found
    }
}
