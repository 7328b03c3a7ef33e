import MagnusDomain
import MagnusQuant

/// An option chain with everything derived from it.
public struct ChainAnalysis: Sendable, Hashable {
    public var symbol: String
    /// Dollars per share.
    public var spot: Figure
    public var spotSource: String
    public var spotAgeSeconds: Double?
    /// Continuously compounded 30-day rate, decimal; nil when the source has none, and the prices are then carried at 0.
    public var rate: Double?
    public var dividendYield: Double
    public var dividends: [DividendEvent]
    /// 30-day at-the-money implied volatility, annual decimal.
    public var impliedVolatility30: Figure
    public var standing: VolatilityStanding
    /// Ascending.
    public var expiries: [ExpiryAnalysis]
    public var source: String
    public var retrievedAt: Instant
}

/// One expiry of a chain. AM- and PM-settled series of the same day are two.
public struct ExpiryAnalysis: Sendable, Hashable {
    public var expiry: CalendarDate
    public var root: String
    public var daysToExpiry: Int
    /// To settlement, ACT/365.
    public var years: Double
    public var settlement: Settlement
    public var style: ExerciseStyle
    /// Dollars per share, from put-call parity at the two strikes nearest the money, early exercise taken off the mids of
    /// American contracts; the carried spot without it.
    public var forward: Figure
    /// `put-call parity`, `put-call parity, early exercise taken off` or `carried spot`.
    public var forwardMethod: String
    /// Annual decimal, at the forward.
    public var atTheMoneyVolatility: Figure
    /// One standard deviation, dollars per share: S sigma sqrt(T).
    public var expectedMove: Figure
    /// Mid of the straddle at the strike nearest the forward.
    public var impliedStraddle: Figure
    /// 0.6 straddle + 0.3 first strangle + 0.1 second strangle.
    public var weightedMove: Figure
    /// Yearly cost of borrowing the shares that parity implies, decimal.
    public var borrow: Figure
    /// Half spreads over S T: parity says nothing finer than this.
    public var borrowError: Figure
    /// By strike, call before put.
    public var contracts: [ContractAnalysis]
    /// What carries the spot to the expiry; nil where nobody told.
    var carry: CarryTerms?
    /// What ``forward`` was made of; empty for a carried spot.
    public var parityPairs: [ParityPair] = []
    /// Strike of ``impliedStraddle``, thousandths of a dollar; nil without one.
    public var straddleStrike: Int?

    /// The method of ``expectedMove``, named beside the figure.
    public static let expectedMoveMethod = "one_sigma"
}

/// One contract of a chain. Greeks are of one long option per share: theta over the next calendar day, vega per volatility point,
/// rho per rate point.
public struct ContractAnalysis: Sendable, Hashable {
    public var contract: OptionContract
    public var bid: Double?
    public var ask: Double?
    public var mid: Figure
    public var last: Double?
    public var volume: Int?
    public var openInterest: Int?
    public var impliedVolatility: Figure
    public var delta: Figure
    public var gamma: Figure
    public var thetaPerDay: Figure
    public var vegaPerPoint: Figure
    public var rhoPerPoint: Figure
    /// Of one short option sold at mid and kept to expiry, risk-neutral.
    public var probabilityOfProfit: Figure
    /// That the spot trades at the strike before expiry, risk-neutral.
    public var probabilityOfTouch: Figure
    public var isAdjusted: Bool
    /// Of bid and ask: stale where they are older than allowed.
    public var quoteTrust: Trust = .fresh
    public var quoteAgeSeconds: Double?
    /// `ok`, or the word for what is wrong with the quote or contract.
    public var state: String
    /// JSON key to reason for each unknown figure.
    public var reasons: [String: UnknownReason]
    /// `exact american`, `european formula`, ...
    public var method: String
}

/// Where the 30-day volatility stands in its own past year.
///
/// Magnus shows one standing per symbol everywhere, that of the last completed session (``init(history:window:minimum:)``):
/// it needs no chain, so Positions, scans, chains and answers cannot differ, and it does not move with the first quotes of
/// a day.
public struct VolatilityStanding: Sendable, Hashable {
    /// 0-100, clamped.
    public var rank: Figure
    /// 0-100, strictly below.
    public var percentile: Figure
    /// The session whose close is ranked; nil without one.
    public var day: CalendarDate?
    /// Past sessions counted, at most 252; shown where below 252.
    public var sessions: Int
    /// Median of the window, annual decimal; nil without observations.
    public var median: Double?
    public var isNewHigh: Bool
    public var isNewLow: Bool
    /// The numbers behind both; nil where they are unknown.
    public var parts: VolatilityRank?

    /// The last completed session against those before it.
    /// - Parameter history: Completed sessions, oldest first; values that are not positive and finite are left out.
    public init(history: [VolatilityObservation], window: Int = 252, minimum: Int = 60) {
        let known = history.suffix(window + 1).filter { $0.impliedVolatility.isFinite && $0.impliedVolatility > 0 }
        let last = known.last
        self.init(
            current: Figure(last?.impliedVolatility, else: .insufficientHistory), history: history,
            today: last?.date ?? CalendarDate(daysSinceEpoch: 0), window: window, minimum: minimum)
        day = last?.date
    }

    /// - Parameters:
    ///   - current: 30-day at-the-money volatility now.
    ///   - history: Completed sessions, oldest first; values that are not positive and finite are left out, and today.
    ///   - window: Sessions looked back at.
    ///   - minimum: Fewer observations give no rank.
    public init(
        current: Figure, history: [VolatilityObservation], today: CalendarDate, window: Int = 252, minimum: Int = 60
    ) {
        let past = history.suffix(window + 1).filter {
            $0.date < today && $0.impliedVolatility.isFinite && $0.impliedVolatility > 0
        }.suffix(window).map(\.impliedVolatility)
        sessions = past.count
        isNewHigh = false
        isNewLow = false
        let ordered = past.sorted()
        median = ordered.isEmpty ? nil : 0.5 * (ordered[(ordered.count - 1) / 2] + ordered[ordered.count / 2])
        guard let value = current.value, let trust = current.trust else {
            rank = .unknown(current.reason ?? .noSource)
            percentile = rank
            return
        }
        do throws(VolatilityRank.Undefined) {
            let standing = try VolatilityRank(current: value, history: past, minimumObservations: minimum)
            parts = standing
            percentile = Figure(standing.percentileBelow, trust: trust)
            isNewHigh = standing.isNewHigh
            isNewLow = standing.isNewLow
            do throws(VolatilityRank.Undefined) {
                rank = Figure(try standing.rank(), trust: trust)
            } catch {
                rank = .unknown(.flatHistory)
            }
        } catch {
            let reason: UnknownReason
            switch error {
            case .tooFewObservations: reason = .insufficientHistory
            case .badCurrent, .badObservation: reason = .badInput
            case .noRange: reason = .flatHistory
            }
            rank = .unknown(reason)
            percentile = .unknown(reason)
        }
    }
}
