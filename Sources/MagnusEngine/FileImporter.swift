import MagnusDesk
import MagnusDomain

/// Imports a broker's file into the ledger; the executable connects it to the readers of broker formats.
public protocol FileImporter: Sendable {
    /// Ends early, with nothing stored, when its task is cancelled.
    /// - Parameter progress: told now and then how far it is, from any thread.
    /// - Returns: what became of every row.
    /// - Throws: an error whose description is one line.
    func importFile(
        path: String, isDryRun: Bool, progress: @escaping @Sendable (ImportStep) -> Void
    ) async throws -> ImportSummary
}

/// How far an import is.
public struct ImportStep: Sendable, Hashable {
    public enum Phase: String, Sendable, Hashable {
        case reading
        case comparing
        case storing
    }

    public var phase: Phase
    /// Rows done in this phase.
    public var completed: Int
    /// nil when it is not known yet.
    public var total: Int?

    public init(_ phase: Phase, completed: Int = 0, total: Int? = nil) {
        self.phase = phase
        self.completed = completed
        self.total = total
    }
}
