import MagnusQuant
import Testing

@Suite("Black-Scholes against the reference vectors")
struct BlackScholesVectorTests {
    static func terms(_ row: ReferenceTable.Row) throws -> OptionTerms {
        OptionTerms(
            right: try row.text("type") == "call" ? .call : .put, style: .european, spot: try row.double("S"),
            strike: try row.double("K"), years: try row.double("T"), rate: try row.double("r"),
            dividendYield: try row.double("q"), volatility: try row.number("sigma") ?? 0)
    }

    /// Sum of the absolute terms of the textbook formula of each Greek, the scale the README's tolerance is stated in.
    struct Scales {
        var theta = 0.0
        var rho = 0.0
        var dividendRho = 0.0
        var vanna = 0.0
        var charm = 0.0
        var volga = 0.0
        var speed = 0.0

        init(_ t: OptionTerms, _ v: OptionValuation) {
            let dividend = abs(t.spot * (v.delta ?? 0))
            let strikePart = abs(v.price - t.right.sign * dividend)
            rho = t.years * strikePart
            dividendRho = t.years * dividend
            let decay = abs(v.gamma ?? 0) * t.spot * t.spot * t.volatility * t.volatility / 2
            theta = decay + abs(t.rate) * strikePart + abs(t.dividendYield) * dividend
            vanna = abs(v.vanna ?? 0)
            volga = abs(v.volga ?? 0)
            let deviation = t.volatility * t.years.squareRoot()
            let weight = abs(v.gamma ?? 0) * t.spot * deviation
            let d2 = deviation > 0 && weight > 0 ? abs((v.vanna ?? 0) * t.volatility / weight) : 0
            charm =
                abs(t.dividendYield * (v.delta ?? 0))
                + (deviation > 0 ? weight * (abs(t.rate - t.dividendYield) / deviation + d2 / (2 * t.years)) : 0)
            speed = abs(v.speed ?? 0) + abs(v.gamma ?? 0) / t.spot
        }
    }

    @Test("every row of european.csv within the strict tolerance")
    func everyRowStrict() throws {
        var ratios = WorstRatio()
        let rows = try ReferenceTable("european").rows
        #expect(rows.count == 2040)
        for row in rows {
            let terms = try Self.terms(row)
            let valuation = try BlackScholes.valuation(terms)
            #expect(try BlackScholes.price(terms) == valuation.price)
            try Self.check(row, valuation: valuation, ratios: &ratios)
        }
        #expect(ratios.maximum <= 1, "\(ratios.summary)")
        if showsRatios { print("european.csv\n\(ratios.summary)") }
    }

    /// Compares a valuation with its row at the strict tolerance.
    static func check(
        _ row: ReferenceTable.Row, valuation: OptionValuation, ratios: inout WorstRatio, firstOrderOnly: Bool = false
    ) throws {
        let id = try row.text("id")
        let terms = try Self.terms(row)
        let amp = try row.double("amp")
        let category = try row.text("category")
        func check(
            _ name: String, _ actual: Double?, _ tolerance: (Double) -> Double, strict: (Double) -> Double
        ) throws {
            let expected = try row.double(name)
            let value = try #require(actual, "\(id) \(name)")
            var allowed = tolerance(expected)
            if abs(expected) > 1e-280 { allowed = min(allowed, strict(expected)) }
            let ratio = ratios.add(
                "\(category) \(name)", id, actual: value, expected: expected,
                tolerance: max(allowed, Double.leastNonzeroMagnitude))
            #expect(ratio <= 1, "\(id) \(category) \(name): \(value) expected \(expected) ratio \(ratio)")
        }
        let price = try row.double("price")
        let delta = try row.double("delta")
        let discountedSpot = terms.spot * BlackScholesVectorTests.discount(terms.dividendYield, terms.years)
        let discountedStrike = terms.strike * BlackScholesVectorTests.discount(terms.rate, terms.years)
        let first = { (value: Double) in 1e-13 * amp * abs(value) }
        try check("price", valuation.price, { _ in 1e-14 * amp * max(discountedSpot, discountedStrike) }) { value in
            1e-14 * amp * max(abs(value), abs(delta) * terms.spot * (price > 0 ? 1 : 0))
        }
        try check(
            "delta", valuation.delta, { _ in 1e-13 * amp * discountedSpot / terms.spot }, strict: first)
        try check("gamma", valuation.gamma, first, strict: first)
        try check("vega", valuation.vega, first, strict: first)
        let scales = Scales(terms, valuation)
        let free = { (_: Double) in Double.infinity }
        func second(_ scale: Double) -> (Double) -> Double {
            { value in 1e-12 * amp * max(abs(value), scale) }
        }
        try check("theta", valuation.theta, second(scales.theta), strict: free)
        try check("rho", valuation.rho, second(scales.rho), strict: free)
        guard !firstOrderOnly else { return }
        try check("vanna", valuation.vanna, second(scales.vanna), strict: free)
        try check("charm", valuation.charm, second(scales.charm), strict: free)
        try check("vomma", valuation.volga, second(scales.volga), strict: free)
        try check("speed", valuation.speed, second(scales.speed), strict: free)
        try check(
            "dividend_rho", BlackScholes.dividendRho(terms), second(scales.dividendRho), strict: free)
    }

    private static func discount(_ rate: Double, _ years: Double) -> Double { exponential(-rate * years) }
}
