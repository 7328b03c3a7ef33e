import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Rows that no rule reads leave a mark, and the file that reads them takes it back.
@Suite struct UnreadRowsTests {
    static let samples: [(ImportFormat, String)] = [
        (.robinhood, RobinhoodReaderTests.file(RobinhoodReaderTests.wheel)),
        (.schwab, SchwabReaderTests.file(SchwabReaderTests.wheel)),
    ]

    private static func schwab(_ action: String, _ amount: String = "$500.00", _ quantity: String = "") -> String {
        SchwabReaderTests.file(
            [SchwabReaderTests.row("02/25/2025", action, "", "SOMETHING NEW", quantity, "", "", amount)]
                + SchwabReaderTests.wheel)
    }

    private func marks(_ events: [LedgerEvent]) -> [LedgerEvent] { events.filter { $0.kind == .unread } }

    private func cash(_ events: [LedgerEvent]) -> Money { events.reduce(.zero) { $0 + $1.amount + $1.fees } }

    /// The ledger after an import on top of another; a file without any readable row is refused and leaves it.
    private func ledger(_ texts: [String], format: ImportFormat? = nil) throws -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        for text in texts {
            do {
                events = try imported([text], existing: events, format: format).ledger(after: events)
            } catch ImportError.noReadableRow {}
        }
        return events
    }

    /// A file of which no row tells its day has no place in the ledger: it is refused, with its first row.
    @Test func aFileWithoutADayIsRefused() throws {
        let text = SchwabReaderTests.file([
            SchwabReaderTests.row("@2/25/2025", "Wire Received", "", "SOMETHING", "", "", "", "$500.00")
        ])
        let error = #expect(throws: ImportError.self) { try imported([text]) }
        #expect(error?.code == "no_readable_row" && error?.message.contains("line 2") == true)
    }

    /// A cash row that lost its amount moves cash that nobody knows; the whole file takes the mark back.
    @Test func aLostAmountIsUnknownCash() throws {
        let bad = Self.schwab("Wire Received", "")
        let marked = try ledger([bad])
        #expect(marks(marked).count == 1 && marks(marked).first?.price == nil)
        #expect(marks(try ledger([bad, Self.schwab("Wire Received")])).isEmpty)
    }

    /// One row that two files have damaged in two ways is one row in the whole file; two rows of one file are two.
    @Test func aRowDamagedTwiceIsTakenBackOnce() throws {
        let first = Self.schwab("Unknown Thing")
        let second = Self.schwab("Another Thing", "$5@0.00")
        let whole = Self.schwab("Wire Received")
        #expect(marks(try ledger([first, second])).count == 1)
        #expect(marks(try ledger([first, second, whole])).isEmpty)
        #expect(marks(try ledger([first, whole, second])).isEmpty)
        // Days apart they are two rows.
        let later = SchwabReaderTests.file([
            SchwabReaderTests.row("02/27/2025", "Another Thing", "", "SOMETHING NEW", "", "", "", "$5@0.00")
        ])
        #expect(marks(try ledger([first, later])).count == 2)
        #expect(marks(try ledger([first, later, whole])).count == 1)
        let rows = ["ONE", "TWO"].map {
            SchwabReaderTests.row("02/25/2025", "Unknown Thing", "", $0, "", "", "", "$500.00")
        }
        let two = SchwabReaderTests.file(rows + SchwabReaderTests.wheel)
        #expect(marks(try ledger([two])).count == 2)
        #expect(marks(try ledger([two, whole])).count == 1)
    }

    @Test func anUnknownActionWithCashIsMarkedAndCountsAsSkipped() throws {
        let result = try imported([Self.schwab("Unknown Thing")])
        let file = try #require(result.report.files.first)
        #expect(file.rows.read == 11 && file.rows.imported == 10 && file.rows.skipped == 1)
        #expect(file.warnings.map(\.code) == ["unread_rows"])
        let mark = try #require(marks(result.events).first)
        #expect(mark.price == Money(tenThousandths: 5_000_000) && mark.amount == .zero && mark.line == 2)
        #expect(mark.time.newYork.date.iso8601 == "2025-02-25" && mark.details.contains("unknown action"))
        #expect(mark.orderIdentifier == nil)
    }

    @Test func whatStatesNothingOrIsASweepIsNotMarked() throws {
        #expect(marks(try ledger([Self.schwab("Unknown Thing", "")])).isEmpty)
        #expect(marks(try ledger([Self.schwab("Unknown Thing", "$0.00")])).isEmpty)
        #expect(marks(try ledger([Self.schwab("Unknown Thing", "", "100")])).count == 1)
    }

    @Test func theSameFileAgainChangesNothing() throws {
        let first = try ledger([Self.schwab("Unknown Thing")])
        let again = try imported([Self.schwab("Unknown Thing")], existing: first)
        #expect(again.events.isEmpty && again.replacements.isEmpty)
        #expect(again.report.totals.duplicate == 10 && again.report.totals.skipped == 1)
    }

    /// The mended row takes the place of the mark; the bad file on top of it brings none.
    @Test func theMendedFileTakesTheMarkBackInEitherOrder() throws {
        let bad = Self.schwab("Unknown Thing")
        let good = Self.schwab("Wire Received")
        let first = try ledger([bad])
        let result = try imported([good], existing: first)
        #expect(result.events.isEmpty && result.replacements.count == 1 && result.report.totals.imported == 1)
        #expect(result.replacements.first?.former.kind == .unread && result.report.events.transfers == 1)
        #expect(result.report.files.first?.warnings.map(\.code) == ["read_now"])
        let alone = try ledger([good])
        for order in [[bad, good], [good, bad], [bad, good, bad], [bad, bad, good, good]] {
            let events = try ledger(order)
            #expect(Set(events.map(\.id)) == Set(alone.map(\.id)) && cash(events) == cash(alone))
        }
        // Both in one import.
        for texts in [[bad, good], [good, bad]] {
            let events = try imported(texts).events
            #expect(marks(events).isEmpty && cash(events) == cash(alone))
        }
    }

    /// Statements that write the day first: the mark is of the day that the row is of.
    @Test func aMarkIsOfTheDayAsTheBrokerWritesIt() throws {
        func file(_ quantity: String) -> String {
            """
            Type,Trade Date,Settle Date,Symbol,Description,Trade Action,Qty,Price,Net Amount
            TRADES,30/12/2016,05/01/2017,SPY,SPDR S&P 500 --- UNSOLICITED,BUY,7,223.85,-1566.95
            TRADES,04/01/2017,09/01/2017,SPY,SPDR S&P 500 --- UNSOLICITED,SELL,\(quantity),226.5,226.48
            TRADES,06/01/2017,11/01/2017,SPY,SPDR S&P 500 --- UNSOLICITED,SELL,-2,226.49,452.96
            """
        }
        let bad = try ledger([file("@@@")])
        let mark = try #require(marks(bad).first)
        #expect(mark.time.newYork.date.iso8601 == "2017-01-04" && mark.price?.text == "226.48")
        let whole = try ledger([file("-1")])
        for order in [[file("@@@"), file("-1")], [file("-1"), file("@@@")]] {
            #expect(Set(try ledger(order).map(\.id)) == Set(whole.map(\.id)))
        }
    }

    /// What a broker states before commissions is that of the booked row before them too.
    @Test func marksOfTradesWithCostsAreTakenBack() throws {
        typealias Tastytrade = TastytradeReaderTests
        func tasty(_ price: String) -> String {
            [
                Tastytrade.header, Tastytrade.option(time: "2026-03-03T10:31:05-0500", value: "50.00", price: "25.00"),
                Tastytrade.option(quantity: price),
            ].joined(separator: "\n")
        }
        func plain(_ price: String) -> String {
            """
            \(PlainReaderTests.header)
            2026-01-05,deposit,,,,,10000,,,
            2026-01-06,buy,KO,100,\(price),1.00,-7001,,,
            """
        }
        for (bad, good) in [(tasty("@@@"), tasty("2")), (plain("@@@"), plain("70.01"))] {
            let whole = try ledger([good])
            #expect(marks(try ledger([bad])).count == 1 && marks(whole).isEmpty)
            for order in [[bad, good], [good, bad]] {
                let events = try ledger(order)
                #expect(marks(events).isEmpty && cash(events) == cash(whole), "\(marks(events))")
            }
        }
    }

    /// Cash in a column besides the amount is stated too.
    @Test(arguments: ["2026-01-06,mystery,,,,1.50,,", "2026-01-06,mystery,,,,,,159"])
    func cashInOtherColumnsIsStated(_ row: String) throws {
        let text = "date,action,symbol,quantity,price,fees,amount,net\n2026-01-05,deposit,,,,,10000,\n\(row)"
        let mark = try #require(marks(try ledger([text])).first)
        #expect(mark.price == nil && mark.time.newYork.date.iso8601 == "2026-01-06")
    }

    /// A file of other rows, one with other cash, and one that lacks a row of the day do not read it.
    @Test func otherFilesLeaveTheMark() throws {
        let bad = Self.schwab("Unknown Thing")
        let other = SchwabReaderTests.file([
            SchwabReaderTests.row("03/25/2025", "Wire Received", "", "LATER", "", "", "", "$500.00")
        ])
        #expect(marks(try ledger([bad, other])).count == 1)
        // The same cash some days later, in a file that does not reach the day.
        let near = SchwabReaderTests.file([
            SchwabReaderTests.row("02/27/2025", "Wire Received", "", "ANOTHER", "", "", "", "$500.00")
        ])
        #expect(marks(try ledger([bad, near])).count == 1)
        #expect(marks(try ledger([bad, Self.schwab("Wire Received", "$501.00")])).count == 1)
        let busy = SchwabReaderTests.file([
            SchwabReaderTests.row("02/25/2025", "Unknown Thing", "", "NEW", "", "", "", "$500.00"),
            SchwabReaderTests.row("02/25/2025", "Bank Interest", "", "BANK INT", "", "", "", "$1.00"),
        ])
        let filtered = SchwabReaderTests.file([
            SchwabReaderTests.row("02/25/2025", "Wire Received", "", "A FILTERED LIST", "", "", "", "$500.00")
        ])
        #expect(marks(try ledger([busy, filtered])).count == 1)
    }

    /// A row of another stock is not the one that could not be read, with the same cash or where the mark states none; what
    /// brokers write behind the ticker is no other stock.
    @Test(arguments: ["$5@0.00", "$50.00"]) func aRowOfAnotherStockLeavesTheMark(amount: String) throws {
        func row(_ action: String, _ symbol: String, _ amount: String = "$50.00") -> String {
            SchwabReaderTests.row("02/25/2025", action, symbol, "A ROW", "", "", "", amount)
        }
        func file(_ action: String, _ symbol: String, _ amount: String = "$50.00") -> String {
            SchwabReaderTests.file([row(action, symbol, amount)])
        }
        let both = SchwabReaderTests.file([row("Cash Dividend", "PEP"), row("Cash Dividend", "KO")])
        let bad = file(amount == "$50.00" ? "Unknown Thing" : "Cash Dividend", "KO", amount)
        #expect(marks(try ledger([bad])).first?.instrument == .stock(symbol: "KO"))
        #expect(marks(try ledger([bad, file("Cash Dividend", "PEP")])).count == 1)
        #expect(marks(try ledger([bad, file("Cash Dividend", "PEP"), both])).isEmpty)
        #expect(marks(try ledger([both, bad])).isEmpty)
        // Two files damage rows of two stocks: two rows.
        #expect(marks(try ledger([bad, file("Another Thing", "PEP")])).count == 2)
        #expect(marks(try ledger([bad, file("Another Thing", "KO")])).count == 1)
        // What the file says there is part of the damage: any row of the day may be it.
        let broken = file("Unknown Thing", "K@", amount)
        #expect(marks(try ledger([broken])).first?.instrument == nil)
        #expect(marks(try ledger([broken, file("Cash Dividend", "KO")])).isEmpty)
    }

    @Test(arguments: [
        ("KO 01/16/2026 60.00 P", "KO"), ("-KO260116P60", "KO"), ("KO260116P00060000", "KO"), (".SPXW", "SPXW"),
        ("BRK.B", "BRK"), (" ko ", "KO"), ("912796XY1", nil), ("", nil), ("KO?", nil), ("NOTATICKER", nil),
    ]) func theTickerIsWhatTheCellBeginsWith(cell: String, ticker: String?) {
        #expect(UnreadSymbol.instrument(named: cell[...])?.underlying == ticker)
    }

    @Test func seriesOfAnIndexAreItsTicker() {
        #expect(
            UnreadSymbol.agree("SPXW", "SPX") && UnreadSymbol.agree("BRK", "BRK.B") && UnreadSymbol.agree(nil, "KO"))
        #expect(!UnreadSymbol.agree("KO", "PEP") && !UnreadSymbol.agree("XLE", "XLF"))
    }

    /// Cut off anywhere, then whole; whole, then cut off: in the end the ledger is that of the whole file.
    @Test(arguments: samples.indices) func aFileThatWasCutOffIsMadeWhole(index: Int) throws {
        let (format, text) = Self.samples[index]
        let whole = Set(try ledger([text], format: format).map(\.id))
        let bytes = Array(text.utf8)
        let header = (bytes.firstIndex(of: 0x0A) ?? 0) + 1
        var marked = 0
        for end in stride(from: header + 1, to: bytes.count, by: 3) {
            let cut = String(decoding: bytes[..<end], as: UTF8.self)
            let first = try ledger([cut], format: format)
            marked += marks(first).count
            #expect(Set(try ledger([cut, text], format: format).map(\.id)) == whole, "\(format) cut at \(end)")
            #expect(Set(try ledger([text, cut], format: format).map(\.id)) == whole, "\(format) then cut at \(end)")
        }
        #expect(marked > 20)
    }

    /// A row damaged anywhere, then the file as it should be.
    @Test(arguments: samples.indices) func aDamagedRowIsMended(index: Int) throws {
        let (format, text) = Self.samples[index]
        let whole = try ledger([text], format: format)
        let bytes = Array(text.utf8)
        let header = (bytes.firstIndex(of: 0x0A) ?? 0) + 1
        for place in stride(from: header, to: bytes.count, by: 11) where bytes[place] != 0x22 && bytes[place] != 0x0A {
            var damaged = bytes
            damaged[place] = 0x80
            let bad = String(decoding: damaged, as: UTF8.self)
            let events = try ledger([bad, text], format: format)
            // What was read with another word in it is another row; a mark never stays.
            #expect(marks(events).isEmpty, "\(format) at \(place)")
            #expect(Set(whole.map(\.id)).isSubset(of: Set(events.map(\.id))), "\(format) at \(place)")
            #expect(marks(try ledger([text, bad], format: format)).isEmpty, "\(format) at \(place), then damaged")
        }
    }

    /// Bonds by their number: bought 10,000, 4,000 sold, the rest repaid.
    @Test func whatIsNoPositionIsNamedWithItsNumber() throws {
        let rows = [
            SchwabReaderTests.row("03/05/2025", "Full Redemption Adj", "912796XY1", "US TREASURY BILL", "-6,000"),
            SchwabReaderTests.row(
                "03/05/2025", "Full Redemption", "912796XY1", "US TREASURY BILL", "", "", "", "$6000.00"),
            SchwabReaderTests.row(
                "02/05/2025", "Sell", "912796XY1", "US TREASURY BILL", "4,000", "$98", "", "$3920.00"),
            SchwabReaderTests.row(
                "01/05/2025", "Buy", "912796XY1", "US TREASURY BILL", "10,000", "$97", "", "-$9700.00"),
        ]
        let events = try ledger([SchwabReaderTests.file(rows)])
        #expect(events.map(\.kind) == Array(repeating: .otherAsset, count: 4))
        #expect(events.map(\.quantity) == [Quantity(10_000), Quantity(-4_000), .zero, .zero])
        #expect(Set(events.map(\.orderIdentifier)) == ["912796XY1"] && cash(events) == Money(tenThousandths: 2_200_000))
    }

    /// A ledger of an earlier program has the same rows as adjustments without a name.
    @Test func anEarlierRecordOfABondIsNamed() throws {
        let text = SchwabReaderTests.file([
            SchwabReaderTests.row(
                "01/05/2025", "Buy", "912796XY1", "US TREASURY BILL", "10,000", "$97", "", "-$9700.00")
        ])
        var former = try ledger([text])
        (former[0].kind, former[0].orderIdentifier, former[0].quantity) = (.adjustment, nil, .zero)
        let result = try imported([text], existing: former)
        #expect(result.events.isEmpty && result.replacements.map(\.event.kind) == [.otherAsset])
        #expect(result.ledger(after: former).count == 1)
    }

    /// A ledger of an earlier program has tax withheld from a dividend as a fee.
    @Test func anEarlierRecordOfWithheldTaxIsADividend() throws {
        let text =
            "Run Date,Action,Symbol,Security Description,Security Type,Quantity,Price ($),Commission ($),Fees ($),"
            + "Accrued Interest ($),Amount ($),Settlement Date\n"
            + " 06/06/2025, FOREIGN TAX PAID TAIWAN SEMI (TSM) (Cash), TSM, TAIWAN SEMI,Cash,,,,,,-1.50,06/06/2025\n"
        var former = try ledger([text], format: .fidelity)
        #expect(former.map(\.kind) == [.dividend] && former.first?.amount == Money(tenThousandths: -15_000))
        (former[0].kind, former[0].fees, former[0].amount) = (.fee, former[0].amount, .zero)
        let result = try imported([text], existing: former, format: .fidelity)
        #expect(result.events.isEmpty && result.replacements.map(\.event.kind) == [.dividend])
        #expect(cash(result.ledger(after: former)) == Money(tenThousandths: -15_000))
    }

    /// What an account exports as the plain table comes in again with its gaps.
    @Test func theyPassThroughThePlainTable() throws {
        let text = SchwabReaderTests.file([
            SchwabReaderTests.row("02/25/2025", "Unknown Thing", "", "NEW", "", "", "", "$500.00"),
            SchwabReaderTests.row(
                "01/05/2025", "Buy", "912796XY1", "US TREASURY BILL", "10,000", "$97", "", "-$9700.00"),
            SchwabReaderTests.row(
                "01/04/2025", "Sell", "912796AB2", "US TREASURY BILL", "4,000", "$97", "", "$3880.00"),
        ])
        let events = try ledger([text])
        let again = try ledger([PlainExport.text(events)])
        #expect(again.map(\.kind) == events.map(\.kind) && again.map(\.quantity) == events.map(\.quantity))
        #expect(again.map(\.price) == events.map(\.price) && cash(again) == cash(events))
        #expect(again.map(\.effect) == events.map(\.effect) && again.first?.effect == .closing)
        #expect(again.last?.kind == .unread && again[1].orderIdentifier == "912796XY1")
    }
}
