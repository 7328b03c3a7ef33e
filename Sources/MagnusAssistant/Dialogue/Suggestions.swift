import MagnusDomain

/// Questions for an empty chat, made from what is going on.
enum Suggestions {
    static func make(context: AssistantContext) -> [String] {
        var result: [String] = []
        func add(_ text: String) {
            if !result.contains(text), result.count < 3 { result.append(text) }
        }
        let alerts = context.alerts.filter { $0.state == .active || $0.state == .acknowledged }
            .sorted { ($1.finding.priority.rank, $0.id) < ($0.finding.priority.rank, $1.id) }
        let rows = Dictionary(context.book.strategies.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let alerted = alerts.compactMap { $0.finding.positionIdentifier.flatMap { rows[$0] } }
        if alerts.contains(where: { $0.finding.monitor == .assignment || $0.finding.monitor == .expiration }) {
            add("Which positions could be assigned this week, and can I pay?")
        }
        let puts = alerted.filter { $0.kind == .cashSecuredPut && $0.intent != .take }
        let breached = puts.filter { ($0.distance.value ?? 1) < 0 }
        if let worst = breached.min(by: {
            ($0.unrealizedProfit.value ?? 0, $0.id) < ($1.unrealizedProfit.value ?? 0, $1.id)
        }) {
            add("Should I roll \(name(worst)) or take the shares?")
        }
        let winners = alerted.filter { row in
            (row.captured.value ?? 0) >= 0.5 && (row.distance.value ?? -1) > 0 && (row.daysToExpiry ?? 0) > 3
        }
        if let winner = winners.first { add("Should I close \(name(winner)) or let it run?") }
        for alert in alerts {
            if let symbol = alert.finding.symbol { add("Why is \(symbol) flagged?") }
        }
        if !context.book.strategies.isEmpty { add("What expires this week?") }
        if context.scans.contains(where: { !$0.candidates.isEmpty }) { add("What is the best cash-secured put now?") }
        if !context.book.strategies.isEmpty {
            add("How much theta do I collect per day?")
            add("What if \(context.book.benchmark) falls 5%?")
        }
        add("What can I ask?")
        add("Is the market open?")
        add("What is a cash-secured put?")
        return result
    }

    /// `PLTR 80P`.
    private static func name(_ row: StrategyValuation) -> String {
        for leg in row.legs where leg.position.quantity.isShort {
            if case .option(let contract) = leg.position.instrument { return "\(row.symbol) \(contract.shortName)" }
        }
        return row.symbol
    }
}
