import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct DayAttributorTests {
    /// The official close before the Monday of the paper account.
    private static let since = NewYorkTime.instant(on: PaperBook.day(3, 12), hour: 16, minute: 0)
    private static let put = PaperBook.contract("PLTR", PaperBook.day(4, 16), .put, 80)

    private static func terms(_ contract: OptionContract, spot: Double, volatility: Double, at time: Instant)
        -> OptionTerms
    {
        OptionTerms(
            right: contract.right, style: contract.style, spot: spot, strike: contract.strike,
            years: contract.yearsToExpiry(from: time), rate: 0.036, dividendYield: 0, volatility: volatility)
    }

    private static func price(_ contract: OptionContract, spot: Double, volatility: Double, at time: Instant) throws
        -> Double
    {
        try OptionPricing.price(terms(contract, spot: spot, volatility: volatility, at: time), accuracy: .live)
    }

    /// The volatility that has the same variance left in trading time.
    private static func carried(_ volatility: Double, _ contract: OptionContract) -> Double {
        let time = TradingTime(calendar: .standard)
        let settlement = contract.expiryInstants(calendar: .standard).settlement
        let left = time.days(from: PaperBook.now, to: settlement) / time.days(from: since, to: settlement)
        return volatility
            * (left * contract.yearsToExpiry(from: since) / contract.yearsToExpiry(from: PaperBook.now)).squareRoot()
    }

    /// The paper account, its PLTR puts closed at 78 and 56 % on Friday and now at a spot and volatility.
    private static func valuer(spot: Double, volatility: Double) throws -> BookValuer {
        var market = PaperBook.market
        let before = 78.0
        market.underlyings["PLTR"]?.profile.previousClose = before
        market.underlyings["PLTR"]?.quote = PaperBook.quote(spot, spot)
        let now = try price(put, spot: spot, volatility: volatility, at: PaperBook.now)
        market.optionQuotes[put] = PaperBook.quote(now, now)
        var valuer = PaperBook.valuer(market)
        valuer.apply(previousMarks: [put: try price(put, spot: before, volatility: 0.56, at: since)])
        return valuer
    }

    private static func row(_ table: DayAttributionTable, _ book: BookValuation, _ symbol: String) throws
        -> DayAttribution
    {
        let id = try #require(book.strategies.first { $0.symbol == symbol }?.id)
        return try #require(table.rows.first { $0.key == id })
    }

    private static func attribution(spot: Double, volatility: Double) throws -> DayAttribution {
        var valuer = try valuer(spot: spot, volatility: volatility)
        let book = valuer.valuation(now: PaperBook.now)
        var attributor = DayAttributor()
        let found = attributor.attribution(of: book, valuer)
        let table = try #require(found)
        #expect(table.since == since)
        return try row(table, book, "PLTR")
    }

    private static func value(_ total: Total) throws -> Double { try #require(total.figure.value) }

    @Test func aWeekendAloneIsTheta() throws {
        let row = try Self.attribution(spot: 78, volatility: Self.carried(0.56, Self.put))
        let total = try Self.value(row.total)
        #expect(total > 1, "two puts sold gain by time")
        #expect(try abs(Self.value(row.delta)) < 1e-9)
        #expect(try abs(Self.value(row.gamma)) < 1e-9)
        // On the calendar the volatility rose: in trading time nothing happened.
        #expect(Self.carried(0.56, Self.put) > 0.565)
        #expect(try abs(Self.value(row.vega)) < 0.25)
        #expect(try abs(Self.value(row.theta) - total) < 0.25)
        #expect(try abs(Self.value(row.residual)) < 0.5)
        #expect(row.unexplainedLegs == 0)
    }

    @Test func aMoveIsDeltaAndGamma() throws {
        let still = try Self.attribution(spot: 78, volatility: Self.carried(0.56, Self.put))
        let row = try Self.attribution(spot: 76.5, volatility: Self.carried(0.56, Self.put))
        let greeks = try OptionPricing.valuation(
            Self.terms(Self.put, spot: 78, volatility: 0.56, at: Self.since), accuracy: .exact)
        let (delta, gamma) = (try #require(greeks.delta), try #require(greeks.gamma))
        #expect(try abs(Self.value(row.delta) - delta * -1.5 * -200) < 0.5)
        #expect(try abs(Self.value(row.gamma) - gamma / 2 * 2.25 * -200) < 0.3)
        #expect(try Self.value(row.delta) < -90)
        #expect(try abs(Self.value(row.theta) - Self.value(still.theta)) < 1e-6)
        let moved = try Self.value(row.total) - Self.value(still.total)
        #expect(try abs(Self.value(row.delta) + Self.value(row.gamma) - moved) < 0.03 * abs(moved))
    }

    @Test func aRiseOfVolatilityIsVega() throws {
        let row = try Self.attribution(spot: 78, volatility: Self.carried(0.56, Self.put) + 0.03)
        let greeks = try OptionPricing.valuation(
            Self.terms(Self.put, spot: 78, volatility: 0.56, at: Self.since), accuracy: .exact)
        let vega = try #require(greeks.vega)
        #expect(try abs(Self.value(row.vega) - vega * 0.03 * -200) < 0.02 * abs(vega * 6))
        #expect(try abs(Self.value(row.residual)) < 0.1 * abs(vega * 6))
    }

    @Test func partsAndResidualAreTheTotal() throws {
        for (spot, volatility) in [(70.0, 0.9), (78, 0.56), (90, 0.4), (79.99, 0.7)] {
            let row = try Self.attribution(spot: spot, volatility: volatility)
            let parts = try [row.delta, row.gamma, row.theta, row.vega, row.cross, row.residual].map(Self.value)
            #expect(try abs(parts.reduce(0, +) - Self.value(row.total)) < 1e-6)
        }
    }

    /// Both moves at once: vanna and volga of the close, whatever else (charm, the fall of vega with time) is in the rest.
    @Test func movesOfBothAreVannaAndVolga() throws {
        for (spot, rise) in [(75.0, 0.08), (81, 0.06), (78, 0.15)] {
            let row = try Self.attribution(spot: spot, volatility: Self.carried(0.56, Self.put) + rise)
            let greeks = try OptionPricing.valuation(
                Self.terms(Self.put, spot: 78, volatility: 0.56, at: Self.since), accuracy: .exact)
            let (vanna, volga) = (try #require(greeks.vanna), try #require(greeks.volga))
            let expected = ((spot - 78) * rise * vanna + rise * rise / 2 * volga) * -200
            #expect(try abs(Self.value(row.cross) - expected) < 0.02 * abs(expected) + 0.05)
        }
    }

    /// No leg of the paper account that has Greeks lacks the second orders, with cash dividends and without.
    @Test func everyAttributedLegHasVannaAndVolga() throws {
        var market = PaperBook.market
        var marks: [OptionContract: Double] = [:]
        var former = PaperBook.valuer(market)
        for leg in former.valuation(now: PaperBook.now).strategies.flatMap(\.legs) {
            guard case .option(let contract) = leg.position.instrument, let spot = leg.underlyingPrice.value else {
                continue
            }
            market.underlyings[contract.underlying]?.profile.previousClose = spot * 1.01
            let terms = Self.terms(contract, spot: spot * 1.01, volatility: 0.3, at: Self.since)
            marks[contract] = try OptionPricing.price(terms, accuracy: .live) + 0.01
        }
        var valuer = PaperBook.valuer(market)
        valuer.apply(previousMarks: marks)
        let book = valuer.valuation(now: PaperBook.now)
        var attributor = DayAttributor()
        let found = attributor.attribution(of: book, valuer)
        let told = try #require(found).openings.compactMap { $0 }
        #expect(told.count >= 6, "\(told.count)")
        for opening in told { #expect(opening.vanna != nil && opening.volga != nil, "\(opening)") }
    }

    /// Every part follows from the inputs that `x` shows.
    @Test func partsFollowFromWhatIsExplained() throws {
        var valuer = try Self.valuer(spot: 76.5, volatility: 0.63)
        var book = valuer.valuation(now: PaperBook.now)
        var attributor = DayAttributor()
        book.dayAttribution = attributor.attribution(of: book, valuer)
        let id = try #require(book.strategies.first { $0.symbol == "PLTR" }?.id)
        func part(_ key: String, _ formula: ((String) throws -> Double) throws -> Double) throws {
            let explanation = try #require(
                Explainer.explain(id: "\(id)#attribution/\(key)", book: book, market: PaperBook.market), "\(key)")
            let expected = try formula { name in
                let input = try #require(explanation.inputs.first { $0.name == name }, "\(key): \(name)")
                let value = try #require(Double(input.value), "\(key): \(name) \(input.value)")
                return input.unit.contains("%") ? value / 100 : value
            }
            let shown = try #require(Double(explanation.value.split(separator: " ").first ?? ""), "\(key)")
            #expect(abs(shown - -200 * expected) < 0.02 * abs(shown) + 0.05, "\(key)")
        }
        try part("delta") { try $0("delta at the close") * (76.5 - 78) }
        try part("gamma") { try $0("gamma at the close") / 2 * 1.5 * 1.5 }
        try part("vega") { try $0("vega per 1.00 at the close") * ($0("sigma now") - $0("sigma of the time left")) }
        try part("cross") {
            let change = try $0("sigma now") - $0("sigma of the time left")
            return try $0("vanna per 1.00 at the close") * -1.5 * change
                + $0("volga per 1.00 at the close") / 2 * change * change
        }
        try part("theta") { try $0("V now, time alone") - $0("V at the close") }
    }

    @Test(arguments: [(100.0, 9.0, false), (100, 11, true), (20, 4, false), (20, -6, true), (-300, 29, false)])
    func aRestIsLargeAboveFiveDollarsAndATenth(total: Double, rest: Double, isLarge: Bool) {
        func sum(_ value: Double) -> Total { Total(figure: Figure(value), unknownCount: 0) }
        var row = DayAttribution(
            key: "a", total: sum(total), delta: sum(0), gamma: sum(0), theta: sum(0), vega: sum(0), cross: sum(0),
            residual: sum(rest), unexplainedLegs: 0)
        #expect(row.isResidualLarge == isLarge)
        row.residual = Total(figure: .unknown(.noSource), unknownCount: 1)
        #expect(!row.isResidualLarge)
    }

    @Test func whatHasNoCloseStandsInTheResidual() throws {
        var market = PaperBook.market
        market.underlyings["DIS"]?.profile.previousClose = 110
        market.underlyings["SGOV"]?.profile.previousClose = 100.31
        var content = PaperBook.content
        let index = try #require(content.positions.firstIndex { $0.id.contains("KO") })
        content.positions[index].openedAt = PaperBook.now.adding(seconds: -600)
        var valuer = PaperBook.valuer(market)
        valuer.apply(content)
        let book = valuer.valuation(now: PaperBook.now)
        var attributor = DayAttributor()
        let found = attributor.attribution(of: book, valuer)
        let table = try #require(found)
        // Sold ten minutes ago: all of its profit is of today, and no Greek of yesterday explains it.
        let sold = try Self.row(table, book, "KO")
        #expect(sold.unexplainedLegs == 1)
        #expect(sold.delta.figure.value == nil)
        #expect(sold.residual.figure == sold.total.figure)
        // Shares are all delta.
        let shares = try Self.row(table, book, "DIS")
        #expect(try abs(Self.value(shares.delta) - -160) < 1e-6)
        #expect(try Self.value(shares.residual) == 0)
        // Of a fund of T-bills too: 300 shares from 100.31 to 100.34.
        let fund = try Self.row(table, book, "SGOV")
        #expect(try abs(Self.value(fund.delta) - 9) < 1e-6)
        #expect(try abs(Self.value(fund.residual)) < 1e-9)
        // Without a close nothing is known, and nothing is made up.
        let unknown = try Self.row(table, book, "MU")
        #expect(unknown.total.figure.value == nil && unknown.residual.figure.value == nil)
        #expect(table.book.total.unknownCount > 0)
        #expect(table.book.total.figure == book.dayProfit.figure)
    }

    @Test func aDividendIsNoMove() throws {
        let call = PaperBook.contract("MO", PaperBook.day(4, 16), .call, 57.5)
        var market = PaperBook.market
        market.underlyings["MO"]?.profile.previousClose = 61.91
        market.underlyings["MO"]?.profile.dividends = [
            DividendEvent(exDate: PaperBook.day(3, 15), amount: 1.06, isEstimated: false)
        ]
        market.underlyings["MO"]?.quote = PaperBook.quote(60.85, 60.85)
        var valuer = PaperBook.valuer(market)
        valuer.apply(previousMarks: [call: 4.45])
        let book = valuer.valuation(now: PaperBook.now)
        var attributor = DayAttributor()
        let found = attributor.attribution(of: book, valuer)
        let table = try #require(found)
        let row = try Self.row(table, book, "MO")
        // Of the shares alone: 200 fell by the dividend. The calls did not move.
        #expect(try abs(Self.value(row.delta) - 200 * -1.06) < 1e-6)
    }

    @Test func theCloseIsSearchedOnceADay() throws {
        var valuer = try Self.valuer(spot: 77, volatility: 0.6)
        var attributor = DayAttributor()
        _ = attributor.attribution(of: valuer.valuation(now: PaperBook.now), valuer)
        let first = attributor.pricedOpenings
        #expect(first == 1)
        for second in 1...20 {
            let now = PaperBook.now.adding(seconds: Double(second))
            valuer.apply(underlyingQuotes: ["PLTR": PaperBook.quote(77 + Double(second) / 50, 77.5, at: now)])
            _ = attributor.attribution(of: valuer.valuation(now: now), valuer)
        }
        #expect(attributor.pricedOpenings == first)
    }

    @Test func tradingTimeCountsClosedDaysATenth() {
        let time = TradingTime(calendar: .standard)
        let friday = NewYorkTime.instant(on: PaperBook.day(3, 12), hour: 16, minute: 0)
        let monday = NewYorkTime.instant(on: PaperBook.day(3, 15), hour: 16, minute: 0)
        let tuesday = NewYorkTime.instant(on: PaperBook.day(3, 16), hour: 16, minute: 0)
        // Daylight saving began on that Sunday: a day of 23 hours still counts a tenth.
        #expect(abs(time.days(from: friday, to: monday) - 1.2) < 0.03)
        #expect(abs(time.days(from: monday, to: tuesday) - 1) < 1e-9)
        #expect(time.days(from: tuesday, to: monday) == 0)
        #expect(abs(time.days(from: monday, to: monday.adding(seconds: 3600)) - 1.0 / 24) < 1e-9)
        let year = NewYorkTime.instant(on: PaperBook.day(3, 15, 2028), hour: 16, minute: 0)
        let whole = time.days(from: monday, to: year)
        #expect(whole > 250 && whole < 270)
    }
}
