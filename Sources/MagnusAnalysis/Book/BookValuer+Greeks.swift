import Glibc
import MagnusDomain
import MagnusQuant

/// What pricing one option leg gives.
struct OptionFigures {
    var contribution = LegContribution()
    var impliedVolatility = Figure.unknown(.noSource)
    var assignment = Figure.unknown(.notApplicable)
    var early = Figure.unknown(.notApplicable)
    var next = Figure.unknown(.notApplicable)
    var terms: OptionTerms?
    var method = ""
    var volatilitySource = ""
    /// The model's value per share at the volatility that was used; nil when nothing was priced.
    var value: Double?
    var modelShare = 1.0
    var underlyingVolatility: Double?

    /// Nothing can be priced.
    init(unknown reason: UnknownReason, isShort: Bool, method: String = "") {
        let nothing = Figure.unknown(reason)
        contribution.delta = nothing
        contribution.gamma = nothing
        contribution.thetaPerDay = nothing
        contribution.vegaPerPoint = nothing
        contribution.rhoPerPoint = nothing
        contribution.dollarDelta = nothing
        contribution.dollarGamma = nothing
        contribution.betaDelta = nothing
        contribution.vega30 = nothing
        impliedVolatility = nothing
        if isShort {
            assignment = nothing
            early = nothing
            next = nothing
        }
        self.method = method
    }
}

extension BookValuer {
    /// Greeks, volatility and assignment of an option leg; the pricing is kept in the leg.
    mutating func optionFigures(
        _ index: Int, contract: OptionContract, mark: Figure, spot: Figure, state: PositionState,
        origin: VolatilityOrigin, halfSpread: Double = 0, now: Instant
    ) -> OptionFigures {
        let leg = legs[index]
        let isShort = leg.size < 0
        if let refusal = leg.refusal {
            return OptionFigures(
                unknown: refusal, isShort: isShort, method: refusal == .adjusted ? PricingMethod.adjusted : "")
        }
        if state == .awaitingBroker || state == .expiredUnresolved {
            // Fault F33: nobody knows what became of it, so no sum may hold a number for it; it counts as unknown.
            return OptionFigures(
                unknown: state == .awaitingBroker ? .expired : .expiredUnresolved, isShort: isShort,
                method: PricingMethod.expired)
        }
        guard case .known(let price, let spotTrust) = spot, price > 0 else {
            return OptionFigures(unknown: spot.reason ?? .badInput, isShort: isShort)
        }
        guard case .known(let markPrice, let markTrust) = mark else {
            return OptionFigures(unknown: mark.reason ?? .noSource, isShort: isShort)
        }
        let outcome = reading(
            index, contract: contract, spot: price, mark: markPrice, origin: origin,
            parityBand: min(max(0, halfSpread), settings.parityBand), now: now)
        guard case .success(let (priced, reading)) = outcome else {
            var reason = UnknownReason.unsupported
            if case .failure(let failure) = outcome { reason = failure.reason }
            return OptionFigures(unknown: reason, isShort: isShort)
        }
        return figures(
            index, priced: priced, reading: reading, spot: price, trust: Trust.worse(spotTrust, markTrust), now: now)
    }

    /// The leg's pricing for these inputs: the last one expanded where it is near enough, else a new one.
    private mutating func reading(
        _ index: Int, contract: OptionContract, spot: Double, mark: Double, origin: VolatilityOrigin,
        parityBand: Double, now: Instant
    ) -> Result<(PricedOption, OptionReading), PricingFailure> {
        let leg = legs[index]
        guard let instants = leg.instants else { return .failure(PricingFailure(.unsupported)) }
        let underlying = underlyings[leg.underlying]
        // Only a held contract before its settlement has the floor of a minute.
        let minimum = now < instants.settlement ? settings.minimumSeconds / 31_536_000 : 0
        let years = max(minimum, instants.years(from: now))
        if let priced = leg.priced, priced.rests(on: origin, tolerance: settings.expansion.volatility) {
            var limits = settings.expansion
            if repricingsLeft <= 0 {
                limits.spotDeviations *= 10
                limits.volatility *= 10
                limits.timeFraction *= 10
                limits.parityShare *= 10
            }
            if let reading = priced.reading(
                spot: spot, years: years, mark: mark, parityBand: parityBand, limits: limits)
            {
                return .success((priced, reading))
            }
        }
        let terms = OptionTerms(
            contract: contract, instants: instants, spot: spot, profile: underlying.profile, rates: rates, now: now,
            minimumYears: minimum)
        let request = PricingRequest(
            terms: terms, mark: mark, isShort: leg.size < 0,
            lastSession: lastSession(instants, now: now), nextSession: nextSession(now: now), beta: underlying.beta,
            fallbackVolatility: underlying.fallbackVolatility, scenarios: settings.scenarios, origin: origin,
            parityBand: parityBand)
        if terms.style == .american, leg.priced != nil { repricingsLeft -= 1 }
        do throws(PricingFailure) {
            let priced = try PricedOption.price(request)
            legs[index].priced = priced
            if let own = priced.ownVolatility { legs[index].lastVolatility = own }
            return .success((priced, priced.reading))
        } catch {
            legs[index].priced = nil
            return .failure(error)
        }
    }

    /// Years to the open of the last session in which a series trades; exercise before it is early.
    private func lastSession(_ instants: ExpiryInstants, now: Instant) -> Double? {
        calendar.session(on: instants.lastTrade.newYork.date).map { $0.open.seconds(since: now) / 31_536_000 }
    }

    /// Years to the open after the next evening on which holders can exercise: today's while its cut-off lies ahead, else
    /// that of the next session.
    private func nextSession(now: Instant) -> Double? {
        let today = now.newYork.date
        let isToday = calendar.session(on: today).map { now < $0.exerciseCutOff } ?? false
        let after = calendar.nextSession(after: isToday ? today : calendar.nextSession(after: today))
        return calendar.session(on: after).map { $0.open.seconds(since: now) / 31_536_000 }
    }

    private func figures(
        _ index: Int, priced: PricedOption, reading: OptionReading, spot: Double, trust: Trust, now: Instant
    ) -> OptionFigures {
        let leg = legs[index]
        let underlying = underlyings[leg.underlying]
        let size = leg.size
        // Without a curve the rate is an assumption, and everything that rests on it an estimate.
        let hasRate = rates.rate(years: priced.terms.years)?.isFinite == true
        let isEstimated = !hasRate || usesEstimates(leg, underlying: underlying, now: now)
        let isOwnVolatility = ![.estimatedVolatility, .smile, .lastKnown, .closing, .parity].contains(priced.basis)
        let greekTrust = Trust.worse(trust, isEstimated || !isOwnVolatility ? .estimated : .fresh)
        func figure(_ value: Double?, _ trust: Trust? = nil) -> Figure {
            Figure(value, trust: trust ?? greekTrust, else: .nearBoundary)
        }
        var result = OptionFigures(unknown: .noSource, isShort: false)
        result.impliedVolatility = Figure(
            reading.impliedVolatility, trust: greekTrust, else: priced.problem ?? .belowIntrinsic)
        var contribution = LegContribution()
        let delta = figure(reading.delta.map { $0 * size })
        contribution.delta = delta
        contribution.gamma = figure(reading.gamma.map { $0 * size })
        contribution.thetaPerDay = figure(reading.nextDay.map { $0 * size })
        contribution.vegaPerPoint = figure(reading.vega.map { $0 * size / 100 })
        contribution.rhoPerPoint = figure(reading.rho.map { $0 * size / 100 })
        contribution.dollarDelta = delta.map { $0 * spot }
        contribution.dollarGamma = figure(priced.deltaChange.map { $0 * spot * size })
        let days = Double(max(1, leg.daysToExpiry(at: now) ?? 1))
        contribution.vega30 = contribution.vegaPerPoint.map { $0 * (30 / days).squareRoot() }
        if let price = benchmarkReference, price > 0 {
            let weighted = contribution.dollarDelta.map { $0 * underlying.beta / price }
            contribution.betaDelta =
                underlying.isBetaAssumed
                ? weighted.combined(with: Figure(0, trust: .estimated)) { value, _ in value } : weighted
        }
        let changes = priced.scenarioChanges.compactMap { $0 }
        if changes.count == priced.scenarioChanges.count {
            contribution.scenarios = changes.map { $0 * size }
            contribution.scenarioTrust = greekTrust
        }
        result.contribution = contribution
        if size < 0 {
            let isOwnChance = priced.problem == nil && priced.timeShare == 1
            let chanceTrust = Trust.worse(greekTrust, isOwnChance ? .fresh : .estimated)
            let problem = priced.problem ?? .unsupported
            result.assignment = Figure(priced.assignment?.total, trust: chanceTrust, else: problem)
            result.early = Figure(priced.assignment?.early, trust: chanceTrust, else: problem)
            result.next = Figure(priced.assignment?.byNextSession, trust: chanceTrust, else: problem)
        }
        result.terms = current(priced, reading: reading, spot: spot, leg: leg, now: now)
        result.method =
            PricingMethod.text(priced, isExpanded: reading.isExpanded) + (hasRate ? "" : PricingMethod.noRate)
        result.volatilitySource = volatilitySource(priced, leg: leg)
        result.value = reading.value
        if priced.basis == .parity || priced.timeShare < 1 {
            result.modelShare = priced.timeShare
            result.underlyingVolatility = underlying.fallbackVolatility
        }
        return result
    }

    /// The terms the shown figures belong to: those of the pricing, moved to this moment where it was expanded.
    private func current(
        _ priced: PricedOption, reading: OptionReading, spot: Double, leg: BookLeg, now: Instant
    ) -> OptionTerms {
        var terms = priced.terms
        guard reading.isExpanded, let instants = leg.instants else { return terms }
        let elapsed = max(0, terms.years - instants.years(from: now))
        terms.spot = spot
        terms.years -= elapsed
        terms.dividends = terms.dividends.map {
            CashDividend(years: max(0, $0.years - elapsed), amount: $0.amount)
        }
        if let volatility = reading.impliedVolatility { terms.volatility = volatility }
        return terms
    }

    /// Whether an undeclared dividend falls before the expiry.
    private func usesEstimates(_ leg: BookLeg, underlying: BookUnderlying, now: Instant) -> Bool {
        guard let day = leg.instants?.day else { return false }
        let today = now.newYork.date
        return underlying.profile.dividends.contains { $0.isEstimated && $0.exDate > today && $0.exDate <= day }
    }
}
