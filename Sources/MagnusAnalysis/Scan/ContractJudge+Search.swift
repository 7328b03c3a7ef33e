import MagnusDomain

/// What a scan looks at in one underlying, the first time and again.
extension ContractJudge {
    /// Everything that the strategy could sell, each at least once.
    func lookAtAll() -> [ContractScan] {
        guard let right = input.strategy.right else {
            var search = SpreadSearch(SpreadJudge(single: self))
            return search.found()
        }
        var judged: [ContractScan] = []
        for (number, slice) in scan.slices.enumerated() {
            for index in slice.indices where scan.chain.entries[index].contract.right == right {
                judged.append(judge(index, slice: number))
            }
        }
        if scan.slices.isEmpty {
            // No spot: every contract is counted, none can be judged further.
            for (index, entry) in scan.chain.entries.enumerated() where entry.contract.right == right {
                let reason = GateReason.noQuote(scan.shares.reason ?? .noSource)
                judged.append(ContractScan(index: index, slice: 0, reasons: [reason], figures: nil))
            }
        }
        return judged
    }

    /// The same trade on the quotes of this judge.
    func again(_ earlier: ContractScan) -> ContractScan {
        guard let plan = earlier.plan else { return judge(earlier.index, slice: earlier.slice) }
        let spreads = SpreadJudge(single: self)
        return spreads.judge(plan, implied: plan.legs.map { spreads.implied($0.index, $0.slice) })
    }

    /// With figures and every gate, what was only counted before.
    func outside(_ earlier: ContractScan) -> ContractScan {
        guard earlier.plan != nil else { return judge(earlier.index, slice: earlier.slice, isOutsideJudged: true) }
        var search = SpreadSearch(SpreadJudge(single: self))
        return search.nearest(selling: earlier.index, slice: earlier.slice) ?? earlier
    }
}

extension ContractScan {
    /// Whether an underlying still has the expiries of all its legs.
    func isWithin(_ scan: SymbolScan) -> Bool {
        (plan?.legs.map(\.slice) ?? [slice]).allSatisfy(scan.slices.indices.contains)
    }
}
