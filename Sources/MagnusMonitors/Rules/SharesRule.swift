import MagnusAnalysis
import MagnusDomain

/// Shares without a call for some sessions, and calls that would give shares away under their wheel basis.
///
/// Both are marks of the row (U and B); here they are raised, MEDIUM: neither can hurt before the next session.
enum SharesRule {
    /// Calendar days of events that tell since when shares have had no call.
    static func reachDays(_ settings: MonitorSettings) -> Int { 2 * settings.shares.idleSessions + 10 }

    static func hit(_ strategy: StrategyValuation, context: MonitorContext) -> RuleHit? {
        idle(strategy, context: context) ?? underBasis(strategy, context: context)
    }

    // MARK: - Idle shares

    private static func idle(_ strategy: StrategyValuation, context: MonitorContext) -> RuleHit? {
        guard strategy.flags.contains(.uncoveredShares),
            let stock = strategy.legs.first(where: PositionWords.isStock)
        else { return nil }
        let least = context.settings.shares.idleSessions
        let today = context.now.newYork.date
        let start = context.calendar.adding(sessions: -least, to: today)
        // Nothing has covered or uncovered them since: as they have no call now, they had none all the time.
        let last = context.deliveries.filter { changesCover($0, strategy, now: context.now) }.map(\.time).max()
        let since = last.map { max($0, stock.position.openedAt) } ?? stock.position.openedAt
        guard since.newYork.date < start else { return nil }
        let known = last.map(\.newYork.date)
        let count = known.map { sessions(after: $0, before: today, context.calendar) }
        let trailing = count.map { "\($0) sessions" } ?? "\(least)+ sessions"
        let idle = FixedText.decimals(idleShares(strategy, context: context), 0)
        let basis = basis(stock)
        var reasons: [String] = []
        if let offer = offer(strategy.symbol, context: context) { reasons.append("scan offers \(offer)") }
        if let basis { reasons.append("basis \(FixedText.price(basis.price))") }
        reasons.append(known.map { "no call since \($0.monthDay)" } ?? "no call for \(least) sessions")
        return RuleHit(
            monitor: .shares, priority: .medium,
            title: PaneWords.title(
                ["\(strategy.symbol) \(idle) shares idle", "\(strategy.symbol) \(idle) sh idle"], trailing: trailing),
            trailing: trailing, reasons: reasons,
            evidence: [
                AlertEvidence(
                    name: "sessions without a call", value: Double(count ?? least), unit: "sessions", source: "ledger",
                    ageSeconds: nil)
            ] + evidence(basis))
    }

    /// Whether an event changed what is held or what covers it.
    private static func changesCover(_ event: LedgerEvent, _ strategy: StrategyValuation, now: Instant) -> Bool {
        guard event.account == strategy.account, event.time <= now, event.quantity != .zero else { return false }
        switch event.kind {
        case .dividend, .interest, .fee: return false
        default: break
        }
        switch event.instrument {
        case .stock(let symbol): return symbol == strategy.symbol
        case .option(let contract): return contract.underlying == strategy.symbol && contract.right == .call
        case .none: return false
        }
    }

    /// Whole sessions between two days.
    private static func sessions(
        after first: CalendarDate, before last: CalendarDate, _ calendar: ExchangeCalendar
    ) -> Int {
        var day = calendar.nextSession(after: first)
        var count = 0
        while day < last {
            count += 1
            day = calendar.nextSession(after: day)
        }
        return count
    }

    /// Shares of the row that no short call of the account takes: long calls free those that they cover.
    private static func idleShares(_ strategy: StrategyValuation, context: MonitorContext) -> Double {
        var idle = strategy.legs.filter(PositionWords.isStock).reduce(0.0) { $0 + $1.position.quantity.value }
        for row in context.book.strategies where row.account == strategy.account && row.symbol == strategy.symbol {
            let calls = row.legs.reduce(0.0) { sum, leg in
                guard case .option(let contract) = leg.position.instrument, contract.right == .call else { return sum }
                return sum + Double(leg.deliveredShares ?? contract.multiplier) * leg.position.quantity.value
            }
            idle -= max(0, -calls)
        }
        return max(0, idle)
    }

    /// `04-23 115C`: the best covered call of the last scan, where one passed.
    private static func offer(_ symbol: String, context: MonitorContext) -> String? {
        let calls = context.scans.filter { $0.waitingReason == nil }.flatMap(\.candidates).filter {
            $0.strategy == .coveredCall && $0.symbol == symbol && $0.failures.isEmpty && $0.score.isFinite
        }
        return calls.max { ($0.score, $1.id) < ($1.score, $0.id) }
            .map { "\($0.contract.expiry.monthDay) \($0.shortName)" }
    }

    // MARK: - Calls under basis

    private static func underBasis(_ strategy: StrategyValuation, context: MonitorContext) -> RuleHit? {
        guard strategy.flags.contains(.belowBasis),
            let stock = strategy.legs.first(where: PositionWords.isStock), let basis = basis(stock),
            let short = strategy.legs.compactMap({ ShortLeg($0, of: strategy, context: context) })
                .filter({ $0.contract.right == .call && $0.leg.state == .open && !$0.contract.isAdjusted })
                .min(by: { $0.contract.strike < $1.contract.strike }), let shares = short.shares,
            short.contract.strike < basis.price
        else { return nil }
        // In its last week the danger table speaks of a call that is out of the money: it may end as it was meant to.
        if short.days <= context.settings.expiration.weekDays, (short.distance ?? 0) >= 0 { return nil }
        let given = (short.contract.strike - basis.price) * Double(shares)
        let premium = short.leg.position.averagePrice.map {
            $0 * Double(short.contract.multiplier) * short.contracts
        }
        let trailing = FixedText.price(basis.price)
        let result = given + (premium ?? 0)
        let words = FixedText.dollars(result)
        let signed = result > 0 && words != "0" ? "+\(words)" : words
        return RuleHit(
            monitor: .shares, priority: .medium,
            title: PaneWords.title(["\(short.label) under basis"], trailing: trailing), trailing: trailing,
            reasons: premium.map {
                ["called \(signed) by \(basis.source) basis", "premium \(FixedText.dollars($0))"]
            } ?? ["called \(signed) without the premium"], deadline: short.instants.lastTrade,
            evidence: [
                AlertEvidence(
                    name: "strike", value: short.contract.strike, unit: "USD/share", source: "contract", ageSeconds: nil
                )
            ] + evidence(basis) + [
                AlertEvidence(
                    name: "premium of the open call", value: premium, unit: "USD", source: "ledger", ageSeconds: nil),
                AlertEvidence(
                    name: "if called, by this basis", value: result, unit: "USD", source: "computed", ageSeconds: nil),
            ])
    }

    /// The basis of the mark B: of the wheel, of the broker where no wheel is known.
    private static func basis(_ stock: PositionValuation) -> (price: Double, source: String)? {
        if let wheel = stock.position.stockBasis?.wheel { return (wheel, "wheel") }
        return (stock.position.stockBasis?.broker ?? stock.position.averagePrice).map { ($0, "broker") }
    }

    private static func evidence(_ basis: (price: Double, source: String)?) -> [AlertEvidence] {
        guard let basis else { return [] }
        return [
            AlertEvidence(
                name: "\(basis.source) basis", value: basis.price, unit: "USD/share", source: "ledger", ageSeconds: nil)
        ]
    }
}
