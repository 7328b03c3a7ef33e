/// Brent's root of a continuous function inside a bracket (R. P. Brent 1973, zeroin).
enum BracketedRoot {
    /// Stops when |f| <= `tolerance` or the bracket is a few ulps wide. The ends must have values of opposite sign.
    static func solve(
        _ lower: Double, _ lowerValue: Double, _ upper: Double, _ upperValue: Double, tolerance: Double,
        _ function: (Double) throws(PricingError) -> Double
    ) throws(PricingError) -> Double {
        var (a, fa, b, fb) = (lower, lowerValue, upper, upperValue)
        var (c, fc) = (a, fa)
        var d = b - a
        var e = d
        for _ in 0..<120 {
            if (fb > 0) == (fc > 0) {
                (c, fc) = (a, fa)
                d = b - a
                e = d
            }
            if abs(fc) < abs(fb) { (a, fa, b, fb, c, fc) = (b, fb, c, fc, b, fb) }
            let half = 0.5 * (c - b)
            let width = 4e-16 * abs(b)
            if abs(fb) <= tolerance || abs(half) <= width { return b }
            if abs(e) >= width && abs(fa) > abs(fb) {
                let s = fb / fa
                var p: Double
                var q: Double
                if a == c {
                    p = 2 * half * s
                    q = 1 - s
                } else {
                    let t = fa / fc
                    let u = fb / fc
                    p = s * (2 * half * t * (t - u) - (b - a) * (u - 1))
                    q = (t - 1) * (u - 1) * (s - 1)
                }
                if p > 0 { q = -q } else { p = -p }
                if 2 * p < min(3 * half * q - abs(width * q), abs(e * q)) {
                    e = d
                    d = p / q
                } else {
                    d = half
                    e = d
                }
            } else {
                d = half
                e = d
            }
            (a, fa) = (b, fb)
            b += abs(d) > width ? d : (half > 0 ? width : -width)
            fb = try function(b)
        }
        return b
    }
}
