import MagnusDomain
import MagnusQuant

/// A span of days a question is about.
public struct DateSpan: Sendable, Hashable {
    public var first: CalendarDate
    public var last: CalendarDate
    /// As it is repeated in the answer: `this week`, `by Friday`.
    public var label: String
    /// From the close of a session on: what was traded on the first day is not in it.
    public var isNight: Bool

    public init(first: CalendarDate, last: CalendarDate, label: String, isNight: Bool = false) {
        self.isNight = isNight
        self.first = first
        self.last = last
        self.label = label
    }

    func contains(_ date: CalendarDate) -> Bool { first <= date && date <= last }
}

/// An option as far as a question names it.
public struct ContractMention: Sendable, Hashable {
    public var strike: Double?
    public var right: OptionRight?
    public var expiry: CalendarDate?

    public init(strike: Double? = nil, right: OptionRight? = nil, expiry: CalendarDate? = nil) {
        self.strike = strike
        self.right = right
        self.expiry = expiry
    }

    var isEmpty: Bool { strike == nil && right == nil && expiry == nil }
}

/// What a question names.
public struct Entities: Sendable, Hashable {
    /// Known symbols in order, each once.
    public var symbols: [String] = []
    /// Written like symbols, known to no source.
    public var unknownSymbols: [String] = []
    public var contract = ContractMention()
    public var span: DateSpan?
    /// Days behind, for questions about what was done.
    public var past: DateSpan?
    /// Labels of days named besides ``span``.
    public var furtherSpans: [String] = []
    public var numbers: [Double] = []
    /// Fractions: -5 % is -0.05.
    public var percents: [Double] = []
    /// From 1; -1 is the last.
    public var ordinal: Int?
    /// Contracts or shares of an order.
    public var quantity: Int?
    /// Absolute delta, 0 to 1.
    public var delta: Double?
    public var daysToExpiry: Int?
    /// Id in the concept table.
    public var concept: String?

    public init() {}
}
