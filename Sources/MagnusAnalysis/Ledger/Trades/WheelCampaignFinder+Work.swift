import MagnusDomain
import MagnusQuant

extension WheelCampaignFinder {
    struct Key: Hashable {
        var account: String
        var symbol: String
    }

    /// The wheels of a ledger while its trades are gone through in order.
    struct Work {
        private var profits: [String: Money] = [:]
        private var bases: [Key: StockBasis] = [:]
        /// Shares, in millionths.
        private var held: [Key: Int64] = [:]
        private var running: [Key: Running] = [:]
        private var ended: [WheelCampaign] = []
        private var lastEnd: [Key: Int] = [:]
        /// Where a short call may take any number of the shares.
        private var claimed: Set<Key> = []

        init(_ book: LedgerBook) {
            for lot in book.closedLots {
                if let sum = try? (profits[lot.closedBy] ?? .zero).adding(lot.profit) { profits[lot.closedBy] = sum }
            }
            for position in book.valuedPositions {
                if position.isCallOfUnknownDelivery {
                    claimed.insert(Key(account: position.account, symbol: position.instrument.underlying))
                }
                if case .stock(let symbol) = position.instrument, let basis = position.stockBasis {
                    bases[Key(account: position.account, symbol: symbol)] = basis
                }
            }
        }

        private mutating func put(_ wheel: Running, _ key: Key) {
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

        mutating func take(_ trade: Trade) {
            let key = Key(account: trade.account, symbol: trade.underlying)
            if var wheel = running.removeValue(forKey: key) {
                WheelCampaignFinder.settle(&wheel, now: trade.time)
                put(wheel, key)
            }
            if running[key] == nil, WheelCampaignFinder.starts(trade, shares: held[key] ?? 0) { begin(trade, key) }
            // Taken out while it changes: left in, every step would copy all steps before it.
            if var wheel = running.removeValue(forKey: key) {
                WheelCampaignFinder.accrue(&wheel, to: trade.time)
                // Shares bought in the same trade cover its call from the beginning.
                let bought = trade.legs.filter { !$0.quantity.isShort && $0.instrument == .stock(symbol: key.symbol) }
                for leg in bought { WheelCampaignFinder.add(leg, of: trade, to: &wheel, profits: profits) }
                for leg in trade.legs where !bought.contains(leg) {
                    WheelCampaignFinder.add(leg, of: trade, to: &wheel, profits: profits)
                }
                WheelCampaignFinder.finish(&wheel, at: trade.time)
                put(wheel, key)
            }
            for leg in trade.legs {
                if case .stock = leg.instrument { held[key, default: 0] &+= leg.quantity.millionths }
            }
        }

        private mutating func begin(_ trade: Trade, _ key: Key) {
            if let index = lastEnd[key], let end = ended[index].endedAt,
                trade.time.seconds(since: end) <= WheelCampaignFinder.continuation, ended[index].shares.isZero
            {
                var campaign = ended[index]
                // Moved, not copied: the end takes its place again, or the running campaign replaces it.
                ended[index].steps = []
                campaign.endedAt = nil
                running[key] = Running(campaign: campaign, since: trade.time)
            } else {
                running[key] = Running(campaign: WheelCampaignFinder.fresh(trade), since: trade.time)
                let shares = held[key] ?? 0
                if shares > 0, let price = bases[key]?.broker ?? WheelCampaignFinder.price(trade) {
                    running[key]?.campaign.shares = Quantity(millionths: shares)
                    running[key]?.sharesCost = Money(dollars: price * Quantity(millionths: shares).value) ?? .zero
                }
            }
        }

        /// What a split, another name, a merger, an adjusted contract or a move between accounts does to a wheel.
        mutating func follow(_ change: HoldingChange) {
            let from = change.from.map { Key(account: change.account, symbol: $0.underlying) }
            let to = change.to.map { Key(account: change.account, symbol: $0.underlying) }
            if let from, case .stock? = change.from { held[from, default: 0] &-= change.before.millionths }
            if let to, case .stock? = change.to { held[to, default: 0] &+= change.after.millionths }
            guard let from, let old = change.from else { return }
            if let to, to != from, running[to] == nil, var wheel = running.removeValue(forKey: from) {
                // The whole wheel goes on under the other name; its other instruments follow one by one.
                wheel.campaign.symbol = to.symbol
                running[to] = wheel
            }
            guard let source = [from, to].compactMap({ $0 }).first(where: { running[$0] != nil }),
                var wheel = running.removeValue(forKey: source)
            else { return }
            WheelCampaignFinder.settle(&wheel, now: change.time)
            WheelCampaignFinder.accrue(&wheel, to: change.time)
            let part = wheel.take(old, of: change.before)
            guard part.size > 0 else { return put(wheel, source) }
            if let new = change.to, let to {
                let size = part.size.scaled(
                    by: change.after.millionths.magnitude, over: change.before.millionths.magnitude)
                let taken = Running.Part(size: size, cash: part.cash)
                let quantity = Quantity(millionths: change.after.isShort ? -size : size)
                if to == source {
                    wheel.put(new, taken, isShort: change.after.isShort)
                    wheel.note(.changed, change, new, quantity)
                    return end(wheel, source, at: change.time)
                }
                // Two wheels become one.
                end(wheel, source, at: change.time)
                guard var other = running.removeValue(forKey: to) else { return }
                WheelCampaignFinder.accrue(&other, to: change.time)
                other.put(new, taken, isShort: change.after.isShort)
                other.note(.changed, change, new, quantity)
                return end(other, to, at: change.time)
            }
            let quantity = Quantity(millionths: change.before.isShort ? part.size : -part.size)
            let whole = Int64(clamping: change.before.millionths.magnitude)
            let cash = (try? change.cash.scaled(by: part.size, over: max(1, whole))) ?? .zero
            wheel.note(change.cash == .zero ? .movedOut : .sharesSold, change, old, quantity, cash: cash)
            wheel.campaign.realizedProfit += profits[change.event] ?? .zero
            end(wheel, source, at: change.time)
        }

        private mutating func end(_ wheel: Running, _ key: Key, at time: Instant) {
            var wheel = wheel
            WheelCampaignFinder.finish(&wheel, at: time)
            put(wheel, key)
        }

        /// By start, then symbol.
        mutating func campaigns(now: Instant) -> [WheelCampaign] {
            for (key, var wheel) in running {
                WheelCampaignFinder.settle(&wheel, now: now)
                wheel.adoptEarly(on: nil)
                if wheel.campaign.stage != .ended { WheelCampaignFinder.accrue(&wheel, to: now) }
                wheel.campaign.unresolvedSince = wheel.unresolved.map(\.expiry).max()
                wheel.campaign.basis = wheel.campaign.shares > .zero ? bases[key] : nil
                wheel.campaign.isCoverUnknown = wheel.campaign.shares > .zero && claimed.contains(key)
                ended.removeAll { $0.id == wheel.campaign.id }
                ended.append(wheel.campaign)
            }
            running = [:]
            return ended.sorted { ($0.startedAt, $0.symbol, $0.id) < ($1.startedAt, $1.symbol, $1.id) }
        }
    }
}
