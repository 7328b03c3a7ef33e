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
}
