/// Why a roll is not offered (trader.md section 2, row "rolls"). The order of the cases is the order in which they are told.
public enum RollObstacle: Sendable, Hashable {
    /// The campaign has been rolled as often as the rule allows.
    case rollsDone(Int, limit: Int)
    /// Nearer to the money than the strike that is held: a put above it, a call below.
    case worseStrike
    case tooLate(days: Int, limit: Int)
    case tooEarly(days: Int, limit: Int)
    /// - unconfirmedDays: that a date which is not confirmed counts either way.
    case earnings(EarningsEvent, unconfirmedDays: Int)
    /// The long leg ends on that day: the short one would outlive what covers it.
    case beyondLongLeg(CalendarDate)
    /// The row is long that very contract, for example `525C 05-21`: selling it would close the long leg and roll nothing.
    case closesLongLeg(String)
    /// The other leg of the spread does not exist there, for example `75P`.
    case notListed(String)
    /// A price that is needed is not there.
    case noQuote(UnknownReason)
    /// Dollars per share paid at the natural price, not negative; 0 is no credit either.
    case debit(Double)

    /// The word used in JSON.
    public var code: String {
        switch self {
        case .rollsDone: "rolls_done"
        case .worseStrike: "worse_strike"
        case .tooLate: "over_days"
        case .tooEarly: "under_days"
        case .earnings: "earnings"
        case .beyondLongLeg: "beyond_long_leg"
        case .closesLongLeg: "closes_long_leg"
        case .notListed: "not_listed"
        case .noQuote: "no_quote"
        case .debit: "debit"
        }
    }

    /// At most five letters, for a cell of the grid.
    public var word: String {
        switch self {
        case .rollsDone: "rolls"
        case .worseStrike: "worse"
        case .tooLate(_, let limit): ">\(limit)d"
        case .tooEarly(_, let limit): "<\(limit)d"
        case .earnings: "earn"
        case .beyondLongLeg: "long"
        case .closesLongLeg: "held"
        case .notListed: "wing"
        case .noQuote: "quote"
        case .debit: "debit"
        }
    }

    /// The figure and the limit: `debit 0.75`, `earnings 05-03 AMC inside`.
    public var text: String {
        switch self {
        case .rollsDone(let count, let limit): return "rolled \(count) times, at most \(limit) in a campaign"
        case .worseStrike: return "worse strike"
        case .tooLate(let days, let limit): return "\(days) days, over \(limit) DTE"
        case .tooEarly(let days, let limit): return "\(days) days, under \(limit) DTE"
        case .earnings(let event, let days):
            let time = event.time == .unknown ? "" : " \(event.time.rawValue)"
            return "earnings \(event.date.monthDay)\(time) inside"
                + (event.isConfirmed ? "" : " (unconfirmed, \(days) days either way)")
        case .beyondLongLeg(let day): return "outlives the long leg of \(day.monthDay)"
        case .closesLongLeg(let name): return "closes the long \(name) that is held"
        case .notListed(let name): return "\(name) is not listed there"
        case .noQuote(let reason): return "no price: \(reason.rawValue.split(separator: "_").joined(separator: " "))"
        case .debit(let price):
            // What rounds to nothing is said to be nothing.
            let text = DecimalText.text(price, decimals: 2) ?? "0.00"
            return text == "0.00" ? "no credit" : "debit \(text)"
        }
    }
}

extension EarningsEvent {
    /// Whether it may fall between two days, both included.
    /// - Parameter unconfirmedDays: that a date which is not confirmed counts either way.
    public func mayFall(from first: CalendarDate, through last: CalendarDate, unconfirmedDays: Int) -> Bool {
        let slack = isConfirmed ? 0 : unconfirmedDays
        return date.adding(days: slack) >= first && date.adding(days: -slack) <= last
    }
}
