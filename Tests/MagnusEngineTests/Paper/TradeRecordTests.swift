import MagnusAnalysis
import MagnusDomain
import MagnusMonitors
import Testing

@testable import MagnusEngine

/// M2 quotes past trades with the size of the sample; what is not held any more is forgotten.
@Suite struct TradeRecordTests {
    @Test func onlyWhatIsClosedCompletelyIsCounted() {
        let now = Instant(nanosecondsSinceEpoch: 1_900_000_000_000_000_000)
        func outcome(_ strategy: StrategyKind?, _ dollars: Int, isComplete: Bool = true) -> TradeOutcome {
            TradeOutcome(
                id: "T", account: "paper", symbol: "ZZ", strategy: strategy, openedAt: now, closedAt: now,
                profit: Money(tenThousandths: Int64(dollars) * 10_000), fees: .zero, lots: 1, isComplete: isComplete,
                daysToExpiryAtEntry: nil, deltaAtEntry: nil)
        }
        let records = TradeRecord.records(of: [
            outcome(.cashSecuredPut, 120), outcome(.cashSecuredPut, -40), outcome(.cashSecuredPut, 0),
            outcome(.cashSecuredPut, 80, isComplete: false), outcome(.ironCondor, 15), outcome(nil, 10),
        ])
        #expect(records[.cashSecuredPut] == TradeRecord(closed: 3, winners: 1))
        #expect(records[.ironCondor] == TradeRecord(closed: 1, winners: 1))
        #expect(records.count == 2)
    }

    @Test func quotesOfWhatIsGoneAreForgottenAfterAWhile() {
        let now = Instant(nanosecondsSinceEpoch: 1_900_000_000_000_000_000)
        func contract(_ strike: Int) -> OptionContract {
            OptionContract(
                root: "ZZ", underlying: "ZZ", expiry: CalendarDate(daysSinceEpoch: 22_000), right: .put,
                strikeThousandths: strike * 1000, style: .american, settlement: .physical, multiplier: 100,
                deliverable: .shares(100))
        }
        func quote(_ age: Double) -> Quote {
            let time = now.adding(seconds: -age)
            return Quote(bid: 1, ask: 1.1, time: time, receivedAt: time, source: "test")
        }
        var market = MarketSnapshot(
            asOf: now, source: "test", underlyings: [:],
            optionQuotes: [contract(90): quote(7200), contract(95): quote(7200), contract(100): quote(10)],
            rates: RateCurve(points: [], asOf: now, source: "test"), benchmark: "SPY", calendar: .standard)
        market.forgetQuotes(except: [contract(90)], before: now.adding(seconds: -3600))
        // Held ones stay however old they are, and what went a moment ago.
        #expect(Set(market.optionQuotes.keys) == [contract(90), contract(100)])
    }
}
