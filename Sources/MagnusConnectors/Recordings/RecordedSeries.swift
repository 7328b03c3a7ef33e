import MagnusDomain

/// What files hold of one instrument, free of their format. Each list ascends in time; prices are dollars per share, as
/// recorded: crossed and zero quotes are kept for whoever judges quotes.
///
/// A bar carries the moment it ended: at that moment its close was known, not before. At equal times the row read last
/// wins.
public struct RecordedSeries: Sendable, Hashable {
    /// Both sides at the end of a bar; nil when not quoted.
    public struct QuoteBar: Sendable, Hashable {
        public var end: Instant
        public var bid: Double?
        public var ask: Double?
        public var bidSize: Int?
        public var askSize: Int?
    }

    public struct TradeBar: Sendable, Hashable {
        public var end: Instant
        public var open: Double
        public var high: Double
        public var low: Double
        public var close: Double
        /// Contracts or shares traded in the bar.
        public var volume: Double
    }

    /// Open contracts as published.
    public struct OpenInterest: Sendable, Hashable {
        public var time: Instant
        public var contracts: Int
    }

    public internal(set) var instrument: Instrument
    public internal(set) var quotes: [QuoteBar] = []
    public internal(set) var trades: [TradeBar] = []
    public internal(set) var openInterest: [OpenInterest] = []
    /// Whole sessions of an underlying.
    public internal(set) var dailyBars: [DailyBar] = []

    init(instrument: Instrument) {
        self.instrument = instrument
    }

    /// The moments of the first and last quote or trade, nil when there is none.
    public var span: ClosedRange<Instant>? {
        let moments = [quotes.first?.end, quotes.last?.end, trades.first?.end, trades.last?.end].compactMap { $0 }
        guard let first = moments.min(), let last = moments.max() else { return nil }
        return first...last
    }

    /// Sorts everything and keeps the last of several entries with one time.
    mutating func order() {
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
        // The sort is stable: of equal times the row read last comes last.
        for element in list.sorted(by: { key($0) < key($1) }) {
            if let last = result.last, key(last) == key(element) { result.removeLast() }
            result.append(element)
        }
        return result
    }
}
