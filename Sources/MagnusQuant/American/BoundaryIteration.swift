import CKernels
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
            rows(depths: depths, squares: squares, wantsJacobian: plainLeft == 0, gaps: &gaps, jacobian: &jacobian)
            for node in 0..<n {
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

    /// All gaps and, where wanted, the Jacobian of minus them, by the vectorised kernel.
    private func rows(
        depths: [Double], squares: [Double], wantsJacobian: Bool, gaps: inout [Double], jacobian: inout [Double]
    ) {
        let n = scheme.nodeCount
        let blocks = scheme.blockCount
        func numbers(_ lanes: UnsafeRawBufferPointer) -> UnsafePointer<Double>? {
            lanes.baseAddress?.assumingMemoryBound(to: Double.self)
        }
        scheme.sine.withUnsafeBytes { sine in
            scheme.interpolation.withUnsafeBytes { interpolation in
                rateWeights.withUnsafeBytes { rateWeights in
                    yieldWeights.withUnsafeBytes { yieldWeights in
                        jacobian.withUnsafeMutableBufferPointer { jacobian in
                            guard let sine = numbers(sine), let table = numbers(interpolation),
                                let rateWeights = numbers(rateWeights), let yieldWeights = numbers(yieldWeights),
                                let matrix = jacobian.baseAddress
                            else { return }
                            for node in 0..<n {
                                let first = 8 * node * blocks
                                var row = magnus_row(
                                    node: Int32(node), node_count: Int32(n), block_count: Int32(blocks),
                                    tau: taus[node], rate: rate, yield: yield, volatility: volatility,
                                    log_limit: logLimit, discount: discounts[node], growth: growths[node], sine: sine,
                                    rate_weights: rateWeights + first, yield_weights: yieldWeights + first,
                                    interpolation: table + first * n)
                                gaps[node] = magnus_boundary_row(
                                    &row, depths, squares, wantsJacobian ? matrix + node * n : nil)
                            }
                        }
                    }
                }
            }
        }
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
