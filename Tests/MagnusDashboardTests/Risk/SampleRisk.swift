import MagnusDesk
import MagnusDomain

/// A risk report that never changes, of the book of ``SampleBook``; figures made up, round where they can be.
enum SampleRisk {
    static func report(_ snapshot: DeskSnapshot = SampleBook.attributed()) -> RiskReport {
        func measure(_ method: RiskMethod, _ confidence: Double, _ value: Double, count: Int) -> RiskMeasure {
            RiskMeasure(
                method: method, confidence: confidence, outcomes: count, valueAtRisk: Figure(value),
                valueAtRiskLow: Figure(0.8 * value),
                valueAtRiskHigh: confidence > 0.98 && count < 1000
                    ? .unknown(.insufficientHistory) : Figure(1.3 * value),
                expectedShortfall: Figure(1.4 * value), shortfallError: Figure(0.1 * value),
                tail: (0..<RiskMeasure.tailLimit).map { 2 * value - 40 * Double($0) },
                tailDays: method == .monteCarlo
                    ? [] : (0..<RiskMeasure.tailLimit).map { SampleBook.date(2026, 10, 5 + $0) })
        }
        let measures = [
            measure(.historical, 0.95, 1_900, count: 252), measure(.historical, 0.99, 3_100, count: 252),
            measure(.filteredHistorical, 0.95, 1_700, count: 252),
            measure(.filteredHistorical, 0.99, 2_800, count: 252),
            measure(.monteCarlo, 0.95, 2_000, count: 10_000), measure(.monteCarlo, 0.99, 2_900, count: 10_000),
        ]
        let worst = (0..<5).map { index in
            RiskDay(
                date: SampleBook.date(2026, 10, 5 + 2 * index), benchmarkMove: -0.03 + 0.004 * Double(index),
                profit: -4_000 + 400 * Double(index),
                drivers: [
                    RiskDay.SymbolProfit(symbol: "PLTR", profit: -1_800),
                    RiskDay.SymbolProfit(symbol: "AMD", profit: -900),
                    RiskDay.SymbolProfit(symbol: "SPY", profit: 300),
                ], others: 2)
        }
        return RiskReport(
            asOf: snapshot.asOf, benchmark: "SPY",
            netLiquidation: Total(figure: Figure(169_360), unknownCount: 0), measures: measures, worst: worst,
            firstDay: SampleBook.date(2026, 3, 13), lastDay: SampleBook.date(2027, 3, 12), sessions: 252,
            assumptions: [RiskAssumption(symbol: "LCID", usesBeta: true, borrowsVolatility: true)],
            excluded: [ScenarioExclusion(id: "paper:LCID1", title: "LCID1 -1 2.5P 06-18", reason: .adjusted)],
            concentration: RiskConcentration(
                weights: [
                    RiskConcentration.Weight(symbol: "AAPL", amount: 26_000, share: 0.52),
                    RiskConcentration.Weight(symbol: "PLTR", amount: 24_000, share: 0.48),
                ], index: Figure(0.5008), effectiveNames: Figure(1.9968), unmeasured: ["LCID"]),
            deltaConcentration: RiskConcentration(
                weights: [RiskConcentration.Weight(symbol: "PLTR", amount: 9_000, share: 1)], index: Figure(1),
                effectiveNames: Figure(1), unmeasured: []),
            method: "full revaluation of every leg at its own volatility", exposure: exposure(snapshot))
    }

    private static func exposure(_ snapshot: DeskSnapshot) -> RiskExposure {
        let book = snapshot.book
        func total(_ value: Double, unknown: Int = 0) -> Total { Total(figure: Figure(value), unknownCount: unknown) }
        func share(_ kind: RiskLimitShare.Kind, _ key: String, _ amount: Double, _ limit: Double) -> RiskLimitShare {
            RiskLimitShare(kind: kind, key: key, amount: amount, share: Figure(amount / 169_360), limit: limit)
        }
        let row = book.strategies[0]
        var exposure = RiskExposure(
            limits: .standard,
            shares: [
                share(.name, "AAPL", 26_000, 0.2), share(.name, "PLTR", 24_000, 0.2),
                share(.sector, "Information Technology", 69_438, 0.35), share(.group, "PLTR AMD MU", 48_500, 0.5),
            ], unmeasured: ["LCID": .adjusted], accounts: book.accounts,
            portfolioMargins: book.accounts.map { account in
                PortfolioMargin(
                    account: account.account.name,
                    classes: [
                        PortfolioMargin.Class(
                            symbol: "PLTR", low: -0.15, high: 0.15, worstMove: -0.15, worstProfit: -4_100, minimum: 75,
                            requirement: Figure(4_100, trust: .estimated)),
                        PortfolioMargin.Class(
                            symbol: "XSP", low: -0.08, high: 0.06, worstMove: -0.08, worstProfit: -40, minimum: 75,
                            requirement: Figure(75, trust: .estimated)),
                        PortfolioMargin.Class(
                            symbol: "LCID", low: -0.15, high: 0.15, worstMove: nil, worstProfit: nil, minimum: 37.5,
                            requirement: .unknown(.incomplete)),
                    ],
                    requirement: Total(figure: Figure(4_175, trust: .estimated), unknownCount: 1),
                    excess: .unknown(.incomplete), isEligible: true)
            },
            events: [
                RiskEvent(
                    kind: .exDividend, symbol: "MO", row: row.id, account: "paper", title: "CC -2 57.5C",
                    date: SampleBook.date(2027, 3, 16), isConfirmed: true, time: .unknown,
                    expiry: SampleBook.date(2027, 4, 16), shares: Figure(200), dollars: Figure(212),
                    earlyExercise: Figure(0.97)),
                RiskEvent(
                    kind: .earnings, symbol: "MU", row: row.id, account: "paper", title: "-1 95P",
                    date: SampleBook.date(2027, 3, 24), isConfirmed: false, time: .afterClose,
                    expiry: SampleBook.date(2027, 3, 25), shares: Figure(27), dollars: Figure(9_500),
                    earlyExercise: .unknown(.notApplicable)),
            ],
            assignments: [
                AssignmentSum(
                    expiry: SampleBook.date(2027, 3, 17), daysToExpiry: 2, contracts: 1, cashSettled: 0,
                    expected: total(0.72), expectedEarly: total(0.02), putCash: 26_000, callCash: 0,
                    expectedCash: total(18_720), likeliest: "AAPL -1 260P 03-17", highest: Figure(0.72)),
                AssignmentSum(
                    expiry: SampleBook.date(2027, 4, 16), daysToExpiry: 32, contracts: 8, cashSettled: 1,
                    expected: total(4.1, unknown: 1), expectedEarly: total(1.9), putCash: 31_000, callCash: 67_900,
                    expectedCash: total(-3_000), likeliest: "MO -2 57.5C 04-16", highest: Figure(0.97)),
            ], attribution: book.dayAttribution,
            titles: Dictionary(book.strategies.map { ($0.id, "\($0.symbol) \($0.title)") }) { first, _ in first },
            greeks: book.greeks, deltaFraction: Figure(0.58))
        exposure.hedges = hedges(row: row.id)
        return exposure
    }

    /// A book at 91 % of net liquidation with a way of each kind back to 75 %.
    static func hedges(row: String) -> HedgeReport {
        let put = OptionContract(
            root: "SPY", underlying: "SPY", expiry: SampleBook.date(2027, 4, 30), right: .put,
            strikeThousandths: 585_000, style: .american, settlement: .physical, multiplier: 100,
            deliverable: .shares(100))
        func hedge(
            _ kind: HedgeSuggestion.Kind, _ symbol: String, _ title: String, cost: Figure, cash: Double,
            after: Double, saves: Double, row: String? = nil, legs: [HedgeLeg] = [], note: String = ""
        ) -> HedgeSuggestion {
            HedgeSuggestion(
                kind: kind, symbol: symbol, title: title, row: row, legs: legs, cash: Figure(cash), cost: cost,
                fees: 1.30, betaWeightedDelta: Figure(after * 283.3), deltaFraction: Figure(after),
                thetaPerDay: Figure(110), vegaPerPoint: .unknown(.nearBoundary),
                savings: [saves, saves / 2, -saves / 3, 2 * saves, 1.8 * saves].map { Figure($0) },
                isEnough: after <= 0.75, note: note)
        }
        let shocks = [
            ("-10%", -10.0, 0.0), ("-5%", -5, 0), ("+5%", 5, 0), ("1987", -20.47, 113.82), ("2020-03", -11.98, 24.86),
        ]
        var report = HedgeReport(
            need: .reduce, deltaFraction: Figure(0.91), band: RiskLimits.standard.deltaBand, target: 0.75,
            excess: Figure(45.3), benchmark: "SPY", benchmarkPrice: Figure(597.85))
        report.moves = shocks.map { name, percent, points in
            HedgeMove(
                name: name,
                shock: ScenarioShock(spotPercent: percent, volatilityPoints: points, statesVolatility: points != 0),
                profit: Total(figure: Figure(percent * 1_800), unknownCount: 1))
        }
        report.suggestions = [
            hedge(
                .shares, "SPY", "SPY -46 sh", cost: Figure(0.46), cash: 27_500, after: 0.748, saves: 2_750,
                note: "sold short: margin is held, dividends are owed"),
            hedge(
                .option, "SPY", "SPY +2 585P 04-30", cost: Figure(1_281.30, trust: .estimated), cash: -1_281.30,
                after: 0.69, saves: 5_900,
                legs: [
                    HedgeLeg(
                        instrument: .option(put), quantity: Quantity(2), bid: 6.30, ask: 6.40, price: Figure(6.40),
                        intrinsic: Figure(0))
                ]),
            hedge(
                .close, "PLTR", "PLTR -2 80P: close", cost: .unknown(.oneSided), cash: -1_421.30, after: 0.81,
                saves: 1_900, row: row),
        ]
        report.refusals = [
            HedgeRefusal(
                kind: .option, symbol: "XSP", reason: .noSource, text: "no puts of 30 to 60 days listed on XSP")
        ]
        return report
    }
}
