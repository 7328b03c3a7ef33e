import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Rolls that follow one another: what a position was moved through, and what it has taken in.
enum RollChainPage {
    static func table(_ report: LifecycleReport, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Last roll", 1), .words("Sym", 0), .figure("Rolls", 1), .words("From", 2), .words("To", 1),
            .figure("Contracts", 4), .figure("Last net", 3), .figure("Taken in", 0), .words("Account", 5),
        ]
        func end(_ chain: RollChain) -> Instant { chain.rolls.last?.time ?? report.asOf }
        let newest = report.chains.sorted { (end($1), $0.id) < (end($0), $1.id) }
        table.rows = newest.compactMap { chain in
            guard let first = chain.rolls.first, let last = chain.rolls.last else { return nil }
            return LedgerTable.Row(
                id: chain.id,
                cells: [
                    writer.date(last.time), .words(chain.underlying, .textStrong), writer.count(chain.rolls.count),
                    writer.series(first.from), writer.series(last.to), writer.plain(last.contracts),
                    writer.profit(last.credit), writer.profit(chain.credit), .words(chain.account, .textDim),
                ], symbol: chain.underlying, account: chain.account)
        }
        let rolls = report.chains.reduce(0) { $0 + $1.rolls.count }
        if !report.chains.isEmpty {
            table.head = [
                .text("\(CountedNoun.text(report.chains.count, "chain")) of \(CountedNoun.text(rolls, "roll"))")
            ]
            table.foot = [
                .text(
                    "Taken in: cash of the first opening and of every roll since, after fees; what is bought back at the end comes off it.",
                    .textDim)
            ]
        }
        table.empty =
            "Nothing was rolled yet: a closing and an opening in one order, or at the same moment, are a roll."
        return table
    }

    static func details(_ chain: RollChain, _ writer: LedgerWriter) -> [PageLine] {
        let rolled = chain.rolls.reduce(Money.zero) { $0 + $1.credit }
        var sum = chain.credit - rolled
        var lines: [PageLine] = [
            .pair("Account", chain.account), .pair("Taken in", writer.amount(chain.credit, isSigned: true).text),
            .blank,
            .heading("Rolls"),
        ]
        if let first = chain.rolls.first {
            lines.append(
                .pair("opened", "\(LedgerWriter.name(first.from))  \(writer.amount(sum, isSigned: true).text)"))
        }
        for roll in chain.rolls {
            sum += roll.credit
            lines.append(
                .pair(
                    roll.time.newYork.date.iso8601,
                    "to \(LedgerWriter.name(roll.to))  \(writer.amount(roll.credit, isSigned: true).text), in all \(writer.amount(sum, isSigned: true).text)  (\(JournalPage.reason(roll.evidence)))"
                ))
        }
        return lines
    }
}
