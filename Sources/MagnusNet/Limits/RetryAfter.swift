/// What a `Retry-After` header asks for (RFC 9110, section 10.2.3).
public enum RetryAfter: Sendable, Equatable {
    case absent
    /// Neither a number of seconds nor a date; treated as absent.
    case invalid
    /// Wait so long, zero or more; at most ``longest``.
    case wait(Duration)

    /// Longer waits are cut to this: one year.
    public static let longest: Duration = .seconds(366 * 86_400)

    /// - Parameters:
    ///   - value: the header's value, nil when there is none.
    ///   - now: time since 1970-01-01 UTC, for the date form; a date in the past asks for no wait.
    public init(_ value: String?, now: Duration) {
        guard let value else {
            self = .absent
            return
        }
        if !value.isEmpty, value.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
            // More digits than fit are a wait beyond every limit.
            self = .wait(min(Int32(value).map { .seconds(Int64($0)) } ?? Self.longest, Self.longest))
        } else if let date = HTTPDate.parse(value, now: now) {
            self = .wait(min(max(.zero, date - now), Self.longest))
        } else {
            self = .invalid
        }
    }
}
