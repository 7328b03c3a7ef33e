import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What is due for the book, day by day.
enum DeadlinePage {
    static func table(_ board: ExpiryBoard, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Day", 0), .figure("In", 2), .words("Time", 3), .words("What", 0), .words("Sym", 0),
            .words("Which", 1),
            .words("For the book", 1, isFlexible: true, least: 42),
        ]
        let today = board.asOf.newYork.date
        table.rows = board.deadlines.map { deadline in
            let trust: Trust = deadline.isEstimated ? .estimated : .fresh
            let days = deadline.day.days(since: today)
            return LedgerTable.Row(
                id: deadline.id,
                cells: [
                    LedgerTable.Cell(
                        text: writer.format.marks.mark(trust) + ExpiryPage.day(deadline.day), scope: scope(days),
                        order: Double(deadline.day.daysSinceEpoch), plain: deadline.day.iso8601, trust: trust),
                    LedgerTable.Cell(text: "\(days)d", order: Double(days)),
                    .words(deadline.time?.newYork.hourMinute ?? "", .textDim),
                    .words(deadline.kind.words), .words(deadline.symbol ?? "", .textStrong), .words(deadline.text),
                    .words(deadline.consequence, deadline.consequence.isEmpty ? .textDim : .text),
                ], symbol: deadline.symbol)
        }
        let near = board.deadlines.filter { $0.day.days(since: today) <= 1 }
        if !board.deadlines.isEmpty {
            table.head = [
                .text(
                    "\(CountedNoun.text(board.deadlines.count, "date")) through \(board.deadlinesThrough.iso8601) · \(near.count) today or tomorrow"
                )
            ]
        }
        table.foot = [
            .text(
                "Of contracts, profiles and the exchange calendar. FOMC, CPI and jobs: no source tells their dates. \(writer.format.marks.estimated) may still move.",
                .textDim)
        ]
        table.empty = "Nothing is due through \(board.deadlinesThrough.iso8601)."
        return table
    }

    private static func scope(_ days: Int) -> ThemeScope { days <= 1 ? .textStrong : .text }

    static func details(_ deadline: Deadline, _ writer: LedgerWriter) -> [PageLine] {
        var lines: [PageLine] = [
            .pair("Day", "\(deadline.day.weekday.abbreviation) \(deadline.day.iso8601)"),
            .pair("What", deadline.kind.words),
        ]
        if let time = deadline.time { lines.append(.pair("Time", "\(time.newYork.hourMinute) in New York")) }
        if let symbol = deadline.symbol { lines.append(.pair("Symbol", symbol)) }
        lines.append(.pair("Which", deadline.text))
        if !deadline.consequence.isEmpty { lines.append(.pair("For the book", deadline.consequence)) }
        if deadline.isEstimated { lines.append(.pair("Date", "not confirmed: it may still move")) }
        return lines
    }
}
