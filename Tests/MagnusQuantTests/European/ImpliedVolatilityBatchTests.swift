import MagnusQuant
import Testing

@Suite("Vectorised implied volatility")
struct ImpliedVolatilityBatchTests {
    @Test("every row of implied_vol.csv through the batch: the value within its tolerance, or the scalar's refusal")
    func everyRow() throws {
        var ratios = WorstRatio()
        let rows = try ReferenceTable("implied_vol").rows
        var batch = ImpliedVolatilityBatch()
        for row in rows {
            batch.append(price: try row.double("price"), terms: try BlackScholesVectorTests.terms(row))
        }
        batch.evaluate()
        #expect(batch.count == rows.count)
        for (index, row) in rows.enumerated() {
            let id = try row.text("id")
            let category = try row.text("category")
            let answer = Result { () throws(ImpliedVolatilityError) in try batch.volatility(at: index) }
            if try row.text("expected") == "value" {
                let value = try #require(try? answer.get(), "\(id) \(category) refused as \(answer)")
                let ratio = ratios.add(
                    category, id, actual: value, expected: try row.double("sigma"),
                    tolerance: try row.double("tol_abs"))
                #expect(ratio <= 1, "\(id) \(category): \(value) ratio \(ratio)")
            } else {
                let price = try row.double("price")
                let terms = try BlackScholesVectorTests.terms(row)
                let scalar = Result { () throws(ImpliedVolatilityError) in
                    try ImpliedVolatility.european(price: price, terms: terms)
                }
                #expect(answer == scalar, "\(id) \(category)")
            }
        }
        if showsRatios { print("implied_vol.csv, batch\n\(ratios.summary)") }
    }

    @Test("random prices give back their volatilities; odd ones what the scalar says", arguments: [51, 52, 53])
    func randomPrices(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let odd: [Double] = [0, -1, .nan, .infinity, 1e-300, 1e300]
        var items: [(price: Double, terms: OptionTerms, isOdd: Bool)] = []
        while items.count < 20_011 {
            let isOdd = generator.next() % 40 == 0
            var terms = OptionTerms(
                right: generator.next() & 1 == 0 ? .call : .put, style: .european, spot: generator.uniform(20, 300),
                strike: 0, years: generator.uniform(0.003, 3), rate: generator.uniform(-0.02, 0.1),
                dividendYield: generator.uniform(-0.01, 0.08), volatility: generator.uniform(0.04, 1.5))
            // Within five deviations: further out a price carries few digits of a volatility.
            let deviation = terms.volatility * terms.years.squareRoot()
            terms.strike = terms.spot * (1 + deviation * generator.uniform(-0.9, 0.9))
            guard terms.strike > 1 else { continue }
            var price = try BlackScholes.price(terms)
            if isOdd {
                let value = odd[Int(generator.next() % UInt64(odd.count))]
                switch generator.next() % 4 {
                case 0: price = value
                case 1: terms.spot = value
                case 2: terms.years = value
                default: terms.rate = value
                }
            }
            items.append((price, terms, isOdd))
        }
        var batch = ImpliedVolatilityBatch()
        for item in items { batch.append(price: item.price, terms: item.terms) }
        batch.evaluate()
        for (index, item) in items.enumerated() {
            let answer = Result { () throws(ImpliedVolatilityError) in try batch.volatility(at: index) }
            let scalar = Result { () throws(ImpliedVolatilityError) in
                try ImpliedVolatility.european(price: item.price, terms: item.terms)
            }
            guard case .success(let expected) = scalar, case .success(let actual) = answer else {
                #expect(answer == scalar, "\(item)")
                continue
            }
            // In the money the price keeps fewer digits of the time value.
            let value = try BlackScholes.valuation(item.terms)
            let conditioning = item.isOdd ? 0 : max(item.price, item.terms.spot) / (value.vega ?? 1)
            let bound = 1e-13 * expected + 4e-15 * conditioning
            #expect(item.isOdd || abs(actual - expected) <= bound, "\(item) \(actual) \(expected)")
        }
    }

    @Test("a dividend goes to the scalar, an update is seen, an empty batch has nothing")
    func edges() throws {
        var batch = ImpliedVolatilityBatch()
        batch.evaluate()
        #expect(batch.count == 0)
        var terms = OptionTerms(
            right: .put, style: .european, spot: 100, strike: 95, years: 0.5, rate: 0.03, dividendYield: 0,
            volatility: 0.3)
        batch.append(price: try BlackScholes.price(terms), terms: terms)
        terms.dividends = [CashDividend(years: 0.1, amount: 1)]
        batch.append(price: 3, terms: terms)
        batch.evaluate()
        #expect(abs(try batch.volatility(at: 0) - 0.3) < 1e-14)
        #expect(throws: ImpliedVolatilityError.unsupported) { try batch.volatility(at: 1) }
        terms.dividends = []
        terms.volatility = 0.4
        batch.update(at: 0, price: try BlackScholes.price(terms))
        batch.evaluate()
        #expect(abs(try batch.volatility(at: 0) - 0.4) < 1e-14)
    }
}
