import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Trades grouped into strategies, all trades, and rolls that need a look.
enum JournalPage {
    /// - Parameters:
    ///   - stated: what brokers state of closings that belong to no opening.
    ///   - unopened: closings whose opening is in no file and of which nobody states the result.
    static func strategies(
        _ entries: [JournalEntry], stated: StatedSum = StatedSum(), unopened: Int = 0, _ writer: LedgerWriter
    ) -> LedgerTable {
        var table = LedgerTable()
        // What is known of no opening needs no column.
        let hasDelta = entries.contains { $0.deltaAtEntry.value != nil }
        table.columns = [
            .words("Opened", 1), .words("Sym", 0), .words("Strategy", 2), .words("Legs", 3, isFlexible: true),
            .figure("Cash", 4), .figure("P/L", 0), .words("State", 1), .figure("Held", 5), .figure("DTE", 6),
        ]
        if hasDelta { table.columns.append(.figure("Delta", 8)) }
        table.columns += [.figure("Fees", 9), .words("Note", 7, isFlexible: true, least: 12), .words("Account", 10)]
        table.rows = entries.map { entry in
            var cells: [LedgerTable.Cell] = [
                writer.date(entry.openedAt), .words(entry.symbol, .textStrong),
                .words(LedgerWriter.strategy(entry.strategy)),
                legs(entry.legs, openedOnly: true, on: entry.openedAt),
                writer.cash(entry.openingCash), result(entry, writer), state(entry),
                LedgerTable.Cell(text: "\(entry.daysHeld)d", order: Double(entry.daysHeld)),
                known(entry.daysToExpiryAtEntry, writer, writer.format.rank),
            ]
            if hasDelta { cells.append(known(entry.deltaAtEntry, writer, writer.format.price)) }
            cells += [
                entry.endings.isEmpty && entry.fees == .zero ? writer.nothing() : writer.profit(entry.fees),
                note(entry.note, writer),
                .words(entry.account, .textDim),
            ]
            return LedgerTable.Row(
                id: entry.id, cells: cells, symbol: entry.symbol, account: entry.account,
                keywords: entry.note + " " + entry.tags.map { "#" + $0 }.joined(separator: " "))
        }
        table.empty = "Nothing was traded yet. A broker's file brings the history: import it from the palette."
        if unopened > 0 {
            let closings = CountedNoun.text(unopened, "closing")
            table.empty =
                "No opening is known: \(closings) opened in no file, results unknown. Import the earlier files; page trades lists them."
        }
        guard !entries.isEmpty else { return table }
        let ended = entries.filter { !$0.endings.isEmpty }
        // What is known of a line with an unknown part counts, as it does in the performance view.
        let total = ended.reduce(Money.zero) { $0 + $1.profit }
        let unknown = ended.filter { !$0.isProfitKnown }.count
        let states: [(JournalEntry.State, String)] = [
            (.closed, "closed"), (.partly, "partly closed"), (.open, "open"), (.movedOut, "moved out"),
            (.unresolved, "ended without a report"),
        ]
        let counts = states.compactMap { state, name in
            let count = entries.filter { $0.state == state }.count
            return count > 0 ? "\(count) \(name)" : nil
        }.joined(separator: ", ")
        table.head = [
            .text(
                "\(CountedNoun.text(entries.count, "opening")): \(counts) · P/L \(writer.profit(total).text) after fees\(unknown > 0 ? " (\(unknown) unknown)" : "")"
            )
        ]
        table.foot = [
            .text("Cash: of the opening. Words of a note that begin with # are tags: the filter finds them.", .textDim)
        ]
        if stated.count > 0 {
            let closings = CountedNoun.text(stated.count, "closing")
            table.foot.append(
                .text(
                    "Besides \(writer.profit(stated.profit).text) as brokers state it, of \(closings) opened in no file: page trades lists them.",
                    .textDim))
        }
        table.foot += writer.unopened(unopened)
        if !hasDelta { table.foot.append(.text("Delta at entry: no source tells the spot of that moment.", .textDim)) }
        return table
    }

    private static func legs(_ legs: [TradeLeg], openedOnly: Bool, on time: Instant) -> LedgerTable.Cell {
        let whole = LegText.whole(legs, openedOnly: openedOnly)
        return LedgerTable.Cell(
            text: LegText.line(legs, openedOnly: openedOnly, day: time.newYork.date), plain: whole, reading: whole)
    }

    /// The beginning of a note; its page and files have all of it.
    private static func note(_ note: String, _ writer: LedgerWriter) -> LedgerTable.Cell {
        let whole = writer.format.sentence(note)
        let isLong = note.count > 32
        return LedgerTable.Cell(
            text: isLong ? writer.format.sentence(String(note.prefix(31))) + "…" : whole, plain: whole, reading: whole)
    }

    /// A figure of options is nothing of shares: no mark of what is unknown.
    private static func known(
        _ figure: Figure, _ writer: LedgerWriter, _ write: (Figure) -> String
    ) -> LedgerTable.Cell {
        figure.reason == .notApplicable ? writer.nothing() : writer.figure(figure, write)
    }

    /// While nothing has ended nothing is realised: that is no zero.
    private static func result(_ entry: JournalEntry, _ writer: LedgerWriter) -> LedgerTable.Cell {
        guard entry.endings.isEmpty else { return writer.profit(entry.isProfitKnown ? entry.profit : nil) }
        var cell = writer.nothing()
        if entry.state == .unresolved { cell.reason = .expiredUnresolved }
        return cell
    }

    /// `open`, `partly`, `moved out`, `unreported`, else how it ended.
    private static func state(_ entry: JournalEntry) -> LedgerTable.Cell {
        switch entry.state {
        case .open, .partly, .movedOut: .words(LedgerWriter.words(entry.state.rawValue), .textDim)
        case .unresolved: .words("unreported", .alertMedium)
        case .closed:
            .words(
                (entry.endings.first.map { LedgerWriter.words($0.rawValue) } ?? "closed")
                    + (entry.endings.count > 1 ? "+" : ""), .textDim)
        }
    }

    static func trades(_ report: LifecycleReport, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Date", 1), .words("Sym", 0), .words("What", 1), .words("Strategy", 4),
            .words("Legs", 1, isFlexible: true), .figure("Cash", 0), .figure("P/L", 2), .figure("Fees", 5),
            .words("Account", 6),
        ]
        table.rows = report.trades.sorted { $0.time != $1.time ? $0.time > $1.time : $0.id < $1.id }.map { trade in
            LedgerTable.Row(
                id: trade.id,
                cells: [
                    writer.date(trade.time), .words(trade.underlying, .textStrong), .words(what(trade)),
                    .words(trade.opens ? LedgerWriter.strategy(trade.strategy) : "", .textDim),
                    legs(trade.legs, openedOnly: false, on: trade.time),
                    writer.cash(trade.cash),
                    realized(trade, report, writer),
                    writer.cash(trade.fees), .words(trade.account, .textDim),
                ], symbol: trade.underlying, account: trade.account)
        }
        if !report.trades.isEmpty {
            table.foot = [.text("P/L: realised by what the trade closed, first in first out, after fees.", .textDim)]
            if !report.statedTrades.isEmpty {
                table.foot.append(.text("* as the broker states: what it closed was opened in no file.", .textDim))
            }
        }
        table.empty = "No trade in the ledger yet."
        return table
    }

    /// What a trade realised, with a mark where only the broker tells it.
    private static func realized(
        _ trade: Trade, _ report: LifecycleReport, _ writer: LedgerWriter
    ) -> LedgerTable.Cell {
        guard let profit = report.realizedByTrade[trade.id] else { return writer.nothing() }
        var cell = writer.profit(profit)
        if report.statedTrades.contains(trade.id) { cell.text += "*" }
        return cell
    }

    /// What a trade did.
    private static func what(_ trade: Trade) -> String {
        guard trade.kind == .trade else { return LedgerWriter.words(trade.kind.rawValue) }
        return trade.opens ? trade.closes ? "rolls" : "opens" : "closes"
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
                    writer.series(roll.from), writer.series(roll.to), writer.plain(roll.contracts),
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

    private static func withoutEnding(_ entry: JournalEntry, _ format: FigureFormat) -> String {
        switch entry.state {
        case .unresolved: "\(format.marks.unknown) no event tells how it ended"
        case .movedOut: "moved out with its cost: nothing was realised here"
        case .open, .partly, .closed: "nothing has ended yet"
        }
    }

    static func details(_ entry: JournalEntry, _ report: LifecycleReport, _ writer: LedgerWriter) -> [PageLine] {
        let format = writer.format
        let result =
            entry.endings.isEmpty
            ? withoutEnding(entry, format)
            : entry.isProfitKnown
                ? writer.amount(entry.profit, isSigned: true).text
                : "\(format.marks.unknown) the cost of a lot is in no file"
        var lines: [PageLine] = [
            .pair("P/L", result),
            .pair(
                "Fees",
                entry.endings.isEmpty && entry.fees == .zero
                    ? "none stated of the opening" : writer.amount(entry.fees, isSigned: true).text),
            .pair("Opened", entry.openedAt.newYork.description),
            .pair("Ended", entry.closedAt.map { $0.newYork.description } ?? "not yet"),
            .pair(
                "State",
                entry.state == .unresolved
                    ? "expired, and no event tells how it ended: import the report that does"
                    : LedgerWriter.words(entry.state.rawValue)),
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
                    "\(what(trade))  \(LegText.line(trade.legs, openedOnly: false, day: trade.time.newYork.date))  \(writer.amount(trade.cash, isSigned: true).text)"
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
