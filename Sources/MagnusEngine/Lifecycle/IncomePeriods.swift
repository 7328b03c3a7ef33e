import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// What came in, by period.
enum IncomePeriods {
    /// Dollars: amounts beyond a billion are damage, which the ledger names as an issue and counts in no sum.
    static let amountLimit = 1e9

    typealias Span = (CalendarDate) -> (CalendarDate, CalendarDate)

    /// Periods without anything are left out; by their first day.
    /// - Parameter span: first and last day of the period that a date belongs to.
    static func periods(
        _ book: LedgerBook, trades: [Trade], outcomes: TradePerformance, span: Span
    ) -> [LifecycleReport.Income.Period] {
        var periods: [CalendarDate: LifecycleReport.Income.Period] = [:]
        func change(_ date: CalendarDate, _ body: (inout LifecycleReport.Income.Period) -> Void) {
            let (begins, ends) = span(date)
            body(&periods[begins, default: LifecycleReport.Income.Period(begins: begins, ends: ends)])
        }
        var credits: Set<String> = []
        for trade in trades {
            guard let credit = credit(of: trade) else { continue }
            change(trade.time.newYork.date) { $0.premiumReceived += credit }
            for leg in trade.legs where !leg.opened.isZero { credits.formUnion(leg.events) }
        }
        for lot in outcomes.lots where lot.isCostKnown {
            if case .option = lot.instrument, lot.ending == .closed || lot.ending == .cashSettled,
                credits.contains(lot.openedBy)
            {
                change(lot.closedOn) { $0.premiumClosed += lot.closingAmount + lot.closingFees }
            }
            change(lot.closedOn) { period in
                if case .option = lot.instrument {
                    period.optionProfit += lot.profit
                } else {
                    period.shareProfit += lot.profit
                }
            }
        }
        for result in outcomes.stated {
            change(result.closedOn) { period in
                period.stated.add(result.profit)
                if case .option = result.instrument {
                    period.optionProfit += result.profit
                } else {
                    period.shareProfit += result.profit
                }
            }
        }
        for closing in outcomes.unopened {
            change(closing.closedOn) { period in
                if case .option = closing.instrument {
                    period.unopenedOptions += 1
                } else {
                    period.unopenedShares += 1
                }
            }
        }
        for event in book.allEvents {
            guard max(abs(event.amount.dollars), abs(event.fees.dollars)) <= amountLimit else { continue }
            let cash = event.amount + event.fees
            switch event.kind {
            case .dividend: change(event.time.newYork.date) { $0.dividends += cash }
            case .interest: change(event.time.newYork.date) { $0.interest += cash }
            case .fee: change(event.time.newYork.date) { $0.fees += cash }
            default: break
            }
        }
        return periods.values.sorted { $0.begins < $1.begins }
    }

    /// Net credit of the options that a trade opened, fees included: what its long legs cost is taken off. nil when it sold
    /// none or paid more than it took in.
    static func credit(of trade: Trade) -> Money? {
        guard trade.kind == .trade else { return nil }
        var sum = Money.zero
        var isSold = false
        for leg in trade.legs where !leg.opened.isZero {
            guard case .option = leg.instrument else { continue }
            isSold = isSold || leg.opened.isShort
            sum += part(leg, leg.opened)
        }
        return isSold && sum > .zero ? sum : nil
    }

    /// The part of a leg's cash, fees included, that belongs to some of its quantity.
    static func part(_ leg: TradeLeg, _ quantity: Quantity) -> Money {
        let whole = Int64(clamping: leg.quantity.millionths.magnitude)
        guard whole > 0, let cash = try? leg.amount.adding(leg.fees) else { return .zero }
        return (try? cash.scaled(by: Int64(clamping: quantity.millionths.magnitude), over: whole)) ?? .zero
    }
}
