import MagnusDomain

/// What Schwab's actions mean. An action that is not here is skipped and told.
enum SchwabAction {
    /// - Parameters:
    ///   - action: in lower case with single blanks.
    ///   - isOption: whether the symbol is an option.
    ///   - movesShares: whether the row prints a quantity other than zero.
    ///   - net: the cash of the row.
    static func movement(_ action: String, isOption: Bool, movesShares: Bool, net: Money?) -> StatementMovement? {
        if let trade = trades[action] { return trade }
        if let end = end(action, isOption: isOption, net: net ?? .zero) { return end }
        if let kind = changes[action] { return movesShares ? .delivered(kind) : .cash(.adjustment) }
        // A merger for cash may print cash and shares in one row or in two.
        if action == "cash merger" || action == "cash merger adj" {
            guard movesShares else { return .cash(.adjustment) }
            return StatementMovement(kind: (net ?? .zero) == .zero ? .merger : .trade, direction: .stated)
        }
        if transfers.contains(action) || action.hasPrefix("moneylink") || action.hasPrefix("wire") {
            return movesShares ? .delivered(.transfer) : .cash(.transfer)
        }
        return cashKind(action).map { .cash($0) }
    }

    private static let trades: [String: StatementMovement] = [
        "buy": .bought(), "sell": .sold(), "reinvest shares": .bought(), "sell short": .sold(.opening),
        "buy to cover": .bought(.closing), "buy to open": .bought(.opening), "buy to close": .bought(.closing),
        "sell to open": .sold(.opening), "sell to close": .sold(.closing),
        "cancel buy": StatementMovement(kind: .adjustment, direction: .sold),
        "cancel sell": StatementMovement(kind: .adjustment, direction: .bought),
    ]

    private static let changes: [String: LedgerEventKind] = [
        "stock split": .split, "stock split adj": .split, "reverse split": .split, "reverse split adj": .split,
        "stock div dist": .split, "options frwd split": .split, "options frwd split adj": .split,
        "name change": .symbolChange, "stock merger": .merger, "conversion": .merger, "mandatory reorg exc": .merger,
        // Shares of a daughter come without a stated cost.
        "spin-off": .transfer,
    ]

    private static let transfers: Set<String> = [
        "journal", "journaled shares", "security transfer", "internal transfer", "stock plan activity",
        "funds received", "funds paid", "futures mm sweep",
    ]

    /// How an option ends without a trade, and the shares or the cash that go with it.
    private static func end(_ action: String, isOption: Bool, net: Money) -> StatementMovement? {
        switch action {
        case "expired":
            var movement = StatementMovement.expired
            // An index option in the money expires with its cash.
            if net != .zero { movement.kind = .cashSettlement }
            return movement
        case "cash settled assignment", "cash settled exercise":
            guard isOption else { return nil }
            var movement = action == "cash settled assignment" ? StatementMovement.assigned : .exercised
            movement.kind = .cashSettlement
            return movement
        case "assigned", "exchange or exercise":
            let kind: LedgerEventKind = action == "assigned" ? .assignment : .exercise
            if isOption {
                var movement = action == "assigned" ? StatementMovement.assigned : .exercised
                if net != .zero { movement.kind = .cashSettlement }
                return movement
            }
            // Shares: paid for when they came.
            guard net != .zero else { return nil }
            return StatementMovement(kind: kind, direction: net < .zero ? .bought : .sold)
        default: return nil
        }
    }

    private static func cashKind(_ action: String) -> LedgerEventKind? {
        let words = action.split(separator: " ")
        if action.contains("interest") { return .interest }
        // Tax is withheld from dividends: their sum is what arrived.
        if action == "foreign tax paid" || action.hasPrefix("nra ") || action.hasPrefix("tax ") { return .dividend }
        if words.contains("div") || words.contains("dividend") || action.contains("cap gain") { return .dividend }
        if words.contains("fee") { return .fee }
        let adjustments = [
            "promotional award", "misc cash entry", "misc credits", "misc debits", "cash in lieu", "full redemption",
            "full redemption adj",
        ]
        return adjustments.contains(action) ? .adjustment : nil
    }
}
