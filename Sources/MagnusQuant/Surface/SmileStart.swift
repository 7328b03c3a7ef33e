import Glibc

/// Where the search for a smile begins: for a vertex (m, sigma) the other three parameters are a linear least squares
/// problem, so a few vertices tried out reach the right valley ("quasi-explicit" calibration, Zeliade Systems 2009).
enum SmileStart {
    /// The best smiles of a grid of vertices, in total variance, nearest first and each with a sigma of its own: the best
    /// of them need not lead to the lowest place.
    /// - Parameter quotes: sound, at least three.
    static func smiles(_ quotes: [SmileQuote], years: Double, quoted: ClosedRange<Double>) -> [RawSVI] {
        let width = max(quoted.upperBound - quoted.lowerBound, 0.01)
        var found: [(smile: RawSVI, cost: Double)] = []
        for size in 0..<8 {
            let sigma = 0.02 * width * pow(2, Double(size))
            let row = (0...12).compactMap { place in
                linear(
                    quotes, years: years, shift: quoted.lowerBound + width * (-0.25 + 1.5 * Double(place) / 12),
                    smoothing: sigma)
            }
            if let best = row.min(by: { $0.cost < $1.cost }) { found.append(best) }
        }
        return found.sorted { $0.cost < $1.cost }.prefix(4).map(\.smile)
    }

    /// w = a + d y + c sqrt(y^2 + 1) with y = (k - m)/sigma, d = rho b sigma, c = b sigma, held to 0 <= c, |d| <= c and the
    /// wing bound c + |d| <= 2 sigma by moving (c, d) inside and solving for the level again.
    private static func linear(
        _ quotes: [SmileQuote], years: Double, shift: Double, smoothing: Double
    ) -> (smile: RawSVI, cost: Double)? {
        var matrix = [Double](repeating: 0, count: 9)
        var right = [Double](repeating: 0, count: 3)
        for quote in quotes {
            let basis = basis(quote, shift, smoothing)
            let weight = weight(quote, years)
            let w = quote.volatility * quote.volatility * years
            for row in 0..<3 {
                right[row] += weight * basis[row] * w
                for column in 0..<3 { matrix[row * 3 + column] += weight * basis[row] * basis[column] }
            }
        }
        guard let solved = LinearSystem.solve(matrix, right) else { return nil }
        var (level, c, d) = (solved[0], solved[2], solved[1])
        let bound = 1.99 * smoothing
        if !(c >= 0 && abs(d) <= c && c + abs(d) <= bound) {
            c = min(max(c, 1e-6 * smoothing), bound)
            d = min(max(d, -0.99 * min(c, bound - c)), 0.99 * min(c, bound - c))
            var weights = 0.0
            var sum = 0.0
            for quote in quotes {
                let basis = basis(quote, shift, smoothing)
                let weight = weight(quote, years)
                weights += weight
                sum += weight * (quote.volatility * quote.volatility * years - d * basis[1] - c * basis[2])
            }
            level = sum / weights
        }
        let rho = c > 0 ? d / c : 0
        let lowest = (c * c - d * d).squareRoot()
        guard let least = quotes.map({ $0.volatility * $0.volatility * years }).min() else { return nil }
        level = max(level, -lowest + 0.02 * least)
        guard
            let smile = try? RawSVI(
                level: level, angle: c / smoothing, correlation: rho, shift: shift, smoothing: smoothing)
        else { return nil }
        var cost = 0.0
        for quote in quotes {
            let error = smile.variance(quote.logMoneyness) - quote.volatility * quote.volatility * years
            cost += weight(quote, years) * error * error
        }
        return cost.isFinite ? (smile, cost) : nil
    }

    private static func basis(_ quote: SmileQuote, _ shift: Double, _ smoothing: Double) -> [Double] {
        let y = (quote.logMoneyness - shift) / smoothing
        return [1, y, (y * y + 1).squareRoot()]
    }

    /// An error of volatility as one of total variance: dw = 2 sigma T dsigma.
    private static func weight(_ quote: SmileQuote, _ years: Double) -> Double {
        let error = 2 * quote.volatility * years * quote.error
        return 1 / (error * error)
    }
}
