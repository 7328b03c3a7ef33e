import Glibc

/// The price of shares that nobody quotes, told by the options on them: put-call parity, S = C - P + K e^(-r T).
///
/// Dividends before the expiry and early exercise are not known and make it an estimate.
public struct ImpliedSpot: Sendable, Hashable {
    /// Call and put of one strike with both sides quoted.
    public struct Pair: Sendable, Hashable {
        public var call: OptionContract
        /// Dollars per share.
        public var callBid: Double
        public var callAsk: Double
        public var putBid: Double
        public var putAsk: Double
        /// To settlement, ACT/365.
        public var years: Double
        /// Continuously compounded, decimal.
        public var rate: Double
        /// Of the older of both quotes.
        public var time: Instant

        public init(
            call: OptionContract, callBid: Double, callAsk: Double, putBid: Double, putAsk: Double, years: Double,
            rate: Double, time: Instant
        ) {
            self.call = call
            self.callBid = callBid
            self.callAsk = callAsk
            self.putBid = putBid
            self.putAsk = putAsk
            self.years = years
            self.rate = rate
            self.time = time
        }

        /// Mid of the call less mid of the put, dollars per share.
        public var gap: Double { (callBid + callAsk) / 2 - (putBid + putAsk) / 2 }

        /// What the pair tells by itself, dollars per share.
        public var spot: Double { gap + call.strike * exp(-rate * years) }
    }

    /// Ascending by the spot they tell; never empty.
    public var pairs: [Pair]

    /// Of a ``Quote`` whose last price is one.
    public static let source = "parity"

    /// nil without a pair.
    public init?(_ pairs: [Pair]) {
        guard !pairs.isEmpty else { return nil }
        self.pairs = pairs.sorted { $0.spot < $1.spot }
    }

    /// The median, dollars per share: of two pairs the middle between them, as the forward is.
    public var price: Double { (pairs[pairs.count / 2].spot + pairs[(pairs.count - 1) / 2].spot) / 2 }

    /// Of the oldest quote.
    public var time: Instant? { pairs.map(\.time).min() }
}
