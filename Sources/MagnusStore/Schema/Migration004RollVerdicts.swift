import GRDB

/// What the owner said about closings and openings that may be one roll. The ids come from the ledger's entries, so that
/// they are the same after the same file was read again.
///
/// Shipped migrations are never edited; they name tables and columns as strings and mention no Swift type.
enum Migration004RollVerdicts {
    static let name = "004-roll-verdicts"

    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE rollVerdict (
                    rollId TEXT NOT NULL PRIMARY KEY,
                    userId TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
                    verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'rejected')),
                    updatedAt INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX rollVerdictOnUser ON rollVerdict (userId);
                """)
    }
}
