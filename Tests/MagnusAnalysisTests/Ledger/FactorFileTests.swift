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

    /// VXX, one for four again and again: fifty shares of 2012 are less than one of 2017, and every cent of their cost is
    /// in a fraction that was paid or in what is left.
    @Test func theReverseSplitsOfVXX() throws {
        let splits = try FactorFile.splits("vxx.1").filter { $0.date >= "2012-10-01" }
        #expect(splits.map { ($0.ratio * 1000).rounded() / 1000 } == [0.25, 0.25, 0.25, 0.25])
        let share = Ledger.stock("VXX")
        var events = [Ledger.event("0", "2012-09-28", share, 1050, 9)]
        var held = 1050
        var paid: [Double] = []
        for (index, split) in splits.enumerated() {
            let after = held / 4
            events.append(Ledger.event("\(index + 1)a", split.date, .split, share, -held))
            events.append(Ledger.event("\(index + 1)b", split.date, .split, share, after))
            if held % 4 != 0 {
                events.append(Ledger.event("\(index + 1)c", split.date, .split, share, 0, amount: 7, hour: 17))
                paid.append(Double(held % 4) / 4)
            }
            held = after
        }
        // 1050 = 4 x 262 + 2, 262 = 4 x 65 + 2, 65 = 4 x 16 + 1, 16 = 4 x 4.
        #expect(held == 4 && paid == [0.5, 0.5, 0.25])
        let book = LedgerBook(events)
        #expect(book.issues.isEmpty)
        #expect(book.closedLots.map(\.quantity.value) == paid)
        #expect(book.closedLots.allSatisfy { $0.ending == .cashInLieu })
        let position = try #require(book.positions.first)
        #expect(position.quantity == Quantity(4) && position.openedAt == Ledger.time("2012-09-28"))
        let gone = book.closedLots.reduce(Money.zero) { $0 - $1.openingAmount }
        #expect(try #require(position.costBasis) + gone == Ledger.money(1050 * 9))
    }

    /// GOOG became GOOGL on 3 April 2014 and every share got one of class C: factor 0.5. The new name keeps basis and date,
    /// and a put on the old one is closed and opened under the new root.
    @Test func theChangeOfGoogleKeepsBasisAndDate() throws {
        let split = try #require(try FactorFile.splits("googl").first)
        #expect(split.date == "2014-04-02" && split.ratio == 2)
        let (old, new) = (Ledger.stock("GOOG"), Ledger.stock("GOOGL"))
        let (put, moved) = (
            Ledger.option("GOOG", .put, 1000, "2014-06-20"), Ledger.option("GOOGL", .put, 1000, "2014-06-20")
        )
        let book = LedgerBook([
            Ledger.event("1", "2013-05-01", old, 10, 820), Ledger.event("2", "2014-03-03", put, -1, 21),
            Ledger.event("3", "2014-04-03", .symbolChange, old, -10),
            Ledger.event("4", "2014-04-03", .symbolChange, new, 10),
            Ledger.event("5", "2014-04-03", .symbolChange, put, 1),
            Ledger.event("6", "2014-04-03", .symbolChange, moved, -1),
            Ledger.event("7", "2014-06-20", .expiration, moved, 1, hour: 17),
            Ledger.event("8", "2014-07-01", new, -10, 590),
        ])
        #expect(book.issues.isEmpty && book.positions.isEmpty)
        let shares = try #require(book.closedLots.first { $0.instrument == new })
        #expect(shares.openedAt == Ledger.time("2013-05-01") && shares.term == .long)
        #expect(shares.profit == Ledger.money(5900 - 8200))
        let option = try #require(book.closedLots.first { $0.instrument == moved })
        #expect(option.profit == Ledger.money(2100) && option.openedAt == Ledger.time("2014-03-03"))
        #expect(book.closedLots.count == 2, "a change of name is no sale")
    }

    /// A reverse split of one for ten thousand, in a price series that its publisher first served without it.
    @Test(.enabled(if: PriceDefects.isPresent, "shared data is absent"))
    func theReverseSplitThatAPriceSeriesLacked() throws {
        let rows = try PriceDefects.rows("ALPHA-PA-1d-bad-stock-split-fixed")
        let split = try #require(rows.first { $0.split != 0 })
        #expect(split.date == "2023-05-10" && split.split == 0.0001)
        let share = Ledger.stock("ALPHA")
        func book(_ held: Int, _ after: Int, paid: Double? = nil) -> LedgerBook {
            LedgerBook(
                [
                    Ledger.event("1", "2023-04-20", .trade, share, held, 0.0003),
                    Ledger.event("2", split.date, .split, share, -held),
                    Ledger.event("3", split.date, .split, share, after),
                ] + (paid.map { [Ledger.event("4", split.date, .split, share, 0, amount: $0, hour: 17)] } ?? []))
        }
        let whole = book(30_000, 3)
        #expect(whole.issues.isEmpty && whole.closedLots.isEmpty)
        #expect(whole.positions.map(\.quantity) == [Quantity(3)])
        #expect(whole.positions.first?.costBasis == Ledger.money(9) && whole.positions.first?.averagePrice == 3)
        // 25,000 for 2 could be one for 12,500: which part of the cost the cash paid is not guessed.
        let part = book(25_000, 2, paid: 0.5)
        #expect(part.issues.map(\.kind) == [.fractionBasisUnknown])
        #expect(part.positions.map(\.quantity) == [Quantity(2)])
        #expect(part.positions.first?.costBasis == Ledger.money(7.5) && part.closedLots.isEmpty)
    }
}

enum PriceDefects {
    private static func path(_ name: String) -> String {
        (ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data") + "/price-defects/\(name).csv"
    }

    static var isPresent: Bool {
        FileManager.default.fileExists(atPath: path("ALPHA-PA-1d-bad-stock-split-fixed"))
    }

    /// Days with the ratio of a split on them, 0 without one.
    static func rows(_ name: String) throws -> [(date: String, split: Double)] {
        let lines = try String(contentsOfFile: path(name), encoding: .utf8).split(whereSeparator: \.isNewline)
        guard let column = lines.first?.split(separator: ",").firstIndex(of: "Stock Splits") else { return [] }
        return lines.dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count > column, let split = Double(cells[column]) else { return nil }
            return (String(cells[0].prefix(10)), split)
        }
    }
}

enum FactorFile {
    private static func url(_ name: String) -> URL {
        let root = ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data"
        return URL(fileURLWithPath: root).appendingPathComponent("lean-equity/factor_files/\(name).csv")
    }

    static var isPresent: Bool { FileManager.default.fileExists(atPath: url("aapl").path) }

    /// The product of the splits after each row's day.
    static func rows(_ name: String) throws -> [(date: String, factor: Double)] {
        try String(contentsOf: url(name), encoding: .utf8).split(whereSeparator: \.isNewline).compactMap { row in
            let cells = row.split(separator: ",")
            guard cells.count >= 3, let factor = Double(cells[2]) else { return nil }
            let day = String(cells[0])
            return ("\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))", factor)
        }
    }

    static func splits(_ name: String) throws -> [(date: String, ratio: Double)] {
        let rows = try rows(name)
        var result: [(date: String, ratio: Double)] = []
        for (row, next) in zip(rows, rows.dropFirst()) where abs(next.factor / row.factor - 1) > 1e-3 {
            let ratio = next.factor / row.factor
            result.append((row.date, ratio > 1 ? ratio.rounded() : ratio))
        }
        return result
    }
}
