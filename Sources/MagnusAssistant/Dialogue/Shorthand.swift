import MagnusDomain

/// Questions as they are typed at the open, "itm csp", "rolls due", "em on spy", written out: few of their words are in any
/// phrase of the classifier, and what it makes of the rest is another question.
struct Shorthand {
    /// Known symbols.
    let symbols: Set<String>
    let book: BookValuation
    /// Nothing was asked before: "which ones" are those of the book.
    let isFirst: Bool

    static let fillers: Set<String> = [
        "which", "what", "whats", "any", "anything", "my", "show", "me", "list", "the", "are", "is", "do", "does", "i",
        "have", "rn", "now", "right", "all", "of", "a", "an", "there", "please", "am", "still", "today", "gimme",
        "give",
        "that", "with", "positions", "position", "ones", "on", "at", "in", "be", "yet", "currently", "it", "'s",
    ]
    private static let days: Set<String> = [
        "today", "tonight", "tomorrow", "week", "this", "friday", "fri", "monday", "mon", "tuesday", "tue", "wednesday",
        "wed", "thursday", "thu", "next", "month",
    ]
    private static let ofScan: Set<String> = [
        "sell", "best", "idea", "ideas", "find", "candidate", "candidates", "new", "write", "score", "delta", "open",
        "opportunities", "could", "should", "scan", "top", "if", "premium", "yield", "why", "chance", "will", "expire",
        "expires", "expiring", "cheapest", "mean", "means", "not", "than", "or", "and",
    ]

    /// - Returns: the question written out; nil for any text that is none of these.
    func written(_ text: String) -> String? {
        let typed = Tokeniser.words(text).map { $0.typed.lowercased() }
        guard !typed.isEmpty, typed.count <= 12 else { return nil }
        let set = Set(typed)
        let names = typed.filter { !Self.fillers.contains($0) && symbols.contains($0.uppercased()) }
            .map { $0.uppercased() }
        return ofMoves(text, typed, set, names) ?? ofKinds(typed, set, names) ?? ofNow(typed, set, names)
            ?? ofBook(typed, set, names) ?? ofName(typed, set, names)
    }

    // MARK: - Kinds that are held

    /// "CSP" and "CC" in the plural, as the open rows are called, and where they stand.
    private static func kind(_ typed: [String]) -> (plural: String, words: Set<String>)? {
        let set = Set(typed)
        if set.contains("csp") || set.isSuperset(of: ["cash", "secured"]) {
            return ("cash secured puts", ["csp", "cash", "secured", "put", "puts"])
        }
        if set.contains("cc") || set.isSuperset(of: ["covered", "calls"]) {
            return ("covered calls", ["cc", "covered", "call", "calls"])
        }
        return nil
    }

    private func ofKinds(_ typed: [String], _ set: Set<String>, _ names: [String]) -> String? {
        let kind = Self.kind(typed)
        let isOfScan = !set.isDisjoint(with: Self.ofScan)
        // "ITM csp", "otm csp under 10 dte": of what is held, as candidates are out of the money anyway.
        if let kind, !isOfScan, names.isEmpty, set.contains("itm") != set.contains("otm") {
            let rest = typed.filter {
                !kind.words.contains($0) && !Self.fillers.contains($0) && !["itm", "otm"].contains($0)
            }
            let bound = rest.isEmpty ? "" : " with \(rest.joined(separator: " "))"
            let isBound = rest.allSatisfy {
                ["under", "over", "below", "above", "dte", "days"].contains($0) || Int($0) != nil
            }
            guard isBound else { return nil }
            return "which of my \(kind.plural) are \(set.contains("itm") ? "itm" : "otm")\(bound)"
        }
        // "How many csp do I have", "how many csp".
        if let kind, typed.starts(with: ["how", "many"]), !isOfScan, names.isEmpty,
            typed.dropFirst(2).allSatisfy({ kind.words.contains($0) || Self.fillers.contains($0) })
        {
            return "how many \(kind.plural) do i have"
        }
        return captured(typed, set, names, kind)
            ?? singular(typed, set, names)
    }

    /// "Which csp are at 50%", "which ones hit 50", "take profit list": what of the premium is captured.
    private func captured(
        _ typed: [String], _ set: Set<String>, _ names: [String], _ kind: (plural: String, words: Set<String>)?
    ) -> String? {
        guard names.isEmpty, set.isDisjoint(with: Self.ofScan.subtracting(["premium"])) else { return nil }
        let whose = kind.map { "of my \($0.plural)" } ?? "of my positions"
        let verbs: Set<String> = ["hit", "hits", "at", "past", "over", "reached", "up"]
        let percents = typed.compactMap { Double($0.hasSuffix("%") ? String($0.dropLast()) : $0) }
        let others = typed.filter { word in
            !Self.fillers.contains(word) && !(kind?.words.contains(word) ?? false) && !verbs.contains(word)
                && !["max", "profit", "percent", "premium"].contains(word)
                && Double(word.hasSuffix("%") ? String(word.dropLast()) : word) == nil
        }
        let hasVerb = !verbs.isDisjoint(with: set)
        if others.isEmpty, hasVerb, percents.count == 1, let percent = percents.first, (20...95).contains(percent),
            // Days are counted to lower numbers: "which are at 21".
            percent >= 50 || typed.contains(where: { $0.hasSuffix("%") }),
            set.contains("which") || set.contains("what") || set.contains("any")
                || typed.contains(where: { $0.hasSuffix("%") }) && ["positions", "position"].contains(typed[0]),
            kind != nil || set.contains("positions") || typed[0] == "position" || set.contains("ones") && isFirst
        {
            return "which \(whose) have captured at least \(Int(percent))%"
        }
        let ofTarget: Set<String> = ["take", "profit", "profits", "list", "any", "my", "targets", "to", "show"]
        if set.isSuperset(of: ["take"]), set.contains("profit") || set.contains("profits"), typed.count <= 5,
            typed.allSatisfy(ofTarget.contains)
        {
            return "which of my positions have captured at least 50%"
        }
        return nil
    }

    /// "Max loss on spread": of all that are held.
    private func singular(_ typed: [String], _ set: Set<String>, _ names: [String]) -> String? {
        if names.isEmpty, set.isSuperset(of: ["my", "spreads", "defined", "risk"]), typed.count <= 6 {
            return "what is the max loss of my spreads"
        }
        let kinds = ["spread": "spreads", "condor": "condors", "calendar": "calendars", "diagonal": "diagonals"]
        guard names.isEmpty, set.contains("max") || set.contains("maximum"), let last = typed.last,
            let plural = kinds[last], typed.count <= 6, set.contains("loss") || set.contains("profit"),
            set.isDisjoint(with: ["a", "an", "the", "my", "candidate"])
        else { return nil }
        return "what is the max \(set.contains("loss") ? "loss" : "profit") of my \(plural)"
    }

    // MARK: - The book

    private func ofBook(_ typed: [String], _ set: Set<String>, _ names: [String]) -> String? {
        guard names.isEmpty else { return nil }
        func isOnly(_ words: Set<String>) -> Bool {
            typed.allSatisfy { words.contains($0) || Self.fillers.contains($0) || Self.days.contains($0) }
        }
        if set.contains("rolls") || set.contains("rolled") || set.contains("rolling"),
            isOnly(["rolls", "rolled", "rolling", "due", "needs", "need", "to", "needed", "up", "for"]),
            !set.isDisjoint(with: ["due", "needs", "need", "needed", "any", "today", "week", "up"]),
            set.isDisjoint(with: ["month", "have", "did"]),
            !set.contains("rolled") || !set.isDisjoint(with: ["needs", "need", "needed"])
        {
            return "what should i roll"
        }
        if set.contains("naked"), isOnly(["naked", "shorts", "short", "who"]) {
            return "any naked options"
        }
        if set.contains("uncovered"), set.contains("who"), isOnly(["uncovered", "who"]) {
            return "which shares are uncovered"
        }
        if set.contains("pin"), set.contains("risk"), isOnly(["pin", "risk", "much"]),
            !set.isDisjoint(with: Self.days.union(["any", "my", "i"]))
        {
            let day = typed.first { ["tomorrow", "friday", "fri", "week", "monday", "wednesday"].contains($0) }
            let isToday = set.contains("today") || set.contains("tonight")
            return "what expires \(isToday ? "today" : day.map { $0 == "week" ? "this week" : $0 } ?? "this week")"
        }
        let isZero = typed.contains("0dte") || zip(typed, typed.dropFirst()).contains { $0 == "0" && $1 == "dte" }
        if isZero, isOnly(["0dte", "0", "dte", "options", "puts", "calls", "expires", "expiring"]) {
            return "what expires today"
        }
        if isOnly(["over", "allocated", "overallocated", "overconcentrated", "too", "concentrated", "over-allocated"]),
            set.contains("overallocated") || set.contains("overconcentrated")
                || set.contains("allocated") && (set.contains("over") || set.contains("too"))
        {
            return "how concentrated am i"
        }
        if isOnly(["moving", "moved", "movers", "big", "most", "biggest"]),
            !set.isDisjoint(with: ["moving", "moved", "movers"])
        {
            return "which positions moved the most today"
        }
        return nil
    }

    // MARK: - A name

    private func ofName(_ typed: [String], _ set: Set<String>, _ names: [String]) -> String? {
        guard names.count == 1, let name = names.first else { return nil }
        if let written = ofFigures(typed, set, name) { return written }
        let rest = typed.filter { $0.uppercased() != name && !Self.fillers.contains($0) }
        func isOnly(_ words: Set<String>) -> Bool { rest.allSatisfy { words.contains($0) || Self.days.contains($0) } }
        let day = typed.first { ["today", "tomorrow", "friday", "fri"].contains($0) }.map { " \($0)" } ?? ""
        if set.contains("em"), isOnly(["em", "for"]) { return "what is the expected move of \(name)\(day)" }
        if set.contains("last"), set.contains("trade") || set.contains("trading"),
            set.contains("time") || set.contains("day"),
            isOnly(["last", "trade", "trading", "time", "day", "for", "when"])
        {
            return "when does \(name) stop trading"
        }
        if set.contains("how"), set.contains("far"), set.contains("otm") || set.contains("itm"),
            isOnly(["how", "far", "otm", "itm"])
        {
            return "how far is \(name) from its strike"
        }
        // "CC on MO gonna get called away": of what is held, and no call to sell.
        let ofDelivery: Set<String> = [
            "cc", "covered", "call", "called", "away", "gonna", "going", "to", "get", "getting", "gets", "will",
            "assigned", "csp", "put", "probably", "likely",
        ]
        if Self.kind(typed) != nil, isOnly(ofDelivery), rest.contains("away") || rest.contains("assigned") {
            return rest.contains("away") ? "will \(name) be called away" : "could i be assigned on \(name)"
        }
        if set.contains("covered"), set.contains("i"), isOnly(["covered", "for"]) {
            let rows = book.strategies.filter { $0.symbol == name }
            let isOfCalls = rows.flatMap(\.legs).contains { leg in
                guard case .option(let contract) = leg.position.instrument else { return true }
                return contract.right == .call
            }
            // Puts are covered by cash: whether it pays is told with the assignment.
            return isOfCalls || rows.isEmpty ? "is any \(name) call naked" : "could i be assigned on \(name)"
        }
        if set.contains("shares"), set.contains("calls"), set.contains("write") || set.contains("sell"),
            isOnly(["how", "many", "shares", "can", "write", "sell", "calls", "against", "for"])
        {
            return "uncovered shares of \(name)"
        }
        if typed.last == "yet", typed.count == 3, ["close", "roll"].contains(typed[0]) {
            return "should i \(typed[0]) \(name)"
        }
        return nil
    }
}
