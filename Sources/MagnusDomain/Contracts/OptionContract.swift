import MagnusQuant

/// How an option settles.
public enum Settlement: String, Sendable, Hashable, Codable, CaseIterable {
    /// Shares change hands, on the official close of the expiry day.
    case physical
    /// Cash, on the closing index value of the expiry day.
    case cashAfternoon = "cash_pm"
    /// Cash, on the opening print of the expiry day; trading stops the business day before.
    case cashMorning = "cash_am"
}

/// What one contract delivers.
public enum Deliverable: Sendable, Hashable, Codable {
    /// `shares` plain shares of the underlying (100 for a standard contract).
    case shares(Int)
    /// Cash only, times the multiplier.
    case cash
    /// An adjusted contract whose deliverable is known: shares of a symbol plus cash.
    case adjusted(shares: Int, symbol: String, cash: Money)
    /// An adjusted contract whose deliverable nobody stated: shown, never priced.
    case unknown
}

/// One listed option series.
public struct OptionContract: Sendable, Hashable {
    /// The option root, for example `SPXW`, `AAPL`, `LCID1`.
    public var root: String
    /// The underlying's symbol as quotes know it, for example `SPX`, `AAPL`, `LCID`.
    public var underlying: String
    /// The expiry day (the day in the OSI symbol).
    public var expiry: CalendarDate
    public var right: OptionRight
    /// Strike in thousandths of a dollar, as in the OSI symbol, > 0.
    public var strikeThousandths: Int
    public var style: ExerciseStyle
    public var settlement: Settlement
    /// Dollars of premium per 1.00 of quoted price; 100 for a standard contract.
    public var multiplier: Int
    public var deliverable: Deliverable

    public init(
        root: String, underlying: String, expiry: CalendarDate, right: OptionRight, strikeThousandths: Int,
        style: ExerciseStyle, settlement: Settlement, multiplier: Int, deliverable: Deliverable
    ) {
        self.root = root
        self.underlying = underlying
        self.expiry = expiry
        self.right = right
        self.strikeThousandths = strikeThousandths
        self.style = style
        self.settlement = settlement
        self.multiplier = multiplier
        self.deliverable = deliverable
    }

    /// By what tells series apart; contracts that are equal in it and differ in the rest are rare. Books look contracts up
    /// for every entry and every quote.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(root)
        hasher.combine(expiry.daysSinceEpoch)
        hasher.combine(strikeThousandths)
        hasher.combine(right.rawValue)
    }

    /// Strike in dollars per share.
    public var strike: Double { Double(strikeThousandths) / 1000 }

    /// Plain shares of the underlying that one adjusted contract is stated to deliver; 0 for a standard contract, and where
    /// nobody states it.
    public var adjustedShares: Int {
        switch deliverable {
        case .shares(let count): count == 100 ? 0 : count
        case .adjusted(let shares, let symbol, _): symbol == underlying ? shares : 0
        case .cash, .unknown: 0
        }
    }

    /// Whether the contract no longer delivers 100 plain shares (or plain cash).
    public var isAdjusted: Bool {
        switch deliverable {
        case .adjusted, .unknown: true
        case .shares(let count): count != 100
        case .cash: false
        }
    }
}

/// Something that can be held.
public enum Instrument: Sendable, Hashable {
    /// Shares of a stock or fund.
    case stock(symbol: String)
    case option(OptionContract)

    /// The symbol whose spot the instrument depends on.
    public var underlying: String {
        switch self {
        case .stock(let symbol): symbol
        case .option(let contract): contract.underlying
        }
    }
}
