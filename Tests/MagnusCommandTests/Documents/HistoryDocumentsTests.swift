import MagnusDesk
import MagnusDomain
import Testing

@testable import magnus

/// Documents of the history: what is not counted or has not happened is null with its reason, never 0.
@Suite struct HistoryDocumentsTests {
    private func performance() -> LifecycleReport.Performance {
        var group = RealizedGroup(key: "put", lots: 7, profit: Money(dollars: 120) ?? .zero)
        var result = LifecycleReport.Performance()
        result.realized[.right] = [group]
        (group.key, group.trades, group.wins) = ("KO", 5, 4)
        group.tradeProfit = Money(dollars: 99) ?? .zero
        result.realized[.symbol] = [group]
        return result
    }

    @Test func strategiesThatAreNotCountedAreNull() throws {
        let document = PerformanceDocument.json(performance(), envelope: Fixtures.envelope)
        let (rights, symbols) = (document["realized"]?["right"], document["realized"]?["symbol"])
        let right = try #require(DocumentChecks.elements(rights).first)
        let symbol = try #require(DocumentChecks.elements(symbols).first)
        for key in ["outcomes", "wins", "outcome_pnl"] {
            #expect(right[key] == .null, "\(key)")
            #expect(DocumentChecks.text(right["reasons"]?[key]) == "not_applicable", "\(key)")
        }
        #expect(right["premium_kept"] == .null)
        #expect(DocumentChecks.text(right["reasons"]?["premium_kept"]) == "not_applicable")
        #expect(DocumentChecks.number(right["lots"]) == 7)
        #expect(DocumentChecks.number(symbol["outcomes"]) == 5)
        #expect(DocumentChecks.number(symbol["outcome_pnl"]) == 99)
        DocumentChecks.expectReasons(document)
    }

    @Test(arguments: RealizedGrouping.allCases)
    func aTableHasNoCountWhereNothingIsCounted(_ grouping: RealizedGrouping) throws {
        var results = performance()
        results.realized = [grouping: results.realized[.symbol] ?? []]
        let table = PerformanceDocument.table(results, by: grouping)
        let row = try #require(table.rows.first)
        for (heading, cell) in zip(table.headings, row) where ["outcomes", "wins", "outcome_pnl"].contains(heading) {
            #expect(cell.isEmpty == (grouping == .right || grouping == .ending), "\(heading) \(cell)")
        }
    }

    private func opening(_ state: JournalEntry.State, _ endings: [LotEnding], isKnown: Bool = true) -> JournalEntry {
        JournalEntry(
            id: "t1", account: "paper", symbol: "KO", strategy: .cashSecuredPut, state: state, openedAt: Fixtures.now,
            closedAt: nil, legs: [], closings: [], endings: endings, openingCash: .zero, profit: .zero,
            isProfitKnown: isKnown, fees: .zero, daysHeld: 3, daysToExpiryAtEntry: Figure(32),
            deltaAtEntry: .unknown(.noSource))
    }

    @Test func nothingIsRealisedBeforeSomethingEnded() throws {
        let entries = [
            opening(.open, []), opening(.unresolved, []), opening(.closed, [.closed]),
            opening(.closed, [.closed], isKnown: false),
        ]
        let document = JournalDocument.json(entries, issues: [], envelope: Fixtures.envelope)
        let written = DocumentChecks.elements(document["entries"])
        #expect(written.map { $0["realized_pnl"] == .null } == [true, true, false, true])
        #expect(
            written.map { DocumentChecks.text($0["reasons"]?["realized_pnl"]) } == [
                "not_applicable", "expired_unresolved", nil, "no_basis",
            ])
        let table = JournalDocument.table(entries)
        let column = try #require(table.headings.firstIndex(of: "realized_pnl"))
        #expect(table.rows.map { $0[column] } == ["", "", "0.00", ""])
    }
}
