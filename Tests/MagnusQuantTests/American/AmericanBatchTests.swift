import Testing

@testable import MagnusQuant

/// Many American options at once against the exact solver, the reference vectors and the single call.
@Suite struct AmericanBatchTests {
    private static func random(_ count: Int, seed: UInt64) -> [OptionTerms] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            OptionTerms(
                right: random.uniform(0, 1) < 0.5 ? .put : .call, style: .american,
                spot: 100 * exponential(random.uniform(-0.35, 0.35)), strike: 100, years: random.uniform(10, 730) / 365,
                rate: random.uniform(0.005, 0.1), dividendYield: random.uniform(0.005, 0.1),
                volatility: random.uniform(0.1, 0.7))
        }
    }

    @Test(arguments: [(AmericanBatch.Accuracy.fast, 1e-4, 1e-3), (.fine, 1e-5, 1.5e-4)])
    func errorsAreThoseStated(accuracy: AmericanBatch.Accuracy, mean: Double, most: Double) throws {
        let terms = Self.random(1003, seed: 71)
        var batch = AmericanBatch(terms, accuracy: accuracy)
        batch.evaluate()
        var squares = 0.0
        for (index, item) in terms.enumerated() {
            let error = try batch.price(at: index) - AmericanPricing.price(item, accuracy: .exact)
            squares += error * error
            #expect(abs(error) < most, "\(item)")
            #expect(try batch.price(at: index) >= AmericanPricing.intrinsic(item))
        }
        #expect((squares / Double(terms.count)).squareRoot() < mean)
    }

    @Test(arguments: AmericanBatch.Accuracy.allCases) func everyReferenceRow(accuracy: AmericanBatch.Accuracy) throws {
        var worst = WorstRatio()
        let rows = try ReferenceTable("american").rows
        var batch = AmericanBatch(accuracy: accuracy)
        for row in rows {
            batch.append(
                OptionTerms(
                    right: try row.text("type") == "put" ? .put : .call, style: .american, spot: try row.double("S"),
                    strike: try row.double("K"), years: try row.double("T"), rate: try row.double("r"),
                    dividendYield: try row.double("q"), volatility: try row.double("sigma")))
        }
        batch.evaluate()
        for (index, row) in rows.enumerated() {
            worst.add(
                try row.text("method"), try row.text("id"), actual: try batch.price(at: index),
                expected: try row.double("price"), tolerance: 1e-4 * (try row.double("S")))
        }
        if showsRatios { Issue.record("\(worst.summary)", severity: .warning) }
        #expect(worst.maximum <= 1, "\(worst.summary)")
    }

    @Test func oddRowsAreThoseOfTheSingleCall() throws {
        var random = SplitMix64(seed: 72)
        let odd: [Double] = [0, -1, .nan, .infinity, 1e-300, 1e300, -0.02]
        var terms = Self.random(500, seed: 73)
        for index in terms.indices {
            let value = odd[Int(random.next() % UInt64(odd.count))]
            switch random.next() % 9 {
            case 0: terms[index].spot = value
            case 1: terms[index].strike = value
            case 2: terms[index].years = value
            case 3: terms[index].rate = value
            case 4: terms[index].dividendYield = value
            case 5: terms[index].volatility = value
            case 6 where index % 10 == 0: terms[index].dividends = [CashDividend(years: 0.02, amount: 1)]
            case 7: terms[index].style = .european
            default: break
            }
        }
        var batch = AmericanBatch(terms, accuracy: .fast)
        batch.evaluate()
        for (index, item) in terms.enumerated() {
            let single = Result { () throws(PricingError) in try OptionPricing.price(item, accuracy: .live) }
            let answer = Result { () throws(PricingError) in try batch.price(at: index) }
            guard case .success(let expected) = single, case .success(let actual) = answer else {
                #expect(answer == single, "\(item)")
                continue
            }
            #expect(abs(actual - expected) <= 2e-5 * max(item.spot, item.strike), "\(item)")
        }
    }

    @Test func aChangedMarketGivesWhatANewBatchGives() throws {
        var terms = Self.random(3, seed: 74)
        var batch = AmericanBatch(terms, accuracy: .fast)
        #expect(throws: PricingError.unsupported) { try batch.price(at: 0) }
        batch.evaluate()
        batch.update(at: 1, spot: 87, years: 0.4, volatility: 0.35)
        batch.evaluate()
        terms[1].spot = 87
        terms[1].years = 0.4
        terms[1].volatility = 0.35
        var other = AmericanBatch(terms, accuracy: .fast)
        other.evaluate()
        for index in 0..<3 { #expect(try batch.price(at: index) == other.price(at: index)) }
        var empty = AmericanBatch(accuracy: .fine)
        empty.evaluate()
        #expect(empty.count == 0)
    }
}
