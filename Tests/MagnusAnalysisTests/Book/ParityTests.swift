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

    /// The largest step of a figure from cent to cent over parity.
    private func steps(half: Double) throws -> (delta: Double, theta: Double, assignment: Double, week: Double) {
        let all = try stride(from: 3.33, through: 3.4301, by: 0.01).map { try figures(mark: $0, half: half) }
        func largest(_ figure: (Figures) -> Double) -> Double {
            zip(all, all.dropFirst()).map { abs(figure($1) - figure($0)) }.max() ?? 0
        }
        return (largest(\.delta), largest(\.theta), largest(\.assignment), largest(\.week))
    }

    /// Deltas of 200 shares, dollars a day, fractions and dollars: a step at parity is no larger than those beside it.
    @Test func aCentAtParityMovesNoMoreThanAnyOther() throws {
        let mixed = try steps(half: 0.05)
        #expect(mixed.delta < 7 && mixed.theta < 3 && mixed.assignment < 0.05 && mixed.week < 25, "\(mixed)")
        // Two rules, one on each side, as for a quote so tight that every cent counts.
        let torn = try steps(half: 0.0005)
        #expect(mixed.delta < torn.delta && mixed.week < torn.week, "\(mixed) against \(torn)")
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
