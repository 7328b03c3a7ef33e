import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The contracts that end next, with the three worlds above them.
enum ExpiryPage {
    static func table(_ board: ExpiryBoard, _ writer: LedgerWriter) -> LedgerTable {
        let format = writer.format
        var table = LedgerTable()
        let hasBroker = board.rows.contains { $0.nextClock(at: board.asOf) != nil }
        table.columns = [
            .words("!", 2), .words("Sym", 0), .words("Position", 0), .words("Exp", 1), .figure("Spot", 4),
            .figure("Away", 0), .figure("σ", 5), .figure("In%", 1), .words("Intent", 6), .figure("Shares", 2),
            .figure("Cash", 1), .figure("Buy back", 3), .words("After the close", 0, isFlexible: true),
        ]
        if hasBroker { table.columns.append(.words("Broker", 7)) }
        if board.accounts.count > 1 { table.columns.append(.words("Account", 8)) }
        table.rows = board.rows.map { row in
            var cells: [LedgerTable.Cell] = [
                severity(row.severity, writer), .words(row.symbol, .textStrong), .words(row.title),
                LedgerTable.Cell(
                    text: row.instants.day.monthDay, order: Double(row.instants.day.daysSinceEpoch),
                    plain: row.instants.day.iso8601),
                writer.price(row.spot), away(row.away, writer),
                writer.figure(row.sigmas) { decimal($0, format) },
                writer.figure(row.probability, { format.percent($0) }), .words(row.intent.rawValue, .textDim),
                writer.figure(row.allIn.shares, format.shares), writer.figure(row.allIn.cash, format.profit),
                writer.figure(row.buyBack, format.dollars), ending(row, board, writer.format),
            ]
            if hasBroker { cells.append(.words(row.nextClock(at: board.asOf) ?? "", .textDim)) }
            if board.accounts.count > 1 { cells.append(.words(row.account, .textDim)) }
            return LedgerTable.Row(
                id: row.id, cells: cells, symbol: row.symbol, account: row.account,
                keywords: row.warnings.map(\.words).joined(separator: " "))
        }
        table.head = head(board, writer)
        table.foot = foot(board)
        table.empty = "Nothing ends through \(day(board.through))." + next(board)
        return table
    }

    /// `Fri 03-19`.
    static func day(_ day: CalendarDate) -> String { "\(day.weekday.abbreviation) \(day.monthDay)" }

    private static func next(_ board: ExpiryBoard) -> String {
        guard let next = board.deadlines.first(where: { $0.kind == .expiry && $0.day > board.through }) else {
            return ""
        }
        return " Next: \(day(next.day)), \(next.symbol.map { $0 + " " } ?? "")\(next.text)."
    }

    private static func severity(_ priority: AlertPriority?, _ writer: LedgerWriter) -> LedgerTable.Cell {
        guard let priority else { return LedgerTable.Cell(text: "", plain: "") }
        let isASCII = writer.format.marks == .ascii
        let glyph =
            switch priority {
            case .critical: isASCII ? "!!" : "■"
            case .high: isASCII ? "!" : "▲"
            case .medium: isASCII ? "*" : "●"
            case .low: isASCII ? "." : "·"
            }
        return LedgerTable.Cell(
            text: glyph, scope: FigureScope.severity(priority), plain: priority.rawValue, reading: priority.rawValue)
    }

    private static func away(_ figure: Figure, _ writer: LedgerWriter) -> LedgerTable.Cell {
        var cell = writer.figure(figure) { signed($0, writer.format) }
        if let value = figure.value, value < 0, figure.trust != .stale { cell.scope = .pnlDown }
        return cell
    }

    /// Dollars a share with a sign: no amount of money of the account.
    static func signed(_ figure: Figure, _ format: FigureFormat) -> String {
        guard let value = figure.value, let trust = figure.trust,
            let text = DecimalText.text(value, decimals: 2, isSigned: true)
        else { return format.marks.unknown }
        return format.marks.mark(trust) + text
    }

    static func decimal(_ figure: Figure, _ format: FigureFormat) -> String {
        guard let value = figure.value, let trust = figure.trust,
            let text = DecimalText.text(value, decimals: 1, isSigned: true)
        else { return format.marks.unknown }
        return format.marks.mark(trust) + text
    }

    /// What comes after the close; what can go wrong before it.
    private static func ending(
        _ row: ExpiryRow, _ board: ExpiryBoard, _ format: FigureFormat
    ) -> LedgerTable.Cell {
        let words = row.ending(at: board.asOf)
        guard let warning = row.warnings.first else { return .words(words) }
        return .words("\(format.sentence(warning.words)); \(words)", .alertHigh)
    }

    // MARK: Worlds

    private static func head(_ board: ExpiryBoard, _ writer: LedgerWriter) -> [PageLine] {
        guard !board.rows.isEmpty else { return [] }
        var lines = board.accounts.filter { account in board.rows.contains { $0.account == account.name } }.map {
            account in
            let parts = account.worlds.map { world($0, writer) } + [short(account.worlds)]
            let name = board.accounts.count > 1 ? "\(account.name): " : ""
            return PageLine.text(name + parts.joined(separator: " · "))
        }
        let warned = board.rows.filter { !$0.warnings.isEmpty }
        if !warned.isEmpty {
            let words = warned.map { row in
                "\(row.symbol) \(row.title): \(row.warnings.map(\.words).joined(separator: ", "))"
            }
            lines.append(.text(writer.format.sentence(words.joined(separator: " · ")), .alertHigh))
        }
        return lines
    }

    /// `as now: free 11,890, +300 sh`.
    static func world(_ world: ExpiryWorld, _ writer: LedgerWriter) -> String {
        var text = "\(world.kind.words): free \(writer.format.dollars(world.free))"
        if world.free.reason == .unlimited { text += ", cash \(writer.format.dollars(world.cash))" }
        if world.shareCount != 0 { text += ", \(writer.format.shares(Figure(world.shareCount))) sh" }
        if !world.unknownRows.isEmpty { text += " (\(world.unknownRows.count) unknown)" }
        return text
    }

    private static func short(_ worlds: [ExpiryWorld]) -> String {
        let all = worlds.filter { !$0.short.isEmpty }
        guard !all.isEmpty else { return "short shares: none" }
        let parts = all.map { world in "\(world.kind.words) \(shares(world.short))" }
        return "short shares: \(parts.joined(separator: ", "))"
    }

    static func shares(_ list: [ExpiryWorld.Shares]) -> String {
        list.map { "\($0.symbol) \(DecimalText.text($0.count, isSigned: true, isGrouped: true) ?? "?")" }
            .joined(separator: ", ")
    }

    private static func foot(_ board: ExpiryBoard) -> [PageLine] {
        var lines: [PageLine] = []
        if !board.unresolved.isEmpty {
            let count = CountedNoun.text(board.unresolved.count, "contract line")
            lines.append(
                .text(
                    "\(count) ended and nobody reported how: \(board.unresolved.prefix(3).joined(separator: ", ")). In no figure; import the report.",
                    .alertMedium))
        }
        lines.append(
            .text(
                "Shares and Cash: if it ends in the money. Free: cash less what is left to be reserved; T-bill funds are not cash.",
                .textDim))
        return lines
    }

    // MARK: One row

    static func details(_ row: ExpiryRow, _ board: ExpiryBoard, _ writer: LedgerWriter) -> [PageLine] {
        let format = writer.format
        func told(_ figure: Figure, _ write: @escaping (Figure) -> String) -> String { writer.told(figure, write) }
        let age = row.spotAgeSeconds.flatMap(DurationText.age)
        var lines: [PageLine] = [
            .pair("Account", row.account.isEmpty ? "?" : "\(row.account), \(row.broker)"),
            .pair("Ends", "\(day(row.instants.day)), \(CountedNoun.text(max(0, row.daysToExpiry), "day"))"),
            .pair("Last trade", row.instants.lastTrade.newYork.weekdayHourMinute),
            .pair("After the close", row.ending(at: board.asOf)), .pair("Intent", row.intent.rawValue),
            .pair(
                "Spot",
                told(row.spot, format.price) + " " + row.spotSource + (age.map { ", \($0) old" } ?? "")),
        ]
        if row.close.reason != .notApplicable { lines.append(.pair("Settles at", told(row.close, format.price))) }
        lines += [
            .pair("Away", told(row.away) { signed($0, format) }),
            .pair("In deviations", told(row.sigmas) { decimal($0, format) }),
            .pair("In the money", told(row.probability, { format.percent($0) })),
        ]
        if let isFunded = row.isFunded { lines.append(.pair("Cash for it", isFunded ? "there" : "not there")) }
        lines += [
            .blank, .heading("If it ended now"), .pair("Shares", told(row.asNow.shares, format.shares)),
            .pair("Cash", told(row.asNow.cash, format.profit)),
            .blank, .heading("If it ended in the money"), .pair("Shares", told(row.allIn.shares, format.shares)),
            .pair("Cash", told(row.allIn.cash, format.profit)),
            .blank, .heading("To buy it back now"), .pair("At the quotes", told(row.costToClose, format.dollars)),
            .pair("With fees", told(row.buyBack, format.dollars)), .blank, .heading("Contracts"),
        ]
        lines += row.legs.map { leg in
            .pair(
                "\(leg.quantity.signedText) \(LedgerWriter.name(leg.contract))",
                leg.inside.value == nil
                    ? told(leg.inside) { signed($0, format) }
                    : "exercise is worth \(signed(leg.inside, format)) a share")
        }
        if !row.clocks.isEmpty {
            lines += [.blank, .heading("What \(row.broker) does")]
            lines += row.clocks.map {
                .pair($0.time?.newYork.weekdayHourMinute ?? "no time stated", $0.words)
            }
        } else if row.settlement == .physical {
            lines += [
                .blank, .text("No times of \(row.broker.isEmpty ? "this broker" : row.broker) are known.", .textDim),
            ]
        }
        if !row.warnings.isEmpty {
            lines += [.blank, .heading("Beware")]
            lines += row.warnings.map { .text(format.sentence($0.words), .alertHigh) }
        }
        return lines
    }
}
