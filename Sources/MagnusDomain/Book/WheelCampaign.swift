/// How far a wheel is.
public enum WheelStage: String, Sendable, Hashable, Codable, CaseIterable {
    /// Short puts, no shares.
    case puts
    /// Shares without a call against them.
    case shares
    /// Shares with calls against them.
    case calls
    /// The shares were called away, sold, or the last put ended without shares.
    case ended
}

/// One wheel in one symbol of one account: puts sold, shares assigned, calls sold, shares gone.
public struct WheelCampaign: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, Codable {
            case putSold = "put_sold"
            case putClosed = "put_closed"
            case putExpired = "put_expired"
            /// The put of a collar; it ends as ``putClosed``, ``putExpired`` or ``putExercised``.
            case putBought = "put_bought"
            case putExercised = "put_exercised"
            case assigned
            case sharesBought = "shares_bought"
            case callSold = "call_sold"
            case callClosed = "call_closed"
            case callExpired = "call_expired"
            case calledAway = "called_away"
            case sharesSold = "shares_sold"
            /// A split, another name, a merger for shares or an adjusted contract: what is held now, without cash.
            case changed
            /// Moved to another account.
            case movedOut = "moved_out"
        }

        public var kind: Kind
        public var time: Instant
        public var instrument: Instrument
        public var quantity: Quantity
        /// Cash with fees.
        public var cash: Money
        public var event: String

        public init(
            kind: Kind, time: Instant, instrument: Instrument, quantity: Quantity, cash: Money, event: String
        ) {
            self.kind = kind
            self.time = time
            self.instrument = instrument
            self.quantity = quantity
            self.cash = cash
            self.event = event
        }
    }

    public var id: String
    public var account: String
    public var symbol: String
    public var stage: WheelStage
    public var startedAt: Instant
    public var endedAt: Instant?
    public var steps: [Step]
    public var shares: Quantity
    /// Short contracts of this campaign still open, positive.
    public var openPuts: Quantity
    public var openCalls: Quantity
    /// Of the shares held.
    public var basis: StockBasis?
    /// Net option cash of the campaign, fees included: of every put and call, open ones too.
    public var premium: Money
    /// The part of ``premium`` that was taken in for options still open, fees included. It is in no basis before they end.
    public var openPremium: Money
    /// The part of ``openPremium`` that open calls brought, less what the puts of their collars cost.
    public var openCallPremium: Money
    /// Everything closed in it, fees included.
    public var realizedProfit: Money
    /// Sum over days of the cash bound by short puts at their strikes and shares at what was paid, in dollar days.
    public var collateralDays: Double
    /// Last expiry of its contracts that no event has closed though they can be held no more; nil without one. From then
    /// on nothing is known of them: they bind no collateral, and there is no return a year.
    public var unresolvedSince: CalendarDate?
    /// Whether shares are held beside a short call of which nobody knows how many of them it takes, as after a split that no
    /// file adjusts: that they cover the open calls is then not known.
    public var isCoverUnknown = false

    public init(
        id: String, account: String, symbol: String, stage: WheelStage, startedAt: Instant, endedAt: Instant?,
        steps: [Step], shares: Quantity, openPuts: Quantity, openCalls: Quantity, basis: StockBasis?, premium: Money,
        realizedProfit: Money, collateralDays: Double, openPremium: Money = .zero, openCallPremium: Money = .zero
    ) {
        self.id = id
        self.account = account
        self.symbol = symbol
        self.stage = stage
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.steps = steps
        self.shares = shares
        self.openPuts = openPuts
        self.openCalls = openCalls
        self.basis = basis
        self.premium = premium
        self.realizedProfit = realizedProfit
        self.collateralDays = collateralDays
        self.openPremium = openPremium
        self.openCallPremium = openCallPremium
    }

    /// Wheel basis per share when the open calls expire worthless: what they brought counts then (trader.md section 3
    /// item 8). Nil without shares or without a wheel basis.
    public var wheelBasisIfCallsExpire: Double? {
        guard shares > .zero, let wheel = basis?.wheel else { return nil }
        return wheel - openCallPremium.dollars / shares.value
    }

    /// 365 x profit over collateral days (trader.md section 3 item 7), a decimal; nil without a day of collateral and while
    /// it is not known how a contract ended.
    public var annualizedReturn: Double? {
        collateralDays > 0 && unresolvedSince == nil ? 365 * realizedProfit.dollars / collateralDays : nil
    }
}
