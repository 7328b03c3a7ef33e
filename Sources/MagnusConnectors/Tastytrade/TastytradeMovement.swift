import MagnusDomain

/// What a row is, from its type, sub type, action and description.
struct TastytradeMovement {
    var kind: LedgerEventKind
    var effect: PositionEffect
    /// +1 received, -1 delivered, 0 for cash.
    var sign: Int
    var side: ImportedRow.Side
    var isCash: Bool { sign == 0 }

    init(
        type: Substring, subType: Substring, action: Substring, description: Substring, isOption: Bool
    ) throws(RowFault) {
        let stated = Self.direction(action) ?? Self.direction(subType)
        switch type {
        case "Trade":
            guard let stated else { throw RowFault(.action, "neither bought nor sold") }
            self.init(kind: .trade, effect: stated.effect, sign: stated.sign)
        case "Receive Deliver":
            try self.init(delivery: subType.lowercased(), stated: stated, isOption: isOption)
        case "Money Movement":
            let kind = Self.cashKind(subType.lowercased(), description: description.lowercased())
            self.init(kind: kind, effect: .automatic, sign: 0)
        default:
            throw RowFault(.type, "unknown kind of row")
        }
    }

    /// Everything that moves positions without a trade.
    private init(
        delivery subType: String, stated: (sign: Int, effect: PositionEffect)?, isOption: Bool
    ) throws(RowFault) {
        switch subType {
        case "assignment": self.init(kind: .assignment, effect: .closing, sign: 1)
        case "cash settled assignment": self.init(kind: .cashSettlement, effect: .closing, sign: 1)
        case "exercise": self.init(kind: .exercise, effect: .closing, sign: -1)
        case "cash settled exercise": self.init(kind: .cashSettlement, effect: .closing, sign: -1)
        case "expiration": self.init(kind: .expiration, effect: .closing, sign: 1, side: .removesHolding)
        default:
            guard let stated else { throw RowFault(.subType, "neither received nor delivered") }
            if ["buy to open", "buy to close", "sell to open", "sell to close"].contains(subType) {
                self.init(kind: .assignment, effect: stated.effect, sign: stated.sign, side: .delivers)
            } else {
                let kind = try Self.corporateKind(subType, isOption: isOption)
                self.init(kind: kind, effect: stated.effect, sign: stated.sign)
            }
        }
    }

    private init(kind: LedgerEventKind, effect: PositionEffect, sign: Int, side: ImportedRow.Side = .stated) {
        self.kind = kind
        self.effect = effect
        self.sign = sign
        self.side = side
    }

    /// - Parameter isOption: A dividend goes to shares; options are adjusted for a special one, the contract of the old
    ///   strike leaves and one of a lower strike comes.
    private static func corporateKind(_ subType: String, isOption: Bool) throws(RowFault) -> LedgerEventKind {
        if subType.contains("split") { return .split }
        if subType.contains("symbol change") || subType.contains("cusip") { return .symbolChange }
        if subType.contains("merger") || subType.contains("spin") { return .merger }
        // Shares that a dividend bought, or that came as one: a special one adjusts options instead.
        if subType.contains("dividend") { return isOption ? .adjustment : .transfer }
        if subType.contains("transfer") || subType.contains("acat") || subType.contains("journal") { return .transfer }
        if subType.contains("adjustment") { return .adjustment }
        throw RowFault(.subType, "unknown kind of delivery")
    }

    private static func cashKind(_ subType: String, description: String) -> LedgerEventKind {
        switch subType {
        case "dividend": return .dividend
        case "fee": return .fee
        case "credit interest", "debit interest": return .interest
        case "balance adjustment":
            return description.hasSuffix("fee adjustment") ? .fee : .adjustment
        case "transfer", "deposit", "withdrawal", "acat":
            // Interest is booked so too: `INTEREST ON CREDIT BALANCE`, `FROM 07/16 THRU 08/15 @ 8 %`.
            let isInterest =
                description.contains("interest")
                || (description.hasPrefix("from ") && description.contains(" thru "))
            return isInterest ? .interest : .transfer
        default: break
        }
        if subType.contains("dividend") { return .dividend }
        if subType.contains("interest") || subType.contains("lending") { return .interest }
        return .adjustment
    }

    /// `BUY_TO_OPEN`, `Sell to Close`, `BUY`.
    private static func direction(_ text: Substring) -> (sign: Int, effect: PositionEffect)? {
        // As printed nearly always; other spellings the long way.
        switch text {
        case "BUY_TO_OPEN": return (1, .opening)
        case "BUY_TO_CLOSE": return (1, .closing)
        case "SELL_TO_OPEN": return (-1, .opening)
        case "SELL_TO_CLOSE": return (-1, .closing)
        case "": return nil
        default: break
        }
        return switch text.lowercased().split(whereSeparator: { $0 == "_" || $0 == " " }).joined(separator: " ") {
        case "buy to open": (1, .opening)
        case "buy to close": (1, .closing)
        case "sell to open": (-1, .opening)
        case "sell to close": (-1, .closing)
        case "buy": (1, .automatic)
        case "sell": (-1, .automatic)
        default: nil
        }
    }
}
