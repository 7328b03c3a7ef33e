/// Shape-preserving rational cubic interpolation of R. Delbourgo and J. A. Gregory (1985), with the control parameter
/// chosen to meet a second derivative, as used in P. Jaeckel, "Let's Be Rational" (2013), section 2.
struct RationalCubic {
    private static let largest = Double.greatestFiniteMagnitude
    /// Below this the interpolant could have a pole.
    private static let smallest = -(1 - 0x1p-26)

    let left: (x: Double, y: Double, slope: Double)
    let right: (x: Double, y: Double, slope: Double)

    private let secant: Double

    @inline(__always)
    init(left: (x: Double, y: Double, slope: Double), right: (x: Double, y: Double, slope: Double)) {
        self.left = left
        self.right = right
        secant = (right.y - left.y) / (right.x - left.x)
    }

    /// The interpolant at `x` in [left.x, right.x] with control parameter `control` > -1.
    @inline(__always)
    func value(at x: Double, control: Double) -> Double {
        let width = right.x - left.x
        guard abs(width) > 0 else { return 0.5 * (left.y + right.y) }
        let t = (x - left.x) / width
        let u = 1 - t
        guard control < Self.largest else { return right.y * t + left.y * u }
        let numerator =
            right.y * t * t * t + (control * right.y - width * right.slope) * t * t * u
            + (control * left.y + width * left.slope) * t * u * u + left.y * u * u * u
        return numerator / (1 + (control - 3) * t * u)
    }

    /// The control parameter that gives the interpolant the second derivative `second` at the left end, raised to
    /// what keeps its shape.
    @inline(__always)
    func control(leftSecondDerivative second: Double, prefersShape: Bool) -> Double {
        let numerator = 0.5 * (right.x - left.x) * second + (right.slope - left.slope)
        return max(
            Self.quotient(numerator, secant - left.slope), shapeMinimum(prefersShape: prefersShape))
    }

    /// As `control(leftSecondDerivative:)`, at the right end.
    @inline(__always)
    func control(rightSecondDerivative second: Double, prefersShape: Bool) -> Double {
        let numerator = 0.5 * (right.x - left.x) * second + (right.slope - left.slope)
        return max(
            Self.quotient(numerator, right.slope - secant), shapeMinimum(prefersShape: prefersShape))
    }

    @inline(__always)
    private static func quotient(_ numerator: Double, _ denominator: Double) -> Double {
        if numerator == 0 { return 0 }
        if denominator == 0 { return numerator > 0 ? largest : smallest }
        return min(numerator / denominator, largest)
    }

    /// The smallest control parameter that keeps monotonicity and convexity where the data have them.
    @inline(__always)
    private func shapeMinimum(prefersShape: Bool) -> Double {
        let slope = secant
        let monotonic = left.slope * slope >= 0 && right.slope * slope >= 0
        let convex = left.slope <= slope && slope <= right.slope
        let concave = left.slope >= slope && slope >= right.slope
        guard monotonic || convex || concave else { return Self.smallest }
        var forMonotonicity = Self.smallest
        var forConvexity = Self.smallest
        if monotonic {
            if slope != 0 {
                forMonotonicity = (right.slope + left.slope) / slope
            } else if prefersShape {
                forMonotonicity = Self.largest
            }
        }
        if convex || concave {
            let difference = right.slope - left.slope
            let fromRight = right.slope - slope
            let fromLeft = slope - left.slope
            if fromLeft != 0 && fromRight != 0 {
                forConvexity = max(abs(difference / fromRight), abs(difference / fromLeft))
            } else if prefersShape {
                forConvexity = Self.largest
            }
        } else if monotonic && prefersShape {
            forConvexity = Self.largest
        }
        return max(Self.smallest, max(forMonotonicity, forConvexity))
    }
}
