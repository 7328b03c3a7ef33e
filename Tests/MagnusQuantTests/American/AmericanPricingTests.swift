import Testing

@testable import MagnusQuant

/// American options with a continuous yield against the reference vectors and against their own properties.
@Suite struct AmericanPricingTests {
    private func terms(_ row: ReferenceTable.Row) throws -> OptionTerms {
        OptionTerms(
            right: try row.text("type") == "put" ? .put : .call, style: .american, spot: try row.double("S"),
            strike: try row.double("K"), years: try row.double("T"), rate: try row.double("r"),
            dividendYield: try row.double("q"), volatility: try row.double("sigma"))
    }

    @Test func exactPricesAndGreeksMeetTheReference() throws {
        var worst = WorstRatio()
        for row in try ReferenceTable("american").rows {
            let terms = try terms(row)
            let id = try row.text("id")
            let scale = max(terms.spot, terms.strike)
            let value = try AmericanPricing.valuation(terms, accuracy: .exact)
            worst.add(
                "price", id, actual: value.price, expected: try row.double("price"),
                tolerance: try row.double("tol_price_abs"))
            if let delta = try row.number("delta"), delta.isFinite {
                worst.add("delta", id, actual: value.delta ?? .nan, expected: delta, tolerance: 1e-5)
            }
            if let vega = try row.number("vega"), vega.isFinite {
                worst.add("vega", id, actual: value.vega ?? .nan, expected: vega, tolerance: 3e-5 * scale)
            }
            if let rho = try row.number("rho"), rho.isFinite {
                worst.add("rho", id, actual: value.rho ?? .nan, expected: rho, tolerance: 1e-4 * scale)
            }
            guard try row.text("near_boundary") == "0" else { continue }
            if let gamma = try row.number("gamma"), gamma.isFinite {
                worst.add(
                    "gamma", id, actual: (value.gamma ?? .nan) * terms.spot, expected: gamma * terms.spot,
                    tolerance: 1e-4 * (1 + abs(gamma * terms.spot)))
            }
            if let theta = try row.number("theta"), theta.isFinite {
                worst.add(
                    "theta", id, actual: value.theta ?? .nan, expected: theta,
                    tolerance: 1e-4 * scale + 1e-4 * abs(theta))
            }
        }
        if showsRatios { Issue.record("\(worst.summary)", severity: .warning) }
        #expect(worst.maximum <= 1, "\(worst.summary)")
    }

    @Test func livePricesStayWithinATenThousandthOfTheSpot() throws {
        var worst = WorstRatio()
        for row in try ReferenceTable("american").rows {
            let terms = try terms(row)
            worst.add(
                "live", try row.text("id"), actual: try AmericanPricing.price(terms, accuracy: .live),
                expected: try row.double("price"), tolerance: 1e-4 * terms.spot)
        }
        #expect(worst.maximum <= 1, "\(worst.summary)")
    }

    @Test func randomPricesAgreeWithTheGridAndObeyTheBounds() throws {
        var random = SplitMix64(seed: 20_261)
        for _ in 0..<60 {
            let terms = OptionTerms(
                right: random.uniform(0, 1) < 0.5 ? .put : .call, style: .american, spot: 100,
                strike: random.uniform(60, 160), years: random.uniform(0.01, 3), rate: random.uniform(-0.03, 0.12),
                dividendYield: random.uniform(-0.03, 0.12), volatility: random.uniform(0.08, 0.9))
            let price = try AmericanPricing.price(terms, accuracy: .exact)
            let grid = try CashDividendPricing.price(terms, accuracy: .exact)
            #expect(abs(price - grid) < 3e-5 * max(terms.spot, terms.strike), "\(terms): \(price) \(grid)")
            #expect(price >= AmericanPricing.intrinsic(terms))
            #expect(price >= (try BlackScholes.price(terms)) - 1e-9 * terms.strike)
            var longer = terms
            longer.years += 0.1
            #expect(try AmericanPricing.price(longer, accuracy: .exact) >= price - 1e-7 * terms.strike)
            var wilder = terms
            wilder.volatility += 0.05
            #expect(try AmericanPricing.price(wilder, accuracy: .exact) >= price - 1e-7 * terms.strike)
        }
    }

    @Test func greeksAgreeWithDifferencesOfTheOwnPrice() throws {
        var random = SplitMix64(seed: 77)
        for _ in 0..<40 {
            let terms = OptionTerms(
                right: random.uniform(0, 1) < 0.5 ? .put : .call, style: .american, spot: 100,
                strike: random.uniform(85, 115), years: random.uniform(0.1, 2), rate: random.uniform(0.01, 0.08),
                dividendYield: random.uniform(0.01, 0.08), volatility: random.uniform(0.15, 0.6))
            guard let boundary = try AmericanPricing.exerciseBoundary(terms, accuracy: .exact),
                abs(terms.spot / boundary - 1) > 0.05
            else { continue }
            let value = try AmericanPricing.valuation(terms, accuracy: .exact)
            func delta(_ change: (inout OptionTerms) -> Void) throws -> Double {
                var moved = terms
                change(&moved)
                let up = try priceAt(moved, spot: moved.spot + 0.02)
                return (up - (try priceAt(moved, spot: moved.spot - 0.02))) / 0.04
            }
            let charm = -(try delta { $0.years += 1e-3 } - delta { $0.years -= 1e-3 }) / 2e-3
            let vanna = (try delta { $0.volatility += 1e-3 } - delta { $0.volatility -= 1e-3 }) / 2e-3
            let slope = try delta { _ in }
            #expect(abs((value.delta ?? .nan) - slope) < 1e-3 * max(abs(slope), 1e-2))
            #expect(abs((value.charm ?? .nan) - charm) < 1e-3 * max(abs(charm), 0.05), "\(terms)")
            #expect(abs((value.vanna ?? .nan) - vanna) < 1e-3 * max(abs(vanna), 0.05), "\(terms)")
        }
    }

    private func priceAt(_ terms: OptionTerms, spot: Double) throws -> Double {
        var moved = terms
        moved.spot = spot
        return try AmericanPricing.price(moved, accuracy: .exact)
    }

    @Test func putCallSymmetryHolds() throws {
        let call = OptionTerms(
            right: .call, style: .american, spot: 110, strike: 95, years: 0.7, rate: 0.03, dividendYield: 0.06,
            volatility: 0.3)
        let put = OptionTerms(
            right: .put, style: .american, spot: 95, strike: 110, years: 0.7, rate: 0.06, dividendYield: 0.03,
            volatility: 0.3)
        let difference =
            try AmericanPricing.price(call, accuracy: .exact) - AmericanPricing.price(put, accuracy: .exact)
        #expect(abs(difference) < 1e-10)
    }

    @Test func limitsAndRefusals() throws {
        var terms = OptionTerms(
            right: .put, style: .american, spot: 90, strike: 100, years: 0, rate: 0.05, dividendYield: 0.01,
            volatility: 0.3)
        #expect(try AmericanPricing.price(terms, accuracy: .exact) == 10)
        terms.years = 1
        terms.volatility = 0
        #expect(try AmericanPricing.price(terms, accuracy: .exact) == 10)
        terms.volatility = -1
        #expect(throws: PricingError.badInput) { try AmericanPricing.price(terms, accuracy: .live) }
        terms.volatility = .nan
        #expect(throws: PricingError.notFinite) { try AmericanPricing.valuation(terms, accuracy: .live) }
        for (years, volatility) in [(1e-8, 0.3), (40, 0.3), (1, 0.005), (1, 6), (1e-6, 0.01)] {
            terms.years = years
            terms.volatility = volatility
            let price = try AmericanPricing.price(terms, accuracy: .exact)
            #expect(price >= 10 && price <= 100)
        }
    }

    /// Beyond what numbers hold it is said, never answered with nothing, with a theta without end, or above the strike.
    @Test(arguments: [OptionRight.put, .call], [ExerciseStyle.american, .european])
    func beyondTheReachOfNumbersIsRefused(_ right: OptionRight, _ style: ExerciseStyle) throws {
        var terms = OptionTerms(
            right: right, style: style, spot: 100, strike: 100, years: 1, rate: 0.05, dividendYield: 0.02, volatility: 0
        )
        for volatility in [1, 100, 1000, 1e5, 1e10, 1e50, 1e100, 1e300] {
            terms.volatility = volatility
            guard let value = try? OptionPricing.valuation(terms, accuracy: .exact) else { continue }
            #expect(value.price > 0 && value.price <= 100 * (1 + 1e-12), "\(volatility): \(value.price)")
            #expect(abs(value.theta ?? .infinity) < 20 || style == .european, "\(volatility): \(value)")
        }
        terms.volatility = 0.2
        for (rate, yield) in [(-1000.0, 0.0), (0.0, -1000.0)] {
            (terms.rate, terms.dividendYield) = (rate, yield)
            guard style == .american else { continue }
            #expect(throws: PricingError.unsupported) { try AmericanPricing.valuation(terms, accuracy: .exact) }
            #expect(throws: PricingError.unsupported) { try AmericanPricing.price(terms, accuracy: .live) }
        }
    }
}
