import Foundation
import MagnusDesk
import MagnusDomain
import Testing

@testable import magnus

@Suite struct DocumentTextTests {
    /// Every text and document with a hostile word wherever the outside can put one.
    static func everything(_ word: String) -> (lines: [String], documents: [JSONValue]) {
        let envelope = Fixtures.envelope
        var book = Fixtures.mixedBook
        book.strategies[0].title = word
        book.strategies[0].symbol = word
        book.strategies[0].account = word
        book.bySymbol[0].key = word
        book.accounts[0].account.name = word
        book.accounts[0].account.broker = word
        book.excluded = [word]
        let events = [
            LedgerEvent(
                id: word, account: word, time: Fixtures.now, kind: .trade, instrument: .stock(symbol: word),
                quantity: Quantity(1), details: word, source: word)
        ]
        let alert = Fixtures.alert(word)
        let status = MonitorStatus(name: .assignment, lastRunAt: nil, nextRunAt: nil, findings: 0, failure: word)
        let missed = Fixtures.candidate(failures: [GateFailure(gate: word, text: word, remedy: word)], text: word)
        let scan = Fixtures.scan([Fixtures.candidate(text: word)], misses: [missed])
        let quotes = [
            QuoteDocument.Entry(
                symbol: word,
                quote: Quote(bid: 1, ask: 2, time: Fixtures.now, receivedAt: Fixtures.now, source: word),
                previousClose: nil)
        ]
        let report = MarketDocumentsTests.importReport(word)
        let explanation = WordDocumentsTests.explanation(word)
        var answer = WordDocumentsTests.answer
        answer.text = word
        answer.model = word
        let lists = [WatchlistsDocument.Entry(name: word, symbols: [word], isDefault: false)]
        var lines = PositionsDocument.text(book) + GreeksDocument.text(book, by: .symbol) + BalancesDocument.text(book)
        lines += AccountsDocument.text([Fixtures.account(word)], selected: word) + TradesDocument.text(events)
        lines += AlertsDocument.text([alert]) + MonitorsDocument.text([status])
        lines += ScanDocument.text(scan) + ScanDocument.whyNotText(scan)
        lines += QuoteDocument.text(quotes, calendar: .standard, now: Fixtures.now)
        lines += HistoryDocument.text(symbol: word, bars: [])
        lines += ImportDocument.text(report, isDryRun: false, realizedProfit: nil)
        lines += ExplanationDocument.text(explanation) + AskDocument.text(answer, conversation: word)
        lines += WatchlistsDocument.text(lists)
        lines += ChainDocument.text(MarketDocumentsTests.chain())
        let documents = [
            PositionsDocument.json(book, envelope: envelope),
            GreeksDocument.json(book, by: .symbol, envelope: envelope), BalancesDocument.json(book, envelope: envelope),
            AccountsDocument.json([Fixtures.account(word)], selected: word, envelope: envelope),
            TradesDocument.json(events, envelope: envelope), AlertsDocument.json([alert], envelope: envelope),
            MonitorsDocument.json([status], envelope: envelope),
            ScanDocument.json(scan, durationMilliseconds: 1, envelope: envelope),
            ChainDocument.json(MarketDocumentsTests.chain(), envelope: envelope),
            QuoteDocument.json(quotes, calendar: .standard, envelope: envelope),
            HistoryDocument.json(symbol: word, bars: [], source: word, envelope: envelope),
            ImportDocument.json(report, isDryRun: false, realizedProfit: nil, envelope: envelope),
            ExplanationDocument.json(explanation, envelope: envelope),
            AskDocument.json(answer, conversation: word, envelope: envelope),
            WatchlistsDocument.json(lists, envelope: envelope),
        ]
        return (lines, documents)
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    @Test func hostileTextsCannotDriveATerminal() {
        for line in Self.everything(Fixtures.hostile).lines {
            #expect(line.unicodeScalars.allSatisfy(Self.isHarmless), "\(line.debugDescription)")
        }
    }

    @Test func documentsParseElsewhere() throws {
        for word in ["plain", Fixtures.hostile, "\"\\ \u{FFFF} é 日本"] {
            for document in Self.everything(word).documents {
                let text = document.text
                let isBare = text.unicodeScalars.contains { $0 != "\n" && !Self.isHarmless($0) }
                #expect(!isBare, "control characters are escaped")
                let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
                let members = try #require(object as? [String: Any])
                #expect(members["account"] as? String == "paper")
                #expect(members["as_of"] as? String == "2027-03-15T14:42:00Z")
            }
        }
    }

    @Test func columnsLineUp() {
        var table = TextTable([.left("Name"), .right("Qty"), .left("Note")])
        table.add(["é日本", "-12", "x"])
        table.add(["a", "1,234", Fixtures.hostile])
        table.addRule()
        table.add(["total"])
        #expect(
            table.lines == [
                "Name     Qty  Note", "é日本    -12  x", "a      1,234  XY Z", String(repeating: "-", count: 18), "total",
            ])
    }

    @Test func numbersEndInTheSameColumn() throws {
        let lines = PositionsDocument.text(Fixtures.mixedBook)
        let heading = try #require(lines.first)
        let end = try #require(heading.range(of: "P/L")).upperBound
        let column = heading.distance(from: heading.startIndex, to: end)
        let profits = lines.dropFirst().prefix(5).map { line in
            line.prefix(column).split(separator: " ").last.map(String.init)
        }
        #expect(profits == ["+324", "-935", "-935", "-935", "—"])
    }

    @Test func positionsReadAsOnTheScreen() {
        let lines = PositionsDocument.text(Fixtures.mixedBook, showsLegs: false)
        #expect(lines.count == 6)
        #expect(lines[1].hasPrefix("■  MO "), "the most severe comes first")
        #expect(lines[2].hasSuffix("  -935  -199%  -4.7%  +112  +15  63%  L✓"))
        #expect(
            lines[4]
                == "3 rows  open -911 (1 unknown)  day +284 (1 unknown)  θ +123 (1 unknown)  short extrinsic 5,441 (1 unknown)"
        )
        #expect(PositionsDocument.text(Fixtures.book([])).count == 1)
    }

    @Test func plainASCIIIsOnRequest() {
        let format = FigureFormat(marks: .ascii)
        let book = Fixtures.mixedBook
        let lines =
            PositionsDocument.text(book, format: format) + GreeksDocument.text(book, by: .position, format: format)
            + BalancesDocument.text(book, format: format)
            + ScanDocument.text(Fixtures.scan([Fixtures.candidate()]), format: format)
        for line in lines { #expect(line.utf8.allSatisfy { $0 < 0x80 }, "\(line)") }
    }

    @Test func theMaskHidesMoneyAndKeepsPercent() {
        let text = PositionsDocument.text(Fixtures.mixedBook, format: FigureFormat(isMasked: true)).joined(
            separator: "\n")
        #expect(!text.contains("935") && !text.contains("5,441"))
        #expect(text.contains("63%"))
    }
}
