/// Profit of the day of an instrument that is no longer held, or of cash that belongs to no position.
public struct DayClosing: Sendable, Hashable {
    /// The id the position had: account and compact symbol; the account and `cash` where there is no instrument.
    public var id: String
    public var account: String
    /// nil for interest, fees and other cash of no position.
    public var instrument: Instrument?
    /// Held at the previous official close, signed.
    public var heldAtClose: Quantity
    /// Per share, at that close; unknown where it was not held then, or no source has it.
    public var previousMark: Figure
    /// Dollars received since that close, fees inside.
    public var cash: Double
    /// cash - previous mark x held x multiplier.
    public var profit: Figure

    public init(
        id: String, account: String, instrument: Instrument?, heldAtClose: Quantity, previousMark: Figure, cash: Double,
        profit: Figure
    ) {
        self.id = id
        self.account = account
        self.instrument = instrument
        self.heldAtClose = heldAtClose
        self.previousMark = previousMark
        self.cash = cash
        self.profit = profit
    }

    /// Contract or symbol, or what the cash is.
    public var title: String {
        switch instrument {
        case .option(let contract): contract.shortName
        case .stock(let symbol): "\(symbol) shares"
        case nil: "interest and fees"
        }
    }
}
