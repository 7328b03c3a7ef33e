import Glibc
import MagnusEngine
import MagnusStore

/// A home opened by one process: its folders, its lock if it could be taken, and its database.
struct HomeSession: ~Copyable {
    let layout: HomeLayout
    let database: MagnusDatabase
    /// nil while another process owns the home; everything is read-only then.
    private let lock: HomeLock?
    /// Who owns the home when this process does not.
    let owner: HomeError?

    var isWritable: Bool { lock != nil }

    /// What a command needs of the home.
    enum Need {
        /// Reads; works beside a running engine.
        case reading
        /// Writes; fails with `home_locked` while an engine runs.
        case writing(process: String)
    }

    /// - Throws: ``HomeError``, ``StoreError``.
    init(layout: HomeLayout, need: Need) throws {
        self.layout = layout
        try layout.create()
        let process: String
        switch need {
        case .reading: process = "magnus-command"
        case .writing(let name): process = name
        }
        var taken: HomeLock?
        var holder: HomeError?
        do throws(HomeError) {
            taken = try HomeLock(path: layout.lock, processIdentifier: getpid(), process: process)
        } catch {
            if case .writing = need { throw error }
            guard case .locked = error else { throw error }
            holder = error
        }
        database =
            taken == nil
            ? try MagnusDatabase(readingPath: layout.database)
            : try MagnusDatabase(path: layout.database, backupFolder: layout.backups)
        lock = taken
        owner = holder
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
