import GRDB
import MagnusDomain

/// Messages of conversations, in `mfa_conversations`.
public struct ConversationRepository: Sendable {
    private let database: MagnusDatabase

    public init(_ database: MagnusDatabase) {
        self.database = database
    }

    /// Stores messages; one with a known id is left alone.
    public func append(_ messages: [ChatMessage], user: String = "owner") throws {
        try database.write { connection in
            for message in messages {
                let metadata = try StoredJSON.text(AnswerRecord(message.answer))
                try connection.execute(
                    sql: """
                        INSERT INTO mfa_conversations (id, user_id, session_id, message_type, content, intent,
                            intent_confidence, metadata, created_at, updated_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                        """,
                    arguments: [
                        message.id, user, message.session, message.role.rawValue, message.text,
                        message.answer?.intent, message.answer?.confidence, metadata,
                        message.time.nanosecondsSinceEpoch, message.time.nanosecondsSinceEpoch,
                    ])
            }
        }
    }

    /// The latest messages of a session, oldest first.
    public func messages(session: String, limit: Int, user: String = "owner") throws -> [ChatMessage] {
        try database.read { connection in
            try Row.fetchAll(
                connection,
                sql: """
                    SELECT * FROM (SELECT *, rowid AS position FROM mfa_conversations
                        WHERE user_id = ? AND session_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ?)
                    ORDER BY created_at, position
                    """,
                arguments: [user, session, limit]
            ).map(Self.message)
        }
    }

    /// Removes a session's messages. Audit entries are elsewhere and stay, with one for this.
    public func clear(session: String, now: Instant, user: String = "owner") throws {
        try database.write {
            try $0.execute(
                sql: "DELETE FROM mfa_conversations WHERE user_id = ? AND session_id = ?", arguments: [user, session])
            let data = ["session": session, "messages": "\($0.changesCount)"]
            try AuditRepository.append(.conversationCleared, data, now: now, user: user, in: $0)
        }
    }

    private static func message(_ row: Row) throws -> ChatMessage {
        let id: String = row["id"]
        guard let role = ChatRole(rawValue: row["message_type"]) else {
            throw StoreError.unreadableRecord(table: "mfa_conversations", id: id, reason: "unknown message type")
        }
        let record = try StoredJSON.value(
            AnswerRecord.self, from: row["metadata"], table: "mfa_conversations", id: id)
        return ChatMessage(
            id: id, session: row["session_id"], role: role, text: row["content"],
            time: Instant(nanosecondsSinceEpoch: row["created_at"]),
            answer: role == .assistant
                ? record.answer(
                    text: row["content"], intent: row["intent"] ?? "", confidence: row["intent_confidence"] ?? 0)
                : nil)
    }
}
