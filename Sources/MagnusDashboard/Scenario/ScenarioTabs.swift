import MagnusTerminal

/// The row of days, and of the presets behind them.
struct ScenarioTabs {
    var index: Int
    var text: String
    var columns: Range<Int>

    /// Tabs that fit, beginning so that the chosen one is among them.
    static func places(_ page: ScenarioPage, _ area: Rectangle) -> [ScenarioTabs] {
        let texts = page.days.map { " \(ScenarioText.tab($0)) " } + [" stress "]
        let widths = texts.map { TextWidth.width(of: $0) + 1 }
        var first = 0
        while first < page.tab, widths[first...page.tab].reduce(0, +) > area.columns - 2 { first += 1 }
        var column = area.column + 1
        var places: [ScenarioTabs] = []
        for index in texts.indices.dropFirst(first) {
            guard column + widths[index] <= area.endColumn else { break }
            places.append(
                ScenarioTabs(index: index, text: texts[index], columns: column..<column + widths[index] - 1))
            column += widths[index]
        }
        return places
    }
}
