import MagnusDomain

/// Figures of the whole book and of the rows of the Greeks pane: sums whose parts can be followed.
extension Explainer {
    private var origin: String { "book at \(book.asOf.rfc3339)" }

    func explainBook(id: String, key: String) -> Explanation? {
        switch key {
        case "unrealized_pnl", "open_pnl":
            return sum(
                "open profit of the book", book.openProfit, .dollars, key: "unrealized_pnl", id: id,
                \.unrealizedProfit)
        case "day_pnl":
            return sum(
                "profit of the day", book.dayProfit, .dollars, key: "day_pnl", id: id, closings: book.dayClosings,
                \.dayProfit)
        case "short_extrinsic":
            return sum("short extrinsic value", book.shortExtrinsic, .dollars, key: "extrinsic", id: id, \.extrinsic)
        case "realized_pnl":
            return made(
                Definition(
                    title: "realised profit", figure: book.realized.figure, unit: .dollars,
                    formula: "proceeds - cost of everything closed, fees inside, with dividends and interest",
                    inputs: book.accounts.map {
                        Self.fact($0.account.name, "in the account's total", source: $0.source)
                    }, method: "fold of the ledger"), id: id, subject: "Book", origin: origin)
        case "benchmark_price":
            return made(
                Definition(
                    title: "price of \(book.benchmark)", figure: book.benchmarkPrice, unit: .price,
                    formula: "(bid + ask) / 2; last where only that exists", inputs: benchmarkInputs, method: "mid"),
                id: id, subject: "Book", origin: origin)
        case "delta_fraction_of_net_liquidation": return deltaShare(id: id)
        case "day_fraction": return dayShare(id: id)
        case "net_liquidation", "free_cash", "collateral", "cash", "treasury_bill_funds", "total_pnl":
            return acrossAccounts(id: id, key: key)
        default: break
        }
        if key.hasPrefix("scenario/") { return explainScenario(id: id, key: String(key.dropFirst(9))) }
        return explainGreeks(id: id, row: book.greeks.key, key: key)
    }

    private var benchmarkInputs: [ExplanationInput] {
        let quote = market.underlyings[book.benchmark]?.quote
        let age = quote?.time.map { max(0, book.asOf.seconds(since: $0)) }
        let source = quote?.source ?? "no source"
        return [("bid", quote?.bid), ("ask", quote?.ask), ("last", quote?.last)].compactMap { name, price in
            price.flatMap { $0.isFinite ? Self.input(name, $0, .price, source: source, age: age) : nil }
        }
    }

    /// A total over the rows of Positions, each of which can be followed.
    private func sum(
        _ title: String, _ total: Total, _ unit: ExplainedUnit, key: String, id: String,
        closings: [DayClosing] = [], _ figure: (StrategyValuation) -> Figure
    ) -> Explanation {
        var inputs = book.strategies.map { row in
            Self.input(
                "\(row.symbol) \(row.title)", figure(row), unit, source: "row", reference: "\(row.id)#\(key)")
        }
        inputs += closings.map(closingInput)
        return Explanation(
            id: id, title: title, value: Self.text(total, unit),
            formula: closings.isEmpty
                ? "sum over the rows" : "sum over the rows, and over what was closed or received since the close",
            inputs: inputs,
            method: "known parts added, unknown parts counted", origin: origin, notes: Self.notes(total.figure),
            trust: total.figure.trust ?? .fresh)
    }

    /// What is in no row any more, with the parts of its profit of the day.
    func closingInput(_ closing: DayClosing) -> ExplanationInput {
        let cash = ExplainedUnit.dollars.text(closing.cash)
        let parts: String
        if closing.instrument == nil {
            parts = "ledger"
        } else if closing.heldAtClose.isZero {
            parts = "opened and closed since: cash \(cash)"
        } else {
            let previous = closing.previousMark.value.map(ExplainedUnit.price.text) ?? "unknown"
            var multiplier = 1
            if case .option(let contract) = closing.instrument { multiplier = contract.multiplier }
            parts = "cash \(cash) - previous mark \(previous) x \(closing.heldAtClose.signedText) x \(multiplier)"
        }
        return Self.input(closing.title, closing.profit, .dollars, source: parts)
    }

    private func deltaShare(id: String) -> Explanation {
        let part = Definition(
            title: "beta-weighted delta of net liquidation", figure: book.deltaFractionOfNetLiquidation, unit: .percent,
            formula: "beta-weighted delta x benchmark price / net liquidation",
            inputs: [
                Self.input(
                    "beta-weighted delta", book.greeks.betaWeightedDelta.figure,
                    .number("\(book.benchmark) shares"), source: "book", reference: "book#beta_weighted_delta"),
                Self.input(
                    "benchmark price", book.benchmarkPrice, .price, source: book.benchmark,
                    reference: "book#benchmark_price"),
            ] + accountInputs("net_liquidation"), method: "exact")
        return made(part, id: id, subject: "Book", origin: origin)
    }

    private func dayShare(id: String) -> Explanation {
        let net = netLiquidation
        let share = book.dayProfit.figure.combined(with: net) { day, net in
            net - day > 0 ? day / (net - day) : .nan
        }
        let part = Definition(
            title: "profit of the day, share", figure: share, unit: .percent,
            formula: "profit of the day / (net liquidation - profit of the day)",
            inputs: [
                Self.input(
                    "profit of the day", book.dayProfit.figure, .dollars, source: "book", reference: "book#day_pnl")
            ] + accountInputs("net_liquidation"), method: "exact")
        return made(part, id: id, subject: "Book", origin: origin)
    }

    private var netLiquidation: Figure {
        var sum = FigureSum()
        for account in book.accounts { sum.add(account.netLiquidation.figure) }
        return sum.complete
    }

    private func accountInputs(_ key: String) -> [ExplanationInput] {
        book.accounts.map { account in
            Self.input(
                "\(words(key)) of \(account.account.name)", accountFigure(account, key).figure, .dollars,
                source: account.source, reference: "account/\(account.account.name)#\(key)")
        }
    }

    private func words(_ key: String) -> String {
        switch key {
        case "net_liquidation": "net liquidation"
        case "free_cash": "free cash"
        case "collateral": "reserved cash"
        case "treasury_bill_funds": "T-bill funds"
        case "total_pnl": "total profit"
        default: key
        }
    }

    private func accountFigure(_ account: AccountValuation, _ key: String) -> Total {
        switch key {
        case "net_liquidation": account.netLiquidation
        case "free_cash": Total(figure: account.freeCash, unknownCount: 0)
        case "collateral": Total(figure: account.reservedCash, unknownCount: 0)
        case "treasury_bill_funds": Total(figure: account.treasuryBillFunds, unknownCount: 0)
        case "total_pnl": account.totalProfit
        default: Total(figure: account.cashFigure, unknownCount: 0)
        }
    }

    private func acrossAccounts(id: String, key: String) -> Explanation? {
        // One account is its own explanation.
        if book.accounts.count == 1, let only = book.accounts.first {
            return explainAccount(id: id, name: only.account.name, key: key)
        }
        var sum = FigureSum()
        for account in book.accounts { sum.add(accountFigure(account, key).figure) }
        let unknown = book.accounts.reduce(0) { $0 + accountFigure($1, key).unknownCount }
        let part = Definition(
            title: words(key), figure: sum.complete, unit: .dollars, formula: "sum over the accounts",
            inputs: accountInputs(key), method: "exact", notes: unknown == 0 ? [] : ["\(unknown) parts unknown"],
            unknownCount: unknown)
        return made(part, id: id, subject: "Book", origin: origin)
    }

    // MARK: - Greeks

    func explainGreeks(id: String, row name: String, key: String) -> Explanation? {
        let all = [book.greeks, book.nearGreeks] + book.bySymbol + book.byStrategy + book.bySector + book.byPosition
        guard let row = all.first(where: { $0.key == name }), let part = greek(row, key: key) else { return nil }
        let members = members(of: row)
        if row.key != book.greeks.key, members.count == 1, let only = members.first,
            let alone = explain(only, id: id, key: key)
        {
            return alone
        }
        let parts = Dictionary(book.byPosition.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let torn = Set(
            book.strategies.filter(\.isPartlyPriced).flatMap(\.legs).filter { contract($0) != nil }.map(\.position.id))
        let collateral = members.filter(isCollateral)
        let inputs = members.filter { !isCollateral($0) }.compactMap { leg -> ExplanationInput? in
            guard let own = parts[leg.position.id].flatMap({ greek($0, key: key) })?.total.figure else { return nil }
            // As the sums have it: of a row that is priced in part no option is in them.
            let isLeftOut = own.value != nil && torn.contains(leg.position.id)
            return Self.input(
                Self.name(leg.position), isLeftOut ? .unknown(.incomplete) : own, part.unit, source: "position",
                reference: "\(leg.position.id)#\(key)")
        }
        let left =
            collateral.isEmpty
            ? []
            : [
                "left out as collateral: "
                    + collateral.map { Self.name($0.position) }.joined(separator: ", ") + " (T-bill fund)"
            ]
        return Explanation(
            id: id, title: "\(title(ofGreeks: name)): \(part.title)", value: Self.text(part.total, part.unit),
            formula: part.formula,
            inputs: inputs,
            method: "known parts added, unknown parts counted; T-bill funds are collateral and in no sum",
            origin: origin, notes: Self.notes(part.total.figure) + left,
            trust: part.total.figure.trust ?? .fresh)
    }

    /// What a person knows a row of Greeks by: the key of a strategy's or a position's is an id.
    private func title(ofGreeks key: String) -> String {
        if let row = book.strategies.first(where: { $0.id == key }) { return "\(row.symbol) \(row.title)" }
        let leg = book.strategies.lazy.flatMap(\.legs).first { $0.position.id == key }
        return leg.map { Self.name($0.position) } ?? key
    }

    private struct Greek {
        var title: String
        var total: Total
        var unit: ExplainedUnit
        var formula: String
    }

    private func greek(_ row: GreeksRow, key: String) -> Greek? {
        switch key {
        case "delta": Greek(title: "delta", total: row.delta, unit: .shares, formula: "sum of deltas")
        case "gamma": Greek(title: "gamma", total: row.gamma, unit: .gamma, formula: "sum of gammas")
        case "theta_per_day":
            Greek(
                title: "decay of a day", total: row.thetaPerDay, unit: .dollarsPerDay,
                formula: "sum of [V(T - 1 day) - V(T)] x quantity x multiplier")
        case "vega_per_point":
            Greek(title: "vega", total: row.vegaPerPoint, unit: .dollarsPerPoint, formula: "sum of vegas / 100")
        case "rho_per_point":
            Greek(title: "rho", total: row.rhoPerPoint, unit: .dollarsPerPoint, formula: "sum of rhos / 100")
        case "dollar_delta":
            Greek(
                title: "dollar delta", total: row.dollarDelta, unit: .dollars,
                formula: "sum of delta x S, T-bill funds left out")
        case "dollar_gamma_1pct":
            Greek(
                title: "dollar gamma per 1 %", total: row.dollarGammaOnePercent, unit: .dollars,
                formula: "sum of [delta(1.01 S) - delta(0.99 S)] / 2 x S, repriced at both sides")
        case "beta_weighted_delta":
            Greek(
                title: "beta-weighted delta", total: row.betaWeightedDelta, unit: .shares,
                formula: "sum of delta x S x beta / \(book.benchmark) price")
        case "vega30":
            Greek(
                title: "30-day vega", total: row.vega30, unit: .dollarsPerPoint,
                formula: "sum of vega x sqrt(30 / max(DTE, 1))")
        default: nil
        }
    }

    private func members(of row: GreeksRow) -> [PositionValuation] {
        book.strategies.flatMap { strategy in
            strategy.legs.filter { leg in
                if row.key == book.greeks.key { return true }
                if row.key == book.nearGreeks.key {
                    return leg.daysToExpiry.map { $0 <= settings.nearDays } ?? false
                }
                return row.key == strategy.symbol || row.key == strategy.id || row.key == leg.sector
                    || row.key == leg.position.id
            }
        }
    }
}
