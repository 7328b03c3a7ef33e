import MagnusDomain
import MagnusMonitors
import MagnusStore

/// Writes: in order, none dropped, and never said to be stored when they are not.
extension Engine {
    /// One write, whole or not at all.
    typealias StoreWrite = @Sendable (Repositories) throws -> Void

    /// Stores now. A write that the disk had no room for waits, with all that come after it, until there is room again;
    /// after a failure of the medium nothing more is written by this process.
    func store(_ write: @escaping StoreWrite) {
        guard isWritable else {
            if configuration.storeProblem == nil { postponed.append(write) } else { refusedWrites += 1 }
            return
        }
        guard unstored.isEmpty else {
            // Behind a failed medium nothing is waited for.
            if isStoreRepairable { unstored.append(write) } else { refusedWrites += 1 }
            return
        }
        do {
            try write(repositories)
        } catch {
            unstored.append(write)
            reportStore(error)
        }
    }

    func journal(_ events: [JournalEvent]) {
        guard isWritable, world.isPresent, !events.isEmpty else { return }
        store { try $0.journal.append(events) }
    }

    /// Tries what waits once more, at most every few seconds.
    func storeWaiting(now: Instant) {
        guard !unstored.isEmpty, isStoreRepairable else { return }
        let seconds = world.clock.monotonicSeconds()
        if let last = lastStoreAttempt, seconds - last < 5 { return }
        lastStoreAttempt = seconds
        let waiting = unstored
        var stored = 0
        do {
            for write in waiting {
                try write(repositories)
                stored += 1
            }
        } catch {
            unstored.removeFirst(stored)
            reportStore(error)
            return
        }
        unstored = []
        unstoredAlerts = []
        storeProblem = nil
        runMonitors([.store], textsAreRead: false)
        tell(.information, "the database takes writes again; what waited is stored", now: now)
    }

    /// What this process was told to keep and could not, for a command that ends now.
    /// - Throws: ``StoreError`` as it came.
    public func requireStored() throws {
        if let storeProblem { throw storeProblem }
    }

    /// Writes so far that are not on disk: those that wait, and those that nobody will store.
    var unstoredCount: Int { unstored.count + refusedWrites }

    /// Why a change is not on disk; nil when nothing was added to what waits.
    func unstoredWords(after count: Int) -> String? {
        guard unstoredCount > count, let storeProblem else { return nil }
        return isStoreRepairable && isWritable
            ? "not stored yet, kept here: \(storeProblem.description)" : "not stored: \(storeProblem.description)"
    }

    /// Room can come back and a lock can go; a disk that failed once is not asked again (a synchronisation that failed
    /// is never repeated and called a success).
    private var isStoreRepairable: Bool {
        switch storeProblem {
        case .diskFull, .unavailable: true
        default: false
        }
    }

    /// What the alert about the store says; nil while it takes writes, and where the home is on a file system that never
    /// took any: the owner chose that.
    var storeTrouble: StoreTrouble? {
        func trouble(_ kind: StoreTrouble.Kind, _ path: String) -> StoreTrouble {
            StoreTrouble(kind: kind, path: path, unstored: unstoredCount)
        }
        switch storeProblem {
        case .none, .readOnly: return nil
        case .diskFull(let path): return trouble(isWritable ? .full : .fullAtStart, path)
        case .mediumFailed(let path, _): return trouble(.failed, path)
        case .damaged(let path, _), .missing(let path, _, _), .newerSchema(let path, _, _),
            .migrationFailed(let path, _, _), .unverifiedCopy(let path, _), .restoreUnfinished(let path, _):
            return trouble(.damaged, path)
        case .unreadableRecord: return trouble(.damaged, repositories.ledger.database.path)
        case .unavailable(let path, _): return trouble(.refused, path)
        }
    }

    /// A store that refuses a write is said once, as an alert and in words, and shown until it works again.
    func reportStore(_ error: any Error) {
        let problem =
            error as? StoreError
            ?? .unavailable(path: repositories.ledger.database.path, reason: "\(error)")
        guard problem != storeProblem else { return }
        storeProblem = problem
        let now = world.clock.now()
        // Without something that waits nobody would find out that there is room again; and when it began is worth knowing.
        if unstored.isEmpty, isWritable, isStoreRepairable {
            let refusal = JournalEvent(
                type: "store.refused", time: now, priority: .high, data: ["reason": problem.description])
            unstored.append { try $0.journal.append([refusal]) }
        }
        runMonitors([.store], textsAreRead: false)
        tell(.failure, problem.description, now: now)
    }
}
