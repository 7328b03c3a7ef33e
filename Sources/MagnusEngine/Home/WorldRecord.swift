import MagnusDomain
import MagnusStore

/// The simulated world as a home keeps it: its seed and how far it has run.
public struct WorldRecord: Sendable, Hashable {
    public var seed: UInt64
    public var start: Instant
    public var now: Instant

    /// The world a new home opens on: Monday 2027-03-15 10:42 in New York.
    public static let standard = WorldRecord(
        seed: 1, start: Instant(secondsSinceEpoch: 1_805_121_720), now: Instant(secondsSinceEpoch: 1_805_121_720))

    public init(seed: UInt64, start: Instant, now: Instant) {
        self.seed = seed
        self.start = start
        self.now = now
    }

    private enum Key {
        static let seed = "world.seed"
        static let start = "world.start"
        static let now = "world.now"
    }

    /// The stored world; nil in a new home. A value that cannot be read counts as absent.
    public static func load(_ repository: KeyValueRepository) throws -> WorldRecord? {
        guard let seed = try repository.value(Key.seed).flatMap({ UInt64($0) }),
            let start = try repository.value(Key.start).flatMap({ Int64($0) }),
            let now = try repository.value(Key.now).flatMap({ Int64($0) })
        else { return nil }
        return WorldRecord(
            seed: seed, start: Instant(nanosecondsSinceEpoch: start), now: Instant(nanosecondsSinceEpoch: now))
    }

    public func save(_ repository: KeyValueRepository) throws {
        try repository.set(
            [
                Key.seed: String(seed), Key.start: String(start.nanosecondsSinceEpoch),
                Key.now: String(now.nanosecondsSinceEpoch),
            ], now: now)
    }

    /// Decides which world the home runs and stores a new one: nothing another process stored since an earlier look is
    /// overwritten. The change is one transaction: a process that is killed leaves the former world or the new one whole.
    ///
    /// In a world that replaces another, what the paper accounts did and the alerts of the former one never happened.
    /// - Parameter database: opened for writing, under the home's lock.
    /// - Returns: the world to run.
    /// - Throws: ``StoreError``.
    public static func open(in database: MagnusDatabase, seed: UInt64?, start: Instant?) throws -> WorldRecord {
        let values = KeyValueRepository(database)
        let stored = try load(values)
        let (record, isNew) = resolve(stored: stored, seed: seed, start: start)
        guard isNew else { return record }
        let ledger = LedgerRepository(database)
        let paper = stored == nil ? [] : try ledger.accounts().filter { $0.kind == .paper }
        try database.together {
            for account in paper { _ = try ledger.remove(account: account.name, now: nil) }
            if stored != nil { try AlertRepository(database).removeAll() }
            try record.save(values)
        }
        return record
    }

    /// What the command line asks for: another seed or start begins the world anew, otherwise it goes on.
    /// - Returns: the world to run and whether it replaces the stored one.
    public static func resolve(
        stored: WorldRecord?, seed: UInt64?, start: Instant?
    ) -> (record: WorldRecord, isNew: Bool) {
        let base = stored ?? .standard
        let wantedSeed = seed ?? base.seed
        guard wantedSeed != base.seed || (start != nil && start != base.start) else { return (base, stored == nil) }
        let begin = start ?? WorldRecord.standard.start
        return (WorldRecord(seed: wantedSeed, start: begin, now: begin), true)
    }
}
