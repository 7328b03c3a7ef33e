/// What one option says about the smile of its expiry.
public struct SmileQuote: Sendable, Hashable {
    /// ln(K/F).
    public var logMoneyness: Double
    /// Of the middle, annual decimal.
    public var volatility: Double
    /// At the bid; nil where the bid tells none.
    public var bidVolatility: Double?
    /// At the ask; nil where the ask tells none.
    public var askVolatility: Double?

    public init(
        logMoneyness: Double, volatility: Double, bidVolatility: Double? = nil, askVolatility: Double? = nil
    ) {
        self.logMoneyness = logMoneyness
        self.volatility = volatility
        self.bidVolatility = bidVolatility
        self.askVolatility = askVolatility
    }

    var isSound: Bool {
        logMoneyness.isFinite && volatility.isFinite && volatility > 0
            && (bidVolatility.map { $0.isFinite && $0 <= volatility } ?? true)
            && (askVolatility.map { $0.isFinite && $0 >= volatility } ?? true)
    }

    /// Half of the spread in volatility; a missing side counts as far away as the other, and nothing is known more closely
    /// than `accuracy`.
    var error: Double {
        let below = bidVolatility.map { volatility - $0 }
        let above = askVolatility.map { $0 - volatility }
        let half: Double =
            switch (below, above) {
            case (let low?, let high?): 0.5 * (low + high)
            case (let only?, nil), (nil, let only?): only
            case (nil, nil): 0
            }
        return max(half, Self.accuracy)
    }

    /// Volatility: no quote is trusted beyond.
    static let accuracy = 0.002
}

/// The quotes of one expiry.
public struct SmileSlice: Sendable, Hashable {
    /// To settlement, ACT/365, > 0.
    public var years: Double
    public var quotes: [SmileQuote]

    public init(years: Double, quotes: [SmileQuote]) {
        self.years = years
        self.quotes = quotes
    }
}

/// Why an expiry has no smile.
public enum SmileRefusal: Error, Sendable, Hashable {
    /// The years are not positive and finite.
    case badTime
    /// Fewer usable quotes than a smile needs.
    case tooFewQuotes(count: Int, minimum: Int)
    /// All quotes lie on one side of the forward: the other side would be invented.
    case oneSided
    /// Nobody tells the forward: no price of the shares, or no pair of quotes.
    case noForward
    /// Nothing near the quotes is free of butterfly and calendar arbitrage.
    case noArbitrageFreeFit
}
