import MagnusDomain

/// The card of a day, and whose book it is: the shown account may have changed since the question.
public struct TodayAnswer: Sendable, Hashable {
    /// Name of the account, `all` for every one.
    public var account: String
    /// nil while that book has not been valued.
    public var card: TodayCard?

    public init(account: String, card: TodayCard?) {
        self.account = account
        self.card = card
    }
}

extension TodayCard {
    /// A card of a book that moved on: every figure that rests on its quotes past its age. What happened stays.
    public var old: TodayCard {
        var card = self
        for index in gaps.indices {
            for path in [\TodayGap.spot, \.move, \.distance, \.distanceDollars, \.sigmas] {
                card.gaps[index][keyPath: path] = gaps[index][keyPath: path].old
            }
        }
        for index in accounts.indices {
            for path in [\ExpiryAccount.reserved, \.free, \.treasuryBillFunds] {
                card.accounts[index][keyPath: path] = accounts[index][keyPath: path].old
            }
        }
        return card
    }
}
