import MagnusDomain
import MagnusQuant
import Testing

@testable import magnus

/// Small values for the documents; nothing here is read from a clock or a file.
enum Fixtures {
    /// Monday 2027-03-15 10:42 in New York.
    static let now = Instant(secondsSinceEpoch: 1_805_121_720)
    static let envelope = DocumentEnvelope(asOf: now, isSimulated: true, account: "paper")
    /// Drives a terminal, hides and turns text round.
    static let hostile = "\u{1B}]52;c;aGk=\u{07}\u{1B}[2J\u{9B}31mX\u{202E}Y\u{200B}\u{0}\nZ\t"

    static func option(
        _ root: String = "PLTR", strike: Int = 80_000, right: OptionRight = .put, days: Int = 32,
        deliverable: Deliverable = .shares(100)
    ) -> OptionContract {
        OptionContract(
            root: root, underlying: root, expiry: now.newYork.date.adding(days: days), right: right,
            strikeThousandths: strike, style: .american, settlement: .physical, multiplier: 100,
            deliverable: deliverable)
    }

    static func leg(
        _ instrument: Instrument, quantity: Int, mark: Figure = Figure(7.025), known: Bool = true,
        sector: String = "Technology"
    ) -> PositionValuation {
        let figure: (Double) -> Figure = { known ? Figure($0) : .unknown(.adjusted) }
        let isOption = instrument.contract != nil
        return PositionValuation(
            position: Position(
                id: "paper:\(instrument.identity)", account: "paper", instrument: instrument,
                quantity: Quantity(quantity), openedAt: now.adding(seconds: -14 * 86_400), averagePrice: 2.35,
                costBasis: Money(dollars: -470), realizedProfit: .zero),
            state: .open, daysToExpiry: isOption ? 32 : nil, daysHeld: 14, bid: known ? 6.95 : nil,
            ask: known ? 7.10 : nil, mark: mark, markSource: known ? "simulated mid" : "",
            markAgeSeconds: known ? 2 : nil, marketValue: figure(-1405), unrealizedProfit: figure(-935),
            unrealizedFraction: figure(-1.99), dayProfit: figure(12), costToClose: figure(1420),
            profitCaptured: isOption ? figure(-2.02) : .unknown(.notApplicable), underlyingPrice: figure(76.40),
            distanceToStrike: isOption ? figure(-0.0471) : .unknown(.notApplicable),
            extrinsic: isOption ? figure(3.425) : .unknown(.notApplicable), impliedVolatility: figure(0.56),
            delta: figure(112.3), gamma: figure(-4.2), thetaPerDay: figure(15.2), vegaPerPoint: figure(-17),
            rhoPerPoint: figure(-9), betaWeightedDelta: figure(27),
            assignmentProbability: isOption ? figure(0.63) : .unknown(.notApplicable),
            earlyExerciseProbability: isOption ? figure(0.02) : .unknown(.notApplicable), sector: sector,
            reasons: known ? [:] : ["bid": .noSource, "delta": .adjusted, "strike": .stale])
    }

    static func strategy(
        _ legs: [PositionValuation], title: String, symbol: String, kind: StrategyKind = .cashSecuredPut,
        severity: AlertPriority? = nil, profit: Figure = Figure(-935), account: String = "paper"
    ) -> StrategyValuation {
        StrategyValuation(
            id: "\(account):\(symbol)", account: account, symbol: symbol, kind: kind, title: title, legs: legs,
            expiry: legs.compactMap { $0.position.instrument.contract?.expiry }.min(), daysToExpiry: 32,
            unrealizedProfit: profit, dayProfit: Figure(12), maximumProfit: Figure(470), maximumLoss: Figure(15_530),
            captured: Figure(-1.99), distance: Figure(-0.0471), distanceDollars: Figure(-3.6),
            distanceSigmas: Figure(-0.3), delta: Figure(112.3), thetaPerDay: Figure(15.2), vegaPerPoint: Figure(-17),
            assignmentProbability: Figure(0.63), extrinsic: Figure(685), costToClose: Figure(1420),
            leftPerYear: Figure(0.5), breakevens: [77.65], collateral: Figure(16_000), entryPrice: Figure(2.35),
            markPrice: Figure(7.025), impliedVolatility: Figure(0.56), volatilityPercentile: Figure(55),
            flags: [.lossLimit, .funded], severity: severity, intent: .decide, openedAt: now)
    }

    static func greeks(_ key: String, unknown: Int = 0, known: Bool = true) -> GreeksRow {
        func total(_ value: Double) -> Total {
            Total(figure: known ? Figure(value) : .unknown(.noSource), unknownCount: unknown)
        }
        return GreeksRow(
            key: key, positions: 2, delta: total(163.4), gamma: total(-12), thetaPerDay: total(123),
            vegaPerPoint: total(-45), rhoPerPoint: total(3), dollarDelta: total(84_100),
            dollarGammaOnePercent: total(-37_300), betaWeightedDelta: total(163), vega30: total(-143))
    }

    static func account(_ name: String = "paper") -> Account {
        Account(name: name, broker: "paper", kind: .paper, rules: .regulationT)
    }

    static func balances(_ name: String = "paper", known: Bool = true) -> AccountValuation {
        let figure: (Double) -> Figure = { known ? Figure($0) : .unknown(.noSource) }
        return AccountValuation(
            account: account(name), cash: Money(tenThousandths: 1_146_404_000),
            settledCash: Money(tenThousandths: 1_146_404_000),
            netLiquidation: Total(figure: figure(169_360.4), unknownCount: known ? 1 : 3),
            dayProfit: Total(figure: figure(284), unknownCount: 0),
            totalProfit: Total(figure: figure(-911), unknownCount: 0), reservedCash: figure(103_250),
            freeCash: figure(11_390.4), treasuryBillFunds: figure(30_102), buyingPower: figure(11_390.4),
            buyingPowerUsedFraction: figure(0.9), marginRequirement: figure(103_250),
            marginKind: known ? "cash_secured" : "", ageSeconds: known ? 1 : nil, source: known ? "paper" : "")
    }

    static func book(_ strategies: [StrategyValuation], benchmarkPrice: Figure = Figure(597.85)) -> BookValuation {
        let legs = strategies.flatMap(\.legs)
        let unknown = legs.filter { $0.unrealizedProfit.value == nil }.count
        let rows = legs.map {
            greeks($0.position.id, unknown: $0.delta.value == nil ? 1 : 0, known: $0.delta.value != nil)
        }
        return BookValuation(
            asOf: now, accounts: [balances(), balances("IRA", known: false)], strategies: strategies,
            greeks: greeks("Book", unknown: unknown), nearGreeks: greeks("<=2 DTE", known: false), bySymbol: rows,
            byStrategy: rows, bySector: rows, byPosition: rows, scenarios: [], scenarioRule: "", benchmark: "SPY",
            benchmarkPrice: benchmarkPrice, deltaFractionOfNetLiquidation: Figure(0.58),
            openProfit: Total(figure: Figure(-911), unknownCount: unknown),
            dayProfit: Total(figure: Figure(284), unknownCount: unknown),
            realizedProfit: Money(tenThousandths: 12_345_600),
            thetaPerDay: Total(figure: Figure(123), unknownCount: unknown),
            shortExtrinsic: Total(figure: Figure(5441), unknownCount: unknown), excluded: ["MU"])
    }

    /// A short put, a covered call and an adjusted contract about which nothing is known.
    static var mixedBook: BookValuation {
        let adjusted = option("LCID1", strike: 2500, deliverable: .unknown)
        return book([
            strategy([leg(.option(option()), quantity: -2)], title: "-2 80P", symbol: "PLTR", severity: .high),
            strategy(
                [
                    leg(.stock(symbol: "MO"), quantity: 200),
                    leg(.option(option("MO", strike: 57_500, right: .call)), quantity: -2),
                ], title: "CC -2 57.5C", symbol: "MO", kind: .coveredCall, severity: .critical, profit: Figure(324)),
            strategy(
                [leg(.option(adjusted), quantity: -1, mark: .unknown(.adjusted), known: false, sector: "")],
                title: "-1 2.5P ADJ", symbol: "LCID1", kind: .custom, profit: .unknown(.adjusted)),
        ])
    }

    static func alert(_ text: String = "PLTR 80P breached", priority: AlertPriority = .high) -> Alert {
        Alert(
            id: "a1",
            finding: AlertFinding(
                monitor: .expiration, conditionKey: "expiration:paper:PLTR", priority: priority, title: text,
                trailing: "-935", message: "\(text): loss 2.0x credit", symbol: "PLTR", positionIdentifier: nil,
                evidence: [AlertEvidence(name: "spot", value: 76.4, unit: "USD", source: "simulated", ageSeconds: nil)],
                actions: [AlertAction(action: "close", label: "Close", parameters: ["b": "2", "a": "1"])]),
            state: .acknowledged, raisedAt: now, updatedAt: now, acknowledgedAt: now)
    }

    static func candidate(
        strategy: ScanStrategy = .cashSecuredPut, known: Bool = true, failures: [GateFailure] = [], text: String = "XLE"
    ) -> Candidate {
        let figure: (Double) -> Figure = { known ? Figure($0) : .unknown(.crossed) }
        return Candidate(
            id: "csp:\(text)", strategy: strategy, symbol: text, contract: option("XLE", strike: 90_000, days: 39),
            daysToExpiry: 39, spot: 94.10, bid: known ? 1.27 : nil, ask: known ? 1.35 : nil, fill: figure(1.29),
            periodReturn: figure(0.0142), annualizedReturn: figure(0.133), breakeven: figure(88.71),
            cushion: figure(0.057), expectedMove: figure(7.4), outOfTheMoney: figure(0.0436), delta: figure(-0.26),
            impliedVolatility: figure(0.24), volatilityRank: .unknown(.insufficientHistory),
            volatilityPercentile: figure(62), probabilityOfProfit: figure(0.77), probabilityOfTouch: figure(0.5),
            collateral: figure(9000), openInterest: known ? 1800 : nil, volume: nil, spreadFraction: figure(0.06),
            earningsDate: nil, exDividendDate: now.newYork.date.adding(days: 60), liquidity: 3, score: 85.2,
            isCapped: !known, cap: known ? nil : "not on the own list",
            parts: [
                ScorePart(name: "edge", weight: 25, points: 25, isMissing: false, explanation: ""),
                ScorePart(name: "trend", weight: 5, points: 0, isMissing: true, explanation: ""),
            ], failures: failures, quoteAgeSeconds: known ? 9 : nil)
    }

    /// 90/85P: 1.29 at the mids sold, 0.40 bought: 0.89 for a width of 5.
    static func spreadCandidate() -> Candidate {
        var candidate = candidate(strategy: .vertical)
        candidate.id = "vertical:XLE"
        candidate.fill = Figure(0.87)
        candidate.fees = 2.6
        candidate.collateral = Figure(413)
        func leg(_ strike: Int, _ quantity: Int, _ price: Double) -> CandidateSpread.Leg {
            CandidateSpread.Leg(
                contract: option("XLE", strike: strike, days: 39), quantity: quantity, bid: price - 0.01,
                ask: price + 0.01, price: Figure(price), impliedVolatility: Figure(0.24), delta: Figure(-0.2),
                openInterest: 1800, volume: nil, quoteAgeSeconds: 9, terms: nil)
        }
        candidate.spread = CandidateSpread(
            kind: .bullPutSpread, legs: [leg(85_000, 1, 0.41), leg(90_000, -1, 1.28)], width: 5,
            naturalCredit: Figure(0.85), midCredit: Figure(0.89), creditToWidth: Figure(0.174),
            maximumProfit: Figure(87), maximumLoss: Figure(413), breakevens: [89.13], expectedValue: Figure(-1.5),
            positionDelta: Figure(11),
            warnings: [.init(kind: .earlyExercise, text: "90P: interest 0.40 on the strike is over 0.30")])
        return candidate
    }

    static func scan(
        _ candidates: [Candidate], misses: [Candidate] = [], strategy: ScanStrategy = .cashSecuredPut
    ) -> ScanResult {
        ScanResult(
            strategy: strategy, watchlist: "default", scannedAt: now, symbolsScanned: 18, contractsScanned: 1412,
            candidates: candidates, nearestMisses: misses, rejected: ["market": 187, "event": 96, "premium": 61],
            room: "11.4k + SGOV 30.1k")
    }
}
