import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// What an assignment of a candidate would bring, were it sold.
extension AnswerMaker {
    /// The candidate a question goes on with.
    var subjectCandidate: Candidate? {
        guard let subject = question.subject else { return nil }
        return context.everyScan.lazy.flatMap { $0.candidates + $0.nearestMisses }.first { $0.id == subject.reference }
    }

    func assignment(of candidate: Candidate) {
        let cite = cite(candidate)
        out.record("assignment_of_candidate", ["id": candidate.id], rows: 1)
        out.list(candidate.id, symbol: candidate.symbol, title: candidate.shortName)
        let contract = candidate.contract
        let name = out.quote("\(candidate.symbol) \(contract.shortName)", cite)
        guard contract.settlement == .physical, case .shares(let count) = contract.deliverable else {
            return out.line("\(name) is settled in cash: an assignment moves no shares.")
        }
        let shares = out.decimal(Figure(Double(count)), "shares of one contract", cite)
        let strike = out.price(Figure(contract.strike), "strike", cite)
        let cash = Figure(contract.strike * Double(count))
        let expiry = out.date(contract.expiry, today: today)
        let isPut = contract.right == .put
        let price = candidate.fill.map { isPut ? contract.strike - $0 : contract.strike + $0 }
        let amount = out.dollars(cash, "cash of the shares", cite, formula: "strike x shares")
        let net = out.price(
            price, "price with the premium", cite, formula: isPut ? "strike - premium" : "strike + premium")
        out.line(
            isPut
                ? "\(name) \(expiry), if it is sold and assigned, a contract: \(shares) shares come at \(strike) for \(amount); less the premium they cost \(net) each."
                : "\(name) \(expiry), if it is sold and called, a contract: \(shares) shares go at \(strike) for \(amount); with the premium that is \(net) each."
        )
        for account in book.accounts {
            out.line(
                "\(out.quote(account.account.name)): free cash \(out.dollars(account.freeCash, "free cash", self.cite(account)))."
            )
        }
        out.more("It is a candidate and not held.")
    }
}
