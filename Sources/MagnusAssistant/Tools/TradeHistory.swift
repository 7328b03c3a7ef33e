import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// What the ledger realised, by the same lots and outcomes as the performance view: one definition of a result.
struct TradeHistory: Sendable {
    /// What was closed of one opening on one day; legs of one order are one.
    struct Closed: Sendable, Hashable {
        var account: String
        var symbol: String
        var date: CalendarDate
        /// Dollars after fees.
        var profit: Double
        /// Charged on opening and closing, negative.
        var fees: Double
        /// Shares, and no option with them.
        var isShares: Bool
        /// What was opened; nil when the legs form no known strategy.
        var strategy: StrategyKind?
        /// Rights of the options in it; empty for shares.
        var rights: Set<OptionRight>
        /// True where the opening is in no entry and the sum is what the broker states; fees are in it.
        var isStated = false
    }

    /// Cash of options sold to open or bought to close, fees included.
    struct Premium: Sendable, Hashable {
        var account: String
        var symbol: String
        var date: CalendarDate
        var right: OptionRight
        var strategy: StrategyKind?
        /// Received for shorts opened; positive.
        var received: Double
        /// Paid for longs opened, negative.
        var bought: Double
        /// Cash of what was closed: paid for shorts, received for longs.
        var closed: Double
    }

    /// By time, then id.
    let closed: [Closed]
    /// Complete openings, by closing: what a win rate counts.
    let outcomes: [TradeOutcome]
    let trades: [Trade]
    let premiums: [Premium]
    /// Dividends, interest and fees outside of trades, dollars, by New York date.
    let income: [(account: String, symbol: String, date: CalendarDate, amount: Double, kind: LedgerEventKind)]
    /// Lots whose cost is not known and closings that no entry opened, of which the broker states nothing: in no sum.
    let unknownCost: Int
    /// Deepest fall of the realised curve below its highest point, positive dollars.
    let drawdown: Double
    /// Day of the first entry; nil for an empty ledger.
    let begins: CalendarDate?

    private let performance: TradePerformance

    /// - Parameter events: of the accounts shown, by time then id.
    init(_ events: [LedgerEvent]) {
        let book = LedgerBook(events)
        let trades = TradeBlotter(book.allEvents).trades
        let performance = TradePerformance(book, trades: trades)
        var openings: [String: (id: String, strategy: StrategyKind?)] = [:]
        for trade in trades {
            for leg in trade.legs {
                for event in leg.events { openings[event] = (trade.id, trade.strategy) }
            }
        }
        var order: [String] = []
        var groups: [String: Closed] = [:]
        for lot in performance.lots.sorted(by: { ($0.closedAt, $0.id) < ($1.closedAt, $1.id) })
        where lot.isCostKnown && !lot.quantity.isZero {
            let opening = openings[lot.openedBy]
            let key = "\(lot.account) \(opening?.id ?? lot.openedBy) \(lot.closedOn.iso8601)"
            if groups[key] == nil {
                order.append(key)
                groups[key] = Closed(
                    account: lot.account, symbol: Self.symbol(lot.instrument), date: lot.closedOn, profit: 0, fees: 0,
                    isShares: true, strategy: opening?.strategy, rights: [])
            }
            groups[key]?.profit += lot.profit.dollars
            groups[key]?.fees += lot.fees.dollars
            if case .option(let contract) = lot.instrument {
                groups[key]?.isShares = false
                groups[key]?.rights.insert(contract.right)
            }
        }
        let stated = performance.stated.map { result in
            let rights: Set<OptionRight>
            if case .option(let contract) = result.instrument { rights = [contract.right] } else { rights = [] }
            return Closed(
                account: result.account, symbol: Self.symbol(result.instrument), date: result.closedOn,
                profit: result.profit.dollars, fees: 0, isShares: rights.isEmpty, strategy: nil, rights: rights,
                isStated: true)
        }
        // Both are in order; what is stated of a day comes after what is known of it.
        closed = (order.compactMap { groups[$0] } + stated).enumerated()
            .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }.map(\.element)
        unknownCost = performance.lots.count { !$0.isCostKnown } + performance.unopened.count
        outcomes = performance.outcomes.filter(\.isComplete)
        self.trades = trades
        self.performance = performance
        premiums = Self.premiums(trades, performance.lots, openings.mapValues(\.strategy))
        income = book.allEvents.compactMap { event in
            guard [.dividend, .interest, .fee].contains(event.kind) else { return nil }
            let amount = event.amount.dollars + event.fees.dollars
            // Beyond this an amount is damage, which the ledger names as an issue.
            guard abs(amount) <= 1e9 else { return nil }
            return (
                event.account, event.instrument.map(Self.symbol) ?? "", event.time.newYork.date, amount, event.kind
            )
        }
        drawdown = LedgerCurve.drawdown(LedgerCurve.points(book.allEvents)).dollars
        begins = events.first?.time.newYork.date
    }

    /// Measures over complete openings that a filter keeps.
    func summary(where isIncluded: (TradeOutcome) -> Bool) -> PerformanceSummary {
        performance.summary(where: isIncluded)
    }

    private static func premiums(
        _ trades: [Trade], _ lots: [ClosedLot], _ strategies: [String: StrategyKind?]
    ) -> [Premium] {
        let opened = trades.filter { $0.kind == .trade }.flatMap { trade in
            trade.legs.compactMap { leg -> Premium? in
                guard case .option(let contract) = leg.instrument, !leg.opened.isZero else { return nil }
                let cash = part(leg, leg.opened)
                return Premium(
                    account: trade.account, symbol: contract.underlying, date: trade.time.newYork.date,
                    right: contract.right, strategy: trade.strategy, received: leg.opened.isShort ? cash : 0,
                    bought: leg.opened.isShort ? 0 : cash, closed: 0)
            }
        }
        // A closing belongs to what it closes.
        let closed = lots.compactMap { lot -> Premium? in
            guard case .option(let contract) = lot.instrument else { return nil }
            let cash = lot.closingAmount.dollars + lot.closingFees.dollars
            guard cash != 0 else { return nil }
            return Premium(
                account: lot.account, symbol: contract.underlying, date: lot.closedOn, right: contract.right,
                strategy: strategies[lot.openedBy] ?? nil, received: 0, bought: 0, closed: cash)
        }
        return opened + closed
    }

    /// The part of a leg's cash, fees included, that belongs to some of its quantity.
    static func part(_ leg: TradeLeg, _ quantity: Quantity) -> Double {
        let whole = Int64(clamping: leg.quantity.millionths.magnitude)
        guard whole > 0, let cash = try? leg.amount.adding(leg.fees),
            let share = try? cash.scaled(by: Int64(clamping: quantity.millionths.magnitude), over: whole)
        else { return 0 }
        return share.dollars
    }

    static func symbol(_ instrument: Instrument) -> String {
        switch instrument {
        case .stock(let symbol): symbol
        case .option(let contract): contract.underlying
        }
    }
}
