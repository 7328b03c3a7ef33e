import MagnusDesk
import MagnusDomain

/// `magnus settlement`: expected against reported, new shares, the week.
enum SettlementDocument {
    static func json(
        _ settlement: LifecycleReport.Settlement?, unresolved: [Position], envelope: DocumentEnvelope
    ) -> JSONValue {
        var content = DocumentObject()
        content.set("expiry", JSONValue(settlement?.expiry.iso8601))
        content.set("earlier_expiries", JSONValue(list: (settlement?.earlier ?? []).map(\.iso8601)))
        content.set("next_expiry", JSONValue(settlement?.next?.day.iso8601))
        content.set("next_symbols", JSONValue(list: settlement?.next?.symbols ?? []))
        content.set("contracts", (settlement?.lines ?? []).map { entry($0, settlement) })
        content.set(
            "new_lots",
            (settlement?.newLots ?? []).map { lot in
                var entry = DocumentObject()
                entry.set("account", text: lot.account)
                entry.set("symbol", text: lot.symbol)
                entry.set("quantity", JSONValue(lot.quantity.value))
                entry.set("broker_basis", lot.brokerBasis)
                entry.set("tax_basis", lot.taxBasis)
                entry.set("wheel_basis", lot.wheelBasis)
                entry.closeWithReasons()
                return entry
            })
        var week = DocumentObject()
        week.set("from", JSONValue(settlement?.weekBegins.iso8601))
        week.set("to", JSONValue(settlement?.weekEnds.iso8601))
        week.set("symbols", (settlement?.week ?? []).map(entry))
        content.set("week", week)
        content.set(
            "expired_unresolved",
            unresolved.map { position in
                var entry = DocumentObject()
                entry.set("id", text: position.id)
                entry.set("account", text: position.account)
                entry.set("symbol", text: position.instrument.identity)
                entry.set("quantity", JSONValue(position.quantity.value))
                return entry
            })
        return envelope.document(content)
    }

    private static func entry(_ line: SettlementLine, _ settlement: LifecycleReport.Settlement?) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("account", text: line.account)
        entry.set("contract", text: line.contract.osi)
        entry.set("symbol", text: line.contract.underlying)
        entry.set("quantity", JSONValue(line.quantity.value))
        entry.set("underlying_close", settlement?.closes[line.contract.underlying] ?? .unknown(.noSource))
        entry.set(
            "expected", line.expected?.rawValue, else: line.contract.isAdjusted ? .adjusted : .noSource)
        var reported = DocumentObject()
        for ending in LotEnding.allCases {
            if let quantity = line.reported[ending] { reported.set(ending.rawValue, JSONValue(quantity.value)) }
        }
        entry.set("reported", reported)
        entry.set("shares", JSONValue(line.shares.value))
        entry.set("differences", JSONValue(list: line.differences.map(\.rawValue)))
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ row: LifecycleReport.Settlement.Week) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("symbol", text: row.symbol)
        entry.set("premium_received", JSONValue(row.premiumReceived.dollars))
        entry.set("realized_pnl", JSONValue(row.realized.dollars))
        entry.set("stated_pnl", JSONValue(row.stated.profit.dollars))
        entry.set("stated_count", .integer(row.stated.count))
        entry.set("unknown_count", .integer(row.unknownCount))
        entry.set("open_extrinsic", row.openExtrinsic)
        entry.closeWithReasons()
        return entry
    }

    /// What was held into an expiry before, and what comes next.
    private static func around(_ settlement: LifecycleReport.Settlement) -> [String] {
        var lines: [String] = []
        if !settlement.earlier.isEmpty {
            let shown = settlement.earlier.prefix(6).map(\.iso8601).joined(separator: ", ")
            let more = settlement.earlier.count > 6 ? " and \(settlement.earlier.count - 6) more" : ""
            lines += ["", "Held into before: \(shown)\(more) (--expiry DATE)"]
        }
        if let next = settlement.next {
            lines.append("Next expiry \(next.day.iso8601): \(DocumentText.line(next.symbols.joined(separator: ", ")))")
        }
        return lines
    }

    static func text(
        _ settlement: LifecycleReport.Settlement?, unresolved: [Position], format: FigureFormat
    ) -> [String] {
        guard let settlement else { return ["Nothing has expired yet."] }
        var table = TextTable([
            .left("Contract"), .right("Qty"), .right("Close"), .left("Expected"), .left("Reported"), .right("Shares"),
            .left("Difference"), .left("Acct"),
        ])
        for line in settlement.lines {
            let reported = LotEnding.allCases.compactMap { ending in
                line.reported[ending].map { "\(LifecycleWords.decimal($0.value, places: 0)) \(ending.rawValue)" }
            }
            table.add([
                Instrument.option(line.contract).lineText, line.quantity.signedText,
                format.price(settlement.closes[line.contract.underlying] ?? .unknown(.noSource)),
                line.expected?.rawValue ?? format.marks.unknown, reported.joined(separator: ", "),
                line.shares.isZero ? "" : line.shares.signedText,
                line.differences.map(\.rawValue).joined(separator: ", "), line.account,
            ])
        }
        var lines = ["Expiry \(settlement.expiry.iso8601)"]
        lines += settlement.lines.isEmpty ? ["Nothing was held into it."] : table.lines
        for lot in settlement.newLots {
            lines.append(
                DocumentText.line(
                    "\(lot.quantity.signedText) \(lot.symbol)  broker \(format.price(lot.brokerBasis))  tax "
                        + "\(format.price(lot.taxBasis))  wheel \(format.price(lot.wheelBasis))"))
        }
        lines += ["", "Week \(settlement.weekBegins.iso8601) to \(settlement.weekEnds.iso8601)"]
        var week = TextTable([.left("Symbol"), .right("Premium"), .right("Realised"), .right("Open extrinsic")])
        for row in settlement.week {
            week.add([
                row.symbol, format.amount(row.premiumReceived, isSigned: true),
                format.amount(row.realized, isSigned: true) + (row.stated.count > 0 ? "*" : ""),
                format.dollars(row.openExtrinsic),
            ])
        }
        lines += settlement.week.isEmpty ? ["Nothing was opened, closed or is open."] : week.lines
        lines += DocumentText.stated(settlement.week.map(\.stated), format)
        let unknown = settlement.week.reduce(0) { $0 + $1.unknownCount }
        if unknown > 0 {
            lines.append("\(DocumentText.counted(unknown, "closed lot", "closed lots")) of unknown cost in no sum")
        }
        lines += around(settlement)
        if !unresolved.isEmpty {
            lines += [
                "",
                "Expired and never reported: "
                    + DocumentText.line(unresolved.map(\.instrument.lineText).joined(separator: ", ")),
            ]
        }
        return lines
    }
}
