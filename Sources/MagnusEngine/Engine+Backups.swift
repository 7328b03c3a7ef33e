import MagnusDomain
import MagnusStore

extension Engine {
    /// Makes automatic backups as long as the engine runs. They are counted by the real clock: the simulated one may
    /// be in another year. Cancel the task to end it; a copy being written is given up then.
    func startBackups() -> Task<Void, Never>? {
        guard isWritable, !repositories.ledger.database.path.isEmpty else { return nil }
        return Task(priority: .utility) { [weak self] in
            let clock = WallEngineClock()
            var watch = BackupWatch(startedAt: clock.monotonicSeconds())
            while !Task.isCancelled {
                do { try await clock.wait(.seconds(30)) } catch { return }
                guard let self else { return }
                await self.backUp(&watch, now: clock.now(), monotonic: clock.monotonicSeconds())
                await self.pruneJournal(&watch, monotonic: clock.monotonicSeconds())
            }
        }
    }

    /// One look at whether a backup is due, and the backup.
    nonisolated func backUp(_ watch: inout BackupWatch, now: Instant, monotonic: Double) async {
        let database = repositories.ledger.database
        let plan = await configuration.backups
        let folder = Self.backupFolder(of: database)
        let total = DatabaseCare.changeCount(database)
        let changes = watch.changesAtLast.flatMap { last in total.map { $0 - last } }
        guard
            plan.isDue(
                last: DatabaseCare.lastAutomaticBackup(in: folder), attempt: watch.attemptedAt, changes: changes,
                runningSeconds: monotonic - watch.startedAt, now: now)
        else { return }
        do {
            let outcome = try DatabaseCare.automaticBackup(database, folder: folder, keep: plan.keep, now: now) {
                Task.isCancelled
            }
            switch outcome {
            case .written:
                watch.attemptedAt = nil
                watch.changesAtLast = total
                await noteBackup(outcome.words, isFailure: false)
            case .skipped:
                watch.attemptedAt = now
                await noteBackup(outcome.words, isFailure: true)
            }
        } catch is CancellationError {
            return
        } catch {
            watch.attemptedAt = now
            await noteBackup("no backup: \(error)", isFailure: true)
        }
    }

    /// Keeps the journal within its bound: once an hour, in small steps between which others may write.
    nonisolated func pruneJournal(_ watch: inout BackupWatch, monotonic: Double) async {
        if let last = watch.prunedAt, monotonic - last < 3600 { return }
        watch.prunedAt = monotonic
        let keep = await configuration.backups.journalKeep
        do {
            while try repositories.journal.prune(keeping: keep) > 0, !Task.isCancelled { await Task.yield() }
        } catch {
            // The next hour tries again; a store that takes no writes is told by those who must write.
            log.warning("journal not pruned: \(error)")
        }
    }

    private func noteBackup(_ words: String, isFailure: Bool) {
        if isFailure { tell(.warning, words, now: world.clock.now()) } else { log.info("\(words)") }
    }

    private static func backupFolder(of database: MagnusDatabase) -> String {
        database.path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/backups"
    }
}

/// What one run of the engine knows about its backups.
struct BackupWatch: Sendable {
    /// Seconds of the clock that never goes back.
    var startedAt: Double
    /// Last attempt that failed or was skipped.
    var attemptedAt: Instant?
    /// When the journal was last looked at, by the clock that never goes back.
    var prunedAt: Double?
    /// Change count at the last copy; nil when this run has made none.
    var changesAtLast: Int?
}
