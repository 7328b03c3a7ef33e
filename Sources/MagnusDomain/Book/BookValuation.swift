/// A total with the number of parts that could not be counted.
public struct Total: Sendable, Hashable {
    /// Sum of the known parts; unknown when none is known.
    public var figure: Figure
    public var unknownCount: Int

    public init(figure: Figure, unknownCount: Int) {
        self.figure = figure
        self.unknownCount = unknownCount
    }
}

/// Greeks summed over one key (a position, symbol, strategy, sector or the book).
public struct GreeksRow: Sendable, Hashable {
    public var key: String
    public var positions: Int
    public var delta: Total
    public var gamma: Total
    public var thetaPerDay: Total
    public var vegaPerPoint: Total
    public var rhoPerPoint: Total
    public var dollarDelta: Total
    /// Change of dollar delta for a 1 % move, by revaluation at both sides.
    public var dollarGammaOnePercent: Total
    /// Benchmark shares.
    public var betaWeightedDelta: Total
    /// Vega per point weighted by the root of 30 over max(DTE, 1).
    public var vega30: Total

    public init(
        key: String, positions: Int, delta: Total, gamma: Total, thetaPerDay: Total, vegaPerPoint: Total,
        rhoPerPoint: Total, dollarDelta: Total, dollarGammaOnePercent: Total, betaWeightedDelta: Total, vega30: Total
    ) {
        self.key = key
        self.positions = positions
        self.delta = delta
        self.gamma = gamma
        self.thetaPerDay = thetaPerDay
        self.vegaPerPoint = vegaPerPoint
        self.rhoPerPoint = rhoPerPoint
        self.dollarDelta = dollarDelta
        self.dollarGammaOnePercent = dollarGammaOnePercent
        self.betaWeightedDelta = betaWeightedDelta
        self.vega30 = vega30
    }
}

/// One cell of the scenario strip: the book fully revalued after a move of the benchmark.
public struct ScenarioCell: Sendable, Hashable {
    /// Fraction, for example -0.05.
    public var benchmarkMove: Double
    public var daysForward: Int
    public var profit: Total

    public init(benchmarkMove: Double, daysForward: Int, profit: Total) {
        self.benchmarkMove = benchmarkMove
        self.daysForward = daysForward
        self.profit = profit
    }
}

/// Balances of one account.
public struct AccountValuation: Sendable, Hashable {
    public var account: Account
    /// What the ledger's cash effects add up to; no balance where ``cashReason`` is set, see ``cashFigure``.
    public var cash: Money
    public var settledCash: Money
    /// Why the cash is not known: a statement lists positions that no event brought, an event closes what none opened, or a
    /// row of a file could not be read, and no statement states a balance since.
    public var cashReason: UnknownReason?
    /// Rows of its files that no rule reads: what they moved is in no sum.
    public var unreadCount = 0
    /// What it holds that is no position here (bonds, futures, coins), by its name at the broker: ``netLiquidation`` lacks it
    /// and counts it as unknown.
    public var otherAssets: [String] = []
    /// The balance of a statement that ``cash`` begins with, where the rows before do not lead to it.
    public var statedBalance: StatedBalance?
    public var netLiquidation: Total
    public var dayProfit: Total
    public var totalProfit: Total
    /// Cash reserved by puts and spreads; unknown while a short call or short shares have nothing to bound them.
    public var reservedCash: Figure
    /// Cash less reserved.
    public var freeCash: Figure
    /// Market value of T-bill funds: collateral that is not cash.
    public var treasuryBillFunds: Figure
    /// Margin accounts: net liquidation less requirement. Cash accounts: free cash.
    public var buyingPower: Figure
    public var buyingPowerUsedFraction: Figure
    /// Margin accounts: the rule's requirement less the market value of what is short, which net liquidation has taken off
    /// already; so it is what is held against net liquidation. Cash accounts: what is reserved.
    public var marginRequirement: Figure
    public var marginKind: String
    /// Oldest input.
    public var ageSeconds: Double?
    public var source: String
    public var reasons: [String: UnknownReason]
    /// The parts of ``reservedCash``: rows with something short, and others that reserve cash.
    public var cashReserves: [CashReserve] = []
    /// The parts of ``marginRequirement`` of a margin account.
    public var requirements: [RequirementPart] = []

    public init(
        account: Account, cash: Money, settledCash: Money, netLiquidation: Total, dayProfit: Total,
        totalProfit: Total, reservedCash: Figure, freeCash: Figure, treasuryBillFunds: Figure, buyingPower: Figure,
        buyingPowerUsedFraction: Figure, marginRequirement: Figure, marginKind: String, ageSeconds: Double?,
        source: String, reasons: [String: UnknownReason] = [:]
    ) {
        self.account = account
        self.cash = cash
        self.settledCash = settledCash
        self.netLiquidation = netLiquidation
        self.dayProfit = dayProfit
        self.totalProfit = totalProfit
        self.reservedCash = reservedCash
        self.freeCash = freeCash
        self.treasuryBillFunds = treasuryBillFunds
        self.buyingPower = buyingPower
        self.buyingPowerUsedFraction = buyingPowerUsedFraction
        self.marginRequirement = marginRequirement
        self.marginKind = marginKind
        self.ageSeconds = ageSeconds
        self.source = source
        self.reasons = reasons
    }

    public var cashFigure: Figure { cashReason.map { .unknown($0) } ?? Figure(cash.dollars) }
    public var settledCashFigure: Figure { cashReason.map { .unknown($0) } ?? Figure(settledCash.dollars) }
}

/// The whole book of the selected accounts valued at one moment.
public struct BookValuation: Sendable, Hashable {
    public var asOf: Instant
    public var accounts: [AccountValuation]
    public var strategies: [StrategyValuation]
    /// Key `Book`.
    public var greeks: GreeksRow
    /// Positions of two days or fewer.
    public var nearGreeks: GreeksRow
    public var bySymbol: [GreeksRow]
    public var byStrategy: [GreeksRow]
    public var bySector: [GreeksRow]
    public var byPosition: [GreeksRow]
    public var scenarios: [ScenarioCell]
    /// For example `IV rule: -1% = x1.04`.
    public var scenarioRule: String
    public var benchmark: String
    public var benchmarkPrice: Figure
    /// Beta-weighted dollars over net liquidation.
    public var deltaFractionOfNetLiquidation: Figure
    public var openProfit: Total
    public var dayProfit: Total
    public var realizedProfit: Money
    public var thetaPerDay: Total
    public var shortExtrinsic: Total
    /// Symbols without usable quotes.
    public var excluded: [String]
    /// Where the profit of the day came from; nil where nobody worked it out.
    public var dayAttribution: DayAttributionTable?
    /// The part of ``dayProfit`` that belongs to no row: what was held at the previous official close, or bought since, and
    /// is gone, and interest and fees.
    public var dayClosings: [DayClosing] = []
    /// Closings whose opening is in no file and whose result no source states: they are not in ``realizedProfit``.
    public var unopenedCount = 0
    /// Rows of files that no rule reads, of all accounts.
    public var unreadCount: Int { accounts.reduce(0) { $0 + $1.unreadCount } }

    /// ``realizedProfit``; unknown (`no_basis`) where all that was realised is of closings whose opening no file has.
    public var realized: Total {
        unopenedCount > 0 && realizedProfit == .zero
            ? Total(figure: .unknown(.noBasis), unknownCount: unopenedCount + unreadCount)
            : Total(figure: Figure(realizedProfit.dollars), unknownCount: unopenedCount + unreadCount)
    }

    public init(
        asOf: Instant, accounts: [AccountValuation], strategies: [StrategyValuation], greeks: GreeksRow,
        nearGreeks: GreeksRow, bySymbol: [GreeksRow], byStrategy: [GreeksRow], bySector: [GreeksRow],
        byPosition: [GreeksRow], scenarios: [ScenarioCell], scenarioRule: String, benchmark: String,
        benchmarkPrice: Figure, deltaFractionOfNetLiquidation: Figure, openProfit: Total, dayProfit: Total,
        realizedProfit: Money, thetaPerDay: Total, shortExtrinsic: Total, excluded: [String] = []
    ) {
        self.asOf = asOf
        self.accounts = accounts
        self.strategies = strategies
        self.greeks = greeks
        self.nearGreeks = nearGreeks
        self.bySymbol = bySymbol
        self.byStrategy = byStrategy
        self.bySector = bySector
        self.byPosition = byPosition
        self.scenarios = scenarios
        self.scenarioRule = scenarioRule
        self.benchmark = benchmark
        self.benchmarkPrice = benchmarkPrice
        self.deltaFractionOfNetLiquidation = deltaFractionOfNetLiquidation
        self.openProfit = openProfit
        self.dayProfit = dayProfit
        self.realizedProfit = realizedProfit
        self.thetaPerDay = thetaPerDay
        self.shortExtrinsic = shortExtrinsic
        self.excluded = excluded
    }
}
