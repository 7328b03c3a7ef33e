import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// What is not known is counted, never 0: expired contracts nobody reported, adjusted ones, shares without a quote.
@Suite struct UnknownPartsTests {
    private static let opened = NewYorkTime.instant(on: PaperBook.day(11, 5, 2020), hour: 10, minute: 0)

    private static func position(_ id: String, _ instrument: Instrument, _ quantity: Int) -> Position {
        Position(
            id: "old:\(id)", account: "old", instrument: instrument, quantity: Quantity(quantity), openedAt: opened,
            averagePrice: 1, costBasis: Money(dollars: 100), realizedProfit: .zero)
    }

    /// The imported account of the hostile test: three options long over, two tickers without any source.
    private static func imported(_ market: MarketSnapshot = PaperBook.market) -> BookValuation {
        let expiry = PaperBook.day(1, 15, 2021)
        var valuer = BookValuer(rates: market.rates)
        valuer.apply(market)
        valuer.apply(
            BookContent(
                accounts: [
                    AccountHoldings(
                        account: Account(name: "old", broker: "file", kind: .imported, rules: .cash), cash: .zero,
                        settledCash: .zero, realizedProfit: .zero, source: "file.csv")
                ],
                positions: [
                    position("BB", .option(PaperBook.contract("BB", expiry, .call, 7)), 5),
                    position("BCRX", .option(PaperBook.contract("BCRX", expiry, .call, 8)), 3),
                    position("PLTR", .option(PaperBook.contract("PLTR", expiry, .put, 26)), -1),
                    position("THCB", .stock(symbol: "THCB"), 200), position("THCBW", .stock(symbol: "THCBW"), 100),
                ]))
        return valuer.valuation(now: PaperBook.now)
    }

    @Test func nothingKnownIsUnknownAndNotZero() {
        let book = Self.imported()
        let row = book.greeks
        for total in [
            row.delta, row.gamma, row.thetaPerDay, row.vegaPerPoint, row.rhoPerPoint, row.dollarDelta,
            row.dollarGammaOnePercent, row.betaWeightedDelta, row.vega30,
        ] {
            #expect(total.figure.value == nil)
            #expect(total.unknownCount == 5)
        }
        #expect(book.shortExtrinsic.figure.value == nil && book.shortExtrinsic.unknownCount == 1)
        #expect(book.scenarios.allSatisfy { $0.profit.figure.value == nil && $0.profit.unknownCount == 5 })
        for group in book.bySymbol + book.byStrategy + book.byPosition {
            #expect(group.delta.figure.value == nil && group.delta.unknownCount == 1, "\(group.key)")
        }
        #expect(book.excluded == ["BB", "BCRX", "PLTR", "THCB", "THCBW"])
        for strategy in book.strategies {
            #expect(strategy.delta.value == nil && strategy.thetaPerDay.value == nil, "\(strategy.symbol)")
        }
    }

    /// What the excluded list names is in no sum, and the rest is.
    @Test func whatIsExcludedIsNotInTheSum() throws {
        var market = PaperBook.market
        market.underlyings["THCB"] = UnderlyingMarket(
            profile: SecurityProfile(symbol: "THCB", name: "THCB", kind: .stock, sector: "Unknown"),
            quote: PaperBook.quote(9.99, 10.01))
        let book = Self.imported(market)
        #expect(!book.excluded.contains("THCB"))
        #expect(book.greeks.delta.figure.value == 200 && book.greeks.delta.unknownCount == 4)
        #expect(book.greeks.dollarDelta.unknownCount == 4)
        // Shares that nobody is known to list options on are not called uncovered.
        let warrant = try #require(book.strategies.first { $0.symbol == "THCBW" })
        #expect(warrant.flags.isEmpty && warrant.title == "100 sh")
        let shares = try #require(book.strategies.first { $0.symbol == "THCB" })
        #expect(shares.flags == [.uncoveredShares])
        market.underlyings["THCB"]?.profile.optionVolume = 0
        let unlisted = try #require(Self.imported(market).strategies.first { $0.symbol == "THCB" })
        #expect(unlisted.flags.isEmpty && unlisted.title == "200 sh")
    }

    /// 300 shares under one call leave 200 to sell calls against; under three they leave none, however the rows fall.
    @Test(arguments: [(300, [-1], true), (300, [-3], false), (300, [-4], false), (150, [-1], false), (200, [-1], true)])
    func sharesBeyondTheirCallsAreUncovered(shares: Int, calls: [Int], isUncovered: Bool) {
        let expiry = PaperBook.day(4, 16, 2027)
        var valuer = PaperBook.valuer()
        let market = PaperBook.market
        valuer.apply(market)
        var content = BookContent(
            accounts: [
                AccountHoldings(
                    account: Account(name: "old", broker: "file", kind: .imported, rules: .cash), cash: .zero,
                    settledCash: .zero, realizedProfit: .zero, source: "file.csv")
            ], positions: [Self.position("DIS", .stock(symbol: "DIS"), shares)])
        for (index, quantity) in calls.enumerated() {
            content.positions.append(
                Self.position(
                    "DIS\(index)", .option(PaperBook.contract("DIS", expiry, .call, 115)), quantity))
        }
        valuer.apply(content)
        let book = valuer.valuation(now: PaperBook.now)
        #expect(book.strategies.contains { $0.flags.contains(.uncoveredShares) } == isUncovered)
    }

    /// Two spreads 585/575 can lose 2,000 at most; the short puts alone would lose some 9,400 where SPY falls by a tenth, to
    /// 538. With the long leg unpriced the row is in no sum of risk, and it is back with the quote.
    @Test func aSpreadThatIsPricedInPartIsLeftOutWhole() throws {
        func spread(_ book: BookValuation) throws -> StrategyValuation {
            try #require(book.strategies.first { $0.symbol == "SPY" && $0.title.hasPrefix("-2 PCS") })
        }
        var complete = PaperBook.valuer()
        let whole = complete.valuation(now: PaperBook.now)
        #expect(try !spread(whole).isPartlyPriced)
        let long = PaperBook.contract("SPY", PaperBook.day(4, 5), .put, 575)
        var market = PaperBook.market
        let quote = try #require(market.optionQuotes[long])
        market.optionQuotes[long] = nil
        var valuer = PaperBook.valuer(market)
        let torn = valuer.valuation(now: PaperBook.now)
        let row = try spread(torn)
        #expect(row.isPartlyPriced && row.unrealizedProfit.value == nil)
        #expect(row.legs.contains { $0.delta.value != nil }, "its short leg is priced")
        let share = try #require(try spread(whole).delta.value)
        let before = try #require(whole.greeks.delta.figure.value)
        let after = try #require(torn.greeks.delta.figure.value)
        #expect(abs(before - share - after) < 0.01, "\(before) \(share) \(after)")
        #expect(torn.greeks.delta.unknownCount == whole.greeks.delta.unknownCount + 2)
        let fall = try #require(whole.scenarios.first?.profit.figure.value)
        let least = try #require(torn.scenarios.first?.profit.figure.value)
        #expect(abs(fall - least) <= 2_000, "\(fall) \(least)")
        #expect(torn.bySymbol.first { $0.key == "SPY" }?.delta.unknownCount == 2)
        valuer.apply(optionQuotes: [long: quote])
        let again = valuer.valuation(now: PaperBook.now)
        #expect(try !spread(again).isPartlyPriced)
        #expect(again.greeks.delta.unknownCount == whole.greeks.delta.unknownCount)
        let restored = try #require(again.greeks.delta.figure.value)
        #expect(abs(restored - before) < 0.01)
    }

    @Test func anAdjustedContractCountsOnceEverywhere() {
        var valuer = PaperBook.valuer()
        let book = valuer.valuation(now: PaperBook.now)
        for total in [book.greeks.delta, book.greeks.thetaPerDay, book.greeks.dollarDelta, book.greeks.vega30] {
            #expect(total.unknownCount == 1)
        }
        let row = book.bySymbol.first { $0.key == "LCID" }
        #expect(row?.delta.figure == .unknown(.adjusted))
    }

    /// A call at parity is judged at the underlying's own volatility, also when that becomes known after the quotes.
    @Test func historyThatComesLateIsUsed() throws {
        let full = PaperBook.market
        var bare = full
        for symbol in bare.underlyings.keys { bare.underlyings[symbol]?.volatilityHistory = [] }
        var valuer = PaperBook.valuer(bare)
        func chance(_ book: BookValuation) throws -> Figure {
            try #require(book.strategies.first { $0.symbol == "MO" }).assignmentProbability
        }
        #expect(try chance(valuer.valuation(now: PaperBook.now)).value == nil)
        valuer.apply(full)
        #expect(try chance(valuer.valuation(now: PaperBook.now)).value.map { $0 > 0.9 } == true)
    }
}
