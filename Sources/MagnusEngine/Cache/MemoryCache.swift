import OrderedCollections

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
/// Sizes are estimates given by the caller. Time is whatever monotonic seconds the caller counts in.
struct MemoryCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        var storedAt: Double
        var lifetime: Double
        var bytes: Int
    }

    private var entries: OrderedDictionary<Key, Entry> = [:]
    private var usedBytes = 0
    private let capacityBytes: Int
    private(set) var statistics = CacheStatistics()

    init(capacityBytes: Int) {
        self.capacityBytes = capacityBytes
    }

    var count: Int { entries.count }

    /// A value that is still fresh, with its age in seconds.
    mutating func value(for key: Key, now: Double) -> (value: Value, age: Double)? {
        guard let index = entries.index(forKey: key) else {
            statistics.misses += 1
            return nil
        }
        let entry = entries.values[index]
        let age = now - entry.storedAt
        // A clock that went back makes an entry of unknown age: as good as absent.
        guard age >= 0, age < entry.lifetime else {
            statistics.stale += 1
            return nil
        }
        statistics.hits += 1
        touch(key, entry)
        return (entry.value, age)
    }

    /// The last value whatever its age: served with that age when the source is down.
    func lastValue(for key: Key, now: Double) -> (value: Value, age: Double)? {
        entries[key].map { ($0.value, now - $0.storedAt) }
    }

    mutating func store(_ value: Value, for key: Key, lifetime: Double, bytes: Int, now: Double) {
        if let old = entries.removeValue(forKey: key) { usedBytes -= old.bytes }
        entries[key] = Entry(value: value, storedAt: now, lifetime: lifetime, bytes: bytes)
        usedBytes += bytes
        while usedBytes > capacityBytes, entries.count > 1 {
            let (_, oldest) = entries.removeFirst()
            usedBytes -= oldest.bytes
            statistics.evictions += 1
        }
    }

    mutating func invalidate(where matches: (Key) -> Bool) {
        for key in entries.keys.filter(matches) {
            if let old = entries.removeValue(forKey: key) { usedBytes -= old.bytes }
        }
    }

    private mutating func touch(_ key: Key, _ entry: Entry) {
        entries.removeValue(forKey: key)
        entries[key] = entry
    }
}
