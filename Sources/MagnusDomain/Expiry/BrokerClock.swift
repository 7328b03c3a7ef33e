/// What a broker does on its own before the exchange's deadlines, and when: one row of a dated table.
public struct BrokerClock: Sendable, Hashable {
    /// When, as seen from the expiry day.
    public enum Moment: Sendable, Hashable {
        /// A New York time of full sessions, in seconds since midnight. Nobody published one for early closes.
        case time(secondsOfDay: Int)
        /// Minutes from the close of the session, negative before it; moves with early closes.
        case close(minutes: Int)
        /// So many sessions before the expiry day.
        case sessionsBefore(Int)
        /// Some time on the expiry day.
        case day
    }

    /// As the account names it; only letters and digits count, in either case.
    public var broker: String
    /// The first expiry day for which the row holds.
    public var from: CalendarDate
    public var moment: Moment
    public var words: String

    public init(broker: String, from: CalendarDate, moment: Moment, words: String) {
        self.broker = broker
        self.from = from
        self.moment = moment
        self.words = words
    }

    /// What the help pages of the brokers say; none of them states since when, so nothing is said of years before 2026.
    ///
    /// Robinhood "Expiration, exercise and assignment"; tastytrade "Expiration risk"; ibkr.info article 1767; Tradier
    /// "Options at expiration".
    public static let published: [BrokerClock] = [
        row("robinhood", .close(minutes: -90), "may act on what is not backed"),
        row("tastytrade", .time(secondsOfDay: 46_800), "wants word"),
        row("tastytrade", .time(secondsOfDay: 58_500), "last instructions"),
        row("interactivebrokers", .sessionsBefore(3), "margin as if exercised; liquidates"),
        row("tradier", .day, "may close shorts near the money"),
    ]

    private static func row(_ broker: String, _ moment: Moment, _ words: String) -> BrokerClock {
        BrokerClock(
            broker: broker, from: CalendarDate(daysSinceEpoch: CalendarDate.days(year: 2026, month: 1, day: 1)),
            moment: moment, words: words)
    }

    /// The rows of a broker that hold for an expiry day: those with the latest date not after it. Rows of the
    /// configuration replace published ones of the same broker and date.
    public static func rows(of broker: String, on day: CalendarDate, own: [BrokerClock] = []) -> [BrokerClock] {
        let name = key(broker)
        func held(_ rows: [BrokerClock]) -> [BrokerClock] { rows.filter { key($0.broker) == name && $0.from <= day } }
        let (mine, theirs) = (held(own), held(published))
        guard let latest = (mine + theirs).map(\.from).max() else { return [] }
        let chosen = mine.filter { $0.from == latest }
        return chosen.isEmpty ? theirs.filter { $0.from == latest } : chosen
    }

    /// `Interactive Brokers` is `interactivebrokers`.
    public static func key(_ broker: String) -> String {
        String(broker.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// The moment for an expiry day that is a session; nil where it is not known: some time of the day, or a full day's time
    /// on an early close.
    public func instant(on day: CalendarDate, calendar: ExchangeCalendar = .standard) -> Instant? {
        switch moment {
        case .time(let seconds):
            guard let session = calendar.session(on: day), !session.isEarlyClose else { return nil }
            return NewYorkTime.instant(on: day, secondsOfDay: seconds)
        case .close(let minutes):
            return calendar.session(on: day)?.close.adding(seconds: Double(minutes) * 60)
        case .sessionsBefore(let count):
            return calendar.session(on: calendar.adding(sessions: -count, to: day))?.open
        case .day: return nil
        }
    }

    /// `BROKER DATE WHEN WORDS` of a configuration, as in `robinhood 2026-01-01 close-90 may act`. WHEN is a New York time
    /// such as `13:00`, `close-90` or `close+15` in minutes, `3-sessions` before the day, or `day`.
    /// - Throws: what is wrong, in words.
    public static func parse(_ text: String) throws(BrokerClockError) -> BrokerClock {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count >= 4, !key(parts[0]).isEmpty else { throw .pieces }
        guard let from = try? CalendarDate(iso8601: parts[1]) else { throw .date(parts[1]) }
        guard let moment = moment(parts[2]) else { throw .moment(parts[2]) }
        return BrokerClock(
            broker: parts[0], from: from, moment: moment, words: parts.dropFirst(3).joined(separator: " "))
    }

    private static func moment(_ text: String) -> Moment? {
        if text == "day" { return .day }
        if text.hasPrefix("close"), let minutes = Int(text.dropFirst(5)), (-390...240).contains(minutes) {
            return .close(minutes: minutes)
        }
        if text.hasSuffix("-sessions"), let count = Int(text.dropLast(9)), (1...20).contains(count) {
            return .sessionsBefore(count)
        }
        let digits = text.split(separator: ":")
        guard digits.count == 2, digits.allSatisfy({ $0.count == 2 }), let hour = Int(digits[0]),
            let minute = Int(digits[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return .time(secondsOfDay: hour * 3600 + minute * 60)
    }
}

/// Why a row of the configuration is no broker clock.
public enum BrokerClockError: Error, Sendable, Equatable {
    case pieces
    case date(String)
    case moment(String)

    public var text: String {
        switch self {
        case .pieces: "four pieces are wanted: BROKER DATE WHEN WORDS"
        case .date(let text): "\(text): no date, YYYY-MM-DD is wanted"
        case .moment(let text): "\(text): 13:00, close-90, close+15, 3-sessions or day is wanted"
        }
    }
}
