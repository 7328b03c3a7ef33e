import MagnusDesk
import MagnusDomain
import MagnusSimulation
import Testing

@testable import MagnusEngine

/// Fault F37: a call that will be exercised for tomorrow's dividend.
@Suite struct DividendFaultTests {
    private func engine(hasShares: Bool, clock: TestClock) async throws -> Engine {
        let contract = OptionContract(
            root: "KO", underlying: "KO", expiry: try CalendarDate(iso8601: "2027-03-19"), right: .call,
            strikeThousandths: 70_000, style: .american, settlement: .physical, multiplier: 100,
            deliverable: .shares(100))
        let exDate = try CalendarDate(iso8601: "2027-03-16")
        let market = TamperedMarket()
        let now = clock.now()
        let spot = try #require(
            try await SimulatedMarket(world: EngineWorlds.simulated).quote(of: "KO", now: now).middle)
        market.set { faults in
            faults.profile = { profile in
                guard profile.symbol == "KO" else { return profile }
                var profile = profile
                profile.dividends = [DividendEvent(exDate: exDate, amount: 0.40, isEstimated: false)]
                return profile
            }
            faults.underlying = { symbol, quote in
                guard symbol == "KO" else { return quote }
                var quote = quote
                (quote.bid, quote.ask) = (spot - 0.01, spot + 0.01)
                return quote
            }
            faults.option = { asked, quote in
                guard asked == contract else { return quote }
                var quote = quote
                (quote.bid, quote.ask) = (spot - 70 + 0.15, spot - 70 + 0.19)
                return quote
            }
        }
        let shares: [(instrument: Instrument, quantity: Int, price: Double)] =
            hasShares ? [(.stock(symbol: "KO"), 100, 72)] : []
        return try await EngineWorlds.opened(
            clock: clock, market: market, accounts: FixedAccount(shares + [(.option(contract), -1, 3)]))
    }

    @Test(arguments: [true, false]) func criticalBeforeTheCloseWithItsCostAndOnce(hasShares: Bool) async throws {
        let clock = TestClock(try march(15, 15, 0))
        let engine = try await engine(hasShares: hasShares, clock: clock)
        for _ in 0..<4 {
            clock.move(seconds: 40)
            await engine.step()
        }
        let snapshot = try await engine.shown()
        let found = snapshot.alerts.filter { $0.finding.symbol == "KO" }
        let alert = try #require(found.first)
        #expect(found.count == 1 && alert.timesRaised == 1)
        #expect(alert.finding.priority == .critical && alert.finding.monitor == .assignment)
        #expect(alert.finding.title == "KO 70C will be called")
        #expect(alert.finding.message.hasPrefix("ex Tue 0.40 > extrinsic 0.15"), "\(alert.finding.message)")
        #expect(alert.finding.message.contains(hasShares ? "100 sh" : "owe 40"), "\(alert.finding.message)")
        let close = try march(15, 16, 0)
        #expect(alert.finding.deadline == close && alert.raisedAt < close)
        func fact(_ name: String) -> Double? { alert.finding.evidence.first { $0.name == name }?.value }
        #expect(fact("shares called") == 100)
        #expect(fact(hasShares ? "dividend not received" : "dividend owed") == 40)
        let told = snapshot.notices.filter { $0.text.contains("KO 70C will be called") }
        #expect(told.count == 1, "said once")
        await engine.close()
    }
}
