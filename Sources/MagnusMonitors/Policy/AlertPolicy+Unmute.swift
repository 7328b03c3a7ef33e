import MagnusDomain

extension AlertPolicy {
    /// Lets a monitor speak again and shows what the mute had put away and what still holds.
    ///
    /// - Parameters:
    ///   - mute: what is lifted.
    ///   - ids: alerts that this mute put away; what a person dismissed is not among them and stays away.
    public mutating func unmute(
        _ mute: MonitorMute, revealing ids: Set<String>, now: Instant
    ) -> AlertPolicyOutcome {
        let hidden = tracked.filter { _, entry in
            ids.contains(entry.alert.id) && entry.alert.state == .dismissed
        }
        keepUndo(.mutes(mutes, alerts: hidden))
        mutes.remove(mute)
        for key in hidden.keys {
            let wasSeen = tracked[key]?.alert.acknowledgedAt != nil
            tracked[key]?.alert.state = wasSeen ? .acknowledged : .active
            tracked[key]?.alert.updatedAt = now
        }
        return AlertPolicyOutcome(changed: outcomeAlerts(Set(hidden.keys)))
    }
}
