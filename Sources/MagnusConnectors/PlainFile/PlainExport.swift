import MagnusDomain

/// Writes a ledger as the plain CSV of `Docs/import.md`, so that importing it leads to the same holdings, cash and
/// realised profit.
///
/// Moments keep their fractions, amounts all their decimals. Cells that a spreadsheet would take for a formula are
/// quoted, see ``DelimitedTextWriter``.
public enum PlainExport {
    static let headings = [
        "date", "account", "action", "symbol", "quantity", "price", "fees", "amount", "multiplier", "order", "note",
    ]

    /// The header, then one record for each event in the order given. The broker's own results have a column of their own
    /// where there are any.
    public static func text(_ events: [LedgerEvent]) -> String {
        let writer = DelimitedTextWriter()
        let isStated = events.contains { $0.statedProfit != nil }
        var text = writer.record(isStated ? headings + ["realized"] : headings)
        for event in events {
            text += writer.record(isStated ? cells(event) + [event.statedProfit?.exactText ?? ""] : cells(event))
        }
        return text
    }

    static func cells(_ event: LedgerEvent) -> [String] {
        let action = action(of: event)
        var quantity = ""
        if !event.quantity.isZero {
            // Behind a direction in words the number has no sign; what expires has none either.
            let isDirected = action.hasPrefix("buy") || action.hasPrefix("sell") || action == "expiration"
            quantity = text(isDirected ? event.quantity.magnitude : event.quantity)
        }
        var symbol = ""
        var multiplier = ""
        switch event.instrument {
        case .stock(let ticker): symbol = ticker
        case .option(let contract):
            symbol = contract.text(in: .compact)
            multiplier = String(contract.multiplier)
        case nil: break
        }
        // A fee has nothing but its cost.
        let isFee = action == "fee"
        let fees = isFee ? -(event.fees + event.amount) : -event.fees
        return [
            event.time.rfc3339, event.account, action, symbol, quantity,
            quantity.isEmpty ? "" : event.price?.exactText ?? "", fees == .zero && !isFee ? "" : fees.exactText,
            isFee ? "" : amount(of: event), multiplier, event.orderIdentifier ?? "", event.details,
        ]
    }

    /// The cash of an event; of a statement its balance, nothing where it states none.
    private static func amount(of event: LedgerEvent) -> String {
        if event.kind == .unread { return event.price?.exactText ?? "" }
        guard event.kind == .statement else { return event.amount.exactText }
        return event.instrument == nil ? event.price?.exactText ?? "" : ""
    }

    private static func action(of event: LedgerEvent) -> String {
        let hasQuantity = !event.quantity.isZero && event.instrument != nil
        switch event.kind {
        case .dividend where !hasQuantity, .interest where !hasQuantity, .fee where !hasQuantity:
            return event.kind.rawValue
        case .dividend, .interest, .fee: return "adjustment"
        case .transfer, .adjustment, .statement, .unread: return event.kind.rawValue
        case .otherAsset:
            return event.kind.rawValue.replacing("_", with: " ") + (event.effect == .closing ? " closed" : "")
        // What moves nothing is cash, or nothing.
        case _ where !hasQuantity: return "adjustment"
        case .trade: return trade(event)
        default: return event.kind.rawValue.replacing("_", with: " ")
        }
    }

    /// The words of its effect; `trade` where the book decides whether it opens or closes.
    private static func trade(_ event: LedgerEvent) -> String {
        let isPurchase = !event.quantity.isShort
        // Cash of the wrong sign (a credit for a purchase) is an adjustment: no word of a trade admits it.
        if isPurchase ? event.amount > .zero : event.amount < .zero { return "adjustment" }
        switch event.effect {
        case .opening: return isPurchase ? "buy to open" : "sell to open"
        case .closing: return isPurchase ? "buy to close" : "sell to close"
        case .automatic: return "trade"
        }
    }

    /// `100`, `-0.5`: as few decimals as it needs.
    private static func text(_ quantity: Quantity) -> String {
        let (whole, fraction) = quantity.millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var text = (quantity.isShort ? "-" : "") + String(whole)
        guard fraction != 0 else { return text }
        var digits = String(fraction)
        digits = String(repeating: "0", count: 6 - digits.utf8.count) + digits
        while digits.last == "0" { digits.removeLast() }
        text += "." + digits
        return text
    }
}
