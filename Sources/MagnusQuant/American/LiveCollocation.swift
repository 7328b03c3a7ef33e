import CKernels
import Glibc

/// The live solution of an exercise boundary: eight collocation nodes, solved and read by a vectorised kernel.
///
/// Same equations as `BoundaryIteration` with `CollocationScheme.live`; the derivatives of the boundary in volatility and
/// rate come from the last Newton matrix, so that vega and rho need no second solution.
enum LiveCollocation {
    /// Tables the kernel reads. Filled once before any reader sees them, never changed or freed: safe to share although
    /// the C structure holds plain pointers.
    private nonisolated(unsafe) static let tables: magnus_live_tables = {
        let nodes = 8
        let points = Int(MAGNUS_LIVE_POINTS)
        let fractions = (0..<nodes).map { 0.5 * (1 + Glibc.cos(Double.pi * Double($0) / Double(nodes))) }
        let rule = GaussLegendre(count: points)
        let angles = rule.nodes.map { 0.25 * Double.pi * (1 + $0) }
        var interpolation: [Double] = []
        for angle in angles {
            let rows = fractions.map { CollocationScheme.cardinals(at: $0 * Glibc.cos(angle), nodeCount: nodes) }
            for source in 0..<nodes { interpolation += rows.map { $0[source] } }
        }
        func cosine(_ node: Int, _ degree: Int) -> Double {
            let share = (node == 0 ? 1.0 : 2) * (degree == 0 || degree == nodes ? 0.5 : 1) / Double(nodes)
            return share * Glibc.cos(Double.pi * Double((node * degree) % (2 * nodes)) / Double(nodes))
        }
        var cosines: [Double] = []
        for node in 0..<nodes { cosines += (0..<nodes).map { cosine(node, $0) } }
        cosines += (0..<nodes).map { cosine($0, nodes) }
        let panel = GaussLegendre(count: 8)
        return magnus_live_tables(
            fractions: kept(fractions), sine: kept(angles.map(Glibc.sin)),
            weights: kept(zip(rule.weights, angles).map { $0 * 0.25 * Double.pi * Glibc.sin(2 * $1) }),
            interpolation: kept(interpolation), cosines: kept(cosines),
            panel_nodes: kept(panel.nodes.map { 0.5 * (1 + $0) }), panel_weights: kept(panel.weights.map { 0.5 * $0 }))
    }()

    private static func kept(_ values: [Double]) -> UnsafePointer<Double> {
        let memory = UnsafeMutablePointer<Double>.allocate(capacity: values.count)
        memory.initialize(from: values, count: values.count)
        return UnsafePointer(memory)
    }

    /// The boundary of a put with one exercise region; nil where Newton's method does not settle.
    static func solve(
        right: OptionRight, years: Double, rate: Double, yield: Double, volatility: Double, wantsSlopes: Bool
    ) -> magnus_live_boundary? {
        var terms = magnus_put_terms(
            years: years, rate: rate, yield: yield, volatility: volatility, by_yield: right == .call ? 1 : 0)
        var boundary = magnus_live_boundary()
        var tables = tables
        magnus_live_solve(&tables, &terms, wantsSlopes ? 1 : 0, &boundary)
        guard boundary.change < 1e-3, boundary.unit_boundary > 0 else { return nil }
        return boundary
    }

    /// The put with strike 1 above its boundary.
    static func value(_ boundary: magnus_live_boundary, moneyness: Double, wantsSlopes: Bool) -> magnus_put_value {
        var value = magnus_put_value()
        withUnsafePointer(to: boundary) { boundary in
            var tables = tables
            magnus_live_value(&tables, boundary, moneyness, wantsSlopes ? 1 : 0, &value)
        }
        return value
    }
}
