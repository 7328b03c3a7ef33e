import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Trades grouped into strategies, all trades, and rolls that need a look.
enum JournalPage {
    static func strategies(_ entries: [JournalEntry], _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Opened", 1), .words("Sym", 0), .words("Strategy", 2), .words("Legs", 3, isFlexible: true),
            .figure("P/L", 0), .words("State", 1), .figure("Held", 4), .figure("DTE", 6), .figure("Delta", 7),
            .figure("Fees", 8), .words("Note", 5), .words("Account", 9),
        ]
        table.rows = entries.map { entry in
            LedgerTable.Row(
                id: entry.id,
                cells: [
                    writer.date(entry.openedAt), .words(entry.symbol, .textStrong),
                    .words(LedgerWriter.strategy(entry.strategy)), .words(legs(entry.legs)), result(entry, writer),
                    .words(state(entry), .textDim),
                    LedgerTable.Cell(text: "\(entry.daysHeld)d", order: Double(entry.daysHeld)),
                    writer.figure(entry.daysToExpiryAtEntry, writer.format.rank),
                    writer.figure(entry.deltaAtEntry, writer.format.price), writer.profit(entry.fees),
                    .words(writer.format.sentence(String(entry.note.prefix(32)))), .words(entry.account, .textDim),
                ], symbol: entry.symbol, account: entry.account,
                keywords: entry.note + " " + entry.tags.map { "#" + $0 }.joined(separator: " "))
        }
        let ended = entries.filter { $0.state != .open }
        let total = ended.filter(\.isProfitKnown).reduce(Money.zero) { $0 + $1.profit }
        let unknown = ended.filter { !$0.isProfitKnown }.count
        if !entries.isEmpty {
            table.head = [
                .text(
                    "\(CountedNoun.text(entries.count, "opening")), \(entries.filter { $0.state == .closed }.count) closed, \(entries.filter { $0.state == .partly }.count) partly · P/L \(writer.profit(total).text) after fees\(unknown > 0 ? " (\(unknown) unknown)" : "")"
                )
            ]
            table.foot = [.text("Words of a note that begin with # are tags: the filter finds them.", .textDim)]
        }
        table.empty = "Nothing was traded yet. A broker's file brings the history: import it from the palette."
        return table
    }

    /// While nothing has ended nothing is realised: that is no zero.
    private static func result(_ entry: JournalEntry, _ writer: LedgerWriter) -> LedgerTable.Cell {
        if entry.state == .open { return LedgerTable.Cell(text: "", isUnknown: true) }
        return entry.isProfitKnown ? writer.profit(entry.profit) : writer.unknown()
    }

    /// `open`, `partly`, else how it ended.
    private static func state(_ entry: JournalEntry) -> String {
        guard entry.state == .closed, let first = entry.endings.first else { return entry.state.rawValue }
        return LedgerWriter.words(first.rawValue) + (entry.endings.count > 1 ? "+" : "")
    }

    static func trades(_ trades: [Trade], _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Date", 1), .words("Sym", 0), .words("What", 2), .words("Legs", 1, isFlexible: true),
            .figure("Cash", 0), .figure("Fees", 5), .words("Opens", 4), .words("Account", 6),
        ]
        table.rows = trades.sorted { $0.time != $1.time ? $0.time > $1.time : $0.id < $1.id }.map { trade in
            LedgerTable.Row(
                id: trade.id,
                cells: [
                    writer.date(trade.time), .words(trade.underlying, .textStrong),
                    .words(LedgerWriter.words(trade.kind.rawValue)), .words(legs(trade.legs)),
                    writer.profit(trade.cash),
                    writer.profit(trade.fees),
                    .words(
                        trade.opens
                            ? trade.closes ? "both" : trade.strategy.map { LedgerWriter.strategy($0) } ?? "opens"
                            : "closes", .textDim),
                    .words(trade.account, .textDim),
                ], symbol: trade.underlying, account: trade.account)
        }
        table.empty = "No trade in the ledger yet."
        return table
    }

    private static func legs(_ legs: [TradeLeg]) -> String {
        legs.map { leg in
            switch leg.instrument {
            case .stock: "\(leg.quantity.signedText) sh"
            case .option(let contract):
                "\(leg.quantity.signedText) \(contract.shortName) \(contract.expiry.iso8601.dropFirst(5))"
            }
        }.joined(separator: "  ")
    }

    /// Pairs to decide first, then those the owner decided, each latest first.
    static func reviewed(_ report: LifecycleReport) -> [Roll] {
        let decided = report.rolls.filter { $0.verdict != nil } + report.rejectedRolls
        return report.review.reversed()
            + decided.sorted { $0.time != $1.time ? $0.time > $1.time : $0.id < $1.id }
    }

    static func verdict(of roll: String, in report: LifecycleReport) -> RollVerdict? {
        reviewed(report).first { $0.id == roll }?.verdict
    }

    static func review(_ report: LifecycleReport, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        let sure = report.rolls.filter { $0.verdict == nil }.count
        let confirmed = report.rolls.count - sure
        table.columns = [
            .words("Date", 1), .words("Sym", 0), .words("Closed", 1), .words("Opened", 1), .figure("Contracts", 4),
            .figure("Net", 0), .words("Yours", 0), .words("Why unsure", 2, isFlexible: true), .words("Account", 5),
        ]
        table.rows = reviewed(report).map { roll in
            LedgerTable.Row(
                id: roll.id,
                cells: [
                    writer.date(roll.time), .words(roll.underlying, .textStrong),
                    .words("\(roll.from.shortName) \(roll.from.expiry.iso8601.dropFirst(2))"),
                    .words("\(roll.to.shortName) \(roll.to.expiry.iso8601.dropFirst(2))"), writer.plain(roll.contracts),
                    writer.profit(roll.credit), verdict(roll),
                    .words(reason(roll.evidence), roll.verdict == nil ? .alertMedium : .textDim),
                    .words(roll.account, .textDim),
                ], symbol: roll.underlying, account: roll.account)
        }
        let decided = confirmed + report.rejectedRolls.count
        let yours = decided > 0 ? ", \(confirmed) confirmed and \(report.rejectedRolls.count) rejected by you" : ""
        table.head = [
            .text(
                "\(CountedNoun.text(sure, "roll")) paired for sure, \(report.review.count) to be looked at\(yours)")
        ]
        table.foot = [
            .text(
                "Confirm makes the two one roll of a chain, reject leaves them apart; neither changes a profit: closing and opening count each for itself.",
                .textDim)
        ]
        table.empty = "Every roll was paired for sure."
        return table
    }

    private static func verdict(_ roll: Roll) -> LedgerTable.Cell {
        switch roll.verdict {
        case .confirmed: .words("roll")
        case .rejected: .words("no roll", .textDim)
        case nil: .words("?", .alertMedium)
        }
    }

    static func reason(_ evidence: Roll.Evidence) -> String {
        switch evidence {
        case .sameOrder: "one order"
        case .sameMoment: "two orders at the same moment"
        case .sameDay: "same day, hours apart"
        case .differentCount: "counts of contracts differ"
        case .ambiguous: "more than one opening fits"
        }
    }

    static func details(_ roll: Roll, _ writer: LedgerWriter) -> [PageLine] {
        [
            .pair("Closed", LedgerWriter.name(roll.from)), .pair("Opened", LedgerWriter.name(roll.to)),
            .pair("Contracts", LedgerWriter.unsigned(roll.contracts)), .pair("Time", roll.time.newYork.description),
            .pair("Net", writer.amount(roll.credit, isSigned: true).text), .pair("Account", roll.account),
            .pair("Evidence", reason(roll.evidence)), .blank, .pair("Closing trade", roll.closing),
            .pair("Opening trade", roll.opening),
        ]
    }

    static func details(_ trade: Trade, _ writer: LedgerWriter) -> [PageLine] {
        var lines: [PageLine] = [
            .pair("Time", trade.time.newYork.description), .pair("Account", trade.account),
            .pair("What", LedgerWriter.words(trade.kind.rawValue)),
            .pair("Strategy", LedgerWriter.strategy(trade.strategy)),
            .pair("Cash", writer.amount(trade.cash, isSigned: true).text),
            .pair("Fees", writer.amount(trade.fees, isSigned: true).text),
        ]
        if let order = trade.order { lines.append(.pair("Order", order)) }
        return lines + [.blank, .heading("Legs")] + legLines(trade.legs, writer)
    }

    private static func legLines(_ legs: [TradeLeg], _ writer: LedgerWriter) -> [PageLine] {
        legs.map { leg in
            let price = writer.price(Figure(leg.price?.dollars, else: .noBasis)).text
            return .pair(
                "\(leg.quantity.signedText) \(LedgerWriter.name(leg.instrument))",
                "at \(price), cash \(writer.amount(leg.amount, isSigned: true).text), \(CountedNoun.text(leg.events.count, "fill"))"
            )
        }
    }

    static func details(_ entry: JournalEntry, _ report: LifecycleReport, _ writer: LedgerWriter) -> [PageLine] {
        let format = writer.format
        let result =
            entry.state == .open
            ? "nothing has ended yet"
            : entry.isProfitKnown
                ? writer.amount(entry.profit, isSigned: true).text
                : "\(format.marks.unknown) the cost of a lot is in no file"
        var lines: [PageLine] = [
            .pair("P/L", result), .pair("Fees", writer.amount(entry.fees, isSigned: true).text),
            .pair("Opened", entry.openedAt.newYork.description),
            .pair("Ended", entry.closedAt.map { $0.newYork.description } ?? "not yet"),
            .pair("State", LedgerWriter.words(entry.state.rawValue)),
            .pair("Held", CountedNoun.text(entry.daysHeld, "day")),
            .pair("Strategy", LedgerWriter.strategy(entry.strategy)), .pair("Account", entry.account),
            .pair("DTE at entry", writer.told(entry.daysToExpiryAtEntry, format.rank)),
            .pair("Delta at entry", writer.told(entry.deltaAtEntry, format.price)), .blank,
            .heading("Opened, cash \(writer.amount(entry.openingCash, isSigned: true).text)"),
        ]
        lines += legLines(entry.legs, writer)
        let closings = Set(entry.closings)
        let ended = report.trades.filter { closings.contains($0.id) }
        if !ended.isEmpty {
            lines += [.blank, .heading("Ended by")]
            lines += ended.map { trade in
                .pair(
                    trade.time.newYork.date.iso8601,
                    "\(LedgerWriter.words(trade.kind.rawValue))  \(legs(trade.legs))  \(writer.amount(trade.cash, isSigned: true).text)"
                )
            }
        }
        let rolls = Set(entry.rolls)
        let rolled = report.rolls.filter { rolls.contains($0.id) }
        if !rolled.isEmpty {
            lines += [.blank, .heading("Rolls")]
            lines += rolled.map { roll in
                .pair(
                    roll.time.newYork.date.iso8601,
                    "\(LedgerWriter.name(roll.from)) to \(LedgerWriter.name(roll.to))  \(writer.amount(roll.credit, isSigned: true).text)"
                )
            }
        }
        if !entry.note.isEmpty { lines += [.blank, .heading("Note"), .text(format.sentence(entry.note))] }
        return lines
    }
}
