import MagnusDomain

/// Which row a front end wants to roll.
public struct RollRequest: Sendable, Hashable {
    /// Id of a row of Positions, or of one of its legs.
    public var position: String

    public init(position: String) {
        self.position = position
    }
}

/// What became of a ``RollRequest``.
public enum RollAnswer: Sendable, Hashable {
    case report(RollReport)
    case refused(RollRefusal)
}

/// One roll of a row.
public struct RollChoice: Sendable, Hashable {
    /// Id of the row.
    public var position: String
    /// The new short option.
    public var contract: OptionContract

    public init(position: String, contract: OptionContract) {
        self.position = position
        self.contract = contract
    }
}

extension RollReport {
    /// The id under which a figure of a cell is explained.
    public func identifier(of cell: Cell) -> String {
        let contract = cell.legs.first?.contract.text(in: .compact) ?? ""
        return "roll/\(id)/\(contract)"
    }
}
