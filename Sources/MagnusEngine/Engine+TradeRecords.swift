import MagnusAnalysis
import MagnusDomain
import MagnusMonitors

/// What was closed before on each kind of strategy, as far as it was counted.
struct TradeRecords: Sendable {
    /// What a count was made from.
    struct Revision: Sendable, Equatable {
        var account: String
        /// ``BookKeeper/ledgerNumber``.
        var ledgerNumber: Int
    }

    var records: [StrategyKind: TradeRecord] = [:]
    /// Of the last count; nil before the first.
    var revision: Revision?
    /// The count that runs or was the last.
    var counting: Task<[StrategyKind: TradeRecord], Never>?
}

/// M2 quotes what became of earlier trades of a kind, with how many there were.
extension Engine {
    /// Counts anew, outside the actor, when the ledger or the choice of accounts has changed. The monitor quotes it at its
    /// next turn: it decides nothing, so nothing runs out of turn for it.
    func countTradeRecords(now: Instant) {
        let revision = TradeRecords.Revision(account: selectedAccount, ledgerNumber: keeper.ledgerNumber)
        guard keeper.tradeRecords.revision != revision else { return }
        keeper.tradeRecords.revision = revision
        let events = keeper.events(through: now)
        let counting = Task { await Self.count(events) }
        keeper.tradeRecords.counting = counting
        Task {
            let records = await counting.value
            guard keeper.tradeRecords.revision == revision, keeper.tradeRecords.records != records else { return }
            keeper.tradeRecords.records = records
        }
    }

    /// The same for those who cannot wait for a second run.
    func awaitTradeRecords(now: Instant) async {
        countTradeRecords(now: now)
        guard let counting = keeper.tradeRecords.counting else { return }
        keeper.tradeRecords.records = await counting.value
    }

    @concurrent
    private nonisolated static func count(_ events: [LedgerEvent]) async -> [StrategyKind: TradeRecord] {
        var ledger = LedgerBook()
        ledger.apply(events)
        return TradeRecord.records(of: TradePerformance(ledger, trades: TradeBlotter(ledger.allEvents).trades).outcomes)
    }
}
