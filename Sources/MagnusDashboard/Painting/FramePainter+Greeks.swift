import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Where the book's delta may stand as a share of net liquidation, by the settings or the standard of the house.
struct DeltaBand: Equatable {
    var low = -0.25
    var high = 0.75

    init(_ settings: [SettingRow]) {
        for row in settings {
            guard let value = Double(row.value) else { continue }
            if row.key == "scan.delta_band_low" { low = value }
            if row.key == "scan.delta_band_high" { high = value }
        }
    }

    func contains(_ fraction: Double) -> Bool { fraction >= low && fraction <= high }
}

/// The Greeks pane.
extension FramePainter {
    private static let labelWidth = 6
    /// Widths of the five figures, roomy first; a figure keeps a blank before it.
    private static let cellWidths = [[8, 8, 8, 8, 8], [8, 7, 8, 7, 7], [7, 7, 8, 7, 7], [7, 7, 7, 7, 7]]

    private func heading(_ column: GreeksColumn) -> String {
        switch column {
        case .dollarDelta: "$" + glyphs.delta
        case .betaWeightedDelta: glyphs.beta + glyphs.delta
        case .dollarGamma: glyphs.gamma + "$/1%"
        case .theta: glyphs.theta + "/day"
        case .vega30: "vega30"
        }
    }

    private func scope(_ column: GreeksColumn, _ figure: Figure) -> ThemeScope {
        switch figure {
        case .known(_, .stale): return .dataStale
        case .known(_, .estimated): return .dataEstimated
        case .unknown: return .dataUnknown
        case .known: break
        }
        switch column {
        case .dollarDelta, .betaWeightedDelta: return .greekDelta
        case .dollarGamma: return .greekGamma
        case .theta: return .greekTheta
        case .vega30: return .greekVega
        }
    }

    mutating func paintGreeks(_ inside: Rectangle, _ snapshot: DeskSnapshot) {
        guard !snapshot.book.strategies.isEmpty else {
            let area = Rectangle(
                column: inside.column + 1, row: inside.row, columns: inside.columns - 2, rows: inside.rows)
            sayWrapped("No positions, no Greeks.", in: area, style: theme[.textDim])
            return
        }
        if state.greeks.page == .attribution {
            paintAttribution(inside, snapshot)
            return
        }
        let isBook = state.greeks.page == .book
        var lines = PaneRows.greeks(state.greeks.page, snapshot)
        var longest = lines.map { TextWidth.width(of: adapted($0.label)) }.max() ?? 0
        if state.greeks.page == .sector, longest + 1 + Self.cellWidths[2].reduce(0, +) > inside.columns {
            // Two sectors of consumers that are cut alike would be one.
            for index in lines.indices { lines[index].label = SectorName.heading(lines[index].label) }
            longest = lines.map { TextWidth.width(of: adapted($0.label)) }.max() ?? 0
        }
        // Names are kept whole where figures leave room for them.
        let names = isBook ? Self.labelWidth : longest + 1
        let fits = Self.cellWidths.first { names + $0.reduce(0, +) <= inside.columns }
        let cell = fits ?? Self.cellWidths[2]
        let room = max(Self.labelWidth, inside.columns - cell.reduce(0, +))
        let label = isBook ? Self.labelWidth : min(max(longest + 1, 18), room)
        let (top, below) = inside.split(top: 1)
        var body = below
        guard isBook else {
            if PaneMetrics.namesExcludedBelow(layout, state, snapshot) {
                let parts = body.split(bottom: 1)
                body = parts.rest
                sayExcluded(snapshot.book, in: parts.bottom)
            }
            let listed = listed(lines, in: body)
            paintGreeksHeading(
                top, label: label, cell: cell, isPage: true, place: (listed.upperBound, lines.count))
            paintGreeksRows(body, lines, label: label, cell: cell)
            return
        }
        paintGreeksHeading(top, label: label, cell: cell, isPage: false)
        paintGreeksRows(body.split(top: 2).top, lines, label: label, cell: cell)
        let rest = paintBookFooter(body.split(top: 2).rest, snapshot)
        // Tall panes show the next page below the first.
        guard rest.rows >= 4 else { return }
        let area = rest.split(top: 1).rest
        let symbols = PaneRows.greeks(.symbol, snapshot).sorted {
            abs($0.row.dollarDelta.figure.value ?? 0) > abs($1.row.dollarDelta.figure.value ?? 0)
        }
        paintGreeksHeading(
            area.split(top: 1).top, label: label, cell: cell, isPage: false, title: "Symbol",
            place: (min(symbols.count, area.rows - 1), symbols.count))
        for (offset, line) in symbols.prefix(area.rows - 1).enumerated() {
            paintGreeksRow(
                line, Rectangle(column: area.column, row: area.row + 1 + offset, columns: area.columns, rows: 1),
                label: label, cell: cell, isCurrent: false)
        }
    }

    /// The columns that stand whole in an area: a figure that is clipped would be another figure.
    private func wholeColumns(label: Int, cell: [Int], in area: Rectangle) -> [(offset: Int, element: GreeksColumn)] {
        GreeksColumn.allCases.enumerated().filter { label + cell[...$0.offset].reduce(0, +) <= area.columns }
    }

    /// - Parameter place: the last row in view and how many there are, said where not all are.
    private mutating func paintGreeksHeading(
        _ area: Rectangle, label: Int, cell: [Int], isPage: Bool, title: String = "",
        place: (shown: Int, count: Int) = (0, 0)
    ) {
        let name = isPage ? state.greeks.page.title.split(separator: " ").last.map { String($0).capitalizedWord } : nil
        let word = name ?? title
        surface.put(word, column: area.column, row: area.row, style: theme[.header], limit: label, clip: area)
        // The first heading stands at the right end of its column: the blanks before it are free.
        let used = TextWidth.width(of: word) + 1
        let room = label + (cell.first ?? 0) - used - TextWidth.width(of: heading(.dollarDelta)) - 1
        if let text = cutText(place).first(where: { TextWidth.width(of: $0) <= room }) {
            surface.put(text, column: area.column + used, row: area.row, style: theme[.textDim], clip: area)
        }
        for (index, column) in wholeColumns(label: label, cell: cell, in: area) {
            let text = heading(column)
            let isHere =
                title.isEmpty && isFocused(.greeks) && state.greeks.column == column
                && state.greeks.foot == nil
            let end = area.column + label + cell[...index].reduce(0, +)
            var style = theme[.header]
            if isHere { style = style.with([.underline, .bold]) }
            surface.put(text, column: end - TextWidth.width(of: text), row: area.row, style: style, clip: area)
        }
        let columns = wholeColumns(label: label, cell: cell, in: area).count
        markCut(area, used: label + cell[..<columns].reduce(0, +), isCut: columns < GreeksColumn.allCases.count)
    }

    /// Says at the end of a heading that more columns are there than stand whole.
    private mutating func markCut(_ area: Rectangle, used: Int, isCut: Bool) {
        guard isCut, used < area.columns else { return }
        surface.put(
            glyphs.ellipsis, column: area.endColumn - 1, row: area.row, style: theme[.textDim], clip: area)
    }

    /// `5/16 ↓` and shorter forms of it; nothing where every row is in view.
    private func cutText(_ place: (shown: Int, count: Int)) -> [String] {
        guard place.shown < place.count else { return [] }
        let text = "\(place.shown)/\(place.count)"
        return [text + " " + (glyphs.isUnicode ? "↓" : "v"), text]
    }

    /// The rows in view.
    private func listed(_ lines: [PaneRows.GreeksLine], in area: Rectangle) -> Range<Int> {
        let current = state.greeks.cursor.line(in: lines.map(\.id)) ?? 0
        let offset = ListCursor.offset(
            line: current, offset: state.greeks.cursor.offset, visible: area.rows, count: lines.count)
        return offset..<max(offset, min(lines.count, offset + area.rows))
    }

    private mutating func paintGreeksRows(_ area: Rectangle, _ lines: [PaneRows.GreeksLine], label: Int, cell: [Int]) {
        let current = state.greeks.cursor.line(in: lines.map(\.id)) ?? 0
        for (place, index) in listed(lines, in: area).enumerated() {
            let row = Rectangle(column: area.column, row: area.row + place, columns: area.columns, rows: 1)
            paintGreeksRow(
                lines[index], row, label: label, cell: cell, isCurrent: index == current && state.greeks.foot == nil)
        }
    }

    private mutating func paintGreeksRow(
        _ line: PaneRows.GreeksLine, _ area: Rectangle, label: Int, cell: [Int], isCurrent: Bool
    ) {
        // A name that fills its column is kept whole: the figures behind it begin with a blank.
        let isSnug = TextWidth.width(of: adapted(line.label)) == label
        field(
            line.label, column: area.column, row: area.row, width: isSnug ? label : label - 1, style: theme[.text],
            clip: area)
        let columns = wholeColumns(label: label, cell: cell, in: area)
        for (index, column) in columns {
            let figure = column.figure(line.row)
            // The label leaves a blank behind it; the other figures must.
            let room = index == 0 && !isSnug ? cell[index] : cell[index] - 1
            field(
                column.text(line.row, format, columns: room),
                column: area.column + label + cell[..<index].reduce(0, +), row: area.row, width: cell[index],
                alignment: .right, style: theme[scope(column, figure)], clip: area)
        }
        let end = area.column + label + cell[..<columns.count].reduce(0, +)
        let unknown = line.row.dollarDelta.unknownCount
        if unknown > 0, area.endColumn - end > 4 {
            let rest = Rectangle(column: end + 1, row: area.row, columns: area.endColumn - end - 1, rows: 1)
            // Words where they fit; the title and the status line say what is missing.
            let words = "(\(unknown) unknown)"
            say(words.count <= rest.columns ? words : "(\(unknown))", at: rest, style: theme[.dataUnknown])
        }
        if isCurrent { select(area, .greeks) }
    }

    /// Delta against its band, then the scenarios.
    /// - Returns: what is left below.
    private mutating func paintBookFooter(_ area: Rectangle, _ snapshot: DeskSnapshot) -> Rectangle {
        let book = snapshot.book
        var rest = area
        func take() -> Rectangle {
            let parts = rest.split(top: 1)
            rest = parts.rest
            return parts.top
        }
        // What a percent costs and then the band are left out before they are cut: "SPY -1" alone would be another figure,
        // "band -25.." another band.
        let spans =
            ["   ", " "].map { deltaSpans(snapshot, gap: $0) }.first { $0.width <= rest.columns }
            ?? [true, false].map { deltaSpans(snapshot, gap: nil, hasBand: $0) }.first { $0.width <= rest.columns }
            ?? deltaSpans(snapshot, gap: nil, hasBand: false)
        let isLow = rest.rows == 2
        let deltaLine = take()
        surface.put(spans, column: deltaLine.column, row: deltaLine.row, limit: deltaLine.columns, clip: deltaLine)
        // A heading without its figures tells nothing: where one row is left, it holds both.
        guard !isLow else {
            let line = take()
            let parts = scenarioSpans(within: line.columns, book).map { Span(adapted($0.text), $0.style) }
            surface.put(parts, column: line.column, row: line.row, limit: line.columns, clip: line)
            if let foot = state.greeks.foot { select(foot.isScenario ? line : deltaLine, .greeks) }
            return rest
        }
        let cells = book.scenarios
        let width = 7
        let headings = take()
        let profits = take()
        surface.put(
            book.benchmark, column: headings.column, row: headings.row, style: theme[.header], limit: 6, clip: headings)
        surface.put("P/L", column: profits.column, row: profits.row, style: theme[.header], clip: profits)
        let whole = min(cells.count, max(0, headings.columns - 6) / width)
        markCut(headings, used: 6 + whole * width, isCut: whole < cells.count)
        for (index, cell) in cells.enumerated() {
            let column = headings.column + 6 + index * width
            guard column + width <= headings.endColumn else { break }
            let name = ScreenFigures.name(cell)
            surface.put(
                name, column: column + width - TextWidth.width(of: name), row: headings.row,
                style: here(.scenario(index), theme[.header]), clip: headings)
            field(
                format.compactDollars(cell.profit.figure, isSigned: true), column: column, row: profits.row,
                width: width,
                alignment: .right, style: theme[FigureScope.profit(cell.profit.figure)], clip: profits)
        }
        if let foot = state.greeks.foot { select(foot.isScenario ? profits : deltaLine, .greeks) }
        let pane = layout.place(of: .greeks)?.area.columns ?? area.columns
        // Where tabs stand in place of the pane's edge there is no title that could name the legs.
        let isTitled = layout.kind != .tabs && excludedTitle(book, columns: pane).namesLegs
        if !book.excluded.isEmpty, !isTitled { rest = rest.split(top: sayExcluded(book, in: rest)).rest }
        return rest
    }

    /// Names the legs that no sum holds: the longest wording that fits, over more than one row where names need them.
    /// - Returns: rows used.
    @discardableResult
    private mutating func sayExcluded(_ book: BookValuation, in area: Rectangle) -> Int {
        let names = adapted(book.excluded.joined(separator: ", "))
        let forms = [
            "\(CountedNoun.text(book.excluded.count, "leg")) without quotes excluded: \(names)",
            "\(book.excluded.count) without quotes: \(names)", "no quotes: \(names)",
        ]
        let fits = forms.first { TextWidth.width(of: $0) <= area.columns } ?? forms[1]
        return sayWrapped(fits, in: area, style: theme[.dataUnknown])
    }

    /// What the title of the pane says of the legs its sums leave out, the longest form that fits: what a sum leaves
    /// out matters more than the rule of its scenarios. `namesLegs` is false where only their count fits.
    func excludedTitle(_ book: BookValuation, columns: Int) -> (rule: String, text: String, namesLegs: Bool) {
        let names = adapted(book.excluded.joined(separator: ", "))
        let count = book.excluded.count
        let rule = state.greeks.page == .book ? adapted(book.scenarioRule) + "  " : ""
        let room = max(8, columns - 6 - 2 - TextWidth.width(of: Pane.greeks.title) - 3)
        let counted = "\(count) excluded"
        let forms = [
            (rule, "\(count) without quotes: \(names)", true), (rule, "no quotes: \(names)", true),
            (rule, "\(count) without quotes", false), (rule, counted, false),
            ("", "\(count) without quotes: \(names)", true), ("", "\(count) without quotes", false),
        ]
        return forms.first { TextWidth.width(of: $0.0 + $0.1) <= room } ?? ("", counted, false)
    }

    /// The style of a figure of the foot, underlined where the cursor is on it.
    private func here(_ figure: GreeksFootFigure, _ style: Style) -> Style {
        isFocused(.greeks) && state.greeks.foot == figure ? style.with([.underline, .bold]) : style
    }

    /// `βΔ 97.4k = 58% NL ▲ band -25..+75     SPY -1% = -974`
    /// - Parameter gap: before what a percent of the benchmark costs; nil leaves that out.
    private func deltaSpans(_ snapshot: DeskSnapshot, gap: String?, hasBand: Bool = true) -> [Span] {
        let book = snapshot.book
        let dollars = book.greeks.betaWeightedDelta.figure.combined(with: book.benchmarkPrice) { $0 * $1 }
        let fraction = book.deltaFractionOfNetLiquidation
        let band = DeltaBand(snapshot.settings)
        let isOver = fraction.value.map { !band.contains($0) } ?? false
        let label = theme[.textDim]
        var strong = theme[isOver ? .alertHigh : .text]
        if isOver { strong = strong.with(.bold) }
        let limits = [band.low, band.high].map { DecimalText.text($0 * 100, isSigned: true) ?? "?" }
        let share = [
            Span("\(glyphs.beta)\(glyphs.delta) ", label),
            Span(adapted(format.compactDollars(dollars)), here(.weightedDollars, strong)),
            Span(" = ", label), Span(adapted(format.netLiquidationShare(fraction)), here(.share, strong)),
            Span(" NL", label), Span(isOver ? " \(glyphs.severityHigh)" : "", strong),
        ]
        guard hasBand else { return share }
        let banded = share + [Span(" band ", label), Span("\(limits[0])..\(limits[1])", here(.band, label))]
        guard let gap else { return banded }
        return banded + [
            Span("\(gap)\(book.benchmark) -1% = ", label),
            Span(
                adapted(format.compactDollars(dollars.map { -0.01 * $0 }, isSigned: true)),
                here(.benchmarkFall, theme[.text])),
        ]
    }

    /// ` $Δ 84.1k  βΔ 58% NL ▲  θ +123  vega30 -143  SPY -10/-5/+5%: -13.5k -6.7k +2.7k`
    mutating func paintGreeksLine(_ area: Rectangle, _ snapshot: DeskSnapshot) {
        let book = snapshot.book
        guard !book.strategies.isEmpty else {
            say(" No positions, no Greeks.", at: area, style: theme[.textDim])
            return
        }
        let label = theme[.textDim]
        let fraction = book.deltaFractionOfNetLiquidation
        let isOver = fraction.value.map { !DeltaBand(snapshot.settings).contains($0) } ?? false
        var spans: [Span] = [
            Span(" $\(glyphs.delta) ", label), Span(format.compactDollars(book.greeks.dollarDelta.figure)),
            Span("  \(glyphs.beta)\(glyphs.delta) ", label),
            Span(format.netLiquidationShare(fraction), theme[isOver ? .alertHigh : .text].with(isOver ? .bold : [])),
            Span(" NL" + (isOver ? " \(glyphs.severityHigh)" : ""), isOver ? theme[.alertHigh] : label),
            Span("  \(glyphs.theta) ", label), Span(format.profit(book.thetaPerDay.figure)),
            Span("  vega30 ", label), Span(format.compactDollars(book.greeks.vega30.figure, isSigned: true)),
        ]
        // A figure cut in half would be another figure: scenarios that do not fit whole are left out.
        for moves in [[-0.10, -0.05, 0.05], [-0.10, -0.05], [-0.10]] {
            let parts = scenarioSpans(moves, book)
            guard (spans + parts).width <= area.columns else { continue }
            spans += parts
            break
        }
        let line = spans.map { Span(adapted($0.text), $0.style) }
        surface.put(line, column: area.column, row: area.row, limit: area.columns, clip: area)
    }
}

extension FramePainter {
    /// The scenarios that fit one row, whole: the far ones and those on both sides first.
    private func scenarioSpans(within columns: Int, _ book: BookValuation) -> [Span] {
        let choices = [
            [-0.10, -0.05, -0.02, 0.02, 0.05], [-0.10, -0.05, 0.02, 0.05], [-0.10, -0.05, 0.05], [-0.10, -0.05],
            [-0.10],
        ]
        // Without the gap that divides it from other figures of a line.
        let lines = choices.map { moves in
            scenarioSpans(moves, book).enumerated().map { index, span in
                index == 0 ? Span(String(span.text.drop { $0 == " " }), theme[.header]) : span
            }
        }
        return lines.first { !$0.isEmpty && $0.width <= columns } ?? []
    }

    /// `  SPY -10/-5/+5%: -13.5k -6.7k +2.7k`; nothing when a scenario is missing.
    private func scenarioSpans(_ moves: [Double], _ book: BookValuation) -> [Span] {
        let cells = moves.compactMap { move in
            book.scenarios.first { abs($0.benchmarkMove - move) < 1e-9 && $0.daysForward == 0 }
        }
        guard cells.count == moves.count else { return [] }
        let names = moves.map { DecimalText.text($0 * 100, isSigned: true) ?? "?" }.joined(separator: "/")
        var spans = [Span("  \(book.benchmark) \(names)%:", theme[.textDim])]
        for cell in cells {
            spans.append(Span(" "))
            spans.append(
                Span(
                    adapted(format.compactDollars(cell.profit.figure, isSigned: true)),
                    theme[FigureScope.profit(cell.profit.figure)]))
        }
        return spans
    }
}

extension String {
    /// With a capital first letter.
    var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
