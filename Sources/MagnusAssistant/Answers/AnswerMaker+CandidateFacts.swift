import MagnusDomain
import MagnusQuant

/// Figures of one candidate that is talked about.
extension AnswerMaker {
    func candidateFacts(_ facts: [CandidateFact]) {
        guard let candidate = subjectCandidate else {
            return out.line("That candidate is in no scan any more, so nothing can be said about it.")
        }
        let cite = cite(candidate)
        out.record("candidate", ["id": candidate.id], rows: 1)
        out.list(candidate.id, symbol: candidate.symbol, title: candidate.shortName)
        let name = out.quote("\(candidate.symbol) \(candidate.shortName)", cite)
        let parts = facts.map { text($0, candidate, cite) }
        out.line("\(name): \(parts.joined(", ")). It is a candidate and not held; figures are of one contract.")
    }

    func text(_ fact: CandidateFact, _ candidate: Candidate, _ cite: Int) -> Fragment {
        let label = fact.rawValue
        func percent(_ figure: Figure, decimals: Int = 0) -> Fragment {
            "\(Fragment([.words(label)])) \(out.percent(figure, label, cite, decimals: decimals))"
        }
        func event(_ date: CalendarDate?) -> Fragment {
            guard let date else { return "no \(Fragment([.words(label)])) known before its expiry" }
            let isInside = date <= candidate.contract.expiry
            return
                "\(Fragment([.words(label)])) \(out.date(date, today: today)), \(isInside ? "before" : "after") its expiry"
        }
        switch fact {
        case .collateral: return "collateral \(out.dollars(candidate.collateral, label, cite))"
        case .delta: return "delta \(out.decimal(candidate.delta, label, cite, decimals: 2, signed: true))"
        case .premium:
            let size = Double(candidate.contract.multiplier)
            return
                "premium \(out.price(candidate.fill, "fill", cite)) a share, \(out.dollars(candidate.fill.map { $0 * size }, label, cite, formula: "fill x multiplier")) a contract"
        case .probability: return percent(candidate.probabilityOfProfit)
        case .touch: return percent(candidate.probabilityOfTouch)
        case .yearly: return percent(candidate.annualizedReturn, decimals: 1)
        case .breakeven: return "breakeven \(out.price(candidate.breakeven, label, cite))"
        case .cushion: return percent(candidate.cushion, decimals: 1)
        case .outOfTheMoney: return percent(candidate.outOfTheMoney, decimals: 1)
        case .volatility: return percent(candidate.impliedVolatility, decimals: 1)
        case .rank: return "IV rank \(out.decimal(candidate.volatilityRank, label, cite))"
        case .spread: return percent(candidate.spreadFraction, decimals: 1)
        case .openInterest:
            let interest = Figure(candidate.openInterest.map(Double.init), else: .noSource)
            return "open interest \(out.decimal(interest, label, cite))"
        case .days:
            let days = Figure(Double(candidate.contract.expiry.days(since: today)))
            return "\(out.counted(days.value ?? 0, "day", cite)) to expiry"
        case .earnings: return event(candidate.earningsDate)
        case .dividend: return event(candidate.exDividendDate)
        case .score: return "score \(out.decimal(Figure(candidate.score), label, cite))"
        case .maximumLoss: return mostToLose(candidate, cite)
        case .maximumProfit:
            guard let spread = candidate.spread else {
                let size = Double(candidate.contract.multiplier)
                return "the most to make \(out.dollars(candidate.fill.map { $0 * size }, label, cite))"
            }
            let basis: Fragment = spread.kind.expiresApart ? " by model at the expiry of what is sold" : Fragment()
            return "the most to make \(out.dollars(spread.maximumProfit, label, cite))\(basis)"
        }
    }

    /// What an option bought for longer costs is all it can lose, as long as what is sold against it is not assigned apart
    /// from it; a put sold alone loses its strike less what it brought, a covered call what the shares lose.
    private func mostToLose(_ candidate: Candidate, _ cite: Int) -> Fragment {
        let label = CandidateFact.maximumLoss.rawValue
        guard let spread = candidate.spread else {
            guard candidate.contract.right == .put else {
                return "the most to lose is that of the shares, less the premium"
            }
            let size = Double(candidate.contract.multiplier)
            let loss = candidate.fill.map { (candidate.contract.strike - $0) * size }
            return "the most to lose \(out.dollars(loss, label, cite, formula: "(strike - fill) x multiplier"))"
        }
        let loss = out.dollars(spread.maximumLoss, label, cite)
        guard spread.kind.expiresApart, let value = spread.maximumLoss.value else { return "the most to lose \(loss)" }
        return value > 0
            ? "the most to lose \(loss), its debit, unless what is sold is assigned early"
            : "nothing to lose at its credit, unless what is sold is assigned early"
    }
}
