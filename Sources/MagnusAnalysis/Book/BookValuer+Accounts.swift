import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// Sums, reserves and balances of accounts of which something has changed.
    mutating func updateAccounts() {
        updateClosings()
        for index in accountStates.indices {
            if accountStates[index].areReservesStale { listReserves(index) }
            guard accountStates[index].valuation == nil else { continue }
            work.accounts += 1
            let (members, legs, underlyings) = (accountStates[index].legs, legs, underlyings)
            let (contributions, valuations, groups) = (contributions, valuations, capitalGroups)
            work.additions += accountStates[index].sums.update { part, sum in
                let leg = members[part]
                let isBills =
                    underlyings[legs[leg].underlying].profile.kind == .treasuryBillFund && legs[leg].contract == nil
                sum.add(contributions[leg], isBills: isBills, age: valuations[leg].markAgeSeconds)
            }
            let first = accountStates[index].groups.lowerBound
            work.additions += accountStates[index].requirement.update { part, sum in
                sum.add(groups[first + part].part.figure)
            }
            accountStates[index].valuation = accountValuation(accountStates[index])
        }
    }

    /// What is gone belongs to an account all day.
    private mutating func updateClosings() {
        guard closings == nil else { return }
        let found = dayClosings()
        closings = found
        closingProfit = FigureSum()
        for index in accountStates.indices {
            accountStates[index].closings = FigureSum()
            accountStates[index].valuation = nil
            let name = accountStates[index].holdings.account.name
            for closing in found where closing.account == name { accountStates[index].closings.add(closing.profit) }
        }
        for closing in found { closingProfit.add(closing.profit) }
    }

    /// The reserves of an account, their sum, and until which expiry its cash holds.
    private mutating func listReserves(_ index: Int) {
        let account = accountStates[index]
        var sum = FigureSum()
        var listed: [CashReserve] = []
        for row in account.rows {
            sum.add(rowCapital[row].reserve.figure)
            if rowCapital[row].isListed { listed.append(rowCapital[row].reserve) }
        }
        // What nothing bounds outweighs what nobody reported, and both say more than that a part is missing.
        let bound = [UnknownReason.unlimited, .expiredUnresolved].first { reason in
            listed.contains { $0.figure == .unknown(reason) }
        }
        // Of a cash that nobody knows nothing is funded, not even what reserves nothing known.
        let before =
            account.holdings.cashReason == nil
            ? CashReserve.fundedBefore(listed, cash: account.holdings.cash) : listed.compactMap(\.expiry).min()
        let isMoved = before != account.fundedBefore
        accountStates[index].reserves = listed
        accountStates[index].reserved = bound.map { .unknown($0) } ?? sum.complete
        accountStates[index].fundedBefore = before
        accountStates[index].areReservesStale = false
        accountStates[index].valuation = nil
        if isMoved {
            for row in account.rows { updateFunded(row) }
        }
    }

    /// Marks a put whose assignment is likely, welcome and funded.
    mutating func updateFunded(_ row: Int) {
        let capital = rowCapital[row]
        let strategy = strategies[row]
        var isFunded = false
        if let account = capitalGroups[rows[row].group].account, strategy.kind == .cashSecuredPut,
            strategy.intent == .take, let distance = strategy.distance.value, distance < 0, capital.isListed,
            let expiry = capital.reserve.expiry
        {
            isFunded = accountStates[account].fundedBefore.map { expiry < $0 } ?? true
        }
        guard strategy.flags.contains(.funded) != isFunded else { return }
        if isFunded { strategies[row].flags.append(.funded) } else { strategies[row].flags.removeAll { $0 == .funded } }
    }

    private func accountValuation(_ state: AccountState) -> AccountValuation {
        let holdings = state.holdings
        let sums = state.sums.total
        let cash = holdings.cashReason.map { Figure.unknown($0) } ?? Figure(holdings.cash.dollars)
        var value = sums.marketValue.total
        if let reason = holdings.cashReason {
            value = Total(figure: .unknown(reason), unknownCount: value.unknownCount + 1)
        } else {
            value.figure = value.figure.map { $0 + holdings.cash.dollars }
        }
        value.unknownCount += holdings.otherAssets.count + (holdings.cashReason == nil ? holdings.unreadCount : 0)
        var dayProfit = sums.dayProfit
        dayProfit.add(state.closings)
        var day = dayProfit.total
        var total = sums.openProfit.total
        let realized = holdings.realized
        total.figure = total.figure.map { $0 + holdings.realizedProfit.dollars }
        total.unknownCount += realized.unknownCount
        if realized.figure.value == nil, sums.openProfit.isEmpty { total.figure = realized.figure }
        if holdings.unopenedCount > 0, dayProfit.isEmpty {
            // Nothing held and nothing closed that a file opened: a part of the history is missing, not the profit zero.
            day = Total(figure: .unknown(.incomplete), unknownCount: 1)
        }
        let reserved = state.reserved
        let free = cash.combined(with: reserved) { $0 - $1 }
        let netLiquidation = value.unknownCount == 0 || value.figure.value != nil ? value.figure : .unknown(.incomplete)
        var need = state.isMargin ? state.requirement.total.complete : reserved
        let held = sums.marketValue.total
        if state.isMargin, need.value == 0, held.figure.value == nil, held.unknownCount > 0 {
            // What nobody prices asks for something unknown, not for nothing.
            need = .unknown(.incomplete)
        }
        let used =
            state.isMargin
            ? need.combined(with: netLiquidation) { $1 > 0 ? $0 / $1 : .nan }
            : need.combined(with: cash) { $1 > 0 ? $0 / $1 : .nan }
        var valuation = AccountValuation(
            account: holdings.account, cash: holdings.cash, settledCash: holdings.settledCash, netLiquidation: value,
            dayProfit: day, totalProfit: total, reservedCash: reserved, freeCash: free,
            treasuryBillFunds: sums.bills.total.figure,
            buyingPower: state.isMargin ? netLiquidation.combined(with: need) { $0 - $1 } : free,
            buyingPowerUsedFraction: used, marginRequirement: need,
            marginKind: state.isMargin ? "Reg-T rule minimum" : "cash secured", ageSeconds: sums.oldest,
            source: holdings.source)
        valuation.cashReason = holdings.cashReason
        valuation.statedBalance = holdings.statedBalance
        valuation.unreadCount = holdings.unreadCount
        valuation.otherAssets = holdings.otherAssets
        valuation.cashReserves = state.reserves
        valuation.requirements = state.parts
        return withReasons(valuation)
    }

    private func withReasons(_ valuation: AccountValuation) -> AccountValuation {
        var result = valuation
        func note(_ key: String, _ figure: Figure) {
            if case .unknown(let reason) = figure { result.reasons[key] = reason }
        }
        note("cash", valuation.cashFigure)
        note("settled_cash", valuation.settledCashFigure)
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
