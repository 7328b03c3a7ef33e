import FoundationEssentials
import Glibc
import MagnusEngine
import MagnusStore

/// A home opened by one process: its folders, its lock if it writes, and its database.
struct HomeSession: ~Copyable {
    let layout: HomeLayout
    let database: MagnusDatabase
    /// nil for a command that only reads.
    private let lock: HomeLock?

    /// Not with a lock alone: on a full disk the lock is held and the home only read.
    var isWritable: Bool { !database.isReadOnly }

    /// What a command needs of the home.
    enum Need {
        /// Reads: holds no lock, so any number of readers work at once and beside a running engine.
        case reading
        /// Writes; fails with `home_locked` while an engine runs.
        case writing(process: String)
        /// Writes while it shows the home; a home on a file system that takes no writes, or has no room, is only read.
        case showing(process: String)
        /// Writes for a moment; others wait for it instead of failing.
        static let passing = Need.writing(process: HomeLock.passing)
    }

    /// - Throws: ``HomeError``, ``StoreError``.
    init(layout: HomeLayout, need: Need) throws {
        self.layout = layout
        try layout.create()
        Self.makePrivate(layout)
        let taken = try Self.lock(layout, need)
        if taken == nil {
            database = try Self.reading(layout)
        } else {
            database = try Self.owned(layout, need)
        }
        lock = consume taken
    }

    /// The database of a home that is this process's own. What only shows it goes on without room on the disk (F40).
    private static func owned(_ layout: HomeLayout, _ need: Need) throws -> MagnusDatabase {
        do {
            return try MagnusDatabase(path: layout.database, backupFolder: layout.backups)
        } catch StoreError.diskFull(let path) {
            guard case .showing = need else { throw StoreError.diskFull(path: path) }
            let reading = try MagnusDatabase(readingPath: layout.database)
            // An older schema cannot be upgraded without room.
            guard try reading.schemaVersion() >= MagnusDatabase.supportedSchemaVersion else {
                throw StoreError.diskFull(path: path)
            }
            return reading
        }
    }

    /// nil for reading, and where no lock can be: nobody can write there, and reading needs none.
    private static func lock(_ layout: HomeLayout, _ need: Need) throws(HomeError) -> HomeLock? {
        switch need {
        case .reading: return nil
        case .writing(let process):
            return try HomeLock(path: layout.lock, processIdentifier: getpid(), process: process)
        case .showing(let process):
            do throws(HomeError) {
                return try HomeLock(path: layout.lock, processIdentifier: getpid(), process: process)
            } catch {
                if case .readOnly = error { return nil }
                throw error
            }
        }
    }

    /// The database for reading. One that is not there yet, or of an older schema, is first made ready under the lock.
    private static func reading(_ layout: HomeLayout) throws -> MagnusDatabase {
        if let ready = try Self.ready(layout) { return ready }
        do {
            let lock = try HomeLock(path: layout.lock, processIdentifier: getpid(), process: HomeLock.passing)
            // Creates or upgrades it, and does nothing when somebody else has done so meanwhile.
            _ = try MagnusDatabase(path: layout.database, backupFolder: layout.backups)
            _ = consume lock
        } catch let error as HomeError {
            if case .readOnly = error { throw error }
            // An engine that is just starting makes it itself, which takes milliseconds.
            var tries = 0
            while true {
                if let ready = try Self.ready(layout) { return ready }
                guard tries < 200 else { throw error }
                tries += 1
                _ = poll(nil, 0, 10)
            }
        }
        return try MagnusDatabase(readingPath: layout.database)
    }

    /// Closes the home's folders and what a home holds at fixed places to others, as homes of earlier versions and folders
    /// made by hand may not be. A folder that belongs to somebody else stays as it is; `doctor` names it.
    private static func makePrivate(_ layout: HomeLayout) {
        for folder in [
            layout.configuration, layout.themes, layout.keymaps, layout.data, layout.backups, layout.state,
            layout.cache,
        ] {
            chmod(folder, 0o700)
        }
        for file in [layout.configurationFile, layout.lock, layout.log] { chmod(file, 0o600) }
    }

    /// The database, opened for reading; nil where it is not there yet, or of an older schema.
    private static func ready(_ layout: HomeLayout) throws -> MagnusDatabase? {
        let size = try? FileManager.default.attributesOfItem(atPath: layout.database)[.size] as? Int
        guard let size, size > 0 else { return nil }
        do {
            let database = try MagnusDatabase(readingPath: layout.database)
            return try database.schemaVersion() >= MagnusDatabase.supportedSchemaVersion ? database : nil
        } catch StoreError.restoreUnfinished {
            return nil
        }
    }
}

extension GlobalOptions {
    /// Folders of the home named on the command line, by the environment, or by XDG.
    var layout: HomeLayout {
        let environment = ProcessEnvironment.all
        return HomeLayout(home: home ?? environment["MAGNUS_HOME"], environment: environment)
    }
}

/// The environment of this process.
enum ProcessEnvironment {
    static var all: [String: String] {
        var result: [String: String] = [:]
        var pointer = environ
        while let entry = pointer.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                result[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            pointer += 1
        }
        return result
    }
}
