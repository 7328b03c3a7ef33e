@testable import MagnusQuant

/// An independent second method: the Leisen-Reimer binomial tree (1996) of odd size, extrapolated from two sizes.
enum LeisenReimerTree {
    static func price(_ terms: OptionTerms, steps: Int) -> Double {
        let coarse = single(terms, steps: steps)
        let fine = single(terms, steps: 2 * steps + 1)
        // Error of second order in the European part, of first order in the early exercise: the mean of both orders.
        return fine + 0.5 * (fine - coarse) * (1 + 1.0 / 3)
    }

    private static func single(_ terms: OptionTerms, steps n: Int) -> Double {
        let dt = terms.years / Double(n)
        let deviation = terms.volatility * terms.years.squareRoot()
        let d1 = (terms.logMoneyness + (terms.rate - terms.dividendYield) * terms.years) / deviation + 0.5 * deviation
        func inverted(_ z: Double) -> Double {
            let count = Double(n)
            let x = z / (count + 1.0 / 3 + 0.1 / (count + 1))
            let root = (0.25 * (1 - exponential(-x * x * (count + 1.0 / 6)))).squareRoot()
            return 0.5 + (z < 0 ? -root : root)
        }
        let growth = exponential((terms.rate - terms.dividendYield) * dt)
        let up = inverted(d1 - deviation)
        let top = growth * inverted(d1) / up
        let bottom = (growth - up * top) / (1 - up)
        let discount = exponential(-terms.rate * dt)
        let sign = terms.right.sign
        var spots = [Double](repeating: 0, count: n + 1)
        var low = terms.spot
        for _ in 0..<n { low *= bottom }
        for i in 0...n {
            spots[i] = low
            low *= top / bottom
        }
        var values = spots.map { max(0, sign * ($0 - terms.strike)) }
        for level in stride(from: n - 1, through: 0, by: -1) {
            for i in 0...level {
                spots[i] /= bottom
                let held = discount * (up * values[i + 1] + (1 - up) * values[i])
                values[i] = max(held, sign * (spots[i] - terms.strike))
            }
        }
        return values[0]
    }

    /// Risk-neutral probability of optimal exercise at or before a time, on one tree without dividends in cash: values
    /// backwards find where exercising beats holding, probability runs forwards until it gets there.
    static func exerciseProbability(_ terms: OptionTerms, through time: Double, steps n: Int) -> Double {
        let dt = terms.years / Double(n)
        let deviation = terms.volatility * dt.squareRoot()
        let drift = (terms.rate - terms.dividendYield) * dt
        // Cox, Ross and Rubinstein: the centre of the tree does not drift, so nodes are S u^(2 i - level).
        let top = exponential(deviation)
        let up = (exponential(drift) - 1 / top) / (top - 1 / top)
        let discount = exponential(-terms.rate * dt)
        let sign = terms.right.sign
        func payoff(_ level: Int, _ i: Int) -> Double {
            sign * (terms.spot * exponential(deviation * Double(2 * i - level)) - terms.strike)
        }
        var values = (0...n).map { max(0, payoff(n, $0)) }
        var exercised = [[Bool]](repeating: [], count: n + 1)
        for level in stride(from: n - 1, through: 0, by: -1) {
            var flags = [Bool](repeating: false, count: level + 1)
            for i in 0...level {
                let held = discount * (up * values[i + 1] + (1 - up) * values[i])
                let now = payoff(level, i)
                flags[i] = now > 0 && now >= held
                values[i] = max(held, now)
            }
            exercised[level] = flags
        }
        var mass = [1.0]
        var taken = 0.0
        for level in 0..<n {
            var next = [Double](repeating: 0, count: level + 2)
            for i in 0...level {
                if exercised[level][i] {
                    if Double(level) * dt <= time { taken += mass[i] }
                    continue
                }
                next[i] += (1 - up) * mass[i]
                next[i + 1] += up * mass[i]
            }
            mass = next
        }
        return taken
    }
}
