import MagnusDomain

/// Values legs that are not held as the book values those that are: the same pricing, betas and scenarios.
struct HedgeValuer: Sendable {
    /// With everything that is known of the underlyings of the legs.
    let market: MarketSnapshot
    let settings: BookSettings
    let request: ScenarioRequest
    let now: Instant

    /// What legs add to a book.
    struct Effect: Sendable, Hashable {
        /// Benchmark shares.
        var betaDelta: Figure
        var thetaPerDay: Figure
        var vegaPerPoint: Figure
        /// Dollars, in the order of the request's shocks.
        var profits: [Figure]

        func scaled(_ factor: Double) -> Effect {
            Effect(
                betaDelta: betaDelta.map { $0 * factor }, thetaPerDay: thetaPerDay.map { $0 * factor },
                vegaPerPoint: vegaPerPoint.map { $0 * factor },
                profits: profits.map { profit in profit.map { $0 * factor } })
        }

        func added(_ other: Effect) -> Effect {
            Effect(
                betaDelta: betaDelta.combined(with: other.betaDelta, +),
                thetaPerDay: thetaPerDay.combined(with: other.thetaPerDay, +),
                vegaPerPoint: vegaPerPoint.combined(with: other.vegaPerPoint, +),
                profits: zip(profits, other.profits).map { $0.combined(with: $1, +) })
        }
    }

    /// - Parameter quotes: of the options among the legs.
    func effect(
        _ legs: [(instrument: Instrument, quantity: Quantity)], quotes: [OptionContract: Quote]
    ) -> Effect {
        let account = Account(name: "hedge", broker: "", kind: .paper, rules: .regulationT)
        let positions = legs.enumerated().map { index, leg in
            Position(
                id: "hedge:\(index)", account: account.name, instrument: leg.instrument, quantity: leg.quantity,
                openedAt: now, averagePrice: nil, costBasis: nil, realizedProfit: .zero)
        }
        var valuer = BookValuer(
            calendar: market.calendar, rates: market.rates, benchmark: market.benchmark, settings: settings)
        valuer.apply(
            BookContent(
                accounts: [
                    AccountHoldings(
                        account: account, cash: .zero, settledCash: .zero, realizedProfit: .zero, source: market.source)
                ], positions: positions))
        var quoted = market
        quoted.optionQuotes = quotes
        quoted.chains = [:]
        valuer.apply(quoted)
        let book = valuer.valuation(now: now)
        let grid = valuer.scenarioWork(request, book: book).grid()
        let missing = grid.excluded.first?.reason
        return Effect(
            betaDelta: Self.complete(book.greeks.betaWeightedDelta),
            thetaPerDay: Self.complete(book.greeks.thetaPerDay),
            vegaPerPoint: Self.complete(book.greeks.vegaPerPoint),
            profits: grid.cells.map { cell in
                missing.map { .unknown($0) } ?? Figure(cell.profit, trust: grid.trust)
            })
    }

    private static func complete(_ total: Total) -> Figure {
        guard total.unknownCount > 0 else { return total.figure }
        return .unknown(total.figure.reason ?? .incomplete)
    }
}
