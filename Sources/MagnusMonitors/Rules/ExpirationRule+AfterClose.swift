import MagnusAnalysis
import MagnusDomain

/// From the last trade to the broker's report: nothing is "expired worthless" before the broker says so.
extension ExpirationRule {
    /// Morning settlement: no more trades, the opening print decides.
    static func settling(_ short: ShortLeg, until: Instant, context: MonitorContext) -> RuleHit? {
        let isDanger = short.standing(context.settings.expiration) == .inTheMoneyOrPinned
        return RuleHit(
            monitor: .expiration, priority: isDanger ? .medium : .low,
            title: PaneWords.title(["\(short.label) settles at open", "\(short.label) settling"], trailing: "AM"),
            trailing: "AM", reasons: [PositionWords.distance(short), "no more trades, opening print"],
            deadline: until, evidence: PositionWords.evidence(short), isEstimated: PositionWords.isEstimated(short))
    }

    /// Holders may exercise or abandon until the cut-off.
    static func decide(_ short: ShortLeg, context: MonitorContext) -> RuleHit? {
        let cutOff = short.instants.exerciseCutOff ?? short.instants.settlement
        let clock = cutOff.newYork.hourMinute
        guard let standing = short.standing(context.settings.expiration) else {
            return RuleHit(
                monitor: .expiration, priority: .high,
                title: PaneWords.title(["\(short.label) to decide", short.label], trailing: clock), trailing: clock,
                reasons: ["no usable quote after the close", "holders decide to \(clock)"], deadline: cutOff,
                evidence: PositionWords.evidence(short))
        }
        let consequence = short.consequence(in: context)
        let priority: AlertPriority
        switch standing {
        case .inTheMoneyOrPinned: priority = consequence == .wantedAndFunded ? .medium : .critical
        case .outOfTheMoney(let sigmas):
            priority = (sigmas ?? 0) >= context.settings.expiration.comfortableSigmas ? .low : .high
        }
        return RuleHit(
            monitor: .expiration, priority: priority,
            title: PaneWords.title(["\(short.label) holders decide", "\(short.label) decide"], trailing: clock),
            trailing: clock,
            reasons: [
                PositionWords.distance(short), "\(short.shares ?? 0) sh, answer after \(clock)", "to \(clock)",
            ],
            deadline: cutOff, evidence: PositionWords.evidence(short), isEstimated: PositionWords.isEstimated(short))
    }

    /// After the cut-off only the report closes the row; nothing can be done before it comes.
    static func awaiting(_ short: ShortLeg, context: MonitorContext) -> RuleHit? {
        guard short.isPhysical else { return settled(short) }
        let standing = short.standing(context.settings.expiration)
        let isSafe: Bool
        if case .outOfTheMoney(let sigmas)? = standing {
            isSafe = (sigmas ?? 0) >= context.settings.expiration.comfortableSigmas
        } else {
            isSafe = false
        }
        let isWanted = short.consequence(in: context) == .wantedAndFunded
        let expectation = isSafe ? "likely expired" : "\(short.shares ?? 0) sh if assigned"
        return RuleHit(
            monitor: .expiration, priority: isSafe ? .low : isWanted ? .medium : .high,
            title: PaneWords.title(["\(short.label) awaits broker", "\(short.label) broker?"], trailing: "broker?"),
            trailing: "broker?", reasons: [PositionWords.distance(short), expectation],
            evidence: PositionWords.evidence(short))
    }

    /// Settled in cash: nobody is assigned and nothing can be done; what is left is to see the amount in the report.
    private static func settled(_ short: ShortLeg) -> RuleHit {
        var reasons: [String] = []
        var isCostly = true
        if let distance = short.distance, let cost = short.settlementCost {
            let print = short.contract.settlement == .cashMorning ? "at the open" : "at the close"
            let moment = short.isSettlementKnown ? print : "now"
            isCostly = distance < 0
            reasons.append("\(FixedText.price(abs(distance))) \(isCostly ? "in" : "out") \(moment)")
            reasons.append(isCostly ? "cash \(FixedText.dollars(-cost))" : "nothing due")
        } else {
            reasons.append("settlement price unknown")
        }
        reasons.append("cannot be assigned")
        return RuleHit(
            monitor: .expiration, priority: isCostly ? .medium : .low,
            title: PaneWords.title(["\(short.label) settled in cash", "\(short.label) settled"], trailing: "broker?"),
            trailing: "broker?", reasons: reasons, evidence: PositionWords.evidence(short))
    }

    /// Long or short: the book cannot be trusted until the report is in.
    static func unresolved(
        _ leg: PositionValuation, _ contract: OptionContract, label: String, context: MonitorContext
    ) -> RuleHit {
        let ended = contract.expiryInstants(calendar: context.calendar).day
        // The year is said where it is not this one.
        let day = ended.year == context.now.newYork.date.year ? ended.monthDay : ended.iso8601
        return RuleHit(
            monitor: .expiration, priority: .medium,
            title: PaneWords.title(["\(label) never reported", "\(label) open?"], trailing: "ended"),
            trailing: "ended",
            reasons: ["ended \(day), import the report"],
            evidence: [
                AlertEvidence(
                    name: "days since expiry", value: Double(context.now.newYork.date.days(since: ended)), unit: "days",
                    source: "calendar", ageSeconds: nil),
                AlertEvidence(
                    name: "contracts", value: leg.position.quantity.value, unit: "", source: "ledger", ageSeconds: nil),
            ])
    }

    /// A long option in the money exercises itself: the cash or shares for it must be there. One that nobody reported on
    /// is as open a question as a short one.
    static func longHit(_ leg: PositionValuation, of strategy: StrategyValuation, context: MonitorContext) -> RuleHit? {
        if leg.state == .expiredUnresolved, case .option(let contract) = leg.position.instrument {
            return unresolved(
                leg, contract, label: "\(strategy.symbol) \(contract.shortName)", context: context)
        }
        guard strategy.kind == .longCall || strategy.kind == .longPut,
            case .option(let contract) = leg.position.instrument, contract.settlement == .physical,
            leg.state == .open, let days = leg.daysToExpiry, (0...context.settings.expiration.todayDays).contains(days),
            let spot = leg.underlyingPrice.value, let shares = leg.deliveredShares
        else { return nil }
        let inside = contract.right == .call ? spot - contract.strike : contract.strike - spot
        guard inside >= 0.01 else { return nil }
        let count = Int((Double(shares) * leg.position.quantity.value).rounded())
        let cost = contract.strike * Double(count)
        let account = context.book.accounts.first { $0.account.name == strategy.account }
        let free = account?.freeCash.value
        let isPayable = contract.right == .call && (free.map { $0 >= cost } ?? false)
        let instants = contract.expiryInstants(calendar: context.calendar)
        let trailing = PositionWords.left(until: instants.lastTrade, days: days, now: context.now)
        let consequence =
            contract.right == .call
            ? "takes \(FixedText.dollars(cost)), free \(free.map(FixedText.dollars) ?? "unknown")"
            : "sells \(count) sh you may not hold"
        return RuleHit(
            monitor: .expiration, priority: isPayable ? .medium : .high,
            title: PaneWords.title(
                ["\(strategy.symbol) \(contract.shortName) exercises", "\(strategy.symbol) long in"],
                trailing: trailing),
            trailing: trailing, reasons: [consequence, "sell before the close"], deadline: instants.lastTrade)
    }
}
