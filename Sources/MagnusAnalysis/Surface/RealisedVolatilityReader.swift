import MagnusDomain
import MagnusQuant

/// Realised volatilities of the last sessions from daily bars, which are adjusted for splits.
enum RealisedVolatilityReader {
    /// - Parameter bars: oldest first.
    static func windows(_ bars: [DailyBar]) -> [RealisedVolatility] {
        RealisedVolatility.windows.map { window($0, bars) }
    }

    private static func window(_ sessions: Int, _ bars: [DailyBar]) -> RealisedVolatility {
        // One more: the first return and the first night need the close before.
        let withClose = bars.suffix(sessions + 1).map(bar)
        let inside = Array(withClose.suffix(sessions))
        let hasCloses = withClose.count == sessions + 1
        let hasBars = inside.count == sessions
        // A source that knows closes only repeats them: that is no day without a move.
        let hasRanges = inside.contains { $0.high > $0.low }
        func figure(
            _ isEnough: Bool, needsRanges: Bool = true,
            _ estimate: () throws(HistoricalVolatility.Undefined) -> Double
        ) -> Figure {
            guard isEnough else { return .unknown(.insufficientHistory) }
            guard hasRanges || !needsRanges else { return .unknown(.noSource) }
            do throws(HistoricalVolatility.Undefined) {
                return Figure(try estimate())
            } catch {
                switch error {
                case .tooFewObservations: return .unknown(.insufficientHistory)
                case .badPrice: return .unknown(.badInput)
                }
            }
        }
        return RealisedVolatility(
            sessions: sessions,
            closeToClose: figure(hasCloses, needsRanges: false) { () throws(HistoricalVolatility.Undefined) in
                try HistoricalVolatility.closeToClose(withClose.map(\.close))
            },
            parkinson: figure(hasBars) { () throws(HistoricalVolatility.Undefined) in
                try HistoricalVolatility.parkinson(inside)
            },
            garmanKlass: figure(hasBars) { () throws(HistoricalVolatility.Undefined) in
                try HistoricalVolatility.garmanKlass(inside)
            },
            rogersSatchell: figure(hasBars) { () throws(HistoricalVolatility.Undefined) in
                try HistoricalVolatility.rogersSatchell(inside)
            },
            yangZhang: figure(hasCloses) { () throws(HistoricalVolatility.Undefined) in
                try HistoricalVolatility.yangZhang(withClose)
            })
    }

    private static func bar(_ bar: DailyBar) -> HistoricalVolatility.Bar {
        HistoricalVolatility.Bar(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
    }
}
