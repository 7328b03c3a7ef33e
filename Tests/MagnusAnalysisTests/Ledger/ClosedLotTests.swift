import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct ClosedLotTests {
    private let xyz = Ledger.stock("XYZ")

    @Test func everyLotOfAClosingIsRecorded() throws {
        let book = LedgerBook([
            Ledger.event("1", "2024-01-02", xyz, 100, 50, fees: -1),
            Ledger.event("2", "2024-06-03", xyz, 100, 60, fees: -1),
            Ledger.event("3", "2025-01-03", xyz, -150, 70, fees: -3),
        ])
        let lots = book.closedLots
        #expect(lots.map(\.quantity) == [Quantity(100), Quantity(50)])
        #expect(lots.map(\.profit) == [Ledger.money(7000 - 2 - 5001), Ledger.money(3500 - 1 - 3000.5)])
        #expect(lots.map(\.term) == [.long, .short])
        #expect(lots.map(\.daysHeld) == [367, 214])
        #expect(lots.map(\.proceeds) == [Ledger.money(7000), Ledger.money(3500)])
        #expect(lots.map(\.cost) == [Ledger.money(5000), Ledger.money(3000)])
        #expect(lots.map(\.fees) == [Ledger.money(-3), Ledger.money(-1.5)])
        #expect(lots.map(\.openedBy) == ["1", "2"])
        // 200 shares cost 11,002: the average of 150 is 8,251.50.
        #expect(lots.reduce(Money.zero) { $0 + $1.averageProfit } == Ledger.money(10_497 - 8251.5))
        #expect(book.averageCost(of: "a") == Ledger.money(2750.5))
    }

    /// More than one year by the calendar, leap years and change-over days included (Rev. Rul. 66-7).
    @Test(arguments: [
        ("2023-03-10", "2024-03-10", HoldingTerm.short), ("2023-03-10", "2024-03-11", .long),
        ("2024-02-29", "2025-02-28", .short), ("2024-02-29", "2025-03-01", .long),
        ("2023-02-28", "2024-02-28", .short), ("2023-02-28", "2024-02-29", .long),
    ])
    func holdingTerm(acquired: String, disposed: String, term: HoldingTerm) throws {
        let (from, to) = (try CalendarDate(iso8601: acquired), try CalendarDate(iso8601: disposed))
        #expect(HoldingTerm(acquired: from, disposed: to) == term)
    }

    /// McMillan, Options as a Strategic Investment, "Taxes": 100 XYZ assigned at 40 with 75 of commission by a put sold
    /// for 400 less 25 cost 3,700. The order of the two rows, and days between them, change nothing.
    @Test(arguments: [("2", "3", 0), ("3", "2", 0), ("2", "3", 3), ("3", "2", 3)])
    func assignedPutLowersTheCost(optionRow: String, shareRow: String, days: Int) throws {
        let put = Ledger.option("XYZ", .put, 40, "2024-03-15")
        let (early, late) = ("2024-03-15", days == 0 ? "2024-03-15" : "2024-03-18")
        let isOptionFirst = optionRow < shareRow
        let book = LedgerBook([
            Ledger.event("1", "2024-02-01", put, -1, 4, fees: -25),
            Ledger.event(optionRow, isOptionFirst ? early : late, .assignment, put, 1),
            Ledger.event(shareRow, isOptionFirst ? late : early, .assignment, xyz, 100, 40, fees: -75),
        ])
        #expect(book.issues.isEmpty)
        let option = try #require(book.closedLots.first)
        #expect(option.ending == .assigned)
        #expect(option.profit == Ledger.money(375))
        #expect(option.taxProfit == .zero)
        #expect(option.isRolledIntoShares)
        let shares = try #require(book.openLots.first)
        #expect(shares.cost == Ledger.money(4075))
        #expect(shares.taxCost == Ledger.money(3700))
        let basis = try #require(book.positions.first?.stockBasis)
        #expect(basis.broker == 40)
        // 4,075 less 375, a hundred shares: no call has ended.
        #expect(basis.tax == 37 && basis.wheel == 37)
        #expect(shares.stockBasis == basis)
    }

    @Test func assignedCallRaisesTheProceeds() throws {
        let call = Ledger.option("XYZ", .call, 50, "2024-06-21")
        let book = LedgerBook([
            Ledger.event("1", "2023-01-03", xyz, 100, 40), Ledger.event("2", "2024-05-01", call, -1, 2, fees: -1),
            Ledger.event("3", "2024-06-21", .assignment, call, 1, fees: 0),
            Ledger.event("4", "2024-06-21", .assignment, xyz, -100, 50, fees: -5),
        ])
        let lots = book.closedLots
        #expect(lots.map(\.ending) == [.assigned, .delivered])
        #expect(lots.map(\.profit) == [Ledger.money(199), Ledger.money(995)])
        #expect(lots.map(\.taxProfit) == [.zero, Ledger.money(1194)])
        #expect(lots.map(\.term) == [.short, .long])
        #expect(book.positions.isEmpty)
    }

    /// A bought call that is exercised adds to the cost, a bought put lowers the proceeds (Publication 550).
    @Test func exercisedOptions() throws {
        let call = Ledger.option("XYZ", .call, 50, "2024-06-21")
        let put = Ledger.option("XYZ", .put, 60, "2024-09-20")
        let book = LedgerBook([
            Ledger.event("1", "2024-05-01", call, 1, 3), Ledger.event("2", "2024-06-21", .exercise, call, -1),
            Ledger.event("3", "2024-06-21", .exercise, xyz, 100, 50),
            Ledger.event("4", "2024-07-01", put, 1, 2), Ledger.event("5", "2024-09-20", .exercise, put, -1),
            Ledger.event("6", "2024-09-20", .exercise, xyz, -100, 60),
        ])
        #expect(book.issues.isEmpty)
        let lots = book.closedLots
        #expect(lots.map(\.profit) == [Ledger.money(-300), Ledger.money(-200), Ledger.money(1000)])
        #expect(lots.map(\.taxProfit) == [.zero, .zero, Ledger.money(500)])
        #expect(lots.last?.openingPremium == Ledger.money(-300))
        #expect(lots.last?.closingPremium == Ledger.money(-200))
    }

    /// One option row and two share rows; one of three contracts' shares closes a short holding.
    @Test func partialDeliveriesShareThePremium() throws {
        let put = Ledger.option("XYZ", .put, 40, "2024-03-15")
        let book = LedgerBook([
            Ledger.event("0", "2024-01-02", xyz, -100, 45), Ledger.event("1", "2024-02-01", put, -5, 1),
            Ledger.event("2", "2024-03-15", .assignment, put, 3),
            Ledger.event("3", "2024-03-15", .assignment, xyz, 200, 40),
            Ledger.event("4", "2024-03-15", .assignment, xyz, 100, 40),
        ])
        #expect(book.issues.isEmpty)
        let lots = book.closedLots
        #expect(lots.map(\.taxProfit) == [.zero, Ledger.money(500 + 100)])
        #expect(
            book.openLots.filter { $0.instrument == xyz }.map(\.taxCost) == [Ledger.money(3900), Ledger.money(3900)])
    }

    @Test func deliveriesWithoutTheirHalfAreTold() throws {
        let put = Ledger.option("XYZ", .put, 40, "2024-03-15")
        let book = LedgerBook([
            Ledger.event("1", "2024-03-15", .assignment, put, 1),
            Ledger.event("2", "2024-03-15", .assignment, xyz, 100, 40),
            Ledger.event("3", "2024-06-15", .assignment, xyz, 100, 40),
            Ledger.event("4", "2024-09-15", .assignment, xyz, 100, 40),
        ])
        #expect(book.issues.map(\.kind) == [.removalWithoutPosition, .unpairedDelivery])
        #expect(book.openLots.map(\.isTaxCostKnown) == [false, true, true])
        #expect(book.positions.first?.stockBasis?.tax == nil)
    }

    /// FIFO, average cost and tax are three ways to divide the same cash.
    @Test(arguments: 0..<30) func everyViewAddsUpToTheCash(seed: Int) {
        var random = SystemIndependentGenerator(seed: UInt64(seed))
        var events: [LedgerEvent] = []
        let rights: [OptionRight] = [.call, .put]
        let options = (0..<4).map { Ledger.option("XYZ", rights[$0 % 2], 40 + 5 * $0, "2024-12-20") }
        let names = options + [xyz, Ledger.stock("ABC")]
        for index in 0..<300 {
            let instrument = names.randomElement(using: &random) ?? xyz
            let date = CalendarDate(daysSinceEpoch: 19_724 + index).iso8601
            let quantity = Int.random(in: 1...7, using: &random) * (Bool.random(using: &random) ? 1 : -1)
            let fees = -Double(Int.random(in: 0...300, using: &random)) / 100
            let price = Double(Int.random(in: 1...9999, using: &random)) / 100
            if case .option(let contract) = instrument, Int.random(in: 0..<4, using: &random) == 0 {
                let kind: LedgerEventKind = quantity > 0 ? .assignment : .exercise
                let isReceived = (contract.right == .put) == (quantity > 0)
                let ids = Bool.random(using: &random) ? ("a", "b") : ("b", "a")
                events.append(Ledger.event("\(1000 + index)\(ids.0)", date, kind, instrument, quantity, fees: fees))
                events.append(
                    Ledger.event(
                        "\(1000 + index)\(ids.1)", date, kind, xyz, 100 * abs(quantity) * (isReceived ? 1 : -1),
                        contract.strike, fees: fees))
            } else {
                events.append(Ledger.event("\(1000 + index)", date, instrument, quantity, price, fees: fees))
            }
        }
        let book = LedgerBook(events)
        let lots = book.closedLots
        let open = book.openLots
        let cash = book.cash(of: "a")
        // Fees of options that were not held are realised and belong to no lot.
        let loose = book.realizedProfit(of: "a") - lots.reduce(Money.zero) { $0 + $1.profit }
        #expect(lots.reduce(loose) { $0 + $1.profit } - open.reduce(.zero) { $0 + $1.cost } == cash)
        #expect(lots.reduce(loose) { $0 + $1.averageProfit } - book.averageCost(of: "a") == cash)
        #expect(lots.reduce(loose) { $0 + $1.taxProfit } - open.reduce(.zero) { $0 + $1.taxCost } == cash)
        #expect(loose <= .zero)
        #expect(lots.count > 100)
        var one = LedgerBook()
        for event in events { one.apply(event) }
        #expect(one.closedLots == LedgerBook(events.reversed()).closedLots)
    }

    @Test func hugeAmountsAreRefusedNotTrapped() {
        let limit = Money(tenThousandths: .max)
        var buy = Ledger.event("1", "2024-01-02", xyz, 100, 50)
        buy.amount = Money(tenThousandths: .min)
        var sell = Ledger.event("2", "2024-01-03", xyz, -100, 50)
        sell.amount = limit
        sell.fees = limit
        var huge = Ledger.event("3", "2024-01-04", xyz, 1, 50)
        huge.quantity = Quantity(millionths: .max)
        var removal = Ledger.event("4", "2024-01-05", .split, xyz, 1)
        removal.quantity = Quantity(millionths: .min)
        let book = LedgerBook([buy, sell, huge, huge, removal])
        #expect(book.issues.map(\.kind).contains(.overflow))
        #expect(book.eventCount == 4)
    }
}
