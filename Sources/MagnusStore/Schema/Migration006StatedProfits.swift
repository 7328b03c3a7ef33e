import GRDB

/// What brokers state that an entry realised, for closings whose opening no file tells.
///
/// Shipped migrations are never edited; they name tables and columns as strings and mention no Swift type.
enum Migration006StatedProfits {
    static let name = "006-stated-profits"

    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE ledgerEvent ADD COLUMN statedProfitTenThousandths INTEGER;
                ALTER TABLE ledgerRevision ADD COLUMN statedProfitTenThousandths INTEGER;
                """)
    }
}
