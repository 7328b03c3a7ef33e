import Glibc

/// The limit of an option with cash dividends without time or volatility: a known path with drops.
struct DeterministicDividendPath {
    let terms: OptionTerms

    init(_ terms: OptionTerms) { self.terms = terms }

    /// The underlying at a moment of the path, and what moves it.
    private struct Step {
        /// Years since now.
        var time = 0.0
        var spot: Double
        /// d spot / d spot now; 0 after a dividend that leaves nothing.
        var growth = 1.0
        /// d spot / dr.
        var rateSlope = 0.0

        func grown(by carry: Double, over span: Double) -> Step {
            let factor = exp(carry * span)
            return Step(
                time: time + span, spot: spot * factor, growth: growth * factor,
                rateSlope: (rateSlope + span * spot) * factor)
        }

        func paid(_ amount: Double) -> Step {
            spot > amount
                ? Step(time: time, spot: spot - amount, growth: growth, rateSlope: rateSlope)
                : Step(time: time, spot: 0, growth: 0, rateSlope: 0)
        }
    }

    /// A moment at which the option may pay.
    private struct Payment {
        var step: Step
        /// Discounted, before the choice not to exercise.
        var value: Double
        /// Whether the moment itself depends on the spot.
        var isChosen = false
    }

    /// Price and, where the limit is smooth, first derivatives; second ones vanish there unless the best moment moves with the spot.
    var valuation: OptionValuation {
        let payments = payments
        guard let best = payments.max(by: { $0.value < $1.value }) else { return OptionValuation(price: 0) }
        let nearness = 1e-12 * terms.strike
        guard best.value > nearness else {
            let isKink = best.value > -nearness
            return isKink
                ? OptionValuation(price: max(0, best.value))
                : OptionValuation(price: 0, delta: 0, gamma: 0, vega: 0, theta: 0, rho: 0)
        }
        let isKink = payments.contains {
            $0.value > best.value - nearness
                && (abs($0.step.time - best.step.time) > 1e-9 || $0.step.growth != best.step.growth)
        }
        return isKink ? OptionValuation(price: best.value) : valuation(of: best)
    }

    /// By the envelope theorem the best moment counts as fixed, on the calendar where it lies ahead.
    private func valuation(of best: Payment) -> OptionValuation {
        let sign = terms.right.sign
        let discount = exp(-terms.rate * best.step.time)
        let delta = sign * best.step.growth * discount
        let carry = terms.rate - terms.dividendYield
        // A day that passes leaves a shorter way to the first drop, and the payment nearer.
        let theta = best.step.time > 0 ? terms.rate * best.value - carry * terms.spot * delta : 0
        return OptionValuation(
            price: best.value, delta: delta, gamma: best.isChosen ? nil : 0, vega: 0, theta: theta,
            rho: sign * best.step.rateSlope * discount - best.step.time * best.value)
    }

    /// What holding to each moment that may be the best one pays.
    private var payments: [Payment] {
        let sign = terms.right.sign
        let carry = terms.rate - terms.dividendYield
        let isAmerican = terms.style == .american
        let dates = terms.dividends.filter { $0.years > 0 && $0.years <= terms.years }.sorted { $0.years < $1.years }
        var payments: [Payment] = []
        func pay(_ step: Step, isChosen: Bool = false) {
            let value = sign * (step.spot - terms.strike) * exp(-terms.rate * step.time)
            payments.append(Payment(step: step, value: value, isChosen: isChosen))
        }
        var step = Step(spot: terms.spot)
        if isAmerican { pay(step) }
        for dividend in dates + [CashDividend(years: terms.years, amount: 0)] {
            let span = dividend.years - step.time
            if isAmerican, step.spot > 0 {
                // The best moment inside the stretch, where q S e^((r - q) t) = r K, t since its begin.
                let moment = log(terms.rate * terms.strike / (terms.dividendYield * step.spot)) / carry
                if moment.isFinite, moment > 0, moment < span {
                    pay(step.grown(by: carry, over: moment), isChosen: true)
                }
            }
            step = step.grown(by: carry, over: span)
            if isAmerican { pay(step) }
            // A put is worth most just after a drop.
            step = step.paid(dividend.amount)
            if isAmerican, dividend.amount > 0 { pay(step) }
        }
        pay(step)
        return payments
    }
}
