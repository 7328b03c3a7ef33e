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
        var terms = expiryTerms
        (terms.through, terms.deadlineDays) = (request.through, request.deadlineDays)
        return await Self.board(
            keeper.expiryWork(market: market, now: book.asOf), terms, account: selectedAccount)
    }

    private var expiryTerms: ExpiryWork.Terms {
        // The setting counts opening and closing.
        ExpiryWork.Terms(
            feesPerContract: configuration.scans.feesPerContract / 2, clocks: configuration.brokerClocks)
    }

    /// How a figure of a row of the board comes about; nil for an id of something else, or of a row that is gone.
    func explainExpiry(_ id: String) -> Explanation? {
        guard ExpiryWork.isRow(id), let book else { return nil }
        return keeper.expiryWork(market: market, now: book.asOf).explanation(id, expiryTerms)
    }

    @concurrent
    private nonisolated static func board(
        _ work: ExpiryWork, _ terms: ExpiryWork.Terms, account: String
    ) async -> ExpiryBoard {
        work.board(terms, account: account)
    }
}
