import MagnusDomain

/// The three worlds: the account as it would be once all listed rows had ended one way.
extension ExpiryWork {
    func worlds(of account: AccountValuation, rows: [ExpiryRow]) -> [ExpiryWorld] {
        ExpiryWorld.Kind.allCases.map { world($0, of: account, rows: rows) }
    }

    private func world(
        _ kind: ExpiryWorld.Kind, of account: AccountValuation, rows: [ExpiryRow]
    ) -> ExpiryWorld {
        var ended: Set<String> = []
        var moved: [String: Double] = [:]
        var cash = account.cashFigure
        var unknown: [String] = []
        for row in rows {
            let outcome =
                switch kind {
                case .allOut: ExpiryOutcome.nothing
                case .asNow: row.asNow
                case .allIn: row.allIn
                }
            guard outcome.isKnown, let shares = outcome.shares.value else {
                unknown.append("\(row.symbol) \(row.title)")
                continue
            }
            ended.formUnion(row.legs.map(\.position))
            moved[row.symbol, default: 0] += shares
            cash = cash.combined(with: outcome.cash) { $0 + $1 }
        }
        let positions = positions(of: account.account.name, without: ended, moved: moved)
        let left = reserved(account, positions: positions, cash: cash)
        let reserved = left.combined(with: cash) { held, _ in held }
        return ExpiryWorld(
            kind: kind, cash: cash, reserved: reserved, free: cash.combined(with: reserved) { $0 - $1 },
            changes: Self.listed(moved) { $0 != 0 },
            short: Self.listed(
                positions.reduce(into: [:]) { counts, position in
                    if case .stock(let symbol) = position.instrument {
                        counts[symbol, default: 0] += position.quantity.value
                    }
                }
            ) { $0 < 0 },
            unknownRows: unknown)
    }

    private static func listed(_ counts: [String: Double], where keep: (Double) -> Bool) -> [ExpiryWorld.Shares] {
        counts.filter { keep($0.value) }.sorted { $0.key < $1.key }.map {
            ExpiryWorld.Shares(symbol: $0.key, count: $0.value)
        }
    }

    private func positions(
        of account: String, without ended: Set<String>, moved: [String: Double]
    ) -> [Position] {
        var left = content.positions.filter { $0.account == account && !ended.contains($0.id) }
        for (symbol, count) in moved.sorted(by: { $0.key < $1.key }) where count != 0 {
            let change = Quantity(millionths: Int64((count * 1_000_000).rounded()))
            let instrument = Instrument.stock(symbol: symbol)
            if let index = left.firstIndex(where: { $0.instrument == instrument }) {
                left[index].quantity = left[index].quantity + change
                if left[index].quantity.isZero { left.remove(at: index) }
            } else {
                left.append(
                    Position(
                        id: LedgerBook.identifier(account: account, instrument: instrument), account: account,
                        instrument: instrument, quantity: change, openedAt: now, averagePrice: nil, costBasis: nil,
                        realizedProfit: .zero))
            }
        }
        return left
    }

    /// What is left to be reserved, by the rule of the book itself. No quote changes it.
    private func reserved(_ account: AccountValuation, positions: [Position], cash: Figure) -> Figure {
        guard
            var holdings = content.accounts.first(where: { $0.account.name == account.account.name }),
            let dollars = cash.value, let money = Money(dollars: dollars)
        else { return .unknown(cash.reason ?? .noSource) }
        holdings.cash = money
        var valuer = BookValuer(calendar: calendar, rates: rates, benchmark: benchmark, settings: settings)
        valuer.apply(BookContent(accounts: [holdings], positions: positions))
        return valuer.valuation(now: now).accounts.first?.reservedCash ?? .unknown(.noSource)
    }
}
