import Glibc
import Testing

@testable import MagnusQuant

@Suite struct CashDividendPricingTests {
    private func terms(_ row: ReferenceTable.Row) throws -> OptionTerms {
        var dividends: [CashDividend] = []
        for item in try row.text("dividends_day:amount").split(separator: ";") {
            let parts = item.split(separator: ":").compactMap { Double($0) }
            try #require(parts.count == 2)
            dividends.append(CashDividend(years: parts[0] / 365, amount: parts[1]))
        }
        return OptionTerms(
            right: try row.text("type") == "put" ? .put : .call, style: .american, spot: try row.double("S"),
            strike: try row.double("K"), years: try row.double("T"), rate: try row.double("r"),
            dividendYield: try row.double("q"), volatility: try row.double("sigma"), dividends: dividends)
    }

    @Test func everyReferenceRowIsMet() throws {
        var worst = WorstRatio()
        for row in try ReferenceTable("american_discrete_dividends").rows {
            let terms = try terms(row)
            let id = try row.text("id")
            let value = CashDividendPricing.extrapolated(terms, accuracy: .exact)
            let tolerance = try row.double("tol_price")
            worst.add("price", id, actual: value.price, expected: try row.double("price"), tolerance: tolerance)
            worst.add(
                "delta", id, actual: value.delta, expected: try row.double("delta"),
                tolerance: try row.double("tol_delta"))
            worst.add(
                "gamma", id, actual: value.gamma, expected: try row.double("gamma"),
                tolerance: try row.double("tol_gamma"))
            worst.add(
                "live", id, actual: CashDividendPricing.extrapolated(terms, accuracy: .live).price,
                expected: try row.double("price"), tolerance: 1e-4 * terms.spot)
        }
        if showsRatios { Issue.record("\(worst.summary)", severity: .warning) }
        #expect(worst.maximum <= 1, "\(worst.summary)")
    }

    @Test func withoutDividendsTheEuropeanGridIsTheClosedForm() throws {
        let terms = OptionTerms(
            right: .put, style: .european, spot: 100, strike: 105, years: 0.5, rate: 0.04, dividendYield: 0.02,
            volatility: 0.25)
        let grid = CashDividendPricing.extrapolated(terms, accuracy: .exact)
        let exact = try BlackScholes.valuation(terms)
        #expect(abs(grid.price - exact.price) < 1e-5)
        #expect(abs(grid.gamma - (exact.gamma ?? .nan)) < 1e-5)
    }

    /// Put and call differ by the forward whatever many dividends do to the spot, and an American put is worth what its
    /// European one is at least. Several dividends within a few standard deviations lead far below the nodes.
    @Test(arguments: [0.05, 0.1, 0.2, 0.5])
    func severalDividendsKeepParity(_ volatility: Double) throws {
        var worst = (error: 0.0, words: "")
        for strike in [80.0, 90, 100, 110] {
            for (days, count, amount) in [
                (2.0, 4, 10.0), (5, 4, 5), (5, 2, 10), (14, 3, 10), (30, 4, 5), (30, 4, 0.5), (60, 9, 3), (365, 4, 2),
            ] {
                let dividends = (0..<count).map {
                    CashDividend(years: (Double($0) + 0.5) * days / Double(count) / 365, amount: amount)
                }
                var terms = OptionTerms(
                    right: .put, style: .european, spot: 100, strike: strike, years: days / 365, rate: 0.036,
                    dividendYield: 0, volatility: volatility, dividends: dividends)
                let put = try OptionPricing.valuation(terms, accuracy: .exact)
                terms.style = .american
                let american = try OptionPricing.price(terms, accuracy: .exact)
                terms.style = .european
                terms.right = .call
                let call = try OptionPricing.valuation(terms, accuracy: .exact)
                let paid = dividends.reduce(0) { $0 + $1.amount * exp(-0.036 * $1.years) }
                let forward = 100 - paid - strike * exp(-0.036 * days / 365)
                let words = "K \(strike), \(count) of \(amount) in \(days) days"
                let putDelta = try #require(put.delta)
                let callDelta = try #require(call.delta)
                for error in [
                    abs(call.price - put.price - forward), 10 * abs(callDelta - putDelta - 1), put.price - american,
                ] where !(error <= worst.error) { worst = (error, words) }
                #expect((put.gamma ?? 0) > -1e-4, "\(words)")
            }
        }
        #expect(worst.error < 1e-3, "\(worst)")
    }

    @Test func hostileDividendsStayWithinBounds() throws {
        let cases: [[CashDividend]] = [
            [CashDividend(years: 0.3, amount: 500)], [CashDividend(years: 0.499_999, amount: 2)],
            [CashDividend(years: 0.5, amount: 2)], (1...40).map { CashDividend(years: Double($0) / 90, amount: 0.2) },
        ]
        for dividends in cases {
            for right in OptionRight.allCases {
                let terms = OptionTerms(
                    right: right, style: .american, spot: 100, strike: 95, years: 0.5, rate: 0.04, dividendYield: 0,
                    volatility: 0.3, dividends: dividends)
                let price = try CashDividendPricing.price(terms, accuracy: .live)
                #expect(price >= AmericanPricing.intrinsic(terms) && price <= AmericanPricing.upperBound(terms))
                var european = terms
                european.style = .european
                #expect(try CashDividendPricing.price(european, accuracy: .live) <= price + 1e-3)
            }
        }
    }

    /// Without volatility a put is exercised just after the drop: e^(-r t) (K + D) - S where no yield is paid. Next to none
    /// says the same, and a price below it has no volatility.
    @Test func withoutVolatilityAPutWaitsForTheDrop() throws {
        var terms = OptionTerms(
            right: .put, style: .american, spot: 100, strike: 120, years: 0.0876, rate: 0.036, dividendYield: 0,
            volatility: 0, dividends: [CashDividend(years: 0.0575, amount: 0.8)])
        let wanted = 120.8 * exp(-0.036 * 0.0575) - 100
        #expect(abs(try OptionPricing.price(terms, accuracy: .exact) - wanted) < 1e-12)
        #expect(throws: ImpliedVolatilityError.belowIntrinsic) {
            try OptionPricing.impliedVolatility(price: wanted - 0.01, terms: terms, accuracy: .exact)
        }
        // A dividend that is worth less than the interest on the strike until it comes is not waited for.
        terms.dividends[0].amount = 0.1
        #expect(try OptionPricing.price(terms, accuracy: .exact) == 20)
        // Random cases: the limit is met from above, never by a jump.
        var generator = SplitMix64(seed: 17)
        for _ in 0..<300 {
            terms.right = Bool.random(using: &generator) ? .put : .call
            terms.strike = Double.random(in: 60...160, using: &generator)
            terms.rate = Double.random(in: 0...0.08, using: &generator)
            terms.years = Double.random(in: 0.05...1, using: &generator)
            terms.dividends = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                CashDividend(
                    years: Double.random(in: 0.001...1, using: &generator) * terms.years,
                    amount: Double.random(in: 0.1...4, using: &generator))
            }
            terms.volatility = 0
            let limit = try OptionPricing.price(terms, accuracy: .exact)
            terms.volatility = 1e-3
            let near = try OptionPricing.price(terms, accuracy: .exact)
            // A thousandth of volatility is worth at most 0.4 of a deviation.
            #expect(near >= limit - 2e-3 && near <= limit + 0.0004 * 100 + 2e-3, "\(terms): \(limit) \(near)")
        }
    }
}
