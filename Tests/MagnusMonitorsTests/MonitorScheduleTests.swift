import MagnusDomain
import Testing

@testable import MagnusMonitors

@Suite struct MonitorScheduleTests {
    static let calendar = ExchangeCalendar.standard
    static let calm = MonitorUrgency(isNearDanger: false)
    static let danger = MonitorUrgency(isNearDanger: true)

    static func at(_ hour: Int, _ minute: Int, day: String = "2027-03-15") -> Instant {
        NewYorkTime.instant(on: MonitorsWorld.date(day), hour: hour, minute: minute)
    }

    static func interval(
        _ monitor: MonitorName, _ now: Instant, _ urgency: MonitorUrgency, expiries: Set<CalendarDate> = []
    ) -> Double? {
        MonitorSchedule().interval(
            of: monitor, status: calendar.status(at: now, expiries: expiries), urgency: urgency, now: now)
    }

    @Test func fasterWhereItMatters() {
        #expect(Self.interval(.expiration, Self.at(11, 0), Self.calm) == 300)
        #expect(Self.interval(.expiration, Self.at(11, 0), Self.danger) == 30)
        #expect(Self.interval(.assignment, Self.at(14, 29), Self.danger) == 30)
        #expect(Self.interval(.assignment, Self.at(14, 30), Self.danger) == 5)
        #expect(Self.interval(.expiration, Self.at(20, 30), Self.danger) == 3600)
        // The last hour and a half of a half day begins at 11:30.
        #expect(Self.interval(.expiration, Self.at(11, 30, day: "2027-11-26"), Self.danger) == 5)
        #expect(Self.interval(.expiration, Self.at(13, 30, day: "2027-11-26"), Self.danger) == 3600)
        let expiry: Set = [MonitorsWorld.date("2027-03-19")]
        #expect(Self.interval(.expiration, Self.at(16, 30, day: "2027-03-19"), Self.calm, expiries: expiry) == 60)
    }

    @Test func scansOnlyInOrderlySession() {
        #expect(Self.interval(.opportunities, Self.at(9, 40), Self.calm) == nil)
        #expect(Self.interval(.opportunities, Self.at(9, 45), Self.calm) == 300)
        #expect(Self.interval(.opportunities, Self.at(16, 0), Self.calm) == nil)
        #expect(Self.interval(.opportunities, Self.at(14, 0, day: "2027-11-26"), Self.calm) == nil)
    }

    /// After the close there are no turns, but what a scan of closing quotes found is looked at; before 09:45 nothing is.
    @Test func aScanAfterTheCloseIsLookedAtOnce() {
        func due(_ at: Instant, _ events: Set<MonitorName>) -> Bool {
            var schedule = MonitorSchedule()
            return schedule.due(at: at, status: Self.calendar.status(at: at), urgency: Self.calm, events: events)
                .contains(.opportunities)
        }
        #expect(due(Self.at(16, 5), [.opportunities]) && due(Self.at(20, 30), [.opportunities]))
        #expect(!due(Self.at(16, 5), []) && !due(Self.at(9, 40), [.opportunities]))
    }

    @Test func catchesUpOnceAfterAGap() {
        var schedule = MonitorSchedule()
        var runs = 0
        var now = Self.at(10, 0)
        let status = { (now: Instant) in Self.calendar.status(at: now) }
        func turn() {
            for name in schedule.due(at: now, status: status(now), urgency: Self.calm) {
                if name == .expiration { runs += 1 }
                schedule.ran(name, at: now)
            }
        }
        turn()
        #expect(runs == 1)
        turn()
        #expect(runs == 1)
        // Suspended for two hours: one run, not twenty-four.
        now = Self.at(12, 0)
        turn()
        turn()
        #expect(runs == 2)
        // The clock goes back two hours: nothing twice, and it goes on afterwards.
        now = Self.at(10, 0)
        turn()
        #expect(runs == 2)
        #expect(schedule.jumpsBack > 0)
        now = now.adding(seconds: 299)
        turn()
        #expect(runs == 2)
        now = now.adding(seconds: 2)
        turn()
        #expect(runs == 3)
    }

    @Test func eventsCallAtOnce() {
        var schedule = MonitorSchedule()
        let now = Self.at(11, 0)
        let status = Self.calendar.status(at: now)
        for name in MonitorName.allCases { schedule.ran(name, at: now) }
        #expect(schedule.due(at: now, status: status, urgency: Self.calm).isEmpty)
        #expect(schedule.due(at: now, status: status, urgency: Self.calm, events: [.assignment]) == [.assignment])
    }

    @Test func nextRunIsSaid() {
        var schedule = MonitorSchedule()
        let now = Self.at(11, 0)
        schedule.ran(.expiration, at: now)
        let status = Self.calendar.status(at: now)
        #expect(
            schedule.nextRun(of: .expiration, status: status, urgency: Self.danger, now: now) == now.adding(seconds: 30)
        )
        let opening = Self.at(9, 40)
        let waits = schedule.nextRun(
            of: .opportunities, status: Self.calendar.status(at: opening), urgency: Self.calm, now: opening)
        #expect(waits == Self.at(9, 45))
    }

    @Test func urgencyOfABook() {
        var world = MonitorsWorld()
        world.strategies = [MonitorsWorld.amd]
        #expect(!MonitorUrgency(book: world.context.book).isNearDanger)
        world.strategies = [MonitorsWorld.amd, MonitorsWorld.xsp]
        #expect(MonitorUrgency(book: world.context.book).isNearDanger)
        var inside = MonitorsWorld.amd
        inside.distanceSigmas = Figure(0.9)
        world.strategies = [inside]
        #expect(MonitorUrgency(book: world.context.book).isNearDanger)
    }
}
