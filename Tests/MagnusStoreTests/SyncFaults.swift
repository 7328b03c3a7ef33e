import GRDB
import GRDBSQLite
import Synchronization

/// Makes the synchronisations of one connection fail: SQLite calls `fdatasync` directly, so the methods of its open
/// files are exchanged.
enum SyncFaults {
    /// Calls left until one fails; nil when none shall.
    private static let left = Mutex<[UInt: Int]>([:])
    private static let originals = Mutex<[UInt: UInt]>([:])

    /// - Parameter number: which of the coming synchronisations of the database and its log fails, from 1; that one and
    ///   no other.
    static func fail(_ number: Int, in connection: Database) {
        guard let handle = connection.sqliteConnection else { return }
        var files: [UnsafeMutablePointer<sqlite3_file>] = []
        for kind in [SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER] {
            var file: UnsafeMutablePointer<sqlite3_file>?
            sqlite3_file_control(handle, "main", kind, &file)
            if let file, file.pointee.pMethods != nil { files.append(file) }
        }
        // One count for both files, under the address of the first.
        guard let first = files.first else { return }
        left.withLock { $0[UInt(bitPattern: first)] = number }
        for file in files { exchange(file, owner: UInt(bitPattern: first)) }
    }

    private static let owners = Mutex<[UInt: UInt]>([:])

    private static func exchange(_ file: UnsafeMutablePointer<sqlite3_file>, owner: UInt) {
        let address = UInt(bitPattern: file)
        guard let methods = file.pointee.pMethods else { return }
        owners.withLock { $0[address] = owner }
        originals.withLock { $0[address] = UInt(bitPattern: methods) }
        let copy = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        copy.initialize(to: methods.pointee)
        copy.pointee.xSync = { file, flags in
            let address = UInt(bitPattern: file)
            let owner = SyncFaults.owners.withLock { $0[address] } ?? 0
            let isFailing = SyncFaults.left.withLock { left in
                guard let count = left[owner] else { return false }
                left[owner] = count - 1
                return count == 1
            }
            if isFailing { return SQLITE_IOERR | (4 << 8) }
            let original = SyncFaults.originals.withLock { $0[address] } ?? 0
            guard let methods = UnsafePointer<sqlite3_io_methods>(bitPattern: original) else { return SQLITE_MISUSE }
            return methods.pointee.xSync(file, flags)
        }
        // Lives as long as the process: the file may outlive the test.
        file.pointee.pMethods = UnsafePointer(copy)
    }
}
