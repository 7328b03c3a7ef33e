import Glibc

/// The total implied variance of one expiry as a hyperbola in log-moneyness k = ln(K/F):
/// w(k) = a + b (rho (k - m) + sqrt((k - m)^2 + sigma^2)), volatility = sqrt(w/T).
///
/// J. Gatheral's "stochastic volatility inspired" form (Global Derivatives, Madrid 2004) in its raw parameters. A value of
/// this type has a variance that is nowhere negative and wings no steeper than R. Lee's bound ("The moment formula for
/// implied volatility at extreme strikes", 2004); whether it is free of arbitrage is for ``SmileArbitrage`` to say.
public struct RawSVI: Sendable, Hashable {
    /// Why parameters are no smile.
    public enum Fault: Error, Sendable, Equatable {
        case notFinite
        /// b below 0.
        case negativeAngle
        /// rho not inside -1...1.
        case correlationOutside
        /// sigma not above 0.
        case smoothingNotPositive
        /// The lowest variance a + b sigma sqrt(1 - rho^2) is below 0.
        case negativeVariance
        /// b (1 + |rho|) above 2.
        case wingTooSteep
    }

    /// a.
    public let level: Double
    /// b, >= 0.
    public let angle: Double
    /// rho.
    public let correlation: Double
    /// m.
    public let shift: Double
    /// sigma, > 0.
    public let smoothing: Double

    public init(
        level: Double, angle: Double, correlation: Double, shift: Double, smoothing: Double
    ) throws(Fault) {
        guard level.isFinite, angle.isFinite, correlation.isFinite, shift.isFinite, smoothing.isFinite else {
            throw .notFinite
        }
        guard angle >= 0 else { throw .negativeAngle }
        guard abs(correlation) <= 1 else { throw .correlationOutside }
        guard smoothing > 0 else { throw .smoothingNotPositive }
        guard angle * (1 + abs(correlation)) <= 2 else { throw .wingTooSteep }
        let lowest = level + angle * smoothing * (1 - correlation * correlation).squareRoot()
        // A smile that touches 0 does so within rounding.
        guard lowest >= -1e-15 * (abs(level) + angle * smoothing) else { throw .negativeVariance }
        self.level = level
        self.angle = angle
        self.correlation = correlation
        self.shift = shift
        self.smoothing = smoothing
    }

    /// Total variance at a log-moneyness, >= 0.
    public func variance(_ k: Double) -> Double {
        let x = k - shift
        return max(level + angle * (correlation * x + (x * x + smoothing * smoothing).squareRoot()), 0)
    }

    /// dw/dk.
    public func slope(_ k: Double) -> Double {
        let x = k - shift
        return angle * (correlation + x / (x * x + smoothing * smoothing).squareRoot())
    }

    /// d2w/dk2, >= 0.
    public func curvature(_ k: Double) -> Double {
        let x = k - shift
        let square = x * x + smoothing * smoothing
        return angle * smoothing * smoothing / (square * square.squareRoot())
    }

    /// Annual decimal volatility; nil unless the years are positive and the variance there is.
    public func volatility(_ k: Double, years: Double) -> Double? {
        guard years > 0, years.isFinite else { return nil }
        let value = (variance(k) / years).squareRoot()
        return value > 0 && value.isFinite ? value : nil
    }

    /// The density factor g(k) = (1 - k w'/(2w))^2 - w'^2/4 (1/w + 1/4) + w''/2: the risk-neutral density has its sign,
    /// so butterflies are free of arbitrage where it is not negative (Gatheral and Jacquier, "Arbitrage-free SVI
    /// volatility surfaces", 2014, lemma 2.2). -infinity where the variance is 0.
    public func density(_ k: Double) -> Double {
        let w = variance(k)
        guard w > 0 else { return -.infinity }
        let first = slope(k)
        let moved = 1 - 0.5 * k * first / w
        return moved * moved - 0.25 * first * first * (1 / w + 0.25) + 0.5 * curvature(k)
    }

    /// How steep total variance grows far below and far above the forward, >= 0, per unit of log-moneyness.
    public var wings: (put: Double, call: Double) {
        (angle * (1 - correlation), angle * (1 + correlation))
    }
}
