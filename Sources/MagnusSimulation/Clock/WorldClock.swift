import MagnusDomain

/// The clock of a simulated or replayed world: turns real seconds into world time.
///
/// In the regular session and in the pre- and post-market a real second is `speed` world seconds. Hours in which nothing
/// trades pass ``closedHoursFactor`` times faster still, so a night of eight hours takes eight seconds at speed 1 and a
/// weekend about a minute. Advancing in many small steps or in one gives the same moment to the nanosecond rounding of
/// each step. No real clock is read: the caller measures.
public struct WorldClock: Sendable, Hashable {
    /// The moment in the world.
    public private(set) var now: Instant
    /// World seconds per real second in trading hours, at least 0.
    public var speed: Double
    /// A frozen clock ignores ``advance(byRealSeconds:)``.
    public var isFrozen: Bool
    private let calendar: ExchangeCalendar

    /// How much faster closed hours pass.
    public static let closedHoursFactor = 3600.0

    /// - Parameters:
    ///   - start: where the clock stands first.
    ///   - speed: 1...3600 as offered to the user; negative or not finite counts as 0.
    public init(start: Instant, speed: Double = 1, isFrozen: Bool = false, calendar: ExchangeCalendar = .standard) {
        now = start
        self.speed = speed.isFinite ? max(0, speed) : 0
        self.isFrozen = isFrozen
        self.calendar = calendar
    }

    /// World seconds that a real second is worth at present: 0 frozen, ``speed`` in trading hours, more in closed ones.
    public var currentRate: Double {
        if isFrozen { return 0 }
        return calendar.status(at: now).phase == .closed ? speed * Self.closedHoursFactor : speed
    }

    /// Moves the clock on; crosses the borders between closed and trading hours exactly.
    ///
    /// - Parameter seconds: real seconds since the last call; negative or not finite values move nothing.
    /// - Returns: world seconds that passed.
    @discardableResult
    public mutating func advance(byRealSeconds seconds: Double) -> Double {
        guard !isFrozen, seconds.isFinite, seconds > 0, speed > 0 else { return 0 }
        let start = now
        var left = seconds
        // Every step ends at a change of phase; a year has about 2,000 of them.
        for _ in 0..<100_000 where left > 0 {
            let status = calendar.status(at: now)
            let rate = status.phase == .closed ? speed * Self.closedHoursFactor : speed
            let border = status.until.seconds(since: now)
            let reach = left * rate
            if reach < border || border <= 0 {
                now = now.adding(seconds: reach)
                left = 0
            } else {
                now = status.until
                left -= border / rate
            }
        }
        return now.seconds(since: start)
    }

    /// Sets the clock, as `--start` and the stored world time do.
    public mutating func set(_ instant: Instant) {
        now = instant
    }
}
