import MagnusDomain
import MagnusQuant

@testable import MagnusAnalysis

/// Single gates without a whole scan.
enum GateProbe {
    /// Sentences of the market gate against one quote on the strike of 92.5.
    static func market(bid: Double, ask: Double) -> [String] {
        var world = ScanWorld()
        world.edit = { entry in
            guard entry.contract.strike == 92.5, entry.contract.right == .put,
                entry.contract.expiry == ScanWorld.expiry
            else { return }
            entry.quote.bid = bid
            entry.quote.ask = ask
        }
        return ScannerGateTests.reasons(world).filter { $0.gate == "market" }.map(\.text)
    }

    static let everyReason: [GateReason] = [
        .noQuote(.crossed), .old(seconds: 94, limit: 60), .apart(seconds: 20, limit: 15), .contradictory,
        .smallBid(0.05, limit: 0.1), .wideSpread(spread: 0.35, mid: 1.6, limit: 0.1), .openInterest(3, limit: 100),
        .optionVolume(10, limit: 1000), .sharePrice(5, limit: 10), .shareVolume(1e6, limit: 2e7),
        .thinFill(fill: 0.1, limit: 0.2, bidAskRoom: 0.213), .fees(credit: 0.12, share: 0.11, limit: 0.05),
        .lowReturn(0.04, limit: 0.06, neededFill: 0.7),
        .earnings(EarningsEvent(date: ScanWorld.expiry, time: .unknown, isConfirmed: true), unconfirmedDays: 7),
        .knownEvent(ScanWorld.expiry), .frontVolatility(front: 0.5, next: 0.3, expiry: ScanWorld.expiry, ratio: 1.2),
        .borrow(rate: 0.24, limit: 0.03), .adjusted, .multiplier(1), .split(ScanWorld.expiry, days: 10), .leveraged,
        .volatilityUnknown(.belowIntrinsic), .offSmile(points: 0.08, limit: 0.03), .delta(0.4, 0.15...0.32),
        .days(5, 25...50), .underBasis(strike: "115C", basis: 118.2, loss: -320),
        .underDividend(extrinsic: 0.3, dividend: 0.5, exDate: ScanWorld.expiry),
        .cash(needed: 9000, free: 100, account: "ira"),
        .name(before: 0.18, added: 0.05, limit: 0.2), .sector("Technology", before: 0.41, added: 0.04, limit: 0.35),
        .betaDelta(after: 0.8, limit: 0.75), .alreadyShort(.put), .tradeShare(loss: 393, share: 0.039, limit: 0.02),
        .noIdleShares(idle: 40), .riskOff,
        .unknownRoom(.freeCash, .incomplete), .unknownRoom(.exposure, .multiplier), .noNetLiquidation(-20),
        .leg(ScanWorld.contract("AAA", ScanWorld.expiry, .put, 90), isDated: true, .openInterest(3, limit: 100)),
        .noPartner("no put below it is listed"), .noCredit(natural: -0.03), .creditOverWidth(credit: 5.1, width: 5),
        .noDebit(natural: -0.15), .negativeForwardVariance(front: 0.5, back: 0.3),
        .lowCredit(credit: 0.6, width: 5, limit: 0.15), .feesOfDebit(debit: 0.4, share: 0.06, limit: 0.05),
        .smallGain(gain: 0.1, limit: 0.2),
    ]
}

extension ScanWorld {
    /// The quotes of the same chain when the shares carry another yield than the profile says.
    func pricedWithYield(_ yield: Double) -> [OptionContract: Quote] {
        var other = self
        other.profile.dividendYield = yield
        return Dictionary(uniqueKeysWithValues: other.chain().entries.map { ($0.contract, $0.quote) })
    }
}
