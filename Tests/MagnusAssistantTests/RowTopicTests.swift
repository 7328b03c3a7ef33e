import MagnusDomain
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Figures of rows, sums over joined parts of the book, and what goes on with the rows of the answer before.
/// The rows are those of ``PaperWorld``; sums and means are worked out by hand beside each question.
@Suite struct RowTopicTests: QuestionSuite {
    @Test(
        arguments: [
            // PLTR 16,000 + AMD 15,000 end in April.
            ("total collateral of my puts expiring in april", ["Total collateral: $31,000", "over 2 rows"], ["AAPL"]),
            // (0 + 2 + 4 + 10 + 32 + 32) / 6 = 13.33
            ("average dte of my puts", ["Average days to expiry: 13.3", "over 6 rows"], ["MO CC"]),
            ("lowest dte", ["Lowest days to expiry of 7 rows", "XSP -1 PCS 597/592"], ["Not sure"]),
            ("dte of MU", ["MU -1 95P Thu 03-25: days to expiry 10"], ["AAPL"]),
            ("prob that KO finishes ITM", ["KO -2 75P", "chance of assignment 50%"], ["explain"]),
            ("whats the extrinsic left on AAPL put", ["AAPL -1 260P", "short extrinsic value $88"], ["Not sure"]),
            // Two contracts bind 15,000.
            ("collateral of KO per contract", ["$7,500", "per contract, of 2 contracts"], ["$15,000"]),
            ("delta and theta of my puts", ["AAPL -1 260P", "delta +71 shares, theta +40"], ["MO CC", "DIS"]),
            // 500 + 26,000
            (
                "total collateral of the XSP spread and my AAPL puts",
                ["Total collateral: $26,500", "over 2 rows", "XSP spreads and AAPL puts"], ["KO", "Not taken"]
            ),
            ("which positions are wanted", ["2 of 7 rows", "AAPL -1 260P", "MO CC -2 57.5C"], ["KO -2"]),
            ("which positions are not wanted", ["XSP -1 PCS 597/592", "KO -2 75P"], ["AAPL -1"]),
            ("which positions have no alert", ["without an open alert", "MU -1 95P"], ["PLTR -2", "MO CC"]),
            ("when does XSP stop trading", ["stops Mon 03-15 16:00 New York"], ["Not answered"]),
            ("is the XSP spread cash settled?", ["settled in cash"], ["Not answered"]),
            ("is the KO put cash settled", ["settled in shares"], ["settled in cash"]),
            // MO stands over its 57.50, DIS under its 115.
            ("where am i below basis", ["Under a basis: 1 of 2 holdings", "DIS 100 sh", "115.00"], ["MO CC"]),
            ("quote pls: ko, mo, pltr", ["KO 74.98", "MO 60.85", "PLTR 76.40"], ["Not taken"]),
            ("whats IV rank on PLTR and MU", ["PLTR: implied", "MU: implied", "highest first"], ["Not taken"]),
            ("ITM puts and my theta", ["In the money now", "PLTR -2 80P", "theta of +102"], ["Not taken"]),
            ("in the money puts with deltas", ["PLTR -2 80P", "delta +112"], ["Not taken"]),
            ("how risky is my book 1-10", ["No rating", "beta-weighted"], ["Today's P/L"]),
            ("$ per 1% SPY", ["a fall of a percent in SPY"], ["earns theta"]),
        ] as [(String, [String], [String])])
    func isAnswered(_ text: String, _ parts: [String], _ absent: [String]) async {
        expect(await answer(text), text, parts, not: absent)
    }

    @Test(
        arguments: [
            (
                ["which puts expire this month", "which of them are losing"], ["1 of", "AAPL -1 260P"], ["PLTR", "DIS"]
            ),
            // AAPL, KO, MU and XSP end in March: 40 + 13 + 19 + 8 = 80.
            (["which puts expire this month", "what is their total theta"], ["Total theta: +80"], ["PLTR"]),
            (["theta of my puts", "and vega"], ["vega", "puts only"], ["MO CC"]),
            (["whats the iv of MU", "compare with PLTR"], ["MU", "PLTR", "IV rank"], ["Not taken"]),
            (
                ["whats the iv of MU", "compare with PLTR", "which is the highest"], ["By IV rank", "MU:", "PLTR:"],
                ["CSP"]
            ),
            // -935 - 660 - 144 = -1,739
            (["positions losing money", "total"], ["Total open P/L: -1,739", "over 3 rows"], ["-937"]),
            (["positions losing money", "the largest"], ["Lowest open P/L", "PLTR -2 80P"], ["KO -2"]),
            (["dte of MU", "and the AAPL put"], ["AAPL -1 260P", "days to expiry 2"], ["Not sure"]),
            (["dte of MU", "and of KO", "and of both together"], ["MU -1 95P", "KO -2 75P"], ["AAPL"]),
            (["is the weather nice", "what is my theta", "hello", "and vega"], ["vega"], ["cannot be answered"]),
        ] as [([String], [String], [String])])
    func goesOn(_ turns: [String], _ parts: [String], _ absent: [String]) async {
        guard let last = turns.last else { return }
        expect(await answer(last, after: turns.dropLast()), turns.joined(separator: " / "), parts, not: absent)
    }

    /// One rule: what is assigned or ends by then out of the money reserves no more. Of 103,250: both puts take 41,000 and
    /// XSP 500; 114,640 - 41,000 = 73,640 less the 61,750 left is the 11,890 of the expiry board (trader.md section 4).
    @Test func theReserveHasOneRule() async {
        let both = await answer(
            "if both happen do i have the cash", after: ["is AAPL gonna get assigned", "what about KO"])
        expect(both, "both", ["$41,000", "$61,750", "$11,890 stays free", "Rule:", "XSP -1 PCS 597/592"])
        // 26,000 + 15,000 + 9,500 + 16,000 + 15,000 = 81,500; 103,250 - 81,500 - 500 = 21,250.
        let all = await answer("how much cash would i need if every put gets assigned")
        expect(all, "all", ["$81,500", "$21,250", "$11,890 stays free", "Rule:"])
        let named = await answer("do i have enough cash for PLTR and KO assignment")
        expect(named, "named", ["PLTR -2 80P", "KO -2 75P", "$31,000"], not: ["ledger"])
    }

    @Test func accountsThatAreNotShownAreNamed() async {
        let result = await answer("cash in both accounts") { context in
            context.hiddenAccounts = [
                Account(name: "retire", broker: "paper", kind: .paper, rules: .individualRetirement)
            ]
        }
        expect(result, "both accounts", ["114,640", "Not shown, so in no figure here: retire", "--account all"])
    }

    /// -150 - 1 paid to close, 179 - 1 received to open: +27.
    @Test func rollsAreThoseOfTheLedger() async {
        for text in ["list my rolls", "what did I roll", "show my rolls on KO"] {
            let result = await answer(text) { $0.events = LedgerAnswerTests.roll }
            expect(result, text, ["1 roll, net +27", "75P 2027-02-19", "75P 2027-03-19"], not: ["8 rows"])
        }
        expect(await answer("list my rolls"), "none", ["no roll is in the ledger"])
    }

    @Test func countsOfTheLedgerAreOfTheSideAskedFor() async {
        let puts = await answer("how many puts expired worthless") { $0.events = LedgerAnswerTests.expiries }
        // Of the condor two are puts, and two single puts besides.
        expect(puts, "puts", ["4 expiries", "puts only"], not: ["200C", "Not taken"])
        // Winners were held 15, 9 and 8 days, the loser 9.
        expect(await answer("avg days held of winners"), "winners", ["winners held 10.7 days"])
        expect(await answer("avg days held of losers"), "losers", ["losers held 9.0 days"])
    }
}
