/// What can go wrong with a row that ends.
public struct ExpiryWarning: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The long leg ends out of the money while the short one may be assigned.
        case longLegGone = "long_leg_gone"
        /// Cash for the shares is not there.
        case notFunded = "not_funded"
        /// Nothing covers what a call would take.
        case uncovered
        /// Only shares would cover the call, and another call of the account takes an unknown number of them.
        case coverUnknown = "cover_unknown"
        /// So near the strike that nobody knows.
        case pin
        /// A long option in the money exercises itself, and cash or shares for that are not there.
        case exercisesItself = "exercises_itself"
    }

    public var kind: Kind
    /// Shares that would come or go, signed.
    public var shares: Double?
    /// The session on which they would be there.
    public var day: CalendarDate?
    /// Dollars that it would take.
    public var cash: Double?

    public init(kind: Kind, shares: Double? = nil, day: CalendarDate? = nil, cash: Double? = nil) {
        self.kind = kind
        self.shares = shares
        self.day = day
        self.cash = cash
    }

    /// `long 200 sh Mon, long leg gone`.
    public var words: String {
        let count = shares.map { "\(DecimalText.text(abs($0), isGrouped: true) ?? "?") sh" } ?? "shares"
        let when = day.map { " \($0.weekday.abbreviation)" } ?? ""
        switch kind {
        case .longLegGone: return "\((shares ?? 0) < 0 ? "short" : "long") \(count)\(when), long leg gone"
        case .notFunded: return "cash not there"
        case .uncovered: return "nothing covers it: short \(count)\(when)"
        case .coverUnknown: return "cover unknown beside an adjusted call: short \(count)\(when)"
        case .pin: return "at the strike"
        case .exercisesItself:
            let amount = cash.flatMap { DecimalText.text($0, isGrouped: true) }
            return amount.map { "exercises itself: takes \($0)" } ?? "exercises itself: sells \(count) not held"
        }
    }
}

extension ExpiryRow {
    /// What follows the close, in a few words: `decide to 17:30`, `cash, settled 16:00`, `broker?`.
    public func ending(at now: Instant) -> String {
        switch state {
        case .live:
            switch settlement {
            case .physical: return "decide to \((instants.exerciseCutOff ?? instants.settlement).newYork.hourMinute)"
            case .cashAfternoon: return "cash, settled \(instants.settlement.newYork.hourMinute)"
            case .cashMorning: return "cash, opening print; trades to \(instants.lastTrade.newYork.weekdayHourMinute)"
            }
        case .settling(let until): return "cash, settles \(until.newYork.weekdayHourMinute)"
        case .decide(let until):
            let minutes = max(0, Int(until.seconds(since: now) / 60))
            let rest = minutes % 60
            return "decide \(minutes / 60)h\(rest < 10 ? "0" : "")\(rest) left, to \(until.newYork.hourMinute)"
        case .awaitingBroker: return settlement == .physical ? "broker?" : "settled, broker?"
        }
    }

    /// `live`, `settling`, `decide`, `broker`, as in documents.
    public var stateWord: String {
        switch state {
        case .live: "live"
        case .settling: "settling"
        case .decide: "decide"
        case .awaitingBroker: "broker"
        }
    }

    /// The clock of the broker that comes next, `13:00 wants word`; the last one when all have passed, nil without any.
    public func nextClock(at now: Instant) -> String? {
        guard state == .live, let clock = clocks.first(where: { $0.time.map { $0 > now } ?? true }) ?? clocks.last
        else { return nil }
        guard let time = clock.time else { return clock.words }
        let local = time.newYork
        let isToday = local.date == now.newYork.date
        return "\(isToday ? local.hourMinute : local.weekdayHourMinute) \(clock.words)"
    }
}
