/// Where an account's figures come from. Paper and real accounts are never added together.
public enum AccountKind: String, Sendable, Hashable, Codable {
    case paper
    /// Filled by importing a broker's export.
    case imported
    /// Read from a broker's API.
    case live

    public var isReal: Bool { self != .paper }
}

/// The rules an account trades under.
public enum AccountRules: String, Sendable, Hashable, Codable {
    case cash
    case regulationT = "reg_t"
    case individualRetirement = "ira"
}

/// One account at one broker.
public struct Account: Sendable, Hashable {
    /// Unique within the home, as used by `--account`.
    public var name: String
    public var broker: String
    public var kind: AccountKind
    public var rules: AccountRules
    public var currency: String
    /// Tells an imported account from another of the same broker whose number ends alike: the file format and two digits
    /// made of the whole number, which cannot be found from them. nil when no file stated a whole number.
    public var numberMark: String?

    public init(
        name: String, broker: String, kind: AccountKind, rules: AccountRules, currency: String = "USD",
        numberMark: String? = nil
    ) {
        self.name = name
        self.broker = broker
        self.kind = kind
        self.rules = rules
        self.currency = currency
        self.numberMark = numberMark
    }
}
