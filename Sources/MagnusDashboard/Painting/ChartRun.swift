import MagnusTerminal

/// Text of one style in a row of a chart.
struct ChartRun: Equatable {
    var column: Int
    var text: String
    var scope: ThemeScope

    /// The cells of a row behind its margin, neighbours of one style as one run; blank ones are left out.
    static func joined(_ row: [(text: String, scope: ThemeScope)], from margin: Int) -> [ChartRun] {
        var runs: [ChartRun] = []
        for (column, cell) in row.enumerated() where cell.text != " " {
            if let last = runs.last, last.scope == cell.scope, last.column + last.text.count == margin + column {
                runs[runs.count - 1].text += cell.text
            } else {
                runs.append(ChartRun(column: margin + column, text: cell.text, scope: cell.scope))
            }
        }
        return runs
    }

    /// A label in the margin, against the chart; none for an empty one.
    static func label(_ text: String, margin: Int) -> [ChartRun] {
        guard !text.isEmpty else { return [] }
        return [ChartRun(column: max(0, margin - 1 - TextWidth.width(of: text)), text: text, scope: .textDim)]
    }
}

/// What stands below a chart: texts at their places, none over another. What is put first stays.
struct ChartAxis {
    let margin: Int
    let width: Int
    private var placed: [ChartRun] = []
    private var used: [Range<Int>] = []

    init(margin: Int, width: Int) {
        self.margin = margin
        self.width = width
    }

    /// From the left.
    var runs: [ChartRun] { placed.sorted { $0.column < $1.column } }

    mutating func put(_ text: String, at center: Int, _ scope: ThemeScope) {
        let length = TextWidth.width(of: text)
        let start = min(max(0, center - length / 2), width - length)
        let range = start - 1..<start + length + 1
        guard start >= 0, !used.contains(where: { $0.overlaps(range) }) else { return }
        used.append(range)
        placed.append(ChartRun(column: margin + start, text: text, scope: scope))
    }
}

/// The words that tell the strokes of a chart apart, one behind another.
struct ChartLegend {
    private(set) var runs: [ChartRun] = []
    private var column: Int

    init(margin: Int) { column = margin }

    mutating func put(_ text: String, _ scope: ThemeScope) {
        runs.append(ChartRun(column: column, text: text, scope: scope))
        column += TextWidth.width(of: text)
    }
}
