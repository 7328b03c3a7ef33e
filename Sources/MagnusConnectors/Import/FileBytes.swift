import Glibc

/// Reads a file in pieces, with the reason in words when it cannot.
public enum FileBytes {
    static let pieceSize = 262_144

    /// Hands the bytes of a regular file to `body` in order.
    /// - Throws: ``ImportError/notFound``, ``ImportError/isDirectory``, ``ImportError/notRegular``,
    ///   ``ImportError/unreadable(_:)``, ``ImportError/tooLarge(bytes:limit:)``, at the end ``ImportError/changed``, and
    ///   what `body` throws.
    public static func forEachPiece(
        ofFile path: String, limit: Int = ImportFile.sizeLimit,
        _ body: (ArraySlice<UInt8>) throws(ImportError) -> Void
    ) throws(ImportError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw errno == ENOENT ? .notFound : .unreadable(reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(reason(errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw .isDirectory
        case S_IFREG: break
        default: throw .notRegular
        }
        guard status.st_size <= limit else { throw .tooLarge(bytes: Int(status.st_size), limit: limit) }
        var buffer = [UInt8](repeating: 0, count: pieceSize)
        while true {
            let count = Glibc.read(descriptor, &buffer, pieceSize)
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(reason(errno))
            }
            if count == 0 { break }
            try body(buffer[..<count])
        }
        // Half of an old file and half of a new one would pass for a whole.
        var end = stat()
        guard fstat(descriptor, &end) == 0 else { throw .unreadable(reason(errno)) }
        guard end.st_size == status.st_size, end.st_mtim.tv_sec == status.st_mtim.tv_sec,
            end.st_mtim.tv_nsec == status.st_mtim.tv_nsec
        else { throw .changed }
    }

    /// 0 when it cannot be told.
    static func size(ofFile path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func reason(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
