/// What the valuations of a book took so far, counted in steps: for measurements and for the tests that hold the cost of
/// a quote to what it changed.
public struct BookWork: Sendable, Hashable {
    /// Legs revalued.
    public var legs = 0
    /// Rows revalued.
    public var rows = 0
    /// Additions to sums.
    public var additions = 0
    /// Searches for the cheapest pairing of the margin rule.
    public var searches = 0
    /// Underlyings whose reserved cash was worked out.
    public var reserves = 0
    /// Accounts put together.
    public var accounts = 0

    public init() {}
}
