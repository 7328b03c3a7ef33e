import GRDB

/// What tells two accounts of one broker apart whose numbers end alike, without keeping the numbers.
///
/// Shipped migrations are never edited; they name tables and columns as strings and mention no Swift type.
enum Migration005NumberMarks {
    static let name = "005-number-marks"

    static func migrate(_ database: Database) throws {
        try database.execute(sql: "ALTER TABLE account ADD COLUMN numberMark TEXT")
    }
}
