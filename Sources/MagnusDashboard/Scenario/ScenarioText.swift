import MagnusDesk
import MagnusDomain

/// Words and figures of the scenario view.
enum ScenarioText {
    /// `-10%`, `+2.5%`: as few decimals as say it.
    static func percent(_ value: Double) -> String { signed(value) + "%" }

    static func points(_ value: Double) -> String { signed(value) }

    private static func signed(_ value: Double) -> String {
        var text = DecimalText.text(value, decimals: 2, isSigned: true) ?? "?"
        guard text.contains(".") else { return text }
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text == "+0" || text == "-0" ? "0" : text
    }

    static func tab(_ days: Int) -> String { days == 0 ? "now" : days == 1 ? "1 day" : "\(days) days" }

    /// `SPY -10%, IV +5 points, after 7 days`
    static func title(_ shock: ScenarioShock, _ grid: ScenarioGrid) -> String {
        let who = grid.request.spotRule == .beta ? grid.benchmark : "every symbol"
        let points = shock.volatilityPoints
        return "\(who) \(percent(shock.spotPercent)), IV \(Self.points(points)) point\(abs(points) == 1 ? "" : "s"), "
            + (shock.days == 0 ? "now" : "after \(tab(shock.days))")
    }

    /// What the rows and columns are, for the head of the view.
    static func rule(_ grid: ScenarioGrid) -> String {
        let spot =
            grid.request.spotRule == .beta ? "\(grid.benchmark) moves, others by beta" : "every symbol moves alike"
        let rule = grid.volatilityRule.map { $0 + ", then points" } ?? "points on every IV"
        return "\(spot); \(rule)"
    }
}

/// Lines of the page of a cell.
enum ScenarioCellLines {
    static func lines(
        _ page: ScenarioCellPage, _ cells: ScenarioCells?, _ presets: [StressPreset], format: FigureFormat
    ) -> (title: String, lines: [PageLine]) {
        guard let grid = cells?.grid, let cell = cells?.cell(page.shock) else {
            return ("Scenario", [.text("This cell is no longer there.", .textDim)])
        }
        func figure(_ value: Double) -> Figure { Figure(value, trust: grid.trust) }
        let share = figure(cell.profit).combined(with: grid.netLiquidation.figure) { $1 > 0 ? $0 / $1 : .nan }
        var lines: [PageLine] = [
            .pair("P/L", format.profit(figure(cell.profit)), FigureScope.profit(figure(cell.profit))),
            .pair("of net liq", format.netLiquidationShare(share)),
            .pair("Value", "\(format.dollars(figure(cell.value))), now \(format.dollars(figure(grid.value)))"),
            .pair(
                "Delta",
                "\(format.total(cell.delta, format.shares)) shares, "
                    + "\(format.total(cell.dollarDelta) { format.compactDollars($0, isSigned: true) }) dollars"),
            .pair("Gamma", format.total(cell.gamma) { format.compact($0) }),
            .pair("Theta", "\(format.total(cell.thetaPerDay, format.profit)) over the next day"),
            .pair("Vega", "\(format.total(cell.vegaPerPoint, format.profit)) a point"),
            .blank, .heading("Driven by"),
        ]
        if cell.drivers.isEmpty { lines.append(.text("Nothing moves: the book as it is.", .textDim)) }
        func rows(_ drivers: [ScenarioDriver], _ title: (Int) -> String) -> [PageLine] {
            drivers.map { driver in
                let profit = figure(driver.profit)
                return .pair(title(driver.index), format.profit(profit), FigureScope.profit(profit))
            }
        }
        lines += rows(cell.strategies) { grid.strategies[$0].title }
        let others = cell.profit - cell.strategies.reduce(0) { $0 + $1.profit }
        if abs(others) >= 0.5 { lines.append(.pair("all others", format.profit(figure(others)), .textDim)) }
        if !cell.drivers.isEmpty { lines += [.blank, .heading("Leg by leg")] }
        lines += rows(cell.drivers) { grid.positions[$0].title }
        if abs(cell.otherProfit) >= 0.5 {
            lines.append(.pair("all others", format.profit(figure(cell.otherProfit)), .textDim))
        }
        lines += [
            .blank, .heading("How"),
            .text(
                "Sum over \(CountedNoun.text(grid.positions.count, "position")) of [V(S moved, IV moved, T - days) - V(now)] "
                    + "x quantity x multiplier, each option at its own implied volatility."),
            .text("Moves: \(ScenarioText.rule(grid))."),
            .text(
                "Days pass at the moved price: what expires is worth its intrinsic value, ex-dates lower the price and pay "
                    + "shares in cash, calls are exercised before one that is worth it; no interest on cash."),
            .text("Method: \(grid.method)."),
        ]
        if let preset = presets.first(where: { $0.name == page.preset }) {
            lines += [.blank, .heading("Preset"), .text("\(preset.title). From \(preset.source).")]
        }
        if !grid.excluded.isEmpty {
            lines += [.blank, .heading("In no cell")]
            lines += grid.excluded.map { .pair($0.title, $0.reason.rawValue, .dataUnknown) }
        }
        lines += [
            .blank,
            .text("Book at \(grid.asOf.newYork.description); quotes and volatilities of that moment.", .textDim),
        ]
        return (page.preset.map { "Stress \($0)" } ?? ScenarioText.title(page.shock, grid), lines)
    }
}
