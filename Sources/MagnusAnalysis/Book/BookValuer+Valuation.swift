import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// The book at a moment: revalues what quotes or time have changed, then the rows and totals above it.
    public mutating func valuation(now: Instant) -> BookValuation {
        prepare(now)
        var changed: [Int] = []
        for leg in dirtyLegs {
            let state = valuations[leg].state
            revalue(leg, now: now)
            work.legs += 1
            isDirty[leg] = false
            noteExclusion(leg)
            symbolGroups.mark(leg: leg)
            sectorGroups.mark(leg: leg)
            rowGroups.mark(leg: leg)
            bookSums.mark(leg)
            var sum = GreeksSum()
            sum.add(contributions[leg])
            positionRows[leg] = sum.row(key: legs[leg].position.id)
            if let account = accountOfLeg[leg] {
                accountStates[account].sums.mark(placeOfLeg[leg])
                accountStates[account].valuation = nil
            }
            let row = rowOfLeg[leg]
            mark(row: row, &changed)
            mark(group: rows[row].group)
            if valuations[leg].state != state { areReservesStale[rows[row].group] = true }
        }
        noteTornRows(changed)
        valuationNumber += 1
        revaluedLegs = dirtyLegs
        dirtyLegs.removeAll(keepingCapacity: true)
        updateReserves { $0.mark(row: $1, &changed) }
        let isNew = strategies.count != rows.count
        for row in isNew ? Array(rows.indices) : changed { updateCurvedPayoff(row) }
        if isNew {
            strategies = rows.indices.map { strategyValuation($0, now: now) }
        } else {
            for row in changed { strategies[row] = strategyValuation(row, now: now) }
        }
        work.rows += changed.count
        updateRequirements()
        updateAccounts()
        for row in changed {
            isRowMarked[row] = false
            updateFunded(row)
        }
        let contributions = countedContributions
        work.additions += symbolGroups.update(contributions)
        work.additions += sectorGroups.update(contributions)
        work.additions += rowGroups.update(contributions)
        work.additions += bookSums.update { part, sum in sum.add(contributions[part]) }
        return assembled(now: now)
    }

    private mutating func mark(row: Int, _ changed: inout [Int]) {
        guard !isRowMarked[row] else { return }
        isRowMarked[row] = true
        changed.append(row)
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
        if dirtyLegs.count == legs.count {
            refreshedAt = now
            requirementDay = now.newYork.date
        }
    }

    private mutating func markAll() {
        for leg in legs.indices { mark(leg) }
    }

    private func assembled(now: Instant) -> BookValuation {
        let sums = bookSums.total
        let moves = settings.scenarios.moves
        let scenarios = moves.indices.map { index in
            ScenarioCell(
                benchmarkMove: moves[index].benchmarkMove, daysForward: moves[index].days,
                profit: sums.scenario(index))
        }
        let greeks = sums.greeks.row(key: "Book")
        var dayProfit = sums.dayProfit
        dayProfit.add(closingProfit)
        let accounts = accountStates.compactMap(\.valuation)
        let benchmarkPrice = underlyingIndex[benchmark].map { underlyings[$0].spot } ?? .unknown(.noSource)
        var netLiquidation = FigureSum()
        for account in accounts { netLiquidation.add(account.netLiquidation.figure) }
        let betaDollars = greeks.betaWeightedDelta.figure.map { $0 * (benchmarkReference ?? .nan) }
        let realized = content.accounts.reduce(Money.zero) { $0 + $1.realizedProfit }
        let unopened = content.accounts.reduce(0) { $0 + $1.unopenedCount }
        var valuation = BookValuation(
            asOf: now, accounts: accounts, strategies: strategies, greeks: greeks,
            nearGreeks: sums.near.row(key: "<=2 DTE"),
            bySymbol: symbolGroups.rows, byStrategy: rowGroups.rows, bySector: sectorGroups.rows,
            byPosition: positionRows, scenarios: scenarios, scenarioRule: settings.scenarios.text,
            benchmark: benchmark, benchmarkPrice: benchmarkPrice,
            deltaFractionOfNetLiquidation: accounts.isEmpty
                ? .unknown(.noSource)
                : betaDollars.combined(with: netLiquidation.complete) { $1 > 0 ? $0 / $1 : .nan },
            openProfit: sums.openProfit.total, dayProfit: dayProfit.total, realizedProfit: realized,
            thetaPerDay: greeks.thetaPerDay, shortExtrinsic: sums.extrinsic.total, excluded: excluded)
        valuation.dayClosings = closings ?? []
        valuation.unopenedCount = unopened
        if unopened > 0, dayProfit.isEmpty {
            valuation.dayProfit = Total(figure: .unknown(.incomplete), unknownCount: 1)
        }
        return valuation
    }

    /// A spread whose long leg has lost its price is in no sum of risk with its short one: alone that would count as bare.
    private mutating func noteTornRows(_ changed: [Int]) {
        for row in changed {
            let members = rows[row].legs
            let lacksGreeks = members.contains { legs[$0].contract != nil && contributions[$0].delta.value == nil }
            let isTorn = lacksGreeks && StrategyValuation.isPartlyPriced(members.map { valuations[$0] })
            guard isTorn != tornRows.contains(row) else { continue }
            if isTorn { tornRows.insert(row) } else { tornRows.remove(row) }
            for leg in members {
                symbolGroups.mark(leg: leg)
                sectorGroups.mark(leg: leg)
                rowGroups.mark(leg: leg)
                bookSums.mark(leg)
            }
        }
    }

    /// What the sums of the book are made of.
    private var countedContributions: [LegContribution] {
        guard !tornRows.isEmpty else { return contributions }
        var result = contributions
        for row in tornRows {
            for leg in rows[row].legs where legs[leg].contract != nil { result[leg] = result[leg].withoutRisk }
        }
        return result
    }

    /// Roots of options and symbols of shares whose Greeks are in no sum although they are held.
    private mutating func noteExclusion(_ index: Int) {
        let isExcluded = contributions[index].hasGreeks && contributions[index].dollarDelta.value == nil
        guard isExcluded != isLegExcluded[index] else { return }
        isLegExcluded[index] = isExcluded
        let leg = legs[index]
        let name = leg.contract?.isAdjusted == true ? leg.contract?.root ?? "" : leg.position.instrument.underlying
        let count = (exclusions[name] ?? 0) + (isExcluded ? 1 : -1)
        exclusions[name] = count > 0 ? count : nil
        if count == 0 || (isExcluded && count == 1) { excluded = exclusions.keys.sorted() }
    }
}
