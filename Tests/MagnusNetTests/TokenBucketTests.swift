import Testing

@testable import MagnusNet

@Suite struct TokenBucketTests {
    @Test func burstThenOnePerInterval() {
        var bucket = TokenBucket(requests: 60, per: .seconds(60))
        for _ in 0..<60 { #expect(bucket.take(now: .seconds(100)) == .allowed) }
        #expect(bucket.take(now: .seconds(100)) == .wait(.seconds(1)))
        #expect(bucket.take(now: .milliseconds(100_400)) == .wait(.milliseconds(600)))
        #expect(bucket.take(now: .seconds(101)) == .allowed)
        #expect(bucket.take(now: .seconds(101)) == .wait(.seconds(1)))
        #expect(bucket.available(now: .seconds(111)) == 10)
        #expect(bucket.available(now: .seconds(100_000)) == 60)
    }

    @Test func reservationsQueueInOrder() {
        var bucket = TokenBucket(requests: 2, per: .seconds(1))
        let waits = (0..<6).map { _ in bucket.reserve(now: .zero) }
        #expect(waits == [.zero, .zero, .milliseconds(500), .seconds(1), .milliseconds(1500), .seconds(2)])
        #expect(bucket.available(now: .zero) == 0)
        bucket.giveBack(now: .zero)
        #expect(bucket.reserve(now: .zero) == .seconds(2))
    }

    /// Whatever the arrivals: never more than capacity + elapsed / interval.
    @Test(arguments: [1, 2, 3, 4, 5]) func neverAboveTheLimit(seed: UInt64) {
        var state = seed
        var bucket = TokenBucket(requests: 10, per: .seconds(1), capacity: 3)
        var now = Duration.zero
        var granted: [Duration] = []
        for _ in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            now += .microseconds(Int64(state >> 48))
            if bucket.take(now: now) == .allowed { granted.append(now) }
        }
        #expect(granted.count > 1000)
        for index in granted.indices.dropFirst(3) {
            // Four grants need at least one interval.
            #expect(granted[index] - granted[index - 3] >= .milliseconds(100))
        }
    }

    @Test func largerRequestsAndClockGoingBack() {
        var bucket = TokenBucket(requests: 4, per: .seconds(4))
        #expect(bucket.take(3, now: .seconds(10)) == .allowed)
        #expect(bucket.take(3, now: .seconds(10)) == .wait(.seconds(2)))
        #expect(bucket.available(now: .seconds(10)) == 1)
        #expect(bucket.take(now: .seconds(10)) == .allowed)
        #expect(bucket.take(now: .seconds(10)) == .wait(.seconds(1)))
        var empty = TokenBucket(requests: 1, per: .seconds(1))
        #expect(empty.take(now: .seconds(10)) == .allowed)
        #expect(empty.take(now: .seconds(5)) == .wait(.seconds(6)))
    }
}
