import Testing

@testable import MagnusNet

/// A fixed number over and over.
struct ConstantGenerator: RandomNumberGenerator {
    var value: UInt64
    mutating func next() -> UInt64 { value }
    static let lowest = ConstantGenerator(value: 0)
    static let middle = ConstantGenerator(value: 1 << 63)
    static let highest = ConstantGenerator(value: .max)
}

@Suite struct RetryPolicyTests {
    /// 1994-11-06 08:49:37 UTC, the date of RFC 9110.
    static let now: Duration = .seconds(784_111_777)

    private func action(
        _ status: Int, _ retryAfter: String? = nil, _ method: HTTPMethod = .get, attempt: Int = 1,
        _ generator: ConstantGenerator = .middle
    ) -> RetryPolicy.Action {
        var generator = generator
        let headers = retryAfter.map { [HTTPField("Retry-After", $0)] } ?? []
        return RetryPolicy().action(
            after: .response(HTTPResponse(status: status, headers: headers)), of: method, attempt: attempt,
            now: Self.now, using: &generator)
    }

    @Test func backoffDoublesWithinItsLimit() {
        let policy = RetryPolicy()
        var generators = (low: ConstantGenerator.lowest, high: ConstantGenerator.highest)
        var patient = policy
        patient.maximumAttempts = 1000
        let error = RetryPolicy.Outcome.failure(HTTPError(.timedOut))
        for (attempt, middle) in [(1, 500), (2, 1000), (3, 2000), (6, 16_000), (7, 30_000), (900, 30_000)] {
            let low = patient.action(after: error, of: .get, attempt: attempt, now: Self.now, using: &generators.low)
            #expect(low == .retry(after: .milliseconds(middle / 2), isCapped: false), "attempt \(attempt)")
            let high = patient.action(after: error, of: .get, attempt: attempt, now: Self.now, using: &generators.high)
            guard case .retry(let wait, _) = high else {
                Issue.record("attempt \(attempt): \(high)")
                continue
            }
            #expect(wait <= min(.milliseconds(middle * 3 / 2), policy.maximumDelay))
            #expect(wait > min(.milliseconds(middle * 3 / 2), policy.maximumDelay) - .milliseconds(1))
        }
    }

    @Test func retryAfterIsHonoured() {
        // Seconds, never shortened, lengthened by half the base delay with this generator.
        #expect(action(429, "35") == .retry(after: .milliseconds(35_250), isCapped: false))
        #expect(action(429, "35", .get, attempt: 1, .lowest) == .retry(after: .seconds(35), isCapped: false))
        #expect(action(503, "35", .get, attempt: 1, .lowest) == .retry(after: .seconds(35), isCapped: false))
        for date in [
            "Sun, 06 Nov 1994 08:50:37 GMT", "Sunday, 06-Nov-94 08:50:37 GMT", "Sun Nov  6 08:50:37 1994",
        ] {
            #expect(action(429, date, .get, attempt: 1, .lowest) == .retry(after: .seconds(60), isCapped: false))
        }
    }

    @Test func oddRetryAfterFallsBackToTheBackoff() {
        let backoff = RetryPolicy.Action.retry(after: .milliseconds(500), isCapped: false)
        for value in [nil, "-5", "", "soon", "1.5", "Sun, 31 Feb 1994 08:49:37 GMT"] {
            #expect(action(429, value) == backoff, "\(value ?? "absent")")
        }
        // Zero and a date in the past ask for nothing; the backoff still holds.
        #expect(action(429, "0") == backoff)
        #expect(action(429, "Sun, 06 Nov 1994 08:00:00 GMT") == backoff)
    }

    @Test func tenDaysAreCappedWithANote() {
        for value in ["864000", "Wed, 16 Nov 1994 08:49:37 GMT", "99999999999999999999999999"] {
            #expect(
                action(429, value, .get, attempt: 1, .lowest) == .retry(after: .seconds(3600), isCapped: true),
                "\(value)")
        }
    }

    @Test func bansAreKeptForTheirWholeLength() {
        let ban = RetryPolicy.Pause(length: .seconds(864_000), isCapped: false, isBan: true)
        #expect(action(418, "864000") == .giveUp(.banned(ban)))
        #expect(action(403, "864000") == .giveUp(.banned(ban)))
        #expect(action(403) == .accept)
        let unknown = RetryPolicy.Pause(length: .seconds(3600), isCapped: false, isBan: true)
        #expect(action(418) == .giveUp(.banned(unknown)))
    }

    @Test(arguments: [200, 201, 304, 400, 401, 404, 422, 501]) func answersThatRepeatingDoesNotChange(status: Int) {
        #expect(action(status) == .accept)
        #expect(action(status, "5") == .accept)
    }

    @Test(arguments: RetryPolicy.transientStatuses) func transientStatuses(status: Int) {
        #expect(action(status) == .retry(after: .milliseconds(500), isCapped: false))
        #expect(action(status, attempt: 3) != .giveUp(.attemptsUsedUp))
        #expect(action(status, attempt: 4) == .giveUp(.attemptsUsedUp))
    }

    @Test(arguments: [HTTPMethod.post, .patch]) func postIsNeverRepeated(method: HTTPMethod) {
        #expect(action(429, "1", method) == .giveUp(.methodNotRepeatable(isOutcomeUnknown: false)))
        #expect(action(504, nil, method) == .giveUp(.methodNotRepeatable(isOutcomeUnknown: true)))
        #expect(action(200, nil, method) == .accept)
        var generator = ConstantGenerator.middle
        for (error, isUnknown) in [
            (HTTPError(.timedOut, isOutcomeUnknown: true), true), (HTTPError(.connectionRefused), false),
        ] {
            let action = RetryPolicy().action(
                after: .failure(error), of: method, attempt: 1, now: Self.now, using: &generator)
            #expect(action == .giveUp(.methodNotRepeatable(isOutcomeUnknown: isUnknown)))
        }
    }

    @Test func failuresThatRepeatingDoesNotChange() {
        var generator = ConstantGenerator.middle
        for cause in [HTTPError.Cause.cancelled, .certificateRejected, .invalidRequest, .bodyTooLarge(limit: 1)] {
            let action = RetryPolicy().action(
                after: .failure(HTTPError(cause)), of: .get, attempt: 1, now: Self.now, using: &generator)
            #expect(action == .giveUp(.notRetryable))
        }
    }

    @Test func pauseHoldsAfterAPostToo() {
        let response = HTTPResponse(status: 429, headers: [HTTPField("retry-after", "35")])
        let pause = RetryPolicy().pause(after: response, now: Self.now)
        #expect(pause == RetryPolicy.Pause(length: .seconds(35), isCapped: false, isBan: false))
        #expect(RetryPolicy().pause(after: HTTPResponse(status: 200), now: Self.now) == nil)
        #expect(RetryPolicy().pause(after: HTTPResponse(status: 429), now: Self.now) == nil)
    }

    @Test func dates() {
        let now = Self.now
        #expect(HTTPDate.parse("Sun, 06 Nov 1994 08:49:37 GMT", now: now) == now)
        #expect(HTTPDate.parse("Thu, 29 Feb 2024 23:59:60 GMT", now: now) == .seconds(1_709_251_200))
        #expect(HTTPDate.parse("Thu, 01 Jan 1970 00:00:00 GMT", now: now) == .zero)
        #expect(HTTPDate.parse("Saturday, 01-Jan-00 00:00:00 GMT", now: .seconds(946_000_000)) == .seconds(946_684_800))
        for text in [
            "Sun, 06 Nov 1994 08:49:37 CET", "Wed, 29 Feb 2023 00:00:00 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nox 1994 08:49:37 GMT", "06 Nov 1994", "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 199999999999999999999 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "GMT", "",
        ] {
            #expect(HTTPDate.parse(text, now: now) == nil, "\(text)")
        }
    }
}
