import Foundation
import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// Splits, special dividends and new names of real price and map files in a book: quantity, basis and contracts as the OCC
/// adjusts them (reference/domain.md section 1.2).
@Suite(.enabled(if: DailyPrices.isPresent && FactorFile.isPresent, "shared data is absent"))
struct CorporateActionDataTests {
    private func adjusted(_ series: Instrument, root: String, strike: Int, _ deliverable: Deliverable) -> Instrument {
        guard case .option(var contract) = series else { return series }
        contract.root = root
        contract.strikeThousandths = strike
        contract.deliverable = deliverable
        return .option(contract)
    }

    /// NFLX, seven for one on 2015-07-15: seven contracts at a seventh of the strike for each, ten shares are seventy; what
    /// was paid and taken in stays, and the shares are worth what they were at the close before, 702.60. The rows of one
    /// moment come in any order.
    @Test(arguments: [["3", "4", "5"], ["4", "3", "5"], ["5", "3", "4"], ["5", "4", "3"]])
    func aSplitOfSevenForOne(ids: [String]) throws {
        let split = try #require(try DailyPrices.changes("NFLX").last)
        #expect(split.date == "2015-07-14" && abs(split.close / split.adjusted - 7) < 1e-4)
        let (share, put) = (Ledger.stock("NFLX"), Ledger.option("NFLX", .put, 700, "2015-08-21"))
        let after = adjusted(put, root: "NFLX", strike: 100_000, .shares(100))
        let book = LedgerBook([
            Ledger.event("1", "2015-06-01", share, 10, 620), Ledger.event("2", "2015-07-01", put, -2, 35),
            Ledger.event(ids[0], "2015-07-15", .split, share, 60), Ledger.event(ids[1], "2015-07-15", .split, put, 2),
            Ledger.event(ids[2], "2015-07-15", .split, after, -14),
        ])
        #expect(book.issues.isEmpty && book.closedLots.isEmpty && book.realizedProfit(of: "a") == .zero)
        let shares = try #require(book.positions.first { $0.instrument == share })
        #expect(shares.quantity == Quantity(70) && shares.costBasis == Ledger.money(6200))
        #expect(abs(shares.quantity.value * split.adjusted - 10 * split.close) < 0.05)
        let option = try #require(book.positions.first { $0.instrument == after })
        #expect(option.quantity == Quantity(-14) && option.costBasis == Ledger.money(-7000))
        #expect(option.averagePrice == 5 && option.openedAt == Ledger.time("2015-07-01"))
    }

    /// Ford, ex 2016-01-27: 0.40, of it 0.15 ordinary and 0.25 special. The special part, over 12.50 a contract, lowers the
    /// strikes by itself; 2017 the whole of 0.20 has 0.05 special, under it, and no contract changes. The dividend is
    /// income, the basis of the shares stays 13.00, and a call from 13 to 12.75 that is exercised takes them at 12.75.
    @Test func aSpecialDividendOfFord() throws {
        let changes = try DailyPrices.changes("F").filter { $0.close - $0.adjusted > 0.16 }
        #expect(changes.map(\.date) == ["2016-01-26", "2017-01-17"])
        #expect(changes.map { (($0.close - $0.adjusted) * 100).rounded() } == [40, 20])
        let paid = ((changes[0].close - changes[0].adjusted) * 100).rounded() / 100
        let (share, call) = (Ledger.stock("F"), Ledger.option("F", .call, 13, "2016-03-18"))
        let lower = adjusted(call, root: "F", strike: 13_000 - Int(((paid - 0.15) * 1000).rounded()), .shares(100))
        let book = LedgerBook([
            Ledger.event("1", "2015-12-01", share, 100, 13), Ledger.event("2", "2016-01-04", call, -1, 0.60),
            Ledger.event("3", "2016-01-27", .adjustment, call, 1),
            Ledger.event("4", "2016-01-27", .adjustment, lower, -1),
            Ledger.event("5", "2016-03-01", .dividend, share, 0, amount: 100 * paid),
            Ledger.event("6", "2016-03-18", .assignment, lower, 1, hour: 17),
            Ledger.event("7", "2016-03-18", .assignment, share, -100, 12.75, hour: 17),
        ])
        guard case .option(let contract) = lower else { return }
        #expect(contract.strike == 12.75 && book.issues.isEmpty && book.positions.isEmpty)
        let sold = try #require(book.closedLots.first { $0.instrument == share })
        // 1,275 and 60 for what cost 1,300: 35 for tax; 40 of dividend beside it.
        #expect(sold.profit == Ledger.money(-25) && sold.taxProfit == Ledger.money(35))
        #expect(book.realizedProfit(of: "a") == Ledger.money(75))
    }

    /// USO, one for eight: a contract delivers 12 shares and the cash of half a one, its strike and count stay. Two puts of
    /// 3.50 that brought 60 each and are assigned take 24 shares for 700: broker 29.17, tax and wheel (700 - 120) / 24.
    @Test func anAdjustedPutOfUSOIsAssigned() throws {
        let split = try #require(try FactorFile.splits("uso").first)
        #expect(split.date == "2020-04-28" && (100 * split.ratio).rounded(.down) == 12)
        let (share, put) = (Ledger.stock("USO"), Ledger.option("USO", .put, 4, "2020-07-17"))
        let before = adjusted(put, root: "USO", strike: 3500, .shares(100))
        let after = adjusted(
            put, root: "USO1", strike: 3500, .adjusted(shares: 12, symbol: "USO", cash: Ledger.money(1.125)))
        let book = LedgerBook([
            Ledger.event("1", "2020-04-01", before, -2, 0.60), Ledger.event("2", "2020-04-29", .split, before, 2),
            Ledger.event("3", "2020-04-29", .split, after, -2),
            Ledger.event("4", "2020-07-17", .assignment, after, 2, hour: 17),
            Ledger.event("5", "2020-07-17", .assignment, share, 24, amount: -700, hour: 17),
        ])
        #expect(book.issues.isEmpty)
        let position = try #require(book.positions.first)
        #expect(book.positions.count == 1 && position.quantity == Quantity(24))
        let basis = try #require(position.stockBasis)
        #expect(abs(basis.broker - 700.0 / 24) < 1e-9)
        #expect(abs(try #require(basis.tax) - 580.0 / 24) < 1e-9 && basis.wheel == basis.tax)
    }

    /// Of class C holders of GOOG got 0.27 % in shares on 2015-04-27: 1,000 are 1,002 and a fraction that was paid. The cost
    /// stays with the whole; which part of it the cash paid for is not guessed.
    @Test func aDividendInSharesOfGoogle() throws {
        let file = try FactorFile.rows("goog")
        let ratio = try #require(file.last).factor / (try #require(file.dropLast().last).factor)
        #expect(abs(ratio - 1.0027) < 1e-4 && (1000 * ratio).rounded(.down) == 1002)
        let share = Ledger.stock("GOOG")
        let book = LedgerBook([
            Ledger.event("1", "2014-05-01", share, 1000, 530), Ledger.event("2", "2015-04-27", .split, share, 2),
            Ledger.event("3", "2015-05-04", .split, share, 0, amount: 396),
        ])
        #expect(book.issues.map(\.kind) == [.fractionBasisUnknown] && book.closedLots.isEmpty)
        #expect(book.positions.map(\.quantity) == [Quantity(1002)])
        #expect(book.positions.first?.costBasis == Ledger.money(530_000) && book.realizedProfit(of: "a") == .zero)
    }

    /// A security keeps lots, bases and contracts through every name of its map file: QQQ, QQQQ, QQQ; NB, BAC; VXXB, VXX.
    @Test(arguments: [("qqq", ["QQQ", "QQQQ", "QQQ"]), ("bac", ["NB", "BAC"]), ("vxx", ["VXXB", "VXX"])])
    func newNames(file: String, expected: [String]) throws {
        let names = try MapFile.names(file)
        #expect(names.map(\.name) == expected)
        let first = try #require(names.first)
        let begin = try CalendarDate(iso8601: first.last).adding(days: -90)
        let sold = Ledger.option(first.name, .call, 60, begin.adding(days: 30).iso8601)
        var events = [
            Ledger.event("0", begin.iso8601, Ledger.stock(first.name), 100, 50),
            Ledger.event("00", begin.iso8601, sold, -1, 0.80),
            Ledger.event("01", begin.adding(days: 30).iso8601, .expiration, sold, 1, hour: 17),
        ]
        for (index, pair) in zip(names, names.dropFirst()).enumerated() {
            let day = try CalendarDate(iso8601: pair.0.last).adding(days: 1).iso8601
            let (old, new) = (Ledger.stock(pair.0.name), Ledger.stock(pair.1.name))
            let call = Ledger.option(pair.0.name, .call, 70, "2030-01-18")
            let moved = Ledger.option(pair.1.name, .call, 70, "2030-01-18")
            if index == 0 { events.append(Ledger.event("1", pair.0.last, call, -1, 2)) }
            events += [
                Ledger.event("2\(index)a", day, .symbolChange, old, -100),
                Ledger.event("2\(index)b", day, .symbolChange, new, 100),
                Ledger.event("2\(index)c", day, .symbolChange, call, 1),
                Ledger.event("2\(index)d", day, .symbolChange, moved, -1),
            ]
        }
        let book = LedgerBook(events)
        #expect(book.issues.isEmpty && book.closedLots.count == 1 && book.realizedProfit(of: "a") == Ledger.money(80))
        let last = try #require(names.last).name
        let shares = try #require(book.positions.first { $0.instrument == Ledger.stock(last) })
        #expect(shares.quantity == Quantity(100) && shares.openedAt == Ledger.time(begin.iso8601))
        #expect(shares.costBasis == Ledger.money(5000))
        #expect(abs(try #require(shares.stockBasis?.wheel) - 49.20) < 1e-9)
        let call = try #require(book.positions.first { $0.instrument != shares.instrument })
        #expect(call.instrument == Ledger.option(last, .call, 70, "2030-01-18"))
        #expect(call.quantity == Quantity(-1) && call.costBasis == Ledger.money(-200))
    }
}

enum MapFile {
    /// Names of a security with the last day of each, oldest first.
    static func names(_ file: String) throws -> [(last: String, name: String)] {
        let root = ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data"
        let path = root + "/lean-equity/map_files/\(file).csv"
        var names: [(last: String, name: String)] = []
        for line in try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline) {
            let cells = line.split(separator: ",")
            guard cells.count >= 2 else { continue }
            let day = "\(cells[0].prefix(4))-\(cells[0].dropFirst(4).prefix(2))-\(cells[0].suffix(2))"
            let name = cells[1].uppercased()
            if names.last?.name == name { names[names.count - 1].last = day } else { names.append((day, name)) }
        }
        return names
    }
}

/// Raw daily prices; on a day quoted again the next morning the adjusted close tells what happened in between.
enum DailyPrices {
    private static func path(_ symbol: String) -> String {
        (ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data")
            + "/equity-daily-2015-2017/prices/\(symbol).csv"
    }

    static var isPresent: Bool { FileManager.default.fileExists(atPath: path("NFLX")) }

    /// The last days before a dividend or a split, with the close of that day and the same after it.
    static func changes(_ symbol: String) throws -> [(date: String, close: Double, adjusted: Double)] {
        let lines = try String(contentsOfFile: path(symbol), encoding: .utf8).split(whereSeparator: \.isNewline)
        let names = (lines.first ?? "").split(separator: ",")
        guard let date = names.firstIndex(of: "date"), let close = names.firstIndex(of: "close"),
            let adjusted = names.firstIndex(of: "adj_close")
        else { return [] }
        var found: [(date: String, close: Double, adjusted: Double)] = []
        for line in lines.dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == names.count, let before = Double(cells[close]), let after = Double(cells[adjusted]),
                abs(before - after) > 1e-6, found.last?.date != String(cells[date])
            else { continue }
            found.append((String(cells[date]), before, after))
        }
        return found
    }
}
