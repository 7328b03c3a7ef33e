import GRDB

/// The one schema: every migration in order.
enum Schema {
    private static let steps: [(name: String, migrate: @Sendable (Database) throws -> Void)] = [
        (Migration001Foundation.name, Migration001Foundation.migrate),
        (Migration002Assistant.name, Migration002Assistant.migrate),
        (Migration003Revisions.name, Migration003Revisions.migrate),
        (Migration004RollVerdicts.name, Migration004RollVerdicts.migrate),
        (Migration005NumberMarks.name, Migration005NumberMarks.migrate),
        (Migration006StatedProfits.name, Migration006StatedProfits.migrate),
    ]

    /// The number of migrations this program knows; kept in the database as `PRAGMA user_version`.
    static var version: Int { steps.count }

    /// Names of all migrations, oldest first.
    static var names: [String] { steps.map(\.name) }

    /// A migrator that also keeps `user_version` in step, so that other programs can see the version without GRDB.
    static func migrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (index, step) in steps.enumerated() {
            migrator.registerMigration(step.name) { database in
                try step.migrate(database)
                try database.execute(sql: "PRAGMA user_version = \(index + 1)")
            }
        }
        return migrator
    }
}
