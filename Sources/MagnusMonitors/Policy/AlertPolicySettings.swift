import MagnusDomain

/// How findings become alerts. Every threshold is a setting.
public struct AlertPolicySettings: Sendable, Hashable {
    /// A condition must be gone so long before its alert is resolved: a value that flickers round a threshold gives one
    /// alert and one end.
    public var resolveAfterSeconds = 300.0
    /// An alert stays at least so long after it was raised.
    public var minimumHoldSeconds = 300.0
    /// A lower severity must last so long before it is shown.
    public var easeAfterSeconds = 300.0
    /// A condition that comes back within so long is the same alert, not a new one.
    public var reopenWithinSeconds = 1800.0
    /// The same step to a higher severity is not announced twice within so long.
    public var repeatAfterSeconds = 900.0
    /// Announcements in one window; more are gathered into one. CRITICAL ones are never held back.
    public var announcementsPerWindow = 10
    public var windowSeconds = 600.0
    /// So many raises of one group in one step become one announcement.
    public var groupFrom = 4
    /// A mute does not silence CRITICAL alerts.
    public var isCriticalAboveMute = true

    public init() {}
}

/// How long an alert sleeps.
public enum AlertSnooze: Sendable, Hashable {
    case until(Instant)
    /// Until the spot of its symbol crosses the price, in dollars.
    case untilPrice(Double)
}

/// What the policy announces to channels: one message, for one alert or for several.
public struct AlertAnnouncement: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case raised
        /// Known, and now more urgent.
        case worsened
        /// Its sleep ended and it still holds.
        case awoken
        case resolved
        /// Several that were held back.
        case gathered
    }

    public var kind: Kind
    /// Ids, the most urgent first.
    public var alerts: [String]
    public var priority: AlertPriority
    public var title: String
    public var message: String
}

/// What one step of the policy changed.
public struct AlertPolicyOutcome: Sendable, Hashable {
    /// New or changed alerts, to be stored and shown.
    public var changed: [Alert] = []
    /// To be sent, in order.
    public var announcements: [AlertAnnouncement] = []
    public var isEmpty: Bool { changed.isEmpty && announcements.isEmpty }
}

/// Why a command on an alert was refused.
public enum AlertCommandError: Error, Sendable, Equatable {
    case unknownAlert(String)
    /// The alert has ended.
    case alreadyResolved(String)
    case invalidPrice
    /// The end of the snooze is not in the future.
    case alreadyPast
    /// A price snooze needs a symbol with a known spot.
    case noSpot
    case nothingToUndo
}
