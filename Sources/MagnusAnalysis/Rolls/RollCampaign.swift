import MagnusDomain

/// What the ledger tells of the rolls that led to a held option.
public struct RollCampaign: Sendable, Hashable {
    /// Sure ones and those the owner confirmed.
    public var rolls: Int
    /// Pairs of trades that may be rolls into it and wait for the owner's word.
    public var toReview: Int
    /// Cash of the first opening and all rolls per share, fees inside: taken in positive. nil without a roll, and where the
    /// campaign and what is held differ in count: then nobody can say which part belongs to what.
    public var creditPerShare: Double?

    public init(rolls: Int = 0, toReview: Int = 0, creditPerShare: Double? = nil) {
        self.rolls = rolls
        self.toReview = toReview
        self.creditPerShare = creditPerShare
    }

    /// The campaign that ends in a position.
    /// - Parameter finder: over the trades of its account.
    public init(of position: Position, in finder: RollFinder) {
        guard case .option(let contract) = position.instrument else {
            self.init()
            return
        }
        // What was rolled into a series, closed and opened again on a later day is no part of that campaign.
        func leads(_ roll: Roll) -> Bool {
            roll.account == position.account && roll.to.osi == contract.osi
                && position.openedAt.newYork.date <= roll.time.newYork.date
        }
        let review = finder.review.count(where: leads)
        guard let chain = finder.chains.last(where: { $0.rolls.last.map(leads) ?? false }) else {
            self.init(toReview: review)
            return
        }
        let held = position.quantity.magnitude
        let shares = held.value * Double(contract.multiplier)
        let isWhole = chain.rolls.allSatisfy { $0.contracts == held } && shares > 0
        self.init(
            rolls: chain.rolls.count, toReview: review,
            creditPerShare: isWhole ? chain.credit.dollars / shares : nil)
    }
}
