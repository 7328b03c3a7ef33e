import MagnusDomain
import MagnusQuant

/// Every spread of one underlying that a scan looks at, each option sold counted at least once.
///
/// Legs are combined of one root, of one multiplier and deliverable, and not of adjusted contracts. An option sold far
/// outside the delta that is asked for, or with nothing listed against it, is counted alone.
struct SpreadSearch {
    let judge: SpreadJudge
    let entries: [ChainEntry]
    /// Read once for all the spreads that a contract is in.
    private var implied: [Int: ImpliedReading] = [:]
    /// Of diagonals, what could be bought of an expiry and side, the nearest to the delta asked for first.
    var deep: [DeepSide: [DeepOption]] = [:]

    /// So far outside the delta asked for, a strike is still combined: the nearest misses are told with their figures.
    private static let deltaSlack = 0.05

    init(_ judge: SpreadJudge) {
        self.judge = judge
        entries = judge.scan.chain.entries
    }

    var settings: ScanProfile { judge.input.profile }
    var strategy: ScanStrategy { judge.input.strategy }

    mutating func found() -> [ContractVerdict] {
        var found: [ContractVerdict] = []
        for (number, slice) in judge.scan.slices.enumerated() {
            for index in slice.indices where isSold(index, slice) {
                found += looked(index, number).map { ContractVerdict($0) }
            }
        }
        guard judge.scan.slices.isEmpty else { return found }
        // No spot: every contract is counted, none can be judged further.
        return entries.indices.filter { strategy != .condor || entries[$0].contract.right == .put }.map { index in
            ContractVerdict(judge.single.unpriced(index, plan: alone(index, 0)))
        }
    }

    /// With figures and reasons, what was found before on the same quotes.
    mutating func whole(_ plan: SpreadPlan, of verdict: ContractVerdict) -> ContractScan {
        // What a diagonal may buy carries the delta that it was chosen for.
        if plan.isDiagonal, let sold = plan.sold.first { _ = plans(selling: sold.index, slice: sold.slice) }
        guard !plan.isWhole else { return judged(plan) }
        return looked(verdict.index, verdict.slice).first ?? judge.single.unpriced(verdict.index, plan: plan)
    }

    /// Condors are counted by their put; a calendar of one strike is the same of puts and of calls, and quoted best where
    /// it is out of the money.
    private func isSold(_ index: Int, _ slice: ExpirySlice) -> Bool {
        let contract = entries[index].contract
        switch strategy {
        case .condor: return contract.right == .put
        case .calendar: return (contract.right == .call) == (contract.strike >= (slice.forward ?? slice.spot))
        default: return true
        }
    }

    private func alone(_ index: Int, _ slice: Int) -> SpreadPlan {
        let kind = SpreadPlan.kind(strategy, selling: entries[index].contract.right)
        return SpreadPlan(kind, [.init(index: index, slice: slice, isShort: true)], width: nil)
    }

    private mutating func looked(_ index: Int, _ number: Int) -> [ContractScan] {
        let contract = entries[index].contract
        let days = judge.scan.slices[number].carry.daysToExpiry
        let single = alone(index, number)
        guard settings.days.contains(days) else { return [judge.counted(single, .days(days, settings.days))] }
        guard !contract.isAdjusted else { return [judge.counted(single, .adjusted)] }
        let own = reading(index, number)
        guard let delta = own.delta else {
            return [judge.counted(single, .volatilityUnknown(own.reason ?? .noMarket))]
        }
        let asked = judge.delta
        let slack = Self.deltaSlack
        guard abs(delta) >= asked.lowerBound - slack, abs(delta) <= asked.upperBound + slack else {
            return [judge.counted(single, .delta(abs(delta), asked))]
        }
        let plans = plans(selling: index, slice: number)
        guard !plans.isEmpty else { return [judge.counted(single, .noPartner(missing(contract, number)))] }
        var judged: [ContractScan] = []
        for plan in plans { judged.append(self.judged(plan)) }
        return judged
    }

    /// What an option sold outside the days is worth with the first that can be bought against it.
    mutating func nearest(selling index: Int, slice: Int) -> ContractScan? {
        guard let plan = plans(selling: index, slice: slice).first else { return nil }
        return judged(plan)
    }

    private mutating func judged(_ plan: SpreadPlan) -> ContractScan {
        var readings: [ImpliedReading] = []
        for leg in plan.legs { readings.append(leg.isShort ? reading(leg.index, leg.slice) : bought(leg)) }
        return judge.judge(plan, implied: readings)
    }

    mutating func reading(_ index: Int, _ slice: Int) -> ImpliedReading {
        if let known = implied[index] { return known }
        let reading = judge.implied(index, slice)
        implied[index] = reading
        return reading
    }

    // MARK: - Combinations

    private mutating func plans(selling index: Int, slice: Int) -> [SpreadPlan] {
        let sold = SpreadPlan.Leg(index: index, slice: slice, isShort: true)
        switch strategy {
        case .condor: return condors(sold)
        case .calendar: return calendars(sold)
        case .diagonal: return diagonals(sold)
        default:
            let kind = SpreadPlan.kind(strategy, selling: entries[index].contract.right)
            return wings(sold).map { wing in
                let legs = kind == .bullPutSpread ? [wing.leg, sold] : [sold, wing.leg]
                return SpreadPlan(kind, legs, width: wing.width)
            }
        }
    }

    /// What can be bought further out against an option sold, the nearest first.
    private func wings(_ sold: SpreadPlan.Leg) -> [(leg: SpreadPlan.Leg, width: Double)] {
        let contract = entries[sold.index].contract
        let slice = judge.scan.slices[sold.slice]
        let limits = widths(slice.spot)
        var strikes: Set<Int> = []
        return slice.indices.compactMap { index -> (leg: SpreadPlan.Leg, width: Double)? in
            let other = entries[index].contract
            guard other.right == contract.right, !other.isAdjusted, other.multiplier == contract.multiplier,
                other.deliverable == contract.deliverable
            else { return nil }
            let width = contract.right.sign * (other.strike - contract.strike)
            guard width > 0, limits.contains(width) else { return nil }
            return (SpreadPlan.Leg(index: index, slice: sold.slice, isShort: false), width)
        }
        .sorted { ($0.width, $0.leg.index) < ($1.width, $1.leg.index) }
        .filter { strikes.insert(entries[$0.leg.index].contract.strikeThousandths).inserted }
        .prefix(settings.widthsPerStrike).map { $0 }
    }

    /// Dollars per share; a strike listed exactly at a limit is within it.
    private func widths(_ spot: Double) -> ClosedRange<Double> {
        let low = settings.width.lowerBound * spot - 1e-9
        return low...max(low, settings.width.upperBound * spot + 1e-9)
    }

    /// Against each put spread the call spread that is nearest to it: in the delta sold, then in width.
    private mutating func condors(_ put: SpreadPlan.Leg) -> [SpreadPlan] {
        let contract = entries[put.index].contract
        guard let delta = reading(put.index, put.slice).delta else { return [] }
        var nearest: (index: Int, distance: Double)?
        for index in judge.scan.slices[put.slice].indices {
            let other = entries[index].contract
            guard other.right == .call, !other.isAdjusted, other.strikeThousandths > contract.strikeThousandths,
                other.multiplier == contract.multiplier, let own = reading(index, put.slice).delta
            else { continue }
            let distance = abs(abs(own) - abs(delta))
            if distance < nearest?.distance ?? .infinity { nearest = (index, distance) }
        }
        guard let nearest, nearest.distance <= judge.delta.upperBound - judge.delta.lowerBound else { return [] }
        let call = SpreadPlan.Leg(index: nearest.index, slice: put.slice, isShort: true)
        let calls = wings(call)
        return wings(put).compactMap { wing in
            guard let other = calls.min(by: { abs($0.width - wing.width) < abs($1.width - wing.width) }) else {
                return nil
            }
            return SpreadPlan(.ironCondor, [wing.leg, put, call, other.leg], width: max(wing.width, other.width))
        }
    }

    private func calendars(_ front: SpreadPlan.Leg) -> [SpreadPlan] {
        let contract = entries[front.index].contract
        let slices = judge.scan.slices
        let days = slices[front.slice].carry.daysToExpiry
        return slices.indices.compactMap { number in
            let slice = slices[number]
            guard slice.root == contract.root, settings.calendarGap.contains(slice.carry.daysToExpiry - days) else {
                return nil
            }
            let twin = slice.indices.first { index in
                let other = entries[index].contract
                return other.right == contract.right && other.strikeThousandths == contract.strikeThousandths
                    && !other.isAdjusted && other.multiplier == contract.multiplier
                    && other.deliverable == contract.deliverable && other.settlement == contract.settlement
            }
            return twin.map { index in
                SpreadPlan(
                    SpreadPlan.kind(.calendar, selling: contract.right),
                    [front, .init(index: index, slice: number, isShort: false)], width: nil)
            }
        }
    }

    /// Why an option sold stands alone.
    private func missing(_ contract: OptionContract, _ slice: Int) -> String {
        switch strategy {
        case .calendar:
            return "no \(contract.shortName) listed \(settings.calendarGap.lowerBound) to "
                + "\(settings.calendarGap.upperBound) days later"
        case .condor: return "no put below it with a call spread of like delta is listed"
        case .diagonal:
            let side = contract.right == .call ? "call in the money below" : "put in the money above"
            return "no \(side) it is quoted \(settings.diagonalGaps.min() ?? 0) days later or more"
        default:
            let limits = widths(judge.scan.slices[slice].spot)
            let side = contract.right == .put ? "put below" : "call above"
            let reach = "\(FixedText.price(limits.lowerBound)) to \(FixedText.price(limits.upperBound))"
            return "no \(side) it within \(reach) is listed"
        }
    }
}
