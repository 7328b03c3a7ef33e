/// What groups of results are formed by.
public enum RealizedGrouping: String, Sendable, Hashable, Codable, CaseIterable {
    case strategy
    case symbol
    /// `YYYY-MM` of the closing in New York.
    case month
    case taxYear = "tax_year"
    case account
    /// `put`, `call` or `stock`.
    case right
    case daysToExpiryAtEntry = "dte_at_entry"
    case deltaAtEntry = "delta_at_entry"
    case daysHeld = "days_held"
    case ending
}

/// Realised results of one group, exactly.
public struct RealizedGroup: Sendable, Hashable {
    /// `unknown` where a lot cannot be placed: no strategy recognised, no expiry, no delta known. ``withoutOpening`` for
    /// closings whose opening is in no file.
    public var key: String
    public var lots: Int
    public var profit: Money
    public var averageProfit: Money
    public var taxProfit: Money
    public var fees: Money
    /// Lots whose cost is not known, and closings whose opening is in no file; they count in no sum.
    public var unknownCost: Int
    /// The part of ``unknownCost`` that is no lot: closings whose opening is in no file.
    public var unopenedCount = 0
    /// Net credits of closed openings, fees included: what was sold less what the long legs of the same trade cost. An
    /// opening for a debit adds nothing; never negative.
    public var premium = Money.zero
    /// What was kept of ``premium``: each credit less what closing its options cost, fees included. Never more than the
    /// credit, negative where closing cost more than it.
    public var premiumProfit = Money.zero
    /// What those openings realised over their credit, where closing them brought money in: a gain of their long legs, in no
    /// part of ``premium``; never negative.
    public var beyondPremium = Money.zero
    /// Realised by all options of the lots, bought ones too.
    public var optionProfit = Money.zero
    /// Closed strategies of the group, of which nothing is held any more; zero where a strategy belongs to no one group.
    public var trades = 0
    public var wins = 0
    /// Realised by those strategies.
    public var tradeProfit = Money.zero
    /// Closings that no entry of the ledger opened and whose result is as the broker states; their sum is in ``profit``,
    /// ``averageProfit`` and ``taxProfit``.
    public var statedCount = 0
    public var statedProfit = Money.zero
    /// Lots of shares that options of the group delivered by assignment or exercise, and what those shares then realised.
    /// They are in the sums of the shares' own group, not in these; only by strategy.
    public var deliveredLots = 0
    public var deliveredProfit = Money.zero

    /// False where there are closings and of none the result is known: then the sums are unknown, not zero.
    public var isProfitKnown: Bool {
        unknownCost == 0 || lots + statedCount > unknownCost - unopenedCount
    }

    /// Key of closings whose opening is in no entry, where a grouping asks for it.
    public static let withoutOpening = "no_opening"

    /// Wins over all, those that ended at zero included; 0 to 1, nil before the first.
    public var winRate: Double? { trades > 0 ? Double(wins) / Double(trades) : nil }

    /// Dollars a closed strategy; nil without one.
    public var expectancy: Double? { trades > 0 ? tradeProfit.dollars / Double(trades) : nil }

    /// Part of the premium that was kept, decimal, at most 1; negative where closing cost more than the premium. nil where
    /// nothing was received.
    public var premiumKept: Double? { premium > .zero ? premiumProfit.dollars / premium.dollars : nil }

    public init(
        key: String, lots: Int = 0, profit: Money = .zero, averageProfit: Money = .zero, taxProfit: Money = .zero,
        fees: Money = .zero, unknownCost: Int = 0
    ) {
        self.key = key
        self.lots = lots
        self.profit = profit
        self.averageProfit = averageProfit
        self.taxProfit = taxProfit
        self.fees = fees
        self.unknownCost = unknownCost
    }
}

/// How one opening ended: all lots of it.
public struct TradeOutcome: Sendable, Hashable {
    /// Id of the opening trade.
    public var id: String
    public var account: String
    public var symbol: String
    public var strategy: StrategyKind?
    public var openedAt: Instant
    public var closedAt: Instant
    public var profit: Money
    public var fees: Money
    public var lots: Int
    /// False while part of the opening is still held.
    public var isComplete: Bool
    /// Days to expiry of the nearest option when it was opened; nil for shares.
    public var daysToExpiryAtEntry: Int?
    /// Absolute delta when it was opened, of the short option nearest the money, else of the first option; estimated, nil
    /// when no source tells the spot of that moment.
    public var deltaAtEntry: Double?

    public init(
        id: String, account: String, symbol: String, strategy: StrategyKind?, openedAt: Instant, closedAt: Instant,
        profit: Money, fees: Money, lots: Int, isComplete: Bool, daysToExpiryAtEntry: Int?, deltaAtEntry: Double?
    ) {
        self.id = id
        self.account = account
        self.symbol = symbol
        self.strategy = strategy
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.profit = profit
        self.fees = fees
        self.lots = lots
        self.isComplete = isComplete
        self.daysToExpiryAtEntry = daysToExpiryAtEntry
        self.deltaAtEntry = deltaAtEntry
    }

    public var daysHeld: Int { closedAt.newYork.date.days(since: openedAt.newYork.date) }
}

/// Measures over complete outcomes. A measure whose divisor is missing is nil: no trade, no win, no loss.
public struct PerformanceSummary: Sendable, Hashable {
    public var count: Int
    public var wins: Int
    public var losses: Int
    public var total: Money
    public var grossProfit: Money
    /// Negative.
    public var grossLoss: Money
    public var fees: Money
    public var averageDaysHeld: Double?

    public init(
        count: Int = 0, wins: Int = 0, losses: Int = 0, total: Money = .zero, grossProfit: Money = .zero,
        grossLoss: Money = .zero, fees: Money = .zero, averageDaysHeld: Double? = nil
    ) {
        self.count = count
        self.wins = wins
        self.losses = losses
        self.total = total
        self.grossProfit = grossProfit
        self.grossLoss = grossLoss
        self.fees = fees
        self.averageDaysHeld = averageDaysHeld
    }

    /// Wins over all, those that ended at zero included; 0 to 1.
    public var winRate: Double? { count > 0 ? Double(wins) / Double(count) : nil }
    /// Mean result of one outcome, dollars.
    public var expectancy: Double? { count > 0 ? total.dollars / Double(count) : nil }
    public var averageWin: Double? { wins > 0 ? grossProfit.dollars / Double(wins) : nil }
    /// Negative.
    public var averageLoss: Double? { losses > 0 ? grossLoss.dollars / Double(losses) : nil }
    /// Gross profit over gross loss, at least 0.
    public var profitFactor: Double? { grossLoss < .zero ? grossProfit.dollars / -grossLoss.dollars : nil }
}

/// One day of an account's curve, by its end in New York.
public struct EquityPoint: Sendable, Hashable {
    public var date: CalendarDate
    public var cash: Money
    /// False where the history shows that it begins earlier: then ``cash`` is no balance.
    public var isCashKnown = true
    /// Whether something was held that is no position here: then cash and marks are not all there was.
    public var holdsOtherAssets = false
    /// Deposits less withdrawals so far.
    public var deposits: Money
    /// Realised so far, with dividends, interest and fees.
    public var realized: Money
    /// Value of what was held; nil where no source tells the marks of that day.
    public var marks: Money?

    public init(date: CalendarDate, cash: Money, deposits: Money, realized: Money, marks: Money? = nil) {
        self.date = date
        self.cash = cash
        self.deposits = deposits
        self.realized = realized
        self.marks = marks
    }
}
