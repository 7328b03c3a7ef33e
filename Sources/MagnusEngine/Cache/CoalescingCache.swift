import MagnusDomain

/// A memory cache that lets many callers share one load of the same key.
actor CoalescingCache<Key: Hashable & Sendable, Value: Sendable> {
    private var memory: MemoryCache<Key, Value>
    private var loads: [Key: Task<Result<Value, MarketDataError>, Never>] = [:]

    init(capacityBytes: Int) {
        memory = MemoryCache(capacityBytes: capacityBytes)
    }

    var statistics: CacheStatistics { memory.statistics }

    /// The cached value while it is fresh, else a loaded one. A failed load is not cached.
    func value(
        for key: Key, lifetime: Double, bytes: @Sendable (Value) -> Int, now: Instant,
        load: @escaping @Sendable () async throws(MarketDataError) -> Value
    ) async throws(MarketDataError) -> Value {
        let seconds = Double(now.nanosecondsSinceEpoch) / 1e9
        if let found = memory.value(for: key, now: seconds) { return found.value }
        let task: Task<Result<Value, MarketDataError>, Never>
        if let running = loads[key] {
            task = running
        } else {
            task = Task {
                do throws(MarketDataError) {
                    return .success(try await load())
                } catch {
                    return .failure(error)
                }
            }
            loads[key] = task
        }
        let result = await task.value
        if loads[key] == task {
            loads[key] = nil
            if case .success(let value) = result {
                memory.store(value, for: key, lifetime: lifetime, bytes: bytes(value), now: seconds)
            }
        }
        return try result.get()
    }

    /// Drops entries, and the results of loads under way: they were asked for before.
    func invalidate(where matches: @Sendable (Key) -> Bool) {
        for key in loads.keys.filter(matches) { loads[key] = nil }
        memory.invalidate(where: matches)
    }
}
