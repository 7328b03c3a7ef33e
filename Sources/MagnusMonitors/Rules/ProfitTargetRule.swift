import MagnusAnalysis
import MagnusDomain

/// M2: the profit that can be taken now, at prices that trade, against the target of the strategy.
enum ProfitTargetRule {
    /// The figure of the Cap column: fraction of the maximum profit (of the debit for calendars), credits at the natural
    /// price; nil where it is unknown or no profit is possible.
    static func captured(_ strategy: StrategyValuation) -> Double? { strategy.captured.value }

    static func hit(
        _ strategy: StrategyValuation, isHolding: Bool, context: MonitorContext
    ) -> RuleHit? {
        let settings = context.settings.profitTarget
        guard let target = settings.target(strategy.kind), let captured = captured(strategy),
            captured >= target - (isHolding ? settings.release : 0)
        else { return nil }
        // A covered call in the money that is wanted to be called has nothing left to close.
        if strategy.kind == .coveredCall, strategy.intent == .take, (strategy.distance.value ?? 0) < 0 { return nil }
        let shorts = strategy.legs.compactMap { ShortLeg($0, of: strategy, context: context) }
        let hasOrder = strategy.flags.contains(.workingOrder)
        let days = strategy.daysToExpiry ?? Int.max
        // Within the danger table's reach the table decides how urgent a winner is.
        let isNear = days <= context.settings.expiration.weekDays
        let priority: AlertPriority = hasOrder ? .low : isNear ? .medium : .high
        let label = shorts.first?.label ?? strategy.symbol
        let trailing = "over \(FixedText.decimals(target * 100, 0))"
        var reasons: [String] = []
        var action = hasOrder ? "closing order works" : ""
        if let short = shorts.first, let buy = PositionWords.buyBack(short) { action = hasOrder ? action : buy }
        if !action.isEmpty { reasons.append(action) }
        if let left = strategy.leftPerYear.value, left >= 0 {
            reasons.append("what is left earns \(FixedText.percent(left))/yr")
        }
        if reasons.isEmpty, let profit = strategy.unrealizedProfit.value {
            reasons.append("\(FixedText.dollars(profit)) to take")
        }
        var evidence = [
            AlertEvidence(
                name: "captured", figure: strategy.captured, unit: "fraction", source: "book",
                ageSeconds: strategy.legs.compactMap(\.markAgeSeconds).max()),
            AlertEvidence(name: "target", value: target, unit: "fraction", source: "settings", ageSeconds: nil),
        ]
        if let record = context.records[strategy.kind], record.closed > 0 {
            evidence.append(
                AlertEvidence(
                    name: "winners of \(record.closed) closed: \(strategy.kind.words)",
                    value: Double(record.winners) / Double(record.closed),
                    unit: "fraction", source: "history", ageSeconds: nil))
        }
        return RuleHit(
            monitor: .profitTarget, priority: priority,
            title: PaneWords.title(
                [
                    "\(label) \(FixedText.percent(captured)) captured", "\(label) \(FixedText.percent(captured))",
                    "\(strategy.symbol) \(FixedText.percent(captured)) captured",
                ], trailing: trailing),
            trailing: trailing, reasons: reasons, evidence: evidence,
            isEstimated: [strategy.costToClose, strategy.leftPerYear].contains { $0.trust == .estimated })
    }
}
