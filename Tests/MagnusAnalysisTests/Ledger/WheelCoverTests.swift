import MagnusAnalysis
import MagnusDomain
import Testing

/// Which options count in the wheel basis of shares (trader.md section 3 item 8, domain.md section 4): what was sold
/// against them, a collar with both legs, and no leg of a spread. The campaign's premium follows the same rule.
@Suite struct WheelCoverTests {
    private let ko = Ledger.stock("KO")
    private let call = Ledger.option("KO", .call, 63, "2025-02-21")
    private let upper = Ledger.option("KO", .call, 66, "2025-02-21")
    private let far = Ledger.option("KO", .call, 60, "2025-06-20")
    private let put = Ledger.option("KO", .put, 57, "2025-02-21")
    private let low = Ledger.option("KO", .put, 54, "2025-02-21")

    private func wheel(_ events: [LedgerEvent]) throws -> Double {
        try #require(LedgerBook(events).positions.first { $0.instrument == ko }?.stockBasis?.wheel)
    }

    /// 100 shares at 60.00 and what was opened beside them on one day, all of which expires.
    private func expired(_ legs: [(Instrument, Int, Double)], order: String?) -> [LedgerEvent] {
        var events = [Ledger.event("0", "2025-01-02", ko, 100, 60)]
        for (index, leg) in legs.enumerated() {
            events.append(Ledger.event("1\(index)", "2025-01-21", leg.0, leg.1, leg.2, order: order))
            events.append(Ledger.event("9\(index)", "2025-02-21", .expiration, leg.0, -leg.1, hour: 17))
        }
        return events
    }

    /// A covered call of 1.20: 60.00 - 1.20. A bear call spread of 1.20 and 0.50, or a diagonal: 60.00, whatever they
    /// brought. A call and a put sold: the call alone, 60.00 - 1.20. A collar, 1.20 taken and 0.80 paid: 60.00 - 0.40.
    /// An iron condor: nothing. A call sold and puts both ways: nothing.
    @Test(arguments: ["o", nil] as [String?])
    func whatStandsAgainstTheShares(order: String?) throws {
        #expect(abs(try wheel(expired([(call, -1, 1.20)], order: order)) - 58.80) < 1e-9)
        #expect(abs(try wheel(expired([(call, -1, 1.20), (upper, 1, 0.50)], order: order)) - 60) < 1e-9)
        #expect(abs(try wheel(expired([(upper, 1, 0.50), (call, -1, 1.20)], order: order)) - 60) < 1e-9)
        #expect(abs(try wheel(expired([(call, -1, 1.20), (far, 1, 4)], order: order)) - 60) < 1e-9)
        #expect(abs(try wheel(expired([(call, -1, 1.20), (put, -1, 0.90)], order: order)) - 58.80) < 1e-9)
        #expect(abs(try wheel(expired([(call, -1, 1.20), (put, 1, 0.80)], order: order)) - 59.60) < 1e-9)
        let condor = [(low, 1, 0.30), (put, -1, 0.90), (call, -1, 1.20), (upper, 1, 0.50)]
        #expect(abs(try wheel(expired(condor, order: order)) - 60) < 1e-9)
    }

    /// A call, and a spread of another order at the same moment: the call counts, the spread does not. Where no order is
    /// stated the shapes decide: 66/63 is a spread, the 60 of June stands alone.
    @Test func ordersOfOneMomentStayApart() throws {
        var events = expired([(call, -1, 1.20), (upper, 1, 0.50)], order: "spread")
        events.append(Ledger.event("2", "2025-01-21", far, -1, 3, order: "call"))
        events.append(Ledger.event("3", "2025-02-24", far, 1, 1))
        #expect(abs(try wheel(events) - 58) < 1e-9)
        let apart = events.map { event in
            var event = event
            event.orderIdentifier = nil
            return event
        }
        #expect(abs(try wheel(apart) - 58) < 1e-9)
    }

    /// A put bought by itself is an insurance with its own result; one that was bought back with a call is a roll: the new
    /// call stands alone.
    @Test func insuranceAndRolls() throws {
        #expect(abs(try wheel(expired([(put, 1, 0.80)], order: "o")) - 60) < 1e-9)
        let next = Ledger.option("KO", .call, 64, "2025-03-21")
        let rolled = [
            Ledger.event("1", "2025-01-02", ko, 100, 60), Ledger.event("2", "2025-01-03", call, -1, 1, order: "a"),
            Ledger.event("3", "2025-02-03", call, 1, 1.50, order: "b"),
            Ledger.event("4", "2025-02-03", next, -1, 2.10, order: "b"),
            Ledger.event("5", "2025-03-21", .expiration, next, 1, hour: 17),
        ]
        // 1.00 - 1.50 + 2.10 = 1.60.
        #expect(abs(try wheel(rolled) - 58.40) < 1e-9)
    }

    /// The put of a collar that is exercised goes with the shares: 100 at 60.00, collar 1.20 for 0.80, sold at 57.00:
    /// 5,700 - 80 of proceeds against 6,000 for tax, and 120 kept of the call. All of it -260.
    @Test func anExercisedCollar() throws {
        let events = [
            Ledger.event("1", "2025-01-02", ko, 100, 60), Ledger.event("2", "2025-01-21", call, -1, 1.20, order: "c"),
            Ledger.event("3", "2025-01-21", put, 1, 0.80, order: "c"),
            Ledger.event("4", "2025-02-21", .expiration, call, 1, hour: 17),
            Ledger.event("5", "2025-02-21", .exercise, put, -1, hour: 17),
            Ledger.event("6", "2025-02-21", .exercise, ko, -100, 57, hour: 17),
        ]
        let book = LedgerBook(events)
        #expect(book.realizedProfit(of: "a") == Ledger.money(-260) && book.positions.isEmpty)
        let shares = try #require(book.closedLots.first { $0.instrument == ko })
        #expect(shares.taxProfit == Ledger.money(-380))
    }

    /// The campaign counts what the basis counts: a call of 1.00, then a collar of 1.20 for 0.80, while a spread beside
    /// them is none of it. While the collar is open its 0.40 is in no basis; `if kept` is 60.00 - 1.00 - 0.40.
    @Test func theCampaignFollowsTheSameRule() throws {
        let first = Ledger.option("KO", .call, 62, "2025-01-17")
        var events = [
            Ledger.event("1", "2025-01-02", ko, 100, 60), Ledger.event("2", "2025-01-03", first, -1, 1, order: "a"),
            Ledger.event("3", "2025-01-17", .expiration, first, 1, hour: 17),
            Ledger.event("4", "2025-01-21", call, -1, 1.20, order: "c"),
            Ledger.event("5", "2025-01-21", put, 1, 0.80, order: "c"),
            Ledger.event("6", "2025-01-22", call, -1, 1.30, order: "s"),
            Ledger.event("7", "2025-01-22", upper, 1, 0.60, order: "s"),
        ]
        func campaign() throws -> WheelCampaign {
            let book = LedgerBook(events)
            let wheels = WheelCampaignFinder(
                book, trades: TradeBlotter(book.allEvents).trades, now: Ledger.time("2025-02-24")
            ).campaigns
            return try #require(wheels.first)
        }
        let open = try campaign()
        #expect(open.premium == Ledger.money(140) && open.openPremium == Ledger.money(40))
        #expect(abs((open.basis?.wheel ?? 0) - 59) < 1e-9 && abs((open.wheelBasisIfCallsExpire ?? 0) - 58.60) < 1e-9)
        events.append(Ledger.event("8", "2025-02-10", put, -1, 0.10, order: "d"))
        events.append(Ledger.event("9", "2025-02-10", upper, -1, 0.20, order: "e"))
        events.append(Ledger.event("91", "2025-02-21", .expiration, call, 2, hour: 17))
        let ended = try campaign()
        // 100, 120 - 80 + 10; of the two calls that expired one was the spread's.
        #expect(ended.premium == Ledger.money(150) && ended.openPremium == .zero)
        #expect(abs((ended.basis?.wheel ?? 0) - 58.50) < 1e-9)
        #expect(ended.steps.map(\.kind) == [.callSold, .callExpired, .callSold, .putBought, .putClosed, .callExpired])
    }
}
