import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Plain short questions that were refused, or answered with another one's figures.
@Suite struct ShortQuestionTests: QuestionSuite {
    @Test(
        arguments: [
            ("am i up or down", Intent.openProfit), ("am i up today", .dayProfit),
            ("are we down on the day", .dayProfit),
            ("anything breached", .rowRanking), ("any breaches", .rowRanking), ("tested positions", .rowRanking),
            ("what gets assigned friday", .assignmentRisk), ("interest earned", .ledgerEvents),
            ("interest income this year", .ledgerEvents),
        ] as [(String, Intent)])
    func wordsDecide(_ text: String, _ intent: Intent) async {
        let result = await answer(text)
        #expect(result.understanding.intent == intent, "\(text): \(result.understanding.intent)\n\(result.answer.text)")
        expect(result, text, [], not: ["Not sure", "cannot be answered", "Nothing was ordered"])
    }

    /// Closing costs are 10, 112, 185, 203, 378 and 1,420; the distances of MU and AMD 6.2 of 101.20 and 18.3 of 168.30.
    @Test(
        arguments: [
            (
                "cheapest to close", ["Lowest cost to close", "XSP -1 PCS 597/592 Mon 03-15: cost to close $10"],
                "ordered"
            ),
            (
                "is AMD or MU closer to its strike",
                ["Lowest distance to the strike of 2 rows first", "+6.1%", "+10.9%"], "closing costs"
            ),
            (
                "how much cash frees up if i close AMD",
                ["collateral $15,000, cost to close $185", "frees $14,815"], "Roll"
            ),
            ("anything breached", ["In the money now", "PLTR -2 80P", "AAPL -1 260P"], "AMD"),
            ("why is IWM not in alerts", ["No alert is open on IWM"], "gate"),
            ("prob that KO closes above 75", ["above 75.00", "Risk-neutral"], "no figure"),
            ("prob PLTR above 80 at expiry", ["above 80.00", "Risk-neutral"], "Not taken"),
            // The one option of 150.
            ("pnl of the 150 put", ["AMD 150P", "P/L +303"], "Which symbol"),
        ] as [(String, [String], String)])
    func whatIsAskedIsTold(_ text: String, _ parts: [String], _ absent: String) async {
        expect(await answer(text), text, parts, not: [absent])
    }

    /// 485 came in, and 182 of it can still be made.
    @Test func whatCanStillBeMadeIsNotWhatItBeganWith() async {
        for text in ["max i can still make on AMD", "how much can i still make on AMD", "max profit left on AMD"] {
            let result = await answer(text) { context in
                guard let row = context.book.strategies.firstIndex(where: { $0.symbol == "AMD" }) else { return }
                context.book.strategies[row].legs[0].marketValue = Figure(-182)
            }
            expect(result, text, ["+182", "+485"], not: ["The most that can be lost"])
        }
    }

    @Test(
        arguments: [
            ("diagonals", ["BAC PMCC 42C/52.5C", "diagonals only"], "dollar delta"),
            ("pmcc status", ["BAC PMCC 42C/52.5C"], "Which position"),
            ("how is my diagonal", ["BAC PMCC 42C/52.5C"], "dollar delta"),
            // A long put stands beside the short one of the spread: of XSP 1, AAPL 1, KO 2, MU 1, PLTR 2 and AMD 1.
            ("how many short puts do i have", ["8 short puts", "0 long puts"], "1 long put"),
            ("how much is the BAC 42C worth", ["+1 42C"], "52.5C Fri"),
            ("how much is my long 42C worth", ["BAC: +1 42C"], "net liquidation"),
            ("how much is the 42C worth", ["BAC: +1 42C"], "net liquidation"),
            // Of the long options the put of SPY alone has a theta here.
            ("theta of longs", ["theta of +5", "long options only"], "delta"),
            ("what do my longs cost me a day", ["theta of +5", "long options only"], "delta"),
            // The long legs of XSP, QQQ, BAC and SPY, 100 each.
            ("market value of longs", ["Together worth +400", "4 long contracts"], "delta"),
            (
                "what do i keep if everything expires worthless", ["PLTR -2 80P Fri 04-16", "BAC +1 42C 2028-01-21"],
                "Not taken"
            ),
        ] as [(String, [String], String)])
    func kindsAndLegsAreTheOnesMeant(_ text: String, _ parts: [String], _ absent: String) async {
        expect(await answer(text, LegOfRowTests.change), text, parts, not: [absent])
    }

    /// Cash 114,640 against 103,250 that shorts reserve.
    @Test func nakedPutsAreThoseThatCashDoesNotSecure() async {
        let text = "do i have any naked puts"
        let secured = await answer(text)
        expect(
            secured, text, ["PLTR -2 80P", "$103,250", "none is naked"], not: ["XSP", "Which position", "short call"])
        let both = await answer("any naked options")
        expect(both, "any naked options", ["No short call is naked", "none is naked"])
        let short = await answer(text) { $0.book.accounts[0].freeCash = Figure(-500) }
        expect(short, text, ["does not secure all of them"], not: ["none is naked"])
        let unknown = await answer(text) { $0.book.accounts[0].freeCash = .unknown(.noSource) }
        expect(unknown, text, ["is unknown"], not: ["none is naked"])
    }

    /// The nearest row of the monitor is one of the whole book.
    @Test func whatTheMonitorSaysOfAllIsNotSaidOfAPart() async {
        let change: (inout AssistantContext) -> Void = { context in
            context.monitors.append(
                MonitorStatus(
                    name: .profitTarget, lastRunAt: PaperWorld.now, nextRunAt: PaperWorld.now, findings: 0,
                    nearest: "XSP -1 PCS 597/592, 34% of 50%"))
        }
        expect(await answer("lowest captured", change), "lowest captured", ["34% of 50%"])
        expect(await answer("lowest captured csp", change), "lowest captured csp", ["PLTR"], not: ["34% of 50%"])
    }

    @Test func aListOfPutsSaysWhichRowsHaveCallsBesides() async {
        let text = "list my puts"
        let plain = await answer(text)
        expect(plain, text, ["PLTR"], not: ["Listed whole"])
        let mixed = await answer(text) { context in
            var spec = PaperWorld.specs[0]
            spec.symbol = "IWM"
            spec.title = "-1 IC 210/235+5"
            spec.kind = .ironCondor
            spec.legs = [
                (.option(PaperWorld.contract("IWM", 210, .put, PaperWorld.day(4, 30))), -1, 2.95),
                (.option(PaperWorld.contract("IWM", 235, .call, PaperWorld.day(4, 30))), -1, 1.86),
            ]
            context.book = PaperWorld.book(PaperWorld.specs + [spec])
        }
        expect(mixed, text, ["Listed whole, with calls besides: IWM -1 IC 210/235+5"])
    }

    @Test func aSeverityReplacesAnother() async {
        let high = await answer("high only", after: ["any alerts"])
        expect(high, "high only", ["PLTR 80P breached"], not: ["MO 57.5C will be called", "IV rank"])
        let critical = await answer("only critical", after: ["any alerts", "just the high ones"])
        expect(critical, "only critical", ["MO 57.5C will be called"], not: ["PLTR 80P breached"])
    }
}
