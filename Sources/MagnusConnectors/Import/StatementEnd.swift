import MagnusDomain

/// What a statement lists at its end: cash and positions.
///
/// Where its own rows lead there, nothing is added. Where they do not, the history began before the statement, or something
/// in it was not understood: what is listed becomes an event then, and the book looks whether the whole ledger leads there.
/// Cash that is summed from a part of a history is a wrong figure, and no figure is better. See
/// ``LedgerEventKind/statement``.
struct StatementEnd {
    /// The first of ``FileContent/rows`` that belongs to the statement.
    var firstRow: Int
    var account: String?
    /// Where the file states it, for whoever looks for the row.
    var line: Int
    /// When it ends, as it states; nil where only its rows tell.
    var time: Instant?
    /// nil where none is stated.
    var cash: Money?
    /// By instrument, in millionths; nil where none are listed.
    var positions: [Instrument: Int64]?

    /// Adds what the rows do not lead to, after all of them.
    /// - Returns: the instruments in which they differ.
    @discardableResult
    func book(into content: inout FileContent) -> [Instrument] {
        guard cash != nil || positions != nil else { return [] }
        var folded: [Instrument: Int64] = [:]
        var sum = Money.zero
        var last: Instant?
        var hasUnread = false
        for row in content.rows[firstRow...] {
            let event = row.event
            last = max(last ?? event.time, event.time)
            if event.kind == .unread { hasUnread = true }
            // Amounts of damaged files may not add up to anything that can be counted.
            sum = (try? sum.adding((try? event.amount.adding(event.fees)) ?? .zero)) ?? sum
            guard let instrument = event.instrument else { continue }
            // The side of a removal is told by what is held.
            let held = folded[instrument] ?? 0
            let change = event.quantity.millionths
            let isRemoval = row.side == .removesHolding && held > 0
            folded[instrument] = isRemoval ? held &- change : held &+ change
        }
        let listed = positions ?? [:]
        let differing =
            positions == nil
            ? [] : Set(folded.keys).union(listed.keys).filter { folded[$0] ?? 0 != listed[$0] ?? 0 }
        // Every row lies before it, whatever clock the file has.
        guard let end = [time, last?.adding(seconds: 1)].compactMap({ $0 }).max() else { return [] }
        for instrument in differing.sorted(by: { $0.shortText < $1.shortText }) {
            guard let quantity = listed[instrument], quantity != 0, quantity != .min else { continue }
            append(instrument, Quantity(millionths: quantity), nil, end, to: &content)
        }
        // After the positions: what they leave unknown the balance tells.
        if let cash, cash != sum || hasUnread {
            let moment = Instant(nanosecondsSinceEpoch: end.nanosecondsSinceEpoch + 1000)
            append(nil, .zero, cash, moment, to: &content)
        }
        return Array(differing)
    }

    private func append(
        _ instrument: Instrument?, _ quantity: Quantity, _ balance: Money?, _ end: Instant,
        to content: inout FileContent
    ) {
        var identity = RowIdentity()
        identity.combine(LedgerEventKind.statement.rawValue)
        identity.combine(instrument?.shortText ?? "")
        identity.combine(quantity.millionths)
        identity.combine(balance?.text ?? "")
        let words =
            instrument == nil
            ? "balance at the end of the statement; its rows do not lead to it"
            : "position at the end of the statement; its rows do not lead to it"
        content.read += 1
        content.rows.append(
            ImportedRow(
                event: LedgerEvent(
                    id: "", account: "", time: end, kind: .statement, instrument: instrument, quantity: quantity,
                    price: balance, details: words, source: "", line: line),
                side: .stated, identity: identity, brokerAccount: account))
    }
}
