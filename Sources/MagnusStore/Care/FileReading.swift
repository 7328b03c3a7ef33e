import Glibc

/// What is known of a file without opening it.
enum FileReading {
    /// Bytes; nil when it does not exist or nobody may look.
    static func size(path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// What SQLite is told to open for reading.
    ///
    /// Beside a database with a write-ahead log it makes the index of the log, which a file system that takes no writes
    /// refuses. Where there is no log the file holds everything, and is opened as one that does not change (SQLite,
    /// "Read-Only WAL-Mode Databases").
    static func location(path: String) -> String {
        guard size(path: path + "-wal") == nil, isOnReadOnlyFileSystem(path) else { return path }
        return immutableLocation(path)
    }

    /// As a URI of RFC 3986, whose reserved characters are written by their code.
    static func immutableLocation(_ path: String) -> String {
        let plain = Set("/-_.~".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes = Array("file:".utf8)
        for byte in path.utf8 {
            let isLetterOrDigit = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
            if byte < 0x80, isLetterOrDigit || plain.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self) + "?immutable=1"
    }

    private static func isOnReadOnlyFileSystem(_ path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return access(folder.isEmpty ? "/" : folder, W_OK) != 0 && errno == EROFS
    }
}
