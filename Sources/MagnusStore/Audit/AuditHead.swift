import Glibc

/// The end of the audit log, kept in a file beside the database: without it nobody could tell that the last entries were
/// cut off.
public struct AuditHead: Sendable, Equatable {
    public var sequence: Int64
    public var hash: String

    static func path(ofDatabase path: String) -> String { path + ".audit-head" }

    /// nil when there is no file, or none that can be understood.
    public init?(besideDatabase path: String) {
        guard let file = fopen(Self.path(ofDatabase: path), "r") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
        let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let parts = line.split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let sequence = Int64(parts[0]), sequence > 0, parts[1].utf8.count == 64 else {
            return nil
        }
        self.init(sequence: sequence, hash: String(parts[1]))
    }

    init(sequence: Int64, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Replaces the file as a whole. One that cannot be written stays behind: it names an earlier entry, which is there, and
    /// the next entry tries again.
    func write(besideDatabase path: String) {
        let target = Self.path(ofDatabase: path)
        let partial = target + ".partial"
        let descriptor = open(partial, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let bytes = Array("\(sequence) \(hash)\n".utf8)
        let written = Glibc.write(descriptor, bytes, bytes.count)
        let isClosed = close(descriptor) == 0
        guard written == bytes.count, isClosed, rename(partial, target) == 0 else {
            unlink(partial)
            return
        }
    }
}
