import MagnusDomain

/// What the audit log records: what a person or a broker's file changed.
public enum AuditAction: String, Sendable, CaseIterable {
    case ledgerImported = "ledger.imported"
    case accountRemoved = "account.removed"
    case intentChanged = "intent.changed"
    case noteChanged = "note.changed"
    case rollJudged = "roll.judged"
    case alertAnswered = "alert.answered"
    case settingChanged = "setting.changed"
    case conversationCleared = "conversation.cleared"
    case databaseRestored = "database.restored"
    /// Written by the log itself before the next entry when its end is not the one that was kept.
    case chainBroken = "chain.broken"
}

/// One entry of the audit log.
public struct AuditEntry: Sendable, Hashable {
    /// 1, 2, 3 and so on, without a gap.
    public var sequence: Int64
    public var user: String
    /// One of ``AuditAction``, or of a newer Magnus.
    public var action: String
    public var time: Instant
    /// What was changed, as JSON.
    public var data: String
    /// Hash of the entry before; 64 zeros for the first.
    public var previousHash: String
    /// SHA-256 of the entry and the hash before it.
    public var hash: String

    /// The hash that the entry must have.
    var expectedHash: String {
        SecureHash.hexadecimal(
            of: "\(previousHash)\n\(sequence)\n\(user)\n\(action)\n\(time.nanosecondsSinceEpoch)\n\(data)".utf8)
    }

    static let hashBeforeTheFirst = String(repeating: "0", count: 64)
}

/// What a check of the audit log found.
public struct AuditCheck: Sendable, Hashable {
    /// Why the log cannot be trusted from here on.
    public struct Break: Sendable, Hashable {
        /// The first entry that is not as it was written; nil when it is the kept head that is missing.
        public var sequence: Int64?
        public var reason: String
    }

    /// How many entries are there.
    public var entries: Int
    public var lastSequence: Int64
    public var lastHash: String
    /// nil when every entry is as it was written and none is missing.
    public var firstBreak: Break?

    public var isSound: Bool { firstBreak == nil }
}
