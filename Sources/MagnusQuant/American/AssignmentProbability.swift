import Glibc

/// Risk-neutral probability that a short option is assigned, if holders exercise optimally.
///
/// Not modelled: holders who do not exercise optimally, the random allotment among shorts, contrary exercise at the pin.
public struct AssignmentProbability: Sendable, Hashable {
    /// Probability of exercise before expiry, in [0, 1].
    public let early: Double
    /// Probability of ending in the money, not exercised before, in [0, 1].
    public let atExpiry: Double
    /// Years from now on which most of the early part falls (0 is now; the moment before an ex-date); nil without any.
    public let concentration: Double?

    /// early + atExpiry.
    public var total: Double { early + atExpiry }

    /// A trinomial lattice in log spot (steps of sigma sqrt(3 dt)) with a time on every ex-date: values backwards mark
    /// where exercise is worth at least holding, probability runs forwards and is absorbed there. European terms: N(d2)
    /// of the call, N(-d2) of the put, unless cash dividends ask for the lattice.
    /// - Parameter steps: At least 200.
    /// - Throws: As `OptionTerms.validate`; `badInput` for fewer steps.
    public static func american(_ terms: OptionTerms, steps: Int = 200) throws(PricingError) -> AssignmentProbability {
        try terms.validate()
        guard steps >= 200, steps <= 20_000 else { throw .badInput }
        if AmericanPricing.isDegenerate(terms) { return known(terms) }
        if terms.style == .european && !terms.paysCashDividend {
            let deviation = terms.volatility * terms.years.squareRoot()
            let drift = (terms.rate - terms.dividendYield) * terms.years
            let d2 = (log(terms.spot / terms.strike) + drift) / deviation - 0.5 * deviation
            let chance = 0.5 * erfc(-terms.right.sign * d2 * 0.7071067811865476)
            return AssignmentProbability(early: 0, atExpiry: chance, concentration: nil)
        }
        var lattice = ExerciseLattice(terms: terms, steps: steps)
        return lattice.probability()
    }

    /// Without time or volatility the path is known.
    private static func known(_ terms: OptionTerms) -> AssignmentProbability {
        let limit = DeterministicExercise(terms)
        guard limit.price > 0 else { return AssignmentProbability(early: 0, atExpiry: 0, concentration: nil) }
        if terms.style == .american && terms.years > 0 && limit.moment < terms.years {
            return AssignmentProbability(early: 1, atExpiry: 0, concentration: limit.moment)
        }
        return AssignmentProbability(early: 0, atExpiry: 1, concentration: nil)
    }
}
