/// A limit on requests: `capacity` at once, then one per interval (the virtual scheduling form of the generic cell rate
/// algorithm, ITU-T I.371, annex A). Exact in `Duration`; no drift however long it runs.
///
/// Times are durations since any fixed origin of a clock that never goes back. One bucket per provider.
public struct TokenBucket: Sendable, Equatable {
    /// Requests that may follow one another without waiting, at least 1.
    public let capacity: Int
    /// Time in which one request becomes free again, above zero.
    public let interval: Duration
    /// When the bucket will be full again.
    private var fullAt: Duration?

    /// A full bucket. `TokenBucket(requests: 60, per: .seconds(60))` is 60 requests a minute.
    ///
    /// - Parameters:
    ///   - requests: above zero.
    ///   - period: above zero.
    ///   - capacity: above zero; nil: as many as `requests`. Where a provider counts in fixed windows, a capacity of half
    ///     of `requests` is safe, because two bursts can fall into one window.
    public init(requests: Int, per period: Duration, capacity: Int? = nil) {
        precondition(requests > 0 && period > .zero && (capacity ?? 1) > 0, "a limit of nothing")
        interval = period / requests
        self.capacity = capacity ?? requests
    }

    public enum Action: Sendable, Equatable {
        case allowed
        /// Nothing was taken; ask again after this.
        case wait(Duration)
    }

    /// Takes `count` requests if they are free now.
    public mutating func take(_ count: Int = 1, now: Duration) -> Action {
        let (wait, next) = plan(count, now)
        if wait > .zero { return .wait(wait) }
        fullAt = next
        return .allowed
    }

    /// Takes `count` requests in any case and says how long to wait before sending: callers queue in the order of their
    /// calls, and none is refused.
    public mutating func reserve(_ count: Int = 1, now: Duration) -> Duration {
        let (wait, next) = plan(count, now)
        fullAt = next
        return wait
    }

    /// Gives back a reservation that was not used.
    public mutating func giveBack(_ count: Int = 1, now: Duration) {
        guard let fullAt else { return }
        self.fullAt = max(now, fullAt - interval * count)
    }

    /// Requests free now, zero or more.
    public func available(now: Duration) -> Int {
        let debt = max(.zero, (fullAt ?? now) - now)
        return max(0, Int((interval * capacity - debt) / interval))
    }

    private func plan(_ count: Int, _ now: Duration) -> (wait: Duration, fullAt: Duration) {
        precondition(count > 0, "a request for nothing")
        let next = max(fullAt ?? now, now) + interval * count
        return (max(.zero, next - interval * capacity - now), next)
    }
}
