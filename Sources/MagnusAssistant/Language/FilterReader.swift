import MagnusDomain
import MagnusQuant

/// Finds what a question restricts itself to. Words of an exclusion are taken out, so that what is left is the question.
struct FilterReader {
    let context: AssistantContext

    static let exclusions: Set<String> = [
        "except", "excluding", "exclude", "excl", "besides", "without", "ignoring", "minus", "excepting", "sans",
        "omitting",
        "leaving", "disregarding", "bar", "barring",
    ]
    private static let pairs: [[String]] = [
        ["other", "than"], ["apart", "from"], ["aside", "from"], ["not", "counting"], ["not", "including"],
        ["leaving", "out"], ["leave", "out"], ["but", "not"], ["and", "not"], ["do", "not", "count"],
        ["do", "not", "include"], ["take", "out"], ["but", "without"], ["outside", "of"], ["but", "no"],
        ["do", "not", "show"], ["do", "not", "list"], ["do", "not", "want"], ["do", "not", "give"],
        ["do", "not", "consider"], ["do", "not", "use"], ["not", "any"], ["that", "are", "not"],
        ["that", "is", "not"], ["that", "do", "not", "include"],
    ]

    static let groups: [(words: [String], group: QuestionFilter.Group)] = {
        func entry(
            _ text: String, _ label: String, _ open: Set<StrategyKind>, _ traded: Set<StrategyKind>? = nil,
            days: Int? = nil, leg: QuestionFilter.LegKind? = nil
        ) -> (words: [String], group: QuestionFilter.Group) {
            (
                text.split(separator: " ").map(String.init),
                QuestionFilter.Group(
                    label: label, open: open, traded: traded ?? open, minimumDays: days, leg: leg)
            )
        }
        let covered: Set<StrategyKind> = [.coveredCall, .shortCall]
        return [
            entry("poor man covered call", "diagonals", [.callDiagonal]),
            entry("cash secured put", "cash secured puts", [.cashSecuredPut]),
            entry("csp", "cash secured puts", [.cashSecuredPut]),
            entry("covered call", "covered calls", [.coveredCall], covered),
            entry("cc", "covered calls", [.coveredCall], covered),
            // A short put by its shape alone; whether its cash is there stands with its reserve.
            entry("naked put", "short puts", [.cashSecuredPut]),
            entry("short put spread", "put credit spreads", [.bullPutSpread]),
            entry("long put spread", "put debit spreads", [.bearPutSpread]),
            entry("short call spread", "call credit spreads", [.bearCallSpread]),
            entry("long call spread", "call debit spreads", [.bullCallSpread]),
            entry("naked call", "naked calls", [.shortCall]),
            entry("short call", "short calls", covered, covered, leg: .option(right: .call, isShort: true)),
            entry("short put", "short puts", [.cashSecuredPut], leg: .option(right: .put, isShort: true)),
            entry("put credit spread", "put credit spreads", [.bullPutSpread]),
            entry("bull put spread", "bull put spreads", [.bullPutSpread]),
            entry("pcs", "put credit spreads", [.bullPutSpread]),
            entry("call credit spread", "call credit spreads", [.bearCallSpread]),
            entry("credit spread", "credit spreads", [.bullPutSpread, .bearCallSpread]),
            entry("debit spread", "debit spreads", [.bullCallSpread, .bearPutSpread]),
            entry("put spread", "put spreads", [.bullPutSpread, .bearPutSpread]),
            entry("call spread", "call spreads", [.bearCallSpread, .bullCallSpread]),
            entry("vertical", "vertical spreads", [.bullPutSpread, .bearCallSpread, .bullCallSpread, .bearPutSpread]),
            entry("iron condor", "iron condors", [.ironCondor]), entry("condor", "iron condors", [.ironCondor]),
            entry("ic", "iron condors", [.ironCondor]), entry("iron butterfly", "iron butterflies", [.ironButterfly]),
            entry("bear call spread", "call credit spreads", [.bearCallSpread]),
            entry("bull call spread", "call debit spreads", [.bullCallSpread]),
            entry("bear put spread", "put debit spreads", [.bearPutSpread]),
            entry("put debit spread", "put debit spreads", [.bearPutSpread]),
            entry("call debit spread", "call debit spreads", [.bullCallSpread]),
            entry("put calendar", "put calendars", [.putCalendar]),
            entry("call calendar", "call calendars", [.callCalendar]),
            entry("put diagonal", "put diagonals", [.putDiagonal]),
            entry("call diagonal", "call diagonals", [.callDiagonal]),
            entry("put butterfly", "put butterflies", [.putButterfly]),
            entry("call butterfly", "call butterflies", [.callButterfly]),
            entry("horizontal", "calendars", [.callCalendar, .putCalendar]),
            entry("time spread", "calendars", [.callCalendar, .putCalendar]),
            entry("butterfly", "butterflies", [.ironButterfly, .callButterfly, .putButterfly]),
            entry("calendar", "calendars", [.callCalendar, .putCalendar]),
            entry("diagonal", "diagonals", [.callDiagonal, .putDiagonal]),
            entry("pmcc", "diagonals", [.callDiagonal]),
            entry("strangle", "strangles", [.shortStrangle, .longStrangle]),
            entry("straddle", "straddles", [.shortStraddle, .longStraddle]), entry("collar", "collars", [.collar]),
            entry("protective put", "protective puts", [.protectivePut]),
            entry("long put", "long puts", [.longPut]), entry("long call", "long calls", [.longCall]),
            entry("long option", "long options", [], leg: .option(right: nil, isShort: false)),
            entry("longs", "long options", [], leg: .option(right: nil, isShort: false)),
            entry("long leg", "long legs", [], leg: .option(right: nil, isShort: false)),
            entry("short leg", "short legs", [], leg: .option(right: nil, isShort: true)),
            entry("leap", "LEAPS (over 270 days)", [], days: 270),
            entry("spread", "spreads", [.bullPutSpread, .bearCallSpread, .bullCallSpread, .bearPutSpread]),
            entry("stock", "shares", [.stock]), entry("share", "shares", [.stock]),
        ]
    }()

    static let sectors: [String: String] = [
        "tech": "Information Technology", "technology": "Information Technology", "it": "Information Technology",
        "staples": "Consumer Staples", "discretionary": "Consumer Discretionary", "financials": "Financials",
        "financial": "Financials", "banks": "Financials", "energy": "Energy", "healthcare": "Health Care",
        "utilities": "Utilities", "industrials": "Industrials", "materials": "Materials",
        "communication": "Communication Services", "communications": "Communication Services", "funds": "Fund",
        "etfs": "Fund", "index": "Index", "indexes": "Index", "indices": "Index", "realestate": "Real Estate",
        "reit": "Real Estate", "reits": "Real Estate",
    ]

    private static func singular(_ text: String) -> String {
        if text == "butterflies" || text == "flies" { return "butterfly" }
        if text == "leaps" { return "leap" }
        // "Longs" are options; "long" alone is a time as well.
        if text == "longs" { return text }
        guard text.count > 3, text.hasSuffix("s"), !text.hasSuffix("ss"), text != "pcs" else { return text }
        return String(text.dropLast())
    }

    /// The group that begins at a word, and how many words name it.
    static func group(at index: Int, _ texts: [String]) -> (QuestionFilter.Group, Int)? {
        let rest = texts[index...].prefix(4).map(singular)
        for entry in groups where rest.starts(with: entry.words) {
            if entry.words == ["spread"] || entry.words == ["stock"] || entry.words == ["share"] {
                // Singular they are words of other questions: "the spread between bid and ask", "stock price".
                guard texts[index].hasSuffix("s") else { continue }
            }
            let following = rest.dropFirst(entry.words.count)
            if entry.words == ["calendar"] || entry.words == ["horizontal"],
                isOfDays(following.first, before(index, texts))
            {
                continue
            }
            // "Calendar spreads" are calendars and no spreads besides.
            let isNamedSpread = following.first == "spread" && entry.words.last != "spread" && !entry.group.open.isEmpty
            return (entry.group, entry.words.count + (isNamedSpread ? 1 : 0))
        }
        return nil
    }

    /// "The SPY spread": a kind of position where a name stands in front; "the spread" alone is one of quotes.
    static func spreadOfName(at index: Int, _ words: [Word]) -> QuestionFilter.Group? {
        guard words[index].text == "spread", index > 0, case .symbol = words[index - 1].meaning,
            !words.contains(where: { ["bid", "ask", "between", "quote", "wide", "tight"].contains($0.text) })
        else { return nil }
        return groups.first { $0.words == ["spread"] }?.group
    }

    private static func before(_ index: Int, _ texts: [String]) -> String { index > 0 ? texts[index - 1] : "" }

    /// "Per calendar day" and "the earnings calendar" name no position.
    private static func isOfDays(_ next: String?, _ previous: String) -> Bool {
        ["day", "week", "month", "quarter", "year", "of"].contains(next ?? "")
            || ["earnings", "economic", "dividend", "trading", "market", "exchange", "holiday"].contains(previous)
    }

    /// Takes exclusions and accounts out of the words, and keeps the rest of the filter for the answer.
    func read(_ words: inout [Word], _ entities: inout Entities) -> QuestionFilter {
        var filter = QuestionFilter()
        readAccount(&words, &entities, &filter)
        readExclusions(&words, &entities, &filter)
        return filter
    }

    // MARK: - Exclusions

    private func readExclusions(_ words: inout [Word], _ entities: inout Entities, _ filter: inout QuestionFilter) {
        var index = 0
        while index < words.count {
            let texts = words.map(\.text)
            // As typed: these words are corrected into words of the field.
            guard let length = Self.introduction(at: index, words.map { $0.typed.lowercased() }) else {
                index += 1
                continue
            }
            let isShares = texts[..<index].contains { ["shares", "stock", "stocks"].contains($0) }
            var end = index + length
            var took = false
            // "No, KO" corrects what was said before.
            let isCut = length == 1 && words[index].endsClause
            let passed: Set<String> = [
                "and", "or", "the", "my", "all", "any", "also", "those", "in", "on", "me", "a", "an", "of", "for",
            ]
            while end < words.count, !isCut {
                if passed.contains(texts[end]), end + 1 < words.count {
                    // "and" goes on with a further exclusion only.
                    guard target(at: end + 1, words, texts) != nil else { break }
                    end += 1
                    continue
                }
                guard let (apply, count) = target(at: end, words, texts) else { break }
                // "shares without calls" is a kind of holding.
                if isShares, ["call", "calls", "covered"].contains(texts[end]) { break }
                apply(&filter)
                took = true
                end += count
            }
            if took {
                let gone = Set(filter.excludedSymbols)
                words.removeSubrange(index..<end)
                let left = Set(
                    words.compactMap { word -> String? in
                        if case .symbol(let name, _) = word.meaning { name } else { nil }
                    })
                entities.symbols.removeAll { gone.contains($0) && !left.contains($0) }
                entities.unknownSymbols.removeAll { gone.contains($0) }
                continue
            }
            if Self.exclusions.contains(words[index].typed.lowercased()), !isShares, texts[index] != "minus",
                texts[index] != "bar",
                texts[index] != "leaving", end < words.count, words[end].meaning == .plain
            {
                filter.unreadExclusions.append("\(texts[index]) \(words[end].typed)")
            }
            index += length
        }
        // The side that was left out is not the side asked for.
        let rights: [String: OptionRight] = ["call": .call, "calls": .call, "put": .put, "puts": .put]
        if filter.excludedRight != nil || !filter.excludedGroups.isEmpty, entities.contract.strike == nil {
            entities.contract.right = words.compactMap { rights[$0.text] }.first
        }
    }

    private static func introduction(at index: Int, _ texts: [String]) -> Int? {
        for pair in pairs where texts[index...].starts(with: pair) { return pair.count }
        if texts[index] == "but", index > 0, ["all", "everything", "anything", "positions"].contains(texts[index - 1]) {
            return 1
        }
        if texts[index] == "ex", index > 0 {
            return index + 1 < texts.count && texts[index + 1] != "dividend" ? 1 : nil
        }
        if ["not", "no", "non"].contains(texts[index]) { return texts.contains("why") ? nil : 1 }
        return exclusions.contains(texts[index]) ? 1 : nil
    }

    private func target(
        at index: Int, _ words: [Word], _ texts: [String]
    ) -> ((inout QuestionFilter) -> Void, Int)? {
        guard index < words.count else { return nil }
        if case .symbol(let name, _) = words[index].meaning {
            return ({ if !$0.excludedSymbols.contains(name) { $0.excludedSymbols.append(name) } }, 1)
        }
        if ["not", "no"].contains(index > 0 ? texts[index - 1] : ""), Self.group(at: index, texts) == nil,
            !["put", "puts", "call", "calls"].contains(texts[index]),
            Self.sectors[texts[index]] == nil || ["it", "index"].contains(texts[index])
        {
            return nil
        }
        if let (group, count) = Self.group(at: index, texts) {
            return ({ if !$0.excludedGroups.contains(group) { $0.excludedGroups.append(group) } }, count)
        }
        if let sector = Self.sectors[texts[index]] {
            let count = index + 1 < texts.count && ["stocks", "names", "sector"].contains(texts[index + 1]) ? 2 : 1
            return ({ if !$0.excludedSectors.contains(sector) { $0.excludedSectors.append(sector) } }, count)
        }
        switch texts[index] {
        case "put", "puts": return ({ $0.excludedRight = .put }, 1)
        case "call", "calls": return ({ $0.excludedRight = .call }, 1)
        default: return nil
        }
    }

    // MARK: - Accounts

    private static let accountExclusions = exclusions.union(["not", "no", "non", "outside", "but", "neither", "nor"])

    static let rules: [String: AccountRules] = [
        "ira": .individualRetirement, "roth": .individualRetirement, "retirement": .individualRetirement,
        "401k": .individualRetirement,
    ]

    /// "in the IRA", "ira account", "in paper", "not in robinhood and not in ibkr".
    private func readAccount(_ words: inout [Word], _ entities: inout Entities, _ filter: inout QuestionFilter) {
        let accounts = context.book.accounts.map(\.account)
        var excluded: [String] = []
        var excludedTexts: [String] = []
        // Where words of an exclusion were taken out: "or ibkr" goes on with it.
        var exclusionEnd: Int?
        var index = 0
        while index < words.count {
            let text = words[index].typed.lowercased()
            let before = index > 0 ? words[index - 1].text : ""
            let after = index + 1 < words.count ? words[index + 1].text : ""
            let isPlaced =
                ["in", "from", "for", "of", "the", "my", "and", "only", "or", "nor"].contains(before)
                || Self.accountExclusions.contains(before) || ["account", "accounts"].contains(after)
                || index == words.count - 1 || index == 0
                || joinsAccounts(index, words)
            var found: [String]?
            if let account = accounts.first(where: { $0.name.lowercased() == text }), isPlaced {
                found = [account.name]
            } else if let rules = Self.rules[text], isPlaced {
                found = accounts.filter { $0.rules == rules }.map(\.name)
                if found?.isEmpty == true { filter.missingAccount = words[index].typed.uppercased() }
            } else if context.hiddenAccounts.contains(where: { $0.name.lowercased() == text }), isPlaced {
                filter.missingAccount = words[index].typed
                found = []
            }
            guard let found else {
                index += 1
                continue
            }
            var first = index
            while first > 0, ["in", "from", "for", "of", "the", "my", "roth"].contains(words[first - 1].text) {
                first -= 1
            }
            var isLeftOut = first > 0 && Self.accountExclusions.contains(words[first - 1].typed.lowercased())
            if isLeftOut {
                first -= 1
            } else if let end = exclusionEnd {
                let isBare = first == index
                if first == end + 1, end < words.count,
                    ["or", "nor"].contains(words[end].text) || isBare && words[end].text == "and"
                {
                    isLeftOut = true
                    first = end
                } else if first == end, isBare {
                    isLeftOut = true
                }
            }
            // The word that joined two exclusions joins nothing more.
            if isLeftOut, let end = exclusionEnd, first == end + 1, ["and", "or"].contains(words[end].text) {
                first = end
            }
            let last = index + (["account", "accounts"].contains(after) ? 1 : 0)
            if isLeftOut, found.isEmpty {
                // What is not shown is left out already.
                filter.missingAccount = nil
                filter.unreadExclusions.append(words[first...index].map(\.typed).joined(separator: " "))
            } else if isLeftOut {
                excluded += found
                excludedTexts.append(words[first...index].map(\.typed).joined(separator: " "))
            } else {
                filter.accounts += found.filter { !filter.accounts.contains($0) }
            }
            // An account named like a company is no question about its shares.
            if case .symbol(let name, _) = words[index].meaning {
                entities.symbols.removeAll { $0 == name }
                entities.unknownSymbols.removeAll { $0 == name }
            }
            words.removeSubrange(first...last)
            exclusionEnd = isLeftOut ? first : nil
            index = first
        }
        guard !excludedTexts.isEmpty else { return }
        // "Not in the IRA": the other accounts; where there is none, that is said.
        let kept = (filter.accounts.isEmpty ? accounts.map(\.name) : filter.accounts).filter { !excluded.contains($0) }
        filter.accounts = kept
        if kept.isEmpty { filter.unreadExclusions += excludedTexts }
    }

    // MARK: - What is restricted to

    /// Sectors that a question about candidates names; "in energy" is one there.
    static func sectorsNamed(_ words: [Word]) -> [String] {
        var result: [String] = []
        for (index, word) in words.enumerated() where word.meaning == .plain {
            guard let sector = sectors[word.text], word.text != "it", word.text != "index", !result.contains(sector),
                index == 0 || !["no", "not", "without", "except", "excluding", "but"].contains(words[index - 1].text)
            else { continue }
            result.append(sector)
        }
        return result
    }

    /// Kinds, side and sectors that a question about the own book or the ledger names.
    static func restrict(_ filter: inout QuestionFilter, _ words: [Word], _ entities: Entities) {
        let texts = words.map { sectors[$0.typed.lowercased()] == nil ? $0.text : $0.typed.lowercased() }
        var index = 0
        var isOfGroup = false
        while index < texts.count {
            if let (group, count) = group(at: index, texts), words[index].meaning == .plain {
                if !filter.groups.contains(group), group.open != [.stock] || !entities.hasShareWordsOnly(texts) {
                    filter.groups.append(group)
                }
                isOfGroup = true
                index += count
                continue
            }
            if let group = spreadOfName(at: index, words) {
                if !filter.groups.contains(group) { filter.groups.append(group) }
                isOfGroup = true
            }
            let next = index + 1 < texts.count ? texts[index + 1] : ""
            let isSector =
                texts[index] != "it" && texts[index] != "index"
                || ["stocks", "names", "sector", "positions"].contains(next)
            if isSector, let sector = sectors[texts[index]], words[index].meaning == .plain,
                !filter.sectors.contains(sector)
            {
                filter.sectors.append(sector)
            }
            index += 1
        }
        let sides = Set(texts)
        let isBoth = !sides.isDisjoint(with: ["put", "puts"]) && !sides.isDisjoint(with: ["call", "calls"])
        if !isOfGroup, !isBoth, entities.contract.strike == nil { filter.right = entities.contract.right }
    }
}

extension Entities {
    /// "How many shares" counts shares, it does not restrict rows.
    func hasShareWordsOnly(_ texts: [String]) -> Bool {
        !Set(texts).isDisjoint(with: ["many", "own", "hold", "number", "count", "without", "uncovered", "idle"])
    }
}
