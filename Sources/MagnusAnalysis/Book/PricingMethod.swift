import MagnusQuant

/// The words `explain` uses for how an option was priced.
enum PricingMethod {
    static let closedForm = "Black-Scholes, closed form"
    static let boundary = "American, exercise boundary (Andersen, Lake, Offengenden), live accuracy"
    static let dividends = "American, cash dividends on a log-spot grid, live accuracy"
    static let expansion = "; expanded to second order around the last pricing"
    static let parity =
        "parity: the mark is no more than exercising pays, so no volatility follows from it; valued as exercised "
        + "(delta +-1, the rest 0), assignment at the underlying's own 30-day volatility"
    static let estimated = "the mark gives no volatility; priced at the underlying's own 30-day volatility"
    static let smile =
        "smile: a quote without a bid tells no volatility; valued at that of the fitted smile of its expiry at its strike"
    static let lastKnown = "last known volatility: a quote without a bid tells none, and its expiry has no smile"
    static let closing =
        "its options do not trade now: valued at the volatility that mark and underlying told together at the last close"
    static let closingAtParity =
        "its options do not trade now, and their last mark was at parity: valued at the underlying's own 30-day volatility"
    static let expired = "trading is over: intrinsic value"
    static let adjusted = "adjusted contract: never priced"
    static let noRate = "; no rate curve is known: a rate of 0 is assumed"
    static let shares = "shares: mark of the quote"

    static func text(_ priced: PricedOption, isExpanded: Bool) -> String {
        switch priced.basis {
        case .parity: return parity
        case .estimatedVolatility: return estimated
        case .smile: return smile
        case .lastKnown: return lastKnown
        case .closing: return priced.problem == nil ? closing : closingAtParity
        case .expired: return expired
        case .impliedVolatility: break
        }
        let base =
            priced.terms.paysCashDividend
            ? dividends : priced.terms.style == .european ? closedForm : boundary
        if priced.timeShare < 1 {
            let tenths = Int((priced.timeShare * 1000).rounded())
            return "near parity: the time value of the mark is within half its spread; figures are "
                + "\(tenths / 10).\(tenths % 10)% of \(base) and the rest of an exercised option "
                + "(delta +-1, the rest 0; at parity and below it all of it)"
        }
        return isExpanded ? base + expansion : base
    }
}
