import MagnusDomain
import Testing

@testable import MagnusAnalysis

@Suite struct VolatilityStandingTests {
    static let today = CalendarDate(daysSinceEpoch: 20_892)

    static func standing(_ current: Double?, _ history: [VolatilityObservation]) -> VolatilityStanding {
        VolatilityStanding(current: Figure(current, else: .noMarket), history: history, today: today)
    }

    @Test func rankAndPercentile() {
        // Low 30, high 60, now 45: rank 50.
        let standing = Self.standing(0.45, ScanWorld.history(low: 0.30, high: 0.60))
        #expect(abs((standing.rank.value ?? 0) - 50) < 1e-9)
        #expect(abs((standing.percentile.value ?? 0) - 50) < 1)
        #expect(standing.sessions == 252)
        #expect(!standing.isNewHigh && !standing.isNewLow)
    }

    @Test func beyondTheRangeIsClampedAndMarked() {
        let high = Self.standing(0.90, ScanWorld.history(low: 0.30, high: 0.60))
        #expect(high.rank.value == 100)
        #expect(high.percentile.value == 100)
        #expect(high.isNewHigh)
        let low = Self.standing(0.10, ScanWorld.history(low: 0.30, high: 0.60))
        #expect(low.rank.value == 0)
        #expect(low.percentile.value == 0)
        #expect(low.isNewLow)
    }

    @Test func fiftyNineObservationsAreTooFew() {
        let few = Self.standing(0.45, ScanWorld.history(low: 0.30, high: 0.60, count: 59))
        #expect(few.rank.reason == .insufficientHistory)
        #expect(few.percentile.reason == .insufficientHistory)
        let enough = Self.standing(0.45, ScanWorld.history(low: 0.30, high: 0.60, count: 60))
        #expect(enough.rank.value != nil)
        #expect(enough.sessions == 60)
    }

    @Test func flatHistoryHasNoRankButAPercentile() {
        let standing = Self.standing(0.45, ScanWorld.history(low: 0.30, high: 0.30))
        #expect(standing.rank.reason == .flatHistory)
        #expect(standing.percentile.value == 100)
    }

    @Test func todayAndNonsenseAreLeftOut() {
        var history = ScanWorld.history(low: 0.30, high: 0.60, count: 100)
        history.append(VolatilityObservation(date: Self.today, impliedVolatility: 5))
        history[3].impliedVolatility = .nan
        history[4].impliedVolatility = -1
        let standing = Self.standing(0.45, history)
        #expect(standing.sessions == 98)
        #expect(!standing.isNewHigh)
        #expect((standing.rank.value ?? 200) <= 100)
    }
}
