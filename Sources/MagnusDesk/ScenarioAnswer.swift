import MagnusDomain

/// The book revalued, and whose book it is: the shown account may have changed since the question.
public struct ScenarioAnswer: Sendable, Equatable {
    /// Name of the account, `all` for every one.
    public var account: String
    /// nil while that book has not been valued.
    public var grid: ScenarioGrid?

    public init(account: String, grid: ScenarioGrid?) {
        self.account = account
        self.grid = grid
    }
}
