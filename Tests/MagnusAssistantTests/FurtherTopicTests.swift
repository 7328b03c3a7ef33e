import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// When rows were opened and end, what shares cost and pay, what is kept, and figures over the collateral and the account, of
/// the hand-written paper account of ``PaperWorld``; sums are worked out by hand beside each question.
@Suite struct FurtherTopicTests: QuestionSuite {
    /// PLTR and MU get days of opening of their own; every other row was opened 2027-03-05.
    private static func opened(_ context: inout AssistantContext) {
        let days: [String: CalendarDate] = ["PLTR": PaperWorld.day(1, 4), "MU": PaperWorld.day(3, 12)]
        for row in context.book.strategies.indices {
            guard let day = days[context.book.strategies[row].symbol] else { continue }
            for leg in context.book.strategies[row].legs.indices {
                context.book.strategies[row].legs[leg].position.openedAt = NewYorkTime.instant(
                    on: day, hour: 10, minute: 0)
            }
        }
    }

    /// From 2027-01-04 to 2027-03-15 are 70 days.
    @Test(arguments: [
        "oldest position", "which position have i held the longest", "longest held position", "what is my oldest put",
        "which position did i open first",
    ])
    func theOldestRowIsFirst(text: String) async {
        let result = await answer(text) { Self.opened(&$0) }
        expect(
            result, text,
            ["By the day of opening, oldest first", "PLTR -2 80P Fri 04-16: opened 2027-01-04, held 70 days"],
            not: ["By collateral", "Not taken into account"])
        let first = result.answer.text.firstRange(of: "PLTR -2")?.lowerBound
        let other = result.answer.text.firstRange(of: "MU -1")?.lowerBound
        #expect(first.map { first in other.map { first < $0 } ?? true } ?? false, "\(result.answer.text)")
    }

    @Test(arguments: [
        "newest position", "most recently opened position", "which position did i open last", "latest positions",
    ])
    func theNewestRowIsFirst(text: String) async {
        let result = await answer(text) { Self.opened(&$0) }
        expect(
            result, text, ["newest first", "MU -1 95P Thu 03-25: opened 2027-03-12, held 3 days"],
            not: ["By collateral", "open P/L +", "Not taken into account"])
    }

    @Test(arguments: [
        "positions opened this month", "positions i opened in march", "which positions were opened this month",
    ])
    func rowsOpenedInDays(text: String) async {
        let result = await answer(text) { Self.opened(&$0) }
        expect(
            result, text, ["Opened ", "7 of 8 rows", "MU -1 95P", "is closed by now is not among them"],
            not: ["PLTR -2 80P", "Read as", "Not taken into account"])
    }

    /// Every leg of the fixture was held 10 days.
    @Test func ageIsNoDaysToExpiry() async {
        for text in ["positions held less than 30 days", "positions older than 5 days"] {
            expect(await answer(text), text, ["8 of 8", "days held"], not: ["days to expiry"])
        }
        let dte = "positions with less than 5 days to expiry"
        expect(await answer(dte), dte, ["days to expiry"], not: ["days held"])
    }

    /// AMD, MO and PLTR end on 2027-04-16, 32 days ahead, MU before them.
    @Test(arguments: [
        "last expiration in the book", "farthest expiration", "what is the last date anything expires",
        "which of my options expires last", "furthest expiry", "when is my last expiry",
    ])
    func theLastExpiry(text: String) async {
        expect(
            await answer(text), text,
            ["The last to expire:", "Fri 04-16, in 32 days", "PLTR", "AMD", "Before that on Thu 03-25"],
            not: ["this week", "Not taken into account"])
    }

    @Test func aLongOptionMayEndLast() async {
        let text = "latest expiry"
        let result = await answer(text) { context in
            guard let place = context.book.strategies.firstIndex(where: { $0.symbol == "AMD" }),
                var call = context.book.strategies[place].legs.first
            else { return }
            call.position.instrument = .option(
                PaperWorld.contract("AMD", 100, .call, PaperWorld.day(1, 21, year: 2028)))
            call.position.quantity = Quantity(1)
            call.daysToExpiry = 312
            context.book.strategies[place].legs.append(call)
        }
        expect(result, text, ["100C (long) on 2028-01-21, in 312 days", "The last of the short options", "04-16"])
    }

    @Test(arguments: [
        "what shares do i own and at what cost", "which stocks do i own and what did i pay",
        "list my shares with their basis",
    ])
    func sharesWithTheirCost(text: String) async {
        expect(
            await answer(text), text,
            ["DIS +100 shares: paid 115.00 on average", "MO +200 shares: paid 57.50 on average", "spot 108.40"],
            not: ["KO -2 75P", "Not taken into account"])
    }

    @Test(arguments: ["list wheel positions", "list my wheel campaigns", "which wheels are running"])
    func wheelsAreThoseOfTheLedger(text: String) async {
        expect(await answer(text), text, ["wheel", "magnus wheel"], not: ["8 rows", "KO -2 75P Fri"])
        let none = await answer(text) { $0.events = [] }
        expect(none, text, ["No ledger"])
    }

    /// Of KO +75 is made and 109 stands in the mark of its two contracts: 184 = 0.92 x 200.
    @Test(arguments: [
        "what do i keep if KO expires worthless", "if my KO puts expire worthless how much do i make",
        "how much premium do i keep when the KO put expires worthless",
    ])
    func whatIsKept(text: String) async {
        let result = await answer(text) { context in
            guard let place = context.book.strategies.firstIndex(where: { $0.symbol == "KO" }) else { return }
            context.book.strategies[place].legs[0].marketValue = Figure(-109)
        }
        expect(result, text, ["2 contracts ending without value make +184", "+109 is still in their marks"])
    }

    /// Each mark of the fixture counts +100: shorts -11 - 244 - 100 - 25 - 89 - 1,035 + 203 = -1,301, the long put of the
    /// spread -100.
    @Test(arguments: [
        "what do i keep if everything expires worthless", "if all my options expire worthless what do i keep",
    ])
    func whatIsKeptOfEverything(text: String) async {
        expect(
            await answer(text), text,
            [
                "10 contracts ending without value make -1,301", "1 contract ending without value too make -100",
                "both together -1,401", "In the money now",
            ], not: ["expire this week"])
    }

    /// 200 shares at 1.06.
    @Test(arguments: [
        "what dividends am i getting this week", "what dividends do i get on my shares this week",
        "do i lose the MO dividend if i get assigned tonight", "will i receive any dividend on MO",
    ])
    func dividendsAhead(text: String) async {
        expect(
            await answer(text), text,
            ["MO ex Tue 03-16, 1.06", "200 shares held, $212", "the close of Mon 03-15", "early exercise 97%"],
            not: ["ledger", "Not taken into account"])
    }

    @Test func aNameWithoutSharesPaysNothing() async {
        func withDividend(_ context: inout AssistantContext) {
            context.market.underlyings["KO"]?.profile.dividends = [
                DividendEvent(exDate: PaperWorld.day(3, 15), amount: 0.53, isEstimated: false)
            ]
        }
        let week = "what dividends am i getting this week"
        expect(
            await answer(week, withDividend), week, ["$212", "No shares held, so no dividend: KO ex Mon 03-15 (0.53"])
        let one = "is KO ex dividend today and do i get it"
        expect(await answer(one, withDividend), one, ["No shares held, so no dividend: KO", "0.53"], not: ["ledger"])
        let past = "did i get any dividends from KO"
        expect(await answer(past), past, ["ledger"])
    }

    /// 303 / 15,000 = 2.0 %, 200 / 15,000 = 1.3 %.
    @Test(arguments: ["what is the return on collateral of the AMD put", "return on capital of my AMD position"])
    func returnOnCollateral(text: String) async {
        expect(
            await answer(text), text, ["collateral of $15,000", "+303", "+2.0%", "$200", "1.3%"], not: ["KO -2", "XLE"])
    }

    /// AAPL 40 / 26,000 = 0.0015, MU 19 / 9,500 = 0.0020, KO 13 / 15,000 = 0.0009.
    @Test(arguments: [
        "which position has the highest theta per dollar of collateral", "theta relative to collateral by position",
        "theta as a percent of collateral",
    ])
    func thetaOverCollateral(text: String) async {
        expect(
            await answer(text), text, ["theta per collateral of", "MU -1 95P Thu 03-25: +0.0020", "AAPL", "+0.0015"],
            not: ["Not taken into account", "earns theta"])
    }

    /// 123 / 169,360 = 0.07 %, 16,000 / 169,360 = 9.45 %.
    @Test func figuresOverNetLiquidation() async {
        for text in [
            "theta per day as percent of net liq", "theta as a percent of net liquidation",
            "what fraction of my net liq is my theta",
        ] {
            expect(await answer(text), text, ["0.07%", "of net liquidation, $169,360"], not: ["Not taken"])
        }
        for text in ["what share of net liq is PLTR collateral", "PLTR collateral as a percentage of my nlv"] {
            expect(await answer(text), text, ["$16,000 is 9.45%", "of net liquidation"], not: ["Not taken"])
        }
    }

    @Test(arguments: [
        "how much did i lose on PLTR overall, realized plus open", "PLTR realized and unrealized together",
        "total of open and realised on PLTR",
    ])
    func openAndRealisedTogether(text: String) async {
        expect(await answer(text), text, ["Open P/L -935", "realised", "Together"], not: ["Read as", "Not taken"])
    }
}
