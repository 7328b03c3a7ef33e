import MagnusDomain

/// What keeps the store from being written.
public struct StoreTrouble: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        /// No room: what waits is stored once there is some.
        case full
        /// No room when this process started: it only reads, and stores nothing.
        case fullAtStart = "full_at_start"
        /// The medium failed: nothing more is written by this process.
        case failed
        /// The file is no sound database any more.
        case damaged
        /// A write was refused for another reason, and is tried again.
        case refused
    }

    public var kind: Kind
    /// The database file.
    public var path: String
    /// Changes that are not on disk, >= 0.
    public var unstored: Int

    public init(kind: Kind, path: String, unstored: Int) {
        self.kind = kind
        self.path = path
        self.unstored = unstored
    }
}

/// A store that cannot be written is said as an alert (faults F40 and F41). Its alert is seen without being stored, and ends
/// with the first write that works: a write that is on disk leaves nothing to wait for.
public enum StoreRule {
    /// The one condition of this rule.
    public static let key = "store:write"

    static func findings(context: MonitorContext) -> [AlertFinding] {
        guard let trouble = context.store else { return [] }
        let found = finding(trouble)
        return context.isSilenced(found.monitor, symbol: nil, priority: found.priority) ? [] : [found]
    }

    /// Lost with this process at the worst: HIGH while it waits for room, CRITICAL when nothing will be stored any more.
    private static func finding(_ trouble: StoreTrouble) -> AlertFinding {
        let words = words(trouble)
        let trailing = trouble.unstored > 0 ? "\(trouble.unstored) unstored" : ""
        let title = PaneWords.title(words.titles, trailing: trailing)
        let evidence = [
            AlertEvidence(
                name: "changes not on disk", value: Double(trouble.unstored), unit: "changes", source: trouble.path,
                ageSeconds: nil)
        ]
        return AlertFinding(
            monitor: .store, conditionKey: key, priority: words.priority, title: title.full, trailing: trailing,
            message: PaneWords.message(words.reasons), symbol: nil, positionIdentifier: nil, evidence: evidence,
            actions: [
                AlertAction(action: "details", label: "Facts, rule and history"),
                AlertAction(action: "review", label: words.remedy),
                AlertAction(action: "snooze", label: "Snooze"), AlertAction(action: "dismiss", label: "Dismiss"),
            ], shortTitle: title.short)
    }

    private struct Words {
        var priority: AlertPriority
        var titles: [String]
        var reasons: [String]
        /// In full, for the page of the alert.
        var remedy: String
    }

    private static func words(_ trouble: StoreTrouble) -> Words {
        switch trouble.kind {
        case .full:
            Words(
                priority: .high, titles: ["Disk full, not storing", "Disk full"],
                reasons: ["free space: what waits is stored then"],
                remedy: "Free space: what waits is stored by itself then, and is gone if this program ends first")
        case .fullAtStart:
            Words(
                priority: .high, titles: ["Disk full, not storing", "Disk full"],
                reasons: ["free space, then start again"],
                remedy: "Free space and start Magnus again: until then nothing is stored")
        case .failed:
            Words(
                priority: .critical, titles: ["Disk failed, not storing", "Disk failed"],
                reasons: ["check disk, restart, magnus db check"],
                remedy: "Nothing more is stored: check the disk, start Magnus again, then magnus db check")
        case .damaged:
            Words(
                priority: .critical, titles: ["Database damaged"], reasons: ["magnus db check, magnus db restore"],
                remedy: "Close Magnus, run magnus db check, then magnus db restore")
        case .refused:
            Words(
                priority: .high, titles: ["Database takes no writes", "Database refuses"],
                reasons: ["tried again every 5 s; kept here"],
                remedy: "What waits is tried again every 5 seconds, and is gone if this program ends first")
        }
    }
}
