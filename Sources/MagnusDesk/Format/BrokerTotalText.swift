import MagnusDomain

extension BrokerTotal {
    /// What its sums lack, in words: `2 lines with no basis, not in the gain; 1 not in the proceeds, 1 not in the cost`; nil
    /// where they lack nothing.
    public var missingText: String? {
        guard unknownCount > 0 else { return nil }
        let sides = [(unknownProceedsCount, "proceeds"), (unknownCostCount, "cost")].filter { $0.0 > 0 }
            .map { "\($0.0) not in the \($0.1)" }
        return
            ([CountedNoun.text(unknownCount, "line") + " with no basis, not in the gain"]
            + (sides.isEmpty ? [] : [sides.joined(separator: ", ")])).joined(separator: "; ")
    }
}
