import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Rows of Schwab's history, good and hostile.
@Suite struct SchwabReaderTests {
    static let header =
        "\"Date\",\"Action\",\"Symbol\",\"Description\",\"Quantity\",\"Price\",\"Fees & Comm\",\"Amount\""

    static func row(
        _ date: String, _ action: String, _ symbol: String, _ description: String, _ quantity: String = "",
        _ price: String = "", _ fees: String = "", _ amount: String = ""
    ) -> String {
        [date, action, symbol, description, quantity, price, fees, amount].map { "\"\($0)\"" }.joined(separator: ",")
    }

    static func file(_ rows: [String], title: String? = nil) -> String {
        ((title.map { [$0] } ?? []) + [header] + rows + [""]).joined(separator: "\n")
    }

    /// A put assigned over a weekend, its shares called away, and an index option settled in cash.
    static let wheel = [
        row(
            "02/24/2025 as of 02/21/2025", "Expired", "SPX 02/21/2025 6000.00 P", "PUT S&P 500", "1", "$3.00", "",
            "-$300.00"),
        row("02/24/2025 as of 02/21/2025", "Sell", "XYZ", "XYZ CORP", "100", "$52.00", "$0.15", "$5199.85"),
        row("02/24/2025 as of 02/21/2025", "Assigned", "XYZ 02/21/2025 52.00 C", "CALL XYZ CORP $52 EXP 02/21/25", "1"),
        row("02/20/2025", "Sell to Open", "SPX 02/21/2025 6000.00 P", "PUT S&P 500", "1", "$2.00", "$1.30", "$198.70"),
        row(
            "01/21/2025", "Sell to Open", "XYZ 02/21/2025 52.00 C", "CALL XYZ CORP $52 EXP 02/21/25", "1", "$1.10",
            "$0.66", "$109.34"),
        row("01/21/2025 as of 01/17/2025", "Buy", "XYZ", "XYZ CORP", "100", "$50.00", "", "-$5000.00"),
        row("01/21/2025 as of 01/17/2025", "Assigned", "XYZ 01/17/2025 50.00 P", "PUT XYZ CORP $50 EXP 01/17/25", "1"),
        row("01/21/2025 as of 01/17/2025", "Expired", "XYZ 01/17/2025 45.00 P", "PUT XYZ CORP $45 EXP 01/17/25", "-1"),
        row(
            "01/03/2025", "Buy to Open", "XYZ 01/17/2025 45.00 P", "PUT XYZ CORP $45 EXP 01/17/25", "1", "$0.20",
            "$0.66", "-$20.66"),
        row(
            "01/03/2025", "Sell to Open", "XYZ 01/17/2025 50.00 P", "PUT XYZ CORP $50 EXP 01/17/25", "1", "$1.00",
            "$0.66", "$99.34"),
    ]

    private func read(_ rows: [String], title: String? = nil) throws -> ImportResult {
        try imported([Self.file(rows, title: title)])
    }

    @Test func aWheelIsReadWithItsAssignments() throws {
        let result = try read(Self.wheel)
        let file = try #require(result.report.files.first)
        #expect(file.format == .schwab && file.rows.read == 10 && file.rows.imported == 10 && file.warnings.isEmpty)
        #expect(holdings(result.events).isEmpty)
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees } == Money(tenThousandths: 2_865_700))
        let assigned = result.events.filter { $0.kind == .assignment }
        #expect(assigned.count == 4)
        let days = Dictionary(grouping: assigned, by: \.time)
        #expect(days.count == 2 && days.values.allSatisfy { $0.count == 2 })
        #expect(Set(assigned.map { $0.time.newYork.date.iso8601 }) == ["2025-01-17", "2025-02-21"])
        let settled = try #require(result.events.first { $0.kind == .cashSettlement })
        #expect(settled.quantity == Quantity(1) && settled.amount == Money(tenThousandths: -3_000_000))
        let sale = try #require(result.events.first { $0.amount == Money(tenThousandths: 52_000_000) })
        #expect(sale.fees == Money(tenThousandths: -1500))
    }

    @Test func aPurchaseThatOnlyResemblesADeliveryStaysATrade() throws {
        let rows = [
            Self.row("01/21/2025", "Buy", "XYZ", "XYZ CORP", "100", "$49.99", "", "-$4999.00"),
            Self.row("01/17/2025", "Assigned", "XYZ 01/17/2025 50.00 P", "PUT XYZ", "1"),
            Self.row(
                "01/03/2025", "Sell to Open", "XYZ 01/17/2025 50.00 P", "PUT XYZ", "1", "$1.00", "$0.66", "$99.34"),
        ]
        let result = try read(rows)
        #expect(result.events.count { $0.kind == .assignment } == 1)
        #expect(result.report.files.first?.warnings.map(\.code) == ["delivery_missing"])
    }

    @Test func changesOfSharesAreNamedAndPaired() throws {
        let result = try read([
            Self.row("05/18/2026", "Sell", "PPCB", "PROPANC BIOPHARMA INC", "500", "$1.00", "", "$500.00"),
            Self.row("05/18/2026", "Reverse Split", "PPCB", "PROPANC BIOPHARMA INC", "587"),
            Self.row(
                "05/18/2026", "Reverse Split", "74346N701", "PROPANC BIOPHARMA INCXXXREVERSE SPLIT EFF: 05/18/26",
                "-14,684"),
            Self.row("05/01/2026", "Buy", "PPCB", "PROPANC BIOPHARMA INC", "14,684", "$0.034", "", "-$499.26"),
            Self.row("10/01/2024", "Stock Split", "SMCI", "SUPER MICRO COMPUTER INC", "1,210"),
            Self.row("10/01/2024", "Stock Split Adj", "86800U104", "SUPER MICRO COMPUTER INCFORWARD SPLIT", "-121"),
            Self.row("09/03/2024", "Buy", "SMCI", "SUPER MICRO COMPUTER INC", "121", "$50.00", "", "-$6050.00"),
            Self.row("07/26/2021", "Stock Merger", "LCID", "LUCID GROUP INC", "50"),
            Self.row(
                "07/26/2021", "Stock Merger", "171439102", "CHURCHILL CAPITAL IV XXXMANDATORY MERGER EFF: 07/26/21",
                "-50"),
            Self.row("04/30/2021", "Name Change", "09070K200", "BIOSOLAR INC XXXNAME CHANGE EFF: 04/30/21", "-1,000"),
            Self.row("02/01/2021", "Buy", "CCIV", "CHURCHILL CAPITAL IV", "50", "$20.00", "", "-$1000.00"),
        ])
        #expect(holdings(result.events) == ["PPCB": 87, "SMCI": 1210, "LCID": 50])
        for kind in [LedgerEventKind.split, .merger] {
            let pairs = Dictionary(grouping: result.events.filter { $0.kind == kind }, by: \.time)
            #expect(pairs.values.allSatisfy { $0.count == 2 }, "\(kind)")
        }
        let file = try #require(result.report.files.first)
        #expect(file.rows.imported == 10 && file.rows.skipped == 1)
        #expect(file.skipped.first?.text == "09070K200" && file.skipped.first?.line == 11)
    }

    @Test func theTitleNamesTheAccount() throws {
        for (title, account) in [
            ("\"Transactions  for account General Investing ...XXX876 as of 05/03/2023 02:21:05 PM ET\"", "schwab-876"),
            ("\"Transactions  for account Brokerage XXXX-1234 as of 11/15/2020 18:00:21 ET\"", "schwab-1234"),
            ("\"Transactions  for account General Investing ...XXX as of 05/03/2023\"", "schwab"),
        ] {
            var file = ImportFile(path: "x.csv")
            try file.read(Array(Self.file(Self.wheel, title: title).utf8))
            var batch = ImportBatch()
            try batch.add(file)
            #expect(batch.accounts.map(\.name) == [account])
            #expect(batch.accounts.first?.broker == "Schwab")
        }
    }

    @Test func aCancelledTradeMovesNothing() throws {
        let result = try read([
            Self.row("09/11/2024", "Cancel Buy", "BBB", "BETA LTD CANCELLED", "40", "$12.00", "$0.00", "$480.00"),
            Self.row("09/10/2024", "Buy", "BBB", "BETA LTD", "40", "$12.00", "$0.00", "-$480.00"),
            Self.row("09/09/2024", "Buy", "BBB", "BETA LTD", "10", "$12.00", "$0.00", "-$120.00"),
        ])
        #expect(holdings(result.events) == ["BBB": 10] && result.report.totals.imported == 3)
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees } == Money(tenThousandths: -1_200_000))
    }

    @Test func totalsAreNoRowsAndUnknownOnesAreTold() throws {
        let result = try read([
            Self.row("02/24/2025", "Sorcery", "XYZ", "XYZ CORP", "", "", "", "$1.00"),
            Self.row("02/30/2025", "Sell", "XYZ", "XYZ CORP", "1", "$1.00", "", "$1.00"),
            Self.row("02/20/2025 nonsense", "Sell", "XYZ", "XYZ CORP", "1", "$1.00", "", "$1.00"),
            Self.row("02/20/2025", "Sell to Open", "XYZ 02/30/2025 5.00 C", "CALL", "1", "$1.00", "", "$100.00"),
            Self.row("02/20/2025", "Sell", "XYZ", "XYZ CORP", "1", "=2+3", "", "$1.00"),
            "\"02/20/2025\",\"Sell\",\"XYZ\"",
            "Transactions Total,\"\",\"\",\"\",\"\",\"\",\"\",$0.00",
        ])
        let file = try #require(result.report.files.first)
        #expect(file.rows.read == 6 && file.rows.skipped == 6 && file.footerLines == 1)
        // Each states cash, and one of them nothing that can be read: the cash is not what is left without them.
        #expect(result.events.map(\.kind) == Array(repeating: .unread, count: 6))
        #expect(result.events.count { $0.price == nil } == 1, "\(result.events.map(\.price))")
        #expect(file.skipped[0].reason == "Action: unknown action" && file.skipped[5].reason.contains("cut off"))
    }

    @Test func settlementsInCashAndSweepsToFuturesMoveTheCash() throws {
        let option = "SPXW 12/20/2024 6000.00 P"
        let result = try read([
            Self.row("12/23/2024", "Cash Settled Assignment", option, "PUT S&P 500", "1", "$45.00", "", "-$4,500.00"),
            Self.row("12/16/2024", "Sell to Open", option, "PUT S&P 500", "1", "$20.00", "$1.20", "$1,998.80"),
            Self.row("12/06/2024", "Futures MM Sweep", "", "FUTURES MM SWEEP", "", "", "", "-$250.00"),
        ])
        #expect(result.report.totals.skipped == 0 && holdings(result.events).isEmpty)
        #expect(result.events.map(\.kind) == [.transfer, .trade, .cashSettlement])
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "-2,751.20")
    }

    @Test func againOverlappingAndMarkedFilesCountOnce() throws {
        let first = try read(Self.wheel)
        let again = try imported([Self.file(Self.wheel)], existing: first.events)
        #expect(again.events.isEmpty && again.report.totals.duplicate == 10)
        let parts = [Self.file(Array(Self.wheel.prefix(6))), Self.file(Array(Self.wheel.dropFirst(4)))]
        let overlap = try imported(parts)
        #expect(overlap.report.totals.duplicate == 2 && Set(overlap.events.map(\.id)) == Set(first.events.map(\.id)))
        let marked = try imported(["\u{FEFF}" + Self.file(Self.wheel).replacing("\n", with: "\r")])
        #expect(Set(marked.events.map(\.id)) == Set(first.events.map(\.id)))
        let twin = Self.row("06/30/2026", "Buy", "PLUG", "PLUG PWR INC", "1", "$2.6919", "", "-$2.69")
        #expect(holdings(try read([twin, twin]).events) == ["PLUG": 2])
    }

    @Test func aFileCutAnywhereLosesOnlyItsLastRow() throws {
        let known = Set(try read(Self.wheel).events.map(\.id))
        let bytes = Array(Self.file(Self.wheel).utf8)
        for length in (Self.header.utf8.count + 1)..<bytes.count {
            var file = ImportFile(path: "cut.csv")
            try file.read(bytes[..<length])
            var session = ImportSession(account: "test")
            do { try session.add(file) } catch {
                // In its first row: nothing of it can be read.
                #expect(error.code == "no_readable_row" && length < Self.file([Self.wheel[0]]).utf8.count)
                continue
            }
            let result = session.finish()
            let strange = booked(result.events).filter { !known.contains($0.id) }
            #expect(strange.isEmpty, "cut at \(length)")
            #expect(result.report.totals.read == result.report.totals.imported + result.report.totals.skipped)
        }
    }
}
