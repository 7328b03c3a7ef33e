import MagnusDomain

/// Balances of an account.
extension Explainer {
    func explainAccount(id: String, name: String, key: String) -> Explanation? {
        guard let account = book.accounts.first(where: { $0.account.name == name }) else { return nil }
        guard let part = definition(account, key: key) else { return nil }
        return made(part, id: id, subject: name, origin: "account \(name), \(account.source)")
    }

    private func definition(_ account: AccountValuation, key: String) -> Definition? {
        let name = account.account.name
        let cash = Self.fact("cash", account.cash.exactText, unit: "USD", source: account.source)
        func own(_ label: String, _ key: String, _ figure: Figure) -> ExplanationInput {
            Self.input(label, figure, .dollars, source: "valuation", reference: "account/\(name)#\(key)")
        }
        func part(
            _ title: String, _ total: Total, _ formula: String, _ inputs: [ExplanationInput],
            unit: ExplainedUnit = .dollars
        ) -> Definition {
            Definition(
                title: title, figure: total.figure, unit: unit, formula: formula, inputs: inputs,
                method: account.marginKind,
                notes: total.unknownCount == 0 ? [] : ["\(total.unknownCount) parts unknown"])
        }
        func plain(
            _ title: String, _ figure: Figure, _ formula: String, _ inputs: [ExplanationInput],
            unit: ExplainedUnit = .dollars
        ) -> Definition {
            part(title, Total(figure: figure, unknownCount: 0), formula, inputs, unit: unit)
        }
        let net = own("net liquidation", "net_liquidation", account.netLiquidation.figure)
        let requirement = own("requirement", "margin_requirement", account.marginRequirement)
        let reserved = own("reserved", "collateral", account.reservedCash)
        switch key {
        case "cash":
            return Definition(
                title: "cash", figure: Figure(account.cash.dollars), unit: .dollars,
                formula: "sum of all cash effects in the ledger",
                inputs: [
                    cash, Self.fact("settled", account.settledCash.exactText, unit: "USD", source: account.source),
                ], method: "exact")
        case "settled_cash":
            return Definition(
                title: "settled cash", figure: Figure(account.settledCash.dollars), unit: .dollars,
                formula: "cash - what has not settled yet",
                inputs: [
                    cash, Self.fact("settled", account.settledCash.exactText, unit: "USD", source: account.source),
                ], method: "T+1")
        case "net_liquidation":
            return part(
                "net liquidation", account.netLiquidation, "cash + sum of market values",
                [cash]
                    + legs(name).map {
                        figureInput(Self.name($0.position), $0, "market_value", $0.marketValue, .dollars)
                    })
        case "collateral", "reserved_cash":
            let rows = book.strategies.filter { row in
                row.account == name && !row.legs.contains { contract($0) == nil }
            }
            return plain(
                "reserved cash", account.reservedCash,
                "strikes of puts + widths of spreads, gross; rows with shares and rows paid for reserve nothing",
                rows.filter { !shorts($0).isEmpty && ($0.entryPrice.value ?? 0) >= 0 }.map {
                    Self.input(
                        "\($0.symbol) \($0.title)", $0.collateral, .dollars, source: "row",
                        reference: "\($0.id)#collateral")
                })
        case "free_cash": return plain("free cash", account.freeCash, "cash - reserved", [cash, reserved])
        case "treasury_bill_funds":
            return plain(
                "T-bill funds", account.treasuryBillFunds, "market value of T-bill funds",
                legs(name).filter(isCollateral).map {
                    figureInput(Self.name($0.position), $0, "market_value", $0.marketValue, .dollars)
                })
        case "margin_requirement":
            return plain(
                "requirement", account.marginRequirement,
                account.account.rules == .regulationT
                    ? "sum over strategies, FINRA 4210(f)(2)" : "cash account: reserved cash",
                legs(name).map { figureInput(Self.name($0.position), $0, "market_value", $0.marketValue, .dollars) })
        case "buying_power":
            return plain(
                "buying power", account.buyingPower, "net liquidation - requirement; cash accounts: cash - reserved",
                [net, requirement, cash, reserved])
        case "buying_power_used_fraction":
            return plain(
                "buying power used", account.buyingPowerUsedFraction,
                "requirement / net liquidation; cash accounts: reserved / cash", [requirement, net, reserved, cash],
                unit: .percent)
        case "day_pnl":
            return part(
                "profit of the day", account.dayProfit, "sum over the positions",
                legs(name).map { figureInput(Self.name($0.position), $0, "day_pnl", $0.dayProfit, .dollars) })
        case "total_pnl":
            return part(
                "total profit", account.totalProfit, "realised + sum of open profits; realised as the ledger has it",
                (book.accounts.count == 1
                    ? [Self.fact("realised", book.realizedProfit.exactText, unit: "USD", source: "ledger")] : [])
                    + legs(name).map {
                        figureInput(Self.name($0.position), $0, "unrealized_pnl", $0.unrealizedProfit, .dollars)
                    })
        default: return nil
        }
    }

    private func legs(_ account: String) -> [PositionValuation] {
        book.strategies.filter { $0.account == account }.flatMap(\.legs)
    }
}
