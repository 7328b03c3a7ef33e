import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// Shares are split while an option on them is held: the exchange adjusts it, and where no row says so it is questioned.
@Suite struct SplitOptionTests {
    private static let shares = Ledger.stock("NVDA")
    private static let call = Ledger.option("NVDA", .call, 1300, "2024-07-19")
    private static let successor = Ledger.option("NVDA", .call, 130, "2024-07-19")

    /// - Parameters:
    ///   - held: shares before the split.
    ///   - added: what the split brings, negative for a reverse one.
    private func book(held: Int, added: Int, _ more: [LedgerEvent] = []) -> LedgerBook {
        LedgerBook(rows(held: held, added: added) + more)
    }

    private func rows(held: Int, added: Int) -> [LedgerEvent] {
        [
            Ledger.event("1", "2024-05-01", Self.shares, held, 900),
            Ledger.event("2", "2024-05-02", Self.call, -1, 20),
            Ledger.event("5", "2024-06-10", .split, Self.shares, added),
        ]
    }

    /// Ten for one: 1 contract at 1300 becomes 10 at 130. The book keeps what it was told.
    @Test func aWholeSplitWithoutRowsOfTheOption() throws {
        let book = book(held: 10, added: 90)
        let issue = try #require(book.issues.first)
        #expect(book.issues.count == 1 && issue.kind == .unadjustedOption && issue.event == "5")
        guard case .option(let old) = Self.call, case .option(let new) = Self.successor else { return }
        let beginning = "+10 NVDA became +100 while -1 \(old.text(in: .compact)) was held"
        #expect(issue.text.hasPrefix(beginning), "\(issue.text)")
        #expect(issue.text.contains("expected are -10 \(new.text(in: .compact))"), "\(issue.text)")
        #expect(book.positions.first { $0.instrument == Self.call }?.quantity == Quantity(-1))
        let told = LedgerBook.sums(after: rows(held: 10, added: 90), issueLimit: 10).issues
        #expect(told.map(\.kind) == [.unadjustedOption])
    }

    /// One for five: 100 shares become 20. Three for two: 150. Neither changes strike or count.
    @Test(arguments: [(100, -80, "20 shares"), (100, 50, "150 shares")])
    func anyOtherSplitMakesAnAdjustedRoot(held: Int, added: Int, delivered: String) throws {
        let issue = try #require(book(held: held, added: added).issues.first)
        #expect(issue.kind == .unadjustedOption && issue.text.contains("delivers " + delivered), "\(issue.text)")
    }

    /// Rows that adjust the option settle it, before and behind the row of the shares.
    @Test(arguments: [("3", "4"), ("6", "7")]) func rowsOfTheOptionSettleIt(leaving: String, coming: String) {
        let book = book(
            held: 10, added: 90,
            [
                Ledger.event(leaving, "2024-06-10", .split, Self.call, 1),
                Ledger.event(coming, "2024-06-10", .split, Self.successor, -10),
            ])
        #expect(book.issues.isEmpty)
        #expect(book.positions.first { $0.instrument == Self.successor }?.quantity == Quantity(-10))
    }

    /// Closed before it, on other shares, or in another account: nothing to ask.
    @Test func whatTheSplitDoesNotTouch() {
        let closed = book(held: 10, added: 90, [Ledger.event("3", "2024-05-20", Self.call, 1, 5)])
        #expect(closed.issues.isEmpty)
        let other = LedgerBook([
            Ledger.event("1", "2024-05-01", Self.shares, 10, 900),
            Ledger.event("2", "2024-05-02", Self.call, -1, 20, account: "b"),
            Ledger.event("3", "2024-05-02", Ledger.option("KO", .call, 65, "2024-07-19"), -1, 1),
            Ledger.event("5", "2024-06-10", .split, Self.shares, 90),
        ])
        #expect(other.issues.isEmpty)
    }

    /// 100 shares under a call at 116 become 400. By the exchange it is four contracts at 29 on all of them; unadjusted its old
    /// terms would leave 300 idle. What it takes is unknown, and so is what it reserves; with the rows of the option all 400
    /// are covered and nothing is reserved.
    @Test(arguments: [false, true]) func whatAnUnadjustedOptionCoversIsUnknown(isAdjusted: Bool) throws {
        let shares = Ledger.stock("DIS")
        let old = Ledger.option("DIS", .call, 116, "2027-04-16")
        var events = [
            Ledger.event("1", "2027-01-04", shares, 100, 110), Ledger.event("2", "2027-01-05", old, -1, 2),
            Ledger.event("3", "2027-02-01", .split, shares, 300),
        ]
        if isAdjusted {
            events += [
                Ledger.event("4", "2027-02-01", .split, old, 1),
                Ledger.event("5", "2027-02-01", .split, Ledger.option("DIS", .call, 29, "2027-04-16"), -4),
            ]
        }
        let ledger = LedgerBook(events)
        let account = Account(name: "a", broker: "file", kind: .imported, rules: .cash)
        var valuer = PaperBook.valuer()
        valuer.apply(PaperBook.market)
        valuer.apply(
            BookContent(
                accounts: [ledger.accountHoldings(account, source: "f", now: PaperBook.now)],
                positions: ledger.valuedPositions))
        let book = valuer.valuation(now: PaperBook.now)
        #expect(!book.strategies.contains { $0.flags.contains(.uncoveredShares) })
        #expect(BookRoom(book, market: PaperBook.market).idle["DIS"]?.idle == 0)
        #expect(book.strategies.contains { $0.flags.contains(.adjusted) } == !isAdjusted)
        #expect(book.strategies.contains { $0.kind == .coveredCall } == isAdjusted)
        #expect(book.strategies.contains { $0.collateral == .unknown(.adjusted) } == !isAdjusted)
        #expect((book.accounts.first?.freeCash.value == nil) == !isAdjusted)
        // The ledger keeps what it was told: a closing row finds it, by the same id.
        let held = try #require(ledger.positions.first { $0.instrument == old } ?? ledger.positions.first)
        #expect(ledger.valued(held).id == held.id)
    }

    /// Closed after the split and sold again in the old series: that is a contract on 100 of the new shares.
    @Test func aContractOpenedAfterTheSplitIsWhatItIsNamed() {
        let again = book(
            held: 10, added: 90,
            [Ledger.event("6", "2024-06-11", Self.call, 1, 5), Ledger.event("7", "2024-06-12", Self.call, -1, 4)])
        #expect(again.valuedPositions == again.positions)
        #expect(book(held: 10, added: 90).valuedPositions != book(held: 10, added: 90).positions)
    }

    /// 100 shares under a call at 116 become 400, and a call at 32 is sold after the split. By its old terms the first one
    /// would leave 300 of them; as the exchange adjusts it, it takes all 400. Beside it nothing is known to cover the second,
    /// whether it was sold alone or with shares in one order.
    @Test(arguments: [false, true]) func noCallBesideAnUnadjustedOneIsCovered(isBuyWrite: Bool) throws {
        let shares = Ledger.stock("DIS")
        let old = Ledger.option("DIS", .call, 116, "2027-04-16")
        let fresh = Ledger.option("DIS", .call, 32, "2027-04-16")
        var events = [
            Ledger.event("1", "2027-01-04", shares, 100, 110), Ledger.event("2", "2027-01-05", old, -1, 2),
            Ledger.event("3", "2027-02-01", .split, shares, 300),
        ]
        if isBuyWrite { events.append(Ledger.event("4", "2027-02-10", shares, 100, 29, order: "o")) }
        events.append(Ledger.event("5", "2027-02-10", fresh, -1, 1, order: isBuyWrite ? "o" : nil))
        let ledger = LedgerBook(events)
        let account = Account(name: "a", broker: "file", kind: .imported, rules: .cash)
        var valuer = PaperBook.valuer()
        valuer.apply(PaperBook.market)
        valuer.apply(
            BookContent(
                accounts: [ledger.accountHoldings(account, source: "f", now: PaperBook.now)],
                positions: ledger.valuedPositions))
        let book = valuer.valuation(now: PaperBook.now)
        #expect(!book.strategies.contains { $0.kind == .coveredCall || $0.flags.contains(.uncoveredShares) })
        let held = try #require(book.strategies.first { $0.kind == .stock })
        #expect(held.title == (isBuyWrite ? "500 sh" : "400 sh"))
        let sold = try #require(book.strategies.first { $0.legs.map(\.position.instrument) == [fresh] })
        #expect(sold.kind == .shortCall && sold.collateral == .unknown(.adjusted))
        #expect(!sold.flags.contains(.adjusted))
        let ending = valuer.expiryWork(book: book, market: PaperBook.market)
            .board(ExpiryWork.Terms(through: PaperBook.day(4, 16)), account: "a").rows
        let warnings = try #require(ending.first { $0.strategy == sold.id }).warnings.map(\.kind)
        #expect(warnings.contains(.coverUnknown) && !warnings.contains(.uncovered))
        let wheels = WheelCampaignFinder(
            ledger, trades: TradeBlotter(ledger.allEvents).trades, now: PaperBook.now
        ).campaigns
        #expect(wheels.contains { $0.stage == .calls && $0.isCoverUnknown })
    }

    /// A longer call bought covers the one sold whatever the other call takes of the shares: that is a spread and bounded.
    @Test func aCallBoughtCoversBesideAnUnadjustedOne() {
        let old = Ledger.option("DIS", .call, 116, "2027-04-16")
        let ledger = LedgerBook([
            Ledger.event("1", "2027-01-04", Ledger.stock("DIS"), 100, 110),
            Ledger.event("2", "2027-01-05", old, -1, 2),
            Ledger.event("3", "2027-02-01", .split, Ledger.stock("DIS"), 300),
            Ledger.event("4", "2027-02-10", Ledger.option("DIS", .call, 32, "2027-04-16"), -1, 1, order: "o"),
            Ledger.event("5", "2027-02-10", Ledger.option("DIS", .call, 35, "2027-04-16"), 1, 0.5, order: "o"),
        ])
        let rows = StrategyRecogniser.strategies(in: ledger.valuedPositions)
        #expect(rows.contains { $0.kind == .bearCallSpread })
        #expect(!rows.contains { $0.kind == .coveredCall })
    }
}
