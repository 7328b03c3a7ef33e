import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The scenario view: moves down, volatility across, a page for each day, presets behind them.
extension FramePainter {
    mutating func paint(_ page: ScenarioPage) {
        let places = ScenarioLayout(page, size: state.size)
        let presets = ScenarioPresets.all(snapshot)
        let (left, right) = scenarioTitles
        paintView(places.edge, left: left, right: right)
        paintScenarioTabs(page, places.tabs)
        guard let cells = state.scenario.report else {
            let isRefused = state.scenario.isRefused && state.scenario.asked == nil
            sayWrapped(
                isRefused ? "There is no book to revalue yet." : "Revaluing the book...", in: places.list.padded,
                style: theme[.textDim])
            return
        }
        let grid = cells.grid
        say(" " + adapted(ScenarioText.rule(grid)), at: places.head, style: theme[.textDim])
        guard !grid.positions.isEmpty else {
            let names = grid.excluded.map { "\($0.title) (\($0.reason.rawValue))" }.joined(separator: ", ")
            sayWrapped(
                "Nothing to revalue: no position of the book can be priced.\(names.isEmpty ? "" : " " + names)",
                in: places.list.padded, style: theme[.textDim])
            return
        }
        if page.isStress {
            paintStress(page, presets, grid, places)
        } else {
            paintHeatMap(page, cells.scale(page, presets), places)
        }
        paintDrivers(page, presets, grid, places)
    }

    private var scenarioTitles: ([Span], [Span]) {
        var left = [Span("Scenario", theme[.titleFocus])]
        if let account = snapshot?.selectedAccount { left.append(Span(adapted(" " + account), theme[.titleInfo])) }
        guard let grid = state.scenario.grid else { return (left, []) }
        var right = ""
        if !grid.excluded.isEmpty { right += "without \(grid.excluded.count)  " }
        right += "NL \(format.compactDollars(grid.netLiquidation.figure))  book of \(grid.asOf.newYork.hourMinute)"
        return (left, [Span(adapted(right), theme[.titleInfo])])
    }

    private mutating func paintScenarioTabs(_ page: ScenarioPage, _ area: Rectangle) {
        for tab in ScenarioTabs.places(page, area) {
            paintTab(tab.text, tab.columns, area, isChosen: tab.index == page.tab)
        }
    }

    // MARK: Heat map

    private mutating func paintHeatMap(_ page: ScenarioPage, _ scale: Double, _ places: ScenarioLayout) {
        let columns = page.volatilityPoints.indices.dropFirst(page.columnOffset).prefix(places.shownColumns)
        let isByBeta = state.scenario.grid?.request.spotRule != .own
        field(
            isByBeta ? state.scenario.grid?.benchmark ?? "" : "Spot", column: places.heading.column,
            row: places.heading.row, width: ScenarioLayout.labelColumns - 1, alignment: .right, style: theme[.header],
            clip: places.heading)
        for (step, column) in columns.enumerated() {
            let points = page.volatilityPoints[column]
            var style = theme[.header]
            if column == page.column { style = style.with([.underline, .bold]) }
            field(
                points == 0 ? "IV" : "IV \(ScenarioText.points(points))",
                column: cellColumn(step, places), row: places.heading.row, width: ScenarioLayout.cellColumns - 1,
                alignment: .right, style: style, clip: places.heading)
        }
        for (line, row) in page.spotPercents.indices.dropFirst(page.rowOffset).prefix(places.list.rows).enumerated() {
            let place = places.list.row + line
            let isChosenRow = row == page.row
            field(
                ScenarioText.percent(page.spotPercents[row]), column: places.list.column, row: place,
                width: ScenarioLayout.labelColumns - 1, alignment: .right,
                style: isChosenRow ? theme[.text].with(.bold) : theme[.textDim], clip: places.list)
            for (step, column) in columns.enumerated() {
                let shock = ScenarioShock(
                    spotPercent: page.spotPercents[row], volatilityPoints: page.volatilityPoints[column],
                    days: page.days[page.tab])
                let area = Rectangle(
                    column: cellColumn(step, places), row: place, columns: ScenarioLayout.cellColumns - 1, rows: 1)
                paintCell(state.scenario.cell(shock), scale, area)
                if isChosenRow, column == page.column { highlight(area, with: theme[.selection]) }
            }
        }
    }

    private func cellColumn(_ step: Int, _ places: ScenarioLayout) -> Int {
        places.list.column + ScenarioLayout.labelColumns + step * ScenarioLayout.cellColumns
    }

    /// The amount; its shade beside it and its colour say the same again.
    private mutating func paintCell(_ cell: ScenarioGridCell?, _ scale: Double, _ area: Rectangle) {
        guard let cell else {
            field(
                glyphs.unknown, column: area.column, row: area.row, width: area.columns, alignment: .right,
                style: theme[.dataUnknown], clip: area)
            return
        }
        let figure = Figure(cell.profit, trust: state.scenario.grid?.trust ?? .fresh)
        let share = min(1, abs(cell.profit) / scale)
        var style = theme[FigureScope.profit(figure)]
        if share > 2.0 / 3 { style = style.with(.bold) }
        if abs(cell.profit) >= 0.5 {
            let steps = glyphs.sparkSteps
            surface.put(
                steps[min(steps.count - 1, Int(share * Double(steps.count)))], column: area.column, row: area.row,
                style: style, clip: area)
        }
        field(
            format.compactDollars(figure, isSigned: true), column: area.column + 1, row: area.row,
            width: area.columns - 1, alignment: .right, style: style, clip: area)
    }

    // MARK: Presets

    private mutating func paintStress(
        _ page: ScenarioPage, _ presets: [StressPreset], _ grid: ScenarioGrid, _ places: ScenarioLayout
    ) {
        let widths = [12, 8, 8, 5, 9, 6]
        let titles = ["Preset", grid.request.spotRule == .beta ? grid.benchmark : "Spot", "IV", "Days", "P/L", "of NL"]
        func put(_ painter: inout FramePainter, _ texts: [String], _ row: Int, _ styles: [Style], _ clip: Rectangle) {
            var column = clip.column + 1
            for index in texts.indices {
                painter.field(
                    texts[index], column: column, row: row, width: widths[index],
                    alignment: index == 0 ? .left : .right, style: styles[index], clip: clip)
                column += widths[index] + 1
            }
        }
        put(&self, titles, places.heading.row, Array(repeating: theme[.header], count: 6), places.heading)
        for (line, index) in presets.indices.dropFirst(page.rowOffset).prefix(places.list.rows).enumerated() {
            let preset = presets[index]
            let cell = state.scenario.cell(preset.shock)
            let profit = Figure(cell?.profit, trust: grid.trust, else: .noSource)
            let share = profit.combined(with: grid.netLiquidation.figure) { $1 > 0 ? $0 / $1 : .nan }
            let row = places.list.row + line
            let scope = theme[FigureScope.profit(profit)]
            put(
                &self,
                [
                    adapted(HarmlessText.sanitised(preset.name)), ScenarioText.percent(preset.shock.spotPercent),
                    ScenarioText.points(preset.shock.volatilityPoints), String(preset.shock.days),
                    format.compactDollars(profit, isSigned: true), format.netLiquidationShare(share),
                ], row, [theme[.text], theme[.text], theme[.text], theme[.text], scope, scope], places.list)
            if index == page.row {
                highlight(
                    Rectangle(column: places.list.column, row: row, columns: places.list.columns, rows: 1),
                    with: theme[.selection])
            }
        }
    }

    // MARK: Drivers

    private mutating func paintDrivers(
        _ page: ScenarioPage, _ presets: [StressPreset], _ grid: ScenarioGrid, _ places: ScenarioLayout
    ) {
        guard !places.drivers.isEmpty, let shock = page.shock(presets), let cell = state.scenario.cell(shock) else {
            return
        }
        let area = places.drivers.padded
        let profit = Figure(cell.profit, trust: grid.trust)
        let share = profit.combined(with: grid.netLiquidation.figure) { $1 > 0 ? $0 / $1 : .nan }
        let name = page.isStress ? "Stress \(presets[page.row].name)" : ScenarioText.title(shock, grid)
        let result = [
            Span(adapted("P/L "), theme[.textDim]),
            Span(adapted(format.profit(profit)), theme[FigureScope.profit(profit)].with(.bold)),
            Span(adapted(" \(format.netLiquidationShare(share)) of NL"), theme[.textDim]),
        ]
        let greeks = greekWords(cell).map { adapted($0) }.first {
            result.width + TextWidth.width(of: $0) <= area.columns
        }
        var lines: [[Span]] = [
            [Span(adapted(HarmlessText.sanitised(name)), theme[.textStrong])],
            result + [Span(greeks ?? "", theme[.text])],
        ]
        let rows = cell.strategies.map { driver -> [Span] in
            let figure = Figure(driver.profit, trust: grid.trust)
            let text = format.profit(figure)
            let title = grid.strategies[driver.index].title
            let room = places.isBeside ? area.columns : 0
            let width = max(title.count + 1, min(28, room - 10))
            return [
                Span(adapted(title.padded(to: width)), theme[.text]),
                Span(adapted(places.isBeside ? text.leftPadded(to: 9) : text), theme[FigureScope.profit(figure)]),
            ]
        }
        if places.isBeside {
            lines.append([])
            lines += rows
            let rest = cell.profit - cell.strategies.reduce(0) { $0 + $1.profit }
            if abs(rest) >= 0.5 {
                let other = Figure(rest, trust: grid.trust)
                let width = max(11, min(28, area.columns - 10))
                lines.append([
                    Span("all others".padded(to: width), theme[.textDim]),
                    Span(adapted(format.profit(other).leftPadded(to: 9)), theme[.textDim]),
                ])
            }
        } else {
            lines += packed(rows, area.columns)
        }
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            surface.put(line, column: area.column, row: area.row + offset, limit: area.columns, clip: area)
        }
    }

    /// The Greeks of a cell, the longest form first: how many parts are unknown behind each figure, then once behind figures
    /// that lack the same number, then fewer figures. One that is cut would be another figure.
    private func greekWords(_ cell: ScenarioGridCell) -> [String] {
        let dollars = { (figure: Figure) in format.compactDollars(figure, isSigned: true) }
        let figures: [(name: String, total: Total, write: (Figure) -> String)] = [
            (glyphs.delta, cell.delta, { format.compact($0) }), (glyphs.theta, cell.thetaPerDay, dollars),
            ("vega", cell.vegaPerPoint, dollars),
        ]
        var forms = [figures.map { "  \($0.name) \(format.total($0.total, $0.write))" }.joined()]
        for count in (1...figures.count).reversed() {
            let shown = figures.prefix(count)
            let missing = Set(shown.map(\.total.unknownCount))
            let isAlike = missing.count == 1 && shown.allSatisfy { $0.total.figure.value != nil }
            let words = shown.map {
                "  \($0.name) \(isAlike ? $0.write($0.total.figure) : format.total($0.total, $0.write))"
            }
            let unknown = isAlike ? missing.first ?? 0 : 0
            forms.append(words.joined() + (unknown > 0 ? "  (\(unknown) unknown)" : ""))
        }
        return forms
    }

    /// As many drivers on a line as fit whole.
    private func packed(_ rows: [[Span]], _ columns: Int) -> [[Span]] {
        var lines: [[Span]] = []
        var used = 0
        for row in rows {
            let width = row.reduce(0) { $0 + TextWidth.width(of: $1.text) }
            if lines.isEmpty || used + 3 + width > columns {
                lines.append(row)
                used = width
            } else {
                lines[lines.count - 1] += [Span("   ", theme[.text])] + row
                used += 3 + width
            }
        }
        return lines
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - TextWidth.width(of: self)))
    }

    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - TextWidth.width(of: self))) + self
    }
}

extension ScenarioPage {
    func paint(_ painter: inout FramePainter) { painter.paint(self) }
}
