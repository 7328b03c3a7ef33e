import MagnusDomain
import MagnusQuant

/// Figures of a strategy row that come from its entry, its payoff and its capital.
extension Explainer {
    /// Strike, quantity and entry of every leg.
    private func entries(_ row: StrategyValuation) -> [ExplanationInput] {
        row.legs.flatMap { leg in
            let entry = Self.input("entry", leg.position.averagePrice, .price, source: "ledger")
            let strike = contract(leg) == nil ? [] : [strikeInput(leg)]
            return (strike + [entry] + sizeInputs(leg) + [basisInput(leg)]).grouped(Self.name(leg.position))
        }
    }

    private func rowInput(
        _ name: String, _ row: StrategyValuation, _ key: String, _ figure: Figure, _ unit: ExplainedUnit = .dollars
    ) -> ExplanationInput {
        Self.input(name, figure, unit, source: "valuation", reference: "\(row.id)#\(key)")
    }

    func payoff(_ row: StrategyValuation, key: String) -> Definition? {
        let isCurved = Set(row.legs.compactMap { contract($0)?.expiry }).count > 1
        let shape =
            isCurved
            ? "piecewise; later legs priced at their present volatility" : "piecewise linear between the strikes"
        switch key {
        case "max_profit", "max_loss":
            let isProfit = key == "max_profit"
            return Definition(
                title: isProfit ? "most that can be won" : "most that can be lost",
                figure: isProfit ? row.maximumProfit : row.maximumLoss, unit: .dollars,
                formula: "extreme over all spots at the first expiry of sum(quantity x multiplier x payoff) - cost",
                inputs: entries(row), method: "\(shape); unlimited has no value")
        case "breakevens":
            let list = row.breakevens.map(ExplainedUnit.price.text).joined(separator: ", ")
            return Definition(
                title: "breakevens", figure: Figure(row.breakevens.first, else: .notApplicable), unit: .price,
                formula: "spots at the first expiry where sum(quantity x multiplier x payoff) = cost",
                inputs: entries(row), method: shape, words: list.isEmpty ? nil : "\(list) USD/share")
        case "profit_captured", "captured": return captured(row)
        case "left_per_year":
            return Definition(
                title: "what is left, per year", figure: row.leftPerYear, unit: .percent,
                formula: "cost to buy back / collateral x 365 / max(DTE, 1)",
                inputs: [
                    rowInput("cost to buy back", row, "cost_to_close", row.costToClose),
                    rowInput("collateral", row, "collateral", row.collateral),
                    Self.input("DTE", row.daysToExpiry.map(Double.init), .days, source: "calendar"),
                ], method: "simple")
        case "collateral":
            return Definition(
                title: "collateral", figure: row.collateral, unit: .dollars,
                formula:
                    "puts: K x multiplier x |quantity|; spreads: width x multiplier x |quantity|; with shares: their "
                    + "market value; calls: the width to longer calls of the account, without any no bound; else "
                    + "the debit",
                inputs: entries(row)
                    + row.legs.filter { contract($0) == nil }.map {
                        figureInput("market value", $0, "market_value", $0.marketValue, .dollars)
                    }, method: "gross, premiums not counted")
        case "entry_price":
            return Definition(
                title: "entry, net credit", figure: row.entryPrice, unit: .price,
                formula:
                    "-sum(quantity x entry) / units, options only where there are any; units: the smallest quantity",
                inputs: entries(row), method: "exact; negative was paid")
        case "mark_price":
            let options = row.legs.filter { contract($0) != nil }
            return Definition(
                title: "net mark", figure: row.markPrice, unit: .price,
                formula: "-sum(quantity x mark) / units, options only where there are any",
                inputs: (options.isEmpty ? row.legs : options).flatMap { leg in
                    ([markInput(leg)] + quoteInputs(leg) + sizeInputs(leg)).grouped(Self.name(leg.position))
                }, method: "exact; positive pays to close, negative brings money")
        case "extrinsic": return shortExtrinsic(row)
        default: return nil
        }
    }

    private func captured(_ row: StrategyValuation) -> Definition {
        let profit = rowInput("open profit", row, "unrealized_pnl", row.unrealizedProfit)
        let hasShares = row.legs.contains { contract($0) == nil }
        let isDebit = (row.entryPrice.value ?? 0) < 0
        let (formula, inputs, method): (String, [ExplanationInput], String)
        if hasShares {
            (formula, inputs, method) = (
                "open profit / maximum profit, shares and options together; `lock` where no profit is possible",
                [profit, rowInput("maximum profit", row, "max_profit", row.maximumProfit)], "at the mark"
            )
        } else if isDebit {
            (formula, inputs, method) = (
                "open profit / debit", [profit] + row.legs.map { basisInput($0) }, "debit: the cost bases added"
            )
        } else {
            (formula, inputs, method) = (
                "(credit - cost to close) / maximum profit; credit = -(cost bases added)",
                row.legs.map { basisInput($0) } + [
                    rowInput("cost to close", row, "cost_to_close", row.costToClose),
                    rowInput("maximum profit", row, "max_profit", row.maximumProfit),
                ], "at the natural price: shorts bought at the ask, longs sold at the bid"
            )
        }
        return Definition(
            title: "captured", figure: row.captured, unit: .percent, formula: formula, inputs: inputs, method: method)
    }

    private func shortExtrinsic(_ row: StrategyValuation) -> Definition {
        let inputs = shorts(row).flatMap { leg in
            ([
                Self.input("ask", leg.ask, .price, source: leg.markSource, age: leg.markAgeSeconds), markInput(leg),
                spotInput(leg), strikeInput(leg),
            ] + sizeInputs(leg)).grouped(Self.name(leg.position))
        }
        return Definition(
            title: "short extrinsic value", figure: row.extrinsic, unit: .dollars,
            formula: "sum over short legs of max(0, ask - intrinsic) x |quantity| x multiplier", inputs: inputs,
            method: "at the price to buy back; the mark without an ask; intrinsic at S")
    }
}
