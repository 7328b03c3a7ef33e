import MagnusDesk
import MagnusDomain
import MagnusSimulation
import Testing

@testable import MagnusEngine

/// The card of the paper account as front ends get it.
@Suite struct EngineTodayTests {
    /// trader.md section 6: MO is called away on Monday night, and the spread of XSP is settled.
    @Test func tuesdayMorning() async throws {
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock)
        let monday = try #require(await engine.todayAnswer().card)
        let next = try CalendarDate(iso8601: "2027-03-16")
        #expect(monday.account == "paper" && monday.nextSession == next)
        #expect(monday.deadlines.contains { $0.kind == .expiry && $0.symbol == "XSP" })
        #expect(monday.orders.contains { $0.title.hasPrefix("IWM ") && $0.isOrphan == false })
        #expect(monday.sources.first?.name == "simulated" && monday.sources.first?.isHealthy == true)
        let micron = try #require(monday.gaps.first { $0.symbol == "MU" })
        #expect(micron.move.value != nil && micron.sigmas.value != nil)
        clock.move(to: try march(15, 17, 45))
        await engine.step()
        clock.move(to: try march(16, 7, 1))
        await engine.step()
        clock.move(seconds: 6)
        await engine.step()
        let tuesday = try #require(await engine.todayAnswer().card)
        let close = try march(15, 16, 0)
        #expect(tuesday.since == close)
        let kinds = Set(tuesday.overnight.map(\.kind))
        #expect(kinds.contains(.assignment) && !kinds.contains(.trade), "\(tuesday.overnight)")
        #expect(tuesday.overnight.contains { $0.symbol == "MO" })
        #expect(tuesday.overnight.allSatisfy { $0.time > (tuesday.since ?? $0.time) })
        await engine.close()
    }

    /// The paper book is inside its band; asked to go to a quarter of net liquidation there are ways of every kind.
    @Test func hedgesOfThePaperBook() async throws {
        let engine = try await EngineWorlds.opened()
        let calm = try #require(try await engine.risk()?.exposure.hedges)
        #expect(calm.need == .none && calm.suggestions.isEmpty)
        let asked = try #require(try await engine.risk(hedgeTarget: 0.25)?.exposure.hedges)
        #expect(asked.need == .reduce && asked.target == 0.25)
        let kinds = Set(asked.suggestions.map(\.kind))
        #expect(kinds.isSuperset(of: [.shares, .option, .spread, .close]), "\(asked.refusals)")
        #expect(asked.suggestions.contains { $0.kind == .option && $0.symbol == "SPY" })
        for hedge in asked.suggestions where hedge.isEnough == true {
            #expect((hedge.deltaFraction.value ?? 1) <= 0.25 + 1e-9)
            #expect(hedge.savings.count == asked.moves.count && (hedge.savings[0].value ?? -1) > 0)
        }
        await engine.close()
    }
}
