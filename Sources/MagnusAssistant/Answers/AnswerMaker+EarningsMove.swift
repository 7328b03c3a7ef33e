import MagnusDomain
import MagnusQuant

extension AnswerMaker {
    /// What the first expiry behind a report prices in, beside how far the strikes of the rows are.
    func earningsMove(of symbol: String, at event: EarningsEvent) async {
        guard let chain = await data.chain(of: symbol) else {
            return out.line("What is priced in for it is unknown: no chain of \(out.quote(symbol)).")
        }
        // Only a report before the open is over by the close of its own day.
        let found = chain.expiries.first { expiry in
            expiry.daysToExpiry > 0
                && (event.time == .beforeOpen ? expiry.expiry >= event.date : expiry.expiry > event.date)
        }
        guard let found else {
            return out.line("What is priced in for it is unknown: no expiry of the chain is behind it.")
        }
        let cite = cite(chain)
        out.line(
            "The first expiry behind it, \(out.date(found.expiry, today: today)), prices a straddle of \(out.price(found.impliedStraddle, "straddle", cite)) and a standard deviation of \(out.price(found.expectedMove, "expected move", cite)); both hold the days up to it besides the report."
        )
        for row in book.strategies where row.symbol == symbol && row.distanceDollars.value != nil {
            let source = self.cite(row)
            let reach: Fragment =
                found.impliedStraddle.combined(with: row.distanceDollars) { $0 - $1 }.value.map { difference in
                    difference >= 0 ? ", inside that straddle" : ", outside of that straddle"
                } ?? Fragment()
            out.line(
                "\(dated(row)): \(out.price(row.distanceDollars, "distance to the strike", source)) to the strike\(reach)."
            )
        }
    }
}
