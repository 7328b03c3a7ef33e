import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Parts of a row, kinds around a name, the benchmark as a holding, and figures from either end.
@Suite struct SideOfRowTests: QuestionSuite {
    /// A condor whose put side costs 291 - 194 = 97 and whose call side 181 - 92 = 89, with a long put on SPY beside it.
    private static func change(_ context: inout AssistantContext) {
        let day = PaperWorld.day(4, 16)
        func spec(
            _ symbol: String, _ title: String, _ kind: StrategyKind, _ legs: [(Instrument, Int, Double?)], spot: Double,
            delta: Double, theta: Double, cost: Double
        ) -> PaperWorld.Spec {
            PaperWorld.Spec(
                symbol: symbol, title: title, kind: kind,
                legs: legs.map { (instrument: $0.0, quantity: $0.1, average: $0.2) }, spot: spot, profit: 6, day: 0,
                delta: delta, theta: theta, assignment: 0.2, captured: 0.03, collateral: 500, costToClose: cost,
                entry: 1.86, intent: .decide, severity: nil)
        }
        let condor = spec(
            "IWM", "-1 IC 205/210/230/235", .ironCondor,
            [
                (.option(PaperWorld.contract("IWM", 210, .put, day)), -1, 2.9),
                (.option(PaperWorld.contract("IWM", 205, .put, day)), 1, 1.9),
                (.option(PaperWorld.contract("IWM", 230, .call, day)), -1, 1.8),
                (.option(PaperWorld.contract("IWM", 235, .call, day)), 1, 0.94),
            ], spot: 220, delta: 3, theta: 4, cost: 186)
        let long = spec(
            "SPY", "+1 540P", .longPut, [(.option(PaperWorld.contract("SPY", 540, .put, day)), 1, 3)], spot: 597.85,
            delta: -12, theta: -8, cost: -290)
        context.book = PaperWorld.book(PaperWorld.specs + [condor, long])
        for place in context.book.strategies.indices where context.book.strategies[place].symbol == "IWM" {
            let costs: [Double] = [291, -194, 181, -92]
            for leg in costs.indices {
                context.book.strategies[place].legs[leg].position.id = "paper:IWM:leg\(leg)"
                context.book.strategies[place].legs[leg].costToClose = Figure(costs[leg])
            }
            context.book.strategies[place].extrinsic = Figure(472)
        }
    }

    @Test(arguments: [
        "cost to close the IWM puts", "cost to close the IWM put side", "what does it cost to close my IWM puts",
    ])
    func aSideOfACondorCostsWhatItsLegsCost(text: String) async {
        expect(
            await answer(text, Self.change), text, ["$97", "Counted here: IWM -1 IC 205/210/230/235"], not: ["$186"])
    }

    @Test func extrinsicOfOneSide() async {
        for text in ["extrinsic of my short puts on IWM", "extrinsic of the short IWM puts"] {
            expect(await answer(text, Self.change), text, ["$291", "put legs alone"], not: ["$472"])
        }
        let all = "how much premium is left in my short puts"
        expect(await answer(all, Self.change), all, ["$291"], not: ["$472"])
    }

    /// A long leg is not bought back.
    @Test func buyingBackIsOfShortLegs() async {
        for text in ["cost to buy back the short put of IWM", "how much to buy back my short IWM puts"] {
            expect(await answer(text, Self.change), text, ["$291"], not: ["$186", "$97"])
        }
    }

    @Test func profitOfASideTellsNoEntryOfTheWhole() async {
        let text = "p/l of my IWM puts"
        expect(await answer(text, Self.change), text, ["IWM -1 IC", "open P/L"], not: ["entry 1.86"])
    }

    @Test(arguments: [
        ("theta of the long SPY put", "long puts"),
        ("delta of the short PLTR put", "short puts"), ("theta of my iron IWM condor", "iron condors"),
        ("theta of my long put on SPY", "long puts"),
    ])
    func aNameInsideAKindLeavesTheKind(text: String, label: String) async {
        let result = await answer(text, Self.change)
        #expect(result.understanding.filter.groups.map(\.label) == [label], "\(text): \(result.answer.text)")
        #expect(result.understanding.entities.symbols.count == 1, "\(text)")
    }

    @Test func theLongPutAlone() async {
        let text = "how much theta do i lose on the long SPY put"
        expect(await answer(text, Self.change), text, ["SPY earns theta of -8"])
    }

    /// 438 of the rows of the fixture is no delta of SPY, where one put of -12 is held.
    @Test(arguments: [
        "delta of SPY", "SPY delta", "what is my delta in SPY", "delta of the long SPY put", "beta delta of SPY",
    ])
    func theBenchmarkAsAHolding(text: String) async {
        expect(
            await answer(text, Self.change), text, ["SPY", "delta -12"], not: ["The book", "all symbols against"])
    }

    @Test func theBenchmarkAsAMeasure() async {
        for text in ["my delta against SPY", "beta weighted deltas vs spy", "how many SPY shares am I equal to"] {
            expect(await answer(text, Self.change), text, ["The book: delta"], not: ["SPY: delta"])
        }
        let unheld = "delta of SPY"
        expect(await answer(unheld), unheld, ["The book: delta"])
    }

    // MARK: - Either end

    private func isOrdered(_ result: Assistant.Composition, _ names: [String]) -> Bool {
        let places = names.compactMap { result.answer.text.firstRange(of: $0)?.lowerBound }
        return places.count == names.count && places == places.sorted()
    }

    /// Thetas: SPY -8, AMD 7, KO 13, AAPL 40.
    @Test(arguments: [
        "which position has the most negative theta", "which symbol has the most negative theta",
        "positions with the lowest theta",
    ])
    func theLowestThetaFirst(text: String) async {
        let result = await answer(text, Self.change)
        #expect(isOrdered(result, ["SPY +1 540P", "XSP -1 PCS"]), "\(text): \(result.answer.text)")
        #expect(!isOrdered(result, ["AAPL -1 260P", "SPY +1 540P"]), "\(text): \(result.answer.text)")
    }

    @Test(arguments: ["which short has the least extrinsic", "which short has the smallest extrinsic"])
    func theLeastExtrinsicFirst(text: String) async {
        let result = await answer(text) { context in
            for place in context.book.strategies.indices where context.book.strategies[place].symbol == "PLTR" {
                context.book.strategies[place].extrinsic = Figure(5)
            }
        }
        expect(result, text, ["least first", "PLTR -2 80P Fri 04-16: $5"])
        #expect(isOrdered(result, ["PLTR -2", "AAPL -1"]), "\(result.answer.text)")
    }

    /// AMD stands 18.30 of 168.30 above its strike, MU 6.20 of 101.20.
    @Test(arguments: ["which put is furthest otm", "which of my puts is farthest out of the money"])
    func theFurthestFirst(text: String) async {
        let result = await answer(text)
        #expect(isOrdered(result, ["AMD -1", "MU -1"]), "\(text): \(result.answer.text)")
    }

    @Test(arguments: ["biggest gamma", "smallest gamma", "which position has the highest gamma", "lowest gamma put"])
    func gammasOfRows(text: String) async {
        let result = await answer(text)
        expect(result, text, ["gamma by its size", "AAPL -1 260P Wed 03-17: gamma -12.50"], not: ["Dollar delta"])
    }

    /// PLTR has lost 199 % of what it can make: less than any other.
    @Test(arguments: ["csp with the lowest captured", "lowest captured csp", "which put has the smallest captured"])
    func theLeastCapturedOfRowsThatAreHeld(text: String) async {
        let result = await answer(text)
        expect(result, text, ["PLTR -2 80P Fri 04-16: -199%"], not: ["XLE", "candidate"])
        #expect(isOrdered(result, ["PLTR -2 80P Fri", "MU -1 95P Thu", "AMD -1 150P Fri"]), "\(result.answer.text)")
    }
}
