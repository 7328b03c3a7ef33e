import Foundation
import Testing

@testable import MagnusQuant

/// Greeks of options with cash dividends where there is no volatility: against differences of the price.
@Suite struct DeterministicDividendTests {
    private static func random(_ generator: inout SplitMix64) -> OptionTerms {
        let years = Double.random(in: 0.05...1, using: &generator)
        return OptionTerms(
            right: Bool.random(using: &generator) ? .put : .call,
            style: Bool.random(using: &generator) ? .american : .european,
            spot: 100, strike: Double.random(in: 60...160, using: &generator), years: years,
            rate: Double.random(in: 0.005...0.08, using: &generator),
            dividendYield: Bool.random(using: &generator) ? 0 : Double.random(in: 0.005...0.06, using: &generator),
            volatility: 0,
            dividends: (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                CashDividend(
                    years: Double.random(in: 0.1...0.99, using: &generator) * years,
                    amount: Double.random(in: 0.1...4, using: &generator))
            })
    }

    private static func price(_ terms: OptionTerms, _ change: (inout OptionTerms) -> Void) throws -> Double {
        var terms = terms
        change(&terms)
        return try OptionPricing.price(terms, accuracy: .exact)
    }

    @Test func greeksAreThoseOfDifferences() throws {
        var generator = SplitMix64(seed: 23)
        var smooth = 0
        for _ in 0..<4_000 {
            let terms = Self.random(&generator)
            let value = try OptionPricing.valuation(terms, accuracy: .exact)
            #expect(value.price == (try OptionPricing.price(terms, accuracy: .exact)))
            let step = 1e-5
            let up = try Self.price(terms) { $0.spot += step }
            let down = try Self.price(terms) { $0.spot -= step }
            // Within a step of the kink the two sides differ.
            guard abs(up - 2 * value.price + down) < 1e-9, let delta = value.delta, let theta = value.theta,
                let rho = value.rho
            else { continue }
            smooth += 1
            #expect(abs((up - down) / (2 * step) - delta) < 1e-7, "\(terms)")
            let rates = try [1.0, -1.0].map { sign in try Self.price(terms) { $0.rate += sign * step } }
            #expect(abs((rates[0] - rates[1]) / (2 * step) - rho) < 1e-3, "\(terms)")
            let days = try [1.0, -1.0].map { sign in
                try Self.price(terms) {
                    $0.years -= sign * step
                    for place in $0.dividends.indices { $0.dividends[place].years -= sign * step }
                }
            }
            #expect(abs((days[0] - days[1]) / (2 * step) - theta) < 1e-3, "\(terms)")
            #expect(value.vega == 0)
        }
        #expect(smooth > 3_500)
    }

    /// S = 100, K = 80, one dividend of 2 in half a year at 5 %: the call is held, its delta is 1.
    @Test func aCallThatIsHeld() throws {
        let terms = OptionTerms(
            right: .call, style: .european, spot: 100, strike: 80, years: 1, rate: 0.05, dividendYield: 0,
            volatility: 0, dividends: [CashDividend(years: 0.5, amount: 2)])
        let value = try OptionPricing.valuation(terms, accuracy: .exact)
        #expect(abs(value.price - (100 - 2 * exp(-0.025) - 80 * exp(-0.05))) < 1e-12)
        #expect(value.delta == 1 && value.gamma == 0 && value.vega == 0)
        #expect(abs((value.rho ?? 0) - (80 * exp(-0.05) + exp(-0.025))) < 1e-12)
    }

    /// Where forward and strike are equal no derivative exists.
    @Test func theKinkHasNone() throws {
        let terms = OptionTerms(
            right: .put, style: .european, spot: 100, strike: 98, years: 1, rate: 0, dividendYield: 0, volatility: 0,
            dividends: [CashDividend(years: 0.5, amount: 2)])
        let value = try OptionPricing.valuation(terms, accuracy: .exact)
        #expect(value.price == 0 && value.delta == nil && value.theta == nil)
    }
}
