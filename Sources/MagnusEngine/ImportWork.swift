import MagnusDesk
import Synchronization

/// The import that is running. Its progress comes from the importer's thread and is looked at by the engine's steps.
final class ImportWork: Sendable {
    /// The id under which it is shown and cancelled.
    static let identifier = "import"

    private let latest = Mutex(ImportStep(.reading))

    func tell(_ step: ImportStep) { latest.withLock { $0 = step } }

    var progress: WorkProgress {
        let step = latest.withLock { $0 }
        let title =
            switch step.phase {
            case .reading: "Reading"
            case .comparing: "Comparing"
            case .storing: "Storing"
            }
        return WorkProgress(
            id: Self.identifier, title: title, completed: step.completed, total: step.total, perSecond: nil,
            remainingSeconds: nil)
    }
}
