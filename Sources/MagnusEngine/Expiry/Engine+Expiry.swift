import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// What ends next.
extension Engine {
    /// The expiry board of the selected accounts, with the cash ladder and the deadlines.
    ///
    /// Worked out outside the actor: the three worlds fold the book anew.
    /// - Returns: nil while no book of the selected accounts has been valued.
    public func expiry(_ request: ExpiryRequest) async -> ExpiryBoard? {
        guard let book, Set(book.accounts.map(\.account.name)) == Set(keeper.selected) else { return nil }
        let terms = ExpiryWork.Terms(
            through: request.through, deadlineDays: request.deadlineDays,
            // The setting counts opening and closing.
            feesPerContract: configuration.scans.feesPerContract / 2, clocks: configuration.brokerClocks)
        return await Self.board(
            keeper.expiryWork(market: market, now: book.asOf), terms, account: selectedAccount)
    }

    @concurrent
    private nonisolated static func board(
        _ work: ExpiryWork, _ terms: ExpiryWork.Terms, account: String
    ) async -> ExpiryBoard {
        work.board(terms, account: account)
    }
}
