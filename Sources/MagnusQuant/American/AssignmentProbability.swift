import Glibc

/// Risk-neutral probability that a short option is assigned, if holders exercise optimally.
///
/// Not modelled: holders who do not exercise optimally, the random allotment among shorts, contrary exercise at the pin.
public struct AssignmentProbability: Sendable, Hashable {
    /// Probability of exercise before the session of the last trading day begins, in [0, 1]: what a holder who
    /// exercises optimally does on an evening before it. 1 when exercise is optimal now, 0 from that open on.
    public let early: Double
    /// The part of `early` that falls before the open of the next session: what the holder may decide on the next
    /// evening, in [0, early]. 1 when exercise is optimal now. nil when no next session was named.
    public let byNextSession: Double?
    /// Probability of exercise in the last session or by ending in the money, in [0, 1].
    public let atExpiry: Double
    /// Years from now on which most of the early part falls (0 is now; the moment before an ex-date); nil without any.
    public let concentration: Double?

    init(early: Double, byNextSession: Double? = nil, atExpiry: Double, concentration: Double?) {
        self.early = early
        self.byNextSession = byNextSession
        self.atExpiry = atExpiry
        self.concentration = concentration
    }

    /// early + atExpiry.
    public var total: Double { early + atExpiry }

    /// A trinomial lattice in log spot (steps of sigma sqrt(3 dt)) with a time on every ex-date and nodes on the strike:
    /// values backwards mark where exercise is worth at least holding, and the probability of exercise is carried back
    /// with them and read at the spot. European terms: N(d2)
    /// of the call, N(-d2) of the put, unless cash dividends ask for the lattice.
    ///
    /// Exercise within the last session is not early: near the end the exercise boundary runs into the strike, so that
    /// nearly every option that ends in the money would be "exercised early" by minutes.
    /// - Parameters:
    ///   - lastSession: Years to the open of the last session in which the option trades; 0 or less within it; nil counts
    ///     every exercise before the very end as early. What is decided on the evening before a drop at that open (an
    ///     ex-date on the last day) is early.
    ///   - nextSession: Years to the open that follows the holder's next decision; nil when that part is not asked for.
    ///   - steps: At least 200. At 400 the parts are within 0.01 of a tree of 3000.
    /// - Throws: As `OptionTerms.validate`; `badInput` for fewer steps or a session that is not finite.
    public static func american(
        _ terms: OptionTerms, lastSession: Double? = nil, nextSession: Double? = nil, steps: Int = 400
    ) throws(PricingError) -> AssignmentProbability {
        try terms.validate()
        guard steps >= 200, steps <= 20_000, lastSession?.isFinite ?? true, nextSession?.isFinite ?? true
        else { throw .badInput }
        if AmericanPricing.isDegenerate(terms) {
            return known(terms, lastSession: lastSession, nextSession: nextSession)
        }
        if terms.style == .european && !terms.paysCashDividend {
            let deviation = terms.volatility * terms.years.squareRoot()
            let drift = (terms.rate - terms.dividendYield) * terms.years
            let d2 = (log(terms.spot / terms.strike) + drift) / deviation - 0.5 * deviation
            let chance = 0.5 * erfc(-terms.right.sign * d2 * 0.7071067811865476)
            return AssignmentProbability(
                early: 0, byNextSession: nextSession.map { _ in 0 }, atExpiry: chance, concentration: nil)
        }
        var lattice = ExerciseLattice(terms: terms, steps: steps)
        return lattice.probability(lastSession: lastSession ?? .infinity, nextSession: nextSession)
    }

    /// Without time or volatility the path is known.
    private static func known(
        _ terms: OptionTerms, lastSession: Double?, nextSession: Double?
    ) -> AssignmentProbability {
        let limit = DeterministicExercise(terms)
        let never = nextSession.map { _ in 0.0 }
        guard limit.price > 0 else {
            return AssignmentProbability(early: 0, byNextSession: never, atExpiry: 0, concentration: nil)
        }
        if terms.style == .american && terms.years > 0 && limit.moment < terms.years,
            isEarly(limit.moment, lastSession: lastSession ?? .infinity)
        {
            return AssignmentProbability(
                early: 1, byNextSession: nextSession.map { isEarly(limit.moment, lastSession: $0) ? 1 : 0 },
                atExpiry: 0, concentration: limit.moment)
        }
        return AssignmentProbability(early: 0, byNextSession: never, atExpiry: 1, concentration: nil)
    }

    /// Whether exercise at a moment is decided before the last session begins. A minute of slack lets an ex-date at that
    /// very open count, whatever rounding has made of both.
    static func isEarly(_ moment: Double, lastSession: Double) -> Bool {
        lastSession > 0 && moment <= lastSession + 60.0 / 31_536_000
    }
}
