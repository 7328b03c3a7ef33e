import MagnusDesk
import MagnusDomain

/// `magnus journal`: every opening with what became of it, notes and tags.
enum JournalDocument {
    static func json(
        _ entries: [JournalEntry], stated: StatedSum = StatedSum(), unopened: Int = 0,
        issues: [LifecycleReport.Issue],
        envelope: DocumentEnvelope
    ) -> JSONValue {
        var content = DocumentObject()
        content.set("entries", entries.map(entry))
        content.set("stated_pnl", JSONValue(stated.profit.dollars))
        content.set("stated_count", .integer(stated.count))
        content.set("unknown_count", .integer(unopened + entries.count { !$0.isProfitKnown }))
        content.set("issues", issues.map(LifecycleWords.issue))
        return envelope.document(content)
    }

    private static func entry(_ line: JournalEntry) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: line.id)
        entry.set("account", text: line.account)
        entry.set("symbol", text: line.symbol)
        entry.set("strategy", line.strategy?.rawValue, else: .notApplicable)
        entry.set("state", text: line.state.rawValue)
        entry.set("opened_at", text: line.openedAt.rfc3339)
        entry.set("closed_at", line.closedAt)
        entry.set("days_held", .integer(line.daysHeld))
        entry.set("legs", line.legs.map(LifecycleWords.leg))
        entry.set("closings", JSONValue(list: line.closings))
        entry.set("endings", JSONValue(list: line.endings.map(\.rawValue)))
        entry.set("opening_amount", JSONValue(line.openingCash.dollars))
        // While nothing has ended nothing is realised: that is no zero.
        entry.set(
            "realized_pnl", line.isProfitKnown && !line.endings.isEmpty ? line.profit.dollars : nil,
            else: isUntold(line) ? .expiredUnresolved : line.isProfitKnown ? .notApplicable : .noBasis)
        entry.set("fees", JSONValue(line.fees.dollars))
        entry.set("dte_at_entry", line.daysToExpiryAtEntry)
        entry.set("delta_at_entry", line.deltaAtEntry)
        entry.set("rolls", JSONValue(list: line.rolls))
        entry.set("note", text: line.note)
        entry.set("tags", JSONValue(list: line.tags))
        entry.closeWithReasons()
        return entry
    }

    /// Nothing of it can be held, and no event tells how any of it ended: no result, not one of zero.
    private static func isUntold(_ line: JournalEntry) -> Bool { line.state == .unresolved && line.endings.isEmpty }

    private static func profit(_ line: JournalEntry) -> String {
        guard line.isProfitKnown else { return "" }
        return line.endings.isEmpty ? "" : line.profit.exactText
    }

    /// - Parameters:
    ///   - stated: what brokers state of closings that belong to no opening.
    ///   - unopened: closings whose opening is in no file and of which nobody states the result.
    ///   - filter: the options that chose the entries, in words; empty for all of them.
    ///   - total: how many entries there are without it.
    static func text(
        _ entries: [JournalEntry], stated: StatedSum = StatedSum(), unopened: Int = 0, filter: String = "",
        total: Int = 0, format: FigureFormat
    ) -> [String] {
        var besides: [String] = []
        if stated.count > 0 {
            let closings = DocumentText.counted(stated.count, "closing", "closings")
            besides = [
                "",
                "Besides \(format.amount(stated.profit, isSigned: true)) as brokers state it, of \(closings) that no "
                    + "entry opened: magnus trades lists them",
            ]
        }
        if unopened > 0 { besides += [""] + DocumentText.unopened(unopened) }
        guard !entries.isEmpty else {
            if total > 0 {
                let all = DocumentText.counted(total, "entry", "entries")
                return [DocumentText.line("No trade matches \(filter): the journal has \(all).")] + besides
            }
            return
                (stated.count == 0 && unopened == 0 ? ["No trades. magnus import FILE reads a broker's export."] : [])
                + besides
        }
        let severalAccounts = Set(entries.map(\.account)).count > 1
        var table = TextTable(
            [
                .left("Opened"), .left("Closed"), .left("State"), .left("Symbol"), .left("Strategy"), .left("Legs"),
                .right("Cash"), .right("Realised"), .right("Days"), .left("How"), .left("Note"), .left("Id"),
            ] + (severalAccounts ? [.left("Acct")] : []))
        for line in entries {
            table.add([
                LifecycleWords.day(line.openedAt), LifecycleWords.day(line.closedAt), line.state.rawValue, line.symbol,
                LifecycleWords.strategy(line.strategy), LifecycleWords.legs(line.legs, openedOnly: true),
                format.amount(line.openingCash, isSigned: true),
                line.endings.isEmpty
                    ? ""
                    : line.isProfitKnown ? format.amount(line.profit, isSigned: true) : format.marks.unknown,
                "\(line.daysHeld)", line.endings.map(\.rawValue).joined(separator: ", "), line.note, line.id,
                line.account,
            ])
        }
        return table.lines + besides
    }

    static func table(_ entries: [JournalEntry]) -> ExportTable {
        var table = ExportTable([
            "id", "account", "symbol", "strategy", "state", "opened", "closed", "legs", "opening_amount",
            "realized_pnl", "fees", "days_held", "dte_at_entry", "endings", "tags", "note",
        ])
        for line in entries {
            table.add([
                line.id, line.account, line.symbol, LifecycleWords.strategy(line.strategy), line.state.rawValue,
                LifecycleWords.day(line.openedAt), LifecycleWords.day(line.closedAt),
                LifecycleWords.legs(line.legs, openedOnly: true), line.openingCash.exactText, profit(line),
                line.fees.exactText, "\(line.daysHeld)",
                LifecycleWords.decimal(line.daysToExpiryAtEntry.value, places: 0),
                line.endings.map(\.rawValue).joined(separator: " "), line.tags.joined(separator: " "), line.note,
            ])
        }
        return table
    }
}
