import MagnusQuant
import Testing

@Suite("Vectorised European batch")
struct EuropeanBatchTests {
    @Test("every row of european.csv within the strict tolerance, through the batch")
    func everyRowStrict() throws {
        let rows = try ReferenceTable("european").rows
        var batch = EuropeanBatch()
        for row in rows { batch.append(try BlackScholesVectorTests.terms(row)) }
        batch.evaluate()
        var ratios = WorstRatio()
        for (index, row) in rows.enumerated() {
            try BlackScholesVectorTests.check(
                row, valuation: batch.valuation(at: index), ratios: &ratios, firstOrderOnly: true)
        }
        if showsRatios { print("european.csv, batch\n\(ratios.summary)") }
    }

    @Test("equal to the scalar reference on random books, errors and limits included", arguments: [41, 42])
    func equalToReference(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let odd: [Double] = [0, -1, .nan, .infinity, 1e-300, 1e300]
        var terms: [OptionTerms] = []
        for _ in 0..<5003 {
            func draw(_ low: Double, _ high: Double) -> Double {
                generator.next() % 50 == 0
                    ? odd[Int(generator.next() % UInt64(odd.count))] : generator.uniform(low, high)
            }
            var item = OptionTerms(
                right: generator.next() & 1 == 0 ? .call : .put, style: .european, spot: draw(20, 300),
                strike: draw(20, 300), years: draw(0.001, 3), rate: draw(-0.02, 0.1),
                dividendYield: draw(-0.01, 0.08), volatility: draw(0.05, 1.2))
            if generator.next() % 100 == 0 { item.dividends = [CashDividend(years: 0.0005, amount: 1)] }
            terms.append(item)
        }
        var batch = EuropeanBatch(terms)
        batch.evaluate()
        #expect(batch.count == terms.count)
        for (index, item) in terms.enumerated() {
            let reference = Result { () throws(PricingError) in try BlackScholes.valuation(item) }
            let answer = Result { () throws(PricingError) in try batch.valuation(at: index) }
            guard case .success(let expected) = reference, case .success(let actual) = answer else {
                #expect(answer == reference, "\(item)")
                continue
            }
            let scale = max(item.spot, item.strike)
            func close(_ path: KeyPath<OptionValuation, Double?>, _ scale: Double) -> Bool {
                guard let a = actual[keyPath: path], let b = expected[keyPath: path] else {
                    return actual[keyPath: path] == expected[keyPath: path]
                }
                return abs(a - b) <= 1e-12 * max(abs(b), scale)
            }
            #expect(abs(actual.price - expected.price) <= 1e-14 * scale, "\(item)")
            #expect(close(\.delta, 1) && close(\.gamma, 1 / scale) && close(\.vega, scale), "\(item)")
            #expect(close(\.theta, scale) && close(\.rho, scale), "\(item)")
        }
    }

    /// The scales are those of european.csv's strict tolerance (reference/quant/README.md); both sides round, so twice it.
    @Test("relative accuracy of the scalar reference on wide seeded inputs, far tails included", arguments: [44, 45])
    func relativeToReference(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        func spread(_ low: Double, _ high: Double) -> Double {
            exponential(generator.uniform(naturalLogarithm(low), naturalLogarithm(high)))
        }
        var terms: [OptionTerms] = []
        while terms.count < 100_003 {
            let years = spread(1e-5, 40)
            let volatility = spread(0.005, 4)
            let spot = spread(0.01, 1e5)
            let deviations = generator.next() & 1 == 0 ? generator.uniform(-1, 1) : generator.uniform(-34, 34)
            let moneyness = deviations * volatility * years.squareRoot()
            guard abs(moneyness) < 150 else { continue }
            terms.append(
                OptionTerms(
                    right: generator.next() & 1 == 0 ? .call : .put, style: .european, spot: spot,
                    strike: spot * exponential(moneyness), years: years, rate: generator.uniform(-0.05, 0.15),
                    dividendYield: generator.uniform(-0.05, 0.15), volatility: volatility))
        }
        var batch = EuropeanBatch(terms)
        batch.evaluate()
        var ratios = WorstRatio()
        for (index, item) in terms.enumerated() {
            let expected = try BlackScholes.valuation(item)
            let actual = try batch.valuation(at: index)
            let deviation = item.volatility * item.years.squareRoot()
            let moneyness = abs(naturalLogarithm(item.spot / item.strike))
            let carry = abs(item.rate - item.dividendYield) * item.years
            let d1 = (moneyness + carry) / deviation + deviation / 2
            let amplification = 1 + d1 * (moneyness + carry + 1) / deviation
            let delta = try #require(expected.delta)
            func compare(_ name: String, _ actual: Double?, _ expected: Double?, _ tolerance: Double) throws {
                let value = try #require(actual)
                let reference = try #require(expected)
                guard abs(reference) > 1e-280 else { return }
                ratios.add(
                    name, "\(index)", actual: value, expected: reference, tolerance: 2 * tolerance * amplification)
            }
            try compare(
                "price", actual.price, expected.price, 1e-14 * max(expected.price, abs(delta) * item.spot))
            try compare("delta", actual.delta, delta, 1e-13 * abs(delta))
            try compare("gamma", actual.gamma, expected.gamma, 1e-13 * (expected.gamma ?? 0))
            try compare("vega", actual.vega, expected.vega, 1e-13 * (expected.vega ?? 0))
            try compare("rho", actual.rho, expected.rho, 1e-12 * abs(expected.rho ?? 0))
            let scales = BlackScholesVectorTests.Scales(item, expected)
            try compare("theta", actual.theta, expected.theta, 1e-12 * max(abs(expected.theta ?? 0), scales.theta))
        }
        #expect(ratios.worst.count == 6)
        #expect(ratios.maximum <= 1, "\(ratios.summary)")
        if showsRatios { print("wide inputs, batch\n\(ratios.summary)") }
    }

    /// The kernel works in groups of eight and passes of eight groups.
    @Test("a large book has the figures of small ones, whatever part of a group or of a pass is filled")
    func largeBooks() throws {
        var generator = SplitMix64(seed: 43)
        let terms = (0..<25_003).map { _ in
            OptionTerms(
                right: generator.next() & 1 == 0 ? .call : .put, style: .european, spot: generator.uniform(50, 150),
                strike: generator.uniform(50, 150), years: generator.uniform(0.01, 2), rate: 0.03, dividendYield: 0.01,
                volatility: generator.uniform(0.1, 0.8))
        }
        var large = EuropeanBatch(terms)
        large.evaluate()
        var first = 0
        for size in 1... {
            guard first < terms.count else { break }
            var small = EuropeanBatch(terms[first..<min(first + size, terms.count)])
            small.evaluate()
            for row in 0..<small.count {
                #expect(try large.valuation(at: first + row) == small.valuation(at: row))
            }
            first += size
        }
    }

    @Test("a changed market gives what a new batch gives; an empty batch does nothing")
    func update() throws {
        var terms = OptionTerms(
            right: .put, style: .european, spot: 100, strike: 95, years: 0.3, rate: 0.04, dividendYield: 0.01,
            volatility: 0.3)
        var batch = EuropeanBatch([terms, terms])
        batch.evaluate()
        let before = try batch.valuation(at: 0)
        batch.update(at: 1, spot: 90, years: 0, volatility: 0.5)
        batch.evaluate()
        terms.spot = 90
        terms.years = 0
        terms.volatility = 0.5
        #expect(try batch.valuation(at: 0) == before)
        #expect(try batch.valuation(at: 1) == BlackScholes.valuation(terms))
        var empty = EuropeanBatch()
        empty.evaluate()
        #expect(empty.count == 0)
    }
}
