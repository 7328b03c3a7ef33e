import MagnusDesk
import MagnusDomain

/// Where a setting's value came from.
public enum SettingOrigin: String, Sendable, Hashable {
    case standard = "default"
    case file
    case commandLine = "command line"
}

/// All settings with their values at one moment.
public struct SettingsSnapshot: Sendable, Hashable {
    /// In display order.
    public let descriptors: [SettingDescriptor]
    private var values: [String: (SettingValue, SettingOrigin)] = [:]

    /// - Parameter descriptors: keys are unique.
    public init(descriptors: [SettingDescriptor]) {
        self.descriptors = descriptors
    }

    public static func == (left: SettingsSnapshot, right: SettingsSnapshot) -> Bool {
        left.descriptors == right.descriptors && left.rows == right.rows
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(rows) }

    public func descriptor(_ key: String) -> SettingDescriptor? {
        descriptors.first { $0.key == key }
    }

    /// The value in force; nil for an unknown key.
    public func value(_ key: String) -> SettingValue? {
        values[key]?.0 ?? descriptor(key)?.defaultValue
    }

    /// Whether somebody chose its value.
    public func isChosen(_ key: String) -> Bool { values[key] != nil }

    /// Gives a setting its default back.
    public mutating func reset(_ key: String) { values[key] = nil }

    /// Puts a value in force.
    /// - Returns: false when the key is unknown or the value not allowed; nothing changes then.
    @discardableResult
    public mutating func set(_ key: String, _ value: SettingValue, origin: SettingOrigin) -> Bool {
        guard let descriptor = descriptor(key), descriptor.range.allows(value) else { return false }
        values[key] = (value, origin)
        return true
    }

    /// As the settings view shows them.
    public var rows: [SettingRow] {
        descriptors.map { descriptor in
            let entry = values[descriptor.key]
            return SettingRow(
                key: descriptor.key, value: (entry?.0 ?? descriptor.defaultValue).text,
                defaultValue: descriptor.defaultValue.text, source: (entry?.1 ?? .standard).rawValue,
                explanation: descriptor.explanation, allowed: descriptor.allowed)
        }
    }
}

/// Keeps settings over restarts; the executable writes them into `config.toml`.
public protocol SettingsStore: Sendable {
    func load() async -> SettingsSnapshot
    /// What was wrong in the last ``load()``, one line a mistake, with its place.
    func problems() async -> [String]
    /// Writes one value, keeping comments.
    /// - Throws: ``SettingError``.
    func save(key: String, value: SettingValue) async throws(SettingError)
}

extension SettingsStore {
    public func problems() async -> [String] { [] }
}

/// Why a setting was not changed.
public enum SettingError: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownKey(String)
    case notAllowed(key: String, value: String, allowed: String)
    /// Two settings that must be in order would not be.
    case outOfOrder(String)
    case cannotWrite(path: String, reason: String)
    /// The file would be refused with the value too: where its text is broken, and how.
    case brokenFile(String)

    public var description: String {
        switch self {
        case .unknownKey(let key): "\(key): no such setting"
        case .notAllowed(let key, let value, let allowed): "\(key): \(value) is not allowed; allowed: \(allowed)"
        case .outOfOrder(let words): words
        case .brokenFile(let words): "\(words); nothing was changed"
        case .cannotWrite(let path, let reason): "\(path): cannot be written (\(reason))"
        }
    }
}
