import MagnusAnalysis
import MagnusDomain
import Testing

/// After the close the shares trade on and their options do not: what mixes both instants is an estimate.
@Suite struct AfterHoursTests {
    private static let close = NewYorkTime.instant(on: PaperBook.day(3, 15), hour: 16, minute: 0)
    private static let evening = NewYorkTime.instant(on: PaperBook.day(3, 15), hour: 18, minute: 30)

    /// The put on PLTR with quotes of these instants.
    private func row(shares: Instant, option: Instant, now: Instant) throws -> StrategyValuation {
        var market = PaperBook.market
        market.asOf = now
        for (contract, quote) in market.optionQuotes {
            var quote = quote
            quote.time = option
            market.optionQuotes[contract] = quote
        }
        for symbol in market.underlyings.keys { market.underlyings[symbol]?.quote?.time = shares }
        var valuer = PaperBook.valuer(market)
        return try #require(
            valuer.valuation(now: now).strategies.first { $0.symbol == "PLTR" })
    }

    @Test func aLaterSpotMakesEstimates() throws {
        let row = try row(shares: Self.evening.adding(seconds: -10), option: Self.close, now: Self.evening)
        #expect(row.distance.trust == .estimated && row.delta.trust == .estimated)
        #expect(row.assignmentProbability.trust == .estimated)
        #expect(row.unrealizedProfit.trust == .fresh, "the profit is that of the close")
    }

    @Test func closeAgainstCloseIsNone() throws {
        let row = try row(shares: Self.close, option: Self.close, now: Self.evening)
        #expect(row.distance.trust == .fresh && row.delta.trust == .fresh)
    }
}
