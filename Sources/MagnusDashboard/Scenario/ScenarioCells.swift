import MagnusDesk
import MagnusDomain

/// A grid of the scenario view whose cells are found by what they suppose.
public struct ScenarioCells: Sendable, Equatable {
    public let grid: ScenarioGrid
    private let cells: [ScenarioShock: ScenarioGridCell]

    init(_ grid: ScenarioGrid) {
        self.grid = grid
        cells = Dictionary(grid.cells.map { ($0.shock, $0) }) { first, _ in first }
    }

    func cell(_ shock: ScenarioShock) -> ScenarioGridCell? { cells[shock] }

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
}

extension Inquiry where Report == ScenarioCells {
    public var grid: ScenarioGrid? { report?.grid }

    func cell(_ shock: ScenarioShock) -> ScenarioGridCell? { report?.cell(shock) }
}

/// The presets of the scenario view.
enum ScenarioPresets {
    /// Key of the setting with presets of one's own.
    static let key = "scenario.presets"

    /// The published ones, then those of the settings.
    static func all(_ snapshot: DeskSnapshot?) -> [StressPreset] {
        let own = snapshot?.settings.first { $0.key == key }?.value ?? ""
        return StressPreset.published
            + own.split(separator: ",").compactMap { try? StressPreset.parse(String($0)) }
    }
}
