import Glibc

/// The limit of an American option without volatility or time: exercise at the best moment of a known path.
struct DeterministicExercise {
    let terms: OptionTerms
    /// Discounted best value.
    let price: Double
    /// Years to that best moment.
    let moment: Double

    init(_ terms: OptionTerms) {
        self.terms = terms
        let sign = terms.right.sign
        func value(_ t: Double) -> Double {
            sign * (terms.spot * exp(-terms.dividendYield * t) - terms.strike * exp(-terms.rate * t))
        }
        var moments = [0, terms.years]
        // Stationary where q S e^(-q t) = r K e^(-r t).
        let ratio = terms.rate * terms.strike / (terms.dividendYield * terms.spot)
        let stationary = log(ratio) / (terms.rate - terms.dividendYield)
        if stationary.isFinite, stationary > 0, stationary < terms.years { moments.append(stationary) }
        var best = 0.0
        var when = 0.0
        for moment in moments where value(moment) > best {
            best = value(moment)
            when = moment
        }
        price = best
        moment = when
    }

    /// First derivatives where the limit is smooth; nil at the kink. Second derivatives vanish away from it.
    var valuation: OptionValuation {
        let sign = terms.right.sign
        let discounted = terms.strike * exp(-terms.rate * moment)
        if price > 0 {
            let inside = moment < terms.years || terms.years == 0
            let growth = exp(-terms.dividendYield * moment)
            // Held to expiry the value ages with the path; exercised before, time left does not matter.
            let theta = inside ? 0 : sign * (terms.dividendYield * terms.spot * growth - terms.rate * discounted)
            return OptionValuation(
                price: price, delta: sign * growth, gamma: moment > 0 && inside ? nil : 0,
                vega: 0, theta: theta, rho: sign * moment * discounted)
        }
        let forward = terms.spot * exp((terms.rate - terms.dividendYield) * terms.years)
        guard terms.spot != terms.strike, forward != terms.strike else { return OptionValuation(price: 0) }
        return OptionValuation(price: 0, delta: 0, gamma: 0, vega: 0, theta: 0, rho: 0)
    }
}
