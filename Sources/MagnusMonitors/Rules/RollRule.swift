import MagnusAnalysis
import MagnusDomain

/// M9: short options whose strike is touched, whose delta or loss says the same, or whose roll window is open; with what the
/// grid of rolls offers.
///
/// What decides is read off the row, so that nothing is computed for rows that are quiet: the grid is only asked for rows
/// that fire (``Monitors/dueForRolls(context:memory:)``). Within the last week the danger table of M1 speaks, and names the
/// rolls of what is in the money and not wanted.
enum RollRule {
    enum Cause: Equatable {
        /// The spot is at or beyond the strike.
        case touched
        /// The loss reached so many credits (`book.loss_credits`).
        case loss
        case delta(Double)
        /// The window of the mark R.
        case window
    }

    struct Due {
        var cause: Cause
        var short: ShortLeg
        var isBreach: Bool { cause != .window }
    }

    /// Why a row is due; nil where it is not.
    /// - Parameter memory: of the last run: what was breached must go further back to be over.
    static func due(_ strategy: StrategyValuation, memory: MonitorMemory, context: MonitorContext) -> Due? {
        let isBreached = memory.breached.contains(strategy.id)
        let isHolding = memory.holding[strategy.id]?.contains(.roll) ?? false
        // Days turn at 07:00 for the rules: nothing new is raised at midnight.
        let isNight = context.now.newYork.secondsOfDay < context.settings.expiration.dateTurnSeconds
        guard isHolding || !isNight else { return nil }
        let shorts = strategy.legs.compactMap { ShortLeg($0, of: strategy, context: context) }.filter { short in
            short.leg.state == .open && !short.contract.isAdjusted && short.instants.lastTrade > context.now
                && short.days > context.settings.expiration.weekDays
        }.sorted(by: isNearer)
        guard let nearest = shorts.first else { return nil }
        if !isMadeForItsStrike(strategy.kind) {
            for short in shorts {
                if let cause = breach(short, isHolding: isBreached, context: context) {
                    return Due(cause: cause, short: short)
                }
            }
        }
        guard strategy.flags.contains(.rollWindow) else { return nil }
        return Due(cause: .window, short: nearest)
    }

    /// The leg that the row's Dist speaks of first: the short strike nearest to the spot, or furthest beyond it.
    private static func isNearer(_ left: ShortLeg, _ right: ShortLeg) -> Bool {
        let (first, second) = (left.distance ?? .infinity, right.distance ?? .infinity)
        if first != second { return first < second }
        return (left.contract.expiry, left.contract.osi) < (right.contract.expiry, right.contract.osi)
    }

    /// At its strike a calendar earns most.
    private static func isMadeForItsStrike(_ kind: StrategyKind) -> Bool {
        kind == .callCalendar || kind == .putCalendar
    }

    private static func breach(_ short: ShortLeg, isHolding: Bool, context: MonitorContext) -> Cause? {
        // What is wanted and paid for may come.
        guard short.consequence(in: context) != .wantedAndFunded else { return nil }
        let settings = context.settings.roll
        let isInSession = context.status.phase.isRegularSession
        let isOld = isInSession && short.leg.underlyingPrice.trust == .stale
        if !isOld, let distance = short.distance, let spot = short.spot,
            distance <= (isHolding ? settings.release * spot : 0)
        {
            return .touched
        }
        // Marks raise nothing out of session; what they raised stays.
        guard isInSession ? PositionRules.mayJudgeMarks(short, context: context) : isHolding else { return nil }
        if short.strategy.flags.contains(.lossLimit) { return .loss }
        let shares = short.contracts * Double(short.contract.multiplier)
        guard shares > 0, let total = short.leg.delta.value else { return nil }
        let delta = abs(total) / shares
        return delta >= settings.delta - (isHolding ? settings.deltaRelease : 0) ? .delta(delta) : nil
    }

    static func hit(_ due: Due, context: MonitorContext) -> RuleHit {
        let short = due.short
        let strategy = short.strategy
        let left = PositionWords.left(until: short.instants.lastTrade, days: short.shownDays, now: context.now)
        let trailing = due.cause == .window ? left : profit(strategy) ?? left
        let report = context.rolls[strategy.id]
        return RuleHit(
            monitor: .roll, priority: due.cause == .window ? .medium : .high,
            title: PaneWords.title(titles(due), trailing: trailing), trailing: trailing,
            reasons: reasons(due, strategy, report), deadline: short.instants.lastTrade,
            evidence: PositionWords.evidence(short) + evidence(report, context: context),
            actions: actions(strategy, report, most: context.settings.roll.choices),
            isEstimated: PositionWords.isEstimated(short))
    }

    /// What the grid of a row offers, for whatever rule speaks of it: words, facts and choices; nothing while none is there.
    static func choices(
        _ strategy: StrategyValuation, context: MonitorContext
    ) -> (offer: String, evidence: [AlertEvidence], actions: [AlertAction])? {
        guard let report = context.rolls[strategy.id] else { return nil }
        return (
            offer(report), evidence(report, context: context),
            actions(strategy, report, most: context.settings.roll.choices)
        )
    }

    // MARK: - Words

    private static func titles(_ due: Due) -> [String] {
        let label = due.short.label
        switch due.cause {
        case .touched: return ["\(label) breached", label]
        case .loss: return ["\(label) at its loss limit", "\(label) loss limit", label]
        case .delta(let delta): return ["\(label) delta \(FixedText.decimals(delta * 100, 0))", label]
        case .window: return ["\(label) roll window", "\(label) roll", label]
        }
    }

    /// `-935`, `+40`; nil where it is unknown.
    private static func profit(_ strategy: StrategyValuation) -> String? {
        strategy.unrealizedProfit.value.map { value in
            let text = FixedText.dollars(value)
            return value > 0 && text != "0" ? "+" + text : text
        }
    }

    private static func reasons(_ due: Due, _ strategy: StrategyValuation, _ report: RollReport?) -> [String] {
        let distance = PositionWords.distance(due.short)
        // Of these kinds the most that can be won is the credit.
        let loss = strategy.flags.contains(.lossLimit) ? strategy.captured.value : nil
        let multiple = loss.flatMap { $0 < 0 ? "loss \(FixedText.decimals(-$0, 1))x credit" : nil }
        var result = [multiple ?? distance]
        if let report {
            // The title has said why a window is open.
            result.insert(offer(report), at: due.cause == .window ? 0 : 1)
        }
        if multiple != nil { result.append(distance) }
        if let buy = PositionWords.buyBack(due.short) { result.append(buy) }
        return result
    }

    /// `04-30 80P +0.65 nat`, or that no roll keeps to the rules.
    private static func offer(_ report: RollReport) -> String {
        guard let best = report.bestCell else { return "no credit roll" }
        return "\(name(best, report)) \(net(best)) nat"
    }

    private static func name(_ cell: RollReport.Cell, _ report: RollReport) -> String {
        let date = report.expiries[cell.expiry].date.monthDay
        guard report.form == .creditSpread, cell.legs.count > 1 else {
            return "\(date) \(report.strikeName(cell.strikeThousandths))"
        }
        return "\(date) \(cell.legs.map(\.contract.strikeText).joined(separator: "/"))"
    }

    private static func net(_ cell: RollReport.Cell) -> String {
        guard case .known(let value, let trust) = cell.net else { return "" }
        let mark = trust == .stale ? "~" : trust == .estimated ? "≈" : ""
        return mark + (value > 0 ? "+" : "") + FixedText.price(value)
    }

    // MARK: - Facts and choices

    private static func evidence(_ report: RollReport?, context: MonitorContext) -> [AlertEvidence] {
        guard let report else { return [] }
        let age = max(0, context.now.seconds(since: report.retrievedAt))
        func fact(_ name: String, _ figure: Figure, _ unit: String, _ source: String) -> AlertEvidence {
            AlertEvidence(name: name, figure: figure, unit: unit, source: source, ageSeconds: age)
        }
        var facts = [
            fact("price to buy back", report.buyBack, "USD/share", "\(report.source), natural price"),
            fact("realised by buying back", report.realized, "USD", "\(report.source), natural price"),
            fact("rolls that keep to the rules", Figure(Double(report.allowed.count)), "rolls", "grid of rolls"),
        ]
        if let best = report.bestCell {
            facts.append(
                fact("net of the best roll", best.net, "USD/share", "\(name(best, report)), natural price"))
        }
        return facts
    }

    /// The grid, and the choices it has, most credit a day first.
    private static func actions(
        _ strategy: StrategyValuation, _ report: RollReport?, most: Int
    ) -> [AlertAction] {
        guard let report else { return [] }
        return report.allowed.prefix(most).map { cell in
            AlertAction(
                action: "roll", label: "\(name(cell, report)) \(net(cell)) at the natural price",
                parameters: [
                    "position": strategy.id,
                    "contract": cell.legs.first?.contract.text(in: .compact) ?? "",
                    "net": cell.net.value.map { FixedText.decimals($0, 2) } ?? "",
                ])
        }
    }
}

extension Monitors {
    /// Rows on which M9 is due now, or that M1 finds in the money within the week: those whose grid of rolls is worth
    /// computing.
    /// - Parameter memory: of the last run.
    public static func dueForRolls(context: MonitorContext, memory: MonitorMemory) -> [StrategyValuation] {
        context.book.strategies.filter { row in
            RollRule.due(row, memory: memory, context: context) != nil
                || ExpirationRule.isWorthRolling(row, context: context)
        }
    }
}
