import MagnusDomain

/// A clock that stands still: one-shot commands and `--as-of`.
public struct FixedEngineClock: EngineClock {
    private let instant: Instant
    private let real = WallEngineClock()

    public init(_ instant: Instant) {
        self.instant = instant
    }

    public func now() -> Instant { instant }
    public var speed: Double { 0 }
    public func setSpeed(_ speed: Double) {}
    public func wait(_ duration: Duration) async throws { try await real.wait(duration) }
    public func monotonicSeconds() -> Double { real.monotonicSeconds() }
}
