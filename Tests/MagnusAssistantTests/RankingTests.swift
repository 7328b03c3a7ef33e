import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Questions that put rows in order by one figure, that choose alerts by severity, and that ask the scan about any symbol.
@Suite struct RankingTests {
    func answer(
        _ text: String, data: PaperData = PaperData(), _ change: (inout AssistantContext) -> Void = { _ in }
    ) async -> Assistant.Composition {
        var context = PaperWorld.context()
        context.events = HistoryTests.events
        change(&context)
        return await Trained.assistant.compose(
            text, state: ConversationState(), focus: AssistantFocus(), context: context, data: data)
    }

    @Test(
        arguments: [
            ("what is left per year?", RankingRules.Measure.leftPerYear), ("left/yr", .leftPerYear),
            ("which positions are dead money", .leftPerYear), ("what's left a year on KO", .leftPerYear),
            ("which position is closest to its profit target?", .captured),
            ("anything at its profit target", .captured),
            ("how much is captured on KO", .captured), ("uncovered shares?", .uncovered),
            ("distance to strike of all short puts", .distance), ("where is AAPL vs my strike", .distance),
            ("how far is KO from the strike", .distance), ("what does the PLTR buyback cost", .costToClose),
            ("how much to buy back KO", .costToClose), ("how much of the premium on KO is left", .extrinsic),
            ("which puts are in the money", .inTheMoney), ("what's itm", .inTheMoney),
            ("max loss on SPX spread", .maximumLoss),
            ("which short has highest delta", .delta),
        ] as [(String, RankingRules.Measure)])
    func measured(_ text: String, _ measure: RankingRules.Measure) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .rowRanking, "\(text): \(result.understanding.intent)")
        #expect(RankingRules.measure(result.understanding.words, result.understanding.entities) == measure, "\(text)")
        #expect(!result.answer.text.isEmpty && !result.answer.text.contains("Not sure"))
    }

    @Test func rowsStandInTheOrderOfTheFigure() async {
        let rows = PaperWorld.book().strategies.filter { $0.leftPerYear.value != nil }
        let least = rows.min { ($0.leftPerYear.value ?? 0, $0.id) < ($1.leftPerYear.value ?? 0, $1.id) }
        let result = await answer("what is left per year?")
        let lines = result.answer.text.split(separator: "\n")
        if let least {
            #expect(lines.count > 1 && lines[1].contains(least.symbol), "\(result.answer.text)")
        } else {
            #expect(result.answer.text.contains("known for none"))
        }
    }

    @Test(
        arguments: [
            ("which alerts are critical?", [AlertPriority.critical]), ("show high alerts", [.high]),
            ("any medium alerts", [.medium]), ("high or critical alerts", [.high, .critical]),
            ("list the urgent alerts", [.high, .critical]),
        ] as [(String, [AlertPriority])])
    func onlyTheSeverityThatIsAskedFor(_ text: String, _ wanted: [AlertPriority]) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .listAlerts, "\(text)")
        for alert in PaperWorld.alerts {
            let isListed = result.answer.text.contains(alert.finding.title)
            #expect(isListed == wanted.contains(alert.finding.priority), "\(text): \(alert.finding.title)")
        }
        let none = await answer(text) { context in
            context.alerts = context.alerts.filter { !wanted.contains($0.finding.priority) }
        }
        #expect(
            none.answer.text.contains("No open alert is of that kind") || none.answer.text.contains("No alert is open"))
    }

    @Test func oneAlertIsOneAlert() async {
        let one = await answer("what needs my attention?") { $0.alerts = Array($0.alerts.prefix(1)) }
        #expect(one.answer.text.contains("1 alert is open"), "\(one.answer.text)")
        #expect(await answer("what needs my attention?").answer.text.contains("alerts are open"))
        let winners = await HistoryTests.compose("how many winners?")
        #expect(winners.answer.text.contains("3 winners, 1 loser of"), "\(winners.answer.text)")
    }

    @Test func whyNotIsAnsweredForAnySymbol() async {
        var data = PaperData()
        var alone = PaperWorld.scan
        alone.candidates = []
        alone.nearestMisses = alone.nearestMisses.prefix(1).map { miss in
            var miss = miss
            miss.symbol = "RIVN"
            return miss
        }
        alone.contractsScanned = 12
        alone.rejected = ["spread": 9, "thin premium": 3]
        data.scans["RIVN"] = [alone]
        let gme = await answer("Why not RIVN?", data: data) { $0.watchList.append("RIVN") }
        #expect(gme.understanding.intent == .whyNot)
        #expect(gme.answer.text.contains("none of 12 contracts of RIVN passes"), "\(gme.answer.text)")
        #expect(gme.answer.text.contains("9 spread") && gme.answer.text.contains("Fails"), "\(gme.answer.text)")
        alone.contractsScanned = 0
        alone.nearestMisses = []
        data.scans["RIVN"] = [alone]
        let bare = await answer("why not RIVN?", data: data) { $0.alerts.append(PaperWorld.alerts[0].about("RIVN")) }
        #expect(bare.answer.text.contains("no source lists options on RIVN"), "\(bare.answer.text)")
        #expect(bare.answer.text.contains("neither the own nor the watch list"))
        let unknown = await answer("why not nflx")
        #expect(unknown.answer.text.contains("NFLX is not known to any source"), "\(unknown.answer.text)")
        #expect(unknown.understanding.intent == .whyNot)
    }

    @Test func aStrategyAndALimitOfTheQuestionAreKept() async {
        let calls = await answer("covered calls for DIS")
        #expect(calls.understanding.intent == .whyNot || calls.understanding.intent == .opportunities)
        #expect(calls.understanding.entities.contract.right == .call)
        let none = await answer("best put under 600 dollars collateral")
        #expect(none.answer.text.contains("binds at most $600"), "\(none.answer.text)")
    }
}

extension Alert {
    /// The same about another symbol.
    fileprivate func about(_ symbol: String) -> Alert {
        var alert = self
        alert.finding.symbol = symbol
        return alert
    }
}

extension RankingTests {
    @Test func cashIsToldByExpiryWithTheRoomForMore() async {
        let cash = await answer("cash needed by expiry")
        #expect(cash.understanding.intent == .cash)
        #expect(cash.answer.text.contains("Reserved by expiry: "), "\(cash.answer.text)")
        #expect(cash.answer.text.contains("Wed 03-17 $26,000"), "\(cash.answer.text)")
        #expect(cash.answer.text.contains(PaperWorld.scan.room))
        #expect(await answer("am i over my tech limit").answer.text.contains(PaperWorld.scan.room))
    }

    @Test func inTheMoneyListsOnlyThose() async {
        let puts = await answer("which puts are in the money").answer.text
        for row in PaperWorld.book().strategies {
            let isPut = row.legs.contains { leg in
                guard case .option(let contract) = leg.position.instrument else { return false }
                return contract.right == .put && leg.position.quantity.isShort
            }
            let isListed = puts.contains("\(row.symbol) \(row.title)")
            #expect(isListed == (isPut && (row.distance.value ?? 0) < 0), "\(row.symbol) \(row.title): \(puts)")
        }
    }

    @Test(
        arguments: [
            ("whos in trouble", Intent.attention), ("is KO safe", .showPosition), ("is PLTR ok?", .showPosition),
            ("how bad is PLTR", .showPosition), ("am i overleveraged", .marginUse),
        ] as [(String, Intent)])
    func plainWordsAreUnderstood(_ text: String, _ intent: Intent) async {
        #expect(await answer(text).understanding.intent == intent, "\(text)")
    }

    @Test func aRowThatIsAlertedIsNeverAnAllClear() async {
        let alerted = PaperWorld.alerts.compactMap(\.finding.symbol)
        for symbol in Set(alerted) where PaperWorld.book().strategies.contains(where: { $0.symbol == symbol }) {
            let text = await answer("is \(symbol) ok?").answer.text
            #expect(text.contains("Alert "), "\(symbol): \(text)")
        }
    }

    @Test func snoozedAlertsAreThoseAlone() async {
        let none = await answer("snoozed alerts")
        #expect(none.answer.text.contains("No open alert is of that kind"), "\(none.answer.text)")
    }

    @Test(arguments: ["how bad does it get at -10%", "what's the damage at -5%"])
    func aMoveInPercentIsAScenario(_ text: String) async {
        #expect(await answer(text).understanding.intent == .whatIf)
    }
}
