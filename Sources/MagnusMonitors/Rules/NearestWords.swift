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
        if names.contains(.assignment) { result[.assignment] = assignment(quiet, context: context) }
        if names.contains(.roll) { result[.roll] = roll(quiet, context: context) }
        return result
    }

    /// Of the options that the danger table does not speak for, the one nearest to its strike.
    private static func roll(_ quiet: [StrategyValuation], context: MonitorContext) -> String? {
        let shorts = quiet.flatMap { strategy in
            strategy.legs.compactMap { ShortLeg($0, of: strategy, context: context) }
        }
        let near = shorts.compactMap { short -> (words: String, share: Double)? in
            guard short.days > context.settings.expiration.weekDays, !short.contract.isAdjusted,
                let distance = short.distance, let spot = short.spot, distance > 0
            else { return nil }
            let share = distance / spot
            let words =
                "\(short.strategy.symbol) \(short.contract.shortName), \(FixedText.percent(share, decimals: 1)) from its strike"
            return (words, share)
        }
        return near.min { ($0.share, $0.words) < ($1.share, $1.words) }?.words
    }

    /// Of what the rule looks at: the probability within its days, else that of being exercised early. What is over the
    /// line and silent waits for quotes that may raise something.
    private static func assignment(_ quiet: [StrategyValuation], context: MonitorContext) -> String? {
        let settings = context.settings.assignment
        let isWaiting = context.status.phase == .preMarket || context.status.phase == .opening
        var near: [(words: String, probability: Double)] = []
        var far: [(words: String, probability: Double)] = []
        for strategy in quiet {
            for short in strategy.legs.compactMap({ ShortLeg($0, of: strategy, context: context) }) {
                guard short.isPhysical, short.contract.style == .american, !short.contract.isAdjusted,
                    short.leg.state == .open
                else { continue }
                let isNear = short.days <= settings.withinDays
                let early = (short.distance ?? 0) < 0 ? short.leg.earlyExerciseProbability.value : nil
                let probability =
                    isNear
                    ? short.leg.assignmentProbability.value
                    : [short.leg.nextExerciseProbability.value, early].compactMap { $0 }.max()
                guard let probability, probability < settings.high || isNear && isWaiting else { continue }
                let size = "\(FixedText.percent(probability)) of \(FixedText.percent(settings.high))"
                let rule = isNear ? "within \(settings.withinDays) days" : "early"
                let wait = probability < settings.high ? "" : ", waits for the open"
                let words = "\(strategy.symbol) \(strategy.title), \(size) \(rule)\(wait)"
                let entry = (words: words, probability: probability)
                if isNear { near.append(entry) } else { far.append(entry) }
            }
        }
        return (near.isEmpty ? far : near).max { ($0.probability, $1.words) < ($1.probability, $0.words) }?.words
    }
}
