import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// The book at a moment: revalues what quotes or time have changed, then the rows and totals above it.
    public mutating func valuation(now: Instant) -> BookValuation {
        prepare(now)
        var rowsToDo = Set<Int>()
        for leg in dirtyLegs {
            revalue(leg, now: now)
            isDirty[leg] = false
            symbolGroups.mark(leg: leg)
            sectorGroups.mark(leg: leg)
            rowGroups.mark(leg: leg)
            var sum = GreeksSum()
            sum.add(contributions[leg])
            positionRows[leg] = sum.row(key: legs[leg].position.id)
            rowsToDo.insert(rowOfLeg[leg])
        }
        dirtyLegs.removeAll(keepingCapacity: true)
        if strategies.count != rows.count {
            strategies = rows.map { strategyValuation($0, now: now) }
            updateCapital(nil)
        } else {
            for row in rowsToDo {
                strategies[row] = strategyValuation(rows[row], now: now)
            }
            updateCapital(rowsToDo)
        }
        symbolGroups.update(contributions)
        sectorGroups.update(contributions)
        rowGroups.update(contributions)
        return assembled(now: now)
    }

    /// Time: a new session status, stale marks, and once a second everything that depends on the clock.
    private mutating func prepare(_ now: Instant) {
        if status.map({ now >= $0.until }) ?? true || refreshedAt.map({ now < $0 }) ?? true {
            status = calendar.status(at: now)
            lastClose = calendar.latestClose(at: now)
            markAll()
        }
        if let refreshedAt, abs(now.seconds(since: refreshedAt)) >= 1 { markAll() }
        repricingsLeft = settings.maximumRepricings ?? Int.max
        if let index = underlyingIndex[benchmark] {
            let session = status?.phase.isRegularSession == true ? status?.session : nil
            underlyings[index].assess(now: now, session: session, limits: settings.quoteLimits, lastClose: lastClose)
            let price = underlyings[index].spot.value
            let isMoved =
                switch (price, benchmarkReference) {
                case (nil, nil): false
                case (let price?, let reference?): abs(price / reference - 1) > 1e-4
                default: true
                }
            if isMoved {
                benchmarkReference = price
                markAll()
            }
        }
        if dirtyLegs.count == legs.count { refreshedAt = now }
    }

    private mutating func markAll() {
        for leg in legs.indices { mark(leg) }
    }

    private func assembled(now: Instant) -> BookValuation {
        var book = GreeksSum()
        var near = GreeksSum()
        var openProfit = FigureSum()
        var dayProfit = FigureSum()
        var extrinsic = FigureSum()
        let moves = settings.scenarios.moves
        var scenarioSums = Array(repeating: 0.0, count: moves.count)
        var scenarioTrust = Trust.fresh
        var scenarioUnknown = 0
        for leg in contributions {
            book.add(leg)
            if leg.isNear && leg.hasGreeks { near.add(leg) }
            openProfit.add(leg.openProfit)
            dayProfit.add(leg.dayProfit)
            if leg.shortExtrinsic.reason != .notApplicable { extrinsic.add(leg.shortExtrinsic) }
            guard leg.hasGreeks else { continue }
            if leg.scenarios.count == moves.count {
                for index in moves.indices { scenarioSums[index] += leg.scenarios[index] }
                scenarioTrust = Trust.worse(scenarioTrust, leg.scenarioTrust)
            } else {
                scenarioUnknown += 1
            }
        }
        let isNothingKnown = scenarioUnknown > 0 && scenarioUnknown == contributions.count { $0.hasGreeks }
        let scenarios = moves.indices.map { index in
            ScenarioCell(
                benchmarkMove: moves[index].benchmarkMove, daysForward: moves[index].days,
                profit: Total(
                    figure: isNothingKnown
                        ? .unknown(.incomplete) : Figure(scenarioSums[index], trust: scenarioTrust),
                    unknownCount: scenarioUnknown))
        }
        let greeks = book.row(key: "Book")
        let closings = dayClosings()
        for closing in closings { dayProfit.add(closing.profit) }
        let accounts = content.accounts.map { accountValuation($0, closings: closings, now: now) }
        let benchmarkPrice = underlyingIndex[benchmark].map { underlyings[$0].spot } ?? .unknown(.noSource)
        var netLiquidation = FigureSum()
        for account in accounts { netLiquidation.add(account.netLiquidation.figure) }
        let betaDollars = greeks.betaWeightedDelta.figure.map { $0 * (benchmarkReference ?? .nan) }
        let realized = content.accounts.reduce(Money.zero) { $0 + $1.realizedProfit }
        var valuation = BookValuation(
            asOf: now, accounts: accounts, strategies: markFunded(strategies, accounts: accounts), greeks: greeks,
            nearGreeks: near.row(key: "<=2 DTE"),
            bySymbol: symbolGroups.rows, byStrategy: rowGroups.rows, bySector: sectorGroups.rows,
            byPosition: positionRows, scenarios: scenarios, scenarioRule: settings.scenarios.text,
            benchmark: benchmark, benchmarkPrice: benchmarkPrice,
            deltaFractionOfNetLiquidation: accounts.isEmpty
                ? .unknown(.noSource)
                : betaDollars.combined(with: netLiquidation.complete) { $1 > 0 ? $0 / $1 : .nan },
            openProfit: openProfit.total, dayProfit: dayProfit.total, realizedProfit: realized,
            thetaPerDay: greeks.thetaPerDay, shortExtrinsic: extrinsic.total, excluded: excluded())
        valuation.dayClosings = closings
        return valuation
    }

    /// Roots of options and symbols of shares whose Greeks are in no sum although they are held.
    private func excluded() -> [String] {
        var names = Set<String>()
        for (leg, contribution) in zip(legs, contributions)
        where contribution.hasGreeks && contribution.dollarDelta.value == nil {
            let isAdjusted = leg.contract?.isAdjusted == true
            names.insert(isAdjusted ? leg.contract?.root ?? "" : leg.position.instrument.underlying)
        }
        return names.sorted()
    }
}
