import MagnusDesk
import MagnusDomain
import MagnusSimulation
import MagnusStore
import Testing

@testable import MagnusEngine

/// The whole engine on the paper account as trader.md section 6 specifies it.
@Suite struct PaperEngineTests {
    @Test func opensOnTheSpecifiedFigures() async throws {
        let engine = try await EngineWorlds.opened()
        let snapshot = try await engine.shown()
        #expect(snapshot.asOf == SimulatedWorld.anchor && snapshot.selectedAccount == "paper")
        #expect(snapshot.world.kind == .simulated && snapshot.session.isOpen && !snapshot.isReadOnly)
        let account = try #require(snapshot.book.accounts.first)
        #expect(snapshot.book.accounts.count == 1)
        #expect(account.cash == Money(dollars: 114_640.40))
        #expect(abs(try #require(account.netLiquidation.figure.value) - 169_360.40) < 0.01)
        #expect(abs(try #require(account.reservedCash.value) - 103_250) < 0.01)
        #expect(abs(try #require(account.freeCash.value) - 11_390.40) < 0.01)
        #expect(abs(try #require(snapshot.book.openProfit.figure.value) + 911) < 0.01)
        #expect(snapshot.book.openProfit.unknownCount == 1, "the adjusted contract alone is unknown")
        #expect(snapshot.book.strategies.count == 18 && snapshot.book.excluded == ["LCID1"])
        #expect(try snapshot.row("LCID").unrealizedProfit == .unknown(.adjusted))
        #expect(snapshot.nonsense.isEmpty && snapshot.feeds.allSatisfy(\.isHealthy))
        #expect(snapshot.notices.isEmpty, "\(snapshot.notices)")
        let theta = try #require(snapshot.book.thetaPerDay.figure.value)
        #expect(abs(theta - 123) < 0.05 * 123, "\(theta)")
        let delta = try #require(snapshot.book.greeks.betaWeightedDelta.figure.value)
        #expect(abs(delta - 163) < 0.03 * 163)
    }

    @Test func accountsAreChosenAndNeverAddedSilently() async throws {
        let engine = try await EngineWorlds.opened()
        #expect(await engine.perform(.selectAccount("ira")) == .done)
        let ira = try await engine.shown()
        #expect(ira.selectedAccount == "ira" && ira.book.accounts.map(\.account.name) == ["ira"])
        #expect(await engine.perform(.selectAccount("all")) == .done)
        let all = try await engine.shown()
        #expect(Set(all.book.accounts.map(\.account.name)) == ["paper", "ira"])
        let refusal = await engine.perform(.selectAccount("nobody")).refusal
        #expect(refusal?.contains("nobody") == true && refusal?.contains("paper") == true)
        #expect(try await engine.shown().selectedAccount == "all")
        let unknown = try EngineWorlds.engine(account: "nobody")
        await #expect(throws: EngineError.unknownAccount("nobody", known: ["paper", "ira"])) {
            try await unknown.open()
        }
    }

    @Test func criticalAlertsAreRaisedStoredAndNotRepeatedAfterARestart() async throws {
        let database = try EngineWorlds.database()
        let clock = TestClock()
        let first = try await EngineWorlds.opened(clock: clock, database: database)
        await first.step()
        let raised = try await first.shown()
        let critical = raised.alerts.filter { $0.finding.priority == .critical }
        #expect(critical.map(\.finding.symbol) == ["MO"], "\(critical.map(\.finding.title))")
        let named = Set(raised.alerts.compactMap(\.finding.symbol))
        #expect(named.isSuperset(of: ["XSP", "AAPL", "MO", "KO", "AMD", "BAC"]), "\(named)")
        #expect(raised.notices.contains { $0.text.hasPrefix("CRITICAL") })
        // Of several raised at once the last one told is what the screen's line shows.
        let told = raised.notices.map(\.text).filter { text in
            AlertPriority.allCases.contains { text.hasPrefix($0.rawValue) }
        }
        #expect(told.count > 1 && told.last?.hasPrefix("CRITICAL") == true, "\(told)")
        let stored = try AlertRepository(database).open()
        #expect(Set(stored.map(\.id)) == Set(raised.alerts.map(\.id)))
        await first.close()

        clock.move(seconds: 600)
        let second = try await EngineWorlds.opened(clock: clock, database: database)
        #expect(Set(try await second.shown().alerts.map(\.id)).isSuperset(of: raised.alerts.map(\.id)))
        await second.step()
        let reopened = try await second.shown()
        for alert in raised.alerts {
            let again = try #require(reopened.alerts.first { $0.id == alert.id })
            #expect(again.timesRaised == alert.timesRaised && again.raisedAt == alert.raisedAt)
            #expect(!reopened.notices.contains { $0.text.contains(alert.finding.title) }, "\(alert.finding.title)")
        }
        await second.close()
    }

    /// F55, second half: what became true while nothing ran is told.
    @Test func anAlertThatBecameTrueWhileDownIsTold() async throws {
        let database = try EngineWorlds.database()
        let clock = TestClock(try march(15, 10, 42))
        let first = try await EngineWorlds.opened(clock: clock, database: database)
        await first.step()
        let known = Set(try await first.shown().alerts.map(\.id))
        await first.close()
        clock.move(to: try march(18, 11, 0))
        let second = try await EngineWorlds.opened(clock: clock, database: database)
        await second.step()
        let news = try await second.shown().alerts.filter { !known.contains($0.id) }
        #expect(!news.isEmpty)
        let loudest = try #require(news.max { $0.finding.priority < $1.finding.priority })
        let notices = try await second.shown().notices.map(\.text)
        #expect(notices.contains { $0.contains(loudest.finding.title) }, "\(loudest.finding.title) in \(notices)")
        await second.close()
    }

    @Test func withoutAPriceSourceNothingIsGuessed() async throws {
        let engine = try await EngineWorlds.opened(isQuoted: false)
        await engine.step()
        let snapshot = try await engine.shown()
        #expect(snapshot.book.strategies.count == 18)
        #expect(snapshot.book.accounts.first?.cash == Money(dollars: 114_640.40))
        #expect(snapshot.book.openProfit.figure.value == nil)
        #expect(snapshot.book.accounts.first?.netLiquidation.figure.value == nil)
        #expect(try snapshot.leg("AAPL").mark == .unknown(.noSource))
        #expect(snapshot.nonsense.isEmpty)
        #expect(await engine.chainAnalysis(of: "AAPL") == nil)
    }

    @Test func slowReadersSeeTheLatestSnapshotAndTheEnd() async throws {
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock)
        let stream = await engine.snapshots()
        for _ in 0..<3 {
            clock.move(seconds: 2)
            await engine.step()
        }
        await engine.close()
        var seen: [DeskSnapshot] = []
        for await snapshot in stream { seen.append(snapshot) }
        #expect(seen.count == 1 && seen.first?.asOf == clock.now())
    }
}
