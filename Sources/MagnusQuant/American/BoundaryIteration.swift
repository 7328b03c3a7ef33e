import Glibc

/// Newton's method on fixed-point system B of Andersen, Lake and Offengenden on the collocation nodes.
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

    /// Sweeps until the depths ln(limit / B) settle; returns the largest remaining gap.
    ///
    /// Starts with plain fixed-point steps (own += gap: a contraction from anywhere), then Newton's method; a Newton step
    /// that enlarges the gap is taken back and replaced by plain steps.
    mutating func solve(_ depths: inout [Double], plainSweeps: Int) -> Double {
        let n = scheme.nodeCount
        var jacobian = [Double](repeating: 0, count: n * n)
        var gaps = [Double](repeating: 0, count: n)
        var slopes = [Lanes](repeating: Lanes(), count: 2 * n)
        var squares = gaps
        var keptDepths = depths
        var keptGaps = gaps
        var keptSize = Double.infinity
        var plainLeft = plainSweeps
        var wasNewton = false
        var size = Double.infinity
        for node in 0..<n { depths[node] = max(depths[node], 1e-9) }
        for _ in 0..<scheme.sweeps {
            for node in 0..<n { squares[node] = depths[node] * depths[node] }
            size = 0
            for node in 0..<n {
                gaps[node] = row(
                    node, depths: depths, squares: squares, wantsJacobian: plainLeft == 0, slopes: &slopes,
                    jacobian: &jacobian)
                size = gaps[node].isFinite ? max(size, abs(gaps[node])) : .infinity
            }
            if size < scheme.tolerance { return size }
            if wasNewton && !(size < 0.7 * keptSize) {
                if keptSize < 1e-11 {
                    depths = keptDepths
                    return keptSize
                }
                depths = keptDepths
                gaps = keptGaps
                size = keptSize
                plainLeft = 4
            }
            wasNewton = plainLeft == 0
            keptDepths = depths
            keptGaps = gaps
            keptSize = size
            if wasNewton { Self.eliminate(&jacobian, &gaps) } else { plainLeft -= 1 }
            for node in 0..<n {
                let moved = depths[node] + gaps[node]
                depths[node] = moved.isFinite ? min(max(moved, 0.25 * depths[node]), 4 * depths[node] + 0.05) : .nan
            }
        }
        if !(size < .infinity) { depths = keptDepths }
        return size
    }

    /// The gap ln(N / D) - ln(B / K) at a node, and its row of the Jacobian of minus that gap in the depths.
    @inline(__always)
    private func row(
        _ node: Int, depths: [Double], squares: [Double], wantsJacobian: Bool, slopes: inout [Lanes],
        jacobian: inout [Double]
    ) -> Double {
        let n = scheme.nodeCount
        let own = depths[node]
        let drift = rate - yield
        let tau = taus[node]
        let deviation = volatility * tau.squareRoot()
        let lower = (logLimit - own + drift * tau) / deviation - 0.5 * deviation
        var numerator = Lanes()
        var denominator = Lanes()
        var numeratorSlope = Lanes()
        var denominatorSlope = Lanes()
        if wantsJacobian { for k in 0..<(2 * n) { slopes[k] = Lanes() } }
        scheme.interpolation.withUnsafeBufferPointer { table in
            squares.withUnsafeBufferPointer { squares in
                slopes.withUnsafeMutableBufferPointer { slopes in
                    for block in 0..<scheme.blockCount {
                        let index = node * scheme.blockCount + block
                        var square = Lanes()
                        let start = index * n
                        for source in 0..<n { square += table[start + source] * squares[source] }
                        let isFlat = square .< 1e-24
                        let other = square.replacing(with: 1e-24, where: isFlat).squareRoot()
                        let spread = scheme.sine[block] * deviation
                        let inverse = 1 / spread
                        let elapsed = scheme.sine[block] * scheme.sine[block] * tau
                        let path: Lanes = other - own + elapsed * drift
                        let d: Lanes = path * inverse - spread * 0.5
                        let low = LaneMaths.normal(d)
                        let up = LaneMaths.normal(d + spread)
                        numerator += rateWeights[index] * low.cdf
                        denominator += yieldWeights[index] * up.cdf
                        let lowSlope: Lanes = rateWeights[index] * low.bell * inverse
                        let upSlope: Lanes = yieldWeights[index] * up.bell * inverse
                        numeratorSlope += lowSlope
                        denominatorSlope += upSlope
                        guard wantsJacobian else { continue }
                        // Where the interpolated square is not positive the boundary stands at its limit.
                        let reach = (1 / other).replacing(with: 0, where: isFlat)
                        let lowShare: Lanes = lowSlope * reach
                        let upShare: Lanes = upSlope * reach
                        for source in 0..<n {
                            let weight = table[start + source]
                            slopes[2 * source] += lowShare * weight
                            slopes[2 * source + 1] += upShare * weight
                        }
                    }
                }
            }
        }
        let ends = LaneMaths.normal(Lanes(lower, lower + deviation, 0, 0, 0, 0, 0, 0))
        let over = discounts[node] * ends.cdf[0] + numerator.sum()
        let under = growths[node] * ends.cdf[1] + denominator.sum()
        guard over > 0, under > 0 else {
            // With a negative yield a boundary far too low has no image: move towards the limit.
            for k in 0..<n { jacobian[node * n + k] = k == node ? 1 : 0 }
            return -0.4 * own
        }
        guard wantsJacobian else { return logLimit - own - Glibc.log(over / under) }
        let scale = 0.3989422804014327
        for k in 0..<n {
            let change = slopes[2 * k].sum() / over - slopes[2 * k + 1].sum() / under
            jacobian[node * n + k] = scale * depths[k] * change
        }
        let overOwn = numeratorSlope.sum() + discounts[node] * ends.bell[0] / deviation
        let underOwn = denominatorSlope.sum() + growths[node] * ends.bell[1] / deviation
        jacobian[node * n + node] += 1 - scale * (overOwn / over - underOwn / under)
        return logLimit - own - Glibc.log(over / under)
    }

    /// Gaussian elimination with partial pivoting; the solution replaces the right side.
    private static func eliminate(_ matrix: inout [Double], _ side: inout [Double]) {
        let n = side.count
        matrix.withUnsafeMutableBufferPointer { m in
            side.withUnsafeMutableBufferPointer { b in
                for k in 0..<n {
                    var pivot = k
                    for i in (k + 1)..<max(n, k + 1) where abs(m[i * n + k]) > abs(m[pivot * n + k]) { pivot = i }
                    if pivot != k {
                        for j in k..<n { m.swapAt(k * n + j, pivot * n + j) }
                        b.swapAt(k, pivot)
                    }
                    let inverse = 1 / m[k * n + k]
                    for i in (k + 1)..<max(n, k + 1) {
                        let factor = m[i * n + k] * inverse
                        if factor == 0 { continue }
                        for j in (k + 1)..<max(n, k + 1) { m[i * n + j] -= factor * m[k * n + j] }
                        b[i] -= factor * b[k]
                    }
                }
                for k in stride(from: n - 1, through: 0, by: -1) {
                    var total = b[k]
                    for j in (k + 1)..<max(n, k + 1) { total -= m[k * n + j] * b[j] }
                    b[k] = total / m[k * n + k]
                }
            }
        }
    }
}
