import MagnusDesk
import MagnusDomain

/// Imports a broker's file into the ledger; the executable connects it to the readers of broker formats.
public protocol FileImporter: Sendable {
    /// - Returns: what became of every row.
    /// - Throws: an error whose description is one line.
    func importFile(path: String, isDryRun: Bool) async throws -> ImportSummary
}
