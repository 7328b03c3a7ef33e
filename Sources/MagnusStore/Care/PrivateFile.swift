import Glibc

/// Database files that only their owner reads, whatever the process's file creation mask is.
enum PrivateFile {
    /// Makes the file, empty, when it is not there, and closes it and what SQLite keeps beside it to others. SQLite gives
    /// its log and its index the permissions of the file itself, so those it makes later are private too.
    /// - Throws: ``StoreError/unavailable(path:reason:)`` when it cannot be made.
    static func prepareDatabase(_ path: String) throws(StoreError) {
        // Only one that is not there yet is opened: closing a descriptor of a database drops the locks SQLite holds on it.
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw .unavailable(path: path, reason: String(cString: strerror(errno)))
        }
        // A file of another owner cannot be changed and is used as it is.
        for suffix in ["", "-wal", "-shm"] { chmod(path + suffix, 0o600) }
    }
}
