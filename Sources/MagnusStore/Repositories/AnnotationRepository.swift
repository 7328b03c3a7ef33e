import GRDB
import MagnusDomain

/// What the owner said about positions: intents, notes, and which pairs of trades are rolls.
public struct AnnotationRepository: Sendable {
    private let database: MagnusDatabase

    public init(_ database: MagnusDatabase) {
        self.database = database
    }

    /// Intents by strategy id.
    public func intents(user: String = "owner") throws -> [String: PositionIntent] {
        try database.read { connection in
            var found: [String: PositionIntent] = [:]
            for row in try Row.fetchAll(
                connection, sql: "SELECT strategyId, intent FROM positionIntent WHERE userId = ?", arguments: [user])
            {
                let strategy: String = row["strategyId"]
                found[strategy] = PositionIntent(rawValue: row["intent"])
            }
            return found
        }
    }

    /// Sets or (nil) clears an intent.
    public func setIntent(
        _ intent: PositionIntent?, strategy: String, now: Instant, user: String = "owner"
    ) throws {
        try database.write { connection in
            let data = ["strategy": strategy, "intent": intent?.rawValue ?? ""]
            try AuditRepository.append(.intentChanged, data, now: now, user: user, in: connection)
            guard let intent else {
                try connection.execute(sql: "DELETE FROM positionIntent WHERE strategyId = ?", arguments: [strategy])
                return
            }
            try connection.execute(
                sql: """
                    INSERT INTO positionIntent (strategyId, userId, intent, updatedAt) VALUES (?, ?, ?, ?)
                    ON CONFLICT (strategyId) DO UPDATE SET intent = excluded.intent, updatedAt = excluded.updatedAt
                    """,
                arguments: [strategy, user, intent.rawValue, now.nanosecondsSinceEpoch])
        }
    }

    /// Notes by strategy id.
    public func notes(user: String = "owner") throws -> [String: String] {
        try database.read { connection in
            var found: [String: String] = [:]
            for row in try Row.fetchAll(
                connection, sql: "SELECT strategyId, text FROM positionNote WHERE userId = ?", arguments: [user])
            {
                let strategy: String = row["strategyId"]
                found[strategy] = row["text"]
            }
            return found
        }
    }

    /// Sets a note, or clears it when the text is empty.
    public func setNote(_ text: String, strategy: String, now: Instant, user: String = "owner") throws {
        try database.write { connection in
            let data = ["strategy": strategy, "text": text]
            try AuditRepository.append(.noteChanged, data, now: now, user: user, in: connection)
            if text.isEmpty {
                try connection.execute(sql: "DELETE FROM positionNote WHERE strategyId = ?", arguments: [strategy])
                return
            }
            try connection.execute(
                sql: """
                    INSERT INTO positionNote (strategyId, userId, text, updatedAt) VALUES (?, ?, ?, ?)
                    ON CONFLICT (strategyId) DO UPDATE SET text = excluded.text, updatedAt = excluded.updatedAt
                    """,
                arguments: [strategy, user, text, now.nanosecondsSinceEpoch])
        }
    }

    /// What was said about pairs that may be rolls, by the roll's id.
    public func rollVerdicts(user: String = "owner") throws -> [String: RollVerdict] {
        try database.read { connection in
            var found: [String: RollVerdict] = [:]
            for row in try Row.fetchAll(
                connection, sql: "SELECT rollId, verdict FROM rollVerdict WHERE userId = ?", arguments: [user])
            {
                let roll: String = row["rollId"]
                found[roll] = RollVerdict(rawValue: row["verdict"])
            }
            return found
        }
    }

    /// Sets or (nil) takes back a verdict.
    public func setRollVerdict(_ verdict: RollVerdict?, roll: String, now: Instant, user: String = "owner") throws {
        try database.write { connection in
            let data = ["roll": roll, "verdict": verdict?.rawValue ?? ""]
            try AuditRepository.append(.rollJudged, data, now: now, user: user, in: connection)
            guard let verdict else {
                try connection.execute(sql: "DELETE FROM rollVerdict WHERE rollId = ?", arguments: [roll])
                return
            }
            try connection.execute(
                sql: """
                    INSERT INTO rollVerdict (rollId, userId, verdict, updatedAt) VALUES (?, ?, ?, ?)
                    ON CONFLICT (rollId) DO UPDATE SET verdict = excluded.verdict, updatedAt = excluded.updatedAt
                    """,
                arguments: [roll, user, verdict.rawValue, now.nanosecondsSinceEpoch])
        }
    }
}
