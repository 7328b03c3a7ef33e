import MagnusDomain
import Testing

@testable import MagnusConnectors

/// OFX and QFX: both versions, every kind of entry, several accounts, the positions, damage.
@Suite struct OpenFinancialReaderTests {
    static let header = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n"

    static func statement(
        account: String = "X0004321", currency: String = "USD", entries: String, positions: String = ""
    ) -> String {
        """
        <INVSTMTTRNRS><INVSTMTRS><CURDEF>\(currency)<INVACCTFROM><BROKERID>b.com<ACCTID>\(account)</INVACCTFROM>
        <INVTRANLIST><DTSTART>20260101<DTEND>20260331\(entries)</INVTRANLIST>\(positions)</INVSTMTRS></INVSTMTTRNRS>
        """
    }

    static let securities = """
        <SECLISTMSGSRSV1><SECLIST>
        <STOCKINFO><SECINFO><SECID><UNIQUEID>1<UNIQUEIDTYPE>CUSIP</SECID><SECNAME>AT&T INC<TICKER>T</SECINFO></STOCKINFO>
        <OPTINFO><SECINFO><SECID><UNIQUEID>2<UNIQUEIDTYPE>CUSIP</SECID><SECNAME>T PUT<TICKER>T     260320P00025000
        </SECINFO><OPTTYPE>PUT<STRIKEPRICE>25<DTEXPIRE>20260320<SHPERCTRCT>100<SECID><UNIQUEID>1</SECID></OPTINFO>
        <OPTINFO><SECINFO><SECID><UNIQUEID>4</SECID><SECNAME>T<TICKER>T 260320C00030000</SECINFO><STRIKEPRICE>31</OPTINFO>
        <DEBTINFO><SECINFO><SECID><UNIQUEID>3</SECID><SECNAME>BOND</SECINFO></DEBTINFO>
        </SECLIST></SECLISTMSGSRSV1>
        """

    static func file(_ statements: String...) -> String {
        header + "<OFX><SIGNONMSGSRSV1><SONRS><FI><ORG>Broker &amp; Co</FI></SONRS></SIGNONMSGSRSV1><INVSTMTMSGSRSV1>"
            + statements.joined() + "</INVSTMTMSGSRSV1>" + securities + "</OFX>\n"
    }

    static func entry(_ name: String, _ number: Int, security: String = "1", _ values: String) -> String {
        "<\(name)><INVTRAN><FITID>\(number)<DTTRADE>20260210120000.000[-5:EST]<MEMO>words</INVTRAN>"
            + "<SECID><UNIQUEID>\(security)<UNIQUEIDTYPE>CUSIP</SECID>\(values)</\(name)>"
    }

    private func batch(_ text: String, account: String? = nil) throws -> ImportBatch.Outcome {
        var batch = ImportBatch(account: account)
        var file = ImportFile(path: "statement.csv")
        try file.read(Array(text.utf8))
        try batch.add(file)
        return batch.finish()
    }

    /// A damaged tag of an entry would swallow the next one: the file is refused with its place.
    @Test(arguments: ["</BUYSTOCK>", "<BUYSTOCK>", "</INVTRANLIST>", "<INVTRANLIST>", "</INVTRAN>", "</INVSTMTRS>"])
    func aDamagedTagIsRefused(_ tag: String) throws {
        let entries =
            Self.entry("BUYSTOCK", 1, "<UNITS>100<UNITPRICE>25.00<TOTAL>-2500.00<BUYTYPE>BUY")
            + Self.entry("BUYSTOCK", 2, "<UNITS>100<UNITPRICE>26.00<TOTAL>-2600.00<BUYTYPE>BUY")
        let whole = Self.file(Self.statement(entries: entries))
        #expect(try batch(whole).report.totals.imported == 2)
        let range = try #require(whole.firstRange(of: tag))
        var damaged = whole
        damaged.replaceSubrange(range, with: "<9" + tag.drop { "</".contains($0) }.dropFirst())
        do {
            // What does not touch an entry loses none.
            #expect(try batch(damaged).report.totals.imported == 2)
        } catch ImportError.malformed(let line, let column, let reason) {
            #expect(line > 1 && column > 0 && reason.contains("damaged tag"))
        }
        guard tag.contains("BUYSTOCK") else { return }
        #expect(throws: ImportError.self) { try batch(damaged) }
    }

    /// A ledger stored when the shares of an assigned option passed for a plain purchase: the same file counts nothing
    /// twice, corrects the kind once, and then changes nothing any more.
    @Test func sharesThatWereStoredAsAPlainTradeAreCorrectedOnce() throws {
        let entries =
            Self.entry("SELLOPT", 1, security: "2", "<UNITS>1<UNITPRICE>1.00<TOTAL>100<OPTSELLTYPE>SELLTOOPEN")
            + Self.entry("CLOSUREOPT", 2, security: "2", "<OPTACTION>ASSIGN<UNITS>1")
            + Self.entry("BUYSTOCK", 3, "<UNITS>100<UNITPRICE>25.00<TOTAL>-2500.00<BUYTYPE>BUY")
        func outcome(_ existing: [LedgerEvent]) throws -> ImportResult {
            var batch = ImportBatch()
            var file = ImportFile(path: "statement.ofx")
            try file.read(Array(Self.file(Self.statement(entries: entries)).utf8))
            try batch.add(file)
            return try #require(batch.finish(existing: ["ofx-4321": existing]).bookings.first).result
        }
        let now = try outcome([])
        #expect(now.events.count { $0.kind == .assignment } == 2)
        let older = now.events.map { event in
            var event = event
            if case .stock = event.instrument { event.kind = .trade }
            return event
        }
        let corrected = try outcome(older)
        #expect(corrected.events.isEmpty && corrected.report.totals.duplicate == 3)
        let change = try #require(corrected.replacements.first)
        #expect(corrected.replacements.count == 1 && change.former.id == change.event.id)
        #expect(change.former.kind == .trade && change.event.kind == .assignment)
        #expect(corrected.report.files[0].warnings.map(\.code) == ["delivery_found"])
        let after = corrected.ledger(after: older)
        #expect(after.sorted { $0.id < $1.id } == now.events.sorted { $0.id < $1.id })
        let again = try outcome(after)
        #expect(again.events.isEmpty && again.replacements.isEmpty && again.report.files[0].warnings.isEmpty)
    }

    @Test func everyKindOfEntry() throws {
        let entries = [
            Self.entry(
                "BUYSTOCK", 1, "<UNITS>100<UNITPRICE>20.00<COMMISSION>1.00<FEES>0.05<TOTAL>-2001.05<BUYTYPE>BUY"),
            Self.entry("SELLSTOCK", 2, "<UNITS>-40<UNITPRICE>21,00<TOTAL>840,00<SELLTYPE>SELL"),
            Self.entry(
                "SELLOPT", 3, security: "2",
                "<UNITS>2<UNITPRICE>1.00<COMMISSION>1.30<TOTAL>198.70<OPTSELLTYPE>SELLTOOPEN"),
            Self.entry("BUYOPT", 4, security: "2", "<UNITS>1<UNITPRICE>0.50<TOTAL>-50<OPTBUYTYPE>BUYTOCLOSE"),
            Self.entry("CLOSUREOPT", 5, security: "2", "<OPTACTION>ASSIGN<UNITS>1"),
            Self.entry("INCOME", 6, "<INCOMETYPE>DIV<TOTAL>12.50"),
            Self.entry("REINVEST", 7, "<INCOMETYPE>DIV<TOTAL>-10.00<UNITS>0.5<UNITPRICE>20"),
            Self.entry("INVEXPENSE", 8, "<TOTAL>-3.00"), Self.entry("SPLIT", 9, "<OLDUNITS>60.5<NEWUNITS>121"),
            Self.entry("TRANSFER", 10, "<UNITS>10<TFERACTION>OUT<POSTYPE>LONG"), Self.entry("JRNLSEC", 11, "<UNITS>5"),
            Self.entry("BUYDEBT", 12, security: "3", "<UNITS>1<TOTAL>-1000"),
            Self.entry("BUYOPT", 13, security: "4", "<UNITS>1<TOTAL>-50"),
            "<INVBANKTRAN><STMTTRN><TRNTYPE>INT<DTPOSTED>20260211<TRNAMT>1.11<FITID>14<NAME>A&#38;B &lol; &</STMTTRN></INVBANKTRAN>",
            Self.entry("RETOFCAP", 15, "<TOTAL>2.00"), Self.entry("MARGININTEREST", 16, "<TOTAL>-0.70"),
            Self.entry("BUYSTOCK", 17, "<UNITS>abc<TOTAL>-1"),
            Self.entry("BUYSTOCK", 18, security: "9", "<UNITS>1<TOTAL>-1"),
        ].joined(separator: "\r\n")
        let outcome = try batch(Self.file(Self.statement(entries: entries)))
        let events = outcome.bookings[0].result.events
        #expect(
            outcome.bookings.map(\.target) == [
                ImportBatch.Target(name: "ofx-4321", broker: "Broker & Co", isOfNumber: true, numberMark: "ofx:FD")
            ])
        #expect(outcome.report.totals.read == 18 && outcome.report.totals.skipped == 4)
        #expect(outcome.report.files[0].footerLines == 1)
        #expect(
            outcome.report.files[0].skipped.map(\.reason) == [
                "BUYDEBT BUYDEBT: only shares, funds and options are booked",
                "BUYOPT UNIQUEID: STRIKEPRICE: not the strike of the symbol", "BUYSTOCK UNITS: no number",
                "BUYSTOCK UNIQUEID: not in the list of securities",
            ])
        #expect(holdings(events) == ["T": 111])
        func one(_ amount: Double, _ fees: Double, _ kind: LedgerEventKind) -> Bool {
            events.contains { $0.amount.dollars == amount && $0.fees.dollars == fees && $0.kind == kind }
        }
        #expect(one(-2000, -1.05, .trade) && one(840, 0, .trade) && one(200, -1.3, .trade) && one(-50, 0, .trade))
        #expect(one(12.5, 0, .dividend) && one(10, 0, .dividend) && one(-10, 0, .trade) && one(0, -3, .fee))
        #expect(one(1.11, 0, .interest) && one(-0.7, 0, .interest) && one(2, 0, .dividend))
        #expect(events.first { $0.kind == .interest && $0.amount > .zero }?.details == "A&B &lol; &")
        #expect(events.first { $0.kind == .assignment }?.quantity == Quantity(1))
    }

    @Test func accountsStayApart() throws {
        let first = Self.statement(entries: Self.entry("BUYSTOCK", 1, "<UNITS>1<TOTAL>-20"))
        let second = Self.statement(account: "Y-0009-8765", entries: Self.entry("BUYSTOCK", 1, "<UNITS>2<TOTAL>-40"))
        let outcome = try batch(Self.file(first, second))
        #expect(outcome.bookings.map(\.target.name) == ["ofx-4321", "ofx-8765"])
        #expect(outcome.bookings.map { holdings($0.result.events) } == [["T": 1], ["T": 2]])
        #expect(outcome.report.files.map(\.rows.read) == [1, 1] && outcome.report.totals.imported == 2)
        let joined = try batch(Self.file(first, second), account: "mine")
        #expect(joined.bookings.map(\.target.name) == ["mine"])
        #expect(joined.report.files[0].warnings.map(\.code) == ["accounts_joined"])
        // Nothing that leaves the import has a whole number.
        for text in [String(describing: outcome), String(describing: joined)] {
            #expect(!text.contains("X0004321") && !text.contains("0009"))
        }
        let twin = Self.statement(account: "Z0004321", entries: Self.entry("BUYSTOCK", 1, "<UNITS>1<TOTAL>-20"))
        #expect(throws: ImportError.indistinctAccounts("ofx-4321")) { try batch(Self.file(first, twin)) }
    }

    @Test func positionsAreCompared() throws {
        let entries =
            Self.entry("BUYSTOCK", 1, "<UNITS>5<TOTAL>-100")
            + Self.entry("SELLOPT", 2, security: "2", "<UNITS>-1<TOTAL>50<OPTSELLTYPE>SELLTOOPEN")
        func positions(_ units: Int) -> String {
            "<INVPOSLIST><POSSTOCK><SECID><UNIQUEID>1</SECID><POSTYPE>LONG<UNITS>\(units)</POSSTOCK>"
                + "<POSOPT><SECID><UNIQUEID>2</SECID><POSTYPE>SHORT<UNITS>1</POSOPT></INVPOSLIST>"
        }
        let right = try batch(Self.file(Self.statement(entries: entries, positions: positions(5))))
        #expect(right.report.files[0].warnings.isEmpty && right.report.files[0].footerLines == 2)
        let wrong = try batch(Self.file(Self.statement(entries: entries, positions: positions(7))))
        #expect(wrong.report.files[0].warnings.map(\.code) == ["positions_differ"])
        #expect(wrong.report.files[0].warnings[0].message.hasSuffix(": T"))
        // What is listed is told to the book, which knows the earlier files.
        let listed = wrong.bookings[0].result.events.filter { $0.kind == .statement }
        #expect(listed.count == 1 && listed.first?.quantity == Quantity(7) && listed.first?.amount == .zero)
        #expect(right.bookings[0].result.events.allSatisfy { $0.kind != .statement })
        #expect(wrong.report.totals.read == 3 && wrong.report.totals.imported == 3)
    }

    @Test func aBalanceThatTheEntriesDoNotLeadToIsTaken() throws {
        let entry = Self.entry("BUYSTOCK", 1, "<UNITS>5<TOTAL>-100")
        func balance(_ cash: String) -> String {
            Self.statement(entries: entry)
                .replacing("</INVSTMTRS>", with: "<INVBAL><AVAILCASH>\(cash)<MARGINBALANCE>0</INVBAL></INVSTMTRS>")
        }
        let wrong = try batch(Self.file(balance("900.25")))
        let stated = try #require(wrong.bookings[0].result.events.last)
        #expect(stated.kind == .statement && stated.price == Money(tenThousandths: 9_002_500))
        #expect(stated.amount == .zero && stated.instrument == nil)
        let right = try batch(Self.file(balance("-100")))
        #expect(right.bookings[0].result.events.map(\.kind) == [.trade])
    }

    @Test func otherCurrenciesStayOut() throws {
        let outcome = try batch(
            Self.file(Self.statement(currency: "CAD", entries: Self.entry("INCOME", 1, "<TOTAL>5"))))
        #expect(outcome.report.totals.skipped == 1)
        #expect(outcome.bookings[0].result.events.map(\.kind) == [.unread])
        #expect(outcome.bookings[0].result.events.map(\.price) == [.zero])
    }

    /// Version 2 closes every leaf, and says the same.
    @Test func versionTwoIsTheSame() throws {
        let first = Self.file(Self.statement(entries: Self.entry("BUYSTOCK", 1, "<UNITS>5<TOTAL>-100")))
        let second =
            "<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n"
            + first.drop { $0 != "<" }.replacing(/<(\w+)>([^<\s][^<]*?)(\s*)</) { match in
                "<\(match.output.1)>\(match.output.2)</\(match.output.1)>\(match.output.3)<"
            }
        #expect(second.contains("<UNITS>5</UNITS>"))
        let one = try batch(first).bookings[0].result.events
        let two = try batch(second).bookings[0].result.events
        #expect(one.map(\.id) == two.map(\.id) && one.map(\.amount) == two.map(\.amount) && !one.isEmpty)
    }

    @Test func damageIsRefusedWithItsPlace() throws {
        let text = Self.file(Self.statement(entries: Self.entry("BUYSTOCK", 1, "<UNITS>5<TOTAL>-100")))
        let end = text.utf8.count - 1  // The line end behind the last tag
        for count in stride(from: Self.header.utf8.count + 5, to: end, by: 1) {
            let error = #expect(throws: ImportError.self) {
                try batch(String(decoding: text.utf8.prefix(count), as: UTF8.self))
            }
            guard case .malformed = error else {
                Issue.record("\(count): \(String(describing: error))")
                continue
            }
        }
        let bomb = text.replacing("<OFX>", with: "<!DOCTYPE x [<!ENTITY a \"b\">]><OFX>")
        let error = #expect(throws: ImportError.self) { try batch(bomb) }
        #expect(error?.code == "malformed_file" && error?.message.hasPrefix("line 7, column 1") == true)
        #expect(throws: ImportError.self) { try batch(text.replacing("<UNITS>5", with: "<UNITS>\u{1}5")) }
    }
}
