import MagnusDesk
import MagnusDomain
import MagnusStore
import Testing

@testable import MagnusEngine

/// Assignments of the scripted week are announced, kept and end by themselves.
@Suite struct DeliveryAlertTests {
    private func notice(_ snapshot: DeskSnapshot, _ symbol: String) -> Alert? {
        snapshot.alerts.first { $0.finding.symbol == symbol && $0.finding.conditionKey.hasPrefix("delivery:") }
    }

    @Test func theWeekSaysWhatChangedHands() async throws {
        let database = try EngineWorlds.database()
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        #expect(try await engine.shown().alerts.allSatisfy { !$0.finding.conditionKey.hasPrefix("delivery:") })
        func at(_ moment: Instant) async throws -> DeskSnapshot {
            clock.move(to: moment)
            await engine.step()
            return try await engine.shown()
        }

        let tuesday = try await at(try march(16, 7, 1))
        #expect(notice(tuesday, "MO")?.finding.title == "MO 57.5C assigned")
        #expect(notice(tuesday, "MO")?.finding.message.hasPrefix("-200 MO at 57.50, cash +11,500") == true)

        let saturday = try await at(try march(20, 6, 1))
        let coke = try #require(notice(saturday, "KO"))
        #expect(coke.finding.message.hasPrefix("+100 KO at 75.00, cash -7,500"))
        #expect(coke.finding.priority == .high)
        #expect(saturday.notices.contains { $0.text.contains("KO 75P assigned") })
        let stored = try AlertRepository(database).open().map(\.id)
        #expect(stored.contains(coke.id))
        await engine.close()

        // A restart tells nothing twice.
        clock.move(seconds: 60)
        let again = try await EngineWorlds.opened(clock: clock, database: database)
        await again.step()
        #expect(notice(try await again.shown(), "KO")?.id == coke.id)
        let reply = await again.perform(.acknowledge(alert: coke.id))
        #expect(reply == .done)
        #expect(notice(try await again.shown(), "KO") == nil)
        clock.move(seconds: 60)
        await again.step()
        #expect(notice(try await again.shown(), "KO") == nil)
        await again.close()
    }

    @Test func itGoesByItselfAfterTheNextSession() async throws {
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock)
        var shown: [Bool] = []
        for moment in [
            try march(20, 6, 1), try march(22, 15, 0), try march(22, 16, 1), try march(22, 17, 30),
        ] {
            clock.move(to: moment)
            await engine.runMonitorsAfterStep()
            shown.append(notice(try await engine.shown(), "KO") != nil)
        }
        #expect(shown == [true, true, true, false])
        await engine.close()
    }
}

extension Engine {
    /// One round in which every monitor runs, whatever its turn.
    fileprivate func runMonitorsAfterStep() async {
        await step()
        runMonitors(Set(MonitorName.allCases))
        publish()
    }
}
