import Dispatch
import Glibc
import MagnusTerminal

/// Tells when something in a folder was written or renamed into place, for themes and keymaps that are being edited.
@UIActor
final class FileWatcher {
    private let descriptor: Int32
    private let source: any DispatchSourceRead

    /// - Parameters:
    ///   - folders: those that do not exist are left out.
    ///   - changed: called on the UI actor, once for a burst.
    init?(folders: [String], changed: @escaping @UIActor () -> Void) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        let mask = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE)
        let watched = folders.filter { inotify_add_watch(descriptor, $0, mask) >= 0 }
        guard !watched.isEmpty else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: UIActor.queue)
        source.setEventHandler {
            UIActor.assumeIsolated {
                var buffer = [UInt8](repeating: 0, count: 4096)
                // Which file it was does not matter: all are read again.
                while buffer.withUnsafeMutableBytes({ read(descriptor, $0.baseAddress, $0.count) }) > 0 {}
                changed()
            }
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    func stop() { source.cancel() }
}
