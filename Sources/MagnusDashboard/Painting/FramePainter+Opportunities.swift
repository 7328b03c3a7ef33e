import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The Opportunities pane.
extension FramePainter {
    private typealias Column = OpportunityTable.Column

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
        let table = OpportunityTable(width: upper.columns, hasCapped: candidates.contains(where: \.isCapped))
        for place in table.places {
            let text = place.column.heading(glyphs)
            let shift = place.column.isRight ? place.column.width - TextWidth.width(of: text) : 0
            let isSorted = place.column.sort == state.opportunities.sort
            var style = theme[isSorted ? .headerSorted : .header]
            if isFocused(.opportunities), state.opportunities.column == place.column {
                style = style.with([.underline, .bold])
            }
            surface.put(
                text, column: upper.column + place.start + shift, row: upper.row, style: style, clip: upper)
        }
        let list = upper.split(top: 1).rest
        let line = state.opportunities.cursor.line(in: candidates.map(\.id)) ?? 0
        let offset = ListCursor.offset(
            line: line, offset: state.opportunities.cursor.offset, visible: list.rows, count: candidates.count)
        for (place, index) in (offset..<min(candidates.count, offset + list.rows)).enumerated() {
            let area = Rectangle(column: list.column, row: list.row + place, columns: list.columns, rows: 1)
            paint(candidates[index], table, area)
            if index == line { select(area, .opportunities) }
        }
    }

    private mutating func paint(_ candidate: Candidate, _ table: OpportunityTable, _ area: Rectangle) {
        let isMarked = state.opportunities.marked.contains(candidate.id)
        for place in table.places {
            let column = place.column
            let start = area.column + place.start
            guard column != .liquidity else {
                paintMeter(candidate.liquidity, column: start, area)
                continue
            }
            let (text, scope) = cell(column, candidate)
            field(
                text, column: start, row: area.row, width: column.width, alignment: column.isRight ? .right : .left,
                style: theme[isMarked && column == .symbol ? .marked : scope], clip: area)
            if column == .score, candidate.isCapped {
                surface.put("c", column: start + column.width, row: area.row, style: theme[.textDim], clip: area)
            }
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
        case .score:
            // Two columns have no room for the mark: an old score is dim, and its row carries the marks.
            let scope: ThemeScope = candidate.score >= 80 ? .textStrong : .text
            return (
                format.rank(Figure(candidate.score)), candidate.scoreFigure.trust == .stale ? .dataStale : scope
            )
        case .type: return (candidate.typeWord, .textDim)
        case .symbol: return (candidate.symbol, .textStrong)
        case .contract:
            let expiry = candidate.contract.expiry.expiryText(today: today)
            let whole = "\(candidate.shortName) \(expiry)"
            // Long strikes leave no room for the day, which DTE tells too.
            return (TextWidth.width(of: whole) > column.width ? candidate.shortName : whole, .text)
        case .dte: return (String(candidate.daysToExpiry), .text)
        case .fill: return known(candidate.fill, format.price(candidate.fill, columns: column.width))
        case .income:
            return known(candidate.income, format.income(candidate, columns: column.width))
        case .pop:
            return known(candidate.probabilityOfProfit, format.rank(candidate.probabilityOfProfit.map { $0 * 100 }))
        case .away:
            return known(
                candidate.outOfTheMoney, format.decimalPercent(candidate.outOfTheMoney, columns: column.width))
        case .delta: return known(candidate.delta, format.rank(candidate.delta.map { abs($0) * 100 }))
        case .percentile: return known(candidate.volatilityPercentile, format.rank(candidate.volatilityPercentile))
        case .liquidity: return ("", .text)
        }
    }

    private mutating func paintRoom(_ area: Rectangle, _ board: OpportunityBoard) {
        let room = roomText(board.room)
        let right = rejectedText(board, room: max(0, area.columns - TextWidth.width(of: room) - 2))
        let width = TextWidth.width(of: right)
        field(
            room, column: area.column, row: area.row, width: max(0, area.columns - width - 1), style: theme[.textDim],
            clip: area)
        sayRight(right, at: area, style: theme[.textDim])
    }

    /// `W why not: 204 CSP, 37 CC`: so many contracts each scan rejected, or `241 in all`, whichever fits.
    private func rejectedText(_ board: OpportunityBoard, room: Int) -> String {
        let counts = board.scans.filter { $0.rejectedCount > 0 }
        guard !counts.isEmpty else { return "" }
        let short = "\(hint(.whyNot) ?? "") why not"
        let words = counts.map { "\($0.rejectedCount) \($0.strategy.word)" }.joined(separator: ", ")
        let sum = counts.reduce(0) { $0 + $1.rejectedCount }
        let texts = ["\(short): \(words) ", "\(short): \(sum) \(counts.count > 1 ? "in all " : "")", "\(short) "]
        return texts.first { TextWidth.width(of: $0) <= room } ?? ""
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
                Span(
                    format.rank(candidate.scoreFigure) + (candidate.isCapped ? "c" : ""),
                    theme[candidate.scoreFigure.trust == .stale ? .dataStale : .textStrong]),
                Span(" \(candidate.typeWord) ", theme[.textDim]),
                Span("\(candidate.symbol) \(candidate.shortName) "),
                Span(spans.isEmpty ? "\(candidate.daysToExpiry)d " : "", theme[.textDim]),
                Span(
                    adapted(format.income(candidate)),
                    candidate.income.trust == .stale ? theme[.dataStale] : .transparent),
            ]
            guard spans.width + part.width <= area.columns else { break }
            spans += part
        }
        surface.put(spans, column: area.column, row: area.row, limit: area.columns, clip: area)
    }
}
