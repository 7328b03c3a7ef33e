import Foundation
import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// Splits of real factor files: each row holds until its date, the third column is the product of the splits after it.
@Suite(.enabled(if: FactorFile.isPresent, "shared data is absent"))
struct FactorFileTests {
    /// One share of 1999 is 112 of today's; cost and date stay through every split.
    @Test func sharesThroughTheSplitsOfApple() throws {
        let splits = try FactorFile.splits("aapl")
        #expect(splits.map(\.ratio) == [2, 2, 7, 4])
        let share = Ledger.stock("AAPL")
        var events = [Ledger.event("0", "1999-01-04", share, 10, 41.25)]
        var held = 10.0
        for (index, split) in splits.enumerated() {
            let after = held * split.ratio
            events.append(Ledger.event("\(index + 1)", split.date, .split, share, Int(after - held)))
            held = after
        }
        events.append(Ledger.event("9", "2021-01-04", share, -1120, 129))
        let book = LedgerBook(events)
        #expect(book.issues.isEmpty && book.positions.isEmpty)
        let lot = try #require(book.closedLots.first)
        #expect(lot.quantity == Quantity(1120))
        #expect(lot.profit == Ledger.money(1120 * 129 - 412.5))
        #expect(lot.openedAt == Ledger.time("1999-01-04"))
    }

    /// USO, one for eight: 1,001 shares are 125 and an eighth, paid in cash.
    @Test func theReverseSplitOfUSO() throws {
        let split = try #require(try FactorFile.splits("uso").first)
        #expect(abs(split.ratio - 0.125) < 1e-9)
        let share = Ledger.stock("USO")
        let book = LedgerBook([
            Ledger.event("1", "2020-04-01", share, 1001, 4.80), Ledger.event("2", split.date, .split, share, -1001),
            Ledger.event("3", split.date, .split, share, 125),
            Ledger.event("4", split.date, .split, share, 0, amount: 2.30),
        ])
        #expect(book.issues.isEmpty)
        let lot = try #require(book.closedLots.first)
        #expect(lot.quantity == Quantity(millionths: 125_000))
        #expect(lot.profit == Ledger.money(2.30 - 4.80))
        #expect(book.positions.first?.costBasis == Ledger.money(4800))
        #expect(book.positions.first?.averagePrice == 38.4)
    }
}

enum FactorFile {
    private static func url(_ name: String) -> URL {
        let root = ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data"
        return URL(fileURLWithPath: root).appendingPathComponent("lean-equity/factor_files/\(name).csv")
    }

    static var isPresent: Bool { FileManager.default.fileExists(atPath: url("aapl").path) }

    static func splits(_ name: String) throws -> [(date: String, ratio: Double)] {
        let rows = try String(contentsOf: url(name), encoding: .utf8).split(whereSeparator: \.isNewline).compactMap {
            row -> (date: String, factor: Double)? in
            let cells = row.split(separator: ",")
            guard cells.count >= 3, let factor = Double(cells[2]) else { return nil }
            let day = String(cells[0])
            return ("\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))", factor)
        }
        var result: [(date: String, ratio: Double)] = []
        for (row, next) in zip(rows, rows.dropFirst()) where abs(next.factor / row.factor - 1) > 1e-3 {
            let ratio = next.factor / row.factor
            result.append((row.date, ratio > 1 ? ratio.rounded() : ratio))
        }
        return result
    }
}
