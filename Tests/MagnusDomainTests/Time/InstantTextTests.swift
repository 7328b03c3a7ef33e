import Testing

@testable import MagnusDomain

@Suite struct InstantTextTests {
    @Test(
        arguments: [
            ("2027-03-15T14:42:00Z", 1_805_121_720_000_000_000), ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.5Z", -500_000_000), ("2027-03-15T10:42:00-04:00", 1_805_121_720_000_000_000),
            ("2027-03-15T10:42:00-0400", 1_805_121_720_000_000_000),
            ("2027-03-15t20:12:00.000000001+05:30", 1_805_121_720_000_000_001),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000),
            ("2000-01-01T00:00:00.1234567891234Z", 946_684_800_123_456_789),
        ] as [(String, Int64)])
    func parses(_ text: String, _ nanoseconds: Int64) throws {
        #expect(try Instant(rfc3339: text).nanosecondsSinceEpoch == nanoseconds)
    }

    @Test(arguments: [
        "", "2027-03-15", "2027-03-15T14:42:00", "2027-03-15 14:42:00Z", "2027-03-15T14:42Z", "2027-03-15T14:42:00.Z",
        "2027-03-15T14:42:00+04", "2027-03-15T14:42:00Zx", "2027-3-15T14:42:00Z", "２027-03-15T14:42:00Z",
    ])
    func refusesMalformed(_ text: String) {
        do throws(TimeTextError) {
            _ = try Instant(rfc3339: text)
            Issue.record("\(text) was read")
        } catch {
            guard case .malformed = error else {
                Issue.record("\(text): \(error)")
                return
            }
        }
    }

    @Test func refusesImpossibleTimes() {
        #expect(throws: TimeTextError.noSuchTime) { try Instant(rfc3339: "2027-03-15T24:00:00Z") }
        #expect(throws: TimeTextError.noSuchTime) { try Instant(rfc3339: "2027-03-15T12:00:60Z") }
        #expect(throws: TimeTextError.noSuchTime) { try Instant(rfc3339: "2027-03-15T12:00:00+24:00") }
        #expect(throws: TimeTextError.noSuchDate) { try Instant(rfc3339: "2027-02-30T12:00:00Z") }
        #expect(throws: TimeTextError.outOfRange) { try Instant(rfc3339: "2300-01-01T00:00:00Z") }
    }

    @Test func printsWhatItReads() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let instant = Instant(nanosecondsSinceEpoch: Int64.random(in: .min ... .max, using: &random))
            #expect(try Instant(rfc3339: instant.rfc3339) == instant)
        }
        for edge in [Int64.min, .max, 0, -1, 1, -1_000_000_000] {
            let instant = Instant(nanosecondsSinceEpoch: edge)
            #expect(try Instant(rfc3339: instant.rfc3339) == instant)
        }
        #expect(Instant(nanosecondsSinceEpoch: 1_500_000_000).rfc3339 == "1970-01-01T00:00:01.500Z")
        #expect(Instant(nanosecondsSinceEpoch: 1_000_001_000).rfc3339 == "1970-01-01T00:00:01.000001Z")
    }

    @Test func movingNeverTraps() {
        let instant = Instant(nanosecondsSinceEpoch: 5)
        #expect(instant.adding(seconds: .nan) == instant)
        #expect(instant.adding(seconds: .infinity).nanosecondsSinceEpoch == .max)
        #expect(instant.adding(seconds: -1e300).nanosecondsSinceEpoch == .min)
        #expect(Instant(secondsSinceEpoch: .max).nanosecondsSinceEpoch == .max)
        #expect(Instant(secondsSinceEpoch: .min).nanosecondsSinceEpoch == .min)
    }
}
