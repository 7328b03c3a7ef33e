import MagnusAnalysis
import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Questions as a trader asks them whose numbers, days or kinds were taken for another thing, or were dropped.
@Suite struct FreshQuestionTests: QuestionSuite {
    @Test(
        arguments: [
            ("what if SPY drops 3% and vol up 5", -0.03, 0.05),
            ("what if SPY drops 3% and vol rises 5 points", -0.03, 0.05),
            ("what if vol goes up 5 points and SPY falls 2%", -0.02, 0.05),
            ("what if SPY rises 2% and iv drops 4 points", 0.02, -0.04), ("what if vol goes up 5 points", nil, 0.05),
            ("what if SPY falls 7% with iv up 10 points", -0.07, 0.1),
            ("What if SPY falls 3%, vol rises 5 points?", -0.03, 0.05),
            ("What if vol rises 5 points, SPY falls 3%?", -0.03, 0.05),
            ("What if SPY rises 3%, vol falls 5 points?", 0.03, -0.05),
            ("what if market drops 5% on a vol spike of 10 points", -0.05, 0.1),
            ("What if AAPL IV drops from 40 to 30?", nil, -0.1),
        ] as [(String, Double?, Double)])
    func aPriceAndAVolatilityAreToldApart(_ text: String, _ move: Double?, _ volatility: Double) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .whatIf, "\(text)")
        let maker = AnswerMaker(
            context: PaperWorld.context(), data: PaperData(), question: result.understanding,
            state: ConversationState(), out: Composer())
        let supposed = maker.supposition(expiry: nil)
        #expect(supposed.move == move, "\(text): \(String(describing: supposed.move))")
        #expect(abs((supposed.volatility ?? 0) - volatility) < 1e-12, "\(text): \(result.answer.text)")
    }

    @Test(
        arguments: [
            ("what if AAPL drops to 240, vol up 10 points", ["AAPL at 240.00 (-6.7%), volatility +10.0 points"]),
            ("what if SPY drops 5%, VIX to 30", ["VIX from 17.05 to 30.00", "(-5.0%), volatility +13.0 points"]),
            ("What if VIX falls 3 and SPY rises 2%?", ["VIX from 17.05 to 14.05", "SPY at", "(+2.0%)", "-3.0 points"]),
            ("What if VIX goes from 15 to 30?", ["VIX from 17.05 to 30.00"]),
            ("What if vol goes to 30%?", ["By how many points?"]),
            ("What if interest rates go to 5%?", ["a change in points makes the question complete"]),
            ("what if rates rise from 4% to 5%", ["Interest rates +1.0 points"]),
            ("what if SPY moves 3%", ["Up or down?"]),
            ("what if VIX rises 5 points and falls 3?", ["More than one size is said of VIX"]),
            ("what if KO is at 70 and PLTR at 90", ["KO at 70.00", "PLTR at 90.00"]),
            ("what happens to my AAPL put if SPY falls 3%", ["SPY at", "(-3.0%)", "for AAPL"]),
            ("what if AAPL drops 5% and PLTR rises 3%", ["(-5.0%), PLTR at", "(+3.0%)"]),
            ("worst case if the market tanks", ["SPY: -10%"]),
        ])
    func levelsAndChangesAreToldApart(_ text: String, _ parts: [String]) async {
        let result = await answer(text) { Self.addVolatilityIndex(&$0) }
        for part in parts {
            #expect(result.answer.text.contains(part), "\(text) lacks \(part):\n\(result.answer.text)")
        }
        #expect(!result.answer.text.contains("Not taken into account"), "\(result.answer.text)")
    }

    private static func addVolatilityIndex(_ context: inout AssistantContext) {
        context.market.underlyings["VIX"] = UnderlyingMarket(
            profile: PaperWorld.profile("VIX", "Cboe Volatility Index", close: 16.36, kind: .index),
            quote: PaperWorld.quote(17.05))
    }

    @Test func theDirectionGoesOnToTheNextName() async {
        let result = await answer("and PLTR?", after: ["what if SPY falls 5%", "and 10%?"])
        #expect(result.answer.text.hasPrefix("PLTR at") && result.answer.text.contains("(-10.0%)"))
        let up = await answer("and up 3%?", after: ["what if SPY falls 5%"])
        #expect(up.answer.text.contains("(+3.0%)"), "\(up.answer.text)")
    }

    @Test func volatilityThatDoublesIsMultiplied() async {
        let doubled = await answer("what happens if AMD goes to 140 and vol doubles")
        let alone = await answer("what happens if AMD goes to 140")
        #expect(doubled.answer.text.contains("volatility times 2.0"), "\(doubled.answer.text)")
        #expect(doubled.answer.text.contains("140.00") && doubled.answer.text != alone.answer.text)
    }

    @Test func ratesAreNotTheMarket() async {
        let result = await answer("what if rates go up 1%")
        #expect(result.answer.text.contains("by rho alone") && !result.answer.text.contains("SPY at"))
        #expect(result.answer.text.contains("+1.0 points"), "\(result.answer.text)")
        #expect(await answer("what if rates fall 1%").answer.text.contains("-1.0 points"))
    }

    @Test func itIsWhatTheTalkIsAbout() async {
        let result = await answer("what if it drops 10%", after: ["show my position in PLTR"])
        #expect(result.answer.text.hasPrefix("PLTR at"), "\(result.answer.text)")
        #expect(result.answer.text.contains("-10.0%"))
    }

    @Test func highestRanksCountWhatIsHeld() async {
        let result = await answer("which stock has the highest IV rank")
        let line = result.answer.text.split(separator: "\n").first { $0.hasPrefix("Highest") } ?? ""
        let held = Set(PaperWorld.book().strategies.map(\.symbol))
        #expect(held.contains { line.contains($0) }, "\(result.answer.text)")
        #expect(await answer("highest IV percentile of my positions").answer.text.contains("Highest IV percentile"))
    }

    /// A condor with both sides short, and a short put that a split has adjusted.
    static let further: [PaperWorld.Spec] = [
        PaperWorld.Spec(
            symbol: "IWM", title: "-1 IC 210/235+5", kind: .ironCondor,
            legs: [
                (.option(PaperWorld.contract("IWM", 205, .put, PaperWorld.day(4, 30))), 1, 2.02),
                (.option(PaperWorld.contract("IWM", 210, .put, PaperWorld.day(4, 30))), -1, 2.95),
                (.option(PaperWorld.contract("IWM", 235, .call, PaperWorld.day(4, 30))), -1, 1.86),
                (.option(PaperWorld.contract("IWM", 240, .call, PaperWorld.day(4, 30))), 1, 0.93),
            ],
            spot: 221.40, profit: 6, day: -5, delta: -2, theta: 2, assignment: 0.27, captured: 0.01, collateral: 500,
            costToClose: 186, entry: 1.86, intent: .avoid, severity: nil, sector: "Fund"),
        PaperWorld.Spec(
            symbol: "LCID", title: "-1 2.5P ADJ", kind: .cashSecuredPut,
            legs: [
                (
                    .option(
                        OptionContract(
                            root: "LCID1", underlying: "LCID", expiry: PaperWorld.day(6, 17), right: .put,
                            strikeThousandths: 2500, style: .american, settlement: .physical, multiplier: 100,
                            deliverable: .unknown)), -1, 0.35
                )
            ],
            spot: 2.1, profit: 0, day: 0, delta: 0, theta: 0, assignment: nil, captured: nil, collateral: 250,
            costToClose: nil, entry: 0.35, intent: .decide, severity: nil, sector: "Consumer"),
    ]

    @Test func putsAreSummedWithoutCalls() async {
        let result = await answer("how much cash do I need if all my puts get assigned") {
            $0.book = PaperWorld.book(PaperWorld.specs + Self.further)
        }
        #expect(result.answer.text.contains("If all happen"), "\(result.answer.text)")
        #expect(!result.answer.text.contains("are owed at") && !result.answer.text.contains("shares go at"))
        #expect(!result.answer.text.contains(" + $") && result.answer.text.contains("$21,000"), "\(result.answer.text)")
        #expect(result.answer.text.contains("because adjusted: LCID"), "\(result.answer.text)")
    }

    @Test(
        arguments: [
            ("what expires in the next 30 days", 30), ("which options expire in the next 7 days", 7),
            ("what expires in the next two weeks", 14), ("expirations over the coming 10 days", 10),
        ] as [(String, Int)])
    func comingDaysAreASpan(_ text: String, _ days: Int) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .expirations)
        #expect(result.understanding.entities.span?.last == PaperWorld.day(3, 15).adding(days: days), "\(text)")
        #expect(!result.answer.text.contains("Not taken into account"), "\(result.answer.text)")
    }

    @Test func putsOnTechStocksArePuts() async {
        let result = await answer("short puts on tech stocks") { context in
            for row in context.book.strategies.indices {
                for leg in context.book.strategies[row].legs.indices
                where context.book.strategies[row].legs[leg].sector == "Technology" {
                    context.book.strategies[row].legs[leg].sector = "Information Technology"
                }
            }
        }
        #expect(!result.answer.text.contains("shares only"), "\(result.answer.text)")
        #expect(result.answer.text.contains("PLTR -2 80P"), "\(result.answer.text)")
    }

    @Test func expectedMoveUpToADayIsOfTheLastExpiryBeforeIt() async throws {
        let result = await answer("what's the expected move of AAPL by april 30")
        let chain = await PaperData().chain(of: "AAPL")
        let last = try #require(chain?.expiries.map(\.expiry).filter { $0 <= PaperWorld.day(4, 30) }.max())
        #expect(result.answer.text.contains(last.monthDay), "\(result.answer.text)")
    }

    @Test(
        arguments: [
            ("which position has the most vega", RankingRules.Measure.vega), ("max profit on IWM condor", .maximumLoss),
            ("top 3 theta positions", .theta),
        ] as [(String, RankingRules.Measure)])
    func figuresThatRowsAreOrderedBy(_ text: String, _ measure: RankingRules.Measure) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .rowRanking, "\(text): \(result.understanding.intent)")
        #expect(RankingRules.measure(result.understanding.words, result.understanding.entities) == measure, "\(text)")
    }

    @Test func aShareOfTheProfitIsABound() async {
        let result = await answer("which positions hit 50% profit")
        #expect(result.understanding.condition?.measure == .captured, "\(result.answer.text)")
        #expect(result.answer.text.contains("AMD") && !result.answer.text.contains("PLTR"), "\(result.answer.text)")
    }

    @Test func candidatesAreChosenByWhatIsAsked() async {
        let scores = PaperWorld.scan.candidates.map(\.score)
        let limit = scores.sorted().dropLast().last ?? 0
        let above = await answer("any opportunities above score \(limit)")
        #expect(above.answer.text.contains("above score \(limit)"), "\(above.answer.text)")
        let listed = above.answer.text.split(separator: "\n").filter { $0.contains(" fill ") }
        #expect(listed.count == Set(PaperWorld.scan.candidates.filter { $0.score > limit }.map(\.symbol)).count)
        let none = await answer("candidates with a score above 99")
        #expect(none.answer.text.contains("None of"), "\(none.answer.text)")
        let pay = await answer("which opportunities have over 15% annualized")
        #expect(!pay.answer.text.contains("Not taken into account"), "\(pay.answer.text)")
        let condors = await answer("iron condor ideas")
        #expect(condors.answer.text.contains("No scan looks for condor"), "\(condors.answer.text)")
        for question in ["diagonal ideas", "any PMCC opportunities", "poor man's covered call ideas"] {
            let text = await answer(question).answer.text
            #expect(text.contains("magnus scan diagonal"), "\(question): \(text)")
        }
    }

    @Test func aNameThatIsNotHeldIsQuoted() async throws {
        var context = PaperWorld.context()
        let name = try #require(
            context.market.underlyings.keys.sorted().first { symbol in
                !context.book.strategies.contains { $0.symbol == symbol }
                    && context.market.underlyings[symbol]?.quote != nil
            })
        context.events = []
        let result = await answer("tell me about \(name)")
        #expect(result.answer.text.contains("Nothing in \(name) is held"), "\(result.answer.text)")
        #expect(result.answer.text.contains("bid"), "\(result.answer.text)")
    }

    /// 11.25499 shown with two decimals is 11.25; by way of four it would be 11.26, and the sentence would be withheld.
    @Test(arguments: [11.25499, 0.9949951, 184.04996, 2.00495, -3.7149999])
    func figuresAreRoundedOnce(_ value: Double) {
        let out = Composer()
        let cite = out.cite("quotes", "KO")
        out.line(
            "Price \(out.price(Figure(value), "price", cite)), share \(out.percent(Figure(value), "share", cite, decimals: 1))."
        )
        let rendering = AnswerRendering(sentences: out.sentences, ledger: out.ledger, symbols: [])
        #expect(!rendering.text.isEmpty, "\(value) is withheld")
    }

    /// As in the panes: below half a percent the dollars a share, which tell the side that 0.0% hides.
    @Test(arguments: [(-0.0003, -0.02, "-0.02 a share"), (0.004, 2.41, "+2.41 a share"), (0.061, 4.6, "+6.1%")])
    func aShortWayIsInDollars(_ share: Double, _ dollars: Double, _ expected: String) {
        let out = Composer()
        let way = out.distance(Figure(share), dollars: Figure(dollars), "distance", out.cite("positions", "KO"))
        #expect(way.plainText == expected)
    }

    @Test(
        arguments: [
            ("how do I filter positions", "Filter"), ("how do I change theme", "Theme"),
            ("how do I snooze an alert", "Alerts"), ("how do I import my broker data", "Import"),
            ("how do I quit", "Quit"), ("which key explains a number", "Explain"),
            ("how can I hide my balance", "Mask"),
        ] as [(String, String)])
    func theUseOfTheProgramIsTold(_ text: String, _ title: String) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .help, "\(text): \(result.understanding.intent)")
        #expect(UsageTable.topic(result.understanding.words)?.title == title, "\(text)")
        #expect(result.answer.text.contains(UsageTable.topic(result.understanding.words)?.text ?? "?"))
    }

    @Test(arguments: ["how do I hedge", "how can I reduce my delta", "how to roll PLTR", "how do I make more money"])
    func whatIsDoneWithTheBookIsNoUseOfTheProgram(_ text: String) async {
        #expect(await answer(text).understanding.intent != .help, "\(text)")
    }

    @Test func marksAndFlagsAreExplained() async {
        #expect(await answer("what does ≈ mean").answer.text.contains("estimated"))
        #expect(await answer("what does the flag P mean").answer.text.contains("P pin"))
    }

    @Test func aFigureOfAHeldRowIsFoundByItsName() async {
        #expect(await answer("what rolls are available for KO").understanding.intent == .decision)
        #expect(await answer("at what price does AAPL start losing money").answer.text.contains("breakeven"))
        #expect(await answer("where does the KO put break even").answer.text.contains("breakeven"))
        #expect(
            await answer("probability of keeping full premium on MU").answer.text.contains("chance of assignment")
        )
        #expect(await answer("52 week high of AMD").understanding.intent != .volatilityRank)
        #expect(await answer("HV of PLTR").understanding.intent == .volatilityRank)
        #expect(await answer("what would be my P/L if I close everything now").understanding.intent == .openProfit)
        let worth = await answer("how much is my iron condor worth") {
            $0.book = PaperWorld.book(PaperWorld.specs + Self.further)
        }
        #expect(worth.answer.text.contains("IWM") && !worth.answer.text.contains("net liquidation"))
    }

    @Test func theNightBringsNoTradesOfTheSession() async {
        let result = await answer("what happened overnight") {
            $0.events.append(HistoryTests.trade("9", 3, 12, "KO", -1, 50))
        }
        #expect(result.understanding.intent == .ledgerEvents, "\(result.understanding.intent)")
        #expect(!result.answer.text.contains("traded"), "\(result.answer.text)")
        let day = await answer("what happened on friday") {
            $0.events.append(HistoryTests.trade("9", 3, 12, "KO", -1, 50))
        }
        #expect(day.answer.text.contains("traded"), "\(day.answer.text)")
    }

    /// The context has them in the order of the pane; their ids say nothing.
    @Test func alertsStandInTheOrderOfThePane() async {
        let result = await answer("show me my alerts") { context in
            for index in context.alerts.indices {
                context.alerts[index].finding.priority = .high
                context.alerts[index].id = "a\(9 - index)"
            }
        }
        let places = PaperWorld.alerts.compactMap { alert in
            result.answer.text.firstRange(of: alert.finding.title)?.lowerBound
        }
        #expect(places.count == PaperWorld.alerts.count && places == places.sorted(), "\(result.answer.text)")
    }

    @Test func contractsAreCountedWhereTheyAreAskedFor() async {
        let result = await answer("how many contracts expire on april 16")
        #expect(result.answer.text.contains("5 contracts together"), "\(result.answer.text)")
        #expect(await !answer("what expires on april 16").answer.text.contains("together"))
    }

    @Test func nakedCallsAreTold() async {
        let none = await answer("do I have any naked calls")
        #expect(none.answer.text.contains("No short call is naked"), "\(none.answer.text)")
        #expect(none.answer.text.contains("MO CC -2 57.5C"))
        let some = await answer("do I have any naked calls") { context in
            guard let row = context.book.strategies.firstIndex(where: { $0.symbol == "MO" }) else { return }
            context.book.strategies[row].legs.removeAll { leg in
                if case .stock = leg.position.instrument { true } else { false }
            }
        }
        #expect(
            some.answer.text.hasPrefix("Naked") && some.answer.text.contains("MO CC -2 57.5C"), "\(some.answer.text)")
    }

    /// A call whose split no file adjusts may take any of the shares: nobody says that they cover it, nor that they do not.
    @Test func whetherSharesCoverBesideAnAdjustedCallIsUnknown() async {
        let result = await answer("do I have any naked calls") { context in
            guard let row = context.book.strategies.firstIndex(where: { $0.symbol == "MO" }) else { return }
            for leg in context.book.strategies[row].legs.indices {
                guard case .option(var contract) = context.book.strategies[row].legs[leg].position.instrument else {
                    continue
                }
                contract.deliverable = .unknown
                context.book.strategies[row].legs[leg].position.instrument = .option(contract)
            }
        }
        let text = result.answer.text
        #expect(text.hasPrefix("Whether shares cover these is unknown") && text.contains("MO CC -2 57.5C"), "\(text)")
        #expect(!text.contains("No short call is naked") && !text.contains("Naked, with"), "\(text)")
    }

    @Test(arguments: [("what if VIX goes to 30", "30.00"), ("what if the VIX rises 5", "22.05")])
    func aSupposedVixShiftsEveryVolatility(_ text: String, _ level: String) async {
        let result = await answer(text) { Self.addVolatilityIndex(&$0) }
        #expect(result.answer.text.contains("VIX from 17.05 to \(level)"), "\(result.answer.text)")
        #expect(result.answer.text.contains("every implied volatility shifted alike"), "\(result.answer.text)")
    }
}
