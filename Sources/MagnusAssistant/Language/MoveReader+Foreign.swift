/// What a supposition names and no revaluation knows: other figures, other markets, a pace in place of a size. It is found
/// so that its number is never taken for one of a price.
extension MoveReader {
    /// Figures that have a level of their own and are no price.
    private static let figures: Set<String> = [
        "rank", "ranks", "percentile", "percentiles", "ivr", "ivp", "delta", "deltas", "gamma", "theta", "vega", "rho",
        "beta", "skew", "volume", "correlation", "correlations", "dividend", "dividends", "premium", "premiums",
        "extrinsic", "margin", "leverage", "score", "collateral", "strike", "strikes", "spread", "spreads", "mark",
        "moneyness", "liquidity", "inflation", "cpi", "gdp", "unemployment",
    ]
    /// Words that name nothing by themselves.
    private static let unnamed: Set<String> = [
        "sudden", "suddenly", "quick", "quickly", "sharp", "sharply", "further", "total", "overall", "book",
        "portfolio", "position", "positions", "happens", "happen", "flash", "big", "large", "huge", "bad", "severe",
        "mild", "modest", "immediate", "immediately", "overnight", "instant", "instantly", "additional", "effect",
        "impact", "shock", "scenario", "stress", "stressed", "test", "case", "event", "move", "moves", "day", "days",
        "week", "weeks", "month", "months", "value", "close", "closes", "closed", "closing", "opens", "trade", "trades",
        "trading", "ends", "finishes", "settles", "stands", "sits", "lands", "prints", "trend", "bear", "bull",
        "simulate", "estimate", "assuming", "hypothetical", "hypothetically", "broad", "straight", "exactly", "loss",
        "profit", "pnl", "result", "effectively", "us", "session", "sessions", "single", "entire", "whole", "holdings",
        "account", "accounts", "options", "option", "puts", "put", "calls", "call", "shorts", "short", "premiums",
        "unchanged", "flat", "steady", "same", "takes", "suffers", "sees", "has", "experiences", "expiry", "expiration",
        "stays", "remains", "starts", "begins", "continues", "keeps", "hits", "reaches", "sign", "damage", "hurt",
        "exposure", "greeks", "risk", "worst", "repeat", "repeats", "lasts", "monday", "tuesday", "wednesday",
        "thursday", "friday", "tomorrow", "today", "spot", "points", "point", "percent", "dollars", "dollar", "nothing",
        "sharply", "slowly", "gradually", "sized", "hedge", "hedges", "outright", "quiet", "calm", "crisis", "panic",
    ]

    /// A figure that is no price, and how many words name it.
    func foreign(at index: Int) -> (String, Int)? {
        guard words[index].meaning == .plain else { return nil }
        let typed = words[index].typed
        if MoveWords.volatility.contains(texts[index]), Self.figures.contains(text(index + 1)),
            ["rank", "ranks", "percentile", "percentiles", "skew"].contains(text(index + 1))
        {
            return (typed + " " + words[index + 1].typed, 2)
        }
        guard Self.figures.contains(texts[index]) || Self.figures.contains(typed.lowercased()) else { return nil }
        // "My spreads if SPY falls", "the 20 delta put": what is asked about, not what is supposed.
        if current.opening == .question || current.opening == .none { return nil }
        return (typed, 1)
    }

    /// "Per day", "a day", "daily" behind a size.
    func isPeriod(at index: Int) -> Bool {
        guard !current.amounts.isEmpty else { return false }
        if ["daily", "weekly", "monthly", "annually"].contains(texts[index]) { return true }
        guard ["per", "a", "each", "every"].contains(texts[index]),
            ["day", "week", "month", "year", "session", "hour", "night"].contains(text(index + 1))
        else { return false }
        let before = text(index - 1)
        return ["per", "each", "every"].contains(texts[index])
            || !["in", "for", "within", "after", "over", "about", "of", "half", "on", "by", "than", "once", "and"]
                .contains(before)
    }

    /// Keeps a word that may name what the size is said of.
    mutating func noteUnread(at index: Int) {
        let word = words[index]
        let typed = word.typed.lowercased()
        guard word.meaning == .plain, typed.count > 1, typed.allSatisfy(\.isLetter),
            !EnglishWords.common.contains(typed),
            !Self.unnamed.contains(typed), !Self.unnamed.contains(texts[index]), !MoveWords.fillers.contains(typed),
            !MoveWords.levels.contains(typed), !MoveWords.undirected.contains(typed),
            !MoveWords.counted.contains(typed), !MoveWords.bounds.contains(typed),
            MoveWords.small[typed] == nil, FilterReader.sectors[texts[index]] == nil,
            FilterReader.sectors[typed] == nil,
            current.opening == .supposition || current.opening == .joint
                || index + 1 < texts.count && MoveWords.falls.union(MoveWords.rises).contains(texts[index + 1])
        else { return }
        let isInFront = current.amounts.isEmpty && current.multiple == nil && current.directions.isEmpty
        let isBehind = ["of", "in", "for"].contains(text(index - 1)) && !current.amounts.isEmpty
        if isInFront || isBehind { current.unread.append(word.typed) }
    }
}
