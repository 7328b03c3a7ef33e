import MagnusDomain
import Testing

@testable import MagnusAnalysis

/// What would change a rejection is said by the settings that made it.
@Suite struct RemedyTests {
    @Test func wordsFollowTheSettings() {
        let unconfirmed = EarningsEvent(date: ScanWorld.expiry, time: .unknown, isConfirmed: false)
        let date = FixedText.date(ScanWorld.expiry)
        #expect(GateReason.earnings(unconfirmed, unconfirmedDays: 3).remedy == "passes after \(date) + 3 days")
        #expect(GateReason.split(ScanWorld.expiry, days: 4).remedy == "passes 4 days after \(date)")
        let front = GateReason.frontVolatility(front: 0.5, next: 0.3, expiry: ScanWorld.expiry, ratio: 1.5)
        #expect(front.remedy == "passes with front IV under 45%")
    }
}
