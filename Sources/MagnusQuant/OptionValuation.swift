/// A price and its derivatives, per share, long one option, in raw units.
///
/// A derivative is nil where it does not exist or cannot be given to the stated accuracy (the kink at zero time or
/// zero volatility, second-order Greeks at an American exercise boundary). It is never NaN.
public struct OptionValuation: Sendable, Hashable {
    /// Value per share, >= 0.
    public var price: Double
    /// dV/dS.
    public var delta: Double?
    /// d2V/dS2.
    public var gamma: Double?
    /// dV/dsigma per 1.00 of volatility.
    public var vega: Double?
    /// -dV/dT per year of calendar time passing; negative for most long options.
    public var theta: Double?
    /// dV/dr per 1.00 of rate.
    public var rho: Double?
    /// d2V/dS dsigma.
    public var vanna: Double?
    /// -d(delta)/dT per year of calendar time passing.
    public var charm: Double?
    /// d2V/dsigma2 (also called vomma).
    public var volga: Double?
    /// d3V/dS3.
    public var speed: Double?

    public init(
        price: Double, delta: Double? = nil, gamma: Double? = nil, vega: Double? = nil, theta: Double? = nil,
        rho: Double? = nil, vanna: Double? = nil, charm: Double? = nil, volga: Double? = nil, speed: Double? = nil
    ) {
        self.price = price
        self.delta = delta
        self.gamma = gamma
        self.vega = vega
        self.theta = theta
        self.rho = rho
        self.vanna = vanna
        self.charm = charm
        self.volga = volga
        self.speed = speed
    }
}

/// Why terms cannot be priced.
public enum PricingError: Error, Sendable, Equatable {
    /// An input is NaN or infinite.
    case notFinite
    /// Spot or strike not positive, negative volatility, time or dividend.
    case badInput
    /// A combination no method here covers.
    case unsupported
}

/// Why no volatility reproduces a price.
public enum ImpliedVolatilityError: Error, Sendable, Equatable {
    case notFinite
    case badInput
    case unsupported
    /// No time left.
    case expired
    /// The price is not positive, or at or below the intrinsic bound.
    case belowIntrinsic
    /// The price is at or above the upper no-arbitrage bound.
    case aboveBound
}

/// How exact an American valuation must be.
public enum PricingAccuracy: Sendable, Hashable {
    /// Error about 1e-4 of the spot or better: the live book, scans, grids.
    case live
    /// To the tolerance of the reference vectors: the calculator, explanations, background passes.
    case exact
}
