import MagnusDomain

/// What a person does with alerts. Every command can be taken back during the session.
extension AlertPolicy {
    /// So many commands can be taken back, the latest ones.
    public static let undoLimit = 200

    enum UndoEntry: Sendable {
        case alert(key: String, before: Tracked)
        case mutes(Set<MonitorMute>, alerts: [String: Tracked])
    }

    /// Seen: stays shown, no longer announced until it worsens. What only states that something has happened is put away.
    public mutating func acknowledge(_ id: String, now: Instant) throws(AlertCommandError) -> AlertPolicyOutcome {
        try change(id) { alert in
            alert.state = DeliveryRule.isNotice(alert.finding.conditionKey) ? .dismissed : .acknowledged
            alert.acknowledgedAt = now
            alert.updatedAt = now
            alert.snoozedUntil = nil
        }
    }

    /// Silent until the condition ends or worsens.
    public mutating func dismiss(_ id: String, now: Instant) throws(AlertCommandError) -> AlertPolicyOutcome {
        try change(id) { alert in
            alert.state = .dismissed
            alert.updatedAt = now
            alert.snoozedUntil = nil
        }
    }

    /// Silent until an instant, or until the spot crosses a price.
    /// - Parameter spot: dollars now, needed for a price: the snooze ends on the other side of it.
    public mutating func snooze(
        _ id: String, _ snooze: AlertSnooze, spot: Double? = nil, now: Instant
    ) throws(AlertCommandError) -> AlertPolicyOutcome {
        switch snooze {
        case .until(let end):
            guard end > now else { throw .alreadyPast }
            return try change(id) { alert in
                alert.state = .snoozed
                alert.snoozedUntil = end
                alert.updatedAt = now
            }
        case .untilPrice(let price):
            guard price.isFinite, price > 0 else { throw .invalidPrice }
            guard let spot, spot.isFinite, spot > 0 else { throw .noSpot }
            return try change(id) { alert in
                alert.state = .snoozed
                alert.snoozedUntil = nil
                alert.updatedAt = now
                alert.finding.evidence.removeAll { $0.name == Alert.snoozePriceEvidence }
                alert.finding.evidence.append(
                    AlertEvidence(
                        name: Alert.snoozePriceEvidence, value: price, unit: "USD/share",
                        source: spot < price ? "rising" : "falling",
                        ageSeconds: nil))
            }
        }
    }

    /// Silences a monitor, for a symbol or everywhere; its open alerts are dismissed.
    public mutating func mute(_ mute: MonitorMute, now: Instant) -> AlertPolicyOutcome {
        let before = tracked.filter { _, entry in
            mute.covers(entry.alert.finding.monitor, symbol: entry.alert.finding.symbol)
                && entry.alert.state != .resolved && entry.alert.state != .dismissed
                && !(settings.isCriticalAboveMute && entry.alert.finding.priority == .critical)
        }
        keepUndo(.mutes(mutes, alerts: before))
        mutes.insert(mute)
        for key in before.keys {
            tracked[key]?.alert.state = .dismissed
            tracked[key]?.alert.updatedAt = now
        }
        return AlertPolicyOutcome(changed: outcomeAlerts(Set(before.keys)))
    }

    public mutating func unmute(_ mute: MonitorMute) {
        keepUndo(.mutes(mutes, alerts: [:]))
        mutes.remove(mute)
    }

    /// Takes back the last command of this session.
    public mutating func undo(now: Instant) throws(AlertCommandError) -> AlertPolicyOutcome {
        guard let entry = undoStack.popLast() else { throw .nothingToUndo }
        switch entry {
        case .alert(let key, let before): return restored([key: before], now: now)
        case .mutes(let old, let alerts):
            mutes = old
            return restored(alerts, now: now)
        }
    }

    /// How many commands ``undo(now:)`` can take back.
    public var undoDepth: Int { undoStack.count }

    mutating func keepUndo(_ entry: UndoEntry) {
        undoStack.append(entry)
        if undoStack.count > Self.undoLimit { undoStack.removeFirst() }
    }

    /// Only the state a command changed is put back: what monitors found meanwhile stays.
    private mutating func restored(_ before: [String: Tracked], now: Instant) -> AlertPolicyOutcome {
        var keys: Set<String> = []
        for (key, old) in before {
            guard var entry = tracked[key], entry.alert.id == old.alert.id, entry.alert.state != .resolved else {
                continue
            }
            entry.alert.state = old.alert.state
            entry.alert.acknowledgedAt = old.alert.acknowledgedAt
            entry.alert.snoozedUntil = old.alert.snoozedUntil
            entry.alert.finding.evidence.removeAll { $0.name == Alert.snoozePriceEvidence }
            entry.alert.finding.evidence += old.alert.finding.evidence.filter { $0.name == Alert.snoozePriceEvidence }
            entry.alert.updatedAt = now
            tracked[key] = entry
            keys.insert(key)
        }
        return AlertPolicyOutcome(changed: outcomeAlerts(keys))
    }

    private mutating func change(
        _ id: String, _ body: (inout Alert) -> Void
    ) throws(AlertCommandError) -> AlertPolicyOutcome {
        guard let key = tracked.first(where: { $0.value.alert.id == id })?.key, var entry = tracked[key] else {
            throw .unknownAlert(id)
        }
        guard entry.alert.state != .resolved else { throw .alreadyResolved(id) }
        keepUndo(.alert(key: key, before: entry))
        body(&entry.alert)
        tracked[key] = entry
        return AlertPolicyOutcome(changed: [entry.stored])
    }

    /// Ends the sleep of alerts whose time has come or whose price was crossed.
    mutating func wake(spots: [String: Double], now: Instant, _ changes: inout Changes) {
        for key in tracked.keys.sorted() {
            guard var entry = tracked[key], entry.alert.state == .snoozed else { continue }
            var isDue = entry.alert.snoozedUntil.map { now >= $0 } ?? false
            if let note = entry.alert.finding.evidence.first(where: { $0.name == Alert.snoozePriceEvidence }),
                let price = note.value
            {
                let spot = entry.alert.finding.symbol.flatMap { spots[$0] }
                if let spot, spot.isFinite, spot > 0 {
                    isDue = isDue || (note.source == "rising" ? spot >= price : spot <= price)
                }
                // After its deadline a price can no longer be waited for.
                if let deadline = entry.alert.finding.deadline, now >= deadline { isDue = true }
            } else if entry.alert.snoozedUntil == nil {
                isDue = true
            }
            guard isDue else { continue }
            entry.alert.state = .active
            entry.alert.snoozedUntil = nil
            entry.alert.finding.evidence.removeAll { $0.name == Alert.snoozePriceEvidence }
            entry.alert.updatedAt = now
            entry.announcedAt[entry.alert.finding.priority] = now
            tracked[key] = entry
            changes.keys.insert(key)
            if entry.isPresent { changes.announcements.append((.awoken, key)) }
        }
    }
}
