import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Of two records of one row the more exact one ends up in the ledger, whichever came first.
@Suite struct ExactRecordsTests {
    private static let folder = "broker-exports/tastytrade/"
    private static let older = ["2018-2020-05.csv", "2020-05-2020-12.csv"]
    private static let newer = ["transactions_history_2018-2020.csv"]
    private static let isThere = (older + newer).allSatisfy { SharedData.has(folder + $0) }

    /// Cash of raw files by plain arithmetic over their cells, in ten-thousandths of a dollar.
    private func cash(_ names: [String]) throws -> Int64 {
        var sum: Int64 = 0
        for name in names {
            let lines = try SharedData.text(Self.folder + name).split(whereSeparator: \.isNewline)
            let header = cells(lines[0])
            for line in lines.dropFirst() {
                let row = Dictionary(uniqueKeysWithValues: zip(header, cells(line)))
                for column in ["Value", "Commissions", "Fees"] { sum += amount(row[column] ?? "") }
            }
        }
        return sum
    }

    private func cells(_ line: Substring) -> [String] {
        var found = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                found.append("")
            } else {
                found[found.count - 1].append(character)
            }
        }
        return found
    }

    private func amount(_ text: String) -> Int64 {
        Int64(((Double(text.replacing(",", with: "")) ?? 0) * 10_000).rounded())
    }

    private func ledgerCash(_ events: [LedgerEvent]) -> Int64 {
        events.reduce(0) { $0 + $1.amount.tenThousandths + $1.fees.tenThousandths }
    }

    /// One import per list of files, each on the ledger the former left.
    private func ledger(_ steps: [[String]]) throws -> (events: [LedgerEvent], last: ImportResult) {
        var events: [LedgerEvent] = []
        var last = ImportResult(events: [], report: ImportReport())
        for step in steps {
            last = try imported(step.map { try SharedData.text(Self.folder + $0) }, existing: events)
            events = last.ledger(after: events)
        }
        return (events, last)
    }

    @Test(.enabled(if: isThere, "needs the shared broker exports"))
    func eitherOrderEndsWithTheExactAmounts() throws {
        let first = try ledger([Self.older, Self.newer])
        let second = try ledger([Self.newer, Self.older])
        let together = try ledger([Self.older + Self.newer])
        // Every row of the older files is in the newer one, which holds one more: the plain sum of its cells counts.
        let expected = try cash(Self.newer)
        #expect(expected == 45_625_300)
        for result in [first, second, together] {
            #expect(ledgerCash(result.events) == expected)
            #expect(result.events.count == 423)
        }
        #expect(holdings(first.events) == holdings(second.events))
        #expect(holdings(first.events) == holdings(together.events))
        let figures: (LedgerEvent) -> [Int64] = {
            [$0.amount.tenThousandths, $0.fees.tenThousandths, $0.quantity.millionths]
        }
        #expect(
            Dictionary(uniqueKeysWithValues: first.events.map { ($0.id, figures($0)) })
                == Dictionary(uniqueKeysWithValues: second.events.map { ($0.id, figures($0)) }))
        let report = first.last.report
        #expect(report.totals.read == 423 && report.totals.imported == 1 && report.totals.duplicate == 422)
        #expect(first.last.replacements.count == 422)
        let note = try #require(report.files[0].warnings.first { $0.code == "more_exact" })
        #expect(
            note.message.hasPrefix(
                "422 rows known from a poorer export are replaced by this one's: cash differs by +151.28"))
        #expect(second.last.replacements.isEmpty)
        #expect(second.last.report.files.contains { $0.warnings.contains { $0.code == "less_exact" } })
    }

    @Test(.enabled(if: isThere, "needs the shared broker exports")) func whatWasCorrectedStaysCorrected() throws {
        let once = try ledger([Self.older, Self.newer])
        let again = try ledger([Self.older, Self.newer, Self.older, Self.newer])
        #expect(again.events == once.events && again.last.events.isEmpty && again.last.replacements.isEmpty)
    }

    private static func row(fees: String, commissions: String = "-1.00", value: String = "246.00") -> String {
        "2020-12-29T15:36:21+0100,Trade,Sell to Open,SELL_TO_OPEN,PLTR  210115P00026000,Equity Option,"
            + "Sold 1 PLTR 01/15/21 Put 26.00 @ 2.46,\(value),1,246.00,\(commissions),\(fees),100,PLTR,PLTR,1/15/21,26,"
            + "PUT,900360,USD"
    }

    private func text(_ row: String) -> String { TastytradeReaderTests.header + "\n" + row + "\n" }

    @Test(arguments: [false, true]) func morePreciseFeesWinInEitherOrder(preciseFirst: Bool) throws {
        let rough = text(Self.row(fees: "-0.15"))
        let precise = text(Self.row(fees: "-0.152"))
        let first = try imported([preciseFirst ? precise : rough])
        let second = try imported([preciseFirst ? rough : precise], existing: first.events)
        let events = second.ledger(after: first.events)
        #expect(events.count == 1 && events.first?.fees == Money(tenThousandths: -11_520))
        #expect(second.report.totals.duplicate == 1 && second.events.isEmpty)
        #expect(second.replacements.count == (preciseFirst ? 0 : 1))
    }

    /// A stored row, the same of a more exact layout and the same of a third one in a single import: it stays one row.
    @Test func threeLayoutsInOneImportAreOneRow() throws {
        let poorer =
            "2020-12-29T15:36:00+0000,Trade,Sell to Open,SELL_TO_OPEN,PLTR  210115P00026000,Equity Option,"
            + "Sold 1 PLTR 01/15/21 Put 26.00 @ 2.46,246,1,246.0,-1.00,0.1519999999999999,100,PLTR,PLTR,1/15/21,26,"
            + "PUT,123456,USD"
        let first = try imported([text(poorer)])
        let stored = try #require(first.events.first)
        let second = text(Self.row(fees: "-0.15"))
        let exact = try #require(try imported([second], existing: first.events).replacements.first?.event)
        let plain =
            "date,action,symbol,quantity,price,fees,amount\n"
            + "\(exact.time.rfc3339),sell to open,PLTR210115P00026000,1,2.46,1.15,246\n"
        for texts in [[second, plain], [plain, second], [second], [plain]] {
            let result = try imported(texts, existing: first.events)
            let events = result.ledger(after: first.events)
            #expect(events.count == 1 && result.events.isEmpty, "\(events.map(\.id)), \(stored.time), \(exact.time)")
            #expect(result.report.totals.imported == 0 && result.report.totals.duplicate == texts.count)
        }
    }

    @Test func aFractionInTheValueIsTheSameRow() throws {
        let first = try imported([text(Self.row(fees: "-0.15", value: "246.00"))])
        let second = try imported([text(Self.row(fees: "-0.15", value: "246.0012"))], existing: first.events)
        #expect(second.events.isEmpty && second.replacements.first?.event.amount == Money(tenThousandths: 2_460_012))
    }

    @Test func figuresThatContradictAreNamedAndChangeNothing() throws {
        let first = try imported([text(Self.row(fees: "-0.15"))])
        let second = try imported([text(Self.row(fees: "-0.95"))], existing: first.events)
        #expect(second.events.isEmpty && second.replacements.isEmpty && second.report.totals.duplicate == 1)
        let warning = try #require(second.report.files[0].warnings.first)
        #expect(warning.code == "figures_differ" && warning.line == 2)
        #expect(warning.message.contains("-1.15") && warning.message.contains("-1.95"))
    }
}
