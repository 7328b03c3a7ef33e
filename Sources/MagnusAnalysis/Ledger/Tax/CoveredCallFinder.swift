import MagnusDomain
import MagnusQuant

/// Calls written against shares of the same account, and what they do to the holding period (26 U.S.C. 1092(c)(4)).
public enum CoveredCallFinder {
    /// Prices of the days around the writing of calls, by symbol.
    public typealias Bars = [String: [DailyBar]]

    /// Ids of the events that wrote calls against shares, and their underlyings with the first day of interest.
    public static func symbols(_ book: LedgerBook, trades: [Trade]) -> [String: CalendarDate] {
        var result: [String: CalendarDate] = [:]
        for flag in flags(book, trades: trades, bars: [:]) {
            let day = flag.writtenOn
            result[flag.contract.underlying] = min(result[flag.contract.underlying] ?? day, day)
        }
        return result
    }

    /// By day, then event.
    /// - Parameters:
    ///   - bars: daily bars of the underlyings in order of date, unadjusted; missing ones leave the status unknown.
    ///   - strikes: strikes listed when a call was written, by the event's id.
    public static func flags(
        _ book: LedgerBook, trades: [Trade], bars: Bars, strikes: [String: [Double]] = [:]
    ) -> [CoveredCallFlag] {
        let spans = ShareSpans(book)
        var ends: [String: Instant] = [:]
        for lot in book.closedLots { ends[lot.openedBy] = max(ends[lot.openedBy] ?? lot.closedAt, lot.closedAt) }
        let open = Set(book.openLots.map(\.openedBy))
        var result: [CoveredCallFlag] = []
        for trade in trades where trade.kind == .trade {
            for leg in trade.legs where leg.opened.isShort {
                guard case .option(let contract) = leg.instrument, contract.right == .call,
                    contract.settlement == .physical, let event = leg.events.first
                else { continue }
                // Shares bought in the same order stand behind the call as well.
                let held = spans.held(trade.account, contract.underlying, at: trade.time)
                let count = held.reduce(Quantity.zero) { $0 + $1.shares }
                let wanted = Quantity(
                    millionths: leg.opened.millionths.magnitude.multipliedReportingOverflow(
                        by: UInt64(max(1, contract.multiplier))
                    ).partialValue.clamped)
                let shares = min(count, wanted)
                guard shares > .zero else { continue }
                let day = trade.time.newYork.date
                let price = applicablePrice(bars[contract.underlying] ?? [], on: day)
                let days = contract.expiry.days(since: day)
                let status = QualifiedCoveredCall.status(
                    strike: contract.strike, daysToExpiry: days, applicablePrice: price, strikes: strikes[event] ?? [])
                // Of shares that the rows first show on a day the term is not known before a year is over.
                let young = held.filter { HoldingTerm(acquired: $0.openedAt.newYork.date, disposed: day) == .short }
                let own =
                    young.isEmpty ? HoldingPeriodEffect.none : effect(status, strike: contract.strike, price: price)
                let isTermKnown = young.isEmpty || young.contains(where: \.isOpeningDayKnown)
                let isOpen = leg.events.contains(where: open.contains)
                let ended = isOpen ? nil : leg.events.compactMap { ends[$0] }.max()
                result.append(
                    CoveredCallFlag(
                        event: event, account: trade.account, contract: contract, shares: shares, writtenOn: day,
                        endedOn: ended?.newYork.date, daysToExpiry: days, applicablePrice: price, status: status,
                        effect: isTermKnown || own == .none ? own : .unknown))
            }
        }
        return result.sorted { ($0.writtenOn, $0.event) < ($1.writtenOn, $1.event) }
    }

    static func effect(_ status: CoveredCallStatus, strike: Double, price: Double?) -> HoldingPeriodEffect {
        switch status {
        case .termTooShort, .tooDeep: .startsOver
        case .qualified: price.map { strike < $0 ? .suspended : .none } ?? .unknown
        case .unknown: .unknown
        }
    }

    /// nil without the session before.
    private static func applicablePrice(_ bars: [DailyBar], on day: CalendarDate) -> Double? {
        var low = 0
        var high = bars.count
        while low < high {
            let middle = (low + high) / 2
            if bars[middle].date < day { low = middle + 1 } else { high = middle }
        }
        // A bar of two weeks before is not the most recent day it was traded on.
        guard low > 0, day.days(since: bars[low - 1].date) <= 7, bars[low - 1].close > 0 else { return nil }
        let open = low < bars.count && bars[low].date == day ? bars[low].open : nil
        return QualifiedCoveredCall.applicablePrice(closeBefore: bars[low - 1].close, open: open)
    }
}

extension UInt64 {
    /// Within what a quantity can count.
    fileprivate var clamped: Int64 { Int64(clamping: self) }
}
