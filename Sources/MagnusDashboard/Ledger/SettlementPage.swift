import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The last expiry: expected against reported, what came of it, and its week.
enum SettlementPage {
    static let nothing =
        "Nothing has expired yet: this page compares what an expiry should have done with what the broker reports."

    static func expiry(_ settlement: LifecycleReport.Settlement?, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.empty = nothing
        guard let settlement else { return table }
        table.columns = [
            .words("Contract", 0), .figure("Held", 1), .figure("Close", 3), .words("Expected", 1),
            .words("Reported", 0, isFlexible: true), .figure("Shares", 2), .words("Difference", 1),
            .words("Account", 4),
        ]
        table.rows = settlement.lines.map { line in
            LedgerTable.Row(
                id: id(line),
                cells: [
                    .words(LedgerWriter.name(line.contract), .textStrong), writer.quantity(line.quantity),
                    writer.price(close(line, settlement)),
                    line.expected.map { .words(LedgerWriter.words($0.rawValue)) } ?? writer.unknown(),
                    .words(reported(line)),
                    line.shares.isZero ? LedgerTable.Cell(text: "", order: 0) : writer.quantity(line.shares),
                    difference(line),
                    .words(line.account, .textDim),
                ], symbol: line.contract.underlying, account: line.account)
        }
        let differing = settlement.lines.filter { !$0.differences.isEmpty }.count
        let unknown = settlement.lines.filter { $0.differences.isEmpty && $0.expected == nil }.count
        let verdict =
            [
                differing > 0 ? "\(differing) not as expected" : unknown == 0 ? "all as expected" : nil,
                unknown > 0 ? "\(unknown) whose close no source tells" : nil,
            ].compactMap { $0 }.joined(separator: ", ")
        table.head = [
            .text(
                "Expiry \(settlement.expiry.iso8601): \(CountedNoun.text(settlement.lines.count, "contract line")), \(verdict)"
            )
        ]
        table.foot = [
            .text(
                "Expected: a cent or more in the money on the close is assigned, exercised or settled in cash.",
                .textDim)
        ]
        if let next = settlement.next {
            table.foot.append(
                .text(
                    "The last expiry that contracts were held into. Next: \(next.day.iso8601), \(next.symbols.joined(separator: ", ")).",
                    .textDim))
        }
        if !settlement.earlier.isEmpty {
            let days = settlement.earlier.prefix(4).map(\.iso8601).joined(separator: ", ")
            let more = settlement.earlier.count > 4 ? " and \(settlement.earlier.count - 4) more" : ""
            table.foot.append(.text("Earlier: \(days)\(more): magnus settlement --expiry DAY shows one.", .textDim))
        }
        if settlement.lines.contains(where: { $0.expected == nil }) {
            table.foot.append(
                .text("\(writer.format.marks.unknown) in Expected: no source tells the close of that day.", .textDim))
        }
        table.empty = "No contract was held into \(settlement.expiry.iso8601)."
        return table
    }

    static func id(_ line: SettlementLine) -> String { "\(line.account)/\(LedgerWriter.name(line.contract))" }

    private static func close(_ line: SettlementLine, _ settlement: LifecycleReport.Settlement) -> Figure {
        settlement.closes[line.contract.underlying] ?? Figure(line.underlyingClose, else: .noSource)
    }

    private static func reported(_ line: SettlementLine) -> String {
        let parts = LotEnding.allCases.compactMap { ending in
            line.reported[ending].map { "\(LedgerWriter.unsigned($0)) \(LedgerWriter.words(ending.rawValue))" }
        }
        return parts.isEmpty ? "nothing yet" : parts.joined(separator: ", ")
    }

    private static func difference(_ line: SettlementLine) -> LedgerTable.Cell {
        if line.differences.isEmpty {
            // Where no source tells the close nothing can be as expected.
            return line.expected == nil ? LedgerTable.Cell(text: "", order: 0) : .words("as expected", .textDim)
        }
        return .words(line.differences.map { LedgerWriter.words($0.rawValue) }.joined(separator: ", "), .alertHigh)
    }

    static func newShares(_ settlement: LifecycleReport.Settlement?, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.empty = nothing
        guard let settlement else { return table }
        table.columns = [
            .words("Sym", 0), .figure("Shares", 0), .figure("Broker", 1), .figure("Tax", 1), .figure("Wheel", 0),
            .words("Account", 2),
        ]
        table.rows = settlement.newLots.enumerated().map { offset, lot in
            LedgerTable.Row(
                id: "\(lot.account)/\(lot.symbol)/\(offset)",
                cells: [
                    .words(lot.symbol, .textStrong), writer.quantity(lot.quantity), writer.price(lot.brokerBasis),
                    writer.price(lot.taxBasis), writer.price(lot.wheelBasis), .words(lot.account, .textDim),
                ], symbol: lot.symbol, account: lot.account)
        }
        if !settlement.newLots.isEmpty {
            table.head = [.text("Shares that came by the expiry of \(settlement.expiry.iso8601), basis a share")]
        }
        table.empty = "No shares came by the expiry of \(settlement.expiry.iso8601)."
        return table
    }

    static func week(_ settlement: LifecycleReport.Settlement?, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.empty = nothing
        guard let settlement else { return table }
        table.columns = [
            .words("Sym", 0), .figure("Premium in", 0), .figure("Realised", 0), .figure("Open extrinsic", 1),
        ]
        table.rows = settlement.week.map { line in
            var realized = writer.profit(line.realized)
            if line.stated.count > 0 { realized.text += "*" }
            return LedgerTable.Row(
                id: line.symbol,
                cells: [
                    .words(line.symbol, .textStrong), writer.profit(line.premiumReceived), realized,
                    writer.figure(line.openExtrinsic, writer.format.dollars),
                ], symbol: line.symbol)
        }
        let premium = settlement.week.reduce(Money.zero) { $0 + $1.premiumReceived }
        let realized = settlement.week.reduce(Money.zero) { $0 + $1.realized }
        let range = "\(settlement.weekBegins.iso8601) to \(settlement.weekEnds.iso8601)"
        if !settlement.week.isEmpty {
            table.head = [
                .text("\(range): premium \(writer.profit(premium).text), realised \(writer.profit(realized).text)")
            ]
        }
        table.foot = [.text("Open extrinsic: time value of the short options still held.", .textDim)]
        table.foot += writer.stated(settlement.week.map(\.stated))
        let unknown = settlement.week.reduce(0) { $0 + $1.unknownCount }
        if unknown > 0 {
            table.foot.append(.text("\(CountedNoun.text(unknown, "closed lot")) of unknown cost: in no sum.", .textDim))
        }
        table.empty = "Nothing was traded from \(range)."
        return table
    }

    static func details(
        _ line: SettlementLine, _ settlement: LifecycleReport.Settlement, _ writer: LedgerWriter
    ) -> [PageLine] {
        let close = close(line, settlement)
        return [
            .pair("Contract", LedgerWriter.name(line.contract)), .pair("Account", line.account),
            .pair("Held", line.quantity.signedText), .pair("Close", writer.told(close, writer.format.price)),
            .pair(
                "Expected",
                line.expected.map { LedgerWriter.words($0.rawValue) }
                    ?? "\(writer.format.marks.unknown) without the close it cannot be told"),
            .pair("Reported", reported(line)), .pair("Shares", line.shares.signedText),
            .pair("Difference", difference(line).text, difference(line).scope),
        ]
    }
}
