import MagnusDomain
import MagnusQuant

/// Results of a ledger by group, outcome, day and month.
public struct TradePerformance: Sendable {
    public let lots: [ClosedLot]
    /// What only the broker tells; in no outcome, since no opening belongs to it.
    public let stated: [StatedResult]
    /// Closings of unknown result; in no outcome and no sum, since no opening belongs to them.
    public let unopened: [UnopenedClosing]
    /// By closing, then id.
    public let outcomes: [TradeOutcome]
    private let strategies: [String: StrategyKind]
    private let deltas: [String: Double]
    private let credits: [Credit]
    /// What delivered shares, by the id of the event that brought them.
    private let deliveries: [String: [LedgerBook.DeliveryPart]]

    /// An opening of which nothing is held any more and that took in more for options than it paid.
    private struct Credit {
        var outcome: TradeOutcome
        /// Places of the lots of its options.
        var lots: [Int]
    }

    /// - Parameter deltas: Delta at entry by the id of the opening event, where something recorded it.
    public init(_ book: LedgerBook, trades: [Trade], deltas: [String: Double] = [:]) {
        var strategies: [String: StrategyKind] = [:]
        var tradeOf: [String: Int] = [:]
        for (index, trade) in trades.enumerated() {
            for leg in trade.legs {
                for event in leg.events {
                    tradeOf[event] = index
                    if let strategy = trade.strategy { strategies[event] = strategy }
                }
            }
        }
        let lots = book.closedLots
        // What came in without a trade (a transfer, a spin-off) has the shape it has alone.
        for lot in lots where tradeOf[lot.openedBy] == nil && strategies[lot.openedBy] == nil {
            strategies[lot.openedBy] = TradeBlotter.strategy([(lot.instrument, lot.quantity)])
        }
        var places: [String: Int] = [:]
        var outcomes: [TradeOutcome] = []
        let open = Set(book.openLots.map { lot in tradeOf[lot.openedBy].map { trades[$0].id } ?? lot.openedBy })
        for lot in lots where lot.isCostKnown && !lot.quantity.isZero {
            let trade = tradeOf[lot.openedBy].map { trades[$0] }
            let id = trade?.id ?? lot.openedBy
            if let place = places[id] {
                guard let profit = try? outcomes[place].profit.adding(lot.profit) else { continue }
                outcomes[place].profit = profit
                outcomes[place].fees += lot.fees
                outcomes[place].lots += 1
                outcomes[place].closedAt = max(outcomes[place].closedAt, lot.closedAt)
                if let days = Self.daysToExpiry(lot) {
                    outcomes[place].daysToExpiryAtEntry = min(outcomes[place].daysToExpiryAtEntry ?? days, days)
                }
            } else {
                places[id] = outcomes.count
                outcomes.append(
                    TradeOutcome(
                        id: id, account: lot.account, symbol: lot.instrument.underlying,
                        strategy: trade?.strategy ?? strategies[lot.openedBy], openedAt: lot.openedAt,
                        closedAt: lot.closedAt, profit: lot.profit, fees: lot.fees, lots: 1,
                        isComplete: !open.contains(id), daysToExpiryAtEntry: Self.daysToExpiry(lot),
                        deltaAtEntry: deltas[lot.openedBy].map(abs)))
            }
        }
        credits = Self.credits(lots, outcomes: outcomes) { tradeOf[$0].map { trades[$0] } }
        self.lots = lots
        stated = book.statedResults
        deliveries = book.deliveryParts
        unopened = book.unopenedClosings
        self.outcomes = outcomes.sorted { ($0.closedAt, $0.id) < ($1.closedAt, $1.id) }
        self.strategies = strategies
        self.deltas = deltas
    }

    /// Premium is what trades took in, as income counts it: a debit is none, nor is what a trade of unknown parts brought.
    private static func credits(
        _ lots: [ClosedLot], outcomes: [TradeOutcome], tradeOf: (String) -> Trade?
    ) -> [Credit] {
        var options: [String: [Int]] = [:]
        var unknown: Set<String> = []
        for (place, lot) in lots.enumerated() {
            guard let trade = tradeOf(lot.openedBy), trade.kind == .trade else { continue }
            if !lot.isCostKnown { unknown.insert(trade.id) }
            if case .option = lot.instrument { options[trade.id, default: []].append(place) }
        }
        return outcomes.compactMap { outcome in
            guard outcome.isComplete, !unknown.contains(outcome.id), let own = options[outcome.id],
                RealizedGroup.credit(own.map { lots[$0] }) != nil
            else { return nil }
            return Credit(outcome: outcome, lots: own)
        }
    }

    /// Days to expiry on the day a lot was opened; nil for shares.
    static func daysToExpiry(_ lot: ClosedLot) -> Int? {
        guard case .option(let contract) = lot.instrument else { return nil }
        return contract.daysToExpiry(from: lot.openedAt)
    }

    /// Realised results by group, in order of the key. The sums of the groups are the sum of all lots of known cost.
    public func realized(by grouping: RealizedGrouping) -> [RealizedGroup] {
        var groups: [String: RealizedGroup] = [:]
        for lot in lots {
            let key = key(of: lot, grouping)
            var group = groups[key] ?? RealizedGroup(key: key)
            group.lots += 1
            if lot.isCostKnown, let profit = try? group.profit.adding(lot.profit),
                let average = try? group.averageProfit.adding(lot.averageProfit),
                let tax = try? group.taxProfit.adding(lot.taxProfit), let fees = try? group.fees.adding(lot.fees)
            {
                (group.profit, group.averageProfit, group.taxProfit, group.fees) = (profit, average, tax, fees)
                if case .option = lot.instrument { group.addOption(lot) }
            } else {
                group.unknownCost += 1
            }
            groups[key] = group
        }
        for result in stated {
            let key = Self.key(of: result.instrument, result.closedOn, result.account, result.ending, grouping)
            groups[key, default: RealizedGroup(key: key)].add(result)
        }
        for closing in unopened {
            let key = Self.key(of: closing.instrument, closing.closedOn, closing.account, closing.ending, grouping)
            groups[key, default: RealizedGroup(key: key)].unknownCost += 1
            groups[key]?.unopenedCount += 1
        }
        for outcome in outcomes where outcome.isComplete {
            guard let key = key(of: outcome, grouping),
                let sum = try? (groups[key]?.tradeProfit ?? .zero).adding(outcome.profit)
            else { continue }
            groups[key, default: RealizedGroup(key: key)].trades += 1
            groups[key]?.wins += outcome.profit > .zero ? 1 : 0
            groups[key]?.tradeProfit = sum
        }
        for credit in credits {
            if let key = key(of: credit.outcome, grouping) {
                groups[key, default: RealizedGroup(key: key)].addCredit(credit.lots.map { lots[$0] })
            } else {
                for (key, own) in Dictionary(grouping: credit.lots, by: { key(of: lots[$0], grouping) }) {
                    groups[key, default: RealizedGroup(key: key)].addCredit(own.map { lots[$0] })
                }
            }
        }
        if grouping == .strategy { countDelivered(in: &groups) }
        return groups.values.sorted { $0.key < $1.key }
    }

    /// Beside a strategy stands what came of the shares that its legs delivered: an assigned spread whose options kept their
    /// credit may have lost it several times over in the shares. Where several delivered into one row each has its part by
    /// the number of shares; the part of what no option of the ledger delivered is nobody's.
    private func countDelivered(in groups: inout [String: RealizedGroup]) {
        for lot in lots where lot.isCostKnown {
            guard case .stock = lot.instrument, let parts = deliveries[lot.openedBy] else { continue }
            var keys: [String?] = []
            var weights: [Int64] = []
            for part in parts {
                let key = part.opening.map { strategies[$0]?.rawValue ?? "unknown" }
                if let index = keys.firstIndex(of: key) {
                    weights[index] += part.shares
                } else {
                    keys.append(key)
                    weights.append(part.shares)
                }
            }
            guard let profits = try? Self.allocatedInCents(lot.profit, byWeights: weights) else { continue }
            for (key, profit) in zip(keys, profits) {
                guard let key, let sum = try? (groups[key]?.deliveredProfit ?? .zero).adding(profit) else { continue }
                groups[key, default: RealizedGroup(key: key)].deliveredLots += 1
                groups[key]?.deliveredProfit = sum
            }
        }
    }

    /// Parts that add up exactly: whole cents by the largest remainders, and what is less than a cent in the same way.
    private static func allocatedInCents(_ amount: Money, byWeights weights: [Int64]) throws(MoneyError) -> [Money] {
        let (cents, rest) = amount.tenThousandths.quotientAndRemainder(dividingBy: 100)
        let whole = try Money(tenThousandths: cents).allocated(byWeights: weights)
        let small = try Money(tenThousandths: rest).allocated(byWeights: weights)
        return zip(whole, small).map { Money(tenThousandths: $0.tenThousandths * 100 + $1.tenThousandths) }
    }

    private func key(of lot: ClosedLot, _ grouping: RealizedGrouping) -> String {
        let unknown = "unknown"
        switch grouping {
        case .strategy: return strategies[lot.openedBy]?.rawValue ?? unknown
        case .symbol: return lot.instrument.underlying
        case .month: return Self.month(lot.closedOn)
        case .taxYear: return String(lot.closedOn.year)
        case .account: return lot.account
        case .ending: return lot.ending.rawValue
        case .right: return Self.right(lot.instrument)
        case .daysToExpiryAtEntry: return Self.daysToExpiry(lot).map(Self.bucket) ?? unknown
        case .daysHeld: return Self.bucket(lot.daysHeld)
        case .deltaAtEntry: return deltas[lot.openedBy].map(Self.deltaBucket) ?? unknown
        }
    }

    /// Of a closing whose opening is not known, nor what follows from it.
    private static func key(
        of instrument: Instrument, _ closedOn: CalendarDate, _ account: String, _ ending: LotEnding,
        _ grouping: RealizedGrouping
    ) -> String {
        switch grouping {
        case .symbol: return instrument.underlying
        case .month: return month(closedOn)
        case .taxYear: return String(closedOn.year)
        case .account: return account
        case .ending: return ending.rawValue
        case .right: return right(instrument)
        case .strategy, .daysToExpiryAtEntry, .daysHeld, .deltaAtEntry: return RealizedGroup.withoutOpening
        }
    }

    private static func right(_ instrument: Instrument) -> String {
        guard case .option(let contract) = instrument else { return "stock" }
        return contract.right == .put ? "put" : "call"
    }

    /// The one group of a closed strategy; nil where its lots may be in several.
    private func key(of outcome: TradeOutcome, _ grouping: RealizedGrouping) -> String? {
        switch grouping {
        case .strategy: outcome.strategy?.rawValue ?? "unknown"
        case .symbol: outcome.symbol
        case .month: Self.month(outcome.closedAt.newYork.date)
        case .taxYear: String(outcome.closedAt.newYork.date.year)
        case .account: outcome.account
        case .daysToExpiryAtEntry: outcome.daysToExpiryAtEntry.map(Self.bucket) ?? "unknown"
        case .daysHeld: Self.bucket(outcome.daysHeld)
        case .deltaAtEntry: outcome.deltaAtEntry.map(Self.deltaBucket) ?? "unknown"
        case .ending, .right: nil
        }
    }

    static func month(_ date: CalendarDate) -> String { String(date.iso8601.prefix(7)) }

    /// Bands of days that keep their order as text.
    static func bucket(_ days: Int) -> String {
        switch days {
        case ..<1: "000"
        case 1...7: "001-007"
        case 8...21: "008-021"
        case 22...45: "022-045"
        case 46...90: "046-090"
        case 91...365: "091-365"
        default: "366+"
        }
    }

    /// Tenths of absolute delta.
    static func deltaBucket(_ delta: Double) -> String {
        guard delta.isFinite else { return "unknown" }
        let tenth = min(9, max(0, Int(abs(delta) * 10)))
        return tenth == 9 ? "0.9-1.0" : "0.\(tenth)-0.\(tenth + 1)"
    }

    /// Measures over complete outcomes that a filter keeps.
    public func summary(where isIncluded: (TradeOutcome) -> Bool = { _ in true }) -> PerformanceSummary {
        Self.summary(of: outcomes.lazy.filter(isIncluded))
    }

    /// Measures over the complete ones of some outcomes.
    public static func summary(of outcomes: some Sequence<TradeOutcome>) -> PerformanceSummary {
        var result = PerformanceSummary()
        var days = 0
        for outcome in outcomes where outcome.isComplete {
            guard let total = try? result.total.adding(outcome.profit) else { continue }
            result.total = total
            result.count += 1
            result.fees += outcome.fees
            days += outcome.daysHeld
            if outcome.profit > .zero {
                result.wins += 1
                result.grossProfit += outcome.profit
            } else if outcome.profit < .zero {
                result.losses += 1
                result.grossLoss += outcome.profit
            }
        }
        if result.count > 0 { result.averageDaysHeld = Double(days) / Double(result.count) }
        return result
    }
}

extension RealizedGroup {
    /// Adds what the broker states; a sum beyond the exact range stays as it is.
    fileprivate mutating func add(_ result: StatedResult) {
        guard let sum = try? profit.adding(result.profit), let average = try? averageProfit.adding(result.profit),
            let tax = try? taxProfit.adding(result.profit), let own = try? statedProfit.adding(result.profit)
        else { return }
        (profit, averageProfit, taxProfit, statedProfit) = (sum, average, tax, own)
        statedCount += 1
    }

    /// Adds what an option of the group realised; a sum beyond the exact range stays as it is.
    fileprivate mutating func addOption(_ lot: ClosedLot) {
        optionProfit = (try? optionProfit.adding(lot.profit)) ?? optionProfit
    }

    /// What options opened by one trade brought, with fees; nil when none was sold, when it was a debit, and where it leaves
    /// the exact range.
    fileprivate static func credit(_ lots: [ClosedLot]) -> Money? {
        guard lots.contains(where: { $0.quantity.isShort }) else { return nil }
        var sum = Money.zero
        for lot in lots {
            guard let opening = try? lot.openingAmount.adding(lot.openingFees), let next = try? sum.adding(opening)
            else { return nil }
            sum = next
        }
        return sum > .zero ? sum : nil
    }

    /// Adds the premium of one trade and what its options kept of it: the credit less what closing cost. Where closing
    /// brought money in instead, all of the credit was kept, and the rest is a gain of the long legs; sums beyond the exact
    /// range stay as they are.
    fileprivate mutating func addCredit(_ lots: [ClosedLot]) {
        guard let credit = Self.credit(lots), let sum = try? premium.adding(credit) else { return }
        var result = Money.zero
        for lot in lots {
            guard let next = try? result.adding(lot.profit) else { return }
            result = next
        }
        let kept = min(result, credit)
        guard let profit = try? premiumProfit.adding(kept), let beyond = try? result.subtracting(kept),
            let gain = try? beyondPremium.adding(beyond)
        else { return }
        (premium, premiumProfit, beyondPremium) = (sum, profit, gain)
    }
}
