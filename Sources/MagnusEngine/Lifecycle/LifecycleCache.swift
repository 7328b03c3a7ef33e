import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// The last report with what it was made from, so that cost follows change.
struct LifecycleCache: Sendable {
    /// What decides over the history: who is shown, the ledgers, the day, and what the owner said of pairs that may be rolls.
    struct Revision: Sendable, Equatable {
        var account: String
        /// ``BookKeeper/ledgerNumber``.
        var ledgerNumber: Int
        var shownCount: Int
        var date: CalendarDate
        var rollVerdicts: [String: RollVerdict]
    }

    var revision: Revision?
    var history: LifecycleHistory?
    var market: LifecycleMarket?
}

/// The rolls of the ledger with what they were found in: the grid of rolls asks every few seconds.
struct RollCache: Sendable {
    var revision: LifecycleCache.Revision
    var finder: RollFinder
}

/// What a market tells about the past of a history.
struct LifecycleMarket: Sendable {
    /// Closes by symbol of the day that settles.
    var settlement: [String: Figure] = [:]
    /// By first day of a period.
    var benchmark: [CalendarDate: Figure] = [:]
    var bills: [CalendarDate: Figure] = [:]
    /// Daily bars of what calls were written against, by symbol.
    var bars: [String: [DailyBar]] = [:]
    /// Absolute delta at the opening by the id of the event.
    var deltas: [String: Double] = [:]
    /// Ex-dates by the id of the dividend's event.
    var exDates: [String: CalendarDate] = [:]
    /// The same for months.
    var benchmarkMonths: [CalendarDate: Figure] = [:]
    var billMonths: [CalendarDate: Figure] = [:]
}
