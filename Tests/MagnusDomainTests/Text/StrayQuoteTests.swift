import Testing

@testable import MagnusDomain

/// One quote too many costs the line it stands in, never the lines behind it; well-formed cells over several lines stay.
@Suite struct StrayQuoteTests {
    private static let plain = ["d,t,a", "1,x,10", "2,x,20", "3,x,30", "4,x,40", "5,x,50"]

    private func records(
        _ lines: [String], ending: String = "\n", limits: DelimitedTextReader.Limits = .init()
    ) -> [DelimitedRecord] {
        DelimitedTextReader.records(of: Array(lines.joined(separator: ending).utf8), separator: ",", limits: limits)
    }

    /// Every line is a record with its own number, and only the damaged one has a problem, where the quote stands.
    private func expectOneLine(
        _ lines: [String], ending: String = "\n", line: Int, column: Int,
        limits: DelimitedTextReader.Limits = .init(), _ comment: Comment? = nil
    ) {
        let found = records(lines, ending: ending, limits: limits)
        #expect(found.map(\.line) == Array(1...lines.count), comment)
        let damaged = found.filter { !$0.problems.isEmpty }
        #expect(damaged.map(\.line) == [line], comment)
        #expect(
            damaged.first?.problems == [DelimitedProblem(cause: .unclosedQuote, line: line, column: column)], comment)
        for (record, text) in zip(found, lines) where record.line != line {
            let cells = text.replacing("\"", with: "").split(separator: ",", omittingEmptySubsequences: false)
            #expect(record.texts == cells.map(String.init), comment)
        }
    }

    /// Without another quote the cell runs to the end of the file.
    @Test(arguments: 1...5, ["\n", "\r", "\r\n"]) func inAFileWithoutQuotes(row: Int, ending: String) {
        var lines = Self.plain
        lines[row] = "\"" + lines[row]
        expectOneLine(lines, ending: ending, line: row + 1, column: 1)
        lines[row] = Self.plain[row].replacing("x", with: "\"x")
        expectOneLine(lines, ending: ending, line: row + 1, column: 3)
    }

    /// The quote of the next quoted cell closes it, and text follows: rows between them must not be its text.
    @Test func beforeAQuotedCell() {
        var lines = Self.plain
        lines[4] = "4,\"y z\",40"
        lines[1] = "1,\"x,10"
        expectOneLine(lines, line: 2, column: 3)
    }

    /// Two stray quotes in two rows make one well-formed cell: of `"3,x,30 / 4,x",40` the rest is two cells where the rows
    /// have three.
    @Test func aPairOfStrayQuotesIsToldByTheNumberOfCells() {
        var lines = Self.plain
        lines[3] = "\"3,x,30"
        lines[4] = "4,x\",40"
        let found = records(lines)
        #expect(found.map(\.line) == [1, 2, 3, 4, 5, 6])
        #expect(found[3].problems == [DelimitedProblem(cause: .unclosedQuote, line: 4, column: 1)])
        #expect(found[4].texts == ["4", "x\"", "40"] && found[5].texts == ["5", "x", "50"])
    }

    /// Beyond the caps of a cell and of a record.
    @Test func atTheCaps() {
        let rows = (1...40).map { "\($0),x,10" }
        for limits in [
            DelimitedTextReader.Limits(fieldBytes: 50, recordBytes: 1000, fields: 10),
            DelimitedTextReader.Limits(fieldBytes: 1000, recordBytes: 60, fields: 10),
        ] {
            var lines = rows
            lines[9] = "10,\"x,10"
            expectOneLine(lines, line: 10, column: 4, limits: limits)
        }
    }

    @Test func wellFormedCellsOverLinesStay() {
        let lines = [
            "d,t,a", "1,x,10", "2,\"two", "lines, \"\"q\"\"\",20", "3,x,30", "4,\"a", "", "b\",40,", "",
            "\"A disclaimer", "of two lines\"",
        ]
        for ending in ["\n", "\r\n"] {
            let found = records(lines, ending: ending)
            #expect(
                found.map(\.texts) == [
                    ["d", "t", "a"], ["1", "x", "10"], ["2", "two\nlines, \"q\"", "20"], ["3", "x", "30"],
                    ["4", "a\n\nb", "40", ""], [], ["A disclaimer\nof two lines"],
                ])
            #expect(found.map(\.line) == [1, 2, 3, 5, 6, 9, 10])
            #expect(found.allSatisfy { $0.problems.isEmpty })
        }
    }

    /// Pieces of any size give the same, also where one ends between CR and LF.
    @Test func piecesDoNotMatter() {
        var lines = Self.plain
        lines[2] = "2,\"x,20"
        lines[4] = "4,\"y z\",40"
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\"open\r\nend").utf8)
        // Beyond the head that is looked at first, every piece goes to the parser by itself.
        let padding = Array(String(repeating: "0,p,1\r\n", count: 2400).utf8)
        let whole = DelimitedTextReader.records(of: padding + bytes, separator: ",")
        #expect(whole.count == 2400 + 8)
        for size in 1...40 {
            var reader = DelimitedTextReader(separator: ",")
            var found = reader.read(padding)
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + size)
                found += reader.read(bytes[start..<end])
                start = end
            }
            found += reader.finish()
            #expect(found == whole, "pieces of \(size)")
        }
    }

    /// Lines that close one quote and open another: what is read again is bounded by the width of the table.
    @Test func aHostileFileEnds() {
        let lines = ["d,t,a", "1,x,10"] + Array(repeating: "x\",\"y", count: 20_000)
        let found = records(lines)
        #expect(found.map(\.line) == Array(1...lines.count))
    }
}
