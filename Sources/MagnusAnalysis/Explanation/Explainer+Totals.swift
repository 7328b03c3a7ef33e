import MagnusDomain
import MagnusQuant

extension Explainer {
    func explainBook(id: String, key: String) -> Explanation? {
        func rows(_ figure: (StrategyValuation) -> Figure, _ unit: String) -> [ExplanationInput] {
            book.strategies.map { row in
                Self.input("\(row.symbol) \(row.title)", figure(row), unit, source: "row \(row.id)")
            }
        }
        func total(_ title: String, _ total: Total, _ inputs: [ExplanationInput]) -> Explanation {
            Explanation(
                id: id, title: title, value: Self.text(total), formula: "sum over the rows", inputs: inputs,
                method: "known parts added, unknown parts counted", origin: "book at \(book.asOf.rfc3339)")
        }
        switch key {
        case "unrealized_pnl", "open_pnl":
            return total("open profit of the book", book.openProfit, rows(\.unrealizedProfit, "USD"))
        case "day_pnl": return total("profit of the day", book.dayProfit, rows(\.dayProfit, "USD"))
        case "short_extrinsic":
            return total("short extrinsic value", book.shortExtrinsic, rows(\.extrinsic, "USD"))
        case "delta_fraction_of_net_liquidation":
            return Explanation(
                id: id, title: "beta-weighted delta of net liquidation",
                value: Self.text(book.deltaFractionOfNetLiquidation),
                formula: "beta-weighted delta x benchmark price / net liquidation",
                inputs: [
                    Self.input(
                        "beta-weighted delta", book.greeks.betaWeightedDelta.figure, "shares", source: "Book"),
                    Self.input("benchmark price", book.benchmarkPrice, "USD", source: book.benchmark),
                ]
                    + book.accounts.map { account in
                        Self.input(
                            "net liquidation of \(account.account.name)", account.netLiquidation.figure, "USD",
                            source: account.source)
                    }, method: "exact", origin: "book at \(book.asOf.rfc3339)")
        default: break
        }
        if key.hasPrefix("scenario/") { return explainScenario(id: id, key: String(key.dropFirst(9))) }
        return explainGreeks(id: id, row: "Book", key: key)
    }

    private func explainScenario(id: String, key: String) -> Explanation? {
        guard let index = Int(key), book.scenarios.indices.contains(index) else { return nil }
        let cell = book.scenarios[index]
        return Explanation(
            id: id, title: "\(book.benchmark) \(cell.benchmarkMove * 100)% after \(cell.daysForward) days",
            value: Self.text(cell.profit),
            formula: "sum of V(S (1 + beta m), sigma x factor(m), T - days) - V(now), quantity and multiplier applied",
            inputs: [
                Self.input("m", cell.benchmarkMove, "fraction", source: "setting"),
                Self.input("days", Double(cell.daysForward), "calendar days", source: "setting"),
            ], method: "full revaluation; \(book.scenarioRule); expired by then: intrinsic",
            origin: "book at \(book.asOf.rfc3339)",
            notes: book.excluded.isEmpty ? [] : ["without: \(book.excluded.joined(separator: ", "))"])
    }

    func explainGreeks(id: String, row name: String, key: String) -> Explanation? {
        let all = [book.greeks, book.nearGreeks] + book.bySymbol + book.byStrategy + book.bySector + book.byPosition
        guard let row = all.first(where: { $0.key == name }), let part = greek(row, key: key) else { return nil }
        let members = positionRows(of: row)
        return Explanation(
            id: id, title: "\(name): \(part.title)", value: Self.text(part.total), formula: part.formula,
            inputs: members.compactMap { member in
                greek(member, key: key).map {
                    Self.input(member.key, $0.total.figure, part.unit, source: "position \(member.key)")
                }
            }, method: "known parts added, unknown parts counted; T-bill funds and expired contracts left out",
            origin: "book at \(book.asOf.rfc3339)")
    }

    private struct Greek {
        var title: String
        var total: Total
        var unit: String
        var formula: String
    }

    private func greek(_ row: GreeksRow, key: String) -> Greek? {
        switch key {
        case "delta": Greek(title: "delta", total: row.delta, unit: "shares", formula: "sum of deltas")
        case "gamma": Greek(title: "gamma", total: row.gamma, unit: "shares/USD", formula: "sum of gammas")
        case "theta_per_day":
            Greek(
                title: "decay of a day", total: row.thetaPerDay, unit: "USD/day",
                formula: "sum of [V(T - 1 day) - V(T)] x quantity x multiplier")
        case "vega_per_point":
            Greek(title: "vega", total: row.vegaPerPoint, unit: "USD/point", formula: "sum of vegas / 100")
        case "rho_per_point":
            Greek(title: "rho", total: row.rhoPerPoint, unit: "USD/point", formula: "sum of rhos / 100")
        case "dollar_delta":
            Greek(title: "dollar delta", total: row.dollarDelta, unit: "USD", formula: "sum of delta x S")
        case "dollar_gamma_1pct":
            Greek(
                title: "dollar gamma per 1 %", total: row.dollarGammaOnePercent, unit: "USD",
                formula: "sum of [delta(1.01 S) - delta(0.99 S)] / 2 x S, repriced at both sides")
        case "beta_weighted_delta":
            Greek(
                title: "beta-weighted delta", total: row.betaWeightedDelta, unit: "\(book.benchmark) shares",
                formula: "sum of delta x S x beta / benchmark price")
        case "vega30":
            Greek(
                title: "30-day vega", total: row.vega30, unit: "USD/point",
                formula: "sum of vega x sqrt(30 / max(DTE, 1))")
        default: nil
        }
    }

    private func positionRows(of row: GreeksRow) -> [GreeksRow] {
        let legs = book.strategies.flatMap { strategy in strategy.legs.map { (strategy, $0) } }
        let members = legs.filter { strategy, leg in
            if row.key == book.greeks.key { return true }
            if row.key == book.nearGreeks.key { return leg.daysToExpiry.map { $0 <= 2 } ?? false }
            return row.key == strategy.symbol || row.key == strategy.id || row.key == leg.sector
                || row.key == leg.position.id
        }
        let names = Set(members.map { $0.1.position.id })
        return book.byPosition.filter { names.contains($0.key) }
    }

    func explainAccount(id: String, name: String, key: String) -> Explanation? {
        guard let account = book.accounts.first(where: { $0.account.name == name }) else { return nil }
        let cash = Self.input("cash", account.cash.dollars, "USD", source: account.source)
        let rows = book.strategies.filter { $0.account == name }
        let values = rows.flatMap(\.legs).map { leg in
            Self.input(
                Self.name(leg.position), leg.marketValue, "USD", source: leg.markSource, age: leg.markAgeSeconds)
        }
        func made(_ title: String, _ value: String, _ formula: String, _ inputs: [ExplanationInput]) -> Explanation {
            Explanation(
                id: id, title: "\(name): \(title)", value: value, formula: formula, inputs: inputs,
                method: account.marginKind, origin: "account \(name), \(account.source)")
        }
        let net = Self.input("net liquidation", account.netLiquidation.figure, "USD", source: "valuation")
        let requirement = Self.input("requirement", account.marginRequirement, "USD", source: "valuation")
        let reserved = Self.input("reserved", account.reservedCash, "USD", source: "valuation")
        switch key {
        case "cash": return made("cash", "\(account.cash.dollars)", "sum of all cash effects in the ledger", [cash])
        case "net_liquidation":
            return made(
                "net liquidation", Self.text(account.netLiquidation), "cash + sum of market values", [cash] + values)
        case "collateral", "reserved_cash":
            return made(
                "reserved cash", Self.text(account.reservedCash), "strikes of puts + widths of spreads, gross",
                rows.map { Self.input("\($0.symbol) \($0.title)", $0.collateral, "USD", source: "row \($0.id)") })
        case "free_cash": return made("free cash", Self.text(account.freeCash), "cash - reserved", [cash, reserved])
        case "treasury_bill_funds":
            return made("T-bill funds", Self.text(account.treasuryBillFunds), "market value of T-bill funds", values)
        case "margin_requirement":
            return made(
                "requirement", Self.text(account.marginRequirement),
                "sum over strategies, FINRA 4210(f)(2); cash accounts: reserved cash", values)
        case "buying_power":
            return made(
                "buying power", Self.text(account.buyingPower),
                "net liquidation - requirement; cash accounts: free cash", [net, requirement])
        case "buying_power_used_fraction":
            return made(
                "buying power used", Self.text(account.buyingPowerUsedFraction),
                "requirement / net liquidation; cash accounts: reserved / cash", [requirement, net, reserved, cash])
        case "day_pnl": return made("profit of the day", Self.text(account.dayProfit), "sum over the positions", values)
        case "total_pnl":
            return made("total profit", Self.text(account.totalProfit), "realised + open", values)
        default: return nil
        }
    }

    func explainCandidate(id: String, name: String, key: String) -> Explanation? {
        guard let candidate = candidates.first(where: { $0.id == name }), key == "score" else { return nil }
        return Explanation(
            id: id, title: "\(candidate.symbol) \(candidate.contract.shortName): score", value: "\(candidate.score)",
            formula: "sum of weight x clipped share of each part, then caps",
            inputs: candidate.parts.map { part in
                ExplanationInput(
                    name: part.name, value: part.isMissing ? "missing" : "\(part.points)",
                    unit: "of \(part.weight) points", source: part.explanation,
                    ageSeconds: candidate.quoteAgeSeconds)
            }, method: candidate.cap.map { "held down by: \($0)" } ?? "no cap",
            origin: "scan \(candidate.strategy.rawValue)", notes: candidate.failures.map(\.text))
    }

    func explainAlert(id: String, name: String, key: String) -> Explanation? {
        guard let alert = alerts.first(where: { $0.id == name }) else { return nil }
        return Explanation(
            id: id, title: alert.finding.title, value: alert.finding.priority.rawValue, formula: alert.finding.message,
            inputs: alert.finding.evidence.map { fact in
                Self.input(fact.name, fact.value, fact.unit, source: fact.source, age: fact.ageSeconds)
            }, method: "monitor \(alert.finding.monitor.rawValue), \(key)",
            origin: "condition \(alert.finding.conditionKey), raised \(alert.raisedAt.rfc3339)")
    }
}
