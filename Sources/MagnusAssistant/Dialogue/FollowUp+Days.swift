import MagnusDomain

/// Questions that go on with other days of what was asked before.
extension FollowUp {
    /// "And next week" after a figure of the rows that expire this week: the same figure of those that expire then.
    func asksOtherDays(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard let ground = state.expiring, case .figures = state.topic, result.entities.symbols.isEmpty,
            result.filter.isEmpty, !state.filter.references.isEmpty || state.filter.expiries != nil
        else { return false }
        let isDays = words.allSatisfy { word in
            word.meaning == .date || word.meaning == .plain && Self.connectives.contains(word.text)
        }
        let named = isDays ? result.entities.span : nil
        guard let span = named ?? ground.days.flatMap({ later(words.map(\.text), $0) }) else { return false }
        result.entities.span = span
        result.isFollowUp = true
        result.topic = state.topic
        result.intent = .rowRanking
        result.confidence = max(result.confidence, 0.85)
        result.filter = ground.filter
        result.filter.expiries = span
        result.entities.symbols = ground.symbols
        result.entities.contract.right = ground.right
        return true
    }

    /// "And the week after?": the days that follow those asked about before.
    func later(_ texts: [String], _ span: DateSpan) -> DateSpan? {
        let pairs = Array(zip(texts, texts.dropFirst()))
        func has(_ first: String, _ second: String) -> Bool { pairs.contains { $0 == first && $1 == second } }
        guard span.last.days(since: span.first) < 400,
            texts.last == "after" || texts.last == "that" || has("the", "following")
        else { return nil }
        let first = span.last.adding(days: 1)
        if has("week", "after") || has("following", "week") {
            let last = first.adding(days: 6)
            return DateSpan(first: first, last: last, label: "the week from \(first.monthDay) to \(last.monthDay)")
        }
        if has("day", "after") || has("following", "day") {
            return DateSpan(first: first, last: first, label: first.monthDay)
        }
        if has("month", "after") || has("following", "month") {
            guard let start = CalendarDate(year: first.year, month: first.month, day: 1) else { return nil }
            var last = start.adding(days: 27)
            while last.adding(days: 1).month == start.month { last = last.adding(days: 1) }
            return DateSpan(first: first, last: last, label: "from \(first.monthDay) to \(last.monthDay)")
        }
        return nil
    }
}
