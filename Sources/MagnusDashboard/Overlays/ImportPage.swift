import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The preview of an import, and its result: rows, reasons and accounts, file by file.
public struct ImportPage: Sendable, Equatable {
    public var path: String
    public var isDryRun: Bool
    /// nil while the file is read.
    public var summary: ImportSummary?
    public var scroll = 0

    public init(path: String, isDryRun: Bool) {
        self.path = path
        self.isDryRun = isDryRun
    }

    var title: String {
        switch (isDryRun, summary) {
        case (true, nil): "Reading"
        case (false, nil): "Importing"
        case (true, _): "Import preview: nothing is stored yet"
        case (false, _): "Imported"
        }
    }

    /// Whether the preview holds anything to store.
    var isWorthwhile: Bool { (summary?.totals.imported ?? 0) > 0 }

    func lines(_ world: DashboardWorld, format: FigureFormat) -> [PageLine] {
        func key(_ action: DashboardAction, _ fallback: String) -> String {
            world.keymap.shortHint(for: action, in: ["overlay", Keymap.globalContext]) ?? fallback
        }
        guard let summary else {
            let words = isDryRun ? "Nothing is stored before you agree." : "It is stored as a whole or not at all."
            return [
                .text("\(isDryRun ? "Reading" : "Importing") \(path)..."), .text(words, .textDim), .blank,
                Self.progress(world.snapshot?.work.first { $0.id == Self.workIdentifier }), .blank,
                .key(key(.back, "Esc"), "Cancels; nothing is imported then"),
            ]
        }
        // Of one file everything is seen at once; of several, first what they come to.
        var lines = summary.files.count > 1 ? outcome(summary, format, key) + [.blank] : []
        for file in summary.files {
            // A heading has one line, and folders would fill it: one is told where the name alone may be another file.
            let (folder, name) = Self.parts(ofPath: file.path)
            lines.append(.heading("\(file.broker) · \(name)"))
            let isShared = summary.files.contains { $0.path != file.path && Self.parts(ofPath: $0.path).name == name }
            if isShared, !folder.isEmpty { lines.append(.pair("Folder", folder)) }
            lines.append(.pair("Account", file.account))
            if let first = file.firstDate, let last = file.lastDate {
                lines.append(.pair("Days", "\(first.iso8601) to \(last.iso8601)"))
            }
            lines += Self.rows(file.rows, isDryRun: summary.isDryRun)
            lines += Self.reasons("Skipped", file.skipped, .alertMedium)
            lines += Self.reasons("Look at", file.warnings, .text)
            lines.append(.blank)
        }
        if summary.files.count > 1 { return Array(lines.dropLast()) }
        return lines + outcome(summary, format, key)
    }

    /// `/home/me/files` and `history.csv`; no folder for a name alone.
    static func parts(ofPath path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/"), path.index(after: slash) < path.endIndex else { return ("", path) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    /// What the book is afterwards, and what can be done now.
    private func outcome(
        _ summary: ImportSummary, _ format: FigureFormat, _ key: (DashboardAction, String) -> String
    ) -> [PageLine] {
        var lines: [PageLine] = [.heading(summary.isDryRun ? "After it" : "Now")]
        lines.append(.pair("Accounts", summary.accounts.joined(separator: ", ")))
        if summary.files.count > 1 {
            let totals = summary.totals
            lines.append(
                .pair(
                    "Rows",
                    "\(totals.read) read, \(totals.imported) \(summary.isDryRun ? "to import" : "imported"), \(totals.duplicate) known already, \(totals.skipped) skipped",
                    totals.skipped > 0 ? .alertMedium : .text))
        }
        if !summary.events.isEmpty {
            let words = summary.events.map { "\(DecimalText.grouped(UInt64(max(0, $0.count)))) \($0.name)" }
            lines.append(.pair("Entries", words.joined(separator: ", ")))
        }
        lines.append(.pair("Held", CountedNoun.text(summary.openPositions, "instrument")))
        lines.append(
            .pair(
                "Realised", "\(format.amount(summary.realizedProfit, isSigned: true)) with dividends, interest and fees"
            ))
        lines.append(.blank)
        if summary.isDryRun {
            if isWorthwhile {
                lines.append(
                    .key(key(.open, "Enter"), "Imports \(CountedNoun.text(summary.totals.imported, "row")) for good"))
                lines.append(.key(key(.back, "Esc"), "Leaves everything as it is"))
            } else {
                let why = summary.totals.duplicate > 0 ? "Every row is known already." : "No row can be imported."
                lines.append(.text(why + " There is nothing to store."))
                lines.append(.key(key(.back, "Esc"), "Closes"))
            }
        } else {
            if let account = Self.shownAfter(summary) {
                lines.append(
                    .key(key(.open, "Enter"), "Shows \(account == "all" ? "all accounts" : "account \(account)")"))
            }
            lines.append(.key(key(.back, "Esc"), "Stays where you are"))
        }
        return lines
    }

    /// The engine's name for the import that is running.
    static let workIdentifier = "import"

    /// `Reading   120,000 of about 1,000,000 rows`.
    private static func progress(_ work: WorkProgress?) -> PageLine {
        guard let work, work.completed > 0 else { return .pair(work?.title ?? "Reading", "...") }
        func count(_ value: Int) -> String { DecimalText.grouped(UInt64(max(0, value))) }
        let total = work.total.map { " of about \(count($0))" } ?? ""
        return .pair(work.title, "\(count(work.completed))\(total) rows")
    }

    /// The account that an import leads to: of several, all.
    static func shownAfter(_ summary: ImportSummary) -> String? {
        summary.accounts.count > 1 ? "all" : summary.accounts.first
    }

    private static func rows(_ rows: ImportSummary.Rows, isDryRun: Bool) -> [PageLine] {
        func count(_ value: Int) -> String { DecimalText.grouped(UInt64(max(0, value))) }
        return [
            .pair("Rows read", count(rows.read)), .pair(isDryRun ? "To import" : "Imported", count(rows.imported)),
            .pair("Known already", count(rows.duplicate)),
            .pair("Skipped", count(rows.skipped), rows.skipped > 0 ? .alertMedium : .text),
        ]
    }

    /// The most frequent ones; the command line lists every row.
    private static func reasons(_ name: String, _ reasons: [ImportSummary.Reason], _ scope: ThemeScope) -> [PageLine] {
        let limit = 8
        var lines: [PageLine] = reasons.prefix(limit).map { reason in
            let place = reason.firstLine.map { reason.count > 1 ? " (first in line \($0))" : " (line \($0))" } ?? ""
            return .pair(name, "\(DecimalText.grouped(UInt64(max(0, reason.count)))) x \(reason.text)\(place)", scope)
        }
        if reasons.count > limit {
            lines.append(
                .pair(
                    name, "\(reasons.count - limit) further reasons: magnus import FILE --dry-run lists them", .textDim)
            )
        }
        return lines
    }
}
