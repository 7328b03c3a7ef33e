import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The scenario view: opening, asking for its grid, moving over cells.
extension DashboardReducer {
    var presets: [StressPreset] { ScenarioBoard.presets(snapshot) }

    private var scenarioPlace: Int? {
        state.overlays.lastIndex { if case .scenario = $0 { true } else { false } }
    }

    mutating func openScenario(_ page: ScenarioPage = ScenarioPage()) {
        state.overlays.removeAll()
        state.chat.isTyping = false
        open(.scenario(page))
        askScenario(page)
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

    private mutating func askScenario(_ page: ScenarioPage) {
        let request = page.request(presets)
        let number = state.scenario.ask(request)
        state.scenario.askedAt = world.uptime
        state.scenario.version = snapshot?.version
        effects.append(.fetchScenario(request, number: number))
    }

    mutating func scenarioArrived(_ number: Int, _ answer: ScenarioAnswer) {
        guard state.scenario.awaited == number else { return }
        state.scenario.awaited = nil
        state.scenario.askedAt = world.uptime
        if let grid = answer.grid {
            state.scenario.take(grid, account: answer.account)
        } else {
            state.scenario.isRefused = true
        }
    }

    /// Keeps the cell in sight; asks anew when the book has moved on for a while, or is another one.
    mutating func settleScenario() {
        guard let place = scenarioPlace, case .scenario(let page) = state.overlays[place] else {
            state.scenario.clear()
            return
        }
        state.overlays[place] = .scenario(ScenarioLayout.settled(page, presets, size: state.size))
        guard state.scenario.awaited == nil else { return }
        if state.scenario.requested != page.request(presets) {
            // A preset was added or taken away.
            askScenario(page)
            return
        }
        guard let snapshot, snapshot.version != state.scenario.version else { return }
        let isOther = state.scenario.grid != nil && state.scenario.account != snapshot.selectedAccount
        // A book that was not valued yet soon is.
        let pace = state.scenario.isRefused ? ScenarioBoard.retrySeconds : ScenarioBoard.refreshSeconds
        guard isOther || world.uptime - state.scenario.askedAt >= pace else { return }
        askScenario(page)
    }

    /// Asks anew after what changes the book or its prices.
    mutating func scenarioChanged(by command: DeskCommand) {
        guard let place = scenarioPlace, case .scenario(let page) = state.overlays[place] else { return }
        switch command {
        case .refresh, .selectAccount, .importFile(_, isDryRun: false), .setSetting: askScenario(page)
        default: return
        }
    }

    mutating func perform(_ action: DashboardAction, inScenario page: ScenarioPage) {
        var page = page
        let rows = max(1, ScenarioLayout(page, size: state.size).list.rows)
        switch action {
        case .moveDown: page.row += 1
        case .moveUp: page.row -= 1
        case .halfPageDown: page.row += max(1, rows / 2)
        case .halfPageUp: page.row -= max(1, rows / 2)
        case .pageDown: page.row += rows
        case .pageUp: page.row -= rows
        case .goTop: page.row = 0
        case .goBottom: page.row = page.rowCount(presets) - 1
        case .columnLeft, .collapse: if !page.isStress { page.column -= 1 }
        case .columnRight, .expand: if !page.isStress { page.column += 1 }
        case .pageNext, .focusNext: turn(&page, by: 1)
        case .pagePrevious, .focusPrevious: turn(&page, by: -1)
        case .open:
            openScenarioCell(page)
            return
        case .explain:
            explainScenarioCell(page)
            return
        case .ask:
            state.overlays.removeAll()
            startTyping()
            return
        case .copy:
            copyScenarioCell(page)
            return
        case .pane1, .pane2, .pane3, .pane4, .pane5:
            state.overlays.removeAll()
            if let pane = action.pane { focus(pane) }
            return
        default: return
        }
        replaceScenario(ScenarioLayout.settled(page, presets, size: state.size))
    }

    private mutating func replaceScenario(_ page: ScenarioPage) {
        guard let place = scenarioPlace else { return }
        state.overlays[place] = .scenario(page)
    }

    /// To another day; the cell stays. The presets have rows of their own.
    private func turn(_ page: inout ScenarioPage, by step: Int) {
        let was = page.isStress
        page.tab = ((page.tab + step) % page.tabCount + page.tabCount) % page.tabCount
        guard page.isStress != was else { return }
        let fresh = ScenarioPage(page.request([]))
        page.row = page.isStress ? 0 : fresh.row
        page.rowOffset = 0
    }

    private mutating func openScenarioCell(_ page: ScenarioPage) {
        guard let shock = page.shock(presets), state.scenario.cell(shock) != nil else {
            report("No figures yet")
            return
        }
        let name = page.isStress && presets.indices.contains(page.row) ? presets[page.row].name : nil
        open(.scenarioCell(ScenarioCellPage(shock: shock, preset: name)))
    }

    /// Every leg with what it was revalued from.
    private mutating func explainScenarioCell(_ page: ScenarioPage) {
        guard let grid = state.scenario.grid, let shock = page.shock(presets) else {
            report("No figures yet")
            return
        }
        let id = ScenarioCellIdentifier(shock, in: grid.request).text + "#pnl"
        open(.explain(ExplainPage(id: id, title: ScenarioText.title(shock, grid))))
        effects.append(.explain(id: id))
    }

    private mutating func copyScenarioCell(_ page: ScenarioPage) {
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

    /// A click chooses the cell, a second one opens it; tabs turn the page.
    mutating func press(_ event: MouseEvent, inScenario page: ScenarioPage) {
        let layout = ScenarioLayout(page, size: state.size)
        var page = page
        if layout.tabs.contains(column: event.column, row: event.row) {
            for tab in ScenarioTabs.places(page, layout.tabs) where tab.columns.contains(event.column) {
                turn(&page, by: tab.index - page.tab)
                replaceScenario(ScenarioLayout.settled(page, presets, size: state.size))
            }
            return
        }
        guard layout.list.contains(column: event.column, row: event.row) else { return }
        let row = page.rowOffset + event.row - layout.list.row
        guard row < page.rowCount(presets) else { return }
        page.row = row
        let step = (event.column - layout.list.column - ScenarioLayout.labelColumns) / ScenarioLayout.cellColumns
        let column = page.columnOffset + step
        if !page.isStress, event.column >= layout.list.column + ScenarioLayout.labelColumns,
            page.volatilityPoints.indices.contains(column)
        {
            page.column = column
        }
        replaceScenario(page)
        let id = "scenario/\(page.tab)/\(page.row)/\(page.column)"
        let isDouble = state.lastClick.map {
            $0.id == id && world.uptime >= $0.uptime && world.uptime - $0.uptime <= Self.doubleClickSeconds
        }
        state.lastClick = isDouble == true ? nil : RowClick(id: id, uptime: world.uptime)
        if isDouble == true { openScenarioCell(page) }
    }
}
