import MagnusDesk
import MagnusDomain

/// The paper account of the sample screens: 18 rows on Monday 2027-03-15, 10:42:07 New York.
enum SampleBook {
    static let now = NewYorkTime.instant(on: date(2027, 3, 15), hour: 10, minute: 42, second: 7)

    static func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSinceEpoch: 0)
    }

    static func snapshot() -> DeskSnapshot {
        DeskSnapshot(
            version: 1, asOf: now,
            world: WorldStatus(kind: .simulated, speed: 1, isFrozen: false, seed: 1, source: "simulated"),
            session: SessionStatus(word: "OPEN 5h17", isOpen: true, isOpening: false, lastClose: date(2027, 3, 12)),
            accounts: [
                Account(name: "paper", broker: "paper", kind: .paper, rules: .regulationT),
                Account(name: "ira", broker: "paper", kind: .paper, rules: .individualRetirement),
            ],
            selectedAccount: "paper", book: book(), alerts: SampleAlerts.alerts(), monitors: SampleAlerts.monitors(),
            opportunities: SampleOpportunities.board(), transcript: SampleChat.transcript(),
            feeds: [FeedStatus(name: "simulated", isHealthy: true, dataAgeSeconds: 1)], notices: [], work: [],
            settings: settings(), disclaimerVersion: "1", isDisclaimerAccepted: true)
    }

    /// The attribution of the day for the rows of the sample: 284 dollars, of them 8 that no Greek explains.
    static func attributed() -> DeskSnapshot {
        var snapshot = snapshot()
        let shares: [(Double, Double, Double, Double, Double)] = [
            (120, -14, 62, 41, 3), (-96, -22, 38, -30, 5), (75, 0, 30, 12, 0), (60, -8, 11, -3, 0),
        ]
        func total(_ value: Double) -> Total { Total(figure: Figure(value), unknownCount: 0) }
        var rows: [DayAttribution] = []
        for (strategy, part) in zip(snapshot.book.strategies, shares) {
            rows.append(
                DayAttribution(
                    key: strategy.id, total: total(part.0 + part.1 + part.2 + part.3 + part.4), delta: total(part.0),
                    gamma: total(part.1), theta: total(part.2), vega: total(part.3), cross: total(0),
                    residual: total(part.4), unexplainedLegs: 0))
        }
        for strategy in snapshot.book.strategies.dropFirst(shares.count) {
            let nothing = Total(figure: .unknown(.insufficientHistory), unknownCount: 1)
            rows.append(
                DayAttribution(
                    key: strategy.id, total: total(0), delta: nothing, gamma: nothing, theta: nothing, vega: nothing,
                    cross: nothing, residual: total(0), unexplainedLegs: 1))
        }
        snapshot.book.dayAttribution = DayAttributionTable(
            since: NewYorkTime.instant(on: date(2027, 3, 12), hour: 16, minute: 0),
            book: DayAttribution(
                key: "Book", total: total(284), delta: total(159), gamma: total(-44), theta: total(141),
                vega: total(18), cross: total(2), residual: total(8), unexplainedLegs: 14), rows: rows)
        return snapshot
    }

    /// Nothing held, nothing found, nothing asked.
    static func empty() -> DeskSnapshot {
        var empty = snapshot()
        empty.book.strategies = []
        empty.book.accounts = []
        empty.alerts = []
        empty.opportunities.candidates = []
        empty.opportunities.scans = empty.opportunities.scans.map { scan in
            var scan = scan
            scan.candidates = []
            return scan
        }
        empty.transcript.messages = []
        return empty
    }

    /// The feed has been silent for four minutes: every figure is stale, one symbol has none.
    static func stale() -> DeskSnapshot {
        var stale = snapshot()
        stale.feeds = [
            FeedStatus(name: "tradier", isHealthy: false, dataAgeSeconds: 250, problem: "timeout, retry 0:20")
        ]
        stale.book.strategies = stale.book.strategies.map(SampleStates.stale)
        stale.book.openProfit = Total(figure: Figure(-911, trust: .stale), unknownCount: 1)
        stale.book.excluded = ["MU", "LCID1"]
        return stale
    }

    /// A stopped monitor, a read-only home, a failed notice, a halted world.
    static func failing() -> DeskSnapshot {
        var failing = snapshot()
        failing.isReadOnly = true
        failing.monitors[1].failure = "no quotes for 5 min, next try 10:47"
        failing.notices = [Notice(id: 7, time: now, kind: .failure, text: "database is full: writing stopped")]
        failing.opportunities.candidates = []
        failing.opportunities.waitingReason = "Waiting for orderly quotes, 09:45."
        return failing
    }

    static func settings() -> [SettingRow] {
        [
            SettingRow(
                key: "monitors.expiration.critical-days", value: "3", defaultValue: "3", source: "default",
                explanation: "Days to expiry from which a short option in the money is critical.", allowed: "0 to 10"),
            SettingRow(
                key: "monitors.profit-target.fraction", value: "0.5", defaultValue: "0.5", source: "default",
                explanation: "Share of the maximum profit at which closing is proposed.", allowed: "0.1 to 0.95"),
            SettingRow(
                key: "scan.csp.minimum-return", value: "0.08", defaultValue: "0.06", source: "file", changedAt: now,
                explanation: "Return a year below which a put is not worth its collateral.", allowed: "0 to 1"),
            SettingRow(
                key: "screen.bell", value: "true", defaultValue: "true", source: "default",
                explanation: "Bell on critical alerts.", allowed: "true or false"),
        ]
    }

    static func known(_ value: Double) -> Total { Total(figure: Figure(value), unknownCount: 0) }

    private static func greeks(
        _ key: String, _ dollarDelta: Double, _ beta: Double, _ gamma: Double, _ theta: Double, _ vega30: Double,
        positions: Int = 1
    ) -> GreeksRow {
        GreeksRow(
            key: key, positions: positions, delta: known(beta), gamma: known(0), thetaPerDay: known(theta),
            vegaPerPoint: known(vega30 / 3), rhoPerPoint: known(0), dollarDelta: known(dollarDelta),
            dollarGammaOnePercent: known(gamma), betaWeightedDelta: known(beta), vega30: known(vega30))
    }

    static func book() -> BookValuation {
        let account = AccountValuation(
            account: Account(name: "paper", broker: "paper", kind: .paper, rules: .regulationT),
            cash: Money(tenThousandths: 1_146_404_000), settledCash: Money(tenThousandths: 1_146_404_000),
            netLiquidation: Total(figure: Figure(169_360.40), unknownCount: 0), dayProfit: known(284),
            totalProfit: known(-911), reservedCash: Figure(103_250), freeCash: Figure(11_390.40),
            treasuryBillFunds: Figure(30_102), buyingPower: Figure(11_390.40),
            buyingPowerUsedFraction: Figure(0.9), marginRequirement: .unknown(.notApplicable), marginKind: "cash",
            ageSeconds: 1, source: "simulated")
        let symbols: [(String, Double, Double, Double, Double, Double)] = [
            ("SPY", 8200, 14, -4800, -3, -21), ("PLTR", 8557, 27, -3100, 15, -22), ("AAPL", 18254, 37, -9600, 40, -31),
            ("KO", 7423, 7, -9900, 13, -9), ("MU", 2732, 8, -1200, 19, -16), ("XSP", 6594, 11, -21800, 8, -2),
            ("AMD", 2525, 8, -800, 7, -12), ("DIS", 10840, 20, 0, 0, 0), ("INTC", 2362, 4, -500, 3, -3),
            ("BAC", 2990, 6, -300, 5, 14), ("QQQ", 3586, 7, 900, 4, 33), ("IWM", -1330, -3, -4200, 12, -38),
            ("SPX", 11988, 20, -2100, 9, -36), ("MO", 0, 0, 0, 0, 0), ("SGOV", 30102, 0, 0, 0, 0),
        ]
        let sectors: [(String, Double, Double, Double, Double, Double)] = [
            ("Technology", 38016, 84, -15300, 84, -84), ("Index", 25452, 45, -32900, 26, -97),
            ("Staples", 7423, 7, -9900, 13, -9), ("Financials", 2990, 6, -300, 5, 14),
            ("Communication", 10840, 20, 0, 0, 0),
        ]
        let moves: [(Double, Int, Double)] = [
            (-0.10, 0, -13469), (-0.05, 0, -6661), (-0.02, 0, -2700), (0, 7, 666), (0.02, 0, 1500), (0.05, 0, 2700),
        ]
        return BookValuation(
            asOf: now, accounts: [account], strategies: SampleStrategies.all(),
            greeks: greeks("Book", 84_100, 163, -37_300, 123, -143, positions: 18),
            nearGreeks: greeks("≤2DTE", 24_800, 48, -26_200, 48, -40, positions: 2),
            bySymbol: symbols.map { greeks($0.0, $0.1, $0.2, $0.3, $0.4, $0.5) },
            byStrategy: [greeks("short_put", 41_000, 88, -14_000, 95, -81, positions: 6)],
            bySector: sectors.map { greeks($0.0, $0.1, $0.2, $0.3, $0.4, $0.5) }, byPosition: [],
            scenarios: moves.map { ScenarioCell(benchmarkMove: $0.0, daysForward: $0.1, profit: known($0.2)) },
            scenarioRule: "IV rule: -1% = x1.04", benchmark: "SPY", benchmarkPrice: Figure(597.85),
            deltaFractionOfNetLiquidation: Figure(0.5753), openProfit: known(-911), dayProfit: known(284),
            realizedProfit: Money(tenThousandths: 0), thetaPerDay: known(123), shortExtrinsic: known(5441))
    }
}
