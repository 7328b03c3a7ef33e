import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct LedgerTimelineTests {
    private static func ledger(_ count: Int, seed: UInt64) -> [LedgerEvent] {
        var random = SystemIndependentGenerator(seed: seed)
        let symbols = (0..<40).map { "S\($0)" }
        return (0..<count).map { index in
            let symbol = symbols.randomElement(using: &random) ?? "S"
            let instrument =
                index % 3 == 0
                ? Ledger.stock(symbol) : Ledger.option(symbol, index % 2 == 0 ? .put : .call, 50, "2030-01-18")
            let date = CalendarDate(daysSinceEpoch: 16_000 + index / 4).iso8601
            let quantity = Int.random(in: 1...3, using: &random) * (Bool.random(using: &random) ? 1 : -1)
            return Ledger.event(
                "\(1_000_000 + index)", date, instrument, quantity,
                Double(Int.random(in: 100...900, using: &random)) / 100, fees: -1)
        }
    }

    /// Rows of which only the day is stated differ by fractions of a second: a look at that second has them all.
    @Test func aMomentHasItsWholeSecond() {
        var events = Self.ledger(8, seed: 3)
        let moment = NewYorkTime.instant(on: CalendarDate(daysSinceEpoch: 20_000), hour: 16, minute: 0)
        for index in events.indices {
            events[index].time = Instant(
                nanosecondsSinceEpoch: moment.nanosecondsSinceEpoch + Int64(index) * 142_000_000)
        }
        let timeline = LedgerTimeline(events)
        #expect(timeline.book(at: moment).eventCount == 8)
        #expect(timeline.book(at: moment.adding(seconds: -1)).eventCount == 0)
        #expect(moment.endOfSecond.secondsSinceEpoch == moment.secondsSinceEpoch && moment.endOfSecond > events[7].time)
        #expect(Instant(secondsSinceEpoch: .max).endOfSecond == Instant(secondsSinceEpoch: .max))
    }

    /// Checkpoints change nothing, and their number stays bounded.
    @Test(arguments: [2, 5, 16]) func everyMomentIsTheFoldUpToIt(limit: Int) {
        let events = Self.ledger(14_000, seed: 7)
        let timeline = LedgerTimeline(events, checkpoints: limit)
        for place in [0, 1, 4095, 4096, 4097, 9000, 12_288, 13_999] {
            let moment = events[place].time
            let plain = LedgerBook(events.filter { $0.time <= moment })
            let book = timeline.book(at: moment)
            #expect(book.positions == plain.positions)
            #expect(book.closedLotCount == plain.closedLotCount)
            #expect(book.realizedProfit(of: "a") == plain.realizedProfit(of: "a"))
            #expect(book.cash(of: "a") == plain.cash(of: "a"))
        }
        let before = timeline.book(at: Ledger.time("2000-01-03"))
        #expect(before.positions.isEmpty && before.eventCount == 0)
        // A book of the past goes on as any other.
        var past = timeline.book(at: events[6000].time)
        past.apply(events)
        #expect(past.positions == timeline.latest.positions)
        #expect(past.closedLots == timeline.latest.closedLots)
    }

    /// The put was assigned on Friday, its row came on Monday: on Saturday nobody knew of it.
    @Test func thePastDoesNotKnowTheFuture() {
        let put = Ledger.option("XYZ", .put, 40, "2024-03-15")
        let xyz = Ledger.stock("XYZ")
        var events = Self.ledger(5000, seed: 3)
        events += [
            Ledger.event("1", "2024-01-02", put, -1, 4), Ledger.event("2", "2024-03-15", .assignment, xyz, 100, 40),
            Ledger.event("3", "2024-03-18", .assignment, put, 1),
        ]
        let timeline = LedgerTimeline(events)
        let saturday = timeline.book(at: Ledger.time("2024-03-16"))
        #expect(saturday.openLots.first { $0.instrument == xyz }?.premium == .zero)
        #expect(timeline.latest.openLots.first { $0.instrument == xyz }?.premium == Ledger.money(400))
    }

    @Test func expiredOptionsWaitForTheReport() {
        let put = Ledger.option("XYZ", .put, 40, "2024-03-15")
        let timeline = LedgerTimeline([Ledger.event("1", "2024-01-02", put, -1, 4)])
        #expect(timeline.expiredUnresolved(at: Ledger.time("2024-03-15", 12)).isEmpty)
        #expect(timeline.expiredUnresolved(at: Ledger.time("2024-03-18")).isEmpty)
        #expect(timeline.expiredUnresolved(at: Ledger.time("2024-03-20")).map(\.instrument) == [put])
        #expect(LedgerTimeline([]).expiredUnresolved(at: Ledger.time("2024-03-20")).isEmpty)
    }

    /// A put rolled over a split: two contracts at half the strike continue the one.
    @Test func aSplitInTheMiddleOfAChain() throws {
        let first = Ledger.option("XYZ", .put, 50, "2024-03-15")
        let second = Ledger.option("XYZ", .put, 50, "2024-06-21")
        let halved = Ledger.option("XYZ", .put, 25, "2024-06-21")
        let third = Ledger.option("XYZ", .put, 24, "2024-09-20")
        let events = [
            Ledger.event("1", "2024-02-01", first, -1, 2, order: "a"),
            Ledger.event("2", "2024-03-01", first, 1, 3, order: "b"),
            Ledger.event("3", "2024-03-01", second, -1, 4, order: "b"),
            Ledger.event("4", "2024-05-01", .split, second, 1, nil, order: "s"),
            Ledger.event("5", "2024-05-01", .split, halved, -2, nil, order: "s"),
            Ledger.event("6", "2024-06-01", halved, 2, 1, order: "c"),
            Ledger.event("7", "2024-06-01", third, -2, 1.5, order: "c"),
        ]
        let book = LedgerBook(events)
        #expect(book.issues.isEmpty)
        #expect(book.closedLots.map(\.profit) == [Ledger.money(-100), Ledger.money(200)])
        #expect(book.closedLots.last?.openedBy == "3")
        #expect(book.positions.map(\.quantity) == [Quantity(-2)])
        let finder = RollFinder(TradeBlotter(book.allEvents).trades)
        #expect(finder.rolls.map(\.credit) == [Ledger.money(100), Ledger.money(100)])
    }
}
