import MagnusDomain
import MagnusEngine
import MagnusSimulation
import Synchronization

/// A clock that moves when the test says so.
final class TestClock: EngineClock {
    private struct State {
        var instant: Instant
        var speed = 1.0
    }

    private let state: Mutex<State>

    init(_ instant: Instant = SimulatedWorld.anchor) {
        state = Mutex(State(instant: instant))
    }

    func now() -> Instant { state.withLock { $0.instant } }
    var speed: Double { state.withLock { $0.speed } }
    func setSpeed(_ speed: Double) { state.withLock { $0.speed = speed } }
    func wait(_ duration: Duration) async throws { throw CancellationError() }
    func monotonicSeconds() -> Double { Double(now().nanosecondsSinceEpoch) / 1e9 }

    func move(to instant: Instant) { state.withLock { $0.instant = instant } }
    func move(seconds: Double) { state.withLock { $0.instant = $0.instant.adding(seconds: seconds) } }
}

/// A moment of March 2027 in New York.
func march(_ day: Int, _ hour: Int, _ minute: Int) throws -> Instant {
    NewYorkTime.instant(
        on: try CalendarDate(iso8601: "2027-03-\(day < 10 ? "0" : "")\(day)"), hour: hour, minute: minute)
}
