import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// A payoff of shares names the dividends that they bring, and where they are counted.
@UIActor
@Suite struct PayoffDividendTextTests {
    private func report(pays: Bool = true) -> PayoffReport {
        var report = SampleChain.payoff(PayoffRequest(subject: .strategy("a:KO:1")))
        guard pays else { return report }
        report.dividends = [
            PayoffReport.Dividend(exDate: SampleChain.date("2027-03-24"), perShare: 0.53, cash: 106)
        ]
        return report
    }

    @Test func aLineNamesEachWithItsCashAndDay() {
        let text = PayoffText(format: FigureFormat(), glyphs: .unicode)
        #expect(
            text.lines(report()).filter { $0.name == "dividend" }.map(\.text) == [
                "+106, ex 2027-03-24, only in EV unless called"
            ])
        #expect(!text.lines(report(pays: false)).contains { $0.name == "dividend" })
    }

    @Test func explainListsItWithTheMean() throws {
        let found = try #require(PayoffExplanation.explanation(of: "expected_value", report(), value: ""))
        let input = try #require(found.inputs.first { $0.name == "dividend ex 2027-03-24" })
        #expect(input.value == "0.5300" && input.unit == "USD/share" && found.formula.contains("have what those pay"))
    }

    @Test(arguments: ["profit", "max_profit", "max_loss", "breakevens", "probability_of_profit"])
    func explainSaysThatTheOthersAreWithoutIt(key: String) throws {
        let found = try #require(PayoffExplanation.explanation(of: key, report(), value: ""))
        #expect(!found.inputs.contains { $0.name.hasPrefix("dividend ex") })
        #expect(found.notes.contains { $0.hasPrefix("without the dividends") })
        let plain = try #require(PayoffExplanation.explanation(of: key, report(pays: false), value: ""))
        #expect(!plain.notes.contains { $0.hasPrefix("without the dividends") })
    }
}
