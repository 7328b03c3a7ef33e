/// Keeps a failing provider from being asked: after some failures in a row nothing is sent for a while, then one probe
/// decides. Also keeps the pauses a provider asks for.
///
/// Times are durations since any fixed origin of a clock that never goes back. One breaker per provider, so that the
/// others go on.
public struct CircuitBreaker: Sendable, Equatable {
    /// Failures in a row that open it, at least 1.
    public var failureLimit = 5
    /// First time it stays open; doubles with every failed probe.
    public var baseOpening: Duration = .seconds(5)
    public var maximumOpening: Duration = .seconds(300)
    /// A probe without result counts as failed after this.
    public var probeLimit: Duration = .seconds(60)

    private var state = State.closed(failures: 0)
    private var pausedUntil: Duration?

    private enum State: Sendable, Equatable {
        case closed(failures: Int)
        case open(until: Duration, opening: Int)
        case probing(since: Duration, opening: Int)
    }

    public init() {}

    public enum Action: Sendable, Equatable {
        case send
        /// Send this one and report how it went; everything else waits for it.
        case probe
        /// Send nothing before `until`.
        case refuse(until: Duration, Reason)
    }

    public enum Reason: Sendable, Equatable {
        /// The provider asked for it.
        case paused
        /// It failed too often.
        case failing
        /// A probe is on its way.
        case probing
    }

    /// Whether a request may be sent now.
    public mutating func admit(now: Duration) -> Action {
        if let pausedUntil {
            if now < pausedUntil { return .refuse(until: pausedUntil, .paused) }
            self.pausedUntil = nil
        }
        switch state {
        case .closed: return .send
        case .open(let until, let opening):
            if now < until { return .refuse(until: until, .failing) }
            state = .probing(since: now, opening: opening)
            return .probe
        case .probing(let since, let opening):
            if now < since + probeLimit { return .refuse(until: since + probeLimit, .probing) }
            state = .probing(since: now, opening: opening)
            return .probe
        }
    }

    /// A request got an answer that shows the provider works. While it is open, late answers change nothing.
    public mutating func recordSuccess() {
        switch state {
        case .closed, .probing: state = .closed(failures: 0)
        case .open: break
        }
    }

    /// A request failed by the provider's fault (``HTTPError/isProviderFault``, status 5xx, an unreadable answer).
    ///
    /// - Parameter generator: spreads the end of the opening over one to one and a half of its length, so that after an
    ///   outage not everything comes back at once.
    public mutating func recordFailure(now: Duration, using generator: inout some RandomNumberGenerator) {
        switch state {
        case .closed(let failures):
            if failures + 1 < max(1, failureLimit) {
                state = .closed(failures: failures + 1)
            } else {
                open(0, now, &generator)
            }
        case .probing(_, let opening): open(min(opening + 1, 62), now, &generator)
        case .open: break
        }
    }

    /// A probe ended without saying anything about the provider, for example cancelled: the next request probes.
    public mutating func recordAbandoned(now: Duration) {
        if case .probing(_, let opening) = state { state = .open(until: now, opening: opening) }
    }

    /// Sends nothing for so long; a pause never shortens another.
    public mutating func pause(for length: Duration, now: Duration) {
        pausedUntil = max(pausedUntil ?? now, now + max(.zero, length))
    }

    private mutating func open(_ opening: Int, _ now: Duration, _ generator: inout some RandomNumberGenerator) {
        var length = min(baseOpening, maximumOpening)
        for _ in 0..<opening where length < maximumOpening { length = min(length * 2, maximumOpening) }
        state = .open(until: now + length * (1 + 0.5 * generator.nextFraction()), opening: opening)
    }
}
