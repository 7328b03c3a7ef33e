import Glibc

/// A parabola through the implied volatilities of one expiry, in log-moneyness over the square root of time, robust
/// against single bad quotes.
struct SmileFit: Sendable, Hashable {
    struct Point: Sendable, Hashable {
        /// ln(K/F)/sqrt(T).
        var x: Double
        /// Annual decimal.
        var volatility: Double
        /// Relative to the other points.
        var weight = 1.0
    }

    private let coefficients: (Double, Double, Double)
    /// Where points supported the curve; beyond it the curve is not asked.
    let range: ClosedRange<Double>

    static func == (left: SmileFit, right: SmileFit) -> Bool {
        left.coefficients == right.coefficients && left.range == right.range
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(coefficients.0)
        hasher.combine(coefficients.1)
        hasher.combine(coefficients.2)
    }

    /// nil below five points.
    ///
    /// Least squares, then points further than `tolerance` from the curve are left out, the worst first, and it is
    /// fitted again: a typo must not bend the curve it is judged by.
    init?(_ points: [Point], tolerance: Double) {
        var kept = points.filter { $0.x.isFinite && $0.volatility.isFinite && $0.volatility > 0 }
        guard kept.count >= 5, let low = kept.map(\.x).min(), let high = kept.map(\.x).max(), high > low else {
            return nil
        }
        range = low...high
        guard var fitted = Self.leastSquares(kept) else { return nil }
        let removable = kept.count / 4
        for _ in 0..<removable where kept.count > 5 {
            let worst = kept.indices.max { left, right in
                Self.residual(kept[left], fitted) < Self.residual(kept[right], fitted)
            }
            guard let worst, Self.residual(kept[worst], fitted) > 0.5 * tolerance else { break }
            kept.remove(at: worst)
            guard let again = Self.leastSquares(kept) else { break }
            fitted = again
        }
        coefficients = fitted
    }

    /// Annual decimal; nil outside the supported range.
    func volatility(at x: Double) -> Double? {
        guard range.contains(x) else { return nil }
        let value = Self.value(x, coefficients)
        return value.isFinite && value > 0 ? value : nil
    }

    /// Annual decimal, beyond the supported range too: there total variance goes on in a straight line in log strike with
    /// the slope of the range's end, not below 0 outwards nor above 2, for at most the width of the range.
    func extended(at x: Double, years: Double) -> Double? {
        guard !range.contains(x) else { return volatility(at: x) }
        guard x.isFinite, years > 0 else { return nil }
        let side = x < range.lowerBound ? -1.0 : 1.0
        let end = side < 0 ? range.lowerBound : range.upperBound
        guard let edge = volatility(at: end) else { return nil }
        let root = years.squareRoot()
        let slope = side * (coefficients.1 + 2 * coefficients.2 * end)
        let variancePerLogStrike = min(2, max(0, 2 * edge * slope * root))
        let distance = min(abs(x - end), range.upperBound - range.lowerBound) * root
        let variance = edge * edge * years + variancePerLogStrike * distance
        let value = (variance / years).squareRoot()
        return value.isFinite && value > 0 ? value : nil
    }

    private static func value(_ x: Double, _ c: (Double, Double, Double)) -> Double { c.0 + x * (c.1 + x * c.2) }

    private static func residual(_ point: Point, _ c: (Double, Double, Double)) -> Double {
        abs(point.volatility - value(point.x, c))
    }

    /// Normal equations of a parabola, weights falling with the distance from the money.
    private static func leastSquares(_ points: [Point]) -> (Double, Double, Double)? {
        var s = (0.0, 0.0, 0.0, 0.0, 0.0)
        var t = (0.0, 0.0, 0.0)
        for point in points {
            let weight = point.weight / (1 + 4 * point.x * point.x)
            let x = point.x
            s.0 += weight
            s.1 += weight * x
            s.2 += weight * x * x
            s.3 += weight * x * x * x
            s.4 += weight * x * x * x * x
            t.0 += weight * point.volatility
            t.1 += weight * x * point.volatility
            t.2 += weight * x * x * point.volatility
        }
        let determinant =
            s.0 * (s.2 * s.4 - s.3 * s.3) - s.1 * (s.1 * s.4 - s.2 * s.3) + s.2 * (s.1 * s.3 - s.2 * s.2)
        guard determinant.isFinite, abs(determinant) > 1e-14 else { return nil }
        let a = t.0 * (s.2 * s.4 - s.3 * s.3) - s.1 * (t.1 * s.4 - t.2 * s.3) + s.2 * (t.1 * s.3 - t.2 * s.2)
        let b = s.0 * (t.1 * s.4 - t.2 * s.3) - t.0 * (s.1 * s.4 - s.2 * s.3) + s.2 * (s.1 * t.2 - s.2 * t.1)
        let c = s.0 * (s.2 * t.2 - s.3 * t.1) - s.1 * (s.1 * t.2 - s.2 * t.1) + t.0 * (s.1 * s.3 - s.2 * s.2)
        let result = (a / determinant, b / determinant, c / determinant)
        return result.0.isFinite && result.1.isFinite && result.2.isFinite ? result : nil
    }
}
