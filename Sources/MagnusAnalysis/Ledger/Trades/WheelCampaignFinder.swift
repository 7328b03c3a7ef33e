import MagnusDomain
import MagnusQuant

/// Finds the wheels of a ledger: short puts, the shares they brought, the short calls against them.
///
/// A campaign begins with a put sold, or with a call sold against a hundred shares, and ends when no put, call or share of
/// it is left. A put sold within ``continuation`` of the end goes on with it (a roll in two orders). Legs of spreads, which
/// are orders that buy an option too, belong to no wheel; a put and a call sold in one order do while shares are behind the
/// call, and stand there as two sides of one wheel. So does a collar with both its legs, calls sold and puts bought in one
/// order, once there are shares; it begins no wheel. The bases of the shares follow the same rule.
public struct WheelCampaignFinder: Sendable {
    /// Seconds.
    public static let continuation = 600.0
    /// Days after an expiry in which a broker's report may still come.
    static let reportDays = 5
    private static let reportSpan = Double(reportDays) * 86_400

    /// By start, then symbol.
    public let campaigns: [WheelCampaign]

    private struct Key: Hashable {
        var account: String
        var symbol: String
    }

    private struct Running {
        var campaign: WheelCampaign
        var contracts: [OptionContract: Int64] = [:]
        /// Cash that the open contracts brought.
        var brought: [OptionContract: Money] = [:]
        /// Strikes of the short puts times what they deliver, dollars.
        var putCollateral = 0.0
        var puts: Int64 = 0
        var calls: Int64 = 0
        /// Puts bought in collars, and what they and their fees brought: a cost is negative.
        var hedges: [OptionContract: (size: Int64, cash: Money)] = [:]
        /// Contracts past their expiry whose end nobody reported: they bind nothing from there on.
        var unresolved: Set<OptionContract> = []

        /// - Parameter cash: what a sale brought; a closing takes its share of what was brought away.
        mutating func change(_ contract: OptionContract, by millionths: Int64, cash: Money = .zero) {
            let before = contracts[contract] ?? 0
            let size = before + millionths
            let kept = (try? (brought[contract] ?? .zero).scaled(by: min(size, before), over: max(1, before))) ?? .zero
            brought[contract] = size == 0 ? nil : kept + cash
            contracts[contract] = size == 0 ? nil : size
            let isBinding = !unresolved.contains(contract)
            if size == 0 { unresolved.remove(contract) }
            if contract.right == .put {
                puts += millionths
                guard isBinding else { return }
                putCollateral += contract.strike * Double(contract.multiplier) * Double(millionths) / 1_000_000
                if puts == 0 { putCollateral = 0 }
            } else {
                calls += millionths
            }
        }

        mutating func hedge(_ contract: OptionContract, by millionths: Int64, cash: Money = .zero) {
            let before = hedges[contract]?.size ?? 0
            let size = before + millionths
            let paid = hedges[contract]?.cash ?? .zero
            let kept = (try? paid.scaled(by: min(size, before), over: max(1, before))) ?? .zero
            hedges[contract] = size == 0 ? nil : (size, kept + cash)
        }

        /// Shares that assigned puts owe, less those that came, and since when.
        var awaited: Int64 = 0
        var awaitedSince: Instant?

        mutating func expect(_ millionths: Int64, at time: Instant) {
            awaited += millionths
            awaitedSince = awaited == 0 ? nil : time
        }

        /// What did not come in the days a report may take comes no more: its rows were booked as plain purchases.
        mutating func stopWaiting(at time: Instant) {
            guard let since = awaitedSince, time.seconds(since: since) > WheelCampaignFinder.reportSpan else {
                return
            }
            (awaited, awaitedSince) = (0, nil)
        }

        var sharesCost = Money.zero
        var since: Instant
    }

    /// - Parameters:
    ///   - trades: of ``TradeBlotter``.
    ///   - now: to which the collateral of running campaigns is counted.
    public init(_ book: LedgerBook, trades: [Trade], now: Instant) {
        var profits: [String: Money] = [:]
        for lot in book.closedLots {
            if let sum = try? (profits[lot.closedBy] ?? .zero).adding(lot.profit) { profits[lot.closedBy] = sum }
        }
        var bases: [Key: StockBasis] = [:]
        for position in book.positions {
            if case .stock(let symbol) = position.instrument, let basis = position.stockBasis {
                bases[Key(account: position.account, symbol: symbol)] = basis
            }
        }
        var held: [Key: Int64] = [:]
        var running: [Key: Running] = [:]
        var ended: [WheelCampaign] = []
        var lastEnd: [Key: Int] = [:]
        func put(_ wheel: Running, _ key: Key) {
            guard wheel.campaign.stage == .ended else {
                running[key] = wheel
                return
            }
            if let index = lastEnd[key], ended[index].id == wheel.campaign.id {
                ended[index] = wheel.campaign
            } else {
                lastEnd[key] = ended.count
                ended.append(wheel.campaign)
            }
        }
        for trade in trades {
            let key = Key(account: trade.account, symbol: trade.underlying)
            if var wheel = running.removeValue(forKey: key) {
                Self.settle(&wheel, now: trade.time)
                put(wheel, key)
            }
            if running[key] == nil, Self.starts(trade, shares: held[key] ?? 0) {
                if let index = lastEnd[key], let end = ended[index].endedAt,
                    trade.time.seconds(since: end) <= Self.continuation, ended[index].shares.isZero
                {
                    var campaign = ended[index]
                    // Moved, not copied: the end takes its place again, or the running campaign replaces it.
                    ended[index].steps = []
                    campaign.endedAt = nil
                    running[key] = Running(campaign: campaign, since: trade.time)
                } else {
                    running[key] = Running(campaign: Self.fresh(trade), since: trade.time)
                    let shares = held[key] ?? 0
                    if shares > 0, let price = bases[key]?.broker ?? Self.price(trade) {
                        running[key]?.campaign.shares = Quantity(millionths: shares)
                        running[key]?.sharesCost =
                            Money(dollars: price * Quantity(millionths: shares).value) ?? .zero
                    }
                }
            }
            // Taken out while it changes: left in, every step would copy all steps before it.
            if var wheel = running.removeValue(forKey: key) {
                Self.accrue(&wheel, to: trade.time)
                // Shares bought in the same trade cover its call from the beginning.
                let bought = trade.legs.filter { !$0.quantity.isShort && $0.instrument == .stock(symbol: key.symbol) }
                for leg in bought { Self.add(leg, of: trade, to: &wheel, profits: profits) }
                for leg in trade.legs where !bought.contains(leg) {
                    Self.add(leg, of: trade, to: &wheel, profits: profits)
                }
                Self.finish(&wheel, at: trade.time)
                put(wheel, key)
            }
            for leg in trade.legs {
                if case .stock = leg.instrument { held[key, default: 0] &+= leg.quantity.millionths }
            }
        }
        for (key, var wheel) in running {
            Self.settle(&wheel, now: now)
            if wheel.campaign.stage != .ended { Self.accrue(&wheel, to: now) }
            wheel.campaign.unresolvedSince = wheel.unresolved.map(\.expiry).max()
            wheel.campaign.basis = wheel.campaign.shares > .zero ? bases[key] : nil
            ended.removeAll { $0.id == wheel.campaign.id }
            ended.append(wheel.campaign)
        }
        campaigns = ended.sorted { ($0.startedAt, $0.symbol, $0.id) < ($1.startedAt, $1.symbol, $1.id) }
    }

    private static func starts(_ trade: Trade, shares: Int64) -> Bool {
        guard trade.kind == .trade, sellsAlone(trade) else { return false }
        let bought = trade.legs.reduce(Int64(0)) { sum, leg in
            if case .stock = leg.instrument { return sum &+ max(0, leg.opened.millionths) }
            return sum
        }
        return !sellsCall(trade) || shares &+ bought >= 100_000_000
    }

    /// Whether an order opens options by selling alone: one that buys an option too is a spread or a hedge, one that sells
    /// shares short no wheel.
    private static func sellsAlone(_ trade: Trade) -> Bool { !sellsShares(trade) && cover(trade).sellsAlone }

    private static func isCollar(_ trade: Trade) -> Bool { !sellsShares(trade) && cover(trade).isCollar }

    private static func sellsShares(_ trade: Trade) -> Bool {
        trade.legs.contains { leg in
            if case .stock = leg.instrument { leg.opened.isShort } else { false }
        }
    }

    private static func cover(_ trade: Trade) -> CoverShape {
        let opened = trade.legs.lazy.filter { !$0.opened.isZero }
        return CoverShape(opened.map { (instrument: $0.instrument, quantity: $0.opened) })
    }

    private static func sellsCall(_ trade: Trade) -> Bool {
        trade.legs.contains { leg in
            guard case .option(let contract) = leg.instrument else { return false }
            return contract.right == .call && leg.opened.isShort
        }
    }

    /// What time alone changes before a moment: contracts that ended without a report, shares that never came.
    private static func settle(_ wheel: inout Running, now: Instant) {
        endUnresolved(&wheel, now: now)
        let awaited = wheel.awaited
        wheel.stopWaiting(at: now)
        guard wheel.awaited != awaited, let last = wheel.campaign.steps.last else { return }
        finish(&wheel, at: last.time)
    }

    /// What shares cost that were held before, where nothing else tells: the strike of the call against them.
    private static func price(_ trade: Trade) -> Double? {
        trade.legs.lazy.compactMap { leg -> Double? in
            if case .option(let contract) = leg.instrument { contract.strike } else { nil }
        }.first
    }

    private static func fresh(_ trade: Trade) -> WheelCampaign {
        WheelCampaign(
            id: "wheel:\(trade.id)", account: trade.account, symbol: trade.underlying, stage: .puts,
            startedAt: trade.time, endedAt: nil, steps: [], shares: .zero, openPuts: .zero, openCalls: .zero,
            basis: nil, premium: .zero, realizedProfit: .zero, collateralDays: 0)
    }

    private static func accrue(_ wheel: inout Running, to time: Instant) {
        let days = max(0, time.seconds(since: wheel.since)) / 86_400
        wheel.since = max(wheel.since, time)
        let bound = max(0, wheel.sharesCost.dollars) + max(0, wheel.putCollateral)
        wheel.campaign.collateralDays += bound * days
    }

    /// Contracts whose expiry is over without an event bind collateral up to it only.
    private static func endUnresolved(_ wheel: inout Running, now: Instant) {
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

    private static func add(
        _ leg: TradeLeg, of trade: Trade, to wheel: inout Running, profits: [String: Money]
    ) {
        let cash = leg.amount + leg.fees
        let kind: WheelCampaign.Step.Kind
        switch leg.instrument {
        case .option(let contract):
            // Shares that an assigned put owes may be reported after the call that was sold against them.
            let hasShares = wheel.campaign.shares > .zero || wheel.awaited > 0
            if leg.quantity.isShort, leg.opened.isZero {
                guard let held = wheel.hedges[contract]?.size else { return }
                wheel.hedge(contract, by: -min(held, Int64(clamping: leg.quantity.millionths.magnitude)))
                kind = trade.kind == .exercise ? .putExercised : endKind(trade.kind, contract.right)
            } else if !leg.quantity.isShort, !leg.opened.isZero, isCollar(trade) {
                guard hasShares else { return }
                wheel.hedge(contract, by: leg.opened.millionths, cash: cash)
                kind = .putBought
            } else if leg.quantity.isShort {
                guard !sellsCall(trade) || hasShares, sellsAlone(trade) || isCollar(trade) else { return }
                wheel.change(
                    contract, by: Int64(clamping: leg.opened.millionths.magnitude),
                    cash: (try? cash.scaled(
                        by: Int64(clamping: leg.opened.millionths.magnitude),
                        over: max(1, Int64(clamping: leg.quantity.millionths.magnitude)))) ?? cash)
                kind = contract.right == .put ? .putSold : .callSold
            } else {
                guard let size = wheel.contracts[contract] else { return }
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
            wheel.campaign.shares = Quantity(millionths: max(0, shares))
        }
        for event in leg.events { wheel.campaign.realizedProfit += profits[event] ?? .zero }
        wheel.campaign.steps.append(
            WheelCampaign.Step(
                kind: kind, time: trade.time, instrument: leg.instrument, quantity: leg.quantity, cash: cash,
                event: leg.events.first ?? trade.id))
    }

    private static func endKind(_ kind: LedgerEventKind, _ right: OptionRight) -> WheelCampaign.Step.Kind {
        switch kind {
        case .assignment, .exercise: right == .put ? .assigned : .calledAway
        case .expiration, .cashSettlement: right == .put ? .putExpired : .callExpired
        default: right == .put ? .putClosed : .callClosed
        }
    }

    private static func finish(_ wheel: inout Running, at time: Instant) {
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
