import MagnusAnalysis
import MagnusConnectors
import MagnusDomain
import Testing

/// One wheel as each broker prints it: a put sold at 1.00 is assigned at 50 on a Friday, a call sold at 1.10 takes the
/// shares away at 52. Brokers date the shares on the day of the option, at the weekend or on the next business day.
@Suite struct BrokerWheelTests {
    struct Export: Sendable, CustomTestStringConvertible {
        var broker: String
        /// From the header on.
        var lines: [String]
        var testDescription: String { broker }
    }

    static let schwab = Export(
        broker: "schwab",
        lines: [
            "\"Date\",\"Action\",\"Symbol\",\"Description\",\"Quantity\",\"Price\",\"Fees & Comm\",\"Amount\"",
            "\"02/24/2025\",\"Sell\",\"XYZ\",\"XYZ CORP\",\"100\",\"$52.00\",\"\",\"$5200.00\"",
            "\"02/24/2025 as of 02/21/2025\",\"Assigned\",\"XYZ 02/21/2025 52.00 C\",\"CALL XYZ\",\"1\",\"\",\"\",\"\"",
            "\"01/21/2025\",\"Sell to Open\",\"XYZ 02/21/2025 52.00 C\",\"CALL XYZ\",\"1\",\"$1.10\",\"\",\"$110.00\"",
            "\"01/21/2025\",\"Buy\",\"XYZ\",\"XYZ CORP\",\"100\",\"$50.00\",\"\",\"-$5000.00\"",
            "\"01/21/2025 as of 01/17/2025\",\"Assigned\",\"XYZ 01/17/2025 50.00 P\",\"PUT XYZ\",\"1\",\"\",\"\",\"\"",
            "\"01/03/2025\",\"Sell to Open\",\"XYZ 01/17/2025 50.00 P\",\"PUT XYZ\",\"1\",\"$1.00\",\"\",\"$100.00\"",
        ])
    static let robinhood = Export(
        broker: "robinhood",
        lines: [
            "\"Activity Date\",\"Process Date\",\"Settle Date\",\"Instrument\",\"Description\",\"Trans Code\","
                + "\"Quantity\",\"Price\",\"Amount\"",
            robinhood("2/24/2025", "XYZ\n1 XYZ Option Assigned", "Sell", "100", "$52.00", "$5,200.00"),
            robinhood("2/21/2025", "XYZ 2/21/2025 Call $52.00", "OASGN", "1"),
            robinhood("1/21/2025", "XYZ 2/21/2025 Call $52.00", "STO", "1", "$1.10", "$110.00"),
            robinhood("1/21/2025", "XYZ\n1 XYZ Option Assigned", "Buy", "100", "$50.00", "($5,000.00)"),
            robinhood("1/17/2025", "XYZ 1/17/2025 Put $50.00", "OASGN", "1"),
            robinhood("1/3/2025", "XYZ 1/17/2025 Put $50.00", "STO", "1", "$1.00", "$100.00"),
        ])
    /// The same without the words that say what moved the shares, dated on the days of the options.
    static let robinhoodWithoutWords = Export(
        broker: "robinhood without words",
        lines: [
            robinhood.lines[0],
            robinhood("2/21/2025", "XYZ 2/21/2025 Call $52.00", "OASGN", "1"),
            robinhood("2/21/2025", "100 XYZ Call Assigned", "Sell", "100", "$52.00", "$5,200.00"),
            robinhood("1/21/2025", "XYZ 2/21/2025 Call $52.00", "STO", "1", "$1.10", "$110.00"),
            robinhood("1/17/2025", "XYZ 1/17/2025 Put $50.00", "OASGN", "1"),
            robinhood("1/17/2025", "XYZ Corp", "Buy", "100", "$50.00", "($5,000.00)"),
            robinhood("1/3/2025", "XYZ 1/17/2025 Put $50.00", "STO", "1", "$1.00", "$100.00"),
        ])
    static let thinkorswim = Export(
        broker: "thinkorswim",
        lines: [
            "Cash Balance",
            "DATE,TIME,TYPE,REF #,DESCRIPTION,Misc Fees,Commissions & Fees,AMOUNT,BALANCE",
            "1/3/25,10:00:00,TRD,=\"1\",SOLD -1 XYZ 100 17 JAN 25 50 PUT @1.00,,,100.00,\"100.00\"",
            "1/17/25,22:00:00,RAD,=\"2\",PUT XYZ CORP $50 EXP 01/17/25: ASG: 1.0 .XYZ250117P50,,,,\"100.00\"",
            "1/18/25,04:05:52,EXP,=\"3\",BOT 100.0 XYZ UPON XYZ CORP,,,\"-5,000.00\",\"-4,900.00\"",
            "1/21/25,10:00:00,TRD,=\"4\",SOLD -1 XYZ 100 21 FEB 25 52 CALL @1.10,,,110.00,\"-4,790.00\"",
            "2/21/25,22:00:00,RAD,=\"5\",CALL XYZ CORP $52 EXP 02/21/25: ASG: 1.0 .XYZ250221C52,,,,\"-4,790.00\"",
            "2/22/25,04:05:52,EXP,=\"6\",SOLD -100.0 XYZ UPON XYZ CORP,,,\"5,200.00\",\"410.00\"",
        ])
    static let fidelity = Export(
        broker: "fidelity",
        lines: [
            "", "Brokerage", "",
            "Run Date,Action,Symbol,Description,Type,Quantity,Price ($),Commission ($),Fees ($),Accrued Interest ($),"
                + "Amount ($),Settlement Date",
            fidelity(
                "02/24/2025", "YOU SOLD ASSIGNED CALLS AS OF 02-21-25 XYZ CORP (XYZ)", "XYZ", "-100", "52", "5200"),
            fidelity("02/24/2025", "ASSIGNED as of 02/21/2025 CALL (XYZ) XYZ CORP", " -XYZ250221C52", "1"),
            fidelity("01/21/2025", "YOU SOLD OPENING TRANSACTION CALL (XYZ)", " -XYZ250221C52", "-1", "1.10", "110"),
            fidelity(
                "01/21/2025", "YOU BOUGHT ASSIGNED PUTS AS OF 01-17-25 XYZ CORP (XYZ)", "XYZ", "100", "50", "-5000"),
            fidelity("01/21/2025", "ASSIGNED as of 01/17/2025 PUT (XYZ) XYZ CORP", " -XYZ250117P50", "1"),
            fidelity("01/03/2025", "YOU SOLD OPENING TRANSACTION PUT (XYZ)", " -XYZ250117P50", "-1", "1.00", "100"),
        ])
    static let vanguard = Export(
        broker: "vanguard",
        lines: [
            "Account Number,Trade Date,Settlement Date,Transaction Type,Transaction Description,Investment Name,Symbol,"
                + "Shares,Share Price,Principal Amount,Commissions and Fees,Net Amount,Accrued Interest,Account Type,",
            vanguard("2025-02-24", "Sell", "XYZ", "-100", "52", "5200"),
            vanguard("2025-02-21", "Assigned", "XYZ 250221 C 52.00", "1", "0", "0"),
            vanguard("2025-01-21", "Sell to open", "XYZ 250221 C 52.00", "-1", "1.1", "110"),
            vanguard("2025-01-21", "Buy", "XYZ", "100", "50", "-5000"),
            vanguard("2025-01-17", "Assigned", "XYZ 250117 P 50.00", "1", "0", "0"),
            vanguard("2025-01-03", "Sell to open", "XYZ 250117 P 50.00", "-1", "1", "100"),
        ])
    static let tastytrade = Export(
        broker: "tastytrade",
        lines: [
            "Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,"
                + "Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency",
            tastytrade("2025-02-21T22:00:00+0100", "Sell to Close", "XYZ", nil, "\"5,200.00\"", "100", "52.00"),
            tastytrade(
                "2025-02-21T22:00:00+0100", nil, "XYZ   250221C00052000", ("2/21/25", "52", "CALL"), "0.00", "1"),
            tastytrade(
                "2025-01-21T16:00:00+0100", "Sell to Open", "XYZ   250221C00052000", ("2/21/25", "52", "CALL"),
                "110.00",
                "1", "110.00"),
            tastytrade("2025-01-17T22:00:00+0100", "Buy to Open", "XYZ", nil, "\"-5,000.00\"", "100", "-50.00"),
            tastytrade("2025-01-17T22:00:00+0100", nil, "XYZ   250117P00050000", ("1/17/25", "50", "PUT"), "0.00", "1"),
            tastytrade(
                "2025-01-03T16:00:00+0100", "Sell to Open", "XYZ   250117P00050000", ("1/17/25", "50", "PUT"), "100.00",
                "1", "100.00"),
        ])
    /// An activity list: shares carry no mark of the assignment, options are named in the description.
    static let etrade = Export(
        broker: "etrade",
        lines: [
            "All Transactions Activity Types", "", "Account Activity for b -1847 from Prior Year", "", "Total:,410.00",
            "",
            "Activity/Trade Date,Transaction Date,Settlement Date,Activity Type,Description,Symbol,Cusip,Quantity #,"
                + "Price $,Amount $,Commission,Category,Note",
            etrade("02/24/25", "Option Assigned", "CALL XYZ    02/21/25    52.000", "1.0", "", "0.0"),
            etrade("02/24/25", "Sold", "XYZ CORP", "-100.0", "52.0", "5200.0"),
            etrade("01/21/25", "Sold Short", "CALL XYZ    02/21/25    52.000", "-1.0", "1.1", "110.0"),
            etrade("01/21/25", "Option Assigned", "PUT  XYZ    01/17/25    50.000", "1.0", "", "0.0"),
            etrade("01/21/25", "Bought", "XYZ CORP", "100.0", "50.0", "-5000.0"),
            etrade("01/03/25", "Sold Short", "PUT  XYZ    01/17/25    50.000", "-1.0", "1.0", "100.0"),
        ])
    /// A Flex statement: both halves of a delivery are executions of their own with the note A.
    static let interactiveBrokers = Export(
        broker: "ibkr",
        lines: [
            "<FlexQueryResponse queryName=\"q\" type=\"AF\"><FlexStatements count=\"1\">",
            "<FlexStatement accountId=\"U7654321\" fromDate=\"20250101\" toDate=\"20250331\"><Trades>",
            flex("20250103;100000", "XYZ   250117P00050000", "-1", "1", "100"),
            flex("20250117;162000", "XYZ   250117P00050000", "1", "0", "0", isBooked: true),
            flex("20250117;162000", "XYZ", "100", "50", "-5000", isBooked: true),
            flex("20250121;100000", "XYZ   250221C00052000", "-1", "1.1", "110"),
            flex("20250221;162000", "XYZ   250221C00052000", "1", "0", "0", isBooked: true),
            flex("20250221;162000", "XYZ", "-100", "52", "5200", isBooked: true),
            "</Trades></FlexStatement></FlexStatements></FlexQueryResponse>",
        ])

    /// OFX: an assigned option is closed by `CLOSUREOPT`, its shares are bought and sold like others.
    static let openFinancial = Export(
        broker: "ofx",
        lines: [
            "OFXHEADER:100", "DATA:OFXSGML", "VERSION:102", "ENCODING:USASCII", "CHARSET:1252", "",
            "<OFX><SIGNONMSGSRSV1><SONRS><FI><ORG>Broker</FI></SONRS></SIGNONMSGSRSV1><INVSTMTMSGSRSV1>",
            "<INVSTMTTRNRS><INVSTMTRS><CURDEF>USD<INVACCTFROM><BROKERID>b.com<ACCTID>X0004321</INVACCTFROM>",
            "<INVTRANLIST><DTSTART>20250101<DTEND>20250331",
            ofx("SELLOPT", "20250103", "2", "<UNITS>1<UNITPRICE>1.00<TOTAL>100.00<OPTSELLTYPE>SELLTOOPEN"),
            ofx("CLOSUREOPT", "20250117", "2", "<OPTACTION>ASSIGN<UNITS>1"),
            ofx("BUYSTOCK", "20250117", "1", "<UNITS>100<UNITPRICE>50.00<TOTAL>-5000.00<BUYTYPE>BUY"),
            ofx("SELLOPT", "20250121", "3", "<UNITS>1<UNITPRICE>1.10<TOTAL>110.00<OPTSELLTYPE>SELLTOOPEN"),
            ofx("CLOSUREOPT", "20250221", "3", "<OPTACTION>ASSIGN<UNITS>1"),
            ofx("SELLSTOCK", "20250221", "1", "<UNITS>-100<UNITPRICE>52.00<TOTAL>5200.00<SELLTYPE>SELL"),
            "</INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1><SECLISTMSGSRSV1><SECLIST>",
            "<STOCKINFO><SECINFO><SECID><UNIQUEID>1<UNIQUEIDTYPE>CUSIP</SECID><SECNAME>XYZ CORP<TICKER>XYZ</SECINFO>"
                + "</STOCKINFO>",
            ofxOption("2", "XYZ   250117P00050000", "PUT", "50", "20250117"),
            ofxOption("3", "XYZ   250221C00052000", "CALL", "52", "20250221"),
            "</SECLIST></SECLISTMSGSRSV1></OFX>",
        ])
    static let plain = Export(
        broker: "plain",
        lines: [
            "date,action,symbol,quantity,price,amount",
            "2025-01-03,sell to open,XYZ250117P00050000,1,1.00,",
            "2025-01-17,assignment,XYZ250117P00050000,1,,",
            "2025-01-17,assignment,XYZ,100,50.00,",
            "2025-01-21,sell to open,XYZ250221C00052000,1,1.10,",
            "2025-02-21,assignment,XYZ250221C00052000,1,,",
            "2025-02-21,assignment,XYZ,-100,52.00,",
        ])

    /// Shares that were written down as bought and sold.
    static let plainTrades = Export(
        broker: "plain with trades",
        lines: plain.lines.map {
            $0.replacing("assignment,XYZ,100", with: "buy,XYZ,100").replacing(
                "assignment,XYZ,-100", with: "sell,XYZ,100")
        })

    @Test(arguments: [
        schwab, robinhood, robinhoodWithoutWords, thinkorswim, fidelity, vanguard, tastytrade, etrade,
        interactiveBrokers, openFinancial, plain, plainTrades,
    ])
    func aWheelComesOutTheSame(_ export: Export) throws {
        var batch = ImportBatch(account: "mine")
        var file = ImportFile(path: "export.csv")
        try file.read(Array(export.lines.joined(separator: "\n").utf8))
        try batch.add(file)
        let outcome = batch.finish()
        #expect(outcome.report.totals.imported == 6 && outcome.report.totals.skipped == 0)
        #expect(outcome.report.files.flatMap(\.skipped).isEmpty)
        let events = outcome.bookings[0].result.events
        let book = LedgerBook(events)
        #expect(book.issues.isEmpty)
        #expect(book.positions.isEmpty)
        #expect(book.realizedProfit(of: "mine") == Money(tenThousandths: 4_100_000))
        let shares = try #require(book.closedLots.first { $0.instrument == .stock(symbol: "XYZ") })
        // The broker's view: 2.00 a share; for tax both premiums are part of the shares.
        #expect(book.closedLots.count == 3 && shares.quantity == Quantity(100) && shares.isTaxCostKnown)
        #expect(shares.profit == Money(tenThousandths: 2_000_000))
        #expect(shares.openingPremium == Money(tenThousandths: 1_000_000))
        #expect(shares.closingPremium == Money(tenThousandths: 1_100_000))
        #expect(shares.taxProfit == Money(tenThousandths: 4_100_000))
        let options = book.closedLots.filter { $0.instrument != shares.instrument }
        #expect(options.allSatisfy { $0.isRolledIntoShares && $0.taxProfit == .zero && $0.ending == .assigned })
        let end = try #require(events.last).time
        let campaigns = WheelCampaignFinder(book, trades: TradeBlotter(events).trades, now: end).campaigns
        #expect(campaigns.count == 1)
        let campaign = try #require(campaigns.first)
        #expect(campaign.symbol == "XYZ" && campaign.shares.isZero && campaign.endedAt != nil)
        #expect(campaign.premium == Money(tenThousandths: 2_100_000))
        #expect(campaign.realizedProfit == Money(tenThousandths: 4_100_000))
    }

    private static func ofx(_ name: String, _ date: String, _ security: String, _ values: String) -> String {
        "<\(name)><INVTRAN><FITID>\(date)\(security)<DTTRADE>\(date)120000.000[-5:EST]<MEMO>words</INVTRAN>"
            + "<SECID><UNIQUEID>\(security)<UNIQUEIDTYPE>CUSIP</SECID>\(values)</\(name)>"
    }

    private static func ofxOption(
        _ id: String, _ ticker: String, _ right: String, _ strike: String, _ expiry: String
    ) -> String {
        "<OPTINFO><SECINFO><SECID><UNIQUEID>\(id)<UNIQUEIDTYPE>CUSIP</SECID><SECNAME>XYZ<TICKER>\(ticker)</SECINFO>"
            + "<OPTTYPE>\(right)<STRIKEPRICE>\(strike)<DTEXPIRE>\(expiry)<SHPERCTRCT>100<SECID><UNIQUEID>1</SECID></OPTINFO>"
    }

    private static func etrade(
        _ date: String, _ type: String, _ description: String, _ quantity: String, _ price: String, _ amount: String
    ) -> String {
        "\(date),\(date),\(date),\(type),\(description),XYZ,--,\(quantity),\(price),\(amount),0.0,--,--"
    }

    private static func flex(
        _ time: String, _ symbol: String, _ quantity: String, _ price: String, _ proceeds: String,
        isBooked: Bool = false
    ) -> String {
        let isOption = symbol.count > 3
        return
            "<Trade currency=\"USD\" assetCategory=\"\(isOption ? "OPT" : "STK")\" symbol=\"\(symbol)\" multiplier=\""
            + "\(isOption ? "100" : "1")\" quantity=\"\(quantity)\" tradePrice=\"\(price)\" proceeds=\"\(proceeds)\" "
            + "ibCommission=\"0\" ibCommissionCurrency=\"USD\" dateTime=\"\(time)\" transactionType=\""
            + "\(isBooked ? "BookTrade" : "ExchTrade")\" notes=\"\(isBooked ? "A" : "")\" levelOfDetail=\"EXECUTION\" />"
    }

    private static func robinhood(
        _ date: String, _ description: String, _ code: String, _ quantity: String, _ price: String = "",
        _ amount: String = ""
    ) -> String {
        [date, date, date, "XYZ", description, code, quantity, price, amount].map { "\"\($0)\"" }
            .joined(separator: ",")
    }

    private static func fidelity(
        _ date: String, _ action: String, _ symbol: String, _ quantity: String, _ price: String = "",
        _ amount: String = ""
    ) -> String {
        " \(date), \(action) (Margin), \(symbol), XYZ CORP,Margin,\(quantity),\(price),,,,\(amount),01/22/2025"
    }

    private static func vanguard(
        _ date: String, _ type: String, _ symbol: String, _ shares: String, _ price: String, _ net: String
    ) -> String {
        "68411173,\(date),\(date),\(type),\(type),XYZ CORP,\(symbol),\(shares),\(price),\(net),0.0,\(net),0.0,CASH,"
    }

    /// - Parameter action: nil for the option that was assigned.
    private static func tastytrade(
        _ time: String, _ action: String?, _ symbol: String, _ terms: (String, String, String)?, _ value: String,
        _ quantity: String, _ price: String = ""
    ) -> String {
        let isDelivery = terms == nil || action == nil
        let type = isDelivery ? "Receive Deliver" : "Trade"
        let subType = action ?? "Assignment"
        let word = action.map { $0.uppercased().replacing(" ", with: "_") } ?? ""
        let kind = terms == nil ? "Equity" : "Equity Option"
        let (expiry, strike, right) = terms ?? ("", "", "")
        return [
            time, type, subType, word, symbol, kind, "XYZ", value, quantity, price, "--", "0.00",
            terms == nil ? "" : "100", terms == nil ? "" : "XYZ", "XYZ", expiry, strike, right, "", "USD",
        ].joined(separator: ",")
    }
}
