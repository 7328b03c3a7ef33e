import MagnusDesk
import MagnusDomain

/// `magnus tax`: a year's lots, section 1256 and wash-sale candidates. Flags, not tax advice.
enum TaxDocument {
    static let notice = "Flags, not tax advice: compare with the broker's 1099-B."

    static func json(_ year: LifecycleReport.TaxYear?, years: [Int], envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("notice", text: notice)
        content.set("years", .array(years.map { .integer($0) }))
        content.set("year", JSONValue(year?.year))
        content.set("short_term", JSONValue((year?.shortTerm ?? .zero).dollars))
        content.set("long_term", JSONValue((year?.longTerm ?? .zero).dollars))
        content.set("unknown_count", .integer(year?.unknownCount ?? 0))
        content.set("dividends", JSONValue((year?.dividends ?? .zero).dollars))
        content.set("interest", JSONValue((year?.interest ?? .zero).dollars))
        content.set("lots", (year?.lines ?? []).map(entry))
        var mixed = DocumentObject()
        mixed.set("total", JSONValue((year?.section1256.total ?? .zero).dollars))
        mixed.set("long_term", JSONValue((year?.section1256.longTerm ?? .zero).dollars))
        mixed.set("short_term", JSONValue((year?.section1256.shortTerm ?? .zero).dollars))
        mixed.set("unknown_count", .integer(year?.section1256.unknownCount ?? 0))
        mixed.set("lines", (year?.section1256.lines ?? []).map(entry))
        content.set("section_1256", mixed)
        content.set("wash_sale_candidates", (year?.washSales ?? []).map(entry))
        return envelope.document(content)
    }

    private static func entry(_ line: Form8949Line) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("lot", text: line.lot)
        entry.set("account", text: line.account)
        entry.set("description", text: line.description)
        entry.set("acquired", line.acquired, else: .noBasis)
        entry.set("sold", text: line.sold.iso8601)
        entry.set("proceeds", line.proceeds?.dollars, else: .expired)
        entry.set("cost", line.cost?.dollars, else: line.isCostKnown ? .expired : .noBasis)
        entry.set("gain", line.gain?.dollars, else: .noBasis)
        entry.set("term", text: line.term.rawValue)
        entry.set("box", text: line.box)
        entry.set("wash_sale_candidate", .bool(line.isWashSaleCandidate))
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ line: Section1256Line) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("account", text: line.account)
        entry.set("contract", text: line.contract.osi)
        entry.set("quantity", JSONValue(line.quantity.value))
        entry.set("date", text: line.date.iso8601)
        entry.set("year_end_mark", .bool(line.isMark))
        entry.set("pnl", line.profit?.dollars, else: .noSource)
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ candidate: WashSaleCandidate) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("lot", text: candidate.lot)
        entry.set("account", text: candidate.account)
        entry.set("symbol", text: candidate.instrument.identity)
        entry.set("date", text: candidate.date.iso8601)
        entry.set("shares", JSONValue(candidate.shares.value))
        entry.set("loss", JSONValue(candidate.loss.dollars))
        entry.set("identical", .bool(candidate.isIdentical))
        entry.set("across_accounts", .bool(candidate.isAcrossAccounts))
        entry.set("deferred_if_applied", JSONValue(candidate.deferredIfApplied.dollars))
        entry.set(
            "replacements",
            candidate.replacements.map { replacement in
                var entry = DocumentObject()
                entry.set("event", text: replacement.event)
                entry.set("account", text: replacement.account)
                entry.set("date", text: replacement.date.iso8601)
                entry.set("symbol", text: replacement.instrument.identity)
                entry.set("shares", JSONValue(replacement.shares.value))
                entry.set("likeness", text: replacement.likeness.rawValue)
                return entry
            })
        return entry
    }

    /// The columns of Form 8949, (a) to (h), with what tells the page apart in front and the flag behind.
    static func table(_ year: LifecycleReport.TaxYear?) -> ExportTable {
        var table = ExportTable([
            "Box", "Term", "(a) Description of property", "(b) Date acquired", "(c) Date sold or disposed of",
            "(d) Proceeds", "(e) Cost or other basis", "(f) Code", "(g) Adjustment", "(h) Gain or (loss)", "Account",
            "Wash sale candidate",
        ])
        for line in year?.lines ?? [] {
            table.add([
                line.box, line.term.rawValue, line.description, date(line.acquired), date(line.sold),
                line.proceeds?.exactText ?? "EXPIRED",
                line.cost?.exactText ?? (line.isCostKnown ? "EXPIRED" : "UNKNOWN"), line.code,
                line.adjustment == .zero ? "" : line.adjustment.exactText, line.gain?.exactText ?? "UNKNOWN",
                line.account, line.isWashSaleCandidate ? "yes" : "",
            ])
        }
        return table
    }

    /// `12/31/2020`, as the form has it.
    private static func date(_ date: CalendarDate?) -> String {
        guard let (year, month, day) = date?.components else { return "" }
        return "\(month < 10 ? "0" : "")\(month)/\(day < 10 ? "0" : "")\(day)/\(year)"
    }

    static func text(_ year: LifecycleReport.TaxYear?, format: FigureFormat) -> [String] {
        guard let year else { return ["No tax year has an entry."] }
        let unknown = year.unknownCount > 0 ? " (\(year.unknownCount) unknown)" : ""
        let mixed = year.section1256
        var lines = [
            "\(year.year)  short-term \(format.amount(year.shortTerm, isSigned: true))  long-term "
                + "\(format.amount(year.longTerm, isSigned: true))\(unknown)  dividends "
                + "\(format.amount(year.dividends, isSigned: true))  interest "
                + format.amount(year.interest, isSigned: true),
            "Section 1256 \(format.amount(mixed.total, isSigned: true)): long-term "
                + "\(format.amount(mixed.longTerm, isSigned: true)), short-term "
                + format.amount(mixed.shortTerm, isSigned: true)
                + (mixed.unknownCount > 0 ? " (\(mixed.unknownCount) unknown)" : ""),
            notice, "",
        ]
        var table = TextTable([
            .left("Description"), .left("Acquired"), .left("Sold"), .right("Proceeds"), .right("Cost"),
            .right("Gain"), .left("Term"), .left("Box"), .left("Flag"), .left("Acct"),
        ])
        for line in year.lines {
            table.add([
                line.description, line.acquired?.iso8601 ?? format.marks.unknown, line.sold.iso8601,
                line.proceeds.map { cents($0) } ?? "expired",
                line.cost.map { cents($0) } ?? (line.isCostKnown ? "expired" : format.marks.unknown),
                line.gain.map { cents($0, isSigned: true) } ?? format.marks.unknown, line.term.rawValue, line.box,
                line.isWashSaleCandidate ? "wash?" : "", line.account,
            ])
        }
        lines += table.lines
        if !year.washSales.isEmpty {
            lines += ["", "Losses with purchases within 30 days"]
            for candidate in year.washSales {
                let others = candidate.replacements.map { "\($0.date.iso8601) \($0.likeness.rawValue)" }
                lines.append(
                    DocumentText.line(
                        "\(candidate.date.iso8601)  \(candidate.instrument.lineText)  \(cents(candidate.loss))  by "
                            + others.prefix(4).joined(separator: ", ")
                            + (others.count > 4 ? " and \(others.count - 4) more" : "")))
            }
        }
        return lines
    }

    private static func cents(_ money: Money, isSigned: Bool = false) -> String {
        money.text(decimals: 2, grouped: true, signed: isSigned)
    }
}
