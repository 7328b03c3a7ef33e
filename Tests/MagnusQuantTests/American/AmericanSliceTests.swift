import Glibc
import MagnusQuant
import Testing

/// Many strikes from one pair of grids say what each option alone says.
@Suite struct AmericanSliceTests {
    struct Market: Sendable, CustomTestStringConvertible {
        var right: OptionRight
        var years: Double
        var rate: Double
        var yield: Double
        var dividends: [CashDividend]
        var testDescription: String { "\(right) \(years) \(rate) \(yield) \(dividends.map(\.amount))" }
    }

    static let markets = [OptionRight.put, .call].flatMap { right in
        [
            Market(right: right, years: 0.1, rate: 0.036, yield: 0, dividends: []),
            Market(
                right: right, years: 0.1, rate: 0.036, yield: 0, dividends: [CashDividend(years: 0.04, amount: 0.75)]),
            Market(
                right: right, years: 0.75, rate: 0.05, yield: 0.01,
                dividends: (0..<3).map { CashDividend(years: 0.1 + 0.25 * Double($0), amount: 1.2) }),
            Market(right: right, years: 1.8, rate: 0.02, yield: 0.03, dividends: []),
            Market(right: right, years: 0.02, rate: 0.045, yield: 0, dividends: [CashDividend(years: 0.01, amount: 2)]),
        ]
    }

    /// A smile: puts out of the money are dearer.
    static func volatility(_ strike: Double, _ years: Double) -> Double {
        let z = log(strike / 100) / (0.25 * years.squareRoot())
        return 0.25 - 0.015 * z + 0.004 * z * z
    }

    /// Strikes within three deviations, each with the exact price of its own volatility.
    static func book(_ market: Market) throws -> (terms: OptionTerms, rows: [(AmericanSlice.Quote, OptionTerms)]) {
        var terms = OptionTerms(
            right: market.right, style: .american, spot: 100, strike: 100, years: market.years, rate: market.rate,
            dividendYield: market.yield, volatility: 0, dividends: market.dividends)
        var rows: [(AmericanSlice.Quote, OptionTerms)] = []
        let stripped = market.dividends.reduce(100) { $0 - $1.amount * exp(-market.rate * $1.years) }
        for step in -6...6 {
            terms.strike = 100 * exp(0.5 * Double(step) * 0.25 * market.years.squareRoot())
            terms.volatility = volatility(terms.strike, market.years)
            let price = try OptionPricing.price(terms, accuracy: .exact)
            var european = terms
            european.style = .european
            european.spot = stripped
            european.dividends = []
            guard let implied = try? ImpliedVolatility.european(price: price, terms: european) else { continue }
            rows.append((AmericanSlice.Quote(strike: terms.strike, price: price, european: implied), terms))
        }
        return (terms, rows)
    }

    @Test(arguments: markets) func theVolatilityOfAnExactPriceComesBack(_ market: Market) throws {
        let (terms, rows) = try Self.book(market)
        let found = AmericanSlice.readings(terms, rows.map(\.0))
        var known = 0
        for (reading, (quote, own)) in zip(found, rows) {
            guard let reading else { continue }
            known += 1
            // A price within 1e-4 of the spot.
            var shifted = own
            shifted.volatility = reading.volatility
            let price = try OptionPricing.price(shifted, accuracy: .exact)
            #expect(abs(price - quote.price) < 0.01, "\(quote.strike): \(reading.volatility) for \(own.volatility)")
            let delta = try #require(try OptionPricing.valuation(own, accuracy: .exact).delta)
            // Next to exercise the delta turns within a node.
            let isOut = market.right == .put ? quote.strike <= 100 : quote.strike >= 100
            #expect(abs(reading.delta - delta) < (isOut ? 1e-3 : 5e-3), "\(quote.strike): \(reading.delta) \(delta)")
        }
        // What is not in the money is never left to the single search.
        let out = rows.indices.filter { market.right == .put ? rows[$0].0.strike <= 100 : rows[$0].0.strike >= 100 }
        #expect(known >= out.count && out.allSatisfy { found[$0] != nil }, "\(known) of \(rows.count)")
    }

    /// Any order of quotes, and what is no price beside them, changes nothing of the others.
    @Test func orderAndBadNeighboursDoNotMatter() throws {
        let (terms, rows) = try Self.book(Self.markets[1])
        let quotes = rows.map(\.0)
        let plain = AmericanSlice.readings(terms, quotes)
        let turned = AmericanSlice.readings(terms, quotes.reversed())
        #expect(Array(turned.reversed()) == plain)
        let bad = [
            AmericanSlice.Quote(strike: 100, price: .nan, european: 0.2),
            AmericanSlice.Quote(strike: .nan, price: 1, european: 0.2),
            AmericanSlice.Quote(strike: 0, price: 1, european: 0.2),
            AmericanSlice.Quote(strike: 100, price: 1, european: .infinity),
            AmericanSlice.Quote(strike: 140, price: 40, european: 0.2),
            AmericanSlice.Quote(strike: 1e9, price: 1e9, european: 3),
        ]
        let mixed = AmericanSlice.readings(terms, bad + quotes)
        #expect(mixed.prefix(bad.count).allSatisfy { $0 == nil })
        #expect(Array(mixed.dropFirst(bad.count)) == plain)
        #expect(AmericanSlice.readings(terms, []).isEmpty)
        var ended = terms
        ended.years = 0
        #expect(AmericanSlice.readings(ended, quotes).allSatisfy { $0 == nil })
    }
}
