/// A moment in time: whole nanoseconds since 1970-01-01T00:00:00Z, leap seconds ignored as in POSIX.
///
/// Always UTC; New York wall time is derived (``NewYorkTime``). Range: years 1678 to 2262.
public struct Instant: Sendable, Hashable, Comparable, Codable {
    /// Nanoseconds since the Unix epoch, negative before it.
    public var nanosecondsSinceEpoch: Int64

    public init(nanosecondsSinceEpoch: Int64) {
        self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
    }

    /// The last moment of its second. Rows of which only the day is stated are told apart by fractions of one second, which
    /// are an order and no time: a look at that second has them all.
    public var endOfSecond: Instant {
        let (whole, overflow) = secondsSinceEpoch.multipliedReportingOverflow(by: 1_000_000_000)
        let (end, beyond) = whole.addingReportingOverflow(999_999_999)
        return overflow || beyond ? self : Instant(nanosecondsSinceEpoch: end)
    }

    /// - Parameter seconds: whole seconds since the Unix epoch; saturates beyond +-9.2e9 (dates such as 9999-12-31).
    public init(secondsSinceEpoch seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        nanosecondsSinceEpoch = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// Whole seconds since the epoch, rounded towards the past.
    public var secondsSinceEpoch: Int64 {
        let (quotient, remainder) = nanosecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
    }

    /// Seconds from `earlier` to this instant, negative when `earlier` is later. Saturates instead of trapping.
    public func seconds(since earlier: Instant) -> Double {
        (Double(nanosecondsSinceEpoch) - Double(earlier.nanosecondsSinceEpoch)) / 1e9
    }

    /// This instant moved by a number of seconds (may be negative or fractional); saturates at the ends of the range.
    /// NaN moves nothing.
    public func adding(seconds: Double) -> Instant {
        if seconds.isNaN { return self }
        let moved = Double(nanosecondsSinceEpoch) + seconds * 1e9
        if moved >= 9.2e18 { return Instant(nanosecondsSinceEpoch: .max) }
        if moved <= -9.2e18 { return Instant(nanosecondsSinceEpoch: .min) }
        let whole = seconds.rounded(.down)
        let fraction = ((seconds - whole) * 1e9).rounded()
        return Instant(nanosecondsSinceEpoch: nanosecondsSinceEpoch &+ Int64(whole) &* 1_000_000_000 &+ Int64(fraction))
    }
}
