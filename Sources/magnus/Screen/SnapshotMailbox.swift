import MagnusDesk
import Synchronization

/// Holds the newest snapshot until the screen takes it: however many arrive, one waits.
final class SnapshotMailbox: Sendable {
    private struct State {
        var snapshot: DeskSnapshot?
        var isAnnounced = false
    }

    private let state = Mutex(State())

    /// Puts a snapshot in the box.
    /// - Returns: true when the screen has to be told, false when it has been told and not looked yet.
    func put(_ snapshot: DeskSnapshot) -> Bool {
        state.withLock { state in
            state.snapshot = snapshot
            defer { state.isAnnounced = true }
            return !state.isAnnounced
        }
    }

    /// Takes the newest snapshot out.
    func take() -> DeskSnapshot? {
        state.withLock { state in
            state.isAnnounced = false
            defer { state.snapshot = nil }
            return state.snapshot
        }
    }
}
