import Glibc

extension AmericanPricing {
    /// The volatility per square-root year at which `price` gives back a price per share, within 1e-8 of max(S, K) at
    /// `.exact`; `terms.volatility` is not looked at. Cash dividends allowed, either style.
    ///
    /// - Throws: `expired` for T <= 0; `belowIntrinsic` for a price <= 0, at or below max(+-(S - K), 0) for an American
    ///   option, or at or below the value without volatility (any volatility gives more); `aboveBound` at or above what
    ///   an unlimited volatility gives (call S, put K; with negative yield or rate the larger grown amount).
    public static func impliedVolatility(
        price: Double, terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(ImpliedVolatilityError) -> Double {
        guard price.isFinite else { throw .notFinite }
        var trial = terms
        trial.volatility = 0
        if trial.years.isFinite && trial.years < 0 {
            trial.years = 0
        }
        do { try trial.validate() } catch { throw Self.translate(error) }
        guard terms.years > 0 else { throw .expired }
        if terms.style == .european && !terms.paysCashDividend {
            return try ImpliedVolatility.european(price: price, terms: terms)
        }
        if case .never = ExerciseRegime(terms), !terms.paysCashDividend {
            guard !isAtIntrinsic(terms, price: price) else { throw .belowIntrinsic }
            return try ImpliedVolatility.european(price: price, terms: terms)
        }
        guard price > 0 else { throw .belowIntrinsic }
        if terms.style == .american, isAtIntrinsic(terms, price: price) { throw .belowIntrinsic }
        guard price < upperBound(terms) else { throw .aboveBound }
        do {
            return try search(price: price, terms: trial, accuracy: accuracy)
        } catch let error as SearchError {
            throw error.reason
        } catch {
            throw .unsupported
        }
    }

    /// Whether a price is no more than exercise brings but for the rounding of decimals: such a difference tells no
    /// volatility.
    static func isAtIntrinsic(_ terms: OptionTerms, price: Double) -> Bool {
        let floor = intrinsic(terms)
        return price <= floor || (floor > 0 && price - floor <= 1e-12 * max(terms.spot, terms.strike))
    }

    private struct SearchError: Error { let reason: ImpliedVolatilityError }

    private static func translate(_ error: PricingError) -> ImpliedVolatilityError {
        switch error {
        case .notFinite: .notFinite
        case .badInput: .badInput
        case .unsupported: .unsupported
        }
    }

    /// What no price of the terms can exceed.
    static func upperBound(_ terms: OptionTerms) -> Double {
        let grows = terms.right == .call ? -terms.dividendYield : -terms.rate
        let amount = terms.right == .call ? terms.spot : terms.strike
        let factor = exp(grows * terms.years)
        return terms.style == .american ? amount * max(1, factor) : amount * factor
    }

    private static func search(price: Double, terms: OptionTerms, accuracy: PricingAccuracy) throws -> Double {
        func value(_ volatility: Double) throws(PricingError) -> Double {
            var trial = terms
            trial.volatility = volatility
            return try AmericanPricing.price(trial, accuracy: accuracy) - price
        }
        let floor = try value(0)
        guard floor < 0 else { throw SearchError(reason: .belowIntrinsic) }
        let unit = 1 / terms.years.squareRoot()
        var lower = 0.0
        var lowerValue = floor
        var upper = 0.25 * max(unit, 0.1)
        // An American option is worth at least the European one, so that its volatility is not higher.
        var european = terms
        european.style = .european
        european.dividends = []
        if !terms.paysCashDividend, let guess = try? ImpliedVolatility.european(price: price, terms: european) {
            upper = guess * (1 + 1e-9)
        } else if floor == -price, price <= 1e-12 * max(terms.spot, terms.strike) {
            // Worthless without volatility, and so cheap that rounding cannot tell it from nothing.
            throw SearchError(reason: .unsupported)
        }
        var upperValue = try value(upper)
        while upperValue < 0 {
            guard upper * terms.years.squareRoot() < 80 else { throw SearchError(reason: .aboveBound) }
            lower = upper
            lowerValue = upperValue
            upper *= 1.5
            upperValue = try value(upper)
        }
        if upperValue == 0 { return upper }
        // A nearby lower end saves steps where the premium of early exercise is small.
        if lower == 0 {
            let near = upper * 0.7
            let nearValue = try value(near)
            if nearValue < 0 {
                (lower, lowerValue) = (near, nearValue)
            } else {
                (upper, upperValue) = (near, nearValue)
            }
        }
        let tolerance = (accuracy == .exact ? 1e-11 : 1e-8) * max(terms.spot, terms.strike)
        return try BracketedRoot.solve(lower, lowerValue, upper, upperValue, tolerance: tolerance, value)
    }
}
