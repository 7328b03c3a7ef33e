import MagnusDomain
import MagnusQuant

/// Finds symbols, options, dates and numbers in the words of a question and marks the words that they are made of.
struct EntityExtractor {
    let knownSymbols: Set<String>
    /// Lower-case name to symbol, names of up to three words.
    let names: [String: String]
    let today: CalendarDate
    let calendar: ExchangeCalendar

    func extract(_ words: inout [Word]) -> Entities {
        var entities = Entities()
        markNumbers(&words, &entities)
        markSymbols(&words, &entities)
        DateReader(today: today, calendar: calendar).mark(&words, &entities)
        markContracts(&words, &entities)
        markOrdinals(&words, &entities)
        for word in words {
            switch word.meaning {
            case .number(let value): entities.numbers.append(value)
            case .percent(let value): entities.percents.append(value)
            default: continue
            }
        }
        markMoves(words, &entities)
        return entities
    }

    // MARK: - Numbers

    private func markNumbers(_ words: inout [Word], _ entities: inout Entities) {
        for index in words.indices {
            var body = Substring(words[index].text)
            if body.hasPrefix("#") { body = body.dropFirst() }
            if body.hasSuffix("%"), let value = Self.number(body.dropLast()) {
                words[index].meaning = .percent(value / 100)
            } else if let value = Self.number(body) {
                words[index].meaning = .number(value)
            } else if body.hasSuffix("k"), body.count <= 7, let value = Self.number(body.dropLast()) {
                words[index].meaning = .number(value * 1000)
            } else if let days = Self.suffixed(body, ["dte", "d", "days"]) {
                words[index].meaning = .number(days)
                if body.hasSuffix("dte") { entities.daysToExpiry = Int(exactly: days.rounded()) }
            } else if let delta = Self.suffixed(body, ["delta", "δ", "Δ"]) {
                words[index].meaning = .number(delta)
                setDelta(delta, &entities)
            }
        }
        for index in words.indices.dropLast() {
            guard case .number(let value) = words[index].meaning else { continue }
            switch words[index + 1].text {
            case "percent", "pct", "%":
                words[index].meaning = .percent(value / 100)
            case "delta", "deltas", "δ": setDelta(value, &entities)
            case "dte": entities.daysToExpiry = Int(exactly: value.rounded())
            case "contracts", "contract", "shares": entities.quantity = Int(exactly: value.rounded())
            default: continue
            }
        }
    }

    private func setDelta(_ value: Double, _ entities: inout Entities) {
        let size = abs(value) > 1 ? abs(value) / 100 : abs(value)
        if size > 0, size < 1 { entities.delta = size }
    }

    /// "falls 5 %" is -5 %.
    private func markMoves(_ words: [Word], _ entities: inout Entities) {
        let falls: Set<String> = [
            "fall", "falls", "fell", "drop", "drops", "dropped", "down", "lose", "loses", "crash", "crashes", "decline",
            "declines", "tank", "tanks", "sinks", "minus", "lower", "selloff", "slides", "correction", "dump", "dumps",
            "dips", "dip",
        ]
        guard words.contains(where: { falls.contains($0.text) }) else { return }
        entities.percents = entities.percents.map { -abs($0) }
    }

    static func number(_ text: Substring) -> Double? {
        var body = text
        var sign = 1.0
        if let first = body.first, first == "-" || first == "+" {
            sign = first == "-" ? -1 : 1
            body.removeFirst()
        }
        if body.first == "$" { body.removeFirst() }
        guard !body.isEmpty, body.count <= 14, body.contains(where: \.isNumber),
            body.allSatisfy({ ($0.isASCII && $0.isNumber) || $0 == "." || $0 == "," }),
            let plain = decimal(body), let value = Double(plain), value.isFinite
        else { return nil }
        return sign * value
    }

    /// Digits with a decimal point, from `1,234.5`, `3,5` or `1.234,56`; nil where the marks make no number. Groups are of
    /// three digits; a comma that separates no group is a decimal one.
    private static func decimal(_ body: Substring) -> String? {
        let parts = body.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return String(body) }
        func areGroups(_ parts: [Substring]) -> Bool {
            guard let first = parts.first, (1...3).contains(first.count), first != "0" else { return false }
            return parts.dropFirst().allSatisfy { $0.count == 3 } && !parts.contains { $0.contains(".") }
        }
        guard let last = parts.last else { return nil }
        let fraction = last.split(separator: ".", omittingEmptySubsequences: false)
        if fraction.count <= 2, areGroups(parts.dropLast() + [fraction[0]]) { return body.filter { $0 != "," } }
        guard parts.count == 2, !last.isEmpty, !last.contains(".") else { return nil }
        let whole = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard whole.count <= 1 || areGroups(Array(whole)) else { return nil }
        return parts[0].filter { $0 != "." } + "." + last
    }

    private static func suffixed(_ text: Substring, _ suffixes: [String]) -> Double? {
        for suffix in suffixes where text.hasSuffix(suffix) && text.count > suffix.count {
            if let value = number(
                text.dropLast(suffix.count).hasSuffix("-")
                    ? text.dropLast(suffix.count + 1) : text.dropLast(suffix.count))
            {
                return value
            }
        }
        return nil
    }

    // MARK: - Symbols

    private func markSymbols(_ words: inout [Word], _ entities: inout Entities) {
        // Text in capitals throughout says nothing by its capitals.
        let letters = words.map(\.typed).joined().filter(\.isLetter)
        let isShouted = letters.count > 6 && letters.allSatisfy(\.isUppercase)
        for index in words.indices where words[index].meaning == .plain {
            let typed = words[index].typed
            let bare = typed.hasPrefix("$") ? String(typed.dropFirst()) : typed
            let upper = bare.uppercased()
            guard (1...6).contains(upper.count),
                upper.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }),
                upper.first?.isLetter == true
            else { continue }
            let isKnown = knownSymbols.contains(upper)
            if typed.hasPrefix("$") {
                mark(upper, isKnown: isKnown, at: index, &words, &entities)
                continue
            }
            let isOrdinary = EnglishWords.common.contains(bare.lowercased())
            let isCapital = bare == upper && bare.contains(where: \.isLetter)
            if isKnown {
                let isAcronym = EnglishWords.acronyms.contains(upper)
                if isCapital, !isShouted || !isAcronym, !(isOrdinary && isShouted), upper.count > 1 || !isShouted {
                    mark(upper, isKnown: true, at: index, &words, &entities)
                } else if !isOrdinary, !isAcronym, upper.count >= 2 {
                    mark(upper, isKnown: true, at: index, &words, &entities)
                }
            } else if isCapital, !isShouted, !NegationReader.severities.contains(bare.lowercased()),
                (2...5).contains(upper.count), upper.allSatisfy(\.isLetter),
                !EnglishWords.acronyms.contains(upper)
            {
                mark(upper, isKnown: false, at: index, &words, &entities)
            }
        }
        markNames(&words, &entities)
    }

    private func markNames(_ words: inout [Word], _ entities: inout Entities) {
        for length in [3, 2, 1] where words.count >= length {
            for start in 0...(words.count - length) {
                let part = words[start..<(start + length)]
                guard part.allSatisfy({ $0.meaning == .plain }) else { continue }
                guard let symbol = names[part.map(\.text).joined(separator: " ")] else { continue }
                for index in part.indices {
                    mark(symbol, isKnown: knownSymbols.contains(symbol), at: index, &words, &entities)
                }
            }
        }
    }

    private func mark(
        _ symbol: String, isKnown: Bool, at index: Int, _ words: inout [Word], _ entities: inout Entities
    ) {
        words[index].meaning = .symbol(symbol, isKnown: isKnown)
        if isKnown {
            if !entities.symbols.contains(symbol) { entities.symbols.append(symbol) }
        } else if !entities.unknownSymbols.contains(symbol) {
            entities.unknownSymbols.append(symbol)
        }
    }

    // MARK: - Options

    /// Kinds of positions that have one side.
    private static let kinds: [String: OptionRight] = [
        "csp": .put, "csps": .put, "pcs": .put, "cc": .call, "ccs": .call, "pmcc": .call, "pmccs": .call,
    ]

    private func markContracts(_ words: inout [Word], _ entities: inout Entities) {
        let rights: [String: OptionRight] = [
            "c": .call, "call": .call, "calls": .call, "p": .put, "put": .put, "puts": .put,
        ]
        for index in words.indices {
            let text = words[index].text
            if words[index].meaning == .plain, text.first.map({ $0.isNumber || $0 == "$" || $0 == "." }) == true {
                if let letter = text.last, let right = rights[String(letter)], let strike = Self.number(text.dropLast())
                {
                    entities.contract.strike = entities.contract.strike ?? abs(strike)
                    entities.contract.right = right
                    words[index].meaning = .contract
                } else if text.contains("/"), let first = text.split(separator: "/").first,
                    let strike = Self.number(first)
                {
                    let last = text.last.flatMap { rights[String($0)] }
                    entities.contract.strike = entities.contract.strike ?? abs(strike)
                    entities.contract.right = entities.contract.right ?? last
                    words[index].meaning = .contract
                }
            }
            guard case .number(let value) = words[index].meaning, value > 0 else { continue }
            let following = index + 1 < words.count ? words[index + 1].text : ""
            let preceding = index > 0 ? words[index - 1].text : ""
            if let right = rights[following], entities.delta != abs(value) / 100 {
                // "2 puts" is a quantity, "260 put" an option.
                if following.hasSuffix("s"), value < 20, value == value.rounded() {
                    entities.quantity = Int(value)
                    entities.contract.right = right
                } else {
                    entities.contract.strike = value
                    entities.contract.right = right
                    words[index].meaning = .contract
                    words[index + 1].meaning = .contract
                }
            } else if following == "strike" || preceding == "strike" {
                entities.contract.strike = value
                words[index].meaning = .contract
            }
        }
        if entities.contract.right == nil {
            entities.contract.right = words.compactMap { rights[$0.text] }.first
        }
        // "Puts and calls", "CSPs and covered calls": both sides are asked for, so neither restricts.
        if entities.contract.strike == nil, Set(words.compactMap { rights[$0.text] ?? Self.kinds[$0.text] }).count > 1 {
            entities.contract.right = nil
        }
        if let span = entities.span, span.first == span.last, entities.contract.strike != nil {
            entities.contract.expiry = span.first
        }
    }

    // MARK: - Ordinals

    private func markOrdinals(_ words: inout [Word], _ entities: inout Entities) {
        let names: [String: Int] = [
            "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5,
            "5th": 5, "sixth": 6, "6th": 6, "last": -1,
        ]
        let timeWords: Set<String> = [
            "week", "month", "year", "night", "friday", "time", "trade", "price", "session", "expiry", "expiration",
            "expirations", "date", "day",
        ]
        for index in words.indices where words[index].meaning == .plain {
            let text = words[index].text
            guard let value = names[text] else { continue }
            let following = index + 1 < words.count ? words[index + 1].text : ""
            if text == "last", timeWords.contains(following) { continue }
            // "Which expires first" asks for an order, not for the first row.
            let isOrder = ["expires", "expire", "expiring", "comes", "come", "ends", "end", "is", "due", "matures"]
                .contains(index > 0 ? words[index - 1].text : "")
            if isOrder, following.isEmpty, ["first", "last"].contains(text), index > 1 { continue }
            words[index].meaning = .ordinal(value)
            entities.ordinal = entities.ordinal ?? value
        }
        for index in words.indices.dropLast() where ["number", "no", "item", "row"].contains(words[index].text) {
            if case .number(let value) = words[index + 1].meaning, value >= 1, value <= 50 {
                words[index + 1].meaning = .ordinal(Int(value))
                entities.ordinal = entities.ordinal ?? Int(value)
            }
        }
        for index in words.indices where words[index].typed.hasPrefix("#") {
            if case .number(let value) = words[index].meaning, value >= 1, value <= 50 {
                words[index].meaning = .ordinal(Int(value))
                entities.ordinal = entities.ordinal ?? Int(value)
            }
        }
    }
}
