import MagnusDesk
import MagnusDomain

/// Pieces that the documents of the lifecycle share.
enum LifecycleWords {
    static func leg(_ leg: TradeLeg) -> DocumentObject {
        let contract = leg.instrument.contract
        var entry = DocumentObject()
        entry.set("symbol", text: leg.instrument.identity)
        entry.set("right", contract?.right.word, else: .notApplicable)
        entry.set("strike", contract?.strike, else: .notApplicable)
        entry.set("expiry", contract?.expiry, else: .notApplicable)
        entry.set("quantity", JSONValue(leg.quantity.value))
        entry.set("opened", JSONValue(leg.opened.value))
        entry.set("closed", JSONValue(leg.closed.value))
        entry.set("price", leg.price?.dollars, else: .noSource)
        entry.set("amount", JSONValue(leg.amount.dollars))
        entry.set("fees", JSONValue(leg.fees.dollars))
        entry.set("events", JSONValue(list: leg.events))
        entry.closeWithReasons()
        return entry
    }

    static func roll(_ roll: Roll) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: roll.id)
        entry.set("account", text: roll.account)
        entry.set("symbol", text: roll.underlying)
        entry.set("time", text: roll.time.rfc3339)
        entry.set("closing_id", text: roll.closing)
        entry.set("opening_id", text: roll.opening)
        entry.set("from", text: roll.from.osi)
        entry.set("to", text: roll.to.osi)
        entry.set("quantity", JSONValue(roll.contracts.value))
        entry.set("credit", JSONValue(roll.credit.dollars))
        entry.set("evidence", text: roll.evidence.rawValue)
        entry.set("sure", .bool(roll.isSure))
        entry.set("verdict", JSONValue(roll.verdict?.rawValue))
        return entry
    }

    static func issue(_ issue: LifecycleReport.Issue) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("kind", text: issue.kind)
        entry.set("account", text: issue.account)
        entry.set("event", text: issue.event)
        entry.set("source", text: issue.source)
        entry.set("line", issue.line, else: .notApplicable)
        entry.set("text", text: issue.text)
        entry.closeWithReasons()
        return entry
    }

    /// `-1 PLTR 80P 2027-04-16, +1 PLTR 75P 2027-04-16`.
    static func legs(_ legs: [TradeLeg], openedOnly: Bool = false) -> String {
        legs.map { "\((openedOnly ? $0.opened : $0.quantity).signedText) \($0.instrument.lineText)" }
            .joined(separator: ", ")
    }

    static func strategy(_ strategy: StrategyKind?) -> String { strategy?.rawValue ?? "" }

    static func day(_ instant: Instant?) -> String { instant?.newYork.date.iso8601 ?? "" }

    /// `0.1234`, blank when unknown.
    static func decimal(_ value: Double?, places: Int = 4) -> String {
        value.flatMap { DecimalText.text($0, decimals: places) } ?? ""
    }
}
