import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// What stands against something: a sector against the book, a spot against its strike, the day against the open P/L,
/// short options among each other, and the days on which options end.
@Suite struct StandingTests: QuestionSuite {
    /// AAPL's put and MU's are the technology ones.
    private static func change(_ context: inout AssistantContext) {
        for place in context.book.strategies.indices {
            let isTechnology = ["AAPL", "MU"].contains(context.book.strategies[place].symbol)
            for leg in context.book.strategies[place].legs.indices {
                context.book.strategies[place].legs[leg].sector =
                    isTechnology ? "Information Technology" : "Financials"
            }
        }
    }

    /// 26,000 + 9,500 of collateral over 169,360.40 are 20.96 %; (71 + 27) x 0.375 are 36.75 shares of SPY; 260 and 95 on a
    /// contract each are 35,500; -144 + 11.
    @Test(arguments: [
        "what is my exposure to tech", "exposure to tech", "how exposed am i to tech", "tech exposure",
        "how much of my book is tech",
    ])
    func aSectorAgainstTheBook(text: String) async {
        expect(
            await answer(text, Self.change), text,
            ["Information Technology", "$35,500", "21%", "AAPL, MU", "+37", "shares come for", "-133"],
            not: ["vega", "No open row", "PLTR"])
    }

    @Test func aSectorWithoutARowHasNothingAtRisk() async {
        let text = "what is my exposure to energy"
        expect(await answer(text, Self.change), text, ["Energy: nothing is at risk"], not: ["No open row"])
    }

    /// The third Friday of June 2027 is the 18th, closed for Juneteenth on Saturday the 19th: the options end on the 17th.
    @Test(arguments: ["when is triple witching", "next quad witching", "quad witching dates"])
    func quartersEnd(text: String) async {
        expect(
            await answer(text), text,
            ["Fri 03-19", "Thu 06-17 (Friday closed: Juneteenth)", "Fri 09-17", "Fri 12-17", "KO -2 75P"],
            not: ["monitors", "04-16"])
    }

    @Test(arguments: ["when is opex", "next opex", "next monthly expiration date", "days to opex"])
    func monthsEnd(text: String) async {
        expect(await answer(text), text, ["Fri 03-19", "Fri 04-16", "Fri 05-21", "KO -2 75P"], not: ["09:30"])
    }

    /// Of one option: XSP 11 of 100 shares, AMD 15 of 100, KO 99 of 200.
    @Test func shortOptionsByTheirOwnDelta() async {
        let text = "lowest delta put i am short"
        let result = await answer(text)
        expect(result, text, ["Lowest delta", "XSP -1 597P", "0.11", "AMD -1 150P", "0.15"], not: ["592P", "57.5C"])
        let lines = result.answer.text.split(separator: "\n")
        #expect(lines.count > 2 && lines[1].contains("XSP") && lines[2].contains("AMD"), "\(result.answer.text)")
    }

    @Test(arguments: ["highest iv i am short", "highest IV I'm short", "which short leg has the highest iv"])
    func shortOptionsByVolatility(text: String) async {
        expect(await answer(text), text, ["Highest implied volatility", "25.0%"], not: ["score", "CSP"])
    }

    /// Today and since opened: PLTR +60 and -935, DIS +30 and -660; AAPL loses in both, the others gain in both.
    @Test(arguments: [
        "which are up today but down overall", "up today but down overall", "losing overall but green today",
    ])
    func theDayAgainstTheWholeTime(text: String) async {
        expect(
            await answer(text), text, ["PLTR -2 80P", "+60", "-935", "DIS 100 sh", "-660"],
            not: ["AAPL", "KO -2", "Not sure"])
    }

    @Test(arguments: ["down today but up overall", "profitable but losing today"])
    func noneGainsOverallAndLosesToday(text: String) async {
        expect(await answer(text), text, ["down today and up since opened"], not: ["PLTR", "AAPL", "Lowest"])
    }

    @Test(
        arguments: [
            (
                "is KO above its strike",
                ["KO 75P", "no, spot 74.98", "0.02", "below the strike of 75.00", "in the money"]
            ),
            (
                "is AAPL below my strike",
                ["AAPL 260P", "yes, spot 257.10", "2.90", "1.1%", "below the strike of 260.00"]
            ),
            (
                "how far is XSP from my short strike",
                ["XSP 597P", "2.41", "0.4%", "above the strike of 597.00", "out of the money"]
            ),
        ] as [(String, [String])])
    func aSpotAgainstItsStrike(_ text: String, _ parts: [String]) async {
        expect(await answer(text), text, parts, not: ["Not answered", "592"])
    }
}

/// Several figures that are only named, a move told apart, and what a trader types at the open.
@Suite struct BarePartTests: QuestionSuite {
    @Test(
        arguments: [
            ("alerts and pnl", ["MO 57.5C will be called", "Open P/L is"]),
            ("my delta and my alerts", ["delta", "MO 57.5C will be called"]),
            ("theta and free cash", ["earns theta", "11,390"]),
            ("p/l, theta and alerts", ["Open P/L is", "earns theta", "MO 57.5C will be called"]),
        ] as [(String, [String])])
    func eachIsAnswered(_ text: String, _ parts: [String]) async {
        expect(await answer(text), text, parts, not: ["Not taken into account"])
    }

    @Test func otherWordsAreNoBareParts() {
        for text in ["theta", "puts and calls", "theta and gamma of KO", "cash and bp", "delta and vega if SPY drops"] {
            #expect(BareParts.read(text.split(separator: " ")) == nil, "\(text)")
        }
    }

    /// Shares of DIS fall by 5 % of 108.40 with a beta of 1: -542 of 100.
    @Test(
        arguments: [
            (["what if SPY drops 5%", "by position"], ["DIS 100 sh:", "-542"]),
            (["what if SPY drops 5%", "by symbol"], ["DIS:", "-542"]),
            (["what if SPY drops 5%", "split it by position", "by symbol"], ["DIS:", "-542"]),
            (["what if SPY drops 5% by position"], ["DIS 100 sh:", "-542"]),
        ] as [([String], [String])])
    func aMoveIsToldApart(turns: [String], parts: [String]) async {
        guard let last = turns.last else { return }
        expect(
            await answer(last, after: Array(turns.dropLast())), turns.joined(separator: " / "), parts,
            not: ["Not taken", "By collateral"])
    }

    @Test func theSameIsAskedOfAnotherName() async {
        expect(await answer("same q for AAPL", after: ["theta of KO"]), "same q for AAPL", ["AAPL earns theta", "+40"])
    }

    /// KO's put of 03-12 was assigned; the one held now ends in the money with 50 %.
    @Test(arguments: ["assignments on KO", "what assignments on KO", "assignment history of KO"])
    func assignmentsOfANameArePastAndToCome(text: String) async {
        expect(
            await answer(text) { $0.events = EventTests.events }, text,
            ["KO 74P 2027-03-12: 1 contract assigned", "Open now: KO -2 75P", "Chance of assignment", "50%"])
    }

    private static let shorthand = Shorthand(
        symbols: ["KO", "MO", "AMD", "SPY", "XSP", "DIS"], book: PaperWorld.book(), isFirst: true)

    @Test(
        arguments: [
            ("itm csp", "which of my cash secured puts are itm"),
            ("otm csp under 10 dte", "which of my cash secured puts are otm with under 10 dte"),
            ("how many csp do i have", "how many cash secured puts do i have"),
            ("which csp are at 50%", "which of my cash secured puts have captured at least 50%"),
            ("which ones hit 50", "which of my positions have captured at least 50%"),
            ("max loss on spread", "what is the max loss of my spreads"), ("rolls due", "what should i roll"),
            ("what needs rolled", "what should i roll"), ("any naked", "any naked options"),
            ("who is uncovered", "which shares are uncovered"), ("pin risk today", "what expires today"),
            ("0dte", "what expires today"), ("am i over allocated", "how concentrated am i"),
            ("em on spy today", "what is the expected move of SPY today"),
            ("last trade time xsp", "when does XSP stop trading"),
            ("how far otm is amd", "how far is AMD from its strike"),
            ("cc on mo gonna get called away", "will MO be called away"),
            ("am i covered on ko", "could i be assigned on KO"), ("am i covered on mo", "is any MO call naked"),
            ("how many shares of dis can i write calls on", "uncovered shares of DIS"),
            ("are my spreads defined risk", "what is the max loss of my spreads"),
            ("close amd yet", "should i close AMD"),
        ])
    func shorthandIsWrittenOut(_ text: String, _ question: String) {
        #expect(Self.shorthand.written(text) == question, "\(text)")
    }

    @Test(arguments: [
        "best csp", "csp 30 delta on ko", "what is pin risk", "list my rolls", "what rolled today", "is KO itm",
        "which positions are at 21", "any candidates", "what rolls off this week", "close amd", "what is theta",
    ])
    func otherQuestionsStayAsTheyAre(text: String) {
        #expect(Self.shorthand.written(text) == nil, "\(text)")
    }

    @Test func itmCashSecuredPutsAreThoseHeld() async {
        expect(await answer("itm csp"), "itm csp", ["PLTR -2 80P", "AAPL -1 260P"], not: ["AMD", "score"])
    }

    /// What a diagonal can lose is its debit.
    @Test func aDiagonalTellsWhatItCanLose() async {
        var candidate = PaperWorld.candidate("XLE", 88, .put, score: 75, fill: -9.85, yearly: 0.1)
        candidate.strategy = .diagonal
        candidate.id = "scan:diagonal:XLE"
        candidate.periodReturn = .unknown(.notApplicable)
        candidate.spread = CandidateSpread(
            kind: .putDiagonal, legs: [], width: 16, naturalCredit: Figure(-10), midCredit: Figure(-9.7),
            creditToWidth: .unknown(.notApplicable), maximumProfit: Figure(615, trust: .estimated),
            maximumLoss: Figure(985), breakevens: [], expectedValue: Figure(-20), positionDelta: Figure(-30))
        var data = PaperData()
        data.kinds = [
            .diagonal: ScanResult(
                strategy: .diagonal, watchlist: "own+watch", scannedAt: PaperWorld.now, symbolsScanned: 28,
                contractsScanned: 900, candidates: [candidate], nearestMisses: [], rejected: [:], room: "11.4k")
        ]
        let parts = ["the most to lose $985", "its debit", "the most to make ≈$615"]
        expect(await answer("best diagonals", data: data), "best diagonals", parts, not: ["unknown"])
        let follow = "what can i lose on it"
        expect(await answer(follow, after: ["best diagonals"], data: data), follow, ["the most to lose $985"])
    }
}
