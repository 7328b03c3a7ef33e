/// The cheapest pairing of what is short with what may cover it: a transport problem of a few legs.
enum CoverMatching {
    /// `amount` of demand `demand` is covered by supply `supply`.
    struct Cover: Sendable, Hashable {
        var demand: Int
        var supply: Int
        var amount: Double
    }

    /// The covers with the greatest total saving; nothing is covered at a loss.
    ///
    /// Successive augmentation along the path of the greatest gain, which is exact for transport problems (Ahuja, Magnanti
    /// and Orlin, Network Flows, section 9.7).
    /// - Parameters:
    ///   - demands: Amounts, >= 0.
    ///   - supplies: Amounts, >= 0.
    ///   - saving: Of one unit; nil where the pair is not allowed.
    static func best(demands: [Double], supplies: [Double], saving: (Int, Int) -> Double?) -> [Cover] {
        guard !demands.isEmpty, !supplies.isEmpty else { return [] }
        let gains = demands.indices.map { demand in supplies.indices.map { saving(demand, $0) } }
        let tolerance = 1e-9 * gains.joined().reduce(1.0) { max($0, abs($1 ?? 0)) }
        var wanted = demands
        var spare = supplies
        var flow = demands.map { _ in supplies.map { _ in 0.0 } }
        for _ in 0..<(4 * (demands.count + supplies.count) * max(demands.count, supplies.count)) {
            guard let path = bestPath(gains, flow: flow, wanted: wanted, spare: spare, tolerance: tolerance) else {
                break
            }
            var amount = min(wanted[path[0].demand], spare[path[path.count - 1].supply])
            for step in path where !step.isForward { amount = min(amount, flow[step.demand][step.supply]) }
            for step in path { flow[step.demand][step.supply] += step.isForward ? amount : -amount }
            wanted[path[0].demand] -= amount
            spare[path[path.count - 1].supply] -= amount
        }
        return demands.indices.flatMap { demand in
            supplies.indices.compactMap { supply in
                flow[demand][supply] > 1e-9
                    ? Cover(demand: demand, supply: supply, amount: flow[demand][supply]) : nil
            }
        }
    }

    private struct Step {
        var demand: Int
        var supply: Int
        var isForward: Bool
    }

    /// The path of the greatest gain from an unmet demand to a spare supply; nil when none gains anything.
    private static func bestPath(
        _ gains: [[Double?]], flow: [[Double]], wanted: [Double], spare: [Double], tolerance: Double
    ) -> [Step]? {
        var reached: [Double?] = wanted.map { $0 > 1e-9 ? 0 : nil }
        var supplied: [Double?] = spare.map { _ in nil }
        var source = Array(repeating: 0, count: spare.count)
        var back: [Int?] = wanted.map { _ in nil }
        var isChanged = true
        var rounds = 0
        while isChanged, rounds <= wanted.count + spare.count {
            isChanged = false
            rounds += 1
            for demand in wanted.indices {
                guard let gain = reached[demand] else { continue }
                for supply in spare.indices {
                    guard let more = gains[demand][supply] else { continue }
                    if let known = supplied[supply], gain + more <= known + tolerance { continue }
                    supplied[supply] = gain + more
                    source[supply] = demand
                    isChanged = true
                }
            }
            for supply in spare.indices {
                guard let gain = supplied[supply] else { continue }
                for demand in wanted.indices where flow[demand][supply] > 1e-9 {
                    guard let less = gains[demand][supply] else { continue }
                    if let known = reached[demand], gain - less <= known + tolerance { continue }
                    reached[demand] = gain - less
                    back[demand] = supply
                    isChanged = true
                }
            }
        }
        let ends = spare.indices.filter { spare[$0] > 1e-9 && (supplied[$0] ?? 0) > tolerance }
        guard var supply = ends.max(by: { (supplied[$0] ?? 0) < (supplied[$1] ?? 0) }) else { return nil }
        var path: [Step] = []
        for _ in 0...(wanted.count + spare.count) {
            let demand = source[supply]
            path.append(Step(demand: demand, supply: supply, isForward: true))
            guard let previous = back[demand] else { return path.reversed() }
            path.append(Step(demand: demand, supply: previous, isForward: false))
            supply = previous
        }
        return nil
    }
}
