import MagnusDomain

/// One row of an export as its reader understood it, before the book adds what only the book knows.
struct ImportedRow: Sendable {
    /// How the sign of a quantity is known.
    enum Side: Sendable, Hashable {
        /// From the row itself.
        case stated
        /// Not stated: it removes what is held.
        case removesHolding
        /// Shares that an assignment or exercise moved; which of the two stands in another row.
        case delivers
    }

    /// Without id and account; the quantity is positive where ``side`` is ``Side/removesHolding``.
    var event: LedgerEvent
    var side: Side
    /// The content that makes the row the same row in another file.
    var identity: String
}

/// What a reader made of one file.
struct FileContent: Sendable {
    /// Short name of the generation of the format, part of the ids.
    var layout = ""
    var rows: [ImportedRow] = []
    var read = 0
    var skippedCount = 0
    var skipped: [ImportReport.SkippedRow] = []
    var warnings: [ImportReport.Warning] = []

    mutating func skip(line: Int, column: Int, reason: String, text: String) {
        skippedCount += 1
        guard skipped.count < ImportReport.listLimit else { return }
        skipped.append(
            ImportReport.SkippedRow(
                line: line, column: column, reason: reason, text: HarmlessText.sanitised(text, maximumLength: 80)))
    }

    mutating func warn(line: Int?, code: String, _ message: String) {
        guard warnings.count < ImportReport.listLimit else { return }
        warnings.append(ImportReport.Warning(line: line, code: code, message: message))
    }
}

/// Reads the rows of one broker's export, one at a time. Nothing in a row stops it: a row that makes no sense is
/// skipped with its place and reason.
protocol BrokerFileReader: Sendable {
    /// Takes one row below the header.
    mutating func read(_ record: DelimitedRecord)
    /// Ends the file. Called once.
    mutating func finish() -> FileContent
}
