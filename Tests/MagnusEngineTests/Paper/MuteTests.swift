import MagnusDesk
import MagnusDomain
import MagnusMonitors
import Testing

@testable import MagnusEngine

/// A mute hides; lifting it shows what still holds, but not what a person put away by hand.
@Suite struct MuteTests {
    let clock = TestClock()

    private func next(_ engine: Engine) async {
        clock.move(seconds: 1)
        await engine.step()
    }

    @Test func liftingAMuteShowsWhatStillHolds() async throws {
        let database = try EngineWorlds.database()
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        await next(engine)
        let alerts = try await engine.shown().alerts
        let muted = try #require(alerts.first { $0.finding.symbol == "AAPL" })
        let byHand = try #require(
            alerts.first {
                $0.finding.monitor == muted.finding.monitor && $0.id != muted.id && $0.finding.priority < .critical
            })
        #expect(await engine.perform(.dismiss(alert: byHand.id)) == .done)
        #expect(await engine.perform(.mute(monitor: muted.finding.monitor, symbol: nil)) == .done)
        #expect(try await !engine.shown().alerts.contains { $0.id == muted.id })
        await engine.close()

        let reopened = try await EngineWorlds.opened(clock: clock, database: database)
        await next(reopened)
        #expect(try await !reopened.shown().alerts.contains { $0.id == muted.id }, "the mute outlives a restart")
        #expect(await reopened.perform(.unmute(monitor: muted.finding.monitor, symbol: nil)) == .done)
        let shown = try await reopened.shown().alerts
        #expect(shown.first { $0.id == muted.id }?.state == .active, "at once, not at the monitor's next turn")
        #expect(!shown.contains { $0.id == byHand.id }, "what was dismissed stays away while its condition lasts")
        #expect(await reopened.perform(.undo) == .message("taken back"))
        #expect(try await !reopened.shown().alerts.contains { $0.id == muted.id })
        await reopened.close()
    }
}
