import Glibc
import MagnusQuant

/// The smile of one root and expiry with the quotes it was fitted to. AM- and PM-settled series of a day are two.
public struct ExpiryVolatility: Sendable, Hashable {
    public var expiry: CalendarDate
    public var root: String
    public var daysToExpiry: Int
    /// To settlement, ACT/365.
    public var years: Double
    /// Dollars per share.
    public var forward: Figure
    /// How the forward was found.
    public var forwardMethod: String
    /// Annual decimal, between the quotes at the forward, as the chain shows it.
    public var atTheMoneyVolatility: Figure
    /// Out-of-the-money quotes by strike.
    public var points: [SmilePoint]
    /// nil where there is none, for ``refusal``.
    public var fit: FittedSmile?
    /// Why there is no smile; nil with one.
    public var refusal: SmileRefusal?
    /// Curve at the forward, annual decimal.
    public var fittedVolatility: Figure
    /// Between the expiry before and this one, annual decimal, of the curves.
    public var forwardVolatility: Figure
    /// Volatility of the curve where the forward delta is 25: put below, call above the forward. Unknown where the strike
    /// lies beyond the quotes.
    public var putVolatility25: Figure
    public var callVolatility25: Figure
    /// Their strikes, dollars.
    public var putStrike25: Figure
    public var callStrike25: Figure

    public init(
        expiry: CalendarDate, root: String, daysToExpiry: Int, years: Double, forward: Figure, forwardMethod: String,
        atTheMoneyVolatility: Figure, points: [SmilePoint], fit: FittedSmile?, refusal: SmileRefusal?,
        fittedVolatility: Figure, forwardVolatility: Figure, putVolatility25: Figure, callVolatility25: Figure,
        putStrike25: Figure, callStrike25: Figure
    ) {
        self.expiry = expiry
        self.root = root
        self.daysToExpiry = daysToExpiry
        self.years = years
        self.forward = forward
        self.forwardMethod = forwardMethod
        self.atTheMoneyVolatility = atTheMoneyVolatility
        self.points = points
        self.fit = fit
        self.refusal = refusal
        self.fittedVolatility = fittedVolatility
        self.forwardVolatility = forwardVolatility
        self.putVolatility25 = putVolatility25
        self.callVolatility25 = callVolatility25
        self.putStrike25 = putStrike25
        self.callStrike25 = callStrike25
    }

    /// Call less put at 25 delta, in volatility: negative where puts are dearer.
    public var riskReversal25: Figure { callVolatility25.combined(with: putVolatility25) { $0 - $1 } }

    /// Mean of both less the volatility at the forward.
    public var butterfly25: Figure {
        callVolatility25.combined(with: putVolatility25) { 0.5 * ($0 + $1) }
            .combined(with: fittedVolatility) { $0 - $1 }
    }

    /// Volatility of the curve at a strike in dollars; nil without a curve or forward.
    public func volatility(strike: Double) -> Double? {
        guard let fit, let forward = forward.value, strike > 0, forward > 0 else { return nil }
        return fit.volatility(log(strike / forward))
    }

    /// The sentence for ``refusal``.
    public var refusalText: String? {
        switch refusal {
        case nil: nil
        case .badTime: "expired or without a time to expiry"
        case .tooFewQuotes(let count, let minimum):
            "\(count) usable \(count == 1 ? "quote" : "quotes") out of the money, \(minimum) needed"
        case .oneSided: "usable quotes on one side of the forward only"
        case .noForward: "no price of the shares, so no forward"
        case .noArbitrageFreeFit: "no curve near the quotes is free of arbitrage"
        }
    }

    /// The word for ``refusal`` in JSON.
    public var refusalReason: UnknownReason? {
        switch refusal {
        case nil: nil
        case .badTime: .expired
        case .tooFewQuotes: .noMarket
        case .oneSided: .oneSided
        case .noForward: .noSource
        case .noArbitrageFreeFit: .contradictory
        }
    }

    /// Points by the word for what became of them, in a stable order.
    public var leftOut: [(state: SmilePoint.State, count: Int)] {
        SmilePoint.State.allCases.compactMap { state in
            let count = state == .used ? 0 : points.count { $0.state == state }
            return count > 0 ? (state, count) : nil
        }
    }
}

/// One option's volatilities beside the curve.
public struct SmilePoint: Sendable, Hashable {
    /// What became of a quote.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case used
        case noMarket = "no_market"
        case oneSided = "one_sided"
        case crossed
        case wide = "wide_spread"
        case stale
        case halted
        case futureTime = "future_time"
        case adjusted
        /// Its price tells no volatility.
        case noVolatility = "no_volatility"
        /// Far off the curve of the others: stale or a typo.
        case offSmile = "off_smile"

        /// As a person reads it.
        public var words: String {
            switch self {
            case .used: "used"
            case .noMarket: "no market"
            case .oneSided: "one-sided"
            case .crossed: "crossed"
            case .wide: "too wide"
            case .stale: "stale"
            case .halted: "halted"
            case .futureTime: "of a future time"
            case .adjusted: "adjusted"
            case .noVolatility: "without volatility"
            case .offSmile: "off the curve"
            }
        }
    }

    public var contract: OptionContract
    /// Annual decimals; nil where the price tells none.
    public var volatility: Double?
    public var bidVolatility: Double?
    public var askVolatility: Double?
    public var state: State

    public init(
        contract: OptionContract, volatility: Double?, bidVolatility: Double?, askVolatility: Double?, state: State
    ) {
        self.contract = contract
        self.volatility = volatility
        self.bidVolatility = bidVolatility
        self.askVolatility = askVolatility
        self.state = state
    }
}
