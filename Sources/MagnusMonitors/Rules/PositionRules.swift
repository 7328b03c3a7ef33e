import MagnusAnalysis
import MagnusDomain

/// M1, M2, M3, M9 and the rule on shares together: whatever rules a position meets, it gives one finding.
enum PositionRules {
    /// The identity of a position's alert.
    static func key(_ strategy: StrategyValuation) -> String { "position:\(strategy.id)" }

    /// Whether a contract's mark may raise anything: in session, fresh, and orderly in the opening quarter of an hour.
    static func mayJudgeMarks(_ short: ShortLeg, context: MonitorContext) -> Bool {
        let status = context.status
        guard status.phase.isRegularSession else { return false }
        if short.leg.mark.trust == .stale || short.leg.underlyingPrice.trust == .stale { return false }
        guard status.phase == .opening else { return true }
        guard let median = context.medianSpreads[short.contract], median > 0, let bid = short.leg.bid,
            let ask = short.leg.ask, ask >= bid
        else { return false }
        return ask - bid <= context.settings.opening.orderlySpreadMultiple * median + 1e-9
    }

    /// Marks of every option leg may be judged; strategies without short legs wait for the session only.
    static func mayJudgeMarks(_ strategy: StrategyValuation, context: MonitorContext) -> Bool {
        let shorts = strategy.legs.compactMap { ShortLeg($0, of: strategy, context: context) }
        if shorts.isEmpty { return context.status.phase == .open }
        return shorts.allSatisfy { mayJudgeMarks($0, context: context) }
    }

    /// - Parameter names: the rules to run; those left out are not judged.
    static func report(_ names: Set<MonitorName>, context: MonitorContext, memory: MonitorMemory) -> MonitorReport {
        var report = MonitorReport(memory: memory)
        var holding: [String: Set<MonitorName>] = [:]
        var breached: Set<String> = []
        for strategy in context.book.strategies {
            let before = memory.holding[strategy.id] ?? []
            let mayJudge = mayJudgeMarks(strategy, context: context)
            var hits: [RuleHit] = []
            // Judged first and silenced then: a mute does not reach what is CRITICAL.
            func isHeard(_ hit: RuleHit) -> Bool {
                !context.isSilenced(hit.monitor, symbol: strategy.symbol, priority: hit.priority)
            }
            if names.contains(.assignment),
                let hit = AssignmentRule.hit(strategy, isHolding: before.contains(.assignment), context: context),
                isHeard(hit)
            {
                hits.append(hit)
            }
            if names.contains(.expiration), let hit = ExpirationRule.hit(strategy, context: context), isHeard(hit) {
                hits.append(hit)
            }
            if names.contains(.profitTarget), mayJudge,
                let hit = ProfitTargetRule.hit(
                    strategy, isHolding: before.contains(.profitTarget), context: context), isHeard(hit)
            {
                hits.append(hit)
            }
            if names.contains(.roll),
                let due = RollRule.due(strategy, memory: memory, context: context)
            {
                if due.isBreach { breached.insert(strategy.id) }
                let hit = RollRule.hit(due, context: context)
                if isHeard(hit) { hits.append(hit) }
            }
            if names.contains(.shares), let hit = SharesRule.hit(strategy, context: context), isHeard(hit) {
                hits.append(hit)
            }
            var held = Set(hits.map(\.monitor))
            if !mayJudge {
                held.formUnion(before.intersection([.profitTarget, .roll]))
                if memory.breached.contains(strategy.id) { breached.insert(strategy.id) }
            }
            if !held.isEmpty { holding[strategy.id] = held }
            if let finding = merged(hits, strategy: strategy) {
                report.findings.append(finding)
            }
            if isUndetermined(strategy, mayJudge: mayJudge, context: context) {
                report.undetermined.insert(key(strategy))
            }
        }
        report.memory.holding = holding
        report.memory.breached = breached
        report.findings.sort(by: AlertOrder.precedes)
        return report
    }

    /// Figures of a row that rest on a quote past its age.
    static func isStale(_ strategy: StrategyValuation) -> Bool {
        strategy.legs.contains { $0.mark.trust == .stale || $0.underlyingPrice.trust == .stale }
    }

    /// A condition that cannot be judged now is neither raised nor ended by what is missing.
    private static func isUndetermined(
        _ strategy: StrategyValuation, mayJudge: Bool, context: MonitorContext
    ) -> Bool {
        let hasOption = strategy.legs.contains { !PositionWords.isStock($0) }
        guard hasOption else { return false }
        let isPriceless = strategy.legs.contains { $0.underlyingPrice.value == nil || $0.mark.value == nil }
        return !mayJudge || isPriceless
    }

    /// Highest priority first; at a tie assignment, then expiration, roll, profit and shares. An assignment that may come early,
    /// one day, says less than the roll that can be made now.
    private static func merged(_ hits: [RuleHit], strategy: StrategyValuation) -> AlertFinding? {
        let order: [MonitorName] = [.assignment, .expiration, .roll, .profitTarget, .shares]
        func place(_ hit: RuleHit) -> Int {
            hit.isDistant ? order.count : order.firstIndex(of: hit.monitor) ?? order.count
        }
        let sorted = hits.sorted { left, right in
            left.priority == right.priority ? place(left) < place(right) : left.priority > right.priority
        }
        guard var lead = sorted.first else { return nil }
        var priority = lead.priority
        // The danger table speaks for a position near expiry: a winner that it calls LOW is not made MEDIUM by its target.
        if let danger = sorted.first(where: { $0.monitor == .expiration }), lead.monitor == .profitTarget {
            priority = danger.priority
            lead = danger
        }
        var evidence: [AlertEvidence] = []
        for fact in [lead.evidence] + sorted.map(\.evidence) {
            for item in fact where !evidence.contains(where: { $0.name == item.name }) { evidence.append(item) }
        }
        var reasons = lead.reasons
        for other in sorted where other.monitor != lead.monitor {
            for reason in other.reasons.prefix(1) where !reasons.contains(reason) { reasons.append(reason) }
        }
        let isEstimated = sorted.contains { $0.isEstimated && $0.reasons.contains(where: reasons.contains) }
        let trust: Trust = isStale(strategy) ? .stale : isEstimated ? .estimated : .fresh
        return AlertFinding(
            monitor: lead.monitor, conditionKey: key(strategy), priority: priority, title: lead.title.full,
            trailing: lead.trailing, message: PaneWords.message(reasons, trust: trust),
            symbol: strategy.symbol, positionIdentifier: strategy.id,
            deadline: sorted.compactMap(\.deadline).min() ?? lead.deadline, evidence: evidence,
            actions: actions(strategy, lead: lead, rolls: sorted.flatMap(\.actions)),
            groupIdentifier: "symbol:\(strategy.symbol)", shortTitle: lead.title.short)
    }

    private static func actions(
        _ strategy: StrategyValuation, lead: RuleHit, rolls: [AlertAction]
    ) -> [AlertAction] {
        var actions = [
            AlertAction(action: "details", label: "Facts, rule and history", parameters: ["position": strategy.id])
        ]
        // Two rules that speak of one row name the same grid.
        for roll in rolls where !actions.contains(roll) { actions.append(roll) }
        if lead.monitor == .profitTarget || lead.monitor == .expiration {
            actions.append(
                AlertAction(action: "let_ride", label: "Let it ride: dismiss", parameters: ["position": strategy.id]))
        }
        actions.append(AlertAction(action: "snooze", label: "Snooze"))
        actions.append(AlertAction(action: "dismiss", label: "Dismiss"))
        return actions
    }
}

/// Severity, then deadline, then words: the order of the pane.
public enum AlertOrder {
    public static func precedes(_ left: AlertFinding, _ right: AlertFinding) -> Bool {
        if left.priority != right.priority { return left.priority > right.priority }
        let far = Instant(nanosecondsSinceEpoch: .max)
        if left.deadline != right.deadline { return (left.deadline ?? far) < (right.deadline ?? far) }
        return left.conditionKey < right.conditionKey
    }
}
