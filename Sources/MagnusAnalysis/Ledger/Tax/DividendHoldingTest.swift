import MagnusDomain
import MagnusQuant

/// The holding period of qualified dividends on common shares: more than 60 days of the 121 that begin 60 days before the
/// ex-date (26 U.S.C. 1(h)(11)(B)(iii), IRS Publication 550). The day of purchase does not count, the day of sale does,
/// and days do not count on which a put bought or a call that is not qualified took the risk away (26 U.S.C. 246(c)(4)).
public enum DividendHoldingTest {
    /// Days needed.
    public static let needed = 61
    /// Half of the window.
    public static let reach = 60
    /// A payment comes at most so long after its ex-date.
    static let latestPayment = 90

    /// Days of the window on which shares count.
    /// - Parameters:
    ///   - acquired: its day does not count.
    ///   - disposed: its day counts; the last day known while they are held.
    ///   - isExcluded: whether a position took the risk away on a day.
    public static func days(
        acquired: CalendarDate, disposed: CalendarDate, exDate: CalendarDate,
        isExcluded: ((CalendarDate) -> Bool)? = nil
    ) -> Int {
        let first = max(acquired.adding(days: 1), exDate.adding(days: -reach))
        let last = min(disposed, exDate.adding(days: reach))
        guard first <= last else { return 0 }
        guard let isExcluded else { return last.days(since: first) + 1 }
        var count = 0
        for offset in 0...last.days(since: first) where !isExcluded(first.adding(days: offset)) { count += 1 }
        return count
    }

    enum Verdict: Hashable {
        case meets
        case breaks
        case unknown
    }

    /// Days on which something took the risk of some shares away.
    private struct Exclusion {
        var from: CalendarDate
        /// nil while it lasts.
        var until: CalendarDate?
        var shares: Quantity
        var isSure: Bool

        func covers(_ day: CalendarDate) -> Bool { day >= from && until.map { day <= $0 } ?? true }
    }

    /// One flag for every dividend on shares, by day, then event.
    /// - Parameters:
    ///   - calls: of ``CoveredCallFinder``.
    ///   - exDates: by the event's id, where a source tells them.
    ///   - now: what is still held counts up to this day.
    public static func flags(
        _ book: LedgerBook, calls: [CoveredCallFlag], exDates: [String: CalendarDate] = [:], now: Instant
    ) -> [DividendFlag] {
        let spans = ShareSpans(book)
        let exclusions = exclusions(book, calls)
        var result: [DividendFlag] = []
        for event in book.allEvents where event.kind == .dividend && LedgerBook.isCountable(event) {
            guard case .stock(let symbol)? = event.instrument, event.amount > .zero else { continue }
            let key = ShareSpans.Key(account: event.account, symbol: symbol)
            let paid = event.time.newYork.date
            let own = spans.spans[key] ?? []
            let dates =
                exDates[event.id].map { [$0] }
                ?? (0...latestPayment).map { paid.adding(days: -$0) }
            result.append(
                flag(
                    event, symbol: symbol, paid: paid, exDate: exDates[event.id], spans: own, dates: dates,
                    exclusions: exclusions[key] ?? [], today: now.newYork.date))
        }
        return result.sorted { ($0.paidOn, $0.event) < ($1.paidOn, $1.event) }
    }

    private static func flag(
        _ event: LedgerEvent, symbol: String, paid: CalendarDate, exDate: CalendarDate?, spans: [ShareSpans.Span],
        dates: [CalendarDate], exclusions: [Exclusion], today: CalendarDate
    ) -> DividendFlag {
        var shares: [Verdict: Int64] = [:]
        var longest = 0
        var before = Int64(0)
        // Oldest first: what takes risk away stands against them.
        for span in spans {
            let acquired = span.openedAt.newYork.date
            let disposed = span.closedAt?.newYork.date
            let entitled = dates.filter { date in acquired < date && disposed.map { $0 >= date } ?? true }
            guard !entitled.isEmpty else { continue }
            let own = exclusions.filter { $0.shares.millionths > before }
            before += span.shares.millionths
            var verdicts: Set<Verdict> = []
            for date in entitled {
                let end = disposed ?? min(today, date.adding(days: reach))
                let all = days(acquired: acquired, disposed: end, exDate: date)
                let sure =
                    own.isEmpty
                    ? all
                    : days(acquired: acquired, disposed: end, exDate: date) { day in
                        own.contains { $0.covers(day) }
                    }
                let most =
                    own.isEmpty
                    ? all
                    : days(acquired: acquired, disposed: end, exDate: date) { day in
                        own.contains { $0.isSure && $0.covers(day) }
                    }
                longest = max(longest, sure)
                let isOver = disposed != nil || today >= date.adding(days: reach)
                // Shares that the rows first show on a day were held before it, for nobody knows how long.
                let isShort = most < needed && isOver && span.isOpeningDayKnown
                verdicts.insert(sure >= needed ? .meets : isShort ? .breaks : .unknown)
            }
            let verdict = verdicts.count == 1 ? verdicts.first ?? .unknown : .unknown
            shares[verdict, default: 0] += span.shares.millionths
        }
        let total = shares.values.reduce(0, +)
        func part(_ verdict: Verdict) -> Money {
            guard total > 0 else { return .zero }
            return (try? event.amount.scaled(by: shares[verdict] ?? 0, over: total)) ?? .zero
        }
        let (meets, breaks) = (part(.meets), part(.breaks))
        return DividendFlag(
            event: event.id, account: event.account, symbol: symbol, paidOn: paid, exDate: exDate,
            amount: event.amount, meets: meets, breaks: breaks, unknown: event.amount - meets - breaks,
            daysHeld: longest)
    }

    private static func exclusions(
        _ book: LedgerBook, _ calls: [CoveredCallFlag]
    ) -> [ShareSpans.Key: [Exclusion]] {
        var result: [ShareSpans.Key: [Exclusion]] = [:]
        for call in calls where call.status != .qualified {
            result[ShareSpans.Key(account: call.account, symbol: call.contract.underlying), default: []].append(
                Exclusion(
                    from: call.writtenOn, until: call.endedOn, shares: call.shares, isSure: call.status != .unknown))
        }
        func addPut(_ instrument: Instrument, _ quantity: Quantity, account: String, from: Instant, until: Instant?) {
            guard case .option(let contract) = instrument, contract.right == .put, quantity > .zero,
                contract.settlement == .physical
            else { return }
            let (size, overflow) = quantity.millionths.multipliedReportingOverflow(by: Int64(contract.multiplier))
            result[ShareSpans.Key(account: account, symbol: contract.underlying), default: []].append(
                Exclusion(
                    from: from.newYork.date, until: until?.newYork.date,
                    shares: Quantity(millionths: overflow ? .max : size), isSure: true))
        }
        for lot in book.closedLots {
            addPut(lot.instrument, lot.quantity, account: lot.account, from: lot.openedAt, until: lot.closedAt)
        }
        for lot in book.openLots {
            addPut(lot.instrument, lot.quantity, account: lot.account, from: lot.openedAt, until: nil)
        }
        return result
    }
}
