import MagnusQuant
import Testing

@Suite("Risk-neutral probabilities")
struct ProbabilityTests {
    private let outlook = Probability.Outlook(
        spot: 100, years: 30.0 / 365, rate: 0.04, dividendYield: 0, volatility: 0.30)

    @Test("short put S=100 K=95 30 days r=.04 vol=.30: POP 0.7752, P(OTM) 0.7229, |delta| 0.2490")
    func shortPut() throws {
        let terms = OptionTerms(
            right: .put, style: .european, spot: 100, strike: 95, years: 30.0 / 365, rate: 0.04, dividendYield: 0,
            volatility: 0.30)
        let value = try BlackScholes.valuation(terms)
        #expect(abs(value.price - 1.3332) < 5e-5)
        #expect(try abs(#require(value.delta) + 0.2490) < 5e-5)
        let pop = try #require(Probability.profitOfShortPut(strike: 95, premium: value.price, outlook))
        #expect(abs(pop - 0.7752) < 5e-5)
        let above = try #require(Probability.above(95, outlook))
        let below = try #require(Probability.below(95, outlook))
        #expect(abs(above - 0.7229) < 5e-5 && abs(above + below - 1) < 1e-15)
    }

    @Test("touch of 95 is 0.5525, of 110 is 0.2664")
    func touch() throws {
        #expect(try abs(#require(Probability.touch(95, outlook)) - 0.5525) < 5e-5)
        #expect(try abs(#require(Probability.touch(110, outlook)) - 0.2664) < 5e-5)
        #expect(Probability.touch(100, outlook) == 1)
    }

    @Test("smile slope: N(d2) 0.49900 becomes 0.52892")
    func smile() throws {
        let flat = Probability.Outlook(spot: 100, years: 0.25, rate: 0.04, dividendYield: 0.01, volatility: 0.25)
        #expect(try abs(#require(Probability.above(100, flat)) - 0.49900) < 5e-6)
        let skewed = try #require(Probability.above(100, flat, smileSlope: -0.0015))
        #expect(abs(skewed - 0.52892) < 5e-6)
        // The term is the strike slope of the discounted call price along the smile.
        func call(_ strike: Double) throws -> Double {
            try BlackScholes.price(
                OptionTerms(
                    right: .call, style: .european, spot: 100, strike: strike, years: 0.25, rate: 0.04,
                    dividendYield: 0.01, volatility: 0.25 - 0.0015 * (strike - 100)))
        }
        let slope = try (call(99.99) - call(100.01)) / 0.02 * exponential(0.04 * 0.25)
        #expect(abs(slope - skewed) < 1e-6)
    }

    @Test("touch is at least the probability of ending beyond, falls with distance, and stays a probability")
    func properties() throws {
        var generator = SplitMix64(seed: 21)
        for _ in 0..<5000 {
            let outlook = Probability.Outlook(
                spot: 100, years: exponential(generator.uniform(-9, 2)), rate: generator.uniform(-0.1, 0.2),
                dividendYield: generator.uniform(-0.1, 0.2), volatility: exponential(generator.uniform(-7, 1)))
            let level = 100 * exponential(generator.uniform(-1.5, 1.5))
            let touch = try #require(Probability.touch(level, outlook))
            let beyond = try #require(
                level < 100 ? Probability.below(level, outlook) : Probability.above(level, outlook))
            #expect(touch >= beyond * (1 - 1e-12) && touch <= 1, "\(outlook) \(level)")
            let further = try #require(Probability.touch(level < 100 ? level * 0.99 : level * 1.01, outlook))
            #expect(further <= touch * (1 + 1e-12), "\(outlook) \(level)")
        }
    }

    @Test("at expiry certainty, and exactly at the level neither side")
    func certain() {
        var now = outlook
        now.years = 0
        #expect(Probability.above(95, now) == 1 && Probability.below(95, now) == 0)
        #expect(Probability.above(100, now) == 0 && Probability.below(100, now) == 0)
        #expect(Probability.touch(95, now) == 0 && Probability.touch(105, now) == 0)
        #expect(Probability.profitOfShortCall(strike: 95, premium: 1, now) == 0)
        #expect(Probability.profitOfShortPut(strike: 5, premium: 6, now) == 1)
    }

    @Test("broken inputs give nothing")
    func refused() {
        var broken = outlook
        broken.volatility = .nan
        #expect(Probability.above(95, broken) == nil && Probability.touch(95, broken) == nil)
        #expect(Probability.above(-1, outlook) == nil && Probability.below(.nan, outlook) == nil)
        #expect(Probability.profitOfShortPut(strike: 95, premium: -1, outlook) == nil)
        #expect(Probability.profitOfShortCall(strike: .infinity, premium: 1, outlook) == nil)
    }
}
