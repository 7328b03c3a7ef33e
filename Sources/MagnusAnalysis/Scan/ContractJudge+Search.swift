import MagnusDomain

/// What a scan looks at in one underlying, the first time and again.
extension ContractJudge {
    /// Everything that the strategy could sell, each at least once.
    func lookAtAll() -> [ContractVerdict] {
        guard let right = input.strategy.right else {
            var search = SpreadSearch(SpreadJudge(single: self))
            return search.found()
        }
        var judged: [ContractVerdict] = []
        judged.reserveCapacity(scan.chain.entries.count)
        let implied = ImpliedColumn(right, of: scan, within: settings.days, isAmerican: settings.isAmerican)
        for (number, slice) in scan.slices.enumerated() {
            for index in slice.indices where scan.chain.entries[index].contract.right == right {
                judged.append(verdict(index, number, slice, implied: implied[index]))
            }
        }
        if scan.slices.isEmpty {
            // No spot: every contract is counted, none can be judged further.
            for (index, entry) in scan.chain.entries.enumerated() where entry.contract.right == right {
                judged.append(ContractVerdict(unpriced(index)))
            }
        }
        return judged
    }

    /// A contract whose shares have no price.
    func unpriced(_ index: Int, plan: SpreadPlan? = nil) -> ContractScan {
        ContractScan(
            index: index, slice: 0, plan: plan, reasons: [.noQuote(scan.shares.reason ?? .noSource)], figures: nil)
    }

    /// With figures and reasons, what this judge gave a verdict on: computed again, from the same quotes the same.
    func whole(_ verdict: ContractVerdict) -> ContractScan {
        guard verdict.isWithin(scan) else { return unpriced(verdict.index, plan: verdict.plan) }
        guard let plan = verdict.plan else { return judge(verdict.index, slice: verdict.slice) }
        var search = SpreadSearch(SpreadJudge(single: self))
        return search.whole(plan, of: verdict)
    }

    /// The same trade on the quotes of this judge.
    func again(_ earlier: ContractVerdict) -> ContractScan {
        guard let plan = earlier.plan else { return judge(earlier.index, slice: earlier.slice) }
        let spreads = SpreadJudge(single: self)
        return spreads.judge(plan, implied: plan.legs.map { spreads.implied($0.index, $0.slice) })
    }

    /// With figures and every gate, what was only counted before.
    func outside(_ earlier: ContractVerdict) -> ContractScan {
        guard earlier.plan != nil else { return judge(earlier.index, slice: earlier.slice, isOutsideJudged: true) }
        var search = SpreadSearch(SpreadJudge(single: self))
        return search.nearest(selling: earlier.index, slice: earlier.slice) ?? whole(earlier)
    }
}
