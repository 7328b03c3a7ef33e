import MagnusDomain
import MagnusQuant

/// Fourteen months of closed trades before the anchor, made from what the world's prices really did.
///
/// 180 closed option trades, no two in the same series: those of the wheels and campaigns, and short puts chosen so that
/// 128 of all gained (71 %) and 52 lost. Entry and exit prices are the world's own quotes of those days. The
/// losses of August and September 2026 are sized for a drawdown of 9 % of the account. No day reserves more cash than
/// there is: each trade is as large as the free cash of its days allows.
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
    /// Dollars that stay free on every day, more than the interest of all months.
    static let cushion = 2000.0
    /// What the losers of the bad weeks leave for later profits, which were not there yet, and half of it what other
    /// trades leave in those weeks.
    static let badCushion = 24_000.0

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
    /// Free cash with everything but these trades.
    private let free: PaperCashWalk

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
        free = PaperCashWalk(
            cash: PaperBroker.anchorCash, events: others, from: Self.first.adding(days: -7),
            through: SimulatedWorld.anchorDate)
    }

    /// The sessions on which the trades are closed, in order; in the bad months more of them lose.
    func trades() -> [Trade] {
        let days = world.calendar.sessions(from: .on(2026, 2, 2), through: .on(2027, 3, 2))
        let bad = CalendarDate.on(2026, 8, 10)...CalendarDate.on(2026, 9, 30)
        let closes = (0..<count).map { days[$0 * days.count / count] }
        let inside = closes.indices.filter { bad.contains(closes[$0]) }
        let outside = closes.indices.filter { !bad.contains(closes[$0]) }
        // Four of five trades lose in the bad weeks, the rest of the losers are spread evenly.
        var losing = Set(inside.enumerated().filter { $0.offset % 5 != 2 }.map(\.element).prefix(losers))
        let rest = losers - losing.count
        for number in 0..<max(0, rest) { losing.insert(outside[(2 * number + 1) * outside.count / (2 * rest)]) }
        var used = taken
        var free = free
        var bySlot: [Int: Trade] = [:]
        func place(_ slot: Int) {
            let start = slot * days.count / count
            let isHeavy = bad.contains(closes[slot]) && losing.contains(slot)
            // Where nothing fits the cash of the day, a day near it is taken; the losers of the bad weeks stay in them.
            for shift in Self.shifts where days.indices.contains(start + shift) {
                let closed = days[start + shift]
                guard shift == 0 || bad.contains(closed) == isHeavy else { continue }
                let slotRandom = random.stream(slot + 1000 * abs(shift) + (shift < 0 ? 500 : 0))
                guard
                    let trade = trade(
                        slotRandom, closed: closed, loses: losing.contains(slot), isWorthless: slot % 4 == 0,
                        isHeavy: isHeavy, bad: bad, used: used, free: free)
                else { continue }
                used.insert(trade.contract)
                free.add(trade, quantity: trade.quantity)
                bySlot[slot] = trade
                return
            }
        }
        // The losers of the bad weeks first, then backwards: later profits are not there yet on earlier days.
        for slot in closes.indices where bad.contains(closes[slot]) && losing.contains(slot) { place(slot) }
        var heavy = closes.indices.compactMap { bySlot[$0] }
        sizeDrawdown(&heavy, bad: bad, floor: Self.badCushion, free: &free)
        for trade in heavy {
            if let slot = bySlot.first(where: { $0.value.contract == trade.contract })?.key { bySlot[slot] = trade }
        }
        for slot in closes.indices.reversed() where bySlot[slot] == nil { place(slot) }
        var trades = closes.indices.compactMap { bySlot[$0] }
        sizeDrawdown(&trades, bad: bad, floor: Self.cushion, free: &free)
        return trades
    }

    /// Sessions from the wanted one that are tried in turn.
    private static let shifts = [0, -2, 2, -5, 5, -9, 9, -14, 14, -20, 20, -30, 30, -45, 45, -70, 70, -100, 100]

    private func trade(
        _ random: CounterRandom, closed: CalendarDate, loses: Bool, isWorthless: Bool, isHeavy: Bool,
        bad: ClosedRange<CalendarDate>, used: Set<OptionContract>, free: PaperCashWalk
    ) -> Trade? {
        var best: Trade?
        var deepest: Trade?
        var found = 0
        for attempt in 0..<240 {
            let stream = random.stream(attempt)
            let symbol = Self.universe[stream.index(0, below: Self.universe.count)]
            // Short trades turn the cash over more often: the losers of the bad weeks, and what does not fit otherwise.
            let hold = 4 + stream.index(1, below: isHeavy || attempt > 60 ? 8 : 24)
            let opened = world.calendar.adding(sessions: -hold, to: closed)
            guard opened >= Self.first, let index = world.securityIndex(symbol) else { continue }
            let worthless = !loses && isWorthless
            let expiry =
                worthless
                ? world.calendar.weeklyExpiry(inWeekOf: closed)
                : world.calendar.weeklyExpiry(inWeekOf: opened.adding(days: 28 + 7 * stream.index(2, below: 3)))
            guard expiry > opened, worthless || expiry > closed else { continue }
            let overlaps = !isHeavy && opened <= bad.upperBound && closed >= bad.lowerBound
            let floor = overlaps ? Self.badCushion / 2 : Self.cushion
            // Before any quote is made: whether the cash of these days can be near the strike at all.
            let room = free.least(from: opened, through: closed) - floor
            guard let near = world.officialClose(of: symbol, on: opened), near * 88 <= room else { continue }
            // And whether the price went the way such a trade needs: quotes cost far more than closes.
            if attempt < 180, let end = world.officialClose(of: symbol, on: closed) {
                let change = end / near - 1
                guard loses ? change < (isHeavy ? -0.03 : -0.01) : change > -0.02 else { continue }
            }
            let openTime = NewYorkTime.instant(on: opened, hour: 10, minute: 5 + stream.index(3, below: 50))
            guard let spot = world.spot(of: symbol, at: openTime) else { continue }
            let step = SecurityCatalogue.all[index].strikeStep
            let strike = Int(spot * (0.93 + 0.055 * stream.uniform(4)) * 1000) / step * step
            guard Double(strike) / 10 <= room,
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
            // Where cash is short many small trades fit, few large ones do not.
            let isTight = room < 60_000
            let wanted = loses || isTight ? 1 : contract.strike < 60 ? 4 : contract.strike < 130 ? 3 : 1
            guard
                let quantity = stride(from: wanted, to: 0, by: -1).first(where: {
                    free.fits(trade, quantity: $0, floor: floor)
                })
            else { continue }
            trade.quantity = quantity
            let share = trade.profit / (entry * 100)
            let fits =
                loses
                ? share < (isHeavy ? -0.5 : -0.25) && share > -2.2
                    && (isHeavy ? -900 ... -150 : -650 ... -10).contains(trade.profit)
                : share > 0.3
            if fits, !isHeavy { return trade }
            if fits {
                // The greatest loss for the cash it ties up: the drawdown has to fit into the account.
                let isDeeper = deepest.map { trade.profit / trade.contract.strike < $0.profit / $0.contract.strike }
                if isDeeper ?? true { deepest = trade }
                found += 1
                if found == 6 { return deepest }
            }
            if !fits, loses == (share < 0), best.map({ abs($0.profit) < abs(trade.profit) }) ?? true { best = trade }
        }
        return deepest ?? best
    }

    /// Multiplies the losses of the bad weeks until realised equity falls by the stated share from its peak.
    private func sizeDrawdown(
        _ trades: inout [Trade], bad: ClosedRange<CalendarDate>, floor: Double, free: inout PaperCashWalk
    ) {
        let losers = trades.indices.filter { bad.contains(trades[$0].closed) && trades[$0].profit < 0 }
        guard !losers.isEmpty else { return }
        var refused = 0
        for position in 0..<600 where refused < losers.count && Self.deepest(trades) < Self.drawdown - 0.001 {
            let trade = losers[position % losers.count]
            refused += 1
            guard trades[trade].quantity < 12, free.fits(trades[trade], quantity: 1, floor: floor) else {
                continue
            }
            trades[trade].quantity += 1
            // A lot too large for what is missing: a smaller trade has to fill it.
            guard Self.deepest(trades) <= Self.drawdown + 0.003 else {
                trades[trade].quantity -= 1
                continue
            }
            free.add(trades[trade], quantity: 1)
            refused = 0
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
