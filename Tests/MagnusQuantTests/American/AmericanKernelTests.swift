import CKernels
import Testing

@testable import MagnusQuant

/// The vectorised kernels against plain formulas.
@Suite struct AmericanKernelTests {
    /// A row of the collocation system by scalar functions, as written in the paper.
    @Test func aCollocationRowIsThePlainFormula() {
        let scheme = CollocationScheme(nodeCount: 12, blockCount: 2, plainSweeps: 4, sweeps: 40, tolerance: 1e-12)
        let (rate, yield, volatility, years) = (0.05, 0.03, 0.3, 0.8)
        let depths = scheme.fractions.map { 0.6 * $0 }
        let squares = depths.map { $0 * $0 }
        for node in 0..<scheme.nodeCount {
            let tau = years * scheme.fractions[node] * scheme.fractions[node]
            let deviation = volatility * tau.squareRoot()
            let lower = ((rate - yield) * tau - depths[node]) / deviation - 0.5 * deviation
            var over = exponential(-rate * tau) * NormalDistribution.cumulative(lower)
            var under = exponential(-yield * tau) * NormalDistribution.cumulative(lower + deviation)
            var (sine, rateWeights, yieldWeights, table) = ([Double](), [Double](), [Double](), [Double]())
            for block in 0..<scheme.blockCount {
                for source in 0..<scheme.nodeCount {
                    let weights = scheme.interpolation[
                        (node * scheme.blockCount + block) * scheme.nodeCount + source]
                    for lane in 0..<8 { table.append(weights[lane]) }
                }
                for lane in 0..<8 {
                    let s = scheme.sine[block][lane]
                    let elapsed = s * s * tau
                    let weight = scheme.weights[block][lane] * tau
                    sine.append(s)
                    rateWeights.append(exponential(-rate * elapsed) * weight * rate)
                    yieldWeights.append(exponential(-yield * elapsed) * weight * yield)
                    var square = 0.0
                    for source in 0..<scheme.nodeCount {
                        let first = (node * scheme.blockCount + block) * scheme.nodeCount
                        square += scheme.interpolation[first + source][lane] * squares[source]
                    }
                    let path = max(square, 1e-24).squareRoot() - depths[node] + elapsed * (rate - yield)
                    let spread = s * deviation
                    let d = path / spread - 0.5 * spread
                    over += rateWeights[rateWeights.count - 1] * NormalDistribution.cumulative(d)
                    under += yieldWeights[yieldWeights.count - 1] * NormalDistribution.cumulative(d + spread)
                }
            }
            func gap(_ depths: [Double], _ jacobian: UnsafeMutablePointer<Double>?) -> Double {
                sine.withUnsafeBufferPointer { sine in
                    rateWeights.withUnsafeBufferPointer { rates in
                        yieldWeights.withUnsafeBufferPointer { yields in
                            table.withUnsafeBufferPointer { table in
                                var row = magnus_row(
                                    node: Int32(node), node_count: Int32(scheme.nodeCount),
                                    block_count: Int32(scheme.blockCount), tau: tau, rate: rate, yield: yield,
                                    volatility: volatility, log_limit: 0, discount: exponential(-rate * tau),
                                    growth: exponential(-yield * tau), sine: sine.baseAddress,
                                    rate_weights: rates.baseAddress, yield_weights: yields.baseAddress,
                                    interpolation: table.baseAddress)
                                return magnus_boundary_row(&row, depths, depths.map { $0 * $0 }, jacobian)
                            }
                        }
                    }
                }
            }
            var jacobian = [Double](repeating: 0, count: scheme.nodeCount)
            let value = jacobian.withUnsafeMutableBufferPointer { gap(depths, $0.baseAddress) }
            #expect(abs(exponential(-depths[node] - value) - over / under) < 1e-13)
            for source in 0..<scheme.nodeCount {
                var up = depths
                var down = depths
                up[source] += 3e-6
                down[source] -= 3e-6
                #expect(abs((gap(down, nil) - gap(up, nil)) / 6e-6 - jacobian[source]) < 1e-7)
            }
        }
    }

    /// The live kernel solves the same equations as the general solver, and reads the same value and slopes.
    @Test func theLiveKernelAgreesWithTheGeneralSolver() throws {
        var random = SplitMix64(seed: 8)
        for _ in 0..<100 {
            let terms = OptionTerms(
                right: random.uniform(0, 1) < 0.5 ? .put : .call, style: .american, spot: 100,
                strike: random.uniform(80, 120), years: random.uniform(0.02, 2), rate: random.uniform(0.005, 0.1),
                dividendYield: random.uniform(0.005, 0.1), volatility: random.uniform(0.1, 0.7))
            let live = AmericanBoundary(terms, accuracy: .live)
            #expect(live.live != nil)
            let isPut = terms.right == .put
            let general = AmericanBoundary(
                right: terms.right, putYears: terms.years, putRate: isPut ? terms.rate : terms.dividendYield,
                putYield: isPut ? terms.dividendYield : terms.rate, volatility: terms.volatility,
                scheme: CollocationScheme(nodeCount: 8, blockCount: 1, plainSweeps: 3, sweeps: 40, tolerance: 1e-11))
            #expect(abs(live.unitBoundary / general.unitBoundary - 1) < 2e-5, "\(terms)")
            let read = live.price(spot: 100, strike: terms.strike, accuracy: .live)
            #expect(abs(read - general.price(spot: 100, strike: terms.strike, accuracy: .exact)) < 2e-3, "\(terms)")
            guard abs(terms.spot / live.criticalSpot(strike: terms.strike) - 1) > 0.02 else { continue }
            let value = try AmericanPricing.valuation(terms, accuracy: .live)
            let exact = try AmericanPricing.valuation(terms, accuracy: .exact)
            #expect(abs((value.vega ?? .nan) - (exact.vega ?? .nan)) < 2e-4 * 100, "\(terms)")
            for (path, floor) in [
                (\OptionValuation.gamma, 1e-3), (\.vanna, 0.05), (\.charm, 0.05), (\.speed, 1e-4),
            ] {
                guard let actual = value[keyPath: path], let expected = exact[keyPath: path] else { continue }
                #expect(abs(actual - expected) <= 1e-3 * max(abs(expected), floor), "\(terms)")
            }
            if abs(terms.rate - terms.dividendYield) > 2e-3 {
                #expect(abs((value.rho ?? .nan) - (exact.rho ?? .nan)) < 1e-3 * 100, "\(terms)")
            }
            #expect(abs((value.delta ?? .nan) - (exact.delta ?? .nan)) < 1e-4, "\(terms)")
        }
    }
}
