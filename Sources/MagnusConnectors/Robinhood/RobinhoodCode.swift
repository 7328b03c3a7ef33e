import MagnusDomain

/// What Robinhood's transaction codes mean. Only codes whose meaning the rows themselves show are here: any other row is
/// skipped and told.
enum RobinhoodCode {
    /// - Parameters:
    ///   - code: upper case.
    ///   - words: the description in upper case with single blanks.
    ///   - movesShares: whether the row prints a quantity other than zero.
    /// - Returns: nil for an unknown code.
    static func movement(_ code: String, words: String, movesShares: Bool) -> StatementMovement? {
        switch code {
        case "BUY": return trade(.bought(), words)
        case "SELL": return trade(.sold(), words)
        case "BTO": return .bought(.opening)
        case "BTC": return .bought(.closing)
        case "STO": return .sold(.opening)
        case "STC": return .sold(.closing)
        case "OEXP": return .expired
        case "OASGN": return .assigned
        case "OEXCS": return .exercised
        case "SPL", "SPR": return movesShares ? .delivered(.split) : nil
        case "SXCH": return movesShares ? .delivered(.symbolChange) : nil
        case "MRGS": return movesShares ? merger : .cash(.adjustment)
        // What came for nothing: its cost is not stated, so it stays unknown.
        case "REC", "SOFF": return movesShares ? .delivered(.transfer) : nil
        case "ACATI", "ACATO": return movesShares ? .delivered(.transfer) : .cash(.transfer)
        default: return cashKind(code).map { .cash($0) }
        }
    }

    /// Whether the code is one of an option, whose contract stands in the description.
    static func isOption(_ code: String) -> Bool {
        ["BTO", "BTC", "STO", "STC", "OEXP", "OASGN", "OEXCS"].contains(code)
    }

    /// A merger may pay cash with its row of shares.
    private static let merger = StatementMovement(kind: .merger, direction: .stated)

    /// Shares that an option moved say so: `1 TSLA Option Assigned`.
    private static func trade(_ movement: StatementMovement, _ words: String) -> StatementMovement {
        var movement = movement
        if words.contains(" OPTION ASSIGNED") { movement.kind = .assignment }
        if words.contains(" OPTION EXERCISED") { movement.kind = .exercise }
        return movement
    }

    private static func cashKind(_ code: String) -> LedgerEventKind? {
        switch code {
        // Paid by the company, or in its place by whoever borrowed the shares.
        case "CDIV", "MDIV": .dividend
        // Withheld from dividends: their sum is what arrived.
        case "DTAX", "NRAT": .dividend
        // The boost of a deposit is what interest it lacked.
        case "INT", "MINT", "SLIP", "GDBP": .interest
        case "GOLD", "DFEE", "AFEE": .fee
        // To and from the card and other accounts of the person.
        case "ACH", "RTP", "ITRF", "FUTSWP", "XENT", "XENT_CC": .transfer
        case "CIL", "MISC", "MTCH", "GMPC", "ROC": .adjustment
        default: nil
        }
    }
}
