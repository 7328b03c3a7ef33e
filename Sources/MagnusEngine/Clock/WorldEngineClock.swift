import MagnusDomain
import MagnusSimulation
import Synchronization

/// The clock of a simulated or replayed world, driven by the real monotonic clock.
public final class WorldEngineClock: EngineClock {
    private struct State {
        var world: WorldClock
        var measuredAt: Double
        /// The world does not run past this moment (the end of a recording).
        var end: Instant?
    }

    private let state: Mutex<State>
    private let real: any EngineClock

    /// - Parameters:
    ///   - world: where it starts and how fast it runs.
    ///   - end: last moment of a recording, nil for a world without end.
    ///   - real: the clock that is measured.
    public init(_ world: WorldClock, end: Instant? = nil, real: any EngineClock = WallEngineClock()) {
        self.real = real
        state = Mutex(State(world: world, measuredAt: real.monotonicSeconds(), end: end))
    }

    public func now() -> Instant {
        state.withLock { state in
            // Measured under the lock: a reader that waited for it would hand in a moment before the last one.
            let measured = max(state.measuredAt, real.monotonicSeconds())
            state.world.advance(byRealSeconds: measured - state.measuredAt)
            state.measuredAt = measured
            if let end = state.end, state.world.now > end { state.world.set(end) }
            return state.world.now
        }
    }

    public var speed: Double {
        state.withLock { $0.world.isFrozen ? 0 : $0.world.speed }
    }

    public var rate: Double { state.withLock { $0.world.currentRate } }

    /// - Parameter speed: world seconds per real second; 0 freezes.
    public func setSpeed(_ speed: Double) {
        _ = now()
        state.withLock { state in
            state.world.isFrozen = speed == 0
            if speed > 0 { state.world.speed = speed }
        }
    }

    public func wait(_ duration: Duration) async throws { try await real.wait(duration) }

    public func monotonicSeconds() -> Double { real.monotonicSeconds() }
}
