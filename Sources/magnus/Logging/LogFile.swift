import Glibc
import Synchronization

/// `state/magnus.log`: readable by its owner alone, bounded by one rotation.
final class LogFile: Sendable {
    private struct State {
        var descriptor: Int32
        var size: Int
    }

    /// Bytes after which the file becomes `magnus.log.1` and a new one begins.
    static let maximumBytes = 1_000_000

    let path: String
    private let limit: Int
    private let state: Mutex<State>

    /// - Parameter limit: bytes of one file, at least one line.
    init(path: String, limit: Int = LogFile.maximumBytes) {
        self.path = path
        self.limit = limit
        let (descriptor, size) = Self.open(path)
        state = Mutex(State(descriptor: descriptor, size: size))
    }

    deinit {
        let descriptor = state.withLock { $0.descriptor }
        if descriptor >= 0 { close(descriptor) }
    }

    /// Appends a line. A log that cannot be written never stops what is logged.
    func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        state.withLock { state in
            if state.size > 0, state.size + bytes.count > limit { rotate(&state) }
            guard state.descriptor >= 0 else { return }
            // One write, so that lines of two processes do not mix.
            let written = Glibc.write(state.descriptor, bytes, bytes.count)
            if written > 0 { state.size += written }
        }
    }

    private func rotate(_ state: inout State) {
        if state.descriptor >= 0 { close(state.descriptor) }
        _ = rename(path, path + ".1")
        (state.descriptor, state.size) = Self.open(path)
    }

    private static func open(_ path: String) -> (descriptor: Int32, size: Int) {
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return (-1, 0) }
        // A file of an earlier time may have been readable by others.
        _ = fchmod(descriptor, 0o600)
        var status = stat()
        return (descriptor, fstat(descriptor, &status) == 0 ? status.st_size : 0)
    }
}
