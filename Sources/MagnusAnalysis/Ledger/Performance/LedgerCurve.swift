import MagnusDomain

/// Cash and realised results of a ledger by day.
public enum LedgerCurve {
    /// One point for every New York day with an event, of one account or of all together.
    /// - Parameter marks: Value of what was held at the end of a day, where a source tells it.
    public static func points(
        _ events: [LedgerEvent], account: String? = nil, marks: [CalendarDate: Money] = [:]
    ) -> [EquityPoint] {
        var book = LedgerBook()
        var points: [EquityPoint] = []
        var deposits = Money.zero
        for event in events where account == nil || event.account == account {
            book.apply(event)
            if event.kind == .transfer, event.instrument == nil, LedgerBook.isCountable(event),
                let sum = try? deposits.adding(event.amount)
            {
                deposits = sum
            }
            let date = event.time.newYork.date
            var (cash, realized) = (Money.zero, Money.zero)
            if let account {
                (cash, realized) = (book.cash(of: account), book.realizedProfit(of: account))
            } else {
                for name in book.accounts {
                    cash += book.cash(of: name)
                    realized += book.realizedProfit(of: name)
                }
            }
            var point = EquityPoint(
                date: date, cash: cash, deposits: deposits, realized: realized, marks: marks[date])
            let names = account.map { [$0] } ?? book.accounts
            point.isCashKnown = names.allSatisfy(book.isCashKnown)
            point.holdsOtherAssets = names.contains { !book.otherAssets(of: $0).isEmpty }
            if points.last?.date == date { points[points.count - 1] = point } else { points.append(point) }
        }
        return points
    }

    /// The deepest fall of the realised curve below its highest point so far: positive dollars, 0 when it never fell.
    public static func drawdown(_ points: [EquityPoint]) -> Money {
        var high = Money.zero
        var deepest = Money.zero
        for point in points {
            high = max(high, point.realized)
            deepest = max(deepest, high - point.realized)
        }
        return deepest
    }
}
