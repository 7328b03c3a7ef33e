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

    /// Any order of calls leaves what a plain list of the order of use would.
    @Test(arguments: 1...8) func theOrderOfUseIsThatOfAPlainList(seed: Int) {
        var state = UInt64(seed)
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        var cache = MemoryCache<Int, Int>(capacityBytes: 100)
        var plain: [(key: Int, value: Int, bytes: Int)] = []
        for round in 0..<2000 {
            let key = draw(30)
            switch draw(10) {
            case 0:
                cache.invalidate { $0 % 7 == key % 7 }
                plain.removeAll { $0.key % 7 == key % 7 }
            case 1...4:
                let bytes = 1 + draw(25)
                cache.store(round, for: key, lifetime: 60, bytes: bytes, now: 0)
                plain.removeAll { $0.key == key }
                plain.append((key, round, bytes))
                while plain.reduce(0, { $0 + $1.bytes }) > 100, plain.count > 1 { plain.removeFirst() }
            default:
                let index = plain.firstIndex { $0.key == key }
                #expect(cache.value(for: key, now: 1)?.value == index.map { plain[$0].value })
                if let index { plain.append(plain.remove(at: index)) }
            }
            #expect(cache.count == plain.count)
        }
    }

    /// A hit costs the same in a large cache as in a small one: half a million of them among 50,000 entries would
    /// otherwise move entries for hours.
    @Test(.timeLimit(.minutes(10))) func aHitDoesNotMoveTheOtherEntries() {
        var cache = MemoryCache<Int, Int>(capacityBytes: 50_000)
        for key in 0..<50_000 { cache.store(key, for: key, lifetime: 60, bytes: 1, now: 0) }
        for round in 0..<500_000 { _ = cache.value(for: round % 50_000, now: 1) }
        #expect(cache.statistics.hits == 500_000)
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
