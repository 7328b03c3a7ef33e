import MagnusDomain

/// Earnings and dividends of one underlying, as moments and as sessions.
struct SecurityEvents: Sendable {
    struct Announcement: Sendable {
        var event: EarningsEvent
        /// Seconds since the epoch at which the news is out.
        var second: Int
        /// The first session that trades on it.
        var session: Int
    }

    let announcements: [Announcement]
    let dividends: [DividendEvent]
    /// Variance of the log return one announcement causes, as options price it.
    let announcementVariance: Double
    private let dividendBySession: [Int: Double]
    private let announcementSessions: Set<Int>

    init(security: SimulatedSecurity, sessions: WorldSessions, calendar: ExchangeCalendar) {
        var announcements: [Announcement] = []
        if let earnings = security.earnings {
            for quarter in -18...11 {
                let date = calendar.sessionOnOrBefore(earnings.date.adding(days: 91 * quarter))
                guard date >= WorldSessions.first, date < WorldSessions.last, let session = sessions.index(on: date)
                else { continue }
                let isAfterClose = earnings.time != .beforeOpen
                announcements.append(
                    Announcement(
                        event: EarningsEvent(
                            date: date, time: earnings.time,
                            isConfirmed: quarter < 0 || (quarter == 0 && earnings.isConfirmed)),
                        second: isAfterClose ? sessions.closes[session] + 300 : sessions.opens[session] - 9000,
                        session: isAfterClose ? session + 1 : session))
            }
        }
        self.announcements = announcements
        announcementVariance = security.earnings.map { $0.move * $0.move } ?? 0
        announcementSessions = Set(announcements.map(\.session))
        var dividends: [DividendEvent] = []
        var bySession: [Int: Double] = [:]
        if let dividend = security.dividend {
            for period in -60...40 {
                let nominal = dividend.exDate.adding(days: dividend.days * period)
                guard nominal >= WorldSessions.first, nominal < WorldSessions.last else { continue }
                let date = calendar.sessionOnOrAfter(nominal)
                guard let session = sessions.index(on: date) else { continue }
                dividends.append(DividendEvent(exDate: date, amount: dividend.amount, isEstimated: period > 0))
                bySession[session] = dividend.amount
            }
        }
        self.dividends = dividends
        dividendBySession = bySession
    }

    /// The priced move of an announcement whose news this session is the first to trade on.
    func announcementMove(before session: Int) -> Double? {
        announcementSessions.contains(session) ? announcementVariance.squareRoot() : nil
    }

    func dividend(on session: Int) -> Double { dividendBySession[session] ?? 0 }

    /// Announcements after one moment up to another.
    func announcementCount(after start: Int, through end: Int) -> Int {
        var count = 0
        for announcement in announcements where announcement.second > start && announcement.second <= end { count += 1 }
        return count
    }

    /// What announcements of the next 30 days add to the annual variance of a 30-day option.
    func thirtyDayEventVariance(at second: Int) -> Double {
        guard announcementVariance > 0 else { return 0 }
        let count = announcementCount(after: second, through: second + 30 * 86_400)
        return count == 0 ? 0 : Double(count) * announcementVariance / (30.0 / 365)
    }

    /// 30-day at-the-money volatility with scheduled events, from the level without them.
    func thirtyDayVolatility(_ level: Double, at second: Int) -> Double {
        (level * level + thirtyDayEventVariance(at: second)).squareRoot()
    }
}
