import Glibc
import MagnusDomain

/// The volatility surface of one underlying at one moment, without the pins of the anchor.
///
/// At-the-money total variance: a power law in time with exponent `2 termSlope + 1`, whose level follows the short end
/// more than the long, plus the variance of scheduled announcements. Across strikes the SSVI shape with the power-law
/// function phi = eta / sqrt(theta) (Gatheral and Jacquier, "Arbitrage-free SVI volatility surfaces", 2014), free of
/// butterfly arbitrage because eta^2 (1 + |rho|) < 4.
struct VolatilitySurface: Sendable {
    let level: Double
    let meanLevel: Double
    let termSlope: Double
    let eta: Double
    let rho: Double

    init(security: SimulatedSecurity, level: Double) {
        self.level = level
        meanLevel = security.volatility
        termSlope = security.termSlope
        eta = 0.30 + 0.8 * abs(security.skew)
        rho = min(0.85, max(-0.85, -2 * security.skew / eta))
    }

    /// At-the-money volatility without events for a life of `years`.
    func base(years: Double) -> Double {
        let relative = max(years, 1e-6) / (30.0 / 365)
        let following = min(1.35, max(0.35, pow(relative, -0.25)))
        return meanLevel * exp(following * log(level / meanLevel)) * pow(relative, termSlope)
    }

    /// Volatility at a strike.
    /// - Parameters:
    ///   - totalVariance: at the money, with events.
    ///   - logMoneyness: ln(strike / forward).
    func volatility(totalVariance: Double, years: Double, logMoneyness: Double) -> Double {
        let root = totalVariance.squareRoot()
        let z = min(12, max(-12, logMoneyness / root))
        let shift = eta * z + rho
        let ratio = 0.5 * (1 + rho * eta * z + (shift * shift + 1 - rho * rho).squareRoot())
        return (totalVariance * max(0.05, ratio) / years).squareRoot()
    }
}
