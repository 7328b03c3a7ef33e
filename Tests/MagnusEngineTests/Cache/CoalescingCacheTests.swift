import MagnusDomain
import MagnusSimulation
import Testing

@testable import MagnusEngine

@Suite struct CoalescingCacheTests {
    /// Holds loads back until it is opened.
    actor Gate {
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []
        private var arrivals: [CheckedContinuation<Void, Never>] = []
        private(set) var loads = 0

        func pass() async {
            loads += 1
            for arrival in arrivals { arrival.resume() }
            arrivals = []
            if isOpen { return }
            await withCheckedContinuation { waiting.append($0) }
        }

        func firstLoad() async {
            if loads > 0 { return }
            await withCheckedContinuation { arrivals.append($0) }
        }

        func open() {
            isOpen = true
            for one in waiting { one.resume() }
            waiting = []
        }
    }

    private let now = SimulatedWorld.anchor

    @Test func manyCallersShareOneLoad() async throws {
        let cache = CoalescingCache<String, Int>(capacityBytes: 1000)
        let gate = Gate()
        let now = now
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await cache.value(for: "k", lifetime: 5, bytes: { _ in 1 }, now: now) {
                        () async throws(MarketDataError) in
                        await gate.pass()
                        return 42
                    }
                }
            }
            await gate.firstLoad()
            await gate.open()
            for try await value in group { #expect(value == 42) }
        }
        #expect(await gate.loads == 1)
        let statistics = await cache.statistics
        #expect(statistics.hits + statistics.misses == 50 && statistics.misses >= 1)
    }

    @Test func failuresAreSharedButNotKept() async throws {
        let cache = CoalescingCache<String, Int>(capacityBytes: 1000)
        let failure = MarketDataError.unreachable(reason: "timeout")
        await #expect(throws: failure) {
            try await cache.value(for: "k", lifetime: 5, bytes: { _ in 1 }, now: now) {
                () async throws(MarketDataError) in throw failure
            }
        }
        let value = try await cache.value(for: "k", lifetime: 5, bytes: { _ in 1 }, now: now) {
            () async throws(MarketDataError) in 7
        }
        #expect(value == 7)
    }

    /// What was asked before an invalidation must not come back after it.
    @Test func anInvalidatedLoadIsNotKept() async throws {
        let cache = CoalescingCache<String, Int>(capacityBytes: 1000)
        let gate = Gate()
        let now = now
        async let old = cache.value(for: "k", lifetime: 60, bytes: { _ in 1 }, now: now) {
            () async throws(MarketDataError) in
            await gate.pass()
            return 1
        }
        await gate.firstLoad()
        await cache.invalidate { _ in true }
        await gate.open()
        #expect(try await old == 1)
        let fresh = try await cache.value(for: "k", lifetime: 60, bytes: { _ in 1 }, now: now) {
            () async throws(MarketDataError) in 2
        }
        #expect(fresh == 2)
    }

    @Test func theMarketIsAskedAsSeldomAsThePolicySays() async throws {
        let market = TamperedMarket()
        let cached = CachedMarketDataSource(market)
        for _ in 0..<5 { _ = try await cached.quote(of: "KO", now: now) }
        #expect(market.quotesAsked == 1)
        _ = try await cached.quote(of: "KO", now: now.adding(seconds: 0.6))
        #expect(market.quotesAsked == 2)
        await cached.invalidate(symbol: "MO")
        _ = try await cached.quote(of: "KO", now: now.adding(seconds: 0.7))
        #expect(market.quotesAsked == 2)
        await cached.invalidate(symbol: "KO")
        _ = try await cached.quote(of: "KO", now: now.adding(seconds: 0.7))
        #expect(market.quotesAsked == 3)
        let statistics = await cached.statistics()
        #expect(statistics.hits == 5 && statistics.stale == 1 && statistics.misses == 2)
        #expect(cached.name == "tampered")
    }
}
