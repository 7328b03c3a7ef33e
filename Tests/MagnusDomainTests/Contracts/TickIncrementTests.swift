import Testing

@testable import MagnusDomain

@Suite struct TickIncrementTests {
    @Test(arguments: [
        (TickIncrement.nickelDime, 2.92, 2.95, 2.90), (.nickelDime, 2.99, 3.00, 2.95), (.nickelDime, 3.07, 3.10, 3.00),
        (.nickelDime, 3.10, 3.10, 3.10), (.pennyProgramme, 2.999, 3.00, 2.99), (.pennyProgramme, 3.01, 3.05, 3.00),
        (.penny, 1.234, 1.24, 1.23), (.nickel, -1.03, -1.00, -1.05), (.nickelDime, -3.07, -3.00, -3.10),
        (.penny, 0.1 + 0.2, 0.30, 0.30), (.nickelDime, 0.01, 0.05, 0),
    ])
    func rounds(_ tick: TickIncrement, _ price: Double, _ sell: Double, _ buy: Double) {
        #expect(tick.rounded(dollars: price, for: .sell) == sell)
        #expect(tick.rounded(dollars: price, for: .buy) == buy)
    }

    @Test func neverNegativeZero() throws {
        let sold = try #require(TickIncrement.nickelDime.rounded(dollars: -0.02, for: .sell))
        #expect(sold == 0 && sold.sign == .plus)
        #expect(TickIncrement.penny.rounded(dollars: .nan, for: .sell) == nil)
        #expect(throws: MoneyError.overflow) {
            try TickIncrement.nickelDime.rounded(Money(tenThousandths: .max), for: .sell)
        }
    }

    /// Never worse than approved, less than one step away, and valid at the price that results.
    @Test func favoursTheUser() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let price = Money(tenThousandths: Int64.random(in: -100_000...100_000, using: &random))
            for tick in [TickIncrement.penny, .pennyProgramme, .nickelDime, .nickel] {
                let sell = try tick.rounded(price, for: .sell)
                let buy = try tick.rounded(price, for: .buy)
                #expect(sell >= price && buy <= price && sell - price < Money(tenThousandths: 1000))
                #expect(price - buy < Money(tenThousandths: 1000))
                for result in [sell, buy] { #expect(result.tenThousandths % tick.step(at: result).tenThousandths == 0) }
            }
        }
    }

    @Test func classes() {
        #expect(
            TickIncrement.standard(root: "SPY") == .penny && TickIncrement.standard(root: "AAPL") == .pennyProgramme)
        #expect(
            TickIncrement.standard(root: "SPX") == .nickelDime && TickIncrement.combination(root: "SPXW") == .nickel)
        #expect(TickIncrement.combination(root: "AAPL") == .penny)
        #expect(TickIncrement(belowThree: .zero, fromThree: Money(tenThousandths: 1)) == nil)
    }
}
