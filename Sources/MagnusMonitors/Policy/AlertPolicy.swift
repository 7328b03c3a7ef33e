import MagnusDomain

/// Turns findings over time into alerts. A value: the same findings at the same instants always give the same actions.
///
/// One condition key is one alert. It is raised once, updated silently, re-raised when it worsens (which ends an
/// acknowledgement, a snooze or a dismissal), and resolved when its condition has been gone for a while. After a restart
/// from the stored alerts nothing is repeated; what became true meanwhile is raised.
public struct AlertPolicy: Sendable {
    public var settings: AlertPolicySettings
    /// Monitors that are not to speak.
    public internal(set) var mutes: Set<MonitorMute>
    /// By condition key; resolved ones stay until a return can no longer count as the same alert.
    var tracked: [String: Tracked] = [:]
    var undoStack: [UndoEntry] = []
    /// When announcements were made, for the rate limit.
    var announcedAt: [Instant] = []
    /// Ids held back by the rate limit.
    var heldBack: [String] = []
    var lastStep: Instant?

    struct Tracked: Sendable, Hashable {
        var alert: Alert
        /// When its finding was made: the ages of its evidence are those of that moment.
        var foundAt: Instant
        /// The severity it counts as known at: more than this is a worsening.
        var announced: AlertPriority
        /// When each severity was last said aloud.
        var announcedAt: [AlertPriority: Instant]
        /// Since when the condition has been gone.
        var absentSince: Instant?
        /// Since when its severity has been below the one shown.
        var lowerSince: Instant?
        var isPresent = true

        /// The alert with the ages that its evidence has at a moment.
        func aged(to now: Instant) -> Alert {
            let seconds = max(0, now.seconds(since: foundAt))
            guard seconds > 0 else { return alert }
            var result = alert
            for index in result.finding.evidence.indices {
                guard let age = result.finding.evidence[index].ageSeconds else { continue }
                result.finding.evidence[index].ageSeconds = age + seconds
            }
            return result
        }

        /// As it is stored: ages of the moment it was last changed.
        var stored: Alert { aged(to: alert.updatedAt) }
    }

    /// - Parameters:
    ///   - stored: alerts of an earlier run that are not resolved, dismissed ones among them; and, when at hand, recently
    ///     resolved ones.
    public init(
        settings: AlertPolicySettings = AlertPolicySettings(), stored: [Alert] = [], mutes: Set<MonitorMute> = []
    ) {
        self.settings = settings
        self.mutes = mutes
        for alert in stored.sorted(by: { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }) {
            tracked[alert.finding.conditionKey] = Tracked(
                alert: alert, foundAt: alert.updatedAt, announced: alert.finding.priority,
                announcedAt: [alert.finding.priority: alert.updatedAt])
        }
    }

    /// Open alerts as they are shown: neither resolved nor dismissed, by severity, deadline and words.
    public var open: [Alert] {
        tracked.values.map(\.alert).filter { $0.state != .resolved && $0.state != .dismissed }
            .sorted { AlertOrder.precedes($0.finding, $1.finding) }
    }

    /// ``open``, with the ages that their evidence has at a moment: figures do not grow younger than the last look at them.
    public func open(at now: Instant) -> [Alert] {
        tracked.values.map { $0.aged(to: now) }.filter { $0.state != .resolved && $0.state != .dismissed }
            .sorted { AlertOrder.precedes($0.finding, $1.finding) }
    }

    /// The alert with an id, whatever its state, while the policy knows it.
    public func alert(_ id: String) -> Alert? { tracked.values.first { $0.alert.id == id }?.alert }

    /// Takes what monitors found.
    ///
    /// - Parameters:
    ///   - findings: true now.
    ///   - covered: monitors that ran; conditions of others are left alone.
    ///   - undetermined: keys that could not be judged: neither lowered nor ended.
    ///   - ended: keys known to be over, not merely absent: their alerts end at once.
    ///   - spots: dollars by symbol, for snoozes until a price.
    public mutating func step(
        findings: [AlertFinding], covered: Set<MonitorName>, undetermined: Set<String> = [], ended: Set<String> = [],
        spots: [String: Double] = [:], now: Instant
    ) -> AlertPolicyOutcome {
        rebase(to: now)
        var changes = Changes()
        var present: Set<String> = []
        for finding in findings.sorted(by: AlertOrder.precedes) {
            // Two findings with one key: the more urgent speaks.
            guard present.insert(finding.conditionKey).inserted else { continue }
            if isMuted(finding) {
                if tracked[finding.conditionKey] != nil { note(finding, isDecided: false, now: now, &changes) }
            } else if tracked[finding.conditionKey] == nil {
                raise(finding, now: now, &changes)
            } else {
                let isDecided = !undetermined.contains(finding.conditionKey)
                note(finding, isDecided: isDecided, now: now, &changes)
            }
        }
        for key in tracked.keys.sorted() where !present.contains(key) && !undetermined.contains(key) {
            guard let monitor = tracked[key]?.alert.finding.monitor, covered.contains(monitor) else { continue }
            missed(key, isEnded: ended.contains(key), now: now, &changes)
        }
        for key in tracked.keys.sorted() where !present.contains(key) && undetermined.contains(key) {
            countDown(key, now: now, &changes)
        }
        wake(spots: spots, now: now, &changes)
        forget(now: now)
        lastStep = now
        return outcome(changes, now: now)
    }

    /// Actions gathered during one step, by condition key.
    struct Changes {
        var keys: Set<String> = []
        var announcements: [(kind: AlertAnnouncement.Kind, key: String)] = []
    }

    private func isMuted(_ finding: AlertFinding) -> Bool {
        if settings.isCriticalAboveMute, finding.priority == .critical { return false }
        return mutes.contains { $0.covers(finding.monitor, symbol: finding.symbol) }
    }

    // MARK: - Life of one alert

    private mutating func raise(_ finding: AlertFinding, now: Instant, _ changes: inout Changes) {
        var alert = Alert(
            id: identifier(finding.conditionKey, at: now), finding: finding, state: .active, raisedAt: now,
            updatedAt: now)
        alert.timesRaised = 1
        tracked[finding.conditionKey] = Tracked(
            alert: alert, foundAt: now, announced: finding.priority, announcedAt: [finding.priority: now])
        changes.keys.insert(finding.conditionKey)
        changes.announcements.append((.raised, finding.conditionKey))
    }

    /// The condition of a known alert holds (again).
    private mutating func note(
        _ finding: AlertFinding, isDecided: Bool, now: Instant, _ changes: inout Changes
    ) {
        let key = finding.conditionKey
        guard var entry = tracked[key] else { return }
        let before = entry.alert
        entry.absentSince = nil
        entry.isPresent = true
        entry.foundAt = now
        if entry.alert.state == .resolved {
            reopen(&entry, finding, now: now, &changes)
            tracked[key] = entry
            changes.keys.insert(key)
            return
        }
        let shown = entry.alert.finding.priority
        if finding.priority > shown {
            entry.lowerSince = nil
            entry.alert.finding = kept(finding, over: before.finding)
            if finding.priority > entry.announced { worsen(&entry, now: now, &changes) }
        } else if finding.priority < shown {
            let since = entry.lowerSince ?? now
            // What had to be done by a moment that is over counts by what is found now, as it does where Magnus was started
            // after that moment.
            let isPast = before.finding.deadline.map { $0 <= now } ?? false
            entry.lowerSince = isDecided ? since : nil
            // The words are those of now in any case: an alert and its row do not contradict each other.
            entry.alert.finding = kept(finding, over: before.finding)
            if isPast || isDecided && now.seconds(since: since) >= settings.easeAfterSeconds {
                entry.lowerSince = nil
                entry.announced = finding.priority
            } else {
                entry.alert.finding.priority = shown
            }
        } else {
            entry.lowerSince = nil
            entry.alert.finding = kept(finding, over: before.finding)
        }
        if entry.alert.finding != before.finding || entry.alert.state != before.state {
            entry.alert.updatedAt = now
            changes.keys.insert(key)
        }
        tracked[key] = entry
    }

    private mutating func worsen(_ entry: inout Tracked, now: Instant, _ changes: inout Changes) {
        entry.alert.state = .active
        entry.alert.acknowledgedAt = nil
        entry.alert.snoozedUntil = nil
        entry.alert.finding.evidence.removeAll { $0.name == Alert.snoozePriceEvidence }
        entry.alert.timesRaised += 1
        let priority = entry.alert.finding.priority
        let repeated = settings.repeatAfterSeconds
        let isRepeat = entry.announcedAt.contains { $0.key >= priority && now.seconds(since: $0.value) < repeated }
        entry.announced = priority
        // The same step up is not said twice in a short time.
        if !isRepeat {
            entry.announcedAt[priority] = now
            changes.announcements.append((.worsened, entry.alert.finding.conditionKey))
        }
    }

    private mutating func reopen(
        _ entry: inout Tracked, _ finding: AlertFinding, now: Instant, _ changes: inout Changes
    ) {
        let isWorse = finding.priority > entry.announced
        let ended = entry.alert.resolvedAt
        let isSame = ended.map { now.seconds(since: $0) <= settings.reopenWithinSeconds } ?? false
        guard isSame else {
            raise(finding, now: now, &changes)
            entry = tracked[finding.conditionKey] ?? entry
            return
        }
        entry.alert.finding = finding
        entry.alert.state = .active
        entry.alert.resolvedAt = nil
        entry.alert.acknowledgedAt = nil
        entry.alert.updatedAt = now
        entry.alert.timesRaised += 1
        if isWorse {
            entry.announced = finding.priority
            entry.announcedAt[finding.priority] = now
            changes.announcements.append((.worsened, finding.conditionKey))
        }
    }

    /// A condition that a monitor which ran did not find.
    /// - Parameter isEnded: that it is over is a fact, and needs no time to prove itself.
    private mutating func missed(_ key: String, isEnded: Bool = false, now: Instant, _ changes: inout Changes) {
        guard var entry = tracked[key], entry.alert.state != .resolved else { return }
        let since = entry.absentSince ?? now
        entry.absentSince = since
        entry.isPresent = false
        // What was to be done by a moment that is over, and is not so any more, does not linger: its countdown is no one's.
        let isPast = isEnded || entry.alert.finding.deadline.map { $0 <= now } ?? false
        let isOver = isPast || now.seconds(since: since) >= settings.resolveAfterSeconds
        let isHeld = !isPast && now.seconds(since: entry.alert.raisedAt) < settings.minimumHoldSeconds
        if isOver, !isHeld {
            let wasShown = entry.alert.state == .active || entry.alert.state == .acknowledged
            entry.alert.state = .resolved
            entry.alert.resolvedAt = now
            entry.alert.updatedAt = now
            entry.alert.snoozedUntil = nil
            changes.keys.insert(key)
            if wasShown { changes.announcements.append((.resolved, key)) }
        }
        tracked[key] = entry
    }

    /// A condition that cannot be judged now, before the open or in another account: its figures stay those of the last
    /// judgement, but time goes on. What had to be done by a moment that is over is over.
    private mutating func countDown(_ key: String, now: Instant, _ changes: inout Changes) {
        guard let finding = tracked[key]?.alert.finding, let deadline = finding.deadline else { return }
        guard deadline > now else {
            missed(key, now: now, &changes)
            return
        }
        guard PositionWords.isCountdown(finding.trailing) else { return }
        let days = deadline.newYork.date.days(since: now.newYork.date)
        let left = PositionWords.left(until: deadline, days: days, now: now)
        guard left != finding.trailing else { return }
        tracked[key]?.alert.finding.trailing = left
        changes.keys.insert(key)
    }

    /// A new finding keeps what the policy itself noted on the old one.
    private func kept(_ finding: AlertFinding, over old: AlertFinding) -> AlertFinding {
        guard let note = old.evidence.first(where: { $0.name == Alert.snoozePriceEvidence }) else { return finding }
        var result = finding
        result.evidence.append(note)
        return result
    }

    // MARK: - Time

    /// A clock that went back must not freeze what waits for time to pass.
    private mutating func rebase(to now: Instant) {
        guard let last = lastStep, now < last else { return }
        for key in tracked.keys {
            if let since = tracked[key]?.absentSince, since > now { tracked[key]?.absentSince = now }
            if let since = tracked[key]?.lowerSince, since > now { tracked[key]?.lowerSince = now }
            if let said = tracked[key]?.announcedAt { tracked[key]?.announcedAt = said.mapValues { min($0, now) } }
        }
        announcedAt = announcedAt.map { min($0, now) }
    }

    private mutating func forget(now: Instant) {
        tracked = tracked.filter { _, entry in
            guard entry.alert.state == .resolved, let ended = entry.alert.resolvedAt else { return true }
            return now.seconds(since: ended) <= settings.reopenWithinSeconds
        }
    }

    /// The same condition at the same instant has the same id: FNV-1a over key and nanoseconds.
    private func identifier(_ key: String, at now: Instant) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(key)@\(now.nanosecondsSinceEpoch)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let taken = Set(tracked.values.map(\.alert.id))
        while true {
            let digits = String(hash >> 24, radix: 16)
            let id = "a" + String(repeating: "0", count: max(0, 10 - digits.count)) + digits
            if !taken.contains(id) { return id }
            hash = hash &* 0x100_0000_01b3 &+ 1
        }
    }
}
