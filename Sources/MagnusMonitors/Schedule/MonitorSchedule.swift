import MagnusDomain

/// How much hurry the book is in.
public struct MonitorUrgency: Sendable, Hashable {
    /// A short option ends within a day, or its strike is within one standard deviation.
    public var isNearDanger: Bool

    public init(isNearDanger: Bool) {
        self.isNearDanger = isNearDanger
    }

    /// Looks at the shorts of a book.
    public init(book: BookValuation, settings: MonitorSettings = MonitorSettings()) {
        isNearDanger = book.strategies.contains { strategy in
            let hasShort = strategy.legs.contains { leg in
                guard case .option = leg.position.instrument else { return false }
                return leg.position.quantity.isShort
            }
            guard hasShort else { return false }
            if let days = strategy.daysToExpiry, days <= settings.expiration.todayDays { return true }
            return strategy.distanceSigmas.value.map { $0 < settings.expiration.comfortableSigmas } ?? false
        }
    }
}

/// When each monitor runs. A value: it says who is due at an instant and remembers who ran.
///
/// After a gap a monitor runs once, however many turns it missed; when the clock goes back nothing runs a second time
/// for the same stretch, and the waiting starts anew.
public struct MonitorSchedule: Sendable, Hashable {
    public struct Settings: Sendable, Hashable {
        /// Position monitors in the last hour and a half with danger near.
        public var pinSeconds = 5.0
        /// Position monitors with danger near.
        public var dangerSeconds = 30.0
        /// Position monitors in session otherwise, when no event calls them earlier.
        public var sessionSeconds = 300.0
        /// Position monitors from the close to the exercise cut-off of an expiry day.
        public var decideSeconds = 60.0
        /// Position monitors out of session.
        public var quietSeconds = 3600.0
        /// Opportunities, in session from 09:45.
        public var scanSeconds = 300.0
        /// How long before the close the pin watch begins: 14:30 on a full day.
        public var pinWatchSeconds = 5400.0

        public init() {}
    }

    public var settings: Settings
    public private(set) var lastRuns: [MonitorName: Instant]
    /// The number of clock jumps backwards seen.
    public private(set) var jumpsBack = 0

    public init(settings: Settings = Settings(), lastRuns: [MonitorName: Instant] = [:]) {
        self.settings = settings
        self.lastRuns = lastRuns
    }

    /// Seconds between two runs; nil: not now.
    public func interval(of monitor: MonitorName, status: MarketStatus, urgency: MonitorUrgency, now: Instant)
        -> Double?
    {
        // Its events call it: every write that fails, and the one that works again.
        if monitor == .store { return settings.sessionSeconds }
        if monitor == .opportunities { return status.phase == .open ? settings.scanSeconds : nil }
        switch status.phase {
        case .opening, .open:
            guard urgency.isNearDanger else { return settings.sessionSeconds }
            let close = status.session?.close
            let isPinWatch = close.map { $0.seconds(since: now) <= settings.pinWatchSeconds } ?? false
            return isPinWatch ? settings.pinSeconds : settings.dangerSeconds
        case .decide: return urgency.isNearDanger ? settings.dangerSeconds : settings.decideSeconds
        case .preMarket, .postMarket, .closed: return settings.quietSeconds
        }
    }

    /// Which monitors are due, in the order of their names.
    ///
    /// - Parameter events: monitors that something which just happened calls at once.
    public mutating func due(
        at now: Instant, status: MarketStatus, urgency: MonitorUrgency, events: Set<MonitorName> = []
    ) -> [MonitorName] {
        var result: [MonitorName] = []
        for monitor in MonitorName.allCases {
            if let last = lastRuns[monitor], last > now {
                lastRuns[monitor] = now
                jumpsBack += 1
                if !events.contains(monitor) { continue }
            }
            guard let interval = interval(of: monitor, status: status, urgency: urgency, now: now) else {
                // A scan of closing quotes is looked at once: no alert keeps a score that they cannot have.
                if events.contains(monitor), status.phase != .opening { result.append(monitor) }
                continue
            }
            let isDue = lastRuns[monitor].map { now.seconds(since: $0) >= interval } ?? true
            if isDue || events.contains(monitor) { result.append(monitor) }
        }
        return result
    }

    /// Remembers that a monitor ran (or failed: it is tried again in its next turn).
    public mutating func ran(_ monitor: MonitorName, at now: Instant) { lastRuns[monitor] = now }

    /// When a monitor is next due; while the market keeps it from running, the next change of the session.
    public func nextRun(
        of monitor: MonitorName, status: MarketStatus, urgency: MonitorUrgency, now: Instant
    ) -> Instant {
        guard let interval = interval(of: monitor, status: status, urgency: urgency, now: now) else {
            return status.until
        }
        guard let last = lastRuns[monitor], last <= now else { return now }
        return min(max(now, last.adding(seconds: interval)), max(now, status.until))
    }
}
