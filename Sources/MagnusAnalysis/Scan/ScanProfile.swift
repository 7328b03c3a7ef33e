import MagnusDomain

/// A straight line from nothing to everything, clipped: 0 at `none`, 1 at `full`. `full` may be the smaller end.
public struct ScoreLine: Sendable, Hashable {
    public var none: Double
    public var full: Double

    public init(_ none: Double, _ full: Double) {
        self.none = none
        self.full = full
    }

    /// 0...1; 0 for a value that is no number.
    public func share(_ value: Double) -> Double {
        guard value.isFinite, none != full else { return 0 }
        return min(max((value - none) / (full - none), 0), 1)
    }
}

/// What a scan accepts and how it scores: every threshold of the gates, the parts and the caps.
public struct ScanProfile: Sendable, Hashable {
    public var name: String

    // Place.
    /// Absolute delta of one option.
    public var delta = 0.15...0.32
    /// Days to expiry.
    public var days = 25...50

    // Quotes.
    public var maximumAgeSeconds = 60.0
    /// Stamps of option and underlying may lie so far apart.
    public var maximumSkewSeconds = 15.0

    // Market.
    public var minimumBid = 0.10
    /// Of the mid.
    public var maximumSpread = 0.10
    /// Below this mid the two limits that follow hold instead.
    public var smallMid = 0.50
    public var smallMidMaximumSpreadDollars = 0.05
    public var smallMidMaximumSpread = 0.20
    public var minimumOpenInterest = 100
    /// Contracts of the underlying a day.
    public var minimumOptionVolume = 1000
    public var minimumSharePrice = 10.0
    /// Dollars of shares a day.
    public var minimumDollarVolume = 20_000_000.0

    // Premium.
    /// Commission and fees for one contract opened and closed, dollars.
    public var feesPerContract = 1.30
    /// Dollars per share after fees.
    public var minimumFill = 0.20
    /// Fees over credit.
    public var maximumFeeShare = 0.05
    /// Simple yearly return after fees.
    public var minimumReturn = 0.06
    /// Above the Treasury bill rate.
    public var minimumReturnOverBills = 0.02

    // Event.
    /// An unconfirmed date counts so many days either way.
    public var unconfirmedDays = 7
    /// Front volatility over the next by this factor, with nothing listed, is an event nobody listed.
    public var frontVolatilityRatio = 1.20
    /// Expiries nearer than this say nothing about events.
    public var frontMinimumDays = 5

    // Borrow and contract.
    /// A year, beyond its error.
    public var maximumBorrow = 0.03
    /// Distance from the fitted smile, in volatility (0.03 is three points).
    public var maximumSmileDistance = 0.03
    public var splitDays = 10

    // Capacity, as fractions of net liquidation after the trade.
    public var maximumNameShare = 0.20
    public var maximumSectorShare = 0.35
    /// Beta-weighted dollars.
    public var betaDelta = -0.25...0.75
    /// T-bill funds count as free cash.
    public var countsTreasuryBillFunds = true
    /// In a risk-off market no new short puts.
    public var allowsRiskOff = false

    // Parts: weight and line.
    public var edgeWeight = 25.0
    public var edge = ScoreLine(0, 0.20)
    public var payWeight = 20.0
    public var pay = ScoreLine(0.06, 0.16)
    public var cushionWeight = 15.0
    public var cushion = ScoreLine(0.3, 0.9)
    public var liquidityWeight = 15.0
    public var liquiditySpread = ScoreLine(0.10, 0)
    /// Logarithmic.
    public var liquidityOpenInterest = ScoreLine(100, 2000)
    /// Logarithmic.
    public var liquidityVolume = ScoreLine(1000, 50_000)
    public var percentileWeight = 10.0
    public var percentile = ScoreLine(20, 80)
    public var fitWeight = 10.0
    public var fitName = ScoreLine(0.20, 0.05)
    public var fitSector = ScoreLine(0.35, 0.25)
    public var trendWeight = 5.0

    // Caps.
    public var notOwnedCap = 79.0
    public var cheapVolatilityCap = 69.0
    public var closingQuotesCap = 79.0

    // Size of the work.
    /// Contracts quoted again before they are shown.
    public var shortlist = 40
    public var nearestMisses = 50

    public init(name: String = "standard") {
        self.name = name
    }

    /// 25 to 50 days, delta 0.15 to 0.32.
    public static let standard = ScanProfile()

    /// The same by the week: 5 to 14 days.
    public static let weekly: ScanProfile = {
        var profile = ScanProfile(name: "weekly")
        profile.days = 5...14
        return profile
    }()

    /// The shipped profiles.
    public static let shipped = [standard, weekly]
}
