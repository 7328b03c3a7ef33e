import MagnusDomain
import MagnusQuant

/// Positions that form one strategy.
public struct RecognisedStrategy: Sendable, Hashable {
    /// Stable while the same positions are held: account and group, or account and instruments.
    public var id: String
    public var account: String
    public var symbol: String
    public var group: String?
    public var kind: StrategyKind
    /// Text of the Position column.
    public var title: String
    /// Indices into the positions given, options by expiry, then puts before calls, then strike; shares first.
    public var members: [Int]
}

/// One position as the recogniser looks at it.
struct StrategyLeg: Sendable {
    var index: Int
    var position: Position
    /// nil for shares.
    var contract: OptionContract?
    /// Signed, contracts or shares.
    var quantity: Double

    init(index: Int, position: Position) {
        self.index = index
        self.position = position
        quantity = position.quantity.value
        if case .option(let contract) = position.instrument { self.contract = contract } else { contract = nil }
    }

    var isShort: Bool { quantity < 0 }
    var isCall: Bool { contract?.right == .call }
    /// Shares of the underlying that an adjusted call sold is stated to take; 0 for anything else.
    var adjustedClaim: Double { isShort && isCall ? -quantity * Double(contract?.adjustedShares ?? 0) : 0 }
    var strike: Int { contract?.strikeThousandths ?? 0 }
    var expiry: CalendarDate { contract?.expiry ?? CalendarDate(daysSinceEpoch: Int.min / 4) }

    /// Shares first, then by expiry, puts before calls, by strike, by id.
    static func isOrdered(_ left: StrategyLeg, _ right: StrategyLeg) -> Bool {
        let leftKey = (left.expiry, left.isCall ? 1 : 0, left.strike)
        let rightKey = (right.expiry, right.isCall ? 1 : 0, right.strike)
        return leftKey == rightKey ? left.position.id < right.position.id : leftKey < rightKey
    }
}
