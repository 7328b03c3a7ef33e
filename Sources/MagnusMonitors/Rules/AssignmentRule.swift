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
        // What may happen on the next evening is said by that evening, not by an expiry a month away.
        let evening = tonight == nil ? nil : Self.evening(context)
        let moment = isNear ? "" : evening.map { " \($0.words)" } ?? " early"
        let isWelcome = short.consequence(in: context) == .wantedAndFunded
        // What is wanted may come whenever it likes; the table has no line for it before the last week.
        guard isNear || tonight != nil || !isWelcome else { return nil }
        let priority: AlertPriority
        if isWelcome {
            priority = short.days <= context.settings.expiration.soonDays ? .medium : .low
        } else {
            priority = isNear && probability >= settings.critical ? .critical : .high
        }
        let trailing =
            evening?.trailing
            ?? PositionWords.left(until: short.instants.lastTrade, days: short.shownDays, now: context.now)
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
            deadline: evening.map { $0.end } ?? short.instants.lastTrade, evidence: PositionWords.evidence(short),
            isDistant: !isNear && tonight == nil,
            isEstimated: PositionWords.isEstimated(
                short,
                isNear
                    ? short.leg.assignmentProbability
                    : tonight == nil ? short.leg.earlyExerciseProbability : short.leg.nextExerciseProbability))
    }

    /// The evening on which holders may next exercise, in a sentence and at the end of the line, and its cut-off. When
    /// today's is past, the broker's answer is awaited and there is no deadline.
    private static func evening(_ context: MonitorContext) -> (words: String, trailing: String, end: Instant?) {
        let today = context.now.newYork.date
        let day = context.calendar.sessionOnOrAfter(today)
        let name = day == today ? "tonight" : day.weekday.abbreviation
        guard let cutOff = context.calendar.session(on: day)?.exerciseCutOff, context.now < cutOff else {
            return (name, "broker?", nil)
        }
        return (name, name, cutOff)
    }

    // MARK: - Calls and dividends

    /// The holder of a call collects a dividend by exercising on the last day with it: rational exactly if
    /// D > K(1 - e^-r tau) + P, P the put of the same strike priced ex-dividend.
    private static func dividendHit(_ short: ShortLeg, context: MonitorContext) -> RuleHit? {
        let strike = short.contract.strike
        guard short.contract.right == .call, let spot = short.spot, spot > strike,
            let profile = context.market.underlyings[short.strategy.symbol]?.profile
        else { return nil }
        let calendar = context.calendar
        let today = context.now.newYork.date
        let candidates = profile.dividends.filter { event in
            event.exDate > today && event.exDate <= short.instants.day && event.amount > 0 && event.amount.isFinite
        }
        guard let event = candidates.min(by: { $0.exDate < $1.exDate }) else { return nil }
        let lastCum = calendar.previousSession(before: event.exDate)
        guard let session = calendar.session(on: lastCum) else { return nil }
        let sessions = calendar.sessionCount(after: today, through: event.exDate)
        guard sessions <= context.settings.assignment.dividendSessions else { return nil }
        // The holder can only sell at the bid: that is what exercising is compared with.
        let price = short.leg.bid ?? short.leg.mark.value
        let extrinsic = price.flatMap { price in judgedSpot(short, context: context).map { price - ($0 - strike) } }
        let against = ExerciseAlternative(short, event: event, spot: spot, context: context)
        let isExact = against?.isRational(dividend: event.amount) ?? false
        // Out of session the quotes of the close are compared with its price: the severity of an evening is that of the
        // afternoon, whenever the engine was started.
        let mayJudge =
            context.status.phase.isRegularSession
            ? PositionRules.mayJudgeMarks(short, context: context) : short.leg.mark.trust != .stale
        let isBelow = mayJudge && (extrinsic.map { $0 < event.amount } ?? false)
        let isCritical = isExact && today == lastCum && !event.isEstimated
        guard isCritical || isBelow else { return nil }
        let isOver = context.now >= session.close
        if context.now >= session.exerciseCutOff {
            return dividendAwaiting(short, event: event, against: against, context: context)
        }
        let shares = short.shares ?? 0
        let isCovered = short.strategy.legs.contains(where: PositionWords.isStock)
        let trailing =
            isOver
            ? "tonight"
            : today == lastCum
                ? PositionWords.left(until: session.close, days: 0, now: context.now)
                : "ex \(event.exDate.weekday.abbreviation)"
        let estimated = event.isEstimated ? "≈" : ""
        let amount = FixedText.price(event.amount)
        let measure = extrinsic.map { "extrinsic \(FixedText.price(max(0, $0)))" } ?? "extrinsic unknown"
        let cost = isCovered ? "\(shares) sh" : "owe \(FixedText.dollars(event.amount * Double(shares)))"
        return RuleHit(
            monitor: .assignment, priority: isCritical ? .critical : .high,
            title: PaneWords.title(
                isCritical
                    ? ["\(short.label) will be called", "\(short.label) called"]
                    : ["\(short.label) under dividend", "\(short.label) dividend"], trailing: trailing),
            trailing: trailing,
            reasons: [
                "ex \(event.exDate.weekday.abbreviation) \(estimated)\(amount) > \(measure)", cost,
                isOver ? "" : PositionWords.buyBack(short) ?? "",
            ],
            deadline: isOver ? session.exerciseCutOff : session.close,
            evidence: dividendEvidence(short, event: event, extrinsic: extrinsic, against: against))
    }

    /// Between the cut-off of the last day before the ex-date and the broker's report nothing can be done by anybody.
    private static func dividendAwaiting(
        _ short: ShortLeg, event: DividendEvent, against: ExerciseAlternative?, context: MonitorContext
    ) -> RuleHit {
        let isWanted = short.consequence(in: context) == .wantedAndFunded
        return RuleHit(
            monitor: .assignment, priority: isWanted ? .medium : .high,
            title: PaneWords.title(["\(short.label) awaits broker", "\(short.label) broker?"], trailing: "broker?"),
            trailing: "broker?",
            reasons: [
                "\(short.shares ?? 0) sh if called, ex \(event.exDate.weekday.abbreviation) \(FixedText.price(event.amount))"
            ],
            evidence: dividendEvidence(short, event: event, extrinsic: nil, against: against))
    }

    /// The price that quotes of the present or the latest session go with: out of session the close. Dollars per share.
    private static func judgedSpot(_ short: ShortLeg, context: MonitorContext) -> Double? {
        guard !context.status.phase.isRegularSession, context.status.phase != .preMarket,
            let latest = context.calendar.latestClose(at: context.now)?.newYork.date
        else { return short.spot }
        let bars = context.market.underlyings[short.strategy.symbol]?.bars
        return bars?.last { $0.date == latest }?.close ?? short.spot
    }

    private static func dividendEvidence(
        _ short: ShortLeg, event: DividendEvent, extrinsic: Double?, against: ExerciseAlternative?
    ) -> [AlertEvidence] {
        let shares = Double(short.shares ?? 0)
        let isCovered = short.strategy.legs.contains(where: PositionWords.isStock)
        let trust: Trust = event.isEstimated ? .estimated : .fresh
        var evidence = PositionWords.evidence(short)
        evidence.append(
            AlertEvidence(
                name: "dividend", value: event.amount, unit: "USD/share", source: "profile", ageSeconds: nil,
                trust: trust))
        if let extrinsic {
            evidence.append(
                AlertEvidence(
                    name: "extrinsic at the bid", value: extrinsic, unit: "USD/share", source: short.leg.markSource,
                    ageSeconds: short.leg.markAgeSeconds,
                    trust: Trust.worse(
                        short.spotTrust, short.leg.bid == nil ? short.leg.mark.trust ?? .fresh : .fresh)))
        }
        evidence +=
            against?.evidence ?? [
                AlertEvidence(
                    name: "interest plus put", value: nil, unit: "USD/share",
                    source: "no quote and no volatility of the put", ageSeconds: nil)
            ]
        return evidence + [
            AlertEvidence(name: "shares called", value: shares, unit: "shares", source: "book", ageSeconds: nil),
            AlertEvidence(
                name: isCovered ? "dividend not received" : "dividend owed", value: event.amount * shares,
                unit: "USD", source: "book", ageSeconds: nil, trust: trust),
        ]
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
            deadline: short.instants.lastTrade, evidence: PositionWords.evidence(short),
            isEstimated: PositionWords.isEstimated(short, short.leg.mark))
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
