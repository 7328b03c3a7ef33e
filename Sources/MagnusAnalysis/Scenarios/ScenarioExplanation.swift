import MagnusDomain
import MagnusQuant

extension ScenarioWork {
    /// Formula and inputs of the first cell: every position with what it was revalued from, the largest change first.
    public func explanation(id: String) -> Explanation? {
        let parts = legs.indices.map(evaluate)
        let grid = grid(parts)
        guard let cell = grid.cells.first, let shock = request.shocks.first else { return nil }
        let factor = request.followsVolatilityRule(in: shock) ? rule.volatilityFactor(shock.spotPercent / 100) : 1
        let group = ShockGroup(points: shock.volatilityPoints, factor: factor, days: shock.days)
        let valued = zip(legs, parts).compactMap { leg, part in part.outcome.map { (leg, $0.entries[0]) } }
            .sorted { abs($0.1.profit) > abs($1.1.profit) }
        var inputs = [
            Explainer.input("m", shock.spotPercent / 100, .percent, source: "spot axis"),
            Explainer.input("p", shock.volatilityPoints, .number("points"), source: "volatility axis"),
            Explainer.input("days", Double(shock.days), .days, source: "days axis"),
        ]
        if request.followsVolatilityRule(in: shock) {
            inputs.append(Explainer.input("factor(m)", factor, .number(""), source: rule.text))
        }
        inputs += valued.flatMap { self.inputs($0, $1, shock: shock, group: group) }
        let who = request.spotRule == .beta ? benchmark : "every symbol"
        let move = DecimalText.text(shock.spotPercent, decimals: 2, isSigned: true) ?? ""
        let points = DecimalText.text(shock.volatilityPoints, decimals: 2, isSigned: true) ?? ""
        let sigma = request.followsVolatilityRule(in: shock) ? "sigma x factor(m) + p / 100" : "sigma + p / 100"
        return Explanation(
            id: id, title: "\(who) \(move) %, IV \(points) points, after \(shock.days) days",
            value: Explainer.text(Figure(cell.profit, trust: grid.trust), .dollars),
            formula: "sum of [V(S max(0, 1 + beta m), \(sigma), T - days) - V(S, sigma, T)] x quantity x multiplier",
            inputs: inputs,
            method: grid.method
                + "; volatilities never below a twentieth of themselves; what expires inside the days is worth its "
                + "intrinsic value; at ex-dates inside them the price falls by the dividend, which shares receive",
            origin: "book at \(asOf.rfc3339)",
            notes: grid.excluded.isEmpty
                ? []
                : ["without: " + grid.excluded.map { "\($0.title) (\($0.reason.rawValue))" }.joined(separator: ", ")],
            trust: grid.trust)
    }

    private func inputs(
        _ leg: ScenarioLeg, _ entry: ScenarioLegOutcome.Entry, shock: ScenarioShock, group: ShockGroup
    ) -> [ExplanationInput] {
        var inputs = [
            Explainer.input(
                "change of value", Figure(entry.profit, trust: leg.trust), .dollars, source: "revaluation"),
            Explainer.input(
                "S", Figure(leg.spot, trust: leg.trust), .price, source: "quote",
                reference: "\(leg.position.id)#underlying_price"),
            Explainer.input("beta", leg.response, .number(""), source: request.spotRule.rawValue),
            Explainer.input("S moved", leg.moved(shock), .price, source: "S max(0, 1 + beta m)"),
        ]
        if entry.spot != leg.moved(shock) {
            inputs.append(Explainer.input("S at the end", entry.spot, .price, source: "S moved less dividends"))
        }
        if case .option(let option) = leg.kind {
            let terms = option.terms
            inputs += [
                Explainer.fact("style", terms.style == .american ? "american" : "european", source: "contract"),
                Explainer.input("K", terms.strike, .price, source: "contract"),
                Explainer.input(
                    "sigma", terms.volatility, .percentPerYear(decimals: 4), source: "the book"),
                Explainer.input(
                    "sigma moved", group.volatility(terms.volatility), .percentPerYear(decimals: 4),
                    source: "sigma and the axis"),
                Explainer.input("T", terms.years, .years, source: "contract"),
                Explainer.input(
                    "T moved", max(0, terms.years - Double(shock.days) / 365), .years, source: "T - days / 365"),
                Explainer.input("r", terms.rate, .percentPerYear(decimals: 4), source: "rate curve"),
                Explainer.input("q", terms.dividendYield, .percentPerYear(decimals: 4), source: "profile"),
            ]
            inputs += terms.dividends.map { dividend in
                Explainer.input(
                    "dividend in \(ExplainedUnit.years.text(dividend.years)) years", dividend.amount, .price,
                    source: "profile")
            }
            if option.modelShare < 1 {
                inputs.append(
                    Explainer.input("share of the model", option.modelShare, .percent, source: "near parity"))
            }
        }
        inputs.append(Explainer.input("quantity x multiplier", leg.size, .number(""), source: "ledger"))
        return inputs.grouped(leg.position.title)
    }
}
