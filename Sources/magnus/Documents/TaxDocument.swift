import MagnusDesk
import MagnusDomain

/// `magnus tax`: a year's lots, section 1256 and wash-sale candidates. Flags, not tax advice.
enum TaxDocument {
    static let notice = "Flags, not tax advice: compare with the broker's 1099-B."

    /// - Parameter reported: gain or loss of each account's 1099-B, by account, as the owner states it.
    static func json(
        _ year: LifecycleReport.TaxYear?, years: [Int], reported: [String: Money] = [:], envelope: DocumentEnvelope
    ) -> JSONValue {
        var content = DocumentObject()
        content.set("notice", text: notice)
        content.set("years", .array(years.map { .integer($0) }))
        content.set("year", JSONValue(year?.year))
        content.set("short_term", JSONValue((year?.shortTerm ?? .zero).dollars))
        content.set("long_term", JSONValue((year?.longTerm ?? .zero).dollars))
        content.set("unknown_term", JSONValue((year?.unknownTerm ?? .zero).dollars))
        content.set("unknown_count", .integer(year?.unknownCount ?? 0))
        content.set("stated_pnl", JSONValue((year?.stated.profit ?? .zero).dollars))
        content.set("stated_count", .integer(year?.stated.count ?? 0))
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
        content.set("covered_calls", (year?.coveredCalls ?? []).map(entry))
        content.set("dividend_tests", (year?.dividendFlags ?? []).map(entry))
        content.set("accounts", (year?.totals ?? []).map { entry($0, reported: reported[$0.account]) })
        return envelope.document(content)
    }

    private static func entry(_ line: Form8949Line) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("lot", text: line.lot)
        entry.set("account", text: line.account)
        entry.set("description", text: line.description)
        // A cost may be known while the day is not: nobody tells when shares that were moved in at a price were bought.
        let missing = line.gain == nil ? UnknownReason.noBasis : .noSource
        entry.set("acquired", line.acquired, else: missing)
        entry.set("sold", line.sold, else: .noBasis)
        entry.set("proceeds", line.proceeds?.dollars, else: line.isProceedsKnown ? .expired : .noBasis)
        entry.set("cost", line.cost?.dollars, else: line.isCostKnown ? .expired : .noBasis)
        entry.set("gain", line.gain?.dollars, else: .noBasis)
        entry.set("term", line.term?.rawValue, else: missing)
        entry.set("box", line.box, else: missing)
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
        entry.set("possible", .bool(candidate.isPossible))
        entry.set("across_accounts", .bool(candidate.isAcrossAccounts))
        entry.set("lost_for_good", .bool(candidate.isPermanent))
        entry.set("deferred_if_applied", JSONValue(candidate.deferredIfApplied.dollars))
        entry.set("deferred_at_most", JSONValue(candidate.deferredAtMost.dollars))
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
                entry.set("retirement_account", .bool(replacement.isRetirement))
                return entry
            })
        return entry
    }

    private static func entry(_ flag: CoveredCallFlag) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("event", text: flag.event)
        entry.set("account", text: flag.account)
        entry.set("contract", text: flag.contract.osi)
        entry.set("symbol", text: flag.contract.underlying)
        entry.set("shares", JSONValue(flag.shares.value))
        entry.set("written", text: flag.writtenOn.iso8601)
        entry.set("ended", flag.endedOn, else: .notApplicable)
        entry.set("dte", .integer(flag.daysToExpiry))
        entry.set("applicable_price", flag.applicablePrice, else: .noSource)
        entry.set("status", text: flag.status.rawValue)
        entry.set("holding_period", text: flag.effect.rawValue)
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ flag: DividendFlag) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("event", text: flag.event)
        entry.set("account", text: flag.account)
        entry.set("symbol", text: flag.symbol)
        entry.set("paid", text: flag.paidOn.iso8601)
        entry.set("ex_date", flag.exDate, else: .noSource)
        entry.set("amount", JSONValue(flag.amount.dollars))
        entry.set("meets", JSONValue(flag.meets.dollars))
        entry.set("breaks", JSONValue(flag.breaks.dollars))
        entry.set("unknown", JSONValue(flag.unknown.dollars))
        entry.set("days_counted", .integer(flag.daysHeld))
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ total: BrokerTotal, reported: Money?) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("account", text: total.account)
        entry.set("proceeds", JSONValue(total.proceeds.dollars))
        entry.set("cost", JSONValue(total.cost.dollars))
        entry.set("gain", JSONValue(total.gain.dollars))
        entry.set("unknown_count", .integer(total.unknownCount))
        entry.set("unknown_proceeds_count", .integer(total.unknownProceedsCount))
        entry.set("unknown_cost_count", .integer(total.unknownCostCount))
        entry.set("reported_1099b", reported?.dollars, else: .noSource)
        entry.set("difference_1099b", reported.flatMap { try? total.gain.subtracting($0) }?.dollars, else: .noSource)
        entry.closeWithReasons()
        return entry
    }

    /// A line as the form has it: proceeds and cost to the cent, and a gain that is their difference.
    private static func inCents(_ line: Form8949Line) -> Form8949Line {
        var line = line
        line.proceeds = line.proceeds?.roundedToCents
        line.cost = line.cost?.roundedToCents
        line.adjustment = line.adjustment.roundedToCents
        if line.gain != nil { line.gain = (line.proceeds ?? .zero) - (line.cost ?? .zero) + line.adjustment }
        return line
    }

    /// How far the gains of lines in cents, added up, are from the sum of the exact ones; nil where they are the same cents.
    static func roundingNote(_ year: LifecycleReport.TaxYear?) -> String? {
        let known = (year?.lines ?? []).filter { $0.gain != nil }
        let exact = known.reduce(Money.zero) { $0 + ($1.gain ?? .zero) }.roundedToCents
        let rounded = known.reduce(Money.zero) { $0 + (inCents($1).gain ?? .zero) }
        guard rounded != exact else { return nil }
        return
            "Each line is rounded to cents: the gains add up to \(cents(rounded)), before rounding to \(cents(exact))."
    }

    /// The columns of Form 8949, (a) to (h), with what tells the page apart in front and the flag behind. Of what no file
    /// opened the cells that nobody knows are empty.
    static func table(_ year: LifecycleReport.TaxYear?) -> ExportTable {
        var table = ExportTable([
            "Box", "Term", "(a) Description of property", "(b) Date acquired", "(c) Date sold or disposed of",
            "(d) Proceeds", "(e) Cost or other basis", "(f) Code", "(g) Adjustment", "(h) Gain or (loss)", "Account",
            "Wash sale candidate",
        ])
        for line in (year?.lines ?? []).map(inCents) {
            table.add([
                line.box ?? "", line.term?.rawValue ?? "", line.description, date(line.acquired), date(line.sold),
                line.proceeds.map(plain) ?? (line.isProceedsKnown ? "EXPIRED" : ""),
                line.cost.map(plain) ?? (line.isCostKnown ? "EXPIRED" : ""), line.code,
                line.adjustment == .zero ? "" : plain(line.adjustment), line.gain.map(plain) ?? "",
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

    static func text(
        _ year: LifecycleReport.TaxYear?, reported: [String: Money] = [:], format: FigureFormat
    ) -> [String] {
        guard let year else { return ["No tax year has an entry."] }
        let termless =
            year.unknownTerm == .zero ? "" : "  term unknown \(format.amount(year.unknownTerm, isSigned: true))"
        let unknown = termless + (year.unknownCount > 0 ? " (\(year.unknownCount) unknown)" : "")
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
        ]
        if year.stated.count > 0 {
            lines.append(
                "As brokers state it \(format.amount(year.stated.profit, isSigned: true)): "
                    + "\(DocumentText.counted(year.stated.count, "closing", "closings")) that no entry opened; "
                    + "cost and term are not known, so it is on no line and in no other sum")
        }
        lines += [notice, ""]
        var table = TextTable([
            .left("Description"), .left("Acquired"), .left("Sold"), .right("Proceeds"), .right("Cost"),
            .right("Gain"), .left("Term"), .left("Box"), .left("Flag"), .left("Acct"),
        ])
        for line in year.lines.map(inCents) {
            table.add([
                line.description, line.acquired?.iso8601 ?? format.marks.unknown,
                line.sold?.iso8601 ?? format.marks.unknown,
                line.proceeds.map { cents($0) } ?? (line.isProceedsKnown ? "expired" : format.marks.unknown),
                line.cost.map { cents($0) } ?? (line.isCostKnown ? "expired" : format.marks.unknown),
                line.gain.map { cents($0, isSigned: true) } ?? format.marks.unknown,
                line.term?.rawValue ?? format.marks.unknown, line.box ?? format.marks.unknown,
                line.isWashSaleCandidate ? "wash?" : "", line.account,
            ])
        }
        lines += table.lines + (roundingNote(year).map { [$0] } ?? [])
        if !year.washSales.isEmpty {
            lines += ["", "Losses with purchases within 30 days"]
            for candidate in year.washSales {
                let others = candidate.replacements.map { "\($0.date.iso8601) \($0.likeness.rawValue)" }
                lines.append(
                    DocumentText.line(
                        "\(candidate.date.iso8601)  \(candidate.instrument.lineText)  \(cents(candidate.loss))  by "
                            + others.prefix(4).joined(separator: ", ")
                            + (others.count > 4 ? " and \(others.count - 4) more" : "") + putOff(candidate)
                            + (candidate.isPermanent ? "; in a retirement account: lost for good" : "")))
            }
        }
        return lines + flags(year, format: format) + accounts(year, reported: reported)
    }

    /// What no reading of the rule exceeds, and the part of it that is not disputed.
    private static func putOff(_ candidate: WashSaleCandidate) -> String {
        let identical = candidate.deferredIfApplied
        let parts =
            !candidate.isPossible || !candidate.isIdentical
            ? candidate.isIdentical ? "identical" : "possible"
            : "identical \(cents(identical)), possible \(cents(candidate.deferredAtMost - identical))"
        return "; put off at most \(cents(candidate.deferredAtMost)) (\(parts))"
    }

    /// Covered calls that touch the holding period and dividends that miss, or may miss, the 61 days.
    private static func flags(_ year: LifecycleReport.TaxYear, format: FigureFormat) -> [String] {
        var lines: [String] = []
        let calls = year.coveredCalls.filter { $0.effect != .none }
        if !calls.isEmpty {
            lines += ["", "Covered calls that touch the holding period (26 U.S.C. 1092(c)(4))"]
            for call in calls {
                let price = call.applicablePrice.map { format.price(Figure($0)) } ?? format.marks.unknown
                lines.append(
                    DocumentText.line(
                        "\(call.writtenOn.iso8601)  \(Instrument.option(call.contract).lineText)  "
                            + "\(call.daysToExpiry) days, price \(price)  \(call.status.rawValue)  "
                            + "holding period \(call.effect.rawValue)  \(call.account)"))
            }
        }
        let dividends = year.dividendFlags.filter { $0.meets != $0.amount }
        if !dividends.isEmpty {
            lines += ["", "Dividends whose shares miss the 61 days, or may (26 U.S.C. 1(h)(11))"]
            for flag in dividends {
                lines.append(
                    DocumentText.line(
                        "\(flag.paidOn.iso8601)  \(flag.symbol) \(cents(flag.amount))  misses \(cents(flag.breaks))  "
                            + "unknown \(cents(flag.unknown))  \(flag.daysHeld) days counted, ex-date "
                            + "\(flag.exDate?.iso8601 ?? format.marks.unknown)  \(flag.account)"))
            }
        }
        return lines
    }

    /// Each account's sums, and what its 1099-B says where the owner stated it.
    private static func accounts(_ year: LifecycleReport.TaxYear, reported: [String: Money]) -> [String] {
        guard !year.totals.isEmpty else { return [] }
        var lines = ["", "By account, to compare with its 1099-B (--reported ACCOUNT=GAIN)"]
        for total in year.totals {
            var line =
                "\(total.account)  proceeds \(cents(total.proceeds))  cost \(cents(total.cost))  gain "
                + "\(cents(total.gain, isSigned: true))"
            line += total.missingText.map { "  (\($0))" } ?? ""
            if let stated = reported[total.account], let difference = try? total.gain.subtracting(stated) {
                line +=
                    "  1099-B \(cents(stated, isSigned: true))  difference \(cents(difference, isSigned: true))"
            }
            lines.append(DocumentText.line(line))
        }
        return lines
    }

    private static func plain(_ money: Money) -> String { money.text(decimals: 2, grouped: false) }

    private static func cents(_ money: Money, isSigned: Bool = false) -> String {
        money.text(decimals: 2, grouped: true, signed: isSigned)
    }
}
