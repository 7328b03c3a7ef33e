import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// Covered calls, the 61-day test and wash sales of retirement accounts, against the examples of IRS Publication 550.
@Suite struct TaxFlagTests {
    private let x = Ledger.stock("XYZ")

    private func day(_ text: String) throws -> CalendarDate { try CalendarDate(iso8601: text) }

    /// Publication 550: written on 13 May for September, close of 12 May 130 1/4, strikes 110 to 135 by 5: the second
    /// highest strike below the price is 125, so that 120 is too deep.
    @Test func theBenchmarkOfPublication550() {
        let strikes = [110.0, 115, 120, 125, 130, 135]
        #expect(
            QualifiedCoveredCall.lowestBenchmark(
                applicablePrice: 130.25, strike: 120, daysToExpiry: 129, strikes: strikes) == 125)
        func status(_ strike: Double, _ days: Int = 129, _ price: Double? = 130.25) -> CoveredCallStatus {
            QualifiedCoveredCall.status(strike: strike, daysToExpiry: days, applicablePrice: price, strikes: strikes)
        }
        #expect(status(120) == .tooDeep && status(125) == .qualified && status(130) == .qualified)
        // 90 days or less: the highest strike below the price.
        #expect(status(125, 90) == .tooDeep && status(130, 90) == .qualified)
        #expect(status(135, 30) == .termTooShort && status(135, 31) == .qualified)
        #expect(status(135, 31, nil) == .unknown && status(135, 366) == .unknown)
    }

    /// Up to 25 dollars 85 % of the price, up to 150 ten dollars below it; over that the listed strikes alone.
    @Test func boundsOfTheBenchmark() {
        func benchmark(_ price: Double, _ strikes: [Double], strike: Double = 10) -> Double? {
            QualifiedCoveredCall.lowestBenchmark(
                applicablePrice: price, strike: strike, daysToExpiry: 60, strikes: strikes)
        }
        #expect(benchmark(24, [10, 15, 20]) == 20.4 && benchmark(24, [10, 15, 20, 22.5]) == 22.5)
        #expect(benchmark(140, [110, 120]) == 130 && benchmark(160, [110, 120]) == 120)
        #expect(benchmark(160, [170]) == nil)
        // Without listed strikes a bound decides, or nothing does.
        func status(_ strike: Double, _ price: Double) -> CoveredCallStatus {
            QualifiedCoveredCall.status(strike: strike, daysToExpiry: 60, applicablePrice: price)
        }
        #expect(status(20, 24) == .tooDeep && status(21, 24) == .unknown && status(24, 24) == .qualified)
        #expect(status(129, 140) == .tooDeep && status(131, 140) == .unknown)
        #expect(status(120, 160) == .unknown && status(165, 160) == .qualified)
        #expect(QualifiedCoveredCall.applicablePrice(closeBefore: 100, open: 110) == 100)
        #expect(QualifiedCoveredCall.applicablePrice(closeBefore: 100, open: 110.01) == 110.01)
    }

    /// Publication 550: ex-date 16 July 2019, window 17 May to 14 September. Bought 9 July and sold 12 August: 34 days.
    /// Bought 15 July and sold 16 September: 61 days in the window of the 63 held.
    @Test func theHoldingPeriodsOfPublication550() throws {
        let exDate = try day("2019-07-16")
        func days(_ acquired: String, _ disposed: String) throws -> Int {
            try DividendHoldingTest.days(acquired: day(acquired), disposed: day(disposed), exDate: exDate)
        }
        #expect(try days("2019-07-09", "2019-08-12") == 34)
        #expect(try days("2019-07-15", "2019-09-16") == 61)
        #expect(try days("2019-01-02", "2020-01-02") == 121)
        #expect(try days("2019-01-02", "2019-05-16") == 0)
    }

    private func dividend(
        _ events: [LedgerEvent], exDate: String? = "2019-07-16", bars: CoveredCallFinder.Bars = [:],
        now: String = "2020-06-01"
    ) throws -> DividendFlag {
        let book = LedgerBook(
            events + [Ledger.event("div", "2019-08-01", .dividend, x, 0, amount: 500)])
        let calls = CoveredCallFinder.flags(book, trades: TradeBlotter(book.allEvents).trades, bars: bars)
        var exDates: [String: CalendarDate] = [:]
        if let exDate { exDates["div"] = try day(exDate) }
        return try #require(
            DividendHoldingTest.flags(book, calls: calls, exDates: exDates, now: Ledger.time(now)).first)
    }

    @Test func dividendsOfLotsAreFlagged() throws {
        let short = try dividend([
            Ledger.event("1", "2019-07-09", x, 5000, 10), Ledger.event("2", "2019-08-12", x, -5000, 11),
        ])
        #expect(short.breaks == Ledger.money(500) && short.meets == .zero && short.daysHeld == 34)
        let mixed = try dividend([
            Ledger.event("1", "2019-01-09", x, 300, 10), Ledger.event("2", "2019-07-10", x, 200, 10),
            Ledger.event("3", "2019-08-12", x, -500, 11),
        ])
        #expect(mixed.meets == Ledger.money(300) && mixed.breaks == Ledger.money(200) && mixed.unknown == .zero)
        // Still held and not yet 61 days: nothing is decided.
        let early = try dividend([Ledger.event("1", "2019-07-09", x, 100, 10)], now: "2019-08-02")
        #expect(early.unknown == Ledger.money(500) && early.daysHeld == 24)
        #expect(try dividend([Ledger.event("1", "2019-07-09", x, 100, 10)]).meets == Ledger.money(500))
        // Without the ex-date: held for years before and after it is sure, 34 days in all fail on every one.
        let unknown = try dividend([Ledger.event("1", "2018-01-09", x, 100, 10)], exDate: nil)
        #expect(unknown.meets == Ledger.money(500) && unknown.exDate == nil)
        let few = try dividend(
            [Ledger.event("1", "2019-07-09", x, 100, 10), Ledger.event("2", "2019-08-12", x, -100, 11)], exDate: nil)
        #expect(few.breaks == Ledger.money(500))
        // A put from 20 May to 10 August breaks an ex-date in July and not one at the beginning of May.
        let put = Ledger.option("XYZ", .put, 9, "2019-08-16")
        let hedged = [
            Ledger.event("1", "2019-01-10", x, 100, 10), Ledger.event("2", "2019-05-20", put, 1, 1),
            Ledger.event("3", "2019-08-10", put, -1, 1), Ledger.event("4", "2019-08-20", x, -100, 11),
        ]
        #expect(try dividend(hedged, exDate: nil).unknown == Ledger.money(500))
        #expect(try dividend(hedged).breaks == Ledger.money(500))
        #expect(try dividend(hedged, exDate: "2019-05-05").meets == Ledger.money(500))
    }

    /// A call of 25 days takes the risk away while it is open; one that qualifies does not; a put bought does.
    @Test func callsAndPutsTakeDaysAway() throws {
        let shares = Ledger.event("1", "2019-06-10", x, 100, 50)
        let sold = Ledger.event("9", "2019-08-20", x, -100, 50)
        let weekly = Ledger.option("XYZ", .call, 55, "2019-07-26")
        let monthly = Ledger.option("XYZ", .call, 55, "2019-08-16")
        #expect(try dividend([shares, sold]).meets == Ledger.money(500))
        // 71 days less the 26 from 1 to 26 July.
        let broken = try dividend([
            shares, Ledger.event("2", "2019-07-01", weekly, -1, 1),
            Ledger.event("3", "2019-07-26", .expiration, weekly, 1, hour: 17), sold,
        ])
        #expect(broken.breaks == Ledger.money(500) && broken.daysHeld == 45)
        let bars = [
            "XYZ": [
                DailyBar(date: try day("2019-06-28"), open: 50, high: 51, low: 49, close: 50.5, volume: 1000),
                DailyBar(date: try day("2019-07-01"), open: 50.6, high: 51, low: 49, close: 52, volume: 1000),
            ]
        ]
        let events = [
            shares, Ledger.event("2", "2019-07-01", monthly, -1, 1),
            Ledger.event("3", "2019-08-16", .expiration, monthly, 1, hour: 17), sold,
        ]
        #expect(try dividend(events, bars: bars).meets == Ledger.money(500))
        // Without the price of the day before its standing is not known, and neither is the dividend's.
        #expect(try dividend(events).unknown == Ledger.money(500))
        let put = Ledger.option("XYZ", .put, 45, "2019-08-16")
        let hedged = try dividend([
            shares, Ledger.event("2", "2019-07-01", put, 1, 1), Ledger.event("3", "2019-08-10", put, -1, 1), sold,
        ])
        #expect(hedged.breaks == Ledger.money(500))
    }

    @Test func coveredCallsAreFlaggedWithTheirEffect() throws {
        let near = Ledger.option("XYZ", .call, 55, "2024-03-15")
        let inside = Ledger.option("XYZ", .call, 49, "2024-04-19")
        let naked = Ledger.option("ABC", .call, 49, "2024-04-19")
        let bars = [
            "XYZ": [DailyBar(date: try day("2024-02-29"), open: 50, high: 51, low: 49, close: 50, volume: 1000)]
        ]
        let book = LedgerBook([
            Ledger.event("0", "2022-01-03", Ledger.stock("OLD"), 100, 20), Ledger.event("1", "2024-01-03", x, 200, 50),
            Ledger.event("2", "2024-03-01", near, -1, 1), Ledger.event("3", "2024-03-01", inside, -3, 3),
            Ledger.event("4", "2024-03-01", naked, -1, 3), Ledger.event("5", "2024-03-08", near, 1, 0.2),
            Ledger.event("6", "2024-03-01", Ledger.option("OLD", .call, 25, "2024-03-15"), -1, 1),
        ])
        let trades = TradeBlotter(book.allEvents).trades
        let flags = CoveredCallFinder.flags(book, trades: trades, bars: bars, strikes: ["3": [45, 49, 50, 55]])
        #expect(flags.map(\.event) == ["2", "3", "6"], "a naked call stands against no shares")
        #expect(flags.map(\.status) == [.termTooShort, .qualified, .termTooShort])
        // In the money and qualified: the holding period stands still. Shares held over a year lose nothing.
        #expect(flags.map(\.effect) == [.startsOver, .suspended, .none])
        #expect(flags.map(\.shares) == [Quantity(100), Quantity(200), Quantity(100)])
        #expect(try flags.map(\.endedOn) == [day("2024-03-08"), nil, nil])
        let unpriced = CoveredCallFinder.flags(book, trades: trades, bars: [:])
        #expect(unpriced.map(\.status) == [.termTooShort, .unknown, .termTooShort])
        #expect(unpriced.map(\.effect) == [.startsOver, .unknown, .none])
        #expect(CoveredCallFinder.symbols(book, trades: trades).keys.sorted() == ["OLD", "XYZ"])
    }

    /// Shares that were moved in a week before the ex-date may have been held for years before: 34 days counted do not miss
    /// the 61, and a call against them begins no holding period anew that nobody knows. 61 days since the move are enough.
    @Test func sharesMovedInMayHaveBeenHeldForLong() throws {
        let moved = Ledger.event("1", "2019-07-09", .transfer, x, 100)
        let sold = Ledger.event("9", "2019-08-12", x, -100, 11)
        #expect(try dividend([moved, sold]).unknown == Ledger.money(500))
        #expect(try dividend([moved]).meets == Ledger.money(500))
        let call = Ledger.option("XYZ", .call, 12, "2019-07-26")
        func effects(_ more: [LedgerEvent]) -> [HoldingPeriodEffect] {
            let book = LedgerBook([moved, Ledger.event("2", "2019-07-10", call, -1, 1)] + more)
            return CoveredCallFinder.flags(book, trades: TradeBlotter(book.allEvents).trades, bars: [:]).map(\.effect)
        }
        #expect(effects([]) == [.unknown])
        #expect(effects([Ledger.event("0", "2019-07-09", x, 100, 10)]) == [.startsOver])
    }

    /// Rev. Rul. 2008-5: a purchase in an IRA makes the loss final; what is sold in an IRA is on no form.
    @Test func retirementAccounts() throws {
        let book = LedgerBook([
            Ledger.event("1", "2023-01-10", x, 100, 10), Ledger.event("2", "2023-10-02", x, -100, 7.50),
            Ledger.event("3", "2023-10-20", x, 100, 8, account: "ira"),
            Ledger.event("4", "2023-10-25", x, -100, 6, account: "ira"),
            Ledger.event("5", "2023-11-01", Ledger.option("SPXW", .put, 4000, "2023-12-15"), -1, 2, account: "ira"),
            Ledger.event("6", "2023-11-02", Ledger.option("SPXW", .put, 4000, "2023-12-15"), 1, 1, account: "ira"),
        ])
        let candidates = WashSaleFinder.candidates(book, retirement: ["ira"])
        #expect(candidates.map(\.account) == ["a"] && candidates.first?.isPermanent == true)
        #expect(WashSaleFinder.candidates(book).map(\.isPermanent) == [false])
        let lines = TaxLines.form8949(book, retirement: ["ira"])
        #expect(lines.map(\.account) == ["a"] && lines.first?.isWashSaleCandidate == true)
        let timeline = LedgerTimeline(book)
        #expect(TaxLines.section1256(timeline, year: 2023, retirement: ["ira"]).lines.isEmpty)
        #expect(TaxLines.section1256(timeline, year: 2023).total == Ledger.money(100))
        let totals = TaxLines.totals(TaxLines.form8949(book))
        #expect(
            totals.map(\.account) == ["a", "ira"] && totals.map(\.gain) == [Ledger.money(-250), Ledger.money(-200)])
        #expect(totals.map(\.proceeds) == [Ledger.money(750), Ledger.money(600)])
        #expect(totals.map(\.cost) == [Ledger.money(1000), Ledger.money(800)])
    }
}
