import GRDB
import MagnusDomain

/// What one import changes, stored together or not at all.
public struct LedgerImport: Sendable, Hashable {
    /// A stored entry that gives way to a more exact record of the same row.
    public struct Replacement: Sendable, Hashable {
        public var formerIdentifier: String
        public var event: LedgerEvent

        public init(formerIdentifier: String, event: LedgerEvent) {
            self.formerIdentifier = formerIdentifier
            self.event = event
        }
    }

    public var account: Account
    /// New entries; one whose id is stored already is left alone.
    public var events: [LedgerEvent]
    public var replacements: [Replacement]

    public init(account: Account, events: [LedgerEvent], replacements: [Replacement] = []) {
        self.account = account
        self.events = events
        self.replacements = replacements
    }
}

/// A former record of a ledger entry.
public struct LedgerRevision: Sendable, Hashable {
    public var formerIdentifier: String
    /// The entry that took its place.
    public var replacedBy: String
    public var replacedAt: Instant
    public var amount: Money
    public var fees: Money
    public var source: String
    public var line: Int?
}

extension LedgerRepository {
    /// How many entries are stored between two questions whether to go on.
    public static let entriesBetweenQuestions = 4096

    /// Stores an import in one transaction. Replaced entries are kept in `ledgerRevision` as they were, and the journal
    /// names how many there are.
    /// - Parameter isCancelled: asked every few thousand entries; nothing is stored once it said yes.
    /// - Returns: how many entries were new.
    /// - Throws: ``StoreError``; `CancellationError`.
    public func record(
        _ batch: LedgerImport, now: Instant, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> Int {
        try record(
            batch.account, events: batch.events, replacements: batch.replacements, now: now, isCancelled: isCancelled)
    }

    /// As ``record(_:now:isCancelled:)``, for imports that need not fit in memory.
    /// - Parameters:
    ///   - events: new entries, each asked for once.
    ///   - replacements: asked for twice.
    public func record(
        _ account: Account, events: some Sequence<LedgerEvent> & Sendable,
        replacements: some Collection<LedgerImport.Replacement> & Sendable, now: Instant,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws -> Int {
        try database.write { connection in
            try Self.save(account, importedAt: now, now: now, in: connection)
            try Self.setAside(replacements, now: now, in: connection)
            _ = try Self.append(replacements.lazy.map(\.event), now: now, in: connection, isCancelled: isCancelled)
            let added = try Self.append(events, now: now, in: connection, isCancelled: isCancelled)
            guard !replacements.isEmpty else { return added }
            let data = ["account": account.name, "replaced": "\(replacements.count)"]
            try connection.execute(
                sql: """
                    INSERT INTO journalEvent (userId, occurredAt, eventType, priority, data)
                    VALUES ('owner', ?, 'ledger.corrected', ?, ?)
                    """,
                arguments: [
                    now.nanosecondsSinceEpoch, AlertPriority.low.rawValue, try StoredJSON.text(data),
                ])
            return added
        }
    }

    /// Former records of an account's entries, in the order they were replaced.
    public func revisions(account: String) throws -> [LedgerRevision] {
        try database.read { connection in
            try Row.fetchAll(
                connection,
                sql: """
                    SELECT eventId, replacedBy, replacedAt, amountTenThousandths, feesTenThousandths, source, line
                    FROM ledgerRevision WHERE account = ? ORDER BY sequence
                    """,
                arguments: [account]
            ).map { row in
                LedgerRevision(
                    formerIdentifier: row[0], replacedBy: row[1], replacedAt: Instant(nanosecondsSinceEpoch: row[2]),
                    amount: Money(tenThousandths: row[3]), fees: Money(tenThousandths: row[4]), source: row[5],
                    line: row[6])
            }
        }
    }

    private static func setAside(
        _ replacements: some Collection<LedgerImport.Replacement>, now: Instant, in connection: Database
    ) throws {
        guard !replacements.isEmpty else { return }
        let keep = try connection.makeStatement(
            sql: """
                INSERT INTO ledgerRevision (eventId, account, occurredAt, kind, effect, instrument, quantityMillionths,
                    priceTenThousandths, amountTenThousandths, feesTenThousandths, orderIdentifier, details, source,
                    line, createdAt, replacedBy, replacedAt)
                SELECT id, account, occurredAt, kind, effect, instrument, quantityMillionths, priceTenThousandths,
                    amountTenThousandths, feesTenThousandths, orderIdentifier, details, source, line, createdAt, ?1, ?2
                FROM ledgerEvent WHERE id = ?3
                """)
        let remove = try connection.makeStatement(sql: "DELETE FROM ledgerEvent WHERE id = ?")
        for replacement in replacements {
            try keep.execute(arguments: [
                replacement.event.id, now.nanosecondsSinceEpoch, replacement.formerIdentifier,
            ])
            try remove.execute(arguments: [replacement.formerIdentifier])
        }
        try carryVerdicts(replacements, in: connection)
    }

    /// What the owner said of pairs that may be rolls names entries: it goes on with those that take their place.
    private static func carryVerdicts(
        _ replacements: some Collection<LedgerImport.Replacement>, in connection: Database
    ) throws {
        let names = try String.fetchAll(connection, sql: "SELECT rollId FROM rollVerdict")
        guard !names.isEmpty else { return }
        var present: [String: String] = [:]
        for replacement in replacements where replacement.formerIdentifier != replacement.event.id {
            present[replacement.formerIdentifier] = replacement.event.id
        }
        let carry = try connection.makeStatement(sql: "UPDATE OR REPLACE rollVerdict SET rollId = ? WHERE rollId = ?")
        for name in names {
            // `closing>opening:symbol`
            guard let colon = name.lastIndex(of: ":"), let arrow = name[..<colon].firstIndex(of: ">") else { continue }
            let closing = String(name[..<arrow])
            let opening = String(name[name.index(after: arrow)..<colon])
            let carried = "\(present[closing] ?? closing)>\(present[opening] ?? opening)\(name[colon...])"
            if carried != name { try carry.execute(arguments: [carried, name]) }
        }
    }

    static func save(_ account: Account, importedAt: Instant?, now: Instant, in connection: Database) throws {
        try connection.execute(
            sql: """
                INSERT INTO account (name, broker, kind, rules, currency, lastImportedAt, createdAt, updatedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET broker = excluded.broker, kind = excluded.kind,
                    rules = excluded.rules, currency = excluded.currency,
                    lastImportedAt = coalesce(excluded.lastImportedAt, lastImportedAt),
                    updatedAt = excluded.updatedAt
                """,
            arguments: [
                account.name, account.broker, account.kind.rawValue, account.rules.rawValue, account.currency,
                importedAt?.nanosecondsSinceEpoch, now.nanosecondsSinceEpoch, now.nanosecondsSinceEpoch,
            ])
    }

    static func append(
        _ events: some Sequence<LedgerEvent>, now: Instant, in connection: Database,
        isCancelled: () -> Bool = { false }
    ) throws -> Int {
        let statement = try connection.makeStatement(
            sql: """
                INSERT INTO ledgerEvent (id, account, occurredAt, kind, effect, instrument, quantityMillionths,
                    priceTenThousandths, amountTenThousandths, feesTenThousandths, orderIdentifier, details,
                    source, line, createdAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """)
        // An account trades the same contracts many times: each is written out once.
        var instruments: [Instrument: String] = [:]
        var added = 0
        for (number, event) in events.enumerated() {
            if (number + 1) % entriesBetweenQuestions == 0, isCancelled() { throw CancellationError() }
            var text: String?
            if let instrument = event.instrument {
                text =
                    try instruments[instrument] ?? InstrumentText.text(instrument)
                    ?? StoredJSON.text(InstrumentRecord(instrument))
                if instruments.count >= 20_000 { instruments.removeAll(keepingCapacity: true) }
                instruments[instrument] = text
            }
            try statement.execute(arguments: [
                event.id, event.account, event.time.nanosecondsSinceEpoch, event.kind.rawValue,
                event.effect.rawValue, text, event.quantity.millionths, event.price?.tenThousandths,
                event.amount.tenThousandths, event.fees.tenThousandths, event.orderIdentifier, event.details,
                event.source, event.line, now.nanosecondsSinceEpoch,
            ])
            added += connection.changesCount
        }
        return added
    }
}
