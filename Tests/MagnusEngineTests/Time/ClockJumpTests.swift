import MagnusDesk
import MagnusDomain
import MagnusMonitors
import MagnusSimulation
import MagnusStore
import Testing

@testable import MagnusEngine

/// Fault F38 and its relatives: clocks that jump, machines that sleep, feeds that stand still.
@Suite struct ClockJumpTests {
    private func news(_ snapshot: DeskSnapshot, after before: DeskSnapshot) -> [String] {
        let last = before.notices.map(\.id).max() ?? 0
        return snapshot.notices.filter { $0.id > last }.map(\.text)
    }

    /// However many turns were missed, a monitor runs once.
    @Test(arguments: [7_200, 32_400, 259_200] as [Double]) func aGapIsCaughtUpOnce(_ seconds: Double) async throws {
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock)
        await engine.step()
        clock.move(seconds: seconds)
        await engine.step()
        let first = try await engine.shown()
        let runs = Dictionary(uniqueKeysWithValues: first.monitors.map { ($0.name, $0.lastRunAt) })
        #expect(runs[.expiration] == clock.now())
        clock.move(seconds: 1)
        await engine.step()
        let second = try await engine.shown()
        #expect(second.monitors.allSatisfy { $0.lastRunAt == runs[$0.name] }, "no second run for the same gap")
        #expect(second.nonsense.isEmpty)
        await engine.close()
    }

    /// After a jump no alert counts down to a moment that is over, and days are those of its row.
    @Test func deadlinesAfterAJumpAreOfNow() async throws {
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock)
        await engine.step()
        for moment in [try march(16, 5, 38), try march(16, 9, 50), try march(17, 7, 0)] {
            clock.move(to: moment)
            await engine.step()
            let shown = try await engine.shown()
            for alert in shown.alerts {
                guard let deadline = alert.finding.deadline else { continue }
                #expect(deadline > moment, "\(moment.newYork): \(alert.finding.title) \(alert.finding.trailing)")
                guard let row = shown.book.strategies.first(where: { $0.id == alert.finding.positionIdentifier }),
                    let days = row.daysToExpiry, alert.finding.trailing.hasSuffix(" days"),
                    alert.finding.monitor == .expiration
                else { continue }
                #expect(alert.finding.trailing == "\(days) days", "\(moment.newYork): \(alert.finding.title)")
            }
        }
        await engine.close()
    }

    @Test(arguments: [3_600, 7_200] as [Double]) func aClockThatWentBackRunsNothingTwice(_ seconds: Double) async throws
    {
        let database = try EngineWorlds.database()
        let clock = TestClock(try march(15, 14, 0))
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        await engine.step()
        let before = try await engine.shown()
        let alerts = try AlertRepository(database).open().map(\.id)
        clock.move(seconds: -seconds)
        await engine.step()
        let after = try await engine.shown()
        #expect(after.monitors.allSatisfy { $0.lastRunAt.map { $0 <= clock.now() } ?? true })
        #expect(news(after, after: before).contains { $0.contains("went back") }, "\(news(after, after: before))")
        let told = news(after, after: before)
        #expect(!told.contains { $0.hasPrefix("CRITICAL") || $0.hasPrefix("HIGH") }, "\(told)")
        #expect(Set(alerts).isSubset(of: try AlertRepository(database).open().map(\.id)), "nothing is raised anew")
        #expect(after.book.strategies.flatMap(\.legs).allSatisfy { ($0.markAgeSeconds ?? 0) >= 0 }, "no negative age")
        #expect(await engine.schedule.jumpsBack > 0)
        clock.move(seconds: 400)
        await engine.step()
        #expect(
            try await engine.shown().monitors.first { $0.name == .expiration }?.lastRunAt == clock.now(), "it goes on")
        await engine.close()
    }

    /// The default world's feed stands still on Monday 11:05 for 70 seconds.
    @Test func aFeedThatStandsStillIsMarkedByTheAgeOfItsData() async throws {
        let clock = TestClock(try march(15, 11, 4))
        let engine = try await EngineWorlds.opened(clock: clock)
        await engine.step()
        #expect(try await engine.shown().leg("PLTR").mark.trust == .fresh)
        func at(_ seconds: Double) async throws -> DeskSnapshot {
            clock.move(to: try march(15, 11, 5).adding(seconds: seconds))
            await engine.step()
            return try await engine.shown()
        }
        let early = try await at(5)
        #expect(try early.leg("PLTR").mark.trust == .fresh)
        let nearExpiry = try await at(14)
        #expect(try nearExpiry.leg("XSP").mark.trust == .stale, "10 seconds on its last day")
        #expect(try nearExpiry.leg("PLTR").mark.trust == .fresh)
        let shares = try await at(20)
        #expect(try shares.row("DIS").legs.first?.mark.trust == .stale, "15 seconds for shares")
        let late = try await at(66)
        #expect(try late.leg("PLTR").mark.trust == .stale && late.leg("PLTR").markAgeSeconds.map { $0 >= 60 } == true)
        #expect(
            late.book.openProfit.figure.trust == .stale && late.feeds.first?.dataAgeSeconds.map { $0 >= 60 } == true)
        #expect(late.nonsense.isEmpty)
        let after = try await at(72)
        #expect(try after.leg("PLTR").mark.trust == .fresh && after.feeds.first?.dataAgeSeconds.map { $0 < 5 } == true)
        await engine.close()
    }

    /// Stale marks raise nothing new and end nothing.
    @Test func aStalledFeedRaisesNothing() async throws {
        let clock = TestClock(try march(15, 11, 4))
        let engine = try await EngineWorlds.opened(clock: clock)
        await engine.step()
        let before = try await engine.shown()
        for second in stride(from: 10.0, through: 68, by: 4) {
            clock.move(to: try march(15, 11, 5).adding(seconds: second))
            await engine.step()
        }
        let after = try await engine.shown()
        #expect(after.alerts.map(\.id).sorted() == before.alerts.map(\.id).sorted())
        #expect(news(after, after: before).filter { $0.hasPrefix("CRITICAL") || $0.hasPrefix("HIGH") }.isEmpty)
        await engine.close()
    }

    /// What is newly held has its history in the next round, not the next day.
    @Test func aNewSymbolHasItsHistoryAtOnce() async throws {
        let clock = TestClock()
        let accounts = GrowingAccount()
        let engine = try await EngineWorlds.opened(clock: clock, accounts: accounts)
        await engine.step()
        #expect(await engine.market.underlyings["NVDA"] == nil)
        accounts.buy("NVDA")
        clock.move(seconds: 6)
        await engine.step()
        let held = try #require(await engine.market.underlyings["NVDA"])
        #expect(held.quote != nil && held.bars.count > 200 && held.volatilityHistory.count > 200)
        await engine.close()
    }
}
