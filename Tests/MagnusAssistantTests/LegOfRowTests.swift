import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Months that are words too, legs that end apart from their row, and legs and shares counted by themselves.
@Suite struct LegOfRowTests: QuestionSuite {
    /// A calendar whose short call ends on 04-16 and whose long one on 05-21, a long call of 2028 under a short one, and a
    /// put spread.
    static func change(_ context: inout AssistantContext) {
        let (april, may) = (PaperWorld.day(4, 16), PaperWorld.day(5, 21))
        func spec(
            _ symbol: String, _ title: String, _ kind: StrategyKind, _ legs: [(Instrument, Int, Double?)], spot: Double,
            profit: Double, cost: Double
        ) -> PaperWorld.Spec {
            PaperWorld.Spec(
                symbol: symbol, title: title, kind: kind,
                legs: legs.map { (instrument: $0.0, quantity: $0.1, average: $0.2) }, spot: spot, profit: profit,
                day: 0, delta: 10, theta: 5, assignment: 0.3, captured: nil, collateral: 500, costToClose: cost,
                entry: 1, intent: .decide, severity: nil)
        }
        let calendar = spec(
            "QQQ", "+1 CAL 525C", .callCalendar,
            [
                (.option(PaperWorld.contract("QQQ", 525, .call, april)), -1, 6.97),
                (.option(PaperWorld.contract("QQQ", 525, .call, may)), 1, 13.0),
            ], spot: 512.3, profit: -45, cost: -559)
        let diagonal = spec(
            "BAC", "PMCC 42C/52.5C", .callDiagonal,
            [
                (.option(PaperWorld.contract("BAC", 52.5, .call, PaperWorld.day(4, 9))), -1, 0.5),
                (.option(PaperWorld.contract("BAC", 42, .call, PaperWorld.day(1, 21, year: 2028))), 1, 10.4),
            ], spot: 49.84, profit: -17, cost: -900)
        let long = spec(
            "SPY", "+1 540P", .longPut, [(.option(PaperWorld.contract("SPY", 540, .put, may)), 1, 3)], spot: 597.85,
            profit: 23, cost: -290)
        context.book = PaperWorld.book(PaperWorld.specs + [calendar, diagonal, long])
        // Of each: its first leg, its second.
        let legs: [String: (profits: [Double], costs: [Double])] = [
            "QQQ": ([27, -72], [670, -1229]), "BAC": ([8, -25], [42, -942]),
            "XSP": ([120, -31], [30, -20]), "MO": ([670, -346], [0, 0]),
        ]
        for place in context.book.strategies.indices {
            guard let figures = legs[context.book.strategies[place].symbol] else { continue }
            for leg in figures.profits.indices {
                context.book.strategies[place].legs[leg].unrealizedProfit = Figure(figures.profits[leg])
                context.book.strategies[place].legs[leg].costToClose = Figure(figures.costs[leg])
            }
        }
    }

    @Test(
        arguments: [
            ("what expires in may", ["rows expire in May", "+1 525C Fri 05-21", "SPY +1 540P Fri 05-21"]),
            ("anything exp in may", ["+1 525C Fri 05-21", "SPY +1 540P"]),
            ("what expires in april and may", ["rows expire in April and May", "-1 525C Fri 04-16", "+1 525C Fri"]),
            ("what long options expire in may", ["+1 525C Fri 05-21", "SPY +1 540P"]),
            ("what expires in 2028", ["+1 42C 2028-01-21"]), ("what expires in january", ["+1 42C 2028-01-21"]),
            ("what expires on 5/21", ["+1 525C Fri 05-21", "SPY +1 540P"]),
            ("when does the BAC 42C expire", ["+1 42C 2028-01-21"]),
            ("when does my long BAC call expire", ["+1 42C 2028-01-21"]),
            ("what expires in dec", ["Nothing expires in Dec", "BAC PMCC 42C/52.5C with +1 42C"]),
            // 04-15 and 04-25 are 31 and 41 days ahead.
            ("what expires in 40 days or more", ["rows expire", "+1 42C 2028-01-21", "+1 525C Fri 05-21"]),
            ("expiring in more than 40 days", ["rows expire", "SPY +1 540P Fri 05-21"]),
        ] as [(String, [String])])
    func legsEndOnTheirOwnDays(_ text: String, _ parts: [String]) async {
        expect(await answer(text, Self.change), text, parts, not: ["AAPL", "XSP", "KO -2", "Not taken"])
    }

    @Test func mayIsAVerbToo() async {
        let result = await answer("what may expire this week", Self.change)
        #expect(result.understanding.entities.span?.label == "this week", "\(result.answer.text)")
    }

    /// -72 of the calendar and 23 of the put.
    @Test func sumsOfDaysCountTheLegsThatEndThen() async {
        let text = "p/l of positions expiring in may"
        expect(await answer(text, Self.change), text, ["-49 over 2 rows", "long call legs alone"], not: ["-911"])
    }

    @Test(
        arguments: [
            ("QQQ short call p/l", ["open P/L +27"]), ("p/l of the BAC short call", ["open P/L +8"]),
            ("cost to close the QQQ short call", ["$670"]),
            ("p/l of the short XSP put", ["open P/L +120", "short put legs alone"]),
            ("p/l of the long BAC call", ["open P/L -25"]),
            // MO: 670 of the shares, -346 of the calls; DIS is shares alone.
            ("p/l of the MO shares", ["open P/L +670", "shares alone"]), ("p/l of MO stock only", ["open P/L +670"]),
            ("p/l of shares only", ["+10 over 2 rows"]), ("p/l of my stock", ["+10 over 2 rows"]),
            // -346 + 27 + 8.
            ("p/l of my short calls", ["-311 over 3 rows"]),
            // -31 - 72 - 25 and the 23 of the put of SPY.
            ("p/l of long options", ["-105 over 4 rows"]), ("p/l of the long legs", ["-105 over 4 rows"]),
        ] as [(String, [String])])
    func legsAndSharesCountByThemselves(_ text: String, _ parts: [String]) async {
        expect(await answer(text, Self.change), text, parts, not: ["-911", "Not taken"])
    }
}
