import Glibc

/// A Gauss-Legendre rule on [-1, 1].
struct GaussLegendre: Sendable {
    /// Ascending abscissas.
    let nodes: [Double]
    let weights: [Double]

    /// Newton's method on the Legendre recurrence; accurate to rounding for counts of a few hundred.
    init(count: Int) {
        var nodes = [Double](repeating: 0, count: count)
        var weights = nodes
        for i in 0..<count {
            var x = -Glibc.cos(Double.pi * (Double(i) + 0.75) / (Double(count) + 0.5))
            var slope = 1.0
            for _ in 0..<12 {
                var previous = 1.0
                var current = x
                for k in stride(from: 2, through: count, by: 1) {
                    let degree = Double(k)
                    (previous, current) = (current, ((2 * degree - 1) * x * current - (degree - 1) * previous) / degree)
                }
                slope = Double(count) * (x * current - previous) / (x * x - 1)
                let step = current / slope
                x -= step
                if abs(step) < 1e-16 { break }
            }
            nodes[i] = x
            weights[i] = 2 / ((1 - x * x) * slope * slope)
        }
        self.nodes = nodes
        self.weights = weights
    }
}
