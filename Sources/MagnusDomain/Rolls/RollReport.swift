/// Where the short option of a row could be rolled to: strikes by expiries, each with its net at the natural price and
/// with what stands against it.
///
/// Prices are dollars per share, a credit positive. Fees are left out: they differ by broker. Of a spread both legs move
/// together, a share of it is one share of the short leg.
public struct RollReport: Sendable, Hashable {
    /// What is rolled. The raw value is used in JSON.
    public enum Form: String, Sendable, Hashable, CaseIterable {
        /// A short put or call by itself.
        case shortOption = "short_option"
        /// The call; the shares stay.
        case coveredCall = "covered_call"
        /// Both legs of a credit spread, as wide as it is.
        case creditSpread = "credit_spread"
        /// The short leg; the long one of a later expiry stays.
        case calendar
    }

    /// A leg that is held and would be closed.
    public struct HeldLeg: Sendable, Hashable {
        public var contract: OptionContract
        /// Signed: negative is short.
        public var quantity: Quantity
        /// Mean price at its opening, without fees; not negative.
        public var premium: Figure
        /// What its campaign took in per share of a short leg, or paid for a long one, all rolls and fees inside; of a
        /// campaign without rolls ``premium``.
        public var campaignPremium: Figure
        public var bid: Double?
        public var ask: Double?
        public var mid: Figure
        /// What it costs to buy back, or brings: the ask of a short leg, the bid of a long one.
        public var natural: Figure
        public var quoteAgeSeconds: Double?

        public init(
            contract: OptionContract, quantity: Quantity, premium: Figure, campaignPremium: Figure, bid: Double?,
            ask: Double?, mid: Figure, natural: Figure, quoteAgeSeconds: Double?
        ) {
            self.contract = contract
            self.quantity = quantity
            self.premium = premium
            self.campaignPremium = campaignPremium
            self.bid = bid
            self.ask = ask
            self.mid = mid
            self.natural = natural
            self.quoteAgeSeconds = quoteAgeSeconds
        }
    }

    /// A leg that would be opened; the order is that of the held ones.
    public struct NewLeg: Sendable, Hashable {
        public var contract: OptionContract
        public var quantity: Quantity
        public var bid: Double?
        public var ask: Double?
        public var mid: Figure
        /// What can be had now: the bid of a short leg, the ask of a long one.
        public var natural: Figure
        /// The price at which its campaign would stand: the premium of the held leg and what the exchange adds to it.
        public var entry: Figure
        public var quoteAgeSeconds: Double?

        public init(
            contract: OptionContract, quantity: Quantity, bid: Double?, ask: Double?, mid: Figure, natural: Figure,
            entry: Figure, quoteAgeSeconds: Double?
        ) {
            self.contract = contract
            self.quantity = quantity
            self.bid = bid
            self.ask = ask
            self.mid = mid
            self.natural = natural
            self.entry = entry
            self.quoteAgeSeconds = quoteAgeSeconds
        }
    }

    /// A later series.
    public struct Expiry: Sendable, Hashable {
        public var date: CalendarDate
        public var root: String
        /// Calendar days from today.
        public var daysToExpiry: Int
        /// Calendar days later than what is held, positive.
        public var addedDays: Int
        /// The announcement that may fall before its end.
        public var earnings: EarningsEvent?

        public init(date: CalendarDate, root: String, daysToExpiry: Int, addedDays: Int, earnings: EarningsEvent?) {
            self.date = date
            self.root = root
            self.daysToExpiry = daysToExpiry
            self.addedDays = addedDays
            self.earnings = earnings
        }
    }

    /// One strike of one expiry.
    public struct Cell: Sendable, Hashable {
        /// Place in ``RollReport/expiries``.
        public var expiry: Int
        /// Of the short leg, thousandths of a dollar.
        public var strikeThousandths: Int
        /// The short leg first.
        public var legs: [NewLeg]
        /// Taken in at the natural price, negative where it is paid.
        public var net: Figure
        /// The same at the mids: what patience might get.
        public var netAtMid: Figure
        /// ``net`` over the days it adds; not applicable where there is no credit.
        public var creditPerDay: Figure
        /// Spot at which the campaign ends without profit and loss; locked where it loses at every price.
        public var breakeven: Figure
        /// Of one new short option held long, per share.
        public var delta: Figure
        /// In the order of ``RollObstacle``; empty where the roll keeps to the rules.
        public var obstacles: [RollObstacle]

        public init(
            expiry: Int, strikeThousandths: Int, legs: [NewLeg], net: Figure, netAtMid: Figure, creditPerDay: Figure,
            breakeven: Figure, delta: Figure, obstacles: [RollObstacle]
        ) {
            self.expiry = expiry
            self.strikeThousandths = strikeThousandths
            self.legs = legs
            self.net = net
            self.netAtMid = netAtMid
            self.creditPerDay = creditPerDay
            self.breakeven = breakeven
            self.delta = delta
            self.obstacles = obstacles
        }

        /// Whether it is offered.
        public var isAllowed: Bool { obstacles.isEmpty }
    }

    /// What happens where nothing is rolled and the option ends in the money.
    public enum Alternative: Sendable, Hashable {
        /// - basis: strike less the premium of this option, the tax basis of the shares; dollars per share.
        case takeShares(count: Double, price: Double, basis: Figure)
        /// - proceeds: strike and the premium of this option; dollars per share.
        case deliverShares(count: Double, price: Double, proceeds: Figure)
        /// Nothing covers the call: the account would be short of shares.
        case sellShort(count: Double, price: Double, proceeds: Figure)
        /// Settles in cash: no shares come or go.
        case settleInCash
        /// - maximumLoss: dollars, positive.
        case keepSpread(maximumLoss: Figure)
    }

    /// Of the row.
    public var id: String
    public var account: String
    public var symbol: String
    /// Text of the Position column, for example `-2 80P`.
    public var title: String
    public var form: Form
    /// What would be closed, the short leg first.
    public var held: [HeldLeg]
    /// Shares the short leg stands for, positive: contracts times multiplier.
    public var shares: Double
    /// Calendar days to the expiry that is held.
    public var daysToExpiry: Int
    /// Dollars per share to close now at the natural price, positive pays.
    public var buyBack: Figure
    /// Dollars that closing realises, fees left out: the premium of this option, not of its campaign.
    public var realized: Figure
    /// Rolls of this campaign so far, the sure ones and those the owner confirmed.
    public var rollsDone: Int
    /// Pairs of trades that may be rolls into it and wait for the owner's word.
    public var rollsToReview: Int
    public var rules: RollRules
    public var spot: Figure
    public var spotAgeSeconds: Double?
    /// Ascending; those within the days of the rules and the first one behind.
    public var expiries: [Expiry]
    /// Of the short leg, thousandths of a dollar, ascending.
    public var strikes: [Int]
    /// By strike, then expiry; a series without the strike has no cell.
    public var cells: [Cell]
    /// Place in ``cells`` of the roll that pays most a day among those that are allowed.
    public var best: Int?
    public var alternative: Alternative
    /// The session whose closing quotes these are; nil while one runs.
    public var closedOn: CalendarDate?
    public var source: String
    public var retrievedAt: Instant

    public init(
        id: String, account: String, symbol: String, title: String, form: Form, held: [HeldLeg], shares: Double,
        daysToExpiry: Int, buyBack: Figure, realized: Figure, rollsDone: Int, rollsToReview: Int, rules: RollRules,
        spot: Figure, spotAgeSeconds: Double?, expiries: [Expiry], strikes: [Int], cells: [Cell], best: Int?,
        alternative: Alternative, closedOn: CalendarDate?, source: String, retrievedAt: Instant
    ) {
        self.id = id
        self.account = account
        self.symbol = symbol
        self.title = title
        self.form = form
        self.held = held
        self.shares = shares
        self.daysToExpiry = daysToExpiry
        self.buyBack = buyBack
        self.realized = realized
        self.rollsDone = rollsDone
        self.rollsToReview = rollsToReview
        self.rules = rules
        self.spot = spot
        self.spotAgeSeconds = spotAgeSeconds
        self.expiries = expiries
        self.strikes = strikes
        self.cells = cells
        self.best = best
        self.alternative = alternative
        self.closedOn = closedOn
        self.source = source
        self.retrievedAt = retrievedAt
    }
}

extension RollReport {
    /// What is bought back.
    public var short: HeldLeg? { held.first }

    /// ``strikes`` from the worse ones to the better: a put's downwards, a call's upwards.
    public var rows: [Int] {
        short?.contract.right == .put ? strikes.reversed() : strikes
    }

    /// A strike of the grid with the letter of its right: `77.5P`.
    public func strikeName(_ thousandths: Int) -> String {
        guard var contract = short?.contract else { return "" }
        contract.strikeThousandths = thousandths
        return contract.shortName
    }

    /// - Parameter expiry: place in ``expiries``.
    public func cell(strike: Int, expiry: Int) -> Cell? {
        cells.first { $0.strikeThousandths == strike && $0.expiry == expiry }
    }

    /// The roll that pays most a day; nil when no credit roll keeps to the rules.
    public var bestCell: Cell? { best.map { cells[$0] } }

    /// Those that keep to the rules, the most credit a day first.
    public var allowed: [Cell] {
        cells.filter(\.isAllowed).sorted { Self.isBetter($0, $1, in: expiries) }
    }

    /// More a day, then sooner, then further out of the money.
    public static func isBetter(_ left: Cell, _ right: Cell, in expiries: [Expiry]) -> Bool {
        let (first, second) = (left.creditPerDay.value ?? -.infinity, right.creditPerDay.value ?? -.infinity)
        if abs(first - second) > 1e-12 { return first > second }
        if left.expiry != right.expiry { return left.expiry < right.expiry }
        guard let contract = left.legs.first?.contract else { return false }
        return contract.right == .put
            ? left.strikeThousandths < right.strikeThousandths : left.strikeThousandths > right.strikeThousandths
    }
}
