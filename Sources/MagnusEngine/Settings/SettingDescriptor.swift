import MagnusDomain

/// A value of a setting.
public enum SettingValue: Sendable, Hashable {
    case number(Double)
    case flag(Bool)
    case text(String)
    case list([String])

    /// As a person reads and types it.
    public var text: String {
        switch self {
        case .number(let value):
            value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : value.description
        case .flag(let value): value ? "true" : "false"
        case .text(let value): value
        case .list(let values): values.joined(separator: ", ")
        }
    }

    public var number: Double? { if case .number(let value) = self { value } else { nil } }
    public var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
    public var string: String? { if case .text(let value) = self { value } else { nil } }
    public var strings: [String]? { if case .list(let values) = self { values } else { nil } }
}

/// What values a setting may have.
public enum SettingRange: Sendable, Hashable {
    case number(ClosedRange<Double>)
    case whole(ClosedRange<Int>)
    /// `22:00`, or empty for none.
    case timeOfDay
    case flag
    /// Any text without control characters.
    case text
    case choice([String])
    /// Symbols or names, separated by commas.
    case list
    /// Stress presets, `NAME: PERCENT POINTS DAYS` each, separated by commas, no name twice.
    case presets
    /// Broker clocks, `BROKER DATE WHEN WORDS` each, separated by commas.
    case brokerClocks

    /// In words, for the settings view and error messages.
    public var words: String {
        switch self {
        case .number(let range):
            "\(SettingValue.number(range.lowerBound).text) to \(SettingValue.number(range.upperBound).text)"
        case .whole(let range): "whole, \(range.lowerBound) to \(range.upperBound)"
        case .timeOfDay: "a time such as 22:00, or empty"
        case .flag: "true or false"
        case .text: "text"
        case .choice(let names): names.joined(separator: ", ")
        case .list: "names separated by commas"
        case .presets: "NAME: PERCENT POINTS DAYS, separated by commas"
        case .brokerClocks: "BROKER DATE WHEN WORDS, separated by commas"
        }
    }

    /// The value a person typed, nil when it is not allowed.
    public func value(from text: String) -> SettingValue? {
        let trimmed = Self.trimmed(text)
        switch self {
        case .number(let range):
            guard let number = Double(trimmed), range.contains(number) else { return nil }
            return .number(number)
        case .whole(let range):
            guard let whole = Int(trimmed), range.contains(whole) else { return nil }
            return .number(Double(whole))
        case .timeOfDay:
            return trimmed.isEmpty || TimeOfDay(trimmed) != nil ? .text(trimmed) : nil
        case .flag:
            switch trimmed.lowercased() {
            case "true", "on", "yes": return .flag(true)
            case "false", "off", "no": return .flag(false)
            default: return nil
            }
        case .text:
            guard !trimmed.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
                return nil
            }
            return .text(trimmed)
        case .choice(let names):
            return names.contains(trimmed) ? .text(trimmed) : nil
        case .list:
            let parts = trimmed.split(separator: ",").map { Self.trimmed(String($0)) }.filter { !$0.isEmpty }
            return .list(parts)
        case .presets, .brokerClocks:
            guard let list = SettingRange.list.value(from: text), allows(list) else { return nil }
            return list
        }
    }

    /// Whether a value read from a file is allowed.
    public func allows(_ value: SettingValue) -> Bool {
        switch (self, value) {
        case (.number(let range), .number(let number)): range.contains(number)
        case (.whole(let range), .number(let number)): Int(exactly: number).map(range.contains) ?? false
        case (.timeOfDay, .text(let text)): text.isEmpty || TimeOfDay(text) != nil
        case (.flag, .flag), (.text, .text), (.list, .list): true
        case (.choice(let names), .text(let text)): names.contains(text)
        case (.presets, .list(let texts)):
            Set(texts.compactMap { try? StressPreset.parse($0).name.lowercased() }).count == texts.count
        case (.brokerClocks, .list(let texts)): texts.allSatisfy { (try? BrokerClock.parse($0)) != nil }
        default: false
        }
    }

    private static func trimmed(_ text: String) -> String {
        var view = text[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}

/// One setting: key, default, legal values and one sentence.
public struct SettingDescriptor: Sendable, Hashable {
    /// Dotted path in `config.toml`, for example `monitors.expiration.critical-days`.
    public var key: String
    public var defaultValue: SettingValue
    public var range: SettingRange
    /// What a number counts: `seconds`, `USD per share`; empty for a fraction or a count.
    public var unit: String
    public var explanation: String

    public init(
        key: String, defaultValue: SettingValue, range: SettingRange, unit: String = "", explanation: String
    ) {
        self.key = key
        self.defaultValue = defaultValue
        self.range = range
        self.unit = unit
        self.explanation = explanation
    }

    /// Legal values in words, with their unit.
    public var allowed: String { unit.isEmpty ? range.words : "\(range.words) \(unit)" }
}
