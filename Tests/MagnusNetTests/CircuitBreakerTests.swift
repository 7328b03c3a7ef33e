import Testing

@testable import MagnusNet

@Suite struct CircuitBreakerTests {
    private var generator = ConstantGenerator.lowest

    private mutating func opened(at now: Duration = .zero) -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 0..<breaker.failureLimit { breaker.recordFailure(now: now, using: &generator) }
        return breaker
    }

    @Test mutating func opensAfterFailuresInARow() {
        var breaker = CircuitBreaker()
        for _ in 0..<4 { breaker.recordFailure(now: .zero, using: &generator) }
        breaker.recordSuccess()
        for _ in 0..<4 { breaker.recordFailure(now: .zero, using: &generator) }
        #expect(breaker.admit(now: .zero) == .send)
        breaker.recordFailure(now: .seconds(1), using: &generator)
        #expect(breaker.admit(now: .seconds(1)) == .refuse(until: .seconds(6), .failing))
        #expect(breaker.admit(now: .milliseconds(5999)) == .refuse(until: .seconds(6), .failing))
    }

    @Test mutating func oneProbeDecides() {
        var breaker = opened()
        #expect(breaker.admit(now: .seconds(5)) == .probe)
        #expect(breaker.admit(now: .seconds(5)) == .refuse(until: .seconds(65), .probing))
        breaker.recordSuccess()
        #expect(breaker.admit(now: .seconds(5)) == .send)
    }

    @Test mutating func failedProbesDoubleTheWait() {
        var breaker = opened()
        var now = Duration.zero
        for length in [5, 10, 20, 40, 80, 160, 300, 300] {
            #expect(breaker.admit(now: now) == .refuse(until: now + .seconds(length), .failing))
            now += .seconds(length)
            #expect(breaker.admit(now: now) == .probe)
            breaker.recordFailure(now: now, using: &generator)
        }
    }

    @Test mutating func openingsAreSpread() {
        generator = .middle
        var breaker = opened()
        #expect(breaker.admit(now: .zero) == .refuse(until: .milliseconds(6250), .failing))
    }

    @Test mutating func lostAndAbandonedProbes() {
        var breaker = opened()
        #expect(breaker.admit(now: .seconds(5)) == .probe)
        #expect(breaker.admit(now: .seconds(65)) == .probe)
        breaker.recordAbandoned(now: .seconds(66))
        #expect(breaker.admit(now: .seconds(66)) == .probe)
    }

    @Test mutating func lateAnswersDoNotClose() {
        var breaker = opened()
        breaker.recordSuccess()
        breaker.recordFailure(now: .seconds(1), using: &generator)
        #expect(breaker.admit(now: .seconds(1)) == .refuse(until: .seconds(5), .failing))
    }

    @Test func pauseIsKeptAndNeverShortened() {
        var breaker = CircuitBreaker()
        let other = breaker
        breaker.pause(for: .seconds(35), now: .seconds(10))
        breaker.pause(for: .seconds(5), now: .seconds(11))
        breaker.recordSuccess()
        #expect(breaker.admit(now: .milliseconds(44_999)) == .refuse(until: .seconds(45), .paused))
        #expect(breaker.admit(now: .seconds(45)) == .send)
        var untouched = other
        #expect(untouched.admit(now: .seconds(11)) == .send)
    }
}
