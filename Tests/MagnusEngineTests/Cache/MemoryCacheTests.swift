import Testing

@testable import MagnusEngine

@Suite struct MemoryCacheTests {
    @Test func entriesLiveAsLongAsStated() {
        var cache = MemoryCache<String, Int>(capacityBytes: 1000)
        cache.store(7, for: "a", lifetime: 2, bytes: 10, now: 100)
        #expect(cache.value(for: "a", now: 100)?.age == 0)
        #expect(cache.value(for: "a", now: 101.999)?.value == 7)
        #expect(cache.value(for: "a", now: 102) == nil)
        #expect(cache.value(for: "a", now: 99) == nil, "a clock that went back makes its age unknown")
        #expect(cache.lastValue(for: "a", now: 500)?.value == 7 && cache.lastValue(for: "a", now: 500)?.age == 400)
        #expect(cache.statistics == CacheStatistics(hits: 2, misses: 0, stale: 2, evictions: 0))
        #expect(cache.value(for: "b", now: 100) == nil && cache.statistics.misses == 1)
        #expect(cache.statistics.hitRate == 0.4)
        #expect(CacheStatistics().hitRate == nil)
    }

    @Test func leastRecentlyUsedGoesFirst() {
        var cache = MemoryCache<String, Int>(capacityBytes: 30)
        for (index, key) in ["a", "b", "c"].enumerated() {
            cache.store(index, for: key, lifetime: 60, bytes: 10, now: 0)
        }
        _ = cache.value(for: "a", now: 1)
        cache.store(3, for: "d", lifetime: 60, bytes: 10, now: 2)
        #expect(cache.value(for: "b", now: 3) == nil)
        #expect(cache.value(for: "a", now: 3) != nil && cache.value(for: "c", now: 3) != nil)
        #expect(cache.statistics.evictions == 1 && cache.count == 3)
        cache.store(4, for: "e", lifetime: 60, bytes: 25, now: 4)
        #expect(cache.count == 1 && cache.value(for: "e", now: 4)?.value == 4)
        cache.store(5, for: "e", lifetime: 60, bytes: 5, now: 5)
        cache.store(6, for: "f", lifetime: 60, bytes: 25, now: 5)
        #expect(cache.count == 2, "replacing an entry gives its bytes back")
        cache.invalidate { $0 == "e" }
        cache.store(7, for: "g", lifetime: 60, bytes: 5, now: 6)
        #expect(cache.count == 2 && cache.value(for: "f", now: 6) != nil)
    }
}
