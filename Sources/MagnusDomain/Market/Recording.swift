/// What was recorded of one option series or one underlying, free of any file format.
///
/// A bar carries the moment it ended: at that moment its close was known, not before. Prices are dollars per share, as
/// recorded: crossed and zero quotes are kept for whoever judges quotes.
public struct Recording: Sendable, Hashable {
    /// Both sides at the end of a bar; a side that was not quoted is nil.
    public struct QuoteBar: Sendable, Hashable {
        public var end: Instant
        public var bid: Double?
        public var ask: Double?
        public var bidSize: Int?
        public var askSize: Int?

        public init(end: Instant, bid: Double?, ask: Double?, bidSize: Int? = nil, askSize: Int? = nil) {
            self.end = end
            self.bid = bid
            self.ask = ask
            self.bidSize = bidSize
            self.askSize = askSize
        }
    }

    /// Trades of a bar.
    public struct TradeBar: Sendable, Hashable {
        public var end: Instant
        public var open: Double
        public var high: Double
        public var low: Double
        public var close: Double
        public var volume: Double

        public init(end: Instant, open: Double, high: Double, low: Double, close: Double, volume: Double) {
            self.end = end
            self.open = open
            self.high = high
            self.low = low
            self.close = close
            self.volume = volume
        }
    }

    /// Open contracts as published on the morning of a day.
    public struct OpenInterest: Sendable, Hashable {
        public var time: Instant
        public var contracts: Int

        public init(time: Instant, contracts: Int) {
            self.time = time
            self.contracts = contracts
        }
    }

    public var instrument: Instrument
    /// Each list ascending by time.
    public var quotes: [QuoteBar]
    public var trades: [TradeBar]
    public var openInterest: [OpenInterest]
    /// Sessions of an underlying, ascending; empty when the recording has none.
    public var dailyBars: [DailyBar]

    /// Lists in any order; they are sorted.
    public init(
        instrument: Instrument, quotes: [QuoteBar] = [], trades: [TradeBar] = [], openInterest: [OpenInterest] = [],
        dailyBars: [DailyBar] = []
    ) {
        self.instrument = instrument
        self.quotes = quotes.sorted { $0.end < $1.end }
        self.trades = trades.sorted { $0.end < $1.end }
        self.openInterest = openInterest.sorted { $0.time < $1.time }
        self.dailyBars = dailyBars.sorted { $0.date < $1.date }
    }

    /// This recording with another of the same instrument; at equal times the other's bar wins.
    public func merged(with other: Recording) -> Recording {
        guard other.instrument == instrument else { return self }
        return Recording(
            instrument: instrument, quotes: Self.merge(quotes, other.quotes, by: \.end),
            trades: Self.merge(trades, other.trades, by: \.end),
            openInterest: Self.merge(openInterest, other.openInterest, by: \.time),
            dailyBars: Self.merge(dailyBars, other.dailyBars, by: \.date))
    }

    private static func merge<Element, Key: Hashable>(
        _ first: [Element], _ second: [Element], by key: (Element) -> Key
    ) -> [Element] {
        if second.isEmpty { return first }
        let keys = Set(second.map(key))
        return first.filter { !keys.contains(key($0)) } + second
    }

    /// The moments of the first and last bar, nil when nothing was recorded.
    public var span: ClosedRange<Instant>? {
        let moments = [quotes.first?.end, quotes.last?.end, trades.first?.end, trades.last?.end].compactMap { $0 }
        guard let first = moments.min(), let last = moments.max() else { return nil }
        return first...last
    }

    /// Sorts everything and keeps the last of several entries with one time, as a reader that only appends has to.
    public mutating func order() {
        quotes = Self.ordered(quotes, by: \.end)
        trades = Self.ordered(trades, by: \.end)
        openInterest = Self.ordered(openInterest, by: \.time)
        dailyBars = Self.ordered(dailyBars, by: \.date)
    }

    private static func ordered<Element, Key: Comparable>(
        _ list: [Element], by key: (Element) -> Key
    ) -> [Element] {
        var result: [Element] = []
        result.reserveCapacity(list.count)
        // The sort is stable: of equal times the entry added last comes last.
        for element in list.sorted(by: { key($0) < key($1) }) {
            if let last = result.last, key(last) == key(element) { result.removeLast() }
            result.append(element)
        }
        return result
    }
}
