import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The scenario view: opening, and what its keys do.
extension DashboardReducer {
    var presets: [StressPreset] { ScenarioPresets.all(snapshot) }

    mutating func openScenario(_ page: ScenarioPage = ScenarioPage()) {
        state.overlays.removeAll()
        show(page)
    }

    /// `scenario [SPOTS [POINTS [DAYS]]] [own] [rule]`: opens the view with axes of one's own.
    mutating func scenarioCommand(_ argument: String) {
        var axes = ScenarioRequest.standard
        var place = 0
        for word in argument.split(separator: " ").map(String.init) {
            switch word.lowercased() {
            case ScenarioSpotRule.own.rawValue: axes.spotRule = .own
            case ScenarioSpotRule.beta.rawValue: axes.spotRule = .beta
            case "rule": axes.followsVolatilityRule = true
            default:
                guard place < ScenarioAxis.allCases.count else {
                    report("scenario wants moves, points, days: scenario -30:30:5 -10,0,10 0,14", isError: true)
                    return
                }
                let axis = ScenarioAxis.allCases[place]
                place += 1
                do throws(ScenarioAxisError) {
                    let values = try axis.values(word)
                    axes = ScenarioRequest(
                        spotPercents: axis == .spot ? values : axes.spotPercents,
                        volatilityPoints: axis == .volatility ? values : axes.volatilityPoints,
                        days: axis == .days ? values.map { Int($0) } : axes.days, spotRule: axes.spotRule,
                        followsVolatilityRule: axes.followsVolatilityRule)
                } catch {
                    report("scenario \(word): \(error.text)", isError: true)
                    return
                }
            }
        }
        var page = ScenarioPage(axes)
        (page.spotRule, page.followsVolatilityRule) = (axes.spotRule, axes.followsVolatilityRule)
        guard page.request(presets).shocks.count <= ScenarioRequest.cellLimit else {
            report("scenario: more than \(ScenarioRequest.cellLimit) cells; choose wider steps", isError: true)
            return
        }
        openScenario(page)
    }

    fileprivate mutating func openScenarioCell(_ page: ScenarioPage) {
        guard let shock = page.shock(presets), state.scenario.cell(shock) != nil else {
            report("No figures yet")
            return
        }
        let name = page.isStress && presets.indices.contains(page.row) ? presets[page.row].name : nil
        open(.scenarioCell(ScenarioCellPage(shock: shock, preset: name)))
    }

    /// Every leg with what it was revalued from.
    fileprivate mutating func explainScenarioCell(_ page: ScenarioPage) {
        guard let grid = state.scenario.grid, let shock = page.shock(presets) else {
            report("No figures yet")
            return
        }
        let id = ScenarioCellIdentifier(shock, in: grid.request).text + "#pnl"
        open(.explain(ExplainPage(id: id, title: ScenarioText.title(shock, grid))))
        effects.append(.explain(id: id))
    }

    fileprivate mutating func copyScenarioCell(_ page: ScenarioPage) {
        guard let grid = state.scenario.grid, let shock = page.shock(presets), let cell = state.scenario.cell(shock)
        else {
            report("Nothing to copy")
            return
        }
        let format = FigureFormat(isMasked: state.isMasked)
        let title = ScenarioText.title(shock, grid)
        effects.append(.copy("\(title)\t\(format.profit(Figure(cell.profit, trust: grid.trust)))"))
        report("Copied \(title)")
    }
}

/// Keys and the mouse.
extension ScenarioPage {
    /// Keeps the cell in sight.
    func settle(_ reducer: inout DashboardReducer) {
        reducer.replace(ScenarioLayout.settled(self, reducer.presets, size: reducer.state.size))
    }

    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer) {
        var page = self
        let rows = max(1, ScenarioLayout(page, size: reducer.state.size).list.rows)
        switch action {
        case .moveDown, .moveUp, .halfPageDown, .halfPageUp, .pageDown, .pageUp:
            page.row += action.rowStep(page: rows)
        case .goTop: page.row = 0
        case .goBottom: page.row = page.rowCount(reducer.presets) - 1
        case .columnLeft, .collapse: if !page.isStress { page.column -= 1 }
        case .columnRight, .expand: if !page.isStress { page.column += 1 }
        case .pageNext, .focusNext: page.turn(by: 1)
        case .pagePrevious, .focusPrevious: page.turn(by: -1)
        case .open:
            reducer.openScenarioCell(page)
            return
        case .explain:
            reducer.explainScenarioCell(page)
            return
        case .ask:
            reducer.leaveToChat()
            return
        case .copy:
            reducer.copyScenarioCell(page)
            return
        default: return
        }
        page.settle(&reducer)
    }

    /// To another day; the cell stays. The presets have rows of their own.
    private mutating func turn(by step: Int) {
        let was = isStress
        tab = ((tab + step) % tabCount + tabCount) % tabCount
        guard isStress != was else { return }
        let fresh = ScenarioPage(request([]))
        row = isStress ? 0 : fresh.row
        rowOffset = 0
    }

    /// A click chooses the cell, a second one opens it; tabs turn the page.
    func press(_ event: MouseEvent, _ reducer: inout DashboardReducer) {
        var page = self
        let layout = ScenarioLayout(page, size: reducer.state.size)
        if layout.tabs.contains(column: event.column, row: event.row) {
            for tab in ScenarioTabs.places(page, layout.tabs) where tab.columns.contains(event.column) {
                page.turn(by: tab.index - page.tab)
                page.settle(&reducer)
            }
            return
        }
        guard layout.list.contains(column: event.column, row: event.row) else { return }
        let row = page.rowOffset + event.row - layout.list.row
        guard row < page.rowCount(reducer.presets) else { return }
        page.row = row
        let step = (event.column - layout.list.column - ScenarioLayout.labelColumns) / ScenarioLayout.cellColumns
        let column = page.columnOffset + step
        if !page.isStress, event.column >= layout.list.column + ScenarioLayout.labelColumns,
            page.volatilityPoints.indices.contains(column)
        {
            page.column = column
        }
        reducer.replace(page)
        if reducer.isSecondClick(on: "scenario/\(page.tab)/\(page.row)/\(page.column)") {
            reducer.openScenarioCell(page)
        }
    }
}
