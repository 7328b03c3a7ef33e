import MagnusDomain

/// The volatility the quotes around a contract give it where its own quote tells none.
public struct SmileVolatility: Sendable, Hashable {
    /// Annual decimal at the strike.
    public var volatility: Double
    /// Two-sided quotes the smile rests on.
    public var quoteCount: Int
    /// The strike lies beyond the outermost of them.
    public var isExtrapolated: Bool
    /// When the chain was retrieved.
    public var asOf: Instant
    /// Of the chain.
    public var source: String

    public init(volatility: Double, quoteCount: Int, isExtrapolated: Bool, asOf: Instant, source: String) {
        self.volatility = volatility
        self.quoteCount = quoteCount
        self.isExtrapolated = isExtrapolated
        self.asOf = asOf
        self.source = source
    }

    /// As an input of an explanation names it.
    var text: String {
        "smile of \(quoteCount) quotes at \(asOf.rfc3339), \(source)"
            + (isExtrapolated ? ", beyond its last quote" : "")
    }
}
