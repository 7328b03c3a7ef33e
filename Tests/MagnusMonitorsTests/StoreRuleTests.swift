import MagnusDomain
import Testing

@testable import MagnusMonitors

/// Fault cases F40 and F41 as alerts.
@Suite struct StoreRuleTests {
    private static func finding(
        _ kind: StoreTrouble.Kind, unstored: Int = 3, mutes: Set<MonitorMute> = []
    ) -> AlertFinding? {
        var world = MonitorsWorld()
        world.mutes = mutes
        var context = world.context
        context.store = StoreTrouble(kind: kind, path: "/home/me/magnus.db", unstored: unstored)
        return Monitors.run([.store], context: context, memory: MonitorMemory()).findings.first
    }

    @Test func nothingIsFoundWhileWritesWork() {
        #expect(Monitors.run([.store], context: MonitorsWorld().context, memory: MonitorMemory()).findings.isEmpty)
    }

    @Test(arguments: [
        (StoreTrouble.Kind.full, AlertPriority.high, "Disk full", "free space"),
        (.fullAtStart, .high, "Disk full", "start again"), (.failed, .critical, "Disk failed", "magnus db check"),
        (.damaged, .critical, "Database damaged", "magnus db restore"),
        (.refused, .high, "Database", "tried again every 5 s"),
    ])
    func itSaysWhatIsWrongAndWhatToDo(kind: StoreTrouble.Kind, priority: AlertPriority, what: String, todo: String)
        throws
    {
        let found = try #require(Self.finding(kind))
        #expect(found.priority == priority && found.title.hasPrefix(what))
        #expect(found.message.contains(todo), "\(found.message)")
        #expect(found.message.count <= PaneWords.messageColumns)
        let line = (found.shortTitle ?? found.title).count + 1 + found.trailing.count
        #expect(line <= PaneWords.lineColumns, "\(line)")
        #expect(found.trailing == "3 unstored")
        #expect(found.evidence.first?.source == "/home/me/magnus.db" && found.evidence.first?.value == 3)
    }

    @Test func aMuteReachesWhatIsNotCritical() {
        let mutes: Set = [MonitorMute(monitor: .store, symbol: nil)]
        #expect(Self.finding(.full, mutes: mutes) == nil)
        #expect(Self.finding(.failed, mutes: mutes) != nil)
    }

    /// The world's clock may stand: the end of this condition waits for no time to pass.
    @Test func itsAlertEndsAtOnce() throws {
        let found = try #require(Self.finding(.full))
        var policy = AlertPolicy()
        let now = MonitorsWorld.monday
        _ = policy.step(findings: [found], covered: [.store], now: now)
        #expect(policy.open.count == 1)
        let missed = policy.step(findings: [], covered: [.store], now: now)
        #expect(missed.isEmpty && policy.open.count == 1, "absence alone must last")
        let ended = policy.step(findings: [], covered: [.store], ended: [StoreRule.key], now: now)
        #expect(policy.open.isEmpty && ended.announcements.map(\.kind) == [.resolved])
        // Full again within half an hour: the same alert.
        _ = policy.step(findings: [found], covered: [.store], now: now.adding(seconds: 60))
        #expect(policy.open.first?.timesRaised == 2)
    }
}
