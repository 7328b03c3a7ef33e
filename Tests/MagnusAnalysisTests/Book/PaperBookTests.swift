import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct PaperBookTests {
    let marked: BookValuation
    let stated: BookValuation

    init() {
        var valuer = PaperBook.valuer()
        marked = valuer.valuation(now: PaperBook.now)
        var second = PaperBook.valuer(PaperBook.marketAtStatedVolatilities)
        stated = second.valuation(now: PaperBook.now)
    }

    private func isNear(_ figure: Figure, _ expected: Double, within share: Double) -> Bool {
        guard let value = figure.value else { return false }
        return abs(value - expected) <= share * abs(expected)
    }

    private func row(_ book: BookValuation, _ symbol: String, _ title: String) throws -> StrategyValuation {
        try #require(book.strategies.first { $0.symbol == symbol && $0.title == title })
    }

    @Test func rowsAreNamedAsSpecified() {
        let titles = marked.strategies.map { "\($0.symbol) \($0.title)" }
        #expect(
            Set(titles) == [
                "XSP -1 PCS 597/592", "AAPL -1 260P", "MO CC -2 57.5C", "KO -2 75P", "MU -1 95P", "PLTR -2 80P",
                "SPY -2 PCS 585/575", "AMD -1 150P", "BAC -3 45P", "INTC CC -1 39C", "DIS 100 sh uncovered",
                "BAC PMCC 42C/52.5C", "QQQ +1 CAL 525C", "IWM -1 IC 210/235+5", "SPX -1 PCS 5650/5600",
                "SPY +1 540P", "SGOV 300 sh", "LCID -1 2.5P ADJ",
            ])
    }

    /// From the marks of the specification.
    @Test func profitAndCashAreExact() throws {
        #expect(isNear(marked.openProfit.figure, -911, within: 1e-9))
        #expect(marked.openProfit.unknownCount == 1)
        let account = try #require(marked.accounts.first)
        #expect(isNear(account.netLiquidation.figure, 169_360.40, within: 1e-9))
        #expect(isNear(account.reservedCash, 103_250, within: 1e-12))
        #expect(isNear(account.freeCash, 11_390.40, within: 1e-9))
        #expect(isNear(account.treasuryBillFunds, 30_102, within: 1e-9))
        #expect(isNear(marked.shortExtrinsic.figure, 5441, within: 0.01))
        #expect(isNear(marked.deltaFractionOfNetLiquidation, 0.58, within: 0.025))
    }

    struct ExpectedRow: Sendable {
        var symbol: String
        var title: String
        var profit: Double
        /// Whole percent; nil where it is `lock` or empty.
        var captured: Double?
        var delta: Double
        var theta: Double
        /// Whole percent; nil where empty.
        var assignment: Double?
    }

    static let pane: [ExpectedRow] = [
        ExpectedRow(
            symbol: "XSP", title: "-1 PCS 597/592", profit: 89, captured: 89.5, delta: 11, theta: 8, assignment: 9),
        ExpectedRow(symbol: "MO", title: "CC -2 57.5C", profit: 324, captured: 100, delta: 0, theta: 0, assignment: 97),
        ExpectedRow(
            symbol: "AAPL", title: "-1 260P", profit: -144, captured: -64.3, delta: 71, theta: 40, assignment: 72),
        ExpectedRow(symbol: "KO", title: "-2 75P", profit: 75, captured: 39.1, delta: 99, theta: 13, assignment: 50),
        ExpectedRow(symbol: "MU", title: "-1 95P", profit: 11, captured: 3.8, delta: 27, theta: 19, assignment: 31),
        ExpectedRow(
            symbol: "PLTR", title: "-2 80P", profit: -935, captured: -202.1, delta: 112, theta: 15, assignment: 63),
        ExpectedRow(
            symbol: "SPY", title: "-2 PCS 585/575", profit: 50, captured: 10.6, delta: 21, theta: 7, assignment: 28),
        ExpectedRow(symbol: "AMD", title: "-1 150P", profit: 303, captured: 61.9, delta: 16, theta: 7, assignment: 19),
        ExpectedRow(symbol: "BAC", title: "-3 45P", profit: 183, captured: 96.8, delta: 2, theta: 1, assignment: 1),
        ExpectedRow(
            symbol: "DIS", title: "100 sh uncovered", profit: -660, captured: nil, delta: 100, theta: 0,
            assignment: nil),
        ExpectedRow(
            symbol: "INTC", title: "CC -1 39C", profit: -520, captured: nil, delta: 64, theta: 3, assignment: 31),
        ExpectedRow(
            symbol: "BAC", title: "PMCC 42C/52.5C", profit: -17.5, captured: -2, delta: 60, theta: 1, assignment: 20),
        ExpectedRow(
            symbol: "QQQ", title: "+1 CAL 525C", profit: -45, captured: -7, delta: 7, theta: 4, assignment: 34),
    ]

    /// Profit from the marks and captured from the natural prices exactly (trader.md section 3 item 10); Greeks and assignment as the pane rounds them, where the marks of the
    /// legs are ours: two shares or 3 % of delta, two dollars of decay, three points of probability.
    @Test(arguments: pane) func rowShowsTheSpecifiedFigures(_ expected: ExpectedRow) throws {
        let row = try row(marked, expected.symbol, expected.title)
        #expect(isNear(row.unrealizedProfit, expected.profit, within: 1e-9))
        if let captured = expected.captured {
            let value = try #require(row.captured.value)
            #expect(abs(100 * value - captured) <= 0.51)
        } else {
            #expect(row.captured.value == nil)
        }
        let delta = try #require(row.delta.value)
        #expect(abs(delta - expected.delta) <= max(3.5, 0.03 * abs(expected.delta)))
        let theta = try #require(row.thetaPerDay.value)
        #expect(abs(theta - expected.theta) <= 2.01)
        if let assignment = expected.assignment {
            let value = try #require(row.assignmentProbability.value)
            #expect(abs(100 * value - assignment) <= 3)
        } else {
            #expect(row.assignmentProbability == .unknown(.notApplicable))
        }
    }

    @Test func distancesAndLock() throws {
        #expect(isNear(try row(marked, "XSP", "-1 PCS 597/592").distanceDollars, 2.41, within: 1e-9))
        #expect(isNear(try row(marked, "XSP", "-1 PCS 597/592").distanceSigmas, 1.3, within: 0.02))
        #expect(isNear(try row(marked, "MO", "CC -2 57.5C").distance, -0.055, within: 0.01))
        #expect(isNear(try row(marked, "KO", "-2 75P").distanceDollars, -0.02, within: 1e-9))
        #expect(isNear(try row(marked, "BAC", "PMCC 42C/52.5C").distance, 0.053, within: 0.01))
        #expect(try row(marked, "INTC", "CC -1 39C").captured == .unknown(.locked))
        #expect(isNear(try row(marked, "INTC", "CC -1 39C").maximumProfit, -212, within: 1e-9))
        #expect(isNear(try row(marked, "AMD", "-1 150P").leftPerYear, 0.1407, within: 1e-3))
    }

    @Test func flagsAreThoseOfThePane() throws {
        func flags(_ symbol: String, _ title: String) throws -> String {
            try row(marked, symbol, title).flags.map(\.rawValue).joined()
        }
        #expect(try flags("XSP", "-1 PCS 597/592") == "T")
        #expect(try flags("MO", "CC -2 57.5C") == "D")
        #expect(try flags("AAPL", "-1 260P") == "✓")
        #expect(try flags("KO", "-2 75P") == "P")
        #expect(try flags("MU", "-1 95P") == "E")
        #expect(try flags("PLTR", "-2 80P") == "L")
        #expect(try flags("SPY", "-2 PCS 585/575") == "R")
        #expect(try flags("AMD", "-1 150P") == "T")
        #expect(try flags("BAC", "-3 45P") == "T")
        #expect(try flags("DIS", "100 sh uncovered") == "U")
        #expect(try flags("INTC", "CC -1 39C") == "B")
        #expect(try flags("IWM", "-1 IC 210/235+5") == "W")
        #expect(try flags("LCID", "-1 2.5P ADJ") == "A")
    }

    /// At the volatilities of the specification. Its XSP spread has a delta of 11 where N(d1) gives 9.4 at every volatility
    /// that fits its mark; the tolerances of the sums it is part of hold that difference.
    @Test func greeksAtTheStatedVolatilities() {
        #expect(isNear(stated.greeks.dollarDelta.figure, 84_100, within: 0.0125))
        #expect(isNear(stated.greeks.betaWeightedDelta.figure, 163, within: 0.01))
        #expect(isNear(stated.greeks.dollarGammaOnePercent.figure, -37_300, within: 0.01))
        #expect(isNear(stated.nearGreeks.dollarGammaOnePercent.figure, -26_200, within: 0.01))
        #expect(isNear(stated.nearGreeks.thetaPerDay.figure, 48, within: 0.01))
        #expect(isNear(stated.nearGreeks.vega30.figure, -40, within: 0.01))
        #expect(isNear(stated.greeks.thetaPerDay.figure, 123, within: 0.025))
        #expect(isNear(stated.greeks.vega30.figure, -143, within: 0.035))
        #expect(isNear(stated.greeks.vegaPerPoint.figure, -45, within: 0.07))
    }

    @Test func scenariosAtTheStatedVolatilities() throws {
        let profits = stated.scenarios.map(\.profit.figure)
        try #require(profits.count == 6)
        #expect(isNear(profits[0], -13_469, within: 0.01))
        #expect(isNear(profits[1], -6661, within: 0.01))
        #expect(isNear(profits[2], -2700, within: 0.01))
        #expect(isNear(profits[3], 666, within: 0.0125))
        #expect(isNear(profits[4], 1500, within: 0.02))
        #expect(isNear(profits[5], 2700, within: 0.0125))
        #expect(stated.scenarioRule == "IV rule: -1% = x1.04")
    }

    @Test func adjustedContractIsShownAndNeverPriced() throws {
        let row = try row(marked, "LCID", "-1 2.5P ADJ")
        let leg = try #require(row.legs.first)
        for figure in [
            leg.delta, leg.gamma, leg.impliedVolatility, leg.distanceToStrike, leg.extrinsic, leg.assignmentProbability,
            row.delta, row.captured, row.distance,
        ] {
            #expect(figure == .unknown(.adjusted))
        }
        #expect(leg.reasons["delta"] == .adjusted)
        #expect(leg.terms == nil)
        #expect(marked.excluded == ["LCID1"])
        var market = PaperBook.market
        market.optionQuotes[PaperBook.adjusted] = PaperBook.quote(0.10, 0.20)
        var valuer = PaperBook.valuer(market)
        let quoted = valuer.valuation(now: PaperBook.now)
        #expect(isNear(try self.row(quoted, "LCID", "-1 2.5P ADJ").unrealizedProfit, 20, within: 1e-9))
        #expect(try self.row(quoted, "LCID", "-1 2.5P ADJ").delta == .unknown(.adjusted))
    }

    @Test func callAtParityCountsAsExercised() throws {
        let row = try row(marked, "MO", "CC -2 57.5C")
        let call = try #require(row.legs.last)
        #expect(call.impliedVolatility == .unknown(.belowIntrinsic))
        #expect(call.delta.value == -200)
        #expect(row.delta.value == 0)
        #expect(call.pricingMethod.hasPrefix("parity"))
        #expect(call.assignmentProbability.trust == .estimated)
    }
}
