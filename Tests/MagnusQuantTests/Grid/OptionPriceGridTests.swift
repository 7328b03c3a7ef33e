import Testing

@testable import MagnusQuant

/// One contract over many spots and volatilities against the exact solver and the reference vectors.
@Suite struct OptionPriceGridTests {
    private static let shifts = stride(from: -0.2, through: 0.2001, by: 0.02).map { 1 + $0 }
    private static let volatilityShifts = stride(from: -0.2, through: 0.2001, by: 0.05).map { 1 + $0 }

    @Test func everyReferenceRowIsACellOfItsGrid() throws {
        var worst = WorstRatio()
        for row in try ReferenceTable("american").rows {
            let terms = OptionTerms(
                right: try row.text("type") == "put" ? .put : .call, style: .american, spot: try row.double("S"),
                strike: try row.double("K"), years: try row.double("T"), rate: try row.double("r"),
                dividendYield: try row.double("q"), volatility: 0)
            let volatility = try row.double("sigma")
            let grid = try OptionPriceGrid(terms, volatilities: [1.1 * volatility, volatility])
            let prices = try grid.prices(spots: [0.97 * terms.spot, terms.spot, 1.01 * terms.spot])
            #expect(prices.count == 6)
            worst.add(
                try row.text("method"), try row.text("id"), actual: prices[4], expected: try row.double("price"),
                tolerance: 1e-4 * terms.spot)
        }
        if showsRatios { Issue.record("\(worst.summary)", severity: .warning) }
        #expect(worst.maximum <= 1, "\(worst.summary)")
    }

    /// 21 spots and 9 volatilities of random contracts, each cell solved anew by the exact method.
    @Test(arguments: [11, 12]) func everyCellAgreesWithTheExactSolver(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var worst = WorstRatio()
        var squares = 0.0
        var cells = 0
        for number in 0..<40 {
            var terms = OptionTerms(
                right: random.uniform(0, 1) < 0.5 ? .put : .call, style: number % 9 == 0 ? .european : .american,
                spot: 100 * exponential(random.uniform(-0.35, 0.35)), strike: 100, years: random.uniform(0.02, 2),
                rate: random.uniform(0.005, 0.1), dividendYield: random.uniform(0.005, 0.1), volatility: 0)
            if number % 7 == 0 { terms.dividendYield = 0 }
            let volatility = random.uniform(0.1, 0.7)
            let spots = Self.shifts.map { $0 * terms.spot }
            let volatilities = Self.volatilityShifts.map { $0 * volatility }
            let prices = try OptionPriceGrid(terms, volatilities: volatilities).prices(spots: spots)
            try #require(prices.count == spots.count * volatilities.count)
            for (row, volatility) in volatilities.enumerated() {
                for (column, spot) in spots.enumerated() where (row * 21 + column) % 5 == number % 5 {
                    terms.spot = spot
                    terms.volatility = volatility
                    let exact = try OptionPricing.price(terms, accuracy: .exact)
                    let actual = prices[row * spots.count + column]
                    worst.add("grid", "\(terms)", actual: actual, expected: exact, tolerance: 1e-4 * spot)
                    squares += (actual - exact) * (actual - exact)
                    cells += 1
                    #expect(actual >= AmericanPricing.intrinsic(terms) || terms.style == .european)
                }
            }
        }
        #expect(worst.maximum <= 0.2, "\(worst.summary)")
        #expect((squares / Double(cells)).squareRoot() <= 1e-4)
    }

    /// One pair of finite-difference grids for the whole table, against the exact method for each cell.
    @Test(arguments: [21, 22]) func cashDividendsAreReadOffSharedGrids(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var worst = WorstRatio()
        for number in 0..<6 {
            var terms = OptionTerms(
                right: number % 2 == 0 ? .put : .call, style: number % 5 == 4 ? .european : .american,
                spot: 100 * exponential(random.uniform(-0.2, 0.2)), strike: 100, years: random.uniform(0.05, 1.2),
                rate: random.uniform(0, 0.06), dividendYield: 0, volatility: 0)
            terms.dividends = [
                CashDividend(years: random.uniform(0.01, terms.years), amount: random.uniform(0.2, 3)),
                CashDividend(years: terms.years * 0.4, amount: 0.5),
            ]
            let volatility = random.uniform(0.12, 0.6)
            let spots = Self.shifts.map { $0 * terms.spot }
            let volatilities = Self.volatilityShifts.map { $0 * volatility }.reversed() + [2.5 * volatility]
            let prices = try OptionPriceGrid(terms, volatilities: Array(volatilities)).prices(spots: spots)
            for (row, volatility) in volatilities.enumerated() where row % 3 == 0 {
                for (column, spot) in spots.enumerated() where column % 5 == 0 {
                    terms.spot = spot
                    terms.volatility = volatility
                    worst.add(
                        "dividends", "\(terms)", actual: prices[row * spots.count + column],
                        expected: try OptionPricing.price(terms, accuracy: .exact), tolerance: 1e-4 * spot)
                }
            }
        }
        #expect(worst.maximum <= 1, "\(worst.summary)")
    }

    @Test func oddMarketsArePricedAsSingleOnesAre() throws {
        let put = OptionTerms(
            right: .put, style: .american, spot: 100, strike: 100, years: 0.5, rate: 0.05, dividendYield: 0.01,
            volatility: 0.2)
        func changed(_ change: (inout OptionTerms) -> Void) -> OptionTerms {
            var terms = put
            change(&terms)
            return terms
        }
        for terms in [
            changed { $0.years = 0 }, changed { $0.years = 1e-9 }, changed { $0.rate = 0 }, changed { $0.rate = -0.01 },
            changed { ($0.rate, $0.dividendYield) = (-0.01, -0.03) },
            changed { ($0.right, $0.dividendYield) = (.call, 0) },
            changed { $0.dividends = [CashDividend(years: 0.2, amount: 1.5)] },
            changed { ($0.style, $0.right) = (.european, .call) }, changed { $0.years = 40 },
        ] {
            let spots = [1e-6, 60.0, 99, 100, 130, 1e6]
            let volatilities = [0, 1e-14, 0.001, 0.3, 4]
            let prices = try OptionPriceGrid(terms, volatilities: volatilities).prices(spots: spots)
            for (row, volatility) in volatilities.enumerated() {
                for (column, spot) in spots.enumerated() {
                    var cell = terms
                    cell.spot = spot
                    cell.volatility = volatility
                    let single = try OptionPricing.price(cell, accuracy: .live)
                    let price = prices[row * spots.count + column]
                    #expect(abs(price - single) <= 2e-5 * max(spot, 100), "\(cell)")
                }
            }
        }
    }

    @Test func badInputIsRefusedWithItsReason() throws {
        let call = OptionTerms(
            right: .call, style: .american, spot: 100, strike: 100, years: 0.5, rate: 0.05, dividendYield: 0.03,
            volatility: .nan)
        for (volatility, reason) in [(Double.nan, PricingError.notFinite), (.infinity, .notFinite), (-0.1, .badInput)] {
            #expect(throws: reason) { try OptionPriceGrid(call, volatilities: [0.2, volatility]) }
        }
        var bad = call
        bad.strike = 0
        #expect(throws: PricingError.badInput) { try OptionPriceGrid(bad, volatilities: [0.2]) }
        let grid = try OptionPriceGrid(call, volatilities: [0.2, 0.3])
        for (spot, reason) in [(Double.nan, PricingError.notFinite), (.infinity, .notFinite), (0, .badInput)] {
            #expect(throws: reason) { try grid.prices(spots: [100, spot]) }
        }
        #expect(try grid.prices(spots: []).isEmpty)
        #expect(try OptionPriceGrid(call, volatilities: []).prices(spots: [100]).isEmpty)
    }
}
