import MagnusDomain

/// When automatic backups are made. A value without clock or file: what it decides follows from what it is given.
public struct BackupPlan: Sendable, Hashable {
    /// Hours between two backups; 0 for none.
    public var everyHours: Double
    /// How many automatic copies stay, at least 1.
    public var keep: Int
    /// How many notices the journal keeps, see ``JournalRepository/prune(keeping:limit:)``.
    public var journalKeep = 100_000
    /// Seconds a program runs before its first backup: starting must not be slowed by one.
    public var settlingSeconds: Double

    public init(everyHours: Double = 24, keep: Int = 7, settlingSeconds: Double = 120) {
        self.everyHours = everyHours
        self.keep = max(1, keep)
        self.settlingSeconds = settlingSeconds
    }

    /// Whether a backup is due.
    /// - Parameters:
    ///   - last: time of the newest automatic copy; nil when there is none. One from the future, as after a clock that
    ///     was set back, counts as none.
    ///   - attempt: time of the last attempt that failed or was skipped; the next one waits a twelfth of the interval,
    ///     an hour at most.
    ///   - changes: rows changed since the last copy; nil when unknown, as after a start.
    ///   - runningSeconds: how long the program has run.
    public func isDue(
        last: Instant?, attempt: Instant? = nil, changes: Int?, runningSeconds: Double, now: Instant
    ) -> Bool {
        guard everyHours > 0, runningSeconds >= settlingSeconds, changes != 0 else { return false }
        let interval = everyHours * 3600
        if let attempt, attempt <= now, now.seconds(since: attempt) < min(3600, interval / 12) { return false }
        guard let last, last <= now else { return true }
        return now.seconds(since: last) >= interval
    }
}
