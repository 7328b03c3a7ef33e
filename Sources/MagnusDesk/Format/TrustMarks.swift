import MagnusDomain

/// Signs that stand before a figure that is not fresh, and in place of one that is not known.
public struct TrustMarks: Sendable, Hashable {
    public var stale: String
    public var estimated: String
    public var unknown: String

    public init(stale: String, estimated: String, unknown: String) {
        self.stale = stale
        self.estimated = estimated
        self.unknown = unknown
    }

    public static let unicode = TrustMarks(stale: "~", estimated: "≈", unknown: "—")
    /// For terminals without Unicode. A question mark would read as not known.
    public static let ascii = TrustMarks(stale: "~", estimated: "=", unknown: "-")

    /// The sign of a trust level, empty for fresh figures.
    public func mark(_ trust: Trust) -> String {
        switch trust {
        case .fresh: ""
        case .stale: stale
        case .estimated: estimated
        }
    }
}
