import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct BookValuerTests {
    private func figures(_ book: BookValuation) -> [Figure] {
        book.strategies.flatMap { row in
            [row.unrealizedProfit, row.delta, row.thetaPerDay, row.captured, row.distance, row.assignmentProbability]
        } + [
            book.greeks.delta.figure, book.greeks.thetaPerDay.figure, book.greeks.vega30.figure,
            book.greeks.dollarGammaOnePercent.figure, book.openProfit.figure, book.shortExtrinsic.figure,
        ] + book.scenarios.map(\.profit.figure)
    }

    private func allFigures(_ book: BookValuation) -> [Figure] {
        figures(book)
            + book.strategies.flatMap(\.legs).flatMap { leg in
                [
                    leg.mark, leg.marketValue, leg.unrealizedProfit, leg.dayProfit, leg.costToClose,
                    leg.profitCaptured, leg.extrinsic, leg.impliedVolatility, leg.delta, leg.gamma, leg.thetaPerDay,
                    leg.vegaPerPoint, leg.rhoPerPoint, leg.betaWeightedDelta, leg.assignmentProbability,
                ]
            } + book.accounts.flatMap { [$0.netLiquidation.figure, $0.freeCash, $0.marginRequirement, $0.buyingPower] }
    }

    /// One quote at a time must lead to the same book as all quotes at once.
    @Test func incrementalEqualsFresh() throws {
        var random = SystemIndependentGenerator(seed: 11)
        var market = PaperBook.market
        var settings = BookSettings()
        settings.expansion.spotDeviations = 0
        settings.expansion.volatility = 0
        settings.expansion.timeFraction = 0
        var live = PaperBook.valuer(market, settings: settings)
        _ = live.valuation(now: PaperBook.now)
        for step in 1...12 {
            let now = PaperBook.now.adding(seconds: Double(step) * 0.4)
            let spot = try #require(PaperBook.spots.randomElement(using: &random))
            let price = spot.1 * (1 + 0.004 * (Double.random(in: 0...1, using: &random) - 0.5))
            let quote = PaperBook.quote(price - 0.01, price + 0.01, at: now)
            market.underlyings[spot.0]?.quote = quote
            live.apply(underlyingQuotes: [spot.0: quote])
            _ = live.valuation(now: now)
        }
        let now = PaperBook.now.adding(seconds: 20)
        let incremental = live.valuation(now: now)
        var fresh = PaperBook.valuer(market, settings: settings)
        let once = fresh.valuation(now: now)
        for (left, right) in zip(allFigures(incremental), allFigures(once)) {
            switch (left.value, right.value) {
            case (let left?, let right?): #expect(abs(left - right) <= 1e-3 * max(1, abs(right)))
            default: #expect(left == right)
            }
        }
    }

    /// Near the last pricing the expansion must agree with pricing anew.
    @Test func expansionAgreesWithRepricing() throws {
        var random = SystemIndependentGenerator(seed: 5)
        var market = PaperBook.market
        var valuer = PaperBook.valuer(market)
        _ = valuer.valuation(now: PaperBook.now)
        let now = PaperBook.now.adding(seconds: 30)
        var quotes: [String: Quote] = [:]
        for (symbol, price, _) in PaperBook.spots {
            let moved = price * (1 + 0.0004 * (Double.random(in: 0...1, using: &random) - 0.5))
            quotes[symbol] = PaperBook.quote(moved - 0.01, moved + 0.01, at: now)
            market.underlyings[symbol]?.quote = quotes[symbol]
        }
        valuer.apply(underlyingQuotes: quotes)
        let expanded = valuer.valuation(now: now)
        var fresh = PaperBook.valuer(market)
        let exact = fresh.valuation(now: now)
        #expect(expanded.strategies.flatMap(\.legs).contains { $0.pricingMethod.contains("expanded") })
        for (left, right) in zip(expanded.strategies, exact.strategies) {
            if let delta = left.delta.value, let truth = right.delta.value { #expect(abs(delta - truth) < 0.35) }
        }
        for (left, right) in zip(expanded.strategies.flatMap(\.legs), exact.strategies.flatMap(\.legs)) {
            if let found = left.impliedVolatility.value, let truth = right.impliedVolatility.value {
                #expect(abs(found - truth) < 1e-3)
            }
        }
    }

    private static let hostile: [Double?] = [
        nil, .nan, .infinity, -.infinity, -1, 0, 0.01, 1e-300, 1e300, .greatestFiniteMagnitude, 3.7,
    ]

    /// Faults F18, F19, F22: whatever is quoted, no figure is NaN and nothing unknown is 0.
    @Test(arguments: 0..<40) func hostileQuotesNeverGiveNonsense(seed: Int) {
        var random = SystemIndependentGenerator(seed: UInt64(seed))
        var market = PaperBook.market
        func spoil(_ quote: Quote) -> Quote {
            var result = quote
            if Bool.random(using: &random) { result.bid = Self.hostile.randomElement(using: &random) ?? nil }
            if Bool.random(using: &random) { result.ask = Self.hostile.randomElement(using: &random) ?? nil }
            result.last = Self.hostile.randomElement(using: &random) ?? nil
            let age = [0, 20, 3600, -10_000, 86_400 * 3].randomElement(using: &random) ?? 0
            result.time = Bool.random(using: &random) ? PaperBook.now.adding(seconds: -Double(age)) : nil
            result.isHalted = Bool.random(using: &random)
            return result
        }
        for symbol in market.underlyings.keys.sorted() where Bool.random(using: &random) {
            if let quote = market.underlyings[symbol]?.quote { market.underlyings[symbol]?.quote = spoil(quote) }
        }
        for (contract, quote) in market.optionQuotes.sorted(by: { $0.key.osi < $1.key.osi })
        where Bool.random(using: &random) {
            market.optionQuotes[contract] = spoil(quote)
        }
        var valuer = PaperBook.valuer(market)
        let book = valuer.valuation(now: PaperBook.now)
        for figure in allFigures(book) {
            if let value = figure.value { #expect(value.isFinite) }
        }
        for leg in book.strategies.flatMap(\.legs) where leg.mark.value == nil {
            #expect(leg.marketValue.value == nil)
            #expect(leg.unrealizedProfit.value == nil)
            #expect(leg.reasons["mark"] != nil)
        }
    }

    @Test func quotesGrowStaleInSessionOnly() throws {
        var valuer = PaperBook.valuer()
        _ = valuer.valuation(now: PaperBook.now)
        let later = valuer.valuation(now: PaperBook.now.adding(seconds: 12))
        func trust(_ book: BookValuation, _ symbol: String) throws -> Trust? {
            try #require(book.strategies.first { $0.symbol == symbol }).legs[0].mark.trust
        }
        #expect(try trust(later, "XSP") == .stale)
        #expect(try trust(later, "AMD") == .fresh)
        let muchLater = valuer.valuation(now: PaperBook.now.adding(seconds: 61))
        #expect(try trust(muchLater, "AMD") == .stale)
        #expect(muchLater.openProfit.figure.trust == .stale)
    }

    @Test func expiryFollowsTheStateMachine() throws {
        var valuer = PaperBook.valuer()
        func leg(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) throws -> PositionValuation {
            let book = valuer.valuation(
                now: NewYorkTime.instant(on: PaperBook.day(month, day), hour: hour, minute: minute))
            return try #require(book.strategies.first { $0.symbol == "KO" }?.legs.first)
        }
        #expect(try leg(3, 19, 15, 59).state == .open)
        let decide = try leg(3, 19, 16, 1)
        #expect(decide.state == .decide)
        #expect(decide.markSource.hasPrefix("intrinsic"))
        #expect(try leg(3, 19, 17, 29).state == .decide)
        let waiting = try leg(3, 20, 12, 0)
        #expect(waiting.state == .awaitingBroker)
        #expect(waiting.delta == .unknown(.expired))
        #expect(try leg(3, 22, 9, 0).state == .awaitingBroker)
        let forgotten = try leg(3, 24, 12, 0)
        #expect(forgotten.state == .expiredUnresolved)
        #expect(forgotten.unrealizedProfit == .unknown(.expiredUnresolved))
        let book = valuer.valuation(now: NewYorkTime.instant(on: PaperBook.day(3, 24), hour: 12, minute: 0))
        // Assigned it took 15,000, expired it took nothing: nobody said, so neither is told.
        #expect(try #require(book.strategies.first { $0.symbol == "KO" }).collateral == .unknown(.expiredUnresolved))
        let account = try #require(book.accounts.first)
        #expect(account.reservedCash == .unknown(.expiredUnresolved))
        #expect(account.freeCash == .unknown(.expiredUnresolved))
    }

    @Test func impossibleMultiplierIsRefused() throws {
        var content = PaperBook.content
        var contract = PaperBook.contract("AAPL", PaperBook.day(3, 17), .put, 260)
        contract.multiplier = 1
        content.positions = content.positions.map { position in
            guard case .option(let held) = position.instrument, held.root == "AAPL" else { return position }
            var changed = position
            changed.instrument = .option(contract)
            return changed
        }
        var valuer = PaperBook.valuer()
        valuer.apply(content)
        valuer.apply(optionQuotes: [contract: PaperBook.quote(3.70, 3.78)])
        let book = valuer.valuation(now: PaperBook.now)
        let row = try #require(book.strategies.first { $0.symbol == "AAPL" })
        #expect(row.legs[0].mark == .unknown(.multiplier))
        #expect(row.legs[0].delta == .unknown(.multiplier))
    }
}

/// SplitMix64: the same numbers everywhere.
struct SystemIndependentGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
