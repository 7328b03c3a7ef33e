import MagnusDesk
import MagnusDomain

/// `magnus trades`: the entries of the ledger.
enum TradesDocument {
    static func json(_ events: [LedgerEvent], envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("trades", events.map(entry))
        return envelope.document(content)
    }

    static func entry(_ event: LedgerEvent) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: event.id)
        entry.set("account", text: event.account)
        entry.set("time", text: event.time.rfc3339)
        entry.set("kind", text: event.kind.rawValue)
        entry.set("effect", text: event.effect.rawValue)
        entry.set("symbol", event.instrument?.underlying, else: .notApplicable)
        entry.set("contract", event.instrument?.contract?.osi, else: .notApplicable)
        // A cash movement has no quantity; a zero would read as one.
        entry.set("quantity", event.instrument == nil ? nil : event.quantity.value, else: .notApplicable)
        entry.set(
            "price", event.price?.dollars, else: event.instrument == nil ? .notApplicable : .noSource)
        entry.set("amount", JSONValue(event.amount.dollars))
        entry.set("fees", JSONValue(event.fees.dollars))
        entry.set("order_id", event.orderIdentifier, else: .noSource)
        entry.set("description", text: event.details)
        entry.set("source", text: event.source)
        entry.set("line", event.line, else: .notApplicable)
        entry.closeWithReasons()
        return entry
    }

    static func text(_ events: [LedgerEvent], format: FigureFormat = FigureFormat()) -> [String] {
        guard !events.isEmpty else { return ["No trades."] }
        let severalAccounts = Set(events.map(\.account)).count > 1
        var table = TextTable(
            [
                .left("Time ET"), .left("Kind"), .left("What"), .right("Qty"), .right("Price"), .right("Amount"),
                .right("Fees"), .left("Description"),
            ] + (severalAccounts ? [.left("Acct")] : []))
        for event in events {
            table.add([
                DocumentText.minute(event.time), event.kind.rawValue, event.instrument?.lineText ?? "",
                event.instrument == nil ? "" : event.quantity.signedText,
                event.price.map { $0.text(decimals: 2, grouped: true) } ?? "",
                format.amount(event.amount, isSigned: true), format.amount(event.fees, isSigned: true), event.details,
                event.account,
            ])
        }
        return table.lines
    }
}
