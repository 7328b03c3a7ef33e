import MagnusDomain
import MagnusQuant

/// Which option deep in the money stands against one that is sold.
extension SpreadSearch {
    /// The options of one side of an expiry.
    struct DeepSide: Hashable {
        let slice: Int
        let right: OptionRight
    }

    /// An option in the money that could be bought.
    struct DeepOption {
        let index: Int
        /// Of one long option in its own style.
        let delta: Double
    }

    /// For every gap of the profile the soonest expiry so many days behind that has something to buy, each expiry once; of
    /// it the option nearest to the delta asked for.
    mutating func diagonals(_ front: SpreadPlan.Leg) -> [SpreadPlan] {
        let contract = entries[front.index].contract
        let slices = judge.scan.slices
        let days = slices[front.slice].carry.daysToExpiry
        var plans: [SpreadPlan] = []
        for gap in settings.diagonalGaps {
            for number in slices.indices
            where slices[number].root == contract.root && slices[number].carry.daysToExpiry >= days + gap {
                guard let plan = diagonal(front, contract, bought: number) else { continue }
                if !plans.contains(plan) { plans.append(plan) }
                break
            }
        }
        return plans
    }

    private mutating func diagonal(
        _ front: SpreadPlan.Leg, _ contract: OptionContract, bought number: Int
    ) -> SpreadPlan? {
        let found = deepOptions(.init(slice: number, right: contract.right)).first { option in
            let other = entries[option.index].contract
            return contract.right.sign * (contract.strike - other.strike) > 0
                && other.multiplier == contract.multiplier && other.deliverable == contract.deliverable
                && other.settlement == contract.settlement
        }
        guard let found else { return nil }
        return SpreadPlan(
            SpreadPlan.kind(.diagonal, selling: contract.right),
            [front, .init(index: found.index, slice: number, isShort: false)],
            width: abs(contract.strike - entries[found.index].contract.strike))
    }

    private mutating func deepOptions(_ side: DeepSide) -> [DeepOption] {
        if let known = deep[side] { return known }
        let slice = judge.scan.slices[side.slice]
        // From the money inwards.
        let inwards = slice.indices.filter { index in
            let contract = entries[index].contract
            return contract.right == side.right && !contract.isAdjusted && contract.strikeThousandths > 0
                && side.right.sign * (slice.spot - contract.strike) > 0
        }.sorted { side.right.sign * (entries[$0].contract.strike - entries[$1].contract.strike) > 0 }
        var found: [DeepOption] = []
        for index in inwards {
            guard let delta = deepDelta(index, side.slice) else { continue }
            found.append(DeepOption(index: index, delta: delta))
            // Further inwards it only grows.
            if abs(delta) >= settings.diagonalLongTarget { break }
        }
        let target = settings.diagonalLongTarget
        found.sort { (abs(abs($0.delta) - target), $0.index) < (abs(abs($1.delta) - target), $1.index) }
        deep[side] = found
        return found
    }

    /// Delta of an option in the money; nil without a volatility of its own.
    ///
    /// The European formula finds a volatility in the right to exercise an American put early, and with it a delta far
    /// from the one that counts: there the call of the same strike, which is out of the money, says the volatility.
    private mutating func deepDelta(_ index: Int, _ number: Int) -> Double? {
        let own = reading(index, number)
        let contract = entries[index].contract
        guard own.delta != nil, !judge.single.isExact, contract.right == .put, contract.style == .american else {
            return own.delta
        }
        let slice = judge.scan.slices[number]
        let twin = slice.indices.first { place in
            let other = entries[place].contract
            return other.right == .call && other.strikeThousandths == contract.strikeThousandths && !other.isAdjusted
        }
        var volatility = slice.atTheMoneyVolatility
        if let twin, let stated = reading(twin, number).volatility { volatility = stated }
        guard let volatility else { return nil }
        let terms = slice.carry.terms(of: contract, spot: slice.spot, volatility: volatility)
        return (try? OptionPricing.valuation(terms, accuracy: .live))?.delta
    }

    /// What an option bought is judged by: of a diagonal with the delta that it was chosen for.
    mutating func bought(_ leg: SpreadPlan.Leg) -> ImpliedReading {
        let own = reading(leg.index, leg.slice)
        guard strategy == .diagonal else { return own }
        let side = DeepSide(slice: leg.slice, right: entries[leg.index].contract.right)
        return (deep[side]?.first { $0.index == leg.index }).map { own.with(delta: $0.delta) } ?? own
    }
}
