import MagnusDomain
import MagnusQuant

/// One position of the book with everything that stays the same while quotes move.
struct BookLeg: Sendable {
    let position: Position
    let contract: OptionContract?
    let instants: ExpiryInstants?
    /// Index of its underlying.
    let underlying: Int
    /// Signed dollars of value per 1.00 of price: quantity times multiplier.
    let size: Double
    /// Why it is never priced; nil where it can be.
    let refusal: UnknownReason?
    /// When an expired series counts as never reported: the end of the second session after expiry.
    let unresolvedAt: Instant?
    var quote: Quote?
    /// Mark of the previous official close, where a source has it.
    var previousMark: Figure?
    /// What happened in it since the previous official close; nil for nothing.
    var movement: DayMovement?
    var priced: PricedOption?
    /// The last volatility its own quote told, annual decimal; stays when it has to be priced anew.
    var lastVolatility: Double?
    /// The last smile of its expiry at its strike, where its own quote told no volatility.
    var smile: SmileVolatility?
    /// What its last quote told together with the underlying's price of that time.
    var closing: ClosingReading?
    var refreshedAt: Instant?

    init(position: Position, underlying: Int, calendar: ExchangeCalendar) {
        self.position = position
        self.underlying = underlying
        switch position.instrument {
        case .stock:
            contract = nil
            instants = nil
            unresolvedAt = nil
            size = position.quantity.value
            refusal = nil
        case .option(let contract):
            self.contract = contract
            let instants = contract.expiryInstants(calendar: calendar)
            self.instants = instants
            let report = calendar.adding(sessions: 2, to: instants.day)
            unresolvedAt = NewYorkTime.instant(on: report, hour: 16, minute: 0)
            size = position.quantity.value * Double(contract.multiplier)
            refusal = Self.refusal(contract)
        }
    }

    /// Fault F36: a multiplier of 1 on an equity option is a data error; adjusted deliverables are not priced.
    private static func refusal(_ contract: OptionContract) -> UnknownReason? {
        guard contract.multiplier > 0, contract.strikeThousandths > 0 else { return .multiplier }
        if case .shares = contract.deliverable, contract.multiplier < 2 { return .multiplier }
        return contract.isAdjusted ? .adjusted : nil
    }

    func state(at now: Instant) -> PositionState {
        guard let instants else { return .open }
        switch instants.state(at: now) {
        case .live: return .open
        case .settling, .decide: return .decide
        case .awaitingBroker: return now < (unresolvedAt ?? now) ? .awaitingBroker : .expiredUnresolved
        }
    }

    func daysToExpiry(at now: Instant) -> Int? { instants?.days(from: now) }

    var deliveredShares: Int? {
        switch contract?.deliverable {
        case .shares(let count): count
        case .adjusted(let shares, _, _): shares
        case .cash, .unknown, nil: nil
        }
    }
}
