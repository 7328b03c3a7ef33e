import Glibc
import Testing

@testable import MagnusQuant

/// What must hold for any terms, on seeded random ones.
@Suite struct AmericanPropertyTests {
    private func drawn(_ random: inout SplitMix64) -> OptionTerms {
        OptionTerms(
            right: random.uniform(0, 1) < 0.5 ? .put : .call, style: .american, spot: 100,
            strike: 100 * exponential(random.uniform(-0.7, 0.7)), years: exponential(random.uniform(-5, 1.2)),
            rate: random.uniform(0, 0.15), dividendYield: random.uniform(-0.02, 0.15),
            volatility: exponential(random.uniform(-3, 0.3)))
    }

    @Test func anIndependentTreeAgrees() throws {
        var random = SplitMix64(seed: 1996)
        var worst = WorstRatio()
        for _ in 0..<200 {
            let terms = drawn(&random)
            let scale = max(terms.spot, terms.strike)
            worst.add(
                "tree", "\(terms)", actual: try AmericanPricing.price(terms, accuracy: .exact),
                expected: LeisenReimerTree.price(terms, steps: 301), tolerance: 5e-5 * scale)
        }
        if showsRatios { Issue.record("\(worst.summary)", severity: .warning) }
        #expect(worst.maximum <= 1, "\(worst.summary)")
    }

    /// Live errors are below 1e-4 of the spot, so that its orders hold to twice that.
    @Test(arguments: [PricingAccuracy.live, .exact])
    func orderAndBounds(_ accuracy: PricingAccuracy) throws {
        var random = SplitMix64(seed: 33)
        let slack = accuracy == .live ? 1e-4 : 1e-8
        for _ in 0..<(accuracy == .live ? 4000 : 500) {
            let terms = drawn(&random)
            func price(_ change: (inout OptionTerms) -> Void) throws -> Double {
                var moved = terms
                change(&moved)
                return try AmericanPricing.price(moved, accuracy: accuracy)
            }
            let scale = max(terms.spot, terms.strike)
            let value = try price { _ in }
            #expect(value >= AmericanPricing.intrinsic(terms), "\(terms)")
            #expect(value >= (try BlackScholes.price(terms)) - slack * scale, "\(terms)")
            #expect(value <= AmericanPricing.upperBound(terms) * (1 + 1e-12), "\(terms)")
            #expect(try price { $0.volatility *= 1.1 } >= value - slack * scale, "\(terms)")
            #expect(try price { $0.years *= 1.1 } >= value - slack * scale, "\(terms)")
            let up = try price { $0.spot = 104 }
            let down = try price { $0.spot = 96 }
            #expect(up + down - 2 * value >= -slack * scale, "\(terms)")
            #expect(terms.right.sign * (up - down) >= -slack * scale, "\(terms)")
        }
    }

    @Test func livePricesFollowTheExactOnes() throws {
        var random = SplitMix64(seed: 4)
        for _ in 0..<300 {
            let terms = drawn(&random)
            let difference =
                try AmericanPricing.price(terms, accuracy: .live) - AmericanPricing.price(terms, accuracy: .exact)
            #expect(abs(difference) <= 1e-4 * terms.spot, "\(difference) \(terms)")
        }
    }

    @Test(arguments: [PricingAccuracy.live, .exact])
    func extremesStayFiniteAndWithinBounds(_ accuracy: PricingAccuracy) throws {
        var markets = [(0.5, -0.1), (0.5, 0.5), (0.03, 0), (0, 0.05), (0, -0.1), (1e-9, 0.2)]
        // Two boundaries: the grid, at live only for the time it takes.
        if accuracy == .live { markets += [(-0.01, -0.1), (-0.1, -0.05), (-0.05, -0.05)] }
        for right in OptionRight.allCases {
            for years in [1e-8, 1e-4, 0.1, 40] {
                for volatility in [1e-4, 0.05, 0.6, 6] {
                    for spot in [0.1, 60, 100, 160, 1e5] {
                        for (rate, yield) in markets {
                            let terms = OptionTerms(
                                right: right, style: .american, spot: spot, strike: 100, years: years, rate: rate,
                                dividendYield: yield, volatility: volatility)
                            let value = try AmericanPricing.valuation(terms, accuracy: accuracy)
                            let bound = AmericanPricing.upperBound(terms)
                            #expect(value.price >= AmericanPricing.intrinsic(terms), "\(terms)")
                            #expect(value.price <= bound * (1 + 1e-9), "\(value.price) \(terms)")
                            let figures = [
                                value.delta, value.gamma, value.vega, value.theta, value.rho, value.vanna, value.charm,
                                value.volga, value.speed,
                            ]
                            #expect(figures.allSatisfy { $0?.isFinite ?? true }, "\(value) \(terms)")
                        }
                    }
                }
            }
        }
    }

    /// However long the time, a put with a positive rate is worth the perpetual one at most, and in the end no less
    /// (R. C. Merton, "Theory of Rational Option Pricing", 1973, section 8).
    @Test(arguments: [PricingAccuracy.live, .exact])
    func anEndlessPutIsThePerpetualOne(_ accuracy: PricingAccuracy) throws {
        for (rate, yield, volatility) in [
            (0.05, 0.02, 0.2), (0.05, 0.0, 0.2), (0.03, 0.06, 0.3), (0.10, 0.01, 0.6), (0.01, 0.0, 0.15),
        ] {
            let variance = volatility * volatility
            let drift = rate - yield - 0.5 * variance
            let root = (-drift - (drift * drift + 2 * variance * rate).squareRoot()) / variance
            let critical = 100 * root / (root - 1)
            for spot in [80.0, 100, 130] where spot > critical {
                let perpetual = (100 - critical) * pow(spot / critical, root)
                for years in [40 / rate, 1e5, 1e7, 1e9, 1e15] {
                    let terms = OptionTerms(
                        right: .put, style: .american, spot: spot, strike: 100, years: years, rate: rate,
                        dividendYield: yield, volatility: volatility)
                    let price = try AmericanPricing.price(terms, accuracy: accuracy)
                    #expect(
                        abs(price - perpetual) < (accuracy == .live ? 0.02 : 1e-4), "\(terms): \(price), \(perpetual)")
                    let value = try AmericanPricing.valuation(terms, accuracy: accuracy)
                    #expect(abs((value.delta ?? .nan) - root * perpetual / spot) < 1e-3, "\(terms)")
                }
            }
        }
    }
}
