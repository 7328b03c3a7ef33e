import Glibc

/// Which file stands behind a name: the same as long as nobody removes or replaces it.
struct FileIdentity: Sendable, Equatable {
    private let device: UInt
    private let number: UInt

    /// nil when there is no such file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        number = UInt(status.st_ino)
    }
}
