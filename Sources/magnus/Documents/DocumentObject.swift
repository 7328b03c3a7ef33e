import MagnusDesk
import MagnusDomain

/// Builds one object of a document, so that every figure without a value is `null` and has its word in `reasons`.
struct DocumentObject: Sendable, Hashable {
    private(set) var members: [JSONValue.Member] = []
    /// In the order of the keys; only keys whose value is null.
    private var missing: [(key: String, reason: UnknownReason)] {
        members.compactMap { member in words[member.key].map { (member.key, $0) } }
    }
    private var words: [String: UnknownReason] = [:]
    /// Marks of known figures that are not fresh, in the order of the keys.
    private var marks: [JSONValue.Member] = []

    init() {}

    /// A value that needs no reason.
    mutating func set(_ key: String, _ value: JSONValue) {
        members.append(JSONValue.Member(key, value))
    }

    /// A text that may be empty.
    mutating func set(_ key: String, text: String) {
        set(key, .string(text))
    }

    mutating func set(_ key: String, _ figure: Figure) {
        switch figure {
        case .known(let value, let trust):
            set(key, value, else: .notFinite)
            if trust != .fresh { marks.append(JSONValue.Member(key, .string(trust.rawValue))) }
        case .unknown(let reason): set(key, Double?.none, else: reason)
        }
    }

    /// The sum of the known parts.
    mutating func set(_ key: String, _ total: Total) {
        set(key, total.figure)
    }

    /// - Parameter reason: the word for a missing value; a value that is not finite is `not_finite`.
    mutating func set(_ key: String, _ value: Double?, else reason: UnknownReason) {
        let json = JSONValue(value)
        if json == .null { words[key] = value == nil ? reason : .notFinite }
        set(key, json)
    }

    mutating func set(_ key: String, _ value: Int?, else reason: UnknownReason) {
        if value == nil { words[key] = reason }
        set(key, JSONValue(value))
    }

    mutating func set(_ key: String, _ value: Bool?, else reason: UnknownReason) {
        if value == nil { words[key] = reason }
        set(key, value.map { JSONValue.bool($0) } ?? .null)
    }

    /// An empty text is a missing one.
    mutating func set(_ key: String, _ value: String?, else reason: UnknownReason) {
        guard let value, !value.isEmpty else {
            words[key] = reason
            set(key, .null)
            return
        }
        set(key, .string(value))
    }

    mutating func set(_ key: String, _ date: CalendarDate?, else reason: UnknownReason) {
        set(key, date?.iso8601, else: reason)
    }

    /// A moment that may simply not have come; null needs no reason.
    mutating func set(_ key: String, _ instant: Instant?) {
        set(key, JSONValue(instant?.rfc3339))
    }

    /// A nested object.
    mutating func set(_ key: String, _ object: DocumentObject) {
        set(key, .object(object.members))
    }

    /// A list of objects.
    mutating func set(_ key: String, _ objects: [DocumentObject]) {
        set(key, .array(objects.map { .object($0.members) }))
    }

    /// Ends the object with `figure_trust`, `stale` or `estimated` for each figure that is shown with a mark on the screen, and
    /// with `reasons`.
    /// - Parameter stated: words of the domain; they win over the general ones given with each key. A word for a key
    ///   that has a value, or that is not here, is left out.
    mutating func closeWithReasons(_ stated: [String: UnknownReason] = [:]) {
        for (key, reason) in stated where words[key] != nil { words[key] = reason }
        set("figure_trust", .object(marks))
        set("reasons", .object(missing.map { JSONValue.Member($0.key, .string($0.reason.rawValue)) }))
    }

    /// The object by itself.
    var json: JSONValue { .object(members) }
}

extension JSONValue {
    /// Texts under keys, by key.
    init(texts: [String: String]) {
        self = .object(texts.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
    }

    /// A list of texts.
    init(list: [String]) {
        self = .array(list.map { .string($0) })
    }
}
