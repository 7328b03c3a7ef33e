import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Questions that name several things: each is told under its own name, and what is left of the set is said.
@Suite struct SeveralNamesTests: QuestionSuite {
    /// MO has 200 shares and DIS 100; KO has none.
    @Test(arguments: [
        "how many shares of MO and DIS do i own", "how many shares of DIS and MO do I hold",
        "number of shares in DIS, MO", "how many MO and DIS shares do i have",
    ])
    func sharesUnderTheirOwnName(text: String) async {
        expect(
            await answer(text), text, ["MO: +200 shares", "DIS: +100 shares"],
            not: ["MO: +100 shares", "DIS: +200 shares", "was not looked at"])
    }

    @Test func aNameWithoutSharesIsNamed() async {
        let text = "how many shares of DIS and KO do i own"
        expect(await answer(text), text, ["DIS: +100 shares", "KO: 0 shares are held"], not: ["KO: +100"])
    }

    /// (0.92 - 0.56) x 200 = +72 and (2.35 - 7.10) x 200 = -950: -878 together, for 112 + 1,420.
    @Test(arguments: [
        "if i close PLTR and KO what do i realize", "what do I realise if I close KO and PLTR",
        "if i buy back PLTR and KO what do i realize", "closing KO and PLTR realises how much",
        "how much would i make if i exit KO and PLTR", "how much realized if i unwind PLTR and KO",
    ])
    func closingsOfSeveralNamesAndTheirSum(text: String) async {
        expect(
            await answer(text), text,
            [
                "KO -2 75P Fri 03-19: closing costs $112", "realises +72",
                "PLTR -2 80P Fri 04-16: closing costs $1,420",
                "realises -950", "Together: closing costs $1,532 and realises -878",
            ], not: ["since the ledger begins", "Roll to", "Read as"])
    }

    /// AMD (4.85 - 1.85) x 100 = +300: -578 of three; a name that is not held is named.
    @Test func threeNamesAndOneThatIsNotHeld() async {
        let three = "what do i realise if i close PLTR, KO and AMD"
        expect(await answer(three), three, ["realises +300", "realises -578"], not: ["closings"])
        let absent = "should I close AMD and TSLA"
        expect(await answer(absent), absent, ["AMD -1 150P", "Nothing in TSLA is held"], not: ["TSLA was not"])
    }

    @Test func rollsOfTwoNamesAreToldOfBoth() async {
        for text in ["roll KO and PLTR", "should I roll PLTR and KO"] {
            expect(
                await answer(text), text,
                ["KO -2 75P Fri 03-19: P/L +75", "PLTR -2 80P Fri 04-16: P/L -935"], not: ["was not looked at"])
        }
    }

    @Test(arguments: [
        "why are KO and AMD flagged", "why are AMD and KO flagged", "why is there an alert on KO and AMD",
    ])
    func reasonsOfEachName(text: String) async {
        expect(await answer(text), text, ["KO 75P at the strike", "AMD 150P 62% captured"], not: ["PLTR"])
    }

    @Test func alertsOfEachNameAndOfTheOneWithout() async {
        for text in ["alerts on PLTR or DIS", "which alerts are open on DIS and PLTR"] {
            expect(
                await answer(text), text, ["PLTR 80P breached", "None of these is on DIS"],
                not: ["KO 75P", "Not taken into account"])
        }
        let three = "alerts on KO, MO and AMD"
        expect(
            await answer(three), three, ["KO 75P at the strike", "MO 57.5C will be called", "AMD 150P 62% captured"],
            not: ["XSP"])
    }

    /// MU reports on 03-24; of KO no date is known, which is said.
    @Test(arguments: ["next earnings of MU and KO", "earnings for KO and MU", "when do MU, KO report earnings"])
    func earningsOfEachName(text: String) async {
        expect(await answer(text), text, ["MU reports Wed 03-24", "KO: no earnings date is known"])
    }

    /// 169,360.40 + 29,031 = 198,391.40.
    @Test(arguments: [
        "total net liq paper plus ira", "net liq paper and ira together", "net liquidation of ira and paper",
        "paper and ira net liq",
    ])
    func accountsThatAreJoinedMakeASum(text: String) async {
        let result = await answer(text) { context in
            guard var second = context.book.accounts.first else { return }
            second.account = Account(name: "ira", broker: "paper", kind: .paper, rules: .individualRetirement)
            second.netLiquidation = Total(figure: Figure(29_031), unknownCount: 0)
            context.book.accounts.append(second)
        }
        expect(
            result, text,
            ["paper: net liquidation $169,360", "ira: net liquidation $29,031", "Together: net liquidation $198,391"])
    }

    @Test func aReadingNamesEverySymbol() async {
        let text = "show AMD and KO puts"
        expect(await answer(text), text, ["AMD -1 150P", "KO -2 75P"], not: ["open positions, AMD."])
    }
}
