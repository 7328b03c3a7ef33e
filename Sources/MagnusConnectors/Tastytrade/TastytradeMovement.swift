import MagnusDomain

/// What a row is, from its type, sub type, action and description.
struct TastytradeMovement {
    var kind: LedgerEventKind
    var effect: PositionEffect
    /// +1 received, -1 delivered, 0 for cash.
    var sign: Int
    var side: ImportedRow.Side
    var isCash: Bool { sign == 0 }

    init(type: Substring, subType: Substring, action: Substring, description: Substring) throws(RowFault) {
        let subType = subType.lowercased()
        let stated = Self.direction(action) ?? Self.direction(subType[...])
        switch type {
        case "Trade":
            guard let stated else { throw RowFault(.action, "neither bought nor sold") }
            self.init(kind: .trade, effect: stated.effect, sign: stated.sign)
        case "Receive Deliver":
            try self.init(delivery: subType, stated: stated)
        case "Money Movement":
            let kind = Self.cashKind(subType, description: description.lowercased())
            self.init(kind: kind, effect: .automatic, sign: 0)
        default:
            throw RowFault(.type, "unknown kind of row")
        }
    }

    /// Everything that moves positions without a trade.
    private init(delivery subType: String, stated: (sign: Int, effect: PositionEffect)?) throws(RowFault) {
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
                self.init(kind: try Self.corporateKind(subType), effect: stated.effect, sign: stated.sign)
            }
        }
    }

    private init(kind: LedgerEventKind, effect: PositionEffect, sign: Int, side: ImportedRow.Side = .stated) {
        self.kind = kind
        self.effect = effect
        self.sign = sign
        self.side = side
    }

    private static func corporateKind(_ subType: String) throws(RowFault) -> LedgerEventKind {
        if subType.contains("split") { return .split }
        if subType.contains("symbol change") || subType.contains("cusip") { return .symbolChange }
        if subType.contains("merger") || subType.contains("spin") { return .merger }
        if subType.contains("dividend") { return .dividend }
        if subType.contains("transfer") || subType.contains("acat") || subType.contains("journal") { return .transfer }
        if subType.contains("adjustment") { return .adjustment }
        throw RowFault(.subType, "unknown kind of delivery")
    }

    private static func cashKind(_ subType: String, description: String) -> LedgerEventKind {
        // Interest is booked as deposit and withdrawal too: `INTEREST ON CREDIT BALANCE`, `FROM 07/16 THRU 08/15 @ 8 %`.
        let isInterest =
            subType.contains("interest") || description.contains("interest") || subType.contains("lending")
            || (description.hasPrefix("from ") && description.contains(" thru "))
        if subType.contains("dividend") { return .dividend }
        if isInterest { return .interest }
        if subType == "fee" || description.contains("fee adjustment") { return .fee }
        if ["transfer", "deposit", "withdrawal", "acat"].contains(subType) { return .transfer }
        return .adjustment
    }

    /// `BUY_TO_OPEN`, `Sell to Close`, `BUY`.
    private static func direction(_ text: Substring) -> (sign: Int, effect: PositionEffect)? {
        switch text.lowercased().split(whereSeparator: { $0 == "_" || $0 == " " }).joined(separator: " ") {
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
