import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct CorporateActionTests {
    private let old = Ledger.stock("OLD")
    private let new = Ledger.stock("NEW")

    /// 105 shares, one for ten: half a share is paid. Its cost is that of the five oldest shares.
    @Test(arguments: [true, false]) func reverseSplitWithCashInLieu(asPair: Bool) throws {
        var events = [
            Ledger.event("1", "2024-01-02", old, 5, 2), Ledger.event("2", "2024-02-01", old, 100, 3),
            Ledger.event("6", "2024-03-06", .split, old, 0, amount: 17),
        ]
        if asPair {
            events += [
                Ledger.event("3", "2024-03-01", .split, old, -105), Ledger.event("4", "2024-03-01", .split, old, 10),
            ]
        } else {
            events.append(Ledger.event("3", "2024-03-01", .split, old, -95))
        }
        let book = LedgerBook(events)
        #expect(book.issues.isEmpty)
        let lot = try #require(book.closedLots.first)
        #expect(lot.ending == .cashInLieu)
        #expect(lot.quantity == Quantity(millionths: 500_000))
        #expect(lot.profit == Ledger.money(7))
        let position = try #require(book.positions.first)
        #expect(position.quantity == Quantity(10))
        #expect(position.costBasis == Ledger.money(300))
    }

    @Test func cashForAnUnknownFractionIsNotGuessed() {
        let book = LedgerBook([
            Ledger.event("1", "2024-01-02", old, 100, 2), Ledger.event("2", "2024-03-06", .split, old, 0, amount: 17),
        ])
        #expect(book.issues.map(\.kind) == [.fractionBasisUnknown])
        #expect(book.closedLots.isEmpty)
        #expect(book.realizedProfit(of: "a") == .zero)
    }

    @Test func cashMergerSellsTheShares() throws {
        let book = LedgerBook([
            Ledger.event("1", "2023-01-03", old, 100, 20),
            Ledger.event("2", "2024-03-01", .merger, old, -100, amount: 2600),
        ])
        #expect(book.issues.isEmpty)
        #expect(book.positions.isEmpty)
        let lot = try #require(book.closedLots.first)
        #expect(lot.ending == .cashMerger)
        #expect(lot.profit == Ledger.money(600))
        #expect(lot.term == .long)
    }

    /// 100 shares at 20 for 50 new ones at 40 and 500 in cash: gain 500, all of the cash recognised (26 U.S.C. 356).
    @Test(arguments: [true, false]) func stockAndCashMerger(oldFirst: Bool) throws {
        let events = [
            Ledger.event("1", "2023-01-03", old, 100, 20),
            Ledger.event(oldFirst ? "2" : "3", "2024-03-01", .merger, old, -100, amount: 500),
            Ledger.event(oldFirst ? "3" : "2", "2024-03-01", .merger, new, 50, 40, amount: 0),
        ]
        let book = LedgerBook(events)
        #expect(book.issues.isEmpty)
        let position = try #require(book.positions.first)
        #expect(position.instrument == new)
        #expect(position.quantity == Quantity(50))
        #expect(position.costBasis == Ledger.money(2000))
        #expect(position.openedAt == Ledger.time("2023-01-03"))
        let lots = book.closedLots
        #expect(lots.map(\.ending) == [.cashBesideShares])
        #expect(lots.map(\.profit) == [Ledger.money(500)])
        #expect(book.realizedProfit(of: "a") == Ledger.money(500))
        // Without a price of the new shares nothing is recognised and the doubt is told.
        var blind = events
        for index in blind.indices where blind[index].instrument == new { blind[index].price = nil }
        let unknown = LedgerBook(blind)
        #expect(unknown.issues.map(\.kind) == [.mergerBasisUnknown])
        #expect(unknown.positions.first?.costBasis == Ledger.money(1500))
        #expect(unknown.realizedProfit(of: "a") == .zero)
    }

    @Test func spinOffIsHeldAtAnUnknownCost() throws {
        let book = LedgerBook([
            Ledger.event("1", "2023-01-03", old, 100, 20), Ledger.event("2", "2024-03-01", .merger, new, 25),
            Ledger.event("3", "2024-04-01", new, -25, 8),
        ])
        #expect(book.issues.map(\.kind) == [.unpairedChange])
        let lot = try #require(book.closedLots.first)
        #expect(!lot.isCostKnown)
        #expect(book.positions.map(\.costBasis) == [Ledger.money(2000)])
        // 200 came in; what of it is profit nobody told.
        #expect(book.realizedProfit(of: "a") == .zero && book.cash(of: "a") == Ledger.money(-1800))
    }

    /// A merger takes shares for cash that no entry brought: no short position, and no profit but what the broker states.
    @Test(arguments: [nil, 2358.0]) func aMergerOfWhatNothingBrought(stated: Double?) {
        var event = Ledger.event("1", "2024-03-01", .merger, old, -100, amount: 2600, effect: .closing)
        event.statedProfit = stated.map(Ledger.money)
        let book = LedgerBook([event, Ledger.event("2", "2024-04-01", .dividend, nil, 0, amount: 1)])
        #expect(book.positions.isEmpty && book.closedLots.isEmpty && book.cash(of: "a") == Ledger.money(2601))
        #expect(book.realizedProfit(of: "a") == Ledger.money((stated ?? 0) + 1))
        #expect(book.issues.map(\.kind) == [stated == nil ? .unpairedChange : .closingAsStated])
    }

    /// 100 shares that no entry brought go for 2,600 less 5 of fees: proceeds of 2,595, and no basis. Beside the 40 that were
    /// bought at 20 the other 60 have 60/100 of the cash, 1,560 - 3, and those bought made 1,040 - 2 - 800.
    @Test(arguments: [0, 40]) func theProceedsOfAMergerAreKnownWithoutABasis(held: Int) throws {
        var events = [Ledger.event("2", "2024-03-01", .merger, old, -100, amount: 2600, fees: -5, effect: .closing)]
        if held > 0 { events.insert(Ledger.event("1", "2024-01-02", old, held, 20), at: 0) }
        let book = LedgerBook(events)
        let lines = TaxLines.form8949(book, year: 2024)
        #expect(
            lines.map(\.proceeds) == (held > 0 ? [Ledger.money(1038)] : []) + [Ledger.money(held > 0 ? 1557 : 2595)])
        #expect(lines.map(\.gain) == (held > 0 ? [Ledger.money(238)] : []) + [nil])
        let line = try #require(lines.last)
        #expect(
            line.description == "\(100 - held) sh. OLD" && line.cost == nil && !line.isCostKnown && line.term == nil)
        let closing = try #require(book.unopenedClosings.first)
        #expect(closing.ending == .cashMerger && closing.quantity == Quantity(100 - held))
        #expect(book.unopenedCount(of: "a") == 1 && !book.isCashKnown(of: "a") && book.positions.isEmpty)
        #expect(book.realizedProfit(of: "a") == Ledger.money(held > 0 ? 238 : 0))
        #expect(book.issues.map(\.kind) == [held > 0 ? .removalWithoutPosition : .unpairedChange])
    }

    /// Cash beside new shares, in either order of the rows, closes nothing: what was held before nobody tells.
    @Test(arguments: [("1", "2"), ("2", "1")]) func cashBesideSharesIsNoClosing(first: String, second: String) {
        let book = LedgerBook([
            Ledger.event(first, "2024-03-01", .merger, old, -100, amount: 500, effect: .closing),
            Ledger.event(second, "2024-03-01", .merger, new, 50, amount: 0),
        ])
        #expect(book.unopenedClosings.isEmpty && book.unopenedCount(of: "a") == 0)
        #expect(book.positions.map(\.quantity) == [Quantity(50)] && TaxLines.form8949(book).isEmpty)
    }

    /// Two mergers of one moment: the shares held, bought for 2,000, made 600 whatever the row of the others says.
    @Test func aMergerOfOtherSharesUndoesNone() {
        let book = LedgerBook([
            Ledger.event("1", "2024-01-02", old, 100, 20),
            Ledger.event("2", "2024-03-01", .merger, old, -100, amount: 2600),
            Ledger.event("3", "2024-03-01", .merger, new, -10, amount: 300, effect: .closing),
        ])
        #expect(book.realizedProfit(of: "a") == Ledger.money(600) && book.positions.isEmpty)
        #expect(book.unopenedClosings.map(\.amount) == [Ledger.money(300)])
    }

    /// Publication of a special dividend: cash is income, the shares keep their basis, the option gets a new root.
    @Test func specialDividendAdjustsTheOption() throws {
        let call = Ledger.option("OLD", .call, 30, "2024-06-21")
        guard case .option(var contract) = call else { return }
        contract.root = "OLD1"
        contract.strikeThousandths = 27_500
        contract.deliverable = .shares(100)
        let adjusted = Instrument.option(contract)
        let book = LedgerBook([
            Ledger.event("1", "2024-01-02", old, 100, 25), Ledger.event("2", "2024-01-02", call, -1, 2),
            Ledger.event("3", "2024-03-01", .dividend, old, 0, amount: 250),
            Ledger.event("4", "2024-03-01", .adjustment, call, 1),
            Ledger.event("5", "2024-03-01", .adjustment, adjusted, -1),
            Ledger.event("6", "2024-06-21", .expiration, adjusted, 1),
        ])
        #expect(book.issues.isEmpty)
        #expect(book.positions.map(\.costBasis) == [Ledger.money(2500)])
        #expect(book.realizedProfit(of: "a") == Ledger.money(450))
        #expect(book.closedLots.first?.openedAt == Ledger.time("2024-01-02"))
    }

    /// tastytrade writes paper amounts on both halves of an option's split; they are no result.
    @Test(arguments: [true, false]) func paperAmountsOfAnAdjustedOption(closeFirst: Bool) throws {
        let put = Ledger.option("USO", .put, 2, "2020-07-17")
        guard case .option(var contract) = put else { return }
        contract.root = "USO1"
        contract.deliverable = .unknown
        let adjusted = Instrument.option(contract)
        let book = LedgerBook([
            Ledger.event("1", "2020-04-01", put, 6, 0.30),
            Ledger.event(closeFirst ? "2" : "3", "2020-04-29", .split, put, -6, amount: 174),
            Ledger.event(closeFirst ? "3" : "2", "2020-04-29", .split, adjusted, 6, amount: -174),
            Ledger.event("4", "2020-05-19", adjusted, -6, 0.05),
        ])
        #expect(book.issues.isEmpty)
        #expect(book.closedLots.map(\.profit) == [Ledger.money(-150)])
        #expect(book.closedLots.first?.openedBy == "1")
    }

    /// The file of the later year was imported first: its closing rows name the old root. Whatever the order of the
    /// imports, they close the adjusted series.
    @Test(arguments: [true, false]) func aClosingInTheOldRootEndsTheAdjustedSeries(laterFirst: Bool) {
        let put = Ledger.option("USO", .put, 2, "2020-07-17")
        guard case .option(var contract) = put else { return }
        contract.root = "USO1"
        contract.deliverable = .unknown
        let earlier = [
            Ledger.event("1", "2020-04-01", put, 6, 0.30),
            Ledger.event("2", "2020-04-29", .split, put, -6, amount: 174, effect: .closing),
            Ledger.event("3", "2020-04-29", .split, .option(contract), 6, amount: -174, effect: .opening),
        ]
        let later = [Ledger.event("4", "2020-05-19", put, -6, 0.05, effect: .closing)]
        var book = LedgerBook()
        book.apply(laterFirst ? later : earlier)
        #expect(book.issues.isEmpty != laterFirst)
        book.apply(laterFirst ? earlier : later)
        #expect(book.issues.isEmpty && book.positions.isEmpty)
        #expect(book.closedLots.map(\.profit) == [Ledger.money(-150)])
        var stored = LedgerBook()
        stored.apply(stored: earlier + later)
        #expect(stored.closedLots == book.closedLots)
    }

    /// An expiration that was imported when nothing was known to be held was stored without a quantity.
    @Test(arguments: [3, -3]) func anExpirationWithoutAQuantityEndsWhatIsHeld(held: Int) {
        let put = Ledger.option("KO", .put, 60, "2025-12-19")
        let ending = Ledger.event("2", "2025-12-19", .expiration, put, 0, effect: .closing)
        var book = LedgerBook([ending])
        #expect(book.positions.isEmpty)
        book.apply(Ledger.event("1", "2025-11-03", put, held, 1))
        #expect(book.positions.isEmpty && book.issues.isEmpty)
        #expect(book.closedLots.map(\.profit) == [Ledger.money(Double(-100 * held))])
        #expect(book.closedLots.map(\.ending) == [.expired])
    }

    @Test func sharesMovedOutThatWereNeverHeldMakeNoShortPosition() {
        let goog = Ledger.stock("GOOG")
        let book = LedgerBook([
            Ledger.event("1", "2024-01-02", goog, 4, 100),
            Ledger.event("2", "2024-02-01", .transfer, goog, -10, effect: .closing),
            Ledger.event("3", "2024-03-01", .transfer, goog, -10, effect: .closing),
        ])
        #expect(book.positions.isEmpty)
        #expect(book.issues.map(\.kind) == [.removalWithoutPosition, .removalWithoutPosition])
    }
}
