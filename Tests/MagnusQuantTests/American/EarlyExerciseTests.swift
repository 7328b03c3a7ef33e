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
}
