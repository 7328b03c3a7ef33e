import MagnusQuant
import Testing

@Suite("Choice of the pricing method")
struct OptionPricingTests {
    private static func terms(
        _ right: OptionRight, _ style: ExerciseStyle, dividends: [CashDividend] = []
    ) -> OptionTerms {
        OptionTerms(
            right: right, style: style, spot: 100, strike: 105, years: 0.5, rate: 0.05, dividendYield: 0.01,
            volatility: 0.25, dividends: dividends)
    }

    @Test("European terms without cash dividends are the closed form, at either accuracy")
    func closedForm() throws {
        for right in OptionRight.allCases {
            var terms = Self.terms(right, .european)
            let expected = try BlackScholes.valuation(terms)
            for accuracy in [PricingAccuracy.live, .exact] {
                #expect(try OptionPricing.valuation(terms, accuracy: accuracy) == expected)
                #expect(try OptionPricing.price(terms, accuracy: accuracy) == expected.price)
            }
            // A dividend after expiry changes nothing.
            terms.dividends = [CashDividend(years: 0.6, amount: 5)]
            #expect(try OptionPricing.valuation(terms, accuracy: .exact) == expected)
            let volatility = try OptionPricing.impliedVolatility(
                price: expected.price, terms: terms, accuracy: .exact)
            #expect(abs(volatility - 0.25) < 1e-14)
        }
    }

    @Test("an American option is worth at least the European one, a put with interest clearly more")
    func american() throws {
        let put = try OptionPricing.price(Self.terms(.put, .american), accuracy: .exact)
        #expect(put > (try OptionPricing.price(Self.terms(.put, .european), accuracy: .exact)) + 0.05)
        let call = try OptionPricing.price(Self.terms(.call, .american), accuracy: .exact)
        let european = try OptionPricing.price(Self.terms(.call, .european), accuracy: .exact)
        #expect(call >= european - 1e-12)
        let volatility = try OptionPricing.impliedVolatility(
            price: put, terms: Self.terms(.put, .american), accuracy: .exact)
        #expect(abs(volatility - 0.25) < 1e-7)
    }

    @Test("European with a cash dividend obeys parity with the present value of the dividend")
    func cashDividend() throws {
        let dividend = [CashDividend(years: 0.25, amount: 2)]
        let call = try OptionPricing.price(Self.terms(.call, .european, dividends: dividend), accuracy: .exact)
        let put = try OptionPricing.price(Self.terms(.put, .european, dividends: dividend), accuracy: .exact)
        // The share bought now pays 2 at 0.25, worth e^(-r t) now, on e^(-q t) of a share held to then and e^(-q (T-t))
        // of it kept to expiry.
        let present = 2 * exponential(-0.05 * 0.25) * exponential(-0.01 * 0.25)
        let forward = 100 * exponential(-0.01 * 0.5) - present - 105 * exponential(-0.05 * 0.5)
        #expect(abs(call - put - forward) < 2e-3)
    }

    @Test("the same word for the same fault whatever the style")
    func errors() {
        for style in ExerciseStyle.allCases {
            var terms = Self.terms(.put, style)
            terms.spot = .nan
            #expect(throws: PricingError.notFinite) { try OptionPricing.price(terms, accuracy: .exact) }
            terms.spot = -1
            #expect(throws: PricingError.badInput) { try OptionPricing.valuation(terms, accuracy: .live) }
            #expect(throws: ImpliedVolatilityError.badInput) {
                try OptionPricing.impliedVolatility(price: 6, terms: terms, accuracy: .exact)
            }
            terms.spot = 100
            func word(_ price: Double) -> ImpliedVolatilityError? {
                let result = Result { () throws(ImpliedVolatilityError) in
                    try OptionPricing.impliedVolatility(price: price, terms: terms, accuracy: .exact)
                }
                guard case .failure(let error) = result else { return nil }
                return error
            }
            #expect(word(.infinity) == .notFinite && word(0) == .belowIntrinsic && word(-1) == .belowIntrinsic)
            #expect(word(105.1) == .aboveBound && word(9) == nil)
            terms.years = 0
            #expect(word(6) == .expired)
        }
    }
}
