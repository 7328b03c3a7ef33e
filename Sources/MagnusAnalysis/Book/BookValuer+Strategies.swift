import Glibc
import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// The row above its legs.
    func strategyValuation(_ index: Int, now: Instant) -> StrategyValuation {
        let row = rows[index]
        let parts = row.legs.map { valuations[$0] }
        let options = row.legs.filter { legs[$0].contract != nil }
        let today = now.newYork.date
        let expiry = options.compactMap { legs[$0].instants?.day }.min()
        let days = expiry.map { $0.days(since: today) }
        let profit = sum(parts.map(\.unrealizedProfit))
        let refusal = row.legs.compactMap { legs[$0].refusal }.first
        let payoff = row.isCurved ? row.curvedPayoff?.profile : row.payoff
        let trust = row.isCurved ? laterTrust(options) : .fresh
        let shorts = options.filter { legs[$0].size < 0 }
        let nearest = nearestShort(shorts)
        let entry = entryPrice(row, options: options)
        let collateral = reserve(index)
        let cost = closingCost(row, options: options)
        let spot = parts.first?.underlyingPrice ?? .unknown(.noSource)
        let unknown: Figure = .unknown(refusal ?? .notApplicable)
        var valuation = StrategyValuation(
            id: row.strategy.id, account: row.strategy.account, symbol: row.strategy.symbol, kind: row.strategy.kind,
            title: row.strategy.title, legs: parts, expiry: expiry, daysToExpiry: days, unrealizedProfit: profit,
            dayProfit: sum(parts.map(\.dayProfit)),
            maximumProfit: payoff.map { Figure($0.maximumProfit, trust: trust, else: .notApplicable) } ?? unknown,
            maximumLoss: payoff.map { Figure($0.maximumLoss.map { max(0, $0) }, trust: trust, else: .notApplicable) }
                ?? unknown,
            captured: captured(row, profit: profit, cost: cost, entry: entry, payoff: payoff, refusal: refusal),
            distance: nearest.map { valuations[$0].distanceToStrike } ?? unknown,
            distanceDollars: nearest.map { distanceDollars($0) } ?? unknown,
            distanceSigmas: nearest.map { distanceSigmas($0, now: now) } ?? unknown, delta: sum(parts.map(\.delta)),
            thetaPerDay: sum(parts.map(\.thetaPerDay)), vegaPerPoint: sum(parts.map(\.vegaPerPoint)),
            assignmentProbability: highestAssignment(shorts, refusal: refusal),
            extrinsic: sum(shorts.map { contributions[$0].shortExtrinsic }), costToClose: cost,
            leftPerYear: leftPerYear(cost: cost, collateral: collateral, days: days, hasShort: !shorts.isEmpty),
            breakevens: payoff?.breakevens ?? [], collateral: collateral, entryPrice: entry,
            markPrice: markPrice(row, options: options),
            impliedVolatility: (nearest ?? options.first).map { valuations[$0].impliedVolatility } ?? unknown,
            volatilityPercentile: row.legs.first.map { underlyings[legs[$0].underlying].volatilityPercentile }
                ?? .unknown(.noSource),
            severity: severities[row.strategy.id], intent: row.intent, hasNote: row.hasNote, openedAt: row.openedAt)
        valuation.flags = flags(row, valuation: valuation, shorts: shorts, spot: spot, now: now)
        return valuation
    }

    func sum(_ figures: [Figure]) -> Figure {
        var total = FigureSum()
        for figure in figures { total.add(figure) }
        return total.complete
    }

    /// Calendars and diagonals: the later legs keep their present volatility at the first expiry.
    mutating func updateCurvedPayoff(_ index: Int) {
        guard rows[index].isCurved else { return }
        guard let legs = curvedLegs(rows[index]) else {
            rows[index].curvedPayoff = nil
            return
        }
        if rows[index].curvedPayoff?.holds(for: legs) != true { rows[index].curvedPayoff = CurvedPayoff(legs) }
    }

    /// A payoff with later legs is trusted no more than their volatilities.
    private func laterTrust(_ options: [Int]) -> Trust {
        let first = options.compactMap { legs[$0].contract?.expiry }.min()
        return options.filter { legs[$0].contract?.expiry != first }.reduce(Figure(0)) { sum, index in
            let volatility = valuations[index].impliedVolatility
            return sum.combined(with: volatility.value == nil ? Figure(0, trust: .estimated) : volatility) { $0 + $1 }
        }.trust ?? .estimated
    }

    private func curvedLegs(_ row: BookRow) -> [PayoffLeg]? {
        let times = row.legs.compactMap { valuations[$0].terms?.years }
        guard let first = times.min() else { return nil }
        let isPriced = row.legs.allSatisfy { legs[$0].contract == nil || valuations[$0].terms != nil }
        guard isPriced else { return nil }
        return payoffLegs(row.legs) { index in
            guard let terms = valuations[index].terms, terms.years > first * (1 + 1e-9) else { return nil }
            return (terms.years - first, terms)
        }
    }

    private func nearestShort(_ shorts: [Int]) -> Int? {
        shorts.min {
            (valuations[$0].distanceToStrike.value ?? .infinity)
                < (valuations[$1].distanceToStrike.value ?? .infinity)
        }
    }

    private func distanceDollars(_ leg: Int) -> Figure {
        valuations[leg].distanceToStrike.combined(with: valuations[leg].underlyingPrice) { $0 * $1 }
    }

    /// ln(K/S) over sigma root T, out of the money positive; at the underlying's volatility where the leg has none.
    private func distanceSigmas(_ leg: Int, now: Instant) -> Figure {
        guard let contract = legs[leg].contract, let terms = valuations[leg].terms, terms.years > 0 else {
            return .unknown(valuations[leg].distanceToStrike.reason ?? .expired)
        }
        guard terms.volatility > 0 else { return .unknown(valuations[leg].impliedVolatility.reason ?? .noSource) }
        let deviation = terms.volatility * terms.years.squareRoot()
        let distance = valuations[leg].underlyingPrice.map {
            contract.right.sign * log(contract.strike / $0) / deviation
        }
        guard valuations[leg].impliedVolatility.value == nil else { return distance }
        return distance.combined(with: Figure(0, trust: .estimated)) { value, _ in value }
    }

    private func highestAssignment(_ shorts: [Int], refusal: UnknownReason?) -> Figure {
        let known = shorts.map { valuations[$0].assignmentProbability }
        if let best = known.filter({ $0.value != nil }).max(by: { ($0.value ?? 0) < ($1.value ?? 0) }) { return best }
        return known.first ?? .unknown(refusal ?? .notApplicable)
    }

    /// Net credit per share of one unit of the strategy; of the options where there are any, else of the shares.
    private func entryPrice(_ row: BookRow, options: [Int]) -> Figure {
        var total = 0.0
        for index in options.isEmpty ? row.legs : options {
            guard let price = legs[index].position.averagePrice ?? Self.entryPrice(legs[index]) else {
                return .unknown(.noBasis)
            }
            total -= legs[index].position.quantity.value * price
        }
        return Figure(total / max(row.units, 1e-9))
    }

    private func markPrice(_ row: BookRow, options: [Int]) -> Figure {
        let members = options.isEmpty ? row.legs : options
        return sum(members.map { index in valuations[index].mark.map { -legs[index].position.quantity.value * $0 } })
            .map { $0 / max(row.units, 1e-9) }
    }

    private func closingCost(_ row: BookRow, options: [Int]) -> Figure {
        sum((options.isEmpty ? row.legs : options).map { valuations[$0].costToClose })
    }

    private func leftPerYear(cost: Figure, collateral: Figure, days: Int?, hasShort: Bool) -> Figure {
        guard hasShort, let days, let held = collateral.value, held > 0 else {
            return .unknown(collateral.reason ?? .notApplicable)
        }
        // Closing a debit strategy brings money in: no premium is left to earn.
        if let price = cost.value, price < 0 { return .unknown(.notApplicable) }
        return cost.map { $0 / held * 365 / Double(max(1, days)) }
    }

    /// trader.md section 3 item 10: what closing at the natural price would keep, over the maximum profit; strategies that
    /// were paid for: profit over the debit; with shares: profit over the maximum profit of both together; `lock` where no
    /// profit is possible.
    private func captured(
        _ row: BookRow, profit: Figure, cost: Figure, entry: Figure, payoff: PayoffProfile?, refusal: UnknownReason?
    ) -> Figure {
        if let refusal { return .unknown(refusal) }
        guard row.strategy.kind != .stock else { return .unknown(.notApplicable) }
        let hasShares = row.legs.contains { legs[$0].contract == nil }
        let paid = row.legs.reduce(0.0) { $0 + (Self.entryPrice(legs[$1]) ?? 0) * legs[$1].size }
        if !hasShares, let credit = entry.value, credit < 0 {
            return paid > 0 ? profit.map { $0 / paid } : .unknown(.noBasis)
        }
        guard let payoff else { return .unknown(entry.reason ?? .noBasis) }
        guard let best = payoff.maximumProfit else { return .unknown(.notApplicable) }
        guard best > 1e-9 else { return .unknown(.locked) }
        return hasShares ? profit.map { $0 / best } : cost.map { (-paid - $0) / best }
    }
}
