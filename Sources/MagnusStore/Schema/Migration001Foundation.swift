import GRDB

/// The first schema: users, accounts, the ledger, what the owner said about positions, and the world's clock.
///
/// Shipped migrations are never edited; they name tables and columns as strings and mention no Swift type.
enum Migration001Foundation {
    static let name = "001-foundation"

    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE user (
                    id TEXT NOT NULL PRIMARY KEY,
                    createdAt INTEGER NOT NULL,
                    updatedAt INTEGER NOT NULL
                ) STRICT;
                INSERT INTO user (id, createdAt, updatedAt) VALUES ('owner', 0, 0);

                CREATE TABLE account (
                    name TEXT NOT NULL PRIMARY KEY,
                    userId TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
                    broker TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('paper', 'imported', 'live')),
                    rules TEXT NOT NULL CHECK (rules IN ('cash', 'reg_t', 'ira')),
                    currency TEXT NOT NULL DEFAULT 'USD',
                    lastImportedAt INTEGER,
                    createdAt INTEGER NOT NULL,
                    updatedAt INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX accountOnUser ON account (userId);

                CREATE TABLE ledgerEvent (
                    id TEXT NOT NULL PRIMARY KEY,
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
                    createdAt INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX ledgerEventOnAccountTime ON ledgerEvent (account, occurredAt, id);

                CREATE TABLE positionIntent (
                    strategyId TEXT NOT NULL PRIMARY KEY,
                    userId TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
                    intent TEXT NOT NULL CHECK (intent IN ('take', 'avoid', 'decide')),
                    updatedAt INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX positionIntentOnUser ON positionIntent (userId);

                CREATE TABLE positionNote (
                    strategyId TEXT NOT NULL PRIMARY KEY,
                    userId TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
                    text TEXT NOT NULL,
                    updatedAt INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX positionNoteOnUser ON positionNote (userId);

                CREATE TABLE keyValue (
                    key TEXT NOT NULL PRIMARY KEY,
                    value TEXT NOT NULL,
                    updatedAt INTEGER NOT NULL
                ) STRICT;

                CREATE TABLE journalEvent (
                    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                    userId TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
                    occurredAt INTEGER NOT NULL,
                    eventType TEXT NOT NULL,
                    priority TEXT NOT NULL,
                    data TEXT NOT NULL CHECK (json_valid(data))
                ) STRICT;
                CREATE INDEX journalEventOnTime ON journalEvent (occurredAt);
                CREATE INDEX journalEventOnUser ON journalEvent (userId);
                """)
    }
}
