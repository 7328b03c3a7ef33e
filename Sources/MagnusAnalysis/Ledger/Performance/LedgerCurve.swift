import MagnusDomain

/// Cash and realised results of a ledger by day, and income by month.
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
            let point = EquityPoint(
                date: date, cash: cash, deposits: deposits, realized: realized, marks: marks[date])
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

    /// By month, months without anything left out. Premium is that of options; the cash of the ledger's openings and the
    /// results of its closings stand apart, because they fall into different months.
    public static func income(_ book: LedgerBook, account: String? = nil) -> [IncomeMonth] {
        var months: [String: IncomeMonth] = [:]
        func change(_ date: CalendarDate, _ body: (inout IncomeMonth) -> Void) {
            let name = TradePerformance.month(date)
            body(&months[name, default: IncomeMonth(month: name)])
        }
        let trades = TradeBlotter(book.allEvents).trades
        for trade in trades where trade.kind == .trade && (account == nil || trade.account == account) {
            for leg in trade.legs where leg.opened.isShort {
                guard case .option = leg.instrument,
                    let part = try? (leg.amount + leg.fees).scaled(
                        by: Int64(clamping: leg.opened.millionths.magnitude),
                        over: max(1, Int64(clamping: leg.quantity.millionths.magnitude)))
                else { continue }
                change(trade.time.newYork.date) { $0.premiumReceived += part }
            }
        }
        for lot in book.closedLots where lot.isCostKnown && (account == nil || lot.account == account) {
            change(lot.closedOn) { month in
                if case .option = lot.instrument {
                    month.premiumKept += lot.profit
                } else {
                    month.realizedShares += lot.profit
                }
            }
        }
        for event in book.allEvents where (account == nil || event.account == account) && LedgerBook.isCountable(event)
        {
            guard let cash = try? event.amount.adding(event.fees) else { continue }
            switch event.kind {
            case .dividend: change(event.time.newYork.date) { $0.dividends += cash }
            case .interest: change(event.time.newYork.date) { $0.interest += cash }
            case .fee: change(event.time.newYork.date) { $0.fees += cash }
            default: break
            }
        }
        return months.values.sorted { $0.month < $1.month }
    }
}
