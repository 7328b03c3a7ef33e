import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

@Suite("Chart of past sessions")
struct PriceChartTests {
    /// Closes that rise by one from 100 on, each session from one below its close to one above.
    private static func report(_ count: Int, zones: [PriceZone] = []) -> TechnicalReport {
        let none = Figure.unknown(.insufficientHistory)
        let rows = (0..<count).map { index in
            let close = 100 + Double(index)
            return TechnicalRow(
                bar: DailyBar(
                    date: day(index), open: close - 0.5, high: close + 1, low: close - 1, close: close, volume: 100),
                average20: none, average50: Figure(close - 3), average200: none, exponential20: none,
                relativeStrength: none, convergence: none, convergenceSignal: none, convergenceHistogram: none,
                trueRange: none, upperBand: none, lowerBand: none, plusDirection: none, minusDirection: none,
                directionIndex: none, volumeWeighted: none)
        }
        return TechnicalReport(
            symbol: "TEST", source: "test", rows: rows,
            history: HistoryQuality(first: day(0), last: day(count - 1), missing: [], unsound: [], seam: nil),
            trend: TrendReading(held: nil, close: none, average50: none, average200: none), zones: zones,
            brokenZones: 0, zonesMissing: nil)
    }

    private static func day(_ index: Int) -> CalendarDate { CalendarDate(daysSinceEpoch: 20_000 + index) }

    private static func zone(_ proximal: Double, _ distal: Double, formed index: Int) -> PriceZone {
        PriceZone(
            side: proximal > distal ? .demand : .supply, pattern: .dropBaseRally, proximal: proximal, distal: distal,
            baseFirst: day(index), baseLast: day(index), baseSessions: 1, formed: day(index), age: 0, departure: 2,
            volumeRatio: Figure(1), tests: 0, merged: 0,
            score: PriceZone.Score(departure: 0, freshness: 25, base: 0, volume: 0, age: 0), distance: Figure(0))
    }

    private static func chart(_ report: TechnicalReport, columns: Int = 60, rows: Int = 20) -> PriceChart {
        PriceChart(report, format: FigureFormat(marks: .ascii), glyphs: .ascii, columns: columns, rows: rows)
    }

    private static func text(_ runs: [ChartRun], _ columns: Int) -> [Character] {
        var line = [Character](repeating: " ", count: columns)
        for run in runs {
            for (offset, character) in run.text.enumerated() where run.column + offset < columns {
                line[run.column + offset] = character
            }
        }
        return line
    }

    @Test func theLastSessionsAreDrawnOneAColumn() throws {
        let chart = Self.chart(Self.report(200))
        // Six columns for `300.00`, one of room.
        #expect(chart.sessions == 53 && chart.rows.count == 20)
        let lines = chart.rows.map { Self.text($0, 60) }
        // It rises from the left below to the right above, with a row of room at either end.
        #expect(lines[16][7] != " " && lines[1][59] != " " && lines[1][7] == " " && lines[16][59] == " ")
        #expect(chart.rows.allSatisfy { row in row.allSatisfy { $0.column + $0.text.count <= 60 } })
        let axis = String(lines[18])
        #expect(axis.contains(Self.day(147).iso8601) && axis.contains(Self.day(199).iso8601))
        #expect(chart.rows.flatMap { $0 }.contains { $0.text == "299.00" }, "the last close is marked")
    }

    @Test func aZoneBeginsWhereItFormed() {
        // A range that no session after it touches: below the line.
        let zones = [Self.zone(106, 103, formed: 20)]
        let chart = Self.chart(Self.report(40, zones: zones))
        #expect(chart.sessions == 40)
        let filled = chart.rows.prefix(18).flatMap { Self.text($0, 60).enumerated().filter { $0.element == ":" } }
        #expect(!filled.isEmpty && filled.allSatisfy { $0.offset >= 7 + 20 && $0.offset < 7 + 40 })
        #expect(chart.rows.last?.contains { $0.text.contains("demand") } == true)
        #expect(chart.rows.last?.contains { $0.text.contains("supply") } == false)
    }

    /// The last close is the highest price and the chart as low as it may be: one row for it and the upper edge.
    @Test func aCloseAtTheEdgeTakesItsLabel() {
        var report = Self.report(40)
        report.rows[39].bar.close = report.rows[39].bar.high
        let chart = Self.chart(report, columns: 60, rows: 8)
        #expect(chart.rows.count == 8)
        #expect(chart.rows.first?.contains { $0.text == "140.00" } == true)
    }

    /// Five sessions in a column, counted from the newest: first open, highest high, lowest low, last close.
    @Test func sessionsShareAColumn() throws {
        let report = Self.report(23)
        let all = ChartCandle.candles(report.rows, ChartWindow(sessionsPerColumn: 5), columns: 60)
        // 23 = 3 + 4 x 5; closes rise by one from 100 on.
        #expect(all.map(\.sessions) == [3, 5, 5, 5, 5])
        let last = try #require(all.last)
        #expect(last.open == 117.5 && last.close == 122 && last.high == 123 && last.low == 117)
        #expect(last.first == Self.day(18) && last.last == Self.day(22))
        let back = ChartCandle.candles(report.rows, ChartWindow(sessionsPerColumn: 5, back: 4), columns: 2)
        #expect(back.map(\.sessions) == [5, 5] && back.last?.last == Self.day(18))
        #expect(ChartCandle.candles(report.rows, ChartWindow(back: 23), columns: 5).isEmpty)
    }

    /// A strike above the prices widens the chart; one far away is counted.
    @Test func levelsAreDrawnOrCounted() {
        func level(_ price: Double) -> ChartLevel {
            ChartLevel(kind: .strike, price: price, name: "-1 \(Int(price))C", expiry: Self.day(90), row: "r")
        }
        // Prices from 99 to 140: half of that range on either side is in reach.
        let chart = PriceChart(
            Self.report(40), format: FigureFormat(marks: .ascii), glyphs: .ascii, columns: 80, rows: 20,
            levels: [level(155), level(400), level(20)], spot: Figure(138), today: Self.day(40))
        #expect(chart.above == 1 && chart.below == 1)
        let texts = chart.rows.flatMap { $0 }.map(\.text)
        #expect(texts.contains { $0.hasPrefix("-1 155C ") } && texts.contains("< 138.00"))
        #expect(!texts.contains { $0.hasPrefix("-1 400C") })
        #expect(chart.rows.allSatisfy { row in row.allSatisfy { $0.column + $0.text.count <= 80 } })
        let narrow = PriceChart(
            Self.report(40), format: FigureFormat(marks: .ascii), glyphs: .ascii, columns: 50, rows: 20,
            levels: [level(155)])
        #expect(!narrow.rows.flatMap { $0 }.contains { $0.text.hasPrefix("-1 155C") })
    }

    @Test func withoutRoomOrSessionsNothingIsDrawn() {
        #expect(Self.chart(Self.report(0)).rows.isEmpty)
        #expect(Self.chart(Self.report(40), columns: 29).rows.isEmpty)
        #expect(Self.chart(Self.report(40), rows: 7).rows.isEmpty)
        #expect(!Self.chart(Self.report(1), columns: 30, rows: 8).rows.isEmpty)
    }
}
