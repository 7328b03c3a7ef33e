import MagnusDesk
import MagnusDomain

extension ScenarioDocument {
    static func text(
        _ grid: ScenarioGrid, presets: [StressPreset], durationMilliseconds: Double, format: FigureFormat
    ) -> [String] {
        guard !grid.positions.isEmpty else {
            return ["Nothing to revalue: no position of the book can be priced."] + excluded(grid)
        }
        let body = presets.isEmpty ? tables(grid, format) : stress(grid, presets, format)
        let took = DecimalText.text(durationMilliseconds, decimals: 0) ?? "?"
        return body + [
            "",
            DocumentText.line(
                "P/L of \(DocumentText.counted(grid.positions.count, "position", "positions")) worth "
                    + "\(format.dollars(Figure(grid.value, trust: grid.trust))), "
                    + "net liquidation \(format.total(grid.netLiquidation, format.dollars)). "
                    + spotWords(grid.request.spotRule, grid.benchmark)),
            DocumentText.line(
                "Volatility: \(grid.volatilityRule.map { "\($0), then " } ?? "")points on every IV. Days: expired legs at "
                    + "intrinsic, dividends in cash, no interest on cash."),
            DocumentText.line("\(grid.method). \(grid.cells.count) cells, \(took) ms."),
        ] + excluded(grid)
    }

    private static func spotWords(_ rule: ScenarioSpotRule, _ benchmark: String) -> String {
        switch rule {
        case .beta: "Spot: \(benchmark) moves, others by beta."
        case .own: "Spot: every symbol moves alike, T-bill funds stay."
        }
    }

    private static func excluded(_ grid: ScenarioGrid) -> [String] {
        guard !grid.excluded.isEmpty else { return [] }
        let names = grid.excluded.map(\.words).joined(separator: ", ")
        return [DocumentText.line("In no cell: \(names)")]
    }

    /// One table per day: moves down, volatility points across.
    private static func tables(_ grid: ScenarioGrid, _ format: FigureFormat) -> [String] {
        let request = grid.request
        var cells: [ScenarioShock: ScenarioGridCell] = [:]
        for cell in grid.cells { cells[cell.shock] = cell }
        var lines: [String] = []
        for day in request.days {
            if !lines.isEmpty { lines.append("") }
            lines.append(day == 0 ? "Now" : "After \(DocumentText.counted(day, "day", "days"))")
            var table = TextTable(
                [.right(request.spotRule == .beta ? grid.benchmark : "Spot")]
                    + request.volatilityPoints.map { .right($0 == 0 ? "IV" : "IV \(points($0))") }
                    + [.left("Most from, at the last IV")])
            for spot in request.spotPercents {
                let row = request.volatilityPoints.compactMap {
                    cells[ScenarioShock(spotPercent: spot, volatilityPoints: $0, days: day)]
                }
                table.add(
                    [percent(spot)]
                        + row.map { format.compactDollars(Figure($0.profit, trust: grid.trust), isSigned: true) }
                        + [row.last.map { drivers($0, grid, format) } ?? ""])
            }
            lines += table.lines
        }
        return lines
    }

    private static func stress(
        _ grid: ScenarioGrid, _ presets: [StressPreset], _ format: FigureFormat
    ) -> [String] {
        var table = TextTable([
            .left("Preset"), .right(grid.request.spotRule == .beta ? grid.benchmark : "Spot"), .right("IV"),
            .right("Days"), .right("P/L"), .right("of NL"), .left("Most from"),
        ])
        for (preset, cell) in zip(presets, grid.cells) {
            let share = grid.netLiquidation.figure.map { $0 > 0 ? cell.profit / $0 : .nan }
            table.add([
                preset.name, percent(cell.shock.spotPercent), points(cell.shock.volatilityPoints),
                String(cell.shock.days),
                format.profit(Figure(cell.profit, trust: grid.trust)), format.netLiquidationShare(share),
                drivers(cell, grid, format),
            ])
        }
        return table.lines + [""] + presets.map { DocumentText.line("\($0.name): \($0.title). \($0.source)") }
    }

    private static func drivers(_ cell: ScenarioGridCell, _ grid: ScenarioGrid, _ format: FigureFormat) -> String {
        cell.strategies.prefix(3).map {
            "\(grid.strategies[$0.index].title) \(format.compactDollars(Figure($0.profit, trust: grid.trust), isSigned: true))"
        }.joined(separator: ", ")
    }

    static func percent(_ value: Double) -> String { (signed(value) ?? "?") + "%" }

    static func points(_ value: Double) -> String { signed(value) ?? "?" }

    /// As few decimals as say it.
    private static func signed(_ value: Double) -> String? {
        for decimals in 0...3 {
            let scale = [1.0, 10, 100, 1000][decimals]
            if abs((value * scale).rounded() - value * scale) < 1e-6 {
                return DecimalText.text(value, decimals: decimals, isSigned: true)
            }
        }
        return DecimalText.text(value, decimals: 4, isSigned: true)
    }
}
