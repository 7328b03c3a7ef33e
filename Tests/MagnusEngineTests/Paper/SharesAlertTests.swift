import MagnusDomain
import Testing

@testable import MagnusEngine

/// Rows 10 and 11 of the paper account (trader.md section 6): MEDIUM at the opening.
@Suite struct SharesAlertTests {
    @Test func theOpeningBookHasACallUnderBasisAndIdleShares() async throws {
        let engine = try await EngineWorlds.opened()
        await engine.step()
        let shown = try await engine.shown()
        let found = Dictionary(shown.alerts.compactMap { alert in alert.finding.symbol.map { ($0, alert.finding) } }) {
            first, _ in first
        }
        let intel = try #require(found["INTC"])
        #expect(intel.priority == .medium && intel.title == "INTC 39C under basis")
        #expect(intel.message.contains("called +48"), "\(intel.message)")
        let disney = try #require(found["DIS"])
        #expect(disney.priority == .medium && disney.trailing == "6 sessions", "\(disney.trailing)")
        #expect(disney.message.contains("basis 110.90"), "\(disney.message)")
        // Wanted and paid for, or out of the money: no cash is short, and every order has its position.
        #expect(!shown.alerts.contains { [.cash, .orders].contains($0.finding.monitor) })
        // MO; KO, PLTR, AMD and BAC; XSP, AAPL, SPY and these two. Earnings (MU), sector and delta have no monitor yet.
        let counts = AlertPriority.allCases.map { priority in
            shown.alerts.count { $0.finding.priority == priority && $0.finding.monitor != .opportunities }
        }
        #expect(counts == [0, 5, 4, 1], "\(shown.alerts.map(\.finding.title))")
        await engine.close()
    }
}
