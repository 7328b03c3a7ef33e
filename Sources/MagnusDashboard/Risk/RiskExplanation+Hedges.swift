import MagnusDesk
import MagnusDomain

/// What a hedge costs and does.
extension RiskExplanation {
    func hedge(_ index: Int) -> Explanation? {
        guard let hedges = report.exposure.hedges, hedges.suggestions.indices.contains(index) else { return nil }
        let hedge = hedges.suggestions[index]
        var inputs: [ExplanationInput] = []
        for leg in hedge.legs {
            let name = self.name(leg)
            inputs.append(input(name, DecimalText.text(leg.size, decimals: 0, isSigned: true), "shares", "size"))
            inputs.append(
                input(
                    "\(name) price", leg.price.value.flatMap { DecimalText.text($0, decimals: 2) }, "USD per share",
                    leg.quantity.isShort ? "bid" : "ask"))
            inputs.append(
                input(
                    "\(name) intrinsic", leg.intrinsic.value.flatMap { DecimalText.text($0, decimals: 2) },
                    "USD per share", "spot"))
        }
        inputs += [
            input("fees", DecimalText.text(hedge.fees, decimals: 2), "USD", "settings"),
            input("cash", dollars(hedge.cash), "USD", "what comes in"),
            input(
                "beta-weighted delta after",
                hedge.betaWeightedDelta.value.flatMap { DecimalText.text($0, decimals: 2) },
                "\(hedges.benchmark) shares", "book and hedge"),
            input("theta per day after", dollars(hedge.thetaPerDay), "USD", "book and hedge"),
            input("vega per point after", dollars(hedge.vegaPerPoint), "USD", "book and hedge"),
        ]
        for (move, saving) in zip(hedges.moves, hedge.savings) {
            if move.volatilityFactor != 1 {
                inputs.append(
                    input(
                        "\(move.name): every IV times", DecimalText.text(move.volatilityFactor, decimals: 2), "",
                        "IV rule"))
            }
            inputs.append(input("\(move.name): book", dollars(move.profit.figure), "USD", "revaluation"))
            inputs.append(input("\(move.name): hedge adds", dollars(saving), "USD", "revaluation"))
        }
        return make(
            .hedge(index), "\(hedge.title): what it costs", hedge.cost,
            formula: "- cash - sum(size x intrinsic); cash = - sum(size x price) - fees", inputs: inputs,
            method: "time value paid or given up, with the spread of the quotes: what is gone where nothing moves",
            notes: [
                hedge.note, hedge.isEnough == false ? "it does not reach the target by itself" : "",
                "every hedge is added to the book as it is; Greeks leave out legs that cannot be priced",
            ].filter { !$0.isEmpty })
    }

    private func name(_ leg: HedgeLeg) -> String {
        switch leg.instrument {
        case .stock(let symbol): "\(symbol) \(leg.quantity.signedText) sh"
        case .option(let contract):
            "\(contract.root) \(contract.positionText(quantity: leg.quantity)) \(contract.expiry.iso8601)"
        }
    }
}
