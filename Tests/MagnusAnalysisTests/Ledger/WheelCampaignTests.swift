import MagnusAnalysis
import MagnusDomain
import Testing

/// What belongs to a wheel, and when it ends.
@Suite struct WheelCampaignTests {
    private let ko = Ledger.stock("KO")
    private let put = Ledger.option("KO", .put, 60, "2025-01-17")
    private let call = Ledger.option("KO", .call, 63, "2025-02-20")

    private func campaigns(_ events: [LedgerEvent], now: String = "2025-03-03") -> [WheelCampaign] {
        let book = LedgerBook(events)
        return WheelCampaignFinder(book, trades: TradeBlotter(book.allEvents).trades, now: Ledger.time(now)).campaigns
    }

    /// 100 shares, a call of 100 dollars expires, then a put of 90 and a call of 70: in one order or in two, all three are
    /// the campaign's, as they are in the bases.
    @Test(arguments: ["c", "d"])
    func aPutAndACallInOneOrder(order: String) throws {
        let low = Ledger.option("KO", .put, 58, "2025-02-21")
        let first = Ledger.option("KO", .call, 63, "2025-01-17")
        let high = Ledger.option("KO", .call, 63, "2025-02-21")
        let wheels = campaigns([
            Ledger.event("1", "2025-01-02", ko, 100, 60, order: "a"),
            Ledger.event("2", "2025-01-03", first, -1, 1, order: "b"),
            Ledger.event("3", "2025-01-17", .expiration, first, 1, hour: 17),
            Ledger.event("4", "2025-01-21", low, -1, 0.90, order: "c"),
            Ledger.event("5", "2025-01-21", high, -1, 0.70, order: order),
            Ledger.event("6", "2025-02-21", .expiration, high, 1, hour: 17),
            Ledger.event("7", "2025-02-21", .assignment, low, 1, hour: 17),
            Ledger.event("8", "2025-02-21", .assignment, ko, 100, 58, hour: 17),
        ])
        let wheel = try #require(wheels.first)
        #expect(wheels.count == 1 && wheel.stage == .shares && wheel.shares == Quantity(200))
        #expect(wheel.premium == Ledger.money(260) && wheel.realizedProfit == Ledger.money(260))
        #expect(
            wheel.steps.map(\.kind) == [
                .callSold, .callExpired, .putSold, .callSold, .callExpired, .assigned, .assigned,
            ])
        let basis = try #require(wheel.basis)
        #expect(abs((basis.wheel ?? 0) - 57.70) < 1e-9)
    }

    /// A put and a call without shares are a strangle, a put with a bought put a spread: no wheel. A hundred shares bought
    /// in the same order are behind the call.
    @Test func whatBeginsAWheel() {
        let low = Ledger.option("KO", .put, 55, "2025-01-17")
        let sold = [
            Ledger.event("1", "2025-01-02", put, -1, 1, order: "a"),
            Ledger.event("2", "2025-01-02", call, -1, 1, order: "a"),
        ]
        #expect(campaigns(sold, now: "2025-01-10").isEmpty)
        let spread = Ledger.event("2", "2025-01-02", low, 1, 0.40, order: "a")
        #expect(campaigns([sold[0], spread], now: "2025-01-10").isEmpty)
        let covered = campaigns(sold + [Ledger.event("3", "2025-01-02", ko, 100, 61, order: "a")], now: "2025-01-10")
        #expect(covered.map(\.premium) == [Ledger.money(200)] && covered.map(\.stage) == [.calls])
        // A second strangle while only a put of the campaign is open is none of it.
        let running = campaigns(
            [Ledger.event("0", "2025-01-02", low, -1, 0.40, order: "z")] + sold, now: "2025-01-10")
        #expect(running.map(\.premium) == [Ledger.money(40)])
    }

    /// Index options settle in cash: no put or call of theirs brings or takes shares. A fund on the same index delivers.
    @Test(arguments: [("SPX", 0), ("SPXW", 0), ("XSP", 0), ("NDX", 0), ("RUT", 0), ("VIX", 0), ("SPY", 1)])
    func whatSettlesInCashIsNoWheel(root: String, count: Int) {
        let index = Ledger.option(root, .put, 500, "2025-01-17")
        #expect(index != .stock(symbol: "?"))
        #expect(
            campaigns([
                Ledger.event("1", "2025-01-02", index, -1, 4),
                Ledger.event("2", "2025-01-17", .expiration, index, 1, hour: 17),
            ]).count == count)
    }

    /// The shares of an assigned put that were written down as a plain purchase are told; the campaign waits for the others
    /// as long as reports take, and ends with its last step.
    @Test func sharesThatNeverCame() throws {
        var events = [
            Ledger.event("1", "2025-01-02", put, -1, 1), Ledger.event("2", "2025-01-17", .assignment, put, 1),
            Ledger.event("3", "2025-01-17", ko, 100, 60), Ledger.event("4", "2025-01-21", ko, -100, 61),
        ]
        #expect(campaigns(events, now: "2025-01-22").map(\.stage) == [.puts])
        let early = try #require(campaigns(events, now: "2025-01-27").first)
        #expect(early.stage == .ended && early.endedAt == Ledger.time("2025-01-21"))
        // A put sold after it begins another.
        let next = Ledger.option("KO", .put, 59, "2025-03-21")
        let two = campaigns(events + [Ledger.event("9", "2025-02-10", next, -1, 1)])
        #expect(two.map(\.stage) == [.ended, .puts])
        // A call that outlives the shares: the end is its expiry.
        events.insert(Ledger.event("3b", "2025-01-20", call, -1, 0.80), at: 3)
        events[4] = Ledger.event("4", "2025-02-03", ko, -100, 61)
        events.append(Ledger.event("5", "2025-02-20", .expiration, call, 1, hour: 17))
        let wheels = campaigns(events)
        let wheel = try #require(wheels.first)
        #expect(wheels.count == 1 && wheel.endedAt == Ledger.time("2025-02-20", 17))
        // 100 and 80 for the options, 100 for the shares.
        #expect(wheel.premium == Ledger.money(180) && wheel.realizedProfit == Ledger.money(280))
        #expect(LedgerBook(events).issues.map(\.kind) == [.unpairedDelivery])
        #expect(LedgerBook(Array(events.prefix(3))).issues.isEmpty, "reports may still come")
    }
}
