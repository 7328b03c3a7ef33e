import Glibc
import Synchronization

/// Ctrl-C in a command that can end in good order: the first one asks for the end, a second one ends at once.
enum Interruption {
    private static let requested = Atomic<Bool>(false)

    /// Whether the person asked for the end.
    static var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// From now on the first interrupt only asks. For one-shot commands; the screen reads its own keys.
    static func begin() {
        // Made now: inside a handler nothing may be initialised.
        _ = isRequested
        signal(SIGINT) { _ in
            Interruption.requested.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
    }
}
