import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// What a broker states of closings that no entry opened counts as its word; all else is computed.
@Suite struct StatedResultTests {
    private let xyz = Ledger.stock("XYZ")
    private let put = Ledger.option("XYZ", .put, 50, "2024-03-15")

    private func stating(_ profit: Double, _ event: LedgerEvent) -> LedgerEvent {
        var event = event
        event.statedProfit = Ledger.money(profit)
        return event
    }

    private func performance(_ book: LedgerBook) -> TradePerformance {
        TradePerformance(book, trades: TradeBlotter(book.allEvents).trades)
    }

    @Test func theBrokersWordCountsWhereNothingWasOpened() throws {
        let closing = stating(871.75, Ledger.event("1", "2024-02-01", put, 5, 1.25, fees: -3.25, effect: .closing))
        let book = LedgerBook([closing])
        #expect(book.realizedProfit(of: "a") == Ledger.money(871.75) && book.positions.isEmpty)
        #expect(book.cash(of: "a") == Ledger.money(-625 - 3.25))
        #expect(book.issues.map(\.kind) == [.closingAsStated] && book.closedLots.isEmpty)
        let result = try #require(book.statedResults.first)
        #expect(result.event == "1" && result.ending == .closed && result.instrument == put)
        for grouping in RealizedGrouping.allCases {
            let group = try #require(performance(book).realized(by: grouping).first)
            #expect(group.profit == Ledger.money(871.75) && group.statedProfit == group.profit, "\(grouping)")
            #expect(group.statedCount == 1 && group.lots == 0 && group.unknownCost == 0)
        }
        #expect(performance(book).outcomes.isEmpty)
        // Nothing stated: nothing known.
        var silent = closing
        silent.statedProfit = nil
        #expect(LedgerBook([silent]).realizedProfit(of: "a") == .zero)
        #expect(LedgerBook([silent]).issues.map(\.kind) == [.closingWithoutOpening])
    }

    /// 100 bought at 10, 300 sold at 12, the broker states 700: 200 of it is computed, 500 is its word. What was opened and
    /// what is stated beside it are never counted twice.
    @Test func ofAPartOnlyTheRestIsStated() throws {
        let sale = stating(700, Ledger.event("2", "2024-02-01", xyz, -300, 12, effect: .closing))
        let book = LedgerBook([Ledger.event("1", "2024-01-02", xyz, 100, 10), sale])
        #expect(book.realizedProfit(of: "a") == Ledger.money(700) && book.positions.isEmpty)
        #expect(book.closedLots.map(\.profit) == [Ledger.money(200)])
        #expect(book.statedResults.map(\.profit) == [Ledger.money(500)])
        let whole = stating(999, Ledger.event("2", "2024-02-01", xyz, -100, 12, effect: .closing))
        let known = LedgerBook([Ledger.event("1", "2024-01-02", xyz, 100, 10), whole])
        #expect(known.realizedProfit(of: "a") == Ledger.money(200) && known.statedResults.isEmpty)
    }

    @Test func endedOptionsAreTakenAtTheBrokersWordToo() {
        let expired = stating(
            55, Ledger.event("1", "2024-03-15", .expiration, put, 1, effect: .closing))
        let book = LedgerBook([expired])
        #expect(book.realizedProfit(of: "a") == Ledger.money(55) && book.statedResults.map(\.ending) == [.expired])
        #expect(book.issues.map(\.kind) == [.closingAsStated])
        // The cash of a settlement is in the stated sum.
        let settled = stating(
            -120, Ledger.event("1", "2024-03-15", .cashSettlement, put, 1, amount: -300, effect: .closing))
        #expect(LedgerBook([settled]).realizedProfit(of: "a") == Ledger.money(-120))
    }

    /// A sum that cannot be counted is no statement.
    @Test func damageIsNoStatement() {
        let sale = stating(2e9, Ledger.event("1", "2024-02-01", xyz, -300, 12, effect: .closing))
        let book = LedgerBook([sale])
        #expect(book.realizedProfit(of: "a") == .zero && book.issues.map(\.kind) == [.closingWithoutOpening])
    }

    /// The book of a day knows what was stated up to it.
    @Test func theTimelineKnowsTheDay() {
        let events = [
            stating(10, Ledger.event("1", "2024-02-01", xyz, -1, 12, effect: .closing)),
            stating(20, Ledger.event("2", "2024-03-01", xyz, -1, 12, effect: .closing)),
        ]
        let timeline = LedgerTimeline(events)
        #expect(timeline.book(at: Ledger.time("2024-02-15")).statedResults.map(\.event) == ["1"])
        #expect(timeline.latest.statedResults.map(\.event) == ["1", "2"])
    }
}
