/// What one row of Positions takes of its account's cash.
public struct CashReserve: Sendable, Hashable {
    /// Id of the row.
    public var id: String
    public var symbol: String
    /// Text of the Position column.
    public var title: String
    /// The first expiry of the row.
    public var expiry: CalendarDate?
    /// Dollars, >= 0: what assignment or the worst expiry takes, gross of premiums; unknown where nothing bounds it.
    public var figure: Figure

    public init(id: String, symbol: String, title: String, expiry: CalendarDate?, figure: Figure) {
        self.id = id
        self.symbol = symbol
        self.title = title
        self.expiry = expiry
        self.figure = figure
    }
}

/// What one underlying takes of an account's margin requirement.
public struct RequirementPart: Sendable, Hashable {
    public var symbol: String
    /// Dollars, >= 0, held against the net liquidation value.
    public var figure: Figure
    /// What covers what, in the pairing with the least requirement: `585P by 575P`.
    public var pairs: [String]

    public init(symbol: String, figure: Figure, pairs: [String]) {
        self.symbol = symbol
        self.figure = figure
        self.pairs = pairs
    }
}

extension AccountValuation {
    /// Whether the cash for assignment of a row is there: the one answer for its mark, its alerts and its worlds.
    ///
    /// Cash goes to the nearest expiry first. A row is funded when the cash holds for everything that is reserved up to
    /// and including its own expiry day; rows of one day stand or fall together, because they are assigned together.
    /// Treasury bill funds are not cash.
    /// - Returns: nil when the row or one of the reserves before it is unknown.
    public func isFunded(row id: String) -> Bool? {
        guard let own = cashReserves.first(where: { $0.id == id }), let expiry = own.expiry else { return nil }
        var due = 0.0
        for reserve in cashReserves {
            guard let day = reserve.expiry, day <= expiry else { continue }
            guard let amount = reserve.figure.value else { return nil }
            due += amount
        }
        // Half a cent: sums of dollars in binary.
        return cash.dollars - due > -0.005
    }
}
