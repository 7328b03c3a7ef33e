import MagnusDesk
import MagnusDomain

/// A price chart that never changes: 260 weekdays of KO up to Friday 2027-03-12, two zones, a session missing.
enum SampleChart {
    static let last = SampleBook.date(2027, 3, 12)
    static let count = 260

    /// Weekdays that end at a day, oldest first.
    static func days(_ count: Int, through last: CalendarDate = SampleChart.last) -> [CalendarDate] {
        var days: [CalendarDate] = []
        var day = last
        while days.count < count {
            if !day.isWeekend { days.append(day) }
            day = day.adding(days: -1)
        }
        return days.reversed()
    }

    /// A rise of two cents a session with a swing of eight dollars every forty: 74.98 at the last close.
    static func close(_ index: Int) -> Double {
        let phase = (index + 1) % 40
        let swing = phase < 20 ? Double(phase) : 40 - Double(phase)
        return 65.80 + 0.02 * Double(index) + 0.2 * swing
    }

    static func report(
        _ symbol: String = "KO", count: Int = SampleChart.count, through last: CalendarDate = SampleChart.last,
        spot: Figure = Figure(74.98)
    ) -> ChartReport {
        let days = days(count, through: last)
        let rows = days.indices.map { row($0, days[$0]) }
        return ChartReport(
            technicals: TechnicalReport(
                symbol: symbol, source: "simulated", rows: rows,
                history: HistoryQuality(
                    first: days.first, last: days.last, missing: count > 5 ? [SampleBook.date(2026, 12, 25)] : [],
                    unsound: [], seam: nil), trend: trend(rows), zones: count > 100 ? zones(days) : [], brokenZones: 4,
                zonesMissing: count > 20 ? nil : count == 0 ? .noSource : .insufficientHistory), spot: spot,
            spotSource: "mid", spotAgeSeconds: 2, lastSession: SampleChart.last, asOf: SampleBook.now)
    }

    private static func trend(_ rows: [TechnicalRow]) -> TrendReading {
        let missing = Figure.unknown(rows.isEmpty ? .noSource : .insufficientHistory)
        let held = HeldClass<Trend>(
            value: .bull, since: SampleBook.date(2027, 2, 2), latest: .sideways, pending: 2)
        return TrendReading(
            held: rows.count >= 200 ? held : nil, close: Figure(rows.last?.bar.close, else: .noSource),
            average50: rows.last?.average50 ?? missing, average200: rows.last?.average200 ?? missing)
    }

    private static func row(_ index: Int, _ day: CalendarDate) -> TechnicalRow {
        func average(_ window: Int) -> Figure {
            guard index >= window - 1 else { return .unknown(.insufficientHistory) }
            return Figure((index - window + 1...index).reduce(0) { $0 + SampleChart.close($1) } / Double(window))
        }
        func late(_ value: Double, after sessions: Int = 30) -> Figure {
            index >= sessions ? Figure(value) : .unknown(.insufficientHistory)
        }
        let (close, open) = (SampleChart.close(index), SampleChart.close(max(0, index - 1)))
        return TechnicalRow(
            bar: DailyBar(
                date: day, open: open, high: max(open, close) + 0.3, low: min(open, close) - 0.3, close: close,
                volume: 1_000_000), average20: average(20), average50: average(50), average200: average(200),
            exponential20: late(74.61), relativeStrength: late(56.2), convergence: late(0.41),
            convergenceSignal: late(0.35), convergenceHistogram: late(0.06), trueRange: late(0.82),
            upperBand: late(76.40), lowerBand: late(71.90), plusDirection: late(24.1), minusDirection: late(17.3),
            directionIndex: late(19.5), volumeWeighted: late(74.20))
    }

    private static func zones(_ days: [CalendarDate]) -> [PriceZone] {
        func zone(
            _ side: PriceZone.Side, _ pattern: PriceZone.Pattern, _ proximal: Double, _ distal: Double, formed: Int,
            tests: Int, distance: Double
        ) -> PriceZone {
            PriceZone(
                side: side, pattern: pattern, proximal: proximal, distal: distal, baseFirst: days[formed - 3],
                baseLast: days[formed - 2], baseSessions: 2, formed: days[formed], age: days.count - 1 - formed,
                departure: 2.25, volumeRatio: Figure(1.5), tests: tests, merged: 0,
                score: PriceZone.Score(
                    departure: 30, freshness: tests == 0 ? 25 : 0, base: 12.5, volume: 7.5, age: 5),
                distance: Figure(distance))
        }
        return [
            zone(.demand, .dropBaseRally, 72.40, 71.60, formed: days.count - 30, tests: 0, distance: 0.0344),
            zone(.supply, .rallyBaseDrop, 75.60, 76.20, formed: days.count - 60, tests: 2, distance: -0.0083),
        ]
    }
}
