/// What happened to an account.
public enum LedgerEventKind: String, Sendable, Hashable, Codable, CaseIterable {
    case trade
    case assignment
    case exercise
    case expiration
    /// Cash settlement of an index option.
    case cashSettlement = "cash_settlement"
    case dividend
    case interest
    case fee
    /// Cash or shares moved in or out by the owner.
    case transfer
    case split
    case symbolChange = "symbol_change"
    case merger
    case adjustment
    /// What a broker's statement lists, where its own rows do not lead to it: its history begins later, or what a table of one's
    /// own states. Nothing happened; from here on the account holds what is listed.
    ///
    /// With an instrument ``LedgerEvent/quantity`` is what is held: what the ledger lacks of it is held at a cost that nobody
    /// told, what it has too much of left unexplained, and the cash is not known from there on. Without one ``LedgerEvent/price`` is the balance of the cash: the cash
    /// begins with it, whatever came before.
    case statement
    /// A row of a broker's file that states cash or a quantity and that no rule reads. Nothing of it is booked; that it is there
    /// says that the sums are short of it. ``LedgerEvent/price`` is the cash it states, nil where even that cannot be read;
    /// ``LedgerEvent/orderIdentifier`` is ``LedgerEvent/undated`` where its day cannot be read and it has that of the row
    /// beside it. A later import that reads the row takes its place, see `Docs/import.md`.
    case unread
    /// A movement of what is no position here (a bond, a future, a coin): its cash is booked, and
    /// ``LedgerEvent/orderIdentifier`` names it as the broker does. ``LedgerEvent/quantity`` is how much of it came; zero where the
    /// row says that all of it is gone, or does not say how much.
    case otherAsset = "other_asset"

    /// Whether what comes in by it was acquired on its day. What is moved in, listed, or given for something else was
    /// acquired on that day or earlier, and the row does not tell when.
    public var tellsAcquisition: Bool {
        switch self {
        case .transfer, .statement, .split, .symbolChange, .merger, .adjustment, .unread, .otherAsset: false
        case .trade, .assignment, .exercise, .expiration, .cashSettlement, .dividend, .interest, .fee: true
        }
    }
}

/// Whether a trade opens or closes, where the broker said so.
public enum PositionEffect: String, Sendable, Hashable, Codable {
    case opening
    case closing
    /// Not stated: it closes what is open on the other side first.
    case automatic
}

/// One entry of the ledger. Entries are never changed; corrections are further entries. Only an import may put a more
/// exact record of the same row in the place of a poorer one, which is kept as a revision.
public struct LedgerEvent: Sendable, Hashable {
    /// See ``LedgerEventKind/unread``.
    public static let undated = "undated"

    /// Stable identity; importing the same row twice gives the same id.
    public var id: String
    public var account: String
    public var time: Instant
    public var kind: LedgerEventKind
    public var effect: PositionEffect
    /// nil for cash movements.
    public var instrument: Instrument?
    /// Signed change of the position: bought and received positive, sold and delivered negative; of a
    /// ``LedgerEventKind/statement`` the position itself.
    public var quantity: Quantity
    /// Per share, where the source stated one; of a ``LedgerEventKind/statement`` the balance of cash.
    public var price: Money?
    /// Cash effect without fees: received positive.
    public var amount: Money
    /// Commission and fees: a cost is negative, a rebate positive.
    public var fees: Money
    /// What the event realised as the broker states it, fees included; nil where the source says nothing. It counts only
    /// for what no event opened: everything else is computed.
    public var statedProfit: Money?
    /// Groups the legs of one order.
    public var orderIdentifier: String?
    /// The broker's own words, made harmless.
    public var details: String
    /// File name or source name.
    public var source: String
    /// Line in the file, 1-based.
    public var line: Int?

    public init(
        id: String, account: String, time: Instant, kind: LedgerEventKind, effect: PositionEffect = .automatic,
        instrument: Instrument? = nil, quantity: Quantity = .zero, price: Money? = nil, amount: Money = .zero,
        fees: Money = .zero, statedProfit: Money? = nil, orderIdentifier: String? = nil, details: String = "",
        source: String, line: Int? = nil
    ) {
        self.id = id
        self.account = account
        self.time = time
        self.kind = kind
        self.effect = effect
        self.instrument = instrument
        self.quantity = quantity
        self.price = price
        self.amount = amount
        self.fees = fees
        self.statedProfit = statedProfit
        self.orderIdentifier = orderIdentifier
        self.details = details
        self.source = source
        self.line = line
    }
}
