import MagnusDomain

/// A time of the day in New York, to the minute.
public struct TimeOfDay: Sendable, Hashable {
    /// Minutes since midnight, 0 to 1439.
    public let minute: Int

    /// Reads `22:00`; nil when it is no time.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            text.utf8.allSatisfy({ $0 == 0x3A || (0x30...0x39).contains($0) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        self.minute = hour * 60 + minute
    }

    /// Whether a moment lies from one time to another, over midnight when the second is the earlier. Equal times are
    /// never.
    public static func isBetween(_ from: TimeOfDay, _ to: TimeOfDay, _ moment: Instant) -> Bool {
        let minute = moment.newYork.secondsOfDay / 60
        return from.minute <= to.minute
            ? (from.minute..<to.minute).contains(minute) : minute >= from.minute || minute < to.minute
    }
}
