import MagnusDomain

/// What a session keeps for the next: how the screen looks, never what the book holds, nor what is a setting.
public struct DashboardPreferences: Sendable, Equatable {
    public var isMasked = false
    public var isWide = false
    public var isReversed = false
    public var sort = PositionSort.attention
    public var opportunitySort = OpportunitySort.score
    public var columnOrder = PositionColumn.allCases
    public var hiddenColumns: Set<PositionColumn> = []
    public var zoom: [Pane: ZoomLevel] = [:]
    public var splits: [SplitKey: Double] = [:]
    /// Day on which the card of the day opened by itself last, `YYYY-MM-DD`: once a day is enough.
    public var cardDay: String?

    public init() {}

    /// As lines `key = value`, in a fixed order.
    public var text: String {
        var lines = [
            "mask = \(isMasked)", "wide = \(isWide)", "reversed = \(isReversed)", "sort = \(sort.rawValue)",
            "opportunity-sort = \(opportunitySort.rawValue)",
            "columns = \(columnOrder.map(\.rawValue).joined(separator: ","))",
            "hidden-columns = \(hiddenColumns.map(\.rawValue).sorted().joined(separator: ","))",
        ]
        for pane in Pane.allCases {
            if let level = zoom[pane], level != .normal { lines.append("zoom.\(pane.context) = \(level.rawValue)") }
        }
        for key in SplitKey.allCases {
            if let share = splits[key] { lines.append("split.\(key.rawValue) = \(share)") }
        }
        if let cardDay { lines.append("card-day = \(cardDay)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads ``text``. What is unknown or out of range is left at its default: the file may be older, newer or damaged.
    public init(text: String) {
        for line in text.split(whereSeparator: \.isNewline).prefix(200) {
            let parts = line.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            guard parts.count == 2 else { continue }
            set(parts[0], parts[1])
        }
    }

    private mutating func set(_ key: String, _ value: String) {
        switch key {
        case "mask": isMasked = value == "true"
        case "wide": isWide = value == "true"
        case "reversed": isReversed = value == "true"
        case "sort": sort = PositionSort(rawValue: value) ?? sort
        case "opportunity-sort": opportunitySort = OpportunitySort(rawValue: value) ?? opportunitySort
        case "columns": columnOrder = Self.columns(value, complete: true)
        case "card-day": cardDay = (try? CalendarDate(iso8601: value))?.iso8601
        case "hidden-columns": hiddenColumns = Set(Self.columns(value, complete: false))
        default: setPart(key, value)
        }
    }

    private mutating func setPart(_ key: String, _ value: String) {
        if key.hasPrefix("zoom."), let pane = Pane.allCases.first(where: { "zoom." + $0.context == key }) {
            zoom[pane] = ZoomLevel(rawValue: value)
        } else if key.hasPrefix("split."), let split = SplitKey(rawValue: String(key.dropFirst(6))),
            let share = Double(value), (0.05...0.95).contains(share)
        {
            splits[split] = share
        }
    }

    private static func columns(_ text: String, complete: Bool) -> [PositionColumn] {
        var seen: Set<PositionColumn> = []
        let named = text.split(separator: ",").compactMap { PositionColumn(rawValue: trimmed($0)) }
            .filter { seen.insert($0).inserted }
        return complete ? named + PositionColumn.allCases.filter { !seen.contains($0) } : named
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
