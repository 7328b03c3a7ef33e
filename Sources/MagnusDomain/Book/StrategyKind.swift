/// Named option strategies. The raw value is the name used in JSON.
public enum StrategyKind: String, Sendable, Hashable, Codable, CaseIterable {
    case stock
    case cashSecuredPut = "cash_secured_put"
    case shortCall = "short_call"
    case coveredCall = "covered_call"
    case longCall = "long_call"
    case longPut = "long_put"
    case bullPutSpread = "bull_put_spread"
    case bearCallSpread = "bear_call_spread"
    case bullCallSpread = "bull_call_spread"
    case bearPutSpread = "bear_put_spread"
    case ironCondor = "iron_condor"
    case ironButterfly = "iron_butterfly"
    case callButterfly = "call_butterfly"
    case putButterfly = "put_butterfly"
    case callCalendar = "call_calendar"
    case putCalendar = "put_calendar"
    case callDiagonal = "call_diagonal"
    case putDiagonal = "put_diagonal"
    case longStraddle = "long_straddle"
    case shortStraddle = "short_straddle"
    case longStrangle = "long_strangle"
    case shortStrangle = "short_strangle"
    case collar
    case protectivePut = "protective_put"
    case custom
}

extension StrategyKind {
    /// `cash secured put`.
    public var words: String { rawValue.split(separator: "_").joined(separator: " ") }

    /// Calendars and diagonals: one option against another of the same side that ends on a later day.
    public var expiresApart: Bool {
        [.callCalendar, .putCalendar, .callDiagonal, .putDiagonal].contains(self)
    }
}
