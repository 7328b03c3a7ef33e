import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The Opportunities pane.
extension FramePainter {
    private enum Column: CaseIterable {
        case score, type, symbol, contract, dte, fill, income, pop, away, delta, percentile, liquidity

        var width: Int {
            switch self {
            case .score: 2
            case .type, .dte, .pop, .delta, .percentile, .liquidity: 3
            case .symbol: 4
            case .contract: 14
            case .fill, .away: 5
            case .income: 6
            }
        }

        var isRight: Bool {
            switch self {
            case .type, .symbol, .contract, .liquidity: false
            default: true
            }
        }

        func heading(_ glyphs: GlyphSet) -> String {
            switch self {
            case .score: "Sc"
            case .type: "Typ"
            case .symbol: "Sym"
            case .contract: "Contract"
            case .dte: "DTE"
            case .fill: "Fill"
            case .income: "Ret/yr"
            case .pop: "POP"
            case .away: "OTM"
            case .delta: "|" + glyphs.delta + "|"
            case .percentile: "IVP"
            case .liquidity: "Liq"
            }
        }
    }

    /// Columns that give way in narrow panes, the first first.
    private static let dropping: [Column] = [.liquidity, .percentile, .delta, .pop, .fill, .away]

    mutating func paintOpportunities(_ inside: Rectangle, _ snapshot: DeskSnapshot) {
        let board = snapshot.opportunities
        let (upper, room) = inside.split(bottom: inside.rows >= 3 ? 1 : 0)
        if !room.isEmpty { paintRoom(room, board) }
        let candidates = PaneRows.candidates(snapshot, state.opportunities)
        guard !candidates.isEmpty else {
            let area = Rectangle(
                column: upper.column + 1, row: upper.row, columns: upper.columns - 2, rows: upper.rows)
            let text =
                state.opportunities.filter.isActive && !board.candidates.isEmpty
                ? "No candidate matches /\(state.opportunities.filter.text). \(hint(.back) ?? "Esc") clears the filter."
                : Self.emptyText(board, whyNot: hint(.whyNot))
            sayWrapped(text, in: area, style: theme[.textDim])
            return
        }
        let columns = columns(upper.columns)
        // The mark of capped scores has a column of its own where there is room, else it stands in the gap.
        let natural = columns.reduce(-1) { $0 + $1.width + 1 }
        let extra = candidates.contains(where: \.isCapped) && natural < upper.columns ? 1 : 0
        var start = upper.column
        for column in columns {
            let text = column.heading(glyphs)
            let shift = column.isRight ? column.width - TextWidth.width(of: text) : 0
            surface.put(
                text, column: start + shift, row: upper.row, style: theme[sortMark(column) ? .headerSorted : .header],
                clip: upper)
            start += column.width + 1 + (column == .score ? extra : 0)
        }
        let list = upper.split(top: 1).rest
        let line = state.opportunities.cursor.line(in: candidates.map(\.id)) ?? 0
        let offset = ListCursor.offset(
            line: line, offset: state.opportunities.cursor.offset, visible: list.rows, count: candidates.count)
        for (place, index) in (offset..<min(candidates.count, offset + list.rows)).enumerated() {
            let area = Rectangle(column: list.column, row: list.row + place, columns: list.columns, rows: 1)
            paint(candidates[index], columns, area, extra: extra)
            if index == line { select(area, .opportunities) }
        }
    }

    private func columns(_ width: Int) -> [Column] {
        var columns = Column.allCases
        for column in Self.dropping where columns.reduce(-1, { $0 + $1.width + 1 }) > width {
            columns.removeAll { $0 == column }
        }
        return columns
    }

    private func sortMark(_ column: Column) -> Bool {
        switch state.opportunities.sort {
        case .score: column == .score
        case .income: column == .income
        case .dte: column == .dte
        case .symbol: column == .symbol
        case .pop: column == .pop
        }
    }

    private mutating func paint(_ candidate: Candidate, _ columns: [Column], _ area: Rectangle, extra: Int) {
        let isMarked = state.opportunities.marked.contains(candidate.id)
        var start = area.column
        for column in columns {
            if column == .liquidity {
                paintMeter(candidate.liquidity, column: start, area)
            } else {
                let (text, scope) = cell(column, candidate)
                field(
                    text, column: start, row: area.row, width: column.width, alignment: column.isRight ? .right : .left,
                    style: theme[isMarked && column == .symbol ? .marked : scope], clip: area)
                if column == .score, candidate.isCapped {
                    surface.put("c", column: start + column.width, row: area.row, style: theme[.textDim], clip: area)
                }
            }
            start += column.width + 1 + (column == .score ? extra : 0)
        }
    }

    private mutating func paintMeter(_ filled: Int, column: Int, _ area: Rectangle) {
        let count = min(max(0, filled), 3)
        let spans = [
            Span(String(repeating: glyphs.meterFull, count: count), theme[.meterFull]),
            Span(String(repeating: glyphs.meterEmpty, count: 3 - count), theme[.meterEmpty]),
        ]
        surface.put(spans, column: column, row: area.row, clip: area)
    }

    private func cell(_ column: Column, _ candidate: Candidate) -> (String, ThemeScope) {
        func known(_ figure: Figure, _ text: String) -> (String, ThemeScope) {
            switch figure {
            case .known(_, .fresh): (text, .text)
            case .known(_, .stale): (text, .dataStale)
            case .known(_, .estimated): (text, .dataEstimated)
            case .unknown: (format.marks.unknown, .dataUnknown)
            }
        }
        switch column {
        case .score: return (format.rank(Figure(candidate.score)), candidate.score >= 80 ? .textStrong : .text)
        case .type: return (Self.type(candidate.strategy), .textDim)
        case .symbol: return (candidate.symbol, .textStrong)
        case .contract:
            let expiry = candidate.contract.expiry.expiryText(today: today)
            return ("\(candidate.contract.shortName) \(expiry)", .text)
        case .dte: return (String(candidate.daysToExpiry), .text)
        case .fill: return known(candidate.fill, format.price(candidate.fill, columns: column.width))
        case .income: return known(candidate.annualizedReturn, format.decimalPercent(candidate.annualizedReturn))
        case .pop:
            return known(candidate.probabilityOfProfit, format.rank(candidate.probabilityOfProfit.map { $0 * 100 }))
        case .away: return known(candidate.outOfTheMoney, format.decimalPercent(candidate.outOfTheMoney))
        case .delta: return known(candidate.delta, format.rank(candidate.delta.map { abs($0) * 100 }))
        case .percentile: return known(candidate.volatilityPercentile, format.rank(candidate.volatilityPercentile))
        case .liquidity: return ("", .text)
        }
    }

    static func type(_ strategy: ScanStrategy) -> String {
        switch strategy {
        case .cashSecuredPut: "CSP"
        case .coveredCall: "CC"
        }
    }

    private mutating func paintRoom(_ area: Rectangle, _ board: OpportunityBoard) {
        let rejected = board.scans.reduce(0) { $0 + $1.rejected.values.reduce(0, +) }
        let right = rejected > 0 ? "\(hint(.whyNot) ?? "") why not: \(rejected) " : ""
        let width = TextWidth.width(of: right)
        let room = roomText(board.room)
        field(
            room, column: area.column, row: area.row, width: max(0, area.columns - width - 1), style: theme[.textDim],
            clip: area)
        sayRight(right, at: area, style: theme[.textDim])
    }

    /// What an empty pane says: why nothing passed, or why nothing was looked at.
    static func emptyText(_ board: OpportunityBoard, whyNot: String?) -> String {
        if let waiting = board.waitingReason { return waiting }
        guard board.scannedAt != nil else { return "The first scan has not run yet." }
        let looked = board.scans.reduce(0) { $0 + $1.contractsScanned }
        var rejected: [String: Int] = [:]
        for scan in board.scans { rejected.merge(scan.rejected, uniquingKeysWith: +) }
        guard looked > 0, !rejected.isEmpty else { return "None of \(CountedNoun.text(looked, "contract")) passed." }
        let most = rejected.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.prefix(3)
            .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let hint = whyNot.map { " \($0) shows the nearest misses." } ?? ""
        return "None of \(looked) passed. Most: \(most).\(hint)"
    }

    /// ` 85 CSP XLE 90P 39d 13.3%   79 CSP UBER 77.5P 19.1%`
    mutating func paintOpportunitiesLine(_ area: Rectangle, _ snapshot: DeskSnapshot) {
        let candidates = PaneRows.candidates(snapshot, state.opportunities)
        guard !candidates.isEmpty else {
            let text = " " + Self.emptyText(snapshot.opportunities, whyNot: hint(.whyNot))
            field(text, column: area.column, row: area.row, width: area.columns, style: theme[.textDim], clip: area)
            return
        }
        var spans: [Span] = []
        for candidate in candidates {
            let part = [
                Span(spans.isEmpty ? " " : "   "),
                Span(format.rank(Figure(candidate.score)) + (candidate.isCapped ? "c" : ""), theme[.textStrong]),
                Span(" \(Self.type(candidate.strategy)) ", theme[.textDim]),
                Span("\(candidate.symbol) \(candidate.contract.shortName) "),
                Span(spans.isEmpty ? "\(candidate.daysToExpiry)d " : "", theme[.textDim]),
                Span(adapted(format.decimalPercent(candidate.annualizedReturn))),
            ]
            guard spans.width + part.width <= area.columns else { break }
            spans += part
        }
        surface.put(spans, column: area.column, row: area.row, limit: area.columns, clip: area)
    }
}
