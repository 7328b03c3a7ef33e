import MagnusDomain
import Testing

@testable import MagnusMonitors

/// Alerts over scripted time.
@Suite struct AlertPolicyTests {
    static let start = MonitorsWorld.monday
    static let all = Set(MonitorName.allCases)

    static func finding(
        _ key: String = "position:A", _ priority: AlertPriority = .high, monitor: MonitorName = .expiration,
        group: String? = nil, message: String = "why", symbol: String = "AAA"
    ) -> AlertFinding {
        AlertFinding(
            monitor: monitor, conditionKey: key, priority: priority, title: "AAA \(key)", trailing: "1 day",
            message: message, symbol: symbol, positionIdentifier: key, groupIdentifier: group)
    }

    /// A policy and its clock.
    struct Script {
        var policy = AlertPolicy()
        var now = AlertPolicyTests.start
        var said: [AlertAnnouncement] = []

        @discardableResult
        mutating func after(
            _ seconds: Double, _ findings: [AlertFinding], undetermined: Set<String> = [],
            spots: [String: Double] = [:],
            covered: Set<MonitorName> = AlertPolicyTests.all
        ) -> AlertPolicyOutcome {
            now = now.adding(seconds: seconds)
            let outcome = policy.step(
                findings: findings, covered: covered, undetermined: undetermined, spots: spots, now: now)
            said += outcome.announcements
            return outcome
        }

        var kinds: [AlertAnnouncement.Kind] { said.map(\.kind) }
    }

    /// While a lower severity waits to be shown, the words are already those of now.
    @Test func wordsAreOfNowWhileTheSeverityWaits() {
        var script = Script()
        script.after(0, [Self.finding("position:A", .critical, message: "0.02 in")])
        let eased = script.after(30, [Self.finding("position:A", .high, message: "0.05 away")])
        #expect(eased.changed.first?.finding.message == "0.05 away")
        #expect(eased.changed.first?.finding.priority == .critical)
        let unknown = script.after(
            30, [Self.finding("position:A", .high, message: "~0.05 away")], undetermined: ["position:A"])
        #expect(unknown.changed.first?.finding.message == "~0.05 away")
        #expect(unknown.changed.first?.finding.priority == .critical)
        #expect(script.kinds == [.raised])
    }

    /// Facts of 2 s at the look at 0 s are of 62 s a minute later, whatever a person does with the alert; the next look begins
    /// anew, and what is stored has the age of the moment it is stored at.
    @Test func agesGrowUntilTheNextLook() throws {
        func found(_ age: Double) -> AlertFinding {
            var finding = Self.finding("opportunity:A", .medium, monitor: .opportunities)
            finding.evidence = [
                AlertEvidence(name: "score", value: 90, unit: "of 100", source: "scan own", ageSeconds: age),
                AlertEvidence(name: "strike", value: 90, unit: "USD/share", source: "contract", ageSeconds: nil),
            ]
            return finding
        }
        func ages(_ policy: AlertPolicy, _ seconds: Double) -> [Double?] {
            policy.open(at: Self.start.adding(seconds: seconds)).flatMap { $0.finding.evidence.map(\.ageSeconds) }
        }
        var script = Script()
        script.after(0, [found(2)])
        #expect(ages(script.policy, 0) == [2, nil] && ages(script.policy, 60) == [62, nil])
        #expect(ages(script.policy, -30) == [2, nil], "a clock that went back makes nothing younger")
        let id = try #require(script.policy.open.first?.id)
        let seen = try script.policy.acknowledge(id, now: Self.start.adding(seconds: 60))
        #expect(seen.changed.first?.finding.evidence.first?.ageSeconds == 62)
        #expect(ages(script.policy, 90) == [92, nil])
        let stored = AlertPolicy(stored: seen.changed)
        #expect(ages(stored, 90) == [92, nil], "the same after a restart")
        script.after(100, [found(1)])
        #expect(ages(script.policy, 110) == [11, nil])
        // Judged again with nothing changed it is as old as it says.
        script.after(100, [found(1)])
        #expect(ages(script.policy, 210) == [11, nil])
    }

    /// What had to be done by a moment that is over counts by what is found now, as for a policy that begins after it.
    @Test func aPastDeadlineHoldsNoSeverity() {
        var script = Script()
        var urgent = Self.finding("position:A", .critical)
        urgent.deadline = Self.start.adding(seconds: 60)
        let later = Self.finding("position:A", .low, message: "broker?")
        script.after(0, [urgent])
        script.after(30, [later], undetermined: ["position:A"])
        #expect(script.policy.open.first?.finding.priority == .critical)
        // The words of the last turn carry no deadline; the severity is that of a moment not over yet.
        urgent.deadline = script.now.adding(seconds: 60)
        script.after(10, [urgent])
        script.after(80, [later], undetermined: ["position:A"])
        #expect(script.policy.open.first?.finding.priority == .low)
        #expect(script.kinds == [.raised])
    }

    @Test func raisedOnceUpdatedSilently() {
        var script = Script()
        let raised = script.after(0, [Self.finding()])
        #expect(raised.changed.count == 1)
        #expect(script.after(30, [Self.finding()]).isEmpty)
        let updated = script.after(30, [Self.finding(message: "new figures")])
        #expect(updated.changed.first?.finding.message == "new figures")
        #expect(updated.announcements.isEmpty)
        #expect(script.kinds == [.raised])
        #expect(script.policy.open.count == 1)
    }

    /// 200 changes an hour round a threshold: one alert, one end.
    @Test func flickeringValueIsOneAlertAndOneEnd() {
        var script = Script()
        for turn in 0..<200 { script.after(18, turn % 2 == 0 ? [Self.finding()] : []) }
        #expect(script.kinds == [.raised])
        for _ in 0..<40 { script.after(18, []) }
        #expect(script.kinds == [.raised, .resolved])
        #expect(script.policy.open.isEmpty)
    }

    @Test func flickeringSeverityIsSaidOnce() {
        var script = Script()
        for turn in 0..<200 { script.after(18, [Self.finding("position:A", turn % 2 == 0 ? .medium : .high)]) }
        #expect(script.kinds == [.raised, .worsened])
        #expect(script.policy.open.first?.finding.priority == .high)
        #expect(script.policy.open.first?.timesRaised == 2)
    }

    @Test func lowerSeverityHasToLast() {
        var script = Script()
        script.after(0, [Self.finding("position:A", .high)])
        script.after(60, [Self.finding("position:A", .medium)])
        #expect(script.policy.open.first?.finding.priority == .high)
        script.after(301, [Self.finding("position:A", .medium)])
        #expect(script.policy.open.first?.finding.priority == .medium)
        // Worse again after it had eased: said again only when the last time is long ago.
        script.after(60, [Self.finding("position:A", .high)])
        #expect(script.policy.open.first?.finding.priority == .high)
        #expect(script.kinds == [.raised])
        script.after(400, [Self.finding("position:A", .medium)])
        script.after(400, [Self.finding("position:A", .medium)])
        script.after(900, [Self.finding("position:A", .high)])
        #expect(script.kinds == [.raised, .worsened])
    }

    @Test func worseningEndsAcknowledgementSnoozeAndDismissal() throws {
        for command in 0..<3 {
            var script = Script()
            script.after(0, [Self.finding("position:A", .medium)])
            let id = try #require(script.policy.open.first?.id)
            switch command {
            case 0: _ = try script.policy.acknowledge(id, now: script.now)
            case 1: _ = try script.policy.snooze(id, .until(script.now.adding(seconds: 9000)), now: script.now)
            default: _ = try script.policy.dismiss(id, now: script.now)
            }
            script.after(30, [Self.finding("position:A", .medium)])
            #expect(script.kinds == [.raised])
            script.after(30, [Self.finding("position:A", .critical)])
            #expect(script.kinds == [.raised, .worsened])
            let alert = try #require(script.policy.open.first)
            #expect(alert.state == .active)
            #expect(alert.acknowledgedAt == nil && alert.snoozedUntil == nil)
        }
    }

    @Test func acknowledgedStaysUntilItEnds() throws {
        var script = Script()
        script.after(0, [Self.finding()])
        let id = try #require(script.policy.open.first?.id)
        _ = try script.policy.acknowledge(id, now: script.now)
        script.after(600, [Self.finding()])
        #expect(script.policy.open.first?.state == .acknowledged)
        script.after(10, [])
        script.after(300, [])
        #expect(script.policy.open.isEmpty)
        #expect(script.kinds == [.raised, .resolved])
        #expect(throws: AlertCommandError.alreadyResolved(id)) {
            try script.policy.acknowledge(id, now: script.now)
        }
    }

    @Test func snoozeEndsByTime() throws {
        var script = Script()
        script.after(0, [Self.finding()])
        let id = try #require(script.policy.open.first?.id)
        _ = try script.policy.snooze(id, .until(script.now.adding(seconds: 900)), now: script.now)
        script.after(899, [Self.finding()])
        #expect(script.policy.open.first?.state == .snoozed)
        script.after(1, [Self.finding()])
        #expect(script.policy.open.first?.state == .active)
        #expect(script.kinds == [.raised, .awoken])
        #expect(throws: AlertCommandError.alreadyPast) {
            try script.policy.snooze(id, .until(script.now), now: script.now)
        }
    }

    @Test func snoozeEndsByPriceFromEitherSideAndOverARestart() throws {
        for (price, away, there) in [(105.0, 104.9, 105.0), (95.0, 95.1, 94.0)] {
            var script = Script()
            script.after(0, [Self.finding()])
            let id = try #require(script.policy.open.first?.id)
            let stored = try script.policy.snooze(id, .untilPrice(price), spot: 100, now: script.now).changed
            #expect(stored.map(\.snoozedUntilPrice) == [price] && stored.map(\.snoozedUntil) == [nil])
            script.after(60, [Self.finding(message: "other")], spots: ["AAA": away])
            #expect(script.policy.open.first?.state == .snoozed)
            // A new process knows nothing but the stored alert.
            script.policy = AlertPolicy(stored: stored)
            script.after(60, [Self.finding()], spots: ["AAA": away])
            #expect(script.policy.open.first?.state == .snoozed)
            script.after(60, [Self.finding()], spots: ["AAA": .nan])
            #expect(script.policy.open.first?.state == .snoozed)
            script.after(60, [Self.finding()], spots: ["AAA": there])
            #expect(script.policy.open.first?.state == .active)
            #expect(script.policy.open.first?.finding.evidence.isEmpty == true)
        }
        var script = Script()
        script.after(0, [Self.finding()])
        let id = try #require(script.policy.open.first?.id)
        #expect(throws: AlertCommandError.invalidPrice) {
            try script.policy.snooze(id, .untilPrice(.nan), spot: 100, now: script.now)
        }
        #expect(throws: AlertCommandError.noSpot) {
            try script.policy.snooze(id, .untilPrice(90), now: script.now)
        }
    }

    /// Restart while 40 conditions hold: nothing is said again; what became true meanwhile is.
    @Test func restartRepeatsNothing() {
        var script = Script()
        let findings = (0..<40).map { Self.finding("position:\($0)", .high) }
        script.after(0, findings)
        let before = script.policy.open
        script.policy = AlertPolicy(stored: before)
        script.said = []
        let again = script.after(3600, findings)
        #expect(again.isEmpty)
        #expect(script.policy.open == before)
        let more = script.after(30, findings + [Self.finding("position:new", .critical)])
        #expect(more.announcements.map(\.kind) == [.raised])
        #expect(more.changed.count == 1)
        // What got worse while it was down is said; what ended is resolved after the usual while.
        script.policy = AlertPolicy(stored: script.policy.open)
        let worse = script.after(3600, [Self.finding("position:0", .critical)])
        #expect(worse.announcements.map(\.kind) == [.worsened])
        script.after(300, [Self.finding("position:0", .critical)])
        #expect(script.policy.open.count == 1)
    }

    @Test func dismissedStaysSilentOverARestart() throws {
        var script = Script()
        script.after(0, [Self.finding()])
        let id = try #require(script.policy.open.first?.id)
        let stored = try script.policy.dismiss(id, now: script.now).changed
        script.policy = AlertPolicy(stored: stored)
        script.after(60, [Self.finding()])
        #expect(script.policy.open.isEmpty)
        #expect(script.kinds == [.raised])
        // Gone and back: a new alert.
        script.after(60, [])
        script.after(400, [])
        script.after(4000, [Self.finding()])
        #expect(script.kinds == [.raised, .raised])
    }

    @Test func undeterminedHolds() {
        var script = Script()
        script.after(0, [Self.finding("position:A", .high)])
        for _ in 0..<20 { script.after(600, [], undetermined: ["position:A"]) }
        #expect(script.policy.open.first?.finding.priority == .high)
        for _ in 0..<5 { script.after(600, [Self.finding("position:A", .low)], undetermined: ["position:A"]) }
        #expect(script.policy.open.first?.finding.priority == .high)
        script.after(60, [Self.finding("position:A", .critical)], undetermined: ["position:A"])
        #expect(script.kinds == [.raised, .worsened])
    }

    @Test func otherMonitorsConditionsAreLeftAlone() {
        var script = Script()
        script.after(0, [Self.finding("opportunity:X", .medium, monitor: .opportunities)])
        for _ in 0..<10 { script.after(600, [], covered: [.expiration, .assignment, .profitTarget]) }
        #expect(script.policy.open.count == 1)
    }

    @Test func comesBackSoonIsTheSameAlert() {
        var script = Script()
        script.after(0, [Self.finding()])
        let id = script.policy.open.first?.id
        script.after(600, [])
        script.after(300, [])
        #expect(script.kinds == [.raised, .resolved])
        script.after(600, [Self.finding()])
        #expect(script.policy.open.first?.id == id)
        #expect(script.kinds == [.raised, .resolved])
        script.after(600, [])
        script.after(300, [])
        script.after(7200, [Self.finding()])
        #expect(script.policy.open.first?.id != id)
        #expect(script.kinds == [.raised, .resolved, .resolved, .raised])
    }

    @Test func groupsAndLimits() {
        var script = Script()
        script.after(0, (0..<5).map { Self.finding("opportunity:\($0)", .medium, monitor: .opportunities, group: "o") })
        #expect(script.said.count == 1)
        #expect(script.said.first?.title == "5 alerts")
        // Twenty at once from different groups: ten messages, the rest gathered when the window has room; CRITICAL passes.
        script = Script()
        var findings = (0..<20).map { Self.finding("position:\($0)", .high) }
        script.after(0, findings)
        #expect(script.said.count == 10)
        findings.append(Self.finding("position:c", .critical))
        script.after(1, findings)
        #expect(script.said.count == 11)
        #expect(script.said.last?.priority == .critical)
        script.after(601, findings)
        #expect(script.said.last?.kind == .gathered)
        #expect(script.said.last?.alerts.count == 10)
        #expect(script.policy.open.count == 21)
    }

    @Test func muteSilencesAllButCritical() {
        var script = Script()
        script.after(0, [Self.finding("position:A", .high)])
        let muted = script.policy.mute(MonitorMute(monitor: .expiration, symbol: "AAA"), now: script.now)
        #expect(muted.changed.first?.state == .dismissed)
        script.after(30, [Self.finding("position:A", .high), Self.finding("position:B", .high)])
        #expect(script.kinds == [.raised])
        #expect(script.policy.open.isEmpty)
        script.after(30, [Self.finding("position:B", .critical), Self.finding("position:A", .high)])
        #expect(script.kinds == [.raised, .raised])
        script.policy.unmute(MonitorMute(monitor: .expiration, symbol: "AAA"))
        script.after(30, [Self.finding("position:C", .low), Self.finding("position:B", .critical)])
        #expect(script.kinds == [.raised, .raised, .raised])
    }

    @Test func undoTakesBackEveryCommand() throws {
        var script = Script()
        script.after(0, [Self.finding()])
        let id = try #require(script.policy.open.first?.id)
        _ = try script.policy.acknowledge(id, now: script.now)
        _ = try script.policy.dismiss(id, now: script.now)
        #expect(script.policy.open.isEmpty)
        _ = try script.policy.undo(now: script.now)
        #expect(script.policy.open.first?.state == .acknowledged)
        _ = try script.policy.undo(now: script.now)
        #expect(script.policy.open.first?.state == .active)
        #expect(script.policy.open.first?.acknowledgedAt == nil)
        _ = script.policy.mute(MonitorMute(monitor: .expiration, symbol: nil), now: script.now)
        #expect(script.policy.open.isEmpty)
        _ = try script.policy.undo(now: script.now)
        #expect(script.policy.mutes.isEmpty)
        #expect(script.policy.open.count == 1)
        #expect(throws: AlertCommandError.nothingToUndo) { try script.policy.undo(now: script.now) }
        #expect(throws: AlertCommandError.unknownAlert("nobody")) {
            try script.policy.dismiss("nobody", now: script.now)
        }
    }

    @Test func clockThatGoesBackFreezesNothing() {
        var script = Script()
        script.after(0, [Self.finding()])
        script.after(600, [])
        script.after(-7200, [])
        #expect(script.policy.open.count == 1)
        script.after(301, [])
        script.after(7300, [])
        #expect(script.policy.open.isEmpty)
    }

    @Test func idsAreDeterministicAndDistinct() {
        var one = Script()
        var two = Script()
        let findings = (0..<500).map { Self.finding("position:\($0)") }
        one.after(0, findings)
        two.after(0, findings.reversed())
        #expect(Set(one.policy.open.map(\.id)) == Set(two.policy.open.map(\.id)))
        #expect(Set(one.policy.open.map(\.id)).count == 500)
        #expect(one.policy.open.allSatisfy { $0.id.count == 11 })
    }
}
