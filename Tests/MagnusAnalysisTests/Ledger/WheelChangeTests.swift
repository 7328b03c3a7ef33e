import MagnusAnalysis
import MagnusDomain
import Testing

/// Splits, other names, mergers and moves between accounts carry a wheel with them: what it holds is what the book holds.
@Suite struct WheelChangeTests {
    private let ko = Ledger.stock("KO")
    private let put = Ledger.option("KO", .put, 60, "2025-01-17")
    private let call = Ledger.option("KO", .call, 64, "2025-03-21")

    /// A put sold at 1.00 is assigned at 60.
    private var assigned: [LedgerEvent] {
        [
            Ledger.event("1", "2025-01-02", put, -1, 1),
            Ledger.event("2", "2025-01-17", .assignment, put, 1, hour: 17),
            Ledger.event("3", "2025-01-17", .assignment, ko, 100, 60, hour: 17),
        ]
    }

    private func campaigns(_ events: [LedgerEvent], now: String = "2025-05-01") -> [WheelCampaign] {
        let book = LedgerBook(events)
        return WheelCampaignFinder(book, trades: TradeBlotter(book.allEvents).trades, now: Ledger.time(now)).campaigns
    }

    private func realized(_ events: [LedgerEvent]) -> Money {
        LedgerBook(events).closedLots.reduce(Money.zero) { $0 + $1.profit }
    }

    /// Told as a difference and as two halves. 6,000 less the premium of 100 over 400 shares is 14.75, and four calls of
    /// 0.50 would make it 14.25.
    @Test(arguments: [true, false])
    func aSplitOfTheShares(isDifference: Bool) throws {
        let split =
            isDifference
            ? [Ledger.event("4", "2025-02-03", .split, ko, 300)]
            : [Ledger.event("4", "2025-02-03", .split, ko, -100), Ledger.event("5", "2025-02-03", .split, ko, 400)]
        let calls = Ledger.option("KO", .call, 16, "2025-06-20")
        let wheel = try #require(
            campaigns(assigned + split + [Ledger.event("6", "2025-02-04", calls, -4, 0.50)]).first)
        #expect(wheel.stage == .calls && wheel.shares == Quantity(400) && wheel.openCalls == Quantity(4))
        #expect(abs((wheel.basis?.wheel ?? 0) - 14.75) < 1e-9)
        #expect(abs((wheel.wheelBasisIfCallsExpire ?? 0) - 14.25) < 1e-9)
        #expect(wheel.steps.filter { $0.kind == .changed }.last?.quantity == Quantity(400))
        // The same money is bound before and after: 6,000 of the put for 15 days, then of the shares.
        let days = Ledger.time("2025-05-01").seconds(since: Ledger.time("2025-01-02")) / 86_400
        #expect(abs(wheel.collateralDays - 6000 * days) < 6000 * 0.5)
    }

    /// One for ten, all sold: nothing is left, and what was realised is what the book says.
    @Test func aReverseSplit() throws {
        let events =
            assigned + [
                Ledger.event("4", "2025-02-03", .split, ko, -100), Ledger.event("5", "2025-02-03", .split, ko, 10),
                Ledger.event("6", "2025-02-10", ko, -10, 620),
            ]
        let wheel = try #require(campaigns(events).first)
        #expect(wheel.stage == .ended && wheel.shares.isZero)
        #expect(wheel.realizedProfit == realized(events) && wheel.realizedProfit == Ledger.money(300))
    }

    /// A call that is open across the split goes on as four of a quarter of the strike, with its premium.
    @Test func aCallOpenAcrossASplit() throws {
        let quarter = Ledger.option("KO", .call, 16, "2025-03-21")
        let open =
            assigned + [
                Ledger.event("4", "2025-01-21", call, -1, 2),
                Ledger.event("5", "2025-02-03", .split, ko, 300),
                Ledger.event("6", "2025-02-03", .split, call, 1), Ledger.event("7", "2025-02-03", .split, quarter, -4),
            ]
        let wheel = try #require(campaigns(open, now: "2025-03-03").first)
        #expect(wheel.stage == .calls && wheel.openCalls == Quantity(4) && wheel.shares == Quantity(400))
        #expect(wheel.openPremium == Ledger.money(200) && wheel.openCallPremium == Ledger.money(200))
        let events = open + [Ledger.event("8", "2025-03-21", .expiration, quarter, 4, hour: 17)]
        let over = try #require(campaigns(events).first)
        #expect(over.stage == .shares && over.openCalls.isZero && over.openPremium == .zero)
        #expect(over.unresolvedSince == nil && over.realizedProfit == realized(events))
    }

    /// The name of shares and of their call: one wheel, now of the new name, that the last sale ends.
    @Test func anotherName() throws {
        let meta = Ledger.stock("META")
        let renamed = Ledger.option("META", .call, 64, "2025-03-21")
        let events =
            assigned + [
                Ledger.event("4", "2025-01-21", call, -1, 2),
                Ledger.event("5", "2025-02-03", .symbolChange, ko, -100),
                Ledger.event("6", "2025-02-03", .symbolChange, meta, 100),
                Ledger.event("7", "2025-02-03", .symbolChange, call, 1),
                Ledger.event("8", "2025-02-03", .symbolChange, renamed, -1),
            ]
        let wheel = try #require(campaigns(events, now: "2025-03-03").first)
        #expect(wheel.symbol == "META" && wheel.stage == .calls && wheel.shares == Quantity(100))
        #expect(wheel.openCalls == Quantity(1) && wheel.basis?.broker == 60)
        let over =
            events + [
                Ledger.event("9", "2025-03-21", .assignment, renamed, 1, hour: 17),
                Ledger.event("a", "2025-03-21", .assignment, meta, -100, 64, hour: 17),
            ]
        let wheels = campaigns(over)
        #expect(wheels.count == 1 && wheels.first?.stage == .ended)
        #expect(wheels.first?.realizedProfit == realized(over) && realized(over) == Ledger.money(700))
    }

    /// Bought out for 66 a share.
    @Test func aMergerForCash() throws {
        let events = assigned + [Ledger.event("4", "2025-02-03", .merger, ko, -100, amount: 6600)]
        let wheel = try #require(campaigns(events).first)
        #expect(wheel.stage == .ended && wheel.steps.last?.kind == .sharesSold)
        #expect(wheel.steps.last?.cash == Ledger.money(6600))
        #expect(wheel.realizedProfit == realized(events) && wheel.realizedProfit == Ledger.money(700))
    }

    /// Two wheels of one account whose names become one.
    @Test func twoWheelsBecomeOne() throws {
        let pep = Ledger.stock("PEP")
        let events =
            assigned + [
                Ledger.event("4", "2025-01-03", Ledger.option("PEP", .put, 150, "2025-03-21"), -1, 3),
                Ledger.event("5", "2025-02-03", .merger, ko, -100), Ledger.event("6", "2025-02-03", .merger, pep, 40),
            ]
        let wheels = campaigns(events, now: "2025-02-10")
        #expect(wheels.first { $0.symbol == "KO" }?.stage == .ended)
        let wheel = try #require(wheels.first { $0.symbol == "PEP" })
        #expect(wheel.shares == Quantity(40) && wheel.openPuts == Quantity(1) && wheel.stage == .shares)
    }

    /// What is moved out is held no more; what was moved in is behind a call.
    @Test func movesBetweenAccounts() throws {
        let out = try #require(
            campaigns(assigned + [Ledger.event("4", "2025-02-03", .transfer, ko, -100, effect: .closing)]).first)
        #expect(out.stage == .ended && out.shares.isZero && out.steps.last?.kind == .movedOut)
        let inside = try #require(
            campaigns(
                [
                    Ledger.event("1", "2025-01-02", .transfer, ko, 100, 60),
                    Ledger.event("2", "2025-01-21", call, -1, 2),
                ], now: "2025-02-01"
            ).first)
        #expect(inside.stage == .calls && inside.shares == Quantity(100))
    }
}
