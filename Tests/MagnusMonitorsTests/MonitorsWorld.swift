import MagnusAnalysis
import MagnusDomain
import MagnusQuant

@testable import MagnusMonitors

/// Positions of the paper account, valued by hand, to put before the rules.
struct MonitorsWorld {
    /// Monday 2027-03-15 10:42:07 New York.
    static let monday = NewYorkTime.instant(on: date("2027-03-15"), hour: 10, minute: 42, second: 7)

    static func date(_ text: String) -> CalendarDate {
        (try? CalendarDate(iso8601: text)) ?? CalendarDate(daysSinceEpoch: 0)
    }

    var now = MonitorsWorld.monday
    var strategies: [StrategyValuation] = []
    var freeCash: Double? = 11_390.40
    /// T-bill funds, dollars: enough for everything, where cash is not what is looked at.
    var billFunds: Double? = 200_000
    var profiles: [SecurityProfile] = []
    var scans: [ScanResult] = []
    var settings = MonitorSettings()
    var mutes: Set<MonitorMute> = []
    var isCriticalAboveMute = true
    var medianSpreads: [OptionContract: Double] = [:]
    var rolls: [String: RollReport] = [:]
    var memory = MonitorMemory()
    var optionQuotes: [OptionContract: Quote] = [:]
    /// Completed sessions by symbol, of those with a profile.
    var bars: [String: [DailyBar]] = [:]

    var context: MonitorContext {
        let zero = Total(figure: Figure(0), unknownCount: 0)
        let row = GreeksRow(
            key: "Book", positions: 0, delta: zero, gamma: zero, thetaPerDay: zero, vegaPerPoint: zero,
            rhoPerPoint: zero, dollarDelta: zero, dollarGammaOnePercent: zero, betaWeightedDelta: zero, vega30: zero)
        var account = AccountValuation(
            account: Account(name: "paper", broker: "paper", kind: .paper, rules: .regulationT),
            cash: Money(dollars: max(0, freeCash ?? 0)) ?? .zero,
            settledCash: .zero, netLiquidation: zero, dayProfit: zero, totalProfit: zero, reservedCash: Figure(0),
            freeCash: Figure(freeCash, else: .noSource), treasuryBillFunds: Figure(billFunds, else: .noMarket),
            buyingPower: Figure(0),
            buyingPowerUsedFraction: Figure(0), marginRequirement: Figure(0), marginKind: "cash", ageSeconds: 1,
            source: "test")
        // What is missing is taken by a row that expires first; what the rows themselves take is in no figure here.
        account.cashReserves =
            [
                CashReserve(
                    id: "other", symbol: "ZZ", title: "", expiry: Self.date("2027-01-15"),
                    figure: Figure(freeCash.map { max(0, -$0) }, else: .unlimited))
            ]
            + strategies.map {
                CashReserve(
                    id: $0.id, symbol: $0.symbol, title: $0.title, expiry: Self.date("2028-01-21"),
                    figure: $0.kind == .shortCall ? .unknown(.unlimited) : Figure(0))
            }
        let book = BookValuation(
            asOf: now, accounts: [account], strategies: strategies, greeks: row, nearGreeks: row, bySymbol: [],
            byStrategy: [], bySector: [], byPosition: [], scenarios: [], scenarioRule: "", benchmark: "SPY",
            benchmarkPrice: Figure(597.85), deltaFractionOfNetLiquidation: Figure(0.5), openProfit: zero,
            dayProfit: zero, realizedProfit: .zero, thetaPerDay: zero, shortExtrinsic: zero)
        let market = MarketSnapshot(
            asOf: now, source: "test",
            underlyings: Dictionary(
                uniqueKeysWithValues: profiles.map {
                    ($0.symbol, UnderlyingMarket(profile: $0, quote: nil, bars: bars[$0.symbol] ?? []))
                }),
            optionQuotes: optionQuotes,
            rates: RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "test"),
            benchmark: "SPY", calendar: .standard)
        return MonitorContext(
            book: book, market: market, scans: scans, settings: settings, mutes: mutes,
            isCriticalAboveMute: isCriticalAboveMute, medianSpreads: medianSpreads, rolls: rolls)
    }

    /// M9 silenced, where another rule is looked at.
    static let withoutRolls: Set<MonitorMute> = [MonitorMute(monitor: .roll, symbol: nil)]

    func run() -> MonitorReport { Monitors.run(context: context, memory: memory) }

    func finding(_ symbol: String) -> AlertFinding? { run().findings.first { $0.symbol == symbol } }

    // MARK: - Rows

    static func contract(
        _ symbol: String, _ expiry: String, _ right: OptionRight, _ strike: Double, settlement: Settlement = .physical
    ) -> OptionContract {
        OptionContract(
            root: symbol, underlying: symbol, expiry: date(expiry), right: right,
            strikeThousandths: Int((strike * 1000).rounded()),
            style: settlement == .physical ? .american : .european, settlement: settlement, multiplier: 100,
            deliverable: settlement == .physical ? .shares(100) : .cash)
    }

    struct Leg {
        var instrument: Instrument
        var quantity: Int
        var mark: Double?
        var bid: Double?
        var ask: Double?
        var volatility: Double?
        var probability: Double?
        var early: Double? = 0
        /// What may be exercised before the next session.
        var next: Double? = 0
        var state = PositionState.open
        var trust = Trust.fresh
    }

    static func option(
        _ contract: OptionContract, _ quantity: Int, mark: Double?, half: Double = 0.02, volatility: Double?,
        probability: Double? = nil, early: Double? = 0, next: Double? = 0
    ) -> Leg {
        Leg(
            instrument: .option(contract), quantity: quantity, mark: mark, bid: mark.map { $0 - half },
            ask: mark.map { $0 + half }, volatility: volatility, probability: probability, early: early,
            next: next)
    }

    static func row(
        _ symbol: String, _ kind: StrategyKind, title: String, spot: Double?, legs: [Leg], captured: Figure,
        maximumProfit: Double? = nil, cost: Double? = nil, entry: Double? = nil, left: Double? = nil,
        intent: PositionIntent = .avoid, flags: [PositionFlag] = [], now: Instant = monday
    ) -> StrategyValuation {
        let unknown = Figure.unknown(.notApplicable)
        let valued = legs.enumerated().map { index, leg in
            var days: Int?
            var shares: Int?
            if case .option(let contract) = leg.instrument {
                days = contract.daysToExpiry(from: now)
                shares = contract.settlement == .physical ? 100 : nil
            }
            return PositionValuation(
                position: Position(
                    id: "paper:\(symbol):\(index)", account: "paper", instrument: leg.instrument,
                    quantity: Quantity(leg.quantity), openedAt: now, averagePrice: 1, costBasis: nil,
                    realizedProfit: .zero),
                state: leg.state, daysToExpiry: days, daysHeld: 3, bid: leg.bid, ask: leg.ask,
                mark: Figure(leg.mark, trust: leg.trust, else: .noMarket), markSource: "mid", markAgeSeconds: 1,
                marketValue: unknown, unrealizedProfit: unknown, unrealizedFraction: unknown, dayProfit: unknown,
                costToClose: unknown, profitCaptured: unknown,
                underlyingPrice: Figure(spot, trust: leg.trust, else: .noSource), distanceToStrike: unknown,
                extrinsic: unknown, impliedVolatility: Figure(leg.volatility, else: .noMarket), delta: unknown,
                gamma: unknown, thetaPerDay: unknown, vegaPerPoint: unknown, rhoPerPoint: unknown,
                betaWeightedDelta: unknown, assignmentProbability: Figure(leg.probability, else: .notApplicable),
                earlyExerciseProbability: Figure(leg.early, else: .notApplicable), sector: "Energy",
                nextExerciseProbability: Figure(leg.next, else: .notApplicable), deliveredShares: shares)
        }
        let shorts = valued.filter { leg in
            guard case .option = leg.position.instrument else { return false }
            return leg.position.quantity.isShort
        }
        let distances = shorts.compactMap { leg -> Double? in
            guard case .option(let contract) = leg.position.instrument, let spot else { return nil }
            return (contract.right == .put ? spot - contract.strike : contract.strike - spot) / spot
        }
        return StrategyValuation(
            id: "paper:\(symbol):\(kind.rawValue)", account: "paper", symbol: symbol, kind: kind, title: title,
            legs: valued, expiry: nil, daysToExpiry: valued.compactMap(\.daysToExpiry).min(),
            unrealizedProfit: unknown, dayProfit: unknown, maximumProfit: Figure(maximumProfit, else: .notApplicable),
            maximumLoss: unknown, captured: captured, distance: Figure(distances.min(), else: .notApplicable),
            distanceDollars: unknown, distanceSigmas: unknown, delta: unknown, thetaPerDay: unknown,
            vegaPerPoint: unknown,
            assignmentProbability: Figure(shorts.compactMap(\.assignmentProbability.value).max(), else: .notApplicable),
            extrinsic: unknown, costToClose: Figure(cost, else: .notApplicable),
            leftPerYear: Figure(left, else: .notApplicable), breakevens: [], collateral: unknown,
            entryPrice: Figure(entry, else: .noBasis),
            markPrice: Figure(legs.count == 1 ? legs.first?.mark : nil, else: .noMarket), impliedVolatility: unknown,
            volatilityPercentile: unknown, flags: flags, intent: intent, openedAt: now)
    }

    /// `-1 260P` on 100-share terms.
    static func put(
        _ symbol: String, _ expiry: String, _ strike: Double, count: Int = 1, spot: Double?, mark: Double?,
        half: Double = 0.02, volatility: Double?, probability: Double?, entry: Double, left: Double? = nil,
        intent: PositionIntent = .avoid, flags: [PositionFlag] = [], now: Instant = monday,
        kind: StrategyKind = .cashSecuredPut
    ) -> StrategyValuation {
        let units = Double(count) * 100
        return row(
            symbol, kind, title: "-\(count) \(contract(symbol, expiry, .put, strike).shortName)", spot: spot,
            legs: [
                option(
                    contract(symbol, expiry, .put, strike), -count, mark: mark, half: half, volatility: volatility,
                    probability: probability)
            ], captured: Figure(mark.map { (entry - $0 - half) / entry }, else: .noMarket),
            maximumProfit: entry * units,
            cost: mark.map { ($0 + half) * units }, entry: entry, left: left, intent: intent, flags: flags, now: now)
    }

    // MARK: - The paper account

    static let xsp = row(
        "XSP", .bullPutSpread, title: "-1 PCS 597/592", spot: 599.41,
        legs: [
            option(
                contract("XSP", "2027-03-15", .put, 597, settlement: .cashAfternoon), -1, mark: 0.10, volatility: 0.125,
                probability: 0.09),
            option(
                contract("XSP", "2027-03-15", .put, 592, settlement: .cashAfternoon), 1, mark: 0.04, volatility: 0.14),
        ], captured: Figure(0.937), maximumProfit: 95, cost: 10, entry: 0.95)

    static let aapl = put(
        "AAPL", "2027-03-17", 260, spot: 257.10, mark: 3.74, half: 0.04, volatility: 0.25, probability: 0.72,
        entry: 2.30, intent: .take)

    static let mo = row(
        "MO", .coveredCall, title: "CC -2 57.5C", spot: 60.85,
        legs: [
            Leg(instrument: .stock(symbol: "MO"), quantity: 200, mark: 60.85, bid: 60.84, ask: 60.86),
            option(
                contract("MO", "2027-04-16", .call, 57.5), -2, mark: 3.35, half: 0.05, volatility: 0.19,
                probability: 0.97, early: 0.95, next: 0.95),
        ], captured: Figure(1), maximumProfit: 324, cost: 680, entry: 1.62, intent: .take)

    static let moProfile: SecurityProfile = {
        var profile = SecurityProfile(symbol: "MO", name: "Altria", kind: .stock, sector: "Consumer Staples")
        profile.dividends = [DividendEvent(exDate: date("2027-03-16"), amount: 1.06, isEstimated: false)]
        return profile
    }()

    static let ko = put(
        "KO", "2027-03-19", 75, count: 2, spot: 74.98, mark: 0.545, half: 0.015, volatility: 0.17, probability: 0.50,
        entry: 0.92)

    static let amd = put(
        "AMD", "2027-04-16", 150, spot: 168.30, mark: 1.82, half: 0.03, volatility: 0.42, probability: 0.19,
        entry: 4.85, left: 0.14)

    static let bac = put(
        "BAC", "2027-03-25", 45, count: 3, spot: 49.84, mark: 0.01, half: 0.01, volatility: 0.26, probability: 0.01,
        entry: 0.62)

    static let spy = row(
        "SPY", .bullPutSpread, title: "-2 PCS 585/575", spot: 597.85,
        legs: [
            option(contract("SPY", "2027-04-05", .put, 585), -2, mark: 4.0, volatility: 0.165, probability: 0.28),
            option(contract("SPY", "2027-04-05", .put, 575), 2, mark: 2.27, volatility: 0.178),
        ], captured: Figure(0.13), maximumProfit: 396, cost: 354, entry: 1.98)

    static let pltr = put(
        "PLTR", "2027-04-16", 80, count: 2, spot: 76.40, mark: 7.025, half: 0.075, volatility: 0.56,
        probability: 0.63, entry: 2.35)

    static var paper: MonitorsWorld {
        var world = MonitorsWorld()
        world.strategies = [xsp, mo, aapl, ko, amd, bac, spy, pltr]
        world.profiles = [moProfile]
        return world
    }
}
