import MagnusDomain
import MagnusQuant

/// The search behind ``MarginRequirement``: the pairing of shorts, longs and shares with the least requirement.
struct MarginSearch {
    struct Short {
        var index: Int
        var contract: OptionContract
        var shares: Double
        /// Per share, uncovered; nil where nothing bounds it.
        var alone: Double?
        /// ``alone`` without the option's value; nil where either is unknown.
        var deposit: Double?
        /// Why ``alone`` is nil.
        var reason: UnknownReason
    }

    struct Long {
        var index: Int
        var contract: OptionContract
        var shares: Double
        /// What of its value need not be paid while it covers nothing, per share.
        var discount: Double
    }

    struct Outcome {
        var cost: Double
        var pairs: [MarginRequirement.Pair]
        /// Why the cost is not known.
        var unknown: UnknownReason?
    }

    private(set) var shorts: [Short] = []
    private(set) var longs: [Long] = []
    private var longStock: [(index: Int, shares: Double)] = []
    private var shortStock: [(index: Int, shares: Double)] = []
    /// Cost of what no pairing changes: shares, long options, adjusted contracts.
    private var fixedCost = 0.0
    /// Market value of the short options and shares whose mark is known.
    private(set) var shortValue = 0.0
    /// A dearer wording stands in for a mark or spot that is missing.
    private(set) var isBounded = false
    /// Nothing can be said whatever is paired.
    private(set) var refusal: UnknownReason?
    private let spot: Double?
    private let underlying: MarginRequirement.Underlying

    init(_ legs: [MarginRequirement.Leg], _ underlying: MarginRequirement.Underlying) {
        self.underlying = underlying
        spot = underlying.spot.value
        for (index, leg) in legs.enumerated() where leg.quantity != 0 {
            guard let contract = leg.contract else {
                addShares(leg.quantity, index)
                continue
            }
            guard !Self.isMultiplierWrong(contract), contract.strikeThousandths > 0 else {
                refusal = .multiplier
                continue
            }
            if leg.quantity > 0 { addLong(leg, contract, index) } else { addShort(leg, contract, index) }
        }
    }

    private static func isMultiplierWrong(_ contract: OptionContract) -> Bool {
        if case .shares = contract.deliverable { return contract.multiplier < 2 }
        return contract.multiplier < 1
    }

    private mutating func addShares(_ shares: Double, _ index: Int) {
        if shares > 0 {
            longStock.append((index, shares))
            // Without a price they are in no net liquidation value and lend nothing to it.
            if let spot { fixedCost += underlying.longStockShare * spot * shares } else { isBounded = true }
            return
        }
        shortStock.append((index, -shares))
        guard let spot else {
            refusal = underlying.spot.reason ?? .noSource
            return
        }
        fixedCost += (spot + underlying.shortStockDeposit(spot)) * -shares
        shortValue += spot * -shares
    }

    private mutating func addLong(_ leg: MarginRequirement.Leg, _ contract: OptionContract, _ index: Int) {
        let value = leg.mark.value ?? 0
        if leg.mark.value == nil { isBounded = true }
        fixedCost += value * leg.size
        guard !contract.isAdjusted else { return }
        let isLongDated = contract.expiry > underlying.today.nineMonthsOn
        longs.append(
            Long(index: index, contract: contract, shares: leg.size, discount: isLongDated ? 0.25 * value : 0))
    }

    private mutating func addShort(_ leg: MarginRequirement.Leg, _ contract: OptionContract, _ index: Int) {
        let shares = -leg.size
        if let value = leg.mark.value { shortValue += value * shares }
        if contract.isAdjusted {
            // What it delivers is no plain share: nothing covers it, and only the strike bounds a put.
            if contract.deliverable == .unknown || contract.right == .call { refusal = .adjusted }
            fixedCost += contract.strike * shares
            isBounded = true
            return
        }
        var alone = contract.right == .put ? contract.strike : nil
        var deposit: Double?
        if let mark = leg.mark.value, let spot {
            let asked = MarginRequirement.uncovered(contract, mark: mark, spot: spot, underlying)
            // Cash for the whole strike is always enough for a put.
            let least = alone.map { min($0, asked) } ?? asked
            alone = least
            deposit = least - mark
        } else {
            isBounded = true
        }
        shorts.append(
            Short(
                index: index, contract: contract, shares: shares, alone: alone, deposit: deposit,
                reason: leg.mark.reason ?? underlying.spot.reason ?? .noSource))
    }

    // MARK: - Search

    func cheapest() -> Outcome {
        let stock = longStock.reduce(0) { $0 + $1.shares }
        let sold = shortStock.reduce(0) { $0 + $1.shares }
        // Shares cover whole contracts.
        let supplies = longs.map(\.shares) + [(stock / 100).rounded(.down) * 100, (sold / 100).rounded(.down) * 100]
        let covers = CoverMatching.best(demands: shorts.map(\.shares), supplies: supplies, saving: saving)
        var best = covers
        var cost = self.cost(best)
        let byShares = covers.filter { $0.supply >= longs.count }
        let unpaired = self.cost(byShares)
        if Self.isLess(unpaired, cost) { (best, cost) = (byShares, unpaired) }
        // A straddle may be cheaper than the spread that one of its sides could be part of.
        var isImproved = true
        while isImproved {
            isImproved = false
            for index in best.indices {
                var fewer = best
                fewer.remove(at: index)
                let candidate = self.cost(fewer)
                guard Self.isLess(candidate, cost) else { continue }
                (best, cost) = (fewer, candidate)
                isImproved = true
                break
            }
        }
        let pairs = best.map { cover in
            MarginRequirement.Pair(
                short: shorts[cover.demand].index, cover: legIndex(cover.supply), shares: cover.amount)
        }
        return Outcome(cost: cost.value ?? 0, pairs: pairs, unknown: cost.reason)
    }

    private static func isLess(_ left: Figure, _ right: Figure) -> Bool {
        guard let less = left.value else { return false }
        return right.value.map { less < $0 - 1e-9 * max(1, abs($0)) } ?? true
    }

    private func legIndex(_ supply: Int) -> Int {
        if supply < longs.count { return longs[supply].index }
        let stock = supply == longs.count ? longStock : shortStock
        return stock.first?.index ?? 0
    }

    /// What covering a share of a short saves; nil where the rule allows no such pair.
    private func saving(_ demand: Int, _ supply: Int) -> Double? {
        let short = shorts[demand]
        // An uncovered call without a bound is covered before anything else.
        let alone = short.alone ?? 10 * max(spot ?? 0, shorts.map(\.contract.strike).max() ?? 0)
        guard supply < longs.count else {
            guard let cost = stockCost(short.contract, isLong: supply == longs.count) else { return nil }
            return alone - cost
        }
        let long = longs[supply]
        guard long.contract.right == short.contract.right, long.contract.expiry >= short.contract.expiry,
            long.contract.multiplier == short.contract.multiplier
        else { return nil }
        return alone - min(alone, Self.width(short.contract, long.contract)) - long.discount
    }

    /// What exercise of the long would not bring back of an assignment of the short, per share.
    static func width(_ short: OptionContract, _ long: OptionContract) -> Double {
        max(0, short.right.sign * (long.strike - short.strike))
    }

    /// Of a share that covers a short: in the money its value beyond the strike lends nothing.
    private func stockCost(_ contract: OptionContract, isLong: Bool) -> Double? {
        guard contract.settlement == .physical, isLong == (contract.right == .call) else { return nil }
        guard let spot else { return isLong ? 0 : nil }
        let inside = max(0, contract.right.sign * (spot - contract.strike))
        return isLong ? (1 - underlying.longStockShare) * inside : inside
    }

    /// The whole requirement with these covers.
    private func cost(_ covers: [CoverMatching.Cover]) -> Figure {
        var total = fixedCost
        var bare = shorts.map(\.shares)
        var idle = longs.map(\.shares)
        var spreads: [CalendarDate: [CoverMatching.Cover]] = [:]
        for cover in covers {
            let short = shorts[cover.demand]
            bare[cover.demand] -= cover.amount
            guard cover.supply < longs.count else {
                total += (stockCost(short.contract, isLong: cover.supply == longs.count) ?? 0) * cover.amount
                continue
            }
            idle[cover.supply] -= cover.amount
            if longs[cover.supply].contract.expiry == short.contract.expiry {
                spreads[short.contract.expiry, default: []].append(cover)
            } else {
                total += pairCost(cover)
            }
        }
        for (_, group) in spreads {
            // Spreads of one expiry cannot all lose most at once (iron condor, butterfly): FINRA Regulatory Notice 12-44.
            total += min(group.reduce(0) { $0 + pairCost($1) }, greatestLoss(group))
        }
        for (long, shares) in zip(longs, idle) { total -= long.discount * shares }
        for (short, shares) in zip(shorts, bare) where shares > 1e-9 {
            guard let alone = short.alone else { return .unknown(short.reason) }
            total += alone * shares
        }
        return Figure(total - straddleRelief(bare))
    }

    private func pairCost(_ cover: CoverMatching.Cover) -> Double {
        let short = shorts[cover.demand]
        let width = Self.width(short.contract, longs[cover.supply].contract)
        return (short.alone.map { min($0, width) } ?? width) * cover.amount
    }

    /// Over the strikes; every call sold is matched by one bought, so nothing is lost beyond the last.
    private func greatestLoss(_ group: [CoverMatching.Cover]) -> Double {
        let strikes = group.flatMap { [shorts[$0.demand].contract.strike, longs[$0.supply].contract.strike] }
        let losses = ([0] + strikes).map { price in
            group.reduce(0.0) { total, cover in
                let short = shorts[cover.demand].contract
                let long = longs[cover.supply].contract
                return total + (Self.intrinsic(short, price) - Self.intrinsic(long, price)) * cover.amount
            }
        }
        return max(0, losses.max() ?? 0)
    }

    private static func intrinsic(_ contract: OptionContract, _ price: Double) -> Double {
        max(0, contract.right.sign * (price - contract.strike))
    }

    /// Of a short call and a short put on the same shares only the greater deposit is asked, and the other's value.
    private func straddleRelief(_ bare: [Double]) -> Double {
        func side(_ right: OptionRight) -> [(deposit: Double, shares: Double)] {
            zip(shorts, bare).compactMap { short, shares in
                guard short.contract.right == right, shares > 1e-9, let deposit = short.deposit else { return nil }
                return (max(0, deposit), shares)
            }.sorted { $0.deposit > $1.deposit }
        }
        var (calls, puts) = (side(.call), side(.put))
        var relief = 0.0
        while let call = calls.first, let put = puts.first {
            let shares = min(call.shares, put.shares)
            relief += min(call.deposit, put.deposit) * shares
            calls[0].shares -= shares
            puts[0].shares -= shares
            if calls[0].shares <= 1e-9 { calls.removeFirst() }
            if puts[0].shares <= 1e-9 { puts.removeFirst() }
        }
        return relief
    }
}
