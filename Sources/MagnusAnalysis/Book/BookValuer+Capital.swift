import MagnusDomain

extension BookValuer {
    /// Groups of rows that cover each other, and accounts, from the rows: these are ordered by account and symbol.
    mutating func rebuildCapital() {
        rowCapital = rows.map { row in
            RowCapital(
                reserve: CashReserve(
                    id: row.strategy.id, symbol: row.strategy.symbol, title: row.strategy.title,
                    expiry: row.legs.compactMap { legs[$0].instants?.day }.min(), figure: .unknown(.incomplete)))
        }
        var accountIndex: [String: Int] = [:]
        for (index, holdings) in content.accounts.enumerated() { accountIndex[holdings.account.name] = index }
        capitalGroups = []
        var rowsOfAccount: [Int: Range<Int>] = [:]
        var groupsOfAccount: [Int: Range<Int>] = [:]
        var start = 0
        while start < rows.count {
            let first = rows[start].strategy
            var end = start + 1
            while end < rows.count, rows[end].strategy.account == first.account,
                rows[end].strategy.symbol == first.symbol
            {
                end += 1
            }
            let group = capitalGroups.count
            let account = accountIndex[first.account]
            var place = 0
            if let account {
                place = groupsOfAccount[account]?.count ?? 0
                rowsOfAccount[account] = (rowsOfAccount[account]?.lowerBound ?? start)..<end
                groupsOfAccount[account] = (groupsOfAccount[account]?.lowerBound ?? group)..<(group + 1)
            }
            capitalGroups.append(
                CapitalGroup(
                    rows: start..<end, underlying: rows[start].legs.first.map { legs[$0].underlying } ?? 0,
                    account: account, place: place, symbol: first.symbol))
            joinRows(start..<end, group: group)
            start = end
        }
        isGroupMarked = Array(repeating: false, count: capitalGroups.count)
        areReservesStale = Array(repeating: true, count: capitalGroups.count)
        markedGroups = []
        accountOfLeg = legs.map { accountIndex[$0.position.account] }
        var members = content.accounts.map { _ in [Int]() }
        placeOfLeg = Array(repeating: 0, count: legs.count)
        for (leg, account) in accountOfLeg.enumerated() {
            guard let account else { continue }
            placeOfLeg[leg] = members[account].count
            members[account].append(leg)
        }
        accountStates = content.accounts.enumerated().map { index, holdings in
            let groups = groupsOfAccount[index] ?? 0..<0
            let isMargin = holdings.account.rules == .regulationT
            return AccountState(
                holdings: holdings, legs: members[index], rows: rowsOfAccount[index] ?? 0..<0, groups: groups,
                sums: SumTree(count: members[index].count), requirement: SumTree(count: isMargin ? groups.count : 0),
                parts: isMargin ? groups.map { capitalGroups[$0].part } : [])
        }
        closings = nil
    }

    /// What is left of a row's shares when every short call of the account on them took its own: a short call that a long
    /// one covers takes none. Where nobody knows how many one of them takes no shares are known to be left.
    private mutating func joinRows(_ range: Range<Int>, group: Int) {
        var called = 0.0
        for row in range {
            called += max(0, -rows[row].legs.reduce(0.0) { $0 + callShares($1) })
        }
        let isKnown = !range.contains { row in
            rows[row].legs.contains {
                legs[$0].size < 0 && legs[$0].contract?.right == .call && legs[$0].contract?.deliverable == .unknown
            }
        }
        for row in range {
            let shares = rows[row].legs.reduce(0.0) { $0 + (legs[$1].contract == nil ? legs[$1].size : 0) }
            rows[row].group = group
            rows[row].idleShares = shares < 100 || !isKnown ? 0 : shares - called
        }
    }

    /// Signed shares that a call brings or takes, 0 for anything else; an adjusted one sold takes what is stated where that is
    /// more than its multiplier.
    private func callShares(_ index: Int) -> Double {
        guard let contract = legs[index].contract, contract.right == .call else { return 0 }
        let stated = legs[index].position.quantity.value * Double(contract.adjustedShares)
        return legs[index].size < 0 ? min(legs[index].size, stated) : legs[index].size
    }

    mutating func mark(group: Int) {
        guard !isGroupMarked[group] else { return }
        isGroupMarked[group] = true
        markedGroups.append(group)
    }

    /// What the rows of marked groups take of the cash, where a series has ended since or nobody asked yet.
    /// - Parameter changed: Is told the rows.
    mutating func updateReserves(_ changed: (inout Self, Int) -> Void) {
        for group in markedGroups where areReservesStale[group] {
            areReservesStale[group] = false
            work.reserves += 1
            for row in capitalGroups[group].rows {
                let figure = cashReserve(rows[row])
                rowCapital[row].reserve.figure = figure
                rowCapital[row].isListed = figure.value != 0 || rows[row].legs.contains { legs[$0].size < 0 }
                changed(&self, row)
            }
            capitalGroups[group].members = capitalGroups[group].rows.flatMap { liveLegs(rows[$0]) }
            capitalGroups[group].layout = nil
            // They name members by their place, and those may be others now.
            capitalGroups[group].pairs = []
            capitalGroups[group].part.pairs = []
            if let account = capitalGroups[group].account { accountStates[account].areReservesStale = true }
        }
    }

    /// What the margin rule asks for marked groups, searched where a mark, the spot or the legs have changed.
    mutating func updateRequirements() {
        for group in markedGroups {
            isGroupMarked[group] = false
            guard let account = capitalGroups[group].account else { continue }
            accountStates[account].valuation = nil
            guard accountStates[account].isMargin, updateRequirement(group) else { continue }
            let place = capitalGroups[group].place
            accountStates[account].parts[place] = capitalGroups[group].part
            accountStates[account].requirement.mark(place)
        }
        markedGroups.removeAll(keepingCapacity: true)
    }

    /// - Returns: Whether anything it depends on has changed.
    private mutating func updateRequirement(_ index: Int) -> Bool {
        let group = capitalGroups[index]
        let underlying = underlyings[group.underlying]
        let terms = MarginRequirement.Underlying(
            spot: underlying.spot, kind: underlying.profile.kind, today: requirementDay)
        let isSame =
            group.layout != nil && group.terms == terms
            && zip(group.members, group.marks).allSatisfy { valuations[$0].mark == $1 }
        if isSame { return false }
        let layout: MarginLayout
        if let known = group.layout, known.today == terms.today {
            layout = known
        } else {
            layout = MarginLayout(
                group.members.map { (legs[$0].contract, legs[$0].position.quantity.value) }, today: terms.today)
            capitalGroups[index].layout = layout
            capitalGroups[index].known = MarginPairings()
        }
        let marks = group.members.map { valuations[$0].mark }
        let before = capitalGroups[index].known.searches
        let asked = MarginRequirement(layout, marks: marks, terms, &capitalGroups[index].known)
        work.searches += capitalGroups[index].known.searches - before
        capitalGroups[index].marks = marks
        capitalGroups[index].terms = terms
        capitalGroups[index].part.figure = asked.net
        if capitalGroups[index].pairs != asked.pairs {
            func name(_ member: Int) -> String { legs[group.members[member]].contract?.shortName ?? "shares" }
            capitalGroups[index].pairs = asked.pairs
            capitalGroups[index].part.pairs = asked.pairs.map { "\(name($0.short)) by \(name($0.cover))" }
        }
        return true
    }
}
