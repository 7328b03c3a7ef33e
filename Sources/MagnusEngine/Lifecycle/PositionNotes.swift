import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// Joins the note of a position with the openings it is made of.
///
/// What is said of a position is said of every opening of it that is held at that moment, and is kept with each of them:
/// it outlives the position, and a later word on the same row says nothing of what had ended before.
enum PositionNotes {
    /// Names under which rows of positions know an instrument: where strategies are recognised by their shape, and where
    /// they are kept as they were opened.
    static func rows(account: String, order: String?, instrument: Instrument) -> [String] {
        let plain = LedgerBook.identifier(account: account, instrument: instrument)
        guard let order, !order.isEmpty else { return [plain] }
        return [plain, account + ":" + order + ":" + plain.dropFirst(account.count + 1)]
    }

    /// Ids of the openings that a row is made of, as the journal has them; of one that is not held any more, those that
    /// ended last. Empty where the history knows nothing of it.
    /// - Parameters:
    ///   - legs: what the row holds; empty when it is not held.
    ///   - trades: of the same ledger.
    static func openings(of row: String, legs: [Position], in book: LedgerBook, trades: [Trade]) -> [String] {
        let held = Set(legs.map(\.id))
        let open = book.openLots.filter { lot in
            held.isEmpty
                ? rows(account: lot.account, order: lot.order, instrument: lot.instrument).contains(row)
                : held.contains(LedgerBook.identifier(account: lot.account, instrument: lot.instrument))
        }
        var events = open.map(\.openedBy)
        if events.isEmpty {
            let closed = book.closedLots.filter {
                rows(account: $0.account, order: $0.openingOrder, instrument: $0.instrument).contains(row)
            }
            guard let last = closed.max(by: { $0.closedAt < $1.closedAt }) else { return [] }
            events = closed.filter { $0.closedBy == last.closedBy }.map(\.openedBy)
        }
        let tradeOf = JournalBuilder.tradesByEvent(trades)
        var found: [String] = []
        for event in events {
            let trade = tradeOf[event] ?? event
            if !found.contains(trade) { found.append(trade) }
        }
        return found
    }

    /// The note of an opening after the position's has changed: the position's is a line of it, other words stay.
    static func joined(_ present: String, former: String, now text: String) -> String {
        var lines = present.split(separator: "\n").map(String.init)
        let place = former.isEmpty ? nil : lines.firstIndex(of: former)
        if text.isEmpty || lines.contains(text) {
            if let place, lines[place] != text { lines.remove(at: place) }
        } else if let place {
            lines[place] = text
        } else {
            lines.append(text)
        }
        return lines.joined(separator: "\n")
    }
}
