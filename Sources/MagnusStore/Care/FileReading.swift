import Glibc

/// Small reads of files that must not go through SQLite.
enum FileReading {
    /// The first bytes of a file, fewer when it is shorter; nil when it does not exist or cannot be read.
    static func header(path: String, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: count)
        let received = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, 0) }
        return received >= 0 ? Array(buffer.prefix(received)) : nil
    }
}
