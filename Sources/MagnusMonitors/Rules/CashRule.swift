import MagnusAnalysis
import MagnusDomain

/// Cash for the puts that end next: CRITICAL where those in the money or at their strike take more than is there.
///
/// Counted are the expiries of the last week (`monitors.expiration.week_days`), one after the other, because what one takes
/// is gone for the next. There is the cash, all of it settled by the time shares are paid for, and T-bill funds, which can
/// be sold for it. Puts out of the money take nothing: a margin account holds many of them without their cash. What calls
/// bring in is not counted on.
enum CashRule {
    static let keyPrefix = "cash:"

    static func key(_ account: String) -> String { keyPrefix + account }

    /// What the puts of one account that end on one day take.
    private struct Ending {
        var day: CalendarDate
        /// Those in the money or at the strike, and what each takes with its row, dollars.
        var puts: [(short: ShortLeg, cash: Double)] = []
        /// A put without a price.
        var isUnknown = false
        var cash: Double { puts.reduce(0) { $0 + $1.cash } }
    }

    static func report(context: MonitorContext) -> (findings: [AlertFinding], undetermined: Set<String>) {
        var findings: [AlertFinding] = []
        var undetermined: Set<String> = []
        for account in context.book.accounts {
            let key = key(account.account.name)
            var due: [Ending] = []
            for ending in endings(of: account.account.name, context: context) {
                due.append(ending)
                let needed = due.reduce(0) { $0 + $1.cash }
                guard let cash = account.cashFigure.value else {
                    if needed > 0 || ending.isUnknown { undetermined.insert(key) }
                    continue
                }
                // Half a cent: sums of dollars in binary.
                guard ending.cash > 0, needed - cash > 0.005 else {
                    if ending.isUnknown { undetermined.insert(key) }
                    continue
                }
                guard let bills = account.treasuryBillFunds.value else {
                    undetermined.insert(key)
                    continue
                }
                guard needed - cash - bills > 0.005 else { continue }
                let found = finding(account, due, needed: needed, cash: cash, bills: bills, context: context)
                undetermined.remove(key)
                if !context.isSilenced(.cash, symbol: nil, priority: found.priority) { findings.append(found) }
                break
            }
        }
        return (findings, undetermined)
    }

    private static func endings(of account: String, context: MonitorContext) -> [Ending] {
        var found: [CalendarDate: Ending] = [:]
        for row in context.book.strategies where row.account == account {
            let shorts = row.legs.compactMap { ShortLeg($0, of: row, context: context) }.filter { short in
                short.contract.right == .put && !short.contract.isAdjusted && !short.isDecided
                    && (short.leg.state == .open || short.leg.state == .decide)
                    && short.days <= context.settings.expiration.weekDays
            }
            for (day, group) in Dictionary(grouping: shorts, by: \.instants.day) {
                var ending = found[day] ?? Ending(day: day)
                add(group, to: &ending, context: context)
                found[day] = ending
            }
        }
        return found.values.sorted { $0.day < $1.day }
    }

    /// What short puts of one row that end together take: strikes of those for shares less the strikes of long ones that
    /// exercise themselves, and what the row pays when it is settled in cash.
    private static func add(_ shorts: [ShortLeg], to ending: inout Ending, context: MonitorContext) {
        let standings = shorts.map { ($0, $0.standing(context.settings.expiration)) }
        if standings.contains(where: { $0.1 == nil }) { ending.isUnknown = true }
        let inside = standings.filter { $0.1 == .inTheMoneyOrPinned }.map(\.0)
        let delivered = inside.filter(\.isPhysical)
        if let first = delivered.first {
            let paid = delivered.reduce(0.0) { $0 + $1.contract.strike * Double($1.contract.multiplier) * $1.contracts }
            let cash = max(0, paid - received(by: first))
            if cash > 0 { ending.puts.append((first, cash)) }
        }
        if let settled = inside.first(where: { !$0.isPhysical }), let cost = settled.settlementCost, cost > 0 {
            ending.puts.append((settled, cost))
        }
    }

    /// Strikes of the long puts of a short one's row that end with it in the money, dollars.
    private static func received(by short: ShortLeg) -> Double {
        guard let spot = short.spot else { return 0 }
        return short.strategy.legs.reduce(0.0) { sum, leg in
            guard case .option(let long) = leg.position.instrument, !leg.position.quantity.isShort, long.right == .put,
                long.settlement == .physical, long.expiry == short.contract.expiry, !long.isAdjusted, spot < long.strike
            else { return sum }
            return sum + long.strike * Double(long.multiplier) * leg.position.quantity.value
        }
    }

    private static func finding(
        _ account: AccountValuation, _ due: [Ending], needed: Double, cash: Double, bills: Double,
        context: MonitorContext
    ) -> AlertFinding {
        let puts = due.flatMap(\.puts)
        let last = due.last?.puts.map(\.short).min { $0.instants.lastTrade < $1.instants.lastTrade }
        let trailing =
            last.map { PositionWords.left(until: $0.instants.lastTrade, days: $0.shownDays, now: context.now) } ?? ""
        let there = cash + bills
        let missing = FixedText.dollars(needed - there)
        let day = due.last?.day ?? context.now.newYork.date
        let title = PaneWords.title(
            ["Cash short for \(day.weekday.abbreviation) \(day.monthDay)", "Cash short \(day.monthDay)"],
            trailing: trailing)
        let isStale = puts.contains { PositionRules.isStale($0.short.strategy) }
        let isEstimated = puts.contains { $0.short.leg.underlyingPrice.trust == .estimated }
        return AlertFinding(
            monitor: .cash, conditionKey: key(account.account.name), priority: .critical, title: title.full,
            trailing: trailing,
            message: PaneWords.message(
                [
                    "\(missing) short: \(FixedText.dollars(needed)) due, \(FixedText.dollars(there)) there",
                    "\(missing) short of \(FixedText.dollars(needed)) due",
                ], trust: isStale ? .stale : isEstimated ? .estimated : .fresh),
            symbol: nil, positionIdentifier: nil, deadline: last?.instants.lastTrade,
            evidence: evidence(account, puts, needed: needed, cash: cash, bills: bills),
            actions: [
                AlertAction(action: "details", label: "Facts, rule and history"),
                AlertAction(action: "review", label: "Close or roll what is not wanted, or move cash in"),
                AlertAction(action: "snooze", label: "Snooze"), AlertAction(action: "dismiss", label: "Dismiss"),
            ], shortTitle: title.short)
    }

    private static func evidence(
        _ account: AccountValuation, _ puts: [(short: ShortLeg, cash: Double)], needed: Double, cash: Double,
        bills: Double
    ) -> [AlertEvidence] {
        func fact(_ name: String, _ figure: Figure, _ source: String, _ age: Double? = nil) -> AlertEvidence {
            AlertEvidence(name: name, figure: figure, unit: "USD", source: source, ageSeconds: age)
        }
        let name = account.account.name
        // Which puts take anything, and what those settled in cash take, goes by their spot.
        let trust = puts.reduce(Trust.fresh) { Trust.worse($0, $1.short.spotTrust) }
        let missing = Trust.worse(trust, account.treasuryBillFunds.trust ?? .fresh)
        return [
            fact("missing", Figure(needed - cash - bills, trust: missing), "computed"),
            fact("taken by puts", Figure(needed, trust: trust), "strikes"), fact("cash", account.cashFigure, name),
            fact("of it settled", account.settledCashFigure, name),
            fact("T-bill funds", account.treasuryBillFunds, name),
        ]
            + puts.map {
                fact(
                    "\($0.short.label) \($0.short.instants.day.monthDay)",
                    Figure($0.cash, trust: $0.short.spotTrust), $0.short.spotSource, $0.short.spotAge)
            }
    }
}
