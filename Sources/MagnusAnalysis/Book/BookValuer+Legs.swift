import Glibc
import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// Brings one leg up to the moment.
    mutating func revalue(_ index: Int, now: Instant) {
        let session = status?.phase.isRegularSession == true ? status?.session : nil
        let underlying = legs[index].underlying
        underlyings[underlying].assess(
            now: now, session: session, limits: settings.quoteLimits, lastClose: lastClose)
        if legs[index].contract == nil {
            revalueShares(index, now: now)
        } else {
            revalueOption(index, now: now, session: session)
        }
    }

    private func daysHeld(_ leg: BookLeg, now: Instant) -> Int {
        max(0, now.newYork.date.days(since: leg.position.openedAt.newYork.date))
    }

    private func benchmarkShares(_ dollarDelta: Figure, beta: Double, isAssumed: Bool) -> Figure {
        guard let price = benchmarkReference, price > 0 else { return .unknown(.noSource) }
        return marked(dollarDelta.map { $0 * beta / price }, isEstimated: isAssumed)
    }

    private func marked(_ figure: Figure, isEstimated: Bool) -> Figure {
        guard isEstimated, case .known(let value, .fresh) = figure else { return figure }
        return .known(value, .estimated)
    }

    private mutating func revalueShares(_ index: Int, now: Instant) {
        let leg = legs[index]
        let underlying = underlyings[leg.underlying]
        let spot = underlying.spot
        let assessment = underlying.assessment
        var contribution = LegContribution()
        // Funds of T-bills are collateral: their price is no exposure that Greeks should add up.
        contribution.hasGreeks = underlying.profile.kind != .treasuryBillFund
        let value = spot.map { $0 * leg.size }
        let profit = unrealized(leg, mark: spot)
        contribution.marketValue = value
        contribution.openProfit = profit
        let day = dayFlow(leg, now: now)
        contribution.dayProfit = dayProfit(
            leg, flow: day, mark: spot, isPreviousClose: assessment?.isPreviousClose == true)
        // Shares that nobody quotes are in no sum: a delta without the dollars behind it would be half a figure.
        let isPriced = spot.map { _ in 0 }
        contribution.delta = spot.map { _ in leg.size }
        contribution.gamma = isPriced
        contribution.thetaPerDay = isPriced
        contribution.vegaPerPoint = isPriced
        contribution.rhoPerPoint = isPriced
        contribution.vega30 = isPriced
        contribution.dollarDelta = value
        contribution.dollarGamma = isPriced
        contribution.betaDelta = benchmarkShares(value, beta: underlying.beta, isAssumed: underlying.isBetaAssumed)
        contribution.shortExtrinsic = .unknown(.notApplicable)
        if let price = spot.value {
            contribution.scenarios = settings.scenarios.moves.map { move in
                leg.size
                    * (settings.scenarios.spot(price, beta: underlying.beta, benchmarkMove: move.benchmarkMove) - price)
            }
            contribution.scenarioTrust = spot.trust ?? .fresh
        }
        contributions[index] = contribution
        let closing = leg.size < 0 ? assessment?.ask : assessment?.bid
        var valuation = PositionValuation(
            position: leg.position, state: .open, daysToExpiry: nil, daysHeld: daysHeld(leg, now: now),
            bid: assessment?.bid, ask: assessment?.ask, mark: spot,
            markSource: markSource(assessment, underlying.quote),
            markAgeSeconds: assessment?.ageSeconds, marketValue: value, unrealizedProfit: profit,
            unrealizedFraction: fraction(profit, leg), dayProfit: contribution.dayProfit,
            costToClose: Figure(closing.map { -leg.size * $0 }, trust: spot.trust ?? .fresh, else: .oneSided),
            profitCaptured: .unknown(.notApplicable), underlyingPrice: spot,
            distanceToStrike: .unknown(.notApplicable), extrinsic: .unknown(.notApplicable),
            impliedVolatility: .unknown(.notApplicable), delta: contribution.delta, gamma: contribution.gamma,
            thetaPerDay: contribution.thetaPerDay, vegaPerPoint: contribution.vegaPerPoint,
            rhoPerPoint: contribution.rhoPerPoint, betaWeightedDelta: contribution.betaDelta,
            assignmentProbability: .unknown(.notApplicable), earlyExerciseProbability: .unknown(.notApplicable),
            sector: underlying.profile.sector, pricingMethod: PricingMethod.shares)
        valuation.previousMark = previousMark(leg)
        (valuation.heldAtClose, valuation.dayCash) = (day.held, day.cash)
        valuation.scenarioChanges = contribution.scenarios
        valuation.reasons = valuation.unknownReasons
        valuations[index] = valuation
    }

    private mutating func revalueOption(_ index: Int, now: Instant, session: TradingSession?) {
        let leg = legs[index]
        guard let contract = leg.contract, let instants = leg.instants else { return }
        let underlying = underlyings[leg.underlying]
        let isClosed = session == nil && now < instants.settlement
        // An index is not quoted out of session as shares are: its price is no other then, and time passes all the same.
        let isOfClose = isClosed && isOfLastSession(leg.quote, now: now)
        let isApart = isClosed && isApart(leg.quote, underlying.quote)
        let spot = marked(underlying.spot, isEstimated: isApart)
        let state = leg.state(at: now)
        let days = instants.days(from: now)
        let assessment = leg.quote.map {
            QuoteAssessment(
                $0, now: now, kind: .option(daysToExpiry: days), session: session, limits: settings.quoteLimits,
                lastClose: lastClose)
        }
        let isOver = now >= instants.settlement
        var mark = leg.refusal == .multiplier ? .unknown(.multiplier) : assessment?.mark ?? .unknown(.noSource)
        var source = markSource(assessment, leg.quote)
        if isOver {
            mark = overMark(contract, leg: leg, state: state, spot: spot)
            source = mark.value == nil ? "" : "intrinsic at \(underlying.quote?.source ?? "")"
        } else if leg.refusal == .adjusted, mark.value == nil {
            mark = .unknown(.adjusted)
        }
        let carriesVolatility = isOver || assessment?.carriesVolatility == true
        let closing =
            isOfClose && mark.value != nil
            ? closingReading(
                index, contract: contract, mark: mark, carriesVolatility: carriesVolatility,
                parityBand: min(halfSpread(assessment), settings.parityBand)) : nil
        let figures = optionFigures(
            index, contract: contract, mark: mark, spot: spot, state: state,
            origin: closing?.origin ?? (carriesVolatility ? .mark : volatilityOrigin(leg)),
            halfSpread: halfSpread(assessment), now: now)
        let moved = closing.flatMap { closingMark($0, contract: contract, mark: mark, figures: figures, spot: spot) }
        let shift = (moved?.mark.value ?? 0) - (moved.flatMap { _ in mark.value } ?? 0)
        if let moved {
            mark = moved.mark
            source = "\(source) of \(moved.closing.time.newYork.date.monthDay), moved to now"
        } else {
            mark = marked(mark, isEstimated: isOfClose)
        }
        let value = mark.map { $0 * leg.size }
        let profit = unrealized(leg, mark: mark)
        var contribution = figures.contribution
        contribution.marketValue = value
        contribution.openProfit = profit
        let day = dayFlow(leg, now: now)
        contribution.dayProfit = dayProfit(
            leg, flow: day, mark: mark, isPreviousClose: moved == nil && assessment?.isPreviousClose == true)
        contribution.isNear = days <= settings.nearDays
        let isShort = leg.size < 0
        let intrinsic = spot.map { max(0, contract.right.sign * ($0 - contract.strike)) }
        let refused: Figure? = leg.refusal.map { .unknown($0) }
        let extrinsic = refused ?? mark.combined(with: intrinsic) { max(0, $0 - $1) }
        // What buying back would pay above the intrinsic value: at the ask, at the mark where none is quoted. A mark that was
        // moved takes both sides of its quote along.
        let ask = assessment?.ask.map { max($0 + shift, mark.value ?? 0) }
        let bid = assessment?.bid.map { max($0 + shift, 0) }
        let natural = ask.map { Figure($0, trust: mark.trust ?? .fresh) } ?? mark
        let excess =
            refused
            ?? (mark.value == nil || isOver ? mark : natural)
            .combined(with: intrinsic) { max(0, $0 - $1) }
        contribution.shortExtrinsic =
            !isShort ? .unknown(.notApplicable) : excess.map { $0 * abs(leg.size) }
        contributions[index] = contribution
        let side = isShort ? ask : bid
        let cost = Figure(
            isOver ? nil : side.map { -leg.size * $0 }, trust: mark.trust ?? .fresh,
            else: isOver ? .expired : mark.reason ?? .oneSided)
        var valuation = PositionValuation(
            position: leg.position, state: state, daysToExpiry: days, daysHeld: daysHeld(leg, now: now),
            bid: assessment?.bid, ask: assessment?.ask, mark: mark, markSource: source,
            markAgeSeconds: assessment?.ageSeconds, marketValue: value, unrealizedProfit: profit,
            unrealizedFraction: fraction(profit, leg), dayProfit: contribution.dayProfit, costToClose: cost,
            profitCaptured: captured(leg, cost: cost), underlyingPrice: refused ?? spot,
            distanceToStrike: refused ?? spot.map { contract.right.sign * (contract.strike - $0) / $0 },
            extrinsic: extrinsic, impliedVolatility: figures.impliedVolatility, delta: contribution.delta,
            gamma: contribution.gamma, thetaPerDay: contribution.thetaPerDay,
            vegaPerPoint: contribution.vegaPerPoint, rhoPerPoint: contribution.rhoPerPoint,
            betaWeightedDelta: contribution.betaDelta, assignmentProbability: figures.assignment,
            earlyExerciseProbability: figures.early, sector: underlying.profile.sector,
            nextExerciseProbability: figures.next,
            deliveredShares: leg.deliveredShares, terms: figures.terms, pricingMethod: figures.method)
        valuation.previousMark = previousMark(leg)
        (valuation.heldAtClose, valuation.dayCash) = (day.held, day.cash)
        valuation.scenarioChanges = contribution.scenarios
        valuation.volatilitySource = figures.volatilitySource
        valuation.closing = moved?.closing
        (valuation.modelShare, valuation.underlyingVolatility) = (figures.modelShare, figures.underlyingVolatility)
        valuation.reasons = valuation.unknownReasons
        valuations[index] = valuation
    }

    /// Out of session the shares still trade when their options no longer do: a closing mark beside a later spot gives
    /// figures that no market shows, so distance, volatility and Greeks are estimates.
    private func isApart(_ option: Quote?, _ shares: Quote?) -> Bool {
        guard let option = option?.time, let shares = shares?.time else { return false }
        return shares.seconds(since: option) > settings.apartSeconds
    }

    /// Of the session before now; older ones are old, and no model tells what became of them since.
    private func isOfLastSession(_ option: Quote?, now: Instant) -> Bool {
        guard let time = option?.time, let lastClose else { return false }
        return now.seconds(since: time) > settings.apartSeconds && time.newYork.date >= lastClose.newYork.date
    }

    /// Dollars per share; 0 where not both sides are quoted in order.
    private func halfSpread(_ assessment: QuoteAssessment?) -> Double {
        guard let bid = assessment?.bid, let ask = assessment?.ask, bid > 0, ask >= bid else { return 0 }
        return 0.5 * (ask - bid)
    }

    /// After the settlement the last price of the underlying is the best estimate of what the option became; one that
    /// nobody ever reported has no value any more that could be known.
    private func overMark(_ contract: OptionContract, leg: BookLeg, state: PositionState, spot: Figure) -> Figure {
        if let refusal = leg.refusal { return .unknown(refusal) }
        if state == .expiredUnresolved { return .unknown(.expiredUnresolved) }
        return marked(spot.map { max(0, contract.right.sign * ($0 - contract.strike)) }, isEstimated: true)
    }

    private func markSource(_ assessment: QuoteAssessment?, _ quote: Quote?) -> String {
        guard let assessment, let quote, !assessment.markSource.isEmpty else { return "" }
        return "\(quote.source) \(assessment.markSource)"
    }

    private func unrealized(_ leg: BookLeg, mark: Figure) -> Figure {
        if let basis = leg.position.costBasis { return mark.map { $0 * leg.size - basis.dollars } }
        guard let price = leg.position.averagePrice else { return .unknown(mark.reason ?? .noBasis) }
        return mark.map { ($0 - price) * leg.size }
    }

    private func fraction(_ profit: Figure, _ leg: BookLeg) -> Figure {
        let basis = leg.position.costBasis?.dollars ?? leg.position.averagePrice.map { $0 * leg.size }
        guard let basis, basis != 0 else { return .unknown(.noBasis) }
        return profit.map { $0 / abs(basis) }
    }

    /// Fraction of the entry credit that closing at the natural price would keep; shorts only.
    private func captured(_ leg: BookLeg, cost: Figure) -> Figure {
        if let refusal = leg.refusal { return .unknown(refusal) }
        guard leg.size < 0 else { return .unknown(.notApplicable) }
        guard let entry = Self.entryPrice(leg), entry > 0 else { return .unknown(.noBasis) }
        let credit = entry * -leg.size
        return cost.map { (credit - $0) / credit }
    }
}

extension PositionValuation {
    /// JSON key to reason for every figure without a value that should have one.
    var unknownReasons: [String: UnknownReason] {
        var reasons: [String: UnknownReason] = [:]
        func note(_ key: String, _ figure: Figure) {
            if case .unknown(let reason) = figure { reasons[key] = reason }
        }
        note("mark", mark)
        note("market_value", marketValue)
        note("unrealized_pnl", unrealizedProfit)
        note("unrealized_pnl_fraction", unrealizedFraction)
        note("day_pnl", dayProfit)
        note("cost_to_close", costToClose)
        note("profit_captured", profitCaptured)
        note("underlying_price", underlyingPrice)
        note("distance_to_strike", distanceToStrike)
        note("extrinsic", extrinsic)
        note("iv", impliedVolatility)
        note("delta", delta)
        note("gamma", gamma)
        note("theta_per_day", thetaPerDay)
        note("vega_per_point", vegaPerPoint)
        note("rho_per_point", rhoPerPoint)
        note("beta_weighted_delta", betaWeightedDelta)
        note("assignment_probability", assignmentProbability)
        note("early_exercise_probability", earlyExerciseProbability)
        note("exercise_by_next_session_probability", nextExerciseProbability)
        return reasons
    }
}
