import MagnusDesk
import MagnusDomain

/// What the open scenario view remembers.
public struct ScenarioPage: Sendable, Equatable {
    /// Rows, columns and pages of the heat map.
    public var spotPercents: [Double]
    public var volatilityPoints: [Double]
    public var days: [Int]
    public var spotRule = ScenarioSpotRule.beta
    public var followsVolatilityRule = false
    /// Index among the days; the one behind them is the page of stress presets.
    public var tab = 0
    /// Chosen cell: index among the moves, or among the presets.
    public var row: Int
    /// Index among the volatility points.
    public var column: Int
    /// First row and column shown.
    var rowOffset = 0
    var columnOffset = 0

    public init(_ axes: ScenarioRequest = .standard) {
        spotPercents = axes.spotPercents
        volatilityPoints = axes.volatilityPoints
        days = axes.days
        row = Self.middle(spotPercents)
        column = Self.middle(volatilityPoints)
    }

    /// Where nothing moves, else the middle.
    private static func middle(_ values: [Double]) -> Int { values.firstIndex(of: 0) ?? values.count / 2 }

    var isStress: Bool { tab == days.count }
    var tabCount: Int { days.count + 1 }

    /// Everything that the view shows, the presets behind the grid.
    func request(_ presets: [StressPreset]) -> ScenarioRequest {
        var request = ScenarioRequest(
            spotPercents: spotPercents, volatilityPoints: volatilityPoints, days: days, spotRule: spotRule,
            followsVolatilityRule: followsVolatilityRule, driverLimit: 12)
        request.shocks += presets.map(\.shock)
        return request
    }

    func rowCount(_ presets: [StressPreset]) -> Int { isStress ? presets.count : spotPercents.count }

    /// The shock of the chosen cell; nil where there is none.
    func shock(_ presets: [StressPreset]) -> ScenarioShock? {
        if isStress { return presets.indices.contains(row) ? presets[row].shock : nil }
        guard spotPercents.indices.contains(row), volatilityPoints.indices.contains(column),
            days.indices.contains(tab)
        else { return nil }
        return ScenarioShock(
            spotPercent: spotPercents[row], volatilityPoints: volatilityPoints[column], days: days[tab])
    }
}

extension ScenarioPage: OnDemandPage {
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<ScenarioRequest, ScenarioCells>> { \.scenario }
    /// It tells of which moment the book is.
    static let pace = InquiryPace(refresh: 10, retry: 1, patience: .infinity, life: .infinity, isFromAnswer: true)
    static let upkeep = OnDemandUpkeep.whileOpen
    static let hints: [(DashboardAction, String)] = [
        (.open, "drivers"), (.explain, "explain"), (.pageNext, "next days"), (.moveDown, "down"), (.moveUp, "up"),
        (.columnLeft, "left"), (.columnRight, "right"), (.refresh, "refresh"), (.mask, "mask"), (.copy, "copy"),
        (.back, "close"),
    ]

    static func effect(_ question: ScenarioRequest, number: Int) -> DashboardEffect {
        .fetchScenario(question, number: number)
    }

    static func closed(_ reducer: inout DashboardReducer) {
        if reducer.state.scenario.question != nil { reducer.state.scenario.clear() }
    }

    var overlay: Overlay { .scenario(self) }

    /// Everything that the view shows: another question when a preset was added or taken away.
    func question(_ snapshot: DeskSnapshot?) -> ScenarioRequest { request(ScenarioPresets.all(snapshot)) }

    /// A grid of the same snapshot is the same.
    func isWorthAsking(_ reducer: DashboardReducer) -> Bool {
        reducer.snapshot?.version != reducer.state.scenario.snapshotVersion
    }
}

extension ScenarioAnswer {
    /// Figures of another book would be taken for those of this one.
    var outcome: InquiryOutcome<ScenarioCells> {
        InquiryOutcome(report: grid.map { ScenarioCells($0) }, account: account, keepsReport: true)
    }
}

/// The page of one cell: what drives it and how it came about.
public struct ScenarioCellPage: Sendable, Equatable {
    public var shock: ScenarioShock
    /// Name of the preset it was opened from; nil from the heat map.
    public var preset: String?
    public var scroll = 0

    public init(shock: ScenarioShock, preset: String? = nil) {
        self.shock = shock
        self.preset = preset
    }
}
