import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// Seconds for which the last quote of a contract that is not held is kept.
    static let quoteMemorySeconds = 3600.0

    /// Legs, rows and groups from the content; pricings of positions that stay are kept.
    mutating func rebuild() {
        var pricings: [String: PricedOption] = [:]
        var volatilities: [String: Double] = [:]
        for leg in legs {
            pricings[leg.position.id] = leg.priced
            volatilities[leg.position.id] = leg.lastVolatility
        }
        for index in underlyings.indices { underlyings[index].legs = [] }
        legs = []
        legsByContract = [:]
        var movements: [String: DayMovement] = [:]
        cashMovements = []
        for movement in content.dayActivity?.movements ?? [] {
            if let instrument = movement.instrument {
                movements[LedgerBook.identifier(account: movement.account, instrument: instrument)] = movement
            } else {
                cashMovements.append(movement)
            }
        }
        for position in content.positions where !position.quantity.isZero {
            let underlying = register(position.instrument.underlying)
            var leg = BookLeg(position: position, underlying: underlying, calendar: calendar)
            if let contract = leg.contract {
                leg.quote = optionQuotes[contract]
                leg.previousMark = previousMarks[contract]
                leg.smile = smiles[contract]
                legsByContract[contract, default: []].append(legs.count)
            }
            leg.priced = pricings[position.id]
            leg.lastVolatility = volatilities[position.id]
            leg.movement = movements.removeValue(
                forKey: LedgerBook.identifier(account: position.account, instrument: position.instrument))
            underlyings[underlying].legs.append(legs.count)
            legs.append(leg)
        }
        forgetQuotes()
        closedMovements = movements.sorted { $0.key < $1.key }.map(\.value)
        for movement in closedMovements {
            if let symbol = movement.instrument?.underlying { register(symbol) }
        }
        let count = legs.count
        contentNumber += 1
        isDirty = Array(repeating: true, count: count)
        dirtyLegs = Array(0..<count)
        contributions = Array(repeating: LegContribution(), count: count)
        bookSums = SumTree(count: count)
        isLegExcluded = Array(repeating: false, count: count)
        (exclusions, excluded) = ([:], [])
        tornRows = []
        valuations = legs.map { Self.unvalued($0) }
        rebuildRows()
        symbolGroups = GreeksGroups(legCount: count) { underlyings[legs[$0].underlying].symbol }
        sectorGroups = GreeksGroups(legCount: count) { underlyings[legs[$0].underlying].profile.sector }
        rowGroups = GreeksGroups(legCount: count) { rows[rowOfLeg[$0]].strategy.id }
        positionRows = legs.map { GreeksSum().row(key: $0.position.id) }
    }

    /// What is not held any more and was last quoted long ago will not come back soon.
    private mutating func forgetQuotes() {
        guard optionQuotes.count > legsByContract.count || smiles.count > legsByContract.count else { return }
        if let newest = optionQuotes.values.lazy.map(\.receivedAt).max() {
            let since = newest.adding(seconds: -Self.quoteMemorySeconds)
            let held = legsByContract
            optionQuotes = optionQuotes.filter { held[$0] != nil || $1.receivedAt >= since }
        }
        let quoted = optionQuotes
        let held = legsByContract
        smiles = smiles.filter { contract, _ in held[contract] != nil || quoted[contract] != nil }
    }

    private mutating func rebuildRows() {
        let positions = legs.map(\.position)
        let collateral = Set(underlyings.filter { !$0.hasListedOptions }.map(\.symbol))
        let orders = Set(content.workingOrders.map { "\($0.account)\u{1F}\($0.strategyGroup)" })
        rowOfLeg = Array(repeating: 0, count: legs.count)
        rows = StrategyRecogniser.strategies(in: positions, collateralSymbols: collateral).map { strategy in
            let members = strategy.members
            let options = members.filter { legs[$0].contract != nil }
            let expiries = Set(options.compactMap { legs[$0].contract?.expiry })
            let isCurved = expiries.count > 1
            let groups = Set(members.compactMap { legs[$0].position.strategyGroup })
            let counts = (options.isEmpty ? members : options).map { abs(legs[$0].position.quantity.value) }
            return BookRow(
                strategy: strategy, legs: members,
                payoff: isCurved ? nil : payoffLegs(members, remaining: { _ in nil }).map(PayoffProfile.init),
                isCurved: isCurved, units: counts.min() ?? 1,
                intent: content.intents[strategy.id] ?? groups.compactMap { content.intents[$0] }.first
                    ?? defaultIntent(strategy),
                hasNote: content.notes.contains(strategy.id) || !groups.isDisjoint(with: content.notes),
                hasWorkingOrder: groups.contains { orders.contains("\(strategy.account)\u{1F}\($0)") },
                openedAt: members.map { legs[$0].position.openedAt }.min() ?? Instant(nanosecondsSinceEpoch: 0))
        }
        for (index, row) in rows.enumerated() {
            for leg in row.legs { rowOfLeg[leg] = index }
        }
        strategies = []
        isRowMarked = Array(repeating: false, count: rows.count)
        rebuildCapital()
    }

    /// The legs for a payoff; nil when a basis is unknown or a contract is never priced.
    /// - Parameter remaining: Years left at the first expiry and volatility of a later leg; nil for none.
    func payoffLegs(
        _ members: [Int], remaining: (Int) -> (years: Double, terms: OptionTerms)?
    ) -> [PayoffLeg]? {
        var result: [PayoffLeg] = []
        for index in members {
            let leg = legs[index]
            guard leg.refusal == nil, let entry = Self.entryPrice(leg) else { return nil }
            guard let contract = leg.contract else {
                result.append(PayoffLeg(instrument: .shares, quantity: leg.size, entry: entry))
                continue
            }
            let later = remaining(index)
            result.append(
                PayoffLeg(
                    instrument: .option(contract.right, strike: contract.strike), quantity: leg.size, entry: entry,
                    remainingYears: later?.years ?? 0, volatility: later?.terms.volatility ?? 0,
                    rate: later?.terms.rate ?? 0, dividendYield: later?.terms.dividendYield ?? 0, style: contract.style,
                    dividends: later.map { Self.dividends(of: $0.terms, lastYears: $0.years) } ?? []))
        }
        return result
    }

    /// Those that fall into the last years of an option's life, from their beginning.
    private static func dividends(of terms: OptionTerms, lastYears: Double) -> [CashDividend] {
        let start = terms.years - lastYears
        return terms.dividends.compactMap {
            $0.years > start ? CashDividend(years: $0.years - start, amount: $0.amount) : nil
        }
    }

    /// Per share with fees where the ledger knows the cost, else the mean price.
    static func entryPrice(_ leg: BookLeg) -> Double? {
        if let basis = leg.position.costBasis, leg.size != 0 { return basis.dollars / leg.size }
        return leg.position.averagePrice
    }

    /// trader.md section 1: puts on symbols one is glad to own and calls at or over the wheel basis are taken; spreads
    /// and everything else are avoided.
    private func defaultIntent(_ strategy: RecognisedStrategy) -> PositionIntent {
        switch strategy.kind {
        case .cashSecuredPut: return content.ownList.contains(strategy.symbol) ? .take : .avoid
        case .coveredCall:
            let basis = strategy.members.compactMap { index -> Double? in
                let position = legs[index].position
                return legs[index].contract == nil
                    ? position.stockBasis?.wheel ?? position.stockBasis?.broker ?? position.averagePrice : nil
            }.first
            let strike = strategy.members.compactMap { legs[$0].contract?.strike }.min()
            guard let basis, let strike else { return .avoid }
            return strike >= basis - 1e-9 ? .take : .avoid
        default: return .avoid
        }
    }

    /// A leg before its first valuation: everything unknown.
    private static func unvalued(_ leg: BookLeg) -> PositionValuation {
        let nothing = Figure.unknown(.noSource)
        return PositionValuation(
            position: leg.position, state: .open, daysToExpiry: nil, daysHeld: 0, bid: nil, ask: nil, mark: nothing,
            markSource: "", markAgeSeconds: nil, marketValue: nothing, unrealizedProfit: nothing,
            unrealizedFraction: nothing, dayProfit: nothing, costToClose: nothing, profitCaptured: nothing,
            underlyingPrice: nothing, distanceToStrike: nothing, extrinsic: nothing, impliedVolatility: nothing,
            delta: nothing, gamma: nothing, thetaPerDay: nothing, vegaPerPoint: nothing, rhoPerPoint: nothing,
            betaWeightedDelta: nothing, assignmentProbability: nothing, earlyExerciseProbability: nothing, sector: "")
    }
}
