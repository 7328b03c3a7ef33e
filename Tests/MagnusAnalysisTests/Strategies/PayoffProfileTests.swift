import MagnusAnalysis
import MagnusQuant
import Testing

@Suite struct PayoffProfileTests {
    private func option(_ right: OptionRight, _ strike: Double, _ quantity: Double, _ entry: Double) -> PayoffLeg {
        PayoffLeg(instrument: .option(right, strike: strike), quantity: quantity, entry: entry)
    }

    @Test func shortPutLosesAtMostItsStrike() {
        let payoff = PayoffProfile([option(.put, 95, -100, 1.80)])
        #expect(payoff.maximumProfit == 180)
        #expect(abs((payoff.maximumLoss ?? 0) - 9320) < 1e-9)
        #expect(payoff.breakevens == [93.2])
    }

    @Test func nakedCallIsUnlimited() {
        let payoff = PayoffProfile([option(.call, 465, -1, 3.23)])
        #expect(payoff.maximumLoss == nil)
        #expect(payoff.maximumProfit == 3.23)
        #expect(payoff.breakevens.count == 1)
        #expect(abs((payoff.breakevens.first ?? 0) - 468.23) < 1e-9)
    }

    @Test func condorHasTwoBreakevens() {
        let payoff = PayoffProfile([
            option(.put, 205, 100, 2.02), option(.put, 210, -100, 2.95), option(.call, 235, -100, 1.86),
            option(.call, 240, 100, 0.93),
        ])
        #expect(abs((payoff.maximumProfit ?? 0) - 186) < 1e-9)
        #expect(abs((payoff.maximumLoss ?? 0) - 314) < 1e-9)
        #expect(payoff.breakevens.count == 2)
        #expect(abs(payoff.breakevens[0] - 208.14) < 1e-9)
        #expect(abs(payoff.breakevens[1] - 236.86) < 1e-9)
    }

    @Test func coveredCallCanBeLocked() {
        let payoff = PayoffProfile([
            PayoffLeg(instrument: .shares, quantity: 100, entry: 42), option(.call, 39, -100, 0.88),
        ])
        #expect(abs((payoff.maximumProfit ?? 0) + 212) < 1e-9)
    }
}
