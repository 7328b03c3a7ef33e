/// Counts of one cache.
public struct CacheStatistics: Sendable, Hashable {
    public var hits = 0
    public var misses = 0
    /// Entries found too old.
    public var stale = 0
    public var evictions = 0

    /// Hits over all lookups; nil before the first.
    public var hitRate: Double? {
        let lookups = hits + misses + stale
        return lookups == 0 ? nil : Double(hits) / Double(lookups)
    }
}

/// A bounded store of recent answers: least recently used out first, each entry with a life of its own.
///
/// Sizes are estimates given by the caller. Time is whatever monotonic seconds the caller counts in. A lookup, a store and
/// an eviction take the same time however many entries there are: the order of use is a list linked through the slots.
struct MemoryCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var key: Key
        var value: Value
        var storedAt: Double
        var lifetime: Double
        var bytes: Int
        /// Slots used just before and just after this one.
        var older: Int?
        var newer: Int?
    }

    private var slots: [Entry?] = []
    private var free: [Int] = []
    private var slotOf: [Key: Int] = [:]
    private var oldest: Int?
    private var newest: Int?
    private var usedBytes = 0
    private let capacityBytes: Int
    private(set) var statistics = CacheStatistics()

    init(capacityBytes: Int) {
        self.capacityBytes = capacityBytes
    }

    var count: Int { slotOf.count }

    /// A value that is still fresh, with its age in seconds.
    mutating func value(for key: Key, now: Double) -> (value: Value, age: Double)? {
        guard let slot = slotOf[key], let entry = slots[slot] else {
            statistics.misses += 1
            return nil
        }
        let age = now - entry.storedAt
        // A clock that went back makes an entry of unknown age: as good as absent.
        guard age >= 0, age < entry.lifetime else {
            statistics.stale += 1
            return nil
        }
        statistics.hits += 1
        unlink(slot)
        linkNewest(slot)
        return (entry.value, age)
    }

    /// The last value whatever its age: served with that age when the source is down.
    func lastValue(for key: Key, now: Double) -> (value: Value, age: Double)? {
        slotOf[key].flatMap { slots[$0] }.map { ($0.value, now - $0.storedAt) }
    }

    mutating func store(_ value: Value, for key: Key, lifetime: Double, bytes: Int, now: Double) {
        remove(key)
        let entry = Entry(key: key, value: value, storedAt: now, lifetime: lifetime, bytes: bytes)
        let slot: Int
        if let reused = free.popLast() {
            slot = reused
            slots[slot] = entry
        } else {
            slot = slots.count
            slots.append(entry)
        }
        slotOf[key] = slot
        linkNewest(slot)
        usedBytes += bytes
        while usedBytes > capacityBytes, count > 1, let last = oldest, let key = slots[last]?.key {
            remove(key)
            statistics.evictions += 1
        }
    }

    mutating func invalidate(where matches: (Key) -> Bool) {
        for key in slotOf.keys.filter(matches) { remove(key) }
    }

    private mutating func remove(_ key: Key) {
        guard let slot = slotOf.removeValue(forKey: key), let entry = slots[slot] else { return }
        unlink(slot)
        usedBytes -= entry.bytes
        slots[slot] = nil
        free.append(slot)
    }

    private mutating func unlink(_ slot: Int) {
        guard let entry = slots[slot] else { return }
        if let older = entry.older { slots[older]?.newer = entry.newer } else { oldest = entry.newer }
        if let newer = entry.newer { slots[newer]?.older = entry.older } else { newest = entry.older }
        slots[slot]?.older = nil
        slots[slot]?.newer = nil
    }

    private mutating func linkNewest(_ slot: Int) {
        slots[slot]?.older = newest
        if let newest { slots[newest]?.newer = slot } else { oldest = slot }
        newest = slot
    }
}
