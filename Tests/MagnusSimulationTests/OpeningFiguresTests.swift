import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusSimulation

/// The paper account in the simulated world, valued by the analysis as the engine values it.
enum OpeningBook {
    static func contents(_ world: SimulatedWorld, account: String, now: Instant) throws -> BookContent {
        var ledger = LedgerBook()
        ledger.apply(try PaperBroker(world: world).events(of: account, now: now).filter { $0.time <= now })
        let known = try #require(PaperBroker.standardAccounts.first { $0.name == account })
        return BookContent(
            accounts: [ledger.accountHoldings(known, source: "paper", now: now)], positions: ledger.positions)
    }

    static func valued(
        _ world: SimulatedWorld, account: String = "paper", now: Instant, previousClose: Instant? = nil
    ) throws -> BookValuation {
        let rates = world.rates(now: now)
        var valuer = BookValuer(rates: rates)
        valuer.apply(try contents(world, account: account, now: now))
        for symbol in valuer.symbols {
            guard let profile = world.profile(of: symbol, now: now) else { continue }
            valuer.apply(
                UnderlyingMarket(
                    profile: profile, quote: world.quote(of: symbol, now: now),
                    volatilityHistory: world.volatilityHistory(of: symbol, count: 252, now: now) ?? []),
                symbol: symbol)
        }
        var quotes: [OptionContract: Quote] = [:]
        var marks: [OptionContract: Double] = [:]
        for contract in valuer.contracts {
            quotes[contract] = world.quote(of: contract, now: now)
            guard let previousClose, let quote = world.quote(of: contract, now: previousClose) else { continue }
            marks[contract] = Worlds.middle(quote)
        }
        valuer.apply(optionQuotes: quotes)
        valuer.apply(previousMarks: marks)
        var smiles: [OptionContract: SmileVolatility] = [:]
        for contract in valuer.contractsWithoutVolatility(now: now) {
            smiles[contract] = try smile(world, contract, now: now)?.volatility(strike: contract.strike)
        }
        valuer.apply(smiles: smiles)
        return valuer.valuation(now: now)
    }

    static func smile(_ world: SimulatedWorld, _ contract: OptionContract, now: Instant) throws -> ExpirySmile? {
        let entries = try #require(world.chain(of: contract.underlying, now: now))
        let underlying = try #require(world.quote(of: contract.underlying, now: now))
        let profile = try #require(world.profile(of: contract.underlying, now: now))
        return ExpirySmile(
            OptionChain(
                symbol: contract.underlying, underlying: underlying, entries: entries, retrievedAt: now,
                source: "simulated"),
            root: contract.root, expiry: contract.expiry, profile: profile, rates: world.rates(now: now),
            calendar: .standard, now: now)
    }
}

/// The figures of the specification's paper account that the world must open on.
@Suite struct OpeningFiguresTests {
    static let friday = Worlds.at(3, 12, 16, 0)
    let book: BookValuation

    init() throws {
        book = try OpeningBook.valued(Worlds.standard, now: SimulatedWorld.anchor, previousClose: Self.friday)
    }

    private func expect(_ figure: Figure, _ stated: Double, within share: Double = 0.01, _ name: String) throws {
        let value = try #require(figure.value, "\(name)")
        #expect(abs(value - stated) <= share * abs(stated), "\(name): \(value), stated \(stated)")
    }

    @Test func totalsAreTheStatedOnes() throws {
        let account = try #require(book.accounts.first)
        try expect(account.netLiquidation.figure, 169_360.40, within: 1e-9, "net liquidation")
        try expect(account.freeCash, 11_390.40, within: 1e-9, "free cash")
        try expect(account.reservedCash, 103_250, within: 1e-9, "reserved")
        try expect(book.openProfit.figure, -911, within: 1e-9, "open profit")
        try expect(book.dayProfit.figure, 284, "profit of the day")
        try expect(book.shortExtrinsic.figure, 5441, "short extrinsic")
        try expect(book.greeks.dollarDelta.figure, 84_100, "dollar delta")
        try expect(book.greeks.betaWeightedDelta.figure, 163, "weighted delta")
        try expect(book.greeks.dollarGammaOnePercent.figure, -37_300, "dollar gamma")
        try expect(book.nearGreeks.thetaPerDay.figure, 48, "near theta")
        try expect(book.nearGreeks.vega30.figure, -40, "near vega30")
        // The stated decay and vega are not those of the stated volatilities, whoever prices them: see the totals at these
        // volatilities in the tests of the analysis, with the same distances.
        try expect(book.greeks.thetaPerDay.figure, 123, within: 0.022, "theta")
        try expect(book.greeks.vega30.figure, -143, within: 0.04, "vega30")
        try expect(book.greeks.vegaPerPoint.figure, -45, within: 0.09, "vega")
        let moves = book.scenarios.map(\.profit.figure)
        try #require(moves.count == 6)
        for (figure, stated) in zip(moves, [-13_469.0, -6661, -2700, 666, 1500, 2700]) {
            try expect(figure, stated, within: stated == 1500 ? 0.03 : 0.01, "scenario")
        }
    }

    struct Stated: Sendable {
        var symbol: String
        var right: OptionRight
        var strike: Double
        /// Percent.
        var volatility: Double
    }

    static let volatilities: [Stated] = [
        Stated(symbol: "XSP", right: .put, strike: 597, volatility: 12.5),
        Stated(symbol: "XSP", right: .put, strike: 592, volatility: 14),
        Stated(symbol: "AAPL", right: .put, strike: 260, volatility: 25),
        Stated(symbol: "KO", right: .put, strike: 75, volatility: 17),
        Stated(symbol: "MU", right: .put, strike: 95, volatility: 68),
        Stated(symbol: "PLTR", right: .put, strike: 80, volatility: 56),
        Stated(symbol: "SPY", right: .put, strike: 585, volatility: 16.5),
        Stated(symbol: "SPY", right: .put, strike: 575, volatility: 17.8),
        Stated(symbol: "AMD", right: .put, strike: 150, volatility: 42),
        Stated(symbol: "BAC", right: .put, strike: 45, volatility: 26),
        Stated(symbol: "INTC", right: .call, strike: 39, volatility: 40),
        Stated(symbol: "BAC", right: .call, strike: 42, volatility: 27),
        Stated(symbol: "BAC", right: .call, strike: 52.5, volatility: 23.5),
        Stated(symbol: "IWM", right: .put, strike: 205, volatility: 25.5),
        Stated(symbol: "IWM", right: .put, strike: 210, volatility: 24.5),
        Stated(symbol: "IWM", right: .call, strike: 235, volatility: 19),
        Stated(symbol: "IWM", right: .call, strike: 240, volatility: 18.5),
        Stated(symbol: "SPX", right: .put, strike: 5650, volatility: 18.5),
        Stated(symbol: "SPX", right: .put, strike: 5600, volatility: 19.2),
        Stated(symbol: "SPY", right: .put, strike: 540, volatility: 22.5),
    ]

    @Test(arguments: volatilities) func volatilityIsTheStatedOne(_ stated: Stated) throws {
        let leg = try #require(
            book.strategies.flatMap(\.legs).first { leg in
                guard case .option(let contract) = leg.position.instrument else { return false }
                return contract.underlying == stated.symbol && contract.right == stated.right
                    && contract.strike == stated.strike
            })
        let value = try #require(leg.impliedVolatility.value)
        #expect(abs(100 * value - stated.volatility) <= 0.01 * stated.volatility + 0.05, "\(100 * value)")
    }

    /// A quote without a bid tells no volatility: the smile of the expiry does, marked as estimated and named.
    @Test func quotesWithoutABidAreValuedWithTheSmile() throws {
        var found = 0
        for leg in book.strategies.flatMap(\.legs) where leg.bid == 0 {
            found += 1
            #expect(leg.impliedVolatility.trust == .estimated && leg.delta.trust == .estimated)
            #expect(leg.mark.trust == .fresh && leg.markSource.contains("half ask"))
            #expect(leg.pricingMethod.hasPrefix("smile") && leg.volatilitySource.contains("quotes at 2027-03-15"))
        }
        #expect(found == 2)
    }

    /// Of the row of the spread that ends today.
    @Test func theSpreadOfTheDayIsTheStatedOne() throws {
        let row = try #require(book.strategies.first { $0.symbol == "XSP" })
        try expect(row.unrealizedProfit, 89, within: 1e-9, "profit")
        try expect(row.thetaPerDay, 8, "theta")
        let gamma = try #require(book.bySymbol.first { $0.key == "XSP" })
        try expect(gamma.dollarGammaOnePercent.figure, -21_800, "gamma")
        // Buying back costs the ask of the short leg; nobody bids for the long one.
        let cost = row.legs.compactMap(\.costToClose.value).reduce(0, +)
        #expect(abs(cost - 10) < 1e-9)
    }

    /// Day P/L is net liquidation now less that at the previous official close, less cash moved; the rows add up to it.
    @Test(arguments: [Worlds.at(3, 15, 10, 42), Worlds.at(3, 15, 15, 59)])
    func dayProfitIsTheChangeOfNetLiquidation(now: Instant) throws {
        let present = try OpeningBook.valued(Worlds.standard, now: now, previousClose: Self.friday)
        let before = try OpeningBook.valued(Worlds.standard, now: Self.friday)
        let account = try #require(present.accounts.first)
        let earlier = try #require(before.accounts.first)
        #expect(account.cash == earlier.cash, "no cash moved in or out, nothing was traded")
        let change =
            try #require(account.netLiquidation.figure.value) - #require(earlier.netLiquidation.figure.value)
        let day = try #require(present.dayProfit.figure.value)
        #expect(abs(day - change) < 0.01, "\(day) \(change)")
        #expect(abs(try #require(account.dayProfit.figure.value) - day) < 0.01)
        let rows = present.strategies.compactMap(\.dayProfit.value).reduce(0, +)
        #expect(abs(rows - day) < 0.01)
        let former = before.strategies.flatMap(\.legs)
        for leg in present.strategies.flatMap(\.legs) where leg.mark.value != nil {
            let same = try #require(former.first { $0.position.instrument == leg.position.instrument })
            let mark = try #require(same.mark.value)
            #expect(abs(try #require(leg.previousMark.value) - mark) < 1e-9, "\(leg.position.id)")
        }
    }

    /// On a day without a session the last session's profit stands: shares and options count from the same close, what
    /// was opened in that session from its entry.
    @Test func theWeekendShowsTheProfitOfTheLastSession() throws {
        let thursday = Worlds.at(3, 11, 16, 0)
        let saturday = try OpeningBook.valued(
            Worlds.standard, now: Worlds.at(3, 13, 10, 0), previousClose: thursday)
        let before = try OpeningBook.valued(Worlds.standard, now: thursday).strategies.flatMap(\.legs)
        var opened = 0
        for leg in saturday.strategies.flatMap(\.legs) where leg.mark.value != nil {
            if leg.position.openedAt.newYork.date == .on(2027, 3, 12) {
                opened += 1
                #expect(leg.dayProfit == leg.unrealizedProfit)
                continue
            }
            let same = try #require(before.first { $0.position.instrument == leg.position.instrument })
            let (now, then) = (try #require(leg.mark.value), try #require(same.mark.value))
            #expect(abs(try #require(leg.previousMark.value) - then) < 1e-9, "\(leg.position.id)")
            let multiplier = try #require(leg.marketValue.value) / now
            #expect(abs(try #require(leg.dayProfit.value) - (now - then) * multiplier) < 0.01, "\(leg.position.id)")
        }
        #expect(opened == 7, "spread of the index, put of MU and condor of IWM")
    }

    /// What Positions, scans and chains show: the last completed session in its year.
    @Test(arguments: [("XLE", 62.0), ("UBER", 55), ("DIS", 58), ("WMT", 48)])
    func standingsShownAreTheStatedOnes(symbol: String, percentile: Double) throws {
        let history = try #require(
            Worlds.standard.volatilityHistory(of: symbol, count: 252, now: SimulatedWorld.anchor))
        let shown = try #require(VolatilityStanding(history: history).percentile.value)
        #expect(abs(shown - percentile) <= 0.5, "\(shown)")
    }

    @Test func rankOfMicronIsTheStatedOne() throws {
        let history = try #require(Worlds.standard.volatilityHistory(of: "MU", count: 252, now: SimulatedWorld.anchor))
        #expect(abs(try #require(VolatilityStanding(history: history).rank.value) - 91) <= 0.5)
    }
}
