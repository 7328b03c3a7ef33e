import Testing

@testable import MagnusQuant

/// Greeks against differences of our own exact price, to 1e-3 away from the exercise boundary.
@Suite struct AmericanGreekTests {
    /// Short-dated and volatile puts whose early exercise is worth next to nothing have the volga of the European formula: a
    /// second difference of solved prices must not drown in how each boundary converged.
    @Test func volgaOfShortDatedVolatileOptionsIsNotNoise() throws {
        for strike in [90.0, 95, 100, 105] {
            for years in [0.011, 0.03, 0.05] {
                for volatility in [0.6, 0.79, 0.795, 0.8, 0.805, 0.81, 1.0] {
                    var terms = OptionTerms(
                        right: .put, style: .american, spot: 100, strike: strike, years: years, rate: 0.001,
                        dividendYield: 0, volatility: volatility)
                    let american = try OptionPricing.valuation(terms, accuracy: .exact)
                    terms.style = .european
                    let european = try OptionPricing.valuation(terms, accuracy: .exact)
                    let (ours, formula) = try (#require(american.volga), #require(european.volga))
                    #expect(abs(ours - formula) < 5e-3 * max(abs(formula), 0.5), "\(terms): \(ours), \(formula)")
                }
            }
        }
    }

    @Test func secondOrderGreeksAreDifferencesOfThePrice() throws {
        var random = SplitMix64(seed: 77)
        var worst = WorstRatio()
        var checked = 0
        while checked < 200 {
            let terms = OptionTerms(
                right: random.uniform(0, 1) < 0.5 ? .put : .call, style: .american, spot: 100,
                strike: random.uniform(80, 125), years: random.uniform(0.1, 2), rate: random.uniform(0.01, 0.08),
                dividendYield: random.uniform(0.01, 0.08), volatility: random.uniform(0.15, 0.6))
            let value = try AmericanPricing.valuation(terms, accuracy: .exact)
            guard let boundary = try AmericanPricing.exerciseBoundary(terms, accuracy: .exact),
                abs(terms.spot / boundary - 1) > 0.03
            else { continue }
            checked += 1
            /// Price on the ladder 100 + i h, boundary solved once.
            func ladder(_ change: (inout OptionTerms) -> Void) -> (Int, Double) -> Double {
                var moved = terms
                change(&moved)
                let solved = AmericanBoundary(moved, accuracy: .exact)
                return { solved.price(spot: 100 + Double($0) * $1, strike: terms.strike, accuracy: .exact) }
            }
            func delta(_ price: (Int, Double) -> Double) -> Double {
                let h = 0.05
                return (8 * (price(1, h) - price(-1, h)) - price(2, h) + price(-2, h)) / (12 * h)
            }
            let price = ladder { _ in }
            let h = 0.25
            let gamma =
                (16 * (price(1, h) + price(-1, h)) - price(2, h) - price(-2, h) - 30 * price(0, h)) / (12 * h * h)
            let wide = 0.5
            let inner = price(1, wide) - price(-1, wide)
            let middle = price(2, wide) - price(-2, wide)
            let outer = price(3, wide) - price(-3, wide)
            let speed = (-13 * inner + 8 * middle - outer) / (8 * wide * wide * wide)
            let day = 2e-3
            let charm = -(delta(ladder { $0.years += day }) - delta(ladder { $0.years -= day })) / (2 * day)
            let step = 2e-3
            let up = ladder { $0.volatility += step }
            let down = ladder { $0.volatility -= step }
            let farUp = ladder { $0.volatility += 2 * step }
            let farDown = ladder { $0.volatility -= 2 * step }
            let vanna = (8 * (delta(up) - delta(down)) - delta(farUp) + delta(farDown)) / (12 * step)
            let middles = 16 * (up(0, h) + down(0, h)) - farUp(0, h) - farDown(0, h)
            let volga = (middles - 30 * price(0, h)) / (12 * step * step)
            func check(_ name: String, _ actual: Double?, _ expected: Double, floor: Double) {
                worst.add(
                    name, "\(actual ?? .nan) \(expected) \(terms)", actual: actual ?? .nan, expected: expected,
                    tolerance: 1e-3 * max(abs(expected), floor))
            }
            check("delta", value.delta, delta(price), floor: 0.01)
            check("gamma", value.gamma, gamma, floor: 1e-3)
            check("speed", value.speed, speed, floor: 1e-4)
            check("charm", value.charm, charm, floor: 0.05)
            check("vanna", value.vanna, vanna, floor: 0.05)
            check("volga", value.volga, volga, floor: 1)
        }
        if showsRatios { Issue.record("\(worst.summary)", severity: .warning) }
        #expect(worst.maximum <= 1, "\(worst.summary)")
    }

    /// The price is smooth in the spot between ex-dates, so that gamma is what the delta of neighbours says.
    @Test func dividendGreeksAreDifferencesOfThePrice() throws {
        var random = SplitMix64(seed: 78)
        var worst = WorstRatio()
        var checked = 0
        for _ in 0..<60 {
            let terms = OptionTerms(
                right: random.uniform(0, 1) < 0.5 ? .put : .call, style: .american, spot: 100,
                strike: random.uniform(85, 115), years: random.uniform(0.2, 1), rate: random.uniform(0.01, 0.08),
                dividendYield: 0, volatility: random.uniform(0.2, 0.5),
                dividends: [CashDividend(years: random.uniform(0.02, 0.19), amount: random.uniform(0.2, 3))])
            let value = try CashDividendPricing.valuation(terms, accuracy: .exact)
            guard let gamma = value.gamma, let vanna = value.vanna, gamma > 0 else { continue }
            checked += 1
            #expect(value.charm == nil && value.speed == nil && value.volga == nil)
            func moved(_ change: (inout OptionTerms) -> Void) throws -> OptionValuation {
                var moved = terms
                change(&moved)
                return try CashDividendPricing.valuation(moved, accuracy: .exact)
            }
            let up = try moved { $0.spot += 0.5 }
            let down = try moved { $0.spot -= 0.5 }
            let step = 4e-3
            let high = try moved { $0.volatility += step }
            let low = try moved { $0.volatility -= step }
            func check(_ name: String, _ actual: Double, _ difference: Double, floor: Double) {
                worst.add(
                    name, "\(actual) \(difference) \(terms)", actual: actual, expected: difference,
                    tolerance: 1e-3 * max(abs(difference), floor))
            }
            check("delta", value.delta ?? .nan, up.price - down.price, floor: 1)
            check("gamma", gamma, (up.delta ?? .nan) - (down.delta ?? .nan), floor: 0.02)
            check("vanna", vanna, ((high.delta ?? .nan) - (low.delta ?? .nan)) / (2 * step), floor: 0.5)
        }
        #expect(checked >= 30)
        if showsRatios { Issue.record("\(worst.summary)", severity: .warning) }
        #expect(worst.maximum <= 1, "\(worst.summary)")
    }
}
