import Glibc
import MagnusQuant
import Testing

@testable import MagnusAnalysis

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

    private func later(
        _ right: OptionRight, _ style: ExerciseStyle, yield: Double = 0, dividends: [CashDividend] = []
    ) -> PayoffLeg {
        PayoffLeg(
            instrument: .option(right, strike: 525), quantity: 100, entry: 13.05, remainingYears: 35.0 / 365,
            volatility: 0.187, rate: 0.036, dividendYield: yield, style: style, dividends: dividends)
    }

    /// An American put far in the money is exercised: a put calendar cannot lose more than its debit. A European one waits
    /// for its strike, and loses the interest on it as well.
    @Test func aPutCalendarLosesAtMostItsDebit() throws {
        let short = option(.put, 525, -100, 6.95)
        let american = try #require(PayoffProfile([later(.put, .american), short]).maximumLoss)
        #expect(abs(american - 610) < 1e-6)
        let european = try #require(PayoffProfile([later(.put, .european), short]).maximumLoss)
        #expect(abs(european - 610 - 52_500 * (1 - exp(-0.036 * 35 / 365))) < 1e-6)
    }

    /// A dividend yield does not make a call calendar's loss unlimited: the later call can be exercised.
    @Test func aCallCalendarOnAYieldLosesAtMostItsDebit() throws {
        let short = option(.call, 525, -100, 6.95)
        let american = try #require(PayoffProfile([later(.call, .american, yield: 0.03), short]).maximumLoss)
        #expect(abs(american - 610) < 1e-6)
        #expect(PayoffProfile([later(.call, .european, yield: 0.03), short]).maximumLoss == nil)
    }

    /// A dividend after the horizon takes from the later call what it takes from the shares; the holder of an American one
    /// may exercise before it.
    @Test func dividendsAfterTheHorizonAreTakenOff() throws {
        let coming = [CashDividend(years: 20.0 / 365, amount: 3), CashDividend(years: 0.5, amount: 9)]
        var terms = OptionTerms(
            right: .call, style: .european, spot: 525 - 3 * exp(-0.036 * 20 / 365), strike: 525, years: 35.0 / 365,
            rate: 0.036, dividendYield: 0, volatility: 0.187)
        let european = later(.call, .european, dividends: coming)
        #expect(abs(european.value(at: 525) - (try BlackScholes.price(terms))) < 1e-9)
        terms.style = .american
        terms.spot = 525
        terms.dividends = [coming[0]]
        let american = later(.call, .american, dividends: coming)
        #expect(abs(american.value(at: 525) - (try AmericanPricing.price(terms, accuracy: .live))) < 1e-12)
        #expect(american.value(at: 525) > european.value(at: 525))
        // Deep in the money exercise before the dividend is worth more, by the interest until then.
        let early = american.value(at: 1000)
        #expect(early > 475 && early < 475 + 525 * 0.036 * 20 / 365 + 0.05)
        #expect(european.value(at: 1000) < 475)
        // Less than the dividends to come is left: the European call is worth nothing.
        #expect(european.value(at: 2) == 0)
    }

    /// A row of spots is priced together: a ten-thousandth of the spot at most from the figure itself.
    @Test func aRowOfSpotsIsPricedAsEachAlone() {
        let coming = [CashDividend(years: 20.0 / 365, amount: 3)]
        for leg in [later(.call, .american, dividends: coming), later(.put, .american), later(.put, .european)] {
            let spots = stride(from: 60.0, through: 2600, by: 20).map { $0 }
            for (spot, profit) in zip(spots, leg.profits(spots)) {
                #expect(abs(profit - leg.profit(spot)) < 100 * 2e-4 * spot, "\(leg.style) at \(spot)")
            }
        }
    }
}
