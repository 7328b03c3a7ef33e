import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// What statements list where the rows do not lead to it: a history that is known to be partial gives no definite cash.
@Suite struct StatementTests {
    private let fund = Ledger.stock("VFINX")

    private func balance(_ id: String, _ date: String, _ dollars: Double, hour: Int = 17) -> LedgerEvent {
        var event = Ledger.event(id, date, .statement, nil, 0, hour: hour)
        event.price = Ledger.money(dollars)
        return event
    }

    /// Sold 42 of what the file does not open, 102 listed at its end, as in a month's statement of a fund company.
    @Test func listedPositionsAreHeldAtAnUnknownCostAndTheCashIsUnknown() throws {
        let book = LedgerBook([
            Ledger.event("1", "2011-07-15", .trade, fund, -42, amount: 4212.30, effect: .closing),
            Ledger.event("2", "2011-07-27", .statement, fund, 102, hour: 17),
        ])
        let held = try #require(book.positions.first)
        #expect(held.quantity == Quantity(102) && held.costBasis == nil && held.averagePrice == nil)
        #expect(!book.isCashKnown(of: "a") && book.statedBalance(of: "a") == nil)
        #expect(book.realizedProfit(of: "a") == .zero)
        #expect(book.issues.map(\.kind) == [.closingWithoutOpening])
        let account = Account(name: "a", broker: "b", kind: .imported, rules: .cash)
        let holdings = book.accountHoldings(account, source: "f", now: Ledger.time("2011-08-01"))
        #expect(holdings.cashReason == .incomplete)
        // The sale of what no row bought says so already; before it nothing did.
        let timeline = LedgerTimeline(book)
        #expect(!timeline.book(at: Ledger.time("2011-07-20")).isCashKnown(of: "a"))
        #expect(timeline.book(at: Ledger.time("2011-07-14")).isCashKnown(of: "a"))
    }

    /// The earlier file comes too: its rows lead to what is listed, and nothing is unknown any more.
    @Test func anEarlierHistoryMakesItKnown() {
        var book = LedgerBook([
            Ledger.event("2", "2011-07-15", .trade, fund, -42, 100, effect: .closing),
            Ledger.event("3", "2011-07-27", .statement, fund, 102, hour: 17),
        ])
        #expect(!book.isCashKnown(of: "a"))
        book.apply([Ledger.event("1", "2011-01-05", fund, 144, 90)])
        #expect(book.isCashKnown(of: "a") && book.issues.isEmpty)
        #expect(book.positions.map(\.quantity) == [Quantity(102)])
        #expect(book.positions.first?.costBasis == Ledger.money(9180))
        // -144 x 90 + 42 x 100.
        #expect(book.cash(of: "a") == Ledger.money(-8760))
    }

    /// 60 at 40 and 40 at 50, of which 30 are listed: the 60 and 10 of the 40 left, 30 x 50 = 1500 stay. Nothing was realised
    /// that anybody knows of, and what came for them is missing in the cash.
    @Test func whatIsNoLongerListedLeavesUnexplained() {
        let rows = [
            Ledger.event("1", "2026-01-05", fund, 60, 40), Ledger.event("2", "2026-01-06", fund, 40, 50),
            Ledger.event("3", "2026-01-30", .statement, fund, 30, hour: 17),
        ]
        var book = LedgerBook(rows)
        #expect(book.positions.map(\.quantity) == [Quantity(30)])
        #expect(book.positions.first?.costBasis == Ledger.money(1500))
        #expect(book.realizedProfit(of: "a") == .zero && book.closedLots.isEmpty)
        #expect(book.departures.map(\.quantity) == [Quantity(60), Quantity(10)])
        #expect(book.departures.allSatisfy { $0.movedBy == "3" })
        #expect(!book.isCashKnown(of: "a"))
        #expect(book.issues.map(\.kind) == [.moreThanListed])
        #expect(book.issues.allSatisfy { $0.text.contains("+100") && $0.text.contains("+30") })
        let told = LedgerBook.sums(after: rows, issueLimit: 10)
        #expect(told.issues.map(\.kind) == [.moreThanListed])
        // The sale that was missing comes: -2400 - 2000 + 70 x 60 = -200, and 60 x 20 + 10 x 10 = 1300 realised.
        book.apply([Ledger.event("2b", "2026-01-20", fund, -70, 60)])
        #expect(book.issues.isEmpty && book.departures.isEmpty && book.isCashKnown(of: "a"))
        #expect(book.cash(of: "a") == Ledger.money(-200) && book.realizedProfit(of: "a") == Ledger.money(1300))
        #expect(book.positions.map(\.quantity) == [Quantity(30)])
    }

    /// Ten are held by the rows, five short are listed: the ten left, and the five have no known cost.
    @Test func theOtherSideIsListed() throws {
        let book = LedgerBook([
            Ledger.event("1", "2026-01-05", fund, 10, 40),
            Ledger.event("2", "2026-01-30", .statement, fund, -5, hour: 17),
        ])
        let held = try #require(book.positions.first)
        #expect(held.quantity == Quantity(-5) && held.costBasis == nil)
        #expect(book.departures.map(\.quantity) == [Quantity(10)] && book.issues.map(\.kind) == [.moreThanListed])
        // What is listed as held already changes nothing.
        let same = LedgerBook([
            Ledger.event("1", "2026-01-05", fund, 10, 40),
            Ledger.event("2", "2026-01-30", .statement, fund, 10, hour: 17),
        ])
        #expect(same.issues.isEmpty && same.isCashKnown(of: "a") && same.departures.isEmpty)
    }

    @Test func theCashBeginsWithTheStatedBalance() {
        let book = LedgerBook([
            Ledger.event("1", "2012-07-20", fund, 100, 25, fees: -7.95),
            Ledger.event("2", "2012-09-08", .statement, Ledger.stock("RHT"), 50, hour: 17),
            balance("3", "2012-09-08", 18_073.98, hour: 18),
            Ledger.event("4", "2012-09-10", fund, -10, 30),
        ])
        #expect(book.isCashKnown(of: "a") && book.cash(of: "a") == Ledger.money(18_373.98))
        #expect(book.statedBalance(of: "a")?.amount == Ledger.money(18_073.98))
        #expect(book.positions.map(\.quantity) == [Quantity(50), Quantity(90)])
        // No dividend and no profit: only the sale of ten at 30, bought for 25.0795.
        #expect(book.realizedProfit(of: "a") == Ledger.money(49.205))
        // Thinkorswim states the beginning of a day.
        let later = LedgerBook([
            balance("1", "2026-01-02", 10_000, hour: 0), Ledger.event("2", "2026-01-05", fund, 1, 100),
        ])
        #expect(later.cash(of: "a") == Ledger.money(9900))
    }

    /// A balance that the ledger leads to anyway changes nothing and is not named.
    @Test func anAgreeingBalanceIsNoBeginning() {
        let book = LedgerBook([
            Ledger.event("1", "2026-01-02", .transfer, nil, 0, amount: 500), balance("2", "2026-01-05", 500),
        ])
        #expect(book.cash(of: "a") == Ledger.money(500) && book.statedBalance(of: "a") == nil)
    }

    /// The broker's own result counts also for what only a statement listed.
    @Test func whatABrokerStatesOfListedPositionsCounts() {
        var sale = Ledger.event("2", "2026-02-05", fund, -40, 30, effect: .closing)
        sale.statedProfit = Ledger.money(200)
        let book = LedgerBook([Ledger.event("1", "2026-01-30", .statement, fund, 100), sale])
        #expect(book.statedResults.map(\.profit) == [Ledger.money(200)])
        #expect(book.realizedProfit(of: "a") == Ledger.money(200))
        #expect(book.positions.map(\.quantity) == [Quantity(60)])
    }

    @Test func balancesOfAPartialHistoryAreUnknown() throws {
        func valued(_ change: (inout AccountHoldings) -> Void) throws -> (AccountValuation, BookValuation) {
            var valuer = PaperBook.valuer()
            valuer.apply(PaperBook.market)
            var holdings = AccountHoldings(
                account: Account(name: "old", broker: "file", kind: .imported, rules: .cash),
                cash: Ledger.money(4212.30), settledCash: Ledger.money(4212.30), realizedProfit: .zero,
                source: "file.ofx")
            change(&holdings)
            valuer.apply(BookContent(accounts: [holdings], positions: []))
            let book = valuer.valuation(now: PaperBook.now)
            return (try #require(book.accounts.first), book)
        }
        let (unknown, book) = try valued { $0.cashReason = .incomplete }
        #expect(unknown.cashFigure == .unknown(.incomplete) && unknown.settledCashFigure == .unknown(.incomplete))
        #expect(unknown.netLiquidation.figure.value == nil && unknown.netLiquidation.unknownCount == 1)
        #expect(unknown.freeCash == .unknown(.incomplete) && unknown.buyingPower == .unknown(.incomplete))
        for key in ["cash", "settled_cash", "net_liquidation", "buying_power", "free_cash"] {
            #expect(unknown.reasons[key] == .incomplete, "\(key)")
        }
        #expect(unknown.reservedCash == Figure(0))
        let told = try #require(
            Explainer(book: book, market: PaperBook.market).explain(id: "account/old#cash"))
        #expect(told.notes.contains { $0.contains("import the earlier files") })
        let (stated, known) = try valued { holdings in
            holdings.statedBalance = StatedBalance(
                amount: Ledger.money(4000), at: Ledger.time("2026-11-02"), source: "file.ofx")
        }
        #expect(stated.cashFigure == Figure(4212.30) && stated.netLiquidation.figure == Figure(4212.30))
        let explained = try #require(
            Explainer(book: known, market: PaperBook.market).explain(id: "account/old#cash"))
        #expect(explained.inputs.map(\.name).prefix(2) == ["stated on 2026-11-02", "cash effects since"])
        #expect(explained.inputs.map(\.value).prefix(2) == ["4000.00", "212.30"])
    }
}
