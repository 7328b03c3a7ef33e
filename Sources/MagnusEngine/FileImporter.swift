import MagnusDomain

/// Imports a broker's file into the ledger; the executable connects it to the readers of broker formats.
public protocol FileImporter: Sendable {
    /// - Returns: one line for the person: what was imported into which account.
    /// - Throws: an error whose description is one line.
    func importFile(path: String, isDryRun: Bool) async throws -> String
}
