/// What a second source says of the same instrument when it is too far from the first.
public struct QuoteContradiction: Sendable, Hashable {
    /// Name of the second source.
    public var source: String
    /// Its price per share.
    public var price: Double
    /// When it stamped it; nil when it did not say.
    public var time: Instant?

    public init(source: String, price: Double, time: Instant?) {
        self.source = source
        self.price = price
        self.time = time
    }
}
