import MagnusAnalysis
import MagnusDomain
import Testing

/// Which purchases replace what was sold at a loss, and how many shares of them (IRS Publication 550; 26 CFR 1.1091-1).
@Suite struct WashSaleTests {
    private let x = Ledger.stock("XYZ")

    private func candidates(_ events: [LedgerEvent]) -> [WashSaleCandidate] {
        WashSaleFinder.candidates(LedgerBook(events))
    }

    /// Publication 550: 100 shares of September for 5,000 are sold on 4 January for 4,000; 50 and 25 were bought in
    /// December: the loss of 750 on 75 shares cannot be deducted, that of 250 on the others can.
    @Test func fewerSharesBoughtThanSold() throws {
        let candidate = try #require(
            candidates([
                Ledger.event("1", "2022-09-24", x, 100, 50), Ledger.event("2", "2022-12-21", x, 50, 55),
                Ledger.event("3", "2022-12-28", x, 25, 45), Ledger.event("4", "2023-01-04", x, -100, 40),
            ]).first)
        #expect(candidate.loss == Ledger.money(-1000) && candidate.deferredIfApplied == Ledger.money(750))
        #expect(candidate.replacements.map(\.event) == ["2", "3"])
        #expect(candidate.replacements.map(\.shares) == [Quantity(50), Quantity(25)])
    }

    /// Loss of 1,000 on 100 shares, one put sold for 100 shares and 25 of the shares bought: nothing disputed puts off 250;
    /// if the put counts too, the whole loss and never more.
    @Test func possiblePurchasesAreInTheUpperBound() throws {
        let put = Ledger.option("XYZ", .put, 40, "2025-06-20")
        let sold = [
            Ledger.event("1", "2024-09-24", x, 100, 50), Ledger.event("2", "2025-03-04", x, -100, 40),
            Ledger.event("3", "2025-03-10", put, -1, 2),
        ]
        let possible = try #require(candidates(sold).first)
        #expect(possible.isPossible && !possible.isIdentical)
        #expect(possible.deferredIfApplied == .zero && possible.deferredAtMost == Ledger.money(1000))
        let both = try #require(candidates(sold + [Ledger.event("4", "2025-03-11", x, 25, 41)]).first)
        #expect(both.isPossible && both.isIdentical)
        #expect(both.deferredIfApplied == Ledger.money(250) && both.deferredAtMost == Ledger.money(1000))
        // Half of the sale: a loss on 200 shares, and one contract stands for 100 of them.
        let half = try #require(
            candidates([
                Ledger.event("1", "2024-09-24", x, 200, 50), Ledger.event("2", "2025-03-04", x, -200, 40),
                Ledger.event("3", "2025-03-10", put, -1, 2),
            ]).first)
        #expect(half.deferredAtMost == Ledger.money(1000) && half.loss == Ledger.money(-2000))
    }

    /// 200 shares bought in two rows and sold together: nothing is held that could carry the loss.
    @Test func whatWasSoldInTheSameSaleReplacesNothing() {
        let bought = [Ledger.event("1", "2025-03-03", x, 100, 70), Ledger.event("2", "2025-03-05", x, 100, 70)]
        #expect(candidates(bought + [Ledger.event("3", "2025-03-13", x, -200, 65)]).isEmpty)
        // The sale itself in two fills of one order, an hour apart, or in two rows of one moment.
        let hours = [(10, "s"), (11, "s")]
        let fills = hours.enumerated().map { index, fill in
            Ledger.event("\(3 + index)", "2025-03-13", x, -100, 65, order: fill.1, hour: fill.0)
        }
        #expect(candidates(bought + fills).isEmpty)
        let rows = [Ledger.event("3", "2025-03-13", x, -100, 65), Ledger.event("4", "2025-03-13", x, -100, 65)]
        #expect(candidates(bought + rows).isEmpty)
        // Two sales a day apart: the first leaves the later hundred held, the second nothing.
        let apart = candidates(
            bought + [Ledger.event("3", "2025-03-13", x, -100, 65), Ledger.event("4", "2025-03-14", x, -100, 65)])
        #expect(apart.map(\.lot) == ["3#0"] && apart.map { $0.replacements.map(\.event) } == [["2"]])
        #expect(apart.map(\.deferredIfApplied) == [Ledger.money(500)])
    }

    /// Rev. Rul. 56-602: who sells a part of what was bought at one time only holds less. Fills of one order are one
    /// purchase; numbers that a file repeats for everything are none.
    @Test func whatWasBoughtTogetherReplacesNothing() {
        let call = Ledger.option("XYZ", .call, 16, "2020-06-19")
        func fills(_ orders: (String, String)) -> [LedgerEvent] {
            [
                Ledger.event("1", "2020-03-17", call, 2, 4.65, order: orders.0),
                Ledger.event("2", "2020-03-17", call, 2, 4.65, order: orders.1, hour: 11),
                Ledger.event("3", "2020-03-20", call, -2, 2.43, order: "c"),
            ]
        }
        #expect(candidates(fills(("a", "a"))).isEmpty)
        #expect(candidates(fills(("a", "b"))).map(\.deferredIfApplied) == [Ledger.money(444)])
        let other = [
            Ledger.event("4", "2020-03-18", Ledger.stock("ABC"), 1, 10, order: "a"),
            Ledger.event("5", "2020-03-19", Ledger.stock("DEF"), 1, 10, order: "a"),
        ]
        #expect(candidates(fills(("a", "a")) + other).map(\.isIdentical) == [true])
    }

    /// A share replaces one other share: of two losses of a hundred and one purchase of 150 after them, the second has 50.
    @Test func everyShareReplacesOne() {
        let found = candidates([
            Ledger.event("1", "2024-01-02", x, 200, 50), Ledger.event("2", "2024-06-03", x, -100, 40),
            Ledger.event("3", "2024-06-10", x, -100, 45), Ledger.event("4", "2024-06-20", x, 150, 46),
            Ledger.event("5", "2024-06-21", x, -150, 47),
        ])
        #expect(found.map(\.deferredIfApplied) == [Ledger.money(1000), Ledger.money(250)])
        #expect(found.map { $0.replacements.map(\.shares) } == [[Quantity(100)], [Quantity(50)]])
    }

    /// What is held after a split counts in shares of after it.
    @Test func sharesThatWereSplit() {
        let events = [
            Ledger.event("1", "2024-01-02", x, 100, 50), Ledger.event("2", "2024-05-20", x, 100, 48),
            Ledger.event("3", "2024-05-28", .split, x, 200, order: "s"),
        ]
        // 200 for 100: the sale of 200 leaves the 200 of 20 May.
        let part = candidates(events + [Ledger.event("4", "2024-06-03", x, -200, 20)])
        #expect(part.map { $0.replacements.map(\.shares) } == [[Quantity(200)]])
        #expect(candidates(events + [Ledger.event("4", "2024-06-03", x, -400, 20)]).isEmpty)
    }

    /// A put that is still short is a possible replacement, one that was bought back before the sale is none.
    @Test func possibleOnesCountWhileTheyAreThere() {
        let put = Ledger.option("XYZ", .put, 40, "2024-07-19")
        let events = [
            Ledger.event("1", "2024-01-02", x, 100, 50), Ledger.event("2", "2024-05-20", put, -1, 2),
            Ledger.event("4", "2024-06-03", x, -100, 40),
        ]
        #expect(candidates(events).map(\.isIdentical) == [false])
        #expect(candidates(events + [Ledger.event("3", "2024-05-28", put, 1, 1)]).isEmpty)
    }
}
