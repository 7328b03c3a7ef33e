import MagnusDomain

/// Whose volatility a front end wants.
public struct VolatilityRequest: Sendable, Hashable {
    /// Of the underlying, or an option root such as `SPXW`.
    public var symbol: String

    public init(symbol: String) {
        self.symbol = symbol
    }
}

/// What became of a ``VolatilityRequest``.
public enum VolatilityAnswer: Sendable, Hashable {
    case report(VolatilityReport)
    /// What could not be had, and why, in a sentence.
    case refused(String)
}
