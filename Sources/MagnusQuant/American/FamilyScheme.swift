import CKernels
import Glibc

/// The pure numbers of `BoundaryFamily`: collocation nodes, the quadrature of the equations and that of a reading.
///
/// The equations as in `CollocationScheme`. A reading uses e = T sin^2(theta) with theta = (pi / 2) x^2 and Gauss-Legendre
/// in x: the points crowd at the angle zero, where the integrand turns fast if the spot is near the boundary.
struct FamilyScheme: Sendable {
    private let nodes: Int
    private let points: Int
    private let reads: Int
    private let passes: Int
    private let tolerance: Double
    /// Every table one after the other.
    private let numbers: [Double]

    /// Prices with a root mean square error of about 6e-7 of the strike.
    static let five = FamilyScheme(nodes: 5, points: 6, reads: 16, passes: 5, tolerance: 4e-3)
    /// About 8e-8 of the strike.
    static let seven = FamilyScheme(nodes: 7, points: 8, reads: 24, passes: 5, tolerance: 2e-3)

    private init(nodes: Int, points: Int, reads: Int, passes: Int, tolerance: Double) {
        self.nodes = nodes
        self.points = points
        self.reads = reads
        self.passes = passes
        self.tolerance = tolerance
        let fractions = (0..<nodes).map { 0.5 * (1 + Glibc.cos(Double.pi * Double($0) / Double(nodes))) }
        let rule = GaussLegendre(count: points)
        let angles = rule.nodes.map { 0.25 * Double.pi * (1 + $0) }
        let interpolation = fractions.flatMap { fraction in
            angles.flatMap { Self.cardinals(at: fraction * Glibc.cos($0), nodes: nodes) }
        }
        let reading = GaussLegendre(count: reads)
        let places = reading.nodes.map { 0.5 * (1 + $0) }
        let readAngles = places.map { 0.5 * Double.pi * $0 * $0 }
        let readRows = readAngles.map { Self.cardinals(at: Glibc.cos($0), nodes: nodes) }
        let most = Int(MAGNUS_FAMILY_READS)
        let readColumns = (0..<nodes).flatMap { node in
            readRows.map { $0[node] } + [Double](repeating: 0, count: most - reads)
        }
        var numbers = fractions
        numbers += angles.map(Glibc.sin)
        numbers += angles.map { 1 / Glibc.sin($0) }
        numbers += zip(rule.weights, angles).map { $0 * 0.25 * Double.pi * Glibc.sin(2 * $1) }
        numbers += interpolation
        numbers += readAngles.map(Glibc.sin)
        numbers += readAngles.map { 1 / Glibc.sin($0) }
        numbers += (0..<reads).map {
            0.5 * reading.weights[$0] * Double.pi * places[$0] * Glibc.sin(2 * readAngles[$0])
        }
        numbers += readRows.flatMap { $0 }
        numbers += readColumns
        self.numbers = numbers
    }

    /// Without the node at no time left, whose value is zero.
    private static func cardinals(at fraction: Double, nodes: Int) -> [Double] {
        Array(CollocationScheme.cardinals(at: fraction, nodeCount: nodes).prefix(nodes))
    }

    /// The tables as the kernel takes them, valid inside `body` only.
    func withTables(_ body: (UnsafePointer<magnus_family_tables>) -> Void) {
        numbers.withUnsafeBufferPointer { buffer in
            guard var place = buffer.baseAddress else { return }
            func next(_ count: Int) -> UnsafePointer<Double> {
                defer { place += count }
                return place
            }
            var tables = magnus_family_tables(
                nodes: Int32(nodes), points: Int32(points), reads: Int32(reads), passes: Int32(passes),
                tolerance: tolerance, fractions: next(nodes), sine: next(points), inverse_sine: next(points),
                weights: next(points), interpolation: next(nodes * points * nodes), read_sine: next(reads),
                read_inverse_sine: next(reads), read_weights: next(reads), read_interpolation: next(reads * nodes),
                read_columns: next(nodes * Int(MAGNUS_FAMILY_READS)))
            body(&tables)
        }
    }
}
