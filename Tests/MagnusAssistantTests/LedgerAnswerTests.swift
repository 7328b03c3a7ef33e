import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAssistant

/// Trades of several legs, rolls, assignments and exercises, written out by hand with their results.
@Suite struct LedgerAnswerTests {
    static func option(_ symbol: String, _ strike: Double, _ right: OptionRight, _ month: Int = 3) -> Instrument {
        .option(PaperWorld.contract(symbol, strike, right, PaperWorld.day(month, 19)))
    }

    private static func event(
        _ id: String, _ month: Int, _ day: Int, _ kind: LedgerEventKind, _ instrument: Instrument, _ quantity: Int,
        _ amount: Double, fees: Double = -1, order: String?
    ) -> LedgerEvent {
        LedgerEvent(
            id: id, account: "paper", time: HistoryTests.time(month, day), kind: kind, instrument: instrument,
            quantity: Quantity(quantity), amount: Money(dollars: amount) ?? .zero, fees: Money(dollars: fees) ?? .zero,
            orderIdentifier: order, source: "test")
    }

    /// One order closes both legs: +120 - 50 received, 40 - 10 paid back, four fees of 1 = +36.
    static let spread = [
        event("s1", 1, 4, .trade, option("XSP", 590, .put), -1, 120, order: "s-open"),
        event("s2", 1, 4, .trade, option("XSP", 585, .put), 1, -50, order: "s-open"),
        event("s3", 1, 11, .trade, option("XSP", 590, .put), 1, -40, order: "s-close"),
        event("s4", 1, 11, .trade, option("XSP", 585, .put), -1, 10, order: "s-close"),
    ]
    /// A roll closes the old put at a loss of 52 and opens another, which expires for +178.
    static let roll = [
        event("r1", 1, 5, .trade, option("KO", 75, .put, 2), -1, 100, order: "r-open"),
        event("r2", 2, 1, .trade, option("KO", 75, .put, 2), 1, -150, order: "r-roll"),
        event("r3", 2, 1, .trade, option("KO", 75, .put), -1, 179, order: "r-roll"),
        event("r4", 3, 12, .expiration, option("KO", 75, .put), 1, 0, fees: 0, order: nil),
    ]
    /// Assigned: the put's premium is +199; the shares are bought at 50 and called away at 49: -101 and the call's +99.
    static let wheel = [
        event("w1", 1, 6, .trade, option("MO", 50, .put, 2), -1, 200, order: "w-put"),
        event("w2", 2, 19, .assignment, option("MO", 50, .put, 2), 1, 0, fees: 0, order: "w-put"),
        event("w3", 2, 19, .assignment, .stock(symbol: "MO"), 100, -5000, fees: 0, order: "w-put"),
        event("w4", 2, 22, .trade, option("MO", 49, .call), -1, 100, order: "w-call"),
        event("w5", 3, 11, .assignment, option("MO", 49, .call), 1, 0, fees: 0, order: "w-call"),
        event("w6", 3, 11, .assignment, .stock(symbol: "MO"), -100, 4900, fees: -1, order: "w-call"),
    ]
    /// Two puts sold by two orders and a condor by one expire at one instant: three trades, not one and not six.
    static let expiries = [
        event("e1", 1, 7, .trade, option("AMD", 150, .put, 2), -1, 101, order: "e-1"),
        event("e2", 1, 8, .trade, option("AMD", 140, .put, 2), -1, 61, order: "e-2"),
        event("e3", 1, 9, .trade, option("AMD", 130, .put, 2), -1, 81, order: "e-3"),
        event("e4", 1, 9, .trade, option("AMD", 120, .put, 2), 1, -29, order: "e-3"),
        event("e5", 1, 9, .trade, option("AMD", 200, .call, 2), -1, 91, order: "e-3"),
        event("e6", 1, 9, .trade, option("AMD", 210, .call, 2), 1, -39, order: "e-3"),
        event("e7", 2, 19, .expiration, option("AMD", 150, .put, 2), 1, 0, fees: 0, order: nil),
        event("e8", 2, 19, .expiration, option("AMD", 140, .put, 2), 1, 0, fees: 0, order: nil),
        event("e9", 2, 19, .expiration, option("AMD", 130, .put, 2), 1, 0, fees: 0, order: nil),
        event("f1", 2, 19, .expiration, option("AMD", 120, .put, 2), -1, 0, fees: 0, order: nil),
        event("f2", 2, 19, .expiration, option("AMD", 200, .call, 2), 1, 0, fees: 0, order: nil),
        event("f3", 2, 19, .expiration, option("AMD", 210, .call, 2), -1, 0, fees: 0, order: nil),
    ]
    /// A long put exercised against shares held: the put's cost is gone (-301), the shares gain 1,000 at the strike.
    static let exercise = [
        event("x1", 1, 12, .trade, .stock(symbol: "DIS"), 100, -10_000, fees: 0, order: "x-buy"),
        event("x2", 1, 13, .trade, option("DIS", 110, .put, 2), 1, -300, order: "x-put"),
        event("x3", 2, 18, .exercise, option("DIS", 110, .put, 2), -1, 0, fees: 0, order: "x-put"),
        event("x4", 2, 18, .exercise, .stock(symbol: "DIS"), -100, 11_000, fees: 0, order: "x-put"),
    ]

    private static func ordered(_ events: [LedgerEvent]) -> [LedgerEvent] {
        events.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    private static func results(_ events: [LedgerEvent], shares: Bool = false) -> [Double] {
        TradeHistory(ordered(events)).closed.filter { $0.isShares == shares }.map { ($0.profit * 100).rounded() / 100 }
    }

    @Test func legsOfOneOrderAreOneTrade() { #expect(Self.results(Self.spread) == [36]) }

    @Test func aRollClosesOneTradeAndTheNextIsItsOwn() { #expect(Self.results(Self.roll) == [-52, 178]) }

    @Test func legsThatExpireTogetherAreTheTradesThatOpenedThem() {
        #expect(Self.results(Self.expiries).sorted() == [60, 100, 100])
    }

    @Test func everyRealisedDollarIsInExactlyOneTrade() {
        let all = Self.ordered(Self.spread + Self.roll + Self.wheel + Self.expiries + Self.exercise)
        var book = LedgerBook()
        for event in all { book.apply(event) }
        let history = TradeHistory(all)
        var sum: Double = history.closed.reduce(0) { $0 + $1.profit }
        for item in history.income { sum += item.amount }
        #expect(abs(sum - book.realizedProfit(of: "paper").dollars) < 0.005, "\(sum)")
        // Independent of any fold: all cash moved, as nothing is left open.
        var cash = 0.0
        for event in all { cash += event.amount.dollars + event.fees.dollars }
        #expect(abs(sum - cash) < 0.005, "\(sum) \(cash)")
    }

    @Test func deliveredSharesAreCountedApartFromTheOptionThatDeliveredThem() {
        let options = Self.results(Self.wheel)
        let shares = Self.results(Self.wheel, shares: true)
        #expect(options == [199, 99])
        #expect(shares == [-101])
        let exercised = Self.results(Self.exercise) + Self.results(Self.exercise, shares: true)
        #expect(abs(exercised.reduce(0, +) - 699) < 0.005, "\(exercised)")
    }

    @Test func aTradeThatEndsAtZeroIsStillATrade() {
        let even = [
            Self.event("z1", 1, 4, .trade, Self.option("KO", 70, .put), -1, 100, fees: 0, order: "z1"),
            Self.event("z2", 1, 5, .trade, Self.option("KO", 70, .put), 1, -100, fees: 0, order: "z2"),
        ]
        #expect(Self.results(even) == [0])
    }

    @Test(
        arguments: [
            (
                "win rate",
                ["8 winners", "3 losers of 11 closed trades", "win rate 73%"]
            ),
            ("win rate on AMD", ["AMD, since", "3 winners", "of 3 closed trades", "100%"]),
            ("win rate in january", ["2027-01, account paper: 1 winner, 0 losers of 1 closed trade,"]),
            (
                "how much premium did I collect on AMD",
                ["brought $330, options bought to open -70, closing options 0, net +260"]
            ),
            ("what did I make in february on KO", ["KO, 2027-02, account paper: realised -52", "1 closing -52"]),
            ("worst closed trades", ["Worst:", "KO 2027-02-01 -52"]),
        ])
    func answers(_ text: String, _ parts: [String]) async {
        let all = Self.ordered(Self.spread + Self.roll + Self.wheel + Self.expiries + Self.exercise)
        let result = await HistoryTests.compose(text, events: all)
        for part in parts {
            #expect(result.answer.text.contains(part), "\(text) lacks \(part):\n\(result.answer.text)")
        }
    }

    @Test func aNameOnlyTheLedgerKnowsIsKnown() async {
        let events = [
            Self.event("t1", 1, 4, .trade, Self.option("T", 20, .put), -1, 100, order: "t1"),
            Self.event("t2", 1, 5, .trade, Self.option("T", 20, .put), 1, -50, order: "t2"),
        ]
        let result = await HistoryTests.compose("win rate on T", events: Self.ordered(Self.spread + events))
        #expect(result.answer.text.hasPrefix("T, since"), "\(result.answer.text)")
        #expect(result.answer.text.contains("of 1 closed"))
    }

    /// 300 closed that no entry opened, of which the broker states 120: in the sum, and said to be the broker's.
    @Test(arguments: ["what did I make in february on T", "what did I make on T this year by month"])
    func whatTheBrokerStatesIsTold(text: String) async {
        var closing = Self.event("b1", 2, 3, .trade, Self.option("T", 20, .put), 1, -40, order: "b")
        closing.effect = .closing
        closing.statedProfit = Money(dollars: 120)
        let events = Self.ordered([
            closing, Self.event("t1", 1, 4, .trade, Self.option("T", 21, .put), -1, 101, order: "t1"),
            Self.event("t2", 2, 5, .trade, Self.option("T", 21, .put), 1, -49, order: "t2"),
        ])
        let history = TradeHistory(events)
        #expect(history.closed.map(\.profit) == [120, 50] && history.closed.map(\.isStated) == [true, false])
        #expect(history.outcomes.count == 1 && history.unknownCost == 0)
        let answer = await HistoryTests.compose(text, events: events).answer.text
        #expect(answer.contains("+170") && answer.contains("+120 as the broker states: 1 closing"), "\(answer)")
        // Nothing stated: in no sum, and counted as unknown.
        closing.statedProfit = nil
        let silent = TradeHistory(Self.ordered([closing]))
        #expect(silent.closed.isEmpty && silent.unknownCost == 1)
    }
}
