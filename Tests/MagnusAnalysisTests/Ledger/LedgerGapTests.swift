import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// Rows that could not be booked, and what is no position: the sums say that they lack something.
@Suite struct LedgerGapTests {
    private let shares = Ledger.stock("KO")

    private func unread(_ id: String, _ date: String, cash: Double?) -> LedgerEvent {
        var event = Ledger.event(id, date, .unread, nil, 0)
        event.price = cash.map(Ledger.money)
        event.line = 7
        return event
    }

    private func bond(_ id: String, _ date: String, _ quantity: Int, _ cash: Double) -> LedgerEvent {
        Ledger.event(id, date, .otherAsset, nil, quantity, amount: cash, order: "912796XY1")
    }

    private func holdings(_ events: [LedgerEvent]) -> AccountHoldings {
        let account = Account(name: "a", broker: "b", kind: .imported, rules: .cash)
        return LedgerBook(events).accountHoldings(account, source: "f", now: PaperBook.now)
    }

    private func valuation(_ events: [LedgerEvent]) throws -> AccountValuation {
        var valuer = PaperBook.valuer()
        valuer.apply(PaperBook.market)
        valuer.apply(BookContent(accounts: [holdings(events)], positions: []))
        let valued = valuer.valuation(now: PaperBook.now)
        return try #require(valued.accounts.first)
    }

    @Test func theCashIsUnknownFromTheRowOn() {
        let events = [
            Ledger.event("1", "2026-01-05", .transfer, nil, 0, amount: 1000), unread("2", "2026-02-02", cash: 500),
            Ledger.event("3", "2026-03-02", .interest, nil, 0, amount: 10),
        ]
        let book = LedgerBook(events)
        #expect(
            !book.isCashKnown(of: "a") && book.unreadCount(of: "a") == 1 && book.cash(of: "a") == Ledger.money(1010))
        #expect(book.issues.map(\.kind) == [.unreadRow] && book.issues.first?.line == 7)
        let timeline = LedgerTimeline(book)
        #expect(timeline.book(at: Ledger.time("2026-02-01")).isCashKnown(of: "a"))
        #expect(!timeline.book(at: Ledger.time("2026-02-03")).isCashKnown(of: "a"))
        let points = LedgerCurve.points(events, account: "a")
        #expect(points.map(\.isCashKnown) == [true, false, false])
    }

    @Test func aBalanceStatedSinceOrARowWithoutCashLeavesItKnown() {
        var balance = Ledger.event("3", "2026-03-02", .statement, nil, 0)
        balance.price = Ledger.money(1510)
        let events = [
            Ledger.event("1", "2026-01-05", .transfer, nil, 0, amount: 1000), unread("2", "2026-02-02", cash: nil),
        ]
        #expect(!LedgerBook(events).isCashKnown(of: "a"))
        let stated = LedgerBook(events + [balance])
        #expect(stated.isCashKnown(of: "a") && stated.cash(of: "a") == Ledger.money(1510))
        #expect(stated.unreadCount(of: "a") == 1)
        #expect(LedgerBook([unread("2", "2026-02-02", cash: 0)]).isCashKnown(of: "a"))
    }

    @Test func theFiguresOfTheAccountSayIt() throws {
        let account = try valuation([
            Ledger.event("1", "2026-01-05", .transfer, nil, 0, amount: 1000), unread("2", "2026-02-02", cash: 500),
        ])
        #expect(account.cashFigure.reason == .incomplete && account.netLiquidation.figure.reason == .incomplete)
        #expect(account.freeCash.value == nil && account.totalProfit.unknownCount == 1 && account.unreadCount == 1)
        // No cash in it: the balance holds, and what else it moved is unknown.
        let shares = try valuation([
            Ledger.event("1", "2026-01-05", .transfer, nil, 0, amount: 1000), unread("2", "2026-02-02", cash: 0),
        ])
        #expect(shares.cashFigure.value == 1000 && shares.netLiquidation.unknownCount == 1)
    }

    @Test func aBondIsMissingInNetLiquidationUntilItIsGone() throws {
        let bought = [
            Ledger.event("1", "2026-01-05", .transfer, nil, 0, amount: 20_000), bond("2", "2026-01-06", 10_000, -9700),
            bond("3", "2026-02-06", -4_000, 3920),
        ]
        let account = try valuation(bought)
        #expect(account.cashFigure.value == 14_220 && account.otherAssets == ["912796XY1"])
        #expect(account.netLiquidation == Total(figure: Figure(14_220), unknownCount: 1))
        for rest in [bond("4", "2026-03-06", -6_000, 6000), bond("4", "2026-03-06", 0, 6000)] {
            let gone = try valuation(bought + [rest])
            #expect(gone.otherAssets.isEmpty && gone.netLiquidation == Total(figure: Figure(20_220), unknownCount: 0))
        }
        let points = LedgerCurve.points(bought + [bond("4", "2026-03-06", 0, 6000)], account: "a")
        #expect(points.map(\.holdsOtherAssets) == [false, true, true, false])
    }

    /// What is repaid was held: where no row bought it nothing of it is left, and of a part that a row bought neither.
    @Test(arguments: [nil, 10_000]) func whatIsRepaidIsNoDebt(bought: Int?) throws {
        var repaid = bond("3", "2026-03-06", -25_000, 25_000)
        repaid.effect = .closing
        let deposit = Ledger.event("1", "2026-01-05", .transfer, nil, 0, amount: 20_000)
        let account = try valuation([deposit] + (bought.map { [bond("2", "2026-01-06", $0, -9700)] } ?? []) + [repaid])
        #expect(account.otherAssets.isEmpty && account.netLiquidation.unknownCount == 0)
        repaid.effect = .automatic
        #expect(try valuation([deposit, repaid]).otherAssets == ["912796XY1"], "a future sold is held")
    }

    /// Cash that became a bond is no loss of the day.
    @Test func buyingABondIsNoLoss() {
        let book = LedgerBook([bond("1", "2026-01-06", 10_000, -9700)])
        #expect(book.movements(since: Ledger.time("2026-01-05")).isEmpty)
        #expect(book.realizedProfit(of: "a") == .zero)
    }
}
