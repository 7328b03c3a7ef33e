import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Assignments together with a move of the market: every one first, at its strike, then the rest of the book priced again.
extension AnswerMaker {
    /// The book after assignments and a move behind them.
    struct MovedBook: Sendable {
        /// Shares that came or went at a strike.
        struct Delivery: Sendable, Hashable {
            var symbol: String
            /// Positive received, negative delivered.
            var shares: Double
            /// Price of one after the move.
            var price: Figure
            /// Dollars paid at the strikes; negative received.
            var paid: Double
        }

        var move: MarketMove
        var rule: ScenarioRule
        /// Dollars by which the net liquidation changes, over the rows that could be revalued.
        var change: Figure
        /// In the order of their names.
        var deliveries: [Delivery]
        /// Rows left out of ``change``.
        var unknown: [StrategyValuation]
        /// Names that no source states a beta of; they move by 1.
        var withoutBeta: [String]
        /// Age of the oldest mark, seconds.
        var age: Double?
    }

    /// - Parameter items: the short options that are assigned, all of them before the move.
    func moved(_ items: [ShortObligation], by move: MarketMove, rule: ScenarioRule) -> MovedBook {
        let revaluation = Self.revaluation(move, rule)
        // Whatever rows are assigned, the market moves all of the accounts asked about.
        let rows = context.book.strategies.filter { filter.accounts.isEmpty || filter.accounts.contains($0.account) }
        var change = Figure(0)
        var unknown: [StrategyValuation] = []
        var withoutBeta: Set<String> = []
        var deliveries: [MovedBook.Delivery] = []
        for row in rows {
            let beta = context.market.underlyings[row.symbol]?.profile.beta
            if beta == nil, !move.isOfEach, !row.legs.allSatisfy(isBillFund) { withoutBeta.insert(row.symbol) }
            var came: [MovedBook.Delivery] = []
            let figures = row.legs.map { leg -> Figure in
                if isBillFund(leg) { return Figure(0) }
                guard let item = items.first(where: { $0.leg.position.id == leg.position.id }) else {
                    return revaluation.change(of: leg, symbol: row.symbol, beta: beta ?? 1)
                }
                let price = leg.underlyingPrice.map { revaluation.spot(row.symbol, beta ?? 1, $0) }
                let shares = item.contract.right == .put ? item.shares : -item.shares
                came.append(
                    MovedBook.Delivery(symbol: row.symbol, shares: shares, price: price, paid: item.cash))
                // The option that was owed is gone; its shares came or went at the strike and stand at the price of then.
                return leg.marketValue.combined(with: price) { $1 * shares - item.cash - $0 }
            }
            guard figures.allSatisfy({ $0.value != nil }) else {
                unknown.append(row)
                continue
            }
            change = figures.reduce(change) { $0.combined(with: $1) { $0 + $1 } }
            // What comes and what goes of one name are told apart.
            for delivery in came {
                if let place = deliveries.firstIndex(where: {
                    $0.symbol == delivery.symbol && ($0.shares > 0) == (delivery.shares > 0)
                }) {
                    deliveries[place].shares += delivery.shares
                    deliveries[place].paid += delivery.paid
                } else {
                    deliveries.append(delivery)
                }
            }
        }
        return MovedBook(
            move: move, rule: rule, change: change, deliveries: deliveries.sorted { $0.symbol < $1.symbol },
            unknown: unknown, withoutBeta: withoutBeta.sorted(),
            age: rows.flatMap(\.legs).compactMap(\.markAgeSeconds).max())
    }

    private static func revaluation(_ move: MarketMove, _ rule: ScenarioRule) -> Revaluation {
        let fraction = move.fraction
        guard !move.isOfEach else { return Revaluation { _, _, now in now * (1 + fraction) } }
        let factor = rule.volatilityFactor(fraction)
        var revaluation = Revaluation { _, beta, now in rule.spot(now, beta: beta, benchmarkMove: fraction) }
        revaluation.volatility = { max(0.005, $0 * factor) }
        return revaluation
    }

    private func cite(_ moved: MovedBook) -> Int {
        out.cite(
            "scenario", "Revaluation of the book", passage: "assigned at the strike, then each leg priced again",
            reference: "book", age: moved.age)
    }

    /// The net liquidation then, against the one of now.
    func say(_ moved: MovedBook) {
        let cite = cite(moved)
        out.record("what_if", ["symbol": ""], rows: context.book.strategies.count)
        let size = out.percent(
            Figure(moved.move.fraction), "supposed move", cite, decimals: 1, signed: true)
        let whose: Fragment = moved.move.isOfEach ? "every name by its own" : out.quote(book.benchmark)
        let then: Fragment = "Then \(whose) \(size)"
        let change = out.dollars(
            moved.change, "change of value", cite, signed: true,
            formula: "assigned: shares x (price then - strike) - V(option now); others: V(then) - V(now)")
        let balances = book.accounts.map(\.netLiquidation)
        let known = FilteredBook.total(balances.map(\.figure))
        guard !balances.isEmpty, known.unknownCount == 0, known.figure.value != nil else {
            return out.line("\(then): \(change) against now for the book; its net liquidation now is unknown.")
        }
        let net = Total(figure: known.figure, unknownCount: balances.reduce(0) { $0 + $1.unknownCount })
        let after = Total(
            figure: net.figure.combined(with: moved.change) { $0 + $1 }, unknownCount: net.unknownCount)
        out.line(
            "\(then): net liquidation \(out.dollars(after, "net liquidation then", cite)), \(change) against the \(out.dollars(net, "net liquidation", cite)) of now."
        )
    }

    /// The shares at the prices of then, what is left out, and what is assumed.
    func sayShares(of moved: MovedBook) {
        let cite = cite(moved)
        func list(_ deliveries: [MovedBook.Delivery]) -> Fragment {
            let shown = deliveries.prefix(8).map { item -> Fragment in
                "\(out.quote(item.symbol)) \(out.decimal(Figure(abs(item.shares)), "shares", cite)) at \(out.price(item.price, "price then", cite))"
            }.joined(", ")
            return deliveries.count > 8 ? shown + " and others" : shown
        }
        let received = moved.deliveries.filter { $0.shares > 0 }
        if !received.isEmpty {
            let worth = received.reduce(Figure(0)) { sum, item in
                sum.combined(with: item.price) { $0 + $1 * item.shares }
            }
            let paid = Figure(received.reduce(0) { $0 + $1.paid })
            out.line(
                "Shares received, at the prices then: \(list(received)); worth \(out.dollars(worth, "worth of the shares then", cite, formula: "sum of shares x price then")), paid \(out.dollars(paid, "paid at the strikes", cite, formula: "sum of strike x shares"))."
            )
        }
        let gone = moved.deliveries.filter { $0.shares < 0 }
        if !gone.isEmpty { out.line("Shares delivered, at the prices then: \(list(gone)).") }
        for row in moved.unknown { out.line("\(name(row)) could not be revalued and is left out of the change.") }
        let volatility: Fragment =
            moved.move.isOfEach
            ? "volatilities as they are now" : "volatilities follow the rule (\(out.quote(moved.rule.text)))"
        let others: Fragment = moved.move.isOfEach ? "; T-bill funds unmoved" : "; each name moves by its beta"
        let unstated: Fragment =
            moved.withoutBeta.isEmpty
            ? Fragment()
            : ", by that of the benchmark where none is known (\(moved.withoutBeta.prefix(6).map { out.quote($0) }.joined(", ")))"
        out.line(
            "Assumed: what is named is assigned before the move, at once and at its strike; then every other leg, long ones beside an assigned short too, is priced again, \(volatility)\(others)\(unstated); no time passes."
        )
    }

    /// Nothing is assigned: the move alone is another question.
    func sayUnmoved(_ move: MarketMove) {
        let percent = (abs(move.fraction) * 10_000).rounded() / 100
        let size = Int(exactly: percent).map(String.init) ?? String(percent)
        let verb = move.fraction < 0 ? "falls" : "rises"
        let text = move.isOfEach ? "what if everything \(verb) \(size)%" : "what if \(book.benchmark) \(verb) \(size)%"
        out.line("Without an assignment the move is a question of its own: \(out.quote("\"\(text)\"")).")
        out.offer("ask", "The move alone", ["text": text])
    }
}
