import Testing

@testable import MagnusDomain

@Suite struct MoneyArithmeticTests {
    private let most = Money(tenThousandths: .max)
    private let cent = Money(tenThousandths: 100)

    @Test func overflowIsReported() throws {
        #expect(throws: MoneyError.overflow) { try most.adding(cent) }
        #expect(throws: MoneyError.overflow) { try Money(tenThousandths: .min).subtracting(cent) }
        #expect(throws: MoneyError.overflow) { try most.multiplied(by: 2) }
        #expect(throws: MoneyError.overflow) { try Money.value(price: cent, quantity: .max, multiplier: 100) }
        #expect(throws: MoneyError.overflow) { try most.scaled(by: 3, over: 2) }
        #expect(throws: MoneyError.overflow) { try most.scaled(by: .max, over: 1) }
        #expect(try cent.adding(cent).subtracting(cent) == cent)
    }

    @Test func valueIsExact() throws {
        #expect(try Money.value(price: Money(text: "1.3332"), quantity: -3, multiplier: 100).exactText == "-399.96")
        let fraction = Quantity(millionths: 333_333)
        #expect(try Money.value(price: Money(text: "3"), quantity: fraction, multiplier: 1).exactText == "1.00")
        #expect(try Money(text: "0.0001").scaled(by: -1, over: 2).tenThousandths == -1)
        #expect(try Money(text: "0.0001").scaled(by: 1, over: 3).tenThousandths == 0)
        #expect(try most.scaled(by: .max, over: .max) == most)
        #expect(throws: MoneyError.noDivisor) { try cent.scaled(by: 1, over: 0) }
    }

    @Test func splitting() throws {
        #expect(try Money(text: "1.00").split(into: 3).map(\.tenThousandths) == [3334, 3333, 3333])
        #expect(try Money(text: "-0.0002").split(into: 3).map(\.tenThousandths) == [-1, -1, 0])
        #expect(throws: MoneyError.noDivisor) { try cent.split(into: 0) }
    }

    @Test func allocationLosesNothing() throws {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<5000 {
            let amount = Money(tenThousandths: Int64.random(in: .min ... .max, using: &random))
            let weights = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                Int64.random(in: 0...1_000_000, using: &random)
            }
            guard weights.contains(where: { $0 > 0 }) else { continue }
            let parts = try amount.allocated(byWeights: weights)
            #expect(parts.reduce(Int64(0)) { $0 &+ $1.tenThousandths } == amount.tenThousandths)
            let total = Double(weights.reduce(0, +))
            for (part, weight) in zip(parts, weights) where abs(amount.tenThousandths) < 1 << 50 {
                #expect(
                    abs(Double(part.tenThousandths) - Double(amount.tenThousandths) * Double(weight) / total) < 1.001)
            }
            for (part, weight) in zip(parts, weights) where weight == 0 { #expect(part == .zero) }
        }
        #expect(try Money(tenThousandths: .min).allocated(byWeights: [1]).map(\.tenThousandths) == [.min])
        #expect(try Money(text: "0.01").allocated(byWeights: [1, 1, 1]).map(\.tenThousandths) == [34, 33, 33])
        for weights in [[], [0, 0], [1, -1], [.max, 1]] as [[Int64]] {
            #expect(throws: MoneyError.noDivisor) { try cent.allocated(byWeights: weights) }
        }
    }
}
