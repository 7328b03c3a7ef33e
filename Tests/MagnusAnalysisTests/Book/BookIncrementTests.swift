import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// A book that is followed quote by quote is the book that is valued at once, and what a quote costs does not grow with
/// what it did not touch.
@Suite struct BookIncrementTests {
    /// Every figure of the book, to the last bit.
    @Test(arguments: 1...9) func aFollowedBookIsAFreshBook(seed: Int) throws {
        // The last has more legs than are searched at every quote.
        var book = RandomBook(
            seed: UInt64(seed), symbols: seed == 9 ? 1 : 1 + seed % 3, legs: seed == 9 ? 180 : 4 + 5 * (seed % 5))
        var live = book.valuer()
        _ = live.valuation(now: PaperBook.now)
        for step in 1...25 {
            if step % 3 == 0 {
                let (symbol, quote) = book.moveSpot()
                live.apply(underlyingQuotes: [symbol: quote])
            } else if let contract = book.randomContract() {
                live.apply(optionQuotes: [contract: book.requote(contract)])
            }
            let followed = live.valuation(now: PaperBook.now)
            var fresh = book.valuer()
            let once = fresh.valuation(now: PaperBook.now)
            try expectEqual(followed, once)
            for row in followed.strategies {
                let account = try #require(followed.accounts.first { $0.account.name == row.account })
                let isWelcome = row.kind == .cashSecuredPut && row.intent == .take && (row.distance.value ?? 0) < 0
                #expect(row.flags.contains(.funded) == (isWelcome && account.isFunded(row: row.id) == true))
            }
        }
    }

    private func expectEqual(_ left: BookValuation, _ right: BookValuation) throws {
        #expect(left.accounts == right.accounts)
        #expect(left.openProfit == right.openProfit && left.dayProfit == right.dayProfit)
        #expect(left.greeks == right.greeks && left.nearGreeks == right.nearGreeks)
        #expect(left.scenarios == right.scenarios && left.shortExtrinsic == right.shortExtrinsic)
        #expect(left.bySymbol == right.bySymbol && left.bySector == right.bySector)
        #expect(left.excluded == right.excluded)
        for (one, other) in zip(left.strategies, right.strategies) where one != other {
            #expect(one.flags == other.flags && one.collateral == other.collateral, "\(one.title)")
            #expect(one.unrealizedProfit == other.unrealizedProfit, "\(one.title)")
            for (leg, twin) in zip(one.legs, other.legs) { #expect(leg == twin) }
        }
        #expect(left == right)
    }

    /// Random parts, marked at random: the sum of a tree is the sum that another tree makes at once.
    @Test(arguments: [0, 1, 15, 16, 17, 256, 257, 1000]) func aFollowedSumIsAFreshSum(count: Int) {
        var random = SystemIndependentGenerator(seed: UInt64(count))
        var parts = (0..<count).map { _ in Double.random(in: -1e6...1e6, using: &random) }
        var live = SumTree<FigureSum>(count: count)
        live.update { part, sum in sum.add(Figure(parts[part])) }
        for _ in 0..<50 where count > 0 {
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let part = Int.random(in: 0..<count, using: &random)
                parts[part] = Double.random(in: -1e6...1e6, using: &random)
                live.mark(part)
            }
            live.update { part, sum in sum.add(Figure(parts[part])) }
            var fresh = SumTree<FigureSum>(count: count)
            fresh.update { part, sum in sum.add(Figure(parts[part])) }
            #expect(live.total.total == fresh.total.total)
            let plain = parts.reduce(0, +)
            #expect(abs((live.total.total.figure.value ?? .nan) - plain) <= 1e-6)
        }
        #expect(live.total.total == (count == 0 ? FigureSum().total : live.total.total))
    }

    /// What one new quote takes in a book of so many underlyings.
    private func work(symbols: Int, legs: Int) throws -> BookWork {
        var book = RandomBook(seed: 7, symbols: symbols, legs: legs)
        var live = book.valuer()
        _ = live.valuation(now: PaperBook.now)
        // Of the margin account: the only one that a rule is searched for.
        let contract = try #require(
            book.positions.lazy.compactMap { position -> OptionContract? in
                guard position.account == "margin", case .option(let contract) = position.instrument else { return nil }
                return contract
            }.first)
        let before = live.work
        live.apply(optionQuotes: [contract: book.requote(contract)])
        _ = live.valuation(now: PaperBook.now)
        let after = live.work
        var work = BookWork()
        work.legs = after.legs - before.legs
        work.rows = after.rows - before.rows
        work.additions = after.additions - before.additions
        work.searches = after.searches - before.searches
        work.reserves = after.reserves - before.reserves
        work.accounts = after.accounts - before.accounts
        return work
    }

    @Test(arguments: [1, 10, 60]) func aQuoteCostsWhatItChanges(symbols: Int) throws {
        let work = try work(symbols: symbols, legs: 12)
        #expect(work.legs == 1 && work.rows == 1 && work.searches == 1 && work.accounts == 1)
        #expect(work.reserves == 0, "no quote changes what is reserved")
        // Six sums, each of at most three levels of sixteen.
        #expect(work.additions <= 6 * 3 * 16, "\(work.additions) additions")
    }

    /// On one underlying too: one search of a few pairs, and none where there are many.
    @Test(arguments: [20, 80, 200, 400]) func aQuoteOfALongChainCostsOneSearch(legs: Int) throws {
        let work = try work(symbols: 1, legs: legs)
        #expect(work.legs == 1 && work.rows == 1 && work.reserves == 0)
        #expect(work.searches == (legs < 100 ? 1 : 0))
    }

    /// A large book is searched when its spot has gone a quarter of a percent, and not again when it comes back.
    @Test func aLargeBookIsSearchedWhereItsSpotStands() throws {
        let book = RandomBook(seed: 5, symbols: 1, legs: 240)
        var live = book.valuer()
        _ = live.valuation(now: PaperBook.now)
        let first = live.work.searches
        func searches(_ spot: Double) -> Int {
            live.apply(underlyingQuotes: ["Z0": PaperBook.quote(spot - 0.01, spot + 0.01)])
            _ = live.valuation(now: PaperBook.now)
            return live.work.searches - first
        }
        let start = searches(100)
        #expect(searches(100.02) == start && searches(99.98) == start)
        #expect(searches(100.5) == start + 1)
        #expect(searches(100) == start + 1 && searches(100.5) == start + 1)
        let account = try #require(live.valuation(now: PaperBook.now).accounts.first { $0.account.name == "margin" })
        #expect(account.marginRequirement.trust == .estimated)
    }

    /// Neither a repeated quote nor a look a moment later searches anything.
    @Test func whatStaysTheSameIsNotSearchedAgain() throws {
        let book = RandomBook(seed: 3, symbols: 4, legs: 10)
        var live = book.valuer()
        _ = live.valuation(now: PaperBook.now)
        let before = live.work
        live.apply(optionQuotes: book.quotes)
        _ = live.valuation(now: PaperBook.now)
        #expect(live.work == before)
        // A second later all legs are revalued, but no mark has changed.
        _ = live.valuation(now: PaperBook.now.adding(seconds: 1.5))
        #expect(live.work.legs == before.legs + book.positions.count)
        #expect(live.work.searches == before.searches && live.work.reserves == before.reserves)
    }
}

/// The attribution of the day follows the legs that were revalued.
@Suite struct DayAttributionIncrementTests {
    @Test func aFollowedAttributionIsAFreshOne() throws {
        var book = RandomBook(seed: 21, symbols: 3, legs: 12)
        var live = book.valuer()
        let marks = book.quotes.mapValues { Figure(($0.bid ?? 0) * 1.05) }
        live.apply(previousMarks: marks)
        var attributor = DayAttributor()
        _ = attributor.attribution(of: live.valuation(now: PaperBook.now), live)
        let whole = attributor.attributedLegs
        #expect(whole == book.positions.count)
        for step in 1...20 {
            if let contract = book.randomContract() {
                live.apply(optionQuotes: [contract: book.requote(contract)])
            }
            var valued = live.valuation(now: PaperBook.now)
            // A valuation that the attribution has not seen.
            if step % 5 == 0, let contract = book.randomContract() {
                live.apply(optionQuotes: [contract: book.requote(contract)])
                valued = live.valuation(now: PaperBook.now)
            }
            let before = attributor.attributedLegs
            let followed = attributor.attribution(of: valued, live)
            #expect(attributor.attributedLegs - before == (step % 5 == 0 ? whole : 1))
            var other = DayAttributor()
            #expect(followed == other.attribution(of: valued, live))
            #expect(followed?.book.total.figure == valued.dayProfit.figure)
        }
    }
}
