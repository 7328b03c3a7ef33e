/// A balance of cash as a broker's statement states it.
public struct StatedBalance: Sendable, Hashable {
    public var amount: Money
    /// The end of the statement, or its last row.
    public var at: Instant
    /// File name or source name.
    public var source: String

    public init(amount: Money, at: Instant, source: String) {
        self.amount = amount
        self.at = at
        self.source = source
    }
}
