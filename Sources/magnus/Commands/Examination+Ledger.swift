import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusStore

/// The check of what was imported.
extension Examination {
    /// Rows that no import could read, and what accounts hold that is no position here: sums that lack something.
    mutating func checkLedger() {
        let layout = options.layout
        guard DatabaseCare.exists(at: layout.database) else { return }
        do {
            let ledger = LedgerRepository(try MagnusDatabase(readingPath: layout.database))
            let book = LedgerBook(try ledger.events(of: [.unread, .otherAsset, .statement]))
            var details: [String] = []
            var unread = 0
            for account in book.accounts {
                let count = book.unreadCount(of: account)
                unread += count
                let gaps = LedgerGaps(
                    unread: count, otherAssets: book.otherAssets(of: account),
                    isCashKnown: book.isCashKnown(of: account))
                details += gaps.words.map { "\(account): \($0)" }
            }
            if let first = book.issues.first(where: { $0.kind == .unreadRow }) {
                let line = first.line.map { ":\($0)" } ?? ""
                details.append("first \(first.source)\(line): \(first.text)")
            }
            add(
                Check(
                    name: "ledger", status: details.isEmpty ? .ok : .warning,
                    value: unread == 0
                        ? (details.isEmpty ? "every row booked" : nil)
                        : "\(CountedNoun.text(unread, "row")) not booked",
                    detail: HarmlessText.sanitised(details.joined(separator: "; "), maximumLength: 600),
                    hint: unread == 0 ? "" : LedgerGaps.remedy))
        } catch {
            // What is wrong with the database is said by its own check.
            add(Check(name: "ledger", status: .skipped, detail: "the database cannot be read"))
        }
    }
}
