import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// Cash a row reserves, gross (trader.md section 6: strikes of puts, width of spreads): what assignment or the worst
    /// expiry would take, premiums not counted. For rows with shares the market value of the shares stands in for the
    /// collateral, and no cash is reserved. Strategies that only cost
    /// their debit have that at risk.
    func reserve(_ row: BookRow) -> Figure {
        let live = row.legs.filter { valuations[$0].state != .expiredUnresolved }
        if live.contains(where: { legs[$0].refusal == .multiplier }) { return .unknown(.multiplier) }
        let shares = live.filter { legs[$0].contract == nil }
        if !shares.isEmpty { return sum(shares.map { valuations[$0].marketValue.map { abs($0) } }) }
        let reserved = cashReserve(live)
        if reserved > 0 { return Figure(reserved) }
        let debit = live.reduce(0.0) { $0 + (Self.entryPrice(legs[$1]) ?? 0) * legs[$1].size }
        return Figure(max(0, debit))
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
            rowCapital = rows.map { _ in RowCapital(reserved: .unknown(.incomplete), requirement: nil) }
            todo = Array(rows.indices)
        }
        var groups = Set<Int>()
        for row in todo {
            rowCapital[row].reserved = cashReserve(rows[row])
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

    private func cashReserve(_ row: BookRow) -> Figure {
        let live = row.legs.filter { valuations[$0].state != .expiredUnresolved }
        return live.contains { legs[$0].refusal == .multiplier } ? .unknown(.multiplier) : Figure(cashReserve(live))
    }

    /// Of all rows of an account on one underlying.
    private func marginRequirement(_ first: Int) -> MarginRequirement {
        var members: [MarginRequirement.Leg] = []
        var row = first
        while row < rows.count, isSameUnderlying(row, first) {
            for index in rows[row].legs where valuations[index].state != .expiredUnresolved {
                members.append(
                    MarginRequirement.Leg(
                        contract: legs[index].contract, quantity: legs[index].position.quantity.value,
                        mark: valuations[index].mark))
            }
            row += 1
        }
        let underlying = rows[first].legs.first.map { underlyings[legs[$0].underlying] }
        return MarginRequirement(
            members,
            MarginRequirement.Underlying(
                spot: underlying?.spot ?? .unknown(.noSource), kind: underlying?.profile.kind ?? .stock,
                today: (refreshedAt ?? Instant(nanosecondsSinceEpoch: 0)).newYork.date))
    }

    func accountValuation(_ holdings: AccountHoldings, now: Instant) -> AccountValuation {
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
        let cash = holdings.cash.dollars
        var value = marketValue.total
        value.figure = value.figure.value == nil && legs.isEmpty ? Figure(cash) : value.figure.map { $0 + cash }
        var total = openProfit.total
        total.figure = total.figure.map { $0 + holdings.realizedProfit.dollars }
        var reserved = FigureSum()
        var requirement = FigureSum()
        for (index, row) in rows.enumerated() where row.strategy.account == name {
            reserved.add(rowCapital[index].reserved)
            if let asked = rowCapital[index].requirement { requirement.add(asked.net) }
        }
        let free = reserved.complete.map { cash - $0 }
        let isMargin = holdings.account.rules == .regulationT
        let netLiquidation = value.unknownCount == 0 || value.figure.value != nil ? value.figure : .unknown(.incomplete)
        let need = isMargin ? requirement.complete : reserved.complete
        let used =
            isMargin
            ? need.combined(with: netLiquidation) { $1 > 0 ? $0 / $1 : .nan }
            : need.map { cash > 0 ? $0 / cash : .nan }
        let valuation = AccountValuation(
            account: holdings.account, cash: holdings.cash, settledCash: holdings.settledCash, netLiquidation: value,
            dayProfit: dayProfit.total, totalProfit: total, reservedCash: reserved.complete, freeCash: free,
            treasuryBillFunds: bills.total.figure,
            buyingPower: isMargin ? netLiquidation.combined(with: need) { $0 - $1 } : free,
            buyingPowerUsedFraction: used, marginRequirement: need,
            marginKind: isMargin ? "Reg-T rule minimum" : "cash secured", ageSeconds: oldest, source: holdings.source)
        return withReasons(valuation)
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
        return result
    }
}
