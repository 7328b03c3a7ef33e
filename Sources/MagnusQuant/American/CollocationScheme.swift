import Glibc

/// The numbers of a spectral boundary solution that depend on no option: nodes, quadrature and interpolation.
///
/// Nodes are sqrt(tau_i / T) = (1 + cos(i pi / n)) / 2; the quadrature over elapsed time e in [0, tau] uses
/// e = tau sin^2(theta), u = tau - e = tau cos^2(theta), Gauss-Legendre in theta, which removes the square roots at
/// both ends. In these variables every interpolation weight is a pure number.
struct CollocationScheme: Sendable {
    typealias Lanes = LaneMaths.Lanes

    /// Number of unknown boundary values; node n (tau = 0) is known.
    let nodeCount: Int
    /// Number of blocks of eight quadrature points.
    let blockCount: Int
    /// sqrt(tau_i / T), descending from 1, without the zero node.
    let fractions: [Double]
    /// sin(theta) per block.
    let sine: [Lanes]
    /// Weight of the quadrature over e / tau: w 2 sin(theta) cos(theta).
    let weights: [Lanes]
    /// Interpolation weights, indexed (node * blockCount + block) * nodeCount + source node.
    let interpolation: [Lanes]
    /// Fixed-point sweeps before Newton's method.
    let plainSweeps: Int
    /// Sweeps of both kinds at most.
    let sweeps: Int
    /// Stop when no log boundary value moves by more.
    let tolerance: Double

    init(nodeCount: Int, blockCount: Int, plainSweeps: Int, sweeps: Int, tolerance: Double) {
        self.plainSweeps = plainSweeps
        self.nodeCount = nodeCount
        self.blockCount = blockCount
        self.sweeps = sweeps
        self.tolerance = tolerance
        let rule = GaussLegendre(count: blockCount * 8)
        let angles = rule.nodes.map { 0.25 * Double.pi * (1 + $0) }
        let fractions = (0..<nodeCount).map { 0.5 * (1 + Glibc.cos(Double.pi * Double($0) / Double(nodeCount))) }
        self.fractions = fractions
        var sine: [Lanes] = []
        var weights: [Lanes] = []
        for block in 0..<blockCount {
            var s = Lanes()
            var w = Lanes()
            for lane in 0..<8 {
                let angle = angles[block * 8 + lane]
                s[lane] = Glibc.sin(angle)
                w[lane] = rule.weights[block * 8 + lane] * 0.25 * Double.pi * Glibc.sin(2 * angle)
            }
            sine.append(s)
            weights.append(w)
        }
        self.sine = sine
        self.weights = weights
        var interpolation = [Lanes](repeating: Lanes(), count: nodeCount * blockCount * nodeCount)
        for node in 0..<nodeCount {
            for point in 0..<(blockCount * 8) {
                let row = Self.cardinals(at: fractions[node] * Glibc.cos(angles[point]), nodeCount: nodeCount)
                for source in 0..<nodeCount {
                    interpolation[(node * blockCount + point / 8) * nodeCount + source][point % 8] = row[source]
                }
            }
        }
        self.interpolation = interpolation
    }

    /// Barycentric cardinal functions of the n + 1 Chebyshev points at a fraction in [0, 1].
    static func cardinals(at fraction: Double, nodeCount n: Int) -> [Double] {
        var terms = [Double](repeating: 0, count: n + 1)
        var total = 0.0
        for k in 0...n {
            let node = 0.5 * (1 + Glibc.cos(Double.pi * Double(k) / Double(n)))
            let distance = fraction - node
            if abs(distance) < 1e-15 {
                var hit = [Double](repeating: 0, count: n + 1)
                hit[k] = 1
                return hit
            }
            let weight = (k % 2 == 0 ? 1.0 : -1.0) * (k == 0 || k == n ? 0.5 : 1)
            terms[k] = weight / distance
            total += terms[k]
        }
        return terms.map { $0 / total }
    }

    /// About 1e-5 of the strike or better.
    static let live = CollocationScheme(nodeCount: 8, blockCount: 1, plainSweeps: 3, sweeps: 6, tolerance: 1e-6)
    /// About 1e-8 of the strike. The tolerance is far below, so that differences of prices are smooth.
    static let exact = CollocationScheme(nodeCount: 32, blockCount: 8, plainSweeps: 4, sweeps: 40, tolerance: 1e-13)
}
