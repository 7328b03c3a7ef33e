import Foundation
import MagnusDesk
import MagnusDomain
import Testing

@testable import magnus

@Suite struct BookDocumentsTests {
    @Test func positionsHaveTheContractsKeys() throws {
        let document = PositionsDocument.json(Fixtures.mixedBook, envelope: Fixtures.envelope)
        DocumentChecks.expectEnvelope(document, ["positions", "totals"])
        let entries = DocumentChecks.elements(document["positions"])
        #expect(entries.count == 4, "one entry a leg")
        for entry in entries {
            DocumentChecks.expectKeys(
                entry, ContractKeys.positions, plus: ["extrinsic_per_share", "exercise_by_next_session_probability"])
        }
        DocumentChecks.expectKeys(document["totals"], ContractKeys.positionTotals, plus: ["reasons"])
        DocumentChecks.expectReasons(document)
        #expect(DocumentChecks.text(document["as_of"]) == "2027-03-15T14:42:00Z")
        #expect(document["simulated"] == .bool(true))
    }

    @Test func shortPutIsWholePositionDollars() throws {
        let document = PositionsDocument.json(Fixtures.mixedBook, envelope: Fixtures.envelope)
        let put = try #require(DocumentChecks.elements(document["positions"]).first)
        #expect(DocumentChecks.text(put["symbol"]) == "PLTR  270416P00080000")
        #expect(DocumentChecks.text(put["underlying"]) == "PLTR")
        #expect(DocumentChecks.text(put["kind"]) == "option")
        #expect(DocumentChecks.text(put["right"]) == "put")
        #expect(DocumentChecks.text(put["style"]) == "american")
        #expect(DocumentChecks.text(put["settlement"]) == "physical")
        #expect(DocumentChecks.text(put["deliverable"]) == "100 PLTR")
        #expect(DocumentChecks.text(put["expiry"]) == "2027-04-16")
        #expect(DocumentChecks.number(put["multiplier"]) == 100)
        #expect(DocumentChecks.number(put["quantity"]) == -2)
        // 3.425 a share, two contracts of 100.
        let extrinsic = try #require(DocumentChecks.number(put["extrinsic"]))
        #expect(abs(extrinsic - 685) < 1e-9)
        #expect(DocumentChecks.number(put["extrinsic_per_share"]) == 3.425)
        #expect(put["stale"] == .bool(false))
    }

    @Test func unknownFiguresAreNullWithTheDomainsWord() throws {
        let document = PositionsDocument.json(Fixtures.mixedBook, envelope: Fixtures.envelope)
        let adjusted = try #require(DocumentChecks.elements(document["positions"]).last)
        let reasons = try #require(adjusted["reasons"])
        #expect(adjusted["delta"] == .null)
        #expect(DocumentChecks.text(reasons["delta"]) == "adjusted")
        #expect(DocumentChecks.text(reasons["bid"]) == "no_source", "the domain's word wins")
        #expect(DocumentChecks.text(reasons["deliverable"]) == "adjusted")
        #expect(reasons["strike"] == nil, "a known figure has no reason whatever the domain states")
        #expect(adjusted["sector"] == .null)
        let totals = try #require(document["totals"])
        #expect(DocumentChecks.number(totals["unknown_count"]) == 1)
        // Three known legs of -1405.
        #expect(DocumentChecks.number(totals["market_value"]) == -4215)
    }

    /// What the screen writes with `~` and `≈`; after the expiry no days are left to count.
    @Test func marksOfTheScreenAreWords() throws {
        var book = Fixtures.mixedBook
        book.strategies[0].legs[0].impliedVolatility = Figure(0.4, trust: .estimated)
        book.strategies[0].legs[0].mark = Figure(4.1, trust: .stale)
        book.strategies[0].legs[0].daysToExpiry = -1
        let document = PositionsDocument.json(book, envelope: Fixtures.envelope)
        let entries = DocumentChecks.elements(document["positions"])
        let put = try #require(entries.first)
        #expect(DocumentChecks.text(put["figure_trust"]?["iv"]) == "estimated")
        #expect(DocumentChecks.text(put["figure_trust"]?["mark"]) == "stale")
        // Both sides of the quote are as old as the mark between them.
        #expect(DocumentChecks.text(put["figure_trust"]?["bid"]) == "stale")
        #expect(DocumentChecks.text(put["figure_trust"]?["ask"]) == "stale")
        #expect(DocumentChecks.keys(put["figure_trust"]).count == 4)
        #expect(put["dte"] == .null && DocumentChecks.text(put["reasons"]?["dte"]) == "expired")
        let adjusted = try #require(entries.last)
        #expect(DocumentChecks.keys(adjusted["figure_trust"]).isEmpty)
    }

    @Test func aBookOfUnknownsHasNoTotal() throws {
        let leg = Fixtures.leg(.option(Fixtures.option()), quantity: -1, mark: .unknown(.crossed), known: false)
        let book = Fixtures.book([Fixtures.strategy([leg], title: "-1 80P", symbol: "PLTR")])
        let totals = PositionsDocument.json(book, envelope: Fixtures.envelope)["totals"]
        #expect(totals?["market_value"] == .null)
        #expect(DocumentChecks.text(totals?["reasons"]?["market_value"]) == "adjusted")
    }

    @Test func nanNeverBecomesANumber() throws {
        let leg = Fixtures.leg(.option(Fixtures.option()), quantity: -1, mark: .known(.nan, .fresh))
        let book = Fixtures.book([Fixtures.strategy([leg], title: "-1 80P", symbol: "PLTR")])
        let document = PositionsDocument.json(book, envelope: Fixtures.envelope)
        let entry = try #require(DocumentChecks.elements(document["positions"]).first)
        #expect(entry["mark"] == .null)
        #expect(DocumentChecks.text(entry["reasons"]?["mark"]) == "not_finite")
    }

    @Test func staleMarksAreFlagged() throws {
        let leg = Fixtures.leg(.option(Fixtures.option()), quantity: -1, mark: Figure(1, trust: .stale))
        let book = Fixtures.book([Fixtures.strategy([leg], title: "-1 80P", symbol: "PLTR")])
        let document = PositionsDocument.json(book, envelope: Fixtures.envelope)
        #expect(DocumentChecks.elements(document["positions"]).first?["stale"] == .bool(true))
    }

    @Test(arguments: GreeksDocument.Grouping.allCases)
    func greeksHaveTheContractsKeys(grouping: GreeksDocument.Grouping) throws {
        let document = GreeksDocument.json(Fixtures.mixedBook, by: grouping, envelope: Fixtures.envelope)
        DocumentChecks.expectEnvelope(document, ContractKeys.greeks, plus: ["near_expiry", "excluded"])
        DocumentChecks.expectKeys(document["benchmark"], ["symbol", "price"], plus: ["reasons"])
        let rows = DocumentChecks.elements(document["rows"])
        #expect(rows.count == (grouping == .book ? 1 : 4))
        for row in rows + [document["total"], document["near_expiry"]].compactMap({ $0 }) {
            DocumentChecks.expectKeys(row, ContractKeys.greeksRow, plus: ["id", "vega_30_per_point"])
        }
        DocumentChecks.expectReasons(document)
        #expect(DocumentChecks.number(document["total"]?["unknown_count"]) == 1)
    }

    /// People read names; the ids are in the JSON, for `explain`.
    @Test func greeksOfRowsAreNamed() throws {
        var book = Fixtures.mixedBook
        book.byStrategy = book.strategies.map { Fixtures.greeks($0.id) }
        let rows = GreeksDocument.text(book, by: .strategy)
        for (index, strategy) in book.strategies.enumerated() {
            let line = try #require(rows.first { $0.contains(strategy.title) }, "\(index)")
            #expect(line.hasPrefix("\(strategy.listedSymbol) \(strategy.title) (\(strategy.account))"))
            #expect(!rows.contains { $0.contains(strategy.id) })
        }
        let legs = GreeksDocument.text(book, by: .position)
        #expect(legs.contains { $0.hasPrefix("-2 PLTR 80P 2027-04-16") }, "\(legs)")
        #expect(legs.contains { $0.hasPrefix("+200 MO") })
        for leg in book.strategies.flatMap(\.legs) { #expect(!legs.contains { $0.contains(leg.position.id) }) }
    }

    @Test func unknownBenchmarkPriceIsSaid() {
        let book = Fixtures.book([], benchmarkPrice: .unknown(.stale))
        let document = GreeksDocument.json(book, by: .book, envelope: Fixtures.envelope)
        #expect(document["benchmark"]?["price"] == .null)
        #expect(DocumentChecks.text(document["benchmark"]?["reasons"]?["price"]) == "stale")
    }

    @Test func balancesHaveTheContractsKeys() throws {
        let document = BalancesDocument.json(Fixtures.mixedBook, envelope: Fixtures.envelope)
        DocumentChecks.expectEnvelope(document, ["accounts"])
        let entries = DocumentChecks.elements(document["accounts"])
        #expect(entries.count == 2)
        for entry in entries {
            DocumentChecks.expectKeys(
                entry, ContractKeys.balances,
                plus: ["id", "free_cash", "treasury_bill_funds", "unknown_count", "unread_rows", "other_assets"])
        }
        DocumentChecks.expectReasons(document)
        #expect(DocumentChecks.number(entries.first?["cash"]) == 114_640.40)
        #expect(entries.last?["net_liquidation"] == .null)
    }

    @Test func tradesTellCashFromContracts() throws {
        let events = [
            LedgerEvent(
                id: "1", account: "paper", time: Fixtures.now, kind: .trade, effect: .opening,
                instrument: .option(Fixtures.option()), quantity: Quantity(-2), price: Money(tenThousandths: 23_500),
                amount: Money(tenThousandths: 4_700_000), fees: Money(tenThousandths: -26_000), orderIdentifier: "o1",
                details: Fixtures.hostile, source: "file.csv", line: 7),
            LedgerEvent(
                id: "2", account: "paper", time: Fixtures.now, kind: .dividend, amount: Money(tenThousandths: 100),
                source: "file.csv"),
        ]
        let document = TradesDocument.json(events, envelope: Fixtures.envelope)
        let entries = DocumentChecks.elements(document["trades"])
        for entry in entries {
            DocumentChecks.expectKeys(
                entry,
                [
                    "id", "account", "time", "kind", "symbol", "contract", "quantity", "price", "amount", "fees",
                    "order_id", "description", "source", "line",
                ], plus: ["effect", "reasons"])
        }
        DocumentChecks.expectReasons(document)
        #expect(DocumentChecks.number(entries.first?["fees"]) == -2.6)
        #expect(entries.last?["quantity"] == .null, "a dividend has no quantity")
    }

    @Test func accountsNameTheSelectedOne() {
        let document = AccountsDocument.json(
            [Fixtures.account(), Fixtures.account("IRA")], selected: "IRA", envelope: Fixtures.envelope)
        let entries = DocumentChecks.elements(document["accounts"])
        #expect(entries.map { $0["selected"] } == [.bool(false), .bool(true)])
    }
}
