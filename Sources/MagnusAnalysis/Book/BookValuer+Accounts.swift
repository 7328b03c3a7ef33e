import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// Cash a row reserves, gross (trader.md section 6: strikes of puts, width of spreads): what assignment or the worst
    /// expiry would take, premiums not counted. For rows with shares the market value of the shares stands in for the
    /// collateral, and no cash is reserved. Strategies that only cost their debit have that at risk.
    func reserve(_ row: BookRow) -> Figure {
        let live = liveLegs(row)
        if live.contains(where: { legs[$0].refusal == .multiplier }) { return .unknown(.multiplier) }
        let shares = live.filter { legs[$0].contract == nil }
        if !shares.isEmpty { return sum(shares.map { valuations[$0].marketValue.map { abs($0) } }) }
        let reserved = cashReserve(row)
        guard reserved.value == 0 else { return reserved }
        let debit = live.reduce(0.0) { $0 + (Self.entryPrice(legs[$1]) ?? 0) * legs[$1].size }
        return Figure(max(0, debit))
    }

    private func liveLegs(_ row: BookRow) -> [Int] {
        row.legs.filter { valuations[$0].state != .expiredUnresolved }
    }

    /// What a row takes of the cash; unknown where nothing bounds it: short shares, and short calls that neither shares
    /// nor longer calls of the account on the same underlying cover.
    private func cashReserve(_ row: BookRow) -> Figure {
        let live = liveLegs(row)
        if live.contains(where: { legs[$0].refusal == .multiplier }) { return .unknown(.multiplier) }
        if live.contains(where: { legs[$0].contract == nil && legs[$0].size < 0 }) { return .unknown(.unlimited) }
        let short = live.filter { legs[$0].size < 0 }
        if short.contains(where: { legs[$0].contract?.deliverable == .unknown }) { return .unknown(.adjusted) }
        let calls = short.filter { legs[$0].contract?.right == .call }
        guard !calls.isEmpty else { return Figure(cashReserve(live)) }
        if calls.contains(where: { legs[$0].refusal == .adjusted }) { return .unknown(.adjusted) }
        let bare = calls.filter { !isCovered($0, in: live) }
        guard !bare.isEmpty else { return Figure(cashReserve(live)) }
        guard let borrowed = coverFromOtherRows(bare) else { return .unknown(.unlimited) }
        return Figure(cashReserve(live.filter { !bare.contains($0) }) + borrowed)
    }

    /// Whether the row itself holds what a short call may have to deliver.
    private func isCovered(_ call: Int, in members: [Int]) -> Bool {
        guard let short = legs[call].contract else { return true }
        let shares = members.reduce(0.0) { $0 + (legs[$1].contract == nil ? legs[$1].size : 0) }
        var (needed, held) = (0.0, shares)
        for index in members {
            guard let contract = legs[index].contract, contract.right == .call else { continue }
            if legs[index].size < 0 {
                needed -= legs[index].size
            } else if contract.expiry >= short.expiry {
                held += legs[index].size
            }
        }
        return needed <= held + 1e-9
    }

    /// What short calls take when other rows of the account cover them, dollars; nil when those do not cover them all.
    private func coverFromOtherRows(_ bare: [Int]) -> Double? {
        guard let first = bare.first else { return 0 }
        let account = legs[first].position.account
        let members = underlyings[legs[first].underlying].legs.filter {
            legs[$0].position.account == account && valuations[$0].state != .expiredUnresolved
        }
        let calls = members.filter { legs[$0].contract?.right == .call && legs[$0].refusal == nil }
        let short = calls.filter { legs[$0].size < 0 }
        let long = calls.filter { legs[$0].size > 0 }
        let shares = members.reduce(0.0) { $0 + (legs[$1].contract == nil ? legs[$1].size : 0) }
        let greatest = 10 * (calls.compactMap { legs[$0].contract?.strike }.max() ?? 0)
        func width(_ demand: Int, _ supply: Int) -> Double? {
            guard supply < long.count else { return 0 }
            guard let sold = legs[short[demand]].contract, let bought = legs[long[supply]].contract,
                bought.expiry >= sold.expiry, bought.multiplier == sold.multiplier
            else { return nil }
            return MarginSearch.width(sold, bought)
        }
        let covers = CoverMatching.best(
            demands: short.map { -legs[$0].size },
            supplies: long.map { legs[$0].size } + [max(0, (shares / 100).rounded(.down) * 100)]
        ) { demand, supply in
            // What a row holds for itself stays with it.
            let isOwn = supply < long.count && rowOfLeg[short[demand]] == rowOfLeg[long[supply]]
            return width(demand, supply).map { (isOwn ? 3 : 1) * greatest - $0 }
        }
        var total = 0.0
        for call in bare {
            guard let demand = short.firstIndex(of: call) else { return nil }
            let own = covers.filter { $0.demand == demand }
            guard own.reduce(0, { $0 + $1.amount }) >= -legs[call].size - 1e-9 else { return nil }
            total += own.reduce(0) { $0 + (width(demand, $1.supply) ?? 0) * $1.amount }
        }
        return total
    }

    /// Cash that the options of a row may take; shares deliver what calls on them ask for.
    private func cashReserve(_ members: [Int]) -> Double {
        let options = members.filter { legs[$0].contract != nil }
        let held = members.reduce(0.0) { $0 + (legs[$1].contract == nil ? legs[$1].size : 0) }
        let isCurved = Set(options.compactMap { legs[$0].contract?.expiry }).count > 1
        var strikes = [0.0]
        for index in options { strikes.append(legs[index].contract?.strike ?? 0) }
        func payoff(_ price: Double) -> Double {
            options.reduce(0.0) { total, index in
                guard let contract = legs[index].contract else { return total }
                return total + legs[index].size * max(0, contract.right.sign * (price - contract.strike))
            }
        }
        if isCurved {
            // A long leg that lives longer covers a short one of no better strike; the rest of the width is reserved.
            let short = options.filter { legs[$0].size < 0 }
            return short.reduce(0.0) { $0 + diagonalReserve($1, options: options) }
        }
        if held > 0 {
            // Calls are covered by shares: only puts can take cash.
            let puts = options.filter { legs[$0].contract?.right == .put }
            return puts.isEmpty ? 0 : cashReserve(puts)
        }
        return max(0, 0 - (strikes.map(payoff).min() ?? 0))
    }

    private func diagonalReserve(_ index: Int, options: [Int]) -> Double {
        guard let short = legs[index].contract else { return 0 }
        let cover = options.first { other in
            guard let long = legs[other].contract, legs[other].size > 0 else { return false }
            return long.right == short.right && long.expiry >= short.expiry && legs[other].size >= -legs[index].size
        }
        guard let cover, let long = legs[cover].contract else {
            return short.right == .put ? short.strike * -legs[index].size : 0
        }
        return max(0, short.right.sign * (long.strike - short.strike)) * -legs[index].size
    }

    /// What rows take of their accounts, kept until they change.
    /// - Parameter changed: Indices of the rows that changed; nil for all.
    mutating func updateCapital(_ changed: Set<Int>?) {
        let todo: [Int]
        if let changed, rowCapital.count == rows.count {
            todo = Array(changed)
        } else {
            rowCapital = rows.map { row in
                RowCapital(
                    reserve: CashReserve(
                        id: row.strategy.id, symbol: row.strategy.symbol, title: row.strategy.title,
                        expiry: row.legs.compactMap { legs[$0].instants?.day }.min(), figure: .unknown(.incomplete)))
            }
            todo = Array(rows.indices)
        }
        var groups = Set<Int>()
        for row in todo {
            let reserved = cashReserve(rows[row])
            rowCapital[row].reserve.figure = reserved
            rowCapital[row].isListed = reserved.value != 0 || rows[row].legs.contains { legs[$0].size < 0 }
            var first = row
            while first > 0, isSameUnderlying(first - 1, row) { first -= 1 }
            groups.insert(first)
        }
        for first in groups { rowCapital[first].requirement = marginRequirement(first) }
    }

    /// Rows are ordered by account and symbol.
    private func isSameUnderlying(_ left: Int, _ right: Int) -> Bool {
        rows[left].strategy.account == rows[right].strategy.account
            && rows[left].strategy.symbol == rows[right].strategy.symbol
    }

    /// Of all rows of an account on one underlying.
    private func marginRequirement(_ first: Int) -> RequirementPart {
        let indices = marginLegs(first)
        let members = indices.map { index in
            MarginRequirement.Leg(
                contract: legs[index].contract, quantity: legs[index].position.quantity.value,
                mark: valuations[index].mark)
        }
        let underlying = rows[first].legs.first.map { underlyings[legs[$0].underlying] }
        let asked = MarginRequirement(
            members,
            MarginRequirement.Underlying(
                spot: underlying?.spot ?? .unknown(.noSource), kind: underlying?.profile.kind ?? .stock,
                today: (refreshedAt ?? Instant(nanosecondsSinceEpoch: 0)).newYork.date))
        func name(_ member: Int) -> String { legs[indices[member]].contract?.shortName ?? "shares" }
        return RequirementPart(
            symbol: rows[first].strategy.symbol, figure: asked.net,
            pairs: asked.pairs.map { "\(name($0.short)) by \(name($0.cover))" })
    }

    func accountValuation(
        _ holdings: AccountHoldings, closings: [DayClosing], now: Instant
    ) -> AccountValuation {
        let name = holdings.account.name
        var marketValue = FigureSum()
        var dayProfit = FigureSum()
        var openProfit = FigureSum()
        var bills = FigureSum()
        var oldest: Double?
        for index in legs.indices where legs[index].position.account == name {
            marketValue.add(contributions[index].marketValue)
            dayProfit.add(contributions[index].dayProfit)
            openProfit.add(contributions[index].openProfit)
            if underlyings[legs[index].underlying].profile.kind == .treasuryBillFund, legs[index].contract == nil {
                bills.add(contributions[index].marketValue)
            }
            if let age = valuations[index].markAgeSeconds { oldest = max(oldest ?? 0, age) }
        }
        for closing in closings where closing.account == name { dayProfit.add(closing.profit) }
        let cash = holdings.cash.dollars
        var value = marketValue.total
        value.figure = value.figure.value == nil && legs.isEmpty ? Figure(cash) : value.figure.map { $0 + cash }
        var total = openProfit.total
        total.figure = total.figure.map { $0 + holdings.realizedProfit.dollars }
        let isMargin = holdings.account.rules == .regulationT
        var reserved = FigureSum()
        var requirement = FigureSum()
        var reserves: [CashReserve] = []
        var parts: [RequirementPart] = []
        for index in rows.indices where rows[index].strategy.account == name {
            reserved.add(rowCapital[index].reserve.figure)
            if rowCapital[index].isListed { reserves.append(rowCapital[index].reserve) }
            guard isMargin, let asked = rowCapital[index].requirement else { continue }
            requirement.add(asked.figure)
            parts.append(asked)
        }
        let isUnlimited = reserves.contains { $0.figure == .unknown(.unlimited) }
        let held: Figure = isUnlimited ? .unknown(.unlimited) : reserved.complete
        let free = held.map { cash - $0 }
        let netLiquidation = value.unknownCount == 0 || value.figure.value != nil ? value.figure : .unknown(.incomplete)
        var need = isMargin ? requirement.complete : held
        if need.value == 0, value.figure.value == nil, value.unknownCount > 0 {
            // What nobody prices asks for something unknown, not for nothing.
            need = .unknown(.incomplete)
        }
        let used =
            isMargin
            ? need.combined(with: netLiquidation) { $1 > 0 ? $0 / $1 : .nan }
            : need.map { cash > 0 ? $0 / cash : .nan }
        var valuation = AccountValuation(
            account: holdings.account, cash: holdings.cash, settledCash: holdings.settledCash, netLiquidation: value,
            dayProfit: dayProfit.total, totalProfit: total, reservedCash: held, freeCash: free,
            treasuryBillFunds: bills.total.figure,
            buyingPower: isMargin ? netLiquidation.combined(with: need) { $0 - $1 } : free,
            buyingPowerUsedFraction: used, marginRequirement: need,
            marginKind: isMargin ? "Reg-T rule minimum" : "cash secured", ageSeconds: oldest, source: holdings.source)
        valuation.cashReserves = reserves
        valuation.requirements = parts
        return withReasons(valuation)
    }

    /// Legs of the rows that share a requirement.
    private func marginLegs(_ first: Int) -> [Int] {
        var members: [Int] = []
        var row = first
        while row < rows.count, isSameUnderlying(row, first) {
            members += liveLegs(rows[row])
            row += 1
        }
        return members
    }

    private func withReasons(_ valuation: AccountValuation) -> AccountValuation {
        var result = valuation
        func note(_ key: String, _ figure: Figure) {
            if case .unknown(let reason) = figure { result.reasons[key] = reason }
        }
        note("net_liquidation", valuation.netLiquidation.figure)
        note("day_pnl", valuation.dayProfit.figure)
        note("total_pnl", valuation.totalProfit.figure)
        note("buying_power", valuation.buyingPower)
        note("buying_power_used_fraction", valuation.buyingPowerUsedFraction)
        note("margin_requirement", valuation.marginRequirement)
        note("collateral", valuation.reservedCash)
        note("free_cash", valuation.freeCash)
        return result
    }
}
