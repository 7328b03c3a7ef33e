import Testing

@testable import MagnusQuant

@Suite("A single implied volatility")
struct ImpliedVolatilityCallTests {
    /// The terms of an option of any moneyness within eight deviations, and the volatility its price is made with.
    private func draw(_ generator: inout SplitMix64) -> OptionTerms? {
        func spread(_ low: Double, _ high: Double) -> Double {
            exponential(generator.uniform(naturalLogarithm(low), naturalLogarithm(high)))
        }
        let years = spread(1e-4, 10)
        let volatility = spread(0.01, 1.5)
        let deviation = volatility * years.squareRoot()
        let spot = spread(0.5, 5000)
        let reach = generator.next() & 1 == 0 ? 8.0 : 1.5
        let moneyness = deviation * generator.uniform(-reach, reach)
        let rate = generator.uniform(-0.02, 0.1)
        let yield = generator.uniform(-0.01, 0.08)
        guard deviation < 1.7, abs(moneyness) < 3 else { return nil }
        return OptionTerms(
            right: generator.next() & 1 == 0 ? .call : .put, style: .european, spot: spot,
            strike: spot * exponential(moneyness + (rate - yield) * years), years: years, rate: rate,
            dividendYield: yield, volatility: volatility)
    }

    /// Whether the forward is beyond the strike: the price then holds more than time value.
    private func isInside(_ terms: OptionTerms) -> Bool {
        let carry = (terms.rate - terms.dividendYield) * terms.years
        return terms.right.sign * (naturalLogarithm(terms.spot / terms.strike) + carry) > 0
    }

    /// What a rounding of the price and of the discounted spot and strike is worth in volatility, as the tolerance of
    /// implied_vol.csv (8 units of rounding of both).
    private func tolerance(_ terms: OptionTerms, price: Double) throws -> Double {
        let vega = try #require(BlackScholes.valuation(terms).vega)
        let scale = isInside(terms) ? max(terms.spot, terms.strike) : price
        let deviation = terms.volatility * terms.years.squareRoot()
        let sensitivity = abs(naturalLogarithm(terms.spot / terms.strike)) / deviation + 1
        return 8 * 0x1p-52 * (scale + price * sensitivity / deviation) / vega + 1e-13 * terms.volatility
    }

    @Test("the quick way finds what the general one finds, on seeded ordinary terms", arguments: [61, 62])
    func equalToGeneral(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var outside = 0
        var quickOutside = 0
        var quick = 0
        var checked = 0
        var ratios = WorstRatio()
        while checked < 100_000 {
            guard let terms = draw(&generator) else { continue }
            checked += 1
            let price = try BlackScholes.price(terms)
            let isOutside = !isInside(terms)
            if isOutside { outside += 1 }
            guard let actual = ImpliedVolatility.ordinary(price: price, terms: terms) else { continue }
            quick += 1
            if isOutside { quickOutside += 1 }
            let expected = try ImpliedVolatility.general(price: price, terms: terms)
            ratios.add(
                isOutside ? "out of the money" : "in the money", "\(checked)", actual: actual, expected: expected,
                tolerance: try tolerance(terms, price: price))
        }
        #expect(ratios.maximum <= 1, "\(ratios.summary)")
        // Eight deviations are within its nine.
        #expect(quickOutside > outside * 99 / 100, "\(quickOutside) of \(outside)")
        #expect(quick > checked * 3 / 4, "\(quick) of \(checked)")
        if showsRatios { print("single volatilities, \(quick) of \(checked)\n\(ratios.summary)") }
    }

    @Test("at the forward, x = 0 exactly, it is solved as well")
    func atTheForward() throws {
        for volatility in [0.001, 0.01, 0.1, 0.3, 0.9, 1.6] {
            let terms = OptionTerms(
                right: .put, style: .european, spot: 80, strike: 80, years: 1.25, rate: 0.04, dividendYield: 0.04,
                volatility: volatility)
            let price = try BlackScholes.price(terms)
            let found = try #require(ImpliedVolatility.ordinary(price: price, terms: terms))
            #expect(abs(found - volatility) <= 1e-13 * volatility)
        }
    }

    @Test("what the general way refuses is refused with the same word", arguments: [63])
    func refusals(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let odd: [Double] = [0, -1, .nan, .infinity, -.infinity, 1e-300, 1e300, .leastNonzeroMagnitude]
        var refused = 0
        for _ in 0..<50_000 {
            guard var terms = draw(&generator) else { continue }
            var price = try BlackScholes.price(terms)
            let value = odd[Int(generator.next() % UInt64(odd.count))]
            switch generator.next() % 8 {
            case 0: price = value
            case 1: terms.spot = value
            case 2: terms.strike = value
            case 3: terms.years = value
            case 4: terms.rate = value
            case 5: terms.dividendYield = value
            case 6: price = max(0, terms.right.sign * (terms.spot - terms.strike)) * generator.uniform(0.5, 0.9)
            default: price = max(terms.spot, terms.strike) * generator.uniform(1.5, 3)
            }
            terms.volatility = .nan
            let general = Result { () throws(ImpliedVolatilityError) in
                try ImpliedVolatility.general(price: price, terms: terms)
            }
            let answer = Result { () throws(ImpliedVolatilityError) in
                try ImpliedVolatility.european(price: price, terms: terms)
            }
            if case .failure = general {
                refused += 1
                #expect(answer == general, "\(price) \(terms)")
            } else if case .failure = answer {
                Issue.record("\(price) \(terms): \(answer)")
            }
        }
        #expect(refused > 20_000)
        var terms = OptionTerms(
            right: .put, style: .european, spot: 100, strike: 95, years: 0.5, rate: 0.03, dividendYield: 0,
            volatility: 0.3)
        terms.dividends = [CashDividend(years: 0.1, amount: 1)]
        #expect(throws: ImpliedVolatilityError.unsupported) { try ImpliedVolatility.european(price: 3, terms: terms) }
        // After expiry it has no effect.
        terms.dividends = [CashDividend(years: 0.6, amount: 1)]
        let price = try BlackScholes.price(terms)
        #expect(abs(try ImpliedVolatility.european(price: price, terms: terms) - 0.3) < 1e-14)
    }
}
