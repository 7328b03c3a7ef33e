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

    @Test func withoutRoomOrSessionsNothingIsDrawn() {
        #expect(Self.chart(Self.report(0)).rows.isEmpty)
        #expect(Self.chart(Self.report(40), columns: 29).rows.isEmpty)
        #expect(Self.chart(Self.report(40), rows: 7).rows.isEmpty)
        #expect(!Self.chart(Self.report(1), columns: 30, rows: 8).rows.isEmpty)
    }
}
