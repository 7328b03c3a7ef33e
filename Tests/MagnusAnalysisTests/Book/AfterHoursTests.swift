import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

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

    /// The row of a symbol in the evening: options of the close, shares of now at a price, the close known or not.
    private func row(
        _ symbol: String, spot: Double? = nil, knowsClose: Bool = true, now: Instant = evening
    ) throws -> StrategyValuation {
        var market = PaperBook.market
        market.asOf = now
        market.rates = RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "test")
        for (contract, quote) in market.optionQuotes {
            var quote = quote
            quote.time = Self.close
            market.optionQuotes[contract] = quote
        }
        for name in market.underlyings.keys {
            var closing = market.underlyings[name]?.quote
            closing?.time = Self.close
            if knowsClose { market.underlyings[name]?.closingQuote = closing }
            market.underlyings[name]?.quote?.time = now.adding(seconds: -10)
        }
        if let spot {
            market.underlyings[symbol]?.quote = PaperBook.quote(
                spot - 0.01, spot + 0.01, at: now.adding(seconds: -10))
        }
        var valuer = PaperBook.valuer(market)
        return try #require(valuer.valuation(now: now).strategies.first { $0.symbol == symbol })
    }

    private func short(_ row: StrategyValuation) throws -> PositionValuation {
        try #require(row.legs.first { $0.position.quantity.isShort })
    }

    @Test func aLaterSpotMakesEstimates() throws {
        let row = try row(shares: Self.evening.adding(seconds: -10), option: Self.close, now: Self.evening)
        #expect(row.distance.trust == .estimated && row.delta.trust == .estimated)
        #expect(row.assignmentProbability.trust == .estimated)
        #expect(row.unrealizedProfit.trust == .estimated, "half of it is of the close, half of now")
    }

    /// The prices belong together, so distance is none; the time that has passed since is the model's.
    @Test func closeAgainstCloseIsNone() throws {
        let row = try row(shares: Self.close, option: Self.close, now: Self.evening)
        #expect(row.distance.trust == .fresh)
        #expect(row.delta.trust == .estimated)
    }

    /// An index is not quoted out of session: its price stays that of the close while time passes. A mark of Friday read
    /// with Monday's time would tell 37 % where 11.8 % were sold (a weekend is most of what an option of Monday has left).
    @Test func anIndexKeepsItsVolatilityOverAWeekend() throws {
        let friday = NewYorkTime.instant(on: PaperBook.day(3, 12), hour: 16, minute: 0)
        func legs(at now: Instant) throws -> [PositionValuation] {
            var market = PaperBook.market
            market.asOf = now
            market.rates = RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "test")
            for (contract, quote) in market.optionQuotes {
                var quote = quote
                quote.time = friday
                market.optionQuotes[contract] = quote
            }
            for symbol in market.underlyings.keys { market.underlyings[symbol]?.quote?.time = friday }
            var valuer = PaperBook.valuer(market)
            return try #require(valuer.valuation(now: now).strategies.first { $0.symbol == "SPX" }).legs
        }
        let closing = try legs(at: friday.adding(seconds: 60))
        let monday = try legs(at: NewYorkTime.instant(on: PaperBook.day(3, 15), hour: 9, minute: 20))
        #expect(closing.count == monday.count && !closing.isEmpty)
        for (then, now) in zip(closing, monday) {
            let volatility = try #require(then.impliedVolatility.value)
            #expect(abs(try #require(now.impliedVolatility.value) - volatility) < 1e-4)
            #expect(now.mark.trust == .estimated && now.impliedVolatility.trust == .estimated)
            // Nothing but time passed: what has time value left is worth less.
            #expect(try #require(now.mark.value) < (try #require(then.mark.value)))
            #expect(now.closing?.mark == then.mark.value)
        }
    }

    /// The volatility is that of the close: a price of the shares that moved without the option says nothing about it.
    @Test func aLaterSpotTellsNoVolatility() throws {
        let market = PaperBook.market
        var valuer = PaperBook.valuer(market)
        let session = try #require(
            valuer.valuation(now: PaperBook.now).strategies.first { $0.symbol == "PLTR" })
        let then = try #require(session.legs.first?.impliedVolatility.value)
        for spot in [70.0, 75, 76.4, 78, 85] {
            let leg = try short(try row("PLTR", spot: spot))
            let now = try #require(leg.impliedVolatility.value)
            // Five hours less to the expiry at the same mark: a little more volatility.
            #expect(abs(now - then) < 0.01, "\(spot): \(now) against \(then)")
            #expect(leg.impliedVolatility.trust == .estimated)
        }
    }

    /// trader.md section 1: re-priced at the new spot with the last volatility. The change is the model's alone, so its own
    /// exact pricing at both prices must give it.
    @Test func theMarkFollowsTheShares() throws {
        let still = try short(try row("PLTR"))
        let closing = try #require(still.closing)
        #expect(closing.mark == 7.025)
        #expect(abs(closing.valueThen - closing.mark) < 1e-6)
        for spot in [70.0, 75, 78, 85] {
            let leg = try short(try row("PLTR", spot: spot))
            let terms = try #require(leg.terms)
            #expect(abs(terms.spot - spot) < 1e-9)
            let expected = 7.025 + (try OptionPricing.price(terms, accuracy: .exact)) - closing.valueThen
            #expect(abs(try #require(leg.mark.value) - expected) < 1e-3, "\(spot)")
            #expect(leg.mark.trust == .estimated && leg.bid == 6.95 && leg.ask == 7.10)
        }
    }

    /// A covered call keeps what it sold however far its shares rise: 200 x (57.50 + 1.62 - 57.50) = 324 (section 6).
    @Test func aCoveredCallNeverEarnsMoreThanItsMost() throws {
        for spot in [60.85, 61, 63, 70] {
            let row = try row("MO", spot: spot)
            #expect(try #require(row.unrealizedProfit.value) <= 324 + 1e-6, "\(spot)")
            #expect(row.unrealizedProfit.trust == .estimated)
        }
    }

    /// The option's decay of a night is that of a night: not what a mismatch of two instants would make of it.
    @Test func decayIsThatOfTheClose() throws {
        var valuer = PaperBook.valuer(PaperBook.market)
        let session = try #require(
            valuer.valuation(now: PaperBook.now).strategies.first { $0.symbol == "AAPL" })
        let then = try #require(session.thetaPerDay.value)
        // Two days from its end the put 1.1 % in the money: five hours and a gap of 0.2 % make its decay grow by a quarter or
        // so; the mark of the close beside the price of now made nearly three times of it.
        let later = try #require(try row("AAPL", spot: 257.64).thetaPerDay.value)
        #expect(later > then && later < 1.5 * then, "\(later) against \(then)")
    }

    @Test func withoutAClosingPriceTheMarkStandsAndSaysSo() throws {
        let leg = try short(try row("PLTR", spot: 75, knowsClose: false))
        #expect(leg.closing == nil)
        #expect(leg.mark == .known(7.025, .estimated))
    }

    @Test func aDailyCloseServesAsWell() throws {
        var market = PaperBook.market
        for (contract, quote) in market.optionQuotes {
            var quote = quote
            quote.time = Self.close
            market.optionQuotes[contract] = quote
        }
        for name in market.underlyings.keys {
            market.underlyings[name]?.quote?.time = Self.evening.adding(seconds: -10)
        }
        market.underlyings["PLTR"]?.bars = [
            DailyBar(date: PaperBook.day(3, 15), open: 76, high: 77, low: 75, close: 76.4, volume: 1)
        ]
        market.asOf = Self.evening
        var valuer = PaperBook.valuer(market)
        let row = try #require(
            valuer.valuation(now: Self.evening).strategies.first { $0.symbol == "PLTR" })
        #expect(try #require(row.legs.first).closing?.spot == 76.4)
    }

    @Test func onlySymbolsThatTradedOnAreAskedFor() throws {
        var market = PaperBook.market
        for (contract, quote) in market.optionQuotes {
            var quote = quote
            quote.time = Self.close
            market.optionQuotes[contract] = quote
        }
        market.underlyings["PLTR"]?.quote?.time = Self.evening.adding(seconds: -10)
        let valuer = PaperBook.valuer(market)
        #expect(
            valuer.symbolsApart(in: market.underlyings, optionQuotes: market.optionQuotes, now: Self.evening)
                == ["PLTR": Self.close])
        #expect(
            valuer.symbolsApart(in: market.underlyings, optionQuotes: market.optionQuotes, now: PaperBook.now).isEmpty)
    }

    /// From 04:00 of its ex-date on shares trade without a dividend: it is in no price any more.
    @Test func aDividendIsGoneWithTheFirstTradeOfItsDay() throws {
        let contract = PaperBook.contract("MO", PaperBook.day(4, 16), .call, 57.5)
        func dividends(_ hour: Int) -> Int {
            let now = NewYorkTime.instant(on: PaperBook.day(3, 16), hour: hour, minute: 0)
            return OptionTerms(
                contract: contract, instants: contract.expiryInstants(calendar: .standard), spot: 59.8,
                profile: PaperBook.profile("MO", beta: 0.5), rates: PaperBook.market.rates, now: now, minimumYears: 0
            ).dividends.count
        }
        #expect(dividends(3) == 1)
        #expect(dividends(4) == 0)
    }
}
