import MagnusDomain

/// The engine's only source of time.
public protocol EngineClock: Sendable {
    /// The moment of the world that is shown.
    func now() -> Instant
    /// World seconds per real second; 0 when frozen.
    var speed: Double { get }
    /// World seconds that a real second is worth at this moment; more than ``speed`` in closed hours of a simulated market.
    var rate: Double { get }
    func setSpeed(_ speed: Double)
    /// Waits in real time.
    /// - Throws: `CancellationError`.
    func wait(_ duration: Duration) async throws
    /// Seconds of a clock that never goes back, for latencies.
    func monotonicSeconds() -> Double
}

extension EngineClock {
    public var rate: Double { speed }
}
