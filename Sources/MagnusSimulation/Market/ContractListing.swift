import MagnusDomain
import MagnusQuant
import Synchronization

/// Which expiries and strikes the exchange lists, by session.
///
/// Expiries: as the cycle of the class says, moved before holidays; four monthly expiries; March, June, September and
/// December out to a year; two Januaries beyond. Strikes: around the previous close, further apart away from it.
final class ContractListing: Sendable {
    struct Expiry: Sendable, Hashable {
        var root: String
        var date: CalendarDate
        /// Seconds since the epoch.
        var settlement: Int
        var lastTrade: Int
    }

    private struct Key: Hashable {
        var symbol: String
        var day: Int
    }

    /// Expiries cost calendar work; a session's list never changes, so remembering it changes no answer.
    private let cache = Mutex<[Key: [Expiry]]>([:])
    private let moments = Mutex<[Key: ExpiryInstants]>([:])

    func expiries(of security: SimulatedSecurity, on date: CalendarDate, calendar: ExchangeCalendar) -> [Expiry] {
        let key = Key(symbol: security.symbol, day: date.daysSinceEpoch)
        if let known = cache.withLock({ $0[key] }) { return known }
        let listed = list(security, date, calendar)
        cache.withLock { cache in
            if cache.count > 512 { cache.removeAll(keepingCapacity: true) }
            cache[key] = listed
        }
        return listed
    }

    private func list(_ security: SimulatedSecurity, _ date: CalendarDate, _ calendar: ExchangeCalendar) -> [Expiry] {
        guard security.cycle != .none else { return [] }
        var days: Set<CalendarDate> = []
        switch security.cycle {
        case .none: break
        case .monthly: break
        case .weekly: days.formUnion(calendar.weeklyExpiries(from: date, through: date.adding(days: 56)))
        case .threeAWeek:
            days.formUnion(calendar.weeklyExpiries(from: date, through: date.adding(days: 56)))
            for offset in 0...14 {
                let day = date.adding(days: offset)
                if [.monday, .wednesday].contains(day.weekday), calendar.isSession(day) { days.insert(day) }
            }
        case .daily:
            days.formUnion(calendar.weeklyExpiries(from: date, through: date.adding(days: 56)))
            days.formUnion(calendar.sessions(from: date, through: date.adding(days: 25)))
        }
        var (year, month, _) = date.components
        var monthlies = 0
        for _ in 0..<34 {
            if let expiry = calendar.monthlyExpiry(year: year, month: month), expiry >= date {
                monthlies += 1
                let away = expiry.days(since: date)
                if monthlies <= 4 || (month % 3 == 0 && away <= 366) || (month == 1 && away <= 1000) {
                    days.insert(expiry)
                }
            }
            month += 1
            if month > 12 { (month, year) = (1, year + 1) }
        }
        var result: [Expiry] = []
        for day in days.sorted() {
            for root in roots(security, day, calendar) {
                guard let instants = instants(root: root, expiry: day, calendar: calendar) else { continue }
                result.append(
                    Expiry(
                        root: root, date: day, settlement: Int(instants.settlement.secondsSinceEpoch),
                        lastTrade: Int(instants.lastTrade.secondsSinceEpoch)))
            }
        }
        return result
    }

    /// The end of a series, remembered: it never changes.
    func instants(root: String, expiry: CalendarDate, calendar: ExchangeCalendar) -> ExpiryInstants? {
        let key = Key(symbol: root, day: expiry.daysSinceEpoch)
        if let known = moments.withLock({ $0[key] }) { return known }
        guard let instants = Self.computeInstants(root: root, expiry: expiry, calendar: calendar) else { return nil }
        moments.withLock { moments in
            if moments.count > 4096 { moments.removeAll(keepingCapacity: true) }
            moments[key] = instants
        }
        return instants
    }

    private static func computeInstants(root: String, expiry: CalendarDate, calendar: ExchangeCalendar)
        -> ExpiryInstants?
    {
        let contract = try? OptionContract.standard(root: root, expiry: expiry, right: .put, strikeThousandths: 1000)
        return contract?.expiryInstants(calendar: calendar)
    }

    private func roots(_ security: SimulatedSecurity, _ day: CalendarDate, _ calendar: ExchangeCalendar) -> [String] {
        guard security.symbol == "SPX" else { return [security.symbol] }
        return calendar.isMonthlyExpiry(day) ? ["SPX", "SPXW"] : ["SPXW"]
    }

    /// Listed strikes in thousandths, ascending: a fine grid near the money, a coarser one out to three deviations.
    /// - Parameter deviation: standard deviation of the log price to the expiry.
    func strikes(step: Int, reference: Double, deviation: Double, pinned: [Int]) -> [Int] {
        let center = reference * 1000
        let near = max(5 * Double(step), min(0.3, 1.2 * deviation) * center)
        let far = max(near, min(0.6, 3 * deviation) * center)
        var fine = 1
        while near / Double(step * fine) > 10 { fine = Self.nextMultiple(fine) }
        var coarse = fine
        while (far - near) / Double(step * coarse) > 5 { coarse = Self.nextMultiple(coarse) }
        var strikes = Set(pinned)
        func add(_ reach: Double, _ multiple: Int) {
            let grid = step * multiple
            let first = max(grid, Int(((center - reach) / Double(grid)).rounded(.up)) * grid)
            let last = Int(((center + reach) / Double(grid)).rounded(.down)) * grid
            guard first <= last else { return }
            strikes.formUnion(stride(from: first, through: last, by: grid))
        }
        add(near, fine)
        add(far, coarse)
        return strikes.sorted()
    }

    /// 1, 2, 4, 10, 20, 40, 100 ...
    private static func nextMultiple(_ multiple: Int) -> Int {
        var unit = 1
        while multiple >= unit * 10 { unit *= 10 }
        return multiple / unit == 4 ? unit * 10 : multiple * 2
    }
}
