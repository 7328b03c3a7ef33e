/// One point of a scenario grid: what is changed, all at once and now, before the days pass.
public struct ScenarioShock: Sendable, Hashable {
    /// Move of the benchmark in percent, carried to every underlying by its beta; or of every underlying by itself.
    public var spotPercent: Double
    /// Points added to every implied volatility.
    public var volatilityPoints: Double
    /// Calendar days that pass after the move, >= 0.
    public var days: Int
    /// The points are all that volatilities do, as in a preset: the rule of a request is not applied besides.
    public var statesVolatility: Bool

    public init(
        spotPercent: Double, volatilityPoints: Double = 0, days: Int = 0, statesVolatility: Bool = false
    ) {
        self.statesVolatility = statesVolatility
        self.spotPercent = spotPercent
        self.volatilityPoints = volatilityPoints
        self.days = days
    }

    /// Nothing changes.
    public static let none = ScenarioShock(spotPercent: 0)
}

/// How the spot axis moves an underlying.
public enum ScenarioSpotRule: String, Sendable, Hashable, CaseIterable {
    /// The benchmark moves, every underlying by its beta times that.
    case beta
    /// Every underlying moves by the same percentage; funds of Treasury bills stay.
    case own
}

/// What a grid is asked for.
public struct ScenarioRequest: Sendable, Hashable {
    /// Most cells of one grid.
    public static let cellLimit = 20_000

    public var shocks: [ScenarioShock]
    public var spotRule: ScenarioSpotRule
    /// Whether volatilities first follow the rule of the Greeks pane (times 1.04 for a fall of 1 %), then the points.
    public var followsVolatilityRule: Bool
    /// How many positions are named per cell.
    public var driverLimit: Int

    public init(
        shocks: [ScenarioShock], spotRule: ScenarioSpotRule = .beta, followsVolatilityRule: Bool = false,
        driverLimit: Int = 10
    ) {
        self.shocks = shocks
        self.spotRule = spotRule
        self.followsVolatilityRule = followsVolatilityRule
        self.driverLimit = driverLimit
    }

    /// Every combination of the axes: days outermost, then volatility, spots innermost.
    public init(
        spotPercents: [Double], volatilityPoints: [Double], days: [Int], spotRule: ScenarioSpotRule = .beta,
        followsVolatilityRule: Bool = false, driverLimit: Int = 10
    ) {
        let shocks = days.flatMap { day in
            volatilityPoints.flatMap { points in
                spotPercents.map { ScenarioShock(spotPercent: $0, volatilityPoints: points, days: day) }
            }
        }
        self.init(
            shocks: shocks, spotRule: spotRule, followsVolatilityRule: followsVolatilityRule, driverLimit: driverLimit)
    }

    /// Whether volatilities follow the rule in a shock.
    public func followsVolatilityRule(in shock: ScenarioShock) -> Bool {
        followsVolatilityRule && !shock.statesVolatility
    }

    /// The grid of the command and of the screen: -20 to 20 by 2 %, -10 to 10 by 5 points, now, in 7 and in 30 days.
    public static let standard = ScenarioRequest(
        spotPercents: stride(from: -20.0, through: 20, by: 2).map { $0 },
        volatilityPoints: [-10, -5, 0, 5, 10], days: [0, 7, 30])

    public var spotPercents: [Double] { Set(shocks.map(\.spotPercent)).sorted() }
    public var volatilityPoints: [Double] { Set(shocks.map(\.volatilityPoints)).sorted() }
    public var days: [Int] { Set(shocks.map(\.days)).sorted() }
}

/// A position that a grid revalues.
public struct ScenarioPosition: Sendable, Hashable {
    public var id: String
    public var symbol: String
    /// Quantity and contract in short, such as `-2 MO 04-16 57.5C`.
    public var title: String
    /// At the mark, dollars for the whole position.
    public var marketValue: Double
    /// Index of its row of Positions among the strategies of the grid.
    public var strategy: Int

    public init(id: String, symbol: String, title: String, marketValue: Double, strategy: Int) {
        self.id = id
        self.symbol = symbol
        self.title = title
        self.marketValue = marketValue
        self.strategy = strategy
    }
}

/// A row of Positions: legs that belong together and mostly cancel each other.
public struct ScenarioStrategy: Sendable, Hashable {
    public var id: String
    /// Symbol and title, such as `SPX -1 PCS 5650/5600`.
    public var title: String

    public init(id: String, title: String) {
        self.id = id
        self.title = title
    }
}

/// A position that is in no cell, with the reason.
public struct ScenarioExclusion: Sendable, Hashable {
    public var id: String
    public var title: String
    public var reason: UnknownReason

    public init(id: String, title: String, reason: UnknownReason) {
        self.id = id
        self.title = title
        self.reason = reason
    }
}

/// What one position, or one strategy, adds to a cell.
public struct ScenarioDriver: Sendable, Hashable {
    /// Index among the positions, or the strategies, of the grid.
    public var index: Int
    /// Dollars, signed.
    public var profit: Double

    public init(index: Int, profit: Double) {
        self.index = index
        self.profit = profit
    }
}

/// One cell: the positions of the grid after a shock. Dollars; Greeks in the units of the book.
public struct ScenarioGridCell: Sendable, Hashable {
    public var shock: ScenarioShock
    /// Value of the grid's positions after the shock with the cash that expiry, exercise and dividends brought: the base
    /// value plus ``profit``.
    public var value: Double
    public var profit: Double
    /// Shares of the underlyings.
    public var delta: Total
    public var dollarDelta: Total
    public var gamma: Total
    public var thetaPerDay: Total
    public var vegaPerPoint: Total
    /// Positions, the largest amount first, those of nothing left out, at most as many as were asked for.
    public var drivers: [ScenarioDriver]
    /// Of the positions that ``drivers`` does not name.
    public var otherProfit: Double
    /// The same by strategy: the legs of a spread cancel each other.
    public var strategies: [ScenarioDriver]

    public init(
        shock: ScenarioShock, value: Double, profit: Double, delta: Total, dollarDelta: Total, gamma: Total,
        thetaPerDay: Total, vegaPerPoint: Total, drivers: [ScenarioDriver], otherProfit: Double,
        strategies: [ScenarioDriver]
    ) {
        self.shock = shock
        self.value = value
        self.profit = profit
        self.delta = delta
        self.dollarDelta = dollarDelta
        self.gamma = gamma
        self.thetaPerDay = thetaPerDay
        self.vegaPerPoint = vegaPerPoint
        self.drivers = drivers
        self.otherProfit = otherProfit
        self.strategies = strategies
    }
}

/// The book fully revalued at many shocks.
public struct ScenarioGrid: Sendable, Hashable {
    public var asOf: Instant
    public var request: ScenarioRequest
    /// Symbol whose move the spot axis counts, where it moves by beta.
    public var benchmark: String
    /// Of the accounts of the book, now.
    public var netLiquidation: Total
    /// Market value of ``positions`` at their marks.
    public var value: Double
    /// The least trustworthy of what went in.
    public var trust: Trust
    public var positions: [ScenarioPosition]
    public var strategies: [ScenarioStrategy]
    public var excluded: [ScenarioExclusion]
    /// In the order of the request.
    public var cells: [ScenarioGridCell]
    /// How the legs were priced, by name.
    public var method: String
    /// The rule of the Greeks pane where volatilities follow it, nil where they are only shifted.
    public var volatilityRule: String?

    public init(
        asOf: Instant, request: ScenarioRequest, benchmark: String, netLiquidation: Total, value: Double, trust: Trust,
        positions: [ScenarioPosition], strategies: [ScenarioStrategy], excluded: [ScenarioExclusion],
        cells: [ScenarioGridCell], method: String, volatilityRule: String?
    ) {
        self.asOf = asOf
        self.request = request
        self.benchmark = benchmark
        self.netLiquidation = netLiquidation
        self.value = value
        self.trust = trust
        self.positions = positions
        self.strategies = strategies
        self.excluded = excluded
        self.cells = cells
        self.method = method
        self.volatilityRule = volatilityRule
    }

    public func cell(at shock: ScenarioShock) -> ScenarioGridCell? { cells.first { $0.shock == shock } }
}
