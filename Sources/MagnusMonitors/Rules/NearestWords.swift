import MagnusAnalysis
import MagnusDomain

/// What came nearest to firing, so that silence can be checked.
enum NearestWords {
    static func words(
        _ names: Set<MonitorName>, context: MonitorContext, firing: Set<String>
    ) -> [MonitorName: String] {
        let quiet = context.book.strategies.filter { !firing.contains(PositionRules.key($0)) }
        var result: [MonitorName: String] = [:]
        if names.contains(.expiration) {
            let shorts = quiet.flatMap { strategy in
                strategy.legs.compactMap { ShortLeg($0, of: strategy, context: context) }
            }
            let nearest = shorts.compactMap { short -> (ShortLeg, Double)? in
                guard let distance = short.distance, let spot = short.spot, distance >= 0 else { return nil }
                return (short, distance / spot)
            }.min { ($0.1, $0.0.strategy.id) < ($1.1, $1.0.strategy.id) }
            if let (short, share) = nearest {
                result[.expiration] =
                    "\(short.strategy.symbol) \(short.contract.shortName), \(FixedText.percent(share, decimals: 1)) away"
            }
        }
        if names.contains(.profitTarget) {
            let settings = context.settings.profitTarget
            let nearest = quiet.compactMap { strategy -> (StrategyValuation, Double, Double)? in
                guard let target = settings.target(strategy.kind), target > 0,
                    let captured = ProfitTargetRule.captured(strategy), captured < target
                else { return nil }
                return (strategy, captured, target)
            }.max { ($0.1 / $0.2, $1.0.id) < ($1.1 / $1.2, $0.0.id) }
            if let (strategy, captured, target) = nearest {
                result[.profitTarget] =
                    "\(strategy.symbol) \(strategy.title), \(FixedText.percent(captured)) of \(FixedText.percent(target))"
            }
        }
        if names.contains(.assignment) {
            let nearest = quiet.compactMap { strategy -> (StrategyValuation, Double)? in
                strategy.assignmentProbability.value.map { (strategy, $0) }
            }.max { ($0.1, $1.0.id) < ($1.1, $0.0.id) }
            if let (strategy, probability) = nearest {
                result[.assignment] =
                    "\(strategy.symbol) \(strategy.title), \(FixedText.percent(probability)) of "
                    + "\(FixedText.percent(context.settings.assignment.high)) within "
                    + "\(context.settings.assignment.withinDays) days"
            }
        }
        return result
    }
}
