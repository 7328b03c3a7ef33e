import MagnusAnalysis
import MagnusDomain
import Testing

@Suite("Technicals of a symbol")
struct TechnicalAnalyserTests {
    @Test func theTrendByItsAverages() throws {
        let up = Sessions.report(Sessions.bars(closes: (0..<260).map { 100 * (1 + 0.002 * Double($0)) }))
        #expect(up.trend.held?.value == .bull && up.trend.held?.pending == 0)
        // Known from the 200th session on.
        #expect(up.trend.held?.since == Sessions.days(200).last)
        // Mean of 210 to 259: 100 (1 + 0.002 x 234.5).
        #expect(abs((up.trend.average50.value ?? 0) - 146.9) < 1e-9)
        let down = Sessions.report(Sessions.bars(closes: (0..<260).map { 100 / (1 + 0.002 * Double($0)) }))
        #expect(down.trend.held?.value == .bear)
        let short = Sessions.report(Sessions.bars(closes: (0..<199).map { 100 + Double($0) }))
        #expect(short.trend.held == nil && short.trend.average200 == .unknown(.insufficientHistory))
    }

    @Test func aTrendSwitchesAtTheThirdClose() {
        let rise = (0..<260).map { 100 * (1 + 0.002 * Double($0)) }
        // Far below the average of 200, while that of 50 stays above it: sideways.
        func after(_ closes: Int) -> TrendReading {
            Sessions.report(Sessions.bars(closes: rise + [Double](repeating: 100, count: closes))).trend
        }
        #expect(after(1).held?.value == .bull && after(1).held?.latest == .sideways && after(1).held?.pending == 1)
        #expect(after(2).held?.value == .bull && after(2).held?.pending == 2)
        #expect(after(3).held?.value == .sideways && after(3).held?.pending == 0)
        #expect(after(3).held?.since == Sessions.days(263).last)
        // A single close back begins the count anew.
        let back = Sessions.report(Sessions.bars(closes: rise + [100, 100, 152, 100])).trend
        #expect(back.held?.value == .bull && back.held?.pending == 1)
    }

    @Test func whatHasNoWindowYetSaysSo() throws {
        let report = Sessions.report(Sessions.walk(30, seed: 2))
        let row = try #require(report.last)
        #expect(row.average20.value != nil && row.average50 == .unknown(.insufficientHistory))
        #expect(row.relativeStrength.value != nil && row.convergenceSignal == .unknown(.insufficientHistory))
        #expect(report.rows[13].relativeStrength == .unknown(.insufficientHistory))
        let flat = Sessions.report(Sessions.bars(closes: [Double](repeating: 50, count: 40)))
        #expect(flat.last?.relativeStrength == .unknown(.flatHistory), "no price moved")
        #expect(flat.last?.average20.value == 50)
    }

    @Test func indicesHaveNoVolume() {
        var bars = Sessions.walk(60, seed: 3)
        for index in bars.indices { bars[index].volume = 0 }
        #expect(Sessions.report(bars, kind: .index).last?.volumeWeighted == .unknown(.noSource))
    }

    @Test func whatIsMissingOrCannotBeIsNamed() {
        var bars = Sessions.walk(60, seed: 4)
        let (gone, bad) = (bars[20].date, bars[30].date)
        bars[30].high = bars[30].low / 2
        bars.remove(at: 20)
        let history = Sessions.report(bars).history
        #expect(history.unsound == [bad] && history.missing == [gone, bad] && history.seam == nil)
        #expect(!history.isWhole && Sessions.report(Sessions.walk(60, seed: 4)).history.isWhole)
        var wrong = Sessions.walk(5, seed: 4)
        wrong[2].close = .nan
        wrong[3].low = 0
        #expect(Sessions.report(wrong).history.unsound == [wrong[2].date, wrong[3].date])
        let none = Sessions.report([])
        #expect(none.last == nil && none.zonesMissing == .noSource && none.trend.close == .unknown(.noSource))
    }

    /// Four for one, not adjusted: three quarters gone overnight.
    @Test func nothingIsUsedBeforeASplitThatWasNotAdjusted() throws {
        var bars = Sessions.walk(300, seed: 5)
        for index in 0..<100 {
            bars[index].open *= 4
            bars[index].high *= 4
            bars[index].low *= 4
            bars[index].close *= 4
        }
        let report = Sessions.report(bars)
        #expect(report.history.seam == bars[100].date && report.rows.count == 200)
        #expect(report.history.first == bars[100].date)
        // An index of volatility has doubled in a day and is the same index.
        #expect(Sessions.report(bars, kind: .index).rows.count == 300)
        // A fall by a third is no split.
        let fall = Sessions.bars(closes: [Double](repeating: 90, count: 20) + [Double](repeating: 60, count: 20))
        #expect(Sessions.report(fall).history.seam == nil)
    }
}
