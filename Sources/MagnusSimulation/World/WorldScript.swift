import MagnusDomain

/// What happens in the world whatever the random numbers say.
///
/// The anchor belongs to every world. The week of the default seed is there so that each monitor has something true to
/// find: the feed stalls Monday 11:05 for 70 s; AMD falls Monday 13:20; AAPL ends Wednesday in the money; KO is at 74.99
/// on Friday 16:00 and at 75.20 at 17:10; MU loses 9 % on its report on Wednesday 24.
struct WorldScript: Sendable {
    /// A price at a moment of a session or after it.
    struct Point: Sendable {
        var second: Int
        var price: Double
    }

    struct Stall: Sendable {
        var from: Instant
        var until: Instant
    }

    /// Points inside the regular session, by symbol then session date.
    var points: [String: [CalendarDate: [Point]]] = [:]
    /// Official closes.
    var closes: [String: [CalendarDate: Double]] = [:]
    /// Points between the close and the end of the post-market.
    var postPoints: [String: [CalendarDate: [Point]]] = [:]
    /// First prices of a session.
    var opens: [String: [CalendarDate: Double]] = [:]
    var stalls: [Stall] = []

    static let defaultSeed: UInt64 = 1

    static func script(seed: UInt64, isNull: Bool) -> WorldScript {
        seed == defaultSeed && !isNull ? week : WorldScript()
    }

    private static func second(_ date: CalendarDate, _ hour: Int, _ minute: Int) -> Int {
        Int(NewYorkTime.instant(on: date, hour: hour, minute: minute).secondsSinceEpoch)
    }

    private static let week: WorldScript = {
        let monday = CalendarDate.on(2027, 3, 15)
        let wednesday = CalendarDate.on(2027, 3, 17)
        let friday = CalendarDate.on(2027, 3, 19)
        let report = CalendarDate.on(2027, 3, 24)
        var script = WorldScript()
        let stall = NewYorkTime.instant(on: monday, hour: 11, minute: 5)
        script.stalls = [Stall(from: stall, until: stall.adding(seconds: 70))]
        script.points["AMD"] = [
            monday: [
                Point(second: second(monday, 13, 20), price: 167.80),
                Point(second: second(monday, 13, 34), price: 159.40),
                Point(second: second(monday, 14, 20), price: 160.90),
            ]
        ]
        script.closes = [
            "AMD": [monday: 160.35], "SPX": [monday: 6009.40], "MO": [monday: 60.95],
            "AAPL": [monday: 256.80, wednesday: 256.35], "KO": [friday: 74.99], "MU": [report: 100.85],
        ]
        script.points["KO"] = [friday: [Point(second: second(friday, 14, 30), price: 74.98)]]
        script.postPoints["KO"] = [
            friday: [
                Point(second: second(friday, 16, 20), price: 75.01),
                Point(second: second(friday, 17, 10), price: 75.20),
            ]
        ]
        script.postPoints["MU"] = [report: [Point(second: second(report, 16, 8), price: 91.80)]]
        script.opens["MU"] = [CalendarDate.on(2027, 3, 25): 91.60]
        script.closes["MU", default: [:]][CalendarDate.on(2027, 3, 25)] = 91.75
        return script
    }()
}
