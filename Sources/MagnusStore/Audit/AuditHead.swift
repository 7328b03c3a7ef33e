import Glibc

/// The end of the audit log, kept in a file beside the database: without it nobody could tell that the last entries were
/// cut off.
public struct AuditHead: Sendable, Equatable {
    /// 0 for a log that was begun and has no entry yet.
    public var sequence: Int64
    public var hash: String

    /// A log that was begun: kept before the first entry is, so that from then on a missing file means a removed one.
    static let begun = AuditHead(sequence: 0, hash: AuditEntry.hashBeforeTheFirst)

    /// Beside the file itself, wherever a link to it stands.
    static func path(ofDatabase path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path + ".audit-head" }
        defer { free(resolved) }
        return String(cString: resolved) + ".audit-head"
    }

    /// nil when there is no file, or none that can be understood.
    public init?(besideDatabase path: String) {
        guard let file = fopen(Self.path(ofDatabase: path), "re") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
        let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let parts = line.split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let sequence = Int64(parts[0]), sequence >= 0, parts[1].utf8.count == 64 else {
            return nil
        }
        self.init(sequence: sequence, hash: String(parts[1]))
    }

    init(sequence: Int64, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Replaces the file as a whole, on the disk before this returns. A file that names a later entry stays, unless it is
    /// the one this head takes the place of: of two processes the one that appended last is kept. One that cannot be
    /// written stays behind: it names an earlier entry, which is there, and the next entry tries again.
    ///
    /// - Parameter former: what was kept when the entry was appended.
    func write(besideDatabase path: String, replacing former: AuditHead?) {
        let target = Self.path(ofDatabase: path)
        let folder = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? "."
        let place = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard place >= 0 else { return }
        // Closing it gives the lock back.
        defer { close(place) }
        while flock(place, LOCK_EX) != 0, errno == EINTR {}
        if let present = AuditHead(besideDatabase: path), present != former, present.sequence >= sequence { return }

        var name = Array((target + ".XXXXXX").utf8CString)
        // Readable by its owner alone, from the first byte on.
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { return }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let bytes = Array("\(sequence) \(hash)\n".utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, rename(name, target) == 0 else {
            unlink(name)
            return
        }
        fsync(place)
    }
}
