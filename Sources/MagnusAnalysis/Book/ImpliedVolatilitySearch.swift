import Glibc
import MagnusQuant

/// Implied volatility for the live book, fast where cash dividends make a price expensive.
enum ImpliedVolatilitySearch {
    /// The volatility at which the live price is the mark.
    ///
    /// With cash dividends the European volatility on the spot without them starts a secant search, which needs two to
    /// four prices; if it fails, and everywhere else, the general search is used. The price of the answer is within
    /// 1e-6 of max(S, K), well under the accuracy of a live price.
    /// - Throws: As ``OptionPricing/impliedVolatility(price:terms:accuracy:)``.
    static func volatility(price: Double, terms: OptionTerms) throws(ImpliedVolatilityError) -> Double {
        if terms.paysCashDividend, let found = secant(price: price, terms: terms) { return found }
        return try OptionPricing.impliedVolatility(price: price, terms: terms, accuracy: .live)
    }

    private static func secant(price: Double, terms: OptionTerms) -> Double? {
        guard price.isFinite, terms.years > 0 else { return nil }
        let intrinsic = max(0, terms.right.sign * (terms.spot - terms.strike))
        guard price > intrinsic else { return nil }
        var escrowed = terms
        escrowed.style = .european
        escrowed.dividends = []
        escrowed.spot -= terms.dividends.reduce(0) { $0 + $1.amount * exp(-terms.rate * $1.years) }
        guard escrowed.spot > 0,
            let start = try? OptionPricing.impliedVolatility(
                price: price, terms: escrowed, accuracy: .live)
        else { return nil }
        let tolerance = 1e-6 * max(terms.spot, terms.strike)
        func error(_ volatility: Double) -> Double? {
            var trial = terms
            trial.volatility = volatility
            guard let value = try? OptionPricing.price(trial, accuracy: .live) else { return nil }
            return value - price
        }
        guard let first = error(start) else { return nil }
        if abs(first) <= tolerance { return start }
        escrowed.volatility = start
        guard let vega = try? OptionPricing.valuation(escrowed, accuracy: .live).vega, vega > 0 else { return nil }
        var (left, leftError) = (start, first)
        var right = start - first / vega
        for _ in 0..<6 {
            guard right > 0.001, right < 20, let rightError = error(right) else { return nil }
            if abs(rightError) <= tolerance { return right }
            let slope = (rightError - leftError) / (right - left)
            guard slope > 0.05 * vega, slope.isFinite else { return nil }
            (left, leftError) = (right, rightError)
            right -= rightError / slope
        }
        return nil
    }
}
