/// Something that happens to the book on a day that is known beforehand.
public struct Deadline: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A series can be traded for the last time, before the day it ends on.
        case lastTrade = "last_trade"
        case expiry
        /// Who wants the dividend of a day exercises on the evening before.
        case exDividend = "ex_dividend"
        case earnings
        /// A court, regulator, merger or split date on record.
        case event
        /// The session closes early.
        case halfDay = "half_day"
        case holiday
        /// Index futures, index options and stock options end together.
        case tripleExpiry = "triple_expiry"

        public var words: String {
            switch self {
            case .lastTrade: "last trade"
            case .expiry: "expiry"
            case .exDividend: "ex-dividend"
            case .earnings: "earnings"
            case .event: "event"
            case .halfDay: "half day"
            case .holiday: "closed"
            case .tripleExpiry: "triple expiry"
            }
        }
    }

    public var kind: Kind
    public var day: CalendarDate
    /// The moment, where there is one.
    public var time: Instant?
    /// nil for what concerns every symbol.
    public var symbol: String?
    /// What it is, in words without figures of the market.
    public var text: String
    /// What it does to the book, empty where nothing of it is concerned.
    public var consequence: String
    /// The date may still move.
    public var isEstimated: Bool

    public init(
        kind: Kind, day: CalendarDate, time: Instant? = nil, symbol: String? = nil, text: String,
        consequence: String = "", isEstimated: Bool = false
    ) {
        self.kind = kind
        self.day = day
        self.time = time
        self.symbol = symbol
        self.text = text
        self.consequence = consequence
        self.isEstimated = isEstimated
    }

    /// Unique among the deadlines of a book.
    public var id: String { "\(day.iso8601)/\(kind.rawValue)/\(symbol ?? "")/\(text)" }
}
