import Glibc
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

/// A straight line in the logarithm of a count, clipped: 0 at `none`, 1 at `full`, both positive.
public struct LogarithmicScoreLine: Sendable, Hashable {
    public let none: Double
    public let full: Double
    private let line: ScoreLine?

    public init(_ none: Double, _ full: Double) {
        self.none = none
        self.full = full
        line = none > 0 && full > 0 ? ScoreLine(log(none), log(full)) : nil
    }

    /// 0...1; 0 for a value that is not positive.
    public func share(_ value: Double) -> Double {
        guard value > 0, let line else { return 0 }
        return line.share(log(value))
    }
}

/// What a scan accepts and how it scores: every threshold of the gates, the parts and the caps.
public struct ScanProfile: Sendable, Hashable {
    public var name: String

    // Place.
    /// Absolute delta of one option, the one sold; calendars and diagonals have their own.
    public var delta = 0.15...0.32
    /// Days to expiry; of a calendar or diagonal to the nearer one.
    public var days = 25...50

    /// Cash-secured puts and covered calls are looked at by American prices throughout; else by the European formula first,
    /// and only what stands on the shortlist by its own style.
    public var isAmerican = false

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
    /// In a risk-off market no new short premium.
    public var allowsRiskOff = false

    // Spreads.
    /// Verticals, condors, calendars and diagonals too where scans run by themselves: the pane, its alerts and the chat.
    public var includesSpreads = false
    /// Distance between the strikes as a fraction of the spot.
    public var width = 0.005...0.10
    /// So many strikes are tried against each one sold, the nearest first.
    public var widthsPerStrike = 6
    /// Credit over width.
    public var minimumCreditShare = 0.15
    /// Of net liquidation, what one trade of bounded loss may lose.
    public var maximumDefinedRiskShare = 0.02
    /// Absolute delta of the option that a calendar sells.
    public var calendarDelta = 0.25...0.60
    /// Days between the expiries of a calendar.
    public var calendarGap = 14...45

    // Diagonals. Guides to the poor man's covered call sell at 30 to 45 days and a delta of 0.10 to 0.40, and buy at 0.70 to
    // 0.90 (Options Playbook, "Fig leaf": 0.80 or more) with 60 days to two years to live; tastylive ("Poor man's covered
    // call") adds the rules on debit and extrinsic value.
    /// Absolute delta of the option that a diagonal sells.
    public var diagonalDelta = 0.15...0.40
    /// Absolute delta of the option that it buys.
    public var diagonalLongDelta = 0.65...0.90
    /// Of the options of an expiry the one nearest to this absolute delta is bought.
    public var diagonalLongTarget = 0.80
    /// Days between the expiries, at least: for each the soonest expiry so far behind is tried, so that every option sold
    /// has as many partners at most. The first is the least of all; half a year is the usual life of a substitute for
    /// shares.
    public var diagonalGaps = [60, 180]
    /// Debit over the distance of the strikes, at most: assignment after a rise pays that distance (tastylive: 75 %).
    public var maximumDebitShare = 0.75

    // Parts: weight and line.
    public var edgeWeight = 25.0
    public var edge = ScoreLine(0, 0.20)
    public var payWeight = 20.0
    public var pay = ScoreLine(0.06, 0.16)
    /// Of spreads, credit over width.
    public var payOnWidth = ScoreLine(0.15, 0.35)
    public var cushionWeight = 15.0
    public var cushion = ScoreLine(0.3, 0.9)
    public var liquidityWeight = 15.0
    public var liquiditySpread = ScoreLine(0.10, 0)
    public var liquidityOpenInterest = LogarithmicScoreLine(100, 2000)
    public var liquidityVolume = LogarithmicScoreLine(1000, 50_000)
    public var percentileWeight = 10.0
    public var percentile = ScoreLine(20, 80)
    public var fitWeight = 10.0
    public var fitName = ScoreLine(0.20, 0.05)
    public var fitSector = ScoreLine(0.35, 0.25)
    public var trendWeight = 5.0

    // Parts of calendars.
    public var forwardFactorWeight = 30.0
    public var forwardFactor = ScoreLine(0, 0.20)
    public var thetaWeight = 15.0
    /// Theta of the front over that of the back: none at 1, full at the square root of 63/28 days.
    public var theta = ScoreLine(1, 1.5)
    public var debitWeight = 10.0
    /// Debit over spot.
    public var debit = ScoreLine(0.06, 0.03)
    public var chanceWeight = 20.0
    /// Probability of profit.
    public var chance = ScoreLine(0, 1)
    public var betweenWeight = 10.0

    // Parts of diagonals; theta, probability of profit, liquidity and trend weigh as elsewhere.
    public var extrinsicWeight = 25.0
    /// Extrinsic value sold over the one bought (tastylive: at least as much).
    public var extrinsic = ScoreLine(0, 1)
    public var debitOnWidthWeight = 20.0
    /// Debit over the distance of the strikes, from the most that is accepted.
    public var debitOnWidth = ScoreLine(0.75, 0.50)
    /// Theta of the front over that of the back: 30 days and a delta of 0.30 against half a year and 0.80, both at a
    /// volatility of 25 %, give 1.9.
    public var thetaOfDiagonal = ScoreLine(1, 2)

    // Caps.
    public var notOwnedCap = 79.0
    public var cheapVolatilityCap = 69.0
    public var closingQuotesCap = 79.0

    // Size of the work.
    /// Contracts quoted again before they are shown.
    public var shortlist = 40
    /// Of spreads, how many of them on one name: neighbouring strikes are the same trade. Of diagonals on each side.
    public var spreadsPerName = 6
    public var nearestMisses = 50

    /// What scans look for that run by themselves.
    public var strategies: [ScanStrategy] { includesSpreads ? ScanStrategy.allCases : ScanStrategy.single }

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
