import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Account statements in the layout of today and of before; the sentences are those of real statements.
@Suite struct ThinkorswimReaderTests {
    static let title = "Account Statement for *****699SCHW (Rollover IRA) since 12/31/25 through 9/20/26"
    static let cashHeader = "DATE,TIME,TYPE,REF #,DESCRIPTION,Misc Fees,Commissions & Fees,AMOUNT,BALANCE"
    static let tradeHeader =
        ",Exec Time,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,Price,Net Price,Order Type"

    static let cash = [
        "4/1/26,01:00:00,BAL,,Cash balance at the start of business day 01.04 CST,,,,\"34,896.83\"",
        "4/2/26,09:40:16,TRD,=\"1005898731860\",BOT +1 BUTTERFLY SPX 100 (Weeklys) 10 APR 26 6700/6600/6500 PUT @18.75 "
            + "CBOE,-2.28,-2.60,\"-1,875.00\",\"33,016.95\"",
        "4/10/26,23:25:44,RAD,=\"116357787992\",Removed due to Expiration PUT S & P 500 INDEX $6500 EXP 04/10/26: EXP: "
            + "-1.0 .SPXW260410P6500,,,,\"33,016.95\"",
        "4/10/26,23:25:55,RAD,=\"116357788001\",Removed due to Expiration PUT S & P 500 INDEX $6700 EXP 04/10/26: EXP: "
            + "-1.0 .SPXW260410P6700,,,,\"33,016.95\"",
        "4/10/26,23:26:06,RAD,=\"116357788015\",Removed due to Expiration PUT S & P 500 INDEX $6600 EXP 04/10/26: EXP: "
            + "2.0 .SPXW260410P6600,,,,\"33,016.95\"",
        "4/20/26,10:00:00,TRD,=\"1\",SOLD -1 UUUU 100 15 MAY 26 6 PUT @.50,-0.02,-0.65,50.00,\"33,066.28\"",
        "5/15/26,22:00:00,RAD,=\"2\",PUT ENERGY FUELS INC $6 EXP 05/15/26: ASG: 1.0 .UUUU260515P6,,,,\"33,066.28\"",
        "5/16/26,04:05:52,EXP,=\"3\",BOT 100.0 UUUU UPON ENERGY FUELS INC,,,-600.00,\"32,466.28\"",
        "5/20/26,09:31:00,TRD,=\"4\",tAndroid SOLD -100 UUUU @6.50,-0.03,,650.00,\"33,116.25\"",
        "6/5/26,09:20:40,TRD,=\"5\",BOT +2 SPX 100 (Weeklys) 5 JUN 26 7500 CALL @2.90 CBOE,-1.14,-1.30,-580.00,\"32,533.81\"",
        "6/5/26,09:20:40,TRD,=\"5\",BOT +2 SPX 100 (Weeklys) 5 JUN 26 7500 CALL @2.90 CBOE,-1.15,-1.30,-580.00,\"31,951.36\"",
        "6/30/26,00:00:00,DOI,=\"999\",INTEREST,,,1.25,\"31,952.61\"",
        "6/30/26,00:00:01,DOI,=\"998\",ORDINARY DIVIDEND~KO,,,2.50,\"31,955.11\"",
        "7/1/26,13:24:59,FND,=\"997\",tIPAD CLIENT REQUESTED ELECTRONIC FUNDING RECEIPT (FUNDS NOW),,,100.00,\"32,055.11\"",
        ",,,,TOTAL,($4.62),($5.85),\"($2,831.25)\",\"$32,055.11\"",
    ]
    static let trades = [
        ",6/5/26 09:20:40,SINGLE,BUY,+2,TO OPEN,SPX,5 JUN 26,7500,CALL,2.90,2.90,LMT",
        ",6/5/26 09:20:40,SINGLE,BUY,+2,TO OPEN,SPX,5 JUN 26,7500,CALL,2.90,2.90,LMT",
        ",5/20/26 09:31:00,STOCK,SELL,-100,TO CLOSE,UUUU,,,STOCK,6.50,6.50,LMT",
        ",4/20/26 10:00:00,SINGLE,SELL,-1,TO OPEN,UUUU,15 MAY 26,6,PUT,.50,.50,LMT",
        ",4/2/26 09:40:15,BUTTERFLY,BUY,+1,TO OPEN,SPX,10 APR 26,6700,PUT,60.00,18.75,LMT",
        ",,,SELL,-2,TO OPEN,SPX,10 APR 26,6600,PUT,30.00,DEBIT,",
        ",,,BUY,+1,TO OPEN,SPX,10 APR 26,6500,PUT,18.75,,",
    ]

    static func file(cash: [String] = cash, trades: [String]? = trades) -> String {
        var lines = [title, "", "Cash Balance", cashHeader] + cash
        lines += [
            "", "Futures Statements",
            "Trade Date,Exec Date,Exec Time,Type,Ref #,Description,Misc Fees,Commissions & "
                + "Fees,Amount,Balance",
            "4/2/26,4/2/26,01:00:00,BAL,--,Futures cash balance at the start of business day,--,--,--,0.00", "", " ",
            "Total Cash $0.00", "", "Account Order History",
            "Notes,,Time Placed,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,PRICE,,TIF,Status",
            ",,4/2/26 09:40:10,BUTTERFLY,BUY,+1,TO OPEN,SPX,10 APR 26,6700,PUT,18.75,LMT,DAY,FILLED", "",
        ]
        if let trades { lines += ["Account Trade History", tradeHeader] + trades }
        lines += [
            "", "Equities", "Symbol,Description,Qty,Trade Price,Mark,Mark Value",
            "UUUU,ENERGY FUELS,+100,6.00,6.5,$650",
            "", "Profits and Losses", "Symbol,Description,P/L Open,P/L %,P/L Day,P/L YTD,P/L Diff,Mark Value",
            "SPX,S & P 500 INDEX,$0.00,0.00%,$0.00,$0.00,N/A,$0.00", "",
        ]
        return lines.joined(separator: "\n")
    }

    private func cash(_ result: ImportResult) -> Money {
        result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees }
    }

    @Test func tradesOfBothTablesCountOnce() throws {
        let result = try imported([Self.file()])
        let file = try #require(result.report.files.first)
        #expect(file.format == .thinkorswim && file.rows.skipped == 0)
        // The balance of the beginning, seven legs, three expirations, an assignment and its shares, interest, dividend,
        // deposit.
        #expect(file.rows.read == 16 && file.rows.imported == 16)
        let balance = try #require(result.events.first)
        #expect(balance.kind == .statement && balance.price == Money(tenThousandths: 348_968_300))
        #expect(balance.amount == .zero && balance.time.newYork.date.iso8601 == "2026-04-01")
        #expect(file.warnings.isEmpty, "\(file.warnings)")
        // The statement's own balances: 32,055.11 at the end, 34,896.83 at the beginning.
        #expect(cash(result) == Money(tenThousandths: 320_551_100 - 348_968_300))
        #expect(holdings(result.events) == ["SPXW260605C07500000": 4])
        let fly = result.events.filter { $0.orderIdentifier == "1005898731860" }
        #expect(fly.count == 3 && fly.reduce(Money.zero) { $0 + $1.amount } == Money(tenThousandths: -18_750_000))
        #expect(fly.reduce(Money.zero) { $0 + $1.fees } == Money(tenThousandths: -48_800))
        #expect(fly.map(\.quantity.whole).sorted { ($0 ?? 0) < ($1 ?? 0) } == [-2, 1, 1])
        let shares = try #require(
            result.events.first { $0.kind == .assignment && $0.instrument == .stock(symbol: "UUUU") })
        #expect(shares.quantity == Quantity(100) && shares.price == Money(tenThousandths: 60_000))
        #expect(result.report.events.dividends == 1 && result.report.events.interest == 1)
        #expect(result.report.events.transfers == 1 && result.report.events.expirations == 3)
    }

    @Test func withoutTheHistorySingleTradesAreBookedAndSpreadsTold() throws {
        let result = try imported([Self.file(trades: nil)])
        let file = try #require(result.report.files.first)
        // The last balance too: the spread's cash is in no row that is booked.
        #expect(file.rows.read == 15 && file.rows.imported == 14 && file.rows.skipped == 1)
        let balance = try #require(result.events.last)
        #expect(balance.kind == .statement && balance.price == Money(tenThousandths: 320_551_100))
        #expect(file.warnings.contains { $0.code == "balance_differs" })
        #expect(file.skipped.first?.reason.contains("Account Trade History") == true && file.skipped.first?.line == 6)
        // The same trades as with the history: importing that one too adds the legs of the spread alone.
        let more = try imported([Self.file()], existing: result.events)
        #expect(more.report.totals.imported == 3 && more.report.totals.duplicate == 13)
    }

    /// The columns of the foreign exchange table have the names of those of the cash: it begins no second statement.
    @Test(arguments: [
        [], ["7/2/24,01:00:00,BAL,,Forex cash balance,,,,0.00"],
        [",7/2/24,01:00:00,TRD,=\"5\",BOT EUR/USD,,1.00,1.00,1.00"],
    ]) func tablesOfOtherAssetsAreOfTheSameStatement(_ rows: [String]) throws {
        let other =
            [
                "", "Forex Statements",
                ",Date,Time,Type,Ref #,Description,Commissions & Fees,Amount,Amount(USD),Balance",
            ] + rows + [
                "", "Crypto (trading provided by Schwab Digital Assets) Statements",
                "Trade Date,Exec Date,Exec Time,Type,Ref #,Description,Commissions & Fees,Amount,Balance", "",
            ]
        let next = "\nAccount Order History"
        let text = Self.file().replacing(next, with: other.joined(separator: "\n") + next)
        var batch = ImportBatch()
        var file = ImportFile(path: "statement.csv")
        try file.read(Array(text.utf8))
        try batch.add(file)
        let outcome = batch.finish()
        #expect(outcome.bookings.count == 1)
        let told = rows.contains { $0.contains("TRD") } ? 1 : 0
        #expect(outcome.report.totals.imported == 16 && outcome.report.totals.skipped == told)
    }

    /// Receipts and disbursements move cash. What nobody knows is told, and the balance of the file takes it in.
    @Test func receiptsAndDisbursementsMoveTheCash() throws {
        let result = try imported([
            Self.file(
                cash: [
                    "7/1/24,00:00:00,BAL,,Cash balance at the start of business day 01.07 CST,,,,\"10,000.00\"",
                    "7/22/24,02:00:00,CRC,=\"7\",ELECTRONIC FUNDING RECEIPT,,,\"5,000.00\",\"15,000.00\"",
                    "7/23/24,02:00:00,CDB,=\"9\",ELECTRONIC FUNDING DISBURSEMENT,,,\"-2,000.00\",\"13,000.00\"",
                    "7/24/24,02:00:00,QQQ,=\"10\",NOBODY KNOWS,,,\"-1.00\",\"12,999.00\"",
                ], trades: [])
        ])
        let file = try #require(result.report.files.first)
        #expect(file.rows.imported == 4 && file.rows.skipped == 1)
        #expect(cash(result).text == "3,000.00" && result.report.events.transfers == 2)
        #expect(result.events.last?.kind == .statement && result.events.last?.price?.text == "12,999.00")
        #expect(file.warnings.map(\.code) == ["balance_differs", "unread_rows"], "\(file.warnings)")
    }

    @Test func aTradeWithoutCashIsBookedWithUnknownFees() throws {
        let result = try imported([Self.file(cash: [])])
        let file = try #require(result.report.files.first)
        let codes = file.warnings.map(\.code)
        #expect(file.rows.imported == 7 && codes.count { $0 == "no_cash_row" } == 7)
        // The delivery that opened the shares is a row of the cash balance.
        #expect(Set(codes) == ["no_cash_row", "closing_without_opening"])
    }

    @Test func sentencesAreRead() throws {
        func read(_ text: String, _ type: Substring = "RAD") -> ThinkorswimDescription { .init(text, type: type) }
        let spy = try OptionContract(text: "SPY 10 JUN 22 402 PUT")
        #expect(
            read("REMOVAL OF OPTION DUE TO EXERCISE -10.0 SPY 100 (Weeklys) 10 JUN 22 402 PUT")
                == .ending(.exercise, quantity: Quantity(-10), contract: spy))
        #expect(
            read("REMOVAL OF OPTION DUE TO ASSIGNMENT 1.0 SPY 100 (Weeklys) 10 JUN 22 402 PUT")
                == .ending(.assignment, quantity: Quantity(1), contract: spy))
        let spx = try OptionContract(text: "SPX 31 AUG 2023 4515 PUT")
        #expect(
            read("Removal of Option due to expiration -1.0 $SPX.X 100 (WEEKLY) 31 Aug 2023 4515.0 PUT")
                == .ending(.expiration, quantity: Quantity(-1), contract: spx))
        #expect(
            read("SOLD -1 SPY 100 18 JUN 21 420 PUT @3.20", "TRD")
                == .trade(
                    quantity: Quantity(-1), symbol: "SPY",
                    instrument: .option(try OptionContract(text: "SPY 18 JUN 21 420 PUT")),
                    price: Money(tenThousandths: 32_000)))
        #expect(
            read("BOT +2 VERTICAL SPY 100 (Weeklys) 8 JAN 21 355/350 PUT @1.20", "TRD")
                == .trade(quantity: Quantity(2), symbol: "SPY", instrument: nil, price: Money(tenThousandths: 12_000)))
        #expect(
            read("BOT +1 /ESZ26:XCME @5,000.25", "TRD")
                == .trade(
                    quantity: Quantity(1), symbol: "/ESZ26:XCME", instrument: nil,
                    price: Money(tenThousandths: 50_002_500)))
        #expect(read("ORDINARY DIVIDEND~AAPL", "DOI") == .dividend(symbol: "AAPL"))
        #expect(read("", "DOI") == .other && read("BOT", "TRD") == .other && read("SOLD x y z", "TRD") == .other)
    }

    @Test func damageAndForeignTablesAreTold() throws {
        let result = try imported([
            Self.file(
                cash: [
                    "4/2/26,25:40:16,FND,=\"1\",DEPOSIT,,,5.00,5.00", "4/2/26,09:40:16,FND,=\"1\",DEPOSIT,,,=5+5,5.00",
                    "4/2/26,09:40:16,XYZ,=\"1\",SOMETHING,,,5.00,5.00", "4/2/26,09:40:16,FND,=\"1\",DEPOSIT,,",
                    "4/2/26,09:40:16,FND,=\"1\",DEPOSIT,,,5.00,5.00",
                ],
                trades: [
                    ",4/2/26 09:40:15,SINGLE,BUY,+1,TO OPEN,/ESZ26,DEC 26,,FUTURE,5000.00,5000.00,LMT",
                    ",,,BUY,+1,TO OPEN,SPX,10 APR 26,6500,PUT,~,,",
                ])
        ])
        let file = try #require(result.report.files.first)
        #expect(file.rows.read == 7 && file.rows.imported == 1 && file.rows.skipped == 6)
        #expect(cash(result) == Money(tenThousandths: 50_000))
    }

    @Test func theAccountIsThatOfTheTitle() throws {
        var file = ImportFile(path: "x.csv")
        try file.read(Array(Self.file().utf8))
        var batch = ImportBatch()
        try batch.add(file)
        #expect(batch.accounts.map(\.name) == ["thinkorswim-699"])
        #expect(
            ThinkorswimReader.account(title: "Account Statement for D-68011053 (margin) since 1/1/26") == "D68011053")
        #expect(ThinkorswimReader.account(title: "Account Statement since 1/1/26") == nil)
    }

    @Test func againAndOverlappingStatementsCountOnce() throws {
        let first = try imported([Self.file()])
        let again = try imported([Self.file()], existing: first.events)
        #expect(again.events.isEmpty && again.report.totals.duplicate == 16)
        let early = Self.file(cash: Array(Self.cash.prefix(9)), trades: Array(Self.trades.dropFirst(2)))
        let late = Self.file(cash: Array(Self.cash.dropFirst(6)), trades: Array(Self.trades.prefix(3)))
        let both = try imported([early, late])
        #expect(Set(both.events.map(\.id)) == Set(first.events.map(\.id)))
        #expect(cash(both) == cash(first))
    }

    @Test func aFileCutAnywhereInventsNothing() throws {
        let whole = try imported([Self.file()])
        let known = Set(whole.events.map(\.id))
        let bytes = Array(("\u{FEFF}" + Self.file().replacing("\n", with: "\r\n")).utf8)
        let header = (Self.title + Self.cashHeader).utf8.count + 40
        for length in stride(from: header, to: bytes.count, by: 7) {
            var file = ImportFile(path: "cut.csv")
            try file.read(bytes[..<length])
            var session = ImportSession(account: "test")
            try session.add(file)
            let result = session.finish()
            let totals = result.report.totals
            #expect(totals.read == totals.imported + totals.skipped + totals.duplicate, "cut at \(length)")
            #expect(booked(result.events).count { !known.contains($0.id) } <= 1, "cut at \(length)")
        }
    }
}
