import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The price chart: opening, and what its keys do.
extension DashboardReducer {
    /// The chart of what the cursor is on.
    mutating func openChart() {
        switch state.overlays.last {
        case .chart: return
        case .chain(let page): showChart(page.request.symbol)
        case .volatility(let page): showChart(page.request.symbol)
        case .payoff: if let symbol = state.payoff.report?.symbol { showChart(symbol) }
        default:
            guard let snapshot else { return }
            if let symbol = symbolUnderCursor(snapshot) {
                showChart(symbol)
            } else {
                var list = SearchList()
                list.field.replace(with: "chart ")
                open(.palette(list))
            }
        }
    }

    /// From the palette: `chart SYMBOL`.
    mutating func chartCommand(_ argument: String) {
        let words = argument.split(separator: " ").map(String.init)
        switch words.count {
        case 0: openChart()
        case 1: showChart(words[0].uppercased())
        default: report("chart wants one symbol: chart SPY", isError: true)
        }
    }

    private mutating func showChart(_ symbol: String) {
        if state.chart.report?.symbol != symbol { state.chart.clear() }
        show(ChartPage(ChartRequest(symbol: symbol)))
    }

    fileprivate mutating func explainChart(_ page: ChartPage) {
        guard let report = state.chart.shown, let figure = page.chosen(report),
            let explanation = ChartExplanation(report: report, levels: page.levels).explanation(figure)
        else {
            self.report("Nothing to explain")
            return
        }
        show(explanation)
    }

    /// The chosen figure as a line of a table.
    fileprivate mutating func copyChart(_ page: ChartPage) {
        guard let report = state.chart.shown, let figure = page.chosen(report),
            let line = page.text(report, FigureFormat(isMasked: state.isMasked), world.glyphs).lines(width: 60)
                .first(where: { $0.figure == figure })
        else {
            self.report("Nothing to copy")
            return
        }
        let parts = [report.symbol, line.name, line.value, line.remark].filter { !$0.isEmpty }
        effects.append(.copy(parts.joined(separator: "\t")))
        self.report("Copied \(report.symbol) \(line.name)")
    }
}

/// What drawing and keys share.
extension ChartPage {
    func text(_ report: ChartReport, _ format: FigureFormat, _ glyphs: GlyphSet) -> ChartText {
        ChartText(report: report, levels: levels, adjusted: adjusted, format: format, glyphs: glyphs)
    }

    func layout(_ report: ChartReport?, _ format: FigureFormat, _ glyphs: GlyphSet, size: TerminalSize) -> ChartLayout {
        let width = ChartLayout(section, size: size, notes: 0).chart.columns - 2
        let notes = report.map { text($0, format, glyphs).notes(width: width) } ?? []
        return ChartLayout(section, size: size, notes: notes.count)
    }

    /// Columns of sessions that a layout has room for.
    func columns(_ report: ChartReport, _ format: FigureFormat, _ glyphs: GlyphSet, _ places: ChartLayout) -> Int {
        let labels = PriceChart.labels(levels, report.spot, format, glyphs, today: report.asOf.newYork.date)
        return PriceChart.Columns(report.technicals, format, labels: labels, columns: places.chart.columns - 2).width
    }

    /// nil where there is none to choose.
    func chosen(_ report: ChartReport) -> ChartFigure? {
        let lines = text(report, FigureFormat(), .unicode).lines(width: 60).compactMap(\.figure)
        return lines.indices.contains(row) ? lines[row] : lines.last
    }
}

/// Keys, the mouse, and what is explained.
extension ChartPage {
    func settle(_ reducer: inout DashboardReducer) {
        var page = self
        if let book = reducer.snapshot?.book {
            let symbol = reducer.state.chart.report?.symbol ?? request.symbol
            page.levels = ChartLevel.levels(of: symbol, in: book)
            page.adjusted = ChartLevel.adjustedCount(of: symbol, in: book)
        }
        if let report = reducer.state.chart.shown {
            let format = FigureFormat(isMasked: reducer.state.isMasked)
            let places = page.layout(report, format, reducer.world.glyphs, size: reducer.state.size)
            let shown = max(1, page.columns(report, format, reducer.world.glyphs, places))
            let most = report.technicals.rows.count - shown * page.window.sessionsPerColumn
            page.window.back = min(max(0, page.window.back), max(0, most))
            let lines = page.text(report, format, reducer.world.glyphs).lines(width: max(1, places.side.columns - 2))
            let figures = lines.indices.filter { lines[$0].figure != nil }
            page.row = min(max(0, page.row), max(0, figures.count - 1))
            // The first figure is shown with its heading.
            let line = figures.indices.contains(page.row) && page.row > 0 ? figures[page.row] : 0
            page.offset = ListCursor.offset(
                line: line, offset: page.offset, visible: places.side.rows, count: lines.count)
        }
        guard page != self else { return }
        reducer.replace(page)
    }

    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer) {
        var page = self
        let format = FigureFormat(isMasked: reducer.state.isMasked)
        let report = reducer.state.chart.shown
        let places = layout(report, format, reducer.world.glyphs, size: reducer.state.size)
        let shown = report.map { max(4, columns($0, format, reducer.world.glyphs, places)) } ?? 4
        let step = shown / 4 * page.window.sessionsPerColumn
        switch action {
        case .columnLeft, .collapse: page.window.back += step
        case .columnRight, .expand: page.window.back -= step
        case .goTop: page.window.back = report?.technicals.rows.count ?? 0
        case .goBottom: page.window.back = 0
        case .shrink: page.window.zoom(by: 1)
        case .grow: page.window.zoom(by: -1)
        case .moveDown, .moveUp, .halfPageDown, .halfPageUp, .pageDown, .pageUp:
            page.row += action.rowStep(page: max(1, places.side.rows))
            // Where figures are not in view the keys that choose one bring them there.
            if places.side.isEmpty { page.section = .figures }
        case .pageNext, .pagePrevious, .focusNext, .focusPrevious: page.nextSection()
        case .explain:
            reducer.explainChart(page)
            return
        case .copy:
            reducer.copyChart(page)
            return
        case .ask:
            reducer.leaveToChat()
            return
        default: return
        }
        reducer.replace(page)
    }

    /// A click chooses a figure or a tab.
    func press(_ event: MouseEvent, _ reducer: inout DashboardReducer) {
        var page = self
        guard let report = reducer.state.chart.shown else { return }
        let format = FigureFormat(isMasked: reducer.state.isMasked)
        let places = layout(report, format, reducer.world.glyphs, size: reducer.state.size)
        if event.row == places.tabs.row,
            let tab = ChartLayout.tabs(in: places.tabs).first(where: { $0.columns.contains(event.column) }),
            !places.tabs.isEmpty
        {
            page.section = tab.section
        } else if places.side.contains(column: event.column, row: event.row) {
            let lines = text(report, format, reducer.world.glyphs).lines(width: max(1, places.side.columns - 2))
            let index = offset + event.row - places.side.row
            guard lines.indices.contains(index), lines[index].figure != nil else { return }
            page.row = lines.prefix(index).count { $0.figure != nil }
        }
        reducer.replace(page)
    }

    func explanation(of id: String, _ state: DashboardState) -> Explanation? {
        guard id.hasPrefix(ChartExplanation.prefix), let report = state.chart.shown else { return nil }
        return ChartExplanation(report: report, levels: levels).explanation(of: id)
    }

    func figures(explaining id: String, _ reducer: DashboardReducer, _ format: FigureFormat) -> [ScreenFigure] {
        guard id.hasPrefix(ChartExplanation.prefix), let report = reducer.state.chart.shown else { return [] }
        return ChartExplanation(report: report, levels: levels).figures()
    }
}
