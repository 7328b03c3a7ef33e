import Glibc

@testable import MagnusQuant

/// European calls in Heston's model without rate and yield, by the characteristic function: the single integral of A. Lewis
/// (2001), with the root of H. Albrecher and others ("The little Heston trap", 2007).
struct HestonFormula {
    let law: HestonLaw
    let years: Double

    func call(spot: Double, strike: Double) -> Double {
        let distance = log(spot / strike)
        let step = 0.01
        var total = 0.0
        // Simpson's rule; the integrand falls as e^(-u) or faster.
        for index in 0...20_000 {
            let u = Double(index) * step
            let weight: Double = index == 0 || index == 20_000 ? 1 : index % 2 == 1 ? 4 : 2
            let value = Complex(0, u * distance).exponential * transform(Complex(u, -0.5))
            total += weight * value.real / (u * u + 0.25)
        }
        return spot - (spot * strike).squareRoot() / Double.pi * total * step / 3
    }

    /// E[e^(i z ln(S(T) / S(0)))].
    private func transform(_ z: Complex) -> Complex {
        let (kappa, sigma, rho) = (law.reversion, law.volatilityOfVariance, law.correlation)
        let turned = Complex(0, 1) * z
        let drag = Complex(kappa, 0) - turned * Complex(rho * sigma, 0)
        let root = (drag * drag + (turned + z * z) * Complex(sigma * sigma, 0)).squareRoot
        let low = drag - root
        let ratio = low / (drag + root)
        let decay = (root * Complex(-years, 0)).exponential
        let bottom = Complex(1, 0) - ratio * decay
        let logarithm = (bottom / (Complex(1, 0) - ratio)).logarithm
        let scale = Complex(1 / (sigma * sigma), 0)
        let level =
            (low * Complex(years, 0) - logarithm * Complex(2, 0)) * scale * Complex(kappa * law.meanVariance, 0)
        let slope = low * scale * (Complex(1, 0) - decay) / bottom
        return (level + slope * Complex(law.variance, 0)).exponential
    }
}

private struct Complex {
    var real: Double
    var imaginary: Double

    init(_ real: Double, _ imaginary: Double) {
        self.real = real
        self.imaginary = imaginary
    }

    static func + (a: Complex, b: Complex) -> Complex { Complex(a.real + b.real, a.imaginary + b.imaginary) }
    static func - (a: Complex, b: Complex) -> Complex { Complex(a.real - b.real, a.imaginary - b.imaginary) }
    static func * (a: Complex, b: Complex) -> Complex {
        Complex(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
    }
    static func / (a: Complex, b: Complex) -> Complex {
        let size = b.real * b.real + b.imaginary * b.imaginary
        return Complex(
            (a.real * b.real + a.imaginary * b.imaginary) / size, (a.imaginary * b.real - a.real * b.imaginary) / size)
    }

    var exponential: Complex { Complex(exp(real) * cos(imaginary), exp(real) * sin(imaginary)) }
    var logarithm: Complex { Complex(log(hypot(real, imaginary)), atan2(imaginary, real)) }
    var squareRoot: Complex {
        let half = Complex(0.5 * logarithm.real, 0.5 * logarithm.imaginary)
        return half.exponential
    }
}
