import MagnusDomain
import Testing

@testable import MagnusAssistant

/// What has happened is answered from the ledger, and never with what may come.
@Suite struct EventTests {
    private static let friday = PaperWorld.day(3, 12)

    private static func event(
        _ id: String, _ kind: LedgerEventKind, _ time: Instant, _ instrument: Instrument?, _ quantity: Int64,
        price: Double? = nil, amount: Double = 0
    ) -> LedgerEvent {
        LedgerEvent(
            id: id, account: "paper", time: time, kind: kind, instrument: instrument,
            quantity: Quantity(millionths: quantity * 1_000_000), price: price.flatMap { Money(dollars: $0) },
            amount: Money(dollars: amount) ?? .zero, source: "test")
    }

    /// KO 74 puts: two sold, one assigned, one expired on Friday 03-12, booked on Saturday; a PLTR call away in February; a
    /// dividend in January.
    static let events: [LedgerEvent] = {
        let put = Instrument.option(PaperWorld.contract("KO", 74, .put, friday))
        let call = Instrument.option(PaperWorld.contract("PLTR", 90, .call, PaperWorld.day(2, 19)))
        let saturday = NewYorkTime.instant(on: PaperWorld.day(3, 13), hour: 6, minute: 0)
        let february = NewYorkTime.instant(on: PaperWorld.day(2, 20), hour: 6, minute: 0)
        return [
            event("d", .dividend, HistoryTests.time(1, 11), .stock(symbol: "KO"), 0, amount: 53),
            event("s1", .trade, HistoryTests.time(2, 1), put, -2, price: 0.9, amount: 180),
            event("b1", .trade, HistoryTests.time(2, 1), .stock(symbol: "PLTR"), 100, price: 80, amount: -8000),
            event("c1", .trade, HistoryTests.time(2, 1), call, -1, price: 1, amount: 100),
            event("a1", .assignment, february, call, 1),
            event("a2", .assignment, february, .stock(symbol: "PLTR"), -100, price: 90, amount: 9000),
            event("k1", .assignment, saturday, put, 1),
            event("k2", .assignment, saturday, .stock(symbol: "KO"), 100, price: 74, amount: -7400),
            event("k3", .expiration, saturday, put, 1),
        ]
    }()

    @Test(
        arguments: [
            (
                "was KO assigned?",
                ["1 assignment", "KO 74P 2027-03-12: 1 contract assigned", "100 shares came at 74.00", "-7,400"]
            ),
            ("did ko get assigned", ["1 contract assigned", "Open now: KO -2 75P"]),
            ("what was assigned?", ["2 assignments", "KO 74P", "PLTR 90C", "100 shares went at 90.00", "+9,000"]),
            // Of the two that were assigned one is a call.
            ("have any of my calls been assigned", ["calls only: 1 assignment", "PLTR 90C"]),
            ("have any of my puts been assigned", ["puts only: 1 assignment", "KO 74P"]),
            ("which puts got assigned on friday", ["Fri 2027-03-12", "1 assignment", "KO 74P"]),
            ("what happened on friday?", ["1 assignment, 1 expiry", "KO 74P 2027-03-12: 1 contract expired"]),
            ("did anything happen over the weekend?", ["the weekend of 2027-03-13", "1 assignment, 1 expiry"]),
            ("anything happen overnight?", ["since the evening of 2027-03-12", "1 assignment"]),
            ("any assigments last nite", ["1 assignment", "KO 74P"]),
            ("what expired last week?", ["1 expiry", "KO 74P"]),
            ("did anything expire friday?", ["KO 74P 2027-03-12: 1 contract expired"]),
            (
                "was AAPL assigned?",
                ["AAPL", "no assignment and no exercise is in the ledger", "Open now: AAPL -1 260P"]
            ),
            ("what was assigned yesterday", ["yesterday, 2027-03-14", "no assignment and no exercise"]),
            (
                "what happened in january",
                ["2027-01", "no assignment, exercise or expiry", "1 dividend: KO 2027-01-11 +53"]
            ),
            ("what happened on 2027-02-19?", ["2027-02-19", "PLTR 90C"]),
            ("was pltr called away", ["100 shares went at 90.00", "realised"]),
            ("what did i trade last month", ["2027-02", "3 legs traded"]),
            ("how much interest did i get in february", ["2027-02", "no interest is in the ledger"]),
            ("did i get any dividends from KO", ["KO, since the ledger begins", "1 dividend", "+53"]),
        ] as [(String, [String])])
    func reported(_ text: String, _ parts: [String]) async {
        let result = await HistoryTests.compose(text, events: Self.events)
        #expect(result.understanding.intent == .ledgerEvents, "\(text): \(result.understanding.intent)")
        for part in parts {
            #expect(result.answer.text.contains(part), "\(text) lacks \(part):\n\(result.answer.text)")
        }
        #expect(!result.answer.text.contains("could be assigned") && !result.answer.text.contains("alert"), "\(text)")
    }

    /// What may come stays what it was.
    @Test(arguments: [
        "could KO be assigned?", "what will be assigned this week?", "what expires on friday?",
        "what happens if spy falls 5%",
        "am I going to be assigned on KO", "which puts might get assigned", "what is assignment?",
        "when does KO expire",
        "what is the chance that KO gets assigned",
    ])
    func outlooksAreNotReports(_ text: String) async {
        let result = await HistoryTests.compose(text, events: Self.events)
        #expect(result.understanding.intent != .ledgerEvents, "\(text)")
    }

    @Test func anEmptyLedgerIsSaid() async {
        let result = await HistoryTests.compose("was KO assigned?", events: [])
        #expect(result.answer.text.contains("No ledger is loaded"))
        let before = await HistoryTests.compose("what was assigned in 2019?", events: Self.events)
        #expect(before.answer.text.contains("unknown, not none"), "\(before.answer.text)")
    }
}
