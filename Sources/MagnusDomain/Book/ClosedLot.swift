/// How shares or contracts left the book.
public enum LotEnding: String, Sendable, Hashable, Codable, CaseIterable {
    /// By a trade of the other side.
    case closed
    case expired
    case assigned
    case exercised
    case cashSettled = "cash_settled"
    /// Shares sold or bought at the strike because an option was assigned or exercised.
    case delivered
    /// A merger or liquidation paid cash for it.
    case cashMerger = "cash_merger"
    /// Cash for the fraction of a share that a reverse split left over.
    case cashInLieu = "cash_in_lieu"
    /// Cash paid beside new shares; the shares themselves continue.
    case cashBesideShares = "cash_beside_shares"
}

/// Holding period for capital gains (26 U.S.C. 1222): long means held for more than one year.
public enum HoldingTerm: String, Sendable, Hashable, Codable, CaseIterable {
    case short
    case long

    /// The term of something acquired on one day and disposed of on another, by New York dates.
    ///
    /// The holding period begins on the day after the acquisition (Rev. Rul. 66-7): what was bought on a date of one
    /// year is held for more than a year from the day after the same date of the next. Bought on 29 February it is long
    /// from 1 March of the following year (held more than a year: Rev. Rul. 66-6 ends it with the last day of the month).
    public init(acquired: CalendarDate, disposed: CalendarDate) {
        let (year, month, day) = acquired.components
        let anniversary =
            CalendarDate(year: year + 1, month: month, day: day) ?? CalendarDate(year: year + 1, month: 2, day: 28)
        self = disposed > (anniversary ?? acquired.adding(days: 366)) ? .long : .short
    }
}

/// One lot, or part of one, that left the book: what it brought in and cost, exactly.
///
/// Two views stand side by side. The broker's: an assigned option realises its premium, the shares count at the strike.
/// The tax view (IRS Publication 550, "Puts and Calls"): the option's result goes into the shares; an assigned put lowers
/// their cost, an assigned call raises the proceeds, an exercised call adds to the cost and an exercised put lowers the
/// proceeds. Over both together the sums are the same.
public struct ClosedLot: Sendable, Hashable {
    /// Id of the closing event and the lot's number within it.
    public var id: String
    public var account: String
    public var instrument: Instrument
    /// Signed as it was held: short is negative. Zero for ``LotEnding/cashBesideShares``.
    public var quantity: Quantity
    public var openedAt: Instant
    public var closedAt: Instant
    public var openedBy: String
    public var closedBy: String
    public var openingOrder: String?
    public var closingOrder: String?
    public var ending: LotEnding
    /// Cash when it was opened, without fees: paid is negative.
    public var openingAmount: Money
    /// Cash when it was closed, without fees: received is positive.
    public var closingAmount: Money
    /// Commissions and fees: costs are negative.
    public var openingFees: Money
    public var closingFees: Money
    /// Cash paid for the same quantity at the holding's average, fees included; negative for short holdings.
    public var averageCost: Money
    /// Result of options that delivered these shares at their opening, kept with them for tax: a premium received is
    /// positive and lowers the cost.
    public var openingPremium: Money
    /// The same at their closing: a premium received is positive and raises the proceeds. For an option whose result went
    /// into shares it is what left it: minus its ``profit``.
    public var closingPremium: Money
    /// False when what it cost is not known: it came in without a price.
    public var isCostKnown: Bool
    /// False when an option brought the shares at their opening whose premium no event tells.
    public var isTaxCostKnown: Bool
    /// False when an option took the shares at their closing whose premium no event tells.
    public var isClosingPremiumKnown: Bool
    /// False when the day of ``openedAt`` is only the one on which the rows first show it: it was acquired then or earlier.
    public var isOpeningDayKnown = true

    public init(
        id: String, account: String, instrument: Instrument, quantity: Quantity, openedAt: Instant, closedAt: Instant,
        openedBy: String, closedBy: String, openingOrder: String? = nil, closingOrder: String? = nil,
        ending: LotEnding, openingAmount: Money, closingAmount: Money, openingFees: Money, closingFees: Money,
        averageCost: Money, openingPremium: Money = .zero, closingPremium: Money = .zero, isCostKnown: Bool = true,
        isTaxCostKnown: Bool = true, isClosingPremiumKnown: Bool = true
    ) {
        self.id = id
        self.account = account
        self.instrument = instrument
        self.quantity = quantity
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.openedBy = openedBy
        self.closedBy = closedBy
        self.openingOrder = openingOrder
        self.closingOrder = closingOrder
        self.ending = ending
        self.openingAmount = openingAmount
        self.closingAmount = closingAmount
        self.openingFees = openingFees
        self.closingFees = closingFees
        self.averageCost = averageCost
        self.openingPremium = openingPremium
        self.closingPremium = closingPremium
        self.isCostKnown = isCostKnown
        self.isTaxCostKnown = isTaxCostKnown
        self.isClosingPremiumKnown = isClosingPremiumKnown
    }
}

extension ClosedLot {
    public var isShort: Bool { quantity.isShort }
    /// Gross proceeds: of the sale, for a short lot of its opening.
    public var proceeds: Money { isShort ? openingAmount : closingAmount }
    /// Gross cost: positive when it was paid.
    public var cost: Money { isShort ? -closingAmount : -openingAmount }
    /// Both fees: costs are negative.
    public var fees: Money { openingFees + closingFees }
    /// First in first out, after fees, as a broker counts.
    public var profit: Money { openingAmount + closingAmount + fees }
    /// At average cost, after fees.
    public var averageProfit: Money { closingAmount + closingFees - averageCost }
    /// First in first out with the premiums of deliveries where tax puts them; zero for an option that went into shares.
    public var taxProfit: Money { profit + openingPremium + closingPremium }
    /// Whether the result of this option is part of the shares it delivered.
    public var isRolledIntoShares: Bool {
        (ending == .assigned || ending == .exercised) && closingPremium == -profit
    }
    public var openedOn: CalendarDate { openedAt.newYork.date }
    public var closedOn: CalendarDate { closedAt.newYork.date }
    /// Calendar days held by New York dates.
    public var daysHeld: Int { closedOn.days(since: openedOn) }
    /// Options sold short and shares sold short are short-term whatever the time (26 U.S.C. 1233, 1234(b)). Nil where the day
    /// of the acquisition is not known and the days shown are not enough: it may have been any day before them.
    public var term: HoldingTerm? {
        if isShort { return .short }
        let shown = HoldingTerm(acquired: openedOn, disposed: closedOn)
        return isOpeningDayKnown || shown == .long ? shown : nil
    }
}
