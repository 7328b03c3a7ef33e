import Glibc
import MagnusDomain
import MagnusQuant

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

    /// - Parameter skewMultiple: of the session, over the security's own.
    init(security: SimulatedSecurity, level: Double, skewMultiple: Double) {
        let skew = security.skew * skewMultiple
        self.level = level
        meanLevel = security.volatility
        termSlope = security.termSlope
        eta = 0.30 + 0.8 * abs(skew)
        rho = min(0.85, max(-0.85, -2 * skew / eta))
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

    /// Volatility of the put at forward delta -0.25 less that of the call at 0.25: positive where puts are dearer.
    func skew25(totalVariance: Double, years: Double) -> Double {
        func volatility(_ logMoneyness: Double) -> Double {
            self.volatility(totalVariance: totalVariance, years: years, logMoneyness: logMoneyness)
        }
        func place(callDelta: Double) -> Double {
            let reach = 10 * totalVariance.squareRoot()
            var (low, high) = (-reach, reach)
            for _ in 0..<60 {
                let middle = 0.5 * (low + high)
                let deviation = volatility(middle) * years.squareRoot()
                let delta = NormalDistribution.cumulative(-middle / deviation + 0.5 * deviation)
                if delta > callDelta { low = middle } else { high = middle }
            }
            return 0.5 * (low + high)
        }
        return volatility(place(callDelta: 0.75)) - volatility(place(callDelta: 0.25))
    }
}
