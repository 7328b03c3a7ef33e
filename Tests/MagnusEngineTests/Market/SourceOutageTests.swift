import MagnusDesk
import MagnusDomain
import MagnusSimulation
import Testing

@testable import MagnusEngine

/// A source that goes away is told once, keeps what it said with its age, and is told once when it is back.
@Suite struct SourceOutageTests {
    let clock = TestClock()
    let market = TamperedMarket()

    private func settle(_ engine: Engine, rounds: Int, seconds: Double = 1) async {
        for _ in 0..<rounds {
            clock.move(seconds: seconds)
            await engine.step()
        }
    }

    private func aboutQuotes(_ snapshot: DeskSnapshot) -> [Notice] {
        snapshot.notices.filter { $0.text.contains("unreachable") || $0.text.contains("quotes are back") }
    }

    @Test func oneNoticePerOutageAndOneOnRecovery() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, market: market)
        await settle(engine, rounds: 1)
        let before = try await engine.shown()
        #expect(aboutQuotes(before).isEmpty)
        let value = try #require(before.book.openProfit.figure.value)

        market.set { $0.failure = .unreachable(reason: "timeout") }
        await settle(engine, rounds: 4)
        let during = try await engine.shown()
        let told = aboutQuotes(during)
        #expect(told.count == 1, "\(told.map(\.text))")
        #expect(told.first?.kind == .warning && told.first?.text.contains("timeout") == true)
        #expect(during.feeds.first?.isHealthy == false && during.feeds.first?.problem?.contains("timeout") == true)
        #expect(abs(try #require(during.book.openProfit.figure.value) - value) < 50, "the last marks stay")

        await settle(engine, rounds: 3, seconds: 30)
        let old = try await engine.shown()
        #expect(try old.leg("AAPL").mark.trust == .stale && old.row("DIS").unrealizedProfit.trust == .stale)
        #expect(try #require(try old.leg("AAPL").markAgeSeconds) >= 90)
        #expect(aboutQuotes(old).count == 1)

        market.set { $0.failure = nil }
        await settle(engine, rounds: 3)
        let after = try await engine.shown()
        #expect(aboutQuotes(after).count == 2, "\(aboutQuotes(after).map(\.text))")
        #expect(aboutQuotes(after).last?.text.contains("quotes are back") == true)
        #expect(after.feeds.first?.isHealthy == true)
        #expect(try after.leg("AAPL").mark.trust == .fresh)
        await engine.close()
    }

    @Test func oneSymbolThatFailsIsNamedAndTheRestStaysFresh() async throws {
        market.set { $0.failing = ["PLTR": .malformed(reason: "no price field")] }
        let engine = try await EngineWorlds.opened(clock: clock, market: market)
        await settle(engine, rounds: 3)
        let snapshot = try await engine.shown()
        let named = snapshot.notices.filter { $0.text.contains("PLTR") && $0.text.contains("no price field") }
        #expect(named.count == 1, "\(snapshot.notices.map(\.text))")
        #expect(!snapshot.notices.contains { $0.text.contains("quotes are back") })
        #expect(try snapshot.row("PLTR").delta.value == nil)
        #expect(try snapshot.row("KO").delta.value != nil)
        #expect(snapshot.nonsense.isEmpty)
        await engine.close()
    }

    @Test func startingDuringAnOutageShowsTheBookAndRecovers() async throws {
        market.set { $0.failure = .unreachable(reason: "no route") }
        let engine = try await EngineWorlds.opened(clock: clock, market: market)
        let dark = try await engine.shown()
        #expect(dark.book.strategies.count == 18 && dark.book.accounts.first?.cash == Money(dollars: 114_640.40))
        #expect(dark.book.openProfit.figure.value == nil && dark.nonsense.isEmpty)
        #expect(aboutQuotes(dark).count == 1)
        await engine.step()
        #expect(try await engine.shown().alerts.allSatisfy { $0.finding.priority < .critical } == true)
        market.set { $0.failure = nil }
        await settle(engine, rounds: 1)
        let light = try await engine.shown()
        #expect(light.book.openProfit.figure.value != nil && aboutQuotes(light).count == 2)
        await engine.close()
    }

    /// A source without yesterday's quotes costs the profit of the day, not a stream of notices.
    @Test func missingPreviousMarksAreNotToldAgainAndAgain() async throws {
        market.set { $0.optionHistoryFailsBefore = SimulatedWorld.anchor.adding(seconds: -3600) }
        let engine = try await EngineWorlds.opened(clock: clock, market: market)
        await settle(engine, rounds: 4)
        let snapshot = try await engine.shown()
        #expect(
            snapshot.notices.filter { $0.text.contains("quotes are back") }.isEmpty, "\(snapshot.notices.map(\.text))")
        #expect(snapshot.notices.filter { $0.text.contains("previous close") }.count <= 1)
        #expect(try snapshot.leg("AAPL").dayProfit.value == nil)
        #expect(try snapshot.leg("AAPL").unrealizedProfit.value != nil)
        await engine.close()
    }
}
