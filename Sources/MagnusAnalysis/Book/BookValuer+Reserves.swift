import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// Cash a row reserves, gross (trader.md section 6: strikes of puts, width of spreads): what assignment or the worst
    /// expiry would take, premiums not counted. For rows with shares the market value of the shares stands in for the
    /// collateral, and no cash is reserved. Strategies that only cost their debit have that at risk.
    /// - Parameter index: Of the row; what it takes of the cash is known.
    func reserve(_ index: Int) -> Figure {
        let live = liveLegs(rows[index])
        if live.contains(where: { legs[$0].refusal == .multiplier }) { return .unknown(.multiplier) }
        let shares = live.filter { legs[$0].contract == nil }
        if !shares.isEmpty { return sum(shares.map { valuations[$0].marketValue.map { abs($0) } }) }
        let reserved = rowCapital[index].reserve.figure
        guard reserved.value == 0 else { return reserved }
        let debit = live.reduce(0.0) { $0 + (Self.entryPrice(legs[$1]) ?? 0) * legs[$1].size }
        return Figure(max(0, debit))
    }

    func liveLegs(_ row: BookRow) -> [Int] {
        row.legs.filter { valuations[$0].state != .expiredUnresolved }
    }

    /// What a row takes of the cash; unknown where nothing bounds it: short shares, and short calls that neither shares
    /// nor longer calls of the account on the same underlying cover; and where only shares would cover a call of which
    /// another call may take any number. No quote changes it, only the end of a series.
    func cashReserve(_ row: BookRow) -> Figure {
        let live = liveLegs(row)
        if live.count < row.legs.count, mayStillTakeCash(row) { return .unknown(.expiredUnresolved) }
        if live.contains(where: { legs[$0].refusal == .multiplier }) { return .unknown(.multiplier) }
        if live.contains(where: { legs[$0].contract == nil && legs[$0].size < 0 }) { return .unknown(.unlimited) }
        let short = live.filter { legs[$0].size < 0 }
        if short.contains(where: { legs[$0].contract?.deliverable == .unknown }) { return .unknown(.adjusted) }
        let calls = short.filter { legs[$0].contract?.right == .call }
        guard !calls.isEmpty else { return Figure(cashReserve(live)) }
        if calls.contains(where: { legs[$0].refusal == .adjusted }) { return .unknown(.adjusted) }
        let bare = calls.filter { !isCovered($0, in: live) }
        guard !bare.isEmpty else { return Figure(cashReserve(live)) }
        let areSharesClaimed = members(beside: bare).contains { legs[$0].position.isCallOfUnknownDelivery }
        guard let borrowed = coverFromOtherRows(bare, countsShares: !areSharesClaimed) else {
            let mayBeCovered = areSharesClaimed && coverFromOtherRows(bare, countsShares: true) != nil
            return .unknown(mayBeCovered ? .adjusted : .unlimited)
        }
        return Figure(cashReserve(live.filter { !bare.contains($0) }) + borrowed)
    }

    /// Whether an ended option that nobody reported may have taken cash: an assigned put did, an expired one did not.
    private func mayStillTakeCash(_ row: BookRow) -> Bool {
        let ended = row.legs.filter { valuations[$0].state == .expiredUnresolved && legs[$0].size < 0 }
        return ended.contains { legs[$0].contract?.right == .put || !isCovered($0, in: row.legs) }
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

    /// Every leg of the account on the underlying of some, but those that ended and that nobody reported.
    private func members(beside some: [Int]) -> [Int] {
        guard let first = some.first else { return [] }
        let account = legs[first].position.account
        return underlyings[legs[first].underlying].legs.filter {
            legs[$0].position.account == account && valuations[$0].state != .expiredUnresolved
        }
    }

    /// Shares of the underlying that an adjusted call sold is stated to take; 0 for anything else.
    private func adjustedClaim(_ index: Int) -> Double {
        guard let contract = legs[index].contract, contract.right == .call, legs[index].size < 0 else { return 0 }
        return -legs[index].position.quantity.value * Double(contract.adjustedShares)
    }

    /// What short calls take when other rows of the account cover them, dollars; nil when those do not cover them all.
    private func coverFromOtherRows(_ bare: [Int], countsShares: Bool) -> Double? {
        let members = members(beside: bare)
        let calls = members.filter { legs[$0].contract?.right == .call && legs[$0].refusal == nil }
        let short = calls.filter { legs[$0].size < 0 }
        let long = calls.filter { legs[$0].size > 0 }
        let held = members.reduce(0.0) { $0 + (legs[$1].contract == nil ? legs[$1].size : 0) - adjustedClaim($1) }
        let shares = countsShares ? held : 0
        let greatest = 10 * (calls.compactMap { legs[$0].contract?.strike }.max() ?? 0)
        func width(_ demand: Int, _ supply: Int) -> Double? {
            guard supply < long.count else { return 0 }
            guard let sold = legs[short[demand]].contract, let bought = legs[long[supply]].contract,
                bought.expiry >= sold.expiry, bought.multiplier == sold.multiplier
            else { return nil }
            return max(0, sold.right.sign * (bought.strike - sold.strike))
        }
        let holders = Set(members.filter { legs[$0].contract == nil && legs[$0].size > 0 }.map { rowOfLeg[$0] })
        let covers = CoverMatching.best(
            demands: short.map { -legs[$0].size },
            supplies: long.map { legs[$0].size } + [max(0, (shares / 100).rounded(.down) * 100)]
        ) { demand, supply in
            // What a row holds for itself stays with it, shares too.
            let row = rowOfLeg[short[demand]]
            let isOwn = supply < long.count ? rowOfLeg[long[supply]] == row : holders.contains(row)
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
}
