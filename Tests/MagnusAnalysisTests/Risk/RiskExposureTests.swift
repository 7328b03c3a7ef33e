import MagnusDomain
import Testing

@testable import MagnusAnalysis

/// Limits, portfolio margin, events and assignment of the paper book, its figures by hand from ``PaperBook``.
@Suite struct RiskExposureTests {
    static func exposure() -> RiskExposure { RiskWorkTests.report(draws: 10).report.exposure }

    // MARK: Portfolio margin

    /// Five equal steps to either end: 8 / 5 = 1.6 down, 6 / 5 = 1.2 up; 15 / 5 = 3 both ways.
    @Test func theTenMoves() {
        func close(_ left: [Double], _ right: [Double]) -> Bool {
            left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 1e-12 }
        }
        let index = PortfolioMargin.moves(PortfolioMargin.range("SPX", .index))
        #expect(close(index, [-0.08, -0.064, -0.048, -0.032, -0.016, 0.012, 0.024, 0.036, 0.048, 0.06]))
        let stock = PortfolioMargin.moves(PortfolioMargin.range("KO", .stock))
        #expect(close(stock, [-0.15, -0.12, -0.09, -0.06, -0.03, 0.03, 0.06, 0.09, 0.12, 0.15]))
        #expect(PortfolioMargin.range("IWM", .fund) == -0.10...0.10)
        #expect(PortfolioMargin.range("XLE", .fund) == -0.15...0.15)
        #expect(PortfolioMargin.range("TQQQ", .leveragedFund) == -0.45...0.45)
    }

    /// 100 DIS at 108.40 lose 15 % = 1,626; 300 SGOV at 100.34 lose 4,515.30; what cannot be priced is counted, not
    /// guessed; the sum is that of the classes.
    @Test func sharesLoseTheirFifteenPercent() throws {
        let margin = try #require(Self.exposure().portfolioMargins.first)
        func part(_ symbol: String) throws -> PortfolioMargin.Class {
            try #require(margin.classes.first { $0.symbol == symbol }, "\(symbol)")
        }
        let dis = try part("DIS")
        #expect(abs((dis.requirement.value ?? 0) - 1_626) < 0.01)
        #expect(dis.worstMove == -0.15 && dis.minimum == 0)
        #expect(dis.requirement.trust == .estimated)
        #expect(try abs((part("SGOV").requirement.value ?? 0) - 4_515.30) < 0.01)
        #expect(try part("LCID").requirement.reason == .incomplete)
        #expect(margin.requirement.unknownCount == 1)
        let sum = margin.classes.compactMap(\.requirement.value).reduce(0, +)
        #expect(abs((margin.requirement.figure.value ?? 0) - sum) < 1e-6)
        #expect(margin.excess.reason == .incomplete, "without one class nothing is known to be left")
        #expect(margin.isEligible == true)
    }

    /// Every class, revalued by the scenario grid at the same ten moves, loses what is asked for it.
    @Test func everyClassLosesItsWorstMove() throws {
        var valuer = PaperBook.valuer(PaperBook.market)
        let book = valuer.valuation(now: PaperBook.now)
        let margin = try #require(Self.exposure().portfolioMargins.first)
        let symbols = ["KO", "PLTR", "AMD", "SPY"]
        for symbol in symbols {
            let part = try #require(margin.classes.first { $0.symbol == symbol })
            let moves = PortfolioMargin.moves(part.low...part.high)
            let request = ScenarioRequest(
                spotPercents: moves.map { $0 * 100 }, volatilityPoints: [0], days: [0], spotRule: .own,
                driverLimit: 100)
            let grid = valuer.scenarioWork(request, book: book).grid()
            let own = Set(grid.positions.indices.filter { grid.positions[$0].symbol == symbol })
            let losses = grid.cells.map { cell in
                -cell.drivers.filter { own.contains($0.index) }.reduce(0) { $0 + $1.profit }
            }
            let worst = try #require(losses.max())
            let expected = max(0, worst, part.minimum)
            #expect(abs((part.requirement.value ?? 0) - expected) < 1 + 0.002 * expected, "\(symbol) \(worst)")
        }
        // Two contracts of XSP: 2 x 0.375 x 100.
        #expect(margin.classes.first { $0.symbol == "XSP" }?.minimum == 75)
    }

    // MARK: Limits

    @Test func sharesOfNetLiquidationAgainstTheirLimits() throws {
        let (report, book) = RiskWorkTests.report(draws: 10)
        let net = try #require(book.accounts.first?.netLiquidation.figure.value)
        let names = report.exposure.shares.filter { $0.kind == .name }
        #expect(names.allSatisfy { $0.limit == 0.20 })
        #expect(names.map(\.amount) == names.map(\.amount).sorted(by: >))
        // 100 DIS at 108.40.
        let dis = try #require(names.first { $0.key == "DIS" })
        #expect(abs(dis.amount - 10_840) < 0.01)
        #expect(abs((dis.share.value ?? 0) - 10_840 / net) < 1e-9)
        #expect(dis.isOver == false)
        // 260 x 100 = 26,000 for the AAPL put.
        let apple = try #require(names.first { $0.key == "AAPL" })
        #expect(abs(apple.amount - 26_000) < 0.01)
        #expect(!names.contains { $0.key == "SGOV" }, "bill funds are collateral and no risk")
        let sector = try #require(report.exposure.shares.first { $0.kind == .sector })
        #expect(sector.limit == 0.35 && sector.isOver == true, "one sector holds the whole book")
    }

    @Test func namesThatMoveTogetherAreOneGroup() {
        let one = RiskWorkTests.series(2)
        let history = RiskHistory(
            benchmark: RiskWorkTests.series(1),
            symbols: [
                "A": one, "B": one, "C": RiskWorkTests.series(3), "D": RiskSeries(bars: [], volatilities: [], beta: 1),
            ])
        #expect(history.groups(["A": 10, "B": 20, "C": 30, "D": 40], above: 0.7) == [["B", "A"]])
        #expect(history.groups(["A": 10], above: 0.7).isEmpty, "one name is no group")
        // 1 2 3 ... against itself and turned round; a flat series has no correlation.
        let line = (0..<60).map(Double.init)
        #expect(abs((RiskHistory.correlation(line, line) ?? 0) - 1) < 1e-12)
        #expect(abs((RiskHistory.correlation(line, line.reversed()) ?? 0) + 1) < 1e-12)
        #expect(RiskHistory.correlation(line, line.map { _ in 1 }) == nil)
        #expect(RiskHistory.correlation([1, 2], [1, 2]) == nil)
    }

    // MARK: Events

    /// MU reports on 03-24 and its put expires on 03-25: 95 x 100 at risk. MO goes ex on 03-16 with 1.06: its two calls
    /// of 04-16 may be exercised for 200 x 1.06 = 212. BAC's ex-date of 06-04 is after its short call of 04-09.
    @Test func eventsBeforeExpiry() throws {
        let events = Self.exposure().events
        #expect(events.map(\.symbol) == ["MO", "MU"])
        let dividend = try #require(events.first)
        #expect(dividend.kind == .exDividend && dividend.shares.value == 200)
        #expect(abs((dividend.dollars.value ?? 0) - 212) < 1e-9)
        #expect(dividend.expiry == PaperBook.day(4, 16) && dividend.isConfirmed)
        #expect(dividend.earlyExercise.value != nil)
        let earnings = try #require(events.last)
        #expect(earnings.kind == .earnings && earnings.time == .afterClose)
        #expect(abs((earnings.dollars.value ?? 0) - 9_500) < 0.01)
        #expect((earnings.shares.value ?? 0) > 0, "a short put is long")
    }

    /// An unconfirmed date counts seven days either way: 03-31 less seven is 03-24, before the expiry of 03-25; 04-02 less
    /// seven is 03-26, after it.
    @Test func unconfirmedDatesReachSevenDays() {
        var market = PaperBook.market
        for (day, expected) in [(31, 1), (33, 0)] {
            market.underlyings["MU"]?.profile.earnings = [
                EarningsEvent(date: PaperBook.day(3, 1).adding(days: day - 1), time: .unknown, isConfirmed: false)
            ]
            var valuer = PaperBook.valuer(market)
            let book = valuer.valuation(now: PaperBook.now)
            #expect(RiskEvent.found(book, market: market).filter { $0.symbol == "MU" }.count == expected)
        }
    }

    // MARK: Assignment

    /// Strikes times multipliers times contracts, by expiry.
    @Test func assignmentByExpiry() throws {
        let (report, book) = RiskWorkTests.report(draws: 10)
        let sums = report.exposure.assignments
        #expect(sums.map(\.expiry) == sums.map(\.expiry).sorted())
        let today = try #require(sums.first)
        #expect(today.contracts == 1 && today.cashSettled == 1 && today.putCash == 0, "XSP settles in cash")
        let march = try #require(sums.first { $0.expiry == PaperBook.day(3, 25) })
        // MU 95 x 100 and three BAC 45 x 100.
        #expect(march.contracts == 4 && march.putCash == 9_500 + 13_500 && march.callCash == 0)
        let april = try #require(sums.first { $0.expiry == PaperBook.day(4, 16) })
        // MO 2, PLTR 2, AMD, INTC, QQQ, SPX: the puts 2 x 8,000 + 15,000, the calls 2 x 5,750 + 3,900 + 52,500.
        #expect(april.contracts == 8 && april.cashSettled == 1)
        #expect(april.putCash == 31_000 && april.callCash == 67_900)
        var expected = 0.0
        for leg in book.strategies.flatMap(\.legs) where leg.position.quantity.isShort {
            guard case .option(let contract) = leg.position.instrument, contract.expiry == april.expiry else {
                continue
            }
            expected += (leg.assignmentProbability.value ?? 0) * -leg.position.quantity.value
        }
        #expect(abs((april.expected.figure.value ?? -1) - expected) < 1e-9)
        #expect((april.expectedEarly.figure.value ?? 9) <= expected + 1e-9)
        let adjusted = try #require(sums.last)
        #expect(adjusted.expected.unknownCount == 1, "nobody knows what an adjusted contract delivers")
    }

    /// The kept losses are those the figures are made of.
    @Test func theTailIsKept() throws {
        let report = RiskWorkTests.report(draws: 1_000).report
        let measures = report.measures
        let worst = try #require(measures.first { $0.method == .historical })
        #expect(Array(worst.tailDays.prefix(5)) == report.worst.map(\.date), "each loss is of its session")
        for measure in measures {
            #expect(measure.tail.count == RiskMeasure.tailLimit && measure.tail == measure.tail.sorted(by: >))
            guard measure.rank <= measure.tail.count else { continue }
            #expect(measure.tail[measure.rank - 1] == measure.valueAtRisk.value)
        }
        for measure in measures {
            #expect(measure.tailDays.count == (measure.method == .monteCarlo ? 0 : RiskMeasure.tailLimit))
            // The losses that are told and the rest make the shortfall.
            let whole = Int(measure.part + 1e-9)
            var sum = measure.tail.prefix(whole).reduce(0, +) + measure.tailRest
            if whole < measure.tail.count { sum += (measure.part - Double(whole)) * measure.tail[whole] }
            let shortfall = try #require(measure.expectedShortfall.value)
            #expect(abs(sum / measure.part - shortfall) < 1e-6, "\(measure.method) \(measure.confidence)")
        }
        // 1 % of 252 is 2.52, so the third; 5 % is 12.6, so the thirteenth.
        #expect(measures.filter { $0.method == .historical }.map(\.rank) == [13, 3])
    }
}
