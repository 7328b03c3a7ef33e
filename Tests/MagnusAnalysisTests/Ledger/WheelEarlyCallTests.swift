import MagnusAnalysis
import MagnusDomain
import Testing

/// Calls sold while a wheel had puts alone, and shares that came later: the campaign's premium and the basis of the shares
/// tell one story.
@Suite struct WheelEarlyCallTests {
    private let ko = Ledger.stock("KO")
    private let put = Ledger.option("KO", .put, 60, "2025-06-20")
    private let call = Ledger.option("KO", .call, 65, "2025-06-27")

    private func campaign(_ events: [LedgerEvent], now: String = "2025-07-15") throws -> WheelCampaign {
        let book = LedgerBook(events)
        let trades = TradeBlotter(book.allEvents).trades
        let found = WheelCampaignFinder(book, trades: trades, now: Ledger.time(now)).campaigns
        #expect(found.count == 1)
        return try #require(found.first)
    }

    private func wheel(_ events: [LedgerEvent]) throws -> Double {
        try #require(LedgerBook(events).positions.first { $0.instrument == ko }?.stockBasis?.wheel)
    }

    /// A put sold at 2.00, a call at 0.80 beside it, shares assigned on `day`.
    private func events(assigned day: String) -> [LedgerEvent] {
        [
            Ledger.event("1", "2025-06-02", put, -1, 2), Ledger.event("2", "2025-06-10", call, -1, 0.80),
            Ledger.event("3", day, .assignment, put, 1, hour: 17),
            Ledger.event("4", day, .assignment, ko, 100, 60, hour: 17),
        ]
    }

    /// 200 + 80 of premium; 60 - 2 - 0.80.
    @Test func aCallThatEndsAfterTheSharesCameCountsFromItsSaleOn() throws {
        let all = events(assigned: "2025-06-20") + [Ledger.event("5", "2025-06-27", .expiration, call, 1, hour: 17)]
        let found = try campaign(all)
        #expect(found.premium == Ledger.money(280) && found.openCalls == .zero && found.stage == .shares)
        #expect(found.steps.map(\.kind) == [.putSold, .callSold, .assigned, .assigned, .callExpired])
        let basis = try wheel(all)
        #expect(abs(basis - 57.20) < 1e-9 && abs((found.basis?.wheel ?? 0) - basis) < 1e-9)
    }

    /// Still open: it stands against the shares, and what it brought is open premium.
    @Test func anOpenOneIsAnOpenCall() throws {
        let found = try campaign(events(assigned: "2025-06-20"), now: "2025-06-24")
        #expect(found.openCalls.value == 1 && found.stage == .calls && found.openCallPremium == Ledger.money(80))
        #expect(found.premium == Ledger.money(280))
    }

    /// Ended on the day the shares came, or before: it never stood against them.
    @Test func whatEndedBeforeIsNoPartOfIt() throws {
        for all in [
            events(assigned: "2025-06-27") + [Ledger.event("5", "2025-06-27", .expiration, call, 1, hour: 17)],
            events(assigned: "2025-06-20") + [Ledger.event("5", "2025-06-18", call, 1, 0.30)],
        ] {
            let found = try campaign(all)
            #expect(found.premium == Ledger.money(200) && !found.steps.contains { $0.kind == .callSold })
            #expect(abs(try wheel(all) - 58) < 1e-9)
        }
    }

    /// Two sold, one bought back before: half of what they brought.
    @Test func aPartThatEndedBeforeLeavesTheRest() throws {
        let all = [
            Ledger.event("1", "2025-06-02", put, -1, 2), Ledger.event("2", "2025-06-10", call, -2, 0.80),
            Ledger.event("2b", "2025-06-12", call, 1, 0.50),
            Ledger.event("3", "2025-06-20", .assignment, put, 1, hour: 17),
            Ledger.event("4", "2025-06-20", .assignment, ko, 100, 60, hour: 17),
            Ledger.event("5", "2025-06-27", .expiration, call, 1, hour: 17),
        ]
        let found = try campaign(all)
        #expect(found.premium == Ledger.money(280))
        #expect(abs(try wheel(all) - 57.20) < 1e-9)
    }

    /// A wheel that ends without shares has none of the call.
    @Test func withoutSharesThereIsNothingToStandAgainst() throws {
        let all = [
            Ledger.event("1", "2025-06-02", put, -1, 2), Ledger.event("2", "2025-06-10", call, -1, 0.80),
            Ledger.event("3", "2025-06-20", .expiration, put, 1, hour: 17),
            Ledger.event("5", "2025-06-27", .expiration, call, 1, hour: 17),
        ]
        let found = try campaign(all)
        #expect(found.premium == Ledger.money(200) && found.stage == .ended && found.steps.count == 2)
    }
}
