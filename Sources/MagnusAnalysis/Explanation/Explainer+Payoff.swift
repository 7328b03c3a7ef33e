import MagnusDomain
import MagnusQuant

/// Figures of a strategy row that come from its entry, its payoff and its capital.
extension Explainer {
    /// Strike, quantity and entry of every leg, and what else each has.
    private func entries(_ row: StrategyValuation, and others: [[ExplanationInput]] = []) -> [ExplanationInput] {
        row.legs.enumerated().flatMap { index, leg in
            let entry = Self.input("entry", leg.position.averagePrice, .price, source: "ledger")
            let strike = contract(leg) == nil ? [] : [strikeInput(leg)]
            let own = others.indices.contains(index) ? others[index] : []
            return (strike + [entry] + sizeInputs(leg) + [basisInput(leg)] + own).grouped(Self.name(leg.position))
        }
    }

    private func rowInput(
        _ name: String, _ row: StrategyValuation, _ key: String, _ figure: Figure, _ unit: ExplainedUnit = .dollars
    ) -> ExplanationInput {
        Self.input(name, figure, unit, source: "valuation", reference: "\(row.id)#\(key)")
    }

    /// The payoff of legs that do not end together, as the book works it out; nil where they do, or one has no price.
    private func study(_ row: StrategyValuation) -> PayoffStudy? {
        guard Set(row.legs.compactMap { contract($0)?.expiry }).count > 1,
            let spot = row.legs.lazy.compactMap(\.underlyingPrice.value).first
        else { return nil }
        let legs = row.legs.compactMap { leg -> PayoffStudy.Leg? in
            let size = size(leg)
            guard size != 0, contract(leg) == nil || leg.terms != nil,
                let entry = leg.position.costBasis.map({ $0.dollars / size }) ?? leg.position.averagePrice
            else { return nil }
            return PayoffStudy.Leg(quantity: size, entry: entry, terms: leg.terms)
        }
        return legs.count == row.legs.count ? PayoffStudy(legs, spot: spot) : nil
    }

    private func ends(
        _ row: StrategyValuation, _ study: PayoffStudy?, _ place: PayoffStudy.Place
    ) -> [ExplanationInput] {
        let found = study?.inputs(of: place, trusts: row.legs.map { $0.impliedVolatility.trust ?? .estimated })
        return (found?.spots ?? []) + entries(row, and: found?.legs ?? [])
    }

    private func valueWords(_ study: PayoffStudy?) -> String {
        study == nil
            ? "value: intrinsic, of shares the spot" : "value: of what ends then intrinsic, of later legs their price"
    }

    private func shape(_ study: PayoffStudy?) -> String {
        study == nil ? "piecewise linear between the strikes" : "piecewise; \(PayoffStudy.laterMethod)"
    }

    func payoff(_ row: StrategyValuation, key: String) -> Definition? {
        switch key {
        case "max_profit", "max_loss":
            let isProfit = key == "max_profit"
            let study = study(row)
            return Definition(
                title: isProfit ? "most that can be won" : "most that can be lost",
                figure: isProfit ? row.maximumProfit : row.maximumLoss, unit: .dollars,
                formula: "extreme over all spots at the first expiry of sum(quantity x multiplier x value) - cost; "
                    + valueWords(study),
                inputs: ends(row, study, isProfit ? .maximumProfit : .maximumLoss),
                method: shape(study) + "; unlimited has no value")
        case "breakevens":
            let list = row.breakevens.map(ExplainedUnit.price.text).joined(separator: ", ")
            let study = study(row)
            return Definition(
                title: "breakevens", figure: Figure(row.breakevens.first, else: .notApplicable), unit: .price,
                formula: "spots at the first expiry where sum(quantity x multiplier x value) = cost; "
                    + valueWords(study),
                inputs: ends(row, study, .breakevens), method: shape(study),
                words: list.isEmpty ? nil : "\(list) USD/share")
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
                    + "market value; calls: the width to longer calls of the account, without any no bound, and unknown "
                    + "where only shares cover them of which an adjusted call takes nobody knows how many; else "
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
            title: "short extrinsic value at the ask", figure: row.extrinsic, unit: .dollars,
            formula: "sum over short legs of max(0, ask - intrinsic) x |quantity| x multiplier", inputs: inputs,
            method: "at the price to buy back; the mark without an ask; intrinsic at S")
    }
}
