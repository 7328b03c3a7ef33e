import Glibc

/// Fixed-point system B of Andersen, Lake and Offengenden on the collocation nodes.
///
/// B(tau) = K N / D with N = e^(-r tau) Phi(d-(tau, B/K)) + r int e^(-r e) Phi(d-(e, B(tau)/B(tau - e))) de and D the
/// same with q and d+ (both sides multiplied by the discount factor, so that nothing overflows).
struct BoundaryIteration {
    typealias Lanes = LaneMaths.Lanes

    let rate: Double
    let yield: Double
    let volatility: Double
    let logLimit: Double
    let scheme: CollocationScheme
    let taus: [Double]
    private let discounts: [Double]
    private let growths: [Double]
    /// Per node and block: e^(-r e) and e^(-q e), weighted by the quadrature.
    private let rateWeights: [Lanes]
    private let yieldWeights: [Lanes]

    init(
        years: Double, rate: Double, yield: Double, volatility: Double, logLimit: Double, scheme: CollocationScheme
    ) {
        self.rate = rate
        self.yield = yield
        self.volatility = volatility
        self.logLimit = logLimit
        self.scheme = scheme
        taus = scheme.fractions.map { years * $0 * $0 }
        discounts = taus.map { Glibc.exp(-rate * $0) }
        growths = taus.map { Glibc.exp(-yield * $0) }
        let count = scheme.nodeCount * scheme.blockCount
        var rateWeights: [Lanes] = []
        var yieldWeights: [Lanes] = []
        rateWeights.reserveCapacity(count)
        yieldWeights.reserveCapacity(count)
        for tau in taus {
            for block in 0..<scheme.blockCount {
                let elapsed = scheme.sine[block] * scheme.sine[block] * tau
                let weight = scheme.weights[block] * tau
                rateWeights.append(LaneMaths.exp(elapsed * -rate) * weight * rate)
                yieldWeights.append(LaneMaths.exp(elapsed * -yield) * weight * yield)
            }
        }
        self.rateWeights = rateWeights
        self.yieldWeights = yieldWeights
    }

    /// Sweeps until the depths ln(limit / B) settle; returns the largest last change.
    mutating func solve(_ depths: inout [Double]) -> Double {
        var change = Double.infinity
        var squares = depths.map { $0 * $0 }
        for _ in 0..<scheme.sweeps {
            change = sweep(&depths, &squares)
            if change < scheme.tolerance { break }
        }
        return change
    }

    /// One Jacobi sweep.
    private func sweep(_ depths: inout [Double], _ squares: inout [Double]) -> Double {
        var change = 0.0
        scheme.interpolation.withUnsafeBufferPointer { table in
            squares.withUnsafeMutableBufferPointer { squares in
                for node in 0..<scheme.nodeCount {
                    let own = depths[node]
                    let moved = max(0, own + step(node, own: own, squares: squares, table: table))
                    if moved.isFinite {
                        change = max(change, abs(moved - own))
                        depths[node] = moved
                    } else {
                        change = .infinity
                    }
                }
                for node in 0..<scheme.nodeCount { squares[node] = depths[node] * depths[node] }
            }
        }
        return change
    }

    /// The fixed-point step of one depth. A parallel shift of the log boundary leaves the integrals alone and the end
    /// terms cancel at the solution: this is already a Newton step in that direction.
    @inline(__always)
    private func step(
        _ node: Int, own: Double, squares: UnsafeMutableBufferPointer<Double>, table: UnsafeBufferPointer<Lanes>
    ) -> Double {
        let n = scheme.nodeCount
        let drift = rate - yield
        let tau = taus[node]
        let deviation = volatility * tau.squareRoot()
        let lower = (logLimit - own + drift * tau) / deviation - 0.5 * deviation
        var numerator = Lanes()
        var denominator = Lanes()
        for block in 0..<scheme.blockCount {
            let index = node * scheme.blockCount + block
            var square = Lanes()
            let row = index * n
            for source in 0..<n { square += table[row + source] * squares[source] }
            let other = square.replacing(with: 1e-30, where: square .< 1e-30).squareRoot()
            let spread = scheme.sine[block] * deviation
            let inverse = 1 / spread
            let elapsed = scheme.sine[block] * scheme.sine[block] * tau
            let path: Lanes = other - own + elapsed * drift
            let d: Lanes = path * inverse - spread * 0.5
            let low = LaneMaths.normal(d)
            let up = LaneMaths.normal(d + spread)
            numerator += rateWeights[index] * low.cdf
            denominator += yieldWeights[index] * up.cdf
        }
        let ends = LaneMaths.normal(Lanes(lower, lower + deviation, 0, 0, 0, 0, 0, 0))
        let over = discounts[node] * ends.cdf[0] + numerator.sum()
        let under = growths[node] * ends.cdf[1] + denominator.sum()
        return logLimit - own - Glibc.log(over / under)
    }
}
