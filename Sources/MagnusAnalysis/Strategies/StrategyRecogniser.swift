import MagnusDomain
import MagnusQuant

/// Finds the strategies in the positions of accounts.
///
/// Positions that were opened as one strategy stay together where their shape has a name. Everything else is matched by
/// shape within account and underlying: condors first, then covered calls, butterflies, verticals, straddles and
/// strangles, calendars and diagonals; what is left are single options and shares. Positions are never split: shares
/// beyond what a call covers stay in its row. Every position is in exactly one row.
///
/// Where nobody knows what a short call delivers, it may take any of the shares of its account: none of them is known to be
/// left for another call, and none to be idle. Such shares stand alone, and so do the calls beside them. An adjusted call
/// whose delivery is stated takes that many before any other call.
public enum StrategyRecogniser {
    /// - Parameter collateralSymbols: Shares that are never called uncovered: funds held as collateral, symbols without
    ///   listed options.
    public static func strategies(
        in positions: [Position], collateralSymbols: Set<String> = []
    ) -> [RecognisedStrategy] {
        var result: [RecognisedStrategy] = []
        var pools: [PoolKey: [StrategyLeg]] = [:]
        var groups: [GroupKey: [StrategyLeg]] = [:]
        for (index, position) in positions.enumerated() where !position.quantity.isZero {
            let leg = StrategyLeg(index: index, position: position)
            let pool = PoolKey(account: position.account, symbol: position.instrument.underlying)
            if let group = position.strategyGroup {
                groups[GroupKey(pool: pool, group: group), default: []].append(leg)
            } else {
                pools[pool, default: []].append(leg)
            }
        }
        let claimed = claimedPools(positions)
        for (key, unsorted) in groups {
            let legs = unsorted.sorted(by: StrategyLeg.isOrdered)
            // Single calls and shares may belong together although they were opened apart.
            let isPart = legs.count == 1 && (legs[0].contract == nil || (legs[0].isCall && legs[0].isShort))
            let isClaimed = claimed.contains(key.pool)
            if !isPart, let kind = StrategyShape.kind(legs), !isClaimed || !coversCalls(kind) {
                result.append(strategy(kind, legs, key.group, isClaimed ? [key.pool.symbol] : collateralSymbols))
            } else {
                pools[key.pool, default: []].append(contentsOf: legs)
            }
        }
        for (key, pool) in pools {
            let isClaimed = claimed.contains(key)
            let areTaken = isClaimed || areSharesTaken(pool)
            for (kind, legs) in decompose(pool.sorted(by: StrategyLeg.isOrdered), areSharesClaimed: isClaimed) {
                let shared = Set(legs.compactMap { $0.position.strategyGroup })
                // The option's group names a row whose legs were opened apart.
                let group = shared.count == 1 ? shared.first : legs.last?.position.strategyGroup
                result.append(strategy(kind, legs, group, areTaken ? [key.symbol] : collateralSymbols))
            }
        }
        return result.sorted { ($0.account, $0.symbol, $0.id) < ($1.account, $1.symbol, $1.id) }
    }

    /// Where a short call stands of which nobody knows what it delivers.
    private static func claimedPools(_ positions: [Position]) -> Set<PoolKey> {
        var result: Set<PoolKey> = []
        for position in positions where position.isCallOfUnknownDelivery {
            result.insert(PoolKey(account: position.account, symbol: position.instrument.underlying))
        }
        return result
    }

    /// Whether adjusted calls take so many of the shares that no other call could be covered.
    private static func areSharesTaken(_ pool: [StrategyLeg]) -> Bool {
        let taken = pool.reduce(0) { $0 + $1.adjustedClaim }
        return taken > 0 && pool.reduce(0) { $0 + ($1.contract == nil ? $1.quantity : 0) } - taken < 100
    }

    /// Kinds of which shares cover a call.
    private static func coversCalls(_ kind: StrategyKind) -> Bool { kind == .coveredCall || kind == .collar }

    private struct PoolKey: Hashable {
        var account: String
        var symbol: String
    }

    private struct GroupKey: Hashable {
        var pool: PoolKey
        var group: String
    }

    /// - Parameter never: Symbols whose shares are not called uncovered.
    private static func strategy(
        _ kind: StrategyKind, _ legs: [StrategyLeg], _ group: String?, _ never: Set<String>
    ) -> RecognisedStrategy {
        let account = legs.first?.position.account ?? ""
        let symbol = legs.first?.position.instrument.underlying ?? ""
        let title = StrategyTitle.text(kind, legs: legs, isCollateral: never.contains(symbol))
        // A group may fall apart into several rows: the first leg tells them apart.
        let first = legs.first.map { instrumentKey($0.position.instrument) } ?? ""
        return RecognisedStrategy(
            id: "\(account):\(group.map { "\($0):" } ?? "")\(first)", account: account, symbol: symbol, group: group,
            kind: kind, title: title, members: legs.map(\.index))
    }

    static func instrumentKey(_ instrument: Instrument) -> String {
        switch instrument {
        case .stock(let symbol): symbol
        case .option(let contract): contract.text(in: .compact)
        }
    }

    /// Takes known shapes out of a pool, largest first, until only singles are left.
    private static func decompose(
        _ pool: [StrategyLeg], areSharesClaimed: Bool
    ) -> [(StrategyKind, [StrategyLeg])] {
        var rest = pool
        var found: [(StrategyKind, [StrategyLeg])] = []
        func take(_ legs: [StrategyLeg], _ kind: StrategyKind) {
            found.append((kind, legs))
            let taken = Set(legs.map(\.index))
            rest.removeAll { taken.contains($0.index) }
        }
        while let (kind, legs) = firstCondor(rest) { take(legs, kind) }
        if !areSharesClaimed { coverCalls(&rest, &found) }
        while let (kind, legs) = firstTriple(rest) { take(legs, kind) }
        for accepted in [verticals, straddles, calendars] {
            while let (kind, legs) = firstPair(rest, accepted) { take(legs, kind) }
        }
        for leg in rest {
            if let kind = StrategyShape.kind([leg]) { found.append((kind, [leg])) }
        }
        return found
    }

    private static let verticals: Set<StrategyKind> = [
        .bullPutSpread, .bearCallSpread, .bullCallSpread, .bearPutSpread,
    ]
    private static let straddles: Set<StrategyKind> = [
        .longStraddle, .shortStraddle, .longStrangle, .shortStrangle,
    ]
    private static let calendars: Set<StrategyKind> = [
        .callCalendar, .putCalendar, .callDiagonal, .putDiagonal,
    ]

    /// All shares of the pool with every short call they can cover, nearest expiry first.
    private static func coverCalls(_ rest: inout [StrategyLeg], _ found: inout [(StrategyKind, [StrategyLeg])]) {
        let shares = rest.filter { $0.contract == nil }
        let held = shares.reduce(0) { $0 + $1.quantity }
        guard held >= 100 else { return }
        var free = held - rest.reduce(0) { $0 + $1.adjustedClaim }
        var members: [StrategyLeg] = []
        for leg in rest where leg.isCall && leg.isShort && leg.contract?.isAdjusted == false {
            let needed = -leg.quantity * 100
            guard needed <= free else { continue }
            free -= needed
            members.append(leg)
        }
        guard !members.isEmpty else { return }
        let legs = shares + members
        found.append((.coveredCall, legs))
        let taken = Set(legs.map(\.index))
        rest.removeAll { taken.contains($0.index) }
    }

    private static func firstPair(
        _ legs: [StrategyLeg], _ accepted: Set<StrategyKind>
    ) -> (StrategyKind, [StrategyLeg])? {
        let options = legs.filter { $0.contract != nil }
        for (offset, first) in options.enumerated() {
            for second in options[(offset + 1)...] {
                // A later short leg is not covered by an earlier long one: such calendars stay apart.
                if first.expiry != second.expiry && second.isShort { continue }
                if let kind = StrategyShape.kind([first, second]), accepted.contains(kind) {
                    return (kind, [first, second])
                }
            }
        }
        return nil
    }

    private static func firstTriple(_ legs: [StrategyLeg]) -> (StrategyKind, [StrategyLeg])? {
        for body in legs where body.contract != nil && body.isShort {
            let wings = legs.filter {
                $0.contract != nil && !$0.isShort && $0.isCall == body.isCall && $0.expiry == body.expiry
                    && $0.quantity * -2 == body.quantity
            }
            for low in wings where low.strike < body.strike {
                for high in wings where high.strike > body.strike {
                    if let kind = StrategyShape.kind([low, body, high]) { return (kind, [low, body, high]) }
                }
            }
        }
        return nil
    }

    private static func firstCondor(_ legs: [StrategyLeg]) -> (StrategyKind, [StrategyLeg])? {
        let options = legs.filter { $0.contract?.isAdjusted == false }
        for shortPut in options where shortPut.isShort && !shortPut.isCall {
            let peers = options.filter {
                $0.expiry == shortPut.expiry && abs($0.quantity) == abs(shortPut.quantity)
            }
            let longPut = peers.last { !$0.isCall && !$0.isShort && $0.strike < shortPut.strike }
            let shortCall = peers.first { $0.isCall && $0.isShort && $0.strike >= shortPut.strike }
            guard let longPut, let shortCall,
                let longCall = peers.first(where: { $0.isCall && !$0.isShort && $0.strike > shortCall.strike })
            else { continue }
            let candidate = [longPut, shortPut, shortCall, longCall]
            if let kind = StrategyShape.kind(candidate) { return (kind, candidate) }
        }
        return nil
    }
}
