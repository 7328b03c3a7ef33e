import MagnusQuant
import Testing

@Suite("European options: identities, bounds, hostile inputs")
struct EuropeanPropertyTests {
    private static func random(_ generator: inout SplitMix64) -> OptionTerms {
        OptionTerms(
            right: generator.next() & 1 == 0 ? .call : .put, style: .european, spot: 100,
            strike: 100 * exponential(generator.uniform(-0.7, 0.7)), years: exponential(generator.uniform(-6, 1.5)),
            rate: generator.uniform(-0.02, 0.1), dividendYield: generator.uniform(-0.01, 0.08),
            volatility: exponential(generator.uniform(-3, 0.5)))
    }

    private static func price(_ terms: OptionTerms, _ change: (inout OptionTerms) -> Void) throws -> Double {
        var changed = terms
        change(&changed)
        return try BlackScholes.price(changed)
    }

    @Test("put-call parity, no-arbitrage bounds, monotonicity and convexity in the strike", arguments: [1, 2, 3])
    func identities(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<2000 {
            let terms = Self.random(&generator)
            let call = try Self.price(terms) { $0.right = .call }
            let put = try Self.price(terms) { $0.right = .put }
            let spot = terms.spot * exponential(-terms.dividendYield * terms.years)
            let strike = terms.strike * exponential(-terms.rate * terms.years)
            #expect(abs(call - put - (spot - strike)) < 1e-12 * (spot + strike), "\(terms)")
            #expect(call <= spot && call >= max(0, spot - strike) * (1 - 1e-14), "\(terms)")
            #expect(put <= strike && put >= max(0, strike - spot) * (1 - 1e-14), "\(terms)")

            let value = try BlackScholes.price(terms)
            let step = 0.01 * terms.strike
            let low = try Self.price(terms) { $0.strike -= step }
            let high = try Self.price(terms) { $0.strike += step }
            #expect(low - 2 * value + high >= -1e-12 * terms.strike, "convexity \(terms)")
            #expect(terms.right == .call ? low >= value && value >= high : low <= value && value <= high, "\(terms)")
            let rounding = 1e-15 * (spot + strike)
            #expect(try Self.price(terms) { $0.volatility *= 1.01 } >= value - rounding, "vega sign \(terms)")
        }
    }

    @Test("spot-strike symmetry: C(S,K,r,q) = P(K,S,q,r), and homogeneity", arguments: [4, 5])
    func symmetry(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<2000 {
            var terms = Self.random(&generator)
            terms.right = .call
            let call = try BlackScholes.price(terms)
            let mirrored = OptionTerms(
                right: .put, style: .european, spot: terms.strike, strike: terms.spot, years: terms.years,
                rate: terms.dividendYield, dividendYield: terms.rate, volatility: terms.volatility)
            #expect(try abs(BlackScholes.price(mirrored) - call) <= 1e-12 * terms.spot)
            let scaled = try Self.price(terms) {
                $0.spot *= 4
                $0.strike *= 4
            }
            // Subnormal prices are rounded before the factor.
            #expect(scaled == 4 * call || call < 1e-300)
        }
    }

    @Test("Greeks agree with central differences of the price", arguments: [6, 7])
    func differences(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<500 {
            var terms = Self.random(&generator)
            terms.years = generator.uniform(0.1, 2)
            terms.volatility = generator.uniform(0.1, 0.8)
            let value = try BlackScholes.valuation(terms)
            func slope(_ step: Double, _ path: WritableKeyPath<OptionTerms, Double>) throws -> Double {
                let up = try Self.price(terms) { $0[keyPath: path] += step }
                let down = try Self.price(terms) { $0[keyPath: path] -= step }
                return (up - down) / (2 * step)
            }
            func deltaSlope(_ step: Double, _ path: WritableKeyPath<OptionTerms, Double>) throws -> Double {
                var up = terms
                var down = terms
                up[keyPath: path] += step
                down[keyPath: path] -= step
                return try
                    (#require(try BlackScholes.valuation(up).delta)
                    - #require(try BlackScholes.valuation(down).delta)) / (2 * step)
            }
            func agree(_ name: String, _ actual: Double?, _ expected: Double, _ scale: Double) throws {
                let figure = try #require(actual)
                #expect(abs(figure - expected) <= 1e-5 * max(abs(expected), scale), "\(name) \(terms)")
            }
            try agree("delta", value.delta, slope(1e-3, \.spot), 1)
            try agree("vega", value.vega, slope(1e-5, \.volatility), 1)
            try agree("theta", value.theta, -slope(1e-5, \.years), 1)
            try agree("rho", value.rho, slope(1e-5, \.rate), 1)
            try agree("gamma", value.gamma, deltaSlope(1e-3, \.spot), 1e-3)
            try agree("vanna", value.vanna, deltaSlope(1e-5, \.volatility), 0.1)
            try agree("charm", value.charm, -deltaSlope(1e-5, \.years), 0.1)
        }
    }

    @Test("implied volatility of our own price gives the volatility back", arguments: [8, 9, 10])
    func roundTrip(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<4000 {
            let terms = Self.random(&generator)
            let value = try BlackScholes.valuation(terms)
            let vega = try #require(value.vega)
            // One rounding of the price moves the answer by this much; where that is not small there is no answer.
            let conditioning = 1e-15 * max(terms.spot, terms.strike) / vega
            guard conditioning < 1e-7 * terms.volatility else { continue }
            let answer = try ImpliedVolatility.european(price: value.price, terms: terms)
            #expect(abs(answer - terms.volatility) <= 4 * conditioning + 1e-13 * terms.volatility, "\(terms)")
        }
    }

    @Test("at zero time and zero volatility the limits; at the kink a price and no Greeks")
    func limits() throws {
        var terms = OptionTerms(
            right: .put, style: .european, spot: 90, strike: 100, years: 0, rate: 0.05, dividendYield: 0.02,
            volatility: 0.3)
        var value = try BlackScholes.valuation(terms)
        #expect(value.price == 10 && value.delta == -1 && value.gamma == 0 && value.vega == 0)
        terms.spot = 100
        value = try BlackScholes.valuation(terms)
        #expect(value == OptionValuation(price: 0))
        #expect(try BlackScholes.dividendRho(terms) == nil)
        terms.years = 1
        terms.volatility = 0
        terms.dividendYield = 0.05
        #expect(try BlackScholes.valuation(terms) == OptionValuation(price: 0))
        terms.spot = 101
        value = try BlackScholes.valuation(terms)
        #expect(value.price == 0 && value.delta == 0 && value.theta == 0)
    }

    @Test("Black-76 is yield = rate: the forward premium discounted")
    func black76() throws {
        let terms = OptionTerms(
            right: .call, style: .european, spot: 19, strike: 19, years: 0.75, rate: 0.1, dividendYield: 0.1,
            volatility: 0.28)
        #expect(try abs(BlackScholes.price(terms) - 1.7011) < 1e-4)
    }

    @Test("beyond the range of a normal probability: ln K/S = 109, d2 = -38.5")
    func farTail() throws {
        // 40-digit arithmetic: the normalised price 1.2547523338390509e-302, times sqrt(S K).
        let terms = OptionTerms(
            right: .call, style: .european, spot: 1, strike: exponential(109.39887763347924), years: 1, rate: 0,
            dividendYield: 0, volatility: 2.951337022702259)
        let expected = 1.254_752_333_839_050_9e-302 * exponential(0.5 * 109.39887763347924)
        #expect(try abs(BlackScholes.price(terms) - expected) < 1e-10 * expected)
        var mirrored = terms
        mirrored.right = .put
        swap(&mirrored.spot, &mirrored.strike)
        #expect(try abs(BlackScholes.price(mirrored) - expected) < 1e-10 * expected)
    }

    @Test("hostile inputs: a typed refusal or finite figures, never NaN")
    func hostile() throws {
        let values: [Double] = [
            .nan, .infinity, -.infinity, 0, -0.0, -1, 1e-300 * 1e-20, 1e-300, 1e-160, 1e-16, 1e-8, 0.01, 0.5, 1, 100,
            1e8, 1e16,
            1e160, 1e300, 1.7e308,
        ]
        var generator = SplitMix64(seed: 11)
        func any() -> Double { values[Int(generator.next() % UInt64(values.count))] }
        func signed() -> Double { generator.next() & 3 == 0 ? -any() : any() }
        var priced = 0
        for round in 0..<60_000 {
            let terms = OptionTerms(
                right: round & 1 == 0 ? .call : .put, style: .european, spot: any(), strike: any(), years: any(),
                rate: signed(), dividendYield: signed(), volatility: any())
            let inputs = [
                terms.spot, terms.strike, terms.years, terms.rate, terms.dividendYield, terms.volatility,
            ]
            let sound = inputs.allSatisfy(\.isFinite)
            let result = Result { () throws(PricingError) in try BlackScholes.valuation(terms) }
            switch result {
            case .success(let v):
                priced += 1
                let all = [v.price, v.delta, v.gamma, v.vega, v.theta, v.rho, v.vanna, v.charm, v.volga, v.speed]
                let finite = all.allSatisfy { $0?.isFinite ?? true }
                #expect(finite && v.price >= 0 && sound, "\(terms) \(v)")
            case .failure(.notFinite):
                #expect(!sound)
            case .failure(.badInput):
                #expect(terms.spot <= 0 || terms.strike <= 0 || terms.years < 0 || terms.volatility < 0)
            case .failure(.unsupported):
                #expect(sound)
            }
            if let answer = try? ImpliedVolatility.european(price: any(), terms: terms) {
                #expect(answer.isFinite && answer > 0, "\(terms)")
            }
        }
        #expect(priced > 1000)
    }
}
