import MagnusDesk
import MagnusDomain

/// The same for people.
extension ExpiryDocument {
    static func text(_ board: ExpiryBoard, format: FigureFormat) -> [String] {
        let now = DocumentText.minute(board.asOf)
        var lines = ["What ends through \(day(board.through)), at \(now) in New York"]
        lines += board.rows.isEmpty ? ["Nothing."] : rows(board, format) + worlds(board, format)
        lines += warnings(board)
        lines += ladder(board, format)
        if !board.unresolved.isEmpty {
            lines += [
                "",
                DocumentText.line(
                    "Ended and never reported, in no figure: \(board.unresolved.joined(separator: ", "))"),
            ]
        }
        return lines
    }

    static func day(_ day: CalendarDate) -> String { "\(day.weekday.abbreviation) \(day.iso8601)" }

    private static func signed(_ figure: Figure, _ decimals: Int, _ format: FigureFormat) -> String {
        guard let value = figure.value, let trust = figure.trust,
            let text = DecimalText.text(value, decimals: decimals, isSigned: true)
        else { return format.marks.unknown }
        return format.marks.mark(trust) + text
    }

    private static func rows(_ board: ExpiryBoard, _ format: FigureFormat) -> [String] {
        let hasBroker = board.rows.contains { !$0.clocks.isEmpty }
        let isSeveral = board.accounts.count > 1
        var columns: [TextTable.Column] = [
            .left(""), .left("Sym"), .left("Position"), .left("Exp"), .right("Spot"), .right("Away"),
            .right(format.isASCII ? "sigma" : "σ"), .right("In%"), .left("Intent"), .right("Shares"), .right("Cash"),
            .right("Buy back"), .left("After the close"),
        ]
        if hasBroker { columns.append(.left("Broker")) }
        if isSeveral { columns.append(.left("Acct")) }
        var table = TextTable(columns)
        for row in board.rows {
            var cells = [
                format.glyph(row.severity), row.symbol, row.title, row.instants.day.monthDay, format.price(row.spot),
                signed(row.away, 2, format), signed(row.sigmas, 1, format), format.percent(row.probability),
                row.intent.rawValue, format.shares(row.allIn.shares), format.profit(row.allIn.cash),
                format.dollars(row.buyBack), row.ending(at: board.asOf),
            ]
            if hasBroker { cells.append(row.nextClock(at: board.asOf) ?? "") }
            if isSeveral { cells.append(row.account) }
            table.add(cells)
        }
        return table.lines
    }

    private static func worlds(_ board: ExpiryBoard, _ format: FigureFormat) -> [String] {
        var table = TextTable([
            .left("Acct"), .left("If it ends"), .right("Free"), .right("Cash"), .right("Reserved"), .left("Shares"),
            .left("Short shares"), .left("Unknown"),
        ])
        for account in board.accounts where board.rows.contains(where: { $0.account == account.name }) {
            for world in account.worlds {
                table.add([
                    account.name, world.kind.words, format.dollars(world.free), format.dollars(world.cash),
                    format.dollars(world.reserved), shares(world.changes),
                    world.short.isEmpty ? "none" : shares(world.short),
                    world.unknownRows.joined(separator: ", "),
                ])
            }
        }
        return [""] + table.lines
    }

    private static func shares(_ list: [ExpiryWorld.Shares]) -> String {
        list.map { "\(DecimalText.text($0.count, isSigned: true, isGrouped: true) ?? "?") \($0.symbol)" }
            .joined(separator: ", ")
    }

    private static func warnings(_ board: ExpiryBoard) -> [String] {
        let lines = board.rows.filter { !$0.warnings.isEmpty }.map { row in
            DocumentText.line("\(row.symbol) \(row.title): \(row.warnings.map(\.words).joined(separator: ", "))")
        }
        return lines.isEmpty ? [] : ["", "Beware"] + lines
    }

    private static func ladder(_ board: ExpiryBoard, _ format: FigureFormat) -> [String] {
        var lines: [String] = []
        for account in board.accounts where !account.ladder.isEmpty {
            var table = TextTable([
                .left("Exp"), .right("DTE"), .right("For shares"), .right("At risk"), .right("From calls"),
                .right("Cash left"), .right("Free if out"), .left("Rows"),
            ])
            for step in account.ladder {
                table.add([
                    day(step.day), String(step.daysToExpiry), format.dollars(step.forShares),
                    format.dollars(step.atRisk), format.dollars(step.fromCalls), format.dollars(step.cashLeft),
                    format.dollars(step.freeIfOut),
                    step.rows.isEmpty ? "covered calls" : step.rows.joined(separator: ", "),
                ])
            }
            lines += [
                "",
                DocumentText.line(
                    "Cash of \(account.name) by expiry: \(format.dollars(account.cash)), reserved "
                        + "\(format.dollars(account.reserved)), free \(format.dollars(account.free)), T-bill funds "
                        + format.dollars(account.treasuryBillFunds)),
            ]
            lines += table.lines
        }
        return lines
    }
}
