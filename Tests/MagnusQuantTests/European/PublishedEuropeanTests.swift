import MagnusQuant
import Testing

@Suite("European values printed in books")
struct PublishedEuropeanTests {
    @Test("every european row of published.csv")
    func everyRow() throws {
        let rows = try ReferenceTable("published").rows.filter { try $0.text("kind") == "european" }
        #expect(rows.count == 54)
        for row in rows {
            let terms = try BlackScholesVectorTests.terms(row)
            let valuation = try BlackScholes.valuation(terms)
            let quantity = try row.text("quantity")
            let actual: Double?
            switch quantity {
            case "price": actual = valuation.price
            case "delta": actual = valuation.delta
            case "gamma": actual = valuation.gamma
            case "vega": actual = valuation.vega
            case "theta": actual = valuation.theta
            case "theta_per_day": actual = valuation.theta.map { $0 / 365 }
            case "rho": actual = valuation.rho
            case "dividend_rho": actual = try BlackScholes.dividendRho(terms)
            case "elasticity": actual = valuation.delta.map { $0 * terms.spot / valuation.price }
            default: actual = nil
            }
            let figure = try #require(actual, "\(quantity)")
            let id = try row.text("id")
            #expect(try abs(figure - (row.double("value"))) <= (row.double("tol_abs")), "\(id) \(quantity)")
            #expect(try abs(figure - (row.double("recomputed"))) <= 1e-9 * max(1, abs(figure)), "\(id) \(quantity)")
        }
    }
}
