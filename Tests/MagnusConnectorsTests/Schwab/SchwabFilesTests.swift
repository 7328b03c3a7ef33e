import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Exports that people gave to public projects. Expected values come from a separate recount by a script.
@Suite(.enabled(if: SharedData.has("broker-exports/ghostfolio-samples/schwab-export.csv"), "shared data is absent"))
struct SchwabFilesTests {
    static let folder = "broker-exports/"
    static let positions = "copyleft/beancount-import-gpl2/test_basic/transactions/"

    private func read(_ name: String) throws -> ImportResult {
        try imported([try SharedData.text(Self.folder + name)])
    }

    private func cash(_ result: ImportResult) -> Money {
        result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees }
    }

    @Test func theLongExportIsAccountedForRowByRow() throws {
        let result = try read("ghostfolio-samples/schwab-export.csv")
        let file = try #require(result.report.files.first)
        // 119 transactions and the row of totals; of three changes no row names the ticker that went.
        #expect(file.rows.read == 119 && file.rows.imported == 116 && file.rows.skipped == 3 && file.footerLines == 1)
        #expect(file.skipped.map(\.text) == ["171439102", "09070K200", "00165C203"])
        #expect(cash(result) == Money(tenThousandths: 4_000_741_900))
        let held = holdings(result.events)
        #expect(held["SPY"] == 7.0976 && held["FIHBX"] == -507.208 && held["SNAXX"] == -496_428.62)
        #expect(held["AVGO"] == 10 && held["APE"] == 344 && held["TNXP"] == nil && held["DGLRX"] == -872.454)
        let sale = try #require(
            result.events.first { $0.kind == .trade && $0.instrument == .stock(symbol: "FIHBX") && $0.quantity.isShort }
        )
        // Funds cannot be sold short.
        #expect(sale.effect == .closing)
        let unopened = file.warnings.filter { $0.code == "closing_without_opening" }
        #expect(unopened.contains { $0.line == sale.line })
        #expect(sale.fees == Money(tenThousandths: -100_000) && sale.amount == Money(tenThousandths: 50_100_000))
    }

    @Test func bothOrdersOfColumnsAgreeWithTheRecount() throws {
        let early = try read("cgt-calc/schwab-schwab_transactions.csv")
        #expect(early.report.totals.imported == 13 && early.report.totals.skipped == 0)
        #expect(cash(early) == Money(tenThousandths: 94_793_000) && holdings(early.events) == ["VUAG": 30.5])
        #expect(early.events.reduce(Money.zero) { $0 + $1.fees } == Money(tenThousandths: -450_000))
        let late = try read("cgt-calc/schwab-2023-transactions.csv")
        #expect(late.report.totals.imported == 7 && cash(late) == Money(tenThousandths: 10_198_268_600))
        #expect(holdings(late.events).isEmpty && late.report.files.first?.warnings.isEmpty == true)
    }

    @Test func theTotalsOfTheTitledExportAreThoseOfItsRows() throws {
        let result = try read("copyleft/reds-importers-gpl3/schwab_csv_brokerage_XX876_Transactions_20220731.csv")
        let file = try #require(result.report.files.first)
        #expect(file.rows.read == 11 && file.rows.imported == 11 && file.preambleLines == 1 && file.footerLines == 1)
        // As the file's own last row states it.
        #expect(cash(result) == Money(tenThousandths: -15_740_400) && holdings(result.events) == ["BND": 34.9599])
        #expect(result.events.contains { $0.kind == .interest && $0.time.newYork.date.iso8601 == "2023-04-15" })
    }

    @Test func twoAccountsOfOneCallStayApart() throws {
        var batch = ImportBatch()
        for name in ["Brokerage_Transactions_20201115-180021.CSV", "Intelligent_Transactions_20201115-180120.CSV"] {
            try batch.add(path: SharedData.path(Self.folder + Self.positions + name))
        }
        #expect(batch.accounts.map(\.name) == ["schwab-1234", "schwab-4321"])
        let outcome = batch.finish()
        #expect(outcome.report.totals.read == 46)
        #expect(outcome.report.totals.imported + outcome.report.totals.skipped == 46)
        let managed = outcome.bookings[1].result
        #expect(managed.report.totals.imported == 25)
        #expect(cash(managed) == Money(tenThousandths: -52_959_600))
        let held = holdings(managed.events)
        #expect(held["SCHA"] == 41 && held["FNDA"] == 68 && held["HYLB"] == 18 && held["GOOG"] == -22.3456)
        #expect(held["SMAL200403C00083000"] == 2 && held.count == 5)
    }

    @Test func importingAgainChangesNothing() throws {
        let name = "ghostfolio-samples/schwab-export.csv"
        let first = try read(name)
        let again = try imported([try SharedData.text(Self.folder + name)], existing: first.events)
        #expect(again.events.isEmpty && again.report.totals.duplicate == first.report.totals.imported)
    }
}
