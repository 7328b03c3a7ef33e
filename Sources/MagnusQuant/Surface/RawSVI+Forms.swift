import Glibc

extension RawSVI {
    /// The surface form of Gatheral and Jacquier (2014) for one expiry: w = theta/2 (1 + rho phi k + sqrt((phi k + rho)^2 +
    /// 1 - rho^2)). Free of butterfly arbitrage where theta phi (1 + |rho|) < 4 and theta phi^2 (1 + |rho|) <= 4 (their
    /// theorem 4.2).
    ///
    /// - Parameters: theta, total variance at the forward, > 0; rho inside (-1, 1); phi > 0.
    public static func surfaceForm(theta: Double, correlation rho: Double, phi: Double) throws(Fault) -> RawSVI {
        guard theta.isFinite, rho.isFinite, phi.isFinite else { throw .notFinite }
        guard theta > 0 else { throw .negativeVariance }
        guard phi > 0 else { throw .smoothingNotPositive }
        guard abs(rho) < 1 else { throw .correlationOutside }
        let square = 1 - rho * rho
        return try RawSVI(
            level: 0.5 * theta * square, angle: 0.5 * theta * phi, correlation: rho, shift: -rho / phi,
            smoothing: square.squareRoot() / phi)
    }

    /// The greatest phi that the two conditions of ``surfaceForm(theta:correlation:phi:)`` allow.
    static func greatestPhi(theta: Double, correlation: Double) -> Double {
        let limit = 4 / (theta * (1 + abs(correlation)))
        return min(0.999 * limit, limit.squareRoot())
    }

    /// What a trader reads off a smile ("jump wings" of Gatheral and Jacquier 2014, section 3.3): annual variance at the
    /// forward and the lowest one, the slope of volatility at the forward, and how steep both wings are, in units of the
    /// standard deviation.
    public struct JumpWings: Sendable, Hashable {
        /// v, annual.
        public var variance: Double
        /// psi, half of dw/dk over sqrt(w).
        public var skew: Double
        /// p.
        public var putWing: Double
        /// c.
        public var callWing: Double
        /// v tilde, annual.
        public var leastVariance: Double

        public init(
            variance: Double, skew: Double, putWing: Double, callWing: Double, leastVariance: Double
        ) {
            self.variance = variance
            self.skew = skew
            self.putWing = putWing
            self.callWing = callWing
            self.leastVariance = leastVariance
        }

        /// The same variance, skew and put wing with the call wing p + 2 psi and the lowest variance 4 v p c/(p + c)^2,
        /// which makes it a ``RawSVI/surfaceForm(theta:correlation:phi:)``: the mend of section 5.1 of the paper.
        public var mended: JumpWings {
            let call = putWing + 2 * skew
            return JumpWings(
                variance: variance, skew: skew, putWing: putWing, callWing: call,
                leastVariance: variance * 4 * putWing * call / ((putWing + call) * (putWing + call)))
        }
    }

    /// nil at an expiry or where the variance at the forward is 0.
    public func jumpWings(years: Double) -> JumpWings? {
        let w = variance(0)
        guard years > 0, years.isFinite, w > 0 else { return nil }
        let root = w.squareRoot()
        return JumpWings(
            variance: w / years, skew: 0.5 * slope(0) / root, putWing: angle * (1 - correlation) / root,
            callWing: angle * (1 + correlation) / root,
            leastVariance: max(level + angle * smoothing * (1 - correlation * correlation).squareRoot(), 0) / years)
    }

    /// The raw parameters of jump wings (lemma 3.2 of the paper).
    public init(_ wings: JumpWings, years: Double) throws(Fault) {
        let w = wings.variance * years
        guard w.isFinite, years.isFinite else { throw .notFinite }
        guard w > 0, years > 0 else { throw .negativeVariance }
        let root = w.squareRoot()
        let b = 0.5 * root * (wings.callWing + wings.putWing)
        guard b > 0 else { throw .negativeAngle }
        let rho = 1 - wings.putWing * root / b
        let beta = rho - 2 * wings.skew * root / b
        guard abs(rho) <= 1, abs(beta) <= 1 else { throw .correlationOutside }
        let square = (1 - rho * rho).squareRoot()
        // beta is -m/sqrt(m^2 + sigma^2): at 0 the vertex lies on the forward.
        if beta == 0 {
            let sigma = (w - wings.leastVariance * years) / (b * (1 - square))
            try self.init(
                level: wings.leastVariance * years - b * sigma * square, angle: b, correlation: rho, shift: 0,
                smoothing: sigma)
            return
        }
        let sign = beta < 0 ? -1.0 : 1.0
        let alpha = sign * (1 / (beta * beta) - 1).squareRoot()
        let m =
            (wings.variance - wings.leastVariance) * years
            / (b * (-rho + sign * (1 + alpha * alpha).squareRoot() - alpha * square))
        let sigma = alpha * m
        try self.init(
            level: wings.leastVariance * years - b * sigma * square, angle: b, correlation: rho, shift: m,
            smoothing: sigma)
    }
}
