import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Covered calls that touch the holding period, and the 61-day test of dividends.
extension TaxPage {
    static func coveredCalls(_ tax: LifecycleReport.TaxYear?, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Written", 1), .words("Call", 0), .figure("DTE", 2), .figure("Price", 3),
            .words("Status", 0), .words("Holding period", 1), .words("Ended", 4), .figure("Shares", 5),
            .words("Account", 6),
        ]
        let own = (tax?.coveredCalls ?? []).reversed()
        table.rows = own.map { call in
            let isTouched = call.effect != .none
            return LedgerTable.Row(
                id: call.event,
                cells: [
                    writer.date(call.writtenOn), .words(LedgerWriter.name(call.contract), .textStrong),
                    writer.count(call.daysToExpiry),
                    writer.price(Figure(call.applicablePrice, else: .noSource)),
                    .words(
                        LedgerWriter.words(call.status.rawValue), call.status == .qualified ? .text : .alertMedium),
                    .words(LedgerWriter.words(call.effect.rawValue), isTouched ? .alertMedium : .textDim),
                    call.endedOn.map { writer.date($0) } ?? writer.nothing(), writer.plain(call.shares),
                    .words(call.account, .textDim),
                ], symbol: call.contract.underlying, account: call.account)
        }
        if let tax, !own.isEmpty {
            let touched = own.filter { $0.effect != .none }.count
            table.head = [
                .text(
                    "\(tax.year): \(CountedNoun.text(own.count, "call")) against shares, \(touched) may touch their holding period"
                )
            ]
        }
        table.foot = [
            .text(
                "Not qualified: 30 days or less when written, or a strike below the lowest benchmark of the price of the day before (26 U.S.C. 1092(c)(4)). Unknown: the price, the strikes listed then, or a term over a year. "
                    + caution, .textDim)
        ]
        table.empty =
            tax.map { "No call stood against shares in \($0.year)." } ?? "No call was written against shares yet."
        return table
    }

    static func dividendTests(_ tax: LifecycleReport.TaxYear?, _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Paid", 1), .words("Sym", 0), .figure("Amount", 0), .figure("Meets", 1), .figure("Misses", 1),
            .figure("Unknown", 2), .figure("Days", 3), .words("Ex-date", 4), .words("Account", 5, isFlexible: true),
        ]
        let own = (tax?.dividendFlags ?? []).reversed()
        table.rows = own.map { flag in
            LedgerTable.Row(
                id: flag.event,
                cells: [
                    writer.date(flag.paidOn), .words(flag.symbol, .textStrong), writer.amount(flag.amount),
                    writer.amount(flag.meets), flagged(flag.breaks, writer), flagged(flag.unknown, writer),
                    writer.count(flag.daysHeld), flag.exDate.map { writer.date($0) } ?? writer.unknown(),
                    .words(flag.account, .textDim),
                ], symbol: flag.symbol, account: flag.account)
        }
        if let tax, !own.isEmpty {
            let missed = own.reduce(Money.zero) { $0 + $1.breaks }
            table.head = [
                .text(
                    "\(tax.year): \(CountedNoun.text(own.count, "dividend")), \(writer.amount(missed).text) of shares not held for 61 days"
                )
            ]
        }
        table.foot = [
            .text(
                "Meets: shares held for more than 60 of the 121 days around the ex-date, without days on which a put or a call that is not qualified took the risk away. Without an ex-date only what every possible one decides. "
                    + caution, .textDim)
        ]
        table.empty = tax.map { "No dividend on shares in \($0.year)." } ?? "No dividend on shares yet."
        return table
    }

    private static func flagged(_ money: Money, _ writer: LedgerWriter) -> LedgerTable.Cell {
        var cell = writer.amount(money)
        if money != .zero { cell.scope = .alertMedium }
        return cell
    }
}
