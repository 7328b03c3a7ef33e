import MagnusDesk
import MagnusDomain

/// A trade that is only thought of: nothing is staged and nothing is sent.
public struct TradeDraft: Sendable, Equatable {
    /// Of the underlying; empty without legs.
    public var symbol = ""
    public var legs: [DraftLeg] = []

    public init() {}

    public var isEmpty: Bool { legs.isEmpty }

    public func quantity(of contract: OptionContract) -> Int {
        legs.first { $0.contract == contract }?.quantity ?? 0
    }

    /// Why a leg was not taken.
    enum Refusal: Equatable {
        case adjusted
        case tooManyLegs
        case tooManyContracts
    }

    /// Buys or sells contracts more; a leg that comes to none goes. Another underlying begins a new draft.
    mutating func add(_ quantity: Int, of contract: OptionContract) -> Refusal? {
        guard !contract.isAdjusted else { return .adjusted }
        if contract.underlying != symbol { legs = [] }
        let index = legs.firstIndex { $0.contract == contract }
        let sum = (index.map { legs[$0].quantity } ?? 0) + quantity
        guard abs(sum) <= DraftLimits.contracts else { return .tooManyContracts }
        if let index {
            if sum == 0 { legs.remove(at: index) } else { legs[index].quantity = sum }
        } else {
            guard legs.count < DraftLimits.legs else { return .tooManyLegs }
            legs.append(DraftLeg(contract: contract, quantity: sum))
        }
        symbol = legs.isEmpty ? "" : contract.underlying
        return nil
    }

    mutating func remove(_ contract: OptionContract) {
        legs.removeAll { $0.contract == contract }
        if legs.isEmpty { symbol = "" }
    }

    /// `-1 95P 04-16 +1 90P 04-16`.
    var text: String {
        legs.map { "\($0.contract.positionText(quantity: Quantity($0.quantity))) \($0.contract.expiry.monthDay)" }
            .joined(separator: " ")
    }
}
