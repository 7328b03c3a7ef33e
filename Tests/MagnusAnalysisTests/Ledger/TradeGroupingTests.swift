import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// Fills that no order number puts together, and order numbers that stand for no order.
@Suite struct TradeGroupingTests {
    private let xyz = Ledger.stock("XYZ")

    private func put(_ strike: Int, _ expiry: String = "2024-03-15") -> Instrument {
        Ledger.option("XYZ", .put, strike, expiry)
    }

    private func call(_ strike: Int, _ expiry: String = "2024-03-15") -> Instrument {
        Ledger.option("XYZ", .call, strike, expiry)
    }

    private func campaigns(_ events: [LedgerEvent]) -> [WheelCampaign] {
        WheelCampaignFinder(
            LedgerBook(events), trades: TradeBlotter(events).trades, now: Ledger.time("2024-05-01")
        ).campaigns
    }

    /// Robinhood, Schwab, Fidelity, Vanguard and E*TRADE state days and no orders: a spread is still one opening, and its
    /// short put begins no wheel.
    @Test func aSpreadWithoutAnOrderNumberIsOneTradeAndNoWheel() throws {
        let events = [
            Ledger.event("1", "2024-02-01", put(45), 2, 0.40), Ledger.event("2", "2024-02-01", put(50), -2, 1.00),
            Ledger.event("3", "2024-02-20", put(45), -2, 0.10), Ledger.event("4", "2024-02-20", put(50), 2, 0.30),
        ]
        let trades = TradeBlotter(events).trades
        #expect(trades.map(\.legs.count) == [2, 2])
        #expect(trades.first?.strategy == .bullPutSpread && trades.first?.cash == Ledger.money(120))
        #expect(trades.last?.opens == false && trades.last?.cash == Ledger.money(-40))
        #expect(campaigns(events).isEmpty)
    }

    /// Files that state days only keep the rows of a day apart by fractions of one second.
    @Test func fractionsOfASecondKeepTheRowsOfADayInOrder() {
        var events = [
            Ledger.event("1", "2024-02-01", put(50), -2, 1.00), Ledger.event("2", "2024-02-01", put(45), 2, 0.40),
            Ledger.event("3", "2024-02-01", put(60), -1, 0.90), Ledger.event("4", "2024-02-01", put(60), 1, 0.30),
        ]
        for index in events.indices { events[index].time = events[index].time.adding(seconds: Double(index) * 1e-6) }
        let trades = TradeBlotter(events).trades
        #expect(trades.map(\.strategy) == [.bullPutSpread, .cashSecuredPut, nil])
        #expect(trades.map(\.cash) == [120, 90, -30].map(Ledger.money))
    }

    @Test func partialFillsWithoutAnOrderNumberAreOneLeg() throws {
        let trades = TradeBlotter([
            Ledger.event("1", "2024-02-01", put(50), -1, 1.00), Ledger.event("2", "2024-02-01", put(50), -3, 1.04),
            Ledger.event("3", "2024-02-02", put(50), -1, 1.10),
        ]).trades
        #expect(trades.map { $0.legs.map(\.quantity) } == [[Quantity(-4)], [Quantity(-1)]])
        #expect(trades.first?.legs.first?.price == Ledger.money(1.03))
        #expect(trades.allSatisfy { $0.strategy == .cashSecuredPut })
    }

    @Test func shapesAreTakenOutOfAllThatOneDayOpened() throws {
        // A condor, and a put sold alone in another expiry.
        let condor = TradeBlotter([
            Ledger.event("1", "2024-02-01", put(40), 1, 0.20), Ledger.event("2", "2024-02-01", put(45), -1, 0.60),
            Ledger.event("3", "2024-02-01", call(55), -1, 0.60), Ledger.event("4", "2024-02-01", call(60), 1, 0.20),
            Ledger.event("5", "2024-02-01", put(44, "2024-04-19"), -2, 0.90),
        ]).trades
        #expect(condor.map(\.strategy) == [.ironCondor, .cashSecuredPut])
        // Two spreads that share their short strike.
        let spreads = TradeBlotter([
            Ledger.event("1", "2024-02-01", put(50), -2, 1.00), Ledger.event("2", "2024-02-01", put(45), 2, 0.40),
            Ledger.event("3", "2024-02-01", put(50), -1, 1.02), Ledger.event("4", "2024-02-01", put(40), 1, 0.20),
        ]).trades
        #expect(spreads.map(\.strategy) == [.bullPutSpread, .bullPutSpread])
        #expect(
            spreads.map { $0.legs.map(\.quantity) } == [[Quantity(-2), Quantity(2)], [Quantity(-1), Quantity(1)]])
        // A ratio has no name, and is one trade all the same: its short puts are not alone.
        let ratio = [
            Ledger.event("1", "2024-02-01", put(50), 1, 1.00), Ledger.event("2", "2024-02-01", put(45), -2, 0.40),
        ]
        #expect(TradeBlotter(ratio).trades.map(\.strategy) == [nil])
        #expect(campaigns(ratio).isEmpty)
        // Puts of two strikes were two decisions.
        let two = TradeBlotter([
            Ledger.event("1", "2024-02-01", put(50), -1, 1.00), Ledger.event("2", "2024-02-01", put(45), -1, 0.40),
        ]).trades
        #expect(two.map(\.strategy) == [.cashSecuredPut, .cashSecuredPut])
    }

    /// Both sides of a wheel on one day are no strangle while its shares are held.
    @Test func aPutAndACallBesideSharesStandAlone() throws {
        let legs = [
            Ledger.event("2", "2024-02-01", put(45), -1, 1.00), Ledger.event("3", "2024-02-01", call(55), -1, 0.40),
        ]
        #expect(TradeBlotter(legs).trades.map(\.strategy) == [.shortStrangle])
        let held = TradeBlotter([Ledger.event("1", "2024-01-05", xyz, 100, 50)] + legs).trades
        #expect(held.map(\.strategy) == [.stock, .cashSecuredPut, .shortCall])
    }

    /// Exports made anonymous repeat one order number: what was opened and closed within a day is two trades, and the
    /// premium of it is not lost.
    @Test func aNumberThatStandsForNoOrderPutsNothingTogether() throws {
        let other = Ledger.option("ABC", .put, 20, "2024-03-15")
        let events = [
            Ledger.event("1", "2024-02-01", other, -1, 0.50, order: "123456"),
            Ledger.event("2", "2024-02-05", put(50), -1, 1.00, order: "123456"),
            Ledger.event("3", "2024-02-05", put(50), 1, 0.50, order: "123456", hour: 15),
            Ledger.event("4", "2024-02-05", put(45), 1, 0.40, order: "123456", hour: 15),
        ]
        let trades = TradeBlotter(events).trades
        #expect(trades.map(\.id) == ["1", "2", "3", "4"])
        #expect(trades.allSatisfy { $0.order == nil })
        #expect(trades[1].opens && !trades[1].closes && !trades[2].opens)
        let wheel = try #require(campaigns(events).first { $0.symbol == "XYZ" })
        #expect(wheel.premium == Ledger.money(50) && wheel.stage == .ended)
        #expect(wheel.steps.map(\.kind) == [.putSold, .putClosed])
        // A rightful number, too, buys or sells an instrument, never both.
        let single = TradeBlotter([
            Ledger.event("1", "2024-02-05", put(50), -1, 1.00, order: "7"),
            Ledger.event("2", "2024-02-05", put(50), 1, 0.50, order: "7", hour: 15),
        ]).trades
        #expect(single.map(\.cash) == [Ledger.money(100), Ledger.money(-50)])
    }

    /// A good-till-cancelled order is filled over days, but not over weeks.
    @Test func anOrderFilledOverSomeDaysIsAnOrder() {
        let events = (1...10).map { day in
            Ledger.event("\(day)", "2024-02-\(day < 10 ? "0" : "")\(day)", put(50), -1, 1.00, order: "9")
        }
        #expect(TradeBlotter(Array(events.prefix(9))).trades.allSatisfy { $0.order == "9" })
        #expect(TradeBlotter(events).trades.allSatisfy { $0.order == nil })
    }
    /// Quantities whose sum no number holds stand apart: nothing stops the program at every start.
    @Test(arguments: [1, -1] as [Int64]) func quantitiesBeyondEveryBoundStandApart(_ sign: Int64) {
        let events = ["1", "2", "3"].map { id in
            var event = Ledger.event(id, "2024-02-01", .trade, put(50), 1)
            event.quantity = Quantity(millionths: sign * 9_000_000_000_000_000_000)
            return event
        }
        let legs = TradeBlotter(events).trades.flatMap(\.legs)
        #expect(!legs.isEmpty && legs.allSatisfy { $0.quantity.isShort == (sign < 0) })
        let together = events.map { event in
            var event = event
            event.orderIdentifier = "7"
            return event
        }
        #expect(!TradeBlotter(together).trades.isEmpty)
    }
}
