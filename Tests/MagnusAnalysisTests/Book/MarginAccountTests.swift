import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// A margin account of a few positions of ZZ.
struct MarginAccount {
    struct Holding {
        var instrument: Instrument
        var quantity: Int
        var price: Double?
        /// The group it was opened as; nil where a shape is looked for.
        var group: String?
    }

    var cash: Double
    var rules = AccountRules.regulationT
    var holdings: [Holding] = []
    var spots: [String: Double?] = ["ZZ": 100]
    var intents: [String: PositionIntent] = [:]
    var kind = SecurityKind.stock

    mutating func hold(
        _ quantity: Int, _ right: OptionRight, _ strike: Double, at price: Double?,
        expiry: CalendarDate = PaperBook.day(4, 16), symbol: String = "ZZ"
    ) {
        let contract = PaperBook.contract(symbol, expiry, right, strike)
        holdings.append(Holding(instrument: .option(contract), quantity: quantity, price: price))
    }

    mutating func hold(shares: Int, of symbol: String = "ZZ") {
        holdings.append(Holding(instrument: .stock(symbol: symbol), quantity: shares))
    }

    var valuer: BookValuer {
        let now = PaperBook.now
        var valuer = BookValuer(rates: RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "test"))
        for (symbol, spot) in spots {
            valuer.apply(
                UnderlyingMarket(
                    profile: SecurityProfile(symbol: symbol, name: symbol, kind: kind, sector: "Sector", beta: 1),
                    quote: spot.map { PaperBook.quote($0 - 0.005, $0 + 0.005) }), symbol: symbol)
        }
        var quotes: [OptionContract: Quote] = [:]
        for holding in holdings {
            guard case .option(let contract) = holding.instrument, let price = holding.price else { continue }
            quotes[contract] = PaperBook.quote(price - 0.01, price + 0.01)
        }
        valuer.apply(optionQuotes: quotes)
        let positions = holdings.enumerated().map { index, holding in
            let price = holding.price ?? 1
            let name: String
            var multiplier = 1.0
            switch holding.instrument {
            case .stock(let symbol): name = symbol
            case .option(let contract): (name, multiplier) = (contract.text(in: .compact), Double(contract.multiplier))
            }
            return Position(
                id: "margin:\(name):\(index)", account: "margin", instrument: holding.instrument,
                quantity: Quantity(holding.quantity), openedAt: now.adding(seconds: -86_400), averagePrice: price,
                costBasis: Money(dollars: Double(holding.quantity) * multiplier * price), realizedProfit: .zero,
                strategyGroup: holding.group)
        }
        let money = Money(dollars: cash) ?? .zero
        valuer.apply(
            BookContent(
                accounts: [
                    AccountHoldings(
                        account: Account(name: "margin", broker: "test", kind: .imported, rules: rules),
                        cash: money, settledCash: money, realizedProfit: .zero,
                        source: "test")
                ],
                positions: positions, intents: intents))
        return valuer
    }

    func book() -> BookValuation {
        var valuer = valuer
        return valuer.valuation(now: PaperBook.now)
    }

    func account() throws -> AccountValuation { try #require(book().accounts.first) }
}

/// Buying power = net liquidation less requirement, and nothing is taken off twice.
@Suite struct MarginAccountTests {
    private func isNear(_ figure: Figure, _ expected: Double) -> Bool {
        figure.value.map { abs($0 - expected) <= 1e-6 * max(1, abs(expected)) } ?? false
    }

    /// Shares without a price take half of something unknown: that is no requirement of nothing.
    @Test func aRequirementOfUnpricedHoldingsAloneIsUnknown() throws {
        var margin = MarginAccount(cash: 10_000, spots: ["ZZ": nil])
        #expect(try margin.account().marginRequirement == Figure(0), "nothing is held")
        margin.hold(shares: 100)
        let account = try margin.account()
        #expect(account.marginRequirement == .unknown(.incomplete))
        #expect(account.reasons["margin_requirement"] == .incomplete && account.buyingPower.value == nil)
        margin.hold(-1, .put, 90, at: nil)
        #expect(try margin.account().marginRequirement == .known(9000, .estimated), "the strike bounds the put")
    }

    /// 100,000 of equity, 100 SPY short at 600: the proceeds lie in the cash, half of the value is the deposit.
    @Test func shortSharesTakeHalfOfTheirValue() throws {
        var margin = MarginAccount(cash: 160_000, spots: ["SPY": 600])
        margin.hold(shares: -100, of: "SPY")
        let account = try margin.account()
        #expect(isNear(account.netLiquidation.figure, 100_000))
        #expect(isNear(account.marginRequirement, 30_000))
        #expect(isNear(account.buyingPower, 70_000))
        #expect(isNear(account.buyingPowerUsedFraction, 0.30))
    }

    struct Sale: Sendable, CustomTestStringConvertible {
        var name: String
        var right: OptionRight
        var strike: Double
        var price: Double
        /// The rule's requirement, the option's value in it.
        var gross: Double

        var testDescription: String { name }
    }

    /// The worked figures of domain.md section 5 at S = 100 and the published 3,400 at S = 209.
    static let sales = [
        Sale(name: "put 95", right: .put, strike: 95, price: 1.34, gross: 134 + 1500),
        Sale(name: "call 105", right: .call, strike: 105, price: 1.50, gross: 1650),
    ]

    /// At the instant of sale buying power falls by the requirement less the premium, and by nothing else.
    @Test(arguments: sales) func aSaleTakesTheRequirementLessThePremium(_ sale: Sale) throws {
        let before = try MarginAccount(cash: 50_000).account()
        var margin = MarginAccount(cash: 50_000 + 100 * sale.price)
        margin.hold(-1, sale.right, sale.strike, at: sale.price)
        let after = try margin.account()
        #expect(isNear(before.buyingPower, 50_000))
        #expect(isNear(after.netLiquidation.figure, 50_000))
        let change = try #require(after.buyingPower.value) - 50_000
        #expect(abs(change + sale.gross - 100 * sale.price) < 1e-6)
        #expect(isNear(after.marginRequirement, sale.gross - 100 * sale.price))
    }

    /// Ten QQQ 500/510 call debit spreads worth 5.00: the debit is the requirement.
    @Test func aDebitSpreadTakesItsDebit() throws {
        var margin = MarginAccount(cash: 95_000, spots: ["QQQ": 505])
        margin.hold(10, .call, 500, at: 12, symbol: "QQQ")
        margin.hold(-10, .call, 510, at: 7, symbol: "QQQ")
        let account = try margin.account()
        #expect(isNear(account.netLiquidation.figure, 100_000))
        #expect(isNear(account.marginRequirement, 5000))
        #expect(isNear(account.buyingPower, 95_000))
    }

    /// What was bought and paid leaves the cash as buying power, however it is marked.
    @Test func longOptionsLendNothing() throws {
        var margin = MarginAccount(cash: 20_000)
        margin.hold(3, .put, 90, at: 2.5)
        #expect(isNear(try margin.account().buyingPower, 20_000))
        margin.hold(1, .call, 100, at: nil)
        #expect(isNear(try margin.account().buyingPower, 20_000))
    }

    /// A covered call in the money lends half of its strike, no more.
    @Test func aCoveredCallLendsHalfOfItsStrike() throws {
        var margin = MarginAccount(cash: 1000, spots: ["ZZ": 120])
        margin.hold(shares: 100)
        margin.hold(-1, .call, 100, at: 20)
        #expect(isNear(try margin.account().buyingPower, 1000 + 5000))
    }

    /// Shares that a covered call was sold against cover no call of another group, though that one ends earlier.
    @Test func sharesStayWithTheCallSoldAgainstThem() throws {
        var margin = MarginAccount(cash: 50_000, rules: .cash)
        margin.hold(shares: 100)
        margin.hold(-1, .call, 110, at: 1)
        margin.hold(-1, .put, 90, at: 1, expiry: PaperBook.day(3, 19))
        margin.hold(-1, .call, 104, at: 1, expiry: PaperBook.day(3, 19))
        for (index, group) in ["A", "A", "B", "B"].enumerated() { margin.holdings[index].group = group }
        let account = try margin.account()
        #expect(account.reservedCash == .unknown(.unlimited) && account.freeCash.value == nil)
        margin.hold(shares: 100)
        margin.holdings[4].group = "C"
        #expect(try margin.account().reservedCash == Figure(9000), "the other shares are free for it")
    }

    // MARK: - Unknown parts

    /// One naked call without a mark: nothing is known of the requirement, so nothing of the buying power.
    @Test func anUnmarkedNakedCallMakesBuyingPowerUnknown() throws {
        var margin = MarginAccount(cash: 50_000)
        margin.hold(-1, .put, 90, at: 1)
        margin.hold(-1, .call, 130, at: nil, expiry: PaperBook.day(5, 21))
        let account = try margin.account()
        #expect(account.marginRequirement.value == nil && account.buyingPower.value == nil)
        #expect(account.buyingPowerUsedFraction.value == nil)
        for key in ["margin_requirement", "buying_power", "buying_power_used_fraction"] {
            #expect(account.reasons[key] == .noMarket || account.reasons[key] == .noSource, "\(key)")
        }
    }

    /// One naked put without a mark is in the requirement with its strike: less buying power than with any mark.
    @Test func anUnmarkedNakedPutCountsAsItsStrike() throws {
        var unmarked = MarginAccount(cash: 50_000)
        unmarked.hold(-1, .put, 90, at: nil)
        unmarked.hold(1, .put, 50, at: 0.1, expiry: PaperBook.day(3, 19))
        let account = try unmarked.account()
        #expect(account.netLiquidation.unknownCount == 1)
        #expect(account.marginRequirement == .known(9010, .estimated))
        #expect(account.buyingPower == .known(41_000, .estimated))
        for price in [0.5, 10, 60.0] {
            var marked = MarginAccount(cash: 50_000, spots: ["ZZ": 91 - price])
            marked.hold(-1, .put, 90, at: price)
            #expect(try #require(marked.account().buyingPower.value) >= 41_000)
        }
    }

    /// The adjusted put of the paper account counts: with the strike times the multiplier.
    @Test func theAdjustedPutOfThePaperAccountCounts() throws {
        var valuer = PaperBook.valuer()
        let account = try #require(valuer.valuation(now: PaperBook.now).accounts.first)
        let content = PaperBook.content
        var without = content
        without.positions.removeAll { $0.instrument == .option(PaperBook.adjusted) }
        var second = PaperBook.valuer()
        second.apply(without)
        let other = try #require(second.valuation(now: PaperBook.now).accounts.first)
        let needed = try #require(account.marginRequirement.value)
        #expect(abs(needed - (try #require(other.marginRequirement.value)) - 250) < 1e-6)
        #expect(account.marginRequirement.trust == .estimated && other.marginRequirement.trust == .fresh)
        #expect(abs(try #require(account.buyingPower.value) - (169_360.40 - needed)) < 1e-6)
    }

    /// Every account of a few legs: the parts of the sum, quote by quote, are those of a fresh valuer.
    @Test func theRequirementFollowsItsQuotes() throws {
        var margin = MarginAccount(cash: 50_000)
        margin.hold(-2, .put, 95, at: 2)
        margin.hold(2, .put, 90, at: 1)
        margin.hold(-1, .call, 110, at: 1)
        var valuer = margin.valuer
        _ = valuer.valuation(now: PaperBook.now)
        margin.spots = ["ZZ": 97.5]
        valuer.apply(underlyingQuotes: ["ZZ": PaperBook.quote(97.495, 97.505)])
        margin.holdings[2].price = 0.8
        valuer.apply(optionQuotes: [
            PaperBook.contract("ZZ", PaperBook.day(4, 16), .call, 110): PaperBook.quote(0.79, 0.81)
        ])
        let account = try #require(valuer.valuation(now: PaperBook.now).accounts.first)
        #expect(account.marginRequirement == (try margin.account().marginRequirement))
    }

    /// American put calendars lose at most what was paid, in the row as in the payoff.
    @Test func aPutCalendarLosesItsDebit() throws {
        var margin = MarginAccount(cash: 20_000)
        margin.hold(1, .put, 100, at: 4, expiry: PaperBook.day(5, 21))
        margin.hold(-1, .put, 100, at: 2.5)
        let row = try #require(margin.book().strategies.first)
        #expect(row.kind == .putCalendar)
        #expect(isNear(row.maximumLoss, 150))
        #expect(isNear(try margin.account().marginRequirement, 150))
    }

    // MARK: - Reserved cash

    /// A short call that nothing covers has no bound: neither what it reserves nor what is free is known.
    @Test(arguments: [AccountRules.cash, .regulationT, .individualRetirement])
    func aNakedCallReservesWithoutBound(_ rules: AccountRules) throws {
        var margin = MarginAccount(cash: 50_000, rules: rules)
        margin.hold(-1, .put, 90, at: 1)
        margin.hold(-1, .call, 130, at: 1, expiry: PaperBook.day(5, 21))
        let book = margin.book()
        let account = try #require(book.accounts.first)
        #expect(account.reservedCash == .unknown(.unlimited) && account.freeCash == .unknown(.unlimited))
        #expect(account.reasons["collateral"] == .unlimited && account.reasons["free_cash"] == .unlimited)
        #expect(account.cashReserves.map(\.figure).contains(.unknown(.unlimited)))
        let call = try #require(book.strategies.first { $0.kind == .shortCall })
        #expect(call.collateral == .unknown(.unlimited) && call.leftPerYear == .unknown(.unlimited))
        if rules != .regulationT { #expect(account.buyingPower.value == nil) }
    }

    /// The shares were called away or sold, the call is still short.
    @Test func aCallWhoseSharesAreGoneReservesWithoutBound() throws {
        var margin = MarginAccount(cash: 50_000, rules: .cash)
        margin.hold(shares: 100)
        margin.hold(-1, .call, 110, at: 1)
        #expect(isNear(try margin.account().freeCash, 50_000))
        margin.holdings.removeFirst()
        #expect(try margin.account().freeCash == .unknown(.unlimited))
        margin.hold(shares: -100)
        #expect(try margin.account().freeCash.value == nil)
    }

    @Test func shortSharesReserveWithoutBound() throws {
        var margin = MarginAccount(cash: 60_000)
        margin.hold(shares: -100)
        #expect(try margin.account().freeCash == .unknown(.unlimited))
    }

    /// Two long calls and one short one are two rows, but nothing is naked.
    @Test func aCallThatAnotherRowCoversTakesItsWidth() throws {
        var margin = MarginAccount(cash: 50_000)
        margin.hold(2, .call, 95, at: 8, expiry: PaperBook.day(6, 18))
        margin.hold(-1, .call, 110, at: 1)
        #expect(isNear(try margin.account().freeCash, 50_000))
        margin.holdings[0].instrument = .option(PaperBook.contract("ZZ", PaperBook.day(6, 18), .call, 115))
        #expect(isNear(try margin.account().freeCash, 49_500))
        // One that expires first covers nothing.
        margin.holdings[0].instrument = .option(PaperBook.contract("ZZ", PaperBook.day(3, 19), .call, 95))
        #expect(try margin.account().freeCash == .unknown(.unlimited))
    }

    /// Shares that one call has taken cannot cover another.
    @Test func sharesCoverOnce() throws {
        var margin = MarginAccount(cash: 50_000)
        margin.hold(shares: 100)
        margin.hold(-1, .call, 110, at: 1)
        margin.hold(-1, .call, 120, at: 0.5)
        #expect(try margin.account().freeCash.value == nil)
        margin.holdings[0].quantity = 200
        #expect(isNear(try margin.account().freeCash, 50_000))
    }

    @Test func aStrangleHasNoBoundAbove() throws {
        var margin = MarginAccount(cash: 50_000)
        margin.hold(-1, .put, 90, at: 1)
        margin.hold(-1, .call, 110, at: 1)
        #expect(try margin.account().freeCash == .unknown(.unlimited))
    }

    @Test func anAdjustedShortWithoutADeliverableReservesAnUnknownSum() throws {
        var contract = PaperBook.contract("ZZ", PaperBook.day(4, 16), .put, 90)
        contract.deliverable = .unknown
        var margin = MarginAccount(cash: 50_000, rules: .cash)
        margin.holdings = [MarginAccount.Holding(instrument: .option(contract), quantity: -1, price: 1)]
        #expect(try margin.account().freeCash == .unknown(.adjusted))
    }

    // MARK: - Funded

    private func marks(_ book: BookValuation) -> [Bool] {
        book.strategies.filter { $0.legs.count == 1 }.map { $0.flags.contains(.funded) }
    }

    /// 30,000 cash and two puts in the money that take 26,000 each on one day: neither is funded.
    @Test func putsOfOneDayAreFundedTogetherOrNotAtAll() throws {
        var margin = MarginAccount(cash: 30_000, spots: ["ZZ": 257])
        margin.hold(-1, .put, 260, at: 4)
        margin.holdings.append(
            MarginAccount.Holding(
                instrument: .option(PaperBook.contract("YY", PaperBook.day(4, 16), .put, 260)), quantity: -1, price: 4))
        margin.spots["YY"] = 257
        let ids = margin.book().strategies.map(\.id)
        margin.intents = Dictionary(uniqueKeysWithValues: ids.map { ($0, PositionIntent.take) })
        #expect(ids.count == 2 && marks(margin.book()) == [false, false])
        for id in ids { #expect(try margin.account().isFunded(row: id) == false) }
        margin.cash = 52_000
        #expect(marks(margin.book()) == [true, true])
        margin.cash = 51_999.99
        #expect(marks(margin.book()) == [false, false])
    }

    /// Cash goes to the nearest expiry first.
    @Test func theNearerExpiryIsFundedFirst() throws {
        var margin = MarginAccount(cash: 30_000, spots: ["ZZ": 257])
        margin.hold(-1, .put, 260, at: 6, expiry: PaperBook.day(5, 21))
        margin.hold(-1, .put, 260, at: 4)
        let ids = margin.book().strategies.map(\.id)
        margin.intents = Dictionary(uniqueKeysWithValues: ids.map { ($0, PositionIntent.take) })
        let book = margin.book()
        #expect(
            book.strategies.map { $0.flags.contains(.funded) }
                == book.strategies.map { $0.expiry == PaperBook.day(4, 16) })
        #expect(try #require(book.accounts.first).freeCash == .known(-22_000, .fresh))
    }

    /// Nobody is called funded before a call without a bound.
    @Test func nothingIsFundedBehindANakedCall() throws {
        var margin = MarginAccount(cash: 500_000, spots: ["ZZ": 257])
        margin.hold(-1, .put, 260, at: 4)
        margin.hold(-1, .call, 300, at: 4, expiry: PaperBook.day(3, 19))
        let book = margin.book()
        for row in book.strategies {
            #expect(try #require(book.accounts.first).isFunded(row: row.id) == nil)
        }
    }
}
