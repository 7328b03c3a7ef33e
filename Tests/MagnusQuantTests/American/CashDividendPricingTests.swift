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
}
