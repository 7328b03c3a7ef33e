/// What a roll has to keep to (trader.md section 2, row "rolls").
public struct RollRules: Sendable, Hashable {
    /// Fewest calendar days to the new expiry, counted from today.
    public var minimumDays: Int
    /// Most calendar days to the new expiry.
    public var maximumDays: Int
    /// Rolls of one campaign, this one not among them.
    public var mostRolls: Int
    /// An earnings date that is not confirmed counts so many days either way.
    public var unconfirmedEarningsDays: Int

    public init(
        minimumDays: Int = 28, maximumDays: Int = 60, mostRolls: Int = 3, unconfirmedEarningsDays: Int = 7
    ) {
        self.minimumDays = minimumDays
        self.maximumDays = maximumDays
        self.mostRolls = mostRolls
        self.unconfirmedEarningsDays = unconfirmedEarningsDays
    }
}
