import MagnusQuant

/// One part of a score.
public struct ScorePart: Sendable, Hashable {
    /// For example `edge`.
    public var name: String
    public var weight: Double
    /// weight times the clipped share, 0 when missing.
    public var points: Double
    public var isMissing: Bool
    /// Figure and both ends of the line.
    public var explanation: String

    public init(name: String, weight: Double, points: Double, isMissing: Bool, explanation: String) {
        self.name = name
        self.weight = weight
        self.points = points
        self.isMissing = isMissing
        self.explanation = explanation
    }
}

/// One reason against a candidate.
public struct GateFailure: Sendable, Hashable {
    /// quotes, market, premium, event, borrow, contract, place, capacity.
    public var gate: String
    /// One sentence with the figure and the limit.
    public var text: String
    /// What would change it.
    public var remedy: String?

    public init(gate: String, text: String, remedy: String? = nil) {
        self.gate = gate
        self.text = text
        self.remedy = remedy
    }
}

/// A contract that a scan looked at, with everything it computed.
public struct Candidate: Sendable, Hashable {
    public var id: String
    public var strategy: ScanStrategy
    public var symbol: String
    /// The option sold; of several the put.
    public var contract: OptionContract
    public var daysToExpiry: Int
    public var spot: Double
    /// Of several legs what selling them together brings, less than nothing where they cost.
    public var bid: Double?
    /// Of several legs what buying them back costs, in the sign of ``bid``.
    public var ask: Double?
    /// Price per share assumed: max(bid, mid - spread/4). A debit is negative.
    public var fill: Figure
    /// After fees on gross collateral, fraction; of several legs on what can be lost, fees included.
    public var periodReturn: Figure
    /// Simple, fraction.
    public var annualizedReturn: Figure
    /// Of several the one nearest to the spot.
    public var breakeven: Figure
    /// (spot - breakeven)/spot for a put, (strike - spot)/spot for a call; of several legs the distance to the nearest
    /// breakeven, negative where the spot lies beyond it.
    public var cushion: Figure
    /// One sigma to expiry in dollars per share.
    public var expectedMove: Figure
    /// Fraction of the spot; of several sold options the nearest.
    public var outOfTheMoney: Figure
    /// Of one long option, the one sold; of several the larger in size.
    public var delta: Figure
    /// Of the option sold, the mean of several.
    public var impliedVolatility: Figure
    public var volatilityRank: Figure
    public var volatilityPercentile: Figure
    public var probabilityOfProfit: Figure
    /// Of the strike sold; of several the likelier.
    public var probabilityOfTouch: Figure
    /// Dollars for one contract; what one unit of several legs can lose.
    public var collateral: Figure
    public var openInterest: Int?
    public var volume: Int?
    public var spreadFraction: Figure
    public var earningsDate: CalendarDate?
    public var exDividendDate: CalendarDate?
    /// 0-3 filled dots.
    public var liquidity: Int
    /// 0-100 after caps.
    public var score: Double
    public var isCapped: Bool
    /// Which cap held the score down.
    public var cap: String?
    public var parts: [ScorePart]
    /// Empty when it passed.
    public var failures: [GateFailure]
    /// Of the option's quote, at the scan.
    public var quoteAgeSeconds: Double?
    /// Of the quote of the shares, at the scan; nil where the source gave no time.
    public var spotAgeSeconds: Double?
    /// Of ``bid`` and ``ask``.
    public var quoteTrust = Trust.fresh
    /// Of ``spot``.
    public var spotTrust = Trust.fresh
    public var reasons: [String: UnknownReason]
    /// What delta, volatility and probabilities were priced with; nil when not priced.
    public var terms: OptionTerms?
    /// At the money at this expiry, annual decimal: behind the expected move.
    public var atTheMoneyVolatility: Double?
    /// Behind IV rank and percentile.
    public var standing: VolatilityRank?
    /// Of opening and closing one unit, dollars.
    public var fees: Double?
    /// What several legs add; nil for a single option.
    public var spread: CandidateSpread?

    public init(
        id: String, strategy: ScanStrategy, symbol: String, contract: OptionContract, daysToExpiry: Int, spot: Double,
        bid: Double?, ask: Double?, fill: Figure, periodReturn: Figure, annualizedReturn: Figure, breakeven: Figure,
        cushion: Figure, expectedMove: Figure, outOfTheMoney: Figure, delta: Figure, impliedVolatility: Figure,
        volatilityRank: Figure, volatilityPercentile: Figure, probabilityOfProfit: Figure, probabilityOfTouch: Figure,
        collateral: Figure, openInterest: Int?, volume: Int?, spreadFraction: Figure, earningsDate: CalendarDate?,
        exDividendDate: CalendarDate?, liquidity: Int, score: Double, isCapped: Bool, cap: String?,
        parts: [ScorePart], failures: [GateFailure], quoteAgeSeconds: Double?, reasons: [String: UnknownReason] = [:]
    ) {
        self.id = id
        self.strategy = strategy
        self.symbol = symbol
        self.contract = contract
        self.daysToExpiry = daysToExpiry
        self.spot = spot
        self.bid = bid
        self.ask = ask
        self.fill = fill
        self.periodReturn = periodReturn
        self.annualizedReturn = annualizedReturn
        self.breakeven = breakeven
        self.cushion = cushion
        self.expectedMove = expectedMove
        self.outOfTheMoney = outOfTheMoney
        self.delta = delta
        self.impliedVolatility = impliedVolatility
        self.volatilityRank = volatilityRank
        self.volatilityPercentile = volatilityPercentile
        self.probabilityOfProfit = probabilityOfProfit
        self.probabilityOfTouch = probabilityOfTouch
        self.collateral = collateral
        self.openInterest = openInterest
        self.volume = volume
        self.spreadFraction = spreadFraction
        self.earningsDate = earningsDate
        self.exDividendDate = exDividendDate
        self.liquidity = liquidity
        self.score = score
        self.isCapped = isCapped
        self.cap = cap
        self.parts = parts
        self.failures = failures
        self.quoteAgeSeconds = quoteAgeSeconds
        self.reasons = reasons
    }
}

/// The outcome of one scan.
public struct ScanResult: Sendable, Hashable {
    public var strategy: ScanStrategy
    public var watchlist: String
    public var scannedAt: Instant
    /// When the candidates were quoted last; the scan itself at first.
    public var quotedAt: Instant
    public var symbolsScanned: Int
    /// Contracts looked at; of spreads the combinations of them, and the contracts that make none.
    public var contractsScanned: Int
    /// Best first.
    public var candidates: [Candidate]
    /// Fewest failed gates first, then by score without gates.
    public var nearestMisses: [Candidate]
    /// First failed gate to count; adds up to contracts minus candidates.
    public var rejected: [String: Int]
    /// The name in ``rejected`` of what passed every gate and was not among the best that are quoted again.
    public static let outranked = "rank"
    /// Contracts counted at their first failed gate: `contractsScanned` = candidates + this.
    public var rejectedCount: Int { rejected.values.reduce(0, +) }
    /// For example `Waiting for orderly quotes, 09:45.`
    public var waitingReason: String?
    /// Free cash and what is full, in words.
    public var room: String

    public init(
        strategy: ScanStrategy, watchlist: String, scannedAt: Instant, symbolsScanned: Int, contractsScanned: Int,
        candidates: [Candidate], nearestMisses: [Candidate], rejected: [String: Int], waitingReason: String? = nil,
        room: String
    ) {
        self.strategy = strategy
        self.watchlist = watchlist
        self.scannedAt = scannedAt
        quotedAt = scannedAt
        self.symbolsScanned = symbolsScanned
        self.contractsScanned = contractsScanned
        self.candidates = candidates
        self.nearestMisses = nearestMisses
        self.rejected = rejected
        self.waitingReason = waitingReason
        self.room = room
    }
}
