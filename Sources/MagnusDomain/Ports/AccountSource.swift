/// Reports what happened in accounts: a broker, or the paper broker of the simulated market.
public protocol AccountSource: Sendable {
    var name: String { get }
    func accounts() async -> [Account]
    /// Ledger events with `time` at or before `now`, in order of time then id. The same event always has the same id,
    /// so the caller may ask again and keep what is new.
    func ledgerEvents(of account: String, now: Instant) async throws(MarketDataError) -> [LedgerEvent]
    /// Orders working now.
    func workingOrders(of account: String, now: Instant) async -> [WorkingOrder]
}
