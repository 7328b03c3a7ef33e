import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// The chance of rows to end with a profit, as the payoff view has it.
extension AnswerMaker {
    func profitChance() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        out.record("payoff", ["figure": "probability of profit"], rows: chosen.count)
        for row in chosen {
            let cite = cite(row)
            remember(row)
            let chance = profitChance(of: row)
            guard chance.value != nil else {
                out.line("\(dated(row)): probability of profit \(out.percent(chance, "probability of profit", cite)).")
                continue
            }
            let breakevens: Fragment =
                row.breakevens.isEmpty
                ? Fragment() : ", breakeven \(text(.breakeven, .unknown(.notApplicable), row, cite))"
            out.line(
                "\(dated(row)): probability of profit \(out.percent(chance, "probability of profit", cite))\(breakevens), P/L now \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true))."
            )
        }
        out.more(
            "Risk-neutral, at the first expiry and against what was paid and received, at the implied volatilities of now."
        )
        if let first = chosen.first { offerRow(first) }
    }

    /// Risk-neutral; estimated unless every implied volatility is fresh. Unknown without options, or where a leg has no
    /// entry or no volatility.
    private func profitChance(of row: StrategyValuation) -> Figure {
        guard let spot = row.legs.lazy.compactMap(\.underlyingPrice.value).first else { return .unknown(.noSource) }
        let legs = row.legs.compactMap { leg -> PayoffStudy.Leg? in
            let position = leg.position
            var size = position.quantity.value
            if case .option(let contract) = position.instrument {
                guard leg.terms != nil else { return nil }
                size *= Double(contract.multiplier)
            }
            guard size != 0, let entry = position.costBasis.map({ $0.dollars / size }) ?? position.averagePrice else {
                return nil
            }
            return PayoffStudy.Leg(quantity: size, entry: entry, terms: leg.terms)
        }
        guard legs.count == row.legs.count, let study = PayoffStudy(legs, spot: spot) else {
            return .unknown(.noSource)
        }
        let trusts = row.legs.filter { $0.terms != nil }.map { $0.impliedVolatility.trust ?? .estimated }
        let trust: Trust = trusts.contains(.estimated) ? .estimated : trusts.contains(.stale) ? .stale : .fresh
        return Figure(study.probabilityOfProfit(from: spot, elapsed: 0), trust: trust, else: .notApplicable)
    }
}
