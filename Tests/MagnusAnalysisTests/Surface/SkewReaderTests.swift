import Glibc
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct SkewReaderTests {
    static func history(_ values: [Double]) -> [SkewObservation] {
        values.enumerated().map {
            SkewObservation(date: CalendarDate(daysSinceEpoch: 20_000 + $0.offset), skew: $0.element)
        }
    }

    static func report(_ skews: [SkewObservation] = []) throws -> VolatilityReport {
        var world = ScanWorld()
        world.expiries = [ScanWorld.expiry, ScanWorld.date("2027-06-18")]
        return VolatilityAnalyser.analyse(
            try VolatilityAnalyserTests.skewed(world, truth: VolatilityAnalyserTests.smile), profile: world.profile,
            history: world.history, skews: skews, bars: [], rates: world.rates, calendar: .standard, now: world.now)
    }

    /// The curve's volatilities where the forward delta is 25, by total variance at 30 days, recomputed from the smile that
    /// the quotes were made of.
    @Test func theSkewIsThatOfTheSmileAtThirtyDays() throws {
        let report = try Self.report()
        func volatility(_ delta: Double, _ years: Double) throws -> Double {
            let smile = try VolatilityAnalyserTests.smile(years)
            var (low, high) = (-1.0, 1.0)
            for _ in 0..<100 {
                let k = 0.5 * (low + high)
                let deviation = try #require(smile.volatility(k, years: years)) * years.squareRoot()
                let value = 0.5 * erfc((k / deviation - 0.5 * deviation) / 2.0.squareRoot())
                if value > delta { low = k } else { high = k }
            }
            return try #require(smile.volatility(0.5 * (low + high), years: years))
        }
        func thirtyDays(_ delta: Double) throws -> Double {
            let years = report.expiries.map(\.years)
            let month = 30.0 / 365
            let ends = try years.map { try pow(volatility(delta, $0), 2) * $0 }
            guard years[0] < month else { return try volatility(delta, years[0]) }
            return ((ends[0] + (ends[1] - ends[0]) * (month - years[0]) / (years[1] - years[0])) / month).squareRoot()
        }
        let wanted = try thirtyDays(0.75) - thirtyDays(0.25)
        let skew = try #require(report.skew.current.value)
        #expect(wanted > 0.01 && abs(skew - wanted) < 0.003, "\(skew) \(wanted)")
        let parts = try #require(report.skew.put.value) - #require(report.skew.call.value)
        #expect(skew == parts)
    }

    @Test func aSourceWithoutHistoryHasNoPercentile() throws {
        let skew = try Self.report().skew
        #expect(skew.percentile.reason == .noSource && skew.low.reason == .noSource && skew.history.isEmpty)
        #expect(skew.day == nil && skew.sessions == 0 && skew.current.value != nil)
        let few = try Self.report(Self.history((0..<40).map { 0.02 + 0.0001 * Double($0) })).skew
        #expect(few.percentile.reason == .insufficientHistory && few.sessions == 39 && few.low.value == 0.02)
    }

    /// The last close is counted among the 252 before it, itself not among them; a skew may be negative.
    @Test func theLastCloseIsCountedAmongTheYearBeforeIt() throws {
        let values = (0..<300).map { Double($0 % 100) / 1000 - 0.05 } + [.nan, -0.01]
        let skew = try Self.report(Self.history(values)).skew
        let past = Array(values.suffix(253).filter(\.isFinite).dropLast())
        #expect(skew.sessions == past.count && skew.history.count == past.count + 1)
        #expect(skew.history.last?.skew == -0.01 && skew.day == CalendarDate(daysSinceEpoch: 20_301))
        #expect(skew.low.value == past.min() && skew.high.value == past.max())
        let below = 100 * Double(past.count { $0 < -0.01 }) / Double(past.count)
        #expect(skew.percentile.value == below && below > 20 && below < 60)
    }

    /// Without a curve there is no skew, and the reason is that of the curve.
    @Test func withoutACurveThereIsNoSkew() throws {
        let world = ScanWorld()
        var chain = world.chain()
        chain.entries = Array(chain.entries.prefix(2))
        let report = VolatilityAnalyserTests.analyse(chain, world)
        #expect(report.skew.current.value == nil && report.skew.current.reason == .noMarket)
    }
}
