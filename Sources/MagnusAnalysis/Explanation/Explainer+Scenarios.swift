import MagnusDomain
import MagnusQuant

/// The strip of benchmark moves: each leg revalued, the change of its value, what it was revalued with.
extension Explainer {
    func explainScenario(id: String, key: String) -> Explanation? {
        guard let index = Int(key), book.scenarios.indices.contains(index) else { return nil }
        let cell = book.scenarios[index]
        let rule = settings.scenarios
        let inputs = book.strategies.flatMap(\.legs).flatMap { leg -> [ExplanationInput] in
            guard !isCollateral(leg), let spot = leg.underlyingPrice.value else { return [] }
            let move = cell.benchmarkMove
            let moved = rule.spot(spot, beta: beta(leg), benchmarkMove: move)
            let change = Figure(
                leg.scenarioChanges.indices.contains(index) ? leg.scenarioChanges[index] : nil,
                else: leg.delta.reason ?? .unsupported)
            let name = Self.name(leg.position)
            var own = [
                Self.input("change of value", change, .dollars, source: "revaluation"), spotInput(leg), betaInput(leg),
                Self.input("S moved", moved, .price, source: "S (1 + beta m)"),
            ]
            if let terms = leg.terms {
                own += [
                    Self.fact("style", "\(terms.style) \(terms.right)", source: "contract"),
                    Self.input("K", terms.strike, .price, source: "contract"),
                ]
                own += carryInputs(terms, of: leg.position.instrument.underlying)
                if let base = modelValue(leg, terms) {
                    own.append(Self.input("V(now)", base, .price, source: "S, sigma and T of now"))
                }
                own += [
                    Self.input(
                        "sigma moved", terms.volatility * rule.volatilityFactor(move), .percentPerYear(decimals: 4),
                        source: "sigma x factor(m)"),
                    Self.input(
                        "T moved", max(0, terms.years - Double(cell.daysForward) / 365), .years,
                        source: "T - days / 365"),
                    Self.fact("valued by", leg.pricingMethod, source: "pricing"),
                ]
            }
            return (own + sizeInputs(leg)).grouped(name)
        }
        let head = [
            Self.input("m", cell.benchmarkMove, .percent, source: "setting"),
            Self.input("days", Double(cell.daysForward), .days, source: "setting"),
            Self.input(
                "factor(m)", rule.volatilityFactor(cell.benchmarkMove), .number(""), source: book.scenarioRule),
        ]
        let move = DecimalText.text(cell.benchmarkMove * 100, decimals: 0, isSigned: true) ?? ""
        return Explanation(
            id: id, title: "\(book.benchmark) \(move) % after \(cell.daysForward) days",
            value: Self.text(cell.profit, .dollars),
            formula: "sum of [V(S (1 + beta m), sigma x factor(m), T - days) - V(now)] x quantity x multiplier",
            inputs: head + inputs,
            method: "full revaluation; \(book.scenarioRule); expired by then: intrinsic; T-bill funds left out",
            origin: "book at \(book.asOf.rfc3339)",
            notes: Self.notes(cell.profit.figure)
                + (book.excluded.isEmpty ? [] : ["without: \(book.excluded.joined(separator: ", "))"]),
            trust: cell.profit.figure.trust ?? .fresh)
    }

    /// What a leg's change is counted from; nil where it is expired or valued as exercised, and its method says so.
    private func modelValue(_ leg: PositionValuation, _ terms: OptionTerms) -> Double? {
        guard leg.modelShare == 1, leg.pricingMethod != PricingMethod.parity, terms.years > 0, terms.volatility > 0
        else { return nil }
        return try? OptionPricing.price(terms, accuracy: .live)
    }
}
