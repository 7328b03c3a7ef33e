import GRDB
import MagnusDomain

/// Accounts and their ledgers.
public struct LedgerRepository: Sendable {
    private let database: MagnusDatabase

    public init(_ database: MagnusDatabase) {
        self.database = database
    }

    /// All accounts, paper first, then by name.
    public func accounts() throws -> [Account] {
        try database.read { connection in
            try Row.fetchAll(
                connection, sql: "SELECT * FROM account ORDER BY kind = 'paper' DESC, name"
            ).map(Self.account)
        }
    }

    /// The account that was imported into last, nil when nothing was imported.
    public func lastImportedAccount() throws -> String? {
        try database.read {
            try String.fetchOne(
                $0,
                sql: """
                    SELECT name FROM account WHERE lastImportedAt IS NOT NULL
                    ORDER BY lastImportedAt DESC, name LIMIT 1
                    """)
        }
    }

    /// Creates an account or updates its description.
    public func save(_ account: Account, importedAt: Instant? = nil, now: Instant) throws {
        try database.write { connection in
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
    }

    /// Removes an account with its ledger.
    /// - Returns: whether it existed.
    public func remove(account: String) throws -> Bool {
        try database.write { connection in
            try connection.execute(sql: "DELETE FROM account WHERE name = ?", arguments: [account])
            return connection.changesCount > 0
        }
    }

    /// Appends events; one whose id is already there is left alone.
    /// - Returns: how many were new.
    public func append(_ events: [LedgerEvent], now: Instant) throws -> Int {
        guard !events.isEmpty else { return 0 }
        return try database.write { connection in
            let statement = try connection.makeStatement(
                sql: """
                    INSERT INTO ledgerEvent (id, account, occurredAt, kind, effect, instrument, quantityMillionths,
                        priceTenThousandths, amountTenThousandths, feesTenThousandths, orderIdentifier, details,
                        source, line, createdAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                    """)
            var added = 0
            for event in events {
                let instrument = try event.instrument.map { try StoredJSON.text(InstrumentRecord($0)) }
                try statement.execute(arguments: [
                    event.id, event.account, event.time.nanosecondsSinceEpoch, event.kind.rawValue,
                    event.effect.rawValue, instrument, event.quantity.millionths, event.price?.tenThousandths,
                    event.amount.tenThousandths, event.fees.tenThousandths, event.orderIdentifier, event.details,
                    event.source, event.line, now.nanosecondsSinceEpoch,
                ])
                added += connection.changesCount
            }
            return added
        }
    }

    /// Which of the given ids are stored already.
    public func known(_ ids: [String]) throws -> Set<String> {
        try database.read { connection in
            var found: Set<String> = []
            let statement = try connection.makeStatement(sql: "SELECT 1 FROM ledgerEvent WHERE id = ?")
            for id in ids {
                if try Int.fetchOne(statement, arguments: [id]) != nil { found.insert(id) }
            }
            return found
        }
    }

    /// Events of one account (nil: all accounts) up to an instant (nil: all), by time then id.
    public func events(account: String?, through end: Instant? = nil) throws -> [LedgerEvent] {
        try database.read { connection in
            try Row.fetchAll(
                connection,
                sql: """
                    SELECT * FROM ledgerEvent WHERE (?1 IS NULL OR account = ?1) AND (?2 IS NULL OR occurredAt <= ?2)
                    ORDER BY occurredAt, id
                    """,
                arguments: [account, end?.nanosecondsSinceEpoch]
            ).map(Self.event)
        }
    }

    private static func account(_ row: Row) throws -> Account {
        let name: String = row["name"]
        guard let kind = AccountKind(rawValue: row["kind"]), let rules = AccountRules(rawValue: row["rules"]) else {
            throw StoreError.unreadableRecord(table: "account", id: name, reason: "unknown kind or rules")
        }
        return Account(name: name, broker: row["broker"], kind: kind, rules: rules, currency: row["currency"])
    }

    private static func event(_ row: Row) throws -> LedgerEvent {
        let id: String = row["id"]
        guard let kind = LedgerEventKind(rawValue: row["kind"]), let effect = PositionEffect(rawValue: row["effect"])
        else {
            throw StoreError.unreadableRecord(table: "ledgerEvent", id: id, reason: "unknown kind or effect")
        }
        let json: String? = row["instrument"]
        let instrument = try json.map {
            try StoredJSON.value(InstrumentRecord.self, from: $0, table: "ledgerEvent", id: id).instrument(id: id)
        }
        let price: Int64? = row["priceTenThousandths"]
        return LedgerEvent(
            id: id, account: row["account"], time: Instant(nanosecondsSinceEpoch: row["occurredAt"]), kind: kind,
            effect: effect, instrument: instrument, quantity: Quantity(millionths: row["quantityMillionths"]),
            price: price.map(Money.init(tenThousandths:)), amount: Money(tenThousandths: row["amountTenThousandths"]),
            fees: Money(tenThousandths: row["feesTenThousandths"]), orderIdentifier: row["orderIdentifier"],
            details: row["details"], source: row["source"], line: row["line"])
    }
}
