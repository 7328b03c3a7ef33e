import FoundationEssentials
import Glibc

/// A restore from its decision on: the verified copy lies beside the database under a name of its own, and from that
/// moment whoever opens the database for writing finishes what is left. Every step can be repeated.
///
/// Before the decision nothing of the present files was touched. After it the former files, log included, are moved to
/// the folder they are kept in before the copy takes the name: a stale log never lies beside another file (F44).
struct PendingRestore: Sendable {
    /// Asked before every call that changes files; what it throws takes the place of the call.
    typealias Gate = @Sendable (String) throws -> Void

    private let path: String
    private let gate: Gate
    private let hasHardLinks: Bool

    /// - Parameter hasHardLinks: false to do without them as on a file system that has none.
    init(of path: String, hasHardLinks: Bool = true, gate: @escaping Gate = { _ in }) {
        self.path = path
        self.hasHardLinks = hasHardLinks
        self.gate = gate
    }

    /// The copy while it is written; worth nothing after a crash.
    static func partial(of path: String) -> String { path + ".restoring" }
    /// The copy once it is whole, verified and on the disk: its name is the decision.
    private static func decided(of path: String) -> String { path + ".restored" }
    /// Names the folder of the former files.
    private static func note(of path: String) -> String { path + ".restored-aside" }

    /// Whether a restore was decided and not finished.
    static func exists(for path: String) -> Bool { access(decided(of: path), F_OK) == 0 }

    /// Makes the written copy the one that counts.
    func decide(setAside folder: String) throws {
        let whole =
            folder.hasPrefix("/") ? folder : FileManager.default.currentDirectoryPath + "/" + folder
        try call("write the note") {
            try Data(whole.utf8).write(to: URL(fileURLWithPath: Self.note(of: path)))
        }
        try synchronise(Self.note(of: path))
        try synchronise(Self.partial(of: path))
        try move(Self.partial(of: path), to: Self.decided(of: path))
        try synchronise(folderOfDatabase)
    }

    /// Finishes a decided restore.
    /// - Returns: the folder of the former files; nil when there were none.
    @discardableResult
    func finish() throws -> String? {
        guard Self.exists(for: path) else { return nil }
        let folder = try asideFolder()
        let name = path.split(separator: "/").last.map(String.init) ?? "magnus.db"
        var isKept = access(folder, F_OK) == 0
        func prepareFolder() throws {
            guard !isKept else { return }
            try call("make the folder") {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
            isKept = true
        }
        // The main file stays where it is meanwhile; beside it there is nothing that could be taken for its log.
        for suffix in ["-wal", "-journal", "-shm"] where access(path + suffix, F_OK) == 0 {
            try prepareFolder()
            try move(path + suffix, to: "\(folder)/\(name)\(suffix)")
        }
        if access(path, F_OK) == 0, access("\(folder)/\(name)", F_OK) != 0 {
            try prepareFolder()
            try keepMain(as: "\(folder)/\(name)")
        }
        if isKept { try synchronise(folder) }
        try synchronise(folderOfDatabase)
        try move(Self.decided(of: path), to: path)
        try synchronise(folderOfDatabase)
        try remove(Self.note(of: path))
        return isKept ? folder : nil
    }

    /// Removes what an undecided restore left.
    func clear() throws {
        for suffix in ["", "-wal", "-shm", "-journal"] { try remove(Self.partial(of: path) + suffix) }
        if !Self.exists(for: path) { try remove(Self.note(of: path)) }
    }

    /// A second name, so that the first one is never without a file; a file system without such names takes a move.
    private func keepMain(as other: String) throws {
        var code: Int32 = 0
        try call("link") {
            if !hasHardLinks { code = EPERM } else if link(path, other) != 0 { code = errno }
        }
        guard code != 0 else { return }
        try move(path, to: other)
    }

    private func asideFolder() throws -> String {
        let note = FileManager.default.contents(atPath: Self.note(of: path))
        guard let note, let folder = String(data: note, encoding: .utf8), folder.hasPrefix("/") else {
            return path + ".replaced"
        }
        return folder
    }

    private var folderOfDatabase: String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    }

    private func move(_ from: String, to other: String) throws {
        try call("rename") { if rename(from, other) != 0 { throw Self.failure(from) } }
    }

    private func remove(_ file: String) throws {
        guard access(file, F_OK) == 0 else { return }
        try call("unlink") { if unlink(file) != 0 { throw Self.failure(file) } }
    }

    private func synchronise(_ file: String) throws {
        try call("fsync") { try Self.synchronise(file) }
    }

    /// Brings a file or folder to the disk.
    static func synchronise(_ file: String) throws(StoreError) {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(file) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(file) }
    }

    private func call(_ name: String, _ body: () throws -> Void) throws {
        try gate(name)
        try body()
    }

    private static func failure(_ file: String) -> StoreError {
        .unavailable(path: file, reason: String(cString: strerror(errno)))
    }
}
