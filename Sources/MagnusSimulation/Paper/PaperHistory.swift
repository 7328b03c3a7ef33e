import MagnusDomain
import MagnusQuant

/// Fourteen months of closed trades before the anchor, made from what the world's prices really did.
///
/// 180 closed option trades, no two in the same series: those of the wheels and campaigns, and short puts chosen so that
/// 128 of all gained (71 %) and 52 lost. Entry and exit prices are the world's own quotes of those days. The
/// losses of August and September 2026 are sized for a drawdown of 9 % of the account.
struct PaperHistory {
    let world: SimulatedWorld
    let random: CounterRandom

    static let first = CalendarDate.on(2026, 1, 12)
    static let total = 180
    static let totalLosers = 52
    static let fee = 0.02
    /// The drawdown of realised equity to reach, as a fraction, on this base in dollars.
    static let drawdown = 0.09
    static let base = 160_000.0

    struct Trade {
        var contract: OptionContract
        var opened: CalendarDate
        var closed: CalendarDate
        var entry: Double
        /// nil when the option expired worthless.
        var exit: Double?
        var quantity: Int

        /// Dollars per contract, with fees.
        var profit: Double {
            (entry - (exit ?? 0)) * 100 - (exit == nil ? 1 : 2) * PaperHistory.fee
        }
    }

    private static let universe = [
        "AAPL", "AMD", "BAC", "CSCO", "DIS", "INTC", "KO", "MO", "MU", "NVDA", "PFE", "PLTR", "T", "TLT", "UBER", "VZ",
        "WMT", "XLE", "XLF", "XOM",
    ]

    /// Short puts to make, and how many of them lose.
    private let count: Int
    private let losers: Int
    /// Series that are traded elsewhere.
    private let taken: Set<OptionContract>

    /// - Parameter others: the events of all other option trades; those closed in them count towards the total.
    init(world: SimulatedWorld, others: [LedgerEvent]) {
        self.world = world
        var quantities: [OptionContract: Int] = [:]
        var profits: [OptionContract: Double] = [:]
        for event in others {
            guard case .option(let contract) = event.instrument else { continue }
            quantities[contract, default: 0] += event.quantity.whole ?? 0
            profits[contract, default: 0] += (event.amount + event.fees).dollars
        }
        taken = Set(quantities.keys)
        let closed = quantities.filter { $0.value == 0 }.keys
        count = max(1, Self.total - closed.count)
        losers = max(0, Self.totalLosers - closed.filter { (profits[$0] ?? 0) <= 0 }.count)
        random = CounterRandom(seed: world.seed, stream: "paper history")
    }

    /// The sessions on which the trades are closed, in order; in the bad months more of them lose.
    func trades() -> [Trade] {
        let days = world.calendar.sessions(from: .on(2026, 2, 2), through: .on(2027, 3, 11))
        let bad = CalendarDate.on(2026, 8, 10)...CalendarDate.on(2026, 9, 30)
        let closes = (0..<count).map { days[$0 * days.count / count] }
        let inside = closes.indices.filter { bad.contains(closes[$0]) }
        let outside = closes.indices.filter { !bad.contains(closes[$0]) }
        // Four of five trades lose in the bad weeks, the rest of the losers are spread evenly.
        var losing = Set(inside.enumerated().filter { $0.offset % 5 != 2 }.map(\.element).prefix(losers))
        let rest = losers - losing.count
        for number in 0..<max(0, rest) { losing.insert(outside[(2 * number + 1) * outside.count / (2 * rest)]) }
        var used = taken
        var trades: [Trade] = []
        for slot in closes.indices {
            guard
                let trade = trade(
                    slot: slot, closed: closes[slot], loses: losing.contains(slot),
                    isHeavy: bad.contains(closes[slot]), used: used)
            else {
                continue
            }
            used.insert(trade.contract)
            trades.append(trade)
        }
        sizeDrawdown(&trades, bad: bad)
        return trades
    }

    private func trade(slot: Int, closed: CalendarDate, loses: Bool, isHeavy: Bool, used: Set<OptionContract>) -> Trade?
    {
        var best: Trade?
        for attempt in 0..<240 {
            let stream = random.stream(slot).stream(attempt)
            let symbol = Self.universe[stream.index(0, below: Self.universe.count)]
            let hold = 4 + stream.index(1, below: 24)
            let opened = world.calendar.adding(sessions: -hold, to: closed)
            guard opened >= Self.first, let index = world.securityIndex(symbol) else { continue }
            let worthless = !loses && slot % 4 == 0
            let expiry =
                worthless
                ? world.calendar.weeklyExpiry(inWeekOf: closed)
                : world.calendar.weeklyExpiry(inWeekOf: opened.adding(days: 28 + 7 * stream.index(2, below: 3)))
            guard expiry > opened, worthless || expiry > closed else { continue }
            let openTime = NewYorkTime.instant(on: opened, hour: 10, minute: 5 + stream.index(3, below: 50))
            guard let spot = world.spot(of: symbol, at: openTime) else { continue }
            let step = SecurityCatalogue.all[index].strikeStep
            let strike = Int(spot * (0.93 + 0.055 * stream.uniform(4)) * 1000) / step * step
            guard
                let contract = try? OptionContract.standard(
                    root: symbol, expiry: expiry, right: .put, strikeThousandths: strike), !used.contains(contract),
                let entry = world.quote(of: contract, now: openTime)?.bid, entry >= 0.20
            else { continue }
            var trade = Trade(contract: contract, opened: opened, closed: closed, entry: entry, quantity: 1)
            if worthless {
                guard let close = world.officialClose(of: symbol, on: expiry), close > contract.strike * 1.002 else {
                    continue
                }
                trade.closed = expiry
            } else {
                let closeTime = NewYorkTime.instant(on: closed, hour: 14, minute: stream.index(5, below: 60))
                guard let exit = world.quote(of: contract, now: closeTime)?.ask else { continue }
                trade.exit = exit
            }
            trade.quantity = loses ? 1 : contract.strike < 60 ? 4 : contract.strike < 130 ? 3 : 1
            let share = trade.profit / (entry * 100)
            let fits =
                loses
                ? share < -0.25 && share > -2.2 && (isHeavy ? -900 ... -150 : -650 ... -10).contains(trade.profit)
                : share > 0.3
            if fits { return trade }
            if loses == (share < 0), best.map({ abs($0.profit) < abs(trade.profit) }) ?? true { best = trade }
        }
        return best
    }

    /// Multiplies the losses of the bad weeks until realised equity falls by the stated share from its peak.
    private func sizeDrawdown(_ trades: inout [Trade], bad: ClosedRange<CalendarDate>) {
        let losers = trades.indices.filter { bad.contains(trades[$0].closed) && trades[$0].profit < 0 }
        guard !losers.isEmpty else { return }
        for position in 0..<400 where Self.deepest(trades) < Self.drawdown - 0.001 {
            let trade = losers[position % losers.count]
            guard trades[trade].quantity < 8,
                trades[trade].contract.strike * Double(trades[trade].quantity + 1) * 100 < 80_000
            else { continue }
            trades[trade].quantity += 1
            // A lot too large for what is missing: a smaller trade has to fill it.
            if Self.deepest(trades) > Self.drawdown + 0.003 { trades[trade].quantity -= 1 }
        }
    }

    /// Greatest fall of realised equity from its peak, as a fraction.
    static func deepest(_ trades: [Trade]) -> Double {
        var equity = base
        var peak = base
        var deepest = 0.0
        for trade in trades.sorted(by: { $0.closed < $1.closed }) {
            equity += trade.profit * Double(trade.quantity)
            peak = max(peak, equity)
            deepest = max(deepest, 1 - equity / peak)
        }
        return deepest
    }

    func append(to ledger: inout PaperLedger) {
        for (number, trade) in trades().enumerated() {
            let group = "H\(number + 1)"
            let time = 31 + number % 20
            ledger.append(
                PaperBook.Entry(
                    group: group, date: trade.opened, hour: 10, minute: time,
                    legs: [
                        PaperBook.Leg(
                            instrument: .option(trade.contract), quantity: -trade.quantity, price: trade.entry)
                    ]),
                feePerContract: Self.fee)
            let isExpiry = trade.exit == nil
            let report = isExpiry ? saturday(after: trade.closed) : trade.closed
            ledger.append(
                PaperBook.Entry(
                    group: group, date: report, hour: isExpiry ? 6 : 14, minute: isExpiry ? 0 : time,
                    legs: [
                        PaperBook.Leg(
                            instrument: .option(trade.contract), quantity: trade.quantity, price: trade.exit ?? 0)
                    ],
                    kind: isExpiry ? .expiration : .trade,
                    details: isExpiry ? "Expired \(trade.quantity) \(trade.contract.osi)" : ""),
                feePerContract: Self.fee)
        }
    }

    /// The day of the report: Saturday after a Friday, the next day after an expiry moved by a holiday.
    private func saturday(after date: CalendarDate) -> CalendarDate { date.adding(days: 1) }
}
