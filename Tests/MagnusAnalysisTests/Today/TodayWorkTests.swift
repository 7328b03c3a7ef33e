import MagnusAnalysis
import MagnusDomain
import Testing

/// The card of the paper book, against the specification and hand arithmetic.
@Suite struct TodayWorkTests {
    /// - Parameter change: of the market before the book is valued.
    static func card(
        events: [LedgerEvent] = [], orders: [WorkingOrder] = PaperBook.content.workingOrders,
        at now: Instant = PaperBook.now, content: BookContent = PaperBook.content,
        _ change: (inout MarketSnapshot) -> Void = { _ in }
    ) -> TodayCard {
        var market = PaperBook.market
        market.asOf = now
        for symbol in market.underlyings.keys { market.underlyings[symbol]?.quote?.time = now }
        for contract in market.optionQuotes.keys { market.optionQuotes[contract]?.time = now }
        change(&market)
        var valuer = PaperBook.valuer(market)
        valuer.apply(content)
        let book = valuer.valuation(now: now)
        let terms = ExpiryWork.Terms(
            deadlineDays: TodayWork.deadlineDays(BookSettings()), feesPerContract: 0.65)
        return TodayWork(
            book: book, market: market,
            board: valuer.expiryWork(book: book, market: market).board(terms, account: "paper"), events: events,
            orders: orders, sources: [], settings: BookSettings()
        ).card
    }

    static func event(
        _ id: String, _ kind: LedgerEventKind, _ time: Instant, _ instrument: Instrument? = nil, _ quantity: Int = 0,
        amount: Int = 0, fees: Int = 0, details: String = ""
    ) -> LedgerEvent {
        LedgerEvent(
            id: id, account: "paper", time: time, kind: kind, instrument: instrument, quantity: Quantity(quantity),
            amount: Money(tenThousandths: Int64(amount) * 10_000), fees: Money(tenThousandths: Int64(fees) * 10_000),
            details: details, source: "test")
    }

    // MARK: Overnight

    /// Friday's close was at 16:00: what came before is no news, trades are the owner's own, what is to come has not
    /// happened.
    @Test func overnightCountsFromTheClose() throws {
        let friday = PaperBook.day(3, 12)
        let saturday = NewYorkTime.instant(on: PaperBook.day(3, 13), hour: 7, minute: 0)
        let put = Instrument.option(PaperBook.contract("KO", friday, .put, 75))
        let card = Self.card(events: [
            Self.event("4", .transfer, PaperBook.now, amount: 500, details: "ACH deposit"),
            Self.event("3", .dividend, saturday, .stock(symbol: "XLE"), amount: 40, fees: -1),
            Self.event("2", .assignment, saturday, put, 2),
            Self.event("0", .fee, NewYorkTime.instant(on: friday, hour: 15, minute: 59), amount: -3),
            Self.event("1", .trade, saturday, .stock(symbol: "KO"), 200, amount: -15_000),
            Self.event("5", .interest, PaperBook.now.adding(seconds: 60), amount: 9),
        ])
        #expect(card.since == NewYorkTime.instant(on: friday, hour: 16, minute: 0))
        #expect(card.overnight.map(\.id) == ["2", "3", "4"])
        #expect(card.overnight.map(\.title) == ["KO +2 75P 03-12", "XLE", "ACH deposit"])
        #expect(card.overnight.map(\.cash) == [0, 39, 500])
        #expect(card.unreported.isEmpty)
    }

    /// After the cut-off of Monday the spread of XSP is the broker's to report.
    @Test func whatTheBrokerHasNotReported() {
        let card = Self.card(at: NewYorkTime.instant(on: PaperBook.day(3, 15), hour: 17, minute: 45))
        #expect(Set(card.unreported.map(\.symbol)) == ["XSP"] && card.unreported.count == 2)
        #expect(card.unreported.allSatisfy { $0.expiry == PaperBook.day(3, 15) })
    }

    // MARK: Cash

    /// The specification: cash 114,640.40, reserved 103,250, free 11,390.40; T-bill funds 300 at 100.34.
    @Test func cashIsThatOfTheBook() throws {
        let account = try #require(Self.card().accounts.first)
        #expect(abs((account.free.value ?? 0) - 11_390.40) < 0.01)
        #expect(abs((account.reserved.value ?? 0) - 103_250) < 0.01)
        #expect(abs((account.treasuryBillFunds.value ?? 0) - 30_102) < 0.01)
        let reserved = account.ladder.filter { $0.reserved.value != 0 }
        #expect(reserved.first { $0.day == PaperBook.day(3, 17) }?.reserved.value == 26_000)
        #expect(reserved.first { $0.day == PaperBook.day(3, 19) }?.reserved.value == 15_000)
    }

    // MARK: Gaps

    /// MU at 101.20 after 102.64: 101.20 / 102.64 - 1 = -1.403 %; the 95 put is (101.20 - 95) / 101.20 = 6.126 % away.
    @Test func gapsAreSortedByCushion() throws {
        let card = Self.card { $0.underlyings["MU"]?.profile.previousClose = 102.64 }
        let micron = try #require(card.gaps.first { $0.symbol == "MU" })
        #expect(abs((micron.move.value ?? 0) + 0.014030) < 1e-6)
        #expect(micron.title == "-1 95P" && micron.row != nil)
        #expect(abs((micron.distance.value ?? 0) - 0.061265) < 1e-5)
        #expect(card.gaps.first { $0.symbol == "AAPL" }?.move.reason == .noSource, "no close, no move")
        let cushions = card.gaps.compactMap(\.sigmas.value)
        #expect(cushions == cushions.sorted() && cushions.count > 8)
        #expect((cushions.first ?? 0) < 0, "AAPL, PLTR and MO are in the money")
        let shares = try #require(card.gaps.firstIndex { $0.symbol == "DIS" })
        #expect(card.gaps[shares].row == nil && card.gaps[shares].sigmas.value == nil)
        #expect(card.gaps[shares...].allSatisfy { $0.sigmas.value == nil }, "they come last")
        #expect(!card.gaps.contains { $0.symbol == "SGOV" }, "T-bill funds are cash")
    }

    // MARK: Deadlines

    /// Today XSP ends, tomorrow MO goes ex; AAPL on Wednesday and the earnings of next week are another day's.
    @Test func deadlinesOfTodayAndTheNextOpening() {
        let card = Self.card()
        #expect(card.nextSession == PaperBook.day(3, 16))
        #expect(card.deadlines.contains { $0.kind == .expiry && $0.symbol == "XSP" })
        #expect(card.deadlines.contains { $0.kind == .exDividend && $0.symbol == "MO" })
        #expect(!card.deadlines.contains { $0.symbol == "AAPL" || $0.kind == .earnings })
    }

    @Test(arguments: [
        // Out before this morning's opening; after today's close; before tomorrow's opening; after tomorrow's close.
        (15, EarningsTime.beforeOpen, true, false), (15, .afterClose, true, true), (15, .unknown, true, true),
        (16, .beforeOpen, true, true), (16, .afterClose, true, false), (17, .beforeOpen, true, false),
        // A date that may move by seven days.
        (23, .afterClose, false, true), (24, .afterClose, false, false),
    ])
    func earningsThatCount(day: Int, time: EarningsTime, isConfirmed: Bool, counts: Bool) {
        let card = Self.card { market in
            market.underlyings["MU"]?.profile.earnings = [
                EarningsEvent(date: PaperBook.day(3, day), time: time, isConfirmed: isConfirmed)
            ]
        }
        #expect(card.deadlines.contains { $0.kind == .earnings && $0.symbol == "MU" } == counts)
    }

    // MARK: Orders

    @Test func ordersWhosePositionIsGoneComeFirst() throws {
        let gone = WorkingOrder(
            id: "O2", account: "paper", strategyGroup: "P99", limitPrice: 0.10, isGoodTillCancelled: true,
            placedAt: PaperBook.now)
        let card = Self.card(orders: PaperBook.content.workingOrders + [gone])
        #expect(card.orders.map(\.order.id) == ["O2", "O1"])
        #expect(card.orders.map(\.isOrphan) == [true, false])
        let kept = try #require(card.orders.last)
        #expect(kept.row != nil && kept.title.hasPrefix("IWM "))
        // Nobody's orders are told to be orphans of an account that names no positions.
        var content = PaperBook.content
        content.accounts[0].account.kind = .imported
        #expect(Self.card(orders: [gone], content: content).orders.map(\.isOrphan) == [nil])
    }
}
