import MagnusQuant
import Testing

@Suite("Expected move")
struct ExpectedMoveTests {
    private static func option(_ right: OptionRight, _ strike: Double) throws -> Double {
        try BlackScholes.price(
            OptionTerms(
                right: right, style: .european, spot: 100, strike: strike, years: 30.0 / 365, rate: 0.04,
                dividendYield: 0, volatility: 0.30))
    }

    @Test("S=100, sigma=0.30, 30 days, r=0.04, strikes every 5: the three methods")
    func worked() throws {
        let sigma = try #require(ExpectedMove.oneSigma(spot: 100, volatility: 0.30, years: 30.0 / 365))
        #expect(abs(sigma - 8.601) < 5e-4)
        let straddle = try #require(
            ExpectedMove.straddle(call: try Self.option(.call, 100), put: try Self.option(.put, 100)))
        #expect(abs(straddle - 6.854) < 5e-4)
        let first = try Self.option(.call, 105) + Self.option(.put, 95)
        let second = try Self.option(.call, 110) + Self.option(.put, 90)
        #expect(abs(first - 2.995) < 5e-4 && abs(second - 1.056) < 5e-4)
        let weighted = try #require(
            ExpectedMove.weighted(straddle: straddle, firstStrangle: first, secondStrangle: second))
        #expect(abs(weighted - 5.117) < 5e-4)
        #expect(abs(0.85 * straddle - 5.826) < 5e-4)
    }

    @Test("the band is log-normal and closes at zero time")
    func band() throws {
        let band = try #require(ExpectedMove.band(spot: 100, volatility: 0.2, years: 0.25))
        #expect(abs(band.lowerBound * band.upperBound - 10_000) < 1e-9)
        #expect(ExpectedMove.band(spot: 100, volatility: 0.2, years: 0) == 100...100)
        #expect(ExpectedMove.oneSigma(spot: 100, volatility: 0.2, years: 0) == 0)
    }

    @Test("event move: known variance comes back")
    func event() throws {
        let base = 0.25
        let jump = 0.06
        func volatility(_ days: Double) -> Double {
            ((base * base * (days - 1) / 365 + jump * jump) / (days / 365)).squareRoot()
        }
        // The first expiry holds the event and (days - 1) ordinary days; the next adds only ordinary days.
        let move = try #require(
            ExpectedMove.event(
                firstVolatility: volatility(10), firstYears: 10.0 / 365, nextVolatility: volatility(38),
                nextYears: 38.0 / 365))
        #expect(abs(move - jump) < 1e-12)
        #expect(
            ExpectedMove.event(firstVolatility: 0.9, firstYears: 0.1, nextVolatility: 0.3, nextYears: 0.2) == nil)
        #expect(
            ExpectedMove.event(firstVolatility: 0.2, firstYears: 0.1, nextVolatility: 0.4, nextYears: 0.2) == nil)
    }

    @Test("nothing is made of broken inputs")
    func refused() {
        #expect(ExpectedMove.oneSigma(spot: .nan, volatility: 0.2, years: 1) == nil)
        #expect(ExpectedMove.oneSigma(spot: 1e308, volatility: 1e10, years: 1) == nil)
        #expect(ExpectedMove.oneSigma(spot: 100, volatility: -0.2, years: 1) == nil)
        #expect(ExpectedMove.band(spot: 100, volatility: 1e5, years: 1) == nil)
        #expect(ExpectedMove.straddle(call: .nan, put: 1) == nil)
        #expect(ExpectedMove.straddle(call: 0, put: 0) == nil)
        #expect(ExpectedMove.weighted(straddle: 1, firstStrangle: .infinity, secondStrangle: 0) == nil)
    }
}
