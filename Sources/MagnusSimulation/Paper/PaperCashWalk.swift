import MagnusDomain
import MagnusQuant

/// Free cash of an account on every day of its history: cash less what its short options may take.
///
/// Cash is counted backwards from the stated cash at the anchor, so that what is added later lowers or raises the days
/// before it. A day counts what was open at any moment of it against the lesser of the cash before and after it.
struct PaperCashWalk {
    private let first: CalendarDate
    /// Dollars free on the day, by days after `first`.
    private var free: [Double]

    /// - Parameters:
    ///   - cash: dollars at the anchor.
    ///   - events: everything that is already decided, in any order; those after `last` are left out.
    init(cash: Double, events: [LedgerEvent], from first: CalendarDate, through last: CalendarDate) {
        self.first = first
        let count = last.days(since: first) + 1
        var byDay = [[LedgerEvent]](repeating: [], count: count)
        for event in events.sorted(by: { $0.time < $1.time }) {
            let day = event.time.newYork.date.days(since: first)
            if byDay.indices.contains(day) { byDay[day].append(event) }
        }
        var after = [Double](repeating: cash, count: count)
        for day in stride(from: count - 1, to: 0, by: -1) {
            after[day - 1] = after[day] - byDay[day].reduce(0) { $0 + ($1.amount + $1.fees).dollars }
        }
        free = after
        var held: [String: [OptionContract: Int]] = [:]
        // Where a contract is held: an assignment may be recorded with the row of the shares it brings.
        var homes: [OptionContract: String] = [:]
        var reserved = 0.0
        for day in 0..<count {
            var most = reserved
            for (index, event) in byDay[day].enumerated() {
                guard case .option(let contract) = event.instrument, let group = event.orderIdentifier else { continue }
                let home = homes[contract] ?? group
                homes[contract] = home
                held[home, default: [:]][contract, default: 0] += event.quantity.whole ?? 0
                // The legs of one order count together.
                let next = index + 1 < byDay[day].count ? byDay[day][index + 1] : nil
                if next?.orderIdentifier == group, next?.time == event.time { continue }
                reserved = held.values.reduce(0) { $0 + Self.reserve($1) }
                most = max(most, reserved)
            }
            free[day] = min(after[day], after[max(0, day - 1)]) - most
        }
    }

    /// The least of the days from one to another.
    func least(from start: CalendarDate, through end: CalendarDate) -> Double {
        let range = max(0, start.days(since: first))...max(0, min(free.count - 1, end.days(since: first)))
        return free[range].min() ?? 0
    }

    /// Whether some lots of a short put leave at least `floor` dollars free on every day.
    func fits(_ trade: PaperHistory.Trade, quantity: Int, floor: Double) -> Bool {
        let (begin, end) = span(trade)
        guard free.indices.contains(end) else { return false }
        return (0...end).allSatisfy { day in
            // A day that was short before is no worse for a trade that leaves it as it is.
            let change = effect(trade, quantity: quantity, on: day, begin: begin)
            return change >= 0 || free[day] + change >= (day >= begin ? floor : PaperHistory.cushion)
        }
    }

    mutating func add(_ trade: PaperHistory.Trade, quantity: Int) {
        let (begin, end) = span(trade)
        for day in 0...min(end, free.count - 1) {
            free[day] += effect(trade, quantity: quantity, on: day, begin: begin)
        }
    }

    /// First and last day on which the trade reserves cash: what expires does so until the broker reports it.
    private func span(_ trade: PaperHistory.Trade) -> (Int, Int) {
        (max(0, trade.opened.days(since: first)), trade.closed.days(since: first) + (trade.exit == nil ? 1 : 0))
    }

    /// Before the trade its profit was not there yet; while it is open its strike is reserved. What closing it will cost
    /// counts as spent already, so the sum of many is never too high.
    private func effect(_ trade: PaperHistory.Trade, quantity: Int, on day: Int, begin: Int) -> Double {
        let strike = day < begin ? 0 : trade.contract.strike * 100
        let profit = day > begin ? 0 : day < begin ? -trade.profit : min(-trade.profit, 0)
        return (profit - strike) * Double(quantity)
    }

    /// What the options of one strategy may take: the worst payoff at expiry, strikes in full where expiries differ.
    static func reserve(_ held: [OptionContract: Int]) -> Double {
        let legs = held.filter { $0.value != 0 }
        guard Set(legs.keys.map(\.expiry)).count == 1 else {
            return legs.reduce(0) { total, leg in
                guard leg.key.right == .put, leg.value < 0 else { return total }
                return total - leg.key.strike * 100 * Double(leg.value)
            }
        }
        func payoff(_ price: Double) -> Double {
            legs.reduce(0) { total, leg in
                total + 100 * Double(leg.value) * max(0, leg.key.right.sign * (price - leg.key.strike))
            }
        }
        let worst = ([0] + legs.keys.map(\.strike)).map(payoff).min() ?? 0
        return max(0, -worst)
    }
}
