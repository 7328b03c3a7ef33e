import GRDB
import MagnusDomain

/// Accounts and their ledgers.
public struct LedgerRepository: Sendable {
    /// The database it keeps its records in.
    public let database: MagnusDatabase

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
        try database.write { try Self.save(account, importedAt: importedAt, now: now, in: $0) }
    }

    /// Removes an account with its ledger.
    /// - Parameter now: when its owner removes it, for the audit log; nil where a simulated world begins anew.
    /// - Returns: whether it existed.
    public func remove(account: String, now: Instant?) throws -> Bool {
        try database.write { connection in
            let entries = try Int.fetchOne(
                connection, sql: "SELECT count(*) FROM ledgerEvent WHERE account = ?", arguments: [account])
            try connection.execute(sql: "DELETE FROM account WHERE name = ?", arguments: [account])
            guard connection.changesCount > 0 else { return false }
            if let now {
                let data = ["account": account, "entries": "\(entries ?? 0)"]
                try AuditRepository.append(.accountRemoved, data, now: now, in: connection)
            }
            return true
        }
    }

    /// Appends events; one whose id is already there is left alone.
    /// - Returns: how many were new.
    public func append(_ events: [LedgerEvent], now: Instant) throws -> Int {
        guard !events.isEmpty else { return 0 }
        return try database.write { try Self.append(events, now: now, in: $0) }
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

    /// The account that an event belongs to; nil when none is stored under that id.
    public func account(ofEvent id: String) throws -> String? {
        try database.read {
            try String.fetchOne($0, sql: "SELECT account FROM ledgerEvent WHERE id = ?", arguments: [id])
        }
    }

    /// Events of one account (nil: all accounts) up to an instant (nil: all), by time then id.
    public func events(account: String?, through end: Instant? = nil) throws -> [LedgerEvent] {
        let count = try database.read { connection in
            try Int.fetchOne(
                connection,
                sql: "SELECT count(*) FROM ledgerEvent \(Self.condition(account: account, through: end))",
                arguments: Self.arguments(account: account, through: end)) ?? 0
        }
        return try reduceEvents(account: account, through: end, into: [LedgerEvent]()) { events, event in
            // Ten years are tens of thousands: an array that grows to them is copied many times.
            if events.isEmpty { events.reserveCapacity(count) }
            events.append(event)
        }
    }

    /// Events of some kinds of all accounts, by time then id.
    public func events(of kinds: [LedgerEventKind]) throws -> [LedgerEvent] {
        try database.read { connection in
            var instruments: [String: Instrument] = [:]
            let places = kinds.map { _ in "?" }.joined(separator: ", ")
            let rows = try Row.fetchCursor(
                connection,
                sql: "SELECT \(Self.columns) FROM ledgerEvent WHERE kind IN (\(places)) ORDER BY occurredAt, id",
                arguments: StatementArguments(kinds.map(\.rawValue)))
            var events: [LedgerEvent] = []
            while let row = try rows.next() { events.append(try Self.event(row, account: nil, &instruments)) }
            return events
        }
    }

    /// As ``events(account:through:)``, one event after the other: a ledger need not fit in memory.
    /// - Parameter update: takes an event into the result; what it throws ends the reading.
    public func reduceEvents<Result: Sendable>(
        account: String?, through end: Instant? = nil, into initial: Result,
        _ update: @Sendable (inout Result, LedgerEvent) throws -> Void
    ) throws -> Result {
        try database.read { connection in
            // An account trades the same contracts many times: each is read once.
            var instruments: [String: Instrument] = [:]
            var result = initial
            let rows = try Row.fetchCursor(
                connection,
                sql: """
                    SELECT \(Self.columns) FROM ledgerEvent \(Self.condition(account: account, through: end))
                    ORDER BY occurredAt, id
                    """,
                arguments: Self.arguments(account: account, through: end))
            while let row = try rows.next() {
                if instruments.count >= 20_000 { instruments.removeAll(keepingCapacity: true) }
                try update(&result, Self.event(row, account: account, &instruments))
            }
            return result
        }
    }

    private static let columns = """
        id, account, occurredAt, kind, effect, instrument, quantityMillionths, priceTenThousandths, amountTenThousandths,
        feesTenThousandths, orderIdentifier, details, source, line, statedProfitTenThousandths
        """

    // Only the conditions that hold: with "account = ? or none was asked for" no index could be used.
    private static func condition(account: String?, through end: Instant?) -> String {
        let conditions = [account.map { _ in "account = ?" }, end.map { _ in "occurredAt <= ?" }].compactMap(\.self)
        return conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    }

    private static func arguments(account: String?, through end: Instant?) -> StatementArguments {
        var arguments = StatementArguments()
        if let account { arguments += [account] }
        if let end { arguments += [end.endOfSecond.nanosecondsSinceEpoch] }
        return arguments
    }

    private static func account(_ row: Row) throws -> Account {
        let name: String = row["name"]
        guard let kind = AccountKind(rawValue: row["kind"]), let rules = AccountRules(rawValue: row["rules"]) else {
            throw StoreError.unreadableRecord(table: "account", id: name, reason: "unknown kind or rules")
        }
        return Account(
            name: name, broker: row["broker"], kind: kind, rules: rules, currency: row["currency"],
            numberMark: row["numberMark"])
    }

    /// - Parameter account: Whose rows are read; nil where the row tells it.
    private static func event(
        _ row: Row, account: String?, _ instruments: inout [String: Instrument]
    ) throws -> LedgerEvent {
        let id: String = row[0]
        guard let kind = LedgerEventKind(rawValue: row[3]), let effect = PositionEffect(rawValue: row[4]) else {
            throw StoreError.unreadableRecord(table: "ledgerEvent", id: id, reason: "unknown kind or effect")
        }
        var instrument: Instrument?
        if let json: String = row[5] {
            instrument = instruments[json]
            if instrument == nil {
                instrument = InstrumentText.instrument(json)
                instruments[json] = instrument
            }
            if instrument == nil {
                let record = try StoredJSON.value(InstrumentRecord.self, from: json, table: "ledgerEvent", id: id)
                instrument = try record.instrument(id: id)
                instruments[json] = instrument
            }
        }
        let price: Int64? = row[7]
        let statedProfit: Int64? = row[14]
        return LedgerEvent(
            id: id, account: account ?? row[1], time: Instant(nanosecondsSinceEpoch: row[2]), kind: kind,
            effect: effect,
            instrument: instrument, quantity: Quantity(millionths: row[6]),
            price: price.map(Money.init(tenThousandths:)), amount: Money(tenThousandths: row[8]),
            fees: Money(tenThousandths: row[9]), statedProfit: statedProfit.map(Money.init(tenThousandths:)),
            orderIdentifier: row[10], details: row[11], source: row[12], line: row[13])
    }
}
