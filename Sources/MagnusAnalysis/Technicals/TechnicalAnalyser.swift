import MagnusDomain
import MagnusQuant

/// Technicals, trend and zones of one underlying from its daily bars.
public enum TechnicalAnalyser {
    /// - Parameters:
    ///   - bars: of closed sessions, adjusted for splits.
    ///   - kind: an index is not split.
    public static func analyse(
        _ bars: [DailyBar], symbol: String, kind: SecurityKind, source: String, calendar: ExchangeCalendar
    ) -> TechnicalReport {
        let history = PriceHistory(bars, kind: kind, calendar: calendar)
        let rows = rows(history.bars)
        let trend = trend(rows)
        guard !history.bars.isEmpty else {
            return TechnicalReport(
                symbol: symbol, source: source, rows: [], history: history.quality, trend: trend, zones: [],
                brokenZones: 0, zonesMissing: .noSource)
        }
        let missing: UnknownReason? =
            !hasRanges(history.bars) ? .noSource : rows.last?.trueRange.value == nil ? .insufficientHistory : nil
        var finder = ZoneFinder(history.bars, ranges: rows.map(\.trueRange.value))
        if missing == nil { finder.run() }
        return TechnicalReport(
            symbol: symbol, source: source, rows: rows, history: history.quality, trend: trend, zones: finder.zones,
            brokenZones: finder.broken, zonesMissing: missing)
    }

    /// A source that knows closes only repeats them: then nothing is known of ranges.
    static func hasRanges(_ bars: [DailyBar]) -> Bool { bars.contains { $0.high > $0.low } }

    private static func rows(_ bars: [DailyBar]) -> [TechnicalRow] {
        let closes = bars.map(\.close)
        let prices = bars.map {
            HistoricalVolatility.Bar(open: $0.open, high: $0.high, low: $0.low, close: $0.close)
        }
        let averages = [20, 50, 200].map { MovingAverage.simple(closes, window: $0) }
        let exponential = MovingAverage.exponential(closes, window: 20)
        let strength = RelativeStrengthIndex.series(closes)
        let convergence = MovingAverageConvergence(closes)
        let ranges = TrueRange.average(prices)
        let bands = BollingerBands(closes)
        let movement = DirectionalMovement(prices)
        let weighted = VolumeWeightedPrice.series(prices, volumes: bars.map(\.volume))
        let rangeReason: UnknownReason = hasRanges(bars) ? .insufficientHistory : .noSource
        return bars.indices.map { index in
            func figure(_ series: [Double?]) -> Figure { Figure(series[index], else: .insufficientHistory) }
            // A window that is full and yet has no figure: no price moved, or nothing was traded.
            func flat(_ series: [Double?], after sessions: Int) -> Figure {
                Figure(series[index], else: index >= sessions ? .flatHistory : .insufficientHistory)
            }
            func ranged(_ figure: Figure) -> Figure {
                rangeReason == .noSource ? .unknown(.noSource) : figure
            }
            return TechnicalRow(
                bar: bars[index], average20: figure(averages[0]), average50: figure(averages[1]),
                average200: figure(averages[2]), exponential20: figure(exponential),
                relativeStrength: flat(strength, after: 14), convergence: figure(convergence.line),
                convergenceSignal: figure(convergence.signal), convergenceHistogram: figure(convergence.histogram),
                trueRange: ranged(figure(ranges)), upperBand: figure(bands.upper), lowerBand: figure(bands.lower),
                plusDirection: ranged(flat(movement.plus, after: 14)),
                minusDirection: ranged(flat(movement.minus, after: 14)),
                directionIndex: ranged(flat(movement.index, after: 27)),
                volumeWeighted: Figure(weighted[index], else: index >= 19 ? .noSource : .insufficientHistory))
        }
    }

    /// Bull, bear or sideways at every close whose averages are known, then held.
    static func trend(_ rows: [TechnicalRow]) -> TrendReading {
        let classes = rows.compactMap { row -> (day: CalendarDate, value: Trend)? in
            guard let slow = row.average200.value, let fast = row.average50.value else { return nil }
            let isUp = (row.bar.close > slow, fast > slow)
            let isDown = (row.bar.close < slow, fast < slow)
            let trend: Trend = isUp == (true, true) ? .bull : isDown == (true, true) ? .bear : .sideways
            return (row.bar.date, trend)
        }
        let missing: Figure = .unknown(rows.isEmpty ? .noSource : .insufficientHistory)
        return TrendReading(
            held: HeldClass.held(classes), close: Figure(rows.last?.bar.close, else: .noSource),
            average50: rows.last?.average50 ?? missing, average200: rows.last?.average200 ?? missing)
    }
}
