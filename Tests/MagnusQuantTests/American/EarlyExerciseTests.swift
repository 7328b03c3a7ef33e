import Glibc
import Testing

@testable import MagnusQuant

@Suite struct EarlyExerciseTests {
    @Test func workedValueOfTheDividendRule() {
        let interest = EarlyExercise.interest(strike: 40, rate: 0.04, years: 30.0 / 365)
        #expect(abs(interest - 0.1313) < 5e-5)
        func exercises(_ dividend: Double) -> Bool {
            EarlyExercise.callBeforeDividend(
                dividend: dividend, strike: 40, rate: 0.04, years: 30.0 / 365, put: 0.0011)
        }
        #expect(exercises(0.50))
        #expect(!exercises(0.13))
        #expect(!exercises(.nan))
    }

    @Test func putRuleComparesInterestWithTheCallAndTheDividends() {
        #expect(
            EarlyExercise.putIsRational(strike: 100, rate: 0.05, years: 0.5, call: 0.5, dividendsPresentValue: 1))
        #expect(
            !EarlyExercise.putIsRational(strike: 100, rate: 0.05, years: 0.5, call: 2, dividendsPresentValue: 1))
    }

    @Test func assignmentOfAEuropeanOptionIsTheClosedForm() throws {
        let terms = OptionTerms(
            right: .put, style: .european, spot: 100, strike: 95, years: 30.0 / 365, rate: 0.04, dividendYield: 0,
            volatility: 0.30)
        let chance = try AssignmentProbability.american(terms)
        #expect(chance.early == 0)
        #expect(abs(chance.atExpiry - (1 - 0.7229)) < 5e-5)
    }

    @Test func aCallNeverExercisedEarlyIsAssignedAtExpiryOnly() throws {
        var terms = OptionTerms(
            right: .call, style: .european, spot: 100, strike: 103, years: 0.4, rate: 0.04, dividendYield: 0,
            volatility: 0.30)
        let closed = try AssignmentProbability.american(terms).atExpiry
        terms.style = .american
        let lattice = try AssignmentProbability.american(terms, steps: 800)
        #expect(lattice.early < 1e-9)
        #expect(abs(lattice.atExpiry - closed) < 0.02)
    }

    @Test func aDeepCallIsTakenTheDayBeforeALargeDividend() throws {
        let terms = OptionTerms(
            right: .call, style: .american, spot: 100, strike: 70, years: 0.25, rate: 0.03, dividendYield: 0,
            volatility: 0.2, dividends: [CashDividend(years: 0.1, amount: 3)])
        let chance = try AssignmentProbability.american(terms)
        #expect(chance.early > 0.95)
        #expect(chance.concentration == 0.1)
        #expect(chance.total <= 1 + 1e-9)
    }

    @Test func aPutBelowTheBoundaryIsTakenNow() throws {
        let terms = OptionTerms(
            right: .put, style: .american, spot: 60, strike: 100, years: 0.5, rate: 0.05, dividendYield: 0,
            volatility: 0.2)
        let chance = try AssignmentProbability.american(terms)
        #expect(chance.early > 0.999)
        #expect(chance.concentration == 0)
        #expect(throws: PricingError.badInput) { try AssignmentProbability.american(terms, steps: 10) }
    }

    /// An out-of-the-money put of ten days (the seeded MU 95P): nearly all its exercise falls into the last session.
    private static let tenDays = OptionTerms(
        right: .put, style: .american, spot: 101.2, strike: 95, years: 10.22 / 365, rate: 0.036, dividendYield: 0,
        volatility: 0.68)
    /// In the money with a month to go and plenty of time value (the seeded PLTR 80P).
    private static let month = OptionTerms(
        right: .put, style: .american, spot: 76.4, strike: 80, years: 32.22 / 365, rate: 0.036, dividendYield: 0,
        volatility: 0.56)

    /// Days to the open of the last session, of a life of ten days and of a month.
    @Test(arguments: zip([true, true, false, false], [9.95, 7, 31.95, 20]))
    func exerciseBeforeTheLastSessionAgreesWithAnIndependentTree(isShort: Bool, days: Double) throws {
        let terms = isShort ? Self.tenDays : Self.month
        let lastSession = days / 365
        let chance = try AssignmentProbability.american(terms, lastSession: lastSession, steps: 2000)
        let tree = LeisenReimerTree.exerciseProbability(terms, through: lastSession, steps: 3000)
        #expect(abs(chance.early - tree) < 0.005, "lattice \(chance.early), tree \(tree)")
        let live = try AssignmentProbability.american(terms, lastSession: lastSession)
        #expect(abs(live.early - tree) < 0.0125, "400 steps \(live.early), tree \(tree)")
    }

    @Test func theLastSessionMovesProbabilityOnlyBetweenTheParts() throws {
        let whole = try AssignmentProbability.american(Self.month)
        let parted = try AssignmentProbability.american(Self.month, lastSession: 31.95 / 365)
        #expect(abs(whole.total - parted.total) < 1e-12)
        #expect(parted.early < whole.early - 0.01)
        #expect(parted.atExpiry > whole.atExpiry)
    }

    /// The line that M3 draws before the last week: a put 4.7 % in the money with a month left is not taken tonight.
    @Test func whatTheHolderMayDecideNextIsPartOfTheEarlyPart() throws {
        let chance = try AssignmentProbability.american(
            Self.month, lastSession: 31.95 / 365, nextSession: 0.95 / 365)
        #expect(chance.byNextSession.map { $0 < 1e-6 } == true)
        #expect(chance.early > 0.4)
        var deep = Self.month
        deep.spot = 57
        let next = try #require(
            try AssignmentProbability.american(deep, lastSession: 0.08, nextSession: 2 / 365, steps: 2000)
                .byNextSession)
        let tree = LeisenReimerTree.exerciseProbability(deep, through: 2 / 365, steps: 3000)
        #expect(abs(next - tree) < 0.02, "lattice \(next), tree \(tree)")
        #expect(next > 0.2 && next < 0.8)
        // In the last session everything is the end, not early.
        let last = try AssignmentProbability.american(Self.tenDays, lastSession: 0, nextSession: 0.003)
        #expect(last.byNextSession == 0)
    }

    @Test func withinTheLastSessionNothingIsEarly() throws {
        for lastSession in [0.0, -0.0007] {
            let chance = try AssignmentProbability.american(Self.tenDays, lastSession: lastSession)
            #expect(chance.early == 0)
            #expect(chance.concentration == nil)
            #expect(chance.atExpiry > 0.2)
        }
        #expect(throws: PricingError.badInput) {
            try AssignmentProbability.american(Self.tenDays, lastSession: .nan)
        }
    }

    @Test func aPutUnderTheBoundaryIsEarlyWithProbabilityOneAndJustAboveItIsNot() throws {
        var terms = Self.month
        let boundary = try #require(try AmericanPricing.exerciseBoundary(terms, accuracy: .live))
        terms.spot = boundary * 0.99
        let taken = try AssignmentProbability.american(terms, lastSession: 0.08, nextSession: 0.95 / 365)
        #expect(taken.early > 0.999 && taken.byNextSession.map { $0 > 0.999 } == true)
        terms.spot = boundary * 1.05
        let held = try AssignmentProbability.american(terms, lastSession: 0.08, nextSession: 0.95 / 365)
        #expect(held.byNextSession.map { $0 > 0.001 && $0 < 0.2 } == true, "\(held)")
    }

    @Test func aCallTakenForADividendAtTheOpenOfTheLastDayIsEarly() throws {
        let terms = OptionTerms(
            right: .call, style: .american, spot: 100, strike: 70, years: 0.1, rate: 0.03, dividendYield: 0,
            volatility: 0.2, dividends: [CashDividend(years: 0.099, amount: 3)])
        #expect(try AssignmentProbability.american(terms, lastSession: 0.099).early > 0.95)
        #expect(try AssignmentProbability.american(terms, lastSession: 0.09).early < 0.05)
    }

    @Test func withoutVolatilityThePathDecidesWhetherItIsEarly() throws {
        var terms = Self.month
        terms.volatility = 0
        #expect(try AssignmentProbability.american(terms, lastSession: 0.08).early == 1)
        let last = try AssignmentProbability.american(terms, lastSession: 0)
        #expect(last.early == 0 && last.atExpiry == 1)
    }

    /// From day to day a probability moves with the spot, not in steps of a node.
    @Test(arguments: [4.3, 10.2, 32.2]) func theProbabilityMovesSmoothlyWithTheSpot(days: Double) throws {
        var terms = Self.month
        terms.years = days / 365
        terms.volatility = 0.17
        var previous: Double?
        for step in 0...120 {
            terms.spot = 78 + 0.03 * Double(step)
            let chance = try AssignmentProbability.american(terms, lastSession: (days - 0.28) / 365)
            let deviation = terms.volatility * terms.years.squareRoot()
            let d2 =
                (log(terms.spot / terms.strike) + (terms.rate - 0.5 * terms.volatility * terms.volatility) * terms.years)
                / deviation
            let european = 0.5 * erfc(d2 * 0.5.squareRoot())
            // A put is assigned at least as often as its European twin ends in the money.
            #expect(chance.total > european - 0.004, "\(terms.spot): \(chance.total) under \(european)")
            if let previous {
                // The density of the end bounds the slope.
                let most = 0.4 / (deviation * terms.spot) * 0.03 * 2.5 + 0.0005
                #expect(chance.total <= previous + 1e-9 && previous - chance.total < most, "\(terms.spot)")
            }
            previous = chance.total
        }
    }
}
