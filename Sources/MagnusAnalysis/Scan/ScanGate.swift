import MagnusDomain
import MagnusQuant

/// The gates in the order in which a contract is counted.
public enum ScanGate: String, Sendable, Hashable, CaseIterable {
    case quotes, market, premium, event, borrow, contract, place, capacity

    /// Its place among them, from 0.
    var order: Int {
        switch self {
        case .quotes: 0
        case .market: 1
        case .premium: 2
        case .event: 3
        case .borrow: 4
        case .contract: 5
        case .place: 6
        case .capacity: 7
        }
    }

    /// Contracts that passed every gate and were not among the best that are quoted again.
    public static let outranked = ScanResult.outranked
}

/// Why one gate rejects a contract: the figure and the limit. Words are made only for what is shown.
enum GateReason: Sendable, Hashable {
    case noQuote(UnknownReason)
    case old(seconds: Double, limit: Double)
    case apart(seconds: Double, limit: Double)
    case contradictory
    case smallBid(Double, limit: Double)
    case wideSpread(spread: Double, mid: Double, limit: Double)
    case openInterest(Int, limit: Int)
    case optionVolume(Int, limit: Int)
    case sharePrice(Double, limit: Double)
    case shareVolume(Double, limit: Double)
    case thinFill(fill: Double, limit: Double, bidAskRoom: Double)
    case fees(credit: Double, share: Double, limit: Double)
    case lowReturn(Double, limit: Double, neededFill: Double)
    case earnings(EarningsEvent, unconfirmedDays: Int)
    case knownEvent(CalendarDate)
    case frontVolatility(front: Double, next: Double, expiry: CalendarDate, ratio: Double)
    case borrow(rate: Double, limit: Double)
    case adjusted
    case multiplier(Int)
    case split(CalendarDate, days: Int)
    case leveraged
    case volatilityUnknown(UnknownReason)
    case offSmile(points: Double, limit: Double)
    case delta(Double, ClosedRange<Double>)
    /// Of what a diagonal buys.
    case deepDelta(Double, ClosedRange<Double>)
    case days(Int, ClosedRange<Int>)
    case underBasis(strike: String, basis: Double, loss: Double)
    case underDividend(extrinsic: Double, dividend: Double, exDate: CalendarDate)
    /// `account` is named where there are several.
    case cash(needed: Double, free: Double, account: String?)
    case name(before: Double, added: Double, limit: Double)
    case sector(String, before: Double, added: Double, limit: Double)
    case betaDelta(after: Double, limit: Double)
    /// One trade may lose so much of net liquidation.
    case tradeShare(loss: Double, share: Double, limit: Double)
    case alreadyShort(OptionRight)
    case noIdleShares(idle: Int)
    case unknownRoom(RoomFigure, UnknownReason)
    case noNetLiquidation(Double)
    case riskOff
    /// Of one leg among several; dated where the legs expire apart.
    indirect case leg(OptionContract, isDated: Bool, GateReason)
    /// No contract that could be bought against the one sold is listed, so far away or so much later.
    case noPartner(String)
    /// Selling at the bids and buying at the asks leaves nothing, or as much as could be lost.
    case noCredit(natural: Double)
    case creditOverWidth(credit: Double, width: Double)
    /// Bought for later costs no more than it is sold for sooner.
    case noDebit(natural: Double)
    case negativeForwardVariance(front: Double, back: Double)
    case lowCredit(credit: Double, width: Double, limit: Double)
    /// So much of the distance of the strikes that assignment after a rise hardly gains.
    case highDebit(debit: Double, width: Double, limit: Double)
    case feesOfDebit(debit: Double, share: Double, limit: Double)
    case smallGain(gain: Double, limit: Double)

    /// What the capacity gate measures by.
    enum RoomFigure: String, Sendable, Hashable {
        case freeCash = "free cash"
        case netLiquidation = "net liquidation"
        case betaDelta = "beta delta"
        case exposure = "what the book has in the name"
    }

    var gate: ScanGate {
        switch self {
        case .leg(_, _, let reason): reason.gate
        case .noQuote, .old, .apart, .contradictory, .creditOverWidth, .noDebit: .quotes
        case .noCredit, .smallBid, .wideSpread, .openInterest, .optionVolume, .sharePrice, .shareVolume: .market
        case .thinFill, .fees, .lowReturn, .lowCredit, .highDebit, .feesOfDebit, .smallGain: .premium
        case .earnings, .knownEvent, .frontVolatility: .event
        case .borrow: .borrow
        case .adjusted, .multiplier, .split, .leveraged, .volatilityUnknown, .offSmile, .negativeForwardVariance:
            .contract
        case .delta, .deepDelta, .days, .underBasis, .underDividend, .noPartner: .place
        case .cash, .name, .sector, .betaDelta, .tradeShare, .alreadyShort, .noIdleShares, .unknownRoom,
            .noNetLiquidation, .riskOff:
            .capacity
        }
    }

    var failure: GateFailure { GateFailure(gate: gate.rawValue, text: text, remedy: remedy) }
}
