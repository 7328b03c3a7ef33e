import Foundation
import GRDBSQLite
import Synchronization

/// Stands between SQLite and the file system, for the files below watched folders only: other tests of the process
/// notice nothing. SQLite offers this for tests (`xSetSystemCall`).
enum FileCalls {
    /// Asked before every call that changes a file: its name and the file's path.
    /// - Returns: the error to fail with; nil to let the call go on.
    typealias Watcher = @Sendable (_ call: String, _ path: String) -> Int32?

    private struct State {
        var watchers: [String: Watcher] = [:]
        var isInstalled = false
    }

    private static let state = Mutex(State())
    /// Whether anything is watched, without the lock.
    private static let isWatching = Atomic(false)

    /// Runs `body` while changes of files below `folder` are watched.
    static func watch<Value>(_ folder: String, _ watcher: @escaping Watcher, _ body: () throws -> Value) rethrows
        -> Value
    {
        state.withLock { state in
            if !state.isInstalled {
                state.isInstalled = true
                install()
            }
            state.watchers[folder] = watcher
            isWatching.store(true, ordering: .sequentiallyConsistent)
        }
        defer {
            state.withLock { state in
                state.watchers[folder] = nil
                isWatching.store(!state.watchers.isEmpty, ordering: .sequentiallyConsistent)
            }
        }
        return try body()
    }

    /// The error to fail with, 0 to go on.
    private static func verdict(_ call: String, _ descriptor: Int32) -> Int32 {
        guard isWatching.load(ordering: .sequentiallyConsistent) else { return 0 }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        guard count > 0 else { return 0 }
        return verdict(call, path: String(decoding: buffer[..<count], as: UTF8.self))
    }

    private static func verdict(_ call: String, path: String) -> Int32 {
        guard isWatching.load(ordering: .sequentiallyConsistent) else { return 0 }
        let watcher = state.withLock { state in state.watchers.first { path.hasPrefix($0.key + "/") }?.value }
        return watcher?(call, path) ?? 0
    }

    private static func install() {
        let write: @convention(c) (Int32, UnsafeRawPointer?, Int) -> Int = { descriptor, bytes, count in
            let code = FileCalls.verdict("write", descriptor)
            guard code == 0 else { errno = code; return -1 }
            return Foundation.write(descriptor, bytes, count)
        }
        let pwrite: @convention(c) (Int32, UnsafeRawPointer?, Int, Int) -> Int = { descriptor, bytes, count, offset in
            let code = FileCalls.verdict("pwrite", descriptor)
            guard code == 0 else { errno = code; return -1 }
            return Foundation.pwrite(descriptor, bytes, count, offset)
        }
        let truncate: @convention(c) (Int32, Int) -> Int32 = { descriptor, length in
            let code = FileCalls.verdict("ftruncate", descriptor)
            guard code == 0 else { errno = code; return -1 }
            return Foundation.ftruncate(descriptor, length)
        }
        let remove: @convention(c) (UnsafePointer<CChar>?) -> Int32 = { path in
            guard let path else { return -1 }
            let code = FileCalls.verdict("unlink", path: String(cString: path))
            guard code == 0 else { errno = code; return -1 }
            return Foundation.unlink(path)
        }
        typealias Plain = @convention(c) () -> Void
        guard let system = sqlite3_vfs_find(nil), let set = system.pointee.xSetSystemCall else { return }
        _ = set(system, "write", unsafeBitCast(write, to: Plain.self))
        // Which of the two is used is decided when SQLite is built.
        _ = set(system, "pwrite", unsafeBitCast(pwrite, to: Plain.self))
        _ = set(system, "pwrite64", unsafeBitCast(pwrite, to: Plain.self))
        _ = set(system, "ftruncate", unsafeBitCast(truncate, to: Plain.self))
        _ = set(system, "unlink", unsafeBitCast(remove, to: Plain.self))
    }
}
