import Glibc
import MagnusDomain
import MagnusQuant

/// What becomes of the positions after the anchor: early exercise, expiry, assignment, settlement, dividends, interest.
///
/// The broker's report resolves a position, not the close: reports of a session arrive at 07:00 of the next business
/// day, those of a Friday at 06:00 on Saturday. Rules, all documented by the exchange or named as a model:
/// - OCC exercises what is 0.01 or more in the money on the official close.
/// - Pin (model): within 0.1 % of the strike holders look at the price at 17:30. In the money at the close but out of it
///   by then, half of the contracts (rounded down) are assigned; the other way round half, rounded up.
/// - A short call in the money is exercised on the night before an ex-date when the dividend exceeds
///   K(1 - e^(-r tau)) + P (rational exercise).
/// - Cash-settled series settle on the close, morning-settled ones on the opening print.
/// - Dividends of shares held before the ex-date arrive 21 days after it or on the next session; interest of 1.2 % a year on positive cash with
///   the last session of a month.
struct PaperLifecycle {
    let world: SimulatedWorld
    var ledger: PaperLedger
    private var holdings: [Holding]
    private var shares: [String: Int] = [:]
    private var cash: Double

    struct Holding {
        var contract: OptionContract
        var quantity: Int
        var group: String
    }

    static let interestRate = 0.012

    init(world: SimulatedWorld, ledger: PaperLedger) {
        self.world = world
        self.ledger = ledger
        cash = ledger.cash.dollars
        var held: [OptionContract: Holding] = [:]
        for event in ledger.events {
            guard let count = event.quantity.whole, count != 0 else { continue }
            switch event.instrument {
            case .stock(let symbol): shares[symbol, default: 0] += count
            case .option(let contract):
                var holding =
                    held[contract] ?? Holding(contract: contract, quantity: 0, group: event.orderIdentifier ?? "")
                holding.quantity += count
                if event.kind == .trade { holding.group = event.orderIdentifier ?? holding.group }
                held[contract] = holding
            case nil: break
            }
        }
        holdings = held.values.filter { $0.quantity != 0 }.sorted {
            ($0.contract.expiry, $0.contract.osi) < ($1.contract.expiry, $1.contract.osi)
        }
    }

    /// Every event from the anchor to the end of the last position, with a year of dividends and interest.
    mutating func run(through last: CalendarDate) -> [LedgerEvent] {
        for date in world.calendar.sessions(from: SimulatedWorld.anchorDate, through: last) {
            payDividends(on: date)
            expire(on: date)
            exerciseBeforeDividend(after: date)
            payInterest(on: date)
        }
        return ledger.events
    }

    /// When the broker reports what happened on a session.
    func report(after date: CalendarDate) -> Instant {
        if date.weekday == .friday { return NewYorkTime.instant(on: date.adding(days: 1), hour: 6, minute: 0) }
        return NewYorkTime.instant(on: world.calendar.nextSession(after: date), hour: 7, minute: 0)
    }

    private mutating func expire(on date: CalendarDate) {
        let due = holdings.filter { world.calendar.sessionOnOrBefore($0.contract.expiry) == date }
        guard !due.isEmpty else { return }
        holdings.removeAll { world.calendar.sessionOnOrBefore($0.contract.expiry) == date }
        for holding in due {
            let contract = holding.contract
            guard let close = world.officialClose(of: contract.underlying, on: date),
                let print = world.openingPrint(of: contract.underlying, on: date)
            else { continue }
            switch contract.settlement {
            case .cashMorning: settle(holding, at: print, on: date)
            case .cashAfternoon: settle(holding, at: close, on: date)
            case .physical: deliver(holding, close: close, on: date)
            }
        }
    }

    private mutating func settle(_ holding: Holding, at value: Double, on date: CalendarDate) {
        let contract = holding.contract
        let intrinsic = max(contract.right.sign * (value - contract.strike), 0)
        record(
            holding, quantity: -holding.quantity, kind: intrinsic > 0 ? .cashSettlement : .expiration, price: intrinsic,
            time: report(after: date), details: "Settled at \(Self.text(value))")
    }

    private mutating func deliver(_ holding: Holding, close: Double, on date: CalendarDate) {
        let contract = holding.contract
        let inMoney = contract.right.sign * (valueDelivered(contract, close) - contract.strike)
        var count = inMoney >= 0.0099 ? abs(holding.quantity) : 0
        if holding.quantity < 0, abs(inMoney) <= 0.001 * contract.strike, !contract.isAdjusted,
            let late = world.spot(
                of: contract.underlying, at: NewYorkTime.instant(on: date, hour: 17, minute: 30))
        {
            let lateInMoney = contract.right.sign * (late - contract.strike)
            if count > 0, lateInMoney < -0.001 * contract.strike { count /= 2 }
            if count == 0, inMoney < 0.0099, lateInMoney > 0.001 * contract.strike {
                count = (abs(holding.quantity) + 1) / 2
            }
        }
        let time = report(after: date)
        if count > 0 { exercise(holding, count: count, time: time) }
        let rest = abs(holding.quantity) - count
        if rest > 0 {
            record(
                holding, quantity: holding.quantity < 0 ? rest : -rest, kind: .expiration, price: 0, time: time,
                details: "Expired \(rest) \(contract.osi)")
        }
    }

    /// What one share of premium delivers, in dollars: the spot, or the adjusted deliverable over the multiplier.
    private func valueDelivered(_ contract: OptionContract, _ close: Double) -> Double {
        guard case .adjusted(let count, _, let cash) = contract.deliverable else { return close }
        return (close * Double(count) + cash.dollars) / Double(contract.multiplier)
    }

    private mutating func exercise(_ holding: Holding, count: Int, time: Instant) {
        let contract = holding.contract
        let isShort = holding.quantity < 0
        let kind: LedgerEventKind = isShort ? .assignment : .exercise
        let words = "\(isShort ? "Assigned" : "Exercised") \(count) of \(abs(holding.quantity)) \(contract.osi)"
        record(holding, quantity: isShort ? count : -count, kind: kind, price: 0, time: time, details: words)
        var perContract = 100
        if case .adjusted(let stated, _, _) = contract.deliverable { perContract = stated }
        // A short put and a long call receive shares.
        let receives = (contract.right == .put) == isShort
        let change = (receives ? 1 : -1) * count * perContract
        let price = contract.strike * Double(contract.multiplier) / Double(perContract)
        let leg = PaperBook.Leg(instrument: .stock(symbol: contract.underlying), quantity: change, price: price)
        ledger.append(
            time: time, kind: kind, leg: leg, group: holding.group, index: 100 + ledger.events.count, details: words)
        shares[contract.underlying, default: 0] += change
        cash -= Double(change) * price
    }

    private mutating func record(
        _ holding: Holding, quantity: Int, kind: LedgerEventKind, price: Double, time: Instant, details: String
    ) {
        let leg = PaperBook.Leg(instrument: .option(holding.contract), quantity: quantity, price: price)
        ledger.append(
            time: time, kind: kind, leg: leg, group: holding.group, index: 100 + ledger.events.count, details: details)
        cash -= Double(quantity * holding.contract.multiplier) * price
    }

    private mutating func exerciseBeforeDividend(after date: CalendarDate) {
        let next = world.calendar.nextSession(after: date)
        for position in holdings.indices.reversed() {
            let holding = holdings[position]
            let contract = holding.contract
            guard holding.quantity < 0, contract.right == .call, contract.style == .american,
                let index = world.securityIndex(contract.underlying),
                let event = world.events[index].dividends.first(where: { $0.exDate == next }),
                let close = world.officialClose(of: contract.underlying, on: date), close > contract.strike
            else { continue }
            let years = contract.yearsToExpiry(from: NewYorkTime.instant(on: next, hour: 9, minute: 30))
            var put = contract
            put.right = .put
            let quote = world.quote(of: put, now: NewYorkTime.instant(on: date, hour: 15, minute: 59))
            let putPrice = ((quote?.bid ?? 0) + (quote?.ask ?? 0)) / 2
            let carry = contract.strike * (1 - exp(-SimulatedWorld.rate * years))
            guard event.amount > carry + putPrice else { continue }
            holdings.remove(at: position)
            exercise(
                holding, count: -holding.quantity, time: NewYorkTime.instant(on: next, hour: 7, minute: 0))
        }
    }

    private mutating func payDividends(on date: CalendarDate) {
        for (symbol, count) in shares.sorted(by: { $0.key < $1.key }) where count != 0 {
            guard let index = world.securityIndex(symbol),
                let event = world.events[index].dividends.first(where: { $0.exDate == date })
            else { continue }
            let amount = PaperLedger.money(event.amount * Double(count))
            ledger.appendCash(
                time: NewYorkTime.instant(on: date.adding(days: 21), hour: 7, minute: 0), kind: .dividend,
                amount: amount,
                instrument: .stock(symbol: symbol), identifier: "D-\(symbol)-\(date)",
                details: "Dividend \(symbol) \(count) x \(Self.text(event.amount))")
            cash += amount.dollars
        }
    }

    private mutating func payInterest(on date: CalendarDate) {
        guard world.calendar.nextSession(after: date).month != date.month, cash > 0 else { return }
        let amount = PaperLedger.money((cash * Self.interestRate / 12 * 100).rounded(.down) / 100)
        ledger.appendCash(
            time: NewYorkTime.instant(on: date, hour: 18, minute: 0), kind: .interest, amount: amount,
            identifier: "I-\(date)", details: "Credit interest")
        cash += amount.dollars
    }

    private static func text(_ dollars: Double) -> String { PaperLedger.money(dollars).exactText }
}
