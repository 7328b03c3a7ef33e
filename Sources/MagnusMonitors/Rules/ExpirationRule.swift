import MagnusAnalysis
import MagnusDomain

/// M1: short options within a week of expiry by danger, long ones that exercise themselves, and what happens between the
/// last trade and the broker's report.
enum ExpirationRule {
    static func hit(_ strategy: StrategyValuation, context: MonitorContext) -> RuleHit? {
        var worst: RuleHit?
        for leg in strategy.legs {
            let hit: RuleHit?
            if let short = ShortLeg(leg, of: strategy, context: context) {
                hit = shortHit(short, context: context)
            } else {
                hit = longHit(leg, of: strategy, context: context)
            }
            if let hit, worst.map({ $0.priority < hit.priority }) ?? true { worst = hit }
        }
        return worst
    }

    private static func shortHit(_ short: ShortLeg, context: MonitorContext) -> RuleHit? {
        switch short.leg.state {
        case .expiredUnresolved:
            return unresolved(short.leg, short.contract, label: short.label, context: context)
        case .awaitingBroker: return awaiting(short, context: context)
        case .decide: return decide(short, context: context)
        case .open: break
        }
        switch short.instants.state(at: context.now) {
        case .settling(let until): return settling(short, until: until, context: context)
        case .decide: return decide(short, context: context)
        case .awaitingBroker: return awaiting(short, context: context)
        case .live: return live(short, context: context)
        }
    }

    private static func live(_ short: ShortLeg, context: MonitorContext) -> RuleHit? {
        let settings = context.settings.expiration
        guard short.days <= settings.weekDays else { return nil }
        guard let standing = short.standing(settings), !short.contract.isAdjusted else {
            return unpriced(short, context: context)
        }
        let consequence = short.consequence(in: context)
        // What a strategy sold for a credit costs to be rid of; of one that was paid for, the short leg alone can be
        // worthless.
        let isCredit = short.strategy.entryPrice.value.map { $0 > 0 } ?? false
        let worth = (isCredit ? short.strategy.markPrice.value : nil) ?? short.leg.mark.value
        let isWorthless =
            PositionRules.mayJudgeMarks(short, context: context)
            && (worth.map { $0 <= settings.worthless } ?? false)
        guard
            let priority = DangerTable(settings: settings).priority(
                days: short.days, standing: standing, consequence: consequence, isWorthless: isWorthless)
        else { return nil }
        let trailing = PositionWords.left(until: short.instants.lastTrade, days: short.shownDays, now: context.now)
        let rolls =
            asksForRolls(standing, consequence) ? RollRule.choices(short.strategy, context: context) : nil
        return RuleHit(
            monitor: .expiration, priority: priority,
            title: PaneWords.title(
                titles(short, standing: standing, isWorthless: priority == .low && isWorthless), trailing: trailing),
            trailing: trailing,
            reasons: reasons(
                short, standing: standing, consequence: consequence, isWorthless: priority == .low && isWorthless,
                worth: worth, context: context) + [rolls?.offer ?? ""],
            deadline: short.instants.lastTrade,
            evidence: PositionWords.evidence(short) + (rolls?.evidence ?? []), actions: rolls?.actions ?? [],
            isEstimated: standing != .inTheMoneyOrPinned
                ? PositionWords.isEstimated(short, short.strategy.captured)
                : short.isOfTheClose
                    ? PositionWords.isEstimated(short)
                    : PositionWords.isEstimated(short, short.strategy.assignmentProbability))
    }

    /// What is wanted and paid for may come; what is far out may expire.
    private static func asksForRolls(
        _ standing: DangerTable.Standing, _ consequence: DangerTable.Consequence
    ) -> Bool {
        standing == .inTheMoneyOrPinned && consequence != .wantedAndFunded
    }

    /// Whether a row has a short option in its last week that trades, is in the money or pinned, and is not wanted.
    static func isWorthRolling(_ strategy: StrategyValuation, context: MonitorContext) -> Bool {
        let settings = context.settings.expiration
        return strategy.legs.contains { leg in
            guard let short = ShortLeg(leg, of: strategy, context: context), leg.state == .open,
                short.days <= settings.weekDays, !short.contract.isAdjusted,
                short.instants.lastTrade > context.now, let standing = short.standing(settings)
            else { return false }
            return asksForRolls(standing, short.consequence(in: context))
        }
    }

    private static func titles(
        _ short: ShortLeg, standing: DangerTable.Standing, isWorthless: Bool
    ) -> [String] {
        let label = short.label
        if isWorthless { return ["\(label) worthless"] }
        if standing == .inTheMoneyOrPinned {
            let isPinned = (short.distance ?? 0) / (short.spot ?? 1) > -short.pinFraction
            return isPinned ? ["\(label) at the strike", "\(label) pinned"] : ["\(label) in the money", "\(label) in"]
        }
        switch short.days {
        case 0: return ["\(label) expires today", "\(label) ends today"]
        case 1: return ["\(label) expires tomorrow", "\(label) ends tomorrow"]
        default:
            let day = short.instants.lastTrade.newYork.date
            return ["\(label) expires \(day.weekday.abbreviation) \(day.day)", "\(label) near expiry"]
        }
    }

    private static func reasons(
        _ short: ShortLeg, standing: DangerTable.Standing, consequence: DangerTable.Consequence, isWorthless: Bool,
        worth: Double?, context: MonitorContext
    ) -> [String] {
        if isWorthless {
            let sigmas = short.sigmas.map { ", \(FixedText.decimals($0, 1))σ away" } ?? ""
            return ["\(FixedText.price(worth ?? 0)) left\(sigmas)", "buy back or let it go", "let expire"]
        }
        var first = PositionWords.distance(short)
        if short.isOfTheClose {
            first += " at the close"
        } else if standing == .inTheMoneyOrPinned, short.isPhysical,
            let probability = short.strategy.assignmentProbability.value
        {
            first += ", \(FixedText.percent(probability))"
        }
        var result = [first]
        if standing == .inTheMoneyOrPinned { result.append(consequenceWords(short, consequence, context: context)) }
        // Before the open the price of now is no part of a sentence about the close.
        if !short.isOfTheClose, let captured = short.strategy.captured.value, captured > 0,
            standing != .inTheMoneyOrPinned
        {
            result[0] += ", \(FixedText.percent(captured)) captured"
        }
        if !short.isPhysical {
            if result[0].count + 6 <= PaneWords.messageColumns { result[0] += ", cash" } else { result.append("cash") }
        }
        if consequence != .wantedAndFunded, let buy = PositionWords.buyBack(short) { result.append(buy) }
        return result
    }

    private static func consequenceWords(
        _ short: ShortLeg, _ consequence: DangerTable.Consequence, context: MonitorContext
    ) -> String {
        let cash = FixedText.dollars(short.contract.strike * Double(short.shares ?? 0))
        switch consequence {
        case .wantedAndFunded:
            return short.contract.right == .put ? "wanted, \(cash) ready" : "wanted, \(short.shares ?? 0) sh there"
        case .uncovered:
            if let dying = short.dyingProtection, let shares = short.shares {
                return "\(short.contract.right == .put ? "long" : "short") \(shares) sh, \(dying.shortName) dies"
            }
            if short.contract.right == .put { return "\(cash) not there" }
            return "\(short.isCoverUnknown(in: context) ? "cover unknown" : "no shares"): short \(short.shares ?? 0)"
        case .unwanted:
            if !short.isPhysical { return "settles in cash" }
            return short.strategy.intent == .take ? "wanted, cash unknown" : "not wanted"
        }
    }

    /// Near expiry without a price nothing can be judged, which is a reason to look.
    private static func unpriced(_ short: ShortLeg, context: MonitorContext) -> RuleHit? {
        guard short.days <= context.settings.expiration.soonDays else { return nil }
        let trailing = PositionWords.left(until: short.instants.lastTrade, days: short.shownDays, now: context.now)
        let word = short.contract.isAdjusted ? "adjusted terms" : "no usable quote"
        return RuleHit(
            monitor: .expiration, priority: .high,
            title: PaneWords.title(["\(short.label) ends unpriced", "\(short.label) unpriced"], trailing: trailing),
            trailing: trailing, reasons: ["\(word): ask the broker"], deadline: short.instants.lastTrade,
            evidence: PositionWords.evidence(short))
    }
}
