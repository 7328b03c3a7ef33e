import MagnusDomain
import Testing

@testable import MagnusSimulation

@Suite struct WorldClockTests {
    @Test func runsAtItsSpeedInSession() {
        var clock = WorldClock(start: SimulatedWorld.anchor, speed: 60)
        #expect(clock.advance(byRealSeconds: 10) == 600)
        #expect(clock.now == SimulatedWorld.anchor.adding(seconds: 600))
    }

    @Test func closedHoursPassQuickly() {
        var clock = WorldClock(start: Worlds.at(3, 19, 20, 0))
        // Friday 20:00 to Monday 04:00 are 56 hours: 56 seconds.
        clock.advance(byRealSeconds: 56)
        #expect(clock.now == Worlds.at(3, 22, 4, 0))
        clock.advance(byRealSeconds: 5)
        #expect(clock.now == Worlds.at(3, 22, 4, 0, second: 5))
    }

    @Test func stepsAddUp() {
        var one = WorldClock(start: SimulatedWorld.anchor, speed: 3600)
        var many = one
        one.advance(byRealSeconds: 300)
        for _ in 0..<30_000 { many.advance(byRealSeconds: 0.01) }
        #expect(abs(one.now.seconds(since: many.now)) < 1)
        #expect(one.now > Worlds.at(3, 26, 0, 0))
    }

    @Test func frozenAndHostileInputMoveNothing() {
        var clock = WorldClock(start: SimulatedWorld.anchor, isFrozen: true)
        #expect(clock.advance(byRealSeconds: 100) == 0)
        clock.isFrozen = false
        for seconds in [-1, 0, Double.nan, .infinity] { #expect(clock.advance(byRealSeconds: seconds) == 0) }
        clock.speed = 0
        #expect(clock.advance(byRealSeconds: 5) == 0)
        #expect(clock.now == SimulatedWorld.anchor)
        #expect(WorldClock(start: SimulatedWorld.anchor, speed: .nan).speed == 0)
    }
}
