import MagnusDomain

/// What a row of Fidelity's history is. The action is a sentence: what happened, then the name of the security.
enum FidelityMovement: Sendable, Equatable {
    case booked(StatementMovement)
    /// Cash that stays within the account: into and out of the fund or bank it is kept in.
    case sweep
    /// A trade taken back: holding and cash as printed.
    case cancelled
    /// The repayment of a bond: its cash alone.
    case redemption
    case unknown

    /// - Parameters:
    ///   - words: the action in upper case with single blanks.
    ///   - isOption: whether the row's symbol is an option.
    ///   - movesShares: whether the row prints a quantity other than zero.
    init(words: String, isOption: Bool, movesShares: Bool) {
        if words.hasPrefix("BUY CANCEL") || words.hasPrefix("SELL CANCEL") {
            self = .cancelled
        } else if words.hasPrefix("YOU BOUGHT") {
            self = .booked(Self.trade(words, isOption: isOption, .bought(), .bought(.opening), .bought(.closing)))
        } else if words.hasPrefix("YOU SOLD") {
            self = .booked(Self.trade(words, isOption: isOption, .sold(), .sold(.opening), .sold(.closing)))
        } else if isOption {
            self = Self.end(words)
        } else {
            self = Self.other(words, movesShares: movesShares)
        }
    }

    private static func trade(
        _ words: String, isOption: Bool, _ plain: StatementMovement, _ opening: StatementMovement,
        _ closing: StatementMovement
    ) -> StatementMovement {
        let rest = words.split(separator: " ").dropFirst(2)
        switch (rest.first, rest.dropFirst().first) {
        case ("OPENING", "TRANSACTION"): return opening
        case ("CLOSING", "TRANSACTION"): return closing
        case ("SHORT", "SALE"): return opening
        case ("SHORT", "COVER"): return closing
        case ("ASSIGNED", _) where !isOption, ("EXERCISED", _) where !isOption:
            // Shares that an option moved, at its strike.
            var delivery = plain
            delivery.kind = rest.first == "ASSIGNED" ? .assignment : .exercise
            return delivery
        default: return plain
        }
    }

    /// How an option ends without a trade.
    private static func end(_ words: String) -> FidelityMovement {
        if words.hasPrefix("EXPIRED") { return .booked(.expired) }
        if words.hasPrefix("ASSIGNED") { return .booked(.assigned) }
        if words.hasPrefix("EXERCISED") { return .booked(.exercised) }
        return .unknown
    }

    private static func other(_ words: String, movesShares: Bool) -> FidelityMovement {
        func begins(_ beginnings: [String]) -> Bool { beginnings.contains { words.hasPrefix($0) } }
        if begins(sweeps) { return .sweep }
        if begins(["REDEMPTION PAYOUT", "FULL CALL PAYOUT", "PARTIAL CALL PAYOUT"]) { return .redemption }
        if begins(["REINVESTMENT"]) { return .booked(.bought()) }
        if begins(["REVERSE SPLIT", "STOCK SPLIT", "FORWARD SPLIT"]) {
            return .booked(corporate(.split, words, movesShares))
        }
        if begins(["MERGER"]) { return .booked(corporate(.merger, words, movesShares)) }
        if begins(["DISTRIBUTION"]) {
            guard movesShares else { return .booked(.cash(.dividend)) }
            // Shares in kind of the same name are a split; a daughter is named so.
            return .booked(.delivered(words.contains("SPINOFF") ? .merger : .split))
        }
        if begins(["NAME CHANGED", "SYMBOL CHANGE"]), movesShares { return .booked(.delivered(.symbolChange)) }
        if begins(dividends) { return .booked(.cash(.dividend)) }
        if begins(interest) { return .booked(.cash(.interest)) }
        if begins(costs) { return .booked(.cash(.fee)) }
        if begins(["IN LIEU OF FRX SHARE", "RETURN OF CAPITAL"]) {
            return .booked(.cash(.adjustment))
        }
        if begins(transfers) { return .booked(movesShares ? .delivered(.transfer) : .cash(.transfer)) }
        return .unknown
    }

    /// A payout pays cash for shares; the other rows exchange shares and print their value.
    private static func corporate(_ kind: LedgerEventKind, _ words: String, _ movesShares: Bool) -> StatementMovement {
        guard movesShares else { return .cash(.adjustment) }
        return words.contains(" PAYOUT ") ? StatementMovement(kind: kind, direction: .stated) : .delivered(kind)
    }

    /// The last one moves cash between the margin and the short side of one account.
    private static let sweeps = [
        "REDEMPTION FROM CORE ACCOUNT", "PURCHASE INTO CORE ACCOUNT", "EXCHANGED TO", "REINVESTMENT CASH (",
        "SHORT VS MARGIN MARK TO MARKET",
    ]
    private static let dividends = [
        "DIVIDEND RECEIVED", "LONG-TERM CAP GAIN", "SHORT-TERM CAP GAIN", "DIVIDEND ADJUSTMENT", "DIVIDEND PAID",
        "DIVIDEND CHARGED",
        // Tax is withheld from dividends: their sum is what arrived.
        "FOREIGN TAX PAID", "NON-RESIDENT TAX",
    ]
    private static let interest = ["INTEREST", "MUNI EXEMPT INT", "MARGIN INTEREST", "BOND INTEREST"]
    private static let costs = [
        "ASSET/ACCT FEE", "FEE CHARGED", "ADVISORY FEE", "SERVICE FEE", "ADR FEE",
    ]
    private static let transfers = [
        "ELECTRONIC FUNDS TRANSFER", "DIRECT DEBIT", "DIRECT DEPOSIT", "TRANSFERRED FROM", "TRANSFERRED TO",
        "WIRE TRANSFER", "ADJUST WIRE TRANSFER", "CHECK RECEIVED", "CHECK PAID", "BILL PAYMENT", "DEBIT CARD PURCHASE",
        "JOURNALED", "TRANSFER OF ASSETS", "CASH CONTRIBUTION", "CONTRIBUTION",
        "ASSET/ACCT TRANSFER", "PARTIC CONTR", "CO CONTR", "NORMAL DISTR", "ROLLOVER",
        "ROTH CONVERSION",
        "CASH ADVANCE", "DEPOSIT RECEIVED", "OTHER CREDIT", "OTHER DEBIT",
    ]
}
