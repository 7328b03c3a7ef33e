import MagnusDomain

/// A figure of a candidate that a question can bound.
enum CandidateMeasure: String, Sendable, Hashable {
    case score
    case annualizedReturn = "annualised return"
    case probabilityOfProfit = "profit probability"
    case probabilityOfTouch = "probability of touch"
    case cushion
    case outOfTheMoney = "out of the money"
    /// Without its sign: that of a put is negative.
    case delta
    case spread = "bid-ask spread"
    case openInterest = "open interest"
    case volume
    case volatilityRank = "IV rank"
    case volatilityPercentile = "IV percentile"
    case impliedVolatility = "implied volatility"
    case daysToExpiry = "days to expiry"
    case collateral
    case strike
    /// Named by the question and bounded by nothing here.
    case other

    /// The figure is a fraction and is written in percent.
    var isFraction: Bool {
        [
            .annualizedReturn, .probabilityOfProfit, .probabilityOfTouch, .cushion, .outOfTheMoney, .spread,
            .impliedVolatility,
        ].contains(self)
    }

    /// In the unit of the figure; nil where it is unknown.
    func value(of candidate: Candidate, today: CalendarDate) -> Double? {
        switch self {
        case .score: candidate.score
        case .annualizedReturn: candidate.annualizedReturn.value
        case .probabilityOfProfit: candidate.probabilityOfProfit.value
        case .probabilityOfTouch: candidate.probabilityOfTouch.value
        case .cushion: candidate.cushion.value
        case .outOfTheMoney: candidate.outOfTheMoney.value
        case .delta: candidate.delta.value.map(abs)
        case .spread: candidate.spreadFraction.value
        case .openInterest: candidate.openInterest.map(Double.init)
        case .volume: candidate.volume.map(Double.init)
        case .volatilityRank: candidate.volatilityRank.value
        case .volatilityPercentile: candidate.volatilityPercentile.value
        case .impliedVolatility: candidate.impliedVolatility.value
        case .daysToExpiry: Double(candidate.contract.expiry.days(since: today))
        case .collateral: candidate.collateral.value
        case .strike: candidate.contract.strike
        case .other: nil
        }
    }

    /// Longer names first: "open interest" is no interest.
    private static let names: [([String], CandidateMeasure)] = [
        (["out", "of", "the", "money"], .outOfTheMoney), (["probability", "of", "profit"], .probabilityOfProfit),
        (["chance", "of", "profit"], .probabilityOfProfit), (["probability", "of", "touch"], .probabilityOfTouch),
        (["probability", "of", "assignment"], .other), (["chance", "of", "assignment"], .other),
        (["touch", "probability"], .probabilityOfTouch), (["assignment", "probability"], .other),
        (["profit", "probability"], .probabilityOfProfit), (["out", "of", "money"], .outOfTheMoney),
        (["bid", "ask", "spread"], .spread),
        (["implied", "volatility", "rank"], .volatilityRank), (["days", "to", "expiry"], .daysToExpiry),
        (["open", "interest"], .openInterest), (["iv", "rank"], .volatilityRank),
        (["volatility", "rank"], .volatilityRank), (["vol", "rank"], .volatilityRank),
        (["iv", "percentile"], .volatilityPercentile), (["implied", "volatility"], .impliedVolatility),
        (["implied", "vol"], .impliedVolatility), (["bid", "ask"], .spread), (["period", "return"], .other),
        (["annualized", "return"], .annualizedReturn), (["annualised", "return"], .annualizedReturn),
        (["score"], .score), (["scores"], .score), (["scoring"], .score), (["scored"], .score),
        (["pop"], .probabilityOfProfit), (["probability"], .probabilityOfProfit), (["chance"], .probabilityOfProfit),
        (["touch"], .probabilityOfTouch), (["annualized"], .annualizedReturn), (["annualised"], .annualizedReturn),
        (["annual"], .annualizedReturn), (["return"], .annualizedReturn), (["returns"], .annualizedReturn),
        (["returning"], .annualizedReturn), (["yield"], .annualizedReturn), (["yields"], .annualizedReturn),
        (["yielding"], .annualizedReturn), (["pays"], .annualizedReturn), (["pay"], .annualizedReturn),
        (["paying"], .annualizedReturn), (["year"], .annualizedReturn), (["apy"], .annualizedReturn),
        (["roi"], .annualizedReturn), (["cushion"], .cushion), (["otm"], .outOfTheMoney), (["delta"], .delta),
        (["deltas"], .delta), (["spread"], .spread), (["spreads"], .spread), (["oi"], .openInterest),
        (["volume"], .volume), (["rank"], .volatilityRank), (["percentile"], .volatilityPercentile),
        (["iv"], .impliedVolatility), (["volatility"], .impliedVolatility), (["vol"], .impliedVolatility),
        (["dte"], .daysToExpiry), (["days"], .daysToExpiry), (["collateral"], .collateral), (["capital"], .collateral),
        (["cash"], .collateral), (["strike"], .strike), (["strikes"], .strike), (["theta"], .other), (["vega"], .other),
        (["gamma"], .other), (["premium"], .other), (["price"], .other), (["priced"], .other), (["beta"], .other),
        (["dividend"], .other), (["earnings"], .other), (["fee"], .other), (["fees"], .other),
        (["breakeven"], .other), (["liquidity"], .other), (["interest"], .other), (["assignment"], .other),
        (["edge"], .other), (["profit"], .other), (["risk"], .other), (["loss"], .other), (["credit"], .other),
        (["move"], .other), (["moved"], .other), (["skew"], .other), (["cap"], .other),
    ]

    /// Words that are names by themselves.
    static let words: Set<String> = Set(names.lazy.filter { $0.0.count == 1 }.flatMap(\.0))

    /// The figure whose name begins at a place, and the words of the name.
    static func named(at index: Int, _ texts: [String]) -> (measure: CandidateMeasure, length: Int)? {
        // A cash-secured put is a kind and no amount of cash.
        if texts[index...].starts(with: ["cash", "secured"]) { return nil }
        for (name, measure) in names where texts[index...].starts(with: name) { return (measure, name.count) }
        return nil
    }
}
