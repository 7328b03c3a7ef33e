import MagnusDomain
import MagnusQuant

/// Finds the wheels of a ledger: short puts, the shares they brought, the short calls against them.
///
/// A campaign begins with a put sold, or with a call sold against a hundred shares, and ends when no put, call or share of
/// it is left. A put sold within ``continuation`` of the end goes on with it (a roll in two orders). Legs of spreads, which
/// are orders that buy an option too, belong to no wheel; a put and a call sold in one order do while shares are behind the
/// call, and stand there as two sides of one wheel. So does a collar with both its legs, calls sold and puts bought in one
/// order, once there are shares; it begins no wheel. The bases of the shares follow the same rule. What settles in cash
/// delivers no shares and begins no wheel either.
///
/// Calls sold while a wheel had puts alone stand against the shares that a put brings later: where they are still open on a
/// day after the shares came they belong to the wheel from their sale on, as they do in the bases.
///
/// Splits, other names, mergers and adjusted contracts carry shares and contracts of a wheel into their new form; what is
/// moved to another account leaves it.
public struct WheelCampaignFinder: Sendable {
    /// Seconds.
    public static let continuation = 600.0
    /// Days after an expiry in which a broker's report may still come.
    static let reportDays = 5
    static let reportSpan = Double(reportDays) * 86_400

    /// By start, then symbol.
    public let campaigns: [WheelCampaign]

    /// - Parameters:
    ///   - trades: of ``TradeBlotter``.
    ///   - now: to which the collateral of running campaigns is counted.
    public init(_ book: LedgerBook, trades: [Trade], now: Instant) {
        var work = Work(book)
        var changes = book.holdingChanges[...]
        for trade in trades {
            // What is of one moment is changed first: what is traded then is traded in its new form.
            while let change = changes.first, change.time <= trade.time {
                work.follow(change)
                changes.removeFirst()
            }
            work.take(trade)
        }
        for change in changes { work.follow(change) }
        campaigns = work.campaigns(now: now)
    }

    static func starts(_ trade: Trade, shares: Int64) -> Bool {
        guard trade.kind == .trade, sellsAlone(trade), !settlesInCash(trade) else { return false }
        let bought = trade.legs.reduce(Int64(0)) { sum, leg in
            if case .stock = leg.instrument { return sum &+ max(0, leg.opened.millionths) }
            return sum
        }
        return !sellsCall(trade) || shares &+ bought >= 100_000_000
    }

    /// Whether an order opens an option that never delivers: no share stands behind an index option, or comes of it.
    static func settlesInCash(_ trade: Trade) -> Bool {
        trade.legs.contains { leg in
            guard case .option(let contract) = leg.instrument else { return false }
            return !leg.opened.isZero && contract.settlement != .physical
        }
    }

    /// Whether an order opens options by selling alone: one that buys an option too is a spread or a hedge, one that sells
    /// shares short no wheel.
    static func sellsAlone(_ trade: Trade) -> Bool { !sellsShares(trade) && cover(trade).sellsAlone }

    static func isCollar(_ trade: Trade) -> Bool { !sellsShares(trade) && cover(trade).isCollar }

    static func sellsShares(_ trade: Trade) -> Bool {
        trade.legs.contains { leg in
            if case .stock = leg.instrument { leg.opened.isShort } else { false }
        }
    }

    static func cover(_ trade: Trade) -> CoverShape {
        let opened = trade.legs.lazy.filter { !$0.opened.isZero }
        return CoverShape(opened.map { (instrument: $0.instrument, quantity: $0.opened) })
    }

    static func sellsCall(_ trade: Trade) -> Bool {
        trade.legs.contains { leg in
            guard case .option(let contract) = leg.instrument else { return false }
            return contract.right == .call && leg.opened.isShort
        }
    }

    /// What time alone changes before a moment: contracts that ended without a report, shares that never came.
    static func settle(_ wheel: inout Running, now: Instant) {
        endUnresolved(&wheel, now: now)
        wheel.adoptEarly(on: now.newYork.date)
        let awaited = wheel.awaited
        wheel.stopWaiting(at: now)
        guard wheel.awaited != awaited, let last = wheel.campaign.steps.last else { return }
        finish(&wheel, at: last.time)
    }

    /// What shares cost that were held before, where nothing else tells: the strike of the call against them.
    static func price(_ trade: Trade) -> Double? {
        trade.legs.lazy.compactMap { leg -> Double? in
            if case .option(let contract) = leg.instrument { contract.strike } else { nil }
        }.first
    }

    static func fresh(_ trade: Trade) -> WheelCampaign {
        WheelCampaign(
            id: "wheel:\(trade.id)", account: trade.account, symbol: trade.underlying, stage: .puts,
            startedAt: trade.time, endedAt: nil, steps: [], shares: .zero, openPuts: .zero, openCalls: .zero,
            basis: nil, premium: .zero, realizedProfit: .zero, collateralDays: 0)
    }

    static func accrue(_ wheel: inout Running, to time: Instant) {
        let days = max(0, time.seconds(since: wheel.since)) / 86_400
        wheel.since = max(wheel.since, time)
        let bound = max(0, wheel.sharesCost.dollars) + max(0, wheel.putCollateral)
        wheel.campaign.collateralDays += bound * days
    }

    /// Contracts whose expiry is over without an event bind collateral up to it only.
    static func endUnresolved(_ wheel: inout Running, now: Instant) {
        let today = now.newYork.date
        let over = wheel.contracts.filter {
            today > $0.key.expiry.adding(days: reportDays) && !wheel.unresolved.contains($0.key)
        }
        for (contract, size) in over.sorted(by: { ($0.key.expiry, $0.key.strike) < ($1.key.expiry, $1.key.strike) }) {
            accrue(&wheel, to: NewYorkTime.instant(on: contract.expiry, hour: 16, minute: 0))
            wheel.unresolved.insert(contract)
            guard contract.right == .put else { continue }
            wheel.putCollateral -= contract.strike * Double(contract.multiplier) * Double(size) / 1_000_000
        }
    }

    static func add(
        _ leg: TradeLeg, of trade: Trade, to wheel: inout Running, profits: [String: Money]
    ) {
        let cash = leg.amount + leg.fees
        let kind: WheelCampaign.Step.Kind
        switch leg.instrument {
        case .option(let contract):
            // Shares that an assigned put owes may be reported after the call that was sold against them.
            let hasShares = wheel.campaign.shares > .zero || wheel.awaited > 0
            if leg.quantity.isShort, leg.opened.isZero {
                guard let held = wheel.hedges[contract]?.size else { return wheel.endEarly(contract, leg.quantity) }
                wheel.hedge(contract, by: -min(held, Int64(clamping: leg.quantity.millionths.magnitude)))
                kind = trade.kind == .exercise ? .putExercised : endKind(trade.kind, contract.right)
            } else if !leg.quantity.isShort, !leg.opened.isZero, isCollar(trade) {
                guard hasShares else { return wheel.awaitShares(leg, contract, of: trade, kind: .putBought) }
                wheel.hedge(contract, by: leg.opened.millionths, cash: cash)
                kind = .putBought
            } else if leg.quantity.isShort {
                guard sellsAlone(trade) || isCollar(trade) else { return }
                guard !sellsCall(trade) || hasShares else {
                    return wheel.awaitShares(leg, contract, of: trade, kind: .callSold)
                }
                wheel.change(
                    contract, by: Int64(clamping: leg.opened.millionths.magnitude),
                    cash: (try? cash.scaled(
                        by: Int64(clamping: leg.opened.millionths.magnitude),
                        over: max(1, Int64(clamping: leg.quantity.millionths.magnitude)))) ?? cash)
                kind = contract.right == .put ? .putSold : .callSold
            } else {
                guard let size = wheel.contracts[contract] else { return wheel.endEarly(contract, leg.quantity) }
                let closed = min(size, leg.quantity.millionths)
                wheel.change(contract, by: -closed)
                kind = endKind(trade.kind, contract.right)
                if kind == .assigned { wheel.expect(closed * 100, at: trade.time) }
            }
            wheel.campaign.premium += cash
        case .stock:
            let (shares, overflow) = wheel.campaign.shares.millionths.addingReportingOverflow(leg.quantity.millionths)
            guard !overflow else { return }
            let isDelivery = trade.kind == .assignment || trade.kind == .exercise
            if leg.quantity.isShort {
                guard wheel.campaign.shares > .zero else { return }
                let before = wheel.campaign.shares.millionths
                wheel.sharesCost =
                    (try? wheel.sharesCost.scaled(by: max(0, shares), over: max(1, before))) ?? .zero
                kind = isDelivery ? .calledAway : .sharesSold
            } else {
                if isDelivery { wheel.expect(-leg.quantity.millionths, at: trade.time) }
                wheel.sharesCost -= cash
                kind = isDelivery ? .assigned : .sharesBought
            }
            if wheel.campaign.shares.isZero, shares > 0 { wheel.sharesCameOn = trade.time.newYork.date }
            wheel.campaign.shares = Quantity(millionths: max(0, shares))
        }
        for event in leg.events { wheel.campaign.realizedProfit += profits[event] ?? .zero }
        wheel.campaign.steps.append(
            WheelCampaign.Step(
                kind: kind, time: trade.time, instrument: leg.instrument, quantity: leg.quantity, cash: cash,
                event: leg.events.first ?? trade.id))
    }

    static func endKind(_ kind: LedgerEventKind, _ right: OptionRight) -> WheelCampaign.Step.Kind {
        switch kind {
        case .assignment, .exercise: right == .put ? .assigned : .calledAway
        case .expiration, .cashSettlement: right == .put ? .putExpired : .callExpired
        default: right == .put ? .putClosed : .callClosed
        }
    }

    static func finish(_ wheel: inout Running, at time: Instant) {
        let (puts, calls) = (wheel.puts, wheel.calls)
        wheel.campaign.unresolvedSince = wheel.unresolved.map(\.expiry).max()
        wheel.campaign.openPuts = Quantity(millionths: puts)
        wheel.campaign.openCalls = Quantity(millionths: calls)
        let paid = wheel.hedges.values.reduce(Money.zero) { $0 + $1.cash }
        wheel.campaign.openPremium = wheel.brought.values.reduce(paid) { $0 + $1 }
        wheel.campaign.openCallPremium = wheel.brought.reduce(paid) { $0 + ($1.key.right == .call ? $1.value : .zero) }
        let isDone = puts == 0 && calls == 0 && wheel.campaign.shares.isZero && wheel.awaited <= 0
        if isDone {
            wheel.campaign.stage = .ended
            wheel.campaign.endedAt = time
        } else if calls > 0 {
            wheel.campaign.stage = .calls
        } else {
            wheel.campaign.stage = wheel.campaign.shares > .zero ? .shares : .puts
        }
    }
}
