import Foundation
import GRDB
import Testing

@testable import MagnusStore

@Suite struct MagnusDatabaseTests {
    @Test func aNewFileGetsTheWholeSchema() throws {
        let folder = try TemporaryFolder()
        let database = try folder.open()
        #expect(try database.schemaVersion() == MagnusDatabase.supportedSchemaVersion)
        let tables = try database.read {
            try String.fetchSet($0, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        let required: Set<String> = [
            "mfa_conversations", "mfa_decisions", "mfa_outcomes", "mfa_user_preferences", "mfa_patterns",
            "mfa_agent_logs", "mfa_knowledge_base", "mfa_alerts", "analyses", "market_data", "audit_logs",
        ]
        #expect(required.isSubset(of: tables))
    }

    @Test func everyTableIsStrictAndUserDataBelongsToAUser() throws {
        let database = try MagnusDatabase(inMemoryNamed: "strict")
        let rows = try database.read { connection in
            try Row.fetchAll(
                connection,
                sql: """
                    SELECT name, strict FROM pragma_table_list
                    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
                    """
            ).map { (name: $0["name"] as String, strict: $0["strict"] as Int) }
        }
        #expect(rows.count >= 17)
        for row in rows { #expect(row.strict == 1, "\(row.name) is not STRICT") }
    }

    @Test func everyPrefixOfMigrationsUpgradesWithDataInPlace() throws {
        for (index, name) in Schema.names.enumerated() {
            let folder = try TemporaryFolder()
            let pool = try DatabasePool(path: folder.database)
            try Schema.migrator().migrate(pool, upTo: name)
            try pool.write {
                try $0.execute(
                    sql: """
                        INSERT INTO account (name, broker, kind, rules, createdAt, updatedAt)
                        VALUES ('kept', 'paper', 'paper', 'cash', 1, 1)
                        """)
            }
            try pool.close()
            let database = try folder.open()
            #expect(try database.schemaVersion() == Schema.version)
            #expect(try LedgerRepository(database).accounts().map(\.name) == ["kept"])
            let backups = (try? FileManager.default.contentsOfDirectory(atPath: folder.backups)) ?? []
            #expect(backups.isEmpty == (index + 1 == Schema.version), "a copy is made before an upgrade, only then")
        }
    }

    @Test func aNewerDatabaseIsRefusedAndUntouched() throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: "PRAGMA user_version = 99; CREATE TABLE future (id INTEGER)") }
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        #expect(throws: StoreError.newerSchema(path: folder.database, found: 99, supported: Schema.version)) {
            try folder.open()
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)) == before)
    }

    @Test func aForeignFileIsRefused() throws {
        let folder = try TemporaryFolder()
        try "not a database, but long enough to have a header of one hundred bytes or more, which this line now has.."
            .write(toFile: folder.database, atomically: true, encoding: .utf8)
        #expect(throws: StoreError.damaged(path: folder.database, reason: "not a SQLite file")) { try folder.open() }
    }

    @Test func anUpgradeThatFailsLeavesTheOldSchema() throws {
        let folder = try TemporaryFolder()
        let pool = try DatabasePool(path: folder.database)
        try Schema.migrator().migrate(pool, upTo: Migration001Foundation.name)
        // A table that the next migration wants to create stops it half-way.
        try pool.write { try $0.execute(sql: "CREATE TABLE mfa_outcomes (id INTEGER)") }
        try pool.close()
        #expect {
            try folder.open()
        } throws: { error in
            guard case .migrationFailed(_, _, let backup?) = error as? StoreError else { return false }
            return FileManager.default.fileExists(atPath: backup)
        }
        let queue = try DatabaseQueue(path: folder.database)
        let (version, tables) = try queue.read {
            (
                try Int.fetchOne($0, sql: "PRAGMA user_version"),
                try String.fetchSet($0, sql: "SELECT name FROM sqlite_master WHERE name LIKE 'mfa_%'")
            )
        }
        #expect(version == 1)
        #expect(tables == ["mfa_outcomes"])
    }

    @Test func aReaderCannotWriteAndSeesTheWriter() throws {
        let folder = try TemporaryFolder()
        let writer = try folder.open()
        try LedgerRepository(writer).save(
            .init(name: "paper", broker: "paper", kind: .paper, rules: .regulationT), now: noon)
        let reader = try MagnusDatabase(readingPath: folder.database)
        #expect(try LedgerRepository(reader).accounts().count == 1)
        #expect(throws: StoreError.self) {
            try LedgerRepository(reader).append([sale("a")], now: noon)
        }
    }

    @Test func theAuditLogNeverChanges() throws {
        let database = try MagnusDatabase(inMemoryNamed: "audit")
        try database.write {
            try $0.execute(
                sql: """
                    INSERT INTO audit_logs (action, data, previous_hash, hash, created_at)
                    VALUES ('test', '{}', '', 'h', 1)
                    """)
        }
        #expect(throws: StoreError.self) {
            try database.write { try $0.execute(sql: "UPDATE audit_logs SET action = 'other'") }
        }
        #expect(throws: StoreError.self) { try database.write { try $0.execute(sql: "DELETE FROM audit_logs") } }
    }

    @Test func jsonColumnsRefuseWhatIsNotJSON() throws {
        let database = try MagnusDatabase(inMemoryNamed: "json")
        #expect(throws: StoreError.self) {
            try database.write {
                try $0.execute(
                    sql: """
                        INSERT INTO analyses (symbol, report, created_at, updated_at) VALUES ('KO', 'no json', 1, 1)
                        """)
            }
        }
    }
}
