import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// A payoff of shares names the dividends that are in its figures.
@UIActor
@Suite struct PayoffDividendTextTests {
    private func report(received: Bool) -> PayoffReport {
        var report = SampleChain.payoff(PayoffRequest(subject: .strategy("a:KO:1")))
        report.dividends = [
            PayoffReport.Dividend(
                exDate: SampleChain.date("2027-03-24"), perShare: 0.53, cash: 106, isReceived: received)
        ]
        return report
    }

    @Test func aLineNamesEachWithItsCashAndDay() {
        let lines = PayoffText(format: FigureFormat(), glyphs: .unicode).lines(report(received: false))
        #expect(lines.filter { $0.name == "dividend" }.map(\.text) == ["+106, ex 2027-03-24, in the figures at expiry"])
        let none = PayoffText(format: FigureFormat(), glyphs: .unicode).lines(
            SampleChain.payoff(PayoffRequest(subject: .strategy("a:KO:1"))))
        #expect(!none.contains { $0.name == "dividend" })
    }

    @Test(arguments: ["max_profit", "max_loss", "breakevens", "probability_of_profit", "expected_value"])
    func explainListsItWithItsFigures(key: String) throws {
        let found = try #require(PayoffExplanation.explanation(of: key, report(received: false), value: ""))
        let input = try #require(found.inputs.first { $0.name == "dividend ex 2027-03-24" })
        #expect(input.value == "0.5300" && input.unit == "USD/share" && found.formula.contains("dividends"))
    }

    /// The profit of a day has what was received by then.
    @Test func theProfitOfADayHasItFromTheExDateOn() throws {
        for received in [false, true] {
            let found = try #require(PayoffExplanation.explanation(of: "profit", report(received: received), value: ""))
            #expect(found.inputs.contains { $0.name.hasPrefix("dividend ex") } == received)
        }
        let delta = try #require(PayoffExplanation.explanation(of: "delta", report(received: true), value: ""))
        #expect(!delta.inputs.contains { $0.name.hasPrefix("dividend ex") })
    }
}
