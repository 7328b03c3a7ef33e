import Glibc

/// The limit of an option with cash dividends without time or volatility: a known path with drops.
struct DeterministicDividendPath {
    let terms: OptionTerms

    init(_ terms: OptionTerms) { self.terms = terms }

    var valuation: OptionValuation {
        let sign = terms.right.sign
        let carry = terms.rate - terms.dividendYield
        let dates = terms.dividends.filter { $0.years > 0 && $0.years <= terms.years }.sorted { $0.years < $1.years }
        var best = terms.style == .american ? sign * (terms.spot - terms.strike) : -Double.infinity
        var spot = terms.spot
        var time = 0.0
        func discounted(_ s: Double, _ t: Double) -> Double { sign * (s - terms.strike) * exp(-terms.rate * t) }
        for dividend in dates + [CashDividend(years: terms.years, amount: 0)] {
            let span = dividend.years - time
            if terms.style == .american {
                // The best moment inside the stretch, where q S e^(-q t) = r K e^(-r t), t since now.
                let ratio =
                    terms.rate * terms.strike * exp(-terms.rate * time)
                    / (terms.dividendYield * spot * exp(-terms.rate * time))
                let moment = log(ratio) / carry
                if moment.isFinite, moment > 0, moment < span {
                    best = max(best, discounted(spot * exp(carry * moment), time + moment))
                }
            }
            spot *= exp(carry * span)
            time = dividend.years
            if terms.style == .american { best = max(best, discounted(spot, time)) }
            spot = max(0, spot - dividend.amount)
            // A put is worth most just after a drop.
            if terms.style == .american, dividend.amount > 0 { best = max(best, discounted(spot, time)) }
        }
        best = max(best, discounted(spot, terms.years))
        return OptionValuation(price: max(0, best))
    }
}
