import MagnusDomain
import MagnusQuant

extension AnswerMaker {
    /// What an assignment leaves behind: the basis of shares that come, the result of shares that go.
    func sayResult(of item: ShortObligation) {
        guard let premium = item.leg.position.averagePrice else { return }
        let cite = cite(item.row)
        let strike = item.contract.strike
        guard item.contract.right == .call else {
            out.line(
                "The shares then cost \(out.price(Figure(strike - premium), "basis after assignment", cite, formula: "strike - premium received")) each: strike less the premium received (\(out.price(Figure(premium), "premium received", cite)))."
            )
            return
        }
        let shares = item.row.legs.first { leg in
            if case .stock = leg.position.instrument { return !leg.position.quantity.isShort }
            return false
        }
        guard let shares else { return }
        let basis = shares.position.stockBasis
        let known: [(Fragment, Double?)] = [
            ("by broker basis", basis?.broker ?? shares.position.averagePrice), ("by tax basis", basis?.tax),
            ("by wheel basis", basis?.wheel),
        ]
        let results = known.compactMap { words, value -> Fragment? in
            guard let value else { return nil }
            let result = Figure((strike - value + premium) * item.shares)
            return
                "\(out.dollars(result, "result if called away", cite, signed: true, formula: "(strike - basis + premium received) x shares")) \(words)"
        }
        guard !results.isEmpty else { return }
        out.line("Called away, shares and the call's premium together: \(results.joined(", ")).")
    }
}
