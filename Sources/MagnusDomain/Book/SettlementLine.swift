/// One expiring contract: what was to be expected against what the broker reported.
public struct SettlementLine: Sendable, Hashable {
    public enum Difference: String, Sendable, Hashable, Codable {
        /// In the money and none was assigned or exercised.
        case notAssigned = "not_assigned"
        /// Some of the contracts only.
        case partly
        /// Out of the money and assigned or exercised all the same.
        case unexpected
        /// Nothing is reported yet, or less than was held.
        case unreported
    }

    public var account: String
    public var contract: OptionContract
    /// Held into the expiry, signed.
    public var quantity: Quantity
    /// The closing price that decides; nil when no source tells it.
    public var underlyingClose: Double?
    /// Contracts in the money by a cent or more on that price are assigned, exercised or settled in cash; nil without it.
    public var expected: LotEnding?
    /// Contracts reported by ending, positive.
    public var reported: [LotEnding: Quantity]
    /// Shares that came (positive) or went.
    public var shares: Quantity
    public var differences: [Difference]

    public init(
        account: String, contract: OptionContract, quantity: Quantity, underlyingClose: Double?,
        expected: LotEnding?, reported: [LotEnding: Quantity], shares: Quantity, differences: [Difference]
    ) {
        self.account = account
        self.contract = contract
        self.quantity = quantity
        self.underlyingClose = underlyingClose
        self.expected = expected
        self.reported = reported
        self.shares = shares
        self.differences = differences
    }
}
