import MagnusDesk
import MagnusDomain

/// `magnus calendar`: what is due for the book.
enum CalendarDocument {
    /// What no source tells the dates of.
    private static let withoutSource = ["fomc", "cpi", "jobs"]

    static func json(_ board: ExpiryBoard, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("through", text: board.deadlinesThrough.iso8601)
        content.set(
            "deadlines",
            board.deadlines.map { deadline in
                var entry = DocumentObject()
                entry.set("id", text: deadline.id)
                entry.set("date", text: deadline.day.iso8601)
                entry.set("at", deadline.time)
                entry.set("kind", text: deadline.kind.rawValue)
                entry.set("symbol", JSONValue(deadline.symbol))
                entry.set("text", text: deadline.text)
                entry.set("consequence", text: deadline.consequence)
                entry.set("estimated", .bool(deadline.isEstimated))
                return entry
            })
        content.set("no_source", JSONValue(list: withoutSource))
        return envelope.document(content)
    }

    static func text(_ board: ExpiryBoard, format: FigureFormat) -> [String] {
        guard !board.deadlines.isEmpty else {
            return ["Nothing is due through \(board.deadlinesThrough.iso8601)."]
        }
        var table = TextTable([
            .left("Day"), .right("In"), .left("Time"), .left("What"), .left("Sym"), .left("Which"),
            .left("For the book"),
        ])
        let today = board.asOf.newYork.date
        for deadline in board.deadlines {
            table.add([
                format.marks.mark(deadline.isEstimated ? .estimated : .fresh) + ExpiryDocument.day(deadline.day),
                "\(deadline.day.days(since: today))d", deadline.time?.newYork.hourMinute ?? "", deadline.kind.words,
                deadline.symbol ?? "", deadline.text, deadline.consequence,
            ])
        }
        return table.lines + [
            "", "\(format.marks.estimated) may still move. FOMC, CPI and jobs: no source tells their dates.",
        ]
    }
}
