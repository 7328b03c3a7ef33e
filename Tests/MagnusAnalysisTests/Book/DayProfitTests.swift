import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// Profit of the day: net liquidation now less the one at the previous official close less what the owner moved.
@Suite struct DayProfitTests {
    static let close = NewYorkTime.instant(on: PaperBook.day(3, 12), hour: 16, minute: 0)
    static let put = PaperBook.contract("KO", PaperBook.day(4, 16), .put, 75)
    static let call = PaperBook.contract("KO", PaperBook.day(4, 16), .call, 80)
    static let stock = Instrument.stock(symbol: "KO")
    static let account = Account(name: "a", broker: "paper", kind: .paper, rules: .regulationT)

    static func event(
        _ id: String, _ kind: LedgerEventKind = .trade, _ instrument: Instrument? = nil, _ quantity: Int = 0,
        price: Double? = nil, amount: Double = 0, fees: Double = 0, at time: Instant
    ) -> LedgerEvent {
        LedgerEvent(
            id: id, account: "a", time: time, kind: kind, instrument: instrument, quantity: Quantity(quantity),
            price: price.flatMap { Money(dollars: $0) }, amount: Money(dollars: amount) ?? .zero,
            fees: Money(dollars: fees) ?? .zero, orderIdentifier: id, source: "test")
    }

    static func day(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
        NewYorkTime.instant(on: PaperBook.day(3, day), hour: hour, minute: minute)
    }

    /// Two marks of every instrument: at the close and now.
    struct Marks {
        var now: [Instrument: Double]
        var close: [Instrument: Double]
    }

    static func valued(_ events: [LedgerEvent], _ marks: Marks, now: Instant = PaperBook.now) -> BookValuation {
        let ledger = LedgerBook(events)
        var valuer = BookValuer(rates: PaperBook.market.rates)
        valuer.apply(
            BookContent(
                accounts: [ledger.accountHoldings(account, source: "test", now: now)], positions: ledger.positions,
                dayActivity: DayActivity(since: close, movements: ledger.movements(since: close))))
        for symbol in valuer.symbols {
            var profile = PaperBook.profile(symbol, beta: 1)
            profile.previousClose = marks.close[.stock(symbol: symbol)] ?? 600
            let mark = marks.now[.stock(symbol: symbol)] ?? 600
            valuer.apply(
                UnderlyingMarket(profile: profile, quote: PaperBook.quote(mark, mark, at: now)), symbol: symbol)
        }
        var previous: [OptionContract: Double] = [:]
        for contract in valuer.contracts + valuer.closedContracts {
            previous[contract] = marks.close[.option(contract)]
            guard let mark = marks.now[.option(contract)] else { continue }
            valuer.apply(optionQuotes: [contract: PaperBook.quote(mark, mark, at: now)])
        }
        valuer.apply(previousMarks: previous)
        return valuer.valuation(now: now)
    }

    static let marks = Marks(
        now: [stock: 75, .option(put): 0.80, .option(call): 0.30],
        close: [stock: 74, .option(put): 0.40, .option(call): 0.25])

    /// One sold last week, one more today at the mark: only the first has moved today.
    @Test func eachLotCountsFromItsOwnBeginning() throws {
        let book = Self.valued(
            [
                Self.event("1", .trade, .option(Self.put), -1, price: 1, amount: 100, at: Self.day(5, 11)),
                Self.event("2", .trade, .option(Self.put), -1, price: 0.8, amount: 80, at: Self.day(15, 10)),
            ], Self.marks)
        let value = try #require(book.dayProfit.figure.value)
        #expect(abs(value - -40) < 1e-9, "\(value)")
        #expect(abs(try #require(book.strategies.first?.dayProfit.value) - -40) < 1e-9)
    }

    /// A winner that is closed keeps its profit of the day, fees inside, though it has no row any more.
    @Test func whatWasClosedTodayStaysInTheDay() throws {
        let book = Self.valued(
            [
                Self.event("1", .trade, .option(Self.put), -2, price: 1, amount: 200, at: Self.day(5, 11)),
                Self.event(
                    "2", .trade, .option(Self.put), 2, price: 0.1, amount: -20, fees: -1.30, at: Self.day(15, 10)),
            ], Self.marks)
        #expect(book.strategies.isEmpty)
        #expect(abs(try #require(book.dayProfit.figure.value) - 58.70) < 1e-9)
        #expect(abs(try #require(book.accounts.first?.dayProfit.figure.value) - 58.70) < 1e-9)
        let closing = try #require(book.dayClosings.first)
        #expect(closing.heldAtClose == Quantity(-2) && closing.previousMark == Figure(0.4) && closing.cash == -21.30)
    }

    @Test func assignedSharesCountFromTheStrikeAndTheOptionFromItsMark() throws {
        let time = Self.day(12, 17, 30)
        let book = Self.valued(
            [
                Self.event("1", .trade, .option(Self.put), -1, price: 1, amount: 100, at: Self.day(5, 11)),
                Self.event("2", .assignment, .option(Self.put), 1, at: time),
                Self.event("3", .assignment, Self.stock, 100, price: 75, amount: -7500, at: time),
            ], Self.marks)
        // The put was worth 40 against the account, the shares are what they cost.
        #expect(abs(try #require(book.dayProfit.figure.value) - 40) < 1e-9)
    }

    @Test func dividendsAndInterestAreProfitAndDepositsAreNot() throws {
        let book = Self.valued(
            [
                Self.event("1", .trade, Self.stock, 100, price: 70, amount: -7000, at: Self.day(5, 11)),
                Self.event("2", .dividend, Self.stock, amount: 53, at: Self.day(15, 9)),
                Self.event("3", .interest, amount: 4.20, at: Self.day(15, 9)),
                Self.event("4", .transfer, amount: 10_000, at: Self.day(15, 9)),
            ], Self.marks)
        #expect(abs(try #require(book.dayProfit.figure.value) - 157.20) < 1e-9)
        #expect(abs(try #require(book.strategies.first?.dayProfit.value) - 153) < 1e-9)
    }

    /// Without a mark of the close the day of what was closed is unknown and counted, not left out.
    @Test func anUnknownCloseIsCounted() {
        var marks = Self.marks
        marks.close[.option(Self.put)] = nil
        let book = Self.valued(
            [
                Self.event("1", .trade, .option(Self.put), -1, price: 1, amount: 100, at: Self.day(5, 11)),
                Self.event("2", .trade, .option(Self.put), 1, price: 0.1, amount: -10, at: Self.day(15, 10)),
            ], marks)
        #expect(book.dayProfit.figure.value == nil && book.dayProfit.unknownCount == 1)
    }

    /// One event in two rows: a series leaves at its value and its successor comes at the same.
    private static func renamed(
        _ kind: LedgerEventKind, to successor: OptionContract, comesFirst: Bool
    ) -> [LedgerEvent] {
        var halves = [
            event(comesFirst ? "3" : "2", kind, .option(put), 3, amount: -300, at: day(15, 9)),
            event(comesFirst ? "2" : "3", kind, .option(successor), -3, amount: 300, at: day(15, 9)),
        ]
        for index in halves.indices { halves[index].orderIdentifier = nil }
        return [event("1", .trade, .option(put), -3, price: 1, amount: 300, at: day(5, 11))] + halves
    }

    /// The values of both halves cancel: where the successor has no mark the day is unknown, never one half of it.
    @Test(arguments: [true, false]) func aReverseSplitOfAnOptionIsNoLoss(comesFirst: Bool) throws {
        let adjusted = OptionContract(
            root: "KO1", underlying: "KO", expiry: Self.put.expiry, right: .put, strikeThousandths: 75_000,
            style: .american, settlement: .physical, multiplier: 100,
            deliverable: .adjusted(shares: 12, symbol: "KO", cash: .zero))
        let events = Self.renamed(.split, to: adjusted, comesFirst: comesFirst)
        let movements = LedgerBook(events).movements(since: Self.close)
        #expect(movements.map(\.instrument) == [.option(adjusted)])
        #expect(movements.map(\.cash) == [.zero] && movements.map(\.heldAtClose) == [Quantity(-3)])
        let book = Self.valued(events, Self.marks)
        #expect(book.dayProfit.figure.value == nil && book.dayProfit.unknownCount == 1)
        #expect(book.dayClosings.isEmpty)
    }

    /// With a mark of the successor at both times: -3 x 100 x (0.80 - 0.40) = -120; closed in the hour after it for 0.60
    /// each: -180 paid, and 3 x 100 x 0.40 = 120 it was worth against the account: -60.
    @Test(arguments: [true, false]) func aChangedSymbolCountsFromTheMarkOfItsSuccessor(comesFirst: Bool) throws {
        let successor = PaperBook.contract("KOX", PaperBook.day(4, 16), .put, 75)
        var marks = Self.marks
        marks.now[.option(successor)] = 0.80
        marks.close[.option(successor)] = 0.40
        let events = Self.renamed(.symbolChange, to: successor, comesFirst: comesFirst)
        let held = try #require(Self.valued(events, marks).dayProfit.figure.value)
        #expect(abs(held - -120) < 1e-9, "\(held)")
        let closing = Self.event("4", .trade, .option(successor), 3, price: 0.6, amount: -180, at: Self.day(15, 10))
        let closed = try #require(Self.valued(events + [closing], marks).dayProfit.figure.value)
        #expect(abs(closed - -60) < 1e-9, "\(closed)")
    }

    /// The identity, over random days: trades that open, add, reduce, reverse and go round within the day, assignments,
    /// expiries, dividends, interest, fees, deposits and shares moved in at a price, out at the previous close.
    @Test(arguments: 0..<200) func theDayIsTheChangeOfNetLiquidation(seed: Int) throws {
        var random = Splitmix(state: UInt64(seed) &+ 77)
        let instruments: [Instrument] = [Self.stock, .option(Self.put), .option(Self.call)]
        var marks = Marks(now: [:], close: [:])
        for instrument in instruments {
            let base = instrument == Self.stock ? 7000 : 100
            marks.now[instrument] = Double(Int.random(in: base..<base * 2, using: &random)) / 100
            marks.close[instrument] = Double(Int.random(in: base..<base * 2, using: &random)) / 100
        }
        var events: [LedgerEvent] = []
        var held: [Instrument: Int] = [:]
        var external = 0.0
        for step in 0..<40 {
            let isToday = step >= 15
            let time =
                isToday
                ? Self.close.adding(seconds: 1 + Double(step) * 60) : Self.day(5, 11).adding(seconds: Double(step) * 60)
            let id = "e\(step)"
            let instrument = instruments[Int.random(in: 0..<3, using: &random)]
            let multiplier = instrument == Self.stock ? 1.0 : 100.0
            let present = held[instrument] ?? 0
            switch Int.random(in: 0..<10, using: &random) {
            case 0 where instrument == Self.stock && present > 0:
                events.append(Self.event(id, .dividend, instrument, amount: 12.34, at: time))
            case 1:
                events.append(Self.event(id, .interest, amount: 1.11, at: time))
            case 2:
                events.append(Self.event(id, .fee, fees: -0.55, at: time))
            case 3:
                events.append(Self.event(id, .transfer, amount: 500, at: time))
                if isToday { external += 500 }
            case 4 where instrument == Self.stock && present >= 0:
                events.append(Self.event(id, .transfer, instrument, 50, price: 70.5, at: time))
                held[instrument] = present + 50
                if isToday { external += 50 * 70.5 }
            case 5 where instrument != Self.stock && present != 0:
                events.append(
                    Self.event(id, present < 0 ? .assignment : .expiration, instrument, -present, at: time))
                held[instrument] = 0
            default:
                var quantity = Int.random(in: -4...4, using: &random)
                if instrument == Self.stock { quantity *= 25 }
                guard quantity != 0 else { continue }
                let price = Double(Int.random(in: 50..<200, using: &random)) / 100
                events.append(
                    Self.event(
                        id, .trade, instrument, quantity, price: price,
                        amount: -Double(quantity) * price * multiplier, fees: -0.65, at: time))
                held[instrument] = present + quantity
            }
        }
        let before = LedgerBook(events.filter { $0.time <= Self.close })
        func netLiquidation(_ ledger: LedgerBook, _ marks: [Instrument: Double]) throws -> Double {
            try ledger.positions.reduce(ledger.cash(of: "a").dollars) { sum, position in
                let multiplier = position.instrument == Self.stock ? 1.0 : 100.0
                return sum + position.quantity.value * multiplier * (try #require(marks[position.instrument]))
            }
        }
        let change =
            try netLiquidation(LedgerBook(events), marks.now) - netLiquidation(before, marks.close) - external
        let book = Self.valued(events, marks)
        let account = try #require(book.accounts.first)
        #expect(book.dayProfit.unknownCount == 0)
        #expect(abs(try #require(book.dayProfit.figure.value) - change) < 1e-6, "\(events.map(\.kind))")
        #expect(abs(try #require(account.dayProfit.figure.value) - change) < 1e-6)
        let now = try #require(account.netLiquidation.figure.value)
        #expect(abs(now - (try netLiquidation(LedgerBook(events), marks.now))) < 1e-6)
    }
}
