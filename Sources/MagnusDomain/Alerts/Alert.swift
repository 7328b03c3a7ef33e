/// How urgent an alert is.
public enum AlertPriority: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case low = "LOW"
    case medium = "MEDIUM"
    case high = "HIGH"
    case critical = "CRITICAL"

    /// 0 (low) to 3 (critical).
    public var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        case .critical: 3
        }
    }

    public static func < (left: AlertPriority, right: AlertPriority) -> Bool { left.rank < right.rank }
}

/// Life of an alert.
public enum AlertState: String, Sendable, Hashable, Codable {
    case active
    case acknowledged
    case snoozed
    case dismissed
    /// The condition ended by itself.
    case resolved
}

/// The monitors that exist. The raw value is the name on the command line.
public enum MonitorName: String, Sendable, Hashable, Codable, CaseIterable {
    case expiration
    case profitTarget = "profit-target"
    case assignment
    case opportunities
    case roll
    /// Shares without a call, and calls under the basis of their shares.
    case shares
    /// Cash for the puts that end next.
    case cash
    /// Working orders whose position is gone.
    case orders
    /// Whether what must not be lost can be stored.
    case store
}

/// A fact an alert rests on.
public struct AlertEvidence: Sendable, Hashable {
    public var name: String
    public var value: Double?
    public var unit: String
    public var source: String
    public var ageSeconds: Double?
    /// Of the figure that ``value`` is, when the alert was raised: it bears the mark that the panes give it.
    public var trust: Trust

    public init(
        name: String, value: Double?, unit: String, source: String, ageSeconds: Double?, trust: Trust = .fresh
    ) {
        self.name = name
        self.value = value
        self.unit = unit
        self.source = source
        self.ageSeconds = ageSeconds
        self.trust = trust
    }

    /// - Parameter figure: its trust goes with its value; unknown, it is no value.
    public init(name: String, figure: Figure, unit: String, source: String, ageSeconds: Double?) {
        self.init(
            name: name, value: figure.value, unit: unit, source: source, ageSeconds: ageSeconds,
            trust: figure.trust ?? .fresh)
    }

    /// The value with its trust; unknown where no source told it.
    public var figure: Figure { Figure(value, trust: trust, else: .noSource) }
}

/// Something a person can do about an alert.
public struct AlertAction: Sendable, Hashable {
    /// One of close, roll, details, dismiss, let_ride, lock_profit, set_target, review, show_all, snooze.
    public var action: String
    public var label: String
    public var parameters: [String: String]

    public init(action: String, label: String, parameters: [String: String] = [:]) {
        self.action = action
        self.label = label
        self.parameters = parameters
    }
}

/// What a monitor found to be true now. The policy turns findings into alerts.
public struct AlertFinding: Sendable, Hashable {
    public var monitor: MonitorName
    /// Identity of the condition: the same key is the same alert.
    public var conditionKey: String
    public var priority: AlertPriority
    /// What and when, for the first line, in full.
    public var title: String
    /// Fewer words for a line of 32 columns; nil where ``title`` fits there.
    public var shortTitle: String?
    /// Deadline or figure at the right end of the first line.
    public var trailing: String
    /// Why in numbers and what can be done, for the second line.
    public var message: String
    public var symbol: String?
    /// Id of the strategy row.
    public var positionIdentifier: String?
    public var deadline: Instant?
    public var evidence: [AlertEvidence]
    public var actions: [AlertAction]
    public var groupIdentifier: String?

    public init(
        monitor: MonitorName, conditionKey: String, priority: AlertPriority, title: String, trailing: String,
        message: String, symbol: String?, positionIdentifier: String?, deadline: Instant? = nil,
        evidence: [AlertEvidence] = [], actions: [AlertAction] = [], groupIdentifier: String? = nil,
        shortTitle: String? = nil
    ) {
        self.monitor = monitor
        self.conditionKey = conditionKey
        self.priority = priority
        self.title = title
        self.shortTitle = shortTitle
        self.trailing = trailing
        self.message = message
        self.symbol = symbol
        self.positionIdentifier = positionIdentifier
        self.deadline = deadline
        self.evidence = evidence
        self.actions = actions
        self.groupIdentifier = groupIdentifier
    }
}

/// An alert as it is stored and shown.
public struct Alert: Sendable, Hashable {
    public var id: String
    public var finding: AlertFinding
    public var state: AlertState
    public var raisedAt: Instant
    public var updatedAt: Instant
    public var acknowledgedAt: Instant?
    public var snoozedUntil: Instant?
    public var resolvedAt: Instant?
    public var timesRaised: Int

    public init(
        id: String, finding: AlertFinding, state: AlertState, raisedAt: Instant, updatedAt: Instant,
        acknowledgedAt: Instant? = nil, snoozedUntil: Instant? = nil, resolvedAt: Instant? = nil,
        timesRaised: Int = 1
    ) {
        self.id = id
        self.finding = finding
        self.state = state
        self.raisedAt = raisedAt
        self.updatedAt = updatedAt
        self.acknowledgedAt = acknowledgedAt
        self.snoozedUntil = snoozedUntil
        self.resolvedAt = resolvedAt
        self.timesRaised = timesRaised
    }
}

extension Alert {
    /// The name of the evidence that holds the price a sleeping alert waits for, so that it survives a restart; its source
    /// tells from which side.
    public static let snoozePriceEvidence = "snoozed until price"

    /// Dollars per share at which a snoozed alert wakes; nil where it waits for a time.
    public var snoozedUntilPrice: Double? {
        guard state == .snoozed else { return nil }
        return finding.evidence.first { $0.name == Self.snoozePriceEvidence }?.value
    }
}

/// How one monitor fared.
public struct MonitorStatus: Sendable, Hashable {
    public var name: MonitorName
    public var lastRunAt: Instant?
    public var nextRunAt: Instant?
    public var findings: Int
    /// What went wrong in the last run, nil when it succeeded.
    public var failure: String?
    /// The position nearest to firing, in words.
    public var nearest: String?
    /// Symbols whose findings the owner muted; `*` for all. A mute does not reach CRITICAL ones unless a setting says so.
    public var muted: [String]

    public init(
        name: MonitorName, lastRunAt: Instant?, nextRunAt: Instant?, findings: Int, failure: String? = nil,
        nearest: String? = nil, muted: [String] = []
    ) {
        self.name = name
        self.lastRunAt = lastRunAt
        self.nextRunAt = nextRunAt
        self.findings = findings
        self.failure = failure
        self.nearest = nearest
        self.muted = muted
    }
}
