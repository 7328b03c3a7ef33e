import MagnusAnalysis
import MagnusDomain
import MagnusMonitors
import MagnusStore

extension Engine {
    /// Runs every monitor whose turn it is, or that an event calls.
    func runDueMonitors() {
        guard let book else { return }
        let now = book.asOf
        let status = market.calendar.status(at: now)
        let urgency = MonitorUrgency(book: book, settings: configuration.monitors)
        // A clock that went back has run nothing of this time yet: the schedule begins anew first.
        let lastRun = schedule.lastRuns[.expiration]
        if lastRun.map({ now.seconds(since: $0) >= AlertFreshness.leastSeconds }) ?? true,
            status.phase != .preMarket, AlertFreshness.isOutdated(shownAlerts, book: book)
        {
            monitorEvents.formUnion(Monitors.positionMonitors)
        }
        if storeProblem != nil { monitorEvents.insert(.store) }
        if let lastRun, isOverdue(since: lastRun, now: now) { monitorEvents.formUnion(Monitors.positionMonitors) }
        let due = schedule.due(at: now, status: status, urgency: urgency, events: monitorEvents)
        monitorEvents = []
        guard !due.isEmpty else { return }
        runMonitors(Set(due))
    }

    /// Whether the words of open alerts are of another day, or one of their deadlines passed, since monitors last ran: after
    /// a jump of the clock and at midnight they count again before their turn.
    private func isOverdue(since lastRun: Instant, now: Instant) -> Bool {
        guard now > lastRun else { return false }
        if lastRun.newYork.date != now.newYork.date { return true }
        return shownAlerts.contains { $0.finding.deadline.map { $0 > lastRun && $0 <= now } ?? false }
    }

    /// Runs monitors now and takes what they find through the alert policy.
    ///
    /// - Parameter textsAreRead: whether what became of earlier trades is counted for the texts of what is found.
    @discardableResult
    public func runMonitors(_ names: Set<MonitorName>, textsAreRead: Bool = true) -> [AlertFinding] {
        guard let book else { return [] }
        let now = book.asOf
        let covered = Monitors.covered(names)
        if textsAreRead, covered.contains(.profitTarget) { countTradeRecords(now: now) }
        var context = monitorContext(book)
        if !covered.isDisjoint(with: Monitors.positionMonitors) {
            context.deliveries = keeper.events(
                ofLastDays: MonitorContext.reachDays(configuration.monitors), now: now)
        }
        let report = Monitors.run(names, context: context, memory: memory)
        memory = report.memory
        monitorNearest.merge(report.nearest) { $1 }
        for name in covered {
            schedule.ran(name, at: now)
            monitorFindings[name] = report.findings.filter { $0.monitor == name }.count
        }
        // Alerts on accounts that are not shown cannot be judged from this book: whatever they were, they stay.
        let elsewhere = policy.open.filter { !isShown($0) }.map(\.finding.conditionKey)
        let outcome = policy.step(
            findings: report.findings, covered: covered, undetermined: report.undetermined.union(elsewhere),
            ended: context.store == nil ? [StoreRule.key] : [], spots: spots, now: now)
        take(outcome, now: now)
        return report.findings
    }

    /// What the monitors may look at, but for what was delivered.
    func monitorContext(_ book: BookValuation) -> MonitorContext {
        MonitorContext(
            book: book, market: market, scans: scans, settings: configuration.monitors, mutes: policy.mutes,
            isCriticalAboveMute: configuration.alerts.isCriticalAboveMute, medianSpreads: closingSpreads,
            records: keeper.tradeRecords.records, quoteLimits: configuration.book.quoteLimits,
            rolls: rollPricing.reports(
                now: book.asOf, settings: configuration.monitors.roll, isInSession: isInSession(now: book.asOf)),
            store: storeTrouble, orders: keeper.workingOrders)
    }

    /// Stores what changed, then tells it: what is announced is on disk. That the store cannot be written is told without
    /// it, and belongs to this process: the next one finds out for itself.
    /// - Parameter answer: what a person did, for the audit log: stored with the change, whole or not at all.
    func take(_ outcome: AlertPolicyOutcome, answer: AlertAnswer? = nil, now: Instant) {
        guard !outcome.isEmpty || answer != nil else { return }
        let changed = world.keepsFindings ? outcome.changed.filter { $0.finding.monitor != .store } : []
        if let answer {
            let mutes = answer.changesMutes ? mutesText : nil
            store { repositories in
                try repositories.ledger.database.together {
                    if !changed.isEmpty { try repositories.alerts.save(changed) }
                    if let mutes { try repositories.values.set([Self.mutesKey: mutes], now: now) }
                    try repositories.audit.append(.alertAnswered, answer.data, now: now)
                }
            }
        } else if !changed.isEmpty {
            store { try $0.alerts.save(changed) }
        }
        if !changed.isEmpty, unstoredCount > 0 { unstoredAlerts.formUnion(changed.map(\.id)) }
        // The line for notices shows the last of them: that is the most severe one.
        let rising = outcome.announcements.enumerated().sorted {
            ($0.element.priority.rank, -$0.offset) < ($1.element.priority.rank, -$1.offset)
        }
        for announcement in rising.map(\.element) {
            if isQuiet(now), !(configuration.quietHours.isCriticalAbove && announcement.priority == .critical) {
                quietAlerts += announcement.alerts
                continue
            }
            tell(
                announcement.priority >= .high ? .warning : .information,
                "\(announcement.priority.rawValue) \(announcement.title): \(announcement.message)", now: now)
        }
        journal(
            outcome.announcements.map {
                JournalEvent(
                    type: "alert.\($0.kind)", time: now, priority: $0.priority,
                    data: ["alerts": $0.alerts.joined(separator: " "), "title": $0.title])
            })
    }

    /// What a person did to alerts, as the audit log tells it.
    struct AlertAnswer: Sendable {
        var data: [String: String]
        var changesMutes = false
    }

    static let mutesKey = "alerts.mutes"

    /// Alerts of this world: on its accounts, and about opportunities where scans run. Those of another world wait there,
    /// and a look at another day begins without any; what is muted stays muted.
    func loadAlerts() throws {
        guard world.isKept else { return }
        let names = Set(accounts.map(\.name))
        let open = world.isPresent ? try repositories.alerts.open() : []
        let stored = open.filter { alert in Self.account(of: alert).map(names.contains) ?? (world.market != nil) }
        mutedAlerts = Self.mutes(from: try repositories.values.value(Self.mutesKey))
        policy = AlertPolicy(settings: configuration.alerts, stored: stored, mutes: Set(mutedAlerts.keys))
    }

    /// Open alerts of the accounts that are shown.
    var shownAlerts: [Alert] { policy.open.filter(isShown) }

    /// ``shownAlerts`` with the ages of their facts at a moment.
    func shownAlerts(at now: Instant) -> [Alert] { policy.open(at: now).filter(isShown) }

    private func isShown(_ alert: Alert) -> Bool {
        selectedAccount == "all" || Self.account(of: alert).map { $0 == selectedAccount } ?? true
    }

    /// The account an alert belongs to; nil for alerts that are not about a position or an account.
    private static func account(of alert: Alert) -> String? {
        AccountCondition.account(of: alert.finding.conditionKey)
            ?? alert.finding.positionIdentifier.map { row in String(row.prefix { $0 != ":" }) }
    }

    /// Keeps what is muted over restarts: a line each, the monitor, the symbol (`*` for everywhere) and the alerts that
    /// the mute put away.
    private var mutesText: String {
        let lines = policy.mutes.map { mute in
            ([mute.monitor.rawValue, mute.symbol ?? "*"] + (mutedAlerts[mute] ?? []).sorted()).joined(separator: " ")
        }
        return lines.sorted().joined(separator: "\n")
    }

    /// Reads what is kept of ``AlertPolicy/mutes``; a line that cannot be read mutes nothing.
    static func mutes(from text: String?) -> [MonitorMute: Set<String>] {
        var result: [MonitorMute: Set<String>] = [:]
        for line in (text ?? "").split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard let monitor = words.first.flatMap({ MonitorName(rawValue: $0) }) else { continue }
            let symbol = words.count > 1 && words[1] != "*" ? words[1] : nil
            result[MonitorMute(monitor: monitor, symbol: symbol), default: []].formUnion(words.dropFirst(2))
        }
        return result
    }

    /// How each monitor fared.
    func monitorStatuses(now: Instant) -> [MonitorStatus] {
        guard let book else { return [] }
        let status = market.calendar.status(at: now)
        let urgency = MonitorUrgency(book: book, settings: configuration.monitors)
        return MonitorName.allCases.map { name in
            MonitorStatus(
                name: name, lastRunAt: schedule.lastRuns[name],
                nextRunAt: schedule.nextRun(of: name, status: status, urgency: urgency, now: now),
                findings: monitorFindings[name] ?? 0, failure: monitorFailures[name], nearest: monitorNearest[name],
                muted: policy.mutes.filter { $0.monitor == name }.map { $0.symbol ?? "*" }.sorted())
        }
    }
}
