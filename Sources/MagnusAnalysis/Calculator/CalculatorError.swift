import MagnusQuant

/// Why a row of the calculator has no figures, as the one word the command line prints.
public enum CalculatorError: String, Error, Sendable, Equatable, CaseIterable {
    /// An input or price is NaN or infinite.
    case notFinite = "not_finite"
    /// An input is missing, not a number or outside its range; an unknown style or type; malformed dividends.
    case badInput = "bad_input"
    /// No method covers these terms.
    case unsupported
    /// Implied volatility asked for with no time left.
    case expired
    /// The price is not positive, or at or below the intrinsic bound.
    case belowIntrinsic = "below_intrinsic"
    /// The price is at or above the upper no-arbitrage bound.
    case aboveBound = "above_bound"

    public init(_ error: PricingError) {
        switch error {
        case .notFinite: self = .notFinite
        case .badInput: self = .badInput
        case .unsupported: self = .unsupported
        }
    }

    public init(_ error: ImpliedVolatilityError) {
        switch error {
        case .notFinite: self = .notFinite
        case .badInput: self = .badInput
        case .unsupported: self = .unsupported
        case .expired: self = .expired
        case .belowIntrinsic: self = .belowIntrinsic
        case .aboveBound: self = .aboveBound
        }
    }
}
