import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct LedgerBookTests {
    private static func time(_ day: Int, _ hour: Int = 10) -> Instant {
        Instant(secondsSinceEpoch: 1_800_000_000 + Int64(day) * 86_400 + Int64(hour) * 3600)
    }

    private static func put(_ strike: Int) -> OptionContract {
        OptionContract(
            root: "KO", underlying: "KO", expiry: CalendarDate(daysSinceEpoch: 20_900), right: .put,
            strikeThousandths: strike * 1000, style: .american, settlement: .physical, multiplier: 100,
            deliverable: .shares(100))
    }

    private static func call(_ strike: Int) -> OptionContract {
        var contract = put(strike)
        contract.right = .call
        return contract
    }

    private static func event(
        _ id: String, _ day: Int, _ kind: LedgerEventKind, _ instrument: Instrument, _ quantity: Int,
        _ price: Double, fees: Double = 0, effect: PositionEffect = .automatic, hour: Int = 10
    ) -> LedgerEvent {
        let factor = if case .option(let contract) = instrument { contract.multiplier } else { 1 }
        return LedgerEvent(
            id: id, account: "a", time: time(day, hour), kind: kind, effect: effect, instrument: instrument,
            quantity: Quantity(quantity), price: Money(dollars: price),
            amount: Money(dollars: -price * Double(quantity * factor)) ?? .zero, fees: Money(dollars: fees) ?? .zero,
            orderIdentifier: "order-\(id)", source: "test")
    }

    private static func event(
        _ id: String, _ day: Int, _ instrument: Instrument, _ quantity: Int, _ price: Double, fees: Double = 0,
        effect: PositionEffect = .automatic
    ) -> LedgerEvent {
        event(id, day, .trade, instrument, quantity, price, fees: fees, effect: effect)
    }

    private let shares = Instrument.stock(symbol: "KO")

    @Test func firstInFirstOutWithFees() throws {
        let book = LedgerBook([
            Self.event("1", 1, shares, 100, 50, fees: -1), Self.event("2", 2, shares, 100, 60, fees: -1),
            Self.event("3", 3, shares, -150, 70, fees: -3),
        ])
        let position = try #require(book.positions.first)
        #expect(position.quantity == Quantity(50))
        #expect(position.averagePrice == 60)
        #expect(position.costBasis == Money(dollars: 3000.5))
        // 150 sold for 10,497; cost 5,001 + 3,000.50.
        #expect(position.realizedProfit == Money(dollars: 10_497 - 5001 - 3000.5))
        #expect(book.cash(of: "a") == Money(dollars: -5001 - 6001 + 10_497))
    }

    @Test func sellingThroughZeroTurnsTheHolding() throws {
        let book = LedgerBook([Self.event("1", 1, shares, 100, 50), Self.event("2", 2, shares, -150, 60)])
        let position = try #require(book.positions.first)
        #expect(position.quantity == Quantity(-50))
        #expect(position.averagePrice == 60)
        #expect(book.realizedProfit(of: "a") == Money(dollars: 1000))
    }

    @Test func orderOfArrivalAndDoubletsChangeNothing() {
        let events = [
            Self.event("1", 1, shares, 100, 50), Self.event("2", 2, shares, -40, 55),
            Self.event("3", 3, .option(Self.put(75)), -2, 0.92), Self.event("4", 4, .option(Self.put(75)), 1, 0.50),
        ]
        let reference = LedgerBook(events)
        var generator = SystemIndependentGenerator(seed: 3)
        for _ in 0..<20 {
            var book = LedgerBook()
            for event in events.shuffled(using: &generator) { book.apply(event) }
            book.apply(events)
            #expect(book.positions == reference.positions)
            #expect(book.cash(of: "a") == reference.cash(of: "a"))
            #expect(book.realizedProfit(of: "a") == reference.realizedProfit(of: "a"))
        }
    }

    /// Fault F32: two of five are assigned; the same report on Monday changes nothing.
    @Test func partialAssignment() throws {
        let contract = Instrument.option(Self.put(75))
        let report = [
            Self.event("2", 5, .assignment, contract, 2, 0, hour: 6),
            Self.event("3", 5, .assignment, shares, 200, 75, hour: 6),
        ]
        var book = LedgerBook([Self.event("1", 1, contract, -5, 0.92)])
        book.apply(report)
        book.apply(report)
        let held = book.positions
        #expect(held.first { $0.instrument == contract }?.quantity == Quantity(-3))
        let stock = try #require(held.first { $0.instrument == shares })
        #expect(stock.quantity == Quantity(200))
        #expect(stock.averagePrice == 75)
        let basis = try #require(stock.stockBasis)
        #expect(basis.broker == 75)
        #expect(abs((basis.tax ?? 0) - 74.08) < 1e-9)
        #expect(abs((basis.wheel ?? 0) - 74.08) < 1e-9)
        #expect(book.issues.isEmpty)
    }

    /// The bases of INTC in the paper account: 42.00, 40.45 and 39.40.
    @Test func wheelBasisPerCycle() throws {
        let put = Instrument.option(Self.put(42))
        let first = Instrument.option(Self.call(43))
        let second = Instrument.option(Self.call(44))
        var events = [
            Self.event("1", 1, put, -1, 1.55), Self.event("2", 5, .assignment, shares, 100, 42, hour: 6),
            Self.event("2b", 5, .assignment, put, 1, 0, hour: 6), Self.event("3", 6, first, -1, 0.65),
            Self.event("4", 9, .expiration, first, 1, 0, hour: 6), Self.event("5", 10, second, -1, 0.52),
            Self.event("6", 12, second, 1, 0.12),
        ]
        let basis = try #require(LedgerBook(events).positions.first?.stockBasis)
        #expect(abs((basis.tax ?? 0) - 40.45) < 1e-9)
        #expect(abs((basis.wheel ?? 0) - 39.40) < 1e-9)
        // Called away: the cycle ends, the next one starts without the old premiums.
        events += [
            Self.event("7", 13, second, -1, 0.40), Self.event("8", 15, .assignment, second, 1, 0, hour: 6),
            Self.event("8b", 15, .assignment, shares, -100, 44, hour: 6), Self.event("9", 20, shares, 100, 41),
        ]
        let next = try #require(LedgerBook(events).positions.first)
        #expect(next.stockBasis == StockBasis(broker: 41, tax: 41, wheel: 41))
    }

    @Test func closingWithoutOpeningIsFlaggedNotGuessed() {
        let book = LedgerBook([
            Self.event("1", 1, .option(Self.put(75)), 1, 0.50, effect: .closing),
            Self.event("2", 2, .expiration, .option(Self.put(70)), 1, 0),
        ])
        #expect(book.positions.isEmpty)
        #expect(book.issues.map(\.kind) == [.closingWithoutOpening, .removalWithoutPosition])
        #expect(book.cash(of: "a") == Money(dollars: -50))
        #expect(book.realizedProfit(of: "a") == .zero)
    }

    /// A split told as one difference, as a pair, and as a pair the wrong way round.
    @Test(arguments: [[("b", 300)], [("b", -100), ("c", 400)], [("b", 400), ("c", -100)]])
    func splits(changes: [(String, Int)]) throws {
        var events = [Self.event("a", 1, shares, 100, 80)]
        for (id, quantity) in changes {
            var event = Self.event(id, 2, .split, shares, quantity, 0)
            event.orderIdentifier = "split"
            events.append(event)
        }
        let position = try #require(LedgerBook(events).positions.first)
        #expect(position.quantity == Quantity(400))
        #expect(position.averagePrice == 20)
        #expect(position.costBasis == Money(dollars: 8000))
        #expect(position.openedAt == Self.time(1))
    }

    @Test(arguments: [false, true]) func symbolChangeKeepsBasisAndDate(newFirst: Bool) throws {
        var old = Self.event(newFirst ? "c" : "b", 2, .symbolChange, shares, -100, 0)
        var new = Self.event(newFirst ? "b" : "c", 2, .symbolChange, .stock(symbol: "KOX"), 100, 0)
        old.orderIdentifier = nil
        new.orderIdentifier = nil
        let book = LedgerBook([Self.event("a", 1, shares, 100, 80), old, new])
        #expect(book.issues.isEmpty)
        let position = try #require(book.positions.first)
        #expect(book.positions.count == 1)
        #expect(position.instrument == .stock(symbol: "KOX"))
        #expect(position.averagePrice == 80)
        #expect(position.openedAt == Self.time(1))
    }

    @Test func transfersAreNoProfit() throws {
        var incoming = Self.event("1", 1, .transfer, shares, 100, 0)
        incoming.price = nil
        var deposit = incoming
        deposit.id = "2"
        deposit.instrument = nil
        deposit.quantity = .zero
        deposit.amount = Money(dollars: 5000) ?? .zero
        let book = LedgerBook([incoming, deposit])
        let position = try #require(book.positions.first)
        #expect(position.costBasis == nil)
        #expect(position.averagePrice == nil)
        #expect(book.realizedProfit(of: "a") == .zero)
        #expect(book.cash(of: "a") == Money(dollars: 5000))
        // Sold for 6,000 their cost is not known, and so is the profit.
        let sold = LedgerBook([incoming, deposit, Self.event("3", 5, shares, -100, 60)])
        #expect(sold.realizedProfit(of: "a") == .zero && sold.cash(of: "a") == Money(dollars: 11_000))
        #expect(sold.closedLots.map(\.isCostKnown) == [false])
    }

    /// Cash is always the sum of the effects; realised profit plus the cost of what is held accounts for every trade.
    @Test(arguments: 0..<20) func moneyIsConserved(seed: Int) {
        var random = SystemIndependentGenerator(seed: UInt64(seed))
        let instruments: [Instrument] = [shares, .option(Self.put(75)), .option(Self.call(80))]
        var book = LedgerBook()
        var cash = Money.zero
        for index in 0..<400 {
            let instrument = instruments.randomElement(using: &random) ?? shares
            let quantity = Int.random(in: -7...7, using: &random)
            let event = Self.event(
                "e\(1000 + index)", index, instrument, quantity, Double(Int.random(in: 1...9999, using: &random)) / 100,
                fees: -Double(Int.random(in: 0...300, using: &random)) / 100)
            cash += event.amount + event.fees
            book.apply(event)
        }
        #expect(book.cash(of: "a") == cash)
        let cost = book.positions.reduce(Money.zero) { $0 + ($1.costBasis ?? .zero) }
        let idle = book.issues.count
        #expect(idle == 0)
        let feesOfNothing = cash - book.realizedProfit(of: "a") + cost
        // What is left over are the fees of trades of nothing.
        #expect(feesOfNothing <= .zero)
        #expect(feesOfNothing > -(Money(tenThousandths: 4_000_000)))
    }
}
