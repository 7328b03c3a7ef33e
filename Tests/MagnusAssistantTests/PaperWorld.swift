import MagnusDomain
import MagnusQuant

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// A small copy of the paper account's opening, written out by hand, so that every figure is known beforehand.
enum PaperWorld {
    /// Monday 2027-03-15 10:42 in New York.
    static let now = NewYorkTime.instant(on: day(3, 15), hour: 10, minute: 42)
    static func day(_ month: Int, _ day: Int, year: Int = 2027) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSinceEpoch: 0)
    }

    static func contract(
        _ symbol: String, _ strike: Double, _ right: OptionRight, _ expiry: CalendarDate, cash: Bool = false
    ) -> OptionContract {
        OptionContract(
            root: symbol, underlying: symbol, expiry: expiry, right: right,
            strikeThousandths: Int((strike * 1000).rounded()),
            style: cash ? .european : .american, settlement: cash ? .cashAfternoon : .physical, multiplier: 100,
            deliverable: cash ? .cash : .shares(100))
    }

    struct Spec {
        var symbol: String
        var title: String
        var kind: StrategyKind
        var legs: [(instrument: Instrument, quantity: Int, average: Double?)]
        var spot: Double
        var profit: Double
        var day: Double
        var delta: Double
        var theta: Double
        var assignment: Double?
        var captured: Double?
        var collateral: Double
        var costToClose: Double?
        var entry: Double?
        var intent: PositionIntent
        var severity: AlertPriority?
        var early: Double = 0
        var sector: String = "Technology"
        var ask: Double?
    }

    static let specs: [Spec] = [
        Spec(
            symbol: "XSP", title: "-1 PCS 597/592", kind: .bullPutSpread,
            legs: [
                (.option(contract("XSP", 597, .put, day(3, 15), cash: true)), -1, 1.2),
                (.option(contract("XSP", 592, .put, day(3, 15), cash: true)), 1, 0.25),
            ],
            spot: 599.41, profit: 89, day: 12, delta: 11, theta: 8, assignment: 0.09, captured: 0.94, collateral: 500,
            costToClose: 10, entry: 0.95, intent: .avoid, severity: .critical, sector: "Index"),
        Spec(
            symbol: "AAPL", title: "-1 260P", kind: .cashSecuredPut,
            legs: [(.option(contract("AAPL", 260, .put, day(3, 17))), -1, 2.30)], spot: 257.10, profit: -144, day: -40,
            delta: 71,
            theta: 40, assignment: 0.72, captured: -0.63, collateral: 26_000, costToClose: 378, entry: 2.30,
            intent: .take,
            severity: .critical, ask: 3.78),
        Spec(
            symbol: "MO", title: "CC -2 57.5C", kind: .coveredCall,
            legs: [(.stock(symbol: "MO"), 200, 57.50), (.option(contract("MO", 57.5, .call, day(4, 16))), -2, 1.62)],
            spot: 60.85,
            profit: 324, day: 4, delta: 0, theta: 0, assignment: 0.97, captured: 1, collateral: 0, costToClose: nil,
            entry: nil,
            intent: .take, severity: .critical, early: 0.97, sector: "Staples"),
        Spec(
            symbol: "KO", title: "-2 75P", kind: .cashSecuredPut,
            legs: [(.option(contract("KO", 75, .put, day(3, 19))), -2, 0.92)],
            spot: 74.98, profit: 75, day: 20, delta: 99, theta: 13, assignment: 0.50, captured: 0.41,
            collateral: 15_000,
            costToClose: 112, entry: 0.92, intent: .avoid, severity: .high, sector: "Staples", ask: 0.56),
        Spec(
            symbol: "MU", title: "-1 95P", kind: .cashSecuredPut,
            legs: [(.option(contract("MU", 95, .put, day(3, 25))), -1, 2.10)],
            spot: 101.20, profit: 11, day: 15, delta: 27, theta: 19, assignment: 0.31, captured: 0.05,
            collateral: 9_500,
            costToClose: 203, entry: 2.10, intent: .decide, severity: .high, ask: 2.03),
        Spec(
            symbol: "PLTR", title: "-2 80P", kind: .cashSecuredPut,
            legs: [(.option(contract("PLTR", 80, .put, day(4, 16))), -2, 2.35)],
            spot: 76.40, profit: -935, day: 60, delta: 112, theta: 15, assignment: 0.63, captured: -1.99,
            collateral: 16_000,
            costToClose: 1420, entry: 2.35, intent: .decide, severity: .high, ask: 7.10),
        Spec(
            symbol: "AMD", title: "-1 150P", kind: .cashSecuredPut,
            legs: [(.option(contract("AMD", 150, .put, day(4, 16))), -1, 4.85)],
            spot: 168.30, profit: 303, day: 90, delta: 15, theta: 7, assignment: 0.19, captured: 0.62,
            collateral: 15_000,
            costToClose: 185, entry: 4.85, intent: .decide, severity: .high, ask: 1.85),
        Spec(
            symbol: "DIS", title: "100 sh", kind: .stock, legs: [(.stock(symbol: "DIS"), 100, 115)], spot: 108.40,
            profit: -660,
            day: 30, delta: 100, theta: 0, assignment: nil, captured: nil, collateral: 0, costToClose: nil, entry: nil,
            intent: .decide, severity: .medium, sector: "Communication"),
    ]

    static func row(_ spec: Spec) -> StrategyValuation {
        let legs = spec.legs.enumerated().map { index, leg -> PositionValuation in
            var expiry: CalendarDate?
            var terms: OptionTerms?
            if case .option(let contract) = leg.instrument {
                expiry = contract.expiry
                terms = OptionTerms(
                    right: contract.right, style: contract.style, spot: spec.spot, strike: contract.strike,
                    years: max(1, Double(contract.expiry.days(since: day(3, 15)))) / 365, rate: 0.036, dividendYield: 0,
                    volatility: 0.25)
            }
            // The first leg carries the whole of the row.
            let share = index == 0 ? 1.0 : 0.0
            let isShort = leg.quantity < 0
            return PositionValuation(
                position: Position(
                    id: "paper:\(spec.symbol):\(leg.quantity)", account: "paper", instrument: leg.instrument,
                    quantity: Quantity(leg.quantity), openedAt: now.adding(seconds: -864_000),
                    averagePrice: leg.average,
                    costBasis: nil, realizedProfit: .zero),
                state: .open, daysToExpiry: expiry.map { $0.days(since: day(3, 15)) }, daysHeld: 10, bid: nil,
                ask: isShort ? spec.ask : nil, mark: Figure(1), markSource: "mid", markAgeSeconds: 1,
                marketValue: Figure(100), unrealizedProfit: Figure(spec.profit * share),
                unrealizedFraction: .unknown(.notApplicable),
                dayProfit: Figure(spec.day * share), costToClose: Figure(spec.costToClose, else: .oneSided),
                profitCaptured: .unknown(.notApplicable), underlyingPrice: Figure(spec.spot),
                distanceToStrike: .unknown(.notApplicable), extrinsic: Figure(0.5), impliedVolatility: Figure(0.25),
                delta: Figure(spec.delta * share), gamma: Figure(1), thetaPerDay: Figure(spec.theta * share),
                vegaPerPoint: Figure(-10),
                rhoPerPoint: Figure(1), betaWeightedDelta: Figure(spec.delta),
                assignmentProbability: expiry != nil && isShort
                    ? Figure(spec.assignment, else: .noSource) : .unknown(.notApplicable),
                earlyExerciseProbability: Figure(isShort ? spec.early : 0), sector: spec.sector,
                deliveredShares: 100, terms: terms)
        }
        let expiry = legs.compactMap { leg -> CalendarDate? in
            if case .option(let contract) = leg.position.instrument { contract.expiry } else { nil }
        }.min()
        let short = legs.first { $0.position.quantity.isShort }
        var distance: Figure = .unknown(.notApplicable)
        if let short, case .option(let contract) = short.position.instrument {
            let sign = contract.right == .put ? 1.0 : -1.0
            distance = Figure(sign * (spec.spot - contract.strike) / spec.spot)
        }
        return StrategyValuation(
            id: "paper:\(spec.symbol)", account: "paper", symbol: spec.symbol, kind: spec.kind, title: spec.title,
            legs: legs,
            expiry: expiry, daysToExpiry: expiry?.days(since: day(3, 15)), unrealizedProfit: Figure(spec.profit),
            dayProfit: Figure(spec.day), maximumProfit: Figure(200), maximumLoss: .unknown(.notApplicable),
            captured: Figure(spec.captured, else: .notApplicable), distance: distance,
            distanceDollars: .unknown(.notApplicable),
            distanceSigmas: .unknown(.notApplicable), delta: Figure(spec.delta), thetaPerDay: Figure(spec.theta),
            vegaPerPoint: Figure(-10), assignmentProbability: Figure(spec.assignment, else: .notApplicable),
            extrinsic: short == nil ? .unknown(.notApplicable) : Figure(88),
            costToClose: Figure(spec.costToClose, else: .oneSided),
            leftPerYear: .unknown(.notApplicable), breakevens: spec.kind == .cashSecuredPut ? [77.65] : [],
            collateral: Figure(spec.collateral), entryPrice: Figure(spec.entry, else: .notApplicable),
            markPrice: Figure(spec.entry.map { $0 / 2 }, else: .notApplicable), impliedVolatility: Figure(0.25),
            volatilityPercentile: Figure(50), severity: spec.severity, intent: spec.intent,
            openedAt: now.adding(seconds: -864_000))
    }

    static func greeks(_ key: String, _ specs: [Spec]) -> GreeksRow {
        func total(_ value: Double) -> Total { Total(figure: Figure(value), unknownCount: 0) }
        let delta = specs.reduce(0) { $0 + $1.delta }
        return GreeksRow(
            key: key, positions: specs.count, delta: total(delta), gamma: total(-12.5),
            thetaPerDay: total(specs.reduce(0) { $0 + $1.theta }), vegaPerPoint: total(-45), rhoPerPoint: total(6),
            dollarDelta: total(specs.reduce(0) { $0 + $1.delta * $1.spot }), dollarGammaOnePercent: total(-37_300),
            betaWeightedDelta: total(delta * 0.375), vega30: total(-143))
    }

    static func book(_ specs: [Spec] = specs) -> BookValuation {
        func total(_ value: Double, unknown: Int = 0) -> Total { Total(figure: Figure(value), unknownCount: unknown) }
        let account = Account(name: "paper", broker: "paper", kind: .paper, rules: .regulationT)
        let symbols = Set(specs.map(\.symbol)).sorted()
        return BookValuation(
            asOf: now,
            accounts: [
                AccountValuation(
                    account: account, cash: Money(tenThousandths: 1_146_404_000),
                    settledCash: Money(tenThousandths: 1_146_404_000),
                    netLiquidation: total(169_360.40), dayProfit: total(284), totalProfit: total(5_000),
                    reservedCash: Figure(103_250),
                    freeCash: Figure(11_390.40), treasuryBillFunds: Figure(30_102), buyingPower: Figure(11_390.40),
                    buyingPowerUsedFraction: Figure(0.9), marginRequirement: Figure(103_250),
                    marginKind: "cash secured", ageSeconds: 3,
                    source: "paper")
            ], strategies: specs.map(row), greeks: greeks("Book", specs),
            nearGreeks: greeks("<= 2 DTE", Array(specs.prefix(2))),
            bySymbol: symbols.map { symbol in greeks(symbol, specs.filter { $0.symbol == symbol }) },
            byStrategy: specs.map { greeks("paper:\($0.symbol)", [$0]) }, bySector: [],
            byPosition: specs.flatMap { spec in
                row(spec).legs.enumerated().map { index, leg in
                    greeks(leg.position.id, index == 0 ? [spec] : [])
                }
            },
            scenarios: [-0.10, -0.05, -0.02, 0, 0.02, 0.05].map { move in
                ScenarioCell(
                    benchmarkMove: move, daysForward: move == 0 ? 7 : 0,
                    profit: total(move < 0 ? move * 133_220 : 666 + move * 40_000, unknown: 1))
            }, scenarioRule: "IV rule: -1% = x1.04", benchmark: "SPY", benchmarkPrice: Figure(597.85),
            deltaFractionOfNetLiquidation: Figure(0.58),
            openProfit: total(specs.reduce(0) { $0 + $1.profit }, unknown: 1),
            dayProfit: total(284), realizedProfit: Money(tenThousandths: 12_345_600), thetaPerDay: total(123),
            shortExtrinsic: total(5_441), excluded: ["LCID1"])
    }

    static func profile(
        _ symbol: String, _ name: String, close: Double, earnings: [EarningsEvent] = [],
        dividends: [DividendEvent] = [], kind: SecurityKind = .stock
    ) -> SecurityProfile {
        SecurityProfile(
            symbol: symbol, name: name, kind: kind, sector: "Technology", dividends: dividends, earnings: earnings,
            beta: 1,
            previousClose: close)
    }

    static func quote(_ price: Double, age: Double = 1) -> Quote {
        Quote(
            bid: price - 0.01, ask: price + 0.01, last: price, time: now.adding(seconds: -age), receivedAt: now,
            source: "simulated")
    }

    static let profiles: [(SecurityProfile, Double)] = [
        (profile("AAPL", "Apple Inc.", close: 258.80), 257.10),
        (profile("AMD", "Advanced Micro Devices", close: 166), 168.30),
        (profile("KO", "Coca-Cola Company", close: 75.10), 74.98),
        (
            profile(
                "MO", "Altria Group", close: 60.50,
                dividends: [DividendEvent(exDate: day(3, 16), amount: 1.06, isEstimated: false)]), 60.85
        ),
        (
            profile(
                "MU", "Micron Technology", close: 100.10,
                earnings: [EarningsEvent(date: day(3, 24), time: .afterClose, isConfirmed: true)]), 101.20
        ),
        (
            profile(
                "PLTR", "Palantir Technologies", close: 76,
                earnings: [EarningsEvent(date: day(5, 3), time: .afterClose, isConfirmed: false)]), 76.40
        ),
        (profile("DIS", "Walt Disney Company", close: 108), 108.40),
        (profile("XSP", "Mini S&P 500 Index", close: 598, kind: .index), 599.41),
        (profile("SPY", "SPDR S&P 500 ETF", close: 596, kind: .fund), 597.85),
        (profile("XLE", "Energy Select Sector SPDR", close: 93.9, kind: .fund), 94.10),
        (profile("UBER", "Uber Technologies", close: 84), 84.25), (profile("TSLA", "Tesla Inc.", close: 250), 252),
        (profile("GME", "GameStop Corp.", close: 30), 30.5), (profile("WMT", "Walmart Inc.", close: 103), 103.60),
        (profile("QQQ", "Invesco QQQ Trust", close: 510, kind: .fund), 512.30),
        (profile("IWM", "iShares Russell 2000", close: 220, kind: .fund), 221.40),
        (profile("BAC", "Bank of America", close: 49.5), 49.84),
        (profile("INTC", "Intel Corporation", close: 36.5), 36.90),
        (profile("JPM", "JPMorgan Chase", close: 280), 281), (profile("GOOGL", "Alphabet Inc.", close: 190), 191),
    ]

    static func market() -> MarketSnapshot {
        var underlyings: [String: UnderlyingMarket] = [:]
        for (profile, price) in profiles {
            underlyings[profile.symbol] = UnderlyingMarket(profile: profile, quote: quote(price))
        }
        return MarketSnapshot(
            asOf: now, source: "simulated", underlyings: underlyings, optionQuotes: [:],
            rates: RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "simulated"),
            benchmark: "SPY", calendar: .standard)
    }

    static func alert(
        _ id: String, _ symbol: String, _ priority: AlertPriority, _ title: String, _ message: String,
        _ trailing: String, monitor: MonitorName = .expiration
    ) -> Alert {
        Alert(
            id: id,
            finding: AlertFinding(
                monitor: monitor, conditionKey: id, priority: priority, title: title, trailing: trailing,
                message: message,
                symbol: symbol, positionIdentifier: "paper:\(symbol)", deadline: now.adding(seconds: 19_020),
                evidence: [
                    AlertEvidence(
                        name: "assignment probability", value: 0.5, unit: "fraction", source: "lattice", ageSeconds: 2)
                ],
                actions: [AlertAction(action: "details", label: "Details")]),
            state: .active, raisedAt: now, updatedAt: now)
    }

    static let alerts: [Alert] = [
        alert(
            "a-mo", "MO", .critical, "MO 57.5C will be called", "ex Tue 1.06 > extrinsic 0.00; 200 sh", "5h17",
            monitor: .assignment),
        alert("a-xsp", "XSP", .critical, "XSP 597/592 expires today", "2.41 away (1.3σ), 94% captured, cash", "5h17"),
        alert("a-ko", "KO", .high, "KO 75P at the strike", "0.02 in, 50%; not wanted; buy 0.56", "4 days"),
        alert("a-pltr", "PLTR", .high, "PLTR 80P breached", "loss 2.0x credit; 04-30 80P +0.65 nat", "-935"),
        alert(
            "a-amd", "AMD", .high, "AMD 150P 62% captured", "buy 1.85; what is left earns 14%/yr", "over 50",
            monitor: .profitTarget),
    ]

    static func candidate(
        _ symbol: String, _ strike: Double, _ right: OptionRight, score: Double, fill: Double, yearly: Double,
        failures: [GateFailure] = []
    ) -> Candidate {
        Candidate(
            id: "scan:\(symbol)", strategy: right == .put ? .cashSecuredPut : .coveredCall, symbol: symbol,
            contract: contract(symbol, strike, right, day(4, 23)), daysToExpiry: 39, spot: 94.10, bid: 1.25, ask: 1.40,
            fill: Figure(fill), periodReturn: Figure(0.0142), annualizedReturn: Figure(yearly),
            breakeven: Figure(strike - fill),
            cushion: Figure(0.057), expectedMove: Figure(6.1), outOfTheMoney: Figure(0.044), delta: Figure(-0.26),
            impliedVolatility: Figure(0.24), volatilityRank: Figure(41), volatilityPercentile: Figure(62),
            probabilityOfProfit: Figure(0.77), probabilityOfTouch: Figure(0.5), collateral: Figure(strike * 100),
            openInterest: 900,
            volume: 300, spreadFraction: Figure(0.05), earningsDate: nil, exDividendDate: nil, liquidity: 3,
            score: score,
            isCapped: score == 79, cap: score == 79 ? "not on the own list" : nil,
            parts: [
                ScorePart(
                    name: "edge", weight: 25, points: 25, isMissing: false,
                    explanation: "1 - RV/IV 0.21, line 0 to 0.20")
            ],
            failures: failures, quoteAgeSeconds: 9)
    }

    static let scan = ScanResult(
        strategy: .cashSecuredPut, watchlist: "default", scannedAt: now.adding(seconds: -120), symbolsScanned: 24,
        contractsScanned: 412,
        candidates: [
            candidate("XLE", 90, .put, score: 85, fill: 1.29, yearly: 0.133),
            candidate("UBER", 77.5, .put, score: 79, fill: 1.59, yearly: 0.191),
            candidate("WMT", 99, .put, score: 71, fill: 1.12, yearly: 0.106),
        ],
        nearestMisses: [
            candidate(
                "TSLA", 220, .put, score: 66, fill: 4.2, yearly: 0.2,
                failures: [
                    GateFailure(
                        gate: "event", text: "earnings Apr 22 AMC inside (unconfirmed)", remedy: "passes after Apr 22")
                ]),
            candidate(
                "GME", 25, .put, score: 60, fill: 0.9, yearly: 0.4,
                failures: [GateFailure(gate: "borrow", text: "puts price 24%/yr borrow: rich for a reason")]),
        ], rejected: ["market": 187, "event": 96, "premium": 61], room: "11.4k + SGOV 30.1k; tech full 41>35%")

    static func context() -> AssistantContext {
        AssistantContext(
            book: book(), market: market(), alerts: alerts, scans: [scan],
            monitors: [
                MonitorStatus(
                    name: .expiration, lastRunAt: now, nextRunAt: now.adding(seconds: 30), findings: 3,
                    nearest: "SPY 585P, 2.1 % away")
            ],
            now: now, sessionWord: "OPEN 5h17", ownList: ["AAPL", "XLE"], watchList: ["TSLA", "GME"],
            notes: ["paper:PLTR": "take at 78 or roll once"])
    }

    static func emptyContext() -> AssistantContext {
        var context = context()
        context.book = book([])
        context.book.accounts = []
        context.book.scenarios = []
        context.alerts = []
        context.scans = []
        context.monitors = []
        context.notes = [:]
        context.market.underlyings = [:]
        return context
    }
}
