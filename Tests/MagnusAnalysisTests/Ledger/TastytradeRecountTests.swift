import Foundation
import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// Three years of one real account. Expected values are those of a separate recount of the file in Python.
@Suite(.enabled(if: TastytradeLedger.isPresent, "shared data is absent"))
struct TastytradeRecountTests {
    @Test func closedLotsAgreeWithTheRecount() throws {
        let book = LedgerBook(try TastytradeLedger.events())
        let lots = book.closedLots
        #expect(lots.count == 183)
        #expect(lots.count { $0.ending == .closed } == 162)
        #expect(lots.count { $0.ending == .assigned } == 10)
        #expect(lots.count { $0.ending == .expired } == 8)
        #expect(lots.count { $0.ending == .delivered } == 3)
        #expect(lots.reduce(Money.zero) { $0 + $1.profit } == Ledger.money(-2027.09))
        #expect(book.issues.isEmpty)
        let open = book.openLots.map { "\($0.instrument.underlying) \($0.quantity.value) \($0.cost.dollars)" }
        #expect(
            Set(open) == [
                "THCBW 71.0 210.22", "THCBW 29.0 85.74", "BCRX 3.0 528.41", "THCB 200.0 2720.16", "BB 5.0 505.68",
                "PLTR -1.0 -244.85",
            ])
        #expect(open.count == 7)
    }

    /// A ledger that need not fit in memory realises the same.
    @Test func aFoldThatForgetsRealisesTheSame() throws {
        let book = LedgerBook(try TastytradeLedger.events())
        let profits = LedgerBook.realizedProfits(after: book.allEvents)
        #expect(profits == Dictionary(uniqueKeysWithValues: book.accounts.map { ($0, book.realizedProfit(of: $0)) }))
        var stored = LedgerBook()
        stored.apply(stored: book.allEvents)
        #expect(stored.positions == book.positions && stored.closedLots == book.closedLots)
        stored.apply(Array(book.allEvents.prefix(10)))
        #expect(stored.eventCount == book.eventCount, "known ids count once")
    }

    @Test func groupsAgreeWithTheRecount() throws {
        let book = LedgerBook(try TastytradeLedger.events())
        let performance = TradePerformance(book, trades: TradeBlotter(book.allEvents).trades)
        let years = performance.realized(by: .taxYear)
        #expect(years.map(\.key) == ["2018", "2019", "2020"])
        #expect(years.map(\.profit) == [-1691.84, -298.13, -37.12].map(Ledger.money))
        let symbols = Dictionary(
            uniqueKeysWithValues: performance.realized(by: .symbol).map { ($0.key, $0.profit.dollars) })
        #expect(symbols["PCG"] == 399.83 && symbols["EWG"] == -3481.68 && symbols["USO"] == 110.63)
        #expect(symbols["SPX"] == 49.68 && symbols["VIX"] == 100.64 && symbols["TSLA"] == 543.09)
        let months = Dictionary(
            uniqueKeysWithValues: performance.realized(by: .month).map { ($0.key, $0.profit.dollars) })
        #expect(months["2020-05"] == -2628.17 && months["2020-12"] == 1280.69 && months["2018-07"] == -431.99)
        for grouping in RealizedGrouping.allCases {
            let groups = performance.realized(by: grouping)
            #expect(groups.reduce(Money.zero) { $0 + $1.profit } == Ledger.money(-2027.09))
            #expect(groups.reduce(0) { $0 + $1.lots } == 183)
        }
        let complete = performance.summary()
        #expect(complete.count == performance.outcomes.count { $0.isComplete })
        #expect(complete.wins + complete.losses <= complete.count && complete.wins > 0 && complete.losses > 0)
    }

    /// The premium of every delivery is with its shares, and all that was paid and received is accounted for.
    @Test func deliveriesAreRolledIntoShares() throws {
        let book = LedgerBook(try TastytradeLedger.events())
        let assigned = book.closedLots.filter { $0.ending == .assigned }
        #expect(assigned.allSatisfy { $0.isRolledIntoShares })
        let tax = book.closedLots.reduce(Money.zero) { $0 + $1.taxProfit }
        let premium = book.openLots.reduce(Money.zero) { $0 + $1.premium }
        #expect(tax + premium == Ledger.money(-2027.09))
        let lines = TaxLines.form8949(book)
        let index = book.closedLots.filter { $0.instrument.underlying == "SPX" || $0.instrument.underlying == "VIX" }
        #expect(!lines.contains { $0.description.contains("SPX") || $0.description.contains(" VIX") })
        #expect(index.count > 0)
        let timeline = LedgerTimeline(book)
        let futures = [2018, 2019, 2020].reduce(Money.zero) {
            $0 + TaxLines.section1256(timeline, year: $1).total
        }
        #expect(lines.reduce(Money.zero) { $0 + ($1.gain ?? .zero) } + futures == tax)
    }

    @Test func everyDayIsTheFoldUpToIt() throws {
        let events = try TastytradeLedger.events()
        let timeline = LedgerTimeline(events)
        for date in ["2018-06-01", "2019-12-31", "2020-04-29", "2020-08-14", "2020-10-30", "2021-06-01"] {
            let moment = Ledger.time(date, 23)
            let plain = LedgerBook(events.filter { $0.time <= moment })
            let book = timeline.book(at: moment)
            #expect(book.positions == plain.positions)
            #expect(book.closedLots == plain.closedLots)
            #expect(book.cash(of: "tasty") == plain.cash(of: "tasty"))
        }
        // Options that no row of the file closes.
        let left = timeline.expiredUnresolved(at: Ledger.time("2021-06-01"))
        #expect(left.map(\.instrument.underlying).sorted() == ["BB", "BCRX", "PLTR"])
        #expect(timeline.expiredUnresolved(at: Ledger.time("2021-01-15", 15)).isEmpty)
    }

    /// Identical replacements by hand: of the 200 PCG called away on 14 August 2020 each hundred lost (1,794.94 + 59.72) / 2
    /// less 940.58 and 929.15; a hundred bought on the 5th and a hundred assigned on the 28th stand against them. All else
    /// that was closed at a loss left whole, or with the fills of its order.
    @Test func washSalesOfTheFile() throws {
        let book = LedgerBook(try TastytradeLedger.events())
        let identical = WashSaleFinder.candidates(book).filter(\.isIdentical)
        #expect(identical.map(\.instrument) == [Ledger.stock("PCG"), Ledger.stock("PCG")])
        #expect(identical.map(\.deferredIfApplied) == [Ledger.money(13.25), Ledger.money(1.82)])
        let bought = identical.map { $0.replacements.filter { $0.likeness == .identical }.map(\.date.iso8601) }
        #expect(bought == [["2020-08-05"], ["2020-08-28"]])
    }

    /// PCG by hand: the put of October brought 300 shares at 11, the calls of November took them at 10.50.
    @Test func theWheelOfOneSymbol() throws {
        let book = LedgerBook(try TastytradeLedger.events())
        let trades = TradeBlotter(book.allEvents).trades
        let wheels = WheelCampaignFinder(book, trades: trades, now: Ledger.time("2021-01-04")).campaigns
        let last = try #require(wheels.last { $0.symbol == "PCG" })
        #expect(last.steps.map(\.kind).contains(.callSold))
        #expect(last.stage == .ended)
        #expect(last.endedAt?.newYork.date.iso8601 == "2020-12-11")
        // 222 - 3.43, 82 - 2.28, 41 - 1.15 and the shares' 3,150 - 5.11 - 3,305.
        #expect(last.premium == Ledger.money(218.57 + 79.72 + 39.85))
        #expect(last.realizedProfit == Ledger.money(218.57 + 79.72 + 39.85 + 3144.89 - 3305))
        #expect(last.startedAt.newYork.date.iso8601 == "2020-10-22")
        #expect((last.annualizedReturn ?? 0) > 0)
    }
}

/// The file as ledger events, read by a few lines of its own.
enum TastytradeLedger {
    private static var url: URL {
        let root = ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data"
        return URL(fileURLWithPath: root).appendingPathComponent(
            "broker-exports/tastytrade/transactions_history_2018-2020.csv")
    }

    static var isPresent: Bool { FileManager.default.fileExists(atPath: url.path) }

    static func events() throws -> [LedgerEvent] {
        let text = try String(contentsOf: url, encoding: .utf8)
        var held: [Instrument: Int64] = [:]
        var result: [LedgerEvent] = []
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().reversed()
        for (index, row) in rows.enumerated() {
            let cells = split(row)
            guard cells.count >= 19 else { continue }
            var event = LedgerEvent(
                id: String(100_000 + index), account: "tasty", time: try Instant(rfc3339: cells[0]), kind: .transfer,
                amount: money(cells[7]), fees: money(cells[10]) + money(cells[11]),
                orderIdentifier: cells[18].isEmpty ? nil : cells[18], source: "file", line: rows.count - index + 1)
            if cells[1] == "Money Movement" {
                event.kind = cells[2] == "Credit Interest" ? .interest : .transfer
                result.append(event)
                continue
            }
            let instrument: Instrument
            if cells[5] == "Equity Option" {
                let printed = try OptionContract(osi: cells[4])
                instrument = .option(
                    try .standard(
                        symbol: printed.root, expiry: printed.expiry, right: printed.right,
                        strikeThousandths: printed.strikeThousandths))
            } else {
                instrument = .stock(symbol: cells[4])
            }
            event.instrument = instrument
            event.effect = cells[3].hasSuffix("OPEN") ? .opening : .closing
            let size = Quantity(millionths: Int64(cells[8].filter { $0 != "," }) ?? 0).millionths * 1_000_000
            let sign: Int64 =
                cells[3].isEmpty ? ((held[instrument] ?? 0) > 0 ? -1 : 1) : cells[3].hasPrefix("BUY") ? 1 : -1
            event.quantity = Quantity(millionths: sign * size)
            held[instrument, default: 0] += sign * size
            event.kind =
                cells[1] == "Trade"
                ? .trade
                : cells[2] == "Expiration" ? .expiration : cells[2] == "Reverse Split" ? .split : .assignment
            if case .stock = instrument { event.price = Money(tenThousandths: abs(money(cells[9]).tenThousandths)) }
            result.append(event)
        }
        return result
    }

    private static func money(_ text: String) -> Money {
        Money(dollars: Double(text.filter { $0 != "," }) ?? 0) ?? .zero
    }

    private static func split(_ row: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in row {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}
