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
    ///   - replacements: gone through twice.
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
            if added > 0 || !replacements.isEmpty {
                let data = ["account": account.name, "added": "\(added)", "replaced": "\(replacements.count)"]
                try AuditRepository.append(.ledgerImported, data, now: now, in: connection)
            }
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
                    line, createdAt, replacedBy, replacedAt, statedProfitTenThousandths)
                SELECT id, account, occurredAt, kind, effect, instrument, quantityMillionths, priceTenThousandths,
                    amountTenThousandths, feesTenThousandths, orderIdentifier, details, source, line, createdAt, ?1, ?2,
                    statedProfitTenThousandths
                FROM ledgerEvent WHERE id = ?3
                """)
        let remove = try connection.makeStatement(sql: "DELETE FROM ledgerEvent WHERE id = ?")
        let said = try SaidOfEntries(connection)
        var present: [String: String] = [:]
        for replacement in replacements {
            let (former, id) = (replacement.formerIdentifier, replacement.event.id)
            try keep.execute(arguments: [id, now.nanosecondsSinceEpoch, former])
            try remove.execute(arguments: [former])
            if former != id, said.names(former) { present[former] = id }
        }
        guard !present.isEmpty else { return }
        try carryVerdicts(said.verdicts, present, in: connection)
        try carryNotes(present, in: connection)
    }

    /// The entries that the owner has said something of.
    private struct SaidOfEntries {
        /// `closing>opening:symbol`
        let verdicts: [String]
        private var entries: Set<Substring> = []

        init(_ connection: Database) throws {
            verdicts = try String.fetchAll(connection, sql: "SELECT rollId FROM rollVerdict")
            for name in verdicts {
                guard let (closing, opening, _) = LedgerRepository.parts(of: name) else { continue }
                entries.formUnion([closing, opening])
            }
            let notes = try String.fetchAll(
                connection, sql: "SELECT strategyId FROM positionNote WHERE strategyId GLOB ?",
                arguments: [LedgerRepository.tradeNotePrefix + "*"])
            for key in notes { entries.insert(key.dropFirst(LedgerRepository.tradeNotePrefix.count)) }
        }

        func names(_ entry: String) -> Bool { entries.contains(Substring(entry)) }
    }

    /// What notes on trades have before the id of the entry.
    static let tradeNotePrefix = "trade/"

    private static func parts(of roll: String) -> (closing: Substring, opening: Substring, rest: Substring)? {
        guard let colon = roll.lastIndex(of: ":"), let arrow = roll[..<colon].firstIndex(of: ">") else { return nil }
        return (roll[..<arrow], roll[roll.index(after: arrow)..<colon], roll[colon...])
    }

    /// A note goes on with the entry that takes the place of its own; where that has one of its own, both stay one text.
    private static func carryNotes(_ present: [String: String], in connection: Database) throws {
        let join = try connection.makeStatement(
            sql: """
                UPDATE positionNote SET text = text || char(10) || (SELECT text FROM positionNote WHERE strategyId = ?1)
                WHERE strategyId = ?2 AND EXISTS (SELECT 1 FROM positionNote WHERE strategyId = ?1)
                """)
        let carry = try connection.makeStatement(
            sql: "UPDATE OR IGNORE positionNote SET strategyId = ?2 WHERE strategyId = ?1")
        let remove = try connection.makeStatement(sql: "DELETE FROM positionNote WHERE strategyId = ?")
        for (former, id) in present.sorted(by: { $0.key < $1.key }) {
            let keys: [String] = [tradeNotePrefix + former, tradeNotePrefix + id]
            try join.execute(arguments: StatementArguments(keys))
            try carry.execute(arguments: StatementArguments(keys))
            try remove.execute(arguments: [keys[0]])
        }
    }

    /// What the owner said of pairs that may be rolls names entries: it goes on with those that take their place.
    private static func carryVerdicts(
        _ names: [String], _ present: [String: String], in connection: Database
    ) throws {
        let carry = try connection.makeStatement(sql: "UPDATE OR REPLACE rollVerdict SET rollId = ? WHERE rollId = ?")
        for name in names {
            guard let parts = parts(of: name) else { continue }
            let (closing, opening) = (String(parts.closing), String(parts.opening))
            let carried = "\(present[closing] ?? closing)>\(present[opening] ?? opening)\(parts.rest)"
            if carried != name { try carry.execute(arguments: [carried, name]) }
        }
    }

    static func save(_ account: Account, importedAt: Instant?, now: Instant, in connection: Database) throws {
        try connection.execute(
            sql: """
                INSERT INTO account (name, broker, kind, rules, currency, numberMark, lastImportedAt, createdAt,
                    updatedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET broker = excluded.broker, kind = excluded.kind,
                    rules = excluded.rules, currency = excluded.currency,
                    numberMark = coalesce(numberMark, excluded.numberMark),
                    lastImportedAt = coalesce(excluded.lastImportedAt, lastImportedAt),
                    updatedAt = excluded.updatedAt
                """,
            arguments: [
                account.name, account.broker, account.kind.rawValue, account.rules.rawValue, account.currency,
                account.numberMark, importedAt?.nanosecondsSinceEpoch, now.nanosecondsSinceEpoch,
                now.nanosecondsSinceEpoch,
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
                    source, line, createdAt, statedProfitTenThousandths)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
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
                event.source, event.line, now.nanosecondsSinceEpoch, event.statedProfit?.tenThousandths,
            ])
            added += connection.changesCount
        }
        return added
    }
}
