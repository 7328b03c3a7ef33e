import MagnusDomain
import MagnusQuant

/// Finds closings and openings of option legs that belong together.
///
/// One order that closes and opens is a roll. Two orders are one when the same account closes and opens the same count of
/// the same right and side in one underlying within ``window``. Hours apart on one day, other counts, or several openings
/// that fit are not decided: they go to ``review``. What the owner said of a pair goes over all evidence: a confirmed pair
/// is joined before any other, a rejected one never, and its halves are free for others.
public struct RollFinder: Sendable {
    /// Sure ones and those the owner confirmed, by time.
    public let rolls: [Roll]
    /// For the owner to decide, by time.
    public let review: [Roll]
    /// Pairs that the owner rejected and the evidence would have joined or proposed, by time.
    public let rejected: [Roll]
    public let chains: [RollChain]

    struct Leg {
        var trade: Int
        var time: Instant
        var order: String?
        var contract: OptionContract
        /// Millionths left to pair.
        var left: Int64
        var size: Int64
        var cash: Money
    }

    private struct PoolKey: Hashable {
        var account: String
        var underlying: String
        var right: OptionRight
        /// Of the position carried over.
        var isShort: Bool
    }

    /// - Parameters:
    ///   - window: seconds between two orders that still count as one action.
    ///   - verdicts: of the owner, by ``Roll/id``.
    public init(_ trades: [Trade], window: Double = 10 * 60, verdicts: [String: RollVerdict] = [:]) {
        let verdicts = RollIdentifier.current(verdicts, among: trades)
        var closings: [PoolKey: [Leg]] = [:]
        var openings: [PoolKey: [Leg]] = [:]
        for (index, trade) in trades.enumerated() where trade.kind == .trade {
            for leg in trade.legs {
                guard case .option(let contract) = leg.instrument else { continue }
                for (part, isOpening) in [(leg.closed, false), (leg.opened, true)] where !part.isZero {
                    let key = PoolKey(
                        account: trade.account, underlying: trade.underlying, right: contract.right,
                        isShort: isOpening == part.isShort)
                    let size = Int64(clamping: part.millionths.magnitude)
                    let whole = Int64(clamping: leg.quantity.millionths.magnitude)
                    let cash = (try? (leg.amount + leg.fees).scaled(by: size, over: max(1, whole))) ?? .zero
                    let entry = Leg(
                        trade: index, time: trade.time, order: trade.order, contract: contract, left: size,
                        size: size, cash: cash)
                    if isOpening {
                        openings[key, default: []].append(entry)
                    } else {
                        closings[key, default: []].append(entry)
                    }
                }
            }
        }
        var found: [Roll] = []
        for (key, var closed) in closings {
            guard var opened = openings[key] else { continue }
            found += Self.pair(&closed, &opened, trades: trades, window: window, verdicts: verdicts)
        }
        found.sort { ($0.time, $0.id) < ($1.time, $1.id) }
        rolls = found.filter(\.isSure)
        review = found.filter { !$0.isSure && $0.verdict == nil }
        rejected = found.filter { $0.verdict == .rejected }
        chains = Self.chains(rolls, trades: trades)
    }

    private static func pair(
        _ closed: inout [Leg], _ opened: inout [Leg], trades: [Trade], window: Double, verdicts: [String: RollVerdict]
    ) -> [Roll] {
        var result: [Roll] = []
        if !verdicts.isEmpty {
            result += decided(&closed, &opened, trades: trades, window: window, verdicts: verdicts)
        }
        func isFree(_ leg: Leg, _ other: Leg) -> Bool {
            verdicts.isEmpty || verdicts[identifier(leg, other, trades)] != .rejected
        }
        // Legs of one order first: they leave nothing to doubt.
        for index in closed.indices where closed[index].order != nil {
            for other in candidates(of: closed[index], in: opened, span: 86_400)
            where opened[other].trade == closed[index].trade && isFree(closed[index], opened[other]) {
                if let roll = join(&closed[index], &opened[other], .sameOrder, trades) { result.append(roll) }
            }
        }
        for index in closed.indices where closed[index].left > 0 {
            let near = candidates(of: closed[index], in: opened, span: window).filter {
                isFree(closed[index], opened[$0])
            }
            let exact = near.filter { opened[$0].left == closed[index].left }
            if exact.count == 1, let other = exact.first {
                if let roll = join(&closed[index], &opened[other], .sameMoment, trades) { result.append(roll) }
            } else if let other = exact.first ?? near.first {
                let evidence: Roll.Evidence = exact.count > 1 ? .ambiguous : .differentCount
                if let roll = join(&closed[index], &opened[other], evidence, trades) { result.append(roll) }
            } else {
                let day = closed[index].time.newYork.date
                let sameDay = candidates(of: closed[index], in: opened, span: 86_400).filter {
                    opened[$0].time.newYork.date == day && opened[$0].time >= closed[index].time
                        && isFree(closed[index], opened[$0])
                }
                if let other = sameDay.first,
                    let roll = join(&closed[index], &opened[other], .sameDay, trades)
                {
                    result.append(roll)
                }
            }
        }
        return result
    }

    /// Joins what the owner confirmed, and tells what was rejected without taking anything.
    private static func decided(
        _ closed: inout [Leg], _ opened: inout [Leg], trades: [Trade], window: Double, verdicts: [String: RollVerdict]
    ) -> [Roll] {
        var result: [Roll] = []
        for index in closed.indices {
            for other in candidates(of: closed[index], in: opened, span: 86_400) {
                guard closed[index].left > 0, opened[other].left > 0,
                    let verdict = verdicts[identifier(closed[index], opened[other], trades)]
                else { continue }
                let evidence: Roll.Evidence
                if closed[index].trade == opened[other].trade, closed[index].order != nil {
                    evidence = .sameOrder
                } else if abs(opened[other].time.seconds(since: closed[index].time)) <= window {
                    evidence = opened[other].left == closed[index].left ? .sameMoment : .differentCount
                } else {
                    evidence = .sameDay
                }
                // A rejected pair leaves its halves to others.
                var (from, to) = (closed[index], opened[other])
                guard var roll = join(&from, &to, evidence, trades) else { continue }
                roll.verdict = verdict
                result.append(roll)
                if verdict == .confirmed { (closed[index], opened[other]) = (from, to) }
            }
        }
        return result
    }

    private static func identifier(_ closed: Leg, _ opened: Leg, _ trades: [Trade]) -> String {
        RollIdentifier(
            closing: trades[closed.trade].id, opening: trades[opened.trade].id,
            contract: opened.contract.text(in: .compact)
        ).text
    }

    /// Openings of another series within a span of a closing; both lists are in order of time.
    private static func candidates(of leg: Leg, in opened: [Leg], span: Double) -> [Int] {
        var low = 0
        var high = opened.count
        let earliest = leg.time.adding(seconds: -span)
        while low < high {
            let middle = (low + high) / 2
            if opened[middle].time < earliest { low = middle + 1 } else { high = middle }
        }
        var result: [Int] = []
        while low < opened.count, opened[low].time.seconds(since: leg.time) <= span {
            if opened[low].left > 0, opened[low].contract != leg.contract { result.append(low) }
            low += 1
        }
        return result
    }

    private static func join(
        _ closed: inout Leg, _ opened: inout Leg, _ evidence: Roll.Evidence, _ trades: [Trade]
    ) -> Roll? {
        let size = min(closed.left, opened.left)
        guard size > 0, let paid = try? closed.cash.scaled(by: size, over: closed.size),
            let received = try? opened.cash.scaled(by: size, over: opened.size)
        else { return nil }
        closed.left -= size
        opened.left -= size
        let (from, to) = (trades[closed.trade], trades[opened.trade])
        return Roll(
            id: identifier(closed, opened, trades), account: from.account,
            underlying: from.underlying, closing: from.id, opening: to.id, from: closed.contract, to: opened.contract,
            contracts: Quantity(millionths: size), time: max(closed.time, opened.time), credit: paid + received,
            evidence: evidence)
    }

    private struct ChainKey: Hashable {
        var account: String
        var contract: OptionContract
    }

    private static func chains(_ rolls: [Roll], trades: [Trade]) -> [RollChain] {
        var chains: [RollChain] = []
        var ends: [ChainKey: Int] = [:]
        var firsts: [ChainKey: (cash: Money, size: Int64)] = [:]
        var next = 0
        for roll in rolls {
            // Openings up to this roll: what a chain began with.
            while next < trades.count, trades[next].time <= roll.time {
                for leg in trades[next].legs where !leg.opened.isZero {
                    guard case .option(let contract) = leg.instrument else { continue }
                    firsts[ChainKey(account: trades[next].account, contract: contract)] = (
                        leg.amount + leg.fees, Int64(clamping: leg.quantity.millionths.magnitude)
                    )
                }
                next += 1
            }
            let from = ChainKey(account: roll.account, contract: roll.from)
            let to = ChainKey(account: roll.account, contract: roll.to)
            if let index = ends.removeValue(forKey: from) {
                chains[index].rolls.append(roll)
                chains[index].credit += roll.credit
                ends[to] = index
            } else {
                var credit = roll.credit
                if let first = firsts[from], first.size > 0,
                    let part = try? first.cash.scaled(by: roll.contracts.millionths, over: first.size)
                {
                    credit += part
                }
                ends[to] = chains.count
                chains.append(RollChain(rolls: [roll], credit: credit))
            }
        }
        return chains
    }
}
