import MagnusDomain

/// Questions about what has happened, told from those about what may come: the words of both are nearly the same, and an
/// outlook in the place of a report is the worst of answers on the morning after an expiry.
enum EventRules {
    /// What a question asks to be reported.
    enum Subject: Sendable, Hashable {
        case assignments
        case expiries
        case dividends
        case interest
        case everything
    }

    private static let outlook: Set<String> = [
        "could", "can", "will", "would", "might", "may", "if", "should", "likely", "risk", "risks", "chance", "chances",
        "odds", "probability", "going", "gonna", "next", "tomorrow", "upcoming", "coming", "soon", "avoid", "about",
        "worried", "danger", "roll", "tonight", "gets", "getting", "'ll", "still", "afford", "enough", "need", "needed",
        "require",
    ]
    private static let past: Set<String> = [
        "was", "were", "did", "got", "have", "has", "had", "been", "happened", "didn't", "wasn't", "weren't", "hasn't",
        "haven't", "any", "anything", "get", "which", "what", "list", "show",
    ]
    private static let tenses: Set<String> = ["was", "were", "did", "got", "have", "has", "had", "been", "already"]

    static func subject(_ words: [Word], today: CalendarDate) -> Subject? {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        // As typed: "happen" is corrected into "happens", and only one of them is about what may come.
        let isConditional = words.contains { $0.typed.lowercased() == "happens" }
        guard !has(outlook) && !isConditional || has(["happened"]) else { return nil }
        guard !IntentRules.isDefinition(texts) || has(tenses.union(["happened", "expired", "assigned"])) else {
            return nil
        }
        let isDated = PastSpanReader.eventSpan(words, today: today) != nil
        if has(["dividend", "dividends", "interest"]), !has(["open"]),
            has(["received", "receive", "paid", "credited", "get", "got", "collected", "earn", "earned"]),
            has(tenses) || isDated, !FurtherTopic.asksOwnDividends(words)
        {
            return has(["interest"]) ? .interest : .dividends
        }
        if isDated, has(["trade", "traded", "trades"]), has(["did", "what", "which", "show", "list"]),
            !has([
                "best", "worst", "closed", "winners", "losers", "profit", "biggest", "win", "make", "made", "many",
                "lost", "lose", "losing", "won", "winning", "profitable", "unprofitable",
            ])
        {
            return .everything
        }
        // "Interest earned", "interest income this year": no open interest, and no rate.
        if has(["interest"]), !has(["open", "rate", "rates", "mean", "means", "rise", "rises"]),
            has(["earned", "paid", "received", "credited", "collected", "income"])
        {
            return .interest
        }
        // "How often do I get assigned" counts what happened.
        let isCounted =
            has(["often", "frequently"]) || zip(texts, texts.dropFirst()).contains { $0 == "many" && $1 == "times" }
        if isCounted, has(["assigned", "assignment", "assignments", "exercised"]) { return .assignments }
        let isTold =
            has(tenses) || isDated && has(past.union(["assignments", "assignment", "expirations", "exercise"]))
        if has(["assigned", "exercised", "called", "put"]), has(["assigned", "exercised", "away", "to"]),
            !has(["been"]) || has(["have", "has"]) || has(["assigned"])
        {
            if has(["assigned", "exercised"]), isTold { return .assignments }
            if has(["called"]), has(["away"]), isTold { return .assignments }
            if has(["put"]), has(["to"]), has(["me"]), isTold { return .assignments }
        }
        if has(["assignment", "assignments", "exercise", "exercises"]), isTold { return .assignments }
        if namesAssignments(words) { return .assignments }
        if has(["expired"]), !has(["not"]) || has(tenses) { return .expiries }
        if has(["expire"]), has(["did"]) { return .expiries }
        if has(["expirations", "expiries", "expiration"]), isDated, has(["last", "yesterday", "past", "previous"]) {
            return .expiries
        }
        if has(["happened", "missed", "occurred", "overnight"]), has(past.union(["happened"])),
            !has(["move", "moves", "gap", "gaps", "risk", "price", "futures"])
        {
            return .everything
        }
        if has(["happen"]), has(["did", "anything"]) { return .everything }
        return nil
    }

    /// "What assignments on T", "assignment history of KO": those of a name without a day, past ones and what may come.
    static func namesAssignments(_ words: [Word]) -> Bool {
        let typed = words.map { $0.typed.lowercased() }
        let fillers: Set<String> = [
            "what", "which", "any", "all", "list", "show", "me", "my", "the", "on", "in", "of", "for", "assignments",
            "assignment", "history", "there", "and", "are", "is", "how", "many", "past", "total",
        ]
        let isNamed = typed.contains("assignments") || typed.contains("history") && typed.contains("assignment")
        var names = 0
        for (word, text) in zip(words, typed) {
            if case .symbol(_, isKnown: true) = word.meaning {
                names += 1
            } else if !fillers.contains(text) {
                return false
            }
        }
        return isNamed && names > 0
    }
}

extension PastSpanReader {
    static let weekdays: [String: Weekday] = [
        "sunday": .sunday, "monday": .monday, "tuesday": .tuesday, "wednesday": .wednesday, "thursday": .thursday,
        "friday": .friday, "saturday": .saturday, "mon": .monday, "tue": .tuesday, "tues": .tuesday, "wed": .wednesday,
        "thu": .thursday, "thur": .thursday, "thurs": .thursday, "fri": .friday,
    ]

    /// The days a report is asked for: as ``span(in:today:)``, and weekdays, nights and dates, all read backwards.
    static func eventSpan(_ words: [Word], today: CalendarDate) -> DateSpan? {
        let texts = words.map { $0.typed.lowercased() }
        for (index, text) in texts.enumerated() {
            let previous = index > 0 ? texts[index - 1] : ""
            if let weekday = weekdays[text] {
                var back = (today.weekday.rawValue - weekday.rawValue + 7) % 7
                if back == 0, previous == "last" { back = 7 }
                let day = today.adding(days: -back)
                let isSince = previous == "since"
                let label = "\(isSince ? "since " : "")\(day.weekday.abbreviation) \(day.iso8601)"
                return DateSpan(first: day, last: isSince ? today : day, label: label)
            }
            switch text {
            case "today", "morning": return DateSpan(first: today, last: today, label: "today, \(today.iso8601)")
            case "overnight", "night", "nite", "tonight":
                // Since the evening of the last session: on a Monday that is the whole weekend.
                var evening = today.adding(days: -1)
                while evening.weekday == .saturday || evening.weekday == .sunday { evening = evening.adding(days: -1) }
                return DateSpan(
                    first: evening, last: today, label: "since the evening of \(evening.iso8601)", isNight: true)
            case "weekend":
                var saturday = today
                while saturday.weekday != .saturday { saturday = saturday.adding(days: -1) }
                return DateSpan(
                    first: saturday, last: min(today, saturday.adding(days: 1)),
                    label: "the weekend of \(saturday.iso8601)")
            case "recently", "lately":
                let first = today.adding(days: -14)
                return DateSpan(first: first, last: today, label: "since \(first.iso8601)")
            default: break
            }
        }
        return span(in: words.map(\.text), today: today)
    }
}
