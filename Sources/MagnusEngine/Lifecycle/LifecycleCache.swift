import MagnusDesk
import MagnusDomain

/// The last report with what it was made from, so that cost follows change.
struct LifecycleCache: Sendable {
    /// What decides over the history: who is shown, how many events each account has, and the day.
    struct Revision: Sendable, Equatable {
        var account: String
        var eventCounts: [String: Int]
        var shownCount: Int
        var date: CalendarDate
    }

    var revision: Revision?
    var history: LifecycleHistory?
    var market: LifecycleMarket?
}

/// What a market tells about the past of a history.
struct LifecycleMarket: Sendable {
    /// Closes by symbol of the day that settles.
    var settlement: [String: Figure] = [:]
    /// By first day of a period.
    var benchmark: [CalendarDate: Figure] = [:]
    var bills: [CalendarDate: Figure] = [:]
    /// The same for months.
    var benchmarkMonths: [CalendarDate: Figure] = [:]
    var billMonths: [CalendarDate: Figure] = [:]
}
