import MagnusDomain

/// Which of the possible rolls a question asks about; with nothing set, those that keep to the rules.
struct RollWish: Sendable, Hashable {
    /// Dollars per share, of the short leg.
    var strike: Double?
    /// 1 for the next strike up, -1 for the next one down, 0 where neither is asked for.
    var direction = 0
    /// Days in which the new expiry must be.
    var days: DateSpan?
    /// The day whose nearest expiry is meant: "two weeks later".
    var near: CalendarDate?

    var isEmpty: Bool { self == RollWish() }
    /// Whether a strike besides that of the position is asked about.
    var hasStrike: Bool { strike != nil || direction != 0 }

    init() {}

    /// - Parameters:
    ///   - held: the short option: its own strike and days before it ends name no roll.
    init(_ words: [Word], _ entities: Entities, held: OptionContract) {
        strike = Self.strikes(in: words, isAlone: false).first { $0 != held.strike }
        direction = strike == nil ? Self.direction(words) : 0
        days = entities.span.flatMap { $0.last > held.expiry ? $0 : nil }
        if days == nil, let offset = Self.offset(words), !offset.isFromToday, Self.isFurther(words) {
            near = held.expiry.adding(days: offset.days)
        }
    }

    private static func isFurther(_ words: [Word]) -> Bool {
        !said(words).isDisjoint(with: ["later", "further", "out", "longer", "more", "farther"])
    }

    /// As typed too: the spelling of the field knows few words of time.
    private static func said(_ words: [Word]) -> Set<String> {
        Set(words.map(\.text)).union(words.map { $0.typed.lowercased() })
    }

    static func direction(_ words: [Word]) -> Int {
        let texts = said(words)
        if !texts.isDisjoint(with: ["up", "higher"]) { return 1 }
        return texts.isDisjoint(with: ["down", "lower"]) ? 0 : -1
    }

    private static let ofTime: Set<String> = ["days", "day", "weeks", "week", "months", "month", "dte"]

    /// Strikes that words name: "to 72.5", "at 75", "the 75 strike", "to the 72.5 put".
    /// - Parameter isAlone: nothing but rolls is talked about, so that a number without a unit is a strike.
    static func strikes(in words: [Word], isAlone: Bool) -> [Double] {
        words.indices.compactMap { index in
            let next = words.indices.contains(index + 1) ? words[index + 1].text : ""
            let before = words[..<index].map(\.text).filter { !["the", "a"].contains($0) }.last ?? ""
            let isLed = ["to", "at", "strike", "into"].contains(before) || next == "strike"
            guard isAlone || isLed else { return nil }
            switch words[index].meaning {
            case .number(let value): return value > 0 && !ofTime.contains(next) ? value : nil
            case .contract:
                let digits = words[index].text.prefix { $0.isNumber || $0 == "." || $0 == "," || $0 == "$" }
                return digits.isEmpty ? nil : EntityExtractor.number(digits)
            default: return nil
            }
        }
    }

    private static let counts: [String: Int] = [
        "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8,
    ]

    /// "Two weeks later", "a month out": days behind the expiry that is talked about; "45 days" from today.
    static func offset(_ words: [Word]) -> (days: Int, isFromToday: Bool)? {
        let texts = words.map(\.text)
        for index in texts.indices {
            let unit = ["day": 1, "days": 1, "dte": 1, "week": 7, "weeks": 7, "month": 30, "months": 30][texts[index]]
            guard let unit, index > 0 else { continue }
            let place = texts[index - 1] == "of" && index > 1 ? index - 2 : index - 1
            var count = counts[texts[place]]
            if case .number(let value) = words[place].meaning, value >= 1, value <= 400 {
                count = Int(exactly: value)
            }
            guard let count else { continue }
            return (count * unit, unit == 1 && !isFurther(words))
        }
        return nil
    }
}
