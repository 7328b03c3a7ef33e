import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Tax years, lots in the columns of Form 8949, section 1256 and wash-sale candidates.
enum TaxPage {
    static let caution = "Flags, not tax advice: they change no figure."

    static func years(_ years: [LifecycleReport.TaxYear], _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Year", 0), .figure("Short", 1), .figure("Long", 1), .figure("1256 long", 4),
            .figure("1256 short", 4), .figure("Total", 0), .figure("Dividends", 5), .figure("Interest", 6),
            .figure("Lots", 3), .figure("Wash?", 2), .figure("Unknown", 2),
        ]
        table.rows = years.map { year in
            let mixed = year.section1256
            let total = year.shortTerm + year.longTerm + year.unknownTerm + mixed.total
            return LedgerTable.Row(
                id: String(year.year),
                cells: [
                    .words(String(year.year), .textStrong), writer.amount(year.shortTerm, isSigned: true),
                    writer.amount(year.longTerm, isSigned: true), writer.amount(mixed.longTerm, isSigned: true),
                    writer.amount(mixed.shortTerm, isSigned: true), writer.amount(total, isSigned: true),
                    writer.amount(year.dividends), writer.amount(year.interest), writer.count(year.lines.count),
                    flagged(year.washSales.count, writer), flagged(year.unknownCount + mixed.unknownCount, writer),
                ])
        }
        table.foot = [
            .text(
                "Total without dividends and interest. Section 1256 counts 60 % long and 40 % short. Unknown: lines whose cost or mark no file tells; they are in no sum.",
                .textDim),
            .text(caution, .textDim),
        ]
        for year in years where year.unknownTerm != .zero {
            table.foot.append(
                .text(
                    "\(year.year): \(writer.amount(year.unknownTerm, isSigned: true).text) of lots moved in, whose day of purchase no file tells: neither short nor long, in Total.",
                    .textDim))
        }
        for year in years where year.stated.count > 0 {
            table.foot.append(
                .text(
                    "\(year.year): \(writer.amount(year.stated.profit, isSigned: true).text) as brokers state it, of \(CountedNoun.text(year.stated.count, "closing")) opened in no file: cost and term are not known, in no other sum.",
                    .textDim))
        }
        table.empty = "Nothing was sold or closed yet: the first closed lot begins a tax year."
        return table
    }

    private static func flagged(_ count: Int, _ writer: LedgerWriter) -> LedgerTable.Cell {
        var cell = writer.count(count)
        if count > 0 { cell.scope = .alertMedium }
        return cell
    }

    static func lots(_ tax: LifecycleReport.TaxYear?, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            // A contract without its strike or expiry is another one: names of lots are never cut.
            .words("Description", 0), .words("Acquired", 3), .words("Sold", 2),
            .figure("Proceeds", 5), .figure("Cost", 5), .figure("Gain", 0), .words("Term", 1), .words("Box", 7),
            .words("Flag", 4), .words("Account", 8),
        ]
        let own = tax?.lines ?? []
        let year = tax?.year
        table.rows = own.map { line in
            LedgerTable.Row(
                id: line.lot,
                cells: [
                    .words(line.description), writer.date(line.acquired), writer.date(line.sold),
                    line.isProceedsKnown
                        ? line.proceeds.map { writer.amount($0) } ?? .words("EXPIRED") : writer.unknown(.noBasis),
                    line.isCostKnown
                        ? line.cost.map { writer.amount($0) } ?? .words("EXPIRED") : writer.unknown(.noBasis),
                    writer.amount(line.gain, isSigned: true),
                    line.term.map { LedgerTable.Cell.words($0.rawValue) } ?? writer.unknown(.noBasis),
                    line.box.map { LedgerTable.Cell.words($0) } ?? writer.unknown(.noBasis),
                    .words(line.isWashSaleCandidate ? "wash?" : "", .alertMedium), .words(line.account, .textDim),
                ], account: line.account)
        }
        let known = own.compactMap(\.gain).reduce(Money.zero) { $0 + $1 }
        let unknown = own.filter { $0.gain == nil }.count
        if let year {
            let missing = unknown > 0 ? " (\(unknown) unknown)" : ""
            table.head = [
                .text(
                    "\(year): \(CountedNoun.text(own.count, "lot")), gain \(writer.amount(known, isSigned: true).text)\(missing)"
                )
            ]
            if let totals = tax?.totals, totals.count > (unknown > 0 ? 0 : 1) {
                table.head.append(
                    .text(totals.map { sums(of: $0, writer) }.joined(separator: " · "), .textDim))
            }
        }
        table.foot = [.text(caution, .textDim)]
        table.empty = year.map { "No lot was closed in \($0)." } ?? "No lot was closed yet."
        return table
    }

    /// An account's sums beside its 1099-B, which states proceeds first.
    private static func sums(of total: BrokerTotal, _ writer: LedgerWriter) -> String {
        let gain = writer.amount(total.gain, isSigned: true).text
        return "\(total.account) proceeds \(writer.amount(total.proceeds).text), gain \(gain)"
            + (total.missingText.map { " (\($0))" } ?? "")
    }

    static func mixed(_ tax: LifecycleReport.TaxYear?, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Contract", 0), .figure("Held", 2), .words("Date", 1), .words("Mark", 3),
            .figure("Profit", 0), .words("Account", 4),
        ]
        let own = tax?.section1256
        let year = tax?.year
        table.rows = (own?.lines ?? []).enumerated().map { offset, line in
            LedgerTable.Row(
                id: "\(line.account)/\(line.contract.root)/\(line.contract.shortName)/\(line.date.iso8601)/\(offset)",
                cells: [
                    .words(LedgerWriter.name(line.contract)), writer.quantity(line.quantity), writer.date(line.date),
                    .words(line.isMark ? "31 December" : ""),
                    line.profit.map { writer.amount($0, isSigned: true) } ?? writer.unknown(.incomplete),
                    .words(line.account, .textDim),
                ], symbol: line.contract.underlying, account: line.account)
        }
        if let own, !own.lines.isEmpty {
            let unknown = own.unknownCount > 0 ? " (\(own.unknownCount) unknown)" : ""
            table.head = [
                .text(
                    "\(own.year): \(writer.amount(own.total, isSigned: true).text)\(unknown), 60 % long \(writer.amount(own.longTerm, isSigned: true).text), 40 % short \(writer.amount(own.shortTerm, isSigned: true).text)"
                )
            ]
        }
        table.foot = [
            .text(
                "Held on 31 December: as if sold at the mark; without a mark the line is unknown. " + caution, .textDim)
        ]
        table.empty =
            year.map { "No index option under section 1256 in \($0)." } ?? "No index option under section 1256 yet."
        return table
    }

    static func washSales(_ tax: LifecycleReport.TaxYear?, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Sold", 1), .words("What", 0), .figure("Shares", 4), .figure("Loss", 0),
            .figure("Put off at most", 3), .figure("Buys", 2), .words("Likeness", 2), .words("Accounts", 5),
        ]
        let own = tax?.washSales ?? []
        let year = tax?.year
        table.rows = own.map { wash in
            LedgerTable.Row(
                id: wash.lot,
                cells: [
                    writer.date(wash.date), .words(LedgerWriter.name(wash.instrument)), writer.plain(wash.shares),
                    writer.amount(wash.loss, isSigned: true), writer.amount(wash.deferredAtMost),
                    writer.count(wash.replacements.count),
                    .words(likeness(wash), wash.isIdentical ? .alertMedium : .textDim),
                    .words(
                        wash.isPermanent ? "across, ira" : wash.isAcrossAccounts ? "across" : wash.account,
                        wash.isAcrossAccounts ? .alertMedium : .textDim
                    ),
                ], symbol: wash.instrument.underlying, account: wash.account)
        }
        table.foot = [
            .text(
                "Purchases within 30 days before or after a loss, over all accounts (26 U.S.C. 1091). " + caution,
                .textDim)
        ]
        table.empty =
            year.map { "No loss of \($0) has a purchase within 30 days." } ?? "No loss has a purchase within 30 days."
        return table
    }

    private static func likeness(_ wash: WashSaleCandidate) -> String {
        guard wash.isIdentical else { return "possible" }
        return wash.isPossible ? "identical+possible" : "identical"
    }

    static func details(_ wash: WashSaleCandidate, _ writer: LedgerWriter) -> [PageLine] {
        var lines: [PageLine] = [
            .pair("Sold", wash.date.iso8601), .pair("What", LedgerWriter.name(wash.instrument)),
            .pair("Account", wash.account), .pair("Shares", LedgerWriter.unsigned(wash.shares)),
            .pair("Loss", writer.amount(wash.loss, isSigned: true).text),
            .pair("Put off at most", writer.amount(wash.deferredAtMost).text),
            .pair("by identical ones", writer.amount(wash.deferredIfApplied).text),
            .pair("possible besides", writer.amount(wash.deferredAtMost - wash.deferredIfApplied).text),
        ]
        if wash.isPermanent {
            lines.append(
                .text("An identical purchase in a retirement account: what it washes is lost for good.", .alertMedium))
        }
        lines += [
            .blank,
            .heading("Purchases within 30 days"),
        ]
        lines += wash.replacements.map { bought in
            .pair(
                bought.date.iso8601,
                "\(LedgerWriter.unsigned(bought.shares)) shares by \(LedgerWriter.name(bought.instrument)) in \(bought.account): \(bought.likeness.rawValue)"
            )
        }
        return lines + [.blank, .text(caution, .textDim)]
    }

    static func details(_ line: Form8949Line, _ writer: LedgerWriter) -> [PageLine] {
        [
            .pair("(a) what", line.description), .pair("(b) acquired", writer.date(line.acquired).text),
            .pair("(c) sold", writer.date(line.sold).text),
            .pair(
                "(d) proceeds",
                line.isProceedsKnown
                    ? line.proceeds.map { writer.amount($0).text } ?? "EXPIRED"
                    : "\(writer.format.marks.unknown) no file tells what it brought"),
            .pair(
                "(e) cost",
                line.isCostKnown
                    ? line.cost.map { writer.amount($0).text } ?? "EXPIRED"
                    : "\(writer.format.marks.unknown) no file tells what it cost"),
            .pair("(h) gain", writer.amount(line.gain, isSigned: true).text),
            .pair("Term", line.term?.rawValue ?? "\(writer.format.marks.unknown) no file tells how long it was held"),
            .pair("Box", line.box ?? writer.format.marks.unknown), .pair("Account", line.account), .blank,
            .text(
                line.isWashSaleCandidate
                    ? "A wash-sale candidate: its page names the purchases."
                    : "No purchase within 30 days makes it a wash-sale candidate.", .textDim),
            .text(caution, .textDim),
        ]
    }
}
