import GRDB

/// Former records of ledger entries that a more exact export replaced: nothing that was booked is forgotten.
///
/// Shipped migrations are never edited; they name tables and columns as strings and mention no Swift type.
enum Migration003Revisions {
    static let name = "003-revisions"

    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE ledgerRevision (
                    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                    eventId TEXT NOT NULL,
                    account TEXT NOT NULL REFERENCES account(name) ON DELETE CASCADE,
                    occurredAt INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    effect TEXT NOT NULL CHECK (effect IN ('opening', 'closing', 'automatic')),
                    instrument TEXT CHECK (instrument IS NULL OR json_valid(instrument)),
                    quantityMillionths INTEGER NOT NULL,
                    priceTenThousandths INTEGER,
                    amountTenThousandths INTEGER NOT NULL,
                    feesTenThousandths INTEGER NOT NULL,
                    orderIdentifier TEXT,
                    details TEXT NOT NULL,
                    source TEXT NOT NULL,
                    line INTEGER,
                    createdAt INTEGER NOT NULL,
                    replacedBy TEXT NOT NULL,
                    replacedAt INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX ledgerRevisionOnAccount ON ledgerRevision (account, sequence);
                """)
    }
}
