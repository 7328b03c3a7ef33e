import MagnusDomain
import MagnusEngine
import MagnusSimulation
import Synchronization
import Testing

/// The clock of a world, measured by a clock that may hand out its seconds late.
@Suite struct WorldEngineClockTests {
    /// Hands out the given seconds, one after the other, then the last one.
    private final class Seconds: EngineClock {
        private let left: Mutex<[Double]>

        init(_ seconds: [Double]) { left = Mutex(seconds) }

        func now() -> Instant { SimulatedWorld.anchor }
        var speed: Double { 1 }
        func setSpeed(_ speed: Double) {}
        func wait(_ duration: Duration) async throws { throw CancellationError() }
        func monotonicSeconds() -> Double { left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    }

    /// A reader that was overtaken hands in an earlier second: no time is counted twice for it.
    @Test func aSecondHandedInLateIsNotCountedTwice() {
        let clock = WorldEngineClock(WorldClock(start: SimulatedWorld.anchor), real: Seconds([0, 10, 5, 12]))
        #expect(clock.now().seconds(since: SimulatedWorld.anchor) == 10)
        #expect(clock.now().seconds(since: SimulatedWorld.anchor) == 10)
        #expect(clock.now().seconds(since: SimulatedWorld.anchor) == 12)
    }

    /// Closed hours pass 3,600 times faster: the rate says so, the chosen speed stays.
    @Test func theRateIsThatOfTheMoment() throws {
        let saturday = try Instant(rfc3339: "2027-03-20T14:00:00Z")
        let closed = WorldEngineClock(WorldClock(start: saturday, speed: 2), real: Seconds([0]))
        #expect(closed.speed == 2 && closed.rate == 7200)
        let open = WorldEngineClock(WorldClock(start: SimulatedWorld.anchor, speed: 2), real: Seconds([0]))
        #expect(open.speed == 2 && open.rate == 2)
        closed.setSpeed(0)
        #expect(closed.rate == 0)
    }

    /// Many readers at once see a clock that never goes back and that loses nothing.
    @Test func manyReadersSeeOneClock() async {
        let clock = WorldEngineClock(
            WorldClock(start: SimulatedWorld.anchor), real: Seconds((0...4000).map(Double.init)))
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var last = clock.now()
                    for _ in 1..<500 {
                        let now = clock.now()
                        guard now > last else { return false }
                        last = now
                    }
                    return true
                }
            }
            for await isForward in group { #expect(isForward) }
        }
        #expect(clock.now().seconds(since: SimulatedWorld.anchor) == 4000)
    }
}
