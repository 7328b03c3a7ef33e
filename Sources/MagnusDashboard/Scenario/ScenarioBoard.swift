import MagnusDesk
import MagnusDomain

/// The grid behind the scenario view, kept while it is open.
public struct ScenarioBoard: Sendable, Equatable {
    /// After so many seconds of the shell's clock an open view asks anew.
    static let refreshSeconds = 10.0
    /// The same after a question without an answer.
    static let retrySeconds = 1.0
    /// Key of the setting with presets of one's own.
    static let presetsKey = "scenario.presets"

    public private(set) var grid: ScenarioGrid?
    private var cells: [ScenarioShock: ScenarioGridCell] = [:]
    /// Account whose book the grid is of.
    private(set) var account = ""
    /// What was asked for last.
    var requested: ScenarioRequest?
    /// The number of that question while its answer has not come yet; an answer to an earlier one is of another book or
    /// of older prices.
    var awaited: Int?
    private(set) var number = 0
    /// When that was, or when the last one came; seconds of the shell's clock.
    var askedAt = 0.0
    /// There was no answer to the last one.
    var isRefused = false
    /// Version of the snapshot it was asked at.
    var version: Int?

    public init() {}

    func cell(_ shock: ScenarioShock) -> ScenarioGridCell? { cells[shock] }

    /// Forgets everything but the count of questions: what is still on its way must not pass for a later answer.
    mutating func clear() {
        let number = number
        self = ScenarioBoard()
        self.number = number
    }

    /// Notes a question.
    /// - Returns: its number.
    mutating func ask(_ request: ScenarioRequest) -> Int {
        number += 1
        (requested, awaited) = (request, number)
        isRefused = false
        return number
    }

    mutating func take(_ grid: ScenarioGrid, account: String) {
        self.grid = grid
        self.account = account
        cells = Dictionary(grid.cells.map { ($0.shock, $0) }) { first, _ in first }
    }

    /// The largest amount of the cells of a page, what its shades are measured by; never 0.
    func scale(_ page: ScenarioPage, _ presets: [StressPreset]) -> Double {
        let shocks =
            page.isStress
            ? presets.map(\.shock)
            : page.spotPercents.flatMap { spot in
                page.volatilityPoints.map {
                    ScenarioShock(spotPercent: spot, volatilityPoints: $0, days: page.days[page.tab])
                }
            }
        return max(1e-9, shocks.compactMap { cells[$0].map { abs($0.profit) } }.max() ?? 0)
    }

    /// The published presets, then those of the settings.
    static func presets(_ snapshot: DeskSnapshot?) -> [StressPreset] {
        let own = snapshot?.settings.first { $0.key == presetsKey }?.value ?? ""
        return StressPreset.published
            + own.split(separator: ",").compactMap { try? StressPreset.parse(String($0)) }
    }
}
