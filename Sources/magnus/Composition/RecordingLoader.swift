import MagnusConnectors
import MagnusDomain

/// Turns recorded folders into what a replay runs on.
enum RecordingLoader {
    /// - Throws: ``CommandFailure`` naming the folder and what to do.
    static func load(_ folders: [String]) throws -> RecordingLoad {
        do throws(RecordingError) {
            return try RecordingFolders.load(folders)
        } catch {
            if case .notFound = error {
                throw CommandFailure(.notFound, code: "no_recording", error.message, hint: error.hint)
            }
            throw CommandFailure(.failed, code: "no_recording", error.message, hint: error.hint)
        }
    }
}
