import MagnusDomain
import MagnusQuant

/// Puts fills of one moment and one underlying together where no order says which of them belong together.
///
/// Files that state days only give all fills of a day the same moment. What opens is one trade when its legs form a known
/// strategy; otherwise the legs that do are, and the rest stands alone. What closes is one trade with what it closes.
struct TradeGrouping {
    /// One fill: an event with the part of it that opened.
    struct Fill {
        var event: LedgerEvent
        var instrument: Instrument
        var opened: Quantity
        /// The trade that opened what it closes; nil when it opens.
        var closes: Int?
        /// Millionths of the underlying's shares held before.
        var shares: Int64
    }

    /// Fills of one instrument that opened.
    private struct Unit {
        var instrument: Instrument
        var opened: Quantity
        var places: [Int]
    }

    /// More legs than this at one moment are tried only as a whole.
    private static let limit = 12

    private let fills: [Fill]

    /// - Parameter fills: of one account, underlying and moment, in order of their ids.
    init(_ fills: [Fill]) {
        self.fills = fills
    }

    /// The fills of each trade, in order of their first fill.
    var groups: [[Fill]] {
        if fills.count < 2 { return [fills] }
        var closings: [Int: [Int]] = [:]
        var alone: [Instrument: [Int]] = [:]
        var openings: [Int] = []
        for (place, fill) in fills.enumerated() {
            if !fill.opened.isZero {
                openings.append(place)
            } else if let trade = fill.closes {
                closings[trade, default: []].append(place)
            } else {
                alone[fill.instrument, default: []].append(place)
            }
        }
        var result = Array(closings.values) + Array(alone.values)
        if !openings.isEmpty { result += opened(openings).map { $0.flatMap(\.places).sorted() } }
        return result.sorted { ($0.first ?? 0) < ($1.first ?? 0) }.map { $0.map { fills[$0] } }
    }

    private func opened(_ places: [Int]) -> [[Unit]] {
        let merged = units(places, mergesOptions: true)
        if merged.count == 1 || kind(merged) != nil { return [merged] }
        guard merged.count <= Self.limit else { return merged.map { [$0] } }
        var best = partition(merged)
        let single = units(places, mergesOptions: false)
        if Self.uncovered(best) > 0, single.count <= Self.limit {
            let other = partition(single)
            if Self.uncovered(other) < Self.uncovered(best) { best = other }
        }
        return Self.joined(best)
    }

    private func units(_ places: [Int], mergesOptions: Bool) -> [Unit] {
        var units: [Unit] = []
        for place in places {
            let fill = fills[place]
            let isShares: Bool
            if case .stock = fill.instrument { isShares = true } else { isShares = false }
            if mergesOptions || isShares,
                let index = units.firstIndex(where: {
                    $0.instrument == fill.instrument && $0.opened.isShort == fill.opened.isShort
                }), let opened = units[index].opened.adding(fill.opened)
            {
                units[index].opened = opened
                units[index].places.append(place)
            } else {
                units.append(Unit(instrument: fill.instrument, opened: fill.opened, places: [place]))
            }
        }
        return units
    }

    /// The strategy of several units; nil for one, and for a short put and call while shares are held: they are two sides
    /// of a wheel. Shares held make a collar of a call sold and a put bought.
    private func kind(_ units: [Unit]) -> StrategyKind? {
        guard units.count > 1 else { return nil }
        let shares = fills.first?.shares ?? 0
        guard let kind = StrategyShape.kind(Self.legs(units)) else {
            let options = units.map { (instrument: $0.instrument, quantity: $0.opened) }
            return StrategyShape.isCollar(options, shares: shares) ? .collar : nil
        }
        let isCovered = shares >= 100_000_000
        return isCovered && (kind == .shortStrangle || kind == .shortStraddle) ? nil : kind
    }

    private static func legs(_ units: [Unit]) -> [StrategyLeg] {
        units.enumerated().map { index, unit in
            StrategyLeg(
                index: index,
                position: Position(
                    id: LedgerBook.identifier(account: "", instrument: unit.instrument), account: "",
                    instrument: unit.instrument, quantity: unit.opened, openedAt: Instant(nanosecondsSinceEpoch: 0),
                    averagePrice: nil, costBasis: nil, realizedProfit: .zero))
        }.sorted(by: StrategyLeg.isOrdered)
    }

    /// Takes the largest known shapes out, of equal ones the simplest, until only single units are left.
    private func partition(_ units: [Unit]) -> [[Unit]] {
        var rest = units
        var result: [[Unit]] = []
        for size in [4, 3, 2] {
            while let found = best(rest, size) {
                result.append(found.map { rest[$0] })
                for index in found.reversed() { rest.remove(at: index) }
            }
        }
        return result + rest.map { [$0] }
    }

    private func best(_ units: [Unit], _ size: Int) -> [Int]? {
        var choice: (indices: [Int], rank: (Int, Int))?
        for indices in Self.combinations(units.count, size) {
            let chosen = indices.map { units[$0] }
            guard let kind = kind(chosen) else { continue }
            let rank = (Self.complexity(kind), Self.width(chosen))
            if let choice, choice.rank <= rank { continue }
            choice = (indices, rank)
        }
        return choice?.indices
    }

    private static func complexity(_ kind: StrategyKind) -> Int {
        switch kind {
        case .callCalendar, .putCalendar: 2
        case .callDiagonal, .putDiagonal: 3
        case .shortStraddle, .shortStrangle, .longStraddle, .longStrangle, .collar: 1
        default: 0
        }
    }

    /// Thousandths of a dollar between the outer strikes.
    private static func width(_ units: [Unit]) -> Int {
        let strikes = units.compactMap { unit -> Int? in
            if case .option(let contract) = unit.instrument { contract.strikeThousandths } else { nil }
        }
        return (strikes.max() ?? 0) - (strikes.min() ?? 0)
    }

    /// Indices in rising order, each choice once.
    private static func combinations(_ count: Int, _ size: Int) -> [[Int]] {
        guard size > 0, size <= count else { return size == 0 ? [[]] : [] }
        return (0...(count - size)).flatMap { first in
            combinations(count - first - 1, size - 1).map { [first] + $0.map { $0 + first + 1 } }
        }
    }

    /// Single option units that stand beside one of the other side, right and expiry: a shape was torn apart.
    private static func uncovered(_ groups: [[Unit]]) -> Int {
        let single = groups.compactMap { $0.count == 1 ? $0[0] : nil }
        return single.count { unit in single.contains { isOther($0, unit) } }
    }

    private static func isOther(_ unit: Unit, _ other: Unit) -> Bool {
        guard case .option(let first) = unit.instrument, case .option(let second) = other.instrument else {
            return false
        }
        return first.right == second.right && first.expiry == second.expiry
            && unit.opened.isShort != other.opened.isShort
    }

    /// Single units of one instrument again as one, and the legs of a ratio together.
    private static func joined(_ groups: [[Unit]]) -> [[Unit]] {
        var result = groups.filter { $0.count > 1 }
        for unit in groups.compactMap({ $0.count == 1 ? $0[0] : nil }) {
            if let index = result.firstIndex(where: { group in
                group.count == 1 && group[0].instrument == unit.instrument
                    && group[0].opened.isShort == unit.opened.isShort
            }), let opened = result[index][0].opened.adding(unit.opened) {
                result[index][0].opened = opened
                result[index][0].places += unit.places
            } else {
                result.append([unit])
            }
        }
        var ratios: [[Unit]] = []
        for group in result {
            if group.count == 1,
                let index = ratios.firstIndex(where: { other in other.contains { isOther($0, group[0]) } })
            {
                ratios[index] += group
            } else if group.count == 1 {
                ratios.append(group)
            }
        }
        return result.filter { $0.count > 1 } + ratios
    }
}
