/// What a source said about one instrument at one moment. Prices are per share in dollars and may be nonsense: ask
/// ``QuoteAssessment`` before using one.
public struct Quote: Sendable, Hashable {
    /// Best bid; nil when not quoted, 0 for "no bid".
    public var bid: Double?
    /// Best ask; nil when not quoted.
    public var ask: Double?
    /// Last trade.
    public var last: Double?
    public var bidSize: Int?
    public var askSize: Int?
    /// Contracts or shares traded this session.
    public var volume: Int?
    /// Open contracts as of yesterday's close (published once a day).
    public var openInterest: Int?
    /// The moment the source stamped the quote; nil when it did not say.
    public var time: Instant?
    /// The moment Magnus received it.
    public var receivedAt: Instant
    /// Name of the source, for example `simulated`.
    public var source: String
    public var isHalted: Bool
    /// The source states that this is the previous close.
    public var isPreviousClose: Bool
    /// Another source says something else; then neither price is used until they agree.
    public var contradiction: QuoteContradiction?

    public init(
        bid: Double?, ask: Double?, last: Double? = nil, bidSize: Int? = nil, askSize: Int? = nil, volume: Int? = nil,
        openInterest: Int? = nil, time: Instant?, receivedAt: Instant, source: String, isHalted: Bool = false,
        isPreviousClose: Bool = false
    ) {
        self.bid = bid
        self.ask = ask
        self.last = last
        self.bidSize = bidSize
        self.askSize = askSize
        self.volume = volume
        self.openInterest = openInterest
        self.time = time
        self.receivedAt = receivedAt
        self.source = source
        self.isHalted = isHalted
        self.isPreviousClose = isPreviousClose
    }
}
