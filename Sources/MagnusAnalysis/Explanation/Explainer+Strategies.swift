import MagnusDomain
import MagnusQuant

extension Explainer {
    func explain(_ row: StrategyValuation, id: String, key: String) -> Explanation? {
        guard let part = definition(row, key: key) else { return nil }
        var notes: [String] = []
        if case .unknown(let reason) = part.figure { notes.append("no value: \(reason.rawValue)") }
        if part.figure.trust == .stale { notes.append("an input is older than allowed") }
        if part.figure.trust == .estimated { notes.append("an input is estimated") }
        return Explanation(
            id: id, title: "\(row.symbol) \(row.title): \(part.title)", value: Self.text(part.figure),
            formula: part.formula, inputs: part.inputs, method: part.method,
            origin: row.legs.map { Self.origin($0.position) }.joined(separator: "; "), notes: notes)
    }

    private func parts(
        _ row: StrategyValuation, _ unit: String, _ figure: (PositionValuation) -> Figure
    ) -> [ExplanationInput] {
        row.legs.map { leg in
            Self.input(
                Self.name(leg.position), figure(leg), unit, source: leg.markSource, age: leg.markAgeSeconds)
        }
    }

    private func definition(_ row: StrategyValuation, key: String) -> Definition? {
        func total(_ title: String, _ figure: Figure, _ unit: String, _ part: (PositionValuation) -> Figure)
            -> Definition
        {
            Definition(
                title: title, figure: figure, formula: "sum over the legs", inputs: parts(row, unit, part),
                method: "sum; unknown if a leg is")
        }
        switch key {
        case "unrealized_pnl": return total("open profit", row.unrealizedProfit, "USD", \.unrealizedProfit)
        case "day_pnl": return total("profit of the day", row.dayProfit, "USD", \.dayProfit)
        case "delta": return total("delta", row.delta, "shares", \.delta)
        case "theta_per_day": return total("decay of a day", row.thetaPerDay, "USD/day", \.thetaPerDay)
        case "vega_per_point": return total("vega per point", row.vegaPerPoint, "USD/point", \.vegaPerPoint)
        case "cost_to_close": return total("cost to close", row.costToClose, "USD", \.costToClose)
        case "extrinsic":
            return Definition(
                title: "short extrinsic value", figure: row.extrinsic,
                formula: "sum over short legs of max(0, ask - max(0, +-(S - K))) x |quantity| x multiplier",
                inputs: parts(row, "USD/share at the ask") { Figure($0.ask, else: .noSource) }
                    + parts(row, "S") { $0.underlyingPrice },
                method: "at the price to buy back; the mark without an ask")
        case "assignment_probability":
            return Definition(
                title: "probability of assignment", figure: row.assignmentProbability,
                formula: "highest of the short legs", inputs: parts(row, "", \.assignmentProbability),
                method: row.legs.last?.pricingMethod ?? "")
        default: return derived(row, key: key)
        }
    }

    private func derived(_ row: StrategyValuation, key: String) -> Definition? {
        let entries = row.legs.map { leg in
            Self.input(
                "\(Self.name(leg.position)) entry", leg.position.averagePrice, "USD/share", source: "ledger")
        }
        let profit = Self.input("open profit", row.unrealizedProfit, "USD", source: "valuation")
        switch key {
        case "max_profit", "max_loss":
            let isProfit = key == "max_profit"
            return Definition(
                title: isProfit ? "most that can be won" : "most that can be lost",
                figure: isProfit ? row.maximumProfit : row.maximumLoss,
                formula: "extreme of the profit over all spots at the first expiry: at 0, at the strikes and beyond",
                inputs: entries,
                method: "piecewise linear; later legs at their present volatility; unlimited has no value")
        case "breakevens":
            return Definition(
                title: "breakevens", figure: Figure(row.breakevens.first, else: .notApplicable),
                formula: "spots at the first expiry where the profit is 0: \(row.breakevens)", inputs: entries,
                method: "piecewise linear; later legs at their present volatility")
        case "profit_captured", "captured":
            return Definition(
                title: "captured", figure: row.captured,
                formula:
                    "open profit / maximum profit; strategies paid for: / debit; `lock` where no profit is possible",
                inputs: [
                    profit, Self.input("maximum profit", row.maximumProfit, "USD", source: "payoff"),
                    Self.input("entry credit", row.entryPrice, "USD/share", source: "ledger"),
                ], method: "at the mark")
        case "distance", "distance_to_strike":
            return Definition(
                title: "distance to the nearest short strike", figure: row.distance,
                formula: "call: (K - S) / S; put: (S - K) / S; positive out of the money",
                inputs: parts(row, "", \.distanceToStrike), method: "smallest of the short legs")
        case "distance_dollars":
            return Definition(
                title: "distance in dollars", figure: row.distanceDollars, formula: "distance x S",
                inputs: parts(row, "USD/share", \.underlyingPrice), method: "exact")
        case "distance_sigmas":
            return Definition(
                title: "distance in standard deviations", figure: row.distanceSigmas,
                formula: "+-ln(K / S) / (sigma sqrt T)", inputs: parts(row, "sigma", \.impliedVolatility),
                method: "volatility of the nearest short leg")
        case "left_per_year":
            return Definition(
                title: "what is left, per year", figure: row.leftPerYear,
                formula: "cost to buy back / collateral x 365 / max(DTE, 1)",
                inputs: [
                    Self.input("cost to buy back", row.costToClose, "USD", source: "valuation"),
                    Self.input("collateral", row.collateral, "USD", source: "valuation"),
                    Self.input("DTE", row.daysToExpiry.map(Double.init), "days", source: "calendar"),
                ], method: "simple")
        case "collateral":
            return Definition(
                title: "collateral", figure: row.collateral,
                formula: "puts: K x multiplier x |quantity|; spreads: width; shares: market value; else the debit",
                inputs: entries, method: "gross, premiums not counted")
        case "entry_price":
            return Definition(
                title: "entry, net credit", figure: row.entryPrice,
                formula: "-sum(quantity x entry) / units, options only where there are any", inputs: entries,
                method: "exact")
        case "mark_price":
            return Definition(
                title: "net mark", figure: row.markPrice, formula: "-sum(quantity x mark) / units",
                inputs: parts(row, "USD/share", \.mark), method: "exact")
        case "iv":
            return Definition(
                title: "implied volatility", figure: row.impliedVolatility, formula: "of the nearest short leg",
                inputs: parts(row, "per root year", \.impliedVolatility), method: "from the mark")
        case "iv_percentile":
            return Definition(
                title: "IV percentile", figure: row.volatilityPercentile,
                formula: "100 x (sessions of the last 252 with a lower 30-day IV) / sessions",
                inputs: [
                    Self.input(
                        "sessions",
                        market.underlyings[row.symbol].map { Double($0.volatilityHistory.count) }, "",
                        source: market.source)
                ], method: "last close against the sessions before it; strictly lower")
        default: return nil
        }
    }
}
