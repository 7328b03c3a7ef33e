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
    /// refuses and a full one has no room for. Where there is no log the file holds everything, and is opened as one that
    /// does not change (SQLite, "Read-Only WAL-Mode Databases").
    /// - Parameter freeBytes: of a folder; nil when nobody knows.
    static func location(path: String, freeBytes: (String) -> Int? = DatabaseCare.freeBytes(of:)) -> String {
        if lacksRoom(path: path, freeBytes: freeBytes) { return immutableLocation(path) }
        guard size(path: path + "-wal") == nil, isOnReadOnlyFileSystem(path) else { return path }
        return immutableLocation(path)
    }

    /// Whether a database can only be read as one that does not change, since the disk has no room for the index of its log:
    /// nobody has it open, as an index of that size were there, and its log holds nothing.
    static func lacksRoom(path: String, freeBytes: (String) -> Int? = DatabaseCare.freeBytes(of:)) -> Bool {
        guard size(path: path) ?? 0 > 0, size(path: path + "-wal") ?? 0 == 0,
            size(path: path + "-shm") ?? 0 < indexBytes
        else { return false }
        return freeBytes(folder(of: path)).map { $0 < roomForIndex } ?? false
    }

    /// The first part of the index of a log (SQLite, "WAL-mode File Format", section 2.2).
    private static let indexBytes = 32_768
    /// Under this there may be no room for it and what else an opening writes.
    static let roomForIndex = 65_536

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
        access(folder(of: path), W_OK) != 0 && errno == EROFS
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
