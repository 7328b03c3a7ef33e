import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// M3: shares that are about to change hands: probability near expiry, calls taken for a dividend, puts at parity.
enum AssignmentRule {
    static func hit(_ strategy: StrategyValuation, isHolding: Bool, context: MonitorContext) -> RuleHit? {
        var worst: RuleHit?
        for leg in strategy.legs {
            guard let short = ShortLeg(leg, of: strategy, context: context), short.isPhysical,
                short.contract.style == .american, !short.contract.isAdjusted, leg.state == .open
            else { continue }
            let hits = [
                dividendHit(short, context: context),
                probabilityHit(short, isHolding: isHolding, context: context),
                parityHit(short, context: context),
            ]
            for case let hit? in hits where worst.map({ $0.priority < hit.priority }) ?? true { worst = hit }
        }
        return worst
    }

    // MARK: - Probability

    /// The two lines count within a week of expiry. Before that the early part counts, of an option that is in the money:
    /// one that is not has a long way to go before anybody gives up its time value. Puts at
    /// parity and calls before a dividend have rules of their own, so it is HIGH at most. A put whose shares are wanted
    /// and paid for is not a danger: the table of M1 words it.
    private static func probabilityHit(_ short: ShortLeg, isHolding: Bool, context: MonitorContext) -> RuleHit? {
        // Before the open a probability comes from a quote that raises nothing.
        guard context.status.phase != .preMarket else { return nil }
        // Neither does one minute after it: the volatility behind it waits for orderly quotes (trader.md section 1). A
        // gap of the shares through the strike is said by the table of M1.
        guard context.status.phase != .opening || PositionRules.mayJudgeMarks(short, context: context) else {
            return nil
        }
        let settings = context.settings.assignment
        let line = settings.high - (isHolding ? settings.release : 0)
        let isNear = short.days <= settings.withinDays
        let tonight = isNear ? nil : short.leg.nextExerciseProbability.value.flatMap { $0 >= line ? $0 : nil }
        let early = (short.distance ?? 0) < 0 ? short.leg.earlyExerciseProbability.value : nil
        guard let probability = isNear ? short.leg.assignmentProbability.value : tonight ?? early, probability >= line
        else { return nil }
        let moment = isNear ? "" : tonight == nil ? " early" : " tonight"
        let isWelcome = short.consequence(in: context) == .wantedAndFunded
        // What is wanted may come whenever it likes; the table has no line for it before the last week.
        guard isNear || tonight != nil || !isWelcome else { return nil }
        let priority: AlertPriority
        if isWelcome {
            priority = short.days <= context.settings.expiration.soonDays ? .medium : .low
        } else {
            priority = isNear && probability >= settings.critical ? .critical : .high
        }
        let trailing = PositionWords.left(until: short.instants.lastTrade, days: short.shownDays, now: context.now)
        let cash = FixedText.dollars(short.contract.strike * Double(short.shares ?? 0))
        let wish =
            isWelcome ? "wanted, \(short.contract.right == .put ? cash + " ready" : "shares there")" : "not wanted"
        let isInside = (short.distance ?? 0) < 0
        return RuleHit(
            monitor: .assignment, priority: priority,
            title: PaneWords.title(
                [
                    isInside ? "\(short.label) in the money" : "\(short.label) near the strike",
                    "\(short.label) assignment", short.label,
                ], trailing: trailing),
            trailing: trailing,
            reasons: [
                "\(PositionWords.distance(short)), \(FixedText.percent(probability))\(moment)", wish,
                isWelcome ? "" : PositionWords.buyBack(short) ?? "",
            ],
            deadline: short.instants.lastTrade, evidence: PositionWords.evidence(short))
    }

    // MARK: - Calls and dividends

    /// The holder of a call collects a dividend by exercising on the last day with it: rational exactly if
    /// D > K(1 - e^-r tau) + P, P the put of the same strike priced ex-dividend.
    private static func dividendHit(_ short: ShortLeg, context: MonitorContext) -> RuleHit? {
        guard short.contract.right == .call, let spot = short.spot, spot > short.contract.strike,
            let profile = context.market.underlyings[short.strategy.symbol]?.profile
        else { return nil }
        let calendar = context.calendar
        let today = context.now.newYork.date
        let candidates = profile.dividends.filter { event in
            event.exDate > today && event.exDate <= short.instants.day && event.amount > 0 && event.amount.isFinite
        }
        guard let event = candidates.min(by: { $0.exDate < $1.exDate }) else { return nil }
        let lastCum = calendar.previousSession(before: event.exDate)
        guard let session = calendar.session(on: lastCum), context.now < session.close else { return nil }
        let sessions = calendar.sessionCount(after: today, through: event.exDate)
        guard sessions <= context.settings.assignment.dividendSessions else { return nil }
        // The holder can only sell at the bid: that is what exercising is compared with.
        let price = short.leg.bid ?? short.leg.mark.value
        let extrinsic = price.map { $0 - (spot - short.contract.strike) }
        let against = exerciseAlternative(short, event: event, spot: spot, context: context)
        let threshold = against.map { $0.interest + $0.put }
        let isExact = against.map { $0.isRational } ?? false
        let mayJudge = PositionRules.mayJudgeMarks(short, context: context)
        let isBelow = mayJudge && (extrinsic.map { $0 < event.amount } ?? false)
        let priority: AlertPriority
        if isExact, today == lastCum, !event.isEstimated {
            priority = .critical
        } else if isBelow {
            priority = .high
        } else {
            return nil
        }
        let shares = short.shares ?? 0
        let isCovered = short.strategy.legs.contains(where: PositionWords.isStock)
        let trailing =
            today == lastCum
            ? PositionWords.left(until: session.close, days: 0, now: context.now)
            : "ex \(event.exDate.weekday.abbreviation)"
        let estimated = event.isEstimated ? "≈" : ""
        let amount = FixedText.price(event.amount)
        let measure = extrinsic.map { "extrinsic \(FixedText.price(max(0, $0)))" } ?? "extrinsic unknown"
        let cost = isCovered ? "\(shares) sh" : "owe \(FixedText.dollars(event.amount * Double(shares)))"
        var evidence = PositionWords.evidence(short)
        evidence += [
            AlertEvidence(name: "dividend", value: event.amount, unit: "USD/share", source: "profile", ageSeconds: nil),
            AlertEvidence(
                name: "extrinsic at the bid", value: extrinsic, unit: "USD/share", source: short.leg.markSource,
                ageSeconds: short.leg.markAgeSeconds),
            AlertEvidence(
                name: "interest plus put", value: threshold, unit: "USD/share", source: "K(1-exp(-r t)) + P",
                ageSeconds: nil),
            AlertEvidence(
                name: "shares called", value: Double(shares), unit: "shares", source: "book", ageSeconds: nil),
            AlertEvidence(
                name: isCovered ? "dividend not received" : "dividend owed", value: event.amount * Double(shares),
                unit: "USD", source: "book", ageSeconds: nil),
        ]
        return RuleHit(
            monitor: .assignment, priority: priority,
            title: PaneWords.title(
                priority == .critical
                    ? ["\(short.label) will be called", "\(short.label) called"]
                    : ["\(short.label) under dividend", "\(short.label) dividend"], trailing: trailing),
            trailing: trailing,
            reasons: [
                "ex \(event.exDate.weekday.abbreviation) \(estimated)\(amount) > \(measure)", cost,
                PositionWords.buyBack(short) ?? "",
            ],
            deadline: session.close, evidence: evidence)
    }

    /// What the holder gives up by exercising: interest on the strike and the put, dollars per share; nil where the put
    /// cannot be priced.
    private static func exerciseAlternative(
        _ short: ShortLeg, event: DividendEvent, spot: Double, context: MonitorContext
    ) -> (interest: Double, put: Double, isRational: Bool)? {
        let volatility =
            short.leg.impliedVolatility.value ?? short.strategy.impliedVolatility.value
            ?? context.market.underlyings[short.strategy.symbol]?.volatilityHistory.last?.impliedVolatility
        let open = NewYorkTime.instant(on: event.exDate, secondsOfDay: ExchangeCalendar.openSeconds)
        let years = max(0, short.instants.settlement.seconds(since: open)) / 31_536_000
        let rate = short.leg.terms?.rate ?? context.market.rates.rate(years: years) ?? 0
        guard let volatility, volatility.isFinite, volatility > 0, spot > event.amount else { return nil }
        let strike = short.contract.strike
        let terms = OptionTerms(
            right: .put, style: .american, spot: spot - event.amount, strike: strike, years: years, rate: rate,
            dividendYield: 0, volatility: volatility)
        guard let put = try? OptionPricing.price(terms, accuracy: .live) else { return nil }
        let isRational = EarlyExercise.callBeforeDividend(
            dividend: event.amount, strike: strike, rate: rate, years: years, put: put)
        return (EarlyExercise.interest(strike: strike, rate: rate, years: years), put, isRational)
    }

    // MARK: - Puts at parity

    /// A put without time value costs its holder nothing to exercise.
    private static func parityHit(_ short: ShortLeg, context: MonitorContext) -> RuleHit? {
        guard short.contract.right == .put, let distance = short.distance, distance < 0,
            PositionRules.mayJudgeMarks(short, context: context)
        else { return nil }
        let inside = -distance
        let spread = short.leg.bid.flatMap { bid in short.leg.ask.map { $0 - bid } }
        let extrinsic = short.leg.mark.value.map { $0 - inside }
        let settings = context.settings.assignment
        let isAtParity: Bool
        if let extrinsic, let spread, spread >= 0 {
            isAtParity = extrinsic <= settings.paritySpreadShare * spread
        } else {
            isAtParity = false
        }
        guard isAtParity || isBelowBoundary(short) || isWorthItsInterest(short, context: context) else { return nil }
        let isWelcome = short.consequence(in: context) == .wantedAndFunded
        let soon = short.days <= context.settings.expiration.soonDays
        let trailing = PositionWords.left(until: short.instants.lastTrade, days: short.shownDays, now: context.now)
        let value = extrinsic.map { "extrinsic \(FixedText.price(max(0, $0)))" } ?? "under the boundary"
        let cash = FixedText.dollars(short.contract.strike * Double(short.shares ?? 0))
        return RuleHit(
            monitor: .assignment, priority: isWelcome ? (soon ? .medium : .low) : .high,
            title: PaneWords.title(["\(short.label) at parity", short.label], trailing: trailing), trailing: trailing,
            reasons: [
                isAtParity ? "\(value), spread \(FixedText.price(spread ?? 0))" : "\(value): exercise pays",
                isWelcome ? "wanted, \(cash) ready" : "not wanted", isWelcome ? "" : PositionWords.buyBack(short) ?? "",
            ],
            deadline: short.instants.lastTrade, evidence: PositionWords.evidence(short))
    }

    /// The spot is at or below the price at which exercising now is optimal.
    private static func isBelowBoundary(_ short: ShortLeg) -> Bool {
        guard let terms = short.leg.terms, let spot = short.spot,
            let boundary = try? AmericanPricing.exerciseBoundary(terms, accuracy: .live)
        else { return false }
        return spot <= boundary
    }

    /// The interest on the strike is more than the call of the same strike and the dividends that exercising gives up
    /// (trader.md section 3 item 2); false where nobody quotes that call.
    private static func isWorthItsInterest(_ short: ShortLeg, context: MonitorContext) -> Bool {
        var call = short.contract
        call.right = .call
        let chain = context.market.chains[short.strategy.symbol]?.entries
        let quote = context.market.optionQuotes[call] ?? chain?.first { $0.contract == call }?.quote
        guard let ask = quote?.ask, ask.isFinite, ask > 0 else { return false }
        let years = short.instants.years(from: context.now)
        let rate = short.leg.terms?.rate ?? context.market.rates.rate(years: years) ?? 0
        let dividends = short.leg.terms?.dividends ?? []
        return EarlyExercise.putIsRational(
            strike: short.contract.strike, rate: rate, years: years, call: ask,
            dividendsPresentValue: dividends.reduce(0) { $0 + $1.amount * exp(-rate * $1.years) })
    }
}
