import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Lines of Flex statements that the genuine files lack.
@Suite struct FlexReaderTests {
    static func file(_ body: String, account: String = "U7654321") -> String {
        "<FlexQueryResponse queryName=\"q\" type=\"AF\"><FlexStatements count=\"1\">"
            + "<FlexStatement accountId=\"\(account)\" fromDate=\"20260101\" toDate=\"20260331\">\(body)</FlexStatement>"
            + "</FlexStatements></FlexQueryResponse>"
    }

    static func element(_ name: String, _ pairs: KeyValuePairs<String, String>) -> String {
        "<\(name) " + pairs.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: " ") + " />\n"
    }

    static func trade(
        quantity: String = "-2", proceeds: String = "300", notes: String = "", level: String = "EXECUTION",
        symbol: String = "KO    260320P00070000", type: String = "ExchTrade", time: String = "20260302;104012",
        currency: String = "USD"
    ) -> String {
        element(
            "Trade",
            [
                "currency": currency, "assetCategory": symbol.contains("0000") ? "OPT" : "STK", "symbol": symbol,
                "multiplier": symbol.contains("0000") ? "100" : "1", "quantity": quantity, "tradePrice": "1.5",
                "proceeds": proceeds, "ibCommission": "-1.3", "ibCommissionCurrency": "USD", "dateTime": time,
                "transactionType": type, "notes": notes, "levelOfDetail": level, "ibOrderID": "77",
            ])
    }

    private func batch(_ text: String...) throws -> ImportBatch.Outcome {
        var batch = ImportBatch()
        for text in text {
            var file = ImportFile(path: "flex.txt")
            try file.read(Array(text.utf8))
            try batch.add(file)
        }
        return batch.finish()
    }

    /// Cash that moves between accounts is no security; a bond is none that is kept, and its cash is booked.
    @Test func cashOfTransfersAndBondsIsBooked() throws {
        let transfer = Self.element(
            "Transfer",
            [
                "currency": "USD", "assetCategory": "CASH", "symbol": "--", "type": "ACATS", "direction": "IN",
                "quantity": "0", "dateTime": "20260206", "cashTransfer": "305947.84",
            ])
        let bond = Self.element(
            "Trade",
            [
                "currency": "USD", "assetCategory": "BOND", "symbol": "T 4 1/2 11/15/33", "quantity": "10000",
                "tradePrice": "101", "proceeds": "-10100", "netCash": "-10105", "ibCommission": "-5",
                "dateTime": "20260302;104012", "levelOfDetail": "EXECUTION",
            ])
        let outcome = try batch(Self.file("<Transfers>\(transfer)</Transfers><Trades>\(bond)</Trades>"))
        let events = outcome.bookings[0].result.events
        #expect(outcome.report.totals.imported == 2 && outcome.report.totals.skipped == 0)
        #expect(events.map(\.kind) == [.transfer, .otherAsset] && events.allSatisfy { $0.instrument == nil })
        #expect(events[1].orderIdentifier == "T 4 1/2 11/15/33" && events[1].quantity == Quantity(10_000))
        #expect(events[0].amount.text == "305,947.84")
        #expect(events[1].amount.text == "-10,100.00" && events[1].fees.text == "-5.00")
        #expect(outcome.report.files[0].warnings.contains { $0.code == "bond_cash" })
    }

    /// A trade in dollars is booked whatever its commission was paid in.
    @Test func aForeignCommissionIsToldAndTheTradeBooked() throws {
        let row = Self.trade().replacing(
            "ibCommissionCurrency=\"USD\"", with: "ibCommissionCurrency=\"EUR\" netCash=\"298.70\"")
        let outcome = try batch(Self.file("<Trades>\(row)</Trades>"))
        let event = try #require(outcome.bookings[0].result.events.first)
        #expect(event.amount.dollars == 300 && event.fees == .zero)
        let warnings = outcome.report.files[0].warnings
        #expect(warnings.map(\.code) == ["foreign_commission"] && warnings[0].message.contains("-1.30 EUR"))
    }

    /// What is skipped is told with the account it is of, and counted there.
    /// A row that lost its currency is in that of the account, unless its rate to it tells another one.
    @Test func aLostCurrencyIsNoDollar() throws {
        let row = Self.trade()
        #expect(row.contains("currency=\"USD\""))
        let bare = row.replacing("currency=\"USD\"", with: "")
        #expect(try batch(Self.file(bare)).report.totals.imported == 1)
        let same = row.replacing("currency=\"USD\"", with: "fxRateToBase=\"1\"")
        #expect(try batch(Self.file(same)).report.totals.imported == 1)
        let other = try batch(Self.file(row.replacing("currency=\"USD\"", with: "fxRateToBase=\"0.93\"")))
        #expect(other.report.totals.imported == 0 && other.report.totals.skipped == 1)
        let mark = try #require(other.bookings.first?.result.events.first)
        #expect(mark.kind == .unread && mark.price == nil && mark.details.contains("0.93"))
    }

    @Test func skippedRowsAreOfTheirAccount() throws {
        let statement = { (account: String, rows: String) in
            "<FlexStatement accountId=\"\(account)\" fromDate=\"20260101\" toDate=\"20260331\"><Trades>\(rows)</Trades>"
                + "</FlexStatement>"
        }
        let outcome = try batch(
            "<FlexQueryResponse queryName=\"q\" type=\"AF\"><FlexStatements count=\"2\">"
                + statement("U1234567", Self.trade())
                + statement("U7654321", Self.trade() + Self.trade(currency: "EUR") + Self.trade(quantity: "0"))
                + "</FlexStatements></FlexQueryResponse>")
        let files = outcome.report.files
        #expect(files.map(\.account) == ["ibkr-4567", "ibkr-4321"])
        #expect(files.map(\.rows.skipped) == [0, 2] && files.map(\.rows.read) == [1, 3])
        #expect(files.map(\.skipped.count) == [0, 2])
        #expect(files[1].skipped.allSatisfy { $0.brokerAccount == nil }, "the number is personal")
    }

    @Test func executionsCountOnce() throws {
        let levels = ["ORDER", "EXECUTION", "CLOSED_LOT", "SYMBOL_SUMMARY"].map { Self.trade(level: $0) }.joined()
        let outcome = try batch(Self.file("<Trades>\(levels)<Order symbol=\"KO\" /><Lot symbol=\"KO\" /></Trades>"))
        let events = outcome.bookings[0].result.events
        #expect(outcome.report.totals.read == 1 && outcome.report.files[0].footerLines == 5)
        #expect(holdings(events) == ["KO260320P00070000": -2] && events[0].orderIdentifier == "77")
        #expect(events[0].amount.dollars == 300 && events[0].fees.dollars == -1.3)
        #expect(events[0].time.newYork.hourMinute == "10:40" && outcome.bookings[0].target.name == "ibkr-4321")
        // Without executions the orders are the rows.
        let orders = try batch(Self.file("<Trades>\(Self.trade(level: "ORDER"))</Trades>"))
        #expect(orders.report.totals.imported == 1 && orders.report.files[0].layout == "orders")
    }

    @Test func assignmentsStatedTwiceCountOnce() throws {
        let trades =
            Self.trade()
            + Self.trade(quantity: "2", proceeds: "0", notes: "A", type: "BookTrade", time: "20260320;162000")
            + Self.trade(
                quantity: "200", proceeds: "-14000", notes: "A", symbol: "KO", type: "BookTrade",
                time: "20260320;162000")
        func removal(_ type: String, _ symbol: String, _ quantity: String, category: String = "OPT") -> String {
            Self.element(
                "OptionEAE",
                [
                    "currency": "USD", "assetCategory": category, "symbol": symbol, "date": "20260320",
                    "multiplier": category == "OPT" ? "100" : "1", "transactionType": type, "quantity": quantity,
                    "tradePrice": "0", "proceeds": "0",
                ])
        }
        let section =
            "<OptionEAE>\(removal("Assignment", "KO    260320P00070000", "2"))"
            + removal("Buy", "KO", "200", category: "STK") + removal("Expiration", "KO    260320C00080000", "-1")
            + removal("Nonsense", "KO    260320C00080000", "-1") + "</OptionEAE>"
        let outcome = try batch(Self.file("<Trades>\(trades)</Trades>\(section)"))
        let events = outcome.bookings[0].result.events
        #expect(outcome.report.totals.read == 5 && outcome.report.totals.skipped == 1)
        #expect(booked(events).map(\.kind) == [.trade, .assignment, .assignment, .expiration])
        #expect(holdings(events) == ["KO": 200, "KO260320C00080000": -1])
    }

    @Test func cashKindsAndCurrencies() throws {
        func cash(_ type: String, _ amount: String, currency: String = "USD", level: String = "DETAIL") -> String {
            Self.element(
                "CashTransaction",
                [
                    "currency": currency, "symbol": "KO", "assetCategory": "STK", "dateTime": "20260302",
                    "amount": amount, "type": type, "description": "KO &amp; words", "levelOfDetail": level,
                ])
        }
        let rows =
            cash("Dividends", "1") + cash("Payment In Lieu Of Dividends", "2") + cash("Withholding Tax", "-0.3")
            + cash("Broker Interest Paid", "-4") + cash("Other Fees", "-5") + cash("Deposits/Withdrawals", "600")
            + cash("Something New", "7") + cash("Dividends", "8", currency: "EUR") + cash("Dividends", "x")
            + cash("Dividends", "1", level: "SUMMARY")
        let outcome = try batch(Self.file("<CashTransactions>\(rows)</CashTransactions>"))
        let events = booked(outcome.bookings[0].result.events)
        // Another currency is no dollar of the cash; an amount that cannot be read makes it unknown.
        let marks = outcome.bookings[0].result.events.filter { $0.kind == .unread }
        #expect(marks.count == 2 && marks.map(\.price).contains(.zero) && marks.map(\.price).contains(nil))
        #expect(
            Set(events.map { "\($0.kind.rawValue) \(($0.amount + $0.fees).text)" }) == [
                "dividend 1.00", "dividend 2.00", "dividend -0.30", "interest -4.00", "fee -5.00", "transfer 600.00",
                "adjustment 7.00",
            ])
        #expect(events.allSatisfy { $0.details == "KO & words" } && outcome.report.files[0].footerLines == 1)
        #expect(
            outcome.report.files[0].skipped.map(\.reason) == [
                "CashTransaction currency: EUR: only US dollars are booked", "CashTransaction amount: no amount",
            ])
    }

    @Test func corporateActionsAndTransfers() throws {
        func action(_ type: String, _ quantity: String, _ words: String = "") -> String {
            Self.element(
                "CorporateAction",
                [
                    "currency": "USD", "assetCategory": "STK", "symbol": "KO", "reportDate": "20260303",
                    "quantity": quantity, "proceeds": "0", "type": type, "description": words,
                ])
        }
        let transfer = Self.element(
            "Transfer",
            [
                "currency": "USD", "assetCategory": "STK", "symbol": "KO", "date": "20260304", "direction": "OUT",
                "quantity": "5", "cashTransfer": "0",
            ])
        let body =
            action("FS", "100") + action("IC", "-1") + action("SO", "2") + action("", "3", "KO SPLIT 2 FOR 1")
            + action("", "4", "KO(US) MERGED(Acquisition)") + action("ZZ", "5") + transfer
        let events = try batch(Self.file(body)).bookings[0].result.events
        #expect(
            events.map(\.kind) == [.split, .symbolChange, .merger, .split, .merger, .adjustment, .transfer])
        #expect(holdings(events) == ["KO": 108])
    }

    /// A row that states shares changes the holding or is told as not booked: the codes as ibflex lists them, ED as in a
    /// genuine statement (ib-edavki issue 117: type ED, quantity -20, proceeds 0).
    @Test func sharesOfDividendsAreBookedOrTold() throws {
        func action(_ type: String, _ quantity: String, _ proceeds: String, _ words: String) -> String {
            Self.element(
                "CorporateAction",
                [
                    "currency": "USD", "assetCategory": "STK", "symbol": "KO", "reportDate": "20260303",
                    "quantity": quantity, "proceeds": proceeds, "type": type, "description": words,
                ])
        }
        let body =
            action("SD", "50", "0", "KO(US) STOCK DIVIDEND 1 FOR 4") + action("HI", "20", "0", "CHOICE DIVIDEND")
            + action("ED", "-20", "0", "EXPIRE DIVIDEND RIGHT") + action("PI", "3", "-30", "PURCHASE ISSUE")
            + action("CD", "100", "0", "CASH DIVIDEND") + action("", "7", "0", "DIVIDEND")
            + action("CD", "200", "12.50", "CASH DIVIDEND") + action("CD", "0", "1.25", "CASH DIVIDEND")
        let outcome = try batch(Self.file(body))
        let events = outcome.bookings[0].result.events
        #expect(events.map(\.kind).filter { $0 == .merger }.count == 3)
        let dividends = events.filter { $0.kind == .dividend }
        #expect(dividends.map(\.amount.text).sorted() == ["1.25", "12.50"])
        #expect(dividends.allSatisfy { $0.quantity.isZero })
        // 50 + 20 - 20 + 3.
        #expect(holdings(events) == ["KO": 53])
        let report = outcome.report.files[0]
        #expect(report.skipped.count == 2 && report.skipped.allSatisfy { $0.reason.contains("not booked") })
        #expect(report.warnings.map(\.code).filter { $0 == "shares_not_booked" }.count == 1)
        #expect(outcome.report.totals.read == 8 && outcome.report.totals.imported == 6)
    }

    @Test func rowsThatContradictThemselvesAreSkipped() throws {
        let bad = [
            Self.trade(quantity: "0"), Self.trade(quantity: "x"), Self.trade(time: "20261399"),
            Self.trade(symbol: "KO    26032000000000"), Self.trade(currency: "GBP"),
            Self.trade().replacing("quantity", with: "buySell=\"BUY\" quantity"),
            Self.trade().replacing("multiplier=\"100\"", with: "multiplier=\"100\" strike=\"71\""),
            Self.trade().replacing("multiplier=\"100\"", with: "multiplier=\"1\""),
            Self.trade().replacing("assetCategory=\"OPT\"", with: "assetCategory=\"FUT\""),
        ]
        let outcome = try batch(Self.file(bad.joined() + Self.trade()))
        #expect(outcome.report.totals.skipped == bad.count && outcome.report.totals.imported == 1)
        #expect(outcome.report.files[0].skipped.allSatisfy { $0.line >= 1 && !$0.reason.isEmpty })
    }

    @Test func overlappingStatementsCountOnce() throws {
        let first = Self.trade(time: "20260302;104012"), second = Self.trade(time: "20260303;104012")
        let outcome = try batch(Self.file(first + second), Self.file(second + Self.trade(time: "20260304;104012")))
        #expect(outcome.report.totals.imported == 3 && outcome.report.totals.duplicate == 1)
    }

    @Test func whatIsNoStatementIsRefused() throws {
        func error(_ text: String) -> ImportError? { #expect(throws: ImportError.self) { try batch(text) } }
        #expect(error("<FlexStatementResponse><Status>Fail</Status></FlexStatementResponse>")?.code == "malformed_file")
        let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"b\">]>\n" + Self.file(Self.trade())
        #expect(error(bomb)?.message.hasPrefix("line 2, column 1: ") == true)
        let text = Self.file(Self.trade())
        for count in 80..<text.utf8.count {
            #expect(error(String(text.prefix(count)))?.code == "malformed_file", "\(count)")
        }
    }

    @Test func manyRowsInLinearTime() throws {
        let rows = (0..<20_000).map { Self.trade(time: "20260302;10\(10 + $0 / 600 % 50)\(10 + $0 % 50)") }.joined()
        let outcome = try batch(Self.file(rows))
        #expect(outcome.report.totals.imported == 20_000)
    }
}
