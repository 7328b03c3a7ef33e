/// Decides what follows a failed attempt: jittered exponential backoff that honours `Retry-After`.
///
/// A value without clock or randomness of its own. POST and PATCH are never repeated, whatever happened: look first.
public struct RetryPolicy: Sendable, Equatable {
    /// Attempts altogether, the first included; at least 1.
    public var maximumAttempts = 4
    /// Middle wait before the second attempt; doubles with every further one.
    public var baseDelay: Duration = .milliseconds(500)
    /// Limit of the backoff.
    public var maximumDelay: Duration = .seconds(30)
    /// Limit of what a server may ask for by `Retry-After`, bans excepted.
    public var maximumRetryAfter: Duration = .seconds(3600)

    public init() {}

    /// How an attempt ended.
    public enum Outcome: Sendable, Equatable {
        case response(HTTPResponse)
        case failure(HTTPError)
    }

    public enum Action: Sendable, Equatable {
        /// The answer may be used, or is a refusal that repeating does not change.
        case accept
        /// Send again after this wait. `isCapped`: the server asked for more than ``maximumRetryAfter``; say so.
        case retry(after: Duration, isCapped: Bool)
        case giveUp(Reason)
    }

    public enum Reason: Sendable, Equatable {
        case attemptsUsedUp
        /// The method must not be repeated; `isOutcomeUnknown`: find out what became of the request.
        case methodNotRepeatable(isOutcomeUnknown: Bool)
        case notRetryable
        /// The provider shut us out for so long.
        case banned(Pause)
    }

    /// A time in which the provider must get no request at all, of whatever kind.
    public struct Pause: Sendable, Equatable {
        public var length: Duration
        /// The provider asked for more than was granted.
        public var isCapped: Bool
        /// An exclusion, not a rate limit: kept for its whole length.
        public var isBan: Bool
    }

    /// Statuses that a later attempt may change: timeout, too early, rate limit, server and gateway failures.
    public static let transientStatuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504]

    /// The pause an answer asks for, to be handed to ``CircuitBreaker/pause(for:now:)``, also after a POST.
    ///
    /// 418, and 403 with `Retry-After`, are bans; 429 and 503 with `Retry-After` are limits.
    ///
    /// - Parameter now: time since 1970-01-01 UTC.
    public func pause(after response: HTTPResponse, now: Duration) -> Pause? {
        let asked = RetryAfter(response.headers.value(of: "retry-after"), now: now)
        guard case .wait(let length) = asked else {
            return response.status == 418 ? Pause(length: maximumRetryAfter, isCapped: false, isBan: true) : nil
        }
        switch response.status {
        case 418, 403: return Pause(length: length, isCapped: false, isBan: true)
        case 429, 503:
            return Pause(
                length: min(length, maximumRetryAfter), isCapped: length > maximumRetryAfter, isBan: false)
        default: return nil
        }
    }

    /// What follows an attempt.
    ///
    /// - Parameters:
    ///   - attempt: number of the attempt that just ended, the first being 1.
    ///   - now: time since 1970-01-01 UTC.
    ///   - generator: source of the jitter: the backoff lies evenly between half and three halves of its middle, and a
    ///     wait asked for by the server is lengthened by up to ``baseDelay``, never shortened.
    public func action(
        after outcome: Outcome, of method: HTTPMethod, attempt: Int, now: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> Action {
        var asked: Pause?
        switch outcome {
        case .response(let response):
            asked = pause(after: response, now: now)
            if let asked, asked.isBan { return .giveUp(.banned(asked)) }
            guard Self.transientStatuses.contains(response.status) else { return .accept }
            if !method.isIdempotent {
                let isUnknown = response.leavesOutcomeUnknown(for: method)
                return .giveUp(.methodNotRepeatable(isOutcomeUnknown: isUnknown))
            }
        case .failure(let error):
            if !method.isIdempotent {
                return .giveUp(.methodNotRepeatable(isOutcomeUnknown: error.isOutcomeUnknown))
            }
            if !error.isRetryable { return .giveUp(.notRetryable) }
        }
        if attempt >= maximumAttempts { return .giveUp(.attemptsUsedUp) }
        let backoff = backoff(attempt: attempt, using: &generator)
        guard let asked else { return .retry(after: backoff, isCapped: false) }
        let spread = baseDelay * generator.nextFraction()
        return .retry(after: max(asked.length + spread, backoff), isCapped: asked.isCapped)
    }

    private func backoff(attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        var middle = min(baseDelay, maximumDelay)
        for _ in 1..<max(2, min(attempt, 63)) where attempt > 1 { middle = min(middle * 2, maximumDelay) }
        return min(middle * (0.5 + generator.nextFraction()), maximumDelay)
    }
}

extension RandomNumberGenerator {
    /// Even in 0..<1, in steps of 2^-53.
    mutating func nextFraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
