import MagnusDomain
import MagnusQuant

/// Kinds of legs that a question names where whole rows would answer another one: the short call of a diagonal, the long
/// put of a spread, the shares of a covered call.
enum LegRules {
    private static let longs: [(label: String, right: OptionRight)] = [("long puts", .put), ("long calls", .call)]
    private static let sums: Set<Intent> = [.openProfit, .dayProfit, .thetaIncome, .deltaExposure, .bookGreeks]

    static func apply(_ result: inout Understanding, _ context: AssistantContext) {
        let names = Set(result.entities.symbols)
        let rows = context.book.strategies.filter { names.isEmpty || names.contains($0.symbol) }
        for place in result.filter.groups.indices where result.filter.groups[place].leg == nil {
            let group = result.filter.groups[place]
            // Held by themselves they are meant; where there is none, a leg of a spread is.
            guard let long = longs.first(where: { $0.label == group.label }),
                !rows.contains(where: { group.holds($0) })
            else { continue }
            let leg = QuestionFilter.LegKind.option(right: long.right, isShort: false)
            if rows.contains(where: { $0.legs.contains(where: leg.holds) }) {
                result.filter.groups[place].leg = leg
            }
        }
        if asksShares(result), rows.contains(where: { $0.legs.contains(where: QuestionFilter.LegKind.shares.holds) }) {
            result.filter.groups.removeAll { $0.open == [.stock] }
            result.filter.groups.append(
                QuestionFilter.Group(label: "shares", open: [.stock], traded: [.stock], leg: .shares))
        }
    }

    /// "Expiring in more than 40 days": days like any others, in which legs end as well as rows.
    static func boundDays(_ result: inout Understanding, today: CalendarDate) {
        guard result.intent == .expirations, result.entities.span == nil,
            let place = result.filter.conditions.firstIndex(where: { $0.measure == .daysToExpiry })
        else { return }
        let condition = result.filter.conditions[place]
        let step = condition.includesBound ? 0 : 1
        let first = condition.lower.map { Int($0.rounded(.down)) + step } ?? 0
        let last = condition.upper.map { Int($0.rounded(.up)) - step } ?? 4000
        guard first <= last, result.filter.conditionLabels.indices.contains(place) else { return }
        let typed = result.filter.conditionLabels[place].replacing(condition.measure.rawValue, with: "in")
        let isOfDays = ["day", "dte", "week", "month"].contains { typed.contains($0) }
        result.entities.span = DateSpan(
            first: today.adding(days: max(0, first)), last: today.adding(days: last),
            label: isOfDays ? typed : "\(typed) days")
        result.filter.conditions.remove(at: place)
        result.filter.conditionLabels.remove(at: place)
    }

    /// "P/L of the MO shares", "delta of just the shares", "stock p/l": what is counted are shares, and no option beside
    /// them. "How many SPY shares am I equal to" counts in them.
    private static func asksShares(_ result: Understanding) -> Bool {
        guard sums.contains(result.intent), result.topic == nil, result.entities.contract.right == nil,
            !result.isFollowUp || result.isInherited, result.filter.sets.isEmpty,
            result.filter.groups.allSatisfy({ $0.open == [.stock] })
        else { return false }
        let texts = result.words.map { $0.typed.lowercased() }
        let set = Set(texts)
        let others: Set<String> = [
            "many", "equal", "equivalent", "equals", "per", "if", "benchmark", "beta", "weighted", "against", "like",
            "in", "price", "prices", "market", "name", "names", "sector", "put", "puts", "call", "calls", "options",
            "split", "sold", "bought", "assigned", "cover", "without",
        ]
        guard set.isDisjoint(with: others) else { return false }
        if set.contains("shares") || set.contains("stocks") { return true }
        guard let place = texts.firstIndex(of: "stock") else { return false }
        let after = place + 1 < texts.count ? texts[place + 1] : ""
        let before = place > 0 ? texts[place - 1] : ""
        return ["", "only", "alone", "itself", "leg", "legs", "p/l", "pnl", "p&l", "profit", "delta"].contains(after)
            && !["each", "every", "which", "a", "by"].contains(before)
    }
}
