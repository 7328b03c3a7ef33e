import GRDB
import MagnusDomain
import Testing

@testable import MagnusEngine
@testable import MagnusStore

/// A start on a full disk in a home whose paper ledger no screen has stored yet, as after commands that only read (F40).
@Suite struct FullDiskStartTests {
    /// - Parameter count: pages the database may have; nil for those that it has now.
    private func limitPages(_ database: MagnusDatabase, to count: Int?) throws {
        try database.write { connection in
            let present = try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(connection, sql: "PRAGMA max_page_count = \(count ?? present)")
        }
    }

    @Test func aFirstLookWithoutRoomIsShownAndStoredOnceThereIs() async throws {
        let database = try EngineWorlds.database()
        try limitPages(database, to: nil)
        let clock = TestClock()
        let engine = try EngineWorlds.engine(clock: clock, database: database)
        try await engine.open()
        let full = try await engine.shown()
        #expect(full.isDiskFull && full.isReadOnly)
        #expect(try full.row("KO").unrealizedProfit.value != nil, "figures are there")
        #expect(full.alerts.contains { $0.finding.monitor == .store && $0.finding.priority == .high })
        #expect(full.notices.contains { $0.text.contains("disk full") }, "\(full.notices.map(\.text))")
        let ledger = LedgerRepository(database)
        let refused = try ledger.events(account: nil)
        #expect(refused.isEmpty, "whole or not at all")

        try limitPages(database, to: 1_000_000)
        clock.move(seconds: 6)
        await engine.step()
        let after = try await engine.shown()
        #expect(!after.isDiskFull && !after.isReadOnly)
        let stored = try ledger.events(account: nil)
        #expect(!stored.isEmpty)
        let texts = Set(stored.map(\.details).filter { !$0.isEmpty })
        let news = after.notices.map(\.text).filter { texts.contains($0) }
        #expect(news.isEmpty, "what was shown from the beginning is no news")
    }
}
