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

    private func sale(_ lot: String, proceeds: Int64, cost: Int64) -> Form8949Line {
        Form8949Line(
            lot: lot, account: "broker", description: "1 sh. KO", acquired: Fixtures.now.newYork.date,
            sold: Fixtures.now.newYork.date, proceeds: Money(tenThousandths: proceeds),
            cost: Money(tenThousandths: cost), isCostKnown: true,
            gain: Money(tenThousandths: proceeds - cost), term: .short, box: "A", taxYear: 2027,
            isWashSaleCandidate: false)
    }

    /// A third of 350.56 is 116.8533: a form has cents, each line adds up by itself, and three of them are 0.02 short of the
    /// 143.84 that the exact ones make: 3 x (116.85 - 68.91) = 143.82, 350.56 - 3 x 68.9066 = 143.84.
    @Test func aFormHasCents() throws {
        var year = LifecycleReport.TaxYear(
            year: 2027, shortTerm: .zero, longTerm: .zero, unknownCount: 0,
            lines: [
                sale("1", proceeds: 1_168_533, cost: 689_066), sale("2", proceeds: 1_168_533, cost: 689_066),
                sale("3", proceeds: 1_168_534, cost: 689_066),
            ],
            section1256: Section1256Year(
                year: 2027, lines: [], total: .zero, longTerm: .zero, shortTerm: .zero, unknownCount: 0),
            washSales: [], dividends: .zero, interest: .zero)
        let rows = TaxDocument.table(year).rows
        #expect(rows.map { $0[5] } == ["116.85", "116.85", "116.85"])
        #expect(rows.map { $0[6] } == ["68.91", "68.91", "68.91"])
        #expect(rows.map { $0[9] } == ["47.94", "47.94", "47.94"])
        let note = try #require(TaxDocument.roundingNote(year))
        #expect(note.contains("add up to 143.82") && note.contains("before rounding to 143.84"))
        year.lines = [sale("1", proceeds: 1_168_500, cost: 689_000)]
        #expect(TaxDocument.roundingNote(year) == nil && TaxDocument.table(year).rows.first?[9] == "47.95")
    }
}
