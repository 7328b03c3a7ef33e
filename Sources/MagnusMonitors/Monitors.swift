import MagnusAnalysis
import MagnusDomain

/// The rules, as one pure function: market and book in, findings out.
public enum Monitors {
    /// Runs monitors and merges what they find on one position into one finding.
    ///
    /// M1 to M3, M9 and the rule on shares share their findings, so they are always run together: naming one of them runs
    /// them all.
    /// - Parameters:
    ///   - names: which to run.
    ///   - memory: the report's memory of the last run.
    public static func run(
        _ names: Set<MonitorName> = Set(MonitorName.allCases), context: MonitorContext, memory: MonitorMemory
    ) -> MonitorReport {
        var report = MonitorReport(memory: memory)
        if !names.isDisjoint(with: positionMonitors) {
            let positions = PositionRules.report(positionMonitors, context: context, memory: memory)
            report.findings += positions.findings
            report.findings += DeliveryRule.findings(positionMonitors, context: context)
            report.undetermined.formUnion(positions.undetermined)
            report.memory.holding = positions.memory.holding
            report.memory.breached = positions.memory.breached
            report.nearest = NearestWords.words(
                positionMonitors, context: context,
                firing: Set(positions.findings.filter { $0.monitor != .shares }.map(\.conditionKey)))
        }
        if names.contains(.opportunities) {
            let opportunities = OpportunityRule.report(context: context, memory: memory)
            report.findings += opportunities.findings
            report.undetermined.formUnion(opportunities.undetermined)
            report.memory.candidates = opportunities.memory.candidates
            report.nearest.merge(opportunities.nearest) { $1 }
        }
        if names.contains(.cash) {
            let cash = CashRule.report(context: context)
            report.findings += cash.findings
            report.undetermined.formUnion(cash.undetermined)
        }
        if names.contains(.orders) { report.findings += OrderRule.findings(context: context) }
        if names.contains(.store) { report.findings += StoreRule.findings(context: context) }
        report.findings.sort(by: AlertOrder.precedes)
        return report
    }

    /// The monitors that look at positions and share one alert per position.
    public static let positionMonitors: Set<MonitorName> = [.expiration, .profitTarget, .assignment, .roll, .shares]

    /// The set a run of one monitor really covers.
    public static func covered(_ names: Set<MonitorName>) -> Set<MonitorName> {
        names.isDisjoint(with: positionMonitors) ? names : names.union(positionMonitors)
    }
}
