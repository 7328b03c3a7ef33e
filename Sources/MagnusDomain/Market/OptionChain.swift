/// One contract of a chain with its quote.
public struct ChainEntry: Sendable, Hashable {
    public var contract: OptionContract
    public var quote: Quote

    public init(contract: OptionContract, quote: Quote) {
        self.contract = contract
        self.quote = quote
    }
}

/// All contracts of one underlying as one source delivered them together.
public struct OptionChain: Sendable, Hashable {
    public var symbol: String
    public var underlying: Quote
    /// By expiry, strike, then calls before puts.
    public var entries: [ChainEntry]
    public var retrievedAt: Instant
    public var source: String

    public init(symbol: String, underlying: Quote, entries: [ChainEntry], retrievedAt: Instant, source: String) {
        self.symbol = symbol
        self.underlying = underlying
        self.entries = entries
        self.retrievedAt = retrievedAt
        self.source = source
    }
}
