import MagnusDomain

/// What every expiry takes of an account's cash and gives back, soonest first.
struct CashLadder {
    let account: AccountValuation
    let book: BookValuation
    let now: Instant

    init(_ account: AccountValuation, book: BookValuation, now: Instant) {
        self.account = account
        self.book = book
        self.now = now
    }

    var steps: [CashStep] {
        let own = book.strategies.filter { $0.account == account.account.name }
        let kinds = Dictionary(own.map { ($0.id, $0.kind) }) { first, _ in first }
        let reserves = account.cashReserves.filter { $0.figure.value != 0 }
        var calls: [CalendarDate: Double] = [:]
        for row in own { if let expiry = row.expiry { calls[expiry, default: 0] += called(row) } }
        let days = Set(reserves.compactMap(\.expiry)).union(calls.filter { $0.value > 0 }.keys)
        let today = now.newYork.date
        func sum(_ parts: [CashReserve]) -> Figure {
            var total = FigureSum()
            for part in parts { total.add(part.figure) }
            return total.complete
        }
        return days.sorted().map { day in
            let ending = reserves.filter { $0.expiry == day }
            let cash = account.cashFigure
            let through = sum(reserves.filter { $0.expiry.map { $0 <= day } ?? true })
            // What never ends by itself stays reserved.
            let after = sum(reserves.filter { $0.expiry.map { $0 > day } ?? true })
            return CashStep(
                day: day, daysToExpiry: day.days(since: today), rows: ending.map { "\($0.symbol) \($0.title)" },
                forShares: sum(ending.filter { kinds[$0.id] == .cashSecuredPut }),
                atRisk: sum(ending.filter { kinds[$0.id] != .cashSecuredPut }), fromCalls: Figure(calls[day] ?? 0),
                cashLeft: cash.combined(with: through) { $0 - $1 },
                freeIfOut: cash.combined(with: after) { $0 - $1 })
        }
    }

    /// Strikes of the calls that the shares of a row cover and that end with it.
    private func called(_ row: StrategyValuation) -> Double {
        var held = 0.0
        for leg in row.legs { if case .stock = leg.position.instrument { held += leg.position.quantity.value } }
        var cash = 0.0
        for leg in row.legs where leg.position.quantity.isShort && leg.state != .expiredUnresolved {
            guard case .option(let contract) = leg.position.instrument, contract.right == .call,
                contract.settlement == .physical, !contract.isAdjusted, let each = leg.deliveredShares
            else { continue }
            let shares = Double(each) * leg.position.quantity.magnitude.value
            guard shares <= held + 1e-9 else { continue }
            held -= shares
            cash += contract.strike * Double(contract.multiplier) * leg.position.quantity.magnitude.value
        }
        return cash
    }
}
