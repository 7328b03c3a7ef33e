import Glibc
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusSimulation

@Suite struct WorldSkewTests {
    static let now = Worlds.at(3, 15, 10, 42)

    /// Enough completed sessions for the model of regimes, which asks for a thousand and thirty before its first.
    @Test func theWorldHasMoreThanAThousandSessionsBehindIt() throws {
        for symbol in ["SPX", "KO", "SGOV"] {
            let bars = try #require(Worlds.standard.dailyBars(of: symbol, count: 2000, now: Self.now))
            #expect(bars.count > 1100 && bars.first?.date == .on(2022, 10, 3), "\(symbol)")
            #expect(zip(bars, bars.dropFirst()).allSatisfy { abs(log($1.close / $0.close)) < 0.5 }, "\(symbol)")
        }
    }

    /// The last close before the anchor has nearly the skew of the anchor; a year has others, more and less, and names
    /// differ.
    @Test func theSkewMovesAboutThatOfTheAnchor() throws {
        let world = Worlds.standard
        for symbol in ["SPY", "KO", "MU", "GLD"] {
            let history = try #require(world.skewHistory(of: symbol, count: 252, now: Self.now))
            let volatility = try #require(world.volatilityHistory(of: symbol, count: 252, now: Self.now))
            #expect(history.map(\.date) == volatility.map(\.date))
            let index = try #require(world.securityIndex(symbol))
            let skews = history.map(\.skew)
            let sign = SecurityCatalogue.all[index].skew < 0 ? -1.0 : 1.0
            #expect(skews.allSatisfy { sign * $0 > 0 && abs($0) < 0.2 }, "\(symbol)")
            // Not a copy of the volatility: the ratio of both moves too.
            let ratios = zip(skews, volatility).map { $0 / $1.impliedVolatility * sign }
            #expect(try #require(ratios.max()) > 1.2 * #require(ratios.min()), "\(symbol)")
            #expect(abs(world.paths[index].skew[world.anchorSession] - 1) < 1e-12)
        }
        #expect(world.skewHistory(of: "VIX", count: 10, now: Self.now) == nil)
        #expect(world.skewHistory(of: "NOPE", count: 10, now: Self.now) == nil)
        #expect(world.skewHistory(of: "SPY", count: 0, now: Self.now) == [])
    }

    /// The history of a session is what its own chain said at its close.
    @Test func theHistoryIsThatOfTheChains() throws {
        let world = Worlds.other
        let index = try #require(world.securityIndex("XLE"))
        let date = CalendarDate.on(2026, 11, 18)
        let session = try #require(world.sessions.index(on: date))
        let level = world.paths[index].volatility[session]
        let month = 30.0 / 365
        let context = world.optionContext(index, feedSecond: world.sessions.closes[session])
        let volatility = world.events[index].thirtyDayVolatility(level, at: world.sessions.closes[session])
        let variance = volatility * volatility * month
        func atDelta(_ delta: Double) -> Double {
            var (low, high) = (-1.0, 1.0)
            var value = 0.0
            for _ in 0..<80 {
                let k = 0.5 * (low + high)
                value = context.surface.volatility(totalVariance: variance, years: month, logMoneyness: k)
                let deviation = value * month.squareRoot()
                if 0.5 * erfc((k / deviation - 0.5 * deviation) / 2.0.squareRoot()) > delta {
                    low = k
                } else {
                    high = k
                }
            }
            return value
        }
        let wanted = atDelta(0.75) - atDelta(0.25)
        let history = try #require(world.skewHistory(of: "XLE", count: 400, now: Self.now))
        let told = try #require(history.first { $0.date == date }?.skew)
        #expect(wanted > 0.005 && abs(told - wanted) < 1e-9, "\(told) \(wanted)")
    }
}
