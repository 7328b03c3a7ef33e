import MagnusQuant

/// The payoff of legs that do not expire together, with what it was worked out from.
///
/// Later legs are American with cash dividends more often than not, and their prices take grids: a book is valued many
/// times a second, so the payoff is kept until something moves that it could show.
struct CurvedPayoff: Sendable {
    let legs: [PayoffLeg]
    let profile: PayoffProfile

    init(_ legs: [PayoffLeg]) {
        self.legs = legs
        profile = PayoffProfile(legs)
    }

    /// Whether legs would give the same payoff: all terms equal, volatilities and rates to half a unit of the last digit
    /// an explanation writes, which is a hundredth of a cent for a contract of 20 dollars a point.
    func holds(for others: [PayoffLeg]) -> Bool {
        guard legs.count == others.count else { return false }
        return zip(legs, others).allSatisfy { old, new in
            var plain = new
            guard abs(new.volatility - old.volatility) < 5e-7, abs(new.rate - old.rate) < 5e-7,
                Self.isNear(new.remainingYears, old.remainingYears), new.dividends.count == old.dividends.count,
                zip(new.dividends, old.dividends).allSatisfy({
                    $0.amount == $1.amount && Self.isNear($0.years, $1.years)
                })
            else { return false }
            plain.volatility = old.volatility
            plain.rate = old.rate
            plain.remainingYears = old.remainingYears
            plain.dividends = old.dividends
            return plain == old
        }
    }

    /// The same stretch of time measured at two moments.
    private static func isNear(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 1e-9 }
}
