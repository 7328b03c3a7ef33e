import Glibc

/// What is known of a file without opening it.
enum FileReading {
    /// Bytes; nil when it does not exist or nobody may look.
    static func size(path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
