import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct TaxLinesTests {
    private let x = Ledger.stock("X")

    /// The example of IRS Publication 550 (and of its VITA course): bought for 1,000, sold for 750, bought again within 30
    /// days for 800: 250 are put off and the basis becomes 1,050.
    @Test func theWashSaleOfPublication550() throws {
        let book = LedgerBook([
            Ledger.event("1", "2023-01-10", x, 100, 10), Ledger.event("2", "2023-10-02", x, -100, 7.50),
            Ledger.event("3", "2023-10-20", x, 100, 8),
        ])
        let candidate = try #require(WashSaleFinder.candidates(book).first)
        #expect(candidate.loss == Ledger.money(-250))
        #expect(candidate.deferredIfApplied == Ledger.money(250))
        #expect(Ledger.money(800) + candidate.deferredIfApplied == Ledger.money(1050))
        // A flag changes no figure.
        #expect(TaxLines.form8949(book).map(\.gain) == [Ledger.money(-250)])
        #expect(TaxLines.form8949(book).map(\.isWashSaleCandidate) == [true])
        #expect(TaxLines.form8949(book).map(\.code) == [""])
        #expect(book.openLots.map(\.taxCost) == [Ledger.money(800)])
    }

    @Test(arguments: [("2023-11-01", 1), ("2023-11-02", 0), ("2023-09-02", 1), ("2023-09-01", 0)])
    func thirtyDaysBothWays(bought: String, found: Int) {
        let book = LedgerBook([
            Ledger.event("1", "2023-01-10", x, 100, 10), Ledger.event("2", "2023-10-02", x, -100, 7.50),
            Ledger.event("3", bought, x, 100, 8, account: "ira"),
        ])
        let candidates = WashSaleFinder.candidates(book)
        #expect(candidates.count == found)
        #expect(candidates.allSatisfy { $0.isAcrossAccounts })
    }

    @Test func optionsToBuyCountAndIndexOptionsDoNot() {
        let call = Ledger.option("X", .call, 10, "2023-12-15")
        let other = Ledger.option("X", .call, 12, "2023-12-15")
        let put = Ledger.option("X", .put, 10, "2023-12-15")
        func candidates(_ instrument: Instrument, _ quantity: Int) -> [WashSaleCandidate] {
            WashSaleFinder.candidates(
                LedgerBook([
                    Ledger.event("1", "2023-01-10", x, 100, 10), Ledger.event("2", "2023-10-02", x, -100, 7.50),
                    Ledger.event("3", "2023-10-20", instrument, quantity, 1),
                ]))
        }
        #expect(candidates(call, 1).map(\.isIdentical) == [true])
        #expect(candidates(put, -1).map(\.isIdentical) == [false])
        #expect(candidates(put, 1).isEmpty && candidates(call, -1).isEmpty)
        let series = WashSaleFinder.candidates(
            LedgerBook([
                Ledger.event("1", "2023-09-01", call, 1, 3), Ledger.event("2", "2023-10-02", call, -1, 1),
                Ledger.event("3", "2023-10-20", other, 1, 1),
            ]))
        #expect(series.map(\.isIdentical) == [false])
        let index = Ledger.option("SPXW", .call, 4000, "2023-12-15")
        let outside = WashSaleFinder.candidates(
            LedgerBook([
                Ledger.event("1", "2023-09-01", index, 1, 3), Ledger.event("2", "2023-10-02", index, -1, 1),
                Ledger.event("3", "2023-10-20", index, 1, 1),
            ]))
        #expect(outside.isEmpty)
    }

    @Test func linesOfForm8949() throws {
        let put = Ledger.option("X", .put, 10, "2023-12-15")
        let call = Ledger.option("X", .call, 10, "2023-12-15")
        let book = LedgerBook([
            Ledger.event("1", "2022-01-10", x, 100, 10, fees: -1),
            Ledger.event("2", "2023-10-02", x, -100, 17.50, fees: -2),
            Ledger.event("3", "2023-10-10", put, -1, 1.50, fees: -1), Ledger.event("4", "2023-10-10", call, 1, 0.50),
            Ledger.event("5", "2023-12-15", .expiration, put, 1, hour: 17),
            Ledger.event("6", "2023-12-15", .expiration, call, -1, hour: 17),
        ])
        let lines = TaxLines.form8949(book, year: 2023)
        #expect(lines.map(\.box) == ["A", "A", "D"])
        let written = try #require(lines.first { $0.description == "1 X 2023-12-15 10 P" })
        #expect(written.acquired?.iso8601 == "2023-12-15" && written.cost == nil && written.isCostKnown)
        #expect(written.proceeds == Ledger.money(149) && written.gain == Ledger.money(149))
        let bought = try #require(lines.first { $0.description == "1 X 2023-12-15 10 C" })
        #expect(bought.sold?.iso8601 == "2023-12-15" && bought.proceeds == nil)
        #expect(bought.cost == Ledger.money(50) && bought.gain == Ledger.money(-50))
        let shares = try #require(lines.last)
        #expect(shares.description == "100 sh. X" && shares.term == .long)
        #expect(shares.proceeds == Ledger.money(1748) && shares.cost == Ledger.money(1001))
        #expect(shares.gain == Ledger.money(747))
        #expect(TaxLines.form8949(book, year: 2023, reporting: .notReported).map(\.box) == ["C", "C", "F"])
    }

    /// Brokers report what expired on the last day of a year in the next one.
    @Test func anExpirationCountsOnTheDayOfTheExpiry() throws {
        let put = Ledger.option("KO", .put, 60, "2025-12-31")
        let events = [
            Ledger.event("1", "2025-12-01", put, -1, 1), Ledger.event("2", "2026-01-02", .expiration, put, 1),
        ]
        let book = LedgerBook(events)
        let line = try #require(TaxLines.form8949(book, year: 2025).first)
        #expect(line.acquired?.iso8601 == "2025-12-31" && line.taxYear == 2025 && line.gain == Ledger.money(100))
        #expect(TaxLines.form8949(book, year: 2026).isEmpty)
        let performance = TradePerformance(book, trades: TradeBlotter(book.allEvents).trades)
        #expect(performance.realized(by: .taxYear).map(\.key) == ["2025"])
        #expect(performance.realized(by: .month).map(\.key) == ["2025-12"])
        // On its last day after the close the report is awaited; with the end of the day the option is gone.
        #expect(LateExpirations.known(events, at: Ledger.time("2025-12-31", 17)).count == 1)
        let next = LedgerBook(LateExpirations.known(events, at: Ledger.time("2026-01-01")))
        #expect(next.positions.isEmpty && next.realizedProfit(of: "a") == Ledger.money(100))
        // A row before the expiry keeps its day.
        let early = LedgerBook([events[0], Ledger.event("2", "2025-12-30", .expiration, put, 1)])
        #expect(early.closedLots.map(\.closedOn.iso8601) == ["2025-12-30"])
    }

    /// What was settled on the last day and reported after it is no holding marked at the end of the year.
    @Test func anIndexOptionThatEndsWithTheYearIsNotMarked() {
        let put = Ledger.option("SPXW", .put, 4000, "2025-12-31")
        let timeline = LedgerTimeline([
            Ledger.event("1", "2025-12-01", put, -1, 3),
            Ledger.event("2", "2026-01-02", .cashSettlement, put, 1, amount: -100),
        ])
        let year = TaxLines.section1256(timeline, year: 2025)
        #expect(year.total == Ledger.money(200) && year.lines.map(\.isMark) == [false] && year.unknownCount == 0)
        #expect(TaxLines.section1256(timeline, year: 2026).lines.isEmpty)
    }

    /// 60/40, the open position at its mark of 31 December, and the next year from that mark on.
    @Test func section1256WithMarks() throws {
        let put = Ledger.option("SPXW", .put, 4000, "2024-01-19")
        guard case .option(let contract) = put else { return }
        let timeline = LedgerTimeline([
            Ledger.event("1", "2023-12-01", put, -1, 30, fees: -2),
            Ledger.event("2", "2024-01-10", put, 1, 5, fees: -2),
        ])
        let marks = [2023: [contract: Ledger.money(12)]]
        let first = TaxLines.section1256(timeline, year: 2023, marks: marks)
        let second = TaxLines.section1256(timeline, year: 2024, marks: marks)
        #expect(first.total == Ledger.money(1798) && first.lines.map(\.isMark) == [true])
        #expect(second.total == Ledger.money(698) && second.lines.map(\.isMark) == [false])
        #expect(first.total + second.total == timeline.latest.realizedProfit(of: "a"))
        #expect(first.longTerm == Ledger.money(1078.8) && first.shortTerm == Ledger.money(719.2))
        let unknown = TaxLines.section1256(timeline, year: 2023)
        #expect(unknown.unknownCount == 1 && unknown.total == .zero && unknown.lines.map(\.profit) == [nil])
        #expect(TaxLines.section1256(timeline, year: 2024).unknownCount == 1)
    }

    /// Shares that are moved in, listed or given for something else were acquired on that day or earlier: sold within a year of
    /// it nobody knows their term, sold later they are long-term for sure. A purchase whose price is missing has its day.
    @Test(arguments: [LedgerEventKind.transfer, .statement, .merger, .trade]) func termOfAnUnknownDay(
        kind: LedgerEventKind
    ) throws {
        let book = LedgerBook([
            Ledger.event("1", "2022-01-10", kind, x, 200), Ledger.event("2", "2022-06-01", x, -100, 12),
            Ledger.event("3", "2023-06-01", x, -100, 12),
        ])
        #expect(book.openLots.isEmpty && book.closedLots.allSatisfy { !$0.isCostKnown })
        let isKnown = kind == .trade
        let early = try #require(TaxLines.form8949(book, year: 2022).first)
        #expect(early.term == (isKnown ? .short : nil) && early.box == (isKnown ? "A" : nil))
        #expect(early.acquired?.iso8601 == (isKnown ? "2022-01-10" : nil) && early.gain == nil)
        let late = try #require(TaxLines.form8949(book, year: 2023).first)
        #expect(late.term == .long && late.box == "D" && (late.acquired != nil) == isKnown)
    }

    /// The cost may be stated with the move: the gain is known then, and the term still is not.
    @Test func aTransferAtAPriceHasAGainAndNoTerm() throws {
        let book = LedgerBook([
            Ledger.event("1", "2022-01-10", .transfer, x, 100, 10, amount: 0),
            Ledger.event("2", "2022-06-01", x, -100, 12),
        ])
        let line = try #require(TaxLines.form8949(book).first)
        #expect(line.gain == Ledger.money(200) && line.term == nil && line.box == nil && line.acquired == nil)
        let held = LedgerBook([Ledger.event("1", "2022-01-10", .transfer, x, 100)])
        #expect(held.openLots.map(\.isOpeningDayKnown) == [false])
    }
}
