import MagnusDomain
import MagnusQuant

/// One underlying of the book with its last quote.
struct BookUnderlying: Sendable {
    let symbol: String
    var profile: SecurityProfile
    var quote: Quote?
    var assessment: QuoteAssessment?
    /// When the assessment was made.
    var assessedAt: Instant?
    /// The underlying's own volatility: its last 30-day implied one, else 20 sessions of closes.
    var fallbackVolatility: Double?
    var volatilityPercentile = Figure.unknown(.insufficientHistory)
    /// Its quote at the time of the last quotes of its options.
    var closingQuote: Quote?
    /// The last completed sessions, oldest first.
    var lastBars: [DailyBar] = []
    /// Indices of the legs that depend on it.
    var legs: [Int] = []
    var isProfileKnown: Bool

    init(symbol: String) {
        self.symbol = symbol
        profile = SecurityProfile(symbol: symbol, name: symbol, kind: .stock, sector: "Unknown")
        isProfileKnown = false
    }

    mutating func apply(_ market: UnderlyingMarket) {
        profile = market.profile
        isProfileKnown = true
        if let quote = market.quote { setQuote(quote) }
        closingQuote = market.closingQuote
        lastBars = Array(market.bars.suffix(5))
        let history = market.volatilityHistory
        volatilityPercentile = VolatilityStanding(history: history).percentile
        if let last = history.last?.impliedVolatility, last > 0, last.isFinite {
            fallbackVolatility = last
        } else if market.bars.count >= 21 {
            let closes = market.bars.suffix(21).map(\.close)
            fallbackVolatility = try? HistoricalVolatility.closeToClose(closes)
        }
    }

    mutating func setQuote(_ quote: Quote) {
        self.quote = quote
        assessment = nil
        assessedAt = nil
    }

    mutating func assess(now: Instant, session: TradingSession?, limits: QuoteLimits, lastClose: Instant?) {
        guard assessedAt != now else { return }
        assessedAt = now
        assessment = quote.map {
            QuoteAssessment($0, now: now, kind: .underlying, session: session, limits: limits, lastClose: lastClose)
        }
    }

    var spot: Figure { assessment?.mark ?? .unknown(.noSource) }

    /// Whether shares without a call are worth a word: no source that knows of listed options, nothing to sell.
    var hasListedOptions: Bool {
        isProfileKnown && profile.kind != .treasuryBillFund && profile.optionVolume.map { $0 > 0 } ?? true
    }

    /// Assumed to be 1 where nobody knows it.
    var beta: Double { profile.beta ?? (profile.kind == .treasuryBillFund ? 0 : 1) }
    var isBetaAssumed: Bool { profile.beta == nil && profile.kind != .treasuryBillFund }
}
