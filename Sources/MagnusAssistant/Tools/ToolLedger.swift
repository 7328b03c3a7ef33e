import MagnusDomain

/// One use of a tool.
public struct ToolCall: Sendable, Hashable {
    public var name: String
    public var arguments: [String: String]
    /// Rows returned.
    public var rows: Int

    public init(name: String, arguments: [String: String] = [:], rows: Int) {
        self.name = name
        self.arguments = arguments
        self.rows = rows
    }
}

/// One value that a tool returned, or that was derived from such values by a recorded formula.
public struct LedgerEntry: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        /// Unrounded.
        case number(Double)
        case date(CalendarDate)
        /// Verbatim words of a tool result: a symbol, a position's name, an alert, a passage.
        case text(String)
    }

    public var name: String
    public var content: Content
    /// Index into ``ToolLedger/citations``; nil for words that need no source of their own.
    public var citation: Int?
    /// How a derived value was made, nil for a value taken as it was.
    public var formula: String?
}

/// Everything that tools returned for one answer: the only place figures may come from.
public struct ToolLedger: Sendable, Hashable {
    public private(set) var calls: [ToolCall] = []
    public private(set) var citations: [AnswerCitation] = []
    public private(set) var entries: [LedgerEntry] = []

    public init() {}

    mutating func record(_ call: ToolCall) { calls.append(call) }

    /// - Returns: the index of the citation; an equal one is not kept twice.
    mutating func cite(_ citation: AnswerCitation) -> Int {
        if let known = citations.firstIndex(of: citation) { return known }
        citations.append(citation)
        return citations.count - 1
    }

    mutating func add(_ entry: LedgerEntry) -> Int {
        entries.append(entry)
        return entries.count - 1
    }

    /// The oldest age per source, in order of first use, as the right end of an answer shows it: `positions 3s`.
    func sourceTexts(citations used: [AnswerCitation]) -> [String] {
        var order: [String] = []
        var ages: [String: Double] = [:]
        for citation in used {
            if !order.contains(citation.source) { order.append(citation.source) }
            if let age = citation.ageSeconds { ages[citation.source] = max(age, ages[citation.source] ?? 0) }
        }
        return order.map { name in ages[name].map { "\(name) \(AgeText.text($0))" } ?? name }
    }
}

/// Ages as words: `3s`, `4m`, `2h`, `5d`.
enum AgeText {
    static func text(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return "unknown age" }
        if seconds < 99.5 { return "\(Int(seconds.rounded()))s" }
        if seconds < 5970 { return "\(Int((seconds / 60).rounded()))m" }
        if seconds < 172_800 { return "\(Int((seconds / 3600).rounded()))h" }
        return "\(Int(min(seconds / 86_400, 99_999).rounded()))d"
    }
}
