import MagnusAnalysis
import MagnusDomain
import Testing

/// An option at what exercising pays: one rule on both sides, so that a tick moves every figure by a tick's worth.
@Suite struct ParityTests {
    private struct Figures {
        var delta: Double
        var theta: Double
        var assignment: Double
        var week: Double
        var method: String
    }

    /// The MO call of the paper account, 3.35 in the money, with a mark and a half spread.
    private func figures(mark: Double, half: Double = 0.05) throws -> Figures {
        var market = PaperBook.market
        let call = try #require(
            market.optionQuotes.keys.first { $0.underlying == "MO" && $0.right == .call })
        market.optionQuotes[call] = PaperBook.quote(mark - half, mark + half)
        var valuer = PaperBook.valuer(market)
        let book = valuer.valuation(now: PaperBook.now)
        let row = try #require(book.strategies.first { $0.symbol == "MO" })
        let leg = try #require(row.legs.last)
        let move = try #require(book.scenarios.first { $0.daysForward == 7 })
        return Figures(
            delta: try #require(row.delta.value), theta: try #require(row.thetaPerDay.value),
            assignment: try #require(leg.assignmentProbability.value), week: try #require(move.profit.figure.value),
            method: leg.pricingMethod)
    }

    /// Deltas of 200 shares, dollars a day, fractions, and dollars of a week that passes.
    @Test func theFirstCentOverParityMovesNoMoreThanTheNext() throws {
        func largestWeek(_ half: Double) throws -> Double {
            let weeks = try (333...345).map { try figures(mark: Double($0) / 100, half: half).week }
            return zip(weeks, weeks.dropFirst()).map { abs($1 - $0) }.max() ?? 0
        }
        let parity = try figures(mark: 3.35)
        let over = try figures(mark: 3.36)
        // A quote so tight that every cent counts has two rules, one on each side.
        let torn = try figures(mark: 3.36, half: 0.0005)
        #expect(abs(over.delta - parity.delta) < 1 && abs(torn.delta - parity.delta) > 3)
        #expect(abs(over.theta - parity.theta) < 1 && abs(torn.theta - parity.theta) > 3)
        #expect(abs(over.assignment - parity.assignment) < 0.005)
        #expect(abs(over.week - parity.week) < 20 && abs(torn.week - parity.week) > 70)
        #expect(try largestWeek(0.05) < 25)
    }

    @Test func theRuleIsNamed() throws {
        #expect(try figures(mark: 3.35).method.hasPrefix("parity"))
        #expect(try figures(mark: 3.36).method.hasPrefix("near parity"))
        #expect(try figures(mark: 3.36).method.contains("20.0% of American"))
        #expect(try figures(mark: 3.42).method.hasPrefix("American"))
        #expect(try figures(mark: 3.36, half: 0.005).method.hasPrefix("American"), "a tight quote is believed")
    }

    /// What was priced once and expanded since shows the same as what is priced now.
    @Test func theWayThereDoesNotMatter() throws {
        var market = PaperBook.market
        let call = try #require(
            market.optionQuotes.keys.first { $0.underlying == "MO" && $0.right == .call })
        market.optionQuotes[call] = PaperBook.quote(3.37, 3.47)
        var valuer = PaperBook.valuer(market)
        var seen: [Double] = []
        for mark in [3.42, 3.38, 3.36, 3.35, 3.34, 3.35, 3.36] {
            valuer.apply(optionQuotes: [call: PaperBook.quote(mark - 0.05, mark + 0.05)])
            let row = try #require(
                valuer.valuation(now: PaperBook.now).strategies.first { $0.symbol == "MO" })
            seen.append(try #require(row.delta.value))
        }
        #expect(abs(seen[3]) < 1e-9 && abs(seen[4]) < 1e-9 && abs(seen[5]) < 1e-9)
        #expect(abs(seen[2] - seen[6]) < 1e-6)
        #expect(seen[1] > seen[2])
    }
}
