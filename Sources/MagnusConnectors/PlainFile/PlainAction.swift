import MagnusDomain

/// The words of the `action` column.
enum PlainAction {
    /// - Parameter words: the cell in upper case with single blanks; `_` counts as a blank.
    /// - Returns: nil for any other word.
    static func movement(_ words: String, movesShares: Bool) -> StatementMovement? {
        switch words {
        case "BUY": .bought()
        case "SELL": .sold()
        case "BUY TO OPEN": .bought(.opening)
        case "BUY TO CLOSE": .bought(.closing)
        case "SELL TO OPEN": .sold(.opening)
        case "SELL TO CLOSE": .sold(.closing)
        case "TRADE": StatementMovement(kind: .trade, direction: .stated)
        case "EXPIRATION": .expired
        case "ASSIGNMENT": StatementMovement(kind: .assignment, effect: .closing, direction: .stated)
        case "EXERCISE": StatementMovement(kind: .exercise, effect: .closing, direction: .stated)
        case "CASH SETTLEMENT": StatementMovement(kind: .cashSettlement, effect: .closing, direction: .stated)
        case "SPLIT": StatementMovement(kind: .split, direction: .stated)
        case "SYMBOL CHANGE": StatementMovement(kind: .symbolChange, direction: .stated)
        case "MERGER": StatementMovement(kind: .merger, direction: .stated)
        case "DIVIDEND": .cash(.dividend)
        case "INTEREST": .cash(.interest)
        case "FEE": .cash(.fee)
        case "TRANSFER": movesShares ? StatementMovement(kind: .transfer, direction: .stated) : .cash(.transfer)
        case "DEPOSIT", "WITHDRAWAL": movesShares ? nil : .cash(.transfer)
        case "ADJUSTMENT": movesShares ? StatementMovement(kind: .adjustment, direction: .stated) : .cash(.adjustment)
        case "STATEMENT":
            movesShares ? .delivered(.statement) : .cash(.statement)
        // The row says beside it what it is.
        case otherAsset: .cash(.adjustment)
        case otherAssetClosed: .repayment
        case "UNREAD": .cash(.unread)
        default: nil
        }
    }

    /// A bond, a future, a coin: of what is no position here the cash is booked.
    static let otherAsset = "OTHER ASSET"
    /// The same leaves: it was held, whether or not its purchase is in the file.
    static let otherAssetClosed = "OTHER ASSET CLOSED"
}
