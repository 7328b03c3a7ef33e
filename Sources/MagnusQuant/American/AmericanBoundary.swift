import CKernels
import Glibc

/// The early exercise boundary of an American option, solved once and usable for every spot and strike.
///
/// It depends on right, time, rates and volatility only; it scales with the strike. Solved for the put by spectral
/// collocation and fixed-point iteration (L. Andersen, M. Lake, D. Offengenden, "High Performance American Option
/// Pricing", J. Comp. Finance 2016; start: M. Li, "Analytical approximations for the critical stock prices of American
/// options", 2010); calls by the symmetry C(S, K, r, q) = P(K, S, q, r) (McDonald, Schroder 1998).
public struct AmericanBoundary: Sendable {
    /// Of the option asked for.
    public let right: OptionRight
    /// Terms of the equivalent put (rates exchanged for a call).
    let years: Double
    let rate: Double
    let yield: Double
    let volatility: Double
    /// Log of the put boundary just before expiry, over strike: ln min(1, r / q).
    let logLimit: Double
    /// Chebyshev coefficients in 2 sqrt(tau / T) - 1 of H = ln^2(B / limit).
    let coefficients: [Double]
    /// ln(limit / B) at the collocation nodes: the start of a neighbouring solution.
    let depths: [Double]
    /// The solution of the live kernel, in place of the coefficients.
    let live: magnus_live_boundary?
    /// Put boundary now over strike.
    let unitBoundary: Double
    /// Largest last change of a log boundary value; tells a failed iteration.
    let residual: Double

    /// Spot at or beyond which (put: below, call: above) exercise now is optimal, for a strike; same unit as it.
    public func criticalSpot(strike: Double) -> Double {
        right == .put ? strike * unitBoundary : strike / unitBoundary
    }

    /// Solves the boundary of the put with one exercise region: needs years > 0, volatility > 0 and
    /// (rate > 0, or rate = 0 and yield < 0).
    init(
        right: OptionRight, putYears: Double, putRate: Double, putYield: Double, volatility: Double,
        scheme: CollocationScheme, near: AmericanBoundary? = nil
    ) {
        self.right = right
        years = putYears
        rate = putRate
        yield = putYield
        self.volatility = volatility
        live = nil
        let limit = putYield > putRate ? putRate / putYield : 1
        logLimit = Glibc.log(limit)
        var depths = [Double](repeating: 0, count: scheme.nodeCount)
        let isWarm = near?.depths.count == scheme.nodeCount
        if let near, isWarm {
            depths = near.depths
        } else {
            let start = BoundaryStart(
                years: putYears, rate: putRate, yield: putYield, volatility: volatility, logLimit: logLimit)
            for first in stride(from: 0, to: scheme.nodeCount, by: 8) {
                var tau = SIMD8<Double>(repeating: putYears)
                for lane in 0..<min(8, scheme.nodeCount - first) {
                    let x = scheme.fractions[first + lane]
                    tau[lane] = putYears * x * x
                }
                let guess = start.depths(tau)
                for lane in 0..<min(8, scheme.nodeCount - first) { depths[first + lane] = guess[lane] }
            }
        }
        var iteration = BoundaryIteration(
            years: putYears, rate: putRate, yield: putYield, volatility: volatility, logLimit: logLimit, scheme: scheme)
        residual = iteration.solve(&depths, plainSweeps: isWarm ? 0 : scheme.plainSweeps)
        self.depths = depths
        unitBoundary = Glibc.exp(logLimit - depths[0])
        // Discrete cosine transform of H at the Chebyshev points (the last one is zero).
        let n = scheme.nodeCount
        var coefficients = [Double](repeating: 0, count: n + 1)
        for k in 0...n {
            var total = 0.5 * depths[0] * depths[0]
            for i in 1..<n {
                total += depths[i] * depths[i] * Glibc.cos(Double.pi * Double((i * k) % (2 * n)) / Double(n))
            }
            coefficients[k] = total * (k == n ? 1 : 2) / Double(n)
        }
        coefficients[0] *= 0.5
        self.coefficients = coefficients
    }

    init(right: OptionRight, live: magnus_live_boundary) {
        self.right = right
        years = live.terms.years
        rate = live.terms.rate
        yield = live.terms.yield
        volatility = live.terms.volatility
        logLimit = live.log_limit
        coefficients = []
        depths = []
        self.live = live
        unitBoundary = live.unit_boundary
        residual = live.change * live.change
    }

    /// Distance ln(limit / B) of the put boundary at eight values of sqrt(tau / T).
    @inline(__always)
    func depth(_ fraction: SIMD8<Double>) -> SIMD8<Double> {
        let x = fraction * 4 - 2
        var next = SIMD8<Double>()
        var current = SIMD8<Double>()
        coefficients.withUnsafeBufferPointer { c in
            for k in stride(from: c.count - 1, to: 0, by: -1) {
                (next, current) = (current, x * current - next + c[k])
            }
            current = x * 0.5 * current - next + c[0]
        }
        return current.replacing(with: 0, where: current .< 0).squareRoot()
    }
}
