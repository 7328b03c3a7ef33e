import MagnusAnalysis
import MagnusDomain

/// What became of options overnight: assigned, exercised, settled or expired. The report of the broker is a fact, so the
/// finding states it once and ends by itself with the next session; acknowledging it puts it away.
public enum DeliveryRule {
    /// Condition keys of these findings begin so, followed by the account.
    static let keyPrefix = "delivery:"
    /// Days for which the events of an account are worth looking at.
    public static let reachDays = 10
    /// A real account's file may be imported days later: what it reports is told for so long at least.
    static let importedSeconds = 259_200.0

    /// Whether a condition states something that has happened and needs no answer.
    static func isNotice(_ conditionKey: String) -> Bool { conditionKey.hasPrefix(keyPrefix) }

    /// The account of such a condition; nil for other conditions.
    public static func account(ofCondition key: String) -> String? {
        guard isNotice(key) else { return nil }
        return String(key.dropFirst(keyPrefix.count).prefix { $0 != ":" })
    }

    /// One underlying of one account on one day.
    private struct Group: Hashable {
        var account: String
        var symbol: String
        var day: CalendarDate
    }

    static func findings(_ names: Set<MonitorName>, context: MonitorContext) -> [AlertFinding] {
        var groups: [Group: [LedgerEvent]] = [:]
        for event in context.deliveries where event.time <= context.now {
            guard case .option(let contract)? = event.instrument, end(of: event, context: context) > context.now
            else { continue }
            switch event.kind {
            case .assignment, .exercise, .expiration, .cashSettlement:
                let day = event.time.newYork.date
                groups[Group(account: event.account, symbol: contract.underlying, day: day), default: []].append(event)
            default: continue
            }
        }
        return groups.compactMap { group, events in
            finding(group, events.sorted { ($0.time, $0.id) < ($1.time, $1.id) }, context: context)
        }
        .filter { found in
            names.contains(found.monitor)
                && !context.isSilenced(found.monitor, symbol: found.symbol, priority: found.priority)
        }
        .sorted(by: AlertOrder.precedes)
    }

    /// The close of the first session that opens after the report. A report that bears only a date was made after that
    /// day's close.
    private static func end(of event: LedgerEvent, context: MonitorContext) -> Instant {
        let wall = event.time.newYork
        let calendar = context.calendar
        let isOfThisMorning =
            wall.secondsOfDay > 0 && wall.secondsOfDay < ExchangeCalendar.openSeconds && calendar.isSession(wall.date)
        let day = isOfThisMorning ? wall.date : calendar.nextSession(after: wall.date)
        let close = calendar.session(on: day)?.close ?? event.time.adding(seconds: 86_400)
        let isReal =
            context.book.accounts.first { $0.account.name == event.account }?.account.kind.isReal ?? false
        return isReal ? max(close, event.time.adding(seconds: importedSeconds)) : close
    }

    /// What the options of one group turned into.
    private struct Outcome {
        /// Signed shares and dollars by strike, received positive.
        var shares = 0
        var cash = 0.0
        var delivered: [OptionContract] = []
        var strikes: Set<Double> = []
        var isAssigned = false
        var expired = 0.0
        var settled = 0.0
        var settledContracts = 0.0
        var isDeliverableKnown = true
    }

    private static func outcome(_ events: [LedgerEvent]) -> Outcome {
        var result = Outcome()
        for event in events {
            guard case .option(let contract)? = event.instrument else { continue }
            let count = event.quantity.magnitude.value
            let isEnded = event.kind == .assignment || event.kind == .exercise
            if isEnded, contract.settlement == .physical {
                // An assigned put and an exercised call receive shares.
                let receives = (contract.right == .put) == (event.kind == .assignment)
                let sign = receives ? 1.0 : -1.0
                result.isAssigned = result.isAssigned || event.kind == .assignment
                result.cash -= sign * contract.strike * Double(contract.multiplier) * count
                switch contract.deliverable {
                case .shares(let each), .adjusted(let each, _, _):
                    result.shares += Int((sign * Double(each) * count).rounded())
                case .cash, .unknown: result.isDeliverableKnown = false
                }
                result.strikes.insert(contract.strike)
                if !result.delivered.contains(contract) { result.delivered.append(contract) }
            } else if isEnded || event.kind == .cashSettlement {
                result.settled += event.amount.dollars
                result.settledContracts += count
            } else {
                result.expired += count
            }
        }
        return result
    }

    private static func finding(_ group: Group, _ events: [LedgerEvent], context: MonitorContext) -> AlertFinding? {
        guard let first = events.first else { return nil }
        let outcome = outcome(events)
        let contracts = events.compactMap { event -> OptionContract? in
            if case .option(let contract)? = event.instrument { contract } else { nil }
        }
        let row = context.book.strategies.first { strategy in
            strategy.account == group.account && strategy.symbol == group.symbol
                && strategy.legs.contains(where: PositionWords.isStock)
        }
        let label = label(group.symbol, outcome.delivered.isEmpty ? contracts : outcome.delivered)
        let isMoved = !outcome.delivered.isEmpty
        let verb =
            isMoved
            ? (outcome.isAssigned ? "assigned" : "exercised") : outcome.settledContracts > 0 ? "settled" : "expired"
        let trailing =
            outcome.shares != 0
            ? "\(signed(Double(outcome.shares))) sh" : isMoved || outcome.settledContracts > 0 ? "cash" : ""
        let rating = rating(group, outcome, row: row, context: context)
        var reasons = words(group, outcome)
        reasons.append(rating.reason)
        let title = PaneWords.title(["\(label) \(verb)", "\(group.symbol) \(verb)"], trailing: trailing)
        return AlertFinding(
            monitor: isMoved ? .assignment : .expiration,
            conditionKey: "\(keyPrefix)\(group.account):\(group.symbol):\(first.time.newYork.date.iso8601)",
            priority: rating.priority,
            title: title.full, trailing: trailing, message: PaneWords.message(reasons), symbol: group.symbol,
            positionIdentifier: isMoved ? row?.id : nil, evidence: evidence(outcome, events: events),
            actions: [
                AlertAction(action: "details", label: "Facts, rule and history"),
                AlertAction(action: "dismiss", label: "Dismiss"),
            ], groupIdentifier: "symbol:\(group.symbol)", shortTitle: title.short)
    }

    /// `KO 75P`, `IWM 205/210P`, `IWM 4 legs`.
    private static func label(_ symbol: String, _ contracts: [OptionContract]) -> String {
        var distinct: [OptionContract] = []
        for contract in contracts where !distinct.contains(contract) { distinct.append(contract) }
        if distinct.count == 1, let only = distinct.first { return "\(symbol) \(only.shortName)" }
        if distinct.count == 2, let left = distinct.first, let right = distinct.last, left.right == right.right {
            return "\(symbol) \(left.strikeText)/\(right.shortName)"
        }
        return "\(symbol) \(distinct.count) legs"
    }

    private static func words(_ group: Group, _ outcome: Outcome) -> [String] {
        var result: [String] = []
        if !outcome.delivered.isEmpty {
            let strike = outcome.strikes.count == 1 ? outcome.strikes.first.map { " at \(FixedText.price($0))" } : nil
            let shares =
                outcome.isDeliverableKnown ? "\(signed(Double(outcome.shares))) \(group.symbol)" : "shares unknown"
            result.append("\(shares)\(strike ?? ""), cash \(signed(outcome.cash))")
        }
        if outcome.settledContracts > 0 { result.append("settled in cash, \(signed(outcome.settled))") }
        if outcome.expired > 0 {
            let count = FixedText.decimals(outcome.expired, 0)
            let isAlone = outcome.delivered.isEmpty && outcome.settledContracts == 0
            let noun = outcome.expired == 1 ? "contract" : "contracts"
            result.append(isAlone ? "\(count) \(noun), nothing moved" : "\(count) expired")
        }
        return result
    }

    /// By the danger that is left: nothing after an expiry, what was wanted and paid for MEDIUM, shares nobody wanted
    /// HIGH, cash or shares that are now missing CRITICAL.
    private static func rating(
        _ group: Group, _ outcome: Outcome, row: StrategyValuation?, context: MonitorContext
    ) -> (priority: AlertPriority, reason: String) {
        guard !outcome.delivered.isEmpty else {
            return (outcome.settled < 0 ? .medium : .low, "")
        }
        let held = context.book.strategies.filter { $0.account == group.account && $0.symbol == group.symbol }
            .flatMap(\.legs).filter(PositionWords.isStock).reduce(0.0) { $0 + $1.position.quantity.value }
        if held < 0 { return (.critical, "short \(FixedText.decimals(-held, 0)) sh") }
        let account = context.book.accounts.first { $0.account.name == group.account }
        if outcome.cash < 0, let cash = account?.cashFigure.value, cash < 0 {
            return (.critical, "cash short \(FixedText.dollars(-cash))")
        }
        if outcome.shares < 0 { return (.medium, held > 0 ? "\(FixedText.decimals(held, 0)) sh left" : "covered") }
        return row?.intent == .take ? (.medium, "wanted") : (.high, "not wanted")
    }

    private static func evidence(_ outcome: Outcome, events: [LedgerEvent]) -> [AlertEvidence] {
        let source = events.first?.source ?? "ledger"
        var facts: [AlertEvidence] = []
        func add(_ name: String, _ value: Double, _ unit: String) {
            facts.append(AlertEvidence(name: name, value: value, unit: unit, source: source, ageSeconds: nil))
        }
        if !outcome.delivered.isEmpty {
            if outcome.isDeliverableKnown { add("shares moved", Double(outcome.shares), "shares") }
            if outcome.strikes.count == 1, let strike = outcome.strikes.first { add("strike", strike, "USD/share") }
            add("cash moved", outcome.cash, "USD")
        }
        if outcome.settledContracts > 0 { add("settled in cash", outcome.settled, "USD") }
        if outcome.expired > 0 { add("contracts expired", outcome.expired, "") }
        return facts
    }

    /// Whole and grouped, always with its sign.
    private static func signed(_ value: Double) -> String {
        value > 0 ? "+\(FixedText.dollars(value))" : FixedText.dollars(value)
    }
}
