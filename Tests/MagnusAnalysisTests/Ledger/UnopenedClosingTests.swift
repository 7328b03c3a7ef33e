import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// Closings whose opening is in no file: one side is known, the other and the result are not, and what was before them is
/// missing from the cash.
@Suite struct UnopenedClosingTests {
    private let shares = Ledger.stock("PEP")
    private let put = Ledger.option("KO", .put, 60, "2026-03-20")

    /// 10 PEP sold at 150 less 0.50 of fees: 1,499.50. Three puts bought back at 0.40 with 1.95 of fees: 3 x 40 + 1.95.
    private var book: LedgerBook {
        LedgerBook([
            Ledger.event("1", "2026-02-02", put, 3, 0.40, fees: -1.95, effect: .closing),
            Ledger.event("2", "2026-02-03", shares, -10, 150, fees: -0.50, effect: .closing),
        ])
    }

    @Test func oneSideIsOnTheTaxLine() throws {
        let lines = TaxLines.form8949(book, year: 2026)
        #expect(lines.count == 2 && lines.allSatisfy { $0.gain == nil && $0.taxYear == 2026 })
        let bought = try #require(lines.first)
        #expect(bought.description == "3 KO 2026-03-20 60 P" && bought.cost == Ledger.money(121.95))
        #expect(bought.isCostKnown && bought.proceeds == nil && !bought.isProceedsKnown)
        #expect(bought.acquired == Ledger.time("2026-02-02").newYork.date && bought.sold == nil)
        // A written option that is bought back is short-term, whatever the days.
        #expect(bought.term == .short && bought.box == "A")
        let sold = try #require(lines.last)
        #expect(sold.description == "10 sh. PEP" && sold.proceeds == Ledger.money(1499.50))
        #expect(sold.cost == nil && !sold.isCostKnown && sold.isProceedsKnown)
        #expect(sold.acquired == nil && sold.sold == Ledger.time("2026-02-03").newYork.date)
        #expect(sold.term == nil && sold.box == nil)
        #expect(TaxLines.totals(lines).map(\.unknownCount) == [2] && TaxLines.totals(lines).map(\.gain) == [.zero])
        #expect(TaxLines.form8949(book, year: 2025).isEmpty)
        #expect(TaxLines.form8949(book, retirement: ["a"]).isEmpty)
    }

    /// Beside the two 10 KO bought at 60 and sold at 65: proceeds 1,499.50 + 650, cost 121.95 + 600, and a gain of 650 - 600
    /// alone: that of the others nobody knows.
    @Test func theSumsHaveWhatIsKnown() throws {
        let ko = Ledger.stock("KO")
        let all = LedgerBook(
            book.allEvents + [
                Ledger.event("3", "2026-02-04", ko, 10, 60), Ledger.event("4", "2026-02-05", ko, -10, 65),
            ])
        let total = try #require(TaxLines.totals(TaxLines.form8949(all)).first)
        #expect(total.proceeds == Ledger.money(2149.50) && total.cost == Ledger.money(721.95))
        #expect(total.gain == Ledger.money(50) && total.unknownCount == 2)
        #expect(total.unknownProceedsCount == 1 && total.unknownCostCount == 1)
    }

    /// 100 shares short came in without a price and were bought back for 2,000: the sale is not known, and no sale for 0.
    @Test func aShortHoldingWithoutAPriceKnowsItsCostOnly() throws {
        let book = LedgerBook([
            Ledger.event("1", "2026-01-05", .transfer, shares, -100), Ledger.event("2", "2026-02-03", shares, 100, 20),
        ])
        let line = try #require(TaxLines.form8949(book).first)
        #expect(line.proceeds == nil && !line.isProceedsKnown && line.sold == nil && line.gain == nil)
        #expect(line.cost == Ledger.money(2000) && line.isCostKnown)
    }

    /// A call that no row sold takes 100 shares, bought for 5,000, at 55: its premium is part of the proceeds and not known.
    @Test func sharesTakenByACallThatNoRowSoldKnowTheirCostOnly() throws {
        let call = Ledger.option("PEP", .call, 55, "2026-03-20")
        let book = LedgerBook([
            Ledger.event("1", "2026-01-05", shares, 100, 50), Ledger.event("2", "2026-03-20", .assignment, call, 1),
            Ledger.event("3", "2026-03-20", .assignment, shares, -100, 55),
        ])
        let line = try #require(TaxLines.form8949(book).first)
        #expect(line.cost == Ledger.money(5000) && line.isCostKnown && line.acquired != nil)
        #expect(line.proceeds == nil && !line.isProceedsKnown && line.gain == nil)
    }

    /// Of 15 sold for 1,500 ten were bought, for 90 each: 2/3 of the cash is theirs, 1,000 - 900; a third has no cost.
    @Test func ofAPartOnlyTheRestIsUnknown() throws {
        let book = LedgerBook([
            Ledger.event("1", "2026-01-05", shares, 10, 90),
            Ledger.event("2", "2026-02-03", shares, -15, 100, effect: .closing),
        ])
        let lines = TaxLines.form8949(book)
        #expect(lines.map(\.gain) == [Ledger.money(100), nil])
        #expect(lines.map(\.proceeds) == [Ledger.money(1000), Ledger.money(500)])
        let rest = try #require(book.unopenedClosings.first)
        #expect(rest.quantity == Quantity(5) && rest.amount == Ledger.money(500))
        let performance = TradePerformance(book, trades: TradeBlotter(book.allEvents).trades)
        let year = try #require(performance.realized(by: .taxYear).first)
        #expect(year.profit == Ledger.money(100) && year.unknownCost == 1 && year.lots == 1 && year.isProfitKnown)
    }

    @Test func everyGroupingCountsThem() {
        let performance = TradePerformance(book, trades: TradeBlotter(book.allEvents).trades)
        for grouping in RealizedGrouping.allCases {
            let groups = performance.realized(by: grouping)
            #expect(groups.reduce(0) { $0 + $1.unknownCost } == 2, "\(grouping)")
            #expect(groups.allSatisfy { !$0.isProfitKnown && $0.lots == 0 }, "\(grouping)")
        }
        #expect(performance.realized(by: .strategy).map(\.key) == [RealizedGroup.withoutOpening])
    }

    /// The cash of a sale whose shares no row brought is no profit of its day.
    @Test func itsDayIsUnknown() {
        let moved = book.movements(since: Ledger.time("2026-02-02", 16))
        #expect(moved.map(\.instrument) == [shares] && moved.allSatisfy(\.isCostUnknown))
    }

    @Test func indexOptionsAreLinesOfSection1256() {
        let index = Ledger.option("SPX", .put, 3000, "2026-02-20")
        let timeline = LedgerTimeline([Ledger.event("1", "2026-02-02", index, -1, 5, effect: .closing)])
        let year = TaxLines.section1256(timeline, year: 2026)
        #expect(year.lines.map(\.profit) == [nil] && year.unknownCount == 1 && year.total == .zero)
        #expect(TaxLines.form8949(timeline.latest).isEmpty)
    }

    /// What a broker states is no unknown line, and its cash is as incomplete.
    @Test func aStatedResultIsNoUnknownLine() {
        var sale = Ledger.event("1", "2026-02-02", shares, -10, 150, effect: .closing)
        sale.statedProfit = Ledger.money(50)
        let stated = LedgerBook([sale])
        #expect(stated.unopenedClosings.isEmpty && stated.statedResults.count == 1)
        #expect(TaxLines.form8949(stated).isEmpty && !stated.isCashKnown(of: "a"))
    }

    @Test func theCashIsUnknownUntilTheEarlierRowsCome() {
        var late = book
        #expect(!late.isCashKnown(of: "a") && late.unopenedCount(of: "a") == 2)
        late.apply([
            Ledger.event("01", "2026-01-05", put, -3, 1), Ledger.event("02", "2026-01-05", shares, 10, 140),
        ])
        // 300 - 1,400 - 121.95 + 1,499.50.
        #expect(late.isCashKnown(of: "a") && late.cash(of: "a") == Ledger.money(277.55))
        #expect(late.unopenedCount(of: "a") == 0 && late.unopenedClosings.isEmpty)
    }

    /// An assignment of what no row sold says the same.
    @Test func soDoesAnEndedOption() {
        let book = LedgerBook([Ledger.event("1", "2026-03-20", .assignment, put, 1, effect: .closing)])
        #expect(!book.isCashKnown(of: "a") && book.issues.map(\.kind) == [.removalWithoutPosition])
    }

    /// A balance for itself is where the cash begins; one beside a list of positions shows that rows are missing since.
    @Test func aStatedBalanceIsABeginning() {
        var balance = Ledger.event("0", "2026-01-30", .statement, nil, 0)
        balance.price = Ledger.money(5000)
        let begun = LedgerBook([balance] + book.allEvents)
        // 5,000 - 121.95 + 1,499.50.
        #expect(begun.isCashKnown(of: "a") && begun.cash(of: "a") == Ledger.money(6377.55))
        let listed = Ledger.event("00", "2026-01-30", .statement, Ledger.stock("XOM"), 5, hour: 9)
        #expect(!LedgerBook([listed, balance] + book.allEvents).isCashKnown(of: "a"))
    }

    @Test func balancesSayUnknownInsteadOfZero() throws {
        let account = Account(name: "a", broker: "b", kind: .imported, rules: .regulationT)
        var valuer = PaperBook.valuer()
        valuer.apply(PaperBook.market)
        valuer.apply(
            BookContent(accounts: [book.accountHoldings(account, source: "f", now: PaperBook.now)], positions: []))
        let valued = valuer.valuation(now: PaperBook.now)
        let balances = try #require(valued.accounts.first)
        #expect(balances.totalProfit.figure == .unknown(.noBasis) && balances.totalProfit.unknownCount == 2)
        #expect(balances.dayProfit.figure == .unknown(.incomplete) && balances.cashFigure == .unknown(.incomplete))
        #expect(balances.buyingPower.value == nil && balances.freeCash.value == nil)
        #expect(balances.reasons["total_pnl"] == .noBasis && balances.reasons["net_liquidation"] == .incomplete)
        #expect(valued.realized == Total(figure: .unknown(.noBasis), unknownCount: 2))
    }

    /// What the import tells to be held is what the book lists: an assignment of what nobody sold holds nothing, and a row
    /// of tomorrow is held tomorrow.
    @Test func positionsAreCountedAsTheBookHasThem() {
        let events = [
            Ledger.event("1", "2026-01-05", shares, 10, 90), Ledger.event("2", "2026-03-20", .assignment, put, 1),
            Ledger.event("3", "2026-12-01", Ledger.stock("XOM"), 5, 100),
        ]
        #expect(LedgerBook.sums(after: events, issueLimit: 0).positions == LedgerBook(events).positions.count)
        #expect(LedgerBook.sums(after: events, issueLimit: 0, now: Ledger.time("2026-11-22")).positions == 1)
    }
}
