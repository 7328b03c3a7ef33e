import MagnusDomain
import MagnusQuant

/// Which contracts of one underlying make a spread.
struct SpreadPlan: Sendable, Hashable {
    struct Leg: Sendable, Hashable {
        let index: Int
        let slice: Int
        let isShort: Bool

        /// +1 bought, -1 sold.
        var sign: Double { isShort ? -1 : 1 }
    }

    let kind: StrategyKind
    /// Puts before calls by strike, calendars and diagonals by expiry; the option sold alone where nothing is listed against it.
    let legs: [Leg]
    /// Dollars per share, of a condor the wider; nil for calendars.
    let width: Double?

    var isWhole: Bool { legs.count > 1 }
    var isCalendar: Bool { kind == .callCalendar || kind == .putCalendar }
    var isDiagonal: Bool { kind == .callDiagonal || kind == .putDiagonal }
    /// Condors sell two.
    var sold: [Leg] { legs.filter(\.isShort) }

    init(_ kind: StrategyKind, _ legs: [Leg], width: Double?) {
        self.kind = kind
        self.legs = legs
        self.width = width
    }

    /// What a scan makes of an option of this side that it sells.
    static func kind(_ strategy: ScanStrategy, selling right: OptionRight) -> StrategyKind {
        switch strategy {
        case .condor: .ironCondor
        case .calendar: right == .call ? .callCalendar : .putCalendar
        case .diagonal: right == .call ? .callDiagonal : .putDiagonal
        case .cashSecuredPut, .coveredCall, .vertical: right == .call ? .bearCallSpread : .bullPutSpread
        }
    }
}

/// What the quotes of several legs cost together, dollars per share of one unit; a debit is negative.
struct SpreadPrices: Sendable, Hashable {
    /// Bids of what is sold less asks of what is bought.
    private(set) var natural = 0.0
    private(set) var mid = 0.0
    /// What each leg is assumed to cost: its mid, a quarter of its spread to the worse side.
    private(set) var legs: [Double] = []
    /// Their sum.
    private(set) var fill = 0.0
    /// Asks less bids of all legs.
    private(set) var spread = 0.0
    /// Mids of all legs, added up.
    private(set) var gross = 0.0

    /// What buying all back at the worse sides would cost.
    var reverse: Double { 2 * mid - natural }

    /// - Returns: nil where a leg has no mid.
    init?(_ plan: SpreadPlan, readings: [QuoteReading]) {
        for leg in plan.legs {
            let reading = readings[leg.index]
            guard let mid = reading.mid, let spread = reading.spread else { return nil }
            let price = mid + leg.sign * 0.25 * spread
            legs.append(price)
            natural -= leg.sign * (mid + leg.sign * 0.5 * spread)
            self.mid -= leg.sign * mid
            fill -= leg.sign * price
            self.spread += spread
            gross += mid
        }
    }
}
