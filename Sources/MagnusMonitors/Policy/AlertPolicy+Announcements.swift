import MagnusDomain

/// What is said aloud: grouped, limited, the urgent first.
extension AlertPolicy {
    func outcomeAlerts(_ keys: Set<String>) -> [Alert] {
        keys.compactMap { tracked[$0]?.stored }.sorted { AlertOrder.precedes($0.finding, $1.finding) }
    }

    mutating func outcome(_ changes: Changes, now: Instant) -> AlertPolicyOutcome {
        AlertPolicyOutcome(
            changed: outcomeAlerts(changes.keys), announcements: announcements(changes.announcements, now: now))
    }

    private mutating func announcements(
        _ events: [(kind: AlertAnnouncement.Kind, key: String)], now: Instant
    ) -> [AlertAnnouncement] {
        announcedAt.removeAll { now.seconds(since: $0) >= settings.windowSeconds }
        var result: [AlertAnnouncement] = []
        var groups: [String: [Alert]] = [:]
        for event in events where event.kind == .raised {
            guard let alert = tracked[event.key]?.alert, alert.finding.priority != .critical else { continue }
            groups[alert.finding.groupIdentifier ?? alert.id, default: []].append(alert)
        }
        let large = groups.filter { $0.value.count >= settings.groupFrom }
        var grouped: Set<String> = []
        for name in large.keys.sorted() {
            let alerts = large[name] ?? []
            grouped.formUnion(alerts.map(\.id))
            take(several(alerts, kind: .raised), isUrgent: false, now: now, &result)
        }
        for event in events {
            guard let alert = tracked[event.key]?.alert, !grouped.contains(alert.id) else { continue }
            let isEnd = event.kind == .resolved
            let words = AlertAnnouncement(
                kind: event.kind, alerts: [alert.id], priority: alert.finding.priority,
                title: isEnd ? "Over: \(alert.finding.title)" : alert.finding.title, message: alert.finding.message)
            take(words, isUrgent: alert.finding.priority == .critical && !isEnd, now: now, &result)
        }
        releaseHeldBack(now: now, &result)
        return result
    }

    private mutating func take(
        _ words: AlertAnnouncement, isUrgent: Bool, now: Instant, _ result: inout [AlertAnnouncement]
    ) {
        guard isUrgent || announcedAt.count < settings.announcementsPerWindow else {
            heldBack += words.alerts.filter { !heldBack.contains($0) }
            return
        }
        announcedAt.append(now)
        result.append(words)
    }

    /// Once the window has room again, what was held back and still holds is said in one message.
    private mutating func releaseHeldBack(now: Instant, _ result: inout [AlertAnnouncement]) {
        guard !heldBack.isEmpty, announcedAt.count < settings.announcementsPerWindow else { return }
        let alerts = open.filter { $0.state == .active && heldBack.contains($0.id) }
        heldBack.removeAll()
        guard !alerts.isEmpty else { return }
        announcedAt.append(now)
        result.append(several(alerts, kind: alerts.count == 1 ? .raised : .gathered))
    }

    private func several(_ alerts: [Alert], kind: AlertAnnouncement.Kind) -> AlertAnnouncement {
        let sorted = alerts.sorted { AlertOrder.precedes($0.finding, $1.finding) }
        let names = sorted.prefix(4).map(\.finding.title)
        let more = sorted.count > 4 ? ", \(sorted.count - 4) more" : ""
        return AlertAnnouncement(
            kind: kind, alerts: sorted.map(\.id), priority: sorted.first?.finding.priority ?? .low,
            title: sorted.count == 1 ? names.first ?? "" : "\(sorted.count) alerts",
            message: names.joined(separator: ", ") + more)
    }
}
