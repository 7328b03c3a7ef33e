import MagnusDomain

/// The sessions a simulated world knows, with their moments in seconds since the Unix epoch.
struct WorldSessions: Sendable {
    /// More than a thousand sessions before the anchor: what a model of regimes needs.
    static let first = CalendarDate.on(2022, 10, 3)
    /// The session that random numbers are counted from: what it and later ones draw does not hang on ``first``.
    static let origin = CalendarDate.on(2024, 10, 1)
    static let last = CalendarDate.on(2029, 12, 31)

    let dates: [CalendarDate]
    let opens: [Int]
    let closes: [Int]
    let postCloses: [Int]
    /// Index of the session on a day or of the last one before it, by days since ``first``.
    private let indexByDay: [Int32]
    /// Sessions before the one of ``origin``.
    let lead: Int

    init(calendar: ExchangeCalendar) {
        var dates: [CalendarDate] = []
        var opens: [Int] = []
        var closes: [Int] = []
        var postCloses: [Int] = []
        var indexByDay: [Int32] = []
        for day in Self.first.daysSinceEpoch...Self.last.daysSinceEpoch {
            let date = CalendarDate(daysSinceEpoch: day)
            if let session = calendar.session(on: date) {
                dates.append(date)
                opens.append(Int(session.open.secondsSinceEpoch))
                closes.append(Int(session.close.secondsSinceEpoch))
                postCloses.append(Int(session.postMarketClose.secondsSinceEpoch))
            }
            indexByDay.append(Int32(dates.count - 1))
        }
        self.dates = dates
        self.opens = opens
        self.closes = closes
        self.postCloses = postCloses
        self.indexByDay = indexByDay
        lead = dates.firstIndex { $0 >= Self.origin } ?? 0
    }

    var count: Int { dates.count }

    /// The counter of a session's random numbers; negative before ``origin``.
    func counter(_ index: Int) -> Int { index - lead }

    /// The first of sixteen streams of a session's bridges; the few below 0 that are not of a session stay free.
    func bridgeStream(_ index: Int) -> Int {
        let counter = counter(index)
        return 16 * (counter < 0 ? counter - 1 : counter)
    }

    /// The session on a day, or the last one before it; clamped to the sessions known.
    func index(onOrBefore date: CalendarDate) -> Int {
        let offset = date.days(since: Self.first)
        guard offset >= 0 else { return 0 }
        guard offset < indexByDay.count else { return count - 1 }
        return max(0, Int(indexByDay[offset]))
    }

    /// The session on a day, nil when there is none.
    func index(on date: CalendarDate) -> Int? {
        let index = index(onOrBefore: date)
        return dates[index] == date ? index : nil
    }
}
