import Glibc
import MagnusDomain

/// The real clock: for real accounts.
public struct WallEngineClock: EngineClock {
    public init() {}

    public func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(nanosecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    public var speed: Double { 1 }

    /// Real time cannot be hurried.
    public func setSpeed(_ speed: Double) {}

    public func wait(_ duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }

    public func monotonicSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
