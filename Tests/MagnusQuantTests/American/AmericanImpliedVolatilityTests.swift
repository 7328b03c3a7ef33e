import Testing

@testable import MagnusQuant

@Suite struct AmericanImpliedVolatilityTests {
    private let base = OptionTerms(
        right: .put, style: .american, spot: 100, strike: 100, years: 0.5, rate: 0.05, dividendYield: 0.01,
        volatility: 0)

    @Test func thePriceOfTheAnswerIsTheAskedPrice() throws {
        var random = SplitMix64(seed: 5)
        var tried = 0
        for _ in 0..<500 {
            var terms = base
            terms.right = random.uniform(0, 1) < 0.5 ? .put : .call
            terms.strike = random.uniform(50, 200)
            terms.years = random.uniform(0.01, 2)
            terms.rate = random.uniform(-0.01, 0.1)
            terms.dividendYield = random.uniform(0, 0.1)
            terms.volatility = random.uniform(0.05, 1.2)
            let price = try AmericanPricing.price(terms, accuracy: .exact)
            guard price > AmericanPricing.intrinsic(terms) * (1 + 1e-9) + 1e-9 else { continue }
            tried += 1
            var answer = terms
            answer.volatility = try AmericanPricing.impliedVolatility(price: price, terms: terms, accuracy: .exact)
            let again = try AmericanPricing.price(answer, accuracy: .exact)
            #expect(abs(again - price) <= 1e-8 * max(terms.spot, terms.strike), "\(terms)")
        }
        #expect(tried > 300)
    }

    @Test func cashDividendsToo() throws {
        var random = SplitMix64(seed: 6)
        for _ in 0..<50 {
            var terms = base
            terms.right = random.uniform(0, 1) < 0.5 ? .put : .call
            terms.strike = random.uniform(75, 130)
            terms.years = random.uniform(0.05, 1)
            terms.rate = random.uniform(0, 0.08)
            terms.volatility = random.uniform(0.1, 0.8)
            terms.dividends = [CashDividend(years: terms.years * random.uniform(0.05, 0.95), amount: 1.5)]
            let price = try AmericanPricing.price(terms, accuracy: .exact)
            guard price > AmericanPricing.intrinsic(terms) + 1e-5 else { continue }
            var answer = terms
            answer.volatility = try AmericanPricing.impliedVolatility(price: price, terms: terms, accuracy: .exact)
            let again = try AmericanPricing.price(answer, accuracy: .exact)
            #expect(abs(again - price) <= 1e-8 * max(terms.spot, terms.strike), "\(terms)")
        }
    }

    @Test func refusalsSayWhy() {
        func refusal(_ price: Double, _ change: (inout OptionTerms) -> Void = { _ in }) -> ImpliedVolatilityError? {
            var terms = base
            change(&terms)
            do {
                _ = try AmericanPricing.impliedVolatility(price: price, terms: terms, accuracy: .exact)
                return nil
            } catch { return error }
        }
        #expect(refusal(.nan) == .notFinite)
        #expect(refusal(5) { $0.spot = -1 } == .badInput)
        #expect(refusal(5) { $0.years = 0 } == .expired)
        #expect(refusal(0) == .belowIntrinsic)
        // Less than the search can tell from nothing: every small volatility gives it.
        #expect(refusal(1e-300) { $0.strike = 90 } == .unsupported)
        let dividend = [CashDividend(years: 0.2, amount: 1)]
        #expect(refusal(1e-12) { ($0.strike, $0.dividends) = (90, dividend) } == .unsupported)
        #expect(refusal(1e-8) { ($0.strike, $0.dividends) = (90, dividend) } == nil)
        #expect(refusal(20) { $0.spot = 80 } == .belowIntrinsic)
        // 275 - 257.1 is a rounding below 17.9: no time value, and no volatility made of the rounding.
        #expect(17.9 > 275 - 257.1)
        #expect(refusal(17.9) { ($0.spot, $0.strike) = (257.1, 275) } == .belowIntrinsic)
        #expect(refusal(17.91) { ($0.spot, $0.strike) = (257.1, 275) } == nil)
        // Out of the money any price is one.
        #expect(refusal(1e-11) { ($0.spot, $0.strike) = (100, 80) } == nil)
        #expect(refusal(100) == .aboveBound)
        #expect(
            refusal(100) {
                $0.right = .call; $0.dividendYield = 0.03
            } == .aboveBound)
    }
}
