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
        let cash = cashFact(account)
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
                notes: total.unknownCount == 0 ? [] : ["\(total.unknownCount) parts unknown"],
                unknownCount: total.unknownCount)
        }
        func plain(
            _ title: String, _ figure: Figure, _ formula: String, _ inputs: [ExplanationInput],
            unit: ExplainedUnit = .dollars
        ) -> Definition {
            part(title, Total(figure: figure, unknownCount: 0), formula, inputs, unit: unit)
        }
        let isMargin = account.account.rules == .regulationT
        let net = own("net liquidation", "net_liquidation", account.netLiquidation.figure)
        let requirement = own("requirement", "margin_requirement", account.marginRequirement)
        let reserved = own("reserved", "collateral", account.reservedCash)
        switch key {
        case "cash":
            return Definition(
                title: "cash", figure: account.cashFigure, unit: .dollars,
                formula: account.statedBalance == nil
                    ? "sum of all cash effects in the ledger" : "balance of the statement + cash effects since",
                inputs: statedInputs(account) ?? [cash, settledFact(account)], method: "exact",
                notes: cashNotes(account))
        case "settled_cash":
            return Definition(
                title: "settled cash", figure: account.settledCashFigure, unit: .dollars,
                formula: "cash - what has not settled yet", inputs: [cash, settledFact(account)], method: "T+1")
        case "net_liquidation":
            return part(
                "net liquidation", account.netLiquidation, "cash + sum of market values",
                [cash]
                    + legs(name).map {
                        figureInput(Self.name($0.position), $0, "market_value", $0.marketValue, .dollars)
                    }
                    + account.otherAssets.map {
                        Self.input(
                            $0, .unknown(.noSource), .dollars, source: "no position here: its cash alone is booked")
                    })
        case "collateral", "reserved_cash":
            return plain(
                "reserved cash", account.reservedCash,
                "strikes of puts + widths of spreads, gross; calls covered by shares or longer calls reserve nothing, "
                    + "bare calls and short shares have no bound",
                account.cashReserves.map {
                    Self.input(
                        "\($0.symbol) \($0.title)", $0.figure, .dollars, source: "row",
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
            guard isMargin else {
                return plain("requirement", account.marginRequirement, "cash account: reserved cash", [reserved])
            }
            return plain(
                "requirement", account.marginRequirement,
                "sum over the underlyings of the least FINRA 4210(f)(2) asks, less the market value of what is short",
                account.requirements.map { part in
                    Self.input(
                        part.symbol, part.figure, .dollars,
                        source: part.pairs.isEmpty ? "nothing covered" : part.pairs.joined(separator: ", "),
                        reference: "account/\(name)#margin_requirement/\(part.symbol)")
                })
        case "buying_power":
            return isMargin
                ? plain("buying power", account.buyingPower, "net liquidation - requirement", [net, requirement])
                : plain("buying power", account.buyingPower, "cash - reserved", [cash, reserved])
        case "buying_power_used_fraction":
            return plain(
                "buying power used", account.buyingPowerUsedFraction,
                isMargin ? "requirement / net liquidation" : "reserved / cash",
                isMargin ? [requirement, net] : [reserved, cash], unit: .percent)
        case "day_pnl":
            return part(
                "profit of the day", account.dayProfit,
                "sum over the positions, and over what was closed or received since the previous close",
                legs(name).map { figureInput(Self.name($0.position), $0, "day_pnl", $0.dayProfit, .dollars) }
                    + book.dayClosings.filter { $0.account == name }.map(closingInput))
        case "total_pnl":
            return part(
                "total profit", account.totalProfit, "realised + sum of open profits; realised as the ledger has it",
                (book.accounts.count == 1
                    ? [
                        book.realized.figure.value == nil
                            ? Self.input("realised", book.realized.figure, .dollars, source: "ledger")
                            : Self.fact("realised", book.realizedProfit.exactText, unit: "USD", source: "ledger")
                    ] : [])
                    + legs(name).map {
                        figureInput(Self.name($0.position), $0, "unrealized_pnl", $0.unrealizedProfit, .dollars)
                    })
        default: return partialRequirement(account, key: key)
        }
    }

    /// Why the cash is not known, and what would tell it.
    private func cashNotes(_ account: AccountValuation) -> [String] {
        guard account.cashReason != nil else { return [] }
        guard account.unreadCount > 0 else {
            return [
                "rows close what no row opened, or a statement lists positions that no row brought, and none "
                    + "states the cash: import the earlier files"
            ]
        }
        return [
            "\(account.unreadCount) of the rows of its files could not be booked, and none since states the cash: import the "
                + "mended file again, or a plain CSV with a statement row that states it"
        ]
    }

    private func cashFact(_ account: AccountValuation) -> ExplanationInput {
        guard account.cashReason == nil else {
            return Self.input("cash", account.cashFigure, .dollars, source: account.source)
        }
        return Self.fact("cash", account.cash.exactText, unit: "USD", source: account.source)
    }

    private func settledFact(_ account: AccountValuation) -> ExplanationInput {
        guard account.cashReason == nil else {
            return Self.input("settled", account.settledCashFigure, .dollars, source: account.source)
        }
        return Self.fact("settled", account.settledCash.exactText, unit: "USD", source: account.source)
    }

    /// The balance a statement states, and what came after it; nil where the ledger tells all of the cash.
    private func statedInputs(_ account: AccountValuation) -> [ExplanationInput]? {
        guard account.cashReason == nil, let stated = account.statedBalance else { return nil }
        let day = stated.at.newYork.date.iso8601
        return [
            Self.fact("stated on \(day)", stated.amount.exactText, unit: "USD", source: stated.source),
            Self.fact(
                "cash effects since", (account.cash - stated.amount).exactText, unit: "USD", source: account.source),
            settledFact(account),
        ]
    }

    /// `margin_requirement/SPY`: of one underlying, from the terms and marks of its legs.
    private func partialRequirement(_ account: AccountValuation, key: String) -> Definition? {
        guard key.hasPrefix("margin_requirement/"),
            let part = account.requirements.first(where: { $0.symbol == key.dropFirst(19) })
        else { return nil }
        let members = legs(account.account.name).filter {
            $0.position.instrument.underlying == part.symbol && $0.state != .expiredUnresolved
        }
        return Definition(
            title: "requirement of \(part.symbol)", figure: part.figure, unit: .dollars,
            formula: "bare: mark + max(20 % S - out of the money, 10 % S (call) or K (put)), a put at most K; covered: "
                + "the width; shares: S - 50 % of S, behind a short call in the money S - 50 % of its K; long options: "
                + "the mark, over nine months 75 % of it while they cover nothing; less the mark of what is short",
            inputs: members.flatMap { leg in
                let terms =
                    contract(leg).map {
                        [Self.fact("right", $0.right == .call ? "call" : "put", source: "contract"), strikeInput(leg)]
                            + [Self.fact("expiry", $0.expiry.iso8601, source: "contract")]
                    } ?? []
                return (sizeInputs(leg) + terms + [markInput(leg), spotInput(leg)]).grouped(Self.name(leg.position))
            },
            method: account.marginKind,
            notes: part.pairs.isEmpty ? [] : ["covered: \(part.pairs.joined(separator: ", "))"])
    }

    private func legs(_ account: String) -> [PositionValuation] {
        book.strategies.filter { $0.account == account }.flatMap(\.legs)
    }
}
